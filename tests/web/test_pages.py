"""The pages answer in both languages, hold what they should, and are guarded."""

import re

import pytest

from riwaya.web import pages
from riwaya.web.guarding import HEADERS
from riwaya.web.routes import PAGES

pages.load()


def incident_of(desk):
    return re.search(r"/incidents/(i\w+)", desk.get("/en/").text)[1]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_list_shows_an_incident_with_its_dispute(desk, language):
    page = desk.get(f"/{language}/")

    assert 200 == page.status_code
    assert {"ar": "خلاف: القتلى", "en": "disputed: killed"}[language] in page.text


def test_the_table_of_an_incident_sets_who_speaks_beside_each_other(desk):
    page = desk.get(f"/en/incidents/{incident_of(desk)}").text

    assert ["الدفاع المدني", "مديرية الصحة"] == sorted(
        name for name in ("الدفاع المدني", "مديرية الصحة") if f'<bdi lang="ar">{name}</bdi>' in page
    )
    assert page.count('class="said-value state-differs"') >= 2


def test_every_value_of_the_table_leads_to_its_words_in_the_text_as_it_was_published(desk):
    page = desk.get(f"/en/incidents/{incident_of(desk)}")
    addresses = re.findall(r'<a class="said-value[^>]* href="(\?said=[^"#]+)#evidence', page.text)

    assert addresses
    for address in addresses:
        shown = desk.get(page.url.path + address.replace("&amp;", "&")).text
        assert "<mark class=" in shown, address


def test_a_claim_that_is_not_there_is_told_as_such(desk):
    page = desk.get(f"/en/incidents/{incident_of(desk)}?said=nothing/a1/0")

    assert 404 == page.status_code
    assert "There is nothing here" in page.text


def test_every_answer_bears_the_headers_that_guard_it(desk):
    for path in ("/en/", "/ar/incidents/nothing", "/static/desk.css", "/nowhere"):
        assert HEADERS.items() <= dict(desk.get(path).headers).items(), path


def test_another_name_that_points_at_this_machine_is_not_answered(desk):
    assert 421 == desk.get("/en/", headers={"host": "evil.example:8321"}).status_code


@pytest.mark.parametrize("each", [each for each in PAGES if each.method == "POST"], ids=lambda each: each.path)
def test_a_form_without_its_token_changes_nothing(desk, each):
    path = re.sub(r"\{\w+(:\w+)?\}", "1", each.path)

    assert 403 == desk.post(f"/en{path}", data={"theme": "dark"}, follow_redirects=False).status_code


def test_what_a_person_prefers_is_kept(desk):
    page = desk.get("/ar/")
    token = re.search(r'name="csrf" value="(\w+)"', page.text)[1]
    kept = desk.post(
        "/ar/settings",
        data={"csrf": token, "digits": "arabic", "months": "levant", "back": "/ar/"},
        follow_redirects=True,
    )
    desk.cookies.delete("riwaya_prefs")

    assert "١٦ كانون الثاني ٢٠٢٤" in kept.text


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", ""])
def test_preferences_lead_back_to_a_page_of_ours_alone(desk, back):
    token = re.search(r'name="csrf" value="(\w+)"', desk.get("/ar/").text)[1]
    sent = desk.post("/ar/settings", data={"csrf": token, "back": back}, follow_redirects=False)

    assert "/ar/" == sent.headers["location"]


def test_an_incident_is_shown_as_it_was_known_at_a_moment(desk):
    path = f"/en/incidents/{incident_of(desk)}"
    then, now = desk.get(f"{path}?known_at=2024-01-16T12:00").text, desk.get(path).text

    assert "مديرية الصحة" in now
    assert "مديرية الصحة" not in then
    assert 404 == desk.get(f"{path}?known_at=2024-01-02").status_code
