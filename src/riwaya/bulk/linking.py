"""The steps in which the accounts of a run are brought together, each in parts that one process does at a time.

    taken      of each shard: the evidence of its happenings, their keys as numbers, and its readings one by one
    numbers    where the happenings of each shard begin in the count of all, and which reports came twice
    pairs      of some keys each: the pairs of happenings by them
    scores     of some pairs each: the links, with their shares
    pieces     what hangs together, with the links inside
    parts      of some pieces each: the incidents

A part is in place whole or not at all, so that it can be done by any process and again. No process holds more than its
part and some bytes a happening.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from riwaya.bulk.bins import Bins, write_bins
from riwaya.bulk.components import pieces_of
from riwaya.bulk.folder import Folder, write_json
from riwaya.bulk.groups import LOOSE, group
from riwaya.bulk.happenings import numbers_of, packed, unpacked
from riwaya.bulk.incident_tables import IncidentTables
from riwaya.bulk.pairs import KEY, PAIR, pairs_of, taken_apart
from riwaya.bulk.placing import placed
from riwaya.bulk.shelf import Shelf, ShelfWriter, Shelves, compressed, decompressed
from riwaya.bulk.steps import Job, Task
from riwaya.errors import UsageError
from riwaya.exports.json import as_dict, to_json
from riwaya.inputs.readings import reading_of
from riwaya.reconciling.clusters import sorted_pair
from riwaya.reconciling.evidence import Evidence, evidence_of
from riwaya.reconciling.links import score, share_of
from riwaya.reconciling.reconcile import Group
from riwaya.records import Reading

DOCUMENT = [("id", "S16"), ("content", "S16"), ("happenings", "<u4")]
"""A document: digests of its id and of its reading, and how many happenings it tells of."""
LINK = [("a", "<u4"), ("b", "<u4"), ("share", "<f8")]
MEMBER = [("piece", "<u4"), ("happening", "<u4")]
TILE = 4096
"""Happenings of which the evidence is in memory at once, twice."""
PAIRS = 200_000
"""Pairs that are scored at a go."""
HAPPENINGS = 10_000
"""Happenings of a part, as far as one piece is not larger."""
_KEYS_OF = 25_000
"""Documents whose keys are about what is joined at a go."""
_LINKS = 4_000_000
_SET_ASIDE = "set_aside.json"


def bins_for(documents: int) -> int:
    """Into how many bins the keys of so many documents are put."""
    return max(1, min(1024, documents // _KEYS_OF))


def do(job: Job, task: Task, attempt: int, told: Any) -> Any:
    """Does a part of a step, unless it is in its place."""
    if not job.is_done(task):
        _STEPS[task.step](job, task)
    told(None)


# -------------------------------------------------------------------------------------------------------------- taken


def take(job: Job, task: Task) -> None:
    """Takes from a shard what the other steps need of it."""
    import numpy as np

    documents, rows = [], 0
    keys: tuple[list[int], ...] = ([], [], [], [])
    with placed(job.path("taken", task.number)) as aside:
        with ShelfWriter(aside / "readings") as readings, ShelfWriter(aside / "evidence") as evidence:
            for reading in Folder(job.run).readings(task.number):
                record, digest = recorded(reading)
                readings.add(record)
                for each in evidence_of(reading):
                    evidence.add(packed(each))
                    for at, numbers in enumerate(numbers_of(each)):
                        keys[2 * at].extend(numbers)
                        keys[2 * at + 1].extend([rows] * len(numbers))
                    rows += 1
                documents.append((_digest(reading.document.id), digest, len(reading.incidents)))
        np.array(documents, DOCUMENT).tofile(aside / "documents")
        for at, name in enumerate(("has", "seeks")):
            table = np.empty(len(keys[2 * at]), KEY)
            table["key"], table["happening"] = np.array(keys[2 * at], "<u8"), keys[2 * at + 1]
            write_bins(aside / name, table, table["key"] % np.uint64(job.bins))


def recorded(reading: Reading) -> tuple[bytes, bytes]:
    """What is kept of a reading until its accounts are in incidents, and a digest of all of it."""
    told = as_dict(reading)
    digest = hashlib.sha256(to_json(told).encode("utf-8", "surrogatepass")).digest()[:16]
    return compressed(told | {"incidents": [], "issues": []}), digest


def _digest(id: str) -> bytes:
    return hashlib.sha256(id.encode("utf-8", "surrogatepass")).digest()[:16]


# ------------------------------------------------------------------------------------------------------------ numbers


def keep_set_aside(job: Job, readings: int) -> None:
    """Keeps how many readings were left out since another of their document came first."""
    write_json(job.path(_SET_ASIDE), {"readings": readings})


def set_aside(job: Job) -> int:
    """How many readings were left out since another of their document came first, as far as that was looked at."""
    place = job.path(_SET_ASIDE)
    return int(json.loads(place.read_bytes())["readings"]) if place.exists() else 0


def two_readings(document: str) -> UsageError:
    """What to say where two readings of a document differ."""
    return UsageError(
        f"two readings of the document {document!r} that differ: give one of them, or take the first (--first)"
    )


def number(job: Job, task: Task) -> None:
    """Counts the happenings of all shards through, and leaves out reports that come again.

    Of readings of one document that differ, the first is taken and the others are counted where the job says so; else
    that raises UsageError.
    """
    import numpy as np

    shards = [np.fromfile(job.path("taken", shard) / "documents", DOCUMENT) for shard in range(job.shards)]
    documents = np.concatenate(shards) if shards else np.empty(0, DOCUMENT)
    first = np.cumsum([0, *(len(each) for each in shards)])
    told = documents["happenings"].astype("<i8")
    begin = np.concatenate([[0], np.cumsum(told)])
    _, at, same = np.unique(documents["id"], return_index=True, return_inverse=True)
    original = at[same]
    again = original != np.arange(len(documents))
    differing = np.flatnonzero(documents["content"] != documents["content"][original])
    if len(differing) and not job.first:
        shard = int(np.searchsorted(first, differing[0], "right")) - 1
        with Shelf(job.path("taken", shard) / "readings") as readings:
            name = reading_in(readings[int(differing[0] - first[shard])]).document.id
        raise two_readings(name)
    keep_set_aside(job, len(differing))
    with placed(job.path("numbers", task.number)) as aside:
        first.astype("<i8").tofile(aside / "documents")
        begin[first].astype("<i8").tofile(aside / "happenings")
        np.repeat(np.arange(len(documents), dtype="<u4"), told).tofile(aside / "document_of")
        np.repeat(again, told).tofile(aside / "gone")


class Numbers:
    """The happenings of all shards, counted through."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._place = job.path("numbers", 0)
        self._shelves = Shelves()

    def __enter__(self) -> Numbers:
        return self

    def __exit__(self, *raised: object) -> None:
        self._shelves.close()

    def _read(self, name: str, kind: Any) -> Any:
        import numpy as np

        return np.fromfile(self._place / name, kind)

    @cached_property
    def begins(self) -> Any:
        """The number of the first happening of each shard, and at last how many there are."""
        return self._read("happenings", "<i8")

    @cached_property
    def _documents(self) -> Any:
        return self._read("documents", "<i8")

    @cached_property
    def document_of(self) -> Any:
        """The number of the document of each happening."""
        return self._read("document_of", "<u4")

    @cached_property
    def gone(self) -> Any:
        """Which happenings are of a report that came before."""
        return self._read("gone", "?")

    @property
    def count(self) -> int:
        """How many happenings there are."""
        return int(self.begins[-1])

    def evidence(self, happening: int) -> Evidence:
        """The evidence of a happening."""
        return unpacked(self._record("evidence", self.begins, happening))

    def reading(self, happening: int) -> Reading:
        """The reading that tells of a happening."""
        return reading_in(self._record("readings", self._documents, int(self.document_of[happening])))

    def _record(self, name: str, begins: Any, number: int) -> bytes:
        import numpy as np

        shard = int(np.searchsorted(begins, number, "right")) - 1
        shelf = self._shelves[self._job.path("taken", shard) / name]
        return shelf[number - int(begins[shard])]


