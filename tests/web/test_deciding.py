"""What people decide at the desk is kept as on the command line; nothing that they typed is lost."""

import html
import re

import pytest
from fastapi.testclient import TestClient

from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.runs import reconcile_store
from riwaya.store.values import check_value
from riwaya.web.app import make_app
from riwaya.web.settings import Settings
from riwaya.web.views.amending import forms_of, values_of

from .conftest import REPORTS

WHY = "as the list of the ministry says"


@pytest.fixture
def at(tmp_path):
    """A desk over a store of its own, and the store."""
    with open_store(tmp_path / "store.db") as store:
        for number, (publisher, day, text) in enumerate(REPORTS):
            store.ingest(Incoming(f"{number}.txt", text, publisher=publisher, published=day))
        reconcile_store(store)
        store.renew_overviews()
        with TestClient(make_app(store, Settings(user="salma")), base_url="http://127.0.0.1:8321") as client:
            yield client, store


def only_incident(store):
    [incident] = store.incidents()
    return incident


def fields(page):
    """The inputs of the last form of a page that decides, and what stands in them."""
    form = page.rpartition('/en/decide"')[2].partition("</form>")[0]
    found = re.findall(r'<input(?=[^>]*\bname="([^"]+)")(?=[^>]*\bvalue="([^"]*)")', form)
    return {name: html.unescape(value) for name, value in found}


def send(client, **form):
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/en/review").text)[1]
    return client.post("/en/decide", data={"csrf": token, "why": WHY, **form}, follow_redirects=False)


def seen_now(store):
    return str(store.head().seq)


def told(store):
    return [(made.kind, made.who, made.why) for made in store.decisions()]


def toll_of(store):
    """The document and the account that say that seven were killed."""
    incident = only_incident(store)
    readings = store.current({document for document, _ in incident.happenings})
    return next(
        (document, account.id)
        for document, reading in readings.items()
        for account in reading.accounts
        for claim in account.claims
        if claim.field == "killed" and claim.value["low"] == 7
    )


def test_a_link_is_rejected_and_the_rejection_taken_back(at):
    client, store = at
    link = only_incident(store).links[0]
    ends = {"a": "/".join(link.a), "b": "/".join(link.b)}

    sent = send(client, kind="reject", seen=seen_now(store), **ends)
    assert 303 == sent.status_code
    assert 2 == len(store.incidents())
    page = client.get(sent.headers["location"])
    assert "Link rejected" in page.text

    undone = send(client, kind="undo", seen=seen_now(store), decision=str(store.decisions()[0].seq))
    assert 303 == undone.status_code
    assert only_incident(store).links
    assert [("reject", "salma", WHY), ("undo", "salma", WHY)] == told(store)


def test_parts_are_split_off_and_merged_again_by_the_address_of_a_page(at):
    client, store = at
    incident = only_incident(store)
    part = "/".join(incident.happenings[0])
    send(client, kind="split", seen=seen_now(store), incident=incident.id, **{f"part:{part}": "on"})
    one, other = (each.id for each in store.incidents())

    sent = send(
        client,
        kind="merge",
        seen=seen_now(store),
        incident=one,
        other=f"http://127.0.0.1:8321/ar/incidents/{other}?x=1",
    )
    assert 303 == sent.status_code
    assert incident.happenings == only_incident(store).happenings
    history = client.get(f"/en/incidents/{only_incident(store).id}").text
    assert ["Incidents merged", "Incident split"] == re.findall(r"<strong>(Incident[^<]+)</strong>", history)


def test_a_document_is_withdrawn_and_restored(at):
    client, store = at
    document = only_incident(store).happenings[0][0]
    page = f"/en/documents/{document}"
    sent = client.post("/en/decide", data={**fields(client.get(page).text), "why": WHY}, follow_redirects=True)
    assert "This report is withdrawn" in sent.text
    assert document not in {each.id for each in store.documents()}

    sent = client.post("/en/decide", data={**fields(sent.text), "why": WHY}, follow_redirects=True)
    assert "Withdraw this report" in sent.text
    assert document in {each.id for each in store.documents()}
    assert ["withdraw", "restore"] == [made.kind for made in store.decisions()]


def test_a_corrected_value_stands_beside_the_machines_with_who_and_why(at):
    client, store = at
    document, account = toll_of(store)
    id = only_incident(store).id
    form = fields(client.get(f"/en/incidents/{id}/amend?of={document}/{account}&field=killed").text)
    assert ("7", "7") == (form["v0.low"], form["v0.high"])

    sent = client.post(
        "/en/decide",
        data={**form, "v0.low": "8", "v0.high": "8", "v0.scope": "incident", "why": WHY},
        follow_redirects=True,
    )
    [struck] = re.findall(r'class="said-value [^"]*struck".*?<bdi>([^<]+)</bdi>', sent.text, re.S)
    [corrected] = re.findall(r'class="said-value [^"]*corrected".*?</a>', sent.text, re.S)
    assert "7" in struck
    assert "8" in corrected
    assert "salma" in corrected
    assert html.escape(WHY) in corrected
    [made] = store.decisions()
    assert [8] == [value["high"] for value in made.becomes["values"]]
    assert "civilians" == made.becomes["values"][0]["who"][0]["group"]


