"""Finds which reports of a run are near copies of others, in steps that no process need hold whole.

The notion of a copy is that of `riwaya.reconciling.copies`, and so are the copies that are found, where reports are
named by their places in the run.

    prints     of each shard: the prints of its texts, and how many each has
    shared     of some prints each: how many of them two reports share
    alike      of some reports each: the copies among them and those before
    parts      the groups of what hangs together, one part
"""

from __future__ import annotations

import json
import shutil
from array import array
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from riwaya.bulk.bins import Bins, write_bins
from riwaya.bulk.folder import MANIFEST, PLAN, Folder, hash_of_lines, write_json
from riwaya.bulk.pairs import taken_apart
from riwaya.bulk.placing import placed
from riwaya.bulk.shelf import ShelfWriter, Shelves
from riwaya.bulk.steps import WORK, Job, Task, Told, begin_work, do_step
from riwaya.bulk.tables import documents_in
from riwaya.bulk.versions import versions
from riwaya.errors import UsageError
from riwaya.exports.extras import need
from riwaya.exports.formats import CAVEAT
from riwaya.exports.parquet_table import ParquetTable
from riwaya.reconciling.copies import KEPT, LEAST, SHARE, prints_of
from riwaya.records import VERSION

FORMAT = "riwaya-copies/1"
PLACE = "copies"
TABLES: dict[str, dict[str, str]] = {
    "groups": {
        "group": "integer",
        "reports": "integer",
        "first": "boolean",
        "share": "number",
        "shard": "integer",
        "row": "integer",
        "document": "string",
        "publisher": "string",
        "published": "string",
        "url": "string",
    },
    "pairs": {"group": "integer", "a_document": "string", "b_document": "string", "share": "number"},
}
"""Reports that hang together as copies, and the fewest pairs that hang them together."""
_PRINT = [("print", "<i8"), ("document", "<u4")]
_SHARED = [("pair", "<u8"), ("count", "<u4")]
_COPY = [("a", "<u4"), ("b", "<u4"), ("share", "<f8")]
_TILE = 1 << 12
"""Reports whose copies are looked for at a go."""
_PRINTS_OF = 20_000
"""Reports whose prints are about what is gone through at a go."""
_AT_ONCE = 1_000_000
_TOLD = ("id", "publisher", "published", "url")


def find_copies_in_bulk(folder: Folder, *, workers: int, told: Told = lambda step: None) -> dict[str, Any]:
    """Finds the reports of a run that are near copies of others by processes of this machine; gives the manifest.

    Raises UsageError where the run is not finished, or another version of Riwaya began.
    """
    need("numpy", "bulk", "finding copies in bulk")
    place = folder.path / PLACE
    with folder.locked():
        job = begin(folder)
        if not (place / MANIFEST).exists():
            for tasks in steps(job):
                do_step(job, tasks, partial(do, job), workers=workers, told=told)
            finish(job)
        shutil.rmtree(place / WORK, ignore_errors=True)
    manifest: dict[str, Any] = json.loads((place / MANIFEST).read_bytes())
    return manifest


