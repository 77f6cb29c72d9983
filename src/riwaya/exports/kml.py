"""Incidents as a map in KML, for Google Earth and its like: how one stands is told by a sign and by how it is drawn.

A viewer takes a description for HTML, so all words of others in it are escaped twice: for HTML, and for XML. No icon is
named, for a viewer would fetch it and so tell somebody what is looked at.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from riwaya.exports.formats import Options
from riwaya.exports.lines import FSI, PDI
from riwaya.exports.material import Material
from riwaya.exports.places import Located, located
from riwaya.exports.shapes import Area, Shape, Spot, circle
from riwaya.exports.tabular import table_named
from riwaya.exports.target import Target
from riwaya.exports.wording import Labels, labels_of
from riwaya.knowledge.boundaries import Point
from riwaya.records import COUNT_FIELDS, VERSION

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS = {  # a sign, then line and fill as alpha, blue, green and red, how thick the line is, and whether it is filled
    "reported": ("●", "ff7f4f1f", "407f4f1f", 1, 1),
    "denied": ("⊘", "ff1f1f9f", "001f1f9f", 1, 0),
    "disputed": ("≠", "ff005fbf", "00005fbf", 4, 0),
    "reviewed": ("◆", "ff3f7f1f", "a03f7f1f", 2, 1),
}
_TYPES = {"string": "string", "integer": "int", "number": "double", "boolean": "bool", "date": "string"}


def write(material: Material, target: Target, options: Options) -> None:
    """Writes one document, a placemark an incident; one whose place is not told, or only the country, has no shape."""
    with target.open(target.file()) as out:
        out.writelines(f"{line}\n".encode() for line in _document(material, options))


def _document(material: Material, options: Options) -> Iterator[str]:
    labels = labels_of(options.language)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    yield f"{_tag('name', f'Riwaya {VERSION}')}{_tag('description', labels.of('word', 'caveat'))}"
    yield from (_style(name) for name in _LOOKS)
    fields = (
        f"<SimpleField name={quoteattr(column.name)} type={quoteattr(_TYPES[column.type])}/>"
        for column in table_named("places").columns
    )
    yield f'<Schema name="places" id="places">{"".join(fields)}</Schema>'
    yield from (_placemark(located(case, options), labels) for case in material.cases())
    yield "</Document></kml>"


def _style(name: str) -> str:
    _, line, fill, width, filled = _LOOKS[name]
    return (
        f'<Style id="{name}"><IconStyle><color>{line}</color></IconStyle>'
        f"<LineStyle><color>{line}</color><width>{width}</width></LineStyle>"
        f"<PolyStyle><color>{fill}</color><fill>{filled}</fill><outline>1</outline></PolyStyle></Style>"
    )


def _placemark(told: Located, labels: Labels) -> str:
    columns = told.columns
    status = str(columns["status"])
    data = "".join(
        f"<SimpleData name={quoteattr(name)}>{_text(_cell(value))}</SimpleData>"
        for name, value in columns.items()
        if value is not None
    )
    return (
        f"<Placemark>{_tag('name', _name(columns, labels))}{_tag('description', _description(columns, labels))}"
        f'{_span(columns)}<styleUrl>#{status}</styleUrl><ExtendedData><SchemaData schemaUrl="#places">{data}'
        f"</SchemaData></ExtendedData>{_shape(told.shape) if told.shape else ''}</Placemark>"
    )


def _name(columns: Mapping[str, Any], labels: Labels) -> str:
    """A sign of how it stands, what it is, and where."""
    what = labels.of("type", str(columns["type"]))
    where = _place(columns, labels)
    told = f"{_LOOKS[str(columns['status'])][0]} {what}{f', {where}' if where else ''}"
    return told.replace(FSI, "").replace(PDI, "")


def _place(columns: Mapping[str, Any], labels: Labels) -> str | None:
    names = ("place_ar", "place_en") if labels.prefers_arabic else ("place_en", "place_ar")
    return next((str(columns[name]) for name in names if columns[name]), None)


def _description(columns: Mapping[str, Any], labels: Labels) -> str:
    """What is told, a line each, as HTML."""
    lines = [labels.of("standing", str(columns["status"]))]
    days = [str(columns[name]) for name in ("happened_earliest", "happened_latest") if columns[name]]
    lines += [f"{labels.of('field', 'happened')}: {'/'.join(dict.fromkeys(days))}"] if days else []
    lines += [f"{labels.of('field', 'place')}: {columns['geo_literal']}"] if columns["geo_literal"] else []
    for name in COUNT_FIELDS:
        low, high = columns[f"{name}_min"], columns[f"{name}_max"]
        if low is not None or high is not None:
            lines.append(f"{labels.of('field', name)}: {_bounds(low, high, labels)}")
    lines.append(f"{labels.of('word', 'sources')}: {columns['speakers'] or '–'}")
    lines.append(labels.of("word", "independent_lines", str(columns["n_independent_lines"])))
    lines += [str(columns["evidence_url"]), labels.of("word", "caveat")]
    return "<br/>".join(html.escape(line).replace("$[", "$&#91;") for line in lines)


def _bounds(low: int | None, high: int | None, labels: Labels) -> str:
    if high is None:
        return labels.of("word", "or_more", str(low))
    if low is None:
        return labels.of("word", "at_most", str(high))
    return str(low) if low == high else labels.of("word", "to", str(low), str(high))


def _span(columns: Mapping[str, Any]) -> str:
    """The days between which it was; an end that nobody tells stays open."""
    ends = (("begin", columns["happened_earliest"]), ("end", columns["happened_latest"]))
    told = "".join(_tag(name, str(day)) for name, day in ends if day)
    return f"<TimeSpan>{told}</TimeSpan>" if told else ""


def _shape(shape: Shape) -> str:
    if isinstance(shape, Spot):
        point = f"<Point><coordinates>{_at(shape.at)}</coordinates></Point>"
        parts = [point, *([_polygons(circle(shape.at, shape.metres))] if shape.metres else [])]
    else:
        parts = [_polygons(Area((polygon,))) for polygon in shape.polygons]
    return parts[0] if len(parts) == 1 else f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def _polygons(area: Area) -> str:
    return "".join(
        "<Polygon>"
        + "".join(
            f"<{side}BoundaryIs><LinearRing><coordinates>{' '.join(map(_at, ring))}</coordinates></LinearRing>"
            f"</{side}BoundaryIs>"
            for side, ring in zip(("outer", *("inner" for _ in polygon[1:])), polygon, strict=True)
        )
        + "</Polygon>"
        for polygon in area.polygons
    )


def _at(point: Point) -> str:
    return f"{point[0]!r},{point[1]!r}"


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _tag(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
