"""What was decided on an incident, in order, and how each of it stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from riwaya.store.carrying import as_read_now
from riwaya.store.decisions import Decision, find_decision, find_decisions, not_undone
from riwaya.store.grouping import Happening


class Decided(NamedTuple):
    """A decision, and whether it stands, was taken back, or is lost: no words tell of its happenings any more."""

    decision: Decision
    state: Literal["stands", "taken back", "lost"]


def find_history(connection: Connection, happenings: Collection[Happening], until: int) -> tuple[Decided, ...]:
    """The decisions on some happenings and on their documents as of an entry of the log, in order."""
    documents = {document for document, _ in happenings}
    made = sorted(find_decisions(connection, until, near=documents), key=lambda decision: decision.seq)
    carried = as_read_now(connection, made, until)
    told = {*happenings, *((document, "") for document in documents)}
    near = (now for now in carried.decisions if not told.isdisjoint(subject.key for subject in now.subjects))
    return with_states(made, {decision.seq for decision in carried.lost}, {decision.seq for decision in near})


def find_decided(connection: Connection, seq: int, until: int) -> Decided | None:
    """A decision by its number as of an entry of the log, with how it stands, or None."""
    made = find_decision(connection, seq, until)
    if made is None:
        return None
    near = find_decisions(connection, until, near={subject.document for subject in made.subjects})
    in_order = sorted(near, key=lambda decision: decision.seq)
    return with_states(in_order, {each.seq for each in as_read_now(connection, [made], until).lost}, {seq})[0]


def with_states(made: Collection[Decision], lost: Collection[int], only: Collection[int]) -> tuple[Decided, ...]:
    """Decisions, each with how it stands; of all those that were made, some by their numbers."""
    stand = {decision.seq for decision in not_undone(tuple(made))}
    return tuple(
        Decided(each, "lost" if each.seq in lost else "stands" if each.seq in stand else "taken back")
        for each in made
        if each.seq in only
    )
