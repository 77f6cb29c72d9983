"""The tables of a folder as they are written, each a Parquet file that rows are added to."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from riwaya.exports.formats import CAVEAT
from riwaya.exports.parquet_table import ParquetTable
from riwaya.records import VERSION


class TableFiles:
    """The files of some tables, `NAME.parquet` each; `columns` are those of each table, with their kinds.

    `told` is said in each file, beside the version and what an account is.
    """

    def __init__(self, folder: Path, columns: Mapping[str, Mapping[str, str]], told: Mapping[str, str]) -> None:
        self._folder = folder
        self._columns = columns
        self._told = {"riwaya": VERSION, "note": CAVEAT, **told}
        self._stack = ExitStack()
        self._tables: dict[str, ParquetTable] = {}

    def __enter__(self) -> Self:
        for name, columns in self._columns.items():
            out = self._stack.enter_context((self._folder / f"{name}.parquet").open("xb"))
            self._tables[name] = self._stack.enter_context(ParquetTable(columns, out, self._told))
        return self

    def __exit__(self, *raised: Any) -> None:
        self._stack.__exit__(*raised)

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has so far."""
        return {name: table.rows for name, table in self._tables.items()}
