"""Groups new documents with what the store holds near them, so that a report that somebody hands in shows at once.

Near is what is told of the same days, in the same country or in none. All else stays as it is until the next run over
everything, which holds them against every document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, func, or_, select

from riwaya.records import EVENT_TYPES
from riwaya.store import grouping
from riwaya.store.documents import current_readings
from riwaya.store.grouping import Happening
from riwaya.store.log import known_until
from riwaya.store.regrouping import group_anew
from riwaya.store.schema import accounts, documents

_APART = timedelta(days=3)
"""How far apart days may be of what is held against each other, as in reconciling everything."""
_MOST = 3000
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


class _Days(NamedTuple):
    """A stretch of days in ISO 8601, and the countries in which something happened then, None among them."""

    first: str
    last: str
    countries: frozenset[str | None]


def _told(connection: Connection, new: Collection[str], until: int) -> Iterator[Row[Any]]:
    """The accounts in the current readings of some documents, each with the day of its document."""
    numbers = current_readings(connection, new, until).values()
    asked = select(accounts, documents.c.published).join(documents, documents.c.id == accounts.c.document)
    yield from connection.execute(asked.where(accounts.c.reading.in_(numbers)))


def _near(connection: Connection, told: Iterable[Row[Any]], until: int) -> set[Happening]:
    """The happenings that may be those that accounts tell of."""
    days = _days(told)
    if days is None:
        return set()
    day = func.coalesce(accounts.c.earliest, accounts.c.latest, accounts.c.as_of)
    wheres = [
        accounts.c.type.in_(EVENT_TYPES),
        accounts.c.happening.is_not(None),
        accounts.c.reading <= until,
        or_(
            accounts.c.earliest.between(days.first, days.last),
            and_(accounts.c.earliest.is_(None), day.between(days.first, days.last)),
        ),
    ]
    if None not in days.countries:
        wheres.append(or_(accounts.c.country.is_(None), accounts.c.country.in_(days.countries)))
    asked = select(accounts.c.document, accounts.c.happening).where(*wheres).order_by(accounts.c.reading.desc())
    return {(row.document, row.happening) for row in connection.execute(asked.limit(_MOST))}


def _days(told: Iterable[Row[Any]]) -> _Days | None:
    """The days that accounts tell of, else those on which they were told, wide enough for what may be the same."""
    rows = tuple(told)
    found = [
        date.fromisoformat(moment[:10])
        for row in rows
        for moment in ((row.earliest, row.latest) if row.earliest else (row.latest or row.as_of or row.published,))
        if moment
    ]
    if not found:
        return None
    first, last = min(found) - _APART, max(found) + _APART
    return _Days(first.isoformat(), f"{last.isoformat()}T99", frozenset(row.country for row in rows))
