"""How sure a claim is: the weights of `data/confidence.tsv`, fitted on documents with a known reading.

The rules decide what the words say; this only tells how often a claim read in such circumstances holds. It is a
logistic model: each circumstance adds its weight, and the sum becomes a share. `tools/fit_confidence.py` writes the
table; docs/explanation/confidence.md shows how far it can be believed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from riwaya.errors import Fault
from riwaya.records import FIELDS

TABLE = "confidence.tsv"
COLUMNS = ("name", "value", "about")
MADE = ("made.by", "made.on", "made.from")
"""The rows that tell where the weights come from."""


class Circumstance(NamedTuple):
    """What may stand around a claim, and which way it may move its confidence: up, down, or either."""

    about: str
    way: Literal["up", "down", "either"] = "either"


CIRCUMSTANCES: dict[str, Circumstance] = {
    "base": Circumstance("every claim"),
    **{f"field.{field}": Circumstance(f"the claim is of the field {field}") for field in FIELDS},
    "rule": Circumstance("how sure the rule is of its reading, above or below 0.8, in tenths", "up"),
    "said_again": Circumstance("how often else the happening is told with this value (log of one more)", "up"),
    "rivals": Circumstance("how many other values the field has in this happening (log of one more)", "down"),
    "fields": Circumstance("how many fields are told of this happening (log of one more)", "up"),
    "happenings": Circumstance("how many happenings the document tells of (log)", "down"),
    "late": Circumstance("how far into the document its event stands, from 0 to 1", "down"),
    "points_back": Circumstance("its event points back to one told before", "down"),
    "general": Circumstance("its event is of a general type: an attack, an explosion, a statement", "down"),
    "unreal": Circumstance("its event is not said to have happened: possible, planned, denied", "down"),
    "background": Circumstance("its account tells of history"),
    "headline": Circumstance("it stands in a headline"),
    "quoted": Circumstance("a quoted source says so, not the publisher"),
    "one_word": Circumstance("it is a single word", "down"),
    "people": Circumstance("its party is people of no force or body", "down"),
    "candidates": Circumstance("how many places its name may stand for (log)", "down"),
    "not_listed": Circumstance("its place is in no table", "down"),
    "open_ended": Circumstance("its count is a range or has no upper end", "down"),
    "no_day": Circumstance("it says that no day is told"),
    "part_of_day": Circumstance("its time is a part of a day", "up"),
    "not_one_day": Circumstance("its time is longer than a day and a night", "down"),
}
"""Every circumstance the model knows, and the only ones the table may weigh."""


class Around:
    """The circumstances that several claims have in common; a model sums their weights once."""

    __slots__ = ("circumstances", "score")

    def __init__(self, circumstances: Mapping[str, float]) -> None:
        self.circumstances = circumstances
        self.score: float | None = None


class Confidence:
    """Turns the circumstances of a claim into the share of such claims that hold."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = dict(weights)

    def of(self, circumstances: Mapping[str, float], around: Around | None = None) -> float:
        """The share, with two digits: never quite 0 or 1, for no reading is certain. `around` are more of them."""
        score = self._sum(circumstances)
        if around is not None:
            if around.score is None:
                around.score = self._sum(around.circumstances)
            score += around.score
        return min(0.99, max(0.01, round(logistic(score), 2)))

    def _sum(self, circumstances: Mapping[str, float]) -> float:
        total, weights = 0.0, self.weights
        for name, amount in circumstances.items():
            if amount:
                total += weights.get(name, 0.0) * amount
        return total


def logistic(score: float) -> float:
    """The share that a sum of weights stands for."""
    return 1 / (1 + math.exp(-score)) if score > -700 else 0.0


def read_confidence(data: Path, faults: list[Fault]) -> Confidence:
    """The model under a data folder; each fault of its table is added to `faults`."""
    path = data / TABLE
    if not path.exists():
        faults.append(Fault(TABLE, 1, "the table of weights is not there; tools/fit_confidence.py writes it"))
        return Confidence({})
    lines = path.read_text(encoding="utf-8").split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        faults.append(Fault(TABLE, 1, f"its columns are {', '.join(COLUMNS)}"))
        return Confidence({})
    seen: dict[str, float] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        name, value, *_ = (*line.split("\t"), "", "")
        if name in seen:
            faults.append(Fault(TABLE, number, f"{name} is weighed twice"))
        elif name in MADE:
            seen[name] = 0.0
        elif name not in CIRCUMSTANCES:
            faults.append(Fault(TABLE, number, f"{name} is no circumstance of a claim", tuple(CIRCUMSTANCES)))
        else:
            seen[name] = _weight(name, value, number, faults)
    faults += [Fault(TABLE, 1, f"{name} is missing") for name in (*MADE, *CIRCUMSTANCES) if name not in seen]
    return Confidence({name: weight for name, weight in seen.items() if name not in MADE})


def _weight(name: str, value: str, line: int, faults: list[Fault]) -> float:
    """A weight, finite and of the sign that its circumstance may have."""
    try:
        weight = float(value)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight):
        faults.append(Fault(TABLE, line, f"the weight of {name} is {value!r}, no number"))
        return 0.0
    way = CIRCUMSTANCES[name].way
    if (way == "up" and weight < 0) or (way == "down" and weight > 0):
        faults.append(Fault(TABLE, line, f"{name} may only move a claim {way}, and its weight is {value}"))
    return weight
