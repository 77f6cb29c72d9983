"""Incidents as a map: GeoJSON (RFC 7946), a feature an incident, a line each.

A point goes with `coordinate_uncertainty_m`, as those who exchange finds of species tell it, and is no polygon in the
shape of a circle: programs join, count and cluster points, and take a polygon for an outline that somebody drew.
"""

from __future__ import annotations

import json
from typing import Any

from riwaya.exports.formats import CAVEAT, Options
from riwaya.exports.json import to_json
from riwaya.exports.material import Material
from riwaya.exports.places import Located, located
from riwaya.exports.target import Target
from riwaya.records import VERSION


def write(material: Material, target: Target, options: Options) -> None:
    """Writes a collection of features; where nothing tells the place, or only the country, one has no geometry."""
    head = {"type": "FeatureCollection", "generator": f"Riwaya {VERSION}", "description": CAVEAT}
    with target.open(target.file()) as out:
        out.write(json.dumps(head).encode()[:-1] + b', "features": [')
        for number, case in enumerate(material.cases()):
            out.write((b",\n" if number else b"\n") + to_json(_feature(located(case, options))).encode())
        out.write(b"\n]}\n")


def _feature(told: Located) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": told.id,
        "geometry": told.shape.as_geojson() if told.shape else None,
        "properties": dict(told.columns),
    }
