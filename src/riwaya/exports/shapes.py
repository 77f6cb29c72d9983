"""Shapes of places on a map: a point, or an outline; as GeoJSON has them, as well-known binary, and as rings.

Rings around an area go counterclockwise, those around its holes clockwise, as RFC 7946 wants them. Degrees are told to
five digits behind the point, which is about a metre.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from riwaya.knowledge.boundaries import Point, Polygon, Ring

_DIGITS = 5
_KM_OF_A_DEGREE = 111.195
_CORNERS = 64
"""Corners of a polygon that stands for a circle."""
_LEAST = 4
"""Points of the smallest ring, the last of which is the first."""


class Box(NamedTuple):
    """The least and the greatest longitude and latitude of something."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A point, and how many metres around it the place may lie; None where that is not told."""

    at: Point
    metres: int | None

    def as_geojson(self) -> dict[str, Any]:
        """The point as a geometry of GeoJSON."""
        return {"type": "Point", "coordinates": list(self.at)}

    def as_wkb(self) -> bytes:
        """The point as well-known binary."""
        return struct.pack("<BIdd", 1, 1, *self.at)

    @property
    def points(self) -> Iterator[Point]:
        """All points of it."""
        yield self.at


@dataclass(frozen=True, slots=True)
class Area:
    """An outline: polygons, each with the ring around it first."""

    polygons: tuple[Polygon, ...]

    def as_geojson(self) -> dict[str, Any]:
        """The outline as a geometry of GeoJSON."""
        listed = [[[list(point) for point in ring] for ring in polygon] for polygon in self.polygons]
        if len(listed) == 1:
            return {"type": "Polygon", "coordinates": listed[0]}
        return {"type": "MultiPolygon", "coordinates": listed}

    def as_wkb(self) -> bytes:
        """The outline as well-known binary."""
        if len(self.polygons) == 1:
            return _polygon_as_wkb(self.polygons[0])
        return struct.pack("<BII", 1, 6, len(self.polygons)) + b"".join(map(_polygon_as_wkb, self.polygons))

    @property
    def points(self) -> Iterator[Point]:
        """All points of it."""
        return (point for polygon in self.polygons for ring in polygon for point in ring)


Shape = Spot | Area


def spot(lat: float, lon: float, metres: int | None) -> Spot:
    """A point."""
    return Spot((round(lon, _DIGITS), round(lat, _DIGITS)), metres)


def area(polygons: Iterable[Polygon]) -> Area:
    """An outline, its rings in the direction that they should have, without islets too small to be told."""
    return Area(tuple(told for polygon in polygons if (told := _told(polygon))))


def _told(polygon: Polygon) -> Polygon:
    rings = [_rounded(ring) for ring in polygon]
    if len(rings[0]) < _LEAST:
        return ()
    return tuple(_turned(ring, inside=bool(number)) for number, ring in enumerate(rings) if len(ring) >= _LEAST)


def circle(at: Point, metres: float) -> Area:
    """A polygon that stands for a circle around a point, for what draws no circles."""
    lon, lat = at
    high = metres / 1000 / _KM_OF_A_DEGREE
    wide = high / math.cos(math.radians(min(abs(lat), 85.0)))
    turns = [2 * math.pi * number / _CORNERS for number in range(_CORNERS)]
    ring = [(lon + wide * math.cos(turn), lat + high * math.sin(turn)) for turn in turns]
    return area([((*ring, ring[0]),)])


def box_of(shape: Shape) -> Box:
    """The box around a shape."""
    lons, lats = zip(*shape.points, strict=True)
    return Box(min(lons), min(lats), max(lons), max(lats))


def box_around(boxes: Iterable[Box]) -> Box | None:
    """The box around boxes, None where there are none."""
    listed = list(boxes)
    if not listed:
        return None
    wests, souths, easts, norths = zip(*listed, strict=True)
    return Box(min(wests), min(souths), max(easts), max(norths))


def _rounded(ring: Ring) -> Ring:
    """A ring without points that fall on the one before."""
    points = [(round(lon, _DIGITS), round(lat, _DIGITS)) for lon, lat in ring]
    return (points[0], *(after for before, after in pairwise(points) if before != after))


def _turned(ring: Ring, *, inside: bool) -> Ring:
    doubled = sum(x * v - u * y for (x, y), (u, v) in pairwise(ring))
    return ring if (doubled > 0) is not inside else ring[::-1]


def _polygon_as_wkb(polygon: Polygon) -> bytes:
    rings = (struct.pack(f"<I{2 * len(ring)}d", len(ring), *(x for point in ring for x in point)) for ring in polygon)
    return struct.pack("<BII", 1, 3, len(polygon)) + b"".join(rings)
