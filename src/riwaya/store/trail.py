"""What people did, decisions and entries of the audit together, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import merge
from typing import NamedTuple

from sqlalchemy import Connection, select

from riwaya.errors import UsageError
from riwaya.store.decisions import KINDS as DECISIONS
from riwaya.store.decisions import Decision, find_newest
from riwaya.store.people.audit import DECIDED, KINDS, Act, find_acts
from riwaya.store.schema import audit

ACTS = tuple(kind for kind in KINDS if kind != DECIDED)
"""The kinds of entries that are told beside decisions; `decided` only tells from where one came."""


class Before(NamedTuple):
    """A place in the trail: what comes before a decision and before an entry of the audit. Written `12.45`."""

    decision: int
    act: int

    def __str__(self) -> str:
        return f"{self.decision}.{self.act}"


class Step(NamedTuple):
    """Something that somebody did: a decision, or an entry of the audit; and the address that it came from, if any."""

    at: str
    done: Decision | Act
    address: str


class Trail(NamedTuple):
    """Some steps, the newest first, and the place behind them, None where they end."""

    steps: tuple[Step, ...]
    next: Before | None


def before_in(told: str | None) -> Before | None:
    """A place out of its written form. Raises UsageError where it is none."""
    if not told:
        return None
    parts = told.split(".")
    if len(parts) != 2 or not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):
        raise UsageError(f"{told!r} is no place in the trail")
    return Before(int(parts[0]), int(parts[1]))


def find_trail(
    connection: Connection,
    *,
    who: str | None = None,
    kind: str | None = None,
    own: str | None = None,
    before: Before | None = None,
    limit: int = 50,
) -> Trail:
    """The newest steps before a place, of a person or of a kind.

    With `own` only those entries of the audit that a person made, or that tell of attempts to sign in by his name.
    """
    of_decisions, of_acts = kind is None or kind in DECISIONS, kind is None or kind in ACTS
    if kind is not None and not of_decisions and not of_acts:
        raise UsageError(f"there is no kind {kind!r}; these are: {', '.join((*DECISIONS, *ACTS))}")
    found: list[Step] = []
    if of_decisions:
        decisions = find_newest(
            connection, who=who, kind=kind, before=before.decision if before else None, most=limit + 1
        )
        addresses = _addresses(connection, decisions)
        found += [Step(each.at, each, addresses.get(each.seq, "")) for each in decisions]
    if of_acts:
        acts = find_acts(
            connection,
            who=who,
            kind=kind,
            own=own,
            before=before.act if before else None,
            newest=limit + 1,
            but=DECIDED,
        )
        told = [Step(act.at, act, act.address) for act in acts]
        found = list(merge(found, told, key=lambda step: step.at, reverse=True))
    steps = tuple(found[:limit])
    return Trail(steps, _behind(steps, before) if len(found) > limit else None)


def _behind(steps: Sequence[Step], before: Before | None) -> Before:
    """The place behind some steps."""
    decision, act = before or Before(2**62, 2**62)
    for step in steps:
        if isinstance(step.done, Decision):
            decision = step.done.seq
        else:
            act = step.done.seq
    return Before(decision, act)


def _addresses(connection: Connection, decisions: Sequence[Decision]) -> dict[int, str]:
    """The addresses that decisions came from, of those that were made at a desk of a team."""
    numbers = [str(decision.seq) for decision in decisions]
    asked = select(audit.c.about, audit.c.address).where(audit.c.kind == DECIDED, audit.c.about.in_(numbers))
    return {int(row.about): row.address for row in connection.execute(asked)}
