"""The people of a store as a whole: whoever may use a desk, who is signed in, and what was done.

Every step is one transaction with its entry of the audit. Writing waits only for others who write to these tables, not
for documents that are being kept; on SQLite, which has one writer, for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from riwaya.errors import NotThere, StoreError, UsageError
from riwaya.store.database import OF_PEOPLE, Database
from riwaya.store.people import attempts, audit, directory, sessions, tokens
from riwaya.store.people.audit import AT_THE_MACHINE, By, note
from riwaya.store.people.credentials import (
    LONGEST_TYPED,
    demand_good,
    digest_of_secret,
    hash_password,
    is_outdated,
    is_password,
)
from riwaya.store.people.directory import Identity, Person, key_of
from riwaya.store.people.roles import Role
from riwaya.store.people.sessions import Session
from riwaya.store.people.tokens import Token

_NO_PATIENCE = 0.25
"""Seconds that a page waits to keep when somebody was seen last; that can be kept another time."""
UNKNOWN = ""
"""What the audit says of a name that nobody has: it may be a password that somebody typed in the wrong place."""


class SignedIn(NamedTuple):
    """Somebody signed in: who, and the secret of the session."""

    person: Person
    secret: str


class NotSignedIn(NamedTuple):
    """Somebody did not: the name or the password is wrong, or the person is kept out; it is not told which.

    `until` is when the next attempt may be made, where there were too many.
    """

    until: datetime | None = None


class People:
    """Who may use a desk over a store. Its methods raise StoreError as those of a store do."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    # ---------------------------------------------------------------------------------------------------------- people

    def all(self) -> tuple[Person, ...]:
        """All people, those who are disabled among them."""
        with self._database.reading() as connection:
            return directory.find_all(connection)

    def find(self, name: str) -> Person | None:
        """A person by name, in any spelling."""
        with self._database.reading() as connection:
            return directory.find(connection, name)

    def add(
        self,
        name: str,
        role: Role,
        *,
        password: str | None = None,
        identity: Identity | None = None,
        by: By = AT_THE_MACHINE,
    ) -> Person:
        """Adds somebody who signs in by a password, or whom an OpenID provider vouches for.

        Raises UsageError for a name that somebody has, or a password that is easily guessed.
        """
        if password is not None:
            demand_good(password, name)
        hashed = hash_password(password) if password is not None else None
        with self._writing() as connection:
            return directory.add(
                connection, name, role, password=hashed, identity=identity, by=by, now=self._clock()
            )  # fmt: skip

    def set_role(self, name: str, role: Role, *, by: By = AT_THE_MACHINE) -> Person:
        """Gives a person another role, which counts from the next page on."""
        with self._writing() as connection:
            person = directory.demand(connection, name)
            if person.role == role:
                raise UsageError(f"{person.name!r} is {role.word} already")
            now = self._clock()
            return directory.change(connection, person, audit.ROLE_CHANGED, by=by, now=now, role=role.word)

    def disable(self, name: str, *, by: By = AT_THE_MACHINE, back: bool = False) -> Person:
        """Keeps a person out and ends his sessions, or lets him in again; his tokens hold no more meanwhile."""
        with self._writing() as connection:
            person = directory.demand(connection, name)
            if person.disabled != back:
                raise UsageError(f"{person.name!r} is {'not ' if back else ''}disabled{'' if back else ' already'}")
            kind = audit.PERSON_ENABLED if back else audit.PERSON_DISABLED
            becomes = directory.change(connection, person, kind, by=by, now=self._clock(), disabled=not back)
            sessions.end_all(connection, person.id)
            return becomes

    def set_password(self, name: str, password: str, *, by: By = AT_THE_MACHINE) -> Person:
        """Gives a person another password and ends all his sessions."""
        demand_good(password, name)
        hashed = hash_password(password)
        with self._writing() as connection:
            person = directory.demand(connection, name)
            if person.signs_in != "password":
                raise UsageError(f"{person.name!r} has no password here: {person.signs_in} vouches for the person")
            now = self._clock()
            changed = directory.change(connection, person, audit.PASSWORD_CHANGED, by=by, now=now, password=hashed)
            sessions.end_all(connection, person.id)
            attempts.forget(connection, key_of(name))
            return changed

    # --------------------------------------------------------------------------------------------------------- sign in

    def sign_in(self, name: str, password: str, *, address: str, agent: str = "") -> SignedIn | NotSignedIn:
        """Signs somebody in by name and password, and begins a session with a secret of its own.

        A name that nobody has takes as long as one with a wrong password. Who failed too often has to wait.
        """
        name, password = name[:LONGEST_TYPED], password[:LONGEST_TYPED]
        key = key_of(name)
        if (until := self._count(key, address)) is not None:
            return NotSignedIn(until)
        with self._database.reading() as connection:
            person = directory.find(connection, name)
            kept = directory.find_hash(connection, person) if person else None
        if not is_password(kept, password) or person is None or person.disabled:
            return self._failed(key, person, address)
        renewed = hash_password(password) if kept and is_outdated(kept) else None
        with self._writing() as connection:
            if renewed and directory.find_hash(connection, person) == kept:
                directory.keep_hash(connection, person, renewed)
            attempts.forget(connection, key)
            return self._begin(connection, person, address, agent)

    def sign_in_by(
        self, identity: Identity, name: str, *, new: Role | None, address: str, agent: str = ""
    ) -> SignedIn | NotSignedIn:
        """Signs in whom an OpenID provider vouches for.

        Whom nobody added is added with the role `new`, or refused where that is None. A name is taken from what the
        provider says only for somebody new, and never makes him somebody who is there already.
        """
        with self._writing() as connection:
            person = directory.find_by_identity(connection, identity)
            now = self._clock()
            if person is None and new is not None and directory.find(connection, name) is None:
                by = By(address=address)
                person = directory.add(connection, name, new, password=None, identity=identity, by=by, now=now)
            if person is None or person.disabled:
                told = person.name if person else f"{identity.subject} of {identity.issuer}"
                note(connection, By(address=address), audit.SIGN_IN_REFUSED, told, now=now)
                return NotSignedIn()
            return self._begin(connection, person, address, agent)

    def refuse(self, told: str, *, address: str) -> None:
        """Notes that somebody was not signed in whom an OpenID provider did not vouch for as it should.

        It counts as a failed attempt from the address, and is noted only as long as more of them are taken.
        """
        if self._count(_provider_key(address), address) is None:
            with self._writing() as connection:
                note(connection, By(address=address), audit.SIGN_IN_REFUSED, told, now=self._clock())

    def waits(self, *, address: str) -> datetime | None:
        """When somebody at an address may come back from a provider again, None where he may now."""
        with self._database.reading() as connection:
            return attempts.limited_until(connection, _provider_key(address), address, now=self._clock())

    def change_password(
        self, person: Person, old: str, new: str, *, address: str, agent: str = ""
    ) -> SignedIn | NotSignedIn:
        """Gives a person another password for the old one; all his sessions end and a fresh one begins.

        A wrong password counts as one does at the sign-in. Raises UsageError for one that is easily guessed.
        """
        demand_good(new, person.name)
        key = key_of(person.name)
        if (until := self._count(key, address)) is not None:
            return NotSignedIn(until)
        with self._database.reading() as connection:
            kept = directory.find_hash(connection, person)
        if not is_password(kept, old[:LONGEST_TYPED]):
            return self._failed(key, person, address)
        self.set_password(person.name, new, by=By(person.name, address))
        with self._writing() as connection:
            return self._begin(connection, person, address, agent)

    def _count(self, key: str, address: str) -> datetime | None:
        """Counts an attempt, unless there were too many: then the moment of the next one."""
        with self._database.reading() as connection:
            until = attempts.limited_until(connection, key, address, now=self._clock())
        if until is not None:
            return until  # nothing is written while somebody keeps trying
        with self._writing() as connection:
            now = self._clock()
            until = attempts.limited_until(connection, key, address, now=now)
            if until is None:
                attempts.count(connection, key, address, now=now)
            return until

    def _failed(self, key: str, person: Person | None, address: str) -> NotSignedIn:
        with self._writing() as connection:
            now = self._clock()
            until = attempts.limited_until(connection, key, address, now=now)
            kind = audit.SIGN_IN_REFUSED if until is None else audit.SIGN_IN_LIMITED
            note(connection, By(address=address), kind, person.name if person else UNKNOWN, now=now)
        return NotSignedIn()

    def _begin(self, connection: Connection, person: Person, address: str, agent: str) -> SignedIn:
        now = self._clock()
        secret = sessions.begin(connection, person, address=address, agent=agent, now=now)
        note(connection, By(person.name, address), audit.SIGNED_IN, now=now)
        return SignedIn(person, secret)

    # -------------------------------------------------------------------------------------------------------- sessions

    def session(self, secret: str) -> tuple[Session, Person] | None:
        """The session of a secret and whose it is, None where there is none or it has ended."""
        now = self._clock()
        with self._database.reading() as connection:
            found = sessions.find(connection, secret, now=now)
        if found and sessions.is_to_touch(found[0], now=now):
            self._touch(lambda connection: sessions.touch(connection, found[0], now=now))
        return found

    def sessions_of(self, person: int) -> tuple[Session, ...]:
        """The sessions of a person, the one used last first."""
        with self._database.reading() as connection:
            return sessions.find_of(connection, person, now=self._clock())

    def sign_out(self, secret: str, *, by: By) -> None:
        """Ends the session of a secret."""
        with self._writing() as connection:
            if sessions.end(connection, digest_of_secret(secret)):
                note(connection, by, audit.SIGNED_OUT, now=self._clock())

    def forget_session(self, secret: str) -> None:
        """Ends the session of a secret, if there is one, for a fresh one that has begun in the same browser."""
        with self._writing() as connection:
            sessions.end(connection, digest_of_secret(secret))

    def end_session(self, id: str, person: int, *, by: By) -> None:
        """Ends a session of a person. Raises UsageError where there is none."""
        with self._writing() as connection:
            if not sessions.end(connection, id, person):
                raise NotThere("there is no such session of yours")
            note(connection, by, audit.SESSION_ENDED, by.who, now=self._clock())

    def sign_out_everywhere(self, person: int, *, by: By) -> None:
        """Ends all sessions of a person."""
        with self._writing() as connection:
            sessions.end_all(connection, person)
            note(connection, by, audit.SIGNED_OUT, "everywhere", now=self._clock())

    # ---------------------------------------------------------------------------------------------------------- tokens

    def make_token(self, person: Person, name: str, role: Role, *, days: int, by: By) -> str:
        """Makes a token and gives it, which is told this once. Raises UsageError for a role beyond the person's."""
        with self._writing() as connection:
            now = self._clock()
            secret = tokens.make(connection, directory.demand(connection, person.name), name, role, days=days, now=now)
            note(connection, by, audit.TOKEN_MADE, f"{name}: {role.word}", now=now)
            return secret

    def token(self, secret: str) -> tuple[Token, Person] | None:
        """The token of a secret, with the role that it has now, and whose it is; None where it does not hold."""
        now = self._clock()
        with self._database.reading() as connection:
            found = tokens.find(connection, secret, now=now)
        if found and tokens.is_to_touch(found[0], now=now):
            self._touch(lambda connection: tokens.touch(connection, found[0], now=now))
        return found

    def tokens_of(self, person: int) -> tuple[Token, ...]:
        """The tokens of a person that hold, the newest first."""
        with self._database.reading() as connection:
            return tokens.find_of(connection, person, now=self._clock())

    def revoke_token(self, id: int, person: int, *, by: By) -> None:
        """Revokes a token of a person. Raises UsageError where there is none."""
        with self._writing() as connection:
            now = self._clock()
            note(connection, by, audit.TOKEN_REVOKED, tokens.revoke(connection, id, person, now=now).name, now=now)

    # ----------------------------------------------------------------------------------------------------------- audit

    def note(self, by: By, kind: str, about: str = "") -> None:
        """Notes what somebody did or was refused."""
        with self._writing() as connection:
            note(connection, by, kind, about, now=self._clock())

    # ---------------------------------------------------------------------------------------------------------- within

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._database.writing(turn=OF_PEOPLE) as connection:
            yield connection

    def _touch(self, keep: Callable[[Connection], None]) -> None:
        """Keeps that something is used, unless somebody else is writing."""
        with (
            suppress(StoreError),
            self._database.writing(turn=OF_PEOPLE, patience=_NO_PATIENCE) as connection,
        ):
            keep(connection)


def _provider_key(address: str) -> str:
    """What failures with a provider count under, beside the address: in capitals, as no name that is tried is."""
    return f"PROVIDER {attempts.place_of(address)}"
