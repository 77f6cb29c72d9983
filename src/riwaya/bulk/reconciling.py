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
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from riwaya.bulk.folder import MANIFEST, Folder, hash_of_lines, write_json
from riwaya.bulk.incident_tables import MARK, TABLES
from riwaya.bulk.linking import WORK, Job, Task, bins_for, do, tasks_of_parts, tasks_of_scores
from riwaya.bulk.placing import sweep
from riwaya.bulk.pool import run
from riwaya.bulk.versions import versions
from riwaya.errors import UsageError
from riwaya.exports.extras import need
from riwaya.exports.formats import CAVEAT

FORMAT = "riwaya-incidents/1"
PLACE = "reconciled"
PLAN = "plan.json"


@dataclass(frozen=True, slots=True)
class Step:
    """How far a step is: `done` of so many parts. `again` is a reason why one is done again."""

    name: str
    done: int
    of: int
    again: str | None = None


Told = Callable[[Step], None]


def reconcile_in_bulk(folder: Folder, *, workers: int, told: Told = lambda step: None) -> dict[str, Any]:
    """Brings all accounts of a run together by processes of this machine; gives the manifest.

    What `riwaya reconcile` makes of the same accounts is what comes out. Raises UsageError where the run is not
    finished, where another version of Riwaya began, and where two readings of one document differ.
    """
    need("numpy", "bulk", "bringing accounts together in bulk")
    place = folder.path / PLACE
    with folder.locked():
        job = begin(folder, place)
        if not (place / MANIFEST).exists():
            for tasks in steps(job):
                _do(job, tasks, workers, told)
            finish(job)
        shutil.rmtree(place / WORK, ignore_errors=True)
    manifest: dict[str, Any] = json.loads((place / MANIFEST).read_bytes())
    return manifest


def begin(folder: Folder, place: Path) -> Job:
    """What the steps work by; its plan is written, or found as it was."""
    if not folder.is_finished:
        raise UsageError(f"{folder.path}: this run is not finished; `riwaya bulk read` goes on with it")
    status = folder.status()
    plan: dict[str, Any] = {
        "format": FORMAT,
        "versions": versions(),
        "read": hash_of_lines(folder.path / MANIFEST),
        "shards": status.shards,
        "bins": bins_for(status.counts["documents"]),
    }
    if (place / PLAN).exists():
        begun = json.loads((place / PLAN).read_bytes())
        if other := [name for name in plan if begun.get(name) != plan[name]]:
            raise UsageError(f"{place} was begun otherwise: {', '.join(other)} differ; take it away to begin anew")
    else:
        place.mkdir(exist_ok=True)
        write_json(place / PLAN, plan)
    return Job(str(folder.path), str(place), plan["shards"], plan["bins"])


def steps(job: Job) -> Iterator[list[Task]]:
    """The parts of each step, which are known once the one before is done."""
    yield [Task("taken", shard) for shard in range(job.shards)]
    yield [Task("numbers", 0)]
    yield [Task("pairs", bin) for bin in range(job.bins)]
    yield tasks_of_scores(job)
    yield [Task("pieces", 0)]
    yield tasks_of_parts(job)


def _do(job: Job, tasks: list[Task], workers: int, told: Told) -> None:
    """Does what is left of a step."""
    if not tasks:
        return
    name = tasks[0].step
    job.path(name).mkdir(parents=True, exist_ok=True)
    sweep(job.path(name))
    left = [task for task in tasks if not job.is_done(task)]
    done = len(tasks) - len(left)
    told(Step(name, done, len(tasks)))
    for event in run(partial(do, job), left, workers=min(workers, max(1, len(left)))):
        if event.kind == "done":
            done += 1
            told(Step(name, done, len(tasks)))
        elif event.kind == "again":
            told(Step(name, done, len(tasks), f"part {event.task.number} of {name} is done again: {event.value}"))
    sweep(job.path(name))


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
            "parts": parts,
        },
    )


def _marks(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        yield json.loads(path.read_bytes())
