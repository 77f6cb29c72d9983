"""Finds counts and reads them as bounds: digits, number words, duals, dozens, at least, about, between.

How numerals are built of words stands in `knowledge/numerals.py`; which words make bounds of them, and which numbers
are no counts, in `data/ar/numbers`.
"""

from __future__ import annotations

from datetime import date

from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Lattice, Match
from riwaya.reading._names import is_inside_name
from riwaya.records import Number


def find_numbers(lattice: Lattice, knowledge: Knowledge) -> tuple[Number, ...]:
    """The counts in a document, in text order. Amounts, ages, dates, numbered things and models are left out."""
    rules = knowledge.rules("numbers")
    found = []
    for sentence in lattice.sentences:
        for match in rules.find(lattice, sentence.first, sentence.last):
            number = _number(match, lattice)
            if number and not is_inside_name(lattice, number.first, number.last):
                found.append(number)
    return tuple(found)


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: date) -> dict[str, str]:
    """What the stage makes of a match: span, low, high ("none" where open), approximate, noun; or count: no."""
    number = _number(match, lattice)
    if not number:
        return {"count": "no"}
    return {
        "span": lattice.text(number.first, number.last),
        "low": _bound(number.low),
        "high": _bound(number.high),
        "approximate": "yes" if number.approximate else "no",
        "noun": "yes" if number.noun else "no",
    }


def _bound(value: int | None) -> str:
    return "none" if value is None else str(value)


def _number(match: Match, lattice: Lattice) -> Number | None:
    """The count that a rule matched, or None where it says that there is none."""
    gives = match.gives()
    if gives.get("count") == "no":
        return None
    first, last = _span(match, gives)
    low, high = _bounds(gives)
    if low is not None and high is not None and low > high:
        return None
    return Number(first, last, low, high, match.rule.id, "noun" in gives, "approximate" in gives)


def _span(match: Match, gives: dict[str, str]) -> tuple[int, int]:
    """The tokens of the count: the whole match, or the elements that the rule names."""
    ranges = [taken for name in gives.get("span", "").split() if (taken := match.range(name))]
    return (ranges[0][0], ranges[-1][1]) if ranges else (match.first, match.last)


def _bounds(gives: dict[str, str]) -> tuple[int | None, int | None]:
    if "from" in gives:
        return int(gives["from"]), int(gives["to"])
    if "above" in gives:
        return int(gives["above"]) + 1, None
    if "below" in gives:
        return None, int(gives["below"]) - 1
    low, high = gives.get("low"), gives.get("high")
    return (int(low) if low else None), (int(high) if high else None)
