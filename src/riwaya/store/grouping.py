"""What runs of the machine held to be one incident: written as a run makes it, and read back as of any entry.

A run over the whole store says all there is to say. One over what a new document touches says it of the incidents that
it touches, all members of each, and leaves the others as they were. A happening whose document was read again, or was
withdrawn, is in no incident until a run has seen that.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, Select, and_, func, insert, select, tuple_

from riwaya.errors import NotThere, UsageError
from riwaya.reconciling.clusters import sorted_pair
from riwaya.reconciling.reconcile import Group, IncidentLink
from riwaya.store import contents
from riwaya.store.database import bytewise, few
from riwaya.store.documents import current_readings
from riwaya.store.log import append
from riwaya.store.schema import links, members, readings, runs

Happening = tuple[str, str]
"""A happening of a document: the document's id, and the incident in its reading."""


class Grouped(NamedTuple):
    """An incident as the newest run that touched it made it: its id, the run, and its happenings, sorted."""

    id: str
    run: int
    happenings: tuple[Happening, ...]


class Weighed(NamedTuple):
    """A link between two happenings as a run weighed it: the share, and the reasons with their weights."""

    a: Happening
    b: Happening
    score: float
    reasons: tuple[dict[str, Any], ...]


def save(
    connection: Connection,
    incidents: Iterable[Group],
    *,
    version: str,
    weights: Mapping[str, Any],
    whole: bool,
    seen: int,
    others: Iterable[IncidentLink],
    now: datetime,
) -> int:
    """Keeps a run, and gives its number.

    Raises UsageError where a happening stands in two incidents, or its document had no reading when the run began.
    """
    grouped_anew = tuple(incidents)
    read_by = current_readings(connection, {d for each in grouped_anew for d, _ in each.happenings}, seen)
    placed: dict[Happening, str] = {}
    weighed: dict[tuple[Happening, Happening], IncidentLink] = {}
    for each in grouped_anew:
        for happening in each.happenings:
            if placed.setdefault(happening, each.id) != each.id:
                raise UsageError(f"{'/'.join(happening)} is in two incidents, {placed[happening]} and {each.id}")
            if happening[0] not in read_by:
                raise UsageError(f"the store had no document {happening[0]!r} when the run began")
        weighed |= {sorted_pair(link.a, link.b): link for link in each.links}
    weighed |= {sorted_pair(link.a, link.b): link for link in others}
    grouped = [
        {"document": d, "happening": h, "reading": read_by[d], "incident": incident}
        for (d, h), incident in placed.items()
    ]
    told = [_link_row(pair, link) for pair, link in weighed.items()]
    row = {
        "version": version,
        "weights": json.dumps(dict(weights), sort_keys=True),
        "whole": whole,
        "seen": seen,
    }
    entry = append(connection, "run", None, contents.of_run(row, grouped, told), now=now)
    connection.execute(insert(runs).values(seq=entry.seq, **row))
    for table, rows in ((members, grouped), (links, told)):
        if rows:
            connection.execute(insert(table), [{"run": entry.seq, **each} for each in rows])
    return entry.seq


def _link_row(pair: tuple[Happening, Happening], link: IncidentLink) -> dict[str, Any]:
    (a_document, a_happening), (b_document, b_happening) = pair
    reasons = [{"about": r.about, "weight": r.weight, "why": r.why} for r in link.reasons]
    return {
        "a_document": a_document,
        "a_happening": a_happening,
        "b_document": b_document,
        "b_happening": b_happening,
        "score": link.score,
        "reasons": json.dumps(reasons, ensure_ascii=False),
    }


# ------------------------------------------------------------------------------------------------------------ read back


def find_grouped(connection: Connection, until: int, ids: Collection[str] | None = None) -> tuple[Grouped, ...]:
    """The incidents as of an entry of the log, by their ids; all, or those of some ids that there are."""
    found: dict[str, list[Happening]] = defaultdict(list)
    made: dict[str, int] = {}
    for row in _members(connection, until, ids):
        found[row.incident].append((row.document, row.happening))
        made[row.incident] = max(row.run, made.get(row.incident, 0))
    return tuple(Grouped(id, made[id], tuple(sorted(found[id]))) for id in sorted(found))


