"""What a long run in bulk tells of itself: how fast it went from its beginning to its end, and how large it is.

    python benchmarks/made_reports.py 1000000 --to reports.jsonl
    riwaya bulk read reports.jsonl --to RUN
    riwaya bulk reconcile RUN
    python benchmarks/million.py RUN              a table
    python benchmarks/million.py RUN --json       the same figures for a program

The mark of each shard tells the seconds of the process that read it, and the moment at which it was put in its place
stands with the file. So it is told how the time grew with the number of reports that were read: 1 is linear. A run that
was stopped meanwhile counts the pause.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from speed import fit_exponent  # noqa: E402

from riwaya.bulk.folder import MANIFEST  # noqa: E402
from riwaya.bulk.incident_tables import MARK as PART_MARK  # noqa: E402
from riwaya.bulk.reconciling import PLACE  # noqa: E402
from riwaya.bulk.shard import MARK  # noqa: E402

TABLES = ("documents", "sources", "accounts", "claims", "issues", "refused")
TENTHS = 10


def measure(run: Path) -> dict[str, Any]:
    """The figures of a run that is finished."""
    marks = sorted(
        ((path.stat().st_mtime, _of(path)) for path in run.glob(f"shards/*/{MARK}")), key=lambda each: each[0]
    )
    if not (run / MANIFEST).exists() or len(marks) < TENTHS:
        raise SystemExit(f"million.py: {run}: no finished run of at least {TENTHS} shards")
    began = min(at - told["seconds"] for at, told in marks)
    read = _curve((at - began, told["documents"]) for at, told in marks)
    size = len(marks) / TENTHS
    tenths = [marks[int(n * size) : int((n + 1) * size)] for n in range(TENTHS)]
    figures: dict[str, Any] = {
        "counts": {name: sum(told[name] for _, told in marks) for name in TABLES},
        "shards": len(marks),
        "seconds": marks[-1][0] - began,
        "process_seconds": sum(told["seconds"] for _, told in marks),
        "gigabytes": sum(file["bytes"] for _, told in marks for file in told["files"]) / 1e9,
        "read_after_s": read,
        "exponent": fit_exponent({documents: seconds for seconds, documents in read}),
        "ms_a_report_by_tenths": [
            1000 * sum(told["seconds"] for _, told in tenth) / sum(told["documents"] for _, told in tenth)
            for tenth in tenths
        ],
    }
    if (run / PLACE / MANIFEST).exists():
        figures["linked"] = _linked(run / PLACE)
    return figures


def _linked(place: Path) -> dict[str, Any]:
    told = _of(place / MANIFEST)
    parts = list(place.glob("parts/[0-9]*/*.parquet"))
    return {name: told[name] for name in ("incidents", "relations", "links")} | {
        "parts": len(list(place.glob(f"parts/[0-9]*/{PART_MARK}"))),
        "gigabytes": sum(path.stat().st_size for path in parts) / 1e9,
    }


def _curve(marks: Iterable[tuple[float, int]]) -> list[tuple[float, int]]:
    """Seconds and documents read by then, at about a hundred moments."""
    documents, points = 0, []
    for seconds, more in marks:
        documents += more
        points.append((seconds, documents))
    step = max(1, len(points) // 100)
    return [*points[step - 1 :: step]]


def _of(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_bytes())
    return told


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--json", action="store_true", help="the figures for a program")
    given = parser.parse_args()
    figures = measure(given.run)
    if given.json:
        print(json.dumps(figures))
        return
    counts, seconds = figures["counts"], figures["seconds"]
    print(", ".join(f"{number:,} {name}" for name, number in counts.items()))
    print(f"{seconds:,.0f} s, {counts['documents'] / seconds:.1f} a second; {figures['gigabytes']:.2f} GB")
    print("ms of a process a report, by tenths:", *(f"{each:.2f}" for each in figures["ms_a_report_by_tenths"]))
    print(f"time grows with the number to the power {figures['exponent']:.3f}")
    if linked := figures.get("linked"):
        print(", ".join(f"{value:,.2f} {name}" for name, value in linked.items()))


if __name__ == "__main__":
    main()
