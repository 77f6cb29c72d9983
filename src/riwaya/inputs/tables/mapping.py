"""What the columns of a table stand for, in a file (TOML) that a person writes once and keeps.

    [columns]
    "Post body" = "text"

The names on the left are those of the table; where all of them are numbers, the table has no row of names, and its
columns are counted from 1. The words on the right are the keys of a record. A draft is made out of the table itself.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from riwaya.errors import UnreadableInput, UsageError
from riwaya.inputs.blobs import MOST_BYTES, Blob, Settings
from riwaya.inputs.tables.columns import KEYS, POINTERS, flattened, map_columns
from riwaya.inputs.tables.table_looks import DELIMITERS, like_parquet, like_workbook, table_encoding

_KEYS = (*KEYS, *POINTERS)
_ROWS = 20
"""Rows by which the columns of a table are found out."""


def read_mapping(path: Path) -> tuple[tuple[str, str], ...]:
    """The names of columns with what they stand for. Raises UsageError with all that is wrong with the file."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise UsageError(f"{path}: not TOML: {error}") from error
    columns = told.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise UsageError(f'{path}: it must have a table [columns] with lines such as "Post body" = "text"')
    faults = [f"{path}: there is nothing but [columns], and this has {name!r}" for name in told if name != "columns"]
    faults += [
        f"{path}: {name!r} stands for {key!r}, which is none of {', '.join(_KEYS)}"
        for name, key in columns.items()
        if key not in _KEYS
    ]
    if faults:
        raise UsageError("\n".join(faults))
    return tuple(columns.items())


def draft_mapping(blob: Blob) -> str:
    """A mapping for a table as a file to be mended: what is known stands, what is not stands as a comment.

    Raises UnreadableInput where there is no table.
    """
    names = find_columns(blob)
    keys = {name: key for key, each in map_columns(names, Settings()).items() for name in each}
    lines = [f"# The columns of {Path(blob.name).name}. A column stands for one of:", f"# {', '.join(_KEYS)}"]
    lines += ["# Lines with # at their beginning are not read.", "", "[columns]"]
    for name in dict.fromkeys(names):
        line = f'{_quoted(name)} = "{keys.get(name, "")}"'
        lines.append(line if name in keys else f"# {line}")
    return "\n".join(lines) + "\n"


def _quoted(name: str) -> str:
    """A name as a key of TOML, whose strings are those of JSON but for one sign."""
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def find_columns(blob: Blob) -> list[str]:
    """The names of the columns of a table, known or not. Raises UnreadableInput where there is no table."""
    if like_workbook(blob):
        rows = _first_rows_of_workbook(blob)
    elif like_parquet(blob):
        return _columns_of_parquet(blob)
    else:
        encoding, _ = table_encoding(blob.head)
        text = blob.head.decode(encoding, "replace")
        if text.lstrip()[:1] in ("{", "["):
            return _keys_of_json(blob, text)
        rows = _first_rows_of_text(text)
    names = _row_of_names(rows)
    if not names:
        raise UnreadableInput(f"{blob.name}: no table is to be seen in it")
    return names


def _row_of_names(rows: Sequence[Sequence[str]]) -> list[str]:
    """Of the first rows the one whose names are known best, and of those that are alike the first with most cells."""
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    known = [sum(map(len, map_columns(row, Settings()).values())) for row in filled]
    return max(zip(known, map(len, filled), filled, strict=True), key=lambda each: each[:2], default=(0, 0, []))[2]


def _first_rows_of_text(text: str) -> list[list[str]]:
    """The first rows of a table as text, parted by that which gives most rows as many cells as each other."""
    best: tuple[int, int, list[list[str]]] = (0, 0, [])
    for delimiter in DELIMITERS:
        try:
            rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _ROWS))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, times = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
        best = max(best, (times, width, rows), key=lambda each: each[:2])
    return best[2]


def _first_rows_of_workbook(blob: Blob) -> list[list[str]]:
    from riwaya.inputs.extras import need
    from riwaya.inputs.tables.sheets import open_book

    need("openpyxl", "tables", "a workbook")
    with blob.seekable() as stream:
        book = open_book(stream)
        rows = [
            ["" if cell is None else str(cell) for cell in cells]
            for sheet in book.worksheets
            for cells in islice(sheet.iter_rows(values_only=True), _ROWS)
        ]
        book.close()
    return rows


def _columns_of_parquet(blob: Blob) -> list[str]:
    from riwaya.inputs.extras import need

    parquet = need("pyarrow.parquet", "tables", "a table in Parquet")
    with blob.seekable() as stream:
        try:
            return [field.name for field in parquet.ParquetFile(stream).schema_arrow]
        except (ValueError, OSError) as error:  # pyarrow's own are ValueErrors
            raise UnreadableInput(f"the Parquet file is damaged: {error}") from error


def _keys_of_json(blob: Blob, text: str) -> list[str]:
    """The keys of the first record of JSON, those of objects in it with a dot."""
    start = text.find("{")
    try:
        record = json.JSONDecoder().raw_decode(text, max(start, 0))[0]
    except (ValueError, RecursionError):
        try:
            record = json.loads(blob.whole(MOST_BYTES))
        except (ValueError, RecursionError) as error:
            raise UnreadableInput(f"{blob.name}: not JSON: {error}") from error
    return list(flattened(record)) if isinstance(record, dict) else _none(blob)


def _none(blob: Blob) -> Any:
    raise UnreadableInput(f"{blob.name}: no record is to be seen in it")