def stream_grouped(connection: Connection, until: int) -> Iterator[Grouped]:
    """The incidents as of an entry of the log, by their ids, without holding all of them at once."""
    asked = _current(until, None).order_by(None).order_by(bytewise(connection, members.c.incident))
    with connection.execute(asked.execution_options(yield_per=1000)) as rows:
        for id, of_one in groupby(rows, key=lambda row: row.incident):
            told = list(of_one)
            happenings = sorted((row.document, row.happening) for row in told)
            yield Grouped(id, max(row.run for row in told), tuple(happenings))


def no_incident(connection: Connection, id: str, until: int) -> NotThere:
    """What to raise where there is no incident of an id; it tells where that went which once was in it."""
    once = select(members.c.document, members.c.happening).where(members.c.incident == id, members.c.run <= until)
    happenings = sorted({(row.document, row.happening) for row in connection.execute(once)})
    heirs = sorted(set(incidents_of(connection, until, happenings).values()))
    told = f" any more; what it told of is in {', '.join(heirs)}" if heirs else ""
    return NotThere(f"there is no incident {id!r}{told}", name=id, heirs=heirs)


def _members(connection: Connection, until: int, ids: Collection[str] | None) -> Iterator[Row[Any]]:
    """The members of some incidents.

    A happening that was in one of them once may be in another now. Which ones were is asked for first, for a server
    that knows little of its tables yet plans both at once badly.
    """
    if ids is None:
        yield from connection.execute(_current(until, None))
        return
    once: set[Happening] = set()
    run = members.c.run + 0
    since = (run >= _last_whole(until), run <= until)
    for some in few(sorted(ids)):
        asked = select(members.c.document, members.c.happening).where(*since, members.c.incident.in_(some))
        once.update((row.document, row.happening) for row in connection.execute(asked))
    wanted = set(ids)
    for happenings in few(sorted(once)):
        yield from (row for row in connection.execute(_current(until, _of(happenings))) if row.incident in wanted)


def incidents_of(connection: Connection, until: int, happenings: Sequence[Happening]) -> dict[Happening, str]:
    """The incidents that some happenings are in; what no run has seen is in none."""
    found: dict[Happening, str] = {}
    for some in few(happenings):
        rows = connection.execute(_current(until, _of(some)))
        found |= {(row.document, row.happening): row.incident for row in rows}
    return found


def incidents_in(connection: Connection, until: int, documents: Collection[str]) -> set[str]:
    """The incidents that happenings of some documents are in."""
    asked = (members.c.document.in_(some) for some in few(sorted(documents)))
    return {row.incident for chosen in asked for row in connection.execute(_current(until, chosen))}


def _current(until: int, chosen: ColumnElement[bool] | None) -> Select[Any]:
    """The rows of members that stand as of an entry: of the newest run that tells of each, and of current readings."""
    # Else SQLite goes through all members of a run for those of some documents.
    run = members.c.run if chosen is None else members.c.run + 0
    newest = select(members.c.document, members.c.happening, func.max(members.c.run).label("run")).where(
        run >= _last_whole(until), run <= until
    )
    if chosen is not None:
        newest = newest.where(chosen)
    last = newest.group_by(members.c.document, members.c.happening).subquery()
    read = select(func.max(readings.c.seq)).where(readings.c.document == members.c.document, readings.c.seq <= until)
    return (
        select(members)
        .join(
            last,
            and_(
                members.c.document == last.c.document,
                members.c.happening == last.c.happening,
                members.c.run == last.c.run,
            ),
        )
        .where(members.c.reading == read.correlate(members).scalar_subquery())
        .order_by(members.c.document, members.c.happening)
    )


def _of(happenings: Sequence[Happening]) -> ColumnElement[bool]:
    """The members of some happenings: by their documents first, which have an index that SQLite would not use else."""
    documents = sorted({document for document, _ in happenings})
    chosen = tuple_(members.c.document, members.c.happening).in_(happenings)
    return members.c.document.in_(documents) & chosen


def _last_whole(until: int) -> ScalarSelect[Any]:
    """The number of the last run over everything, or 0."""
    return select(func.coalesce(func.max(runs.c.seq), 0)).where(runs.c.whole, runs.c.seq <= until).scalar_subquery()


