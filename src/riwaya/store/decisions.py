"""What people decided, and what follows from it: which happenings must be one incident, and which must not.

A decision is a revision: who, when, from what to what, and why. None is ever changed; one is taken back by another.
A later decision on the same two happenings stands against an earlier one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from riwaya.reconciling.clusters import sorted_pair
from riwaya.store.database import few
from riwaya.store.grouping import Happening
from riwaya.store.schema import decisions, log, subjects

CONFIRM, REJECT, MERGE, SPLIT = "confirm", "reject", "merge", "split"
WITHDRAW, RESTORE, UNDO, AMEND = "withdraw", "restore", "undo", "amend"
NOTE, REVIEW = "note", "review"
CHANGES_NOTHING = frozenset((NOTE, REVIEW))
"""Kinds that say something of an incident and change nothing of it, so they stand in nobody's way."""
KINDS = (CONFIRM, REJECT, MERGE, SPLIT, AMEND, WITHDRAW, RESTORE, UNDO, NOTE, REVIEW)
_DID = {
    CONFIRM: "confirmed that {} are one incident",
    REJECT: "rejected that {} are one incident",
    MERGE: "merged {}",
    SPLIT: "split {}",
    WITHDRAW: "withdrew {}",
    RESTORE: "restored {}",
    UNDO: "took back decision {}",
    AMEND: "amended {}",
    NOTE: "noted on {}",
    REVIEW: "reviewed {}",
}


class Subject(NamedTuple):
    """What a decision is about: a happening of a document in a reading, or (happening is empty) a whole document."""

    document: str
    happening: str
    reading: int | None

    @property
    def key(self) -> Happening:
        """The document and the happening."""
        return self.document, self.happening


class Decision(NamedTuple):
    """A decision of somebody. `was` and `becomes` are how it stood before and how it stands by the decision."""

    seq: int
    at: str
    kind: str
    who: str
    why: str
    was: Any
    becomes: Any
    undoes: int | None
    subjects: tuple[Subject, ...]

    def __str__(self) -> str:
        about = str(self.undoes) if self.kind == UNDO else _told({subject.key for subject in self.subjects})
        if self.kind == AMEND:
            about = f"{self.becomes['field']} of {self.subjects[0].document}/{self.becomes['account']}"
        if self.kind == REVIEW:
            about = f"{self.becomes['reason']} of {about} ({self.becomes['state']})"
        when = f"{self.at[:10]} {self.at[11:16]} UTC"
        return f"{self.who} {_DID[self.kind].format(about)} on {when} (decision {self.seq}): {self.why}"


def _told(keys: Iterable[Happening]) -> str:
    names = ["/".join(filter(None, key)) for key in sorted(keys)]
    shown = names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def find_decisions(
    connection: Connection,
    until: int,
    *,
    after: int = 0,
    kinds: Sequence[str] = (),
    near: Collection[str] | None = None,
) -> tuple[Decision, ...]:
    """The decisions up to an entry of the log, in order, those that were taken back among them.

    All, or those behind an entry, or of some kinds, or those on some documents and on whatever they were decided on
    together with.
    """
    if near is not None:
        numbers = sorted(_about(connection, until, near))
        return tuple(made for some in few(numbers) for made in _decisions(connection, [decisions.c.seq.in_(some)]))
    span = [decisions.c.seq > after, decisions.c.seq <= until]
    return _decisions(connection, [*span, decisions.c.kind.in_(kinds)] if kinds else span)


def find_newest(
    connection: Connection, *, who: str | None, kind: str | None, before: int | None, most: int
) -> tuple[Decision, ...]:
    """The newest decisions before one, the last first: of a person, or of a kind."""
    which = [decisions.c[name] == value for name, value in (("who", who), ("kind", kind)) if value is not None] + (
        [decisions.c.seq < before] if before is not None else []
    )
    asked = select(decisions.c.seq).where(*which).order_by(decisions.c.seq.desc()).limit(most)
    return _decisions(connection, [decisions.c.seq.in_(connection.scalars(asked).all())])[::-1]


def find_decision(connection: Connection, seq: int, until: int) -> Decision | None:
    """A decision by its number, or None."""
    found = _decisions(connection, [decisions.c.seq == seq, decisions.c.seq <= until])
    return found[0] if found else None


def _about(connection: Connection, until: int, documents: Collection[str]) -> set[int]:
    """The numbers of the decisions on some documents, and on whatever hangs together with them by decisions."""
    found: set[int] = set()
    reached: set[str] = set()
    ahead = set(documents)
    while ahead:
        reached |= ahead
        of_documents = select(subjects.c.decision).where(subjects.c.decision <= until)
        asked = [of_documents.where(subjects.c.document.in_(some)) for some in few(sorted(ahead))]
        fresh = {number for each in asked for number in connection.scalars(each)} - found
        found |= fresh
        of_decisions = [select(subjects.c.document).where(subjects.c.decision.in_(some)) for some in few(sorted(fresh))]
        ahead = {document for each in of_decisions for document in connection.scalars(each)} - reached
    return found


