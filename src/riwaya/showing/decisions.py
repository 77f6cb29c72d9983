"""Decisions in words: what was done, from what to what, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from riwaya.showing.shown import Shown
from riwaya.store.decisions import AMEND, CONFIRM, MERGE, REJECT, RESTORE, REVIEW, SPLIT, UNDO, WITHDRAW, Decision
from riwaya.store.history import Decided


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a history: the decision, how it stands, what was done, and from what to what in words."""

    decision: Decision
    state: str
    name: str
    was: str
    becomes: str


def history_of(shown: Shown, decided: Sequence[Decided]) -> list[Entry]:
    """Decisions as a history, the newest first."""
    return [entry_of(shown, each) for each in reversed(decided)]


def entry_of(shown: Shown, decided: Decided) -> Entry:
    """A decision in words."""
    decision = decided.decision
    return Entry(decision, decided.state, _name(shown, decision), *_change(shown, decision))


def _name(shown: Shown, decision: Decision) -> str:
    words = shown.words
    if decision.becomes is None and decision.kind in (AMEND, REVIEW):  # what it was about was taken out
        return words(f"did.{decision.kind}")
    if decision.kind == AMEND:
        return words("decide.kind.amend", field=shown.of("field", decision.becomes["field"]))
    if decision.kind == UNDO:
        return words("decide.kind.undo", number=shown.digits(decision.undoes))
    if decision.kind == REVIEW:
        return words("decide.kind.review", reason=words(f"review.reason.{decision.becomes['reason']}"))
    return words(f"decide.kind.{decision.kind}")


def _change(shown: Shown, decision: Decision) -> tuple[str, str]:
    words, was, becomes = shown.words, decision.was, decision.becomes
    if becomes is None:
        return "", ""
    if decision.kind in (CONFIRM, REJECT):
        return shown.of("state", was), shown.of("state", becomes)
    if decision.kind == AMEND:
        field = becomes["field"]
        return _values(shown, field, was["values"]), _values(shown, field, becomes["values"])
    if decision.kind == REVIEW:
        return words(f"review.state.{was['state']}"), words(f"review.state.{becomes['state']}")
    if decision.kind in (MERGE, SPLIT):
        parts = becomes["apart"] if decision.kind == SPLIT else [becomes["together"]]
        counted = shown.count("incidents", len(was["incidents"])), shown.count("incidents", len(parts))
        return counted
    if decision.kind in (WITHDRAW, RESTORE):
        return words(f"decide.document.{was}"), words(f"decide.document.{becomes}")
    return "", ""


def _values(shown: Shown, field: str, values: Sequence[Any]) -> str:
    return shown.words("comma").join(shown.value(field, value) for value in values)
