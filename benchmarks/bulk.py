"""What `riwaya bulk read` costs beside a plain pool of processes that reads the same reports and writes nothing.

    python benchmarks/bulk.py                     made reports, read by as many processes as there are processors
    python benchmarks/bulk.py 1000 4000 16000     so many of them
    python benchmarks/bulk.py 10000 --workers 4 --shard 500
    python benchmarks/bulk.py --json              the same figures for a program

The plain pool is `multiprocessing.Pool` over the function that reads a document, given the lines of the same file. Its
readings go nowhere; so what bulk takes more is cutting, checking, writing, and telling how far it is. Both are told by
the clock and by the time of processors, which other work on the machine disturbs less; memory is that of the largest
process. Where there are several numbers of reports, it is told too how time grows with them: 1 is linear.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from made_reports import make_reports, write  # noqa: E402
from speed import fit_exponent  # noqa: E402

from riwaya.bulk.plan import Options  # noqa: E402
from riwaya.bulk.running import begin, read_in_bulk  # noqa: E402
from riwaya.inputs.incoming import Incoming, read_document  # noqa: E402

KEYS = ("id", "url", "publisher", "title", "published")
WAYS = ("plain", "bulk")
COUNTS = (2_000, 8_000)


def read_line(line: str) -> int:
    """Reads the report of a line, and gives how many accounts it has."""
    told = json.loads(line)
    reading: Any = read_document(Incoming("", told["text"], **{key: told[key] for key in KEYS}))
    return len(reading.accounts)


def read_plainly(path: Path, workers: int) -> int:
    """Reads all lines by a plain pool, and gives the accounts of all."""
    with multiprocessing.get_context("spawn").Pool(workers) as pool, path.open(encoding="utf-8") as lines:
        return sum(pool.imap_unordered(read_line, lines, chunksize=50))


def read_in_shards(path: Path, workers: int, shard: int) -> int:
    """Reads all lines in bulk, and gives the accounts of all."""
    with tempfile.TemporaryDirectory() as folder:
        run = begin([str(path)], Path(folder) / "run", options=Options(), records=shard)
        read_in_bulk(run, workers=workers)
        return run.status().counts["accounts"]


def measured(how: str, path: Path, workers: int, shard: int) -> dict[str, float]:
    """What one way of reading took: seconds by the clock and of processors, MB of the largest process, accounts."""
    began = time.perf_counter()
    accounts = read_plainly(path, workers) if how == "plain" else read_in_shards(path, workers, shard)
    seconds = time.perf_counter() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "seconds": seconds,
        "processors": sum(each.ru_utime + each.ru_stime for each in used),
        "megabytes": max(each.ru_maxrss for each in used) / 1024,
        "accounts": accounts,
    }


def in_a_process(how: str, path: Path, workers: int, shard: int) -> dict[str, float]:
    """The same in a process of its own, whose children are those of this way alone."""
    command = [sys.executable, __file__, "--only", how, "--given", str(path)]
    done = subprocess.run(
        [*command, "--workers", str(workers), "--shard", str(shard)], check=True, capture_output=True, text=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def both(count: int, workers: int, shard: int) -> dict[str, Any]:
    """What both ways take for so many reports."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        write(make_reports(count), path)
        return {"count": count} | {how: in_a_process(how, path, workers, shard) for how in WAYS}


def growth(found: list[dict[str, Any]]) -> dict[str, float]:
    """How the time of processors grows with the number, where there are several: the exponent of each way."""
    if len(found) < 2:
        return {}
    return {how: fit_exponent({each["count"]: each[how]["processors"] for each in found}) for how in WAYS}


def render(found: list[dict[str, Any]]) -> str:
    """The figures as a table."""
    lines = [f"{'':8}{'reports':>9}{'a second':>10}{'ms of processors each':>24}{'MB a process':>14}{'accounts':>10}"]
    for each in found:
        for how in WAYS:
            told = each[how]
            rate, cost = each["count"] / told["seconds"], 1000 * told["processors"] / each["count"]
            lines.append(
                f"{how:8}{each['count']:>9}{rate:>10.1f}{cost:>24.2f}{told['megabytes']:>14.0f}{told['accounts']:>10.0f}"
            )
        clock, processors = (each["bulk"][key] / each["plain"][key] - 1 for key in ("seconds", "processors"))
        lines.append(f"bulk takes {clock:.1%} more by the clock, {processors:.1%} more of processors")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS, help="how many reports")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--shard", type=int, default=1000, help="documents of a shard (1000)")
    parser.add_argument("--json", action="store_true", help="the figures for a program")
    parser.add_argument("--only", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--given", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(measured(given.only, given.given, given.workers, given.shard)))
        return
    found = [both(count, given.workers, given.shard) for count in given.counts]
    exponents = growth(found)
    if given.json:
        print(json.dumps({"workers": given.workers, "counts": found, "exponents": exponents}))
        return
    print(f"{given.workers} processes\n{render(found)}")
    for how, exponent in exponents.items():
        print(f"{how}: the time of processors grows with the number to the power {exponent:.2f}")


if __name__ == "__main__":
    main()
