"""What was refused, kept in a file of JSON Lines, which is mended by hand and read again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from riwaya.errors import RiwayaError, UsageError
from riwaya.inputs.blobs import MOST_BYTES, Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.records import Record, records_of
from riwaya.inputs.json.values import raw_of

MOST_LINE = 1_000_000
"""Letters of a line at most; of a record that takes more, only the place and the reason are written."""
_KEYS = frozenset(("where", "format", "reason", "record"))


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of the records that were refused once, and mended since, each by its own format."""
    for record in records_of(blob, most=MOST_BYTES):
        yield from (record,) if isinstance(record, Refusal) else _mended(record, settings)


def _mended(record: Record, settings: Settings) -> Iterator[Incoming | Refusal]:
    from riwaya.inputs.formats import format_named, record_reader_of

    told = record.value
    if not isinstance(told, dict) or told.keys() - {"format"} != _KEYS - {"format"}:
        yield Refusal(record.where, f"what was refused is an object with {', '.join(sorted(_KEYS))}")
        return
    where, value = f"{record.where} ({told['where']})", told["record"]
    if value is None:
        yield Refusal(where, "no record of it was kept: mend it where it stands")
        return
    try:
        # What was no JSON was kept as it was written.
        value = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError) as error:
        yield Refusal(where, f"not JSON: {error}", value, told.get("format"))
        return
    try:
        own = record_reader_of(format_named(str(told.get("format") or "json")))
        reader = own or record_reader_of(format_named("json"))
        assert reader is not None
        found = list(reader(Record(where, value, raw_of(value), record.issues), replace(settings, form=None)))
    except RiwayaError as error:
        found = [Refusal(where, str(error), value, told.get("format"))]
    yield from found


class Rejects:
    """A file of what was refused: where, why, and the record, as far as it is small. It is made with the first one.

    Raises UsageError where the file is there already, for it may hold what somebody has mended.
    """

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise UsageError(f"{path} is there already: give another name for what is refused, or take it away")
        self._path = path
        self._stream: IO[str] | None = None

    def close(self) -> None:
        """Ends the file."""
        if self._stream is not None:
            self._stream.close()

    def add(self, refusal: Refusal) -> None:
        """Writes a refusal down. Raises UsageError where the file cannot be written."""
        try:
            if self._stream is None:
                self._stream = self._path.open("x", encoding="utf-8", errors="backslashreplace", newline="\n")
            self._stream.write(f"{_line_of(refusal)}\n")
            self._stream.flush()
        except OSError as error:
            raise UsageError(f"what is refused cannot be written to {self._path}: {error.strerror}") from error


def _line_of(refusal: Refusal) -> str:
    told = {"where": refusal.name, "format": refusal.form, "reason": refusal.reason, "record": refusal.record}
    try:
        line = json.dumps(told, ensure_ascii=False, default=str)
    except RecursionError:  # it was nested deeper than can be written from here
        line = ""
    return line if 0 < len(line) <= MOST_LINE else json.dumps(told | {"record": None}, ensure_ascii=False)
