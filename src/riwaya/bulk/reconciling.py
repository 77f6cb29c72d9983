"""Brings the accounts of a run together, step by step, and goes on where it was stopped.

    FOLDER/reconciled/plan.json      what is brought together, by which version
    FOLDER/reconciled/parts/000000/  incidents.parquet, relations.parquet, links.parquet, part.json
    FOLDER/reconciled/manifest.json  counts and hashes, once every part is there

What is found on the way is kept beside until then, in `work`.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from riwaya.bulk.folder import MANIFEST, PLAN, Folder, hash_of_lines, write_json
from riwaya.bulk.incident_tables import MARK, TABLES
from riwaya.bulk.linking import bins_for, do, set_aside, tasks_of_parts, tasks_of_scores
from riwaya.bulk.steps import WORK, Job, Step, Task, Told, begin_work, do_step
from riwaya.bulk.versions import versions
from riwaya.errors import UsageError
from riwaya.exports.extras import need
from riwaya.exports.formats import CAVEAT

FORMAT = "riwaya-incidents/1"
PLACE = "reconciled"


def reconcile_in_bulk(
    folder: Folder, *, workers: int, first: bool = False, told: Told = lambda step: None
) -> dict[str, Any]:
    """Brings all accounts of a run together by processes of this machine; gives the manifest.

    What `riwaya reconcile` makes of the same accounts is what comes out. Raises UsageError where the run is not
    finished, where another version of Riwaya began, and where two readings of one document differ; with `first` the
    first of those in the run is taken, and the manifest tells in `set_aside` how many were not.
    """

    def link(job: Job) -> None:
        for tasks in steps(job):
            do_step(job, tasks, partial(do, job), workers=workers, told=told)

    return _link(folder, "processes", first, link)


def reconcile_on_spark(
    folder: Folder, *, master: str | None = None, first: bool = False, told: Told = lambda step: None
) -> dict[str, Any]:
    """Brings all accounts of a run together on the cluster of a master, or on that of `spark-submit`.

    What comes out is the same, in other parts. Raises UsageError as `reconcile_in_bulk` does, and where pyspark is not
    installed or no master is named.
    """

    def link(job: Job) -> None:
        from riwaya.bulk.spark import session
        from riwaya.bulk.spark_linking import link_on_spark

        with session(master) as spark:
            link_on_spark(spark, job, lambda name: told(Step(name, 1, 1)))

    return _link(folder, "spark", first, link)


def _link(folder: Folder, way: str, first: bool, link: Callable[[Job], None]) -> dict[str, Any]:
    need("numpy", "bulk", "bringing accounts together in bulk")
    place = folder.path / PLACE
    with folder.locked():
        job = begin(folder, way, first)
        if not (place / MANIFEST).exists():
            link(job)
            finish(job)
        shutil.rmtree(place / WORK, ignore_errors=True)
    manifest: dict[str, Any] = json.loads((place / MANIFEST).read_bytes())
    return manifest


def begin(folder: Folder, way: str = "processes", first: bool = False) -> Job:
    """What the steps work by; its plan is written, or found as it was. `way` is who does the steps."""
    if not folder.is_finished:
        raise UsageError(f"{folder.path}: this run is not finished; `riwaya bulk read` goes on with it")
    place = folder.path / PLACE
    status = folder.status()
    plan: dict[str, Any] = {
        "format": FORMAT,
        "versions": versions(),
        "read": hash_of_lines(folder.path / MANIFEST),
        "way": way,
        "shards": status.shards,
        "bins": bins_for(status.counts["documents"]),
    }
    begin_work(place, plan)
    job = Job(str(folder.path), str(place), plan["shards"], plan["bins"], first)
    if not first and set_aside(job):
        raise UsageError(f"{place} was begun with --first; take it away to begin anew")
    return job


def steps(job: Job) -> Iterator[list[Task]]:
    """The parts of each step, which are known once the one before is done."""
    yield [Task("taken", shard) for shard in range(job.shards)]
    yield [Task("numbers", 0)]
    yield [Task("pairs", bin) for bin in range(job.bins)]
    yield tasks_of_scores(job)
    yield [Task("pieces", 0)]
    yield tasks_of_parts(job)


def finish(job: Job) -> None:
    """Writes the manifest, out of the marks of the parts."""
    place = Path(job.place)
    counts: Counter[str] = Counter(dict.fromkeys(TABLES, 0))
    parts = []
    for mark in _marks(sorted(job.path("parts").glob(f"[0-9]*/{MARK}"))):
        counts.update({name: mark[name] for name in TABLES})
        parts.append(mark)
    told = json.loads((place / PLAN).read_bytes())
    write_json(
        place / MANIFEST,
        {
            "format": FORMAT,
            "note": CAVEAT,
            "versions": told["versions"],
            "read": told["read"],
            **counts,
            "set_aside": set_aside(job),
            "parts": parts,
        },
    )


def _marks(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        yield json.loads(path.read_bytes())
