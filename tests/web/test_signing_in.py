"""Signing in and out at a desk of a team, and what somebody who means harm would try there."""

import re

import pytest

from riwaya.store import open_store
from riwaya.store.people import attempts, audit, sessions
from riwaya.web.guarding import HEADERS, token_of
from riwaya.web.roles import Role
from riwaya.web.settings import Settings
from web.conftest import PASSWORD, at, csrf_of, sign_in, signed_in

SECURE = Settings(team=True, hostnames=frozenset({"desk.example.org"}), secure=True)
COOKIE = "riwaya_session"


def acts(store):
    with store._database.reading() as connection:
        return [(act.who, act.kind, act.about) for act in audit.find_acts(connection)]


def test_whoever_is_not_signed_in_is_led_to_the_form_and_back_to_the_page(team_store):
    browser = at(team_store)
    sent = browser.get("/en/history?kind=merge")
    assert (303, "/en/sign-in?next=%2Fen%2Fhistory%3Fkind%3Dmerge") == (sent.status_code, sent.headers["location"])
    form = browser.get(sent.headers["location"]).text
    onwards = re.search(r'name="next" value="([^"]+)"', form)[1]

    assert "/en/history?kind=merge" == sign_in(browser, "reader", next=onwards).headers["location"]
    assert 200 == browser.get("/en/history?kind=merge").status_code


def test_a_part_of_a_page_and_a_form_are_refused_rather_than_led_elsewhere(team_store):
    browser = at(team_store)

    assert 401 == browser.get("/en/incidents/x/evidence?said=x", headers={"x-part": "evidence"}).status_code
    sent = browser.post("/en/account/tokens", data={"csrf": csrf_of(browser)})
    assert (401, True) == (sent.status_code, "You are no longer signed in" in sent.text)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_wrong_password_and_an_unknown_name_look_the_same(team_store, language):
    answers = []
    for name in ("reader", "nobody"):
        browser = at(team_store)
        token = csrf_of(browser)
        sent = browser.post(f"/{language}/sign-in", data={"csrf": token, "name": name, "password": "wrong"})
        answers.append((sent.status_code, sent.text.replace(token, "").replace(f'value="{name}"', "")))

    assert 403 == answers[0][0]
    assert answers[0] == answers[1]
    assert {"ar": "غير صحيحة", "en": "is wrong"}[language] in answers[0][1]


def test_who_failed_too_often_is_told_when_to_try_again(team_store):
    browser = at(team_store)
    for _ in range(attempts.OF_NAME):
        sign_in(browser, "reader", "wrong")
    stopped = sign_in(browser, "reader")

    assert 429 == stopped.status_code
    assert 0 < int(stopped.headers["retry-after"]) <= attempts.WITHIN.total_seconds() + 1
    assert "Try again in 15 minutes" in stopped.text
    team_store._clock.by = attempts.WITHIN
    assert 303 == sign_in(browser, "reader").status_code


def test_a_session_that_was_not_used_asks_to_sign_in_anew(team_store):
    browser = signed_in(team_store, Role.READER)
    assert 200 == browser.get("/en/").status_code
    team_store._clock.by = sessions.IDLE

    assert 303 == browser.get("/en/").status_code


def test_signing_out_ends_the_session_for_whoever_copied_the_cookie_too(team_store):
    browser = signed_in(team_store, Role.READER)
    copied = at(team_store)
    copied.cookies.set(COOKIE, browser.cookies[COOKIE])
    assert 200 == copied.get("/en/").status_code
    browser.post("/en/sign-out", data={"csrf": csrf_of(browser, "/en/")})

    assert 303 == copied.get("/en/").status_code
    assert 303 == browser.get("/en/").status_code


def test_a_desk_that_is_started_anew_and_another_process_know_sessions_and_forms(team_store, tmp_path):
    browser = signed_in(team_store, Role.READER)
    form = csrf_of(browser, "/en/")
    with open_store(tmp_path / "team.db") as other:
        moved = at(other)
        moved.cookies.set(COOKIE, browser.cookies[COOKIE])
        kept = moved.post("/en/settings", data={"csrf": form, "theme": "dark", "back": "/en/"})

    assert (303, "/en/") == (kept.status_code, kept.headers["location"])


# ------------------------------------------------------------------------------------------------- those who mean harm


def test_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in(team_store):
    planted = "a-secret-that-another-page-put-there"
    browser = at(team_store)
    browser.cookies.set(COOKIE, planted)
    data = {"csrf": token_of(planted), "name": "reader", "password": PASSWORD}
    welcomed = browser.post("/en/sign-in", data=data)
    thief = at(team_store)
    thief.cookies.set(COOKIE, planted)

    assert 303 == welcomed.status_code
    assert planted not in welcomed.headers["set-cookie"]
    assert 303 == thief.get("/en/").status_code


