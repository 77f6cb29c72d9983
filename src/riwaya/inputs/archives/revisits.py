"""The earlier record that says what a record of something retrieved again stands for.

It may stand in the same archive, in one that was read in the same run, or in one beside it: crawlers begin a new file
every day or every gigabyte.
"""

from __future__ import annotations

import re
from pathlib import Path

from riwaya.errors import UnreadableInput
from riwaya.inputs.archives.originals import Originals, Place
from riwaya.inputs.archives.warc_stream import Record, find_records, record_at
from riwaya.inputs.blobs import HEAD

MOST_BESIDE = 4_000_000_000
"""Bytes of archives beside the one that is read that are looked into for earlier records, in one run."""
_ARCHIVE = re.compile(r"\.warc(?:\.gz|\.zst)?$", re.IGNORECASE)


def find_original(record: Record, path: Path | None, originals: Originals) -> Record | None:
    """The earlier record that a later one stands for; None where it is not at hand.

    `path` is the archive of the later one. Archives beside it are looked into where those that were read do not hold
    the earlier one: those before it in the order of their names first, the nearest of them first.
    """
    place = originals.resolve(lambda: _place_of(record, path, originals))
    try:
        return record_at(*place) if place else None
    except (OSError, UnreadableInput):
        return None  # it was moved or changed since


def _place_of(record: Record, path: Path | None, originals: Originals) -> Place | None:
    """Where the earlier record stands; None where it is not at hand."""
    place = originals.find(record.headers)
    if place is None and path is not None and path.parent not in originals.looked_into:
        place = next((found for each in _beside(path) if (found := _look_into(each, originals, record))), None)
        if place is None:
            originals.looked_into.add(path.parent)
    return place


def _beside(path: Path) -> list[Path]:
    """The other archives in a folder."""
    try:
        names = sorted(each for each in path.parent.iterdir() if _ARCHIVE.search(each.name) and each.is_file())
    except OSError:
        return []
    return [each for each in reversed(names) if each < path] + [each for each in names if each > path]


def _look_into(path: Path, originals: Originals, record: Record) -> Place | None:
    """Where an archive holds the record that one refers to; all its records are remembered on the way."""
    if path in originals.looked_into:
        return None
    try:
        originals.bytes_beside += path.stat().st_size
        if originals.bytes_beside > MOST_BESIDE:
            return None
        originals.looked_into.add(path)
        with path.open("rb") as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            for each in find_records(stream, head):
                if isinstance(each, Record) and each.headers.get("warc-type", "").lower() in ("response", "resource"):
                    originals.keep(each.headers, path, each.place)
    except (OSError, UnreadableInput):
        pass  # it will be told where it is read itself
    return originals.find(record.headers)
