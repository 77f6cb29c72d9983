"""Keeps the incidents in short up to date with what was kept, grouped and decided.

They are made from the other tables and hold nothing of their own, so whatever is doubtful is made anew. What changed
since they were made last is told by the log: the documents of its entries, and so the incidents of those documents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from riwaya.store import grouping, reviewing, unread
from riwaya.store.database import FEW, Database, few
from riwaya.store.decisions import Decision, reviews
from riwaya.store.decisions import amended as find_amended
from riwaya.store.documents import current_readings, find_current_of, known_since
from riwaya.store.grouping import Grouped, Happening
from riwaya.store.log import digest_of, known_until
from riwaya.store.overview import Mark, overview_of
from riwaya.store.review_items import DONE
from riwaya.store.rulings import Rulings, find_rulings
from riwaya.store.schema import (
    log,
    members,
    overview_pairs,
    overview_terms,
    overviews,
    overviews_made,
    readings,
    subjects,
)

_AT_ONCE = 250
"""Incidents that are made in one transaction, so that nobody else waits long."""


def current(connection: Connection) -> int | None:
    """The last entry of the log, where the overviews tell of everything that it does; else None."""
    newest = select(func.coalesce(func.max(log.c.seq), 0)).scalar_subquery()
    made = select(func.coalesce(func.max(overviews_made.c.seq), 0)).scalar_subquery()
    until, told = connection.execute(select(newest, made)).one()
    return int(until) if until == told else None


def is_current(connection: Connection) -> bool:
    """Whether the overviews tell of everything that the log does."""
    return current(connection) is not None


def made_until(connection: Connection) -> int:
    """The last entry of the log that the overviews tell of."""
    return connection.scalar(select(overviews_made.c.seq)) or 0


def renew(database: Database, *, told: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Makes the overviews anew that are out of date, some at once, and gives their number.

    `told` is called with how many are looked at and of how many.
    """
    with database.reading() as connection:
        until = known_until(connection, None)
        if made_until(connection) == until:
            return 0
        touched = _touched(connection, until)
        stale = _stale(connection, touched, until)
    made = 0
    for start in range(0, len(stale), _AT_ONCE):
        with database.writing() as connection:
            made += _renew(connection, stale[start : start + _AT_ONCE], known_until(connection, None))
        told(min(start + _AT_ONCE, len(stale)), len(stale))
    for some in few(touched):
        with database.writing() as connection:
            unread.renew(connection, some, known_until(connection, None))
    with database.writing() as connection:
        _say_made(connection, until)
    return made


def renew_within(connection: Connection) -> None:
    """Makes the overviews anew that are out of date, within a transaction: where a decision is to show at once.

    Leaves them where there are none yet, or many are out of date: `renew` is for that.
    """
    if made_until(connection) == 0:
        return
    until = known_until(connection, None)
    touched = _touched(connection, until)
    stale = _stale(connection, touched, until)
    if len(stale) <= _AT_ONCE and len(touched) <= FEW:
        _renew(connection, stale, until)
        unread.renew(connection, touched, until)
        _say_made(connection, until)


def _say_made(connection: Connection, until: int) -> None:
    """Notes how far the overviews go now, which is no less than what a decision meanwhile brought them to."""
    until = max(until, made_until(connection))
    connection.execute(delete(overviews_made))
    connection.execute(insert(overviews_made).values(seq=until))


def _stale(connection: Connection, touched: Sequence[str], until: int) -> list[str]:
    """The incidents, old and new, that entries of the log since the last time may have changed."""
    if made_until(connection) == 0:
        return sorted(each.id for each in grouping.find_grouped(connection, until))
    old = (
        connection.scalars(
            select(overview_terms.c.incident).where(
                overview_terms.c.kind == "document", overview_terms.c.value.in_(some)
            )
        )
        for some in few(touched)
    )
    new = grouping.incidents_in(connection, until, touched)
    return sorted({*(id for some in old for id in some), *new})


def _touched(connection: Connection, until: int) -> list[str]:
    """The documents that entries of the log since the last time tell of."""
    since = made_until(connection)
    if since == 0:
        return unread.find_documents(connection, until)
    asked = (
        select(members.c.document).where(members.c.run > since, members.c.run <= until),
        select(readings.c.document).where(readings.c.seq > since, readings.c.seq <= until),
        select(subjects.c.document).where(subjects.c.decision > since, subjects.c.decision <= until),
    )
    return sorted({document for each in asked for document in connection.scalars(each.distinct())})