def find_links(connection: Connection, incidents: Iterable[Grouped]) -> dict[str, tuple[Weighed, ...]]:
    """The links within each of some incidents, as the run that made it weighed them, by their ends."""
    inside = {(grouped.run, happening): grouped.id for grouped in incidents for happening in grouped.happenings}
    found: dict[str, list[Weighed]] = defaultdict(list)
    for run in sorted({run for run, _ in inside}):
        for some in few(sorted({document for other, (document, _) in inside if other == run})):
            begins = links.c.a_document.in_(some)
            for link in map(weighed_of, connection.execute(select(links).where(links.c.run == run, begins))):
                id = inside.get((run, link.a))
                if id is not None and id == inside.get((run, link.b)):
                    found[id].append(link)
    return {id: tuple(sorted(each, key=lambda link: (link.a, link.b))) for id, each in found.items()}


def find_apart(
    connection: Connection, until: int, near: Collection[Happening] | None = None
) -> tuple[tuple[Weighed, str, str], ...]:
    """The links that runs weighed and did not follow, the likeliest first, each with the two incidents it lies between.

    All, or those that end in some happenings. Of two happenings the newest weighing counts, and only what was weighed
    since the last run over everything.
    """
    newest: dict[tuple[Happening, Happening], Row[Any]] = {}
    for row in sorted(_links(connection, until, near), key=lambda row: row.run):
        newest[ends_of(row)] = row
    if near is None:
        incident_of = {h: grouped.id for grouped in find_grouped(connection, until) for h in grouped.happenings}
    else:
        incident_of = incidents_of(connection, until, sorted({end for ends in newest for end in ends}))
    ends = ((row, incident_of.get(a), incident_of.get(b)) for (a, b), row in newest.items())
    apart = [(weighed_of(row), one, other) for row, one, other in ends if one and other and one != other]
    return tuple(sorted(apart, key=lambda each: (-each[0].score, each[0].a, each[0].b)))


def _links(connection: Connection, until: int, near: Collection[Happening] | None) -> Iterator[Row[Any]]:
    """The links that were weighed since the last run over everything: all, or those that end in some happenings."""
    if near is None:
        yield from connection.execute(links_since(until))
        return
    run = links.c.run + 0  # see _current
    asked = select(links).where(run >= _last_whole(until), run <= until)
    for some in few(sorted(near)):
        # One end after the other, for each has an index of its own and a server that asks for both at once uses none.
        for end in (tuple_(links.c.a_document, links.c.a_happening), tuple_(links.c.b_document, links.c.b_happening)):
            yield from connection.execute(asked.where(end.in_(some)))


def links_since(until: int) -> Select[Any]:
    """What asks for the links that were weighed since the last run over everything, as of an entry of the log."""
    return select(links).where(links.c.run >= _last_whole(until), links.c.run <= until)


def find_together(connection: Connection, until: int, happenings: Collection[Happening]) -> set[Happening]:
    """The happenings of the incidents that some are in; a document (no happening) stands for all of its own."""
    asked = [happening for happening in happenings if happening[1]]
    for some in few([document for document, happening in happenings if not happening]):
        rows = connection.execute(_current(until, members.c.document.in_(some)))
        asked += [(row.document, row.happening) for row in rows]
    incidents = set(incidents_of(connection, until, sorted(set(asked))).values())
    return {happening for grouped in find_grouped(connection, until, incidents) for happening in grouped.happenings}


def find_linked(
    connection: Connection, until: int, happenings: Collection[Happening], *, least: float
) -> set[Happening]:
    """The happenings that some are linked with by a share or more, and they themselves."""
    linked = {end for row in _links(connection, until, happenings) if row.score >= least for end in ends_of(row)}
    return linked.union(happenings)


def incidents_between(
    connection: Connection, until: int, pairs: Iterable[tuple[Happening, Happening]]
) -> frozenset[frozenset[str]]:
    """The incidents, two by two, that some pairs of happenings lie between."""
    listed = tuple(pairs)
    placed = incidents_of(connection, until, sorted({happening for pair in listed for happening in pair}))
    return frozenset(frozenset((placed[a], placed[b])) for a, b in listed if a in placed and b in placed)


def ends_of(row: Row[Any]) -> tuple[Happening, Happening]:
    """The two happenings of a row of links."""
    return (row.a_document, row.a_happening), (row.b_document, row.b_happening)


def weighed_of(row: Row[Any]) -> Weighed:
    """The link that a row of links keeps."""
    return Weighed(*ends_of(row), row.score, tuple(json.loads(row.reasons)))
