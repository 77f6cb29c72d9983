"""Sessions: the browsers in which people are signed in.

A browser holds a secret, and the store its digest, so that whoever reads the store cannot act for anybody. A session
ends when it is not used for a while, and after a longer while however much it is used.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, or_, select, update

from riwaya.store.log import moment
from riwaya.store.people.credentials import digest_of_secret, make_secret
from riwaya.store.people.directory import Person, person_in
from riwaya.store.schema import people, sessions

IDLE, LONGEST = timedelta(hours=8), timedelta(days=7)
"""How long a session lasts without being used, and in all."""
TOUCH = timedelta(minutes=5)
"""How exactly its last use is kept: a page that is looked at need not write."""
_LONGEST_AGENT = 200
_COLUMNS = (
    sessions.c.id.label("session"),
    *(sessions.c[name] for name in ("began", "seen", "ends", "address", "agent")),
)


class Session(NamedTuple):
    """A session. `id` is the digest of its secret; `seen` is when it was used last, to a few minutes."""

    id: str
    began: str
    seen: str
    ends: str
    address: str
    agent: str


def begin(connection: Connection, person: Person, *, address: str, agent: str, now: datetime) -> str:
    """Begins a session and gives its secret; those that have ended are forgotten."""
    connection.execute(delete(sessions).where(or_(sessions.c.ends <= moment(now), sessions.c.seen <= _idle(now))))
    secret, at = make_secret(), moment(now)
    row: dict[str, Any] = {
        "id": digest_of_secret(secret), "person": person.id, "began": at, "seen": at, "ends": moment(now + LONGEST),
        "address": address, "agent": agent[:_LONGEST_AGENT],
    }  # fmt: skip
    connection.execute(insert(sessions).values(row))
    return secret


def find(connection: Connection, secret: str, *, now: datetime) -> tuple[Session, Person] | None:
    """The session of a secret and whose it is, None where it has ended or the person is kept out."""
    mine = [sessions.c.id == digest_of_secret(secret), sessions.c.ends > moment(now), sessions.c.seen > _idle(now)]
    asked = select(people, *_COLUMNS).join(sessions, sessions.c.person == people.c.id)
    row = connection.execute(asked.where(*mine, people.c.disabled.is_(False))).first()
    return (_session(row), person_in(row._mapping)) if row else None


def is_to_touch(session: Session, *, now: datetime) -> bool:
    """Whether the last use that is kept of a session is too long ago."""
    return session.seen <= moment(now - TOUCH)


def touch(connection: Connection, session: Session, *, now: datetime) -> None:
    """Keeps that a session is used."""
    connection.execute(update(sessions).where(sessions.c.id == session.id).values(seen=moment(now)))


def find_of(connection: Connection, person: int, *, now: datetime) -> tuple[Session, ...]:
    """The sessions of a person, the one used last first."""
    lasting = [sessions.c.person == person, sessions.c.ends > moment(now), sessions.c.seen > _idle(now)]
    return tuple(map(_session, connection.execute(select(*_COLUMNS).where(*lasting).order_by(sessions.c.seen.desc()))))


def end(connection: Connection, id: str, person: int | None = None) -> bool:
    """Ends a session, of a person where one is told; tells whether there was one."""
    which = [sessions.c.id == id, *([sessions.c.person == person] if person is not None else [])]
    return bool(connection.execute(delete(sessions).where(*which)).rowcount)


def end_all(connection: Connection, person: int) -> None:
    """Ends all sessions of a person."""
    connection.execute(delete(sessions).where(sessions.c.person == person))


def _idle(now: datetime) -> str:
    return moment(now - IDLE)


def _session(row: Any) -> Session:
    return Session(row.session, row.began, row.seen, row.ends, row.address, row.agent)
