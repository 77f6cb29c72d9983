"""Incidents and their dead by month and region, in the columns of the conflict events of HDX HAPI.

Each incident counts once, at the narrowest level that is told, so that no row is a total of others; those against
civilians are told again among those of political violence, as theirs are, and only where the others could not be
reckoned from both. Cells that are too small to be told have no row.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import NamedTuple

from riwaya.exports.cells import Cells
from riwaya.exports.codes import acled_type, code_of
from riwaya.exports.datapackage import write_package
from riwaya.exports.facts import best, figure, is_told_as_done, span_of_days
from riwaya.exports.formats import Options
from riwaya.exports.material import Case, Material
from riwaya.exports.tabular import Row, table_named, write_csv
from riwaya.exports.target import Target
from riwaya.knowledge.load import DATA, Table

_TYPES = {"Demonstrations": "demonstration", "Political violence": "political_violence"}
"""What HAPI calls the disorders of ACLED that it tells of; what is both counts as violence."""


class Cell(NamedTuple):
    """A country, region and month, with a type of event; empty where a level is not told."""

    country: str
    admin1: str
    admin2: str
    month: str
    type: str


@dataclass(slots=True)
class Sum:
    """How many incidents a cell has, how many of them tell of dead, and of how many at least."""

    events: int = 0
    counted: int = 0
    fatalities: int = 0

    def add(self, dead: int | None) -> None:
        """Counts one incident."""
        self.events += 1
        if dead is not None:
            self.counted += 1
            self.fatalities += dead


def write(material: Material, target: Target, options: Options) -> None:
    """Writes the table, with a byte order mark as theirs has, and the package, which tells what has no row."""
    sums, left_out = sum_up(material)
    told = replace(options, bom=True)
    written = write_csv(_rows(sums, options.cells), table_named("hapi"), target, told)
    says = "Incidents and dead by month and region as reports tell of them, in the layout of HDX HAPI"
    more = {"left_out": dict(sorted(left_out.items())), "suppressed": options.cells.suppressed}
    write_package([written], material, target, told, name="hapi", says=says, more=more)


def sum_up(material: Material) -> tuple[dict[Cell, Sum], Counter[str]]:
    """The sums of the cells, and how many incidents count in none, by the reason."""
    sums: dict[Cell, Sum] = {}
    left_out: Counter[str] = Counter()
    for case in material.cases():
        found = cells_of(case)
        if isinstance(found, str):
            left_out[found] += 1
            continue
        for cell in found:
            sums.setdefault(cell, Sum()).add(figure(case, "killed").low)
    return sums, left_out


def cells_of(case: Case) -> tuple[Cell, ...] | str:
    """The cells that an incident counts in, or the reason why it counts in none."""
    if not is_told_as_done(case):
        return "told_as_not_done"
    types = _types_of(case)
    if not types:
        return "other_type"
    place = best(case, "place")
    country = code_of("countries", place.value.get("country"), "iso3") if place else None
    if place is None or country is None:
        return "no_country"
    first, last = span_of_days(case)
    if not first or not last or first[:7] != last[:7]:
        return "no_month"
    admin1, admin2 = _levels(place.value)
    return tuple(Cell(country, admin1, admin2, first[:7], type) for type in types)


def _types_of(case: Case) -> tuple[str, ...]:
    disorder = acled_type(case).disorder.partition(";")[0]
    type = _TYPES.get(disorder)
    if type is None:
        return ()
    target = best(case, "target")
    civilian = target is not None and code_of("kinds", target.value.get("kind"), "civilian") == "yes"
    return (type, "civilian_targeting") if civilian and type == "political_violence" else (type,)


def _levels(place: Mapping[str, str | None]) -> tuple[str, str]:
    """The names of the first and the second level, as far as a place tells them."""
    admin1 = place.get("admin1_en") or place.get("admin1") or ""
    name = place.get("name_en") or place.get("name_ar") or ""
    return admin1, name if admin1 and place.get("kind") == "district" else ""


def _rows(sums: Mapping[Cell, Sum], cells: Cells) -> Iterator[Row]:
    for cell, told in sorted(sums.items()):
        if cell.type == "civilian_targeting":
            others = sums[cell._replace(type="political_violence")].events - told.events
            if not cells.tells(others):
                continue
        if cells.tells(told.events):
            yield _row(cell, told)


def _row(cell: Cell, told: Sum) -> Row:
    year, month = map(int, cell.month.split("-"))
    pcode = _pcodes().get((cell.country, cell.admin1))
    missing = told.events - told.counted
    return {
        "location_code": cell.country,
        "has_hrp": None,
        "in_gho": None,
        "provider_admin1_name": cell.admin1,
        "provider_admin2_name": cell.admin2,
        "admin1_code": pcode[0] if pcode else None,
        "admin1_name": pcode[1] if pcode else None,
        "admin2_code": None,
        "admin2_name": None,
        "admin_level": 2 if cell.admin2 else 1 if cell.admin1 else 0,
        "event_type": cell.type,
        "events": told.events,
        "fatalities": told.fatalities if told.counted else None,
        "reference_period_start": date(year, month, 1),
        "reference_period_end": date(year, month, monthrange(year, month)[1]),
        "dataset_hdx_id": None,
        "resource_hdx_id": None,
        "warning": f"{missing} of {told.events} events have no count of the dead" if missing else None,
        "error": None,
    }


@cache
def _pcodes() -> dict[tuple[str, str], tuple[str, str]]:
    """P-codes with their names, by country and the name that our gazetteer has of the region."""
    codes, regions = Table(DATA / "places" / "pcodes.tsv"), Table(DATA / "places" / "regions.tsv")
    found = {}
    for id in codes:
        region, told = regions.row(id), codes.row(id)
        found[code_of("countries", region["country"], "iso3") or "", region["name_en"]] = (told["pcode"], told["name"])
    return found
