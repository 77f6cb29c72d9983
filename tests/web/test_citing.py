"""Citations: of an incident with its reports, and of a claim with its words, found again as they were cited."""

import html
import re

import pytest
from playwright.sync_api import expect

from riwaya.exports.lines import FSI, PDI
from riwaya.records import VERSION
from riwaya.showing.citing import Citing
from riwaya.showing.evidence import evidence_of
from riwaya.showing.shown import Preferences, Shown
from riwaya.store.runs import find_told
from web.conftest import serving

LINK = "http://desk.example/en/incidents/i1?at=2024-02-01T10:00:00Z"


@pytest.fixture(scope="module")
def told(filled):
    """The incident of the store."""
    (told,) = find_told(filled)
    return told


def citing(language):
    shown = Shown(language, Preferences(months="levant"))
    return Citing(shown, LINK, shown.day("2024-02-01"))


def plain(text):
    return text.replace(FSI, "").replace(PDI, "")


def citation_in(page, name):
    field = re.search(rf'<textarea[^>]*id="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return html.unescape(field[1])


def killed_by_the_health_office(told):
    """The words behind the figure of the office that speaks through an agency."""
    for document, account in told.accounts:
        for number, claim in enumerate(account.claims):
            if claim.field == "killed" and "أربعة" in claim.text:
                return evidence_of(told.readings[document], account, number)
    raise AssertionError("nobody tells of four")


def test_a_claim_is_cited_with_who_says_it_through_whom_and_its_words(told):
    evidence = killed_by_the_health_office(told)
    sha256 = evidence.reading.document.sha256

    assert plain(citing("en").claim(evidence)) == (
        "مديرية الصحة, through وكالة السهل: “أربعة مدنيين قتلوا”. 16 January 2024 18:00 UTC, "
        f"SHA-256 {sha256}. As read by Riwaya {VERSION}, 1 February 2024: {LINK}"
    )
    assert plain(citing("ar").claim(evidence)) == (
        "مديرية الصحة، عبر وكالة السهل: «أربعة مدنيين قتلوا». 16 كانون الثاني 2024 18:00 UTC، "
        f"SHA-256 {sha256}. كما قرأته «رواية» {VERSION}، 1 شباط 2024: {LINK}"
    )


def test_an_incident_is_cited_with_each_of_its_reports(told):
    cited = plain(citing("en").incident(told, "Reports: shelling, Sarmin"))

    assert cited.startswith("Reports: shelling, Sarmin: 3 reports, 3 independent lines.\n[1] ")
    for reading in told.readings.values():
        assert f"{reading.document.publisher}, 16 January 2024" in cited
        assert f"SHA-256 {reading.document.sha256}" in cited


@pytest.mark.parametrize("language", ["ar", "en"])
def test_citations_stand_in_the_page_without_script_and_lead_back_to_what_was_cited(desk, told, language):
    path = f"/{language}/incidents/{told.stored.id}"
    document, account = told.accounts[0]
    said = f"{document}/{account.id.rpartition('/')[2]}/0"
    page = desk.get(f"{path}?said={said}").text

    for name in ("cite-incident", "cite-words"):
        address = citation_in(page, name).rpartition(FSI)[2].removesuffix(PDI)
        again = desk.get(address.removeprefix("http://127.0.0.1:8321"))
        assert 200 == again.status_code
        assert f"<code>{told.stored.id}</code>" in again.text
        assert ('class="evidence-head"' in again.text) == (name == "cite-words")


def test_what_is_looked_at_as_of_a_moment_stays_so_behind_every_link(desk, told):
    page = desk.get(f"/en/incidents/{told.stored.id}?known_at=2024-01-16T12:00").text
    links = re.findall(r'href="(\?[^"]*said=[^"]*)"', page)

    assert links
    assert all(link.startswith("?known_at=2024-01-16T12%3A00&amp;said=") for link in links)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_button_copies_a_citation_where_there_is_script(browser, filled, told, language):
    with serving(filled) as address:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{address}/{language}/incidents/{told.stored.id}")
        page.locator(".state-differs").first.click()
        page.locator("[data-copy=cite-words]").click()

        expect(page.locator(".evidence [data-copied]")).not_to_be_empty()
        assert page.locator("#cite-words").input_value() == page.evaluate("navigator.clipboard.readText()")
        context.close()
