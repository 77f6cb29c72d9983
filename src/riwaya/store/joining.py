"""Groups new documents with what the store holds near them, so that a report that somebody hands in shows at once.

Near is what is told of the same days, at most a degree apart; of what tells no place, what is of the same kind or by
the same actor. All else stays as it is until the next run over everything, which holds them against every document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from riwaya.records import EVENT_TYPES
from riwaya.store import grouping
from riwaya.store.documents import current_readings
from riwaya.store.grouping import Happening
from riwaya.store.log import known_until
from riwaya.store.regrouping import group_anew
from riwaya.store.schema import accounts, documents

_APART = timedelta(days=3)
"""How far apart days may be of what is held against each other, as in reconciling everything."""
_DEGREES = 1.0
"""How far apart places may be, of which one may be a district and the other a village in it."""
_MOST = 1000
"""Happenings that new ones are held against, the newest first."""


def join(connection: Connection, new: Collection[str], *, now: datetime) -> int | None:
    """Groups what some documents tell of, and gives the number of the run; None where they tell of nothing.

    Within a writing transaction.
    """
    until = known_until(connection, None)
    told = tuple(_told(connection, new, until))
    own = {(row.document, row.happening) for row in told if row.happening}
    if not own:
        return None
    near = grouping.find_together(connection, until, _near(connection, told, until))
    return group_anew(connection, own | near | grouping.find_together(connection, until, own), now=now)


def find_joined(connection: Connection, ids: Collection[str]) -> dict[Happening, str]:
    """The incidents of the happenings that some documents tell of; what no run has seen is in none."""
    until = known_until(connection, None)
    told = grouping.find_together(connection, until, [(id, "") for id in ids])
    return grouping.incidents_of(connection, until, sorted(each for each in told if each[0] in set(ids)))


def _told(connection: Connection, new: Collection[str], until: int) -> Iterator[Row[Any]]:
    """The accounts in the current readings of some documents, each with the day of its document."""
    numbers = current_readings(connection, new, until).values()
    asked = select(accounts, documents.c.published).join(documents, documents.c.id == accounts.c.document)
    yield from connection.execute(asked.where(accounts.c.reading.in_(numbers)))


def _near(connection: Connection, told: Iterable[Row[Any]], until: int) -> set[Happening]:
    """The happenings that may be those that accounts tell of."""
    rows = tuple(row for row in told if row.happening)
    days = _days(rows)
    if days is None:
        return set()
    told_on = func.coalesce(accounts.c.earliest, accounts.c.latest, accounts.c.as_of)
    wheres = (
        accounts.c.happening.is_not(None),
        accounts.c.reading <= until,
        accounts.c.type.in_(EVENT_TYPES),  # so that the index of types and days serves
        or_(accounts.c.earliest.between(*days), and_(accounts.c.earliest.is_(None), told_on.between(*days))),
        or_(*(_alike(row) for row in rows)),
    )
    asked = select(accounts.c.document, accounts.c.happening).where(*wheres).order_by(accounts.c.reading.desc())
    return {(row.document, row.happening) for row in connection.execute(asked.limit(_MOST))}


def _alike(row: Row[Any]) -> ColumnElement[bool]:
    """What an account may have in common with one of the same happening: the place, else the kind or the actor."""
    same = [accounts.c.type == row.type]
    if row.actor:
        same.append(accounts.c.actor == row.actor)
    if row.lat is None or row.lon is None:
        return or_(*same)
    lat = accounts.c.lat.between(row.lat - _DEGREES, row.lat + _DEGREES)
    lon = accounts.c.lon.between(row.lon - _DEGREES, row.lon + _DEGREES)
    return or_(and_(lat, lon), and_(accounts.c.lat.is_(None), or_(*same)))


def _days(told: Iterable[Row[Any]]) -> tuple[str, str] | None:
    """The days that accounts tell of, else those on which they were told, wide enough for what may be the same."""
    found = [
        date.fromisoformat(moment[:10])
        for row in told
        for moment in ((row.earliest, row.latest) if row.earliest else (row.latest or row.as_of or row.published,))
        if moment
    ]
    if not found:
        return None
    return (min(found) - _APART).isoformat(), f"{(max(found) + _APART).isoformat()}T99"