def test_signing_in_again_in_a_browser_ends_the_session_before(team_store):
    browser = signed_in(team_store, Role.READER)
    before = browser.cookies[COOKIE]
    held = team_store.people.session(before)
    sign_in_again = browser.post(
        "/en/sign-in", data={"csrf": csrf_of(browser, "/en/"), "name": "admin", "password": PASSWORD}
    )

    assert 303 == sign_in_again.status_code
    assert held is not None
    assert team_store.people.session(before) is None


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
                {"sec-fetch-site": "same-site"}],
)  # fmt: skip
def test_a_form_of_another_page_is_refused_even_with_the_token(team_store, headers):
    browser = signed_in(team_store, Role.ADMIN)
    data = {"csrf": csrf_of(browser, "/en/"), "name": "mallory", "role": "admin"}

    assert 403 == browser.post("/en/people", data=data, headers=headers).status_code
    assert team_store.people.find("mallory") is None


@pytest.mark.parametrize("token", ["", "0" * 64, token_of("another session"), "é"])
def test_a_form_without_the_token_of_its_session_is_refused(team_store, token):
    browser = signed_in(team_store, Role.ADMIN)
    sent = browser.post("/en/people", data={"csrf": token, "name": "mallory", "role": "admin"})

    assert 403 == sent.status_code
    assert team_store.people.find("mallory") is None


@pytest.mark.parametrize(
    "onwards",
    ["//evil.example/", "https://evil.example/", "/\\evil.example/", "/en\\@evil.example", "/en/\\evil", "/enx.example",
     "javascript:alert(1)", "/en/\r\nset-cookie: a=b", "/en/\tx", "/static/x", "http:/en/", " /en/",
     "/%2f/evil.org", "/en/" + "x" * 2000],
)  # fmt: skip
def test_signing_in_leads_to_pages_of_ours_alone(team_store, onwards):
    browser = at(team_store)

    assert "/en/" == sign_in(browser, "reader", next=onwards).headers["location"]
    assert "/en/" == browser.get("/en/sign-in", params={"next": onwards}).headers["location"]


def test_a_name_and_a_password_of_megabytes_cost_no_more_than_others(team_store, monkeypatch):
    looked_at = []
    monkeypatch.setattr("riwaya.store.people.credentials._spelt", lambda told: looked_at.append(len(told)) or told)

    refused = sign_in(at(team_store), "\ufdfa" * 400_000, "\ufdfa" * 400_000)

    assert 403 == refused.status_code
    assert [1000] == looked_at
    assert len(refused.text) < 10_000


def test_a_name_of_markup_is_shown_as_text(team_store):
    sent = sign_in(at(team_store), '"><script>alert(1)</script>', "wrong")

    assert "<script>alert" not in sent.text
    assert "&lt;script&gt;alert(1)" in sent.text


def test_cookies_are_out_of_reach_of_scripts_other_pages_and_plain_connections(team_store):
    browser = at(team_store, SECURE, "https://desk.example.org")
    for answer in (browser.get("/en/sign-in"), sign_in(browser, "reader")):
        [told] = [each for each in answer.headers.get_list("set-cookie") if "session" in each] or [""]
        if told:
            assert told.startswith("__Host-riwaya_session=")
            assert {"httponly", "secure", "path=/", "samesite=lax"} <= {
                part.strip().lower() for part in told.split(";")
            }
            assert "domain" not in told.lower()
    assert "__Host-riwaya_session" in browser.cookies
    assert 200 == browser.get("/en/").status_code


def test_answers_over_tls_say_that_there_is_nothing_else(team_store):
    secure = at(team_store, SECURE, "https://desk.example.org").get("/en/sign-in").headers
    plain = at(team_store).get("/en/sign-in").headers

    assert "max-age=31536000" == secure["strict-transport-security"]
    assert "strict-transport-security" not in plain


def test_no_answer_may_be_framed_kept_or_take_anything_from_elsewhere(team_store):
    browser = signed_in(team_store, Role.ADMIN)
    for path in ("/en/", "/en/people", "/en/account", "/en/history", "/en/nothing"):
        headers = browser.get(path).headers
        assert HEADERS.items() <= dict(headers).items(), path
        assert "no-store" == headers["cache-control"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path


@pytest.mark.parametrize("host", ["evil.example", "desk.example.org.evil.example", "", "127.0.0.1.evil.example"])
def test_another_name_that_leads_to_the_desk_of_a_team_is_not_answered(team_store, host):
    assert 421 == at(team_store, SECURE).get("/en/sign-in", headers={"host": host}).status_code


def test_no_page_and_no_entry_of_the_audit_holds_a_secret(team_store):
    browser = signed_in(team_store, Role.ADMIN)
    sign_in(at(team_store), PASSWORD, "typed in the wrong place")
    made = browser.post(
        "/en/account/tokens", data={"csrf": csrf_of(browser, "/en/"), "name": "x", "role": "reader", "days": "30"}
    )
    token = re.search(r"riwaya_[\w-]{40,}", made.text)[0]
    secrets = (browser.cookies[COOKIE], token, PASSWORD)

    assert not [told for told in acts(team_store) if any(secret in "".join(told) for secret in secrets)]
    for path in ("/en/", "/en/people", "/en/account", "/en/history"):
        assert not [secret for secret in secrets if secret in browser.get(path).text], path


# ------------------------------------------------------------------------------------------------------ one person


def test_a_desk_of_one_person_has_no_people(desk):
    for path in ("/en/sign-in", "/en/account", "/en/people"):
        assert 404 == desk.get(path).status_code, path
