"""Keeps what somebody decides, where nobody decided on the same incident since he looked.

Whoever decides says which state of the store he looked at: the number of its newest entry then. A decision on any
happening or document of the same incident since then stops his, with a message that names it; he looks again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from riwaya.errors import DecidedMeanwhile, NotThere, UsageError
from riwaya.reconciling.clusters import sorted_pair
from riwaya.store import contents, schema
from riwaya.store.carrying import as_read_now
from riwaya.store.decisions import (
    AMEND,
    CHANGES_NOTHING,
    CONFIRM,
    MERGE,
    NOTE,
    REJECT,
    RESTORE,
    REVIEW,
    SPLIT,
    UNDO,
    WITHDRAW,
    Decision,
    Subject,
    amended,
    find_contradiction,
    find_decision,
    find_decisions,
    not_undone,
    reviews,
    rule_pairs,
    standing,
    withdrawn,
)
from riwaya.store.documents import current_readings, find_current_of
from riwaya.store.grouping import Happening, find_grouped, find_together, no_incident
from riwaya.store.log import append, known_until
from riwaya.store.review_items import CLOSED, state_of
from riwaya.store.reviewing import find_one as find_item
from riwaya.store.values import check_value

_MEANWHILE = "not kept, for {}. Look at it again, and decide anew"


class Deciding:
    """One decision in the making, within a writing transaction: who makes it, why, and what he had seen."""

    def __init__(self, connection: Connection, *, who: str, why: str, seen: int | None, now: datetime) -> None:
        for name, value in (("who", who), ("why", why)):
            if not value.strip():
                raise UsageError(f"{name}: a decision says who made it and why")
        self._connection = connection
        self._until = known_until(connection, None)
        seen = self._until if seen is None else seen
        self._who, self._why, self._seen, self._now = who.strip(), why.strip(), seen, now
        if not 0 <= seen <= self._until:
            raise UsageError(f"seen: the store has no entry {seen}; its last is {self._until}")
        self._made: tuple[Decision, ...] = ()  # those that have to do with it, once it is known what it is about

    def link(self, a: Happening, b: Happening, *, together: bool) -> Decision:
        """Confirms or rejects that two happenings are one incident."""
        pair = sorted_pair(a, b)
        if a[0] == b[0]:
            raise UsageError(f"{'/'.join(a)} and {'/'.join(b)} are of one document, which tells them apart itself")
        self._look_at(pair)
        ruled = rule_pairs(standing(self._made)).get(pair)
        was = "suggested" if ruled is None else "confirmed" if ruled.together else "rejected"
        becomes = "confirmed" if together else "rejected"
        if was == becomes:
            raise UsageError(f"that link is {was} already: {ruled.decision if ruled else ''}")
        return self._keep(CONFIRM if together else REJECT, pair, was, becomes)

    def merge(self, incidents: Sequence[str]) -> Decision:
        """Says that some incidents are one."""
        if len(set(incidents)) < 2:
            raise UsageError("a merger takes two incidents or more")
        groups = {id: self._members_of(id) for id in incidents}
        together = sorted(happening for group in groups.values() for happening in group)
        self._look_at(together)
        return self._keep(MERGE, together, {"incidents": groups}, {"together": together})

    def split(self, incident: str, part: Collection[Happening]) -> Decision:
        """Says that some happenings of an incident are not that of the others."""
        whole = self._members_of(incident)
        self._look_at(whole)
        if strangers := sorted(set(part).difference(whole)):
            raise UsageError(f"{', '.join(map('/'.join, strangers))}: not of the incident {incident}")
        rest = [happening for happening in whole if happening not in set(part)]
        if not part or not rest:
            raise UsageError(f"to split {incident} takes some of its happenings, and leaves some")
        return self._keep(SPLIT, whole, {"incidents": {incident: whole}}, {"apart": [sorted(set(part)), rest]})

    def withdraw(self, document: str, *, back: bool = False) -> Decision:
        """Takes a document out of what is listed, searched and grouped, or brings it back; it stays in the store."""
        self._look_at([(document, "")])
        gone = document in withdrawn(standing(self._made))
        if gone != back:
            raise UsageError(f"the document {document} is {'withdrawn already' if gone else 'not withdrawn'}")
        was, becomes = ("withdrawn", "held") if back else ("held", "withdrawn")
        return self._keep(RESTORE if back else WITHDRAW, [(document, "")], was, becomes)

    def amend(self, document: str, account: str, field: str, values: Sequence[Any]) -> Decision:
        """Says what an account really says of a field; what the machine read there stays beside it."""
        known = find_current_of(self._connection, [document], self._until)
        told = next((each for each in known[document].accounts if each.id == account), None) if known else None
        if told is None or told.incident is None:
            raise NotThere(f"there is no account {document}/{account} in what its document says as it is read now")
        key = (document, told.incident)
        self._look_at([key])
        checked = [check_value(field, value) for value in values]
        earlier = amended(standing(self._made)).get((document, account, field))
        read = [claim.value for claim in told.claims if claim.field == field]
        was = earlier.becomes["values"] if earlier else read
        if was == checked:
            raise UsageError(f"{field} of {document}/{account} says so already")
        about = {"account": account, "field": field}
        return self._keep(AMEND, [key], {**about, "values": was}, {**about, "values": checked})

    def note(self, incident: str) -> Decision:
        """Says something of an incident, its reason being all that it says; it changes nothing."""
        whole = self._members_of(incident)
        return self._keep(NOTE, whole, None, {"incident": incident})

    def review(self, id: str, state: str) -> Decision:
        """Says what a person found on looking at an item of the review: it holds, it does not, or it is set aside."""
        if state not in CLOSED:
            raise UsageError(f"an item of the review becomes one of {', '.join(CLOSED)}, not {state!r}")
        item = find_item(self._connection, id)
        self._look_at(item.happenings)
        for decision in reviews(self._made):
            if decision.seq > self._seen and item.is_meant_by(decision):
                raise DecidedMeanwhile(_MEANWHILE.format(decision))
        was = state_of(item, standing(self._made))[0]
        if was == state:
            raise UsageError(f"that item is {state} already")
        about = {"reason": item.reason, "about": item.about, "digest": item.digest}
        return self._keep(REVIEW, item.happenings, {**about, "state": was}, {**about, "state": state})

    def undo(self, seq: int) -> Decision:
        """Takes a decision back; of one that took another back, that other stands again."""
        made = find_decision(self._connection, seq, self._until)
        if made is None:
            raise NotThere(f"there is no decision {seq}")
        [decision] = as_read_now(self._connection, [made], self._until).decisions
        keys = [subject.key for subject in decision.subjects]
        self._look_at(keys)
        if any(made.kind == UNDO and made.undoes == seq for made in not_undone(self._made)):
            raise UsageError(f"decision {seq} was taken back already")
        return self._keep(UNDO, keys, "stands", "taken back", undoes=seq, taken_back=decision.subjects)

    # ------------------------------------------------------------------------------------------------------------ keep

    def _keep(
        self,
        kind: str,
        keys: Sequence[Happening],
        was: Any,
        becomes: Any,
        *,
        undoes: int | None = None,
        taken_back: tuple[Subject, ...] = (),
    ) -> Decision:
        subjects = taken_back or self._subjects(keys)
        row: dict[str, Any] = {
            "kind": kind,
            "who": self._who,
            "why": self._why,
            "was": json.dumps(was, ensure_ascii=False),
            "becomes": json.dumps(becomes, ensure_ascii=False),
            "undoes": undoes,
        }
        about = [subject._asdict() for subject in subjects]
        told = json.loads(row["was"]), json.loads(row["becomes"])
        draft = Decision(self._until + 1, "", kind, self._who, self._why, *told, undoes, subjects)
        self._stop_if_contradicting(draft)
        entry = append(self._connection, "decision", None, contents.of_decision(row, about), now=self._now)
        self._connection.execute(insert(schema.decisions).values(seq=entry.seq, **row))
        self._connection.execute(insert(schema.subjects), [{"decision": entry.seq, **each} for each in about])
        return draft._replace(seq=entry.seq, at=entry.at)

    def _subjects(self, keys: Sequence[Happening]) -> tuple[Subject, ...]:
        """What a decision is about, each with the reading that is current; raises UsageError for what is not there."""
        read_by = current_readings(self._connection, {document for document, _ in keys}, self._until)
        found = []
        for document, happening in sorted(set(keys)):
            if document not in read_by:
                raise NotThere(f"the store has no document {document!r}")
            found.append(Subject(document, happening, read_by[document]))
        self._demand_happenings(found)
        return tuple(found)

    def _demand_happenings(self, subjects: Iterable[Subject]) -> None:
        table = schema.accounts
        for subject in subjects:
            if not subject.happening:
                continue
            asked = select(func.count()).where(
                table.c.reading == subject.reading, table.c.happening == subject.happening
            )
            if not self._connection.scalar(asked):
                told = "/".join(subject.key)
                raise NotThere(f"there is no happening {told} in what its document says as it is read now")

    def _look_at(self, keys: Sequence[Happening]) -> None:
        """Reads what was decided near some happenings, or documents as a whole (no happening).

        Raises DecidedMeanwhile where somebody changed something of the same incidents since this person looked.
        """
        mine = {*keys, *find_together(self._connection, self._until, keys)}
        near = find_decisions(self._connection, self._until, near={document for document, _ in mine})
        self._made = as_read_now(self._connection, near, self._until).decisions
        for decision in self._made:
            if decision.seq <= self._seen or self._changes_nothing(decision):
                continue
            theirs = {subject.key for subject in decision.subjects}
            whole = {document for document, happening in theirs if not happening}
            if not mine.isdisjoint(theirs) or any(document in whole for document, _ in mine):
                raise DecidedMeanwhile(_MEANWHILE.format(decision))

    def _changes_nothing(self, decision: Decision) -> bool:
        by_number = {made.seq: made for made in self._made}
        while decision.undoes is not None and decision.undoes in by_number:
            decision = by_number[decision.undoes]
        return decision.kind in CHANGES_NOTHING

    def _stop_if_contradicting(self, draft: Decision) -> None:
        found = find_contradiction(rule_pairs(standing((*self._made, draft))))
        if found is None or find_contradiction(rule_pairs(standing(self._made))) == found:
            return
        (a, b), way = found
        held = "; ".join(str(decision) if decision.seq != draft.seq else "this decision" for decision in way)
        raise UsageError(
            f"not kept: {'/'.join(a)} and {'/'.join(b)} would be held apart and together at once. "
            f"Together by: {held}. Take one of these back first"
        )

    def _members_of(self, incident: str) -> list[Happening]:
        grouped = find_grouped(self._connection, self._until, [incident])
        if not grouped:
            raise no_incident(self._connection, incident, self._until)
        return list(grouped[0].happenings)
