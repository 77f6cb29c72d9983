"""Groups anew what a decision touches, so that it shows at once.

What is grouped are the incidents that the decision is about, and those that are linked with them; all others stay as
they are until the next run over everything.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from riwaya.reconciling.reconcile import Reconciler
from riwaya.records import VERSION
from riwaya.store import grouping
from riwaya.store.decisions import Decision
from riwaya.store.documents import find_current_of
from riwaya.store.log import known_until
from riwaya.store.rulings import find_rulings
from riwaya.store.weights import find_weights


def regroup(connection: Connection, decision: Decision, *, now: datetime) -> int | None:
    """Groups what a decision touches, and gives the number of the run; None where nothing of it was grouped yet.

    Within the writing transaction of the decision, so that nobody sees the one without the other.
    """
    until = known_until(connection, None)
    around = grouping.find_around(connection, until, [subject.key for subject in decision.subjects])
    rulings = find_rulings(connection, until, near={document for document, _ in around})
    told = {happening for happening in around if happening[0] not in rulings.withdrawn}
    if not told:
        return None
    weights = find_weights(connection, until)
    reconciler = Reconciler(ruled=rulings.together, changes=weights.changes, only=told)
    reconciler.add(find_current_of(connection, {document for document, _ in told}, until).values())
    return grouping.save(
        connection, reconciler.incidents(), version=VERSION, weights=weights.as_dict(), whole=False, seen=until,
        others=reconciler.suggestions(), now=now,
    )  # fmt: skip
