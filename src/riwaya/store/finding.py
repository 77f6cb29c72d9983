"""Finds incidents in short: those that a filter lets through, page by page, by their places on a map, and counted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, case, false, func, literal, not_, or_, select, tuple_

from riwaya.errors import UsageError
from riwaya.store.database import few
from riwaya.store.latin_names import Term
from riwaya.store.moments import end_of
from riwaya.store.schema import overview_pairs, overview_terms, overviews

_MOST_COUNTED = 1000
"""Matches that are counted one by one; of more it is only said that there are more."""
_MOST_DOCUMENTS = 2000
"""Documents of a search whose incidents are looked for."""
LAYERS = ("asserted", "disputed", "denied", "reviewed")
"""What an incident may be on a map; it may be several but the first."""
_KM_OF_A_DEGREE = 111.0


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
    published then. `documents` are those that a search found. `named` is what it asks for by name: whatever has all of
    that is let through too, if it is told in one of `beside`, which is None where any will do. `layers` are those of a
    map (`LAYERS`): whatever is of any of them is let through, and everything where none is given. `box` is where a
    place lies, or reaches into; `nowhere` asks for those without a point. `order` is changed (the newest report first)
    or happened.
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
    named: tuple[frozenset[Term], ...] = ()
    beside: tuple[str, ...] | None = None
    layers: tuple[str, ...] = ()
    box: Box | None = None
    nowhere: bool = False
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


class Spot(NamedTuple):
    """A place on a map: where, how far it reaches, how many incidents are there, how many of each layer, and one."""

    lat: float
    lon: float
    radius_km: float | None
    precision: str | None
    incidents: int
    asserted: int
    disputed: int
    denied: int
    reviewed: int
    example: str


class Drawn(NamedTuple):
    """What a map shows: the places of incidents, and how many incidents have no point at all."""

    spots: tuple[Spot, ...]
    nowhere: int


class Span(NamedTuple):
    """From the first report on any incident to the last one; None where there is none."""

    first: str | None
    last: str | None


Grain = Literal["year", "month", "day"]
_LENGTHS: dict[Grain, int] = {"year": 4, "month": 7, "day": 10}
"""Characters of a day that tell the stretch of time it is in."""


class Counted(NamedTuple):
    """How many incidents of a type and a standing began in a stretch of time, as ISO 8601 tells it.

    The standing is the weightiest of denied, disputed, undisputed (by two independent lines or more) and one_line.
    """

    when: str
    type: str
    standing: str
    incidents: int


class Agreement(NamedTuple):
    """Two sources, by the ids of the actors that they are or their names, and of how many incidents both tell alike,
    otherwise, or one what the other denies.
    """

    a: str
    b: str
    agrees: int
    differs: int
    denies: int


_OPEN = "9999"
"""Stands for a last day that is open, in a place in the order of days."""
_COLUMNS = [column for column in overviews.c if column.name != "digest"]


def find(connection: Connection, asked: Asked, *, after: Place | None, limit: int, counted: bool = True) -> Found:
    """The incidents asked for, from behind a place in their order; how many there are where they are `counted`."""
    wheres = _wheres(connection, asked)
    ids = _in_order(connection, wheres, asked.order, after, limit + 1)
    some = find_some(connection, ids[:limit])
    found = tuple(some[id] for id in ids[:limit])
    matches = _count(connection, wheres) if counted else None
    if len(ids) <= limit:
        return Found(found, matches, None)
    last = found[-1]
    value = (last.latest or _OPEN) if asked.order == "happened" else last.changed
    return Found(found, matches, Place(value, last.incident))


def _in_order(
    connection: Connection, wheres: Sequence[ColumnElement[bool]], by: str, after: Place | None, most: int
) -> list[str]:
    """The ids of the incidents asked for, in their order: an index holds them with all that they are filtered by."""
    table = overviews.c

    def find_ids(order: Sequence[ColumnElement[Any]], begins: Sequence[str], number: int, *more: Any) -> list[str]:
        query = select(table.incident).where(*wheres, *more)
        if begins:
            query = query.where(tuple_(*order) < tuple_(*map(literal, begins)))
        return list(connection.scalars(query.order_by(*(each.desc() for each in order)).limit(number)))

    if by == "changed":
        return find_ids((table.changed, table.incident), after or (), most)
    ids: list[str] = []  # those whose last day is open come first
    if after is None or after.value == _OPEN:
        ids = find_ids((table.incident,), after[1:] if after else (), most, table.latest.is_(None))
        after = None
    if len(ids) < most:
        ids += find_ids((table.latest, table.incident), after or (), most - len(ids), table.latest.is_not(None))
    return ids


def find_one(connection: Connection, id: str) -> StoredOverview | None:
    """One incident in short, or None."""
    row = connection.execute(select(*_COLUMNS).where(overviews.c.incident == id)).first()
    return _overview(row) if row else None


def draw(connection: Connection, asked: Asked) -> Drawn:
    """The places of the incidents asked for, each with how many are there."""
    wheres = _wheres(connection, asked)
    nowhere = connection.scalar(select(func.count()).select_from(overviews).where(*wheres, overviews.c.lat.is_(None)))
    where = (overviews.c.lat, overviews.c.lon, overviews.c.radius_km, overviews.c.precision)
    layers = _layers(asked.known_at)
    grouped = (
        select(
            *where,
            func.count(),
            *(func.sum(case((layers[name], 1), else_=0)) for name in LAYERS),
            func.min(overviews.c.incident),
        )
        .where(*wheres, overviews.c.lat.is_not(None))
        .group_by(*where)
    )
    return Drawn(tuple(Spot(*row) for row in connection.execute(grouped)), nowhere or 0)


def find_some(connection: Connection, ids: Sequence[str]) -> dict[str, StoredOverview]:
    """Incidents in short by their ids, as far as they are there."""
    rows = (
        row for some in few(ids) for row in connection.execute(select(*_COLUMNS).where(overviews.c.incident.in_(some)))
    )
    return {row.incident: _overview(row) for row in rows}


def find_span(connection: Connection, asked: Asked) -> Span:
    """When the first report on the incidents asked for came, and when the last one did."""
    asked_for = select(func.min(overviews.c.known), func.max(overviews.c.changed)).where(*_wheres(connection, asked))
    return Span(*connection.execute(asked_for).one())


def count_by(connection: Connection, asked: Asked, by: str) -> dict[str, dict[str, int]]:
    """How many incidents there are by something, and how many of them are disputed, denied and reviewed."""
    terms = {"publisher", "source", "actor", "disputed", "issue"}
    columns: dict[str, ColumnElement[Any]] = {
        "month": func.substr(func.coalesce(overviews.c.earliest, overviews.c.known), 1, 7),
        "known": func.substr(overviews.c.known, 1, 7),
        "type": overviews.c.type,
        "country": overviews.c.country,
    }
    if by not in columns and by not in terms:
        raise UsageError(f"incidents are not counted by {by!r}, but by: {', '.join(sorted(terms | set(columns)))}")
    what = overview_terms.c.value if by in terms else columns[by]
    reviewed = func.count(func.nullif(overviews.c.reviewed, False))
    query: Select[Any] = select(
        what, func.count(), func.count(overviews.c.disputed_since), func.count(overviews.c.denied_since), reviewed
    ).where(*_wheres(connection, asked))
    if by in terms:
        query = query.join(overview_terms, overview_terms.c.incident == overviews.c.incident).where(
            overview_terms.c.kind == by
        )
    names = ("incidents", "disputed", "denied", "reviewed")
    return {
        row[0]: dict(zip(names, row[1:], strict=True)) for row in connection.execute(query.group_by(what)) if row[0]
    }


def count_over(connection: Connection, asked: Asked, grain: Grain) -> tuple[Counted, ...]:
    """How many incidents there are in each stretch of time, by type and by standing, in the order of time."""
    bucket = func.substr(func.coalesce(overviews.c.earliest, overviews.c.known), 1, _LENGTHS[grain])
    standing = case(
        (overviews.c.denied_since.is_not(None), "denied"),
        (overviews.c.disputed_since.is_not(None), "disputed"),
        (overviews.c.lines > 1, "undisputed"),
        else_="one_line",
    )
    grouped = (
        select(bucket, overviews.c.type, standing, func.count())
        .where(*_wheres(connection, asked))
        .group_by(bucket, overviews.c.type, standing)
        .order_by(bucket, overviews.c.type, standing)
    )
    return tuple(Counted(*row) for row in connection.execute(grouped))


def days_of(connection: Connection, asked: Asked) -> tuple[str, str] | None:
    """The first day on which any incident began, and the last one; None where there are none."""
    day = func.coalesce(overviews.c.earliest, overviews.c.known)
    first, last = connection.execute(select(func.min(day), func.max(day)).where(*_wheres(connection, asked))).one()
    return (first[:10], last[:10]) if first else None


def count_pairs(connection: Connection, asked: Asked, *, limit: int) -> tuple[Agreement, ...]:
    """The sources that tell of most incidents together, two by two, and in how many they agree, differ and deny."""
    pairs = overview_pairs.c

    def times(relation: str) -> ColumnElement[int]:
        return func.count(func.nullif(pairs.relation == relation, False))

    how_often = func.count()
    grouped = (
        select(pairs.a, pairs.b, times("agrees"), times("differs"), times("denies"))
        .join(overviews, overviews.c.incident == pairs.incident)
        .where(*_wheres(connection, asked))
        .group_by(pairs.a, pairs.b)
        .order_by(how_often.desc(), pairs.a, pairs.b)
        .limit(limit)
    )
    return tuple(Agreement(*row) for row in connection.execute(grouped))


def _count(connection: Connection, wheres: Sequence[ColumnElement[bool]]) -> int | None:
    counted = connection.scalar(_counted(wheres, _MOST_COUNTED + 1)) or 0
    return counted if counted <= _MOST_COUNTED else None


def _counted(wheres: Sequence[ColumnElement[bool]], most: int) -> Select[Any]:
    some = select(literal(1)).select_from(overviews).where(*wheres).limit(most).subquery()
    return select(func.count()).select_from(some)


def _within(box: Box) -> list[ColumnElement[bool]]:
    """Whether a place lies in a box, or reaches into it."""
    lat, lon = overviews.c.lat, overviews.c.lon
    reach = func.coalesce(overviews.c.radius_km, 0.0) / _KM_OF_A_DEGREE
    west, east = lon + reach >= box.west, lon - reach <= box.east
    return [
        lat + reach >= box.south,
        lat - reach <= box.north,
        and_(west, east) if box.west <= box.east else or_(west, east),
    ]


def _layers(known_at: str | None) -> dict[str, ColumnElement[bool]]:
    """What must hold of an incident of each layer, as far as it was known at a moment."""
    disputed, denied = (_since(column, known_at) for column in (overviews.c.disputed_since, overviews.c.denied_since))
    return {
        "asserted": and_(not_(disputed), not_(denied)),
        "disputed": disputed,
        "denied": denied,
        "reviewed": overviews.c.reviewed.is_(True),
    }


def _since(column: ColumnElement[Any], known_at: str | None) -> ColumnElement[bool]:
    told = column.is_not(None)
    return and_(told, column <= end_of(known_at)) if known_at else told


def _wheres(connection: Connection, asked: Asked) -> list[ColumnElement[bool]]:
    """What must hold of a row."""
    table = overviews.c
    wheres: list[ColumnElement[bool]] = []
    if not asked.background:
        # Where a search found few, SQLite is kept from going through an index of all.
        background = table.background if asked.documents is None else func.coalesce(table.background, false())
        wheres.append(background.is_(False))
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
        wheres.append(_layers(asked.known_at)[asked.state])
    if asked.state in ("reviewed", "unreviewed"):
        wheres.append(table.reviewed.is_(asked.state == "reviewed"))
    if asked.layers:
        wheres.append(or_(*(_layers(asked.known_at)[name] for name in asked.layers)))
    if asked.box:
        wheres += _within(asked.box)
    if asked.nowhere:
        wheres.append(table.lat.is_(None))
    wheres += [table.incident.in_(_having(kind, (value,))) for kind, value in asked.terms]
    if asked.documents is not None:
        wheres.append(or_(_in_documents(connection, asked.documents), _named(connection, asked)))
    return wheres


def _in_documents(connection: Connection, documents: Sequence[str]) -> ColumnElement[bool]:
    """Whether an incident is told in one of some documents.

    Which are is looked up first: PostgreSQL would go through all incidents to find out.
    """
    told = {id for some in few(documents[:_MOST_DOCUMENTS]) for id in connection.scalars(_having("document", some))}
    found = [overviews.c.incident.in_(some) for some in few(sorted(told))]
    return or_(*found) if found else false()


def _named(connection: Connection, asked: Asked) -> ColumnElement[bool]:
    """Whether an incident has all that is asked for by name."""
    if not asked.named:
        return false()
    wheres = [or_(*_of_terms(terms)) for terms in asked.named]
    if asked.beside is not None:
        wheres.append(_in_documents(connection, asked.beside))
    return and_(*wheres)


def _of_terms(terms: frozenset[Term]) -> Iterator[ColumnElement[bool]]:
    for kind in sorted({kind for kind, _ in terms}):
        for values in few(sorted(value for of, value in terms if of == kind)):
            if kind == "country":
                yield overviews.c.country.in_(values)
            else:
                yield overviews.c.incident.in_(_having(kind, values))


def _having(kind: str, values: Any) -> Select[Any]:
    return select(overview_terms.c.incident).where(overview_terms.c.kind == kind, overview_terms.c.value.in_(values))


def _overview(row: Any) -> StoredOverview:
    values = dict(row._mapping)
    return StoredOverview(**values | {"card": json.loads(values["card"])})