def test_a_value_that_makes_no_sense_is_told_and_all_that_was_typed_stands_there(at):
    client, store = at
    document, account = toll_of(store)
    sent = send(
        client, kind="amend", seen=seen_now(store), document=document, account=account, field="killed",
        **{"v0.low": "eight", "v0.high": "9", "v0.scope": "incident", "v0.since": "2024-01-02"},
    )  # fmt: skip

    assert 400 == sent.status_code
    assert "&#39;eight&#39; is no whole number" in sent.text
    again = fields(sent.text)
    assert {"v0.low": "eight", "v0.high": "9", "v0.since": "2024-01-02"}.items() <= again.items()
    assert html.escape(WHY) in sent.text
    assert () == store.decisions()


def test_whoever_comes_second_is_told_who_came_first_and_decides_with_what_he_typed(at):
    client, store = at
    seen = seen_now(store)
    document, account = toll_of(store)
    store.amend(document, account, "killed", [6], who="karim", why="a typing error", seen=int(seen))
    mine = {"v0.low": "8", "v0.high": "8", "v0.scope": "incident"}
    sent = send(client, kind="amend", seen=seen, document=document, account=account, field="killed", **mine)

    assert 409 == sent.status_code
    assert "karim amended killed" in sent.text
    again = fields(sent.text)
    assert {"v0.low": "8", "v0.high": "8"}.items() <= again.items()
    assert '<option value="incident" selected>' in sent.text
    assert html.escape(WHY) in sent.text
    kept = client.post(
        "/en/decide", data={**again, "v0.scope": "incident", "why": "I looked again"}, follow_redirects=False
    )
    assert 303 == kept.status_code
    assert [("amend", "karim", "a typing error"), ("amend", "salma", "I looked again")] == told(store)


def test_a_comment_is_kept_and_shown_and_changes_nothing(at):
    client, store = at
    before = only_incident(store)
    sent = send(client, kind="note", seen="0", incident=before.id, why="<b>which</b> market?")

    assert "&lt;b&gt;which&lt;/b&gt; market?" in client.get(sent.headers["location"]).text
    assert before.happenings == only_incident(store).happenings


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "bless", "seen": "0"},
        {"kind": "merge", "seen": "0", "incident": "i1"},
        {"kind": "undo", "seen": "0", "decision": "-1"},
        {"kind": "confirm", "seen": "x", "a": "1", "b": "2"},
        {"kind": "note", "seen": "0", "incident": "i1", "why": "  "},
        {},
    ],
)
def test_a_form_that_makes_no_sense_keeps_nothing(at, form):
    client, store = at

    assert 400 == send(client, **form).status_code
    assert () == store.decisions()


def test_an_incident_as_it_was_is_looked_at_and_not_decided_on(at):
    client, store = at
    page = client.get(f"/en/incidents/{only_incident(store).id}?known_at=2024-01-17").text

    assert "/en/decide" not in page


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_a_decision_leads_back_to_a_page_of_ours_alone(at, back):
    client, store = at
    sent = send(client, kind="note", seen="0", incident=only_incident(store).id, back=back)

    assert sent.headers["location"].startswith("/en/incidents/")


VALUES = [
    ("killed", {"low": 3, "high": None, "scope": "cumulative", "since": "2024-01-02", "who": []}),
    ("happened", {"earliest": "2024-01-15", "latest": "2024-01-16", "grain": "day"}),
    ("outcome", "hit"),
    ("weapon", {"id": "drone", "name_en": "drone", "count": {"low": 2, "high": 2}}),
    ("motive", "ثأر"),
    ("actor", {"id": "Q1", "name_ar": "الجيش", "name_en": None, "kind": "state_forces", "country": "SY"}),
    (
        "place",
        {
            "id": None, "name_ar": "سرمين", "name_en": "Sarmin", "kind": "town", "country": "SY", "admin1": "إدلب",
            "admin1_en": "Idlib", "lat": 35.9, "lon": 36.7, "radius_km": 3.0, "precision": "locality",
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), VALUES)
def test_a_value_goes_through_its_form_unchanged(field, value):
    given = {each.name: each.value for inputs in forms_of(field, [value]) for each in inputs}

    assert [value] == [check_value(field, each) for each in values_of(field, given)]
    assert [] == values_of(field, {**given, "v0.drop": "on"})
