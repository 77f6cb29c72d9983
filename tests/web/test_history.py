"""The history: decisions and what was done at the desk together, and who sees what of it."""

import re

import pytest

from riwaya.showing.words import words_of
from riwaya.store.decisions import KINDS as DECISIONS
from riwaya.store.trail import ACTS
from riwaya.web.roles import Role
from web.conftest import at, csrf_of, sign_in, signed_in


def steps(page):
    """What the history shows: who, and what was done."""
    text = re.sub(r"\s+", " ", page.text)
    return [
        (re.sub(r"<[^>]+>", "", who), did)
        for who, did in re.findall(r"<span><strong>(.*?)</strong> – (.*?)</span>", text)
    ]


@pytest.fixture
def decided(team_store):
    """The browser of the analyst, who withdrew a document through the API, and restored it."""
    analyst = signed_in(team_store, Role.ANALYST)
    document = next(team_store.documents()).id
    for kind in ("withdraw", "restore"):
        seen = team_store.head().seq
        told = {"kind": kind, "document": document, "why": f"<b>{kind}</b>", "seen": seen}
        assert 201 == analyst.post("/api/v1/decisions", json=told).status_code
    return analyst


def test_an_admin_sees_decisions_and_the_audit_together_newest_first(team_store, decided):
    admin = signed_in(team_store, Role.ADMIN)
    page = admin.get("/en/history")

    assert [
        ("admin", "signed in"),
        ("analyst", "restored a document"),
        ("analyst", "withdrew a document"),
        ("analyst", "signed in"),
        ("at the command line", "added a person"),
    ] == steps(page)[:5]
    assert "&lt;b&gt;restore&lt;/b&gt;" in page.text and "<b>restore" not in page.text
    assert page.text.count("testclient") == 4


def test_others_see_all_decisions_and_of_the_audit_what_concerns_them_without_addresses(team_store, decided):
    reader = signed_in(team_store, Role.READER)
    sign_in(at(team_store), "reader", "wrong")
    page = reader.get("/en/history")

    assert [
        ("nobody signed in", "sign-in refused"),
        ("reader", "signed in"),
        ("analyst", "restored a document"),
        ("analyst", "withdrew a document"),
    ] == steps(page)
    assert "testclient" not in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=withdraw", [("analyst", "withdrew a document")]),
        ("who=analyst&kind=signed_in", [("analyst", "signed in")]),
        ("who=nobody", []),
    ],
)
def test_the_history_is_filtered_by_person_and_kind(team_store, decided, query, expected):
    admin = signed_in(team_store, Role.ADMIN)

    assert expected == steps(admin.get(f"/en/history?{query}"))


def test_pages_of_the_history_follow_each_other_without_a_gap(team_store, decided, monkeypatch):
    admin = signed_in(team_store, Role.ADMIN)
    whole = steps(admin.get("/en/history"))
    monkeypatch.setattr("riwaya.web.pages.history._LIMIT", 2)
    address, found = "/en/history", []
    while address:
        page = admin.get(address)
        found += steps(page)
        onwards = re.search(r'class="button" href="([^"]+)"', page.text)
        address = onwards and onwards[1].replace("&amp;", "&")

    assert 7 < len(whole)
    assert whole == found


@pytest.mark.parametrize("query", ["kind=nothing", "before=x", "before=1.2.3", "before=-1.2", "before=1." + "9" * 30])
def test_what_makes_no_sense_is_told(desk, query):
    assert desk.get(f"/en/history?{query}").status_code in (400, 404)


def test_where_a_decision_came_from_stands_in_the_audit_and_decisions_stay_whole(team_store, decided):
    history = team_store.trail(kind="withdraw")

    assert ["testclient"] == [step.address for step in history.steps]
    assert () == team_store.verify().faults


def test_a_language_of_right_to_left_shows_it_too(team_store, decided):
    page = decided.get("/ar/history")

    assert ("analyst", "سحب وثيقة") in steps(page)


@pytest.mark.parametrize("kind", [*DECISIONS, *ACTS])
def test_every_kind_of_step_has_words(kind):
    assert words_of("ar")(f"did.{kind}") and words_of("en")(f"did.{kind}")


def test_what_is_kept_at_the_desk_is_noted_and_what_may_not_be_is_refused(team_store):
    for role, path in ((Role.READER, "/en/read"), (Role.ANALYST, "/en/read")):
        browser = signed_in(team_store, role)
        text = f"قال مصدر أمني إن {role.value} من الجنود أصيبوا أمس في قصف على قرية قرب حلب."
        sent = browser.post(path, data={"csrf": csrf_of(browser, "/en/"), "text": text, "keep": "1"})
        assert (403 if role is Role.READER else 200) == sent.status_code
    api = browser.post("/api/v1/documents", json={"text": "نفى الجيش أمس قصف قرية قرب حلب.", "published": "2024-01-02"})
    admin = signed_in(team_store, Role.ADMIN)

    assert 201 == api.status_code
    assert [("analyst", "kept a document")] * 2 == steps(admin.get("/en/history?kind=kept"))
    assert [("reader", "was refused")] == steps(admin.get("/en/history?kind=refused"))
    assert (
        200
        == admin.get(re.search(r'href="(/en/documents/\w+)"', admin.get("/en/history?kind=kept").text)[1]).status_code
    )
    documents = [step.done.about for step in team_store.trail(kind="kept").steps]
    assert documents == [team_store.document(id).id for id in documents]


def test_a_form_of_another_role_is_noted(team_store):
    reader = signed_in(team_store, Role.READER)
    reader.post("/en/people", data={"csrf": csrf_of(reader, "/en/"), "name": "x", "role": "admin"})

    assert ("reader", "was refused") == steps(reader.get("/en/history"))[0]
