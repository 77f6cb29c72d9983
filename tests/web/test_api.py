"""The API answers as its description says, whatever it is asked, and changes nothing for a page of somebody else."""

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.people.audit import By
from riwaya.store.runs import reconcile_store
from riwaya.web.app import make_app
from riwaya.web.bounding import MOST_BYTES
from riwaya.web.roles import Role
from riwaya.web.settings import Settings
from web.conftest import REPORTS, ROLES, copied

API = "/api/v1"


@pytest.fixture
def own(tmp_path):
    """A store of this test, and what asks a desk over it."""
    with open_store(tmp_path / "own.db") as store:
        for number, (publisher, day, text) in enumerate(REPORTS):
            store.ingest(Incoming(f"{number}.txt", text, publisher=publisher, published=day))
        reconcile_store(store)
        store.renew_overviews()
        with TestClient(make_app(store, Settings()), base_url="http://127.0.0.1:8321") as client:
            yield store, client


@pytest.fixture(scope="session")
def description(filled, tmp_path_factory):
    """The description of the API over a copy of the store, for whatever is asked may also be done."""
    with open_store(copied(filled.name, tmp_path_factory.mktemp("described") / "store.db")) as store:
        yield schemathesis.openapi.from_asgi(f"{API}/openapi.json", make_app(store, Settings(host="testserver")))


def incident_in(desk):
    return desk.get(f"{API}/incidents").json()["incidents"][0]["incident"]


def test_an_incident_is_what_the_command_line_prints(desk, filled):
    from riwaya.store.runs import show, told_as_dict

    id = incident_in(desk)

    assert told_as_dict(show(filled, id)) == desk.get(f"{API}/incidents/{id}").json()


def test_pages_of_the_list_follow_each_other(own):
    store, client = own
    store.ingest(Incoming("4.txt", "قال الجيش إن طائراته قصفت مستودعا قرب دير الزور أمس.", published="2024-03-01"))
    reconcile_store(store)
    store.renew_overviews()
    first = client.get(f"{API}/incidents", params={"limit": 1}).json()
    second = client.get(f"{API}/incidents", params={"limit": 1, "after": first["next"]}).json()

    assert 2 == first["matches"]
    assert first["incidents"][0]["incident"] != second["incidents"][0]["incident"]
    assert second["next"] is None


def test_an_answer_that_the_caller_has_is_not_sent_again(desk):
    answer = desk.get(f"{API}/incidents")
    again = desk.get(f"{API}/incidents", headers={"if-none-match": answer.headers["etag"]})
    other = desk.get(f"{API}/incidents?state=reviewed", headers={"if-none-match": answer.headers["etag"]})

    assert [304, b"", 200] == [again.status_code, again.content, other.status_code]


def test_a_decision_shows_at_once_and_is_undone(own):
    store, client = own
    told = client.get(f"{API}/incidents/{incident_in(client)}").json()
    a, b = ((end["document"], end["incident"]) for end in (told["links"][0]["a"], told["links"][0]["b"]))
    sent = {"kind": "reject", "happenings": [a, b], "why": "two markets", "seen": told["seen"]}
    made = client.post(f"{API}/decisions", json=sent)
    apart = client.get(f"{API}/incidents").json()["matches"]
    seen = client.get(f"{API}/decisions").json()["seen"]
    undone = client.post(
        f"{API}/decisions", json={"kind": "undo", "decision": made.json()["seq"], "why": "one after all", "seen": seen}
    )

    assert [201, 201] == [made.status_code, undone.status_code]
    assert [2, 1] == [apart, client.get(f"{API}/incidents").json()["matches"]]
    assert ["analyst"] * 2 == [each.who for each in store.decisions()]


def test_who_decides_on_what_changed_meanwhile_is_told_and_nothing_is_kept(own):
    store, client = own
    told = client.get(f"{API}/incidents/{incident_in(client)}").json()
    pair = [[told["links"][0][end]["document"], told["links"][0][end]["incident"]] for end in ("a", "b")]
    sent = {"kind": "confirm", "happenings": pair, "why": "the same", "seen": told["seen"]}
    first, second = client.post(f"{API}/decisions", json=sent), client.post(f"{API}/decisions", json=sent)

    assert [201, 409] == [first.status_code, second.status_code]
    assert 1 == len(store.decisions())


def test_an_item_of_the_review_is_settled_and_commented_on(own):
    store, client = own
    told = client.get(f"{API}/review", params={"reason": "dispute", "limit": 1}).json()
    [item] = told["items"]
    review = {"kind": "review", "item": item["id"], "state": "rejected", "why": "a slip", "seen": told["seen"]}
    note = {"kind": "note", "incidents": [item["incident"]], "why": "see the list", "seen": told["seen"]}

    assert [201, 201] == [client.post(f"{API}/decisions", json=each).status_code for each in (review, note)]
    done = client.get(f"{API}/review", params={"state": "done"}).json()["items"]
    assert [(item["id"], "rejected")] == [(each["id"], each["state"]) for each in done]
    assert ["review", "note"] == [each.kind for each in store.decisions()]


