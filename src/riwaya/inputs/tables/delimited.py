"""Tables as text: CSV and TSV, and those that part their columns with semicolons or bars.

Rows come one by one. The encoding and what parts the columns are found out by the first lines, of which the first must
name the columns. A row that does not fit is refused with its cells, and the next one follows.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, Any, NamedTuple

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.tables.columns import has_addresses, is_named, is_numbered, map_columns, unique_names
from riwaya.inputs.tables.rows import document_of
from riwaya.inputs.tables.table_looks import DELIMITERS, table_encoding
from riwaya.records import Issue

MOST_CELL = 5_000_000
"""Letters of a cell at most: what is longer is a quotation mark that nobody closed."""
_SAMPLE = 1 << 16
"""Letters by which the columns are found out."""


class _Row(NamedTuple):
    line: int
    cells: list[str]


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of the rows. Raises UnreadableInput where no columns can be told."""
    encoding, issues = table_encoding(blob.head)
    names, rows = open_table(blob, settings, encoding)
    yield from _documents(rows, names, blob.name, settings, issues)


def read_stretch(blob: Blob, stream: IO[bytes], settings: Settings, before: int) -> Iterator[Incoming | Refusal]:
    """The documents of some rows of a table that `blob` begins, before which so many lines stand.

    Raises UnreadableInput where no columns can be told.
    """
    encoding, issues = table_encoding(blob.head)
    names, delimiter = columns_of(blob, settings, encoding)
    reader = codecs.getreader("utf-8" if encoding == "utf-8-sig" else encoding)(stream, "replace")
    rows = (_Row(line + before, cells) for line, cells in _rows(reader, reader.read(_SAMPLE), delimiter))
    yield from _documents(_records(rows, names), names, blob.name, settings, issues, line=before)


def _documents(
    rows: Iterable[tuple[int, dict[str, Any]]],
    names: list[str],
    name: str,
    settings: Settings,
    issues: tuple[Issue, ...],
    line: int = 0,
) -> Iterator[Incoming | Refusal]:
    """The documents of rows, which begin behind some line; what does not fit the columns is refused."""
    try:
        for line, record in rows:
            where = f"{name}:{line}"
            if len(record) > len(names):
                reason = f"{len(record)} cells in a row of a table of {len(names)} columns"
                yield Refusal(where, reason, record)
            else:
                yield document_of(record, where, settings, issues=issues)
    except csv.Error as error:
        yield Refusal(name, f"the table cannot be read behind line {line}: {error}")


def open_table(blob: Blob, settings: Settings, encoding: str) -> tuple[list[str], Iterator[tuple[int, dict[str, Any]]]]:
    """The names of a table's columns, and its rows that are not empty, each with its line, as records.

    Cells beyond the columns stand in a record under their numbers. Raises UnreadableInput where no column is known.
    """
    # A reader, unlike a wrapper, leaves the stream open for whoever opened it.
    stream = codecs.getreader(encoding)(blob.stream, "replace")
    sample = stream.read(_SAMPLE)
    delimiter = _delimiter(sample, settings)
    rows = _rows(stream, sample, delimiter)
    first = _first(rows)
    names = _names(first, settings)
    return names, _records(chain([first], rows) if is_numbered(settings.columns) else rows, names)


def columns_of(blob: Blob, settings: Settings, encoding: str) -> tuple[list[str], str]:
    """The names of a table's columns, and what parts them. Raises UnreadableInput where no column is known."""
    stream = codecs.getreader(encoding)(blob.stream, "replace")
    sample = stream.read(_SAMPLE)
    delimiter = _delimiter(sample, settings)
    return _names(_first(_rows(stream, sample, delimiter)), settings), delimiter


def _delimiter(sample: str, settings: Settings) -> str:
    delimiter = find_delimiter(sample, settings)
    if delimiter is None:
        raise UnreadableInput(
            "no column of it is known by its name: give the names of yours with --columns, or the text by itself"
        )
    return delimiter


def _first(rows: Iterator[_Row]) -> _Row:
    """The first row of a table, which names its columns, as a rule."""
    try:
        return next(rows)
    except csv.Error as error:
        raise UnreadableInput(f"the names of its columns cannot be read: {error}") from error


def _names(first: _Row, settings: Settings) -> list[str]:
    if is_numbered(settings.columns):
        return [str(number) for number in range(1, len(first.cells) + 1)]
    return unique_names(first.cells)


def _records(rows: Iterable[_Row], names: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows that are not empty, each with its line, as records."""
    return ((line, record_of(names, cells)) for line, cells in rows if any(cell.strip() for cell in cells))


def record_of(columns: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """A row as a record; cells beyond the columns stand under the number of their column."""
    record: dict[str, Any] = dict(zip(columns, cells, strict=False))
    beyond = cells[len(columns) :]
    if any(cell.strip() for cell in beyond):
        record |= {str(number): cell for number, cell in enumerate(beyond, len(columns) + 1)}
    return record


def find_delimiter(sample: str, settings: Settings) -> str | None:
    """What parts the columns: that with which the first row names the most that are known; None where it names none."""
    best: tuple[int, str] | None = None
    for delimiter in DELIMITERS:
        names = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
        if is_numbered(settings.columns):
            names = [str(number) for number in range(1, len(names) + 1)]
        if is_named(names, settings) or has_addresses(names, settings):
            known = sum(map(len, map_columns(names, settings).values()))
            if best is None or known > best[0]:
                best = known, delimiter
    return best[1] if best else None


def _rows(stream: codecs.StreamReader, sample: str, delimiter: str) -> Iterator[_Row]:
    """The rows, each with the line on which it begins."""
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(_lines(stream, sample), delimiter=delimiter)
    line = 0
    for cells in reader:
        yield _Row(line + 1, cells)
        line = reader.line_num


def _lines(stream: codecs.StreamReader, sample: str) -> Iterator[str]:
    """The lines of a stream of which a sample was read already; lines end where tables end them."""
    rest = sample
    while rest:
        *whole, rest = io.StringIO(rest, newline="").readlines()
        yield from whole
        # Twice as much each time, or a line without an end would be gone through again and again.
        more = stream.read(max(1 << 16, len(rest)))
        if len(rest) > MOST_CELL:
            raise csv.Error(f"a line of more than {MOST_CELL} letters")
        if not more:
            if rest:
                yield rest
            return
        rest += more
