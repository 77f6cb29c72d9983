"""Cuts files into pieces: where lines and rows end, found in one pass that hashes them too.

Cutting reads every byte of the input once and understands no more of it than where a record ends, so it takes a small
part of the time that reading takes. The same file is always cut in the same way.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from riwaya.bulk.archives import Archives
from riwaya.bulk.pieces import Piece, hash_of
from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Blob, Settings, open_blob
from riwaya.inputs.formats import format_of
from riwaya.inputs.json.records import begins_lines
from riwaya.inputs.tables.columns import is_numbered
from riwaya.inputs.tables.delimited import MOST_CELL, columns_of
from riwaya.inputs.tables.table_looks import table_encoding

MOST_BYTES = 16_000_000
"""Bytes of a piece at most, as far as a record is not longer than that."""
_MOST_IN_A_GROUP = 64
"""Pieces of a group of rows in Parquet at most: each is come to through the rows of the group that stand before it."""
_STEP = 1 << 20
_BOM = codecs.BOM_UTF8


def cut(path: Path, settings: Settings, records: int, archives: Archives) -> Iterator[Piece]:
    """The pieces of a file, each with so many records at most; `archives` are those of the run that come before.

    Raises OSError where it cannot be read.
    """
    blob = open_blob(path)
    with blob.stream:
        form = _format_of(blob, settings)
        if form == "json" and begins_lines(blob):
            yield from _cut_lines(blob, settings, records)
        elif form == "table" and table_encoding(blob.head)[0] != "utf-16":
            yield from _cut_table(blob, settings, records)
        elif form == "parquet":
            yield from _cut_parquet(blob, settings, records)
        else:
            notes = archives.notes_of(path, settings) if form == "warc" else None
            yield from (replace(piece, notes=notes) for piece in _whole(blob))


def _format_of(blob: Blob, settings: Settings) -> str | None:
    """The name of the format of a file; None where it is not known."""
    try:
        form = format_of(blob, settings)
    except UnreadableInput:  # which reading it tells
        return None
    return form.name if form is not None else None


def _whole(blob: Blob) -> Iterator[Piece]:
    """A file as one piece."""
    size = blob.stream.seek(0, 2)
    yield Piece(blob.name, "whole", 0, size, size, hash_of(blob.stream, 0, size))


# --------------------------------------------------------------------------------------------------------------- lines


def _cut_lines(blob: Blob, settings: Settings, records: int) -> Iterator[Piece]:
    """The pieces of JSON Lines."""
    size = _size(blob)
    start = at = len(_BOM) if blob.head.startswith(_BOM) else 0
    hashed, before, lines, found = hashlib.sha256(), 0, 0, 0
    blob.stream.seek(start)
    while part := blob.stream.readline(_STEP):
        hashed.update(part)
        at += len(part)
        found += not part.isspace()  # of a line that is longer than a step, each part counts
        if not part.endswith(b"\n") and at < size:
            continue
        lines += 1
        if found >= records or at - start >= MOST_BYTES:
            yield Piece(blob.name, "lines", start, at, size, hashed.hexdigest(), before, found)
            start, hashed, before, lines, found = at, hashlib.sha256(), before + lines, 0, 0
    if at > start:
        yield Piece(blob.name, "lines", start, at, size, hashed.hexdigest(), before, found)


# -------------------------------------------------------------------------------------------------------------- tables


def _cut_table(blob: Blob, settings: Settings, records: int) -> Iterator[Piece]:
    """The pieces of a table as text. Where its rows can no longer be told apart, what is left is one piece."""
    size = _size(blob)
    encoding, _ = table_encoding(blob.head)
    try:
        _, delimiter = columns_of(blob, settings, encoding)
    except UnreadableInput:  # which reading it tells
        yield from _whole(blob)
        return
    blob.stream.seek(0)
    lines = _Lines(blob.stream, "utf-8" if encoding == "utf-8-sig" else encoding)
    csv.field_size_limit(MOST_CELL)
    rows = csv.reader(lines, delimiter=delimiter)
    start, before, found = len(_BOM) if blob.head.startswith(_BOM) else 0, 0, 0
    try:
        if not is_numbered(settings.columns):
            next(rows)
            start, before = lines.given, rows.line_num
        for cells in rows:
            found += any(cell.strip() for cell in cells)
            if found >= records or lines.given - start >= MOST_BYTES:
                yield _of_table(blob, start, lines.given, size, before, found)
                start, before, found = lines.given, rows.line_num, 0
    except (csv.Error, _TooLong):
        yield _of_table(blob, start, size, size, before, max(found, 1))
        return
    if size > start:
        yield _of_table(blob, start, size, size, before, found)


def _of_table(blob: Blob, start: int, end: int, size: int, before: int, found: int) -> Piece:
    with Path(blob.name).open("rb") as stream:
        return Piece(blob.name, "table", start, end, size, hash_of(stream, start, end), before, found)


class _TooLong(Exception):
    """A line is longer than any cell of a table."""


class _Lines:
    """The lines of a table as its reader gets them, and how many bytes of it they took so far."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self.given = 0

    def __iter__(self) -> Iterator[str]:
        rest = b""
        while data := self._stream.read(_STEP):
            *whole, rest = (rest + data).splitlines(keepends=True)
            for line in whole:
                self.given += len(line)
                yield line.decode(self._encoding, "replace")
            if len(rest) > MOST_CELL:
                raise _TooLong
        if rest:
            self.given += len(rest)
            yield rest.decode(self._encoding, "replace")


# ------------------------------------------------------------------------------------------------------------- Parquet


def _cut_parquet(blob: Blob, settings: Settings, records: int) -> Iterator[Piece]:
    """The pieces of a table in Parquet: some rows each, within a group or over small ones."""
    from riwaya.inputs.extras import need

    size = _size(blob)
    try:
        tables = need("riwaya.inputs.tables.parquet", "tables", "Parquet")
        file = tables.open_table(blob.stream)
        tables.wanted_of(file, settings)
    except UnreadableInput:
        yield from _whole(blob)
        return
    before, about = 0, file.metadata
    for rows, groups in _stretches(about, records):
        places = [_place(about.row_group(group)) for group in groups]
        start, end = min(first for first, _ in places), min(max(last for _, last in places), size)
        sha256 = hash_of(blob.stream, start, end)
        yield Piece(blob.name, "parquet", start, end, size, sha256, before, rows)
        before += rows


def _stretches(about: Any, records: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """So many rows, and the groups that they stand in, one stretch behind the other."""
    held: list[int] = []
    rows = 0
    for group in range(about.num_row_groups):
        count = about.row_group(group).num_rows
        if held and rows + count > records:
            yield rows, tuple(held)
            held, rows = [], 0
        if count <= records:
            held.append(group)
            rows += count
            continue
        most = max(records, -(-count // _MOST_IN_A_GROUP))
        for first in range(0, count, most):
            yield min(most, count - first), (group,)
    if held:
        yield rows, tuple(held)


def _place(group: Any) -> tuple[int, int]:
    """Where a group of rows stands in its file."""
    columns = [group.column(number) for number in range(group.num_columns)]
    starts = [min(each.data_page_offset, each.dictionary_page_offset or each.data_page_offset) for each in columns]
    return min(starts), max(start + each.total_compressed_size for start, each in zip(starts, columns, strict=True))


def _size(blob: Blob) -> int:
    size = blob.stream.seek(0, 2)
    blob.stream.seek(0)
    return size
