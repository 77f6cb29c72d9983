"""The part of the world that a drawn map shows, by Mercator's projection, and where in it a point of the earth is."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from riwaya.store.finding import Box

WIDTH = 1000
"""Of a drawing, in its own units; its height is `Frame.height`."""
_KM_OF_A_DEGREE = 111.195
_MOST_NORTH = 80.0
_SHAPE = 1.6
"""Width by height of the drawing."""
_LEAST_SPAN = 4.0
"""Degrees that a map shows at least where it is to hold what there is."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the world, and how it is drawn."""

    box: Box
    height: float

    def x(self, lon: float) -> float:
        """How far to the right a meridian stands."""
        return (lon - self.box.west) / (self.box.east - self.box.west) * WIDTH

    def y(self, lat: float) -> float:
        """How far down a parallel stands."""
        north, south = _stretched(self.box.north), _stretched(self.box.south)
        return (north - _stretched(lat)) / (north - south) * self.height

    def length(self, km: float, lat: float) -> float:
        """How long a distance is at a parallel."""
        degrees = km / (_KM_OF_A_DEGREE * math.cos(math.radians(min(abs(lat), _MOST_NORTH))))
        return degrees / (self.box.east - self.box.west) * WIDTH

    def moved(self, east: float, north: float, zoom: float = 1.0) -> Box:
        """The part of the world further east and north, in shares of this one, and so many times wider."""
        west, east = _moved(self.box.west, self.box.east, east, zoom, 180.0)
        south, north = _moved(self.box.south, self.box.north, north, zoom, _MOST_NORTH)
        return Box(west, south, east, north)


def frame_of(box: Box) -> Frame:
    """A drawing of at least a part of the world, in the shape of a sheet."""
    south, north = max(box.south, -_MOST_NORTH), min(box.north, _MOST_NORTH)
    low, high = _stretched(south), _stretched(north)
    wide = box.east - box.west
    lacking = wide / _SHAPE - (high - low)
    if lacking > 0:
        low, high = low - lacking / 2, high + lacking / 2
        south, north = max(_unstretched(low), -_MOST_NORTH), min(_unstretched(high), _MOST_NORTH)
    elif lacking < 0:
        more = -lacking * _SHAPE / 2
        box = Box(max(box.west - more, -180.0), south, min(box.east + more, 180.0), north)
    shape = (box.east - box.west) / (_stretched(north) - _stretched(south))
    return Frame(Box(box.west, south, box.east, north), round(WIDTH / shape, 1))


def box_around(points: Iterable[tuple[float, float]]) -> Box:
    """The part of the world that holds points of latitude and longitude, with some room; of none, the Arab East."""
    found = list(points)
    if not found:
        return Box(24.0, 11.0, 62.0, 40.0)
    lats, lons = [lat for lat, _ in found], [lon for _, lon in found]
    south, north, west, east = min(lats), max(lats), min(lons), max(lons)
    high = max((north - south) * 0.08, (_LEAST_SPAN - (north - south)) / 2)
    wide = max((east - west) * 0.08, (_LEAST_SPAN - (east - west)) / 2)
    return Box(max(west - wide, -180.0), max(south - high, -_MOST_NORTH),
               min(east + wide, 180.0), min(north + high, _MOST_NORTH))  # fmt: skip


def _stretched(lat: float) -> float:
    """Mercator's stretching of a parallel, in degrees of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(lat))))


def _unstretched(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(y))))


def _moved(start: float, end: float, share: float, zoom: float, most: float) -> tuple[float, float]:
    """A stretch moved by a share of its length and made so many times longer, but not out of what there is."""
    half = min((end - start) * zoom / 2, most)
    middle = (start + end) / 2 + share * (end - start)
    middle = max(half - most, min(most - half, middle))
    return middle - half, middle + half