def _decisions(connection: Connection, span: Sequence[ColumnElement[bool]]) -> tuple[Decision, ...]:
    about: dict[int, list[Subject]] = {}
    for row in connection.execute(select(subjects).join(decisions).where(*span)):
        about.setdefault(row.decision, []).append(Subject(row.document, row.happening, row.reading))
    asked = select(decisions, log.c.at).join(log, log.c.seq == decisions.c.seq).where(*span).order_by(decisions.c.seq)
    return tuple(
        Decision(
            row.seq, row.at, row.kind, row.who, row.why, json.loads(row.was), json.loads(row.becomes), row.undoes,
            tuple(sorted(about.get(row.seq, ()), key=lambda subject: subject.key)),
        )
        for row in connection.execute(asked)
    )  # fmt: skip


def not_undone(made: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that were not taken back, those that take back others among them."""
    void: set[int | None] = set()
    for decision in reversed(made):
        if decision.kind == UNDO and decision.seq not in void:
            void.add(decision.undoes)
    return tuple(decision for decision in made if decision.seq not in void)


def standing(made: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that were not taken back, without those that only take back others."""
    return tuple(decision for decision in not_undone(made) if decision.kind != UNDO)


def withdrawn(stand: Sequence[Decision]) -> frozenset[str]:
    """The documents that are withdrawn by decisions that stand."""
    found: dict[str, str] = {}
    for decision in stand:
        if decision.kind in (WITHDRAW, RESTORE):
            found |= {subject.document: decision.kind for subject in decision.subjects}
    return frozenset(document for document, kind in found.items() if kind == WITHDRAW)


Amended = tuple[str, str, str]
"""A document, an account of it, and a field of that."""


def amended(stand: Sequence[Decision]) -> dict[Amended, Decision]:
    """The decisions that stand on what accounts say of fields; of two on one the later counts."""
    return {
        (decision.subjects[0].document, decision.becomes["account"], decision.becomes["field"]): decision
        for decision in stand
        if decision.kind == AMEND
    }


def reviews(stand: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that stand on items of the review, in order."""
    return tuple(decision for decision in stand if decision.kind == REVIEW)


# --------------------------------------------------------------------------------------------------------------- pairs

Pair = tuple[Happening, Happening]
"""Two happenings, the lesser first."""


class Ruled(NamedTuple):
    """What decisions say of two happenings: whether they are one incident, and the decision that says so."""

    together: bool
    decision: Decision


def rule_pairs(stand: Sequence[Decision]) -> dict[Pair, Ruled]:
    """What decisions that stand say of pairs of happenings. Of two on one pair the later counts.

    A merger says that what it brings together is one incident, and ends what was said against any two of it; a split
    says that no two of different parts are, and ends what was said for any of these.
    """
    ruled: dict[Pair, Ruled] = {}
    for decision in stand:
        if decision.kind in (CONFIRM, REJECT):
            a, b = (subject.key for subject in decision.subjects)
            ruled[sorted_pair(a, b)] = Ruled(decision.kind == CONFIRM, decision)
        elif decision.kind == MERGE:
            together = sorted(happenings_in(decision.becomes["together"]))
            inside = set(together)
            for pair in [p for p, rule in ruled.items() if not rule.together and inside.issuperset(p)]:
                del ruled[pair]
            ruled |= {sorted_pair(together[0], other): Ruled(True, decision) for other in together[1:]}
        elif decision.kind == SPLIT:
            parts = [happenings_in(part) for part in decision.becomes["apart"]]
            for number, part in enumerate(parts):
                for other in parts[number + 1 :]:
                    ruled |= {sorted_pair(a, b): Ruled(False, decision) for a, b in product(part, other)}
    return ruled


def happenings_in(listed: Iterable[Sequence[str]]) -> list[Happening]:
    """Happenings out of the lists that a decision keeps them in."""
    return [(document, happening) for document, happening in listed]


def find_contradiction(ruled: dict[Pair, Ruled]) -> tuple[Pair, tuple[Decision, ...]] | None:
    """Two happenings that are held apart and, by way of others, together; and the decisions that hold them together."""
    near: dict[Happening, dict[Happening, Decision]] = {}
    for (a, b), rule in ruled.items():
        if rule.together:
            near.setdefault(a, {})[b] = rule.decision
            near.setdefault(b, {})[a] = rule.decision
    for (a, b), rule in sorted(ruled.items(), key=lambda item: item[0]):
        if not rule.together and (way := _way(near, a, b)):
            return (a, b), tuple(sorted({decision.seq: decision for decision in way}.values()))
    return None


def _way(near: dict[Happening, dict[Happening, Decision]], a: Happening, b: Happening) -> list[Decision]:
    """The decisions on a shortest way from one happening to another; none where there is no way."""
    came: dict[Happening, tuple[Happening, Decision] | None] = {a: None}
    open_ = [a]
    for here in open_:
        for there, decision in sorted(near.get(here, {}).items()):
            if there not in came:
                came[there] = (here, decision)
                open_.append(there)
    way = []
    step = came.get(b)
    while step:
        way.append(step[1])
        step = came[step[0]]
    return way
