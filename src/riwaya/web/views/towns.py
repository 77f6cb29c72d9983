"""Names to be written on the map, out of the gazetteer: countries, divisions and towns, the greatest first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from riwaya.knowledge.load import DATA, Table

_ZOOMS = ((2_000_000, 3.5), (500_000, 4.5), (150_000, 5.5), (40_000, 6.5), (10_000, 7.5), (0, 8.5))
"""From so many people on, a town is named from such a zoom on."""
_CAPITAL = 4.0

Town = tuple[str, float, float, float, str]
"""A name, longitude, latitude, the zoom from which on it is written, and what it names: country, region or town."""


@cache
def towns(language: str) -> tuple[Town, ...]:
    """The names in a language; places without one in it stay unnamed."""
    found = (*_countries(language), *_regions(language), *_settlements(language))
    return tuple(sorted(found, key=lambda town: town[3]))


def _countries(language: str) -> Iterator[Town]:
    for row in _rows("countries.tsv"):
        zoom = 2.0 if float(row["radius_km"]) > 120 else 4.0
        yield from _town(language, row, zoom, "country")


def _regions(language: str) -> Iterator[Town]:
    for row in _rows("regions.tsv"):
        if float(row["radius_km"]) > 25:
            yield from _town(language, row, 6.0, "region")


def _settlements(language: str) -> Iterator[Town]:
    for row in _rows("places.tsv"):
        people = int(row["population"] or 0)
        zoom = next(zoom for least, zoom in _ZOOMS if people >= least)
        yield from _town(language, row, min(zoom, _CAPITAL) if row["kind"] == "capital" else zoom, "town")


def _town(language: str, row: dict[str, str], zoom: float, kind: str) -> Iterator[Town]:
    name = row["names_ar"].partition("|")[0] if language == "ar" else row["name_en"]
    if name:
        yield name, round(float(row["lon"]), 3), round(float(row["lat"]), 3), zoom, kind


def _rows(name: str) -> Iterator[dict[str, str]]:
    table = Table(DATA / "places" / name)
    return (table.row(key) for key in table)
