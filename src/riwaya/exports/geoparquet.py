"""Incidents as a table with shapes: GeoParquet 1.1, the shapes as well-known binary, with the box of each beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from riwaya.errors import UsageError
from riwaya.exports.formats import CAVEAT, Options
from riwaya.exports.material import Material
from riwaya.exports.places import Located, located
from riwaya.exports.shapes import Box, box_around, box_of
from riwaya.exports.tabular import table_named
from riwaya.exports.target import Target
from riwaya.records import VERSION

if TYPE_CHECKING:
    import pyarrow

_AT_ONCE = 5_000
"""Rows of a group, which are in memory at once."""


def write(material: Material, target: Target, options: Options) -> None:
    """Writes one Parquet file. Raises UsageError where pyarrow is not installed."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise UsageError("writing GeoParquet takes pyarrow: pip install 'riwaya[tables]'") from None

    schema = _schema()
    kinds: set[str] = set()
    boxes: list[Box] = []
    with (
        target.open(target.file()) as out,
        pyarrow.parquet.ParquetWriter(out, schema, compression="zstd", store_schema=False) as writer,
    ):
        for group in _groups(located(case, options) for case in material.cases()):
            shapes = [told.shape for told in group if told.shape]
            kinds.update(shape.as_geojson()["type"] for shape in shapes)
            boxes = [box for box in [box_around([*boxes, *map(box_of, shapes)])] if box]
            writer.write_table(pyarrow.Table.from_pylist([_row(told) for told in group], schema=schema))
        writer.add_key_value_metadata({"geo": json.dumps(_described(kinds, boxes)), "description": CAVEAT})


def _schema() -> pyarrow.Schema:
    import pyarrow

    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "datetime": pyarrow.timestamp("us", tz="UTC"),
    }
    columns = table_named("places").columns
    fields = [pyarrow.field(each.name, types[each.type], nullable=not each.required) for each in columns]
    sides = pyarrow.struct([(side, pyarrow.float64()) for side in ("xmin", "ymin", "xmax", "ymax")])
    return pyarrow.schema([*fields, pyarrow.field("bbox", sides), pyarrow.field("geometry", pyarrow.binary())])


def _groups(rows: Iterable[Located]) -> Iterator[list[Located]]:
    """Rows, some at once; one empty group where there are none, so that the file has its columns."""
    stream = iter(rows)
    yield list(islice(stream, _AT_ONCE))
    while group := list(islice(stream, _AT_ONCE)):
        yield group


def _row(told: Located) -> dict[str, Any]:
    from datetime import date

    types = {column.name: column.type for column in table_named("places").columns}
    cells = {
        name: date.fromisoformat(str(cell)) if cell and types[name] == "date" else cell
        for name, cell in told.columns.items()
    }
    if told.shape is None:
        return {**cells, "bbox": None, "geometry": None}
    box = dict(zip(("xmin", "ymin", "xmax", "ymax"), box_of(told.shape), strict=True))
    return {**cells, "bbox": box, "geometry": told.shape.as_wkb()}


def _described(kinds: set[str], boxes: list[Box]) -> dict[str, Any]:
    """What the metadata `geo` says of the file; longitude and latitude on WGS 84, which is meant where it says none."""
    sides = {side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}
    geometry = {
        "encoding": "WKB",
        "geometry_types": sorted(kinds),
        "orientation": "counterclockwise",
        "edges": "planar",
        "covering": {"bbox": sides},
        **({"bbox": list(boxes[0])} if boxes else {}),
    }
    return {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": geometry},
        "generator": f"Riwaya {VERSION}",
    }
