"""Records in a file, each of which can be taken out by its number without those before it."""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from collections import OrderedDict
from pathlib import Path
from typing import Any

from riwaya.exports.json import to_json

_FOOT = struct.Struct("<q")
_MOST_OPEN = 48
"""Shelves of a process that are open at a time."""


class ShelfWriter:
    """A shelf that records are put on, one after the other."""

    def __init__(self, path: Path) -> None:
        self._out = path.open("xb")
        self._ends = array("q")
        self._at = 0

    def __enter__(self) -> ShelfWriter:
        return self

    def __exit__(self, *raised: Any) -> None:
        self._out.write(self._ends.tobytes())
        self._out.write(_FOOT.pack(len(self._ends)))
        self._out.close()

    def add(self, record: bytes) -> None:
        """Puts a record behind the others."""
        self._out.write(record)
        self._at += len(record)
        self._ends.append(self._at)


class Shelf:
    """A shelf that records are taken from."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        end = self._file.seek(-_FOOT.size, 2)
        (count,) = _FOOT.unpack(self._file.read())
        self._file.seek(end - 8 * count)
        self._ends = array("q")
        self._ends.frombytes(self._file.read(8 * count))

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *raised: Any) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        begin = self._ends[number - 1] if number else 0
        self._file.seek(begin)
        return self._file.read(self._ends[number] - begin)

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()


class Shelves:
    """Shelves that are opened as records of them are asked for; of many, those asked for last stay open."""

    def __init__(self) -> None:
        self._open: OrderedDict[Path, Shelf] = OrderedDict()

    def __getitem__(self, path: Path) -> Shelf:
        shelf = self._open.pop(path, None)
        if shelf is None:
            shelf = Shelf(path)
        self._open[path] = shelf
        if len(self._open) > _MOST_OPEN:
            self._open.popitem(last=False)[1].close()
        return shelf

    def close(self) -> None:
        """Lets go of the files."""
        for shelf in self._open.values():
            shelf.close()


def compressed(record: Any) -> bytes:
    """A record that is made of what JSON knows, as it is put on a shelf."""
    return zlib.compress(to_json(record).encode(), 1)


def decompressed(record: bytes) -> Any:
    """A record out of what was put on a shelf."""
    return json.loads(zlib.decompress(record))
