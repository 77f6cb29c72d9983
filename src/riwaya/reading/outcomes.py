"""Finds how an attack ended, where the words say so: hit, missed, intercepted, repelled, failed, damage, none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Lattice, Match
from riwaya.records import Argument, Statement

_CONFIDENCE = {"damage": 0.75, "hit": 0.8, "missed": 0.7}


def find_outcomes(lattice: Lattice, knowledge: Knowledge, statements: Sequence[Statement]) -> tuple[Argument, ...]:
    """The outcomes told, in text order: arguments of the field outcome with one word of the record as their value."""
    rules = knowledge.rules("outcomes")
    out = []
    for sentence in lattice.sentences:
        if sentence.segment in ("boilerplate", "scripture", "dateline"):
            continue
        for match in rules.find(lattice, sentence.first, sentence.last):
            outcome = match.rule.gives["outcome"]
            confidence = _CONFIDENCE.get(outcome, 0.85)
            first, _ = match.range("told") or (match.first, match.last)
            out.append(Argument("outcome", outcome, first, match.last, match.rule.id, confidence))
    return tuple(out)


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: date) -> dict[str, str]:
    """What the stage makes of a match: its outcome."""
    return {"outcome": match.rule.gives["outcome"]}
