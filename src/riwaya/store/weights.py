"""What a store adds to the weights that ship: fitted to what people decided in it, and kept with each run.

The newest run tells which weights are in force; a run that was made with those that ship puts them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from riwaya.errors import UsageError
from riwaya.reconciling.clusters import sorted_pair
from riwaya.reconciling.evidence import evidence_of
from riwaya.reconciling.fitting import Judged, fit
from riwaya.reconciling.links import SHIPPED, Changes, kinds
from riwaya.reconciling.reconcile import WEIGHTS
from riwaya.store.decisions import CONFIRM, MERGE, REJECT, SPLIT, Decision, Pair, happenings_in
from riwaya.store.documents import find_current_of
from riwaya.store.rulings import Rulings, find_rulings
from riwaya.store.schema import runs

LEAST = 20
"""Decisions under which nothing is fitted: fewer tell more of who decided than of the weights."""


class Weights(NamedTuple):
    """What is added to the weights that ship, and on how many decisions that rests; none where they are as shipped."""

    changes: Changes = SHIPPED
    decisions: int = 0

    def as_dict(self) -> dict[str, Any]:
        """As a run keeps them."""
        return {**WEIGHTS, "decisions": self.decisions, "changes": dict(self.changes)}


def find_weights(connection: Connection, until: int) -> Weights:
    """The weights in force as of an entry of the log: those of the newest run."""
    newest = select(runs.c.weights).where(runs.c.seq <= until).order_by(runs.c.seq.desc()).limit(1)
    told = json.loads(connection.scalar(newest) or "{}")
    return Weights(told.get("changes", {}), told.get("decisions", 0))


def fit_weights(connection: Connection, until: int) -> Weights:
    """Weights fitted to the decisions that stand; each of them counts once, however many pairs it is about.

    Raises UsageError where there are too few.
    """
    judged = dict(_judged(connection, until))
    if len(judged) < LEAST:
        raise UsageError(
            f"weights are fitted to {LEAST} decisions or more on what is one incident; {len(judged)} stand here"
        )
    return Weights(fit(pair for pairs in judged.values() for pair in pairs), len(judged))


def _judged(connection: Connection, until: int) -> Iterator[tuple[int, list[Judged]]]:
    """The decisions that say something of two happenings, each with its pairs as they are read now."""
    rulings = find_rulings(connection, until)
    said = {decision.seq: _pairs(decision, rulings) for decision in rulings.stand}
    documents = {document for pairs in said.values() for pair in pairs for document, _ in pair}
    readings = find_current_of(connection, documents, until).values()
    known = {evidence.key: evidence for reading in readings for evidence in evidence_of(reading)}
    for decision in rulings.stand:
        pairs = [(a, b) for a, b in said[decision.seq] if a in known and b in known]
        together = decision.kind in (CONFIRM, MERGE)
        if pairs:
            yield decision.seq, [Judged(kinds(known[a], known[b]), together, 1 / len(pairs)) for a, b in pairs]


def _pairs(decision: Decision, rulings: Rulings) -> list[Pair]:
    """The pairs of happenings, of two documents each, that a decision speaks of and no later one speaks against."""
    if decision.kind in (CONFIRM, REJECT):
        a, b = (subject.key for subject in decision.subjects)
        pairs = {sorted_pair(a, b)}
    elif decision.kind == MERGE:
        pairs = set(combinations(sorted(happenings_in(decision.becomes["together"])), 2))
    elif decision.kind == SPLIT:
        parts = [happenings_in(part) for part in decision.becomes["apart"]]
        pairs = {sorted_pair(a, b) for one, other in combinations(parts, 2) for a, b in product(one, other)}
    else:
        return []
    together = decision.kind in (CONFIRM, MERGE)
    return sorted(
        (a, b)
        for a, b in pairs
        if a[0] != b[0] and ((a, b) not in rulings.pairs or rulings.pairs[a, b].together == together)
    )
