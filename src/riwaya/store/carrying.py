"""Finds the happenings that a person decided on again after their document was read anew.

A new version may number the happenings of a document otherwise, or tell them apart otherwise. The words that tell them
stand where they stood, so a happening is the one that the same words tell of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from riwaya.records import Account, Reading, Span
from riwaya.store.decisions import AMEND, CHANGES_NOTHING, MERGE, SPLIT, UNDO, Decision, Subject
from riwaya.store.documents import current_readings, find_reading
from riwaya.store.grouping import Happening

_ENOUGH = 0.5
"""Share of the shorter statements that two happenings must have in common where no trigger is the same."""


def carry(happening: str, old: Reading, new: Reading) -> str | None:
    """The happening of a new reading that a happening of an old one became, or None where no words tell of it now."""
    told = _accounts(old, happening)
    best: tuple[int, float, str] | None = None
    for incident in new.incidents:
        now = _accounts(new, incident.id)
        triggers = len({a.trigger for a in told} & {a.trigger for a in now})
        shared = _shared([a.statement for a in told], [a.statement for a in now])
        if (triggers or shared >= _ENOUGH) and (best is None or (triggers, shared) > best[:2]):
            best = triggers, shared, incident.id
    return best[2] if best else None


def carry_account(account: str, old: Reading, new: Reading, happening: str) -> str | None:
    """The account of a happening of a new reading that an account of an old one became: told by the same trigger."""
    triggers = {told.trigger for told in old.accounts if told.id == account}
    same = [told.id for told in _accounts(new, happening) if told.trigger in triggers]
    return same[0] if len(same) == 1 else None


def _accounts(reading: Reading, happening: str) -> list[Account]:
    return [account for account in reading.accounts if account.incident == happening]


def _shared(a: list[Span], b: list[Span]) -> float:
    """The share of the characters of the shorter of two sets of spans that are in both."""
    one, other = ({at for span in spans for at in range(span.start, span.end)} for spans in (a, b))
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


class Carried(NamedTuple):
    """Decisions in terms of the current readings, in order, and those of them that no words are found for any more."""

    decisions: tuple[Decision, ...]
    lost: tuple[Decision, ...]


def as_read_now(connection: Connection, made: Sequence[Decision], until: int) -> Carried:
    """Decisions with the happenings that they are about as their documents are read as of an entry of the log.

    One that lost what it is about stands among both, as it was made.
    """
    subjects = {subject for decision in made for subject in decision.subjects if subject.happening}
    now = current_readings(connection, {subject.document for subject in subjects}, until)
    readings: dict[int, Reading] = {}

    def reading(seq: int) -> Reading:
        if seq not in readings:
            readings[seq] = find_reading(connection, seq)
        return readings[seq]

    became: dict[Subject, str | None] = {}
    for subject in subjects:
        newest = now.get(subject.document)
        if subject.reading is not None and newest is not None and newest != subject.reading:
            became[subject] = carry(subject.happening, reading(subject.reading), reading(newest))
    if not became:
        return Carried(tuple(made), ())
    accounts: dict[int, str | None] = {}
    for decision in made:
        if decision.kind == AMEND and (happening := became.get(decision.subjects[0])):
            [(document, _, read_by)] = decision.subjects
            old, new = reading(read_by or 0), reading(now[document])
            accounts[decision.seq] = carry_account(decision.becomes["account"], old, new, happening)
    carried = [_carried(decision, became, now, accounts.get(decision.seq)) for decision in made]
    lost = tuple(decision for decision, there in zip(made, carried, strict=True) if there is None)
    return Carried(tuple(there or decision for decision, there in zip(made, carried, strict=True)), lost)


def _carried(decision: Decision, became: dict[Subject, str | None], now: Any, account: str | None) -> Decision | None:
    """A decision about what its happenings, or its account, became, or None where too little of it is left."""
    if not any(subject in became for subject in decision.subjects):
        return decision
    keys: dict[Happening, Happening] = {}
    subjects: dict[Happening, Subject] = {}
    for subject in decision.subjects:
        happening = became.get(subject, subject.happening)
        if happening is not None:
            keys[subject.key] = (subject.document, happening)
            subjects[keys[subject.key]] = Subject(subject.document, happening, now.get(subject.document))
    becomes = decision.becomes
    if decision.kind == MERGE:
        becomes = {"together": _listed(becomes["together"], keys)}
    elif decision.kind == SPLIT:
        becomes = {"apart": [part for part in (_listed(part, keys) for part in becomes["apart"]) if part]}
    elif decision.kind == AMEND:
        if account is None:
            return None
        becomes = {**becomes, "account": account}
    left = len(becomes["apart"]) if decision.kind == SPLIT else len(subjects)
    if left < _needed(decision.kind):
        return None
    return decision._replace(becomes=becomes, subjects=tuple(subjects[key] for key in sorted(subjects)))


def _needed(kind: str) -> int:
    """How many happenings, or parts, a decision of a kind still has to be about."""
    return 0 if kind in (UNDO, AMEND) else 1 if kind in CHANGES_NOTHING else 2


def _listed(part: Iterable[Sequence[str]], keys: dict[Happening, Happening]) -> list[Happening]:
    """What some happenings became, each once."""
    return sorted({keys[(document, happening)] for document, happening in part if (document, happening) in keys})
