"""Where an incident stands on a map, as narrow as it is told and no narrower, and what is told of it there.

A place that is exact, near or a locality is a point, with the metres around it within which it lies. A region is its
outline. What has no outline and is wider than a town has no shape at all, nor has a country or a sea: a point in the
middle of it would be taken for the place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from riwaya.exports.facts import Value, best
from riwaya.exports.formats import Options
from riwaya.exports.incident_rows import incident_row
from riwaya.exports.material import Case, claims_of
from riwaya.exports.profiles.masking import MARK
from riwaya.exports.shapes import Shape, Spot, area, spot
from riwaya.exports.tabular import Cell, Row, table_named
from riwaya.knowledge.boundaries import regions

_POINTS = ("exact", "near", "locality")
_AREAS = ("admin2", "admin1")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_WIDEST_KM = 50.0
"""Kilometres around a point beyond which it says nothing any more."""


class Located(NamedTuple):
    """An incident on a map: its shape, None where it is too wide to be drawn or not told; and its columns."""

    id: str
    shape: Shape | None
    columns: Row


def located(case: Case, options: Options) -> Located:
    """An incident with its shape, and the columns of the table `places`."""
    value = best(case, "place")
    shape = shape_of(value.value) if value else None
    told = incident_row(case, options)
    own: Row = {
        "geo_precision": told["place_precision"],
        "coordinate_uncertainty_m": shape.metres if isinstance(shape, Spot) else None,
        "geo_literal": _literal(case, value) if value else None,
    }
    every = {name: _clean(cell) for name, cell in {**told, **own}.items()}
    return Located(case.id, shape, {name: every[name] for name in table_named("places").names})


def shape_of(place: Mapping[str, Any]) -> Shape | None:
    """The shape that a place of the record has, None where it is too wide to be drawn or nothing tells where it is."""
    precision, lat, lon = place.get("precision"), place.get("lat"), place.get("lon")
    if precision in _AREAS and (outline := regions().polygons.get(place.get("id") or "")):
        return area(outline)
    radius = place.get("radius_km")
    if precision not in (*_POINTS, *_AREAS) or lat is None or lon is None or (radius or 0.0) > _WIDEST_KM:
        return None
    if radius is None and precision != "exact":
        return None
    return spot(float(lat), float(lon), None if radius is None else round(1000 * radius))


def _clean(cell: Cell) -> Cell:
    """A cell without what is no text; an empty one is none."""
    return _NO_TEXT.sub("\ufffd", cell) or None if isinstance(cell, str) else cell


def _literal(case: Case, value: Value) -> str | None:
    """The words of the first claim that the place rests on, None where they were taken out."""
    words = (claim.text for id, _, _, claim in claims_of(case) if id in value.claims and claim.field == "place")
    text = next(words, "")
    return text if text and MARK not in text else None
