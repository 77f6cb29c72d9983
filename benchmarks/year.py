"""What a plan for a year of news rests on and no other benchmark tells, on one core in less than a minute.

    python benchmarks/year.py             the figures
    python benchmarks/year.py --json      the same for a program

Made reports (`benchmarks/made_reports.py`) are read, written as tables and held against each other for copies; a text
in another language is read; pages are looked through for Arabic letters, as `--only-arabic` does. Last a simulation:
how many pairs of happenings are proposed where more and more incidents happen a day in the same thousand towns
(`benchmarks/made_world.py`), and where they happen in ever fewer towns. All is timed by the processor time that it
takes.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from statistics import linear_regression
from time import process_time
from typing import Any

import made_reports
from archives import blocks, documents, in_another_language, make_archive
from made_world import make_world
from pages import padded_pages
from speed import least

import riwaya
from inputs.pages.layouts import all_pages
from riwaya.bulk.tables import ShardTables
from riwaya.inputs.arabic_letters import may_hold_arabic
from riwaya.inputs.archives.http_body import read_answer
from riwaya.inputs.blobs import PassedOver, Settings
from riwaya.reconciling.candidates import Index
from riwaya.reconciling.copies import find_copies, prints_of
from riwaya.reconciling.evidence import Evidence, evidence_of
from riwaya.reconciling.links import score
from riwaya.records import Reading

ROOT = Path(__file__).resolve().parent.parent
REPORTS = 300
PER_DAY = (10, 40, 160, 320)
TOWNS, FEWER = 150, (75, 15, 5)
"""Of each of seven countries."""
KILOBYTES = (50, 150)
DAYS = 14
_TELLINGS = 4.5
"""Of an incident of the made world."""
_SCORED = 50_000


def reports() -> dict[str, float]:
    """What a made report costs to read, to write and to hold against others, and what it takes on the disk."""
    made = list(made_reports.make_reports(REPORTS, start=10_000))
    first = made[0]
    riwaya.read(first.text, published=first.published, publisher=first.publisher)
    start = process_time()
    readings = [riwaya.read(each.text, published=each.published, publisher=each.publisher) for each in made]
    read = process_time() - start
    write_tables(readings[:1])  # what is only loaded once
    start = process_time()
    written = write_tables(readings)
    wrote = process_time() - start
    copies = least(lambda: find_copies({each.id: prints_of(each.text) for each in made}), 2)
    return {
        "words": sum(len(each.text.split()) for each in made) / REPORTS,
        "text bytes": sum(len(each.text.encode()) for each in made) / REPORTS,
        "accounts": sum(len(reading.accounts) for reading in readings) / REPORTS,
        "happenings": _happenings(readings) / REPORTS,
        "read, ms": 1000 * read / REPORTS,
        "tables, ms": 1000 * wrote / REPORTS,
        "table bytes": written / REPORTS,
        "copies, ms": copies / REPORTS,
    }


def write_tables(readings: Iterable[Reading]) -> int:
    """The bytes that readings take as the tables of a shard."""
    with tempfile.TemporaryDirectory() as folder:
        with ShardTables(Path(folder), 0) as tables:
            for reading in readings:
                tables.add(reading)
        return sum(file.stat().st_size for file in Path(folder).iterdir())


def _happenings(readings: Iterable[Reading]) -> int:
    return sum(1 for reading in readings for _ in evidence_of(reading))


def other_language() -> float:
    """Milliseconds to read 300 words in English."""
    text = " ".join((ROOT / "LICENSE").read_text(encoding="utf-8").split()[:300])
    return least(lambda: riwaya.read(text, published="2024-01-15"))


def sieve() -> dict[str, float]:
    """What it costs to look through a page of 50 kB for Arabic letters, and what one takes in all that is passed over.

    The last is told without unpacking it. Of pages in Arabic all must be let through, of others none.
    """
    made = [data for _, data in padded_pages()]
    others = list(map(in_another_language, made))
    archive = make_archive(change=in_another_language)
    passed_over = PassedOver()
    settings = Settings(only_arabic=True, passed_over=passed_over.add)
    documents(archive, settings)
    let_through = 1 - passed_over.count / len(made)
    unpacked = least(lambda: [read_answer(block) for block in blocks(archive)])
    return {
        "ms, Arabic": least(lambda: [may_hold_arabic(page) for page in made]) / len(made),
        "ms, other": least(lambda: [may_hold_arabic(page) for page in others]) / len(others),
        "ms, passed over": (least(lambda: documents(archive, settings)) - unpacked) / len(made),
        "let through, Arabic": sum(map(may_hold_arabic, made)) / len(made),
        "let through, other": let_through,
    }


def long_pages() -> dict[int, float]:
    """Milliseconds to take the text out of pages that scripts and styles make so long."""
    found = {}
    for kilobytes in KILOBYTES:
        archive = make_archive(kilobytes)
        found[kilobytes] = least(lambda archive=archive: documents(archive), 3) / len(all_pages())
    return found


def density(per_day: int, towns: int = TOWNS) -> tuple[float, float]:
    """Pairs proposed a happening where so many incidents happen a day, and microseconds to score one."""
    made = make_world(int(per_day * _TELLINGS * DAYS), per_day=per_day, towns=towns)
    index, pairs, happenings = Index(), 0, 0
    scored: list[tuple[Evidence, Evidence]] = []
    for reading in made.readings:
        for evidence in evidence_of(reading):
            found = index.add(evidence)
            happenings, pairs = happenings + 1, pairs + len(found)
            scored += ((evidence, other) for other in islice(found, max(0, _SCORED - len(scored))))
    start = process_time()
    for one, other in scored:
        score(one, other)
    return pairs / happenings, 1e6 * (process_time() - start) / len(scored)


def measure() -> dict[str, Any]:
    """All figures."""
    each = {per_day: density(per_day) for per_day in PER_DAY}
    line = linear_regression(PER_DAY, [pairs for pairs, _ in each.values()])
    return {
        "report": reports(),
        "other language, ms": other_language(),
        "sieve": sieve(),
        "text of a page of so many kB, ms": long_pages(),
        "pairs a happening by incidents a day": {per_day: pairs for per_day, (pairs, _) in each.items()},
        f"pairs a happening by towns, {PER_DAY[1]} incidents a day": {
            7 * towns: density(PER_DAY[1], towns)[0] for towns in FEWER
        },
        "pairs whatever happens": line.intercept,
        "pairs more for an incident a day": line.slope,
        "score of a pair, µs": each[PER_DAY[-1]][1],
    }


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description="What a plan for a year of news rests on.")
    parser.add_argument("--json", action="store_true", help="the figures for a program")
    figures = measure()
    if parser.parse_args().json:
        print(json.dumps(figures, indent=1, ensure_ascii=False))
        return 0
    for name, told in figures.items():
        print(f"{name:40}", end="" if isinstance(told, float) else "\n")
        for key, value in told.items() if isinstance(told, dict) else [("", told)]:
            print(f"  {key!s:20} {value:10.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
