"""The tables that a shard is written to: those of the Parquet export, each row with where its document stands.

`shard` and `row` name a document in a folder, by its place in the table of documents: the same report may come twice,
and then two documents have one id. `escaped` is the whole record as JSON where it holds letters that are no text (lone
surrogates), which no column of text can hold; else it is null.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from riwaya.bulk.table_files import TableFiles
from riwaya.exports.json import as_dict, to_json
from riwaya.exports.native_rows import Rows, record_of, rows_of_record
from riwaya.exports.parquet_table import columns_of, with_parts
from riwaya.inputs.readings import reading_of
from riwaya.records import Reading

TABLES = ("documents", "sources", "accounts", "claims", "issues")
"""The tables of a shard, each a file `NAME.parquet`."""
_WHERE = {"shard": "integer", "row": "integer"}
_ISSUES = {"document": "string", "code": "string", "start": "integer", "end": "integer", "message": "string"}
_BATCH = 200
"""Rows that are in memory at a time where they are read."""


def columns_in(table: str) -> dict[str, str]:
    """The columns of a table in a folder, with their kinds."""
    if table == "issues":
        return _WHERE | _ISSUES
    return _WHERE | columns_of(table) | ({"escaped": "string"} if table == "documents" else {})


class ShardTables(TableFiles):
    """The tables of a shard, as they are written."""

    def __init__(self, folder: Path, shard: int) -> None:
        super().__init__(folder, {name: columns_in(name) for name in TABLES}, {"shard": str(shard)})
        self._shard = shard
        self._row = 0

    def add(self, reading: Reading) -> None:
        """Adds a reading, as rows."""
        where = {"shard": self._shard, "row": self._row}
        record = as_dict(reading)
        rows = rows_of_record(record, {})
        self._add("documents", rows.document | {"escaped": _escaped(record)}, where)
        for name, listed in (
            ("sources", rows.sources),
            ("accounts", rows.accounts),
            ("claims", map(with_parts, rows.claims)),
            ("issues", ({"document": reading.document.id, **issue} for issue in rows.document["issues"])),
        ):
            for row in listed:
                self._add(name, row, where)
        self._row += 1

    def _add(self, table: str, row: dict[str, Any], where: dict[str, int]) -> None:
        self._tables[table].add(where | row)


def _escaped(record: dict[str, Any]) -> str | None:
    """A record as JSON with escapes, where it holds lone surrogates; else None.

    All letters of a record are those of its document, or ours.
    """
    document = record["document"]
    return to_json(record) if to_json(document).isascii() and not _is_text(document) else None


def _is_text(record: Any) -> bool:
    """Whether all letters of a record are text."""
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def readings_in(folder: Path) -> Iterator[Reading]:
    """The readings of the tables of a shard, in their order, a few in memory at a time."""
    sources, accounts, claims = (_Following(folder, name) for name in ("sources", "accounts", "claims"))
    for document in _rows(folder, "documents"):
        row = document["row"]
        parts = sources.of(row), accounts.of(row), claims.of(row)
        if document["escaped"] is not None:
            yield reading_of(json.loads(document["escaped"]))
        else:
            yield reading_of(record_of(Rows(document, *parts)))


def documents_in(folder: Path) -> Iterator[dict[str, Any]]:
    """The documents of a shard, in their order, as `riwaya read` prints them but for what has parts."""
    wanted = ["row", "id", "url", "publisher", "title", "published", "language", "sha256", "text", "escaped"]
    for row in _rows(folder, "documents", wanted):
        yield row if row["escaped"] is None else json.loads(row["escaped"])["document"]


class _Following:
    """The rows of a table, taken document by document."""

    def __init__(self, folder: Path, table: str) -> None:
        self._rows = _rows(folder, table)
        self._next = next(self._rows, None)

    def of(self, row: int) -> list[dict[str, Any]]:
        """The rows of the document in a row of its table, which come next or are none."""
        found = []
        while self._next is not None and self._next["row"] == row:
            found.append(self._next)
            self._next = next(self._rows, None)
        return found


def _rows(folder: Path, table: str, wanted: list[str] | None = None) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet

    kinds = columns_in(table)
    parsed = [name for name, kind in kinds.items() if kind == "json"]
    wanted = wanted or [name for name in kinds if not name.startswith("value_")]
    with pyarrow.parquet.ParquetFile(folder / f"{table}.parquet", buffer_size=1 << 20) as file:
        for batch in file.iter_batches(batch_size=_BATCH, columns=wanted):
            for row in batch.to_pylist():
                for name in parsed:
                    if row.get(name) is not None:
                        row[name] = json.loads(row[name])
                yield row
