"""Records out of JSON, one by one: lines of them, or a list of any size."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import ijson

from riwaya.inputs.blobs import MOST_BYTES, Blob, too_long
from riwaya.inputs.incoming import Refusal
from riwaya.inputs.json.events import TOO_DEEP, items_of
from riwaya.inputs.json.values import raw_of


class Record(NamedTuple):
    """A record with its place, and the bytes that it is."""

    where: str
    value: Any
    raw: bytes


def records_of(blob: Blob) -> Iterator[Record | Refusal]:
    """The records of lines of JSON or of a list; what is none is refused in its place, and the next one follows."""
    if blob.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        yield from _of_list(blob)
    else:
        yield from _of_lines(blob)


def first_line(error: Exception) -> str:
    """What an error says, without the excerpt that follows."""
    said = str(error).strip()
    return said.splitlines()[0] if said else type(error).__name__


def _of_list(blob: Blob) -> Iterator[Record | Refusal]:
    number = 0
    if blob.head.startswith(b"\xef\xbb\xbf"):
        blob.stream.read(3)
    try:
        for number, value in enumerate(items_of(blob.stream), 1):
            if value is TOO_DEEP:
                yield Refusal(f"{blob.name}, record {number}", "JSON nested too deeply")
                continue
            yield Record(f"{blob.name}, record {number}", value, raw_of(value))
    except (ijson.JSONError, UnicodeDecodeError) as error:
        yield Refusal(blob.name, f"the list breaks off after record {number}: {first_line(error)}")


def _of_lines(blob: Blob) -> Iterator[Record | Refusal]:
    number = 0
    while line := blob.stream.readline(MOST_BYTES + 1):
        number += 1
        where = f"{blob.name}:{number}"
        if len(line) > MOST_BYTES:
            yield Refusal(where, too_long())
            while line and not line.endswith(b"\n"):
                line = blob.stream.readline(MOST_BYTES)
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            try:
                yield Record(where, json.loads(line.decode("utf-8-sig")), line.rstrip(b"\r\n"))
            except UnicodeDecodeError:
                yield Refusal(where, "not UTF-8")
            except ValueError as error:
                yield Refusal(where, f"not JSON: {error}")
            except RecursionError:
                yield Refusal(where, "JSON nested too deeply")
