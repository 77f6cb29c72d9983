"""The folder of a run: its plan, its shards as they are done, and at the end a manifest of all of it.

    FOLDER/plan.json           what is read, by which options and versions
    FOLDER/plan.jsonl          the shards, a line each, with the files that they are cut from
    FOLDER/shards/000000/      a shard that is whole: documents.parquet, sources.parquet, accounts.parquet,
                               claims.parquet, issues.parquet, rejects.jsonl where something was refused, shard.json
    FOLDER/manifest.json       counts and hashes, once every shard is there

What begins with a dot is being written, or was when a process was killed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from riwaya.bulk.placing import sweep
from riwaya.bulk.plan import FORMAT, Plan, Shard, plan_of, shard_of
from riwaya.bulk.shard import MARK, mark_in, name_of
from riwaya.bulk.tables import TABLES, readings_in
from riwaya.errors import UsageError
from riwaya.exports.formats import CAVEAT
from riwaya.records import Reading

PLAN, SHARDS, MANIFEST = "plan.json", "plan.jsonl", "manifest.json"
_LOCK = ".lock"
COUNTED = (*TABLES, "refused", "passed_over")
"""What is counted in a shard and in a run."""


class Status(NamedTuple):
    """How far a run is: its shards, how many of them are done, and what is in those."""

    shards: int
    done: int
    counts: Mapping[str, int]
    is_finished: bool


class Folder:
    """The folder of a run that was planned. Raises UsageError where there is none."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).absolute()
        self.plan: Plan = plan_of(_read_json(self.path / PLAN))

    @property
    def shards_path(self) -> Path:
        """The folder of the shards."""
        return self.path / "shards"

    def shards(self) -> Iterator[Shard]:
        """All shards of the plan, in order."""
        with (self.path / SHARDS).open(encoding="utf-8") as lines:
            yield from map(shard_of, lines)

    def done(self) -> set[int]:
        """The numbers of the shards that are whole."""
        with os.scandir(self.shards_path) as entries:
            names = [entry.name for entry in entries if entry.name.isdecimal()]
        return {int(name) for name in names if (self.shards_path / name / MARK).exists()}

    def place(self, shard: int) -> Path:
        """The folder of a shard."""
        return self.shards_path / name_of(shard)

    def marks(self) -> Iterator[dict[str, Any]]:
        """The marks of the shards that are whole, in order."""
        for number in sorted(self.done()):
            mark = mark_in(self.place(number))
            if mark is not None:
                yield mark

    @property
    def is_finished(self) -> bool:
        """Whether all of it is read."""
        return (self.path / MANIFEST).exists()

    def status(self) -> Status:
        """How far the run is."""
        counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        done = 0
        for mark in self.marks():
            done += 1
            counts.update(_counts_of(mark))
        return Status(self.plan.shards, done, counts, self.is_finished)

    def readings(self, shard: int | None = None) -> Iterator[Reading]:
        """The readings of a shard, or of all in their order; one shard after the other, a few in memory at a time."""
        for number in sorted(self.done()) if shard is None else [shard]:
            yield from readings_in(self.place(number))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps others from working at the run. Raises UsageError where somebody does; who is killed no longer does."""
        try:
            import fcntl
        except ImportError:  # a system without such locks
            yield
            return
        with (self.path / _LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise UsageError(f"{self.path}: somebody else is at this run") from None
            yield

    def sweep(self) -> None:
        """Takes away what processes left that were killed while they wrote."""
        sweep(self.shards_path)

    def finish(self) -> dict[str, Any]:
        """Writes the manifest. Raises UsageError where a shard is missing, or a file of one is shorter than it was."""
        counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        listed, seconds = [], 0.0
        for mark in self.marks():
            counts.update(_counts_of(mark))
            seconds += mark["seconds"]
            for file in mark["files"]:
                place = self.place(mark["shard"]) / file["path"]
                if not place.is_file() or place.stat().st_size != file["bytes"]:
                    raise UsageError(f"{place} is not as it was written: take {place.parent} away, and read on")
            listed.append({"shard": mark["shard"], **_counts_of(mark), "files": mark["files"]})
        if len(listed) != self.plan.shards:
            raise UsageError(f"{self.path}: {self.plan.shards - len(listed)} shards are missing")
        manifest = {
            "format": FORMAT,
            "note": CAVEAT,
            "versions": dict(self.plan.versions),
            "options": self.plan.options.as_dict(),
            "inputs": {"files": self.plan.files, "bytes": self.plan.bytes, "plan": self.plan.sha256},
            **counts,
            "seconds": round(seconds, 3),
            "shards": listed,
        }
        write_json(self.path / MANIFEST, manifest)
        return manifest


def readings(folder: Path | str) -> Iterator[Reading]:
    """The readings of a run that is finished, in the order of its inputs. Raises UsageError for any other."""
    opened = Folder(folder)
    if not opened.is_finished:
        raise UsageError(f"{folder}: this run is not finished; `riwaya bulk read` goes on with it")
    return opened.readings()


def _counts_of(mark: Mapping[str, Any]) -> dict[str, int]:
    """What a mark counts; one of before pages were passed over has none of those."""
    told = {"passed_over": 0, **mark}
    return {name: told[name] for name in COUNTED}


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; it is no folder of `riwaya bulk read`") from None
    except ValueError as error:
        raise UsageError(f"{path}: it is damaged: {error}") from None


def write_json(path: Path, told: Any) -> None:
    """Writes a file of JSON that is there whole or not at all."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("w", encoding="utf-8") as out:
        out.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)


# ------------------------------------------------------------------------------------------------------------ beginning


def differences(ours: Plan, lines: Path, folder: Folder) -> list[str]:
    """What of a plan is other than in the folder of a run; `lines` are the shards of the plan."""
    kept = folder.plan
    found = [
        f"{name} was {kept.versions.get(name)!r} and is {told!r}"
        for name, told in ours.versions.items()
        if kept.versions.get(name) != told
    ]
    theirs = kept.options.as_dict()
    found += [
        f"--{'as' if name == 'form' else name.replace('_', '-')} was {theirs[name]!r} and is {told!r}"
        for name, told in ours.options.as_dict().items()
        if theirs[name] != told
    ]
    if ours.records != kept.records:
        found.append(f"a shard was of {kept.records} documents and is of {ours.records}")
    if not found and ours.sha256 != kept.sha256:
        found.append(_first_difference(lines, folder.path / SHARDS))
    return found


def _first_difference(ours: Path, theirs: Path) -> str:
    """The first file of two plans that is not the same in both."""
    with ours.open(encoding="utf-8") as now, theirs.open(encoding="utf-8") as then:
        for mine, kept in zip_longest(now, then):
            if mine == kept:
                continue
            if mine is None or kept is None:
                path = shard_of(mine or kept).pieces[0].path
                return f"{path} {'came to it' if kept is None else 'is missing'}"
            for a, b in zip_longest(shard_of(mine).pieces, shard_of(kept).pieces):
                if a is None or b is None:
                    return f"{(a or b).path} {'came to it' if b is None else 'is missing'}"
                if a.path != b.path:
                    return f"{a.path} stands where {b.path} stood"
                if a != b:
                    return f"{a.path} was changed"
    return "the plan is another one"


def hash_of_lines(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
