"""Reads a shard and writes its tables at once: all of them are in place, with a mark that tells of them, or none.

They are written in a folder aside, which is renamed when all of them are on the disk. Where two processes read one
shard, since one of them was thought dead, the first that is done is kept and the other thrown away.
"""

from __future__ import annotations

import gc
import hashlib
import json
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from riwaya.bulk.pieces import Piece, find_documents_in
from riwaya.bulk.placing import placed
from riwaya.bulk.plan import Options, Shard
from riwaya.bulk.tables import TABLES, ShardTables
from riwaya.inputs.blobs import PassedOver, Settings
from riwaya.inputs.incoming import Incoming, Refusal, read_document
from riwaya.inputs.publishers import with_known
from riwaya.inputs.rejects import Rejects
from riwaya.knowledge.load import Knowledge, load_knowledge
from riwaya.records import Reading

MARK = "shard.json"
"""What tells that a shard is whole: its counts, and the length and hash of each file."""
REJECTS = "rejects.jsonl"
PLAIN = 2
"""Attempts at a shard after which each of its documents is read in a process of its own."""
LIMIT = 600
"""Seconds that a document may take, unless somebody says otherwise."""
_EVERY = 0.2
"""Seconds at least between two times that whoever waits is told how many documents were gone through."""
_MADE = 10_000
"""Objects made, less those given back, after which Python looks for those that hold each other; its own number is 700.
A reading makes hardly any (one in five documents), and to look for them took a twentieth of the time.
"""


@dataclass(frozen=True, slots=True)
class Job:
    """What every shard of a run is read with: the folder of shards, the options, and the seconds for a document."""

    shards: str
    options: Options
    limit: int = LIMIT


Found = Iterator[Reading | Refusal]
Told = Callable[[int], None]


def name_of(shard: int) -> str:
    """The name of the folder of a shard."""
    return f"{shard:06d}"


def read_shard(job: Job, shard: Shard, attempt: int = 0, told: Told = lambda documents: None) -> dict[str, Any]:
    """Reads a shard, unless that was done, and gives its mark; `told` hears now and then how far it is, in documents.

    From the third attempt on what a document does to the process that reads it is none of this one's business. Raises
    UnreadableInput where an input is no longer what was planned, and OSError where nothing can be written.
    """
    place = Path(job.shards) / name_of(shard.number)
    if (done := mark_in(place)) is not None:
        return done
    with _seldom_collecting(), placed(place) as aside:
        mark = _write(job, shard, attempt, aside, told)
    return mark_in(place) or mark


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Has Python look seldom for objects that hold each other, in the block."""
    before = gc.get_threshold()
    gc.set_threshold(_MADE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def mark_in(place: Path) -> dict[str, Any] | None:
    """The mark of a shard that is whole; None where it is not there."""
    try:
        mark: dict[str, Any] = json.loads((place / MARK).read_bytes())
    except FileNotFoundError:
        return None
    return mark


def _write(job: Job, shard: Shard, attempt: int, aside: Path, told: Told) -> dict[str, Any]:
    """Writes the tables of a shard, what was refused, and its mark."""
    began = said = time.monotonic()
    passed_over = PassedOver()
    if attempt < PLAIN:
        found = read_pieces(shard.pieces, job.options, job.limit, passed_over)
    else:
        from riwaya.bulk.careful import read_carefully

        found = read_carefully(shard.pieces, job.options, job.limit, passed_over)
    refused = done = 0
    rejects = Rejects(aside / REJECTS)
    with ShardTables(aside, shard.number) as tables:
        for each in found:
            if isinstance(each, Refusal):
                rejects.add(each)
                refused += 1
            else:
                tables.add(each)
            done += 1
            if (now := time.monotonic()) - said > _EVERY:
                told(done)
                said = now
        rows = tables.rows
    rejects.close()
    names = [*(f"{name}.parquet" for name in TABLES), *([REJECTS] if refused else [])]
    mark = {
        "shard": shard.number,
        "attempt": attempt,
        "seconds": round(time.monotonic() - began, 3),
        **rows,
        "refused": refused,
        "passed_over": passed_over.count,
        "files": [_told(aside / name) for name in names],
    }
    (aside / MARK).write_text(json.dumps(mark, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return mark


def _told(path: Path) -> dict[str, Any]:
    """What a mark tells of a file."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return {"path": path.name, "bytes": stream.tell(), "sha256": sha256}


# ------------------------------------------------------------------------------------------------------------- reading


def read_pieces(pieces: tuple[Piece, ...], options: Options, limit: int, passed_over: PassedOver) -> Found:
    """The readings of pieces and what is refused in them, by the same steps as `riwaya read` takes.

    A document that takes longer than `limit` seconds kills the process where the system can be asked for that.
    """
    knowledge = load_knowledge()
    settings = settings_of(options, limit, passed_over)
    try:
        for piece in pieces:
            alarm(limit)
            for found in find_documents_in(piece, settings):
                yield read_one(found, options, knowledge)
                alarm(limit)
    finally:
        alarm(0)


def settings_of(options: Options, limit: int, passed_over: PassedOver) -> Settings:
    """How files are taken in where pages that are passed over are counted; each has the time that a document has."""

    def pass_over() -> None:
        passed_over.add()
        alarm(limit)

    return replace(options.settings, passed_over=pass_over)


def read_one(found: Incoming | Refusal, options: Options, knowledge: Knowledge) -> Reading | Refusal:
    """The reading of a document, with what the options say of it."""
    if isinstance(found, Refusal):
        return found
    return read_document(with_known(found, options.known), knowledge=knowledge)


def alarm(seconds: int) -> None:
    """Has the system kill this process in so many seconds, or no longer where they are 0."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)