def reading_in(record: bytes) -> Reading:
    """A reading out of what was kept of it: without its own incidents, which others take the place of."""
    return reading_of(decompressed(record))


# -------------------------------------------------------------------------------------------------------------- pairs


def pair(job: Job, task: Task) -> None:
    """Finds the pairs by the keys of a bin, and puts them into tiles by where their evidence is."""
    numbers = Numbers(job)
    has, seeks = (_keys(job, numbers, name, task.number) for name in ("has", "seeks"))
    with placed(job.path("pairs", task.number)) as aside:
        for part, pairs in enumerate(_fewer(pairs_of(has, seeks, numbers.document_of))):
            a, b = taken_apart(pairs)
            tiles = (a // TILE).astype("<i8") << 32 | (b // TILE)
            write_bins(aside / f"{part:06d}", pairs, tiles)


def _keys(job: Job, numbers: Numbers, name: str, number: int) -> Any:
    import numpy as np

    found = []
    for shard in range(job.shards):
        rows = Bins(job.path("taken", shard) / name, KEY).rows(number)
        rows["happening"] += np.uint32(numbers.begins[shard])
        found.append(rows)
    keys = np.concatenate(found) if found else np.empty(0, KEY)
    return keys[~numbers.gone[keys["happening"]]]


def _fewer(parts: Iterable[Any]) -> Iterator[Any]:
    """The same pairs in parts that are not small."""
    import numpy as np

    held: list[Any] = []
    for part in parts:
        held.append(part)
        if sum(map(len, held)) >= _LINKS:
            yield np.unique(np.concatenate(held))
            held = []
    if held:
        yield np.unique(np.concatenate(held))


# ------------------------------------------------------------------------------------------------------------- scores


def tasks_of_scores(job: Job) -> list[Task]:
    """Tiles put together until they are many pairs."""
    counts: dict[int, int] = {}
    for file in _files(job, "pairs"):
        for tile, count in Bins(file, PAIR).counts().items():
            counts[tile] = counts.get(tile, 0) + count
    tasks: list[Task] = []
    held: list[int] = []
    size = 0
    for tile in sorted(counts):
        if held and size + counts[tile] > PAIRS:
            tasks.append(Task("scores", len(tasks), tuple(held)))
            held, size = [], 0
        held.append(tile)
        size += counts[tile]
    return [*tasks, Task("scores", len(tasks), tuple(held))] if held else tasks


def weigh_pairs(job: Job, task: Task) -> None:
    """Scores the pairs of some tiles, and keeps the links that are worth it."""
    import numpy as np

    files = [Bins(file, PAIR) for file in _files(job, "pairs")]
    found = [np.empty(0, LINK)]
    with Numbers(job) as numbers:
        for tile in task.about:
            pairs = np.empty(0, PAIR)
            for file in files:
                pairs = np.union1d(pairs, file.rows(tile))
            evidence = {each: numbers.evidence(each) for each in np.unique(taken_apart(pairs)).tolist()}
            found += [_links_among(pairs[at : at + PAIRS], evidence) for at in range(0, len(pairs), PAIRS)]
    with placed(job.path("scores", task.number)) as aside:
        np.concatenate(found).tofile(aside / "links")


def _links_among(pairs: Any, evidence: Mapping[int, Evidence]) -> Any:
    """The links among some pairs."""
    import numpy as np

    a, b = taken_apart(pairs)
    links = (
        (one, other, share)
        for one, other in zip(a.tolist(), b.tolist(), strict=True)
        if (share := share_of(score(evidence[one], evidence[other]))) >= LOOSE
    )
    return np.array(list(links), LINK)


def _files(job: Job, step: str) -> list[Path]:
    return sorted(job.path(step).glob("[0-9]*/*"))


# ------------------------------------------------------------------------------------------------------------- pieces


def piece_together(job: Job, task: Task) -> None:
    """Finds what hangs together, and puts it and the links inside it into parts."""
    import numpy as np

    numbers = Numbers(job)
    files = _files(job, "scores")
    piece = pieces_of(numbers.count, lambda: (np.fromfile(file, LINK) for file in files), numbers.gone)
    there = np.flatnonzero(~numbers.gone).astype("<u4")
    there = there[np.argsort(piece[there], kind="stable")]
    part_of = np.zeros(numbers.count, "<u4")
    part_of[there] = _parts(piece[there])
    with placed(job.path("pieces", task.number)) as aside:
        members = np.empty(len(there), MEMBER)
        members["piece"], members["happening"] = piece[there], there
        write_bins(aside / "members", members, part_of[there])
        for at, links in enumerate(_inside(files, piece)):
            write_bins(aside / f"links-{at:06d}", links, part_of[links["a"]])


def _parts(pieces: Any) -> Any:
    """The part of each happening, out of their pieces in order: pieces put together until they are many."""
    import numpy as np

    _, counts = np.unique(pieces, return_counts=True)
    parts, part, size = np.empty(len(counts), "<u4"), 0, 0
    for at, count in enumerate(counts.tolist()):
        if size and size + count > HAPPENINGS:
            part, size = part + 1, 0
        parts[at] = part
        size += count
    return np.repeat(parts, counts)


def _inside(files: Iterable[Path], piece: Any) -> Iterator[Any]:
    """The links inside pieces, many at a time."""
    import numpy as np

    held: list[Any] = []
    for file in files:
        links = np.fromfile(file, LINK)
        held.append(links[piece[links["a"]] == piece[links["b"]]])
        if sum(map(len, held)) >= _LINKS:
            yield np.concatenate(held)
            held = []
    if held:
        yield np.concatenate(held)


def tasks_of_parts(job: Job) -> list[Task]:
    """The parts that pieces were put into."""
    return [Task("parts", part) for part in Bins(job.path("pieces", 0) / "members", MEMBER).numbers.tolist()]


# -------------------------------------------------------------------------------------------------------------- parts


def build_part(job: Job, task: Task) -> None:
    """Makes the incidents of a part."""
    with Numbers(job) as numbers:
        found = (
            each
            for happenings, links in _pieces(job, task.number)
            for each in _incidents_of(numbers, happenings, links)
        )
        write_part(job, task.number, found)


def write_part(job: Job, part: int, incidents: Iterable[tuple[Group, Mapping[str, Reading]]]) -> None:
    """Writes the tables of a part, out of incidents with the readings of their documents, and its mark."""
    with placed(job.path("parts", part)) as aside:
        with IncidentTables(aside, part) as tables:
            for group, readings in incidents:
                tables.add(group, readings)
        tables.write_mark()


def _pieces(job: Job, part: int) -> Iterator[tuple[list[int], list[tuple[int, int, float]]]]:
    """The happenings of each piece of a part, with the links among them."""
    import numpy as np

    place = job.path("pieces", 0)
    members = Bins(place / "members", MEMBER).rows(part)
    piece_of = dict(zip(members["happening"].tolist(), members["piece"].tolist(), strict=True))
    inside: dict[int, list[tuple[int, int, float]]] = {}
    for file in sorted(place.glob("links-*")):
        for a, b, share in Bins(file, LINK).rows(part).tolist():
            inside.setdefault(piece_of[a], []).append((a, b, share))
    _, begins = np.unique(members["piece"], return_index=True)
    for happenings in np.split(members["happening"], begins[1:]):
        if len(happenings):
            yield happenings.tolist(), inside.get(piece_of[int(happenings[0])], [])


def _incidents_of(
    numbers: Numbers, happenings: list[int], links: list[tuple[int, int, float]]
) -> Iterator[tuple[Group, dict[str, Reading]]]:
    """The incidents of one piece, with the readings of their documents."""
    found = {each: numbers.evidence(each) for each in happenings}
    evidence = {each.key: each for each in found.values()}
    number_of = {each.key: number for number, each in found.items()}
    shares = {sorted_pair(found[a].key, found[b].key): share for a, b, share in links}
    for each in group(sorted(evidence), shares, evidence):
        first = {document: number_of[document, incident] for document, incident in each.happenings}
        yield each, {document: numbers.reading(number) for document, number in first.items()}


_STEPS = {
    "taken": take,
    "numbers": number,
    "pairs": pair,
    "scores": weigh_pairs,
    "pieces": piece_together,
    "parts": build_part,
}
