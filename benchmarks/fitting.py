"""What fitting the weights to decisions is worth: pairs near the line of one made world judged, two others grouped.

python benchmarks/fitting.py
"""

from __future__ import annotations

import random

from made_world import Made, make_world
from scale import pairwise

from riwaya.reconciling.candidates import Index
from riwaya.reconciling.evidence import evidence_of
from riwaya.reconciling.fitting import Judged, fit
from riwaya.reconciling.links import SHIPPED, Changes, kinds, share_of
from riwaya.reconciling.reconcile import Reconciler

DECISIONS = (0, 20, 50, 200, 600)
_NEAR_THE_LINE = (0.25, 0.75)
"""Shares of the pairs that people are asked about."""


def judge(made: Made) -> list[Judged]:
    """The pairs of a world whose shares are near the line, as somebody who knows the truth decides them, shuffled."""
    index, judged = Index(), []
    for reading in made.readings:
        true = [made.truth[reading.document.id, incident.accounts[0]] for incident in reading.incidents]
        for evidence, number in zip(evidence_of(reading), true, strict=True):
            for other in index.add(evidence):
                told = kinds(evidence, other)
                if _NEAR_THE_LINE[0] <= share_of(told.shipped) <= _NEAR_THE_LINE[1]:
                    judged.append(Judged(told, _numbers[other.key] == number, 1.0))
            _numbers[evidence.key] = number
    random.Random(3).shuffle(judged)
    return judged


_numbers: dict[tuple[str, str], int] = {}


def group(made: Made, changes: Changes) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of accounts."""
    reconciler = Reconciler(changes=changes)
    reconciler.add(made.readings)
    return pairwise([[made.truth[account] for account in each.accounts] for each in reconciler.incidents()])


def main() -> None:
    """Prints a line for each number of decisions."""
    judged = judge(make_world(4000, seed=11))
    others = [make_world(3000, seed=seed) for seed in (21, 22)]
    for count in DECISIONS:
        changes = fit(judged[:count]) if count else SHIPPED
        figures = "   ".join("P {:.3f}  R {:.3f}  F1 {:.3f}".format(*group(made, changes)) for made in others)
        print(f"{count:>4} decisions   {figures}")


if __name__ == "__main__":
    main()