def begin(folder: Folder) -> Job:
    """What the steps work by; its plan is written, or found as it was."""
    if not folder.is_finished:
        raise UsageError(f"{folder.path}: this run is not finished; `riwaya bulk read` goes on with it")
    place = folder.path / PLACE
    status = folder.status()
    bins = max(1, min(1024, status.counts["documents"] // _PRINTS_OF))
    plan: dict[str, Any] = {
        "format": FORMAT,
        "versions": versions(),
        "read": hash_of_lines(folder.path / MANIFEST),
        "shards": status.shards,
        "bins": bins,
    }
    begin_work(place, plan)
    return Job(str(folder.path), str(place), status.shards, bins)


def steps(job: Job) -> Iterator[list[Task]]:
    """The parts of each step, which are known once the one before is done."""
    yield [Task("prints", shard) for shard in range(job.shards)]
    yield [Task("shared", bin) for bin in range(job.bins)]
    yield [Task("alike", tile) for tile in range(-(-len(_sizes(job)) // _TILE))]
    yield [Task("parts", 0)]


def do(job: Job, task: Task, attempt: int, told: Any) -> None:
    """Does a part of a step, unless it is in its place."""
    if not job.is_done(task):
        _STEPS[task.step](job, task)
    told(None)


def finish(job: Job) -> None:
    """Writes the manifest."""
    place = Path(job.place)
    told = json.loads((place / PLAN).read_bytes())
    mark = json.loads((job.path("parts", 0) / "part.json").read_bytes())
    write_json(
        place / MANIFEST,
        {"format": FORMAT, "note": CAVEAT, "versions": told["versions"], "read": told["read"], **mark},
    )


# -------------------------------------------------------------------------------------------------------------- steps


def _take_prints(job: Job, task: Task) -> None:
    """The prints of the texts of a shard, in bins, how many each has, and what is told of each report."""
    import numpy as np

    sizes: list[int] = []
    prints: list[int] = []
    documents: list[int] = []
    with placed(job.path("prints", task.number)) as aside:
        with ShelfWriter(aside / "documents") as shelf:
            for row, document in enumerate(documents_in(Folder(job.run).place(task.number))):
                found = prints_of(document["text"])
                prints.extend(found)
                documents.extend([row] * len(found))
                sizes.append(len(found))
                shelf.add(json.dumps([document[name] for name in _TOLD]).encode())
        rows = np.empty(len(prints), _PRINT)
        rows["print"], rows["document"] = np.array(prints, "<i8"), documents
        write_bins(aside / "prints", rows, rows["print"] % job.bins)
        np.array(sizes, "<u4").tofile(aside / "sizes")


def _share_prints(job: Job, task: Task) -> None:
    """How many of the prints of a bin two reports share, of which one is among the latest before the other."""
    import numpy as np

    begins, found = _begins(job), []
    for shard in range(job.shards):
        rows = Bins(job.path("prints", shard) / "prints", _PRINT).rows(task.number)
        rows["document"] += np.uint32(begins[shard])
        found.append(rows)
    rows = np.sort(np.concatenate(found) if found else np.empty(0, _PRINT), order=["print", "document"])
    with placed(job.path("shared", task.number)) as aside:
        for part, at in enumerate(range(0, len(rows), _AT_ONCE // KEPT)):
            pairs, counts = np.unique(_latest(rows, at, at + _AT_ONCE // KEPT), return_counts=True)
            shared = np.empty(len(pairs), _SHARED)
            shared["pair"], shared["count"] = pairs, counts
            _, later = taken_apart(pairs)
            write_bins(aside / f"{part:06d}", shared, later // _TILE)


def _latest(rows: Any, begin: int, end: int) -> Any:
    """The pairs of some rows, sorted by their prints, with the last that have the same print."""
    import numpy as np

    prints, documents = rows["print"], rows["document"].astype("<u8")
    found = []
    for back in range(1, KEPT + 1):
        later = np.arange(max(begin, back), min(end, len(rows)))
        later = later[prints[later] == prints[later - back]]
        found.append(documents[later - back] << np.uint64(32) | documents[later])
    return np.concatenate(found)


def _find_alike(job: Job, task: Task) -> None:
    """The copies among some reports and those before them, in the order in which they are found."""
    import numpy as np

    sizes = _sizes(job)
    pairs, counts = np.empty(0, "<u8"), np.empty(0, "<i8")
    for file in sorted(job.path("shared").glob("[0-9]*/*")):
        rows = Bins(file, _SHARED).rows(task.number)
        pairs, of = np.unique(np.concatenate([pairs, rows["pair"]]), return_inverse=True)
        counts = np.bincount(of, np.concatenate([counts, rows["count"]]), len(pairs)).astype("<i8")
    pairs, counts = pairs[counts >= LEAST], counts[counts >= LEAST]
    a, b = taken_apart(pairs)
    share = counts / np.minimum(sizes[a], sizes[b])
    found = np.empty(len(pairs), _COPY)
    found["a"], found["b"], found["share"] = a, b, share
    with placed(job.path("alike", task.number)) as aside:
        np.sort(found[share >= SHARE], order=["b", "a"]).tofile(aside / "copies")


def _write_groups(job: Job, task: Task) -> None:
    """The groups of what hangs together, and the fewest copies that hang it together."""
    import numpy as np

    count = len(_sizes(job))
    above = array("I", range(count))
    held, best = [], np.zeros(count, "<f4")
    for file in sorted(job.path("alike").glob("[0-9]*/copies")):
        for a, b, share in np.fromfile(file, _COPY).tolist():
            one, other = _root(above, a), _root(above, b)
            best[a], best[b] = max(best[a], share), max(best[b], share)
            if one != other:
                above[max(one, other)] = min(one, other)
                held.append((a, b, share))
    group_of = np.array([_root(above, each) for each in range(count)], "<u4")
    reports = np.bincount(group_of, minlength=count)
    members = np.flatnonzero(reports[group_of] > 1)
    members = members[np.argsort(group_of[members], kind="stable")]
    documents = _Documents(job)
    with placed(job.path("parts", task.number)) as aside:
        with _table(aside, "groups") as table:
            for each in members.tolist():
                group = int(group_of[each])
                shard, row, told = documents.told(each)
                own: dict[str, Any] = {"group": group, "reports": int(reports[group]), "first": group == each}
                own |= {"share": round(float(best[each]), 3), "shard": shard, "row": row, "document": told[0]}
                table.add(own | dict(zip(_TOLD[1:], told[1:], strict=True)))
        with _table(aside, "pairs") as pairs:
            for a, b, share in sorted(held, key=lambda copy: (group_of[copy[0]], copy[1], copy[0])):
                ends = {"a_document": documents.told(a)[2][0], "b_document": documents.told(b)[2][0]}
                pairs.add({"group": int(group_of[a]), **ends, "share": share})
        documents.close()
        files = [aside / f"{name}.parquet" for name in TABLES]
        mark = {
            "documents": count,
            "groups": len(np.unique(group_of[members])),
            "copies": len(members) - len(np.unique(group_of[members])),
            "files": [{"path": f.name, "bytes": f.stat().st_size, "sha256": hash_of_lines(f)} for f in files],
        }
        (aside / "part.json").write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8")


def _root(above: array[int], each: int) -> int:
    while above[each] != each:
        above[each] = above[above[each]]
        each = above[each]
    return each


def _table(folder: Path, name: str) -> ParquetTable:
    return ParquetTable(TABLES[name], folder / f"{name}.parquet", {"riwaya": VERSION, "note": CAVEAT})


_STEPS = {"prints": _take_prints, "shared": _share_prints, "alike": _find_alike, "parts": _write_groups}

# ---------------------------------------------------------------------------------------------------------- documents


def _sizes(job: Job) -> Any:
    """How many prints each report has, through all shards."""
    import numpy as np

    found = [np.fromfile(job.path("prints", shard) / "sizes", "<u4") for shard in range(job.shards)]
    return np.concatenate(found) if found else np.empty(0, "<u4")


def _begins(job: Job) -> list[int]:
    """The number of the first report of each shard, and at last how many there are."""
    begins = [0]
    for shard in range(job.shards):
        begins.append(begins[-1] + (job.path("prints", shard) / "sizes").stat().st_size // 4)
    return begins


class _Documents:
    """What is told of each report, by its number."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._begins = _begins(job)
        self._shelves = Shelves()

    def told(self, number: int) -> tuple[int, int, list[str | None]]:
        """The shard of a report, its row in that, and its id and what stands beside that."""
        from bisect import bisect_right

        shard = bisect_right(self._begins, number) - 1
        shelf = self._shelves[self._job.path("prints", shard) / "documents"]
        row = number - self._begins[shard]
        return shard, row, json.loads(shelf[row])

    def close(self) -> None:
        """Lets go of the files."""
        self._shelves.close()
