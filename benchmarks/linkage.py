"""Bringing accounts together beside what a user would take instead: Splink, a library for the linkage of records.

    python benchmarks/linkage.py                   3,000, 10,000 and 30,000 accounts of a made world, one core
    python benchmarks/linkage.py 10000 --json      this size, for a program

Both are given the same happenings. Ours are brought together by `Reconciler`; Splink 5 works on DuckDB with one thread,
learns its weights from the records by expectation maximisation, as its guide has it, and groups at the best of some
thresholds, which flatters it. What is told of each: seconds of processor time, the memory of the process at its peak,
and how right the pairs of a group are. Splink is no part of Riwaya: `pip install splink` where this is run.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import logging
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from made_world import Made, make_world
from scale import pairwise
from speed import peak_memory

from riwaya.reconciling.evidence import Evidence, evidence_of
from riwaya.reconciling.reconcile import Reconciler

SIZES = (3_000, 10_000, 30_000)
THRESHOLDS = (0.5, 0.9, 0.99, 0.999)
WAYS = ("riwaya", "splink")


def is_there() -> bool:
    """Whether Splink is installed."""
    return importlib.util.find_spec("splink") is not None


def by_riwaya(made: Made) -> dict[str, float]:
    """What our own way takes, and how right it is."""
    start = time.process_time()
    reconciler = Reconciler()
    reconciler.add(made.readings)
    incidents = reconciler.incidents()
    seconds = time.process_time() - start
    found = [[made.truth[account] for account in each.accounts] for each in incidents]
    return {"seconds": seconds} | right(found)


def by_splink(made: Made) -> dict[str, float]:
    """What Splink takes, and how right it is at its best threshold."""
    import duckdb
    import pyarrow
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.disable(logging.WARNING)
    truth, rows = {}, []
    for number, (evidence, incident) in enumerate(happenings(made)):
        truth[number] = incident
        rows.append({"unique_id": number} | columns(evidence))
    start = time.process_time()
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    database = DuckDBAPI(connection)
    rules = [
        block_on("place", "week"),
        block_on("place", "half_week"),
        block_on("actor", "week"),
        block_on("actor", "half_week"),
    ]
    linker = Linker(
        database.register(pyarrow.Table.from_pylist(rows)),
        SettingsCreator(
            link_type="dedupe_only",
            blocking_rules_to_generate_predictions=rules,
            comparisons=[
                compare.AbsoluteTimeDifferenceAtThresholds(
                    "day", input_is_string=False, metrics=["day", "day"], thresholds=[1.5, 3.5]
                ),
                compare.ExactMatch("place"),
                compare.ExactMatch("actor"),
                compare.ExactMatch("type"),
                compare.ExactMatch("weapon"),
                compare.ArrayIntersectAtSizes("targets", [2, 1]),
            ],
        ),
    )
    train = linker.training
    train.estimate_probability_two_random_records_match([block_on("place", "day", "weapon")], recall=0.5)
    train.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("place", "week"), block_on("actor", "day")):
        train.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    best: dict[str, float] = {"f1": -1.0}
    seconds = time.process_time() - start
    for threshold in THRESHOLDS:
        start = time.process_time()
        grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=threshold
        )
        clusters = defaultdict(list)
        for each in grouped.as_record_list():
            clusters[each["cluster_id"]].append(truth[each["unique_id"]])
        took = time.process_time() - start
        if (told := right(clusters.values()))["f1"] > best["f1"]:
            best = {"seconds": seconds + took, "threshold": threshold} | told
    return best


def happenings(made: Made) -> Iterator[tuple[Evidence, int]]:
    """Each happening of each report, and the incident that it is in truth."""
    for reading in made.readings:
        of = {each.id: made.truth[reading.document.id, each.accounts[0]] for each in reading.incidents}
        for evidence in evidence_of(reading):
            yield evidence, of[evidence.incident]


def columns(evidence: Evidence) -> dict[str, Any]:
    """The columns of a happening: the first of what may be several, and all words of its targets."""
    day = evidence.days[0].first if evidence.days else None
    return {
        "day": date.fromordinal(day) if day else None,
        "week": day // 7 if day else None,
        "half_week": (day + 3) // 7 if day else None,
        "place": min((spot.key for spot in evidence.spots), default=None),
        "actor": min(evidence.actors, default=None),
        "type": evidence.type,
        "weapon": min(evidence.weapons, default=None),
        "targets": sorted(frozenset().union(*evidence.targets)),
    }


def right(found: Iterable[list[int]]) -> dict[str, float]:
    """How right groups are, each told as the true incidents of its members."""
    return dict(zip(("precision", "recall", "f1"), pairwise(found), strict=True))


def measure(way: str, size: int) -> dict[str, float]:
    """The figures of one way and one size, in this process."""
    made = make_world(size)
    figures = by_riwaya(made) if way == "riwaya" else by_splink(made)
    return figures | {"accounts": float(len(made.truth)), "megabytes": peak_memory()}


def in_a_process(way: str, size: int) -> dict[str, float]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--one", way, str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--json", action="store_true", help="the figures for a program")
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one, given.sizes[0])))
        return
    ways = WAYS if is_there() else WAYS[:1]
    found = {way: {size: in_a_process(way, size) for size in given.sizes} for way in ways}
    if given.json:
        print(json.dumps(found))
        return
    for way, sizes in found.items():
        for each in sizes.values():
            print(
                f"{way:8}{each['accounts']:>9,.0f} accounts{each['seconds']:>8.1f} s{each['megabytes']:>7.0f} MB"
                f"   P {each['precision']:.3f}  R {each['recall']:.3f}  F1 {each['f1']:.3f}"
            )
    if len(ways) == 1:
        print("Splink is not installed here: pip install splink")


if __name__ == "__main__":
    main()
