"""How reconciling grows: time, memory, what blocking finds, and how right the incidents are, in a made world.

    python benchmarks/scale.py                    1,000 to 300,000 accounts, each size in a process of its own
    python benchmarks/scale.py 1000 10000         these sizes
    python benchmarks/scale.py --json             the same figures for a program

Prints for each size the seconds of reconciling, the peak memory of the process (readings included), pairs held against
each other a happening, the share of true pairs that blocking proposes, pairwise precision, recall and F1, and the time
to add one document more; last the exponent of time against size.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from itertools import combinations
from statistics import median
from typing import Any

from made_world import Made, make_world
from speed import fit_exponent, peak_memory

from riwaya.reconciling.candidates import Index
from riwaya.reconciling.evidence import evidence_of
from riwaya.reconciling.reconcile import Reconciler

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000)
_ADDED = 50
_BLOCKED = 10_000
"""Accounts up to which every true pair is looked up among the proposed ones."""


def measure(size: int) -> dict[str, Any]:
    """The figures of one size."""
    made = make_world(size)
    *readings, _ = made.readings
    held, readings = readings[-_ADDED:], readings[:-_ADDED]
    start = time.perf_counter()
    reconciler = Reconciler()
    reconciler.add(readings)
    incidents = reconciler.incidents()
    seconds = time.perf_counter() - start
    added = []
    for reading in held:
        start = time.perf_counter()
        reconciler.add([reading])
        added.append(time.perf_counter() - start)
    found = [[made.truth[account] for account in each.accounts] for each in incidents]
    figures: dict[str, Any] = {"accounts": sum(map(len, found)), "seconds": seconds}
    figures["memory"] = peak_memory()
    figures |= dict(zip(("precision", "recall", "f1"), pairwise(found), strict=True))
    figures |= {"add": median(added), "slowest add": max(added)}
    return figures | (blocked(made) if size <= _BLOCKED else {})


def pairwise(found: Iterable[list[int]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of accounts; `found` has the true incident of each account of each group."""
    groups = [Counter(numbers) for numbers in found]
    whole: Counter[int] = sum(groups, Counter())
    right = sum(_pairs(n) for group in groups for n in group.values())
    told, true = sum(_pairs(group.total()) for group in groups), sum(map(_pairs, whole.values()))
    precision, recall = right / (told or 1), right / (true or 1)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _pairs(members: int) -> int:
    return members * (members - 1) // 2


def blocked(made: Made) -> dict[str, float]:
    """Pairs proposed a happening, and the share of true pairs among them."""
    index = Index()
    proposed: set[tuple[Hashable, Hashable]] = set()
    members: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    number = 0
    for reading in made.readings:
        for evidence, account in zip(evidence_of(reading), reading.accounts, strict=True):
            number += 1
            members[made.truth[reading.document.id, account.id]].append(evidence.key)
            proposed.update((other.key, evidence.key) for other in index.add(evidence))
    true = [pair for keys in members.values() for pair in combinations(keys, 2)]
    hits = sum((a, b) in proposed or (b, a) in proposed for a, b in true)
    return {"pairs": len(proposed) / number, "blocking recall": hits / len(true)}


def main() -> None:
    """Measures each size in a process of its own and prints a line for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--json", action="store_true", help="the figures for a program")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.sizes[0])))
        return
    found = []
    for size in given.sizes:
        told = subprocess.run(
            [sys.executable, __file__, "--one", str(size)], check=True, capture_output=True, text=True
        ).stdout
        found.append(json.loads(told))
        if not given.json:
            print(render(found[-1]), flush=True)
    exponent = fit_exponent({each["accounts"]: each["seconds"] for each in found}) if len(found) > 1 else None
    if given.json:
        print(json.dumps({"sizes": found, "exponent": exponent}))
    elif exponent is not None:
        print(f"time grows with the size to the power {exponent:.2f}")


def render(figures: dict[str, Any]) -> str:
    """One line of figures."""
    line = (
        f"{figures['accounts']:>7} accounts  {figures['seconds']:6.1f} s  {figures['memory']:6.0f} MB  "
        f"P {figures['precision']:.3f}  R {figures['recall']:.3f}  F1 {figures['f1']:.3f}  "
        f"one more {1000 * figures['add']:.1f} ms (at most {1000 * figures['slowest add']:.0f})"
    )
    if "pairs" in figures:
        line += f"  {figures['pairs']:.0f} pairs each, blocking finds {figures['blocking recall']:.3f}"
    return line


if __name__ == "__main__":
    main()