def test_a_text_is_read_and_nothing_of_it_is_kept(own):
    store, client = own
    before = store.head()
    read = client.post(f"{API}/read", json={"text": REPORTS[0][2], "published": "2024-01-16"}).json()

    assert "shelling" == read["accounts"][0]["type"]
    assert before == store.head()


def test_a_text_is_kept(own):
    store, client = own
    kept = client.post(f"{API}/documents", json={"text": "قتل مدنيان في قصف على حمص.", "publisher": "جريدة"}).json()

    assert "kept" == kept["outcome"]
    assert "جريدة" == store.document(kept["document"]).publisher


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://127.0.0.1:8321", "sec-fetch-site": "same-origin"}, 200),
    ],
)
def test_a_page_of_somebody_else_changes_nothing(desk, headers, status):
    told = {"content-type": "application/json", **headers}

    assert status == desk.post(f"{API}/read", content='{"text": "قصف"}', headers=told).status_code


@pytest.mark.parametrize("length", [{}, {"transfer-encoding": "chunked"}])
def test_a_body_that_is_too_long_is_refused_whatever_it_says_of_its_length(desk, length):
    sent = (b" " * 100_000 for _ in range(MOST_BYTES // 100_000 + 1))
    refused = desk.post(f"{API}/read", content=sent, headers={"content-type": "application/json", **length})

    assert 413 == refused.status_code


def test_every_route_of_the_api_tells_the_role_that_it_takes(desk):
    paths = desk.get(f"{API}/openapi.json").json()["paths"]

    assert {"reader", "analyst"} == {each["x-role"] for methods in paths.values() for each in methods.values()}


def test_whatever_is_asked_is_answered_as_described(description):
    for operation in description.get_all_operations():
        ask_all(operation.ok())


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.word)
def test_whatever_a_token_of_a_role_asks_is_answered_as_described_and_done_as_far_as_the_role_may(team_store, role):
    people = team_store.people
    [person] = [each for each in people.all() if each.name == role.word]
    token = people.make_token(person, "for a program", role, days=30, by=By(person.name, ""))
    app = make_app(team_store, Settings(team=True, host="testserver"))
    before = team_store.head()

    for operation in schemathesis.openapi.from_asgi(f"{API}/openapi.json", app).get_all_operations():
        ask_all(operation.ok(), {"authorization": f"Bearer {token}"})
    assert () == team_store.verify().faults
    assert (role < Role.ANALYST) == (before == team_store.head())


def ask_all(operation, headers=None):
    """Asks one route many things."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(operation.as_strategy())
    def ask(case):
        answer = case.call(headers=headers)
        assert answer.status_code < 500, case.as_curl_command()
        case.validate_response(answer, checks=[status_code_conformance, response_schema_conformance])

    ask()


MOMENTS = ["there is no", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("path", ["/suggestions", "/decisions", "/search?q=قصف", "/incidents/i1", "/incidents"])
def test_what_is_no_moment_is_told_to_be_none(desk, path, moment):
    asked = desk.get(f"{API}{path}", params={"q": "قصف", "at": moment} if "search" in path else {"at": moment})

    assert (422 if path == "/incidents" else 400) == asked.status_code


@pytest.mark.parametrize("moment", MOMENTS)
def test_incidents_are_asked_for_by_any_moment(desk, moment):
    assert 200 == desk.get(f"{API}/incidents", params={"known_at": moment}).status_code


@pytest.mark.parametrize("path", ["", "/", "/incidents/", "/incidents//", "/documents/a%2Fb"])
def test_nobody_is_led_from_what_is_not_there_to_what_is(desk, path):
    asked = desk.get(f"{API}{path}", follow_redirects=False)

    assert (404, "application/problem+json") == (asked.status_code, asked.headers["content-type"])


@pytest.mark.parametrize("half", ["\\ud800", "a \\udfff b"])
@pytest.mark.parametrize(
    "about",
    [
        '"kind": "note", "incidents": ["HALF"]',
        '"kind": "confirm", "happenings": [["HALF", "i1"], ["d", "HALF"]]',
        '"kind": "withdraw", "document": "HALF"',
        '"kind": "review", "item": "HALF", "state": "accepted"',
    ],
)
def test_half_a_character_is_refused_wherever_it_stands(own, about, half):
    store, client = own
    sent = f'{{"why": "w", "seen": {store.head().seq}, {about}}}'.replace("HALF", half)
    refused = client.post(f"{API}/decisions", content=sent, headers={"content-type": "application/json"})

    assert refused.status_code in (400, 422)
    assert () == store.decisions()


def test_half_a_character_in_a_value_is_refused(own):
    store, client = own
    [(document, _), *_] = store.incidents()[0].happenings
    account = store.current([document])[document].accounts[0].id
    sent = (
        f'{{"kind": "amend", "why": "w", "seen": {store.head().seq}, "document": "{document}", "account": "{account}",'
        ' "field": "motive", "values": ["\\ud800"]}'
    )
    refused = client.post(f"{API}/decisions", content=sent, headers={"content-type": "application/json"})

    assert 400 == refused.status_code
    assert () == store.decisions()
