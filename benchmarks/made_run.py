"""A run in bulk that holds readings as they are, without reading their texts again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from riwaya.bulk.folder import PLAN, SHARDS, Folder, hash_of_lines, write_json
from riwaya.bulk.plan import Options, Plan
from riwaya.bulk.shard import MARK, name_of
from riwaya.bulk.tables import TABLES, ShardTables
from riwaya.bulk.versions import versions
from riwaya.records import Reading


def make_run(path: Path, readings: Iterable[Reading], *, shard: int = 1000) -> Folder:
    """A run that is finished, with so many readings a shard."""
    count = 0
    for number, part in enumerate(_parts(readings, shard)):
        _write(path / "shards" / name_of(number), number, part)
        count += 1
    (path / "shards").mkdir(parents=True, exist_ok=True)
    (path / SHARDS).write_text("")
    plan = Plan(("made",), Options(), shard, versions(), count, 0, 0, hash_of_lines(path / SHARDS))
    write_json(path / PLAN, plan.as_dict())
    folder = Folder(path)
    folder.finish()
    return folder


def _parts(readings: Iterable[Reading], size: int) -> Iterator[list[Reading]]:
    rest = iter(readings)
    while part := list(islice(rest, size)):
        yield part


def _write(place: Path, number: int, readings: list[Reading]) -> None:
    place.mkdir(parents=True)
    with ShardTables(place, number) as tables:
        for reading in readings:
            tables.add(reading)
        rows = tables.rows
    files = [place / f"{name}.parquet" for name in TABLES]
    told = [{"path": file.name, "bytes": file.stat().st_size, "sha256": hash_of_lines(file)} for file in files]
    mark = {"shard": number, "attempt": 0, "seconds": 0.0, **rows, "refused": 0, "files": told}
    (place / MARK).write_text(json.dumps(mark))
