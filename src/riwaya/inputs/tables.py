"""Tables as text: CSV and TSV, and those that part their columns with semicolons or bars.

Rows come one by one. The encoding and what parts the columns are found out by the first lines, of which the first must
name the columns. A row that does not fit is refused with its cells, and the next one follows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.columns import document_of, is_named, map_columns
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.looks import DELIMITERS, table_encoding
from riwaya.records import Issue

MOST_CELL = 5_000_000
"""Letters of a cell at most: what is longer is a quotation mark that nobody closed."""


class _Row(NamedTuple):
    line: int
    cells: list[str]


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of the rows. Raises UnreadableInput where no columns can be told."""
    encoding, issues = table_encoding(blob.head)
    stream = io.TextIOWrapper(blob.stream, encoding=encoding, errors="replace", newline="")
    sample = stream.read(1 << 16)
    delimiter = find_delimiter(sample, settings)
    if delimiter is None:
        raise UnreadableInput(
            "no column of it is known by its name: give the names of yours with --columns, or the text by itself"
        )
    rows = _rows(stream, sample, delimiter)
    names = next(rows).cells
    yield from documents_of_rows(names, rows, blob.name, settings, issues)
    stream.detach()


def documents_of_rows(
    names: Sequence[str], rows: Iterator[_Row], name: str, settings: Settings, issues: tuple[Issue, ...] = ()
) -> Iterator[Incoming | Refusal]:
    """The documents of rows under some names of columns."""
    columns = _unique(names)
    try:
        for line, cells in rows:
            where = f"{name}:{line}"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                reason = f"{len(cells)} cells in a row of a table of {len(columns)} columns"
                yield Refusal(where, reason, record_of(columns, cells))
                continue
            yield document_of(record_of(columns, cells), where, settings, issues=issues)
    except csv.Error as error:
        yield Refusal(name, f"the table cannot be read any further: {error}")


def record_of(columns: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """A row as a record; cells beyond the columns stand under the number of their column."""
    record: dict[str, Any] = dict(zip(columns, cells, strict=False))
    record |= {str(number): cell for number, cell in enumerate(cells[len(columns) :], len(columns) + 1)}
    return record


def find_delimiter(sample: str, settings: Settings) -> str | None:
    """What parts the columns: that with which the first row names the most that are known; None where it names none."""
    best: tuple[int, str] | None = None
    for delimiter in DELIMITERS:
        names = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
        if is_named(names, settings):
            known = sum(map(len, map_columns(names, settings).values()))
            if best is None or known > best[0]:
                best = known, delimiter
    return best[1] if best else None


def _rows(stream: io.TextIOWrapper, sample: str, delimiter: str) -> Iterator[_Row]:
    """The rows, each with the line on which it begins."""
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(_lines(stream, sample), delimiter=delimiter)
    line = 0
    for cells in reader:
        yield _Row(line + 1, cells)
        line = reader.line_num


def _lines(stream: io.TextIOWrapper, sample: str) -> Iterator[str]:
    """The lines of a stream of which a sample was read already; lines end where tables end them."""
    rest = sample
    while rest:
        *whole, rest = io.StringIO(rest, newline="").readlines()
        yield from whole
        more = stream.read(1 << 16)
        if not more:
            if rest:
                yield rest
            return
        rest += more


def _unique(names: Sequence[str]) -> list[str]:
    """The names of columns, of those that come twice the later ones numbered, of those without one their place."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        name = name.strip().lstrip("\ufeff") or f"column {number}"
        found.append(name if name not in found else f"{name} ({number})")
    return found
