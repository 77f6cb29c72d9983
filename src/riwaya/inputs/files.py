"""Documents out of files, folders and standard input: plain text, and JSON with one record a document.

Documents come one by one, so a file of a million records needs the memory of one. What cannot be read comes as a
`Refusal` in its place, with the reason, and the next one follows.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, NamedTuple

from riwaya.errors import RiwayaError, UnreadableInput
from riwaya.knowledge.load import Knowledge
from riwaya.pipeline import read
from riwaya.records import Issue, Reading
from riwaya.text.documents import decode

MOST_BYTES = 5_000_000
"""A document of more bytes is no report; it is refused rather than left to fill the memory."""

TEXT_SUFFIXES = (".txt", ".text")
RECORD_SUFFIXES = (".jsonl", ".ndjson", ".json")
RECORD_KEYS = ("id", "url", "publisher", "title", "published", "text")
"""The keys that are read of a record; others are left alone."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document to be read: its text, what is known of it, where it came from, and what was odd about its bytes.

    `raw` is the bytes that it came in: of a file of text all of them, of a file of records those of the record (of a
    record in a list, its JSON; of a line in UTF-16, its UTF-8).
    """

    name: str
    text: str
    id: str | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    issues: tuple[Issue, ...] = ()
    raw: bytes | None = field(default=None, repr=False)


class Refusal(NamedTuple):
    """What cannot be read: the file, with the line where there are lines, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


def find_documents(paths: Iterable[str], stdin: IO[bytes] | None = None) -> Iterator[Incoming | Refusal]:
    """The documents of files, of all text and record files under folders, and of `-`, which is standard input."""
    for path in paths:
        if path == "-":
            yield from _from_stream(stdin, "standard input") if stdin else ()
        elif Path(path).is_dir():
            files = sorted(p for p in Path(path).rglob("*") if p.suffix.lower() in TEXT_SUFFIXES + RECORD_SUFFIXES)
            if not files:
                yield Refusal(path, f"no file in this folder ends in {', '.join(TEXT_SUFFIXES + RECORD_SUFFIXES)}")
            for file in files:
                yield from _from_file(file)
        else:
            yield from _from_file(Path(path))


def read_document(incoming: Incoming, *, knowledge: Knowledge | None = None) -> Reading | Refusal:
    """The reading of a document, with the issues of its bytes; a refusal where what is said of it makes no sense."""
    try:
        reading = read(
            incoming.text,
            published=incoming.published,
            publisher=incoming.publisher,
            url=incoming.url,
            title=incoming.title,
            id=incoming.id,
            knowledge=knowledge,
        )
    except RiwayaError as error:
        return Refusal(incoming.name, str(error))
    return replace(reading, issues=(*incoming.issues, *reading.issues)) if incoming.issues else reading


# --------------------------------------------------------------------------------------------------------------- files


def _from_file(path: Path) -> Iterator[Incoming | Refusal]:
    try:
        stream = path.open("rb")
    except OSError as error:
        yield Refusal(str(path), error.strerror or str(error))
        return
    with stream:
        try:
            if path.suffix.lower() == ".json":
                yield from _from_json(stream, str(path))
            elif path.suffix.lower() in RECORD_SUFFIXES:
                yield from _from_lines(stream, str(path))
            else:
                yield from _from_text(stream, str(path))
        except OSError as error:  # a folder in the way, a disk that fails
            yield Refusal(str(path), error.strerror or str(error))


def _from_stream(stream: IO[bytes], name: str) -> Iterator[Incoming | Refusal]:
    """Records where the first line is one, else a text."""
    first = stream.readline(MOST_BYTES + 1)
    if _is_record(first):
        yield from _from_lines(_Joined(first, stream), name)
    else:
        yield from _from_text(_Joined(first, stream), name)


def _is_record(line: bytes) -> bool:
    """Whether a line is a JSON object with a text."""
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        return "text" in json.loads(line.decode("utf-8-sig", "replace"))
    except ValueError:
        return False


class _Joined:
    """A stream whose first bytes were read already."""

    def __init__(self, first: bytes, rest: IO[bytes]) -> None:
        self._first = first
        self._rest = rest

    def read(self, size: int) -> bytes:
        """Up to so many bytes."""
        taken, self._first = self._first, b""
        return taken + self._rest.read(size - len(taken)) if len(taken) < size else taken

    def readline(self, size: int) -> bytes:
        """A line, or so many bytes of it."""
        taken, self._first = self._first, b""
        return taken or self._rest.readline(size)


