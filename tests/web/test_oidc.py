"""Signing in through an OpenID provider, which is really served; and through one that somebody tampers with."""

from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import Client
from joserfc.jwk import RSAKey

from riwaya.store.people import attempts, audit
from riwaya.store.people.directory import Identity
from riwaya.web.roles import Role
from riwaya.web.settings import Provider, Settings
from web.conftest import at, signed_in
from web.provider import CLIENT, SECRET, openid_provider


@pytest.fixture
def openid():
    """A provider of this test."""
    with openid_provider() as provider:
        yield provider


@pytest.fixture
def settings(openid):
    """A desk that takes the provider's word, and new people as readers."""
    return Settings(team=True, provider=Provider(openid.issuer, CLIENT, SECRET, "the house", Role.READER))


def to_provider(browser, onwards="/en/history"):
    """Follows the link of the sign-in page to the provider; gives the address that it sends back to."""
    sent = browser.get("/en/sign-in/provider", params={"next": onwards})
    assert 303 == sent.status_code
    with Client() as outside:
        return outside.get(sent.headers["location"]).headers["location"]


def come_back(browser, address):
    told = urlsplit(address)
    return browser.get(f"{told.path}?{told.query}")


def refusals(store):
    with store._database.reading() as connection:
        return [act.about for act in audit.find_acts(connection) if act.kind == audit.SIGN_IN_REFUSED]


def test_whom_the_provider_vouches_for_is_signed_in_and_led_to_the_page(team_store, settings, openid):
    browser = at(team_store, settings)
    assert "Sign in through the house" in browser.get("/en/sign-in").text
    welcomed = come_back(browser, to_provider(browser))

    assert (303, "/en/history") == (welcomed.status_code, welcomed.headers["location"])
    assert 200 == browser.get("/en/history").status_code
    person = team_store.people.find("Salma")
    assert (Role.READER, openid.issuer) == (person.role, person.signs_in)
    assert "riwaya_pending" not in browser.cookies


def test_the_provider_sends_back_to_one_address_whatever_the_language(team_store, settings):
    assert to_provider(at(team_store, settings)).startswith("http://127.0.0.1:8321/ar/sign-in/callback?")


def test_whom_an_admin_added_keeps_the_name_and_role_that_he_gave(team_store, settings, openid):
    team_store.people.add("سلمى", Role.ANALYST, identity=Identity(openid.issuer, "42"))
    browser = at(team_store, settings)
    come_back(browser, to_provider(browser))

    assert "سلمى" in browser.get("/en/account").text
    assert team_store.people.find("Salma") is None


def test_without_a_role_for_new_people_whom_nobody_added_stays_out(team_store, openid):
    closed = Settings(team=True, provider=Provider(openid.issuer, CLIENT, SECRET, "the house"))
    browser = at(team_store, closed)
    refused = come_back(browser, to_provider(browser))

    assert (403, True) == (refused.status_code, "You are not among the people of this desk" in refused.text)
    assert 303 == browser.get("/en/").status_code


def test_a_name_that_the_provider_tells_takes_nobodys_place(team_store, settings, openid):
    openid.person["preferred_username"] = "ADMIN"
    browser = at(team_store, settings)

    assert 403 == come_back(browser, to_provider(browser)).status_code
    assert 303 == browser.get("/en/people").status_code


def test_the_subject_counts_and_not_the_name(team_store, settings, openid):
    browser = at(team_store, settings)
    come_back(browser, to_provider(browser))
    openid.person = {"sub": "43", "preferred_username": "Salma"}
    other = at(team_store, settings)

    assert 403 == come_back(other, to_provider(other)).status_code


def test_an_answer_in_a_browser_that_did_not_ask_is_refused(team_store, settings):
    """Else somebody could have another work, and tell, under his own name."""
    victim = at(team_store, settings)
    refused = come_back(victim, to_provider(at(team_store, settings)))

    assert (403, True) == (refused.status_code, "not to what this browser asked" in refused.text)
    assert any("not to what this browser asked" in told for told in refusals(team_store))


def test_an_answer_with_another_state_is_refused(team_store, settings):
    browser = at(team_store, settings)
    to_provider(browser)

    assert 403 == browser.get("/ar/sign-in/callback", params={"code": "x", "state": "guessed"}).status_code