def _renew(connection: Connection, ids: Sequence[str], until: int) -> int:
    """Makes some overviews anew where what they are made from changed, and takes those away that are no incidents."""
    grouped = grouping.find_grouped(connection, until, ids)
    near = {document for each in grouped for document, _ in each.happenings}
    rulings = find_rulings(connection, until, near=near)
    numbers = current_readings(connection, near, until)
    told = {each.id: _without(each, rulings.withdrawn) for each in grouped}
    digests = {id: _digest(each, numbers, rulings) for id, each in told.items() if each.happenings}
    there = {
        row.incident: row
        for some in few(list(ids))
        for row in connection.execute(
            select(overviews.c.incident, overviews.c.digest, overviews.c.card).where(overviews.c.incident.in_(some))
        )
    }
    changed = [told[id] for id in sorted(digests) if id not in there or there[id].digest != digests[id]]

    def mark(happenings: Sequence[Happening]) -> str:
        return digest_of([[(*each, numbers[each[0]]) for each in happenings], _VERSION])[:16]

    steps = {id: json.loads(there[id].card)["steps"] for id in there if there[id].digest != digests.get(id)}
    decided_on = {
        each.id for each in changed if each.id in steps and steps[each.id][-1].get("of") == mark(each.happenings)
    }
    _forget(connection, steps.keys() - decided_on)
    _settle(connection, [each for each in changed if each.id in decided_on], digests, rulings)
    made = {step["of"]: step for each in steps.values() for step in each if "of" in step}
    anew = [each for each in changed if each.id not in decided_on]
    _keep(connection, anew, digests, rulings, until, mark, made)
    reviewing.renew_similar(connection, ids, told.values(), until)
    return len(changed)


def _keep(
    connection: Connection,
    changed: Sequence[Grouped],
    digests: dict[str, str],
    rulings: Rulings,
    until: int,
    mark: Mark,
    steps_made: Mapping[str, dict[str, Any]],
) -> None:
    of = {document for each in changed for document, _ in each.happenings}
    current = find_current_of(connection, of, until)
    since = known_since(connection, of)
    decided = _decided(rulings)
    made = [overview_of(each.id, each.happenings, current, since, mark, steps_made) for each in changed]
    rows = [
        one.row | {"digest": digests[each.id], "reviewed": not decided.isdisjoint(each.happenings)}
        for each, one in zip(changed, made, strict=True)
    ]
    terms = [
        {"kind": kind, "value": value, "incident": one.row["incident"]}
        for one in made
        for kind, value in sorted(one.terms)
    ]
    pairs = [{"incident": one.row["incident"], **pair._asdict()} for one in made for pair in one.pairs]
    for table, given in ((overviews, rows), (overview_terms, terms), (overview_pairs, pairs)):
        if given:
            connection.execute(insert(table), given)
    reviewing.keep(connection, (item for one in made for item in one.items), rulings.stand)


def _settle(connection: Connection, decided_on: Sequence[Grouped], digests: dict[str, str], rulings: Rulings) -> None:
    """Brings incidents up to date of which nothing changed but what people decided."""
    decided = _decided(rulings)
    for each in decided_on:
        values = {"digest": digests[each.id], "reviewed": not decided.isdisjoint(each.happenings)}
        connection.execute(update(overviews).where(overviews.c.incident == each.id).values(values))
    reviewing.settle(connection, [each.id for each in decided_on], rulings.stand)


def _decided(rulings: Rulings) -> set[Happening]:
    """The happenings on which people decided, or said what they found."""
    decided = {happening for pair in rulings.pairs for happening in pair}
    decided |= {each.subjects[0].key for each in find_amended(rulings.stand).values()}
    return decided | {
        subject.key for each in reviews(rulings.stand) for subject in each.subjects if _is_looked_at(each)
    }


def _is_looked_at(review: Decision) -> bool:
    """Whether a person said what he found, and did not only set it aside."""
    return review.becomes["state"] in DONE


def _forget(connection: Connection, ids: Collection[str]) -> None:
    for some in few(sorted(ids)):
        connection.execute(delete(overviews).where(overviews.c.incident.in_(some)))
        connection.execute(delete(overview_terms).where(overview_terms.c.incident.in_(some)))
        connection.execute(delete(overview_pairs).where(overview_pairs.c.incident.in_(some)))
    reviewing.forget(connection, ids)


def _without(grouped: Grouped, withdrawn: Collection[str]) -> Grouped:
    return grouped._replace(happenings=tuple(each for each in grouped.happenings if each[0] not in withdrawn))


def _digest(grouped: Grouped, numbers: Any, rulings: Rulings) -> str:
    """What an overview is made from, in short: where it stays the same, so does the overview."""
    inside = set(grouped.happenings)
    decided = sorted(
        each.seq for each in rulings.stand if not inside.isdisjoint(subject.key for subject in each.subjects)
    )
    return digest_of([[(*each, numbers[each[0]]) for each in grouped.happenings], decided, _VERSION])


_VERSION = 6
"""Of what `overview_of` makes; a new one has all made anew."""
