"""The places that the data has, as values of the record, by their ids: nothing in them comes from a document."""

from __future__ import annotations

from typing import Any

from riwaya.knowledge.load import Knowledge, Table
from riwaya.text.normalize import fold


class Gazetteer:
    """The tables of places."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._countries = knowledge.table("places/countries.tsv")
        self._regions = knowledge.table("places/regions.tsv")
        self._others = (knowledge.table("places/curated.tsv"), knowledge.table("places/places.tsv"))
        self._named = {fold(name): id for id in self._regions for name in self._regions.row(id)["names_ar"].split("|")}
        self.degrees = frozenset(
            float(row[key])
            for table in (self._countries, self._regions, *self._others)
            for row in map(table.row, table)
            for key in ("lat", "lon")
            if row[key]
        )
        """All latitudes and longitudes of the tables: who tells one of them tells nothing."""

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and any(id in table for table in (self._countries, self._regions, *self._others))

    def place(self, id: object) -> dict[str, Any] | None:
        """What the tables have of a place: its id, names, kind, country, region and point, or None."""
        if not isinstance(id, str):
            return None
        if row := self._countries.get(id):
            return _value(id, row, "country", id, (None, None))
        if row := self._regions.get(id):
            return _value(id, row, "region", row["country"], (_first(row), row["name_en"]))
        for table in self._others:
            if row := table.get(id):
                return _value(id, row, row["kind"], row["country"] or None, self._region_of(row))
        return None

    def region(self, name: object) -> tuple[str | None, str | None]:
        """A region by its Arabic name: its names in both languages."""
        id = self._named.get(fold(name)) if isinstance(name, str) else None
        return self._names(self._regions, id)

    def _region_of(self, row: dict[str, str]) -> tuple[str | None, str | None]:
        return self._names(self._regions, row["admin1"])

    @staticmethod
    def _names(table: Table, id: str | None) -> tuple[str | None, str | None]:
        row = table.get(id) if id else None
        return (_first(row), row["name_en"]) if row else (None, None)


def _first(row: dict[str, str]) -> str:
    return row["names_ar"].split("|")[0]


def _value(
    id: str, row: dict[str, str], kind: str, country: str | None, region: tuple[str | None, str | None]
) -> dict[str, Any]:
    lat, lon = (float(row[key]) if row[key] else None for key in ("lat", "lon"))
    named = {"id": id, "name_ar": _first(row), "name_en": row["name_en"] or None, "kind": kind, "country": country}
    return named | {"admin1": region[0], "admin1_en": region[1], "lat": lat, "lon": lon}
