"""The tables that a part of the incidents is written to: those of the Parquet export, and one of the links."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from riwaya.bulk.folder import hash_of_lines
from riwaya.bulk.table_files import TableFiles
from riwaya.errors import UsageError
from riwaya.exports.json import links_of
from riwaya.exports.material import case_of
from riwaya.exports.native_rows import incident_row, relation_rows
from riwaya.exports.parquet_table import columns_of, with_accounts, with_ends
from riwaya.reconciling.reconcile import Group
from riwaya.records import Reading

TABLES = ("incidents", "relations", "links")
"""The tables of a part, each a file `NAME.parquet`."""
MARK = "part.json"
_LINKS = {
    "incident": "string",
    "a_document": "string",
    "a_happening": "string",
    "b_document": "string",
    "b_happening": "string",
    "score": "number",
    "reasons": "json",
    "state": "string",
}


def columns_in(table: str) -> dict[str, str]:
    """The columns of a table with their kinds."""
    return _LINKS if table == "links" else columns_of(table)


class IncidentTables(TableFiles):
    """The tables of a part, as they are written."""

    def __init__(self, folder: Path, part: int) -> None:
        super().__init__(folder, {name: columns_in(name) for name in TABLES}, {"part": str(part)})
        self._part = part

    def add(self, group: Group, readings: Mapping[str, Reading]) -> None:
        """Adds an incident with its relations and links; `readings` are those of its documents."""
        case = case_of(group.id, group.happenings, readings, links=tuple(links_of(group)))
        self._tables["incidents"].add(with_accounts(incident_row(case)))
        for relation in relation_rows(case):
            self._tables["relations"].add(with_ends(relation))
        for link in case.links:
            ends = {
                f"{end}_{name}": link[end][key]
                for end in ("a", "b")
                for name, key in (("document", "document"), ("happening", "incident"))
            }
            self._tables["links"].add({"incident": case.id, **link, **ends})

    def write_mark(self) -> None:
        """Writes what tells that the part is whole: its counts, and the length and hash of each file."""
        files = [self._folder / f"{name}.parquet" for name in TABLES]
        mark = {
            "part": self._part,
            **self.rows,
            "files": [{"path": f.name, "bytes": f.stat().st_size, "sha256": hash_of_lines(f)} for f in files],
        }
        (self._folder / MARK).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8")


def incidents_in(folder: Path) -> Iterator[dict[str, Any]]:
    """The incidents of a run, as `riwaya reconcile` prints them, a few in memory at a time.

    `folder` is that of the run. Raises UsageError where its accounts were not brought together.
    """
    import pyarrow.parquet

    place = folder / "reconciled"
    if not (place / "manifest.json").exists():
        raise UsageError(f"{folder}: its accounts were not brought together; `riwaya bulk reconcile` does that")
    parsed = [name for name, kind in columns_in("incidents").items() if kind == "json"]
    for path in sorted((place / "parts").glob("[0-9]*/incidents.parquet")):
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=200):
                for row in batch.to_pylist():
                    yield _incident(row, parsed)


def _incident(row: dict[str, Any], parsed: list[str]) -> dict[str, Any]:
    for name in parsed:
        if row[name] is not None:
            row[name] = json.loads(row[name])
    pairs = (each.rpartition("/") for each in row["accounts"])
    row["accounts"] = [{"document": document, "account": account} for document, _, account in pairs]
    del row["amended"]
    return row
