"""Tables of the record in Parquet: which columns each has, and a file that rows are added to as they come.

A text, a number, a flag is a column of that kind; what has parts (a chain, a link, a value) stands as JSON, and a list
of ids as a list. Of the value of a claim the parts that are asked for most are columns too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from riwaya.exports.json import to_json
from riwaya.exports.native_schemas import SCHEMAS

if TYPE_CHECKING:
    import pyarrow

_MOST_ROWS = 2_000
_MOST_LETTERS = 16_000_000
"""Rows of a group, and letters in their texts and parts, at most; they are in memory at once."""
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
_COLUMNS = {part: f"value_{part}" for part in _OF_VALUES}


def with_parts(claim: dict[str, Any]) -> dict[str, Any]:
    """A claim with the parts of its value that are columns."""
    value = claim["value"]
    if not isinstance(value, dict):
        return claim
    return claim | {_COLUMNS[part]: _fitting(told) for part, told in value.items() if part in _COLUMNS}


def with_accounts(incident: dict[str, Any]) -> dict[str, Any]:
    """An incident with its accounts as a list of ids."""
    return incident | {"accounts": [f"{each['document']}/{each['account']}" for each in incident["accounts"]]}


def with_ends(relation: dict[str, Any]) -> dict[str, Any]:
    """A relation with the value and the claims of each of its ends as columns."""
    return relation | {f"{end}_{key}": relation[end][key] for end in ("a", "b") for key in ("value", "claims")}


def _fitting(part: Any) -> Any:
    """A part of a value; None for a number that no column holds, which the value itself still tells."""
    return None if isinstance(part, int) and part.bit_length() > 63 else part


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


class ParquetTable:
    """A Parquet file of some columns that rows are added to, written a group at a time; `told` is said of the file."""

    def __init__(self, kinds: Mapping[str, str], out: Any, told: Mapping[str, str]) -> None:
        import pyarrow.parquet

        self._schema = _schema(kinds)
        self._writer = pyarrow.parquet.ParquetWriter(out, self._schema, compression="zstd", store_schema=False)
        self._writer.add_key_value_metadata(dict(told))
        self._columns: list[list[Any]] = [[] for _ in kinds]
        columns = list(zip(kinds.items(), self._columns, strict=True))
        self._plain = [(name, cells.append) for (name, kind), cells in columns if kind != "json"]
        self._with_parts = [(name, cells.append) for (name, kind), cells in columns if kind == "json"]
        self._letters = 0
        self.rows = 0

    def __enter__(self) -> ParquetTable:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._columns[0] and raised[0] is None:
            self._flush()
        self._writer.close()

    def add(self, row: dict[str, Any]) -> None:
        """Adds a row; what has parts is held as JSON, which takes a tenth of the memory."""
        get = row.get  # `withheld` is there only where a profile withholds
        for name, append in self._plain:
            append(get(name))
        for name, append in self._with_parts:
            value = get(name)
            if value is not None:
                value = to_json(value)
                self._letters += len(value)
            append(value)
        self._letters += len(get("text") or "")
        self.rows += 1
        if len(self._columns[0]) == _MOST_ROWS or self._letters > _MOST_LETTERS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow

        arrays = [_array(cells, field.type) for cells, field in zip(self._columns, self._schema, strict=True)]
        self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=self._schema))
        for cells in self._columns:
            cells.clear()
        self._letters = 0


def _array(cells: list[Any], type: pyarrow.DataType) -> pyarrow.Array:
    import pyarrow

    try:
        return pyarrow.array(cells, type=type)
    except UnicodeEncodeError:  # lone surrogates, which are no text
        return pyarrow.array(list(map(_as_text, cells)), type=type)


def _as_text(cell: Any) -> Any:
    if isinstance(cell, list):
        return list(map(_as_text, cell))
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell


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
