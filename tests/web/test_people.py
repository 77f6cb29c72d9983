"""The pages of one's own account and of the people of a desk."""

import re

import pytest

from riwaya.store.people import audit
from riwaya.web.roles import Role
from web.conftest import PASSWORD, at, csrf_of, sign_in, signed_in

FRESH = "eleven other words"


def post(browser, path, **fields):
    return browser.post(f"/en{path}", data={"csrf": csrf_of(browser, "/en/"), **fields})


def acts(store):
    with store._database.reading() as connection:
        return [(act.who, act.kind, act.about) for act in audit.find_acts(connection)]


def test_an_admin_adds_somebody_who_can_sign_in_with_the_password_that_is_shown_once(team_store):
    admin = signed_in(team_store, Role.ADMIN)
    added = post(admin, "/people", name="سلمى", role="analyst")
    password = re.search(r'<code dir="ltr">([\w-]+)</code>', added.text)[1]

    assert password not in admin.get("/en/people").text
    assert 303 == sign_in(at(team_store), "سلمى", password).status_code
    assert ("admin", "added", "سلمى: analyst") in acts(team_store)


def test_an_admin_changes_a_role_and_it_counts_from_the_next_page_on(team_store):
    admin, reader = signed_in(team_store, Role.ADMIN), signed_in(team_store, Role.READER)
    number = team_store.people.find("reader").id
    assert 403 == reader.get("/en/people").status_code
    post(admin, f"/people/{number}/role", role="admin")

    assert 200 == reader.get("/en/people").status_code


def test_whoever_is_kept_out_is_out_at_once(team_store):
    admin, reader = signed_in(team_store, Role.ADMIN), signed_in(team_store, Role.READER)
    number = team_store.people.find("reader").id
    post(admin, f"/people/{number}/disable")

    assert 303 == reader.get("/en/").status_code
    assert 403 == sign_in(at(team_store), "reader").status_code
    post(admin, f"/people/{number}/enable")
    assert 303 == sign_in(at(team_store), "reader").status_code


def test_a_fresh_password_ends_the_sessions_of_the_person(team_store):
    admin, reader = signed_in(team_store, Role.ADMIN), signed_in(team_store, Role.READER)
    changed = post(admin, f"/people/{team_store.people.find('reader').id}/password")
    password = re.search(r'<code dir="ltr">([\w-]+)</code>', changed.text)[1]

    assert 303 == reader.get("/en/").status_code
    assert 403 == sign_in(at(team_store), "reader").status_code
    assert 303 == sign_in(at(team_store), "reader", password).status_code


@pytest.mark.parametrize(
    ("path", "fields", "status", "told"),
    [
        ("/people", {"name": "READER", "role": "reader"}, 400, "already"),
        ("/people", {"name": "x", "role": "owner"}, 400, "no role is called"),
        ("/people", {"name": "a\u202eb", "role": "reader"}, 400, "is no name"),
        ("/people/999/disable", {}, 404, "There is nothing here"),
        ("/people/{admin}/disable", {}, 400, "the last admin"),
        ("/people/{admin}/role", {"role": "reader"}, 400, "the last admin"),
    ],
)
def test_what_makes_no_sense_is_told(team_store, path, fields, status, told):
    admin = signed_in(team_store, Role.ADMIN)
    sent = post(admin, path.format(admin=team_store.people.find("admin").id), **fields)

    assert (status, True) == (sent.status_code, told in sent.text)


def test_a_person_changes_his_password_and_other_browsers_are_signed_out(team_store):
    here, elsewhere = signed_in(team_store, Role.READER), signed_in(team_store, Role.READER)
    changed = post(here, "/account/password", old=PASSWORD, new=FRESH, again=FRESH)

    assert "/en/account?done=password" == changed.headers["location"]
    assert "was changed" in here.get(changed.headers["location"]).text
    assert 303 == elsewhere.get("/en/").status_code
    assert 303 == sign_in(elsewhere, "reader", FRESH).status_code


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"old": "wrong", "new": FRESH, "again": FRESH}, 403, "The password of now is wrong"),
        ({"old": PASSWORD, "new": FRESH, "again": "x"}, 400, "not typed the same twice"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, 400, "too short or easily guessed"),
    ],
)
def test_a_password_that_is_not_changed_says_why(team_store, fields, status, told):
    browser = signed_in(team_store, Role.READER)
    sent = post(browser, "/account/password", **fields)

    assert (status, True) == (sent.status_code, told in sent.text)
    assert 303 == sign_in(at(team_store), "reader").status_code


