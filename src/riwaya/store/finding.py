"""Finds incidents in short: those that a filter lets through, page by page, in boxes of a map, and counted."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select

from riwaya.errors import UsageError
from riwaya.store.database import few
from riwaya.store.moments import end_of
from riwaya.store.schema import overview_terms, overviews

_MOST_COUNTED = 1000
"""Matches that are counted one by one; of more it is only said that there are more."""
_MOST_DOCUMENTS = 2000
"""Documents of a search whose incidents are looked for."""


class Place(NamedTuple):
    """Where a page ended: the value that it is sorted by, and the incident."""

    value: str
    incident: str


class Box(NamedTuple):
    """A part of a map in degrees; where `west` is more than `east`, it lies across the date line."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Asked:
    """Which incidents are asked for. `terms` are kinds and values (actor, source, publisher, disputed); all must hold.

    `since` and `before` are days, the second no longer included. `known_at` is a day or a moment: what had been
    published then. `documents` are those that a search found. `order` is changed (the newest report first) or happened.
    """

    types: tuple[str, ...] = ()
    country: str | None = None
    terms: tuple[tuple[str, str], ...] = ()
    since: str | None = None
    before: str | None = None
    known_at: str | None = None
    state: Literal["disputed", "denied", "reviewed", "unreviewed"] | None = None
    least_lines: int = 0
    background: bool = False
    documents: tuple[str, ...] | None = None
    order: Literal["changed", "happened"] = "changed"


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class StoredOverview:
    """An incident in short; `card` is what `overview` makes of it."""

    incident: str
    type: str
    background: bool
    earliest: str | None
    latest: str | None
    country: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    precision: str | None
    documents: int
    lines: int
    disputed_since: str | None
    denied_since: str | None
    reviewed: bool
    known: str
    changed: str
    card: dict[str, Any] = field(default_factory=dict)


class Found(NamedTuple):
    """A page of incidents in short, how many there are (None: more than are counted), and where the next begins."""

    overviews: tuple[StoredOverview, ...]
    matches: int | None
    next: Place | None


class Cell(NamedTuple):
    """Incidents near each other: the middle of their points, how many, and how many of them are disputed."""

    lat: float
    lon: float
    incidents: int
    disputed: int


class Drawn(NamedTuple):
    """What a map shows: incidents one by one, or cells of them; and how many have no point at all."""

    overviews: tuple[StoredOverview, ...]
    cells: tuple[Cell, ...]
    nowhere: int


_COLUMNS = [column for column in overviews.c if column.name != "digest"]


def find(connection: Connection, asked: Asked, *, after: Place | None, limit: int) -> Found:
    """The incidents asked for, from behind a place in their order."""
    key = func.coalesce(overviews.c.latest, "9999") if asked.order == "happened" else overviews.c.changed
    query = select(*_COLUMNS).where(*_wheres(asked))
    if after is not None:
        behind = and_(key == after.value, overviews.c.incident < after.incident)
        query = query.where(or_(key < after.value, behind))
    rows = connection.execute(query.order_by(key.desc(), overviews.c.incident.desc()).limit(limit + 1)).all()
    found = tuple(_overview(row) for row in rows[:limit])
    if len(rows) <= limit:
        return Found(found, _count(connection, asked), None)
    last = found[-1]
    value = (last.latest or "9999") if asked.order == "happened" else last.changed
    return Found(found, _count(connection, asked), Place(value, last.incident))


def find_one(connection: Connection, id: str) -> StoredOverview | None:
    """One incident in short, or None."""
    row = connection.execute(select(*_COLUMNS).where(overviews.c.incident == id)).first()
    return _overview(row) if row else None


def draw(connection: Connection, asked: Asked, box: Box, *, cells: float, most: int) -> Drawn:
    """What a map shows of the incidents asked for within a box."""
    wheres = _wheres(asked)
    inside = [*wheres, *_within(box)]
    nowhere = connection.scalar(select(func.count()).select_from(overviews).where(*wheres, overviews.c.lat.is_(None)))
    few_of_them = select(*_COLUMNS).where(*inside).order_by(overviews.c.changed.desc()).limit(most + 1)
    if connection.scalar(_counted(inside, most + 1)) <= most:
        return Drawn(tuple(map(_overview, connection.execute(few_of_them))), (), nowhere or 0)
    x, y = func.floor(overviews.c.lon / cells), func.floor(overviews.c.lat / cells)
    disputed = func.count(overviews.c.disputed_since)
    grouped = (
        select(func.avg(overviews.c.lat), func.avg(overviews.c.lon), func.count(), disputed)
        .where(*inside)
        .group_by(x, y)
    )
    return Drawn((), tuple(Cell(*row) for row in connection.execute(grouped)), nowhere or 0)


