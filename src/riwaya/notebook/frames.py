"""Accounts and incidents as frames: the columns of our tables, with the types that they tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from riwaya.errors import UsageError
from riwaya.exports.claim_rows import account_rows, claim_rows, document_row, source_rows
from riwaya.exports.extras import need
from riwaya.exports.formats import Options
from riwaya.exports.incident_rows import incident_row
from riwaya.exports.material import Material
from riwaya.exports.places import located
from riwaya.exports.tabular import Column, Row, table_named
from riwaya.exports.wording import Wording, labels_of
from riwaya.notebook.given import Given, material_of

_OPTIONS = Options()
_ROWS: dict[str, Callable[[Material], Iterable[Row]]] = {
    "incidents": lambda material: (incident_row(case, _OPTIONS) for case in material.cases()),
    "accounts": lambda material: (row for case in material.cases() for row in account_rows(case)),
    "claims": lambda material: (
        row for case in material.cases() for row in claim_rows(case, Wording(labels_of(_OPTIONS.language)))
    ),
    "documents": lambda material: (document_row(reading.document) for reading in material.readings()),
    "sources": source_rows,
}
TABLES = tuple(_ROWS)
"""The tables that frames are made of; their columns stand in `data/exports`."""
_PANDAS = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "datetime": "string",
}


def to_pandas(given: Given, table: str = "incidents") -> Any:
    """A table as a frame of pandas: incidents, accounts, claims, documents or sources.

    `given` is readings, material of exports, a store or the path of one. What nobody tells is missing, never 0.
    Raises UsageError where pandas is not there, or there is no such table.
    """
    pandas = need("pandas", "notebook", "a frame of pandas")
    columns, rows = _table(given, table)
    return pandas.DataFrame(
        {column.name: pandas.array(_values(column, rows), dtype=_PANDAS[column.type]) for column in columns}
    )


def to_polars(given: Given, table: str = "incidents") -> Any:
    """A table as a frame of polars, as `to_pandas` gives it."""
    polars = _other("polars", "a frame of polars")
    kinds = {
        "string": polars.String,
        "integer": polars.Int64,
        "number": polars.Float64,
        "boolean": polars.Boolean,
        "date": polars.Date,
        "datetime": polars.String,
    }
    columns, rows = _table(given, table)
    return polars.DataFrame(
        {column.name: _values(column, rows) for column in columns},
        schema={column.name: kinds[column.type] for column in columns},
    )


def to_geopandas(given: Given) -> Any:
    """Incidents as a frame of geopandas in degrees (EPSG:4326), each place as narrow as it is told.

    A place that is wider than a town and has no outline, a country and a sea have no geometry, as in the export of
    maps. `coordinate_uncertainty_m` says how far around a point it may have been.
    """
    geopandas = _other("geopandas", "a frame of geopandas")
    shape_of = need("shapely.geometry", "notebook", "a frame of geopandas").shape
    pandas = need("pandas", "notebook", "a frame of geopandas")
    with material_of(given) as material:
        found = [located(case, _OPTIONS) for case in material.cases()]
    shapes = [shape_of(each.shape.as_geojson()) if each.shape else None for each in found]
    columns = {
        column.name: pandas.array(_values(column, [each.columns for each in found]), dtype=_PANDAS[column.type])
        for column in table_named("places").columns
    }
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def _table(given: Given, name: str) -> tuple[tuple[Column, ...], list[Row]]:
    if name not in _ROWS:
        raise UsageError(f"there is no table {name!r} to make a frame of; there are {', '.join(TABLES)}")
    with material_of(given) as material:
        return table_named(name).columns, list(_ROWS[name](material))


def _values(column: Column, rows: Iterable[Row]) -> list[Any]:
    """The values of a column; empty text is none, as in our tables."""
    told = (row[column.name] for row in rows)
    if column.type == "date":
        return [date.fromisoformat(str(value)) if value else None for value in told]
    return [None if value == "" else value for value in told]


def _other(module: str, what: str) -> Any:
    """A library that no extra of ours installs."""
    try:
        return need(module, "notebook", what)
    except UsageError as error:
        raise UsageError(f"{what} takes `pip install {module}`") from error
