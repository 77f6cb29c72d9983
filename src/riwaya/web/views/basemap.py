"""What lies under the incidents on a drawn map: land, borders of countries and of their divisions.

Divisions ship with the gazetteer (`data/places/boundaries.json`). Countries come from a library that is fetched when
the package is built; where it was not, `world` is None and a map shows the divisions alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from riwaya.knowledge.boundaries import Ring, Topology, regions
from riwaya.web.assets import HERE
from riwaya.web.views.mercator import WIDTH, Frame

WORLD = HERE / "vendor" / "world.json"
_MARGIN = 120.0
"""How far beyond the sheet a line is followed; what lies further is drawn along the edge of that."""
_STEP = 2
"""Points of a line nearer to each other than this are drawn as one."""


@cache
def world(path: Path = WORLD) -> Topology | None:
    """The countries, each under its code of two letters; None where they were not fetched."""
    return Topology(json.loads(path.read_text(encoding="utf-8")), "countries") if path.is_file() else None


def area_of(id: str | None) -> tuple[Ring, ...]:
    """The rings of a division or a country; none where its outline is not at hand."""
    if id is None:
        return ()
    countries = world()
    return regions().areas.get(id) or (countries.areas.get(id, ()) if countries else ())


@dataclass(frozen=True, slots=True)
class Base:
    """The base of a drawing, as paths: countries, each a ring, and borders of divisions."""

    countries: str
    divisions: str


@lru_cache(maxsize=64)
def base_of(frame: Frame) -> Base:
    """What lies under the incidents in a part of the world."""
    countries = world()
    rings = [ring for area in countries.areas.values() for ring in area] if countries else []
    return Base(path_of(frame, rings, closed=True), path_of(frame, regions().lines, closed=False))


def path_of(frame: Frame, rings: Sequence[Ring], *, closed: bool) -> str:
    """The path of rings or lines, as far as they are near the part of the world that is drawn."""
    box = frame.box
    found = []
    for ring in rings:
        lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
        if max(lons) < box.west or min(lons) > box.east or max(lats) < box.south or min(lats) > box.north:
            continue
        points = list(_thinned(frame, ring))
        if len(points) > (2 if closed else 1):
            found.append(_path(points) + ("z" if closed else ""))
    return "".join(found)


def _thinned(frame: Frame, ring: Ring) -> Iterator[tuple[int, int]]:
    """The points of a ring on the drawing, in whole units, without those that nobody would see."""
    before: tuple[int, int] | None = None
    for lon, lat in ring:
        x = round(min(max(frame.x(lon), -_MARGIN), WIDTH + _MARGIN))
        y = round(min(max(frame.y(min(max(lat, -84.0), 84.0)), -_MARGIN), frame.height + _MARGIN))
        if before is None or abs(x - before[0]) + abs(y - before[1]) >= _STEP:
            before = (x, y)
            yield before


def _path(points: Sequence[tuple[int, int]]) -> str:
    """A path through points, told by the steps between them."""
    steps = (f"{u - x} {v - y}" for (x, y), (u, v) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l" + " ".join(steps)
