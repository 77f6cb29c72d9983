"""Pieces of files, each of which one process reads by itself: a whole file, some lines, some rows.

JSON Lines, tables as text and Parquet are cut, for files of them hold millions of documents. What a piece gives is what
`riwaya read` gives of the same lines or rows. A piece tells the SHA-256 of its bytes, so that no other is read for it.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from riwaya.bulk.archives import Notes, originals_of
from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Blob, Settings, open_blob
from riwaya.inputs.files import read_file
from riwaya.inputs.formats import handed_on
from riwaya.inputs.incoming import Incoming, Refusal

_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file: its bytes from `start` to `end`, of which `sha256` is told, and how they are read.

    `cut` is whole, lines (of JSON), table (rows of a table as text) or parquet. `before` is the number of lines or, in
    Parquet, of rows that stand before it; `records` that of the documents in it, as far as one can tell without reading
    them; the bytes of rows of Parquet are those of the groups that they stand in. `size` is that of the whole file.
    `notes` are of a web archive that others come before.
    """

    path: str
    cut: str
    start: int
    end: int
    size: int
    sha256: str
    before: int = 0
    records: int = 1
    notes: Notes | None = None

    def as_dict(self) -> dict[str, Any]:
        """A piece as it stands in a plan."""
        return {name: getattr(self, name) for name in self.__slots__}


class Stretch(io.RawIOBase):
    """The bytes of a stream from one place to another, as a stream; it closes nothing."""

    def __init__(self, stream: IO[bytes], start: int, end: int) -> None:
        stream.seek(start)
        self._stream = stream
        self._left = end - start

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills a buffer as far as the stretch goes."""
        data = self._stream.read(min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)


def find_documents_in(piece: Piece, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of a piece. Raises UnreadableInput where the file is no longer the one that was planned."""
    demand_unchanged(piece)
    settings = replace(settings, originals=originals_of(piece.notes))
    path = Path(piece.path)
    if piece.cut == "whole":
        yield from read_file(path, settings)
        return
    try:
        blob = open_blob(path)
        with blob.stream, path.open("rb") as own:
            stream = io.BufferedReader(Stretch(own, piece.start, piece.end), _STEP)
            yield from handed_on(_READERS[piece.cut](blob, stream, settings, piece), _FORMATS[piece.cut])
    except UnreadableInput as error:
        yield Refusal(piece.path, str(error))
    except OSError as error:
        yield Refusal(piece.path, error.strerror or str(error))


def _read_lines(blob: Blob, stream: IO[bytes], settings: Settings, piece: Piece) -> Iterator[Incoming | Refusal]:
    from riwaya.inputs.tables.records import read_stretch

    return read_stretch(stream, blob.name, settings, piece.before)


def _read_table(blob: Blob, stream: IO[bytes], settings: Settings, piece: Piece) -> Iterator[Incoming | Refusal]:
    from riwaya.inputs.tables.delimited import read_stretch

    return read_stretch(blob, stream, settings, piece.before)


def _read_parquet(blob: Blob, stream: IO[bytes], settings: Settings, piece: Piece) -> Iterator[Incoming | Refusal]:
    from riwaya.inputs.tables.parquet import read_rows

    return read_rows(blob, settings, piece.before, piece.records)


_READERS = {"lines": _read_lines, "table": _read_table, "parquet": _read_parquet}
_FORMATS = {"lines": "json", "table": "table", "parquet": "parquet"}


def demand_unchanged(piece: Piece) -> None:
    """Raises UnreadableInput where the bytes of a piece are not those that were planned."""
    try:
        with Path(piece.path).open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size == piece.size and hash_of(stream, piece.start, piece.end) == piece.sha256:
                return
    except OSError as error:
        raise UnreadableInput(f"{piece.path}: {error.strerror or error}; it was there when the run began") from error
    raise UnreadableInput(f"{piece.path}: it was changed since the run began; begin another one in a new folder")


def hash_of(stream: IO[bytes], start: int, end: int) -> str:
    """The SHA-256 of the bytes of a stream from one place to another."""
    hashed, left = hashlib.sha256(), end - start
    stream.seek(start)
    while left and (data := stream.read(min(_STEP, left))):
        hashed.update(data)
        left -= len(data)
    return hashed.hexdigest()
