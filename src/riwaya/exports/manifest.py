"""What a folder of an export holds: its files with their lines and hashes, what wrote them, and for whom.

Whoever takes the folder in holds it against this list.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple

from riwaya.exports.formats import CAVEAT
from riwaya.exports.json import to_json
from riwaya.exports.target import Target

NAME = "manifest.json"


class Listed(NamedTuple):
    """A file of an export: its path in the folder, its lines where it is of lines, its length and its hash."""

    path: str
    lines: int | None
    bytes: int
    sha256: str


class Manifest:
    """The files of a folder as they are written, and the list of them, which is written last."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.files: list[Listed] = []

    @contextmanager
    def lines(self, name: str) -> Iterator[LinesOut]:
        """A file of JSON Lines to write to."""
        with self._target.open(self._target.member(name)) as out:
            lines = LinesOut(out)
            yield lines
        self.files.append(Listed(name, lines.count, lines.bytes, lines.hash.hexdigest()))

    def write_lines(self, name: str, records: Iterable[Any]) -> None:
        """Writes a file of JSON Lines."""
        with self.lines(name) as out:
            for record in records:
                out.write(record)

    def write(self, name: str, data: bytes, *, listed: bool = True) -> None:
        """Writes a file as it is; one that is not listed vouches for itself."""
        with self._target.open(self._target.member(name)) as out:
            out.write(data)
        if listed:
            self.files.append(Listed(name, None, len(data), hashlib.sha256(data).hexdigest()))

    def close(self, told: dict[str, Any]) -> None:
        """Writes the list, with what is told of the whole."""
        files = [each._asdict() for each in sorted(self.files)]
        text = json.dumps({**told, "note": CAVEAT, "files": files}, ensure_ascii=False, indent=1)
        self.write(NAME, f"{text}\n".encode(), listed=False)


class LinesOut:
    """A file of JSON Lines, and what was written to it."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.count = 0
        self.bytes = 0
        self.hash = hashlib.sha256()

    def write(self, record: Any) -> None:
        """Writes a record as a line."""
        line = to_json(record).encode() + b"\n"
        self._out.write(line)
        self.hash.update(line)
        self.count += 1
        self.bytes += len(line)
