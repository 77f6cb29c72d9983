"""A run in bulk from its beginning to its end: planned, read shard by shard, and gone on with where it was stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from riwaya.bulk.folder import PLAN, SHARDS, Folder, differences, hash_of_lines, write_json
from riwaya.bulk.plan import RECORDS, Options, Shard, make_plan
from riwaya.bulk.pool import run
from riwaya.bulk.shard import LIMIT, Job, read_shard
from riwaya.bulk.versions import versions
from riwaya.errors import UsageError


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a run is, as it tells whoever waits.

    While it is planned these are `files` and `bytes` that were gone through; while it reads `shards` of `of` are done
    and `documents` read, those of shards that are being read among them. `again` is a reason why one is read again.
    """

    files: int = 0
    bytes: int = 0
    shards: int = 0
    of: int = 0
    documents: int = 0
    again: str | None = None


Told = Callable[[Stage], None]


def begin(
    inputs: Iterable[str],
    path: Path,
    *,
    options: Options = Options(),  # noqa: B008
    records: int | None = None,
    told: Told = lambda stage: None,
) -> Folder:
    """The folder of a run over some inputs: a new one with a plan, or the one that was begun so.

    Without inputs it is the run that was begun in the folder, whatever `options` say. Raises UsageError where the
    folder is of something else, or of a run over other inputs, by other options or another version of Riwaya, and tells
    what differs.
    """
    inputs = tuple(inputs)
    begun = (path / PLAN).exists()
    if not inputs and not begun:
        raise UsageError(f"no run was begun in {path}: name what is to be read")
    path.mkdir(parents=True, exist_ok=True)
    if not begun and (others := _others(path)):
        raise UsageError(f"{path} is no folder of a run, and not empty: {', '.join(others[:3])}")
    folder = Folder(path) if begun else None
    if folder is not None and not inputs:
        return folder
    records = records or (folder.plan.records if folder else RECORDS)
    aside = path / f".{SHARDS}"
    aside.unlink(missing_ok=True)
    plan = make_plan(
        inputs, aside, options=options, records=records, told=lambda files, taken: told(Stage(files, taken))
    )
    if folder is not None:
        if found := differences(plan, aside, folder):
            aside.unlink()
            raise UsageError(f"{path} was begun otherwise: {'; '.join(found)}. Give another folder, or take it away")
        aside.unlink()
        return folder
    (path / "shards").mkdir(exist_ok=True)
    aside.replace(path / SHARDS)
    write_json(path / PLAN, plan.as_dict())
    return Folder(path)


def _others(path: Path) -> list[str]:
    """What lies in a folder, but for what a run leaves that is killed before its plan is whole."""
    ours = {SHARDS} | (set() if any(path.glob("shards/*")) else {"shards"})
    return sorted(each.name for each in path.iterdir() if not each.name.startswith(".") and each.name not in ours)


def read_in_bulk(folder: Folder, *, workers: int, limit: int = LIMIT, told: Told = lambda stage: None) -> None:
    """Reads what is left of a run by processes of this machine, and writes its manifest.

    Raises UsageError where another version of Riwaya began it, and UnreadableInput where an input was changed since.
    """
    with going_on(folder) as left:
        progress = Progress(folder, told)
        work = partial(_read, Job(str(folder.shards_path), folder.plan.options, limit))
        with closing(run(work, left, workers=workers)) as events:  # whatever happens, its processes end here
            for event in events:
                if event.kind == "done":
                    progress.done(event.task.number, event.value["documents"] + event.value["refused"])
                elif event.kind == "told":
                    progress.told(event.task.number, event.value)
                else:
                    progress.again(event.task.number, event.value)


def _read(job: Job, shard: Shard, attempt: int, told: Callable[[Any], None]) -> dict[str, Any]:
    return read_shard(job, shard, attempt, told)


@contextmanager
def going_on(folder: Folder) -> Iterator[Iterator[Shard]]:
    """What is left of a run, for whoever reads it in the block; at its end the manifest is written.

    Raises UsageError where another version of Riwaya began it, or somebody is at it.
    """
    with folder.locked():
        ours = versions()
        if ours != dict(folder.plan.versions):
            raise UsageError(f"{folder.path}: another version of Riwaya or of its data began this run, and must end it")
        if hash_of_lines(folder.path / SHARDS) != folder.plan.sha256:
            raise UsageError(f"{folder.path / SHARDS} is not the plan that was made")
        if folder.is_finished:
            yield iter(())
            return
        folder.sweep()
        done = folder.done()
        yield (shard for shard in folder.shards() if shard.number not in done)
        folder.sweep()
        folder.finish()


class Progress:
    """How far a run is, out of what its shards tell."""

    def __init__(self, folder: Folder, told: Told) -> None:
        status = folder.status()
        self._told = told
        self._of = status.shards
        self._shards = status.done
        self._documents = status.counts["documents"] + status.counts["refused"]
        self._at: dict[int, int] = {}
        self._tell()

    def done(self, shard: int, documents: int) -> None:
        """Counts a shard that is whole."""
        self._at.pop(shard, None)
        self._shards += 1
        self._documents += documents
        self._tell()

    def told(self, shard: int, documents: int) -> None:
        """Counts documents of a shard that is being read."""
        self._at[shard] = documents
        self._tell()

    def again(self, shard: int, reason: str) -> None:
        """Tells that a shard is read again."""
        self._at.pop(shard, None)
        self._tell(f"shard {shard} is read again: {reason}")

    def _tell(self, again: str | None = None) -> None:
        documents = self._documents + sum(self._at.values())
        self._told(Stage(shards=self._shards, of=self._of, documents=documents, again=again))
