"""Tokens: what a program shows to act in the name of a person, never for more than he may do himself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from riwaya.errors import NotThere, UsageError
from riwaya.store.log import moment
from riwaya.store.people.credentials import digest_of_secret, make_secret
from riwaya.store.people.directory import Person, checked_name, person_in
from riwaya.store.people.roles import Role, role_of
from riwaya.store.people.sessions import TOUCH
from riwaya.store.schema import people, tokens

PREFIX = "riwaya_"
"""What every token begins with, so that one that was published by mistake is found."""
DAYS = (30, 90, 365)
"""For how many days a token may hold."""
_MOST = 50
"""Tokens that a person may have at once."""


class Token(NamedTuple):
    """A token. `ends` is when it holds no more; `used` is when it was used last, to a few minutes, if it was."""

    id: int
    name: str
    role: Role
    made: str
    ends: str
    used: str | None


def make(connection: Connection, person: Person, name: str, role: Role, *, days: int, now: datetime) -> str:
    """Makes a token and gives it: it is told this once. Raises UsageError for a role beyond the person's."""
    name = checked_name(name)
    if not Role.NOBODY < role <= person.role:
        raise UsageError(f"a token may not do more than whoever makes it, and {role.word} does")
    if days not in DAYS:
        raise UsageError(f"a token holds for {', '.join(map(str, DAYS))} days, not for {days}")
    held = find_of(connection, person.id, now=now)
    if len(held) >= _MOST or name in {token.name for token in held}:
        raise UsageError(f"there is a token {name!r} already, or there are {_MOST}; revoke one first")
    secret = PREFIX + make_secret()
    row: dict[str, Any] = {
        "person": person.id, "name": name, "digest": digest_of_secret(secret), "role": role.word,
        "made": moment(now), "ends": moment(now + timedelta(days=days)),
    }  # fmt: skip
    connection.execute(insert(tokens).values(row))
    return secret


def find(connection: Connection, secret: str, *, now: datetime) -> tuple[Token, Person] | None:
    """The token of a secret and whose it is; None where it is revoked or over, or the person is kept out.

    Its role is no more than the person has now.
    """
    row = connection.execute(
        select(tokens).where(
            tokens.c.digest == digest_of_secret(secret), tokens.c.revoked.is_(None), tokens.c.ends > moment(now)
        )
    ).first()
    if row is None:
        return None
    owner = connection.execute(select(people).where(people.c.id == row.person, people.c.disabled.is_(False))).first()
    if owner is None:
        return None
    person, token = person_in(owner._mapping), _token(row)
    return token._replace(role=min(token.role, person.role)), person


def is_to_touch(token: Token, *, now: datetime) -> bool:
    """Whether the last use that is kept of a token is too long ago."""
    return token.used is None or token.used <= moment(now - TOUCH)


def touch(connection: Connection, token: Token, *, now: datetime) -> None:
    """Keeps that a token is used."""
    connection.execute(update(tokens).where(tokens.c.id == token.id).values(used=moment(now)))


def find_of(connection: Connection, person: int, *, now: datetime) -> tuple[Token, ...]:
    """The tokens of a person that hold, the newest first."""
    hold = [tokens.c.person == person, tokens.c.revoked.is_(None), tokens.c.ends > moment(now)]
    return tuple(map(_token, connection.execute(select(tokens).where(*hold).order_by(tokens.c.id.desc()))))


def revoke(connection: Connection, id: int, person: int, *, now: datetime) -> Token:
    """Revokes a token of a person. Raises UsageError where there is none."""
    found = next((token for token in find_of(connection, person, now=now) if token.id == id), None)
    if found is None:
        raise NotThere(f"there is no token {id} of yours")
    connection.execute(update(tokens).where(tokens.c.id == id).values(revoked=moment(now)))
    return found


def _token(row: Any) -> Token:
    return Token(row.id, row.name, role_of(row.role), row.made, row.ends, row.used)
