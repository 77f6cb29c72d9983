"""The places of incidents on a drawn map: for browsers that cannot draw one themselves, and before they have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from riwaya.web.views.basemap import area_of, path_of
from riwaya.web.views.mercator import Frame
from riwaya.web.views.spots import Shape

_LEAST_CELL, _MOST_CELL = 13.0, 34.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A shape on the drawing: where its middle is, how wide it is there, and the path of its outline, if any."""

    shape: Shape
    x: float
    y: float
    radius: float
    path: str


def drawing_of(shapes: Iterable[Shape], frame: Frame) -> tuple[Drawn, ...]:
    """Shapes as they are drawn in a part of the world."""
    return tuple(_drawn(shape, frame) for shape in shapes)


def _drawn(shape: Shape, frame: Frame) -> Drawn:
    path = path_of(frame, area_of(shape.boundary), closed=True) if shape.kind == "area" else ""
    if shape.kind == "cell":
        radius = min(_LEAST_CELL + shape.incidents**0.5, _MOST_CELL)
    else:
        radius = frame.length(shape.radius_km or 0.0, shape.lat)
    return Drawn(shape, round(frame.x(shape.lon), 1), round(frame.y(shape.lat), 1), round(radius, 1), path)
