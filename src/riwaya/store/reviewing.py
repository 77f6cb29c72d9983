"""Keeps the items of the review beside the overviews, and finds them: in their order, by reason and state, counted."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, literal, or_, select, update

from riwaya.errors import NotThere, UsageError
from riwaya.store import suggesting
from riwaya.store.database import few
from riwaya.store.decisions import Decision
from riwaya.store.grouping import Grouped, Weighed
from riwaya.store.review_items import DONE, OPEN, REASONS, ReviewItem, similar, state_of
from riwaya.store.rulings import find_rulings
from riwaya.store.schema import overviews, review_items

ItemState = Literal["open", "done", "skipped"]
"""How items are asked for: open, decided on, or set aside."""
STATES = ("open", "done", "skipped")
_STATES: dict[str, tuple[str, ...]] = {"open": (OPEN,), "done": DONE, "skipped": ("skipped",)}


class FoundItems(NamedTuple):
    """Items in their order, and where the next ones begin, None where there are no more."""

    items: tuple[ReviewItem, ...]
    next: str | None


# ---------------------------------------------------------------------------------------------------------------- keep


def forget(connection: Connection, incidents: Collection[str]) -> None:
    """Takes the items of some incidents away, but for those that are about two: `renew_similar` sees to them."""
    for some in few(sorted(incidents)):
        about_one = review_items.c.incident.in_(some), review_items.c.reason != "similar"
        connection.execute(delete(review_items).where(*about_one))


def keep(
    connection: Connection,
    items: Iterable[ReviewItem],
    stand: Sequence[Decision],
    *,
    since: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Keeps items of incidents whose overviews are there, each in the state that decisions give it.

    An item without an incident is about a document, and `since` tells when that was known.
    """
    given = tuple(items)
    changed = _changed(connection, {item.incident for item in given})
    rows = [_row(item, changed.get(item.incident) or since[item.about], *state_of(item, stand)) for item in given]
    if rows:
        connection.execute(insert(review_items), rows)


def settle(connection: Connection, incidents: Sequence[str], stand: Sequence[Decision]) -> None:
    """Gives the items of some incidents, but for those that are about two, the state that decisions give them now."""
    for some in few(incidents):
        asked = select(review_items).where(review_items.c.incident.in_(some), review_items.c.reason != "similar")
        for item in map(_item, connection.execute(asked).all()):
            state, decision = state_of(item, stand)
            if (state, decision) != (item.state, item.decision):
                settled = update(review_items).where(review_items.c.id == item.id)
                connection.execute(settled.values(state=state, decision=decision))


def renew_similar(connection: Connection, incidents: Sequence[str], grouped: Iterable[Grouped], until: int) -> None:
    """Makes the items anew that say that some incidents may be the same as others.

    `grouped` are those of the incidents that there are still.
    """
    for some in few(incidents):
        of_these = or_(review_items.c.incident.in_(some), review_items.c.other.in_(some))
        connection.execute(delete(review_items).where(review_items.c.reason == "similar", of_these))
    near = {happening for each in grouped for happening in each.happenings}
    found = [(link, min(ends), max(ends)) for link, *ends in suggesting.find_suggested(connection, until, near)]
    history = _background(connection, {id for _, one, other in found for id in (one, other)})
    documents = {end[0] for link, _, _ in found for end in (link.a, link.b)}
    stand = find_rulings(connection, until, near=documents).stand if found else ()
    items = [
        similar(one, other, link, background=history[one] and history[other])
        for link, one, other in found
        if one in history and other in history
    ]
    for some in few([item.id for item in items]):  # of incidents that were called otherwise, and are still to come
        connection.execute(delete(review_items).where(review_items.c.id.in_(some)))
    keep(connection, items, stand)


def _row(item: ReviewItem, changed: str, state: str, decision: int | None) -> dict[str, Any]:
    return {
        **item._asdict(),
        "place": f"{item.rank:02} {changed} {item.id}",
        "state": state,
        "decision": decision,
        "happenings": json.dumps(item.happenings),
        "told": json.dumps(item.told, ensure_ascii=False),
    }


