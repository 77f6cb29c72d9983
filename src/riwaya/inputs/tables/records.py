"""JSON with one record a document: a record, a list of them, or lines of them.

Records come one by one, so a file of a million of them needs the memory of one. What is no record comes as a `Refusal`
in its place, with its line, and the next one follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from riwaya.inputs.blobs import MOST_BYTES, Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.records import Record, records_of, records_of_stretch
from riwaya.inputs.json.values import raw_of
from riwaya.inputs.tables.columns import flattened, is_named, map_columns
from riwaya.inputs.tables.reliefweb import is_report, report_of
from riwaya.inputs.tables.rows import document_of, has_markup

RECORD_KEYS = ("id", "url", "publisher", "title", "published", "text")
"""The keys that are read of a record; others are left alone."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of the records."""
    for record in records_of(blob, most=MOST_BYTES):
        yield from (record,) if isinstance(record, Refusal) else read_record(record, settings)


def read_stretch(stream: IO[bytes], name: str, settings: Settings, before: int) -> Iterator[Incoming | Refusal]:
    """The documents of some lines of a file of JSON Lines, before which so many others stand."""
    for record in records_of_stretch(stream, name, most=MOST_BYTES, before=before):
        yield from (record,) if isinstance(record, Refusal) else read_record(record, settings)


def read_record(record: Record, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The document of a record, or those of the records in it where it is the answer of some API."""
    inside = _records_inside(record.value, settings)
    if inside is None:
        yield _incoming(record, settings)
    for number, each in enumerate(inside or (), 1):
        yield _incoming(Record(f"{record.where}, record {number}", each, raw_of(each), record.issues), settings)


def _records_inside(whole: Any, settings: Settings) -> list[Any] | None:
    """The one list of records in an answer of some API that is no record itself; None where there is none."""
    if not isinstance(whole, dict) or "text" in whole or is_report(whole):
        return None
    flat = flattened(whole)
    if is_named(flat, settings):
        return None
    lists = [value for value in flat.values() if isinstance(value, list) and value]
    lists = [each for each in lists if all(isinstance(record, dict) for record in each)]
    named = [each for each in lists if any(is_named(flattened(record), settings) for record in each)]
    return lists[0] if len(lists) == 1 and named else None


def _incoming(record: Record, settings: Settings) -> Incoming | Refusal:
    """A record as a document, held to the types of its keys."""
    where, value, raw, issues = record
    if is_report(value):
        return report_of(value, where, settings)
    if not isinstance(value, dict):
        return Refusal(where, f"a record is an object with a text, not {_kind(value)}", value)
    if "text" not in value or settings.columns:
        return document_of(value, where, settings, raw=raw, issues=issues)
    if isinstance(value["text"], str) and has_markup(value["text"]):
        return document_of(value, where, settings, raw=raw, issues=issues)
    if not isinstance(value["text"], str) or not value["text"].strip():
        return Refusal(where, f"the record has no text: its keys are {', '.join(map(repr, value)) or 'none'}", value)
    values = {key: value[key] for key in RECORD_KEYS if value.get(key) is not None}
    if isinstance(values.get("id"), int):
        values["id"] = str(values["id"])
    for key, each in values.items():
        if not isinstance(each, str):
            return Refusal(where, f"{key} must be a string, not {_kind(each)}", value)
    if map_columns(value.keys() - set(RECORD_KEYS), settings).keys() - values.keys():
        return document_of(value, where, settings, raw=raw, issues=issues)  # others name their keys otherwise
    return Incoming(where, issues=issues, raw=raw, **values)


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
