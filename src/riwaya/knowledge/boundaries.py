"""The outlines of places: first-level divisions, as they ship with the gazetteer (`data/places/boundaries.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from riwaya.knowledge.load import DATA

BOUNDARIES = DATA / "places" / "boundaries.json"

Point = tuple[float, float]
Ring = tuple[Point, ...]
"""Points as longitude and latitude."""
Polygon = tuple[Ring, ...]
"""The ring around it first, then those around its holes."""


@dataclass(frozen=True)
class Topology:
    """Areas that share their lines, as TopoJSON keeps them; areas by their id."""

    told: dict[str, Any]
    name: str

    @cached_property
    def polygons(self) -> dict[str, tuple[Polygon, ...]]:
        """The polygons of each area."""
        found: dict[str, tuple[Polygon, ...]] = {}
        for each in self.told["objects"][self.name]["geometries"]:
            if each.get("id"):
                found[each["id"]] = (*found.get(each["id"], ()), *self._polygons(each))
        return found

    @cached_property
    def areas(self) -> dict[str, tuple[Ring, ...]]:
        """The rings of each area."""
        return {id: tuple(ring for polygon in polygons for ring in polygon) for id, polygons in self.polygons.items()}

    @cached_property
    def lines(self) -> tuple[Ring, ...]:
        """Every line once, coasts and borders."""
        (kx, ky), (dx, dy) = self.told["transform"]["scale"], self.told["transform"]["translate"]
        lines = []
        for arc in self.told["arcs"]:
            x = y = 0
            line = []
            for step in arc:
                x, y = x + step[0], y + step[1]
                line.append((x * kx + dx, y * ky + dy))
            lines.append(tuple(line))
        return tuple(lines)

    def _polygons(self, geometry: dict[str, Any]) -> Iterator[Polygon]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
        for polygon in polygons:
            yield tuple(self._ring(arcs) for arcs in polygon)

    def _ring(self, arcs: list[int]) -> Ring:
        points: list[Point] = []
        for arc in arcs:
            line = self.lines[arc] if arc >= 0 else self.lines[~arc][::-1]
            points += line[1:] if points else line
        return tuple(points)


@cache
def regions() -> Topology:
    """The first-level divisions, each under the id of its place."""
    return Topology(json.loads(BOUNDARIES.read_text(encoding="utf-8")), "regions")
