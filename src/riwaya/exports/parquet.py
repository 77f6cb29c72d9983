"""The whole record as Parquet, a file for each kind of thing: the same rows as in JSON Lines, by columns.

A text, a number, a flag is a column of that kind; what has parts (a chain, a link, a value) stands as JSON, and a list
of ids as a list. Of the value of a claim the parts that are asked for most are columns too.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from riwaya.errors import UsageError
from riwaya.exports.formats import CAVEAT, Options
from riwaya.exports.json import to_json
from riwaya.exports.material import Material
from riwaya.exports.native import TABLES
from riwaya.exports.native_rows import decision_rows, incident_row, relation_rows, rows_of
from riwaya.exports.native_schemas import SCHEMAS
from riwaya.exports.target import Target
from riwaya.records import VERSION

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

_AT_ONCE = 2_000
"""Rows of a group, which are in memory at once."""
_OF_VALUES = {
    "low": "integer",
    "high": "integer",
    "scope": "string",
    "id": "string",
    "name_ar": "string",
    "name_en": "string",
    "kind": "string",
    "country": "string",
    "admin1": "string",
    "lat": "number",
    "lon": "number",
    "radius_km": "number",
    "precision": "string",
    "earliest": "string",
    "latest": "string",
    "grain": "string",
}
"""The parts of values that are columns of claims: `value_low` and so on."""


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
            name: stack.enter_context(_Table(name, stack.enter_context(target.open(place)), told))
            for name, place in ((name, target.member(f"{name}.parquet")) for name in TABLES)
        }
        _write(material, tables)


def _write(material: Material, tables: Mapping[str, _Table]) -> None:
    incident_of: dict[str, str] = {}
    for case in material.cases():
        incident_of |= dict.fromkeys((account.id for _, account in case.accounts), case.id)
        incident = incident_row(case)
        accounts = [f"{each['document']}/{each['account']}" for each in incident["accounts"]]
        tables["incidents"].add({**incident, "accounts": accounts})
        for relation in relation_rows(case):
            ends = {f"{end}_{key}": relation[end][key] for end in ("a", "b") for key in ("value", "claims")}
            tables["relations"].add(relation | ends)
    for reading in material.readings():
        rows = rows_of(reading, incident_of)
        tables["documents"].add(rows.document)
        for name, listed in (("sources", rows.sources), ("accounts", rows.accounts), ("claims", rows.claims)):
            for row in listed:
                tables[name].add(_with_parts(row) if name == "claims" else row)
    for decision in decision_rows(material.decisions()):
        tables["decisions"].add(decision)


def _with_parts(claim: dict[str, Any]) -> dict[str, Any]:
    """A claim with the parts of its value that are columns."""
    value = claim["value"] if isinstance(claim["value"], dict) else {}
    return claim | {f"value_{part}": value.get(part) for part in _OF_VALUES}


def columns_of(table: str) -> dict[str, str]:
    """The columns of a table with their kinds: string, integer, number, boolean, strings (a list) or json."""
    columns: dict[str, str] = {}
    for name, told in SCHEMAS[table]["properties"].items():
        if table == "relations" and name in ("a", "b"):
            columns |= {f"{name}_value": "json", f"{name}_claims": "strings"}
        else:
            columns[name] = "strings" if (table, name) == ("incidents", "accounts") else _kind(told)
    return columns | ({f"value_{part}": kind for part, kind in _OF_VALUES.items()} if table == "claims" else {})


def _kind(told: Mapping[str, Any]) -> str:
    """The kind of column that values of a schema stand in."""
    if "enum" in told:
        return "string"
    if "anyOf" in told:
        return _kind(told["anyOf"][0])
    kinds = told.get("type", "json")
    kind = next(each for each in (kinds if isinstance(kinds, list) else [kinds]) if each != "null")
    return "json" if kind in ("array", "object") else str(kind)


class _Table:
    """A Parquet file that rows are added to, written a group at a time."""

    def __init__(self, name: str, out: Any, told: Mapping[str, str]) -> None:
        import pyarrow.parquet

        self._kinds = columns_of(name)
        self._schema = _schema(self._kinds)
        self._writer = pyarrow.parquet.ParquetWriter(out, self._schema, compression="zstd", store_schema=False)
        self._writer.add_key_value_metadata(dict(told))
        self._columns: list[list[Any]] = [[] for _ in self._kinds]

    def __enter__(self) -> _Table:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._columns[0] and raised[0] is None:
            self._flush()
        self._writer.close()

    def add(self, row: dict[str, Any]) -> None:
        """Adds a row; what has parts is held as JSON, which takes a tenth of the memory."""
        for column, (name, kind) in zip(self._columns, self._kinds.items(), strict=True):
            value = row.get(name)  # `withheld` is there only where a profile withholds
            column.append(to_json(value) if kind == "json" and value is not None else value)
        if len(self._columns[0]) == _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        import pyarrow

        arrays = [_array(cells, field.type) for cells, field in zip(self._columns, self._schema, strict=True)]
        self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=self._schema))
        self._columns = [[] for _ in self._kinds]


def _array(cells: list[Any], type: pyarrow.DataType) -> pyarrow.Array:
    import pyarrow

    try:
        return pyarrow.array(cells, type=type)
    except UnicodeEncodeError:  # lone surrogates, which are no text
        return pyarrow.array(
            [each.encode("utf-8", "replace").decode() if isinstance(each, str) else each for each in cells], type=type
        )


def _schema(kinds: Mapping[str, str]) -> pyarrow.Schema:
    import pyarrow

    types = {
        "string": pyarrow.string(),
        "json": pyarrow.string(),
        "strings": pyarrow.list_(pyarrow.string()),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
    }
    return pyarrow.schema([(name, types[kind]) for name, kind in kinds.items()])
