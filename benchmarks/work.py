"""How much work it takes to read a report, counted and not timed: the calls of functions, Python's and built in.

    python benchmarks/work.py             the figure, beside the one that is kept
    python benchmarks/work.py --check     fails where it is more than is kept, by more than a little
    python benchmarks/work.py --update    keeps it: `make work`

Seconds hang on the machine and on what else runs there; calls hang on the code, the data and the version of Python
alone, so that any machine can tell when reading has come to do more. The reports are those of `speed.py`, always the
same. What the first reading of a word only has to do once is not counted: every report is read before.
A figure is kept for each version of Python that somebody measured, in `work.json`.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import speed

KEPT = Path(__file__).with_name("work.json")
REPORTS = 20
TOLERANCE = 0.03
"""How much more than what is kept is let pass: a rule more, a word more in an example."""
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def make_reports(number: int = REPORTS) -> list[str]:
    """So many reports, always the same ones."""
    chance = random.Random(speed.SEED)
    return [speed.make_report(chance) for _ in range(number)]


def read(text: str) -> object:
    """A report as it is read when it is counted."""
    import riwaya

    return riwaya.read(text, published=speed.PUBLISHED, publisher=speed.PUBLISHER)


def count_calls(reports: Sequence[str], read: Callable[[str], object] = read) -> int:
    """Calls a report, on average, once every report has been read before."""
    return sum(entry.callcount for entry in profiled(reports, read)) // len(reports)


def profiled(reports: Sequence[str], read: Callable[[str], object] = read) -> list[Any]:
    """What cProfile tells of each function, once every report has been read before."""
    for text in reports:
        read(text)
    profile = cProfile.Profile()
    for text in reports:
        profile.runcall(read, text)
    return profile.getstats()


def measure() -> int:
    """Calls a report in a process of its own, in which sets have always the same order."""
    command = [sys.executable, str(Path(__file__).resolve()), "--count"]
    environment = speed.with_package(speed.SOURCE) | {"PYTHONHASHSEED": "0"}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return int(done.stdout)


def kept() -> int | None:
    """The figure that is kept for this version of Python, if one is."""
    figures: dict[str, int] = json.loads(KEPT.read_text(encoding="utf-8"))["calls_a_report"]
    return figures.get(VERSION)


def is_more(calls: int, allowed: int) -> bool:
    """Whether reading does more than is kept, by more than a little."""
    return calls > allowed * (1 + TOLERANCE)


def keep(calls: int) -> None:
    """Keeps a figure for this version of Python."""
    figures = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {"calls_a_report": {}}
    figures["calls_a_report"][VERSION] = calls
    KEPT.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit with 1 where it is more than is kept")
    parser.add_argument("--update", action="store_true", help="keep the figure")
    parser.add_argument("--count", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.count:
        print(count_calls(make_reports()))
        return 0
    calls = measure()
    if options.update:
        keep(calls)
    allowed = kept()
    beside = f"{allowed:,} are kept" if allowed else f"none are kept for Python {VERSION}"
    print(f"{calls:,} calls a report of {speed.WORDS} words; {beside}")
    return int(options.check and (allowed is None or is_more(calls, allowed)))


if __name__ == "__main__":
    speed.on_one_core()
    sys.exit(main())
