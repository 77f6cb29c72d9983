"""What a map shows: places of incidents as points, as circles of their true radius, as areas, or gathered in cells.

Where a place is exact it is a point. A locality is a circle as wide as the place is. A district, a country or a sea is
an area: nothing in it says where within it something happened, so nothing is drawn at its middle.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from riwaya.store.finding import Box, Spot, StoredOverview
from riwaya.web.views.basemap import area_of

AREAS = ("admin2", "admin1", "country", "sea")
"""Precisions of places that are a whole area, in which nothing says where it was."""
MOST = 400
"""Points and circles that are shown one by one; of more, near ones are gathered."""
WIDEST_TOWN = 40.0
"""Kilometres from the middle to the edge of the widest place that is drawn as a town."""
_CELLS = 22
"""Cells across the part of the world that is shown."""
_KM_OF_A_DEGREE = 111.0


@dataclass(frozen=True, slots=True)
class Shape:
    """Something on a map. `kind` is point, circle, area or cell; `look` the layer that it is drawn as.

    `boundary` is the division or country whose outline is at hand; an area without one is a hatched circle. `place` is
    the place as the record has it and `example` an incident there, both None for a cell. `counts` has the number of
    incidents of each layer.
    """

    id: str
    kind: str
    look: str
    lat: float
    lon: float
    radius_km: float | None
    boundary: str | None
    place: Mapping[str, Any] | None
    incidents: int
    counts: Mapping[str, int]
    example: str | None


def in_box(spots: Iterable[Spot], box: Box) -> list[Spot]:
    """The places that lie in a part of the world, or reach into it."""
    return [spot for spot in spots if _reaches(spot, box)]


def gathered(spots: Sequence[Spot], box: Box) -> tuple[list[Spot], list[Shape]]:
    """The places to be shown one by one, and the cells of those that are too many for that."""
    areas = [spot for spot in spots if is_area(spot)]
    single = [spot for spot in spots if not is_area(spot)]
    if len(single) <= MOST:
        return areas + single, []
    side = _side(box)
    cells: dict[tuple[int, int], list[Spot]] = defaultdict(list)
    for spot in single:
        cells[math.floor(spot.lon / side), math.floor(spot.lat / side)].append(spot)
    alone = [members[0] for members in cells.values() if len(members) == 1]
    return areas + alone, [_cell(at, members) for at, members in sorted(cells.items()) if len(members) > 1]


def shape_of(spot: Spot, example: StoredOverview | None) -> Shape:
    """A place as it is drawn; `example` is an incident there, which tells its name."""
    place = example.card["values"].get("place") if example else None
    kind = "area" if is_area(spot) else "point" if spot.precision == "exact" else "circle"
    return Shape(
        f"{spot.lat},{spot.lon},{spot.precision}", kind, _look(spot), spot.lat, spot.lon, spot.radius_km,
        _boundary(spot, place) if kind == "area" else None, place, spot.incidents, _counts([spot]), spot.example,
    )  # fmt: skip


def is_area(spot: Spot) -> bool:
    """Whether a place is so wide that its middle tells nothing: an area, or what is told to be near one."""
    return spot.precision in AREAS or (spot.radius_km or 0.0) > WIDEST_TOWN


def _boundary(spot: Spot, place: Mapping[str, Any] | None) -> str | None:
    """The id of the outline of an area, where one is at hand."""
    if place is None or spot.precision not in AREAS:
        return None
    id = place.get("country") if spot.precision == "country" else place.get("id")
    return id if area_of(id) else None


def _cell(at: tuple[int, int], spots: Sequence[Spot]) -> Shape:
    """Places near each other as one, at the middle of their incidents."""
    number = sum(spot.incidents for spot in spots)
    lat = sum(spot.lat * spot.incidents for spot in spots) / number
    lon = sum(spot.lon * spot.incidents for spot in spots) / number
    counts = _counts(spots)
    look = "denied" if counts["denied"] else "disputed" if counts["disputed"] else "asserted"
    return Shape(f"cell,{at[0]},{at[1]}", "cell", look, lat, lon, None, None, None, number, counts, None)


def _look(spot: Spot) -> str:
    """The layer that a place is drawn as: where its incidents are of several, the one that asks for most care."""
    return "denied" if spot.denied else "disputed" if spot.disputed else "asserted"


def _counts(spots: Iterable[Spot]) -> dict[str, int]:
    found = {"asserted": 0, "disputed": 0, "denied": 0, "reviewed": 0}
    for spot in spots:
        for name in found:
            found[name] += getattr(spot, name)
    return found


def _side(box: Box) -> float:
    """The side of a cell in degrees: a step of a ladder, so that cells stay where they are while the map is moved."""
    return float(2.0 ** math.ceil(math.log2(max(box.east - box.west, 1e-3) / _CELLS)))


def _reaches(spot: Spot, box: Box) -> bool:
    reach = (spot.radius_km or 0.0) / _KM_OF_A_DEGREE
    inside = box.west <= spot.lon + reach and spot.lon - reach <= box.east
    return inside and box.south <= spot.lat + reach and spot.lat - reach <= box.north
