"""JSON with one record a document: a record, a list of them, or lines of them.

Records come one by one, so a file of a million of them needs the memory of one. What is no record comes as a `Refusal`
in its place, with its line, and the next one follows.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import IO, Any

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import MOST_BYTES, Blob, Settings, blob_of, too_long
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.lists import Fault, find_values
from riwaya.inputs.json.values import raw_of
from riwaya.inputs.looks import text_head
from riwaya.inputs.rejects import is_rejected
from riwaya.inputs.tables.columns import document_of, flattened, is_named, map_columns
from riwaya.inputs.tables.reliefweb import is_report, report_of
from riwaya.inputs.tables.table_looks import table_encoding
from riwaya.records import Issue
from riwaya.text.documents import decode

RECORD_KEYS = ("id", "url", "publisher", "title", "published", "text")
"""The keys that are read of a record; others are left alone."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of the records."""
    if _begins_with_record(blob.head):
        yield from _from_lines(blob.stream, blob.name, settings)
        return
    if text_head(blob).lstrip().startswith("[") and not _begins_with_line(blob.head):
        yield from _from_list(blob, settings)
        return
    data = blob.stream.read(MOST_BYTES + 1)
    whole: Any = None
    if len(data) <= MOST_BYTES:
        try:
            whole = json.loads(data)
        except (ValueError, RecursionError):
            whole = None  # lines, then, or faults that the lines will tell
    if whole is None:
        yield from _from_lines(blob_of(blob.name, blob.stream, head=data).stream, blob.name, settings)
        return
    inside = _records_inside(whole, settings)
    if inside is None:
        yield _incoming(whole, blob.name, (), data, settings)
    for number, record in enumerate(inside or (), 1):
        raw = raw_of(record)
        yield _incoming(record, f"{blob.name}, record {number}", (), raw, settings)


def _from_list(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of a list of records of any length."""
    encoding, issues = table_encoding(blob.head)
    reader = codecs.getreader(encoding)(blob.stream, "replace")
    for number, found in enumerate(find_values(reader.read, most=MOST_BYTES), 1):
        name = f"{blob.name}, record {number}"
        if isinstance(found, Fault):
            yield Refusal(name, found.reason)
        else:
            raw = found.written.encode("utf-8", "surrogatepass")
            yield _incoming(found.value, name, issues, raw, settings)


def _records_inside(whole: Any, settings: Settings) -> list[Any] | None:
    """The one list of records in an answer of some API that is no record itself; None where there is none."""
    if not isinstance(whole, dict) or is_named(flattened(whole), settings):
        return None
    lists = [value for value in flattened(whole).values() if isinstance(value, list) and value]
    lists = [each for each in lists if all(isinstance(record, dict) for record in each)]
    return lists[0] if len(lists) == 1 else None


def _begins_with_line(head: bytes) -> bool:
    """Whether the first of several lines is JSON by itself."""
    line, _, rest = head.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n").partition(b"\n")
    try:
        json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return False
    return bool(rest.strip())


def _begins_with_record(head: bytes) -> bool:
    """Whether the first line is a record by itself."""
    line = head.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n").split(b"\n", 1)[0]
    try:
        return isinstance(json.loads(line.decode("utf-8", "replace")), dict)
    except (ValueError, RecursionError):
        return False


def _from_lines(stream: IO[bytes], name: str, settings: Settings) -> Iterator[Incoming | Refusal]:
    """JSON Lines; a line that is no record is refused by its number, and the next is read."""
    found = False
    for number, line in enumerate(_lines(stream), 1):
        where = f"{name}:{number}"
        if isinstance(line, Refusal):
            yield Refusal(where, line.reason)
            found = True
        elif line.strip():
            yield _from_line(line, where, settings)
            found = True
    if not found:
        yield Refusal(name, "no records in it")


def _from_line(line: bytes, where: str, settings: Settings) -> Incoming | Refusal:
    try:
        decoded = decode(line, name="this line")
        record = json.loads(decoded.text)
    except UnreadableInput as error:
        return Refusal(where, str(error))
    except ValueError as error:
        return Refusal(where, f"not JSON: {error}")
    except RecursionError:
        return Refusal(where, "JSON nested too deeply")
    return _incoming(record, where, decoded.issues, line.rstrip(b"\r\n"), settings)


def _lines(stream: IO[bytes]) -> Iterator[bytes | Refusal]:
    """The lines of a stream in UTF-8, or in UTF-16 by its mark; of one that is too long, a refusal."""
    line = stream.readline(MOST_BYTES + 1)
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from _lines_of_utf16(stream, line)
        return
    line = line.removeprefix(codecs.BOM_UTF8)
    while line:
        if len(line) > MOST_BYTES:
            yield Refusal("", too_long())
            while line and not line.endswith(b"\n"):
                line = stream.readline(MOST_BYTES)
        else:
            yield line
        line = stream.readline(MOST_BYTES + 1)


def _lines_of_utf16(stream: IO[bytes], start: bytes) -> Iterator[bytes | Refusal]:
    """The lines of UTF-16 text as UTF-8; decoded piece by piece, for a line may end within a character."""
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    rest, piece = "", start
    while piece:
        *lines, rest = (rest + decoder.decode(piece)).split("\n")
        for line in lines:
            yield line.encode() if len(line) <= MOST_BYTES else Refusal("", too_long())
        piece = stream.read(1 << 16)
    if rest:
        yield rest.encode()


def _incoming(record: Any, name: str, issues: tuple[Issue, ...], raw: bytes, settings: Settings) -> Incoming | Refusal:
    """A record as a document, held to the types of its keys; of one that was refused once, what was mended in it."""
    if is_rejected(record):
        name = f"{name} ({record['where']})"
        if record["record"] is None:
            return Refusal(name, "no record of it was kept: mend it where it stands")
        return _incoming(record["record"], name, issues, raw, settings)
    if is_report(record):
        return report_of(record, name, settings)
    if not isinstance(record, dict):
        return Refusal(name, f"a record is an object with a text, not {_kind(record)}", record)
    if "text" not in record or settings.columns:
        return document_of(record, name, settings, raw=raw, issues=issues)
    if not isinstance(record["text"], str):
        return Refusal(name, f"the record has no text: its keys are {', '.join(map(repr, record)) or 'none'}", record)
    values = {key: record[key] for key in RECORD_KEYS if record.get(key) is not None}
    if isinstance(values.get("id"), int):
        values["id"] = str(values["id"])
    for key, value in values.items():
        if not isinstance(value, str):
            return Refusal(name, f"{key} must be a string, not {_kind(value)}", record)
    if map_columns(record.keys() - set(RECORD_KEYS), settings).keys() - values.keys():
        return document_of(record, name, settings, raw=raw, issues=issues)  # others name their keys otherwise
    return Incoming(name, issues=issues, raw=raw, **values)


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
