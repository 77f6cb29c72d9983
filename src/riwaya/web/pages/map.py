"""Map and time: where incidents were and when, as exactly as it is told; and as it was known at a moment."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import JSONResponse, Response

from riwaya.errors import UsageError
from riwaya.knowledge.boundaries import BOUNDARIES
from riwaya.showing.sentence import place_name, sentence
from riwaya.store.finding import LAYERS, Asked, Box, Drawn, Found, Spot
from riwaya.web.kept import unless_known
from riwaya.web.pages.incidents import asked_for, choices, given
from riwaya.web.rendering import render, rendered
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen
from riwaya.web.views.basemap import base_of, world
from riwaya.web.views.drawing import drawing_of
from riwaya.web.views.known import Known, as_known
from riwaya.web.views.mercator import Frame, box_around, frame_of
from riwaya.web.views.spots import Shape, gathered, in_box, shape_of
from riwaya.web.views.timeline import Timeline, months_of, timeline_of
from riwaya.web.views.towns import towns

_LISTED = 60
"""Incidents that stand beside the map, and in the drawer; the list of incidents has all of them."""
_TIMED = 200
"""Incidents that are drawn one by one along time; more are counted by month."""
_Made = TypeVar("_Made")
_WORLD = Box(-180.0, -90.0, 180.0, 90.0)


@page("/map", Role.READER)
def map_page(seen: Seen) -> Response:
    """The map, the list beside it and the time under it; with `part`, what a script puts in place of these."""
    looked, part = Looked(seen), seen.query("part")
    if part not in (None, "beside", "all"):
        raise UsageError(f"the map has no part {part!r}, but beside and all")
    names = ("beside", "time", "known") if part == "beside" else ("svg", "beside", "time", "known")
    parts = {name: _kept(seen, name, lambda name=name: _part(looked, name)) for name in names}  # type: ignore[misc]
    if part is not None:
        return render(seen, "_map_parts.html", parts=parts)
    return render(
        seen, "map.html", looked=looked, parts=parts, given=looked.given, layers=LAYERS, **choices(seen),
        has_world=world() is not None,
    )  # fmt: skip


@page("/map/incidents", Role.READER)
def map_incidents(seen: Seen) -> Response:
    """What the map shows, as GeoJSON: places with how many incidents are there, and how they are told."""
    body = _kept(seen, "json", lambda: _collection(Looked(seen)))
    return unless_known(seen.request, Response(body, media_type="application/geo+json"))


def _kept(seen: Seen, name: str, make: Callable[[], _Made]) -> _Made:
    """Something that a query asks for, made once for all who ask alike until the store changes."""
    query = urlencode(sorted((key, value) for key, value in seen.request.query_params.multi_items() if key != "part"))
    return seen.store.remembered((name, query, seen.language, seen.preferences), make)


def _part(looked: Looked, name: str) -> Markup:
    """A part of the page."""
    if name != "svg":
        return rendered(looked.seen, f"_map_{name}.html", looked=looked)
    frame = frame_of(looked.box)
    return rendered(
        looked.seen, "_map_svg.html", looked=looked, frame=frame, base=base_of(frame),
        drawing=drawing_of(looked.shapes, frame), moves=_moves(looked, frame),
    )  # fmt: skip


def _collection(looked: Looked) -> bytes:
    features = [_feature(looked.seen, shape) for shape in looked.shapes]
    body = {"type": "FeatureCollection", "features": features, "nowhere": looked.drawn.nowhere}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


@page("/map/towns", Role.READER)
def map_towns(seen: Seen) -> Response:
    """Names of places to be written on the map, the greatest first: name, longitude, latitude, from which zoom on."""
    return unless_known(seen.request, JSONResponse(towns(seen.language)))


@page("/map/boundaries", Role.READER)
def map_boundaries(seen: Seen) -> Response:
    """The outlines of first-level divisions, as TopoJSON."""
    return unless_known(seen.request, Response(BOUNDARIES.read_bytes(), media_type="application/json"))


@dataclass(frozen=True)
class Looked:
    """What a look at the map is at: which incidents, in which part of the world, as known at which moment."""

    seen: Seen

    @cached_property
    def asked(self) -> Asked:
        """The incidents that are asked for, wherever they are."""
        layers = tuple(self.seen.request.query_params.getlist("layer"))
        unknown = [name for name in layers if name not in LAYERS]
        if unknown:
            raise UsageError(f"the layer {unknown[0]!r} is not known; these are: {', '.join(LAYERS)}")
        return replace(asked_for(self.seen), layers=tuple(sorted({*layers})) if {*layers} != {*LAYERS} else ())

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that are shown."""
        return self.asked.layers or LAYERS

    @cached_property
    def given(self) -> dict[str, str]:
        """The filters that the query gives, without those that are a map's own."""
        return given(self.seen)

    @cached_property
    def drawn(self) -> Drawn:
        """All places of the incidents asked for."""
        return self.seen.store.on_map(self.asked)

    @cached_property
    def given_box(self) -> Box | None:
        """The part of the world that is asked for."""
        return _box(self.seen.query("box"))

    @cached_property
    def box(self) -> Box:
        """The part of the world that is shown: the one asked for, else what holds all places."""
        return self.given_box or box_around((spot.lat, spot.lon) for spot in self.drawn.spots)

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """What is drawn, from the widest to the smallest, so that nothing lies hidden."""
        single, cells = gathered(in_box(self.drawn.spots, self.box), self.box)
        examples = self.seen.store.overviews_of([spot.example for spot in single])
        shapes = [shape_of(spot, examples.get(spot.example)) for spot in sorted(single, key=_width)]
        return (*shapes, *cells)

    @cached_property
    def listed(self) -> Found:
        """The incidents beside the map, the one reported on last first."""
        return self._found(self.asked.known_at)

    def _found(self, known_at: str | None) -> Found:
        inside = replace(self.asked, box=self.given_box or _WORLD, order="changed", known_at=known_at)
        return self.seen.store.overviews(inside, limit=_TIMED, counted=False)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Lines of the list beside the map."""
        return [_row(self.seen, each) for each in self._known[:_LISTED]]

    @cached_property
    def nowhere(self) -> list[dict[str, Any]]:
        """Lines of the drawer: incidents whose place nobody tells, or nobody knows."""
        if not self.drawn.nowhere:
            return []
        found = self.seen.store.overviews(
            replace(self.asked, nowhere=True, order="happened"), limit=_LISTED, counted=False
        )
        return [_row(self.seen, as_known(each, self.asked.known_at)) for each in found.overviews]

    @cached_property
    def inside(self) -> int:
        """How many incidents are shown."""
        return sum(shape.incidents for shape in self.shapes)

    @cached_property
    def _known(self) -> list[Known]:
        return [as_known(each, self.asked.known_at) for each in self.listed.overviews]

    @cached_property
    def time(self) -> Timeline | None:
        """The incidents of the list along time; where they are many, all that the filters let through by months."""
        if self.listed.next is None:
            return timeline_of(self._known)
        return months_of(self.seen.store.counts(self.asked, "month"), self.seen.store.counts(self.asked, "known"))

    @cached_property
    def span(self) -> tuple[str, str] | None:
        """The days between which knowledge can be replayed: of the first report and the last one."""
        first, last = self.seen.store.known_span(replace(self.asked, known_at=None, layers=()))
        return (first[:10], last[:10]) if first and last else None

    @cached_property
    def moments(self) -> tuple[str, ...]:
        """The days on which something new became known of what is shown, up to now; none where that is too much."""
        found = self._found(None)
        if found.next is not None:
            return ()
        return tuple(sorted({step["at"][:10] for each in found.overviews for step in each.card["steps"]}))

    @property
    def filters(self) -> str:
        """The filters as a query of the list of incidents."""
        return urlencode(self.given)

    def name(self, shape: Shape) -> str:
        """What a shape is called: its place, and how many incidents are there."""
        number = self.seen.shown.count("incidents", shape.incidents)
        if not shape.place:
            return number
        return self.seen.shown.words("map.spot", name=place_name(self.seen.shown, shape.place), incidents=number)

    def around(self, shape: Shape, frame: Frame) -> str:
        """The address of the part of the world around a shape, a third as wide as what is shown."""
        wide, high = (frame.box.east - frame.box.west) / 6, (frame.box.north - frame.box.south) / 6
        sides = (shape.lon - wide, shape.lat - high, shape.lon + wide, shape.lat + high)
        return self.address(box=",".join(f"{side:.3f}" for side in sides))

    def address(self, **changed: str | None) -> str:
        """The address of this look, with some of it changed."""
        query: list[tuple[str, str]] = [(name, value) for name, value in self.given.items() if name not in changed]
        query += [("layer", name) for name in self.asked.layers]
        if "box" not in changed and (box := self.seen.query("box")):
            query.append(("box", box))
        query += [(name, value) for name, value in changed.items() if value is not None]
        return f"{self.seen.address('/map')}?{urlencode(query)}"


def _row(seen: Seen, known: Known) -> dict[str, Any]:
    each = known.overview
    return {"known": known, "sentence": sentence(seen.shown, each.type, each.card["values"])}


def _feature(seen: Seen, shape: Shape) -> Mapping[str, Any]:
    place = shape.place
    return {
        "type": "Feature",
        "id": shape.id,
        "geometry": {"type": "Point", "coordinates": [shape.lon, shape.lat]},
        "properties": {
            "kind": shape.kind,
            "look": shape.look,
            "radius_km": shape.radius_km,
            "boundary": shape.boundary,
            "place": place["id"] if place else None,
            "name": place_name(seen.shown, place) if place else "",
            "incidents": shape.incidents,
            **shape.counts,
        },
    }


def _moves(looked: Looked, frame: Frame) -> dict[str, str]:
    """The addresses of the parts of the world beside, within and around this one."""
    moves = {"closer": (0, 0, 0.5), "wider": (0, 0, 2), "north": (0, 0.4, 1), "south": (0, -0.4, 1),
             "west": (-0.4, 0, 1), "east": (0.4, 0, 1)}  # fmt: skip
    found = {name: ",".join(f"{side:.3f}" for side in frame.moved(*move)) for name, move in moves.items()}
    return {name: looked.address(box=box) for name, box in found.items()} | {"all": looked.address(box=None)}


def _box(told: str | None) -> Box | None:
    """A part of the world, told as west, south, east and north in degrees."""
    if told is None:
        return None
    try:
        west, south, east, north = (float(side) for side in told.split(","))
    except ValueError:
        raise UsageError(f"{told!r} is no part of a map: give west,south,east,north in degrees") from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise UsageError(f"{told!r} is no part of a map: west must be less than east, and south less than north")
    return Box(west, south, east, north)


def _width(spot: Spot) -> float:
    return -(spot.radius_km or 0.0)