Bytes = IO[bytes] | _Joined


def _too_long(name: str) -> Refusal:
    megabytes = MOST_BYTES // 1_000_000
    return Refusal(name, f"more than {megabytes} MB in one document: split it, or give JSON Lines, one document a line")


_OTHER_FILES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP or office file",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "an RTF file",
}


def _from_text(stream: Bytes, name: str) -> Iterator[Incoming | Refusal]:
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        yield _too_long(name)
        return
    for mark, kind in _OTHER_FILES.items():
        if data.startswith(mark):
            yield Refusal(name, f"it is {kind}, not text: convert it to UTF-8 text")
            return
    try:
        decoded = decode(data, name="it")
    except UnreadableInput as error:
        yield Refusal(name, str(error))
        return
    yield Incoming(name, decoded.text, issues=decoded.issues, raw=data)


# ------------------------------------------------------------------------------------------------------------- records


def _from_json(stream: IO[bytes], name: str) -> Iterator[Incoming | Refusal]:
    """One record, a list of them, or lines of them."""
    data = stream.read(MOST_BYTES + 1)
    whole: Any = None
    if len(data) <= MOST_BYTES:
        try:
            whole = json.loads(data)
        except ValueError:
            whole = None  # lines, then, or faults that the lines will tell
    if isinstance(whole, list):
        for number, record in enumerate(whole, 1):
            yield _incoming(record, f"{name}, record {number}", (), json.dumps(record).encode())
    elif whole is not None:
        yield _incoming(whole, name, (), data)
    else:
        stream.seek(0)
        yield from _from_lines(stream, name)


def _from_lines(stream: Bytes, name: str) -> Iterator[Incoming | Refusal]:
    """JSON Lines; a line that is no record is refused by its number, and the next is read."""
    found = False
    for number, line in enumerate(_lines(stream), 1):
        where = f"{name}:{number}"
        if isinstance(line, Refusal):
            yield Refusal(where, line.reason)
            found = True
        elif line.strip():
            yield _from_line(line, where)
            found = True
    if not found:
        yield Refusal(name, "no records in it")


def _from_line(line: bytes, where: str) -> Incoming | Refusal:
    try:
        decoded = decode(line, name="this line")
        record = json.loads(decoded.text)
    except UnreadableInput as error:
        return Refusal(where, str(error))
    except ValueError as error:
        return Refusal(where, f"not JSON: {error}")
    except RecursionError:
        return Refusal(where, "JSON nested too deeply")
    return _incoming(record, where, decoded.issues, line.rstrip(b"\r\n"))


def _lines(stream: Bytes) -> Iterator[bytes | Refusal]:
    """The lines of a stream in UTF-8, or in UTF-16 by its mark; of one that is too long, a refusal."""
    line = stream.readline(MOST_BYTES + 1)
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from _lines_of_utf16(stream, line)
        return
    line = line.removeprefix(codecs.BOM_UTF8)
    while line:
        if len(line) > MOST_BYTES:
            yield _too_long("")
            while line and not line.endswith(b"\n"):
                line = stream.readline(MOST_BYTES)
        else:
            yield line
        line = stream.readline(MOST_BYTES + 1)


def _lines_of_utf16(stream: Bytes, start: bytes) -> Iterator[bytes | Refusal]:
    """The lines of UTF-16 text as UTF-8; decoded piece by piece, for a line may end within a character."""
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    rest, piece = "", start
    while piece:
        *lines, rest = (rest + decoder.decode(piece)).split("\n")
        for line in lines:
            yield line.encode() if len(line) <= MOST_BYTES else _too_long("")
        piece = stream.read(1 << 16)
    if rest:
        yield rest.encode()


def _incoming(record: Any, name: str, issues: tuple[Issue, ...], raw: bytes) -> Incoming | Refusal:
    """A record as a document, held to the types of its keys."""
    if not isinstance(record, dict):
        return Refusal(name, f"a record is an object with a text, not {_kind(record)}")
    if not isinstance(record.get("text"), str):
        return Refusal(name, f"the record has no text: its keys are {', '.join(map(repr, record)) or 'none'}")
    values = {key: record[key] for key in RECORD_KEYS if record.get(key) is not None}
    if isinstance(values.get("id"), int):
        values["id"] = str(values["id"])
    for key, value in values.items():
        if not isinstance(value, str):
            return Refusal(name, f"{key} must be a string, not {_kind(value)}")
    return Incoming(name, issues=issues, raw=raw, **values)


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