def test_the_password_of_now_is_not_guessed_there_either(team_store):
    browser = signed_in(team_store, Role.READER)
    tried = [post(browser, "/account/password", old=f"{n}", new=FRESH, again=FRESH).status_code for n in range(6)]

    assert [403] * 5 + [429] == tried


def test_a_person_sees_and_ends_his_own_sessions_alone(team_store):
    here, elsewhere = signed_in(team_store, Role.READER), signed_in(team_store, Role.READER)
    others = signed_in(team_store, Role.ANALYST)
    ends = re.findall(r"/account/sessions/(\w+)/end", here.get("/en/account").text)

    assert 1 == len(ends)
    assert 404 == post(others, f"/account/sessions/{ends[0]}/end").status_code
    post(here, f"/account/sessions/{ends[0]}/end")
    assert [303, 200] == [browser.get("/en/").status_code for browser in (elsewhere, here)]
    post(here, "/account/sign-out-everywhere")
    assert 303 == here.get("/en/").status_code


def test_a_token_acts_through_the_api_alone_and_for_no_more_than_it_may(team_store):
    browser = signed_in(team_store, Role.ANALYST)
    shown = post(browser, "/account/tokens", name="script", role="reader", days="30").text
    token = re.search(r"riwaya_[\w-]{40,}", shown)[0]
    program = at(team_store)
    program.headers["authorization"] = f"Bearer {token}"

    assert 200 == program.get("/api/v1/incidents").status_code
    assert 403 == program.post("/api/v1/decisions", json={"kind": "undo", "why": "x", "seen": 1}).status_code
    assert 303 == program.get("/en/").status_code
    assert ("analyst", "refused", "POST /api/v1/decisions") == acts(team_store)[-1]
    number = re.search(r"/account/tokens/(\d+)/revoke", browser.get("/en/account").text)[1]
    assert 404 == post(signed_in(team_store, Role.READER), f"/account/tokens/{number}/revoke").status_code
    post(browser, f"/account/tokens/{number}/revoke")
    assert 401 == program.get("/api/v1/incidents").status_code


def test_the_description_of_the_api_says_that_a_token_is_shown(desk):
    told = desk.get("/api/v1/openapi.json").json()

    assert ("http", "bearer") == tuple(
        told["components"]["securitySchemes"]["token"][key] for key in ("type", "scheme")
    )
    assert all(route["security"] == [{"token": []}] for path in told["paths"].values() for route in path.values())


@pytest.mark.parametrize("shown", ["Bearer wrong", "Bearer ", "Basic cmVhZGVyOng=", ""])
def test_what_is_no_token_is_nobody_at_the_api(team_store, shown):
    assert 401 == at(team_store).get("/api/v1/incidents", headers={"authorization": shown}).status_code


def test_a_token_that_does_not_hold_is_nobody_even_beside_a_session(team_store):
    browser = signed_in(team_store, Role.READER)

    assert 200 == browser.get("/api/v1/incidents").status_code
    assert 401 == browser.get("/api/v1/incidents", headers={"authorization": "Bearer wrong"}).status_code


@pytest.mark.parametrize(("role", "days"), [("reviewer", "30"), ("reader", "3"), ("reader", "x"), ("", "30")])
def test_a_token_for_more_than_one_may_oneself_is_not_made(team_store, role, days):
    sent = post(signed_in(team_store, Role.ANALYST), "/account/tokens", name="x", role=role, days=days)

    assert 400 == sent.status_code
    assert () == team_store.people.tokens_of(team_store.people.find("analyst").id)