def _changed(connection: Connection, incidents: Collection[str]) -> dict[str, str]:
    return {row.incident: row.changed for row in _overviews(connection, incidents)}


def _background(connection: Connection, incidents: Collection[str]) -> dict[str, bool]:
    return {row.incident: row.background for row in _overviews(connection, incidents)}


def _overviews(connection: Connection, incidents: Collection[str]) -> Iterator[Any]:
    asked = select(overviews.c.incident, overviews.c.changed, overviews.c.background)
    for some in few(sorted(incidents)):
        yield from connection.execute(asked.where(overviews.c.incident.in_(some)))


# ---------------------------------------------------------------------------------------------------------------- find


def find(
    connection: Connection,
    *,
    state: ItemState = "open",
    reason: str | None = None,
    incident: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> FoundItems:
    """The items in a state, the weightiest first: all, or those of a reason, or of an incident; from behind one."""
    table = review_items.c
    asked = select(review_items).where(*_wheres(state, reason))
    order: ColumnElement[str] = table.place
    if incident is not None:
        ends = (table.incident, table.other)
        ids = [id for end in ends for id in connection.scalars(select(table.id).where(end == incident))]
        if not ids:
            return FoundItems((), None)
        # An order that no index has: else SQLite goes through all that are in the state for these few.
        asked, order = asked.where(table.id.in_(ids)), table.place + ""
    if after is not None:
        asked = asked.where(table.place < _place(connection, after))
    rows = connection.execute(asked.order_by(order.desc()).limit(limit + 1)).all()
    items = tuple(map(_item, rows[:limit]))
    return FoundItems(items, items[-1].id if len(rows) > limit else None)


def find_one(connection: Connection, id: str) -> ReviewItem:
    """An item. Raises UsageError where there is none."""
    row = connection.execute(select(review_items).where(review_items.c.id == id)).first()
    if row is None:
        raise NotThere(f"there is no item {id!r} in the review: what it was about may have changed")
    return _item(row)


def find_suggested(connection: Connection) -> Iterator[suggesting.Apart]:
    """What `suggesting.find_suggested` finds, out of the items that were made of it, which is quicker."""
    asked = select(review_items).where(review_items.c.reason == "similar")
    found = [(_link(item), item.incident, item.other or "") for item in map(_item, connection.execute(asked))]
    yield from sorted(found, key=lambda each: (-each[0].score, each[0].a, each[0].b))


def _link(item: ReviewItem) -> Weighed:
    """The link between the two incidents of an item."""
    a, b = (tuple(item.told[end]) for end in ("a", "b"))
    return Weighed(a, b, item.told["score"], tuple(item.told["reasons"]))


def count(connection: Connection, state: ItemState = "open") -> dict[str, int]:
    """How many items there are in a state, by reason."""
    asked = (
        select(review_items.c.reason, func.count().label("number"))
        .where(*_wheres(state, None))
        .group_by(review_items.c.reason)
    )
    counted = {row.reason: row.number for row in connection.execute(asked)}
    return {reason: counted.get(reason, 0) for reason in REASONS}


def _wheres(state: ItemState, reason: str | None) -> list[ColumnElement[bool]]:
    if state not in _STATES:
        raise UsageError(f"items of the review are {', '.join(_STATES)}, not {state!r}")
    if reason is not None and reason not in REASONS:
        raise UsageError(f"items of the review are there for {', '.join(REASONS)}, not for {reason!r}")
    of_reason = literal(True) if reason is None else review_items.c.reason == reason
    return [review_items.c.state.in_(_STATES[state]), of_reason]


def _place(connection: Connection, id: str) -> str:
    """Where an item stands in the order; one that is gone stands at the beginning."""
    place: str | None = connection.scalar(select(review_items.c.place).where(review_items.c.id == id))
    return place or "~"


def _item(row: Row[Any]) -> ReviewItem:
    values = {name: value for name, value in row._mapping.items() if name != "place"}
    happenings = tuple((document, happening) for document, happening in json.loads(row.happenings))
    return ReviewItem(**values | {"happenings": happenings, "told": json.loads(row.told)})
