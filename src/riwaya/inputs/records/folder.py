"""The folder of an export, held against its manifest: nothing of it is believed that is not as the manifest tells.

What is wrong is told by the file and the line. Names in the manifest are looked up and never followed anywhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from riwaya.errors import UnreadableInput
from riwaya.exports.manifest import NAME
from riwaya.exports.native import FORMAT, KEPT, TABLES, original_path

MOST_MANIFEST = 10_000_000
MOST_LINE = 500_000_000
"""Bytes of a manifest and of a line at most; a document that is longer was never read."""
_SHA256 = re.compile("[0-9a-f]{64}")


class Line(NamedTuple):
    """A line of a file: where it stands, for messages, and what it holds."""

    where: str
    record: dict[str, Any]

    def text(self, key: str, most: int | None = None) -> str:
        """The text under a key. Raises UnreadableInput where there is none, or a longer one than `most`."""
        value = self.record.get(key)
        if not isinstance(value, str):
            raise self.fault(f"{key} must be a string")
        if most is not None and len(value) > most:
            raise self.fault(f"{key} is longer than {most} characters")
        return value

    def text_or_none(self, key: str) -> str | None:
        """The text under a key, or None."""
        return None if self.record.get(key) is None else self.text(key)

    def fault(self, what: str) -> UnreadableInput:
        """What to raise where something is wrong in this line."""
        return UnreadableInput(f"{self.where}: {what}")


class RecordsFolder:
    """An export of a whole store, or of part of it, for oneself.

    Raises UnreadableInput where there is none, where it is of a shape that this version does not know, and where it is
    of a profile that takes things out.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.manifest = _read_manifest(path / NAME)
        self._files = {each["path"]: each for each in self.manifest["files"]}
        needed = [*(f"{name}.jsonl" for name in TABLES), *(f"kept/{name}.jsonl" for name in KEPT)]
        if missing := [name for name in needed if name not in self._files]:
            raise UnreadableInput(f"{path / NAME}: it does not tell of {', '.join(missing)}")
        for name in needed:
            self._place(name)

    @property
    def is_whole(self) -> bool:
        """Whether it is all that a store held."""
        return bool(self.manifest["store"] == "whole")

    @property
    def has_originals(self) -> bool:
        """Whether the bytes that documents came in are there."""
        return self.manifest.get("originals") is True

    def lines(self, name: str) -> Iterator[Line]:
        """The lines of a file. Raises UnreadableInput for one that is no object in JSON, and for a changed file."""
        told = self._files[name]
        hashed, count = hashlib.sha256(), 0
        with self._place(name).open("rb") as stream:
            while line := stream.readline(MOST_LINE):
                count += 1
                hashed.update(line)
                yield _line(f"{self._path / name}:{count}", line)
        if count != told["lines"]:
            raise UnreadableInput(f"{self._path / name}: it has {count} lines; the manifest tells of {told['lines']}")
        if hashed.hexdigest() != told["sha256"]:
            raise UnreadableInput(f"{self._path / name}: its SHA-256 is not the one in the manifest: it was changed")

    def original(self, sha256: str, line: Line) -> bytes:
        """The bytes of an original that a line tells of."""
        if not _SHA256.fullmatch(sha256):
            raise line.fault(f"original: {sha256!r} is no SHA-256")
        name = original_path(sha256)
        data = self._place(name).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise UnreadableInput(f"{self._path / name}: its SHA-256 is not its name: it was changed")
        return data

    def _place(self, name: str) -> Path:
        place = self._path / name
        inside = [place, *place.relative_to(self._path).parents[:-1]]
        if any((self._path / each).is_symlink() for each in inside):
            raise UnreadableInput(f"{place}: it is a link, and not followed")
        if not place.is_file():
            raise UnreadableInput(f"{place}: there is no such file, and the manifest tells of it")
        return place


def _line(where: str, line: bytes) -> Line:
    if not line.endswith(b"\n"):
        raise UnreadableInput(f"{where}: the line breaks off")
    record = _json(where, line)
    if not isinstance(record, dict):
        raise UnreadableInput(f"{where}: not an object")
    return Line(where, record)


def _json(where: str, data: bytes) -> Any:
    try:
        return json.loads(data.decode(), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{where}: not UTF-8") from error
    except RecursionError as error:
        raise UnreadableInput(f"{where}: JSON nested too deeply") from error
    except ValueError as error:
        raise UnreadableInput(f"{where}: not JSON: {error}") from error


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def _read_manifest(place: Path) -> dict[str, Any]:
    if place.is_symlink() or not place.is_file():
        raise UnreadableInput(f"{place}: there is no such file, so this is no export that can be taken in")
    if place.stat().st_size > MOST_MANIFEST:
        raise UnreadableInput(f"{place}: more than {MOST_MANIFEST // 1_000_000} MB")
    told = _json(str(place), place.read_bytes())
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        found = told.get("format") if isinstance(told, dict) else None
        raise UnreadableInput(f"{place}: the format is {found!r}, and {FORMAT!r} is what can be taken in")
    if told.get("profile") != "internal":
        raise UnreadableInput(
            f"{place}: an export of the profile {told.get('profile')!r} lacks what must not get out; "
            "only one of the profile internal can be taken in"
        )
    if told.get("store") not in ("whole", "part"):
        raise UnreadableInput(f"{place}: it was not exported from a store; hand its reports to `riwaya ingest`")
    files = told.get("files")
    if not isinstance(files, list) or not all(map(_is_listed, files)):
        raise UnreadableInput(f"{place}: files must be a list of objects with path, lines, bytes and sha256")
    return told


def _is_listed(file: Any) -> bool:
    return isinstance(file, dict) and isinstance(file.get("path"), str) and isinstance(file.get("sha256"), str)