def count_by(connection: Connection, asked: Asked, by: str) -> dict[str, dict[str, int]]:
    """How many incidents there are by something, and how many of them are disputed, denied and reviewed."""
    terms = {"publisher", "source", "actor", "disputed"}
    columns: dict[str, ColumnElement[Any]] = {
        "month": func.substr(func.coalesce(overviews.c.earliest, overviews.c.known), 1, 7),
        "type": overviews.c.type,
        "country": overviews.c.country,
    }
    if by not in columns and by not in terms:
        raise UsageError(f"incidents are not counted by {by!r}, but by: {', '.join(sorted(terms | set(columns)))}")
    what = overview_terms.c.value if by in terms else columns[by]
    reviewed = func.count(func.nullif(overviews.c.reviewed, False))
    query: Select[Any] = select(
        what, func.count(), func.count(overviews.c.disputed_since), func.count(overviews.c.denied_since), reviewed
    ).where(*_wheres(asked))
    if by in terms:
        query = query.join(overview_terms, overview_terms.c.incident == overviews.c.incident).where(
            overview_terms.c.kind == by
        )
    names = ("incidents", "disputed", "denied", "reviewed")
    return {
        row[0]: dict(zip(names, row[1:], strict=True)) for row in connection.execute(query.group_by(what)) if row[0]
    }


def _count(connection: Connection, asked: Asked) -> int | None:
    counted = connection.scalar(_counted(_wheres(asked), _MOST_COUNTED + 1)) or 0
    return counted if counted <= _MOST_COUNTED else None


def _counted(wheres: list[ColumnElement[bool]], most: int) -> Select[Any]:
    some = select(literal(1)).select_from(overviews).where(*wheres).limit(most).subquery()
    return select(func.count()).select_from(some)


def _within(box: Box) -> list[ColumnElement[bool]]:
    lon = overviews.c.lon
    inside = lon.between(box.west, box.east) if box.west <= box.east else or_(lon >= box.west, lon <= box.east)
    return [overviews.c.lat.between(box.south, box.north), inside]


def _wheres(asked: Asked) -> list[ColumnElement[bool]]:
    """What must hold of a row."""
    table = overviews.c
    wheres: list[ColumnElement[bool]] = []
    if not asked.background:
        wheres.append(table.background.is_(False))
    if asked.types:
        wheres.append(table.type.in_(asked.types))
    if asked.country:
        wheres.append(table.country == asked.country)
    if asked.since:
        wheres.append(or_(table.latest.is_(None), table.latest >= asked.since[:10]))
    if asked.before:
        wheres.append(or_(table.earliest.is_(None), table.earliest < asked.before[:10]))
    if asked.known_at:
        wheres.append(table.known <= end_of(asked.known_at))
    if asked.least_lines > 1:
        wheres.append(table.lines >= asked.least_lines)
    if asked.state in ("disputed", "denied"):
        since = table.disputed_since if asked.state == "disputed" else table.denied_since
        wheres.append(since <= end_of(asked.known_at) if asked.known_at else since.is_not(None))
    if asked.state in ("reviewed", "unreviewed"):
        wheres.append(table.reviewed.is_(asked.state == "reviewed"))
    wheres += [table.incident.in_(_having(kind, (value,))) for kind, value in asked.terms]
    if asked.documents is not None:
        given = few(asked.documents[:_MOST_DOCUMENTS])
        wheres.append(or_(literal(False), *(table.incident.in_(_having("document", some)) for some in given)))
    return wheres


def _having(kind: str, values: Any) -> Select[Any]:
    return select(overview_terms.c.incident).where(overview_terms.c.kind == kind, overview_terms.c.value.in_(values))


def _overview(row: Any) -> StoredOverview:
    values = dict(row._mapping)
    return StoredOverview(**values | {"card": json.loads(values["card"])})
