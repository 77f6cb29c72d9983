"""Tables of an export: which columns they have, which is data, and rows written as CSV that a spreadsheet may open.

The columns of a table stand in `data/exports/<table>.tsv`, a column a line: its name, its type, whether it is needed
(`key` where it also tells rows apart), its HXL tag, the values that it takes where they are few, the column of another
table that it points to, and what it says. `datapackage.py` tells the same to programs.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, BinaryIO, NamedTuple

from riwaya.exports.formats import Options
from riwaya.exports.target import Target
from riwaya.knowledge.load import DATA
from riwaya.knowledge.load import Table as Rows

TYPES = ("string", "integer", "number", "boolean", "date", "datetime")
NEEDS = ("key", "yes", "no")
BOM = b"\xef\xbb\xbf"
Cell = str | int | float | bool | date | datetime | None
Row = Mapping[str, Cell]


class Column(NamedTuple):
    """A column of a table. `required` says that it is never empty, `key` that it tells rows apart.

    `points_to` is a table and its column, where its values stand in another one.
    """

    name: str
    type: str
    required: bool
    key: bool
    tag: str
    values: tuple[str, ...]
    points_to: tuple[str, str] | None
    says: str


@dataclass(frozen=True)
class Table:
    """A table by its name, with its columns in order."""

    name: str
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.names)

    def cells(self, row: Row) -> list[str]:
        """The cells of a row as text, in order.

        Raises ValueError where it lacks a column or has one too many, and where a value is not what the column takes.
        """
        if row.keys() != self._known:
            odd = sorted(row.keys() ^ self._known)
            raise ValueError(f"a row of {self.name} and its columns differ by {', '.join(odd)}")
        return [self._cell(column, row[column.name]) for column in self.columns]

    def _cell(self, column: Column, value: Cell) -> str:
        if value is None or value == "":
            if column.required:
                raise ValueError(f"{self.name}.{column.name} is needed, and a row has none")
            return ""
        if not _fits(column.type, value):
            raise ValueError(f"{self.name}.{column.name} takes a {column.type}, not {value!r}")
        text = _as_text(value)
        if column.values and text not in column.values:
            raise ValueError(f"{self.name}.{column.name} takes {', '.join(column.values)}, not {value!r}")
        return neutral(text) if column.type == "string" else text


@cache
def table_named(name: str) -> Table:
    """The table of a name. Raises ValueError where its file says what no column can be."""
    rows = Rows(DATA / "exports" / f"{name}.tsv")
    return Table(name, tuple(_column(f"{name}.{each}", rows.row(each)) for each in rows))


def table_names() -> tuple[str, ...]:
    """The names of the tables that ship, in order."""
    files = sorted((DATA / "exports").glob("*.tsv"))
    return tuple(file.stem for file in files if Rows(file).columns[:2] == ("column", "type"))


def _column(where: str, told: Mapping[str, str]) -> Column:
    if told["type"] not in TYPES or told["required"] not in NEEDS:
        raise ValueError(f"{where}: no column is of the type {told['type']!r} and required {told['required']!r}")
    table, _, column = told["points_to"].partition(".")
    return Column(
        told["column"],
        told["type"],
        told["required"] != "no",
        told["required"] == "key",
        told["hxl"],
        tuple(told["values"].split("|")) if told["values"] else (),
        (table, column) if table else None,
        told["says"],
    )


def _fits(type: str, value: Cell) -> bool:
    if isinstance(value, bool):
        return type == "boolean"
    if isinstance(value, int):
        return type in ("integer", "number")
    if isinstance(value, float):
        return type == "number" and math.isfinite(value)
    if isinstance(value, datetime):
        return type == "datetime"
    if isinstance(value, date):
        return type == "date"
    return type == "string" or (type in ("date", "datetime") and _is_moment(type, str(value)))


def _is_moment(type: str, text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10 if type == "date" else len(text) > 10 and moment.tzinfo is not None


def _as_text(value: Cell) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(round(value, 10)).removesuffix(".0")
    return value.isoformat() if isinstance(value, date) else _NO_TEXT.sub("\ufffd", str(value))


# ------------------------------------------------------------------------------------------------------ neutral cells

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_RUNS = "=+-@＝＋－＠"
"""What a formula begins with, in either width."""
_RISKY = re.compile(rf"[{re.escape(_RUNS)}]|\A[\t\r\n]")
"""Text without any of these needs no look."""
_PARTS = ";\t\r\n"
"""What some spreadsheets part cells at, beside the comma."""
_BEFORE = re.compile(rf"""\A[;\s"']*|[{_PARTS}][;\s"']*""")
"""What may stand before a formula: at the start, and where cells are parted."""


def neutral(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe stands where it would take what follows for a formula.

    That is at the start, also behind quotes and spaces, before a tab or the end of a line there, and behind a
    semicolon, a tab or the end of a line, at which a spreadsheet of another language parts cells.
    """
    if not _RISKY.search(text):
        return text

    def guarded(found: re.Match[str]) -> str:
        before = found.group()
        if text[found.end() : found.end() + 1] in tuple(_RUNS):
            cut = max(map(before.rfind, _PARTS)) + 1
            before = f"{before[:cut]}'{before[cut:]}"
        return f"'{before}" if found.start() == 0 and before[:1] in tuple("\t\r\n") else before

    return _BEFORE.sub(guarded, text)


# ------------------------------------------------------------------------------------------------------------- writing


@dataclass(frozen=True, slots=True)
class Written:
    """A table that was written: the path of its file in the export, how it is laid out, and what it measures."""

    table: Table
    path: str
    options: Options
    rows: int
    bytes: int
    sha256: str


class _Counted(io.RawIOBase):
    """A stream that counts and hashes what passes."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.bytes = 0
        self.hash = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.bytes += len(data)
        self.hash.update(data)
        return self._out.write(data)


def write_csv(
    rows: Iterable[Row], table: Table, target: Target, options: Options, *, member: str = "", beside: str = ""
) -> Written:
    """Writes rows as they come, and tells what was written.

    It is the file of the export, or the one named `member` in its folder, or the one with the suffix `beside` by it.
    """
    place = target.member(member) if member else target.beside(beside) if beside else target.file()
    path = member or (target.path.stem + beside if beside else target.path.name)
    with target.open(place) as out:
        counted = _Counted(out)
        number = _write(rows, table, counted, options)
    return Written(table, path, options, number, counted.bytes, counted.hash.hexdigest())


def _write(rows: Iterable[Row], table: Table, out: _Counted, options: Options) -> int:
    if options.bom:
        out.write(BOM)
    buffered = io.BufferedWriter(out)
    with io.TextIOWrapper(buffered, encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n" if options.crlf else "\n")
        writer.writerow(table.names)
        if options.hxl:
            writer.writerow(column.tag for column in table.columns)
        number = 0
        for row in rows:
            writer.writerow(table.cells(row))
            number += 1
    return number
