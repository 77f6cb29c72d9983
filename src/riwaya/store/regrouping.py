"""Groups anew what a decision touches, so that it shows at once.

What is grouped are the incidents that the decision is about; and where documents go or come back, those that theirs may
be joined with. All others stay as they are until the next run over everything.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from riwaya.reconciling.reconcile import CUT, Reconciler
from riwaya.records import VERSION
from riwaya.store import grouping
from riwaya.store.decisions import AMEND, CHANGES_NOTHING, Decision, find_decision, find_decisions
from riwaya.store.documents import find_current_of
from riwaya.store.grouping import Happening
from riwaya.store.log import known_until
from riwaya.store.rulings import find_rulings
from riwaya.store.weights import find_weights

_ROUNDED = 0.0005
"""How far a share that a run keeps may be from the one that it went by."""


def regroup(connection: Connection, decision: Decision, *, now: datetime) -> int | None:
    """Groups what a decision touches, and gives the number of the run; None where nothing of it was grouped yet.

    Within the writing transaction of the decision, so that nobody sees the one without the other.
    """
    until = known_until(connection, None)
    subjects = [subject.key for subject in decision.subjects]
    around = grouping.find_together(connection, until, subjects)
    if any(not happening for _, happening in subjects):
        own = {happening for happening in around if happening[0] in dict(subjects)}
        linked = grouping.find_linked(connection, until, own, least=CUT - _ROUNDED)
        around |= grouping.find_together(connection, until, linked)
    if not around:
        return None
    around |= {happening for happening in subjects if happening[1]}  # it may have come after the last run
    return group_anew(connection, around, now=now)


def group_anew(connection: Connection, around: Collection[Happening], *, now: datetime) -> int | None:
    """Groups some happenings, which are all of the incidents that they are in, and gives the number of the run.

    None where all of them are withdrawn.
    """
    until = known_until(connection, None)
    rulings = find_rulings(connection, until, near={document for document, _ in around})
    told = {happening for happening in around if happening[0] not in rulings.withdrawn}
    if not told:
        return None
    weights = find_weights(connection, until)
    reconciler = Reconciler(ruled=rulings.together, changes=weights.changes, only=told)
    reconciler.group(find_current_of(connection, {document for document, _ in told}, until).values())
    return grouping.save(
        connection, reconciler.groups(), version=VERSION, weights=weights.as_dict(), whole=False, seen=until,
        others=reconciler.suggestions(), now=now,
    )  # fmt: skip


def regroup_since(connection: Connection, seen: int, *, now: datetime) -> None:
    """Groups again what was decided after an entry of the log, which a run that had seen no more than that left out."""
    for decision in find_decisions(connection, known_until(connection, None), after=seen):
        if is_of_groups(connection, decision):
            regroup(connection, decision, now=now)


def is_of_groups(connection: Connection, decision: Decision) -> bool:
    """Whether a decision may change what is one incident, itself or by taking back one that does."""
    told: Decision | None = decision
    while told is not None and told.undoes is not None:
        told = find_decision(connection, told.undoes, told.seq)
    return told is not None and told.kind != AMEND and told.kind not in CHANGES_NOTHING
