"""What a map is drawn from: projection, outlines, cells, time."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.knowledge.boundaries import Topology, regions
from riwaya.knowledge.load import DATA, Table
from riwaya.store.finding import Box, Spot, StoredOverview
from riwaya.web.views.basemap import area_of, path_of
from riwaya.web.views.known import as_known
from riwaya.web.views.mercator import WIDTH, box_around, frame_of
from riwaya.web.views.spots import MOST, gathered, in_box, shape_of
from riwaya.web.views.timeline import months_of, timeline_of

SQUARES = {
    "transform": {"scale": [1, 1], "translate": [10, 20]},
    "arcs": [[[0, 0], [1, 0], [0, 1], [-1, 0], [0, -1]], [[1, 0], [0, 1]], [[1, 1], [1, 0], [0, -1], [-1, 0]]],
    "objects": {
        "squares": {
            "geometries": [
                {"type": "Polygon", "id": "a", "arcs": [[0]]},
                {"type": "Polygon", "id": "b", "arcs": [[1, 2]]},
                {"type": "MultiPolygon", "id": "c", "arcs": [[[0]], [[~2, ~1]]]},
            ]
        }
    },
}


def make_spot(lat=35.0, lon=40.0, *, precision="locality", radius_km=3.0, incidents=1, **counts):
    told = {"asserted": incidents, "disputed": 0, "denied": 0, "reviewed": 0} | counts
    return Spot(lat, lon, radius_km, precision, incidents, *told.values(), "i1")


def make_overview(*, earliest="2024-01-15", latest="2024-01-15", place=None, steps=()):
    card = {"values": {"place": place} if place else {}, "steps": list(steps) or [step("2024-01-16")]}
    return StoredOverview(
        "i1", "shelling", False, earliest, latest, "SY", 35.0, 40.0, 3.0, "locality", 1, 1, None, None, False,
        card["steps"][0]["at"], card["steps"][-1]["at"], card,
    )  # fmt: skip


def step(at, documents=1, disputed=(), denied=False, killed=None):
    known = {"at": at, "documents": documents, "lines": documents}
    return known | {"disputed": list(disputed), "denied": denied, "killed": killed}


# ---------------------------------------------------------------------------------------------------------- projection


@given(st.floats(-170, 160), st.floats(-75, 70), st.floats(0.5, 10), st.floats(0.5, 8))
def test_a_frame_holds_the_box_it_was_made_for(west, south, wide, high):
    box = Box(west, south, west + wide, south + high)
    frame = frame_of(box)

    for lat, lon in ((box.south, box.west), (box.north, box.east)):
        assert -0.5 <= frame.x(lon) <= WIDTH + 0.5
        assert -0.5 <= frame.y(lat) <= frame.height + 0.5


@pytest.mark.parametrize("lat", [0.0, 33.3, 60.0])
def test_a_radius_is_as_long_as_the_kilometres_between_two_points(lat):
    frame = frame_of(Box(40.0, lat - 2, 45.0, lat + 2))
    a_degree_of_longitude = 111.195 * math.cos(math.radians(lat))

    assert frame.x(43.0) - frame.x(42.0) == pytest.approx(frame.length(a_degree_of_longitude, lat))


def test_a_box_around_one_point_is_no_point():
    box = box_around([(33.0, 44.0)])

    assert box.west < 44.0 < box.east and box.south < 33.0 < box.north


def test_parts_of_the_world_beside_do_not_leave_it():
    frame = frame_of(Box(-180, -75, 180, 75))

    assert -180 <= frame.moved(-1, 0).west < frame.moved(-1, 0).east <= 180


# ------------------------------------------------------------------------------------------------------------ outlines


def test_areas_are_put_together_from_the_lines_that_they_share():
    areas = Topology(SQUARES, "squares").areas

    assert ((10, 20), (11, 20), (11, 21), (10, 21), (10, 20)) == areas["a"][0]
    assert set(areas["b"][0]) == set(areas["c"][1])


def test_every_outline_is_that_of_a_division_of_the_gazetteer():
    table = Table(DATA / "places" / "regions.tsv")
    areas = regions().areas

    assert len(areas) > 400
    for id, rings in areas.items():
        row = table.row(id)
        lats = [lat for ring in rings for _, lat in ring]
        assert min(lats) - 0.2 <= float(row["lat"]) <= max(lats) + 0.2, id


def test_a_place_without_an_outline_has_none():
    assert () == area_of(None) == area_of("gn:1")
    assert area_of("r:IQ.11")


def test_a_line_beyond_the_sheet_is_not_drawn():
    frame = frame_of(Box(40, 30, 45, 33))

    assert "" == path_of(frame, [((0.0, 0.0), (1.0, 1.0), (2.0, 0.0))], closed=True)
    assert path_of(frame, [((41.0, 31.0), (43.0, 32.0), (44.0, 30.5))], closed=True).endswith("z")


# --------------------------------------------------------------------------------------------------------------- spots


def test_many_places_are_gathered_in_cells_that_lose_no_incident():
    spots = [make_spot(20 + n % 40 / 4, 30 + n / 40, disputed=n % 2) for n in range(MOST + 100)]
    box = Box(20, 10, 60, 40)
    single, cells = gathered(spots, box)

    assert len(spots) == len(single) + sum(cell.incidents for cell in cells)
    disputed = sum(spot.disputed for spot in single) + sum(cell.counts["disputed"] for cell in cells)
    assert sum(spot.disputed for spot in spots) == disputed
    assert len(single) + len(cells) < MOST


def test_an_area_is_never_gathered_into_a_cell():
    area = make_spot(33, 44, precision="country", radius_km=300)
    spots = [make_spot(20 + n % 40 / 4, 30 + n / 40) for n in range(MOST + 100)]

    assert area in gathered([*spots, area], Box(20, 10, 60, 40))[0]


@pytest.mark.parametrize(
    ("precision", "radius", "id", "kind", "boundary"),
    [
        ("exact", 2, "c:harir-base", "point", None),
        ("locality", 8, "gn:1", "circle", None),
        ("near", 20, "gn:1", "circle", None),
        ("near", 300, "JO", "area", None),
        ("admin1", 60, "r:IQ.11", "area", "r:IQ.11"),
        ("sea", 900, "c:red-sea", "area", None),
    ],
)
def test_the_shape_of_a_place_is_as_precise_as_what_is_told(precision, radius, id, kind, boundary):
    place = {"id": id, "country": "IQ"}
    shape = shape_of(make_spot(precision=precision, radius_km=radius), make_overview(place=place))

    assert (kind, boundary) == (shape.kind, shape.boundary)


def test_a_place_is_in_a_box_that_it_reaches_into():
    sea = make_spot(20, 38.5, precision="sea", radius_km=900)

    assert [sea] == in_box([sea, make_spot(20, 38.5)], Box(40, 21, 44, 24))


# ------------------------------------------------------------------------------------------------------ knowledge, time


def test_an_incident_is_known_as_its_reports_had_told_by_then():
    overview = make_overview(
        steps=[step("2024-01-16"), step("2024-01-18", 2, ["killed"]), step("2024-01-20", 3, ["killed"], denied=True)]
    )
    looks = [as_known(overview, day).look for day in ("2024-01-16", "2024-01-18", "2024-01-20", None)]

    assert ["asserted", "disputed", "denied", "denied"] == looks
    assert ("2024-01-16", "2024-01-18") == as_known(overview, "2024-01-19").reported


@pytest.mark.parametrize(
    ("earliest", "latest", "told"),
    [
        ("2024-01-10", "2024-01-10", (True, False, False)),
        ("2024-01-01", "2024-01-20", (False, False, False)),
        ("2024-01-05", None, (False, False, True)),
        (None, "2024-01-08", (False, True, False)),
    ],
)
def test_a_day_is_a_dot_and_an_end_that_nobody_tells_is_open(earliest, latest, told):
    [mark] = timeline_of([as_known(make_overview(earliest=earliest, latest=latest), None)]).marks

    assert told == (mark.is_dot, mark.open_start, mark.open_end)


def test_what_tells_no_day_is_counted_and_not_drawn():
    time = timeline_of([as_known(make_overview(earliest=None, latest=None), None)])

    assert ((), 1, 1) == (time.marks, time.undated, len(time.published))


def test_bars_in_one_lane_do_not_lie_over_each_other():
    spans = [(f"2024-01-{day:02}", f"2024-01-{day + 3:02}") for day in range(1, 12)]
    marks = timeline_of([as_known(make_overview(earliest=a, latest=b), None) for a, b in spans]).marks

    for lane in {mark.y for mark in marks}:
        inside = sorted((mark.x, mark.end) for mark in marks if mark.y == lane)
        assert all(before[1] <= after[0] for before, after in pairwise(inside))


def test_months_are_as_high_as_they_have_incidents():
    counts = {"2024-01": {"incidents": 4, "disputed": 1, "denied": 1, "reviewed": 0},
              "2024-03": {"incidents": 2, "disputed": 0, "denied": 0, "reviewed": 0}}  # fmt: skip
    time = months_of(counts, {"2024-02": {"incidents": 6, "disputed": 0, "denied": 0, "reviewed": 0}})
    first, second = time.bars

    assert {"asserted": 2, "disputed": 1, "denied": 1} == {look: number for look, _, _, number in first.parts}
    assert sum(high for _, _, high, _ in first.parts) == pytest.approx(2 * sum(high for _, _, high, _ in second.parts))
    assert 1 == len(time.published)


def test_nothing_told_is_no_timeline():
    assert timeline_of([]) is None
    assert months_of({}, {}) is None
