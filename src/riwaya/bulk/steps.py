"""Work in steps, each in parts: what is to be done of a part, where it is put, and who does it.

A part is in place whole or not at all, so that it can be done by any process, and again where one was killed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from riwaya.bulk.folder import MANIFEST, PLAN, write_json
from riwaya.bulk.placing import sweep
from riwaya.bulk.pool import run
from riwaya.errors import UsageError

WORK, PARTS = "work", "parts"
"""Where all steps but the last put what they find, until the last is done, and where the last puts it."""


class Task(NamedTuple):
    """A part of a step, by its number; `about` is what it is of."""

    step: str
    number: int
    about: tuple[int, ...] = ()


@dataclass(frozen=True)
class Job:
    """Where the steps find what was read, and where they put what they find.

    `shards` are those of the run, and `bins` the parts into which what happenings are found by is put. Of readings of
    one document that differ the first is taken where `first` says so; linking refuses them else.
    """

    run: str
    place: str
    shards: int
    bins: int
    first: bool = False

    def path(self, step: str, number: int | None = None) -> Path:
        """The folder of a step, or of a part of it."""
        folder = Path(self.place) / (step if step == PARTS else f"{WORK}/{step}")
        return folder if number is None else folder / f"{number:06d}"

    def is_done(self, task: Task) -> bool:
        """Whether a part is in its place."""
        return self.path(task.step, task.number).is_dir()


def begin_work(place: Path, plan: dict[str, Any]) -> None:
    """Keeps what the work in a folder goes by, and makes room for it.

    Raises UsageError where it was begun by another plan, whose points that differ are named.
    """
    if (place / PLAN).exists():
        begun = json.loads((place / PLAN).read_bytes())
        if other := [name for name in plan if begun.get(name) != plan[name]]:
            raise UsageError(f"{place} was begun otherwise: {', '.join(other)} differ; take it away to begin anew")
    else:
        place.mkdir(exist_ok=True)
        write_json(place / PLAN, plan)
    for name in (WORK, PARTS):
        (place / name).mkdir(exist_ok=True)
    sweep(place / PARTS)


def state_of(place: Path) -> dict[str, Any] | None:
    """How far the work in a folder is, or None where none was begun.

    `finished`; then the counts of its manifest, or in `parts` how many parts of each step are done so far.
    """
    if not (place / PLAN).exists():
        return None
    if (place / MANIFEST).exists():
        told = json.loads((place / MANIFEST).read_bytes())
        return {"finished": True} | {name: value for name, value in told.items() if isinstance(value, int)}
    steps = [step for step in (*(place / WORK).glob("*"), place / PARTS) if step.is_dir()]
    steps.sort(key=lambda step: step.stat().st_mtime_ns)
    done = {step.name: sum(1 for part in step.iterdir() if part.name.isdecimal()) for step in steps}
    return {"finished": False, "parts": {name: parts for name, parts in done.items() if parts}}


Work = Callable[[Task, int, Callable[[Any], None]], None]
"""What does a part; it goes to the processes of a pool."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a step is: `done` of so many parts. `again` is a reason why one is done again."""

    name: str
    done: int
    of: int
    again: str | None = None


Told = Callable[[Step], None]


def do_step(job: Job, tasks: list[Task], work: Work, *, workers: int, told: Told) -> None:
    """Does what is left of a step by so many processes."""
    if not tasks:
        return
    name = tasks[0].step
    job.path(name).mkdir(parents=True, exist_ok=True)
    sweep(job.path(name))
    left = [task for task in tasks if not job.is_done(task)]
    done = len(tasks) - len(left)
    told(Step(name, done, len(tasks)))
    for event in run(work, left, workers=min(workers, max(1, len(left)))):
        if event.kind == "done":
            done += 1
            told(Step(name, done, len(tasks)))
        elif event.kind == "again":
            told(Step(name, done, len(tasks), f"part {event.task.number} of {name} is done again: {event.value}"))
    sweep(job.path(name))
