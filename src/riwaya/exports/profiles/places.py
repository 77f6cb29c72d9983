"""Makes places coarse: always in the same way, and with how unsure they then are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from riwaya.exports.profiles.codes import CODES, SHAPES
from riwaya.exports.profiles.gazetteer import Gazetteer
from riwaya.exports.profiles.rules import Profile
from riwaya.records import PRECISIONS

_KM_OF_DEGREE = 111.32
_EXACT = ("exact", "near")
_KEYS = (
    "id", "name_ar", "name_en", "kind", "country", "admin1", "admin1_en", "lat", "lon", "radius_km", "precision",
)  # fmt: skip


def is_site(value: Mapping[str, Any], profile: Profile) -> bool:
    """Whether a place or a target is one where people live, are cared for, learn, pray or find shelter."""
    return value.get("kind") in profile.sites


def is_exact(value: Mapping[str, Any]) -> bool:
    """Whether a place is told more exactly than by its town."""
    return value.get("precision") in _EXACT


def from_gazetteer(value: Mapping[str, Any], gazetteer: Gazetteer) -> dict[str, Any] | None:
    """A place as the gazetteer has it, with the precision and the radius that it was read with; None if it has none."""
    place = gazetteer.place(value.get("id"))
    if place is None:
        return None
    read = {"kind": _kind(value) or place["kind"], "radius_km": _number(value.get("radius_km"))}
    return place | read | {"precision": _precision(value)}


def coarse(value: Mapping[str, Any], profile: Profile, gazetteer: Gazetteer, *, named: bool) -> dict[str, Any]:
    """A place in the middle of its cell of the grid, or called by its region where it has no point.

    `radius_km` reaches over the whole cell. `named` keeps its name.
    """
    known = from_gazetteer(value, gazetteer)
    told = dict(known or {key: value.get(key) for key in _KEYS})
    lat, lon = _point(told)
    region = _region(value, known, gazetteer)
    told |= {"kind": _kind(told), "country": _country(told), "lat": lat, "lon": lon, "radius_km": None} | region
    if not named:
        told |= {"id": None, "name_ar": region["admin1"], "name_en": region["admin1_en"], "kind": "area"}
    if lat is not None and lon is not None:
        middle = [round((math.floor(degrees / profile.grid) + 0.5) * profile.grid, 4) for degrees in (lat, lon)]
        reach = profile.grid * _KM_OF_DEGREE / math.sqrt(2) + (_number(value.get("radius_km")) or 0.0)
        told |= {"lat": middle[0], "lon": middle[1], "radius_km": round(reach, 1), "precision": profile.grid_precision}
    else:
        told["precision"] = "unknown" if is_exact(value) else _precision(value)
    return told


def unlisted(value: Mapping[str, Any], profile: Profile, gazetteer: Gazetteer) -> dict[str, Any]:
    """A place that the gazetteer has not: without its names, and its point, if it has one, in its cell."""
    told = coarse(value, profile, gazetteer, named=True)
    if told["lat"] is None:
        told["precision"] = _precision(value)
    return told | {"id": None, "name_ar": None, "name_en": None}


def _region(value: Mapping[str, Any], known: Mapping[str, Any] | None, gazetteer: Gazetteer) -> dict[str, str | None]:
    """The names of the region, only those that the gazetteer has."""
    if known is not None:
        return {"admin1": known["admin1"], "admin1_en": known["admin1_en"]}
    arabic, english = gazetteer.region(value.get("admin1"))
    return {"admin1": arabic, "admin1_en": english}


def _point(value: Mapping[str, Any]) -> tuple[float | None, float | None]:
    lat, lon = _number(value.get("lat")), _number(value.get("lon"))
    return (None, None) if lat is None or lon is None else (lat, lon)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _precision(value: Mapping[str, Any]) -> str:
    told = value.get("precision")
    return told if told in PRECISIONS else "unknown"


_KINDS = CODES["kinds"] | frozenset(
    """area base border bridge building capital city country crossing dam district island junction mountain oil_field
    place port power_plant prison quarter refinery region road sea strait subdistrict town village""".split()
)


def _kind(value: Mapping[str, Any]) -> str | None:
    kind = value.get("kind")
    return kind if kind in _KINDS else None


def _country(value: Mapping[str, Any]) -> str | None:
    told = value.get("country")
    return told if isinstance(told, str) and SHAPES["country"].fullmatch(told) else None
