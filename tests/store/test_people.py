"""People, how they sign in and stay signed in, what their tokens may, and what is told of all that."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from riwaya import UsageError
from riwaya.store import open_store, schema
from riwaya.store.people import attempts, audit, sessions
from riwaya.store.people.audit import By
from riwaya.store.people.directory import Identity
from riwaya.store.people.people import UNKNOWN, NotSignedIn, SignedIn
from riwaya.store.people.roles import Role

PASSWORD = "seven small lanterns"
ADDRESS = "192.0.2.7"
ADMIN = By("هدى", "192.0.2.1")


@pytest.fixture
def people(store):
    """The people of a store: an admin, and an analyst with a password."""
    store.people.add("هدى", Role.ADMIN, password="a long enough password")
    store.people.add("أحمد سليم", Role.ANALYST, password=PASSWORD)
    return store.people


def sign_in(people, name="أحمد سليم", password=PASSWORD, address=ADDRESS):
    return people.sign_in(name, password, address=address, agent="a browser")


def acts(store):
    with store._database.reading() as connection:
        return [(act.who, act.kind, act.about, act.address) for act in audit.find_acts(connection)]


# -------------------------------------------------------------------------------------------------------------- people


@pytest.mark.parametrize("name", ["أحمد سليم", "احمد  سليم", "أَحْمـد سليم"])
def test_a_person_is_found_by_name_however_it_is_spelt_and_nobody_else_may_take_it(people, name):
    assert "أحمد سليم" == people.find(name).name
    with pytest.raises(UsageError, match="there is a person 'أحمد سليم' already"):
        people.add(name, Role.READER)


@pytest.mark.parametrize("name", ["", "  ", "a\u202eb", "a\u200b", "x" * 81, "\u064e", "a\nb\x00"])
def test_what_cannot_be_seen_or_is_too_long_is_no_name(people, name):
    with pytest.raises(UsageError, match="is no name"):
        people.add(name, Role.READER)


@pytest.mark.parametrize("password", ["short", "abcde" * 41, "e\u0301xyzw" * 300, "aaaaaaaaaaaaaaaa", "salma12345678"])
def test_a_password_that_is_easily_guessed_is_refused(people, password):
    with pytest.raises(UsageError, match=r"a password has 12 to 200|easily guessed"):
        people.add("Salma", Role.READER, password=password)
    assert people.find("Salma") is None


def test_the_last_admin_stays_one(people):
    with pytest.raises(UsageError, match="'هدى' is the last admin"):
        people.set_role("هدى", Role.READER)
    with pytest.raises(UsageError, match="'هدى' is the last admin"):
        people.disable("هدى")
    people.set_role("أحمد سليم", Role.ADMIN)

    assert Role.READER == people.set_role("هدى", Role.READER).role


def test_every_change_of_a_person_is_told(store, people):
    people.set_role("أحمد سليم", Role.REVIEWER, by=ADMIN)
    people.disable("أحمد سليم", by=ADMIN)
    people.disable("أحمد سليم", by=ADMIN, back=True)
    people.set_password("أحمد سليم", "eleven other words", by=ADMIN)

    assert [
        (*ADMIN[:1], "role_changed", "أحمد سليم: analyst → reviewer", ADMIN.address),
        (*ADMIN[:1], "disabled", "أحمد سليم", ADMIN.address),
        (*ADMIN[:1], "enabled", "أحمد سليم", ADMIN.address),
        (*ADMIN[:1], "password_changed", "أحمد سليم", ADMIN.address),
    ] == acts(store)[2:]


# ------------------------------------------------------------------------------------------------------------- sign in


def test_a_password_is_kept_as_a_hash_by_argon2(store, people):
    with store._database.reading() as connection:
        kept = connection.scalars(select(schema.people.c.password)).all()

    assert all(each.startswith("$argon2id$") for each in kept)


def test_whoever_signs_in_is_known_by_the_secret_of_a_session(people):
    signed = sign_in(people)

    session, person = people.session(signed.secret)
    assert ("أحمد سليم", ADDRESS, "a browser") == (person.name, session.address, session.agent)
    assert people.session("guessed") is None


def test_the_store_holds_no_secret(store, people):
    signed = sign_in(people)
    token = people.make_token(signed.person, "script", Role.READER, days=30, by=ADMIN)
    sign_in(people, name="a password typed as a name", password="x")
    with store._database.reading() as connection:
        held = "\n".join(str(row) for name in ("people", "sessions", "tokens", "attempts", "audit")
                         for row in connection.execute(select(schema.metadata.tables[name])))  # fmt: skip

    for secret in (signed.secret, token, PASSWORD, "a password typed as a name"):
        assert secret not in held


@pytest.mark.parametrize(("name", "told"), [("أحمد سليم", "أحمد سليم"), ("salma", UNKNOWN)])
def test_a_wrong_password_and_an_unknown_name_are_refused_alike(store, people, name, told):
    assert NotSignedIn() == sign_in(people, name=name, password="wrong")
    assert ("", "sign_in_refused", told, ADDRESS) == acts(store)[-1]


def test_an_unknown_name_takes_a_hash_too(people, monkeypatch):
    """Else the time that an answer takes would tell who is there."""
    from riwaya.store.people import credentials

    worked_out = []
    verify = type(credentials._hasher()).verify
    monkeypatch.setattr(type(credentials._hasher()), "verify", lambda *told: worked_out.append(1) or verify(*told))
    sign_in(people, name="salma", password="wrong")
    sign_in(people, password="wrong")

    assert 2 == len(worked_out)


def test_who_is_disabled_is_out_at_once_with_sessions_and_tokens(people):
    signed = sign_in(people)
    token = people.make_token(signed.person, "script", Role.READER, days=30, by=ADMIN)
    people.disable("أحمد سليم")

    assert people.session(signed.secret) is None
    assert people.token(token) is None
    assert NotSignedIn() == sign_in(people)


def test_a_hash_of_weaker_parameters_is_made_anew_at_the_next_sign_in(store, people, monkeypatch):
    from argon2 import PasswordHasher

    from riwaya.store.people import credentials

    monkeypatch.setattr(credentials, "_hasher", lambda: PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert isinstance(sign_in(people), SignedIn)
    with store._database.reading() as connection:
        kept = connection.scalar(select(schema.people.c.password).where(schema.people.c.name == "أحمد سليم"))

    assert "m=16,t=2" in kept
    assert isinstance(sign_in(people), SignedIn)


# -------------------------------------------------------------------------------------------------------------- limits


def test_after_five_failures_a_name_waits_wherever_it_is_tried_from(people, clock):
    for number in range(attempts.OF_NAME):
        assert NotSignedIn() == sign_in(people, password="wrong", address=f"192.0.2.{number}")
    refused = sign_in(people, address="198.51.100.9")

    assert refused.until is not None
    clock.time = refused.until - timedelta(seconds=5)
    assert NotSignedIn(refused.until) == sign_in(people)
    clock.time = refused.until
    assert isinstance(sign_in(people), SignedIn)


def test_after_twenty_failures_an_address_waits_whatever_it_tries(people):
    for number in range(attempts.OF_ADDRESS):
        assert NotSignedIn() == sign_in(people, name=f"name {number}", password="wrong")

    assert sign_in(people).until is not None
    assert isinstance(sign_in(people, address="198.51.100.9"), SignedIn)


def test_signing_in_clears_what_the_name_failed_but_not_what_the_address_did(people):
    for _ in range(attempts.OF_NAME - 1):
        sign_in(people, password="wrong")
    sign_in(people)
    assert NotSignedIn() == sign_in(people, password="wrong")
    for number in range(attempts.OF_ADDRESS - 1):
        sign_in(people, name=f"name {number}", password="wrong")

    assert sign_in(people, name="nobody").until is not None


def test_another_process_counts_the_same_attempts(url, clock, people):
    for _ in range(attempts.OF_NAME):
        sign_in(people, password="wrong")
    with open_store(url, clock=clock) as other:
        assert sign_in(other.people).until is not None


def test_many_attempts_at_once_do_not_slip_through_together(people, monkeypatch):
    """Each is counted before the password is looked at."""
    looked = []
    monkeypatch.setattr("riwaya.store.people.people.is_password", lambda kept, password: looked.append(1) and False)
    ready = Barrier(12)

    def attempt():
        ready.wait()
        sign_in(people, password="wrong")

    threads = [Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert attempts.OF_NAME == len(looked)


def test_while_somebody_has_to_wait_nothing_is_written(store, people):
    for _ in range(attempts.OF_NAME):
        sign_in(people, password="wrong")
    told = acts(store)
    sign_in(people, password="wrong")

    assert "sign_in_limited" == told[-1][1]
    assert told == acts(store)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_of_ipv6_a_whole_network_counts_as_one_address(address, place):
    assert place == attempts.place_of(address)


# ------------------------------------------------------------------------------------------------------------ sessions


def test_a_session_ends_when_it_is_not_used(people, clock):
    signed = sign_in(people)
    clock.time += sessions.IDLE - timedelta(minutes=1)
    assert people.session(signed.secret)
    clock.time += sessions.IDLE - timedelta(minutes=1)
    assert people.session(signed.secret)
    clock.time += sessions.IDLE

    assert people.session(signed.secret) is None


def test_a_session_ends_however_much_it_is_used(people, clock):
    signed = sign_in(people)
    for _ in range(sessions.LONGEST // timedelta(hours=6) - 1):
        clock.time += timedelta(hours=6)
        assert people.session(signed.secret)
    clock.time += timedelta(hours=6)

    assert people.session(signed.secret) is None


def test_a_session_that_is_looked_at_waits_for_nobody_who_writes(store, people, clock):
    signed = sign_in(people)
    clock.time += sessions.TOUCH * 2
    with store._database.writing():
        assert people.session(signed.secret)


def test_signing_in_again_gives_another_secret_and_signing_out_ends_one(people):
    first, second = sign_in(people), sign_in(people)
    people.sign_out(first.secret, by=ADMIN)

    assert first.secret != second.secret
    assert people.session(first.secret) is None
    assert [people.session(second.secret)[0].id] == [each.id for each in people.sessions_of(second.person.id)]
    people.sign_out_everywhere(second.person.id, by=ADMIN)
    assert people.session(second.secret) is None


def test_nobody_ends_the_session_of_somebody_else(people):
    signed = sign_in(people)
    [session] = people.sessions_of(signed.person.id)

    with pytest.raises(UsageError, match="no such session of yours"):
        people.end_session(session.id, people.find("هدى").id, by=ADMIN)
    people.end_session(session.id, signed.person.id, by=ADMIN)
    assert () == people.sessions_of(signed.person.id)


def test_another_password_takes_the_old_one_and_ends_all_sessions_but_a_fresh_one(people):
    signed = sign_in(people)
    assert NotSignedIn() == people.change_password(signed.person, "wrong", "eleven other words", address=ADDRESS)
    fresh = people.change_password(signed.person, PASSWORD, "eleven other words", address=ADDRESS)

    assert people.session(signed.secret) is None
    assert people.session(fresh.secret)
    assert NotSignedIn() == sign_in(people)
    assert isinstance(sign_in(people, password="eleven other words"), SignedIn)


# -------------------------------------------------------------------------------------------------------------- tokens


def test_a_token_may_do_no_more_than_whoever_made_it_may_now(people):
    person = people.find("أحمد سليم")
    with pytest.raises(UsageError, match="may not do more than whoever makes it"):
        people.make_token(person, "script", Role.REVIEWER, days=30, by=ADMIN)
    secret = people.make_token(person, "script", Role.ANALYST, days=30, by=ADMIN)
    assert Role.ANALYST == people.token(secret)[0].role
    people.set_role("أحمد سليم", Role.READER)

    assert Role.READER == people.token(secret)[0].role


def test_a_token_ends_and_is_revoked_and_tells_when_it_was_used(people, clock):
    person = people.find("أحمد سليم")
    brief = people.make_token(person, "brief", Role.READER, days=30, by=ADMIN)
    long = people.make_token(person, "long", Role.READER, days=90, by=ADMIN)
    assert [None, None] == [token.used for token in people.tokens_of(person.id)]
    people.token(long)
    used = people.tokens_of(person.id)[0].used
    assert used is not None
    clock.time += timedelta(days=31)

    assert people.token(brief) is None
    assert people.token(long)
    assert used < people.tokens_of(person.id)[0].used
    with pytest.raises(UsageError, match="no token"):
        people.revoke_token(people.tokens_of(person.id)[0].id, people.find("هدى").id, by=ADMIN)
    people.revoke_token(people.tokens_of(person.id)[0].id, person.id, by=ADMIN)
    assert people.token(long) is None
    assert () == people.tokens_of(person.id)


# ----------------------------------------------------------------------------------------------------------- providers

IDENTITY = Identity("https://id.example.org", "42")


def sign_in_by(people, identity=IDENTITY, name="Salma", new=None):
    return people.sign_in_by(identity, name, new=new, address=ADDRESS)


def test_whom_nobody_added_is_refused_or_added_with_the_role_that_new_people_have(store, people):
    assert NotSignedIn() == sign_in_by(people)
    assert ("", "sign_in_refused", "42 of https://id.example.org", ADDRESS) == acts(store)[-1]

    added = sign_in_by(people, new=Role.READER)
    assert ("Salma", Role.READER) == (added.person.name, added.person.role)
    assert added.person.id == sign_in_by(people, name="another name").person.id


def test_a_provider_makes_nobody_somebody_who_is_there_already(people):
    assert NotSignedIn() == sign_in_by(people, name="هدى", new=Role.READER)


def test_whom_a_provider_vouches_for_has_no_password(people):
    people.add("Salma", Role.READER, identity=IDENTITY)

    assert NotSignedIn() == sign_in(people, name="Salma", password="")
    with pytest.raises(UsageError, match="has no password here"):
        people.set_password("Salma", "eleven other words")
    assert isinstance(sign_in_by(people), SignedIn)
    people.disable("Salma")
    assert NotSignedIn() == sign_in_by(people)


# -------------------------------------------------------------------------------------------------------------- acting


def test_what_a_store_remembers_it_remembers_for_whoever_acts_from_wherever(store, monkeypatch):
    """Else every request at a desk of a team would have everything counted anew."""
    from riwaya.store import finding

    counted = []
    monkeypatch.setattr(finding, "count_by", lambda *told: counted.append(told) or {})
    for address in ("192.0.2.1", "192.0.2.2"):
        store.acting_from(address).counts(finding.EVERYTHING, "type")

    assert 1 == len(counted)
