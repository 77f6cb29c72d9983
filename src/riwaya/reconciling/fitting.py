"""Fits what is added to the weights of evidence to pairs that people decided on.

A logistic regression of a few lines: for each kind of evidence the change that makes the decisions likeliest, held back
by a strong belief that the weights that ship are right. Few decisions move little, and kinds that nobody decided on
stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from riwaya.reconciling.links import Kinds, share_of

SPREAD = 0.3
"""How far off a weight that ships may well be: the deviation of the belief that the changes are 0."""
_NEAR_ENOUGH = 1e-7
_MOST_ROUNDS = 2000


class Judged(NamedTuple):
    """A pair that somebody decided on: the evidence, whether it is one incident, and its share of the decision."""

    kinds: Kinds
    together: bool
    share: float


def fit(judged: Iterable[Judged]) -> dict[str, float]:
    """What is added to the weight of each kind of evidence, by its name. The order of the pairs changes nothing.

    One kind after the other goes where the bound of the curvature (a quarter) leads it, so each round comes nearer to
    the one best answer, and none oversteps it.
    """
    pairs = sorted(judged, key=lambda each: (each.kinds.shipped, sorted(each.kinds.amounts.items()), *each[1:]))
    having: dict[str, list[tuple[int, float]]] = {}
    for number, pair in enumerate(pairs):
        for kind, amount in pair.kinds.amounts.items():
            having.setdefault(kind, []).append((number, amount))
    scores = [pair.kinds.shipped for pair in pairs]
    changes = dict.fromkeys(sorted(having), 0.0)
    held = 1 / SPREAD**2
    for _ in range(_MOST_ROUNDS):
        furthest = 0.0
        for kind in changes:
            slope = -held * changes[kind]
            bend = held
            for number, amount in having[kind]:
                pair = pairs[number]
                slope += pair.share * amount * (pair.together - share_of(scores[number]))
                bend += pair.share * amount * amount / 4
            step = slope / bend
            changes[kind] += step
            for number, amount in having[kind]:
                scores[number] += step * amount
            furthest = max(furthest, abs(step))
        if furthest < _NEAR_ENOUGH:
            break
    return {kind: round(change, 4) for kind, change in changes.items() if abs(change) >= 0.00005}
