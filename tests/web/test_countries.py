"""Countries stand on pages by their names, and incidents are filtered by them."""

import re

import pytest

from riwaya.exports.wording import Wording, labels_of
from riwaya.knowledge.load import DATA, Table
from riwaya.showing.countries import by_name, every_country
from riwaya.showing.shown import Preferences, Shown
from web.test_pages import incident_of

NAMES = {"ar": "سوريا", "en": "Syria"}
SARMIN = {"name_ar": "سرمين", "name_en": "Sarmin", "admin1": "إدلب", "admin1_en": "Idlib", "country": "SY"}


@pytest.mark.parametrize(
    ("language", "told"), [("ar", "سرمين، إدلب، سوريا"), ("en", "Sarmin, Idlib, Syria")], ids=["ar", "en"]
)
def test_a_place_is_shown_with_the_name_of_its_country(language, told):
    assert told == Shown(language, Preferences()).value("place", SARMIN)


def test_a_country_alone_is_named_once():
    assert "Syria" == Shown("en", Preferences()).value("place", {"name_en": "Syria", "country": "SY"})


def test_tables_for_programs_keep_the_code():
    assert "Sarmin, Idlib, SY" == Wording(labels_of("en")).value("place", SARMIN)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_country_of_the_gazetteer_has_a_name(language):
    countries = every_country(Shown(language, Preferences()))

    assert set(Table(DATA / "places" / "countries.tsv")) == {code for code, name in countries if name != code}
    assert [name for _, name in countries] == sorted(name for _, name in countries)


def test_a_code_that_nobody_knows_stays_as_it_is():
    assert [("XX", "XX")] == by_name(Shown("en", Preferences()), ["XX"])


@pytest.mark.parametrize("path", ["", "map", "dashboard"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_filters_let_choose_the_countries_that_incidents_are_in_by_name(desk, language, path):
    page = desk.get(f"/{language}/{path}?country=SY").text
    chosen = re.search(r'<select name="country">.*?</select>', page, re.DOTALL)[0]

    assert ["", "SY"] == re.findall(r'<option value="(\w*)"', chosen)
    assert f'<option value="SY" selected>{NAMES[language]}</option>' in chosen


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_of_an_incident_and_its_paper_show_no_code(desk, language):
    incident = incident_of(desk)
    for path in ("", "/print"):
        page = desk.get(f"/{language}/incidents/{incident}{path}").text

        assert NAMES[language] in page
        assert not re.search(r"[,،] SY\b", page)
