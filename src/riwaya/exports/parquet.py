"""The whole record as Parquet, a file for each kind of thing: the same rows as in JSON Lines, by columns."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack

from riwaya.errors import UsageError
from riwaya.exports.formats import CAVEAT, Options
from riwaya.exports.material import Material
from riwaya.exports.native import TABLES
from riwaya.exports.native_rows import decision_rows, incident_row, relation_rows, rows_of
from riwaya.exports.parquet_table import ParquetTable, columns_of, with_accounts, with_ends, with_parts
from riwaya.exports.target import Target
from riwaya.records import VERSION


def write(material: Material, target: Target, options: Options) -> None:
    """Writes a Parquet file for each kind of thing. Raises UsageError where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise UsageError("writing Parquet takes pyarrow: pip install 'riwaya[tables]'") from None

    told = {"riwaya": VERSION, "profile": options.profile, "note": CAVEAT}
    told |= {"known_at": material.known_at} if material.known_at else {}
    with ExitStack() as stack:
        tables = {
            name: stack.enter_context(ParquetTable(columns_of(name), stack.enter_context(target.open(place)), told))
            for name, place in ((name, target.member(f"{name}.parquet")) for name in TABLES)
        }
        _write(material, tables)


def _write(material: Material, tables: Mapping[str, ParquetTable]) -> None:
    incident_of: dict[str, str] = {}
    for case in material.cases():
        incident_of |= dict.fromkeys((account.id for _, account in case.accounts), case.id)
        tables["incidents"].add(with_accounts(incident_row(case)))
        for relation in relation_rows(case):
            tables["relations"].add(with_ends(relation))
    for reading in material.readings():
        rows = rows_of(reading, incident_of)
        tables["documents"].add(rows.document)
        for name, listed in (("sources", rows.sources), ("accounts", rows.accounts), ("claims", rows.claims)):
            for row in listed:
                tables[name].add(with_parts(row) if name == "claims" else row)
    for decision in decision_rows(material.decisions()):
        tables["decisions"].add(decision)
