"""Records out of JSON, one by one: lines of them, a list of any length, or one that is laid out over several lines.

A record that cannot be read is refused in its place, and the next one follows. No more is in memory than a record.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any, NamedTuple

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Blob, blob_of, too_long
from riwaya.inputs.incoming import Refusal
from riwaya.inputs.json.lists import Fault, find_values
from riwaya.inputs.looks import text_head
from riwaya.records import Issue
from riwaya.text.documents import decode

_PIECE = 1 << 16
_BYTES = "surrogateescape"
"""How bytes that are no UTF-8 pass through the reading of a list: each record is decoded by itself."""


class Record(NamedTuple):
    """A record with its place, the bytes that it is, and what was odd about them."""

    where: str
    value: Any
    raw: bytes
    issues: tuple[Issue, ...] = ()


def records_of(blob: Blob, *, most: int) -> Iterator[Record | Refusal]:
    """The records of a blob, none of which may have more than `most` bytes; what is none is refused in its place."""
    blob = _in_utf8(blob)
    shape = _shape_of(text_head(blob).lstrip())
    if shape == "list":
        yield from records_of_list(blob, most=most)
        return
    if shape != "lines":
        data = blob.stream.read(most + 1)
        whole = _record_of(data, blob.name) if len(data) <= most else Refusal(blob.name, too_long(most))
        if isinstance(whole, Record) or shape == "object":
            yield whole
            return
        blob = blob_of(blob.name, blob.stream, head=data)
    yield from _records_of_lines(blob, most)


def begins_lines(blob: Blob) -> bool:
    """Whether a blob of JSON is told by its beginning to be JSON Lines in UTF-8, which can be cut at any line's end."""
    is_utf16 = blob.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return not is_utf16 and _shape_of(text_head(blob).lstrip()) == "lines"


def records_of_list(blob: Blob, *, most: int, behind: int = 0) -> Iterator[Record | Refusal]:
    """The records of a list of any length in UTF-8, which begins behind so many bytes."""
    blob.stream.read(behind)
    reader = codecs.getreader("utf-8")(blob.stream, _BYTES)
    for number, found in enumerate(find_values(reader.read, most=most), 1):
        where = f"{blob.name}, record {number}"
        if isinstance(found, Fault):
            yield Refusal(where, found.reason)
            continue
        try:
            yield Record(where, found.value, found.written.encode())
        except UnicodeEncodeError:
            yield _record_of(found.written.encode(errors=_BYTES), where)


def _shape_of(head: str) -> str | None:
    """How records stand, by how they begin: a `list`, `lines`, an `object` over several lines; None where all may be.

    A record on one line may be longer than what is seen of it.
    """
    line, newline, rest = head.partition("\n")
    first, is_json = _parsed(line)
    if isinstance(first, dict) or (is_json and rest.strip()):
        return "lines"
    if head.startswith("["):
        return "list"
    # Of lines of records the first may be broken: then the second is none of an object that the first opened.
    second, _ = _parsed(rest.lstrip().partition("\n")[0])
    opened = head.startswith("{") and newline and not line.rstrip().endswith("}")
    return "object" if opened and not isinstance(second, dict) else None


def _parsed(line: str) -> tuple[Any, bool]:
    """A line as JSON, and whether it is any."""
    try:
        return json.loads(line), True
    except (ValueError, RecursionError):
        return None, False


def _record_of(raw: bytes, where: str) -> Record | Refusal:
    """A record out of its bytes; a refusal where they are none."""
    try:
        decoded = decode(raw, name="this record")
    except UnreadableInput as error:
        return Refusal(where, str(error))
    try:
        return Record(where, json.loads(decoded.text), raw, decoded.issues)
    except ValueError as error:
        return Refusal(where, f"not JSON: {error}", decoded.text)
    except RecursionError:
        return Refusal(where, "JSON nested too deeply")


def _in_utf8(blob: Blob) -> Blob:
    """A blob without the mark of UTF-8, or out of UTF-16 by its mark."""
    if blob.head.startswith(codecs.BOM_UTF8):
        blob.stream.read(len(codecs.BOM_UTF8))
        return replace(blob, head=blob.head.removeprefix(codecs.BOM_UTF8), path=None)
    if blob.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return replace(blob_of(blob.name, io.BufferedReader(_FromUtf16(blob.stream))), known=blob.known)
    return blob


class _FromUtf16(io.RawIOBase):
    """A stream in UTF-16 as one in UTF-8."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")
        self._rest = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills a buffer as far as there is something at hand."""
        while not self._rest:
            piece = self._stream.read(_PIECE)
            self._rest = self._decoder.decode(piece, not piece).encode()
            if not piece:
                break
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


# --------------------------------------------------------------------------------------------------------------- lines


def _records_of_lines(blob: Blob, most: int) -> Iterator[Record | Refusal]:
    """JSON Lines; a line that is no record is refused by its number, and the next is read."""
    found = False
    for each in records_of_stretch(blob.stream, blob.name, most=most):
        found = True
        yield each
    if not found:
        yield Refusal(blob.name, "no records in it")


def records_of_stretch(stream: IO[bytes], name: str, *, most: int, before: int = 0) -> Iterator[Record | Refusal]:
    """The records of some lines of a file, `before` which so many others stand."""
    for number, line in enumerate(_lines(stream, most), before + 1):
        where = f"{name}:{number}"
        if line is None:
            yield Refusal(where, too_long(most))
        elif line.strip():
            yield _record_of(line.rstrip(b"\r\n"), where)


def _lines(stream: IO[bytes], most: int) -> Iterator[bytes | None]:
    """The lines of a stream; None for one of more than `most` bytes."""
    while line := stream.readline(most + 1):
        yield line if len(line) <= most else None
        while len(line) > most and not line.endswith(b"\n"):
            line = stream.readline(most + 1)
