"""The archives of a watch: one compressed WARC a source and day, to which records are only added.

How far a file is whole is noted after its bytes are on the disk. What stands beyond that is the end of a request that
was under way when a watch was killed; it is taken off before anything is added, so that the file stays readable.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from riwaya.inputs.archives.warc_writing import info, packed
from riwaya.watching.state import State

MOST_BYTES = 500_000_000
"""Bytes after which a day goes on in a further file."""


class Archive:
    """The archives in a folder."""

    def __init__(self, folder: Path, state: State, agent: str, *, most: int) -> None:
        self._folder = folder
        self._state = state
        self._agent = agent
        self._most = most

    def append(self, name: str, at: datetime, records: Sequence[bytes]) -> Path:
        """Adds records to the archive of a source and day, and gives its path. They are on the disk then."""
        path, length = self._open(name, at)
        place = str(path.relative_to(self._folder))
        if length == 0:
            # Noted before there is a file: what is in it without being noted is then known to be cut short.
            self._state.note_length(place, 0)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("r+b" if path.exists() else "w+b") as stream:
            stream.truncate(length)
            stream.seek(length)
            stream.write(packed(records if length else [info(self._agent, at), *records]))
            stream.flush()
            os.fsync(stream.fileno())
            self._state.note_length(place, stream.tell())
        return path

    def _open(self, name: str, at: datetime) -> tuple[Path, int]:
        """The file to add to, and how far it is whole: the first of the day that is not full."""
        day = at.astimezone(UTC).date().isoformat()
        for number in count(1):
            path = self._folder / name / (f"{name}-{day}.warc.gz" if number == 1 else f"{name}-{day}-{number}.warc.gz")
            noted = self._state.length(str(path.relative_to(self._folder)))
            held = path.stat().st_size if path.exists() else 0
            if noted is None and held:
                continue  # a file that no watch wrote is left alone
            length = min(noted or 0, held)
            if length < self._most:
                return path, length
        raise AssertionError("count() has no end")
