"""What follows from all decisions as of an entry of the log, in terms of the readings that are current then."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from riwaya.store.carrying import as_read_now
from riwaya.store.decisions import (
    RESTORE,
    UNDO,
    WITHDRAW,
    Decision,
    Pair,
    Ruled,
    find_decisions,
    rule_pairs,
    standing,
    withdrawn,
)


class Rulings(NamedTuple):
    """What people decided of pairs of happenings, and which documents they withdrew.

    `stand` are the decisions that this follows from; `lost` are those whose happenings no words tell of any more.
    """

    stand: tuple[Decision, ...]
    pairs: Mapping[Pair, Ruled]
    withdrawn: frozenset[str]
    lost: tuple[Decision, ...]

    @property
    def together(self) -> dict[Pair, bool]:
        """Of each pair that somebody decided on, in order, whether it is one incident."""
        return {pair: self.pairs[pair].together for pair in sorted(self.pairs)}


def find_rulings(connection: Connection, until: int, *, near: Collection[str] | None = None) -> Rulings:
    """What follows from the decisions that stand as of an entry of the log; with `near`, from those near documents."""
    carried = as_read_now(connection, standing(find_decisions(connection, until, near=near)), until)
    gone = {decision.seq for decision in carried.lost}
    stand = tuple(decision for decision in carried.decisions if decision.seq not in gone)
    return Rulings(stand, rule_pairs(stand), withdrawn(carried.decisions), carried.lost)


def find_withdrawn(connection: Connection, until: int) -> frozenset[str]:
    """The documents that are withdrawn as of an entry of the log; no other decisions are read for it."""
    return withdrawn(standing(find_decisions(connection, until, kinds=(WITHDRAW, RESTORE, UNDO))))
