"""The people who may use a desk: found, added and changed, each change with an entry of the audit.

Nobody is ever removed, for decisions bear their names; whoever goes is disabled.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, RowMapping, func, insert, select, update

from riwaya.errors import NotThere, UsageError
from riwaya.store.log import moment
from riwaya.store.people import audit
from riwaya.store.people.audit import By, note
from riwaya.store.people.roles import Role, role_of
from riwaya.store.schema import people
from riwaya.text.normalize import fold

_LONGEST = 80
"""Characters of a name."""


class Identity(NamedTuple):
    """How an OpenID provider knows a person: the provider, and the name that it never gives to another."""

    issuer: str
    subject: str


class Person(NamedTuple):
    """Somebody who may use the desk. `signs_in` says how: by a password, or by a provider (its address)."""

    id: int
    name: str
    role: Role
    disabled: bool
    added: str
    signs_in: str


def key_of(name: str) -> str:
    """A name as it is found by: two that look or are spelt much the same are one."""
    return " ".join(fold(unicodedata.normalize("NFKC", name)).casefold().split())


def checked_name(name: str) -> str:
    """A name in one spelling. Raises UsageError for one that is none, or that could pass for another."""
    spelt = " ".join(unicodedata.normalize("NFC", name).split())
    if not spelt or len(spelt) > _LONGEST or not spelt.isprintable() or not key_of(spelt):
        raise UsageError(f"{name!r} is no name: it has 1 to {_LONGEST} characters, all of them visible")
    return spelt


def find(connection: Connection, name: str) -> Person | None:
    """A person by name, in any spelling."""
    return _one(connection, people.c.key == key_of(name))


def find_by_identity(connection: Connection, identity: Identity) -> Person | None:
    """The person whom a provider knows by an identity."""
    return _one(connection, people.c.issuer == identity.issuer, people.c.subject == identity.subject)


def demand(connection: Connection, name: str) -> Person:
    """A person by name. Raises UsageError where there is none."""
    person = find(connection, name)
    if person is None:
        raise NotThere(f"there is no person {name!r}")
    return person


def find_all(connection: Connection) -> tuple[Person, ...]:
    """All people, in the order in which they were added."""
    return tuple(_person(row) for row in connection.execute(select(people).order_by(people.c.id)))


def find_hash(connection: Connection, person: Person) -> str | None:
    """The hash of a person's password, if there is one."""
    kept: str | None = connection.scalar(select(people.c.password).where(people.c.id == person.id))
    return kept


def keep_hash(connection: Connection, person: Person, hashed: str) -> None:
    """Keeps the same password of a person by another hash."""
    connection.execute(update(people).where(people.c.id == person.id).values(password=hashed))


def add(
    connection: Connection, name: str, role: Role, *, password: str | None, identity: Identity | None, by: By,
    now: datetime,
) -> Person:  # fmt: skip
    """Adds somebody; `password` is the hash of one. Raises UsageError for a name that somebody has already."""
    name = checked_name(name)
    if there := find(connection, name):
        raise UsageError(f"there is a person {there.name!r} already; each has a name of his own")
    if identity and (there := find_by_identity(connection, identity)):
        raise UsageError(f"{there.name!r} signs in by that identity already")
    told = identity or Identity("", "")
    row: dict[str, Any] = {
        "name": name, "key": key_of(name), "role": role.word, "password": password, "issuer": told.issuer or None,
        "subject": told.subject or None, "disabled": False, "added": moment(now),
    }  # fmt: skip
    connection.execute(insert(people).values(row))
    note(connection, by, audit.PERSON_ADDED, f"{name}: {role.word}", now=now)
    return demand(connection, name)


def change(connection: Connection, person: Person, kind: str, *, by: By, now: datetime, **values: Any) -> Person:
    """Changes something of a person, with its entry; raises UsageError where nobody would be left to administer."""
    connection.execute(update(people).where(people.c.id == person.id).values(values))
    becomes = demand(connection, person.name)
    if person.role == Role.ADMIN and not person.disabled and not _admins(connection):
        raise UsageError(f"{person.name!r} is the last admin; make somebody else one first")
    told = f"{person.name}: {person.role.word} → {becomes.role.word}" if kind == audit.ROLE_CHANGED else person.name
    note(connection, by, kind, told, now=now)
    return becomes


def _admins(connection: Connection) -> int:
    asked = select(func.count()).where(people.c.role == Role.ADMIN.word, people.c.disabled.is_(False))
    return connection.scalar(asked) or 0


def _one(connection: Connection, *which: ColumnElement[bool]) -> Person | None:
    row = connection.execute(select(people).where(*which)).first()
    return _person(row) if row else None


def _person(row: Row[Any]) -> Person:
    return person_in(row._mapping)


def person_in(row: RowMapping) -> Person:
    """A person out of a row of the table."""
    return Person(
        row["id"], row["name"], role_of(row["role"]), row["disabled"], row["added"], row["issuer"] or "password"
    )