def test_whoever_makes_answers_up_has_to_wait_and_fills_no_audit(team_store, settings, openid):
    browser = at(team_store, settings)
    made_up = [browser.get("/ar/sign-in/callback?code=x&state=y").status_code for _ in range(8)]
    to_provider(browser)
    openid.asked.clear()

    assert [403] * 5 + [429] * 3 == made_up
    assert 5 == len(refusals(team_store))
    assert 429 == come_back(browser, to_provider(browser)).status_code
    assert ["/authorize"] == openid.asked
    team_store._clock.by = attempts.WITHIN
    assert 303 == come_back(browser, to_provider(browser)).status_code


def test_no_name_that_is_tried_has_somebody_wait_for_a_provider(team_store):
    for name in ("PROVIDER 192.0.2.7", "provider 192.0.2.7"):
        for number in range(attempts.OF_NAME):
            team_store.people.sign_in(name, "wrong", address=f"198.51.100.{number}")

    assert team_store.people.waits(address="192.0.2.7") is None


def test_an_answer_is_taken_once(team_store, settings):
    browser = at(team_store, settings)
    address = to_provider(browser)
    assert 303 == come_back(browser, address).status_code
    again = at(team_store, settings)

    assert 403 == come_back(again, address).status_code


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-desk"},
        {"aud": "another-desk", "azp": CLIENT},
        {"aud": [CLIENT, "another-desk"], "azp": "another-desk"},
        {"aud": None},
        {"nonce": "that of another answer"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"sub": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"nbf": 4_000_000_000},
        {"at_hash": "of-another-token"},
    ],
    ids=lambda claims: " ".join(f"{key}={value}" for key, value in claims.items()),
)
def test_an_identity_that_is_not_for_this_desk_this_browser_and_now_is_refused(team_store, settings, openid, claims):
    openid.claims = claims
    browser = at(team_store, settings)
    refused = come_back(browser, to_provider(browser))

    assert (403, True) == (refused.status_code, "does not hold" in refused.text)
    assert 303 == browser.get("/en/").status_code
    assert team_store.people.find("Salma") is None


@pytest.mark.parametrize("forged", ["a key of somebody else", "no signature", "the public key as a secret"])
def test_an_identity_that_the_provider_did_not_sign_is_refused(team_store, settings, openid, forged):
    openid.signs = {
        "a key of somebody else": lambda: ("RS256", RSAKey.generate_key(2048, {"kid": "k1"})),
        "no signature": lambda: ("none", None),
        "the public key as a secret": lambda: ("HS256", openid.public()),
    }[forged]()
    browser = at(team_store, settings)

    assert 403 == come_back(browser, to_provider(browser)).status_code
    assert team_store.people.find("Salma") is None


def test_keys_that_the_provider_changed_are_asked_for_anew(team_store, settings, openid):
    first = at(team_store, settings)
    come_back(first, to_provider(first))
    openid.rotate()
    browser = at(team_store, settings)

    assert 303 == come_back(browser, to_provider(browser)).status_code
    assert 2 == openid.asked.count("/keys")


def test_a_provider_that_says_no_is_told(team_store, settings):
    browser = at(team_store, settings)
    state = parse_qs(urlsplit(to_provider(browser)).query)["state"][0]
    refused = browser.get("/ar/sign-in/callback", params={"error": "access_denied", "state": state})

    assert (403, True) == (refused.status_code, "access_denied" in refused.text)


def test_a_provider_that_calls_itself_otherwise_is_not_asked(team_store, settings, openid):
    openid.calls_itself = "https://evil.example"

    assert 503 == at(team_store, settings).get("/en/sign-in/provider").status_code


@pytest.mark.parametrize("issuer", ["http://id.example.org", "http://127.0.0.1:9", "ftp://127.0.0.1"])
def test_a_provider_that_does_not_answer_or_is_asked_in_the_clear_is_told(team_store, issuer):
    settings = Settings(team=True, provider=Provider(issuer, CLIENT, SECRET, "the house"))

    assert 503 == at(team_store, settings).get("/en/sign-in/provider").status_code


def test_a_wrong_secret_of_the_desk_signs_nobody_in(team_store, openid):
    wrong = Settings(team=True, provider=Provider(openid.issuer, CLIENT, "wrong", "the house", Role.READER))
    browser = at(team_store, wrong)

    assert 403 == come_back(browser, to_provider(browser)).status_code


def test_whoever_signs_in_through_a_provider_has_no_password_to_change(team_store, settings):
    browser = at(team_store, settings)
    come_back(browser, to_provider(browser))

    assert "your password is kept there" in browser.get("/en/account").text


def test_a_desk_without_a_provider_has_no_such_pages(team_store):
    for path in ("/en/sign-in/provider", "/en/sign-in/callback?code=x&state=y"):
        assert 404 == signed_in(team_store, Role.READER).get(path).status_code
