"""Incidents in the columns of UCDP GED, with what it has no column for behind them. It is a layout; no data are theirs.

It takes violence in which somebody died, between parties that are known: what does not qualify stands in a file beside.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from riwaya.exports.codes import code_of, codebook, number_of
from riwaya.exports.datapackage import write_package
from riwaya.exports.facts import (
    Value,
    best,
    disputed_fields,
    figure,
    is_told_as_done,
    span_of_days,
    standing,
    status_of,
)
from riwaya.exports.formats import Options
from riwaya.exports.incident_rows import outlets_of, permalink, shown_claims, speakers_of
from riwaya.exports.material import Case, Material, claims_of
from riwaya.exports.rejects import Rejects
from riwaya.exports.tabular import Row, table_named, write_csv
from riwaya.exports.target import Target

PREFIX = "RIWAYA-"
"""What an id begins with, so that nobody takes it for one of UCDP's."""
_COARSEST = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
"""Days of a time at most, and the precision that UCDP has for it."""
_VIOLENT = ("violence", "contention")
"""Groups of the codebook that hold what armed force does."""


class Sides(NamedTuple):
    """Two sides by name, each with what it is to UCDP: state, organised or civilians."""

    a: str
    a_is: str
    b: str
    b_is: str

    @property
    def violence(self) -> int:
        """The type of violence: by a state, between others, against people who take no part."""
        if self.b_is == "civilians":
            return 3
        return 1 if "state" in (self.a_is, self.b_is) else 2


def write(material: Material, target: Target, options: Options) -> None:
    """Writes the table, beside it the incidents that do not qualify, and the package."""
    rejects = Rejects(why_none, options)
    rows = (_row(case, options) for case in rejects.others(material.cases()))
    written = write_csv(rows, table_named("ucdp"), target, options)
    says = "Deadly incidents as reports tell of them, in the layout of UCDP GED"
    write_package([written, rejects.write(target)], material, target, options, name="ucdp", says=says)


def why_none(case: Case) -> str | None:
    """Why an incident has no row in the layout of UCDP GED."""
    if codebook("events").row(case.incident.type)["group"] not in _VIOLENT:
        return "not_violence"
    if not is_told_as_done(case):
        return "told_as_not_done"
    dead = figure(case, "killed")
    if dead.low is None:
        return "deaths_unknown"
    if dead.high == 0:
        return "no_death"
    if sides_of(case) is None:
        return "no_known_party"
    place = best(case, "place")
    if place is None or number_of("precisions", place.value.get("precision"), "ucdp_where_prec") is None:
        return "no_place"
    first, last = span_of_days(case)
    if first is None or last is None:
        return "no_date"
    return None if _date_prec(first, last) else "time_too_coarse"


def sides_of(case: Case) -> Sides | None:
    """The sides of an incident, None where it is not known who they are or where none of them is a party to UCDP."""
    actor, target = best(case, "actor"), best(case, "target")
    if actor is None or target is None:
        return None
    a, b = (code_of("kinds", value.value.get("kind"), "ucdp_party") for value in (actor, target))
    name = _name(actor)
    other = "Civilians" if b == "civilians" else _name(target)
    if a not in ("state", "organised") or b is None or name is None or other is None:
        return None
    return Sides(name, a, other, b)


def _name(value: Value) -> str | None:
    name: str | None = value.value.get("name_en") or value.value.get("name_ar")
    return name


def _date_prec(first: str, last: str) -> int | None:
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return next((code for most, code in _COARSEST if days <= most), None)


def _row(case: Case, options: Options) -> Row:
    told = _what(case) | _sources(case) | _where(case) | _deaths(case) | _ours(case, options)
    return dict.fromkeys(table_named("ucdp").names) | told


def _what(case: Case) -> dict[str, Any]:
    sides, (first, last) = sides_of(case), span_of_days(case)
    assert sides and first and last
    whole = case.incident.type == "campaign" or first != last
    return {
        "relid": PREFIX + case.id,
        "year": int(first[:4]),
        "type_of_violence": sides.violence,
        "dyad_name": f"{sides.a} - {sides.b}",
        "side_a": sides.a,
        "side_b": sides.b,
        "event_clarity": 2 if whole else 1,
        "date_prec": _date_prec(first, last),
        "date_start": f"{first} 00:00:00.000",
        "date_end": f"{last} 00:00:00.000",
    }


def _sources(case: Case) -> dict[str, Any]:
    documents = [reading.document for _, reading in sorted(case.readings.items())]
    days = [(each.published or "")[:10] for each in documents]
    articles = (
        ",".join(filter(None, (each.publisher, day, each.title))) for each, day in zip(documents, days, strict=True)
    )
    return {
        "number_of_sources": len(documents),
        "source_article": "; ".join(f'"{article}"' for article in articles),
        "source_office": "; ".join(outlets_of(case)),
        "source_date": "; ".join(sorted(set(filter(None, days)))),
        "source_headline": "; ".join(each.title for each in documents if each.title),
        "source_original": "; ".join(speakers_of(case)),
    }


def _where(case: Case) -> dict[str, Any]:
    place = best(case, "place")
    assert place is not None
    told, lat, lon = place.value, place.value.get("lat"), place.value.get("lon")
    name = told.get("name_en") or told.get("name_ar")
    words = dict.fromkeys(claim.text for id, _, _, claim in claims_of(case) if id in place.claims)
    known = lat is not None and lon is not None
    return {
        "where_prec": number_of("precisions", told.get("precision"), "ucdp_where_prec"),
        "where_coordinates": name,
        "where_description": "; ".join(words),
        "adm_1": told.get("admin1_en") or told.get("admin1"),
        "adm_2": name if told.get("kind") == "district" else None,
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": f"POINT ({lon} {lat})" if known else None,
        "priogrid_gid": grid_cell(lat, lon) if known else None,
        "country": code_of("countries", told.get("country"), "name_en"),
        "region": code_of("countries", told.get("country"), "ucdp_region"),
    }


def grid_cell(lat: float, lon: float) -> int:
    """The number of the cell of half a degree in PRIO-GRID: from the south-west corner eastwards, then northwards."""
    row, column = (min(math.floor((lat + 90) * 2), 359), min(math.floor((lon + 180) * 2), 719))
    return row * 720 + column + 1


def _deaths(case: Case) -> dict[str, Any]:
    dead, chosen = figure(case, "killed"), _most_told(case)
    sides = sides_of(case)
    assert sides
    parties = _by_party(chosen)
    apart = sides.a_is != sides.b_is
    a, b = (parties.get(kind) if apart and kind != "civilians" else None for kind in (sides.a_is, sides.b_is))
    civilians = parties.get("civilians")
    return {
        "deaths_a": a,
        "deaths_b": b,
        "deaths_civilians": civilians,
        "deaths_unknown": max(0, chosen["low"] - sum(filter(None, (a, b, civilians)))),
        "best": chosen["low"],
        "high": dead.high,
        "low": dead.low,
    }


def _by_party(count: Mapping[str, Any]) -> dict[str, int]:
    """How many of the dead the words tell of each party; children told among civilians count once."""
    told: dict[str, int] = {}
    for each in count.get("who") or ():
        if (party := code_of("groups", each.get("group"), "ucdp_party")) and each.get("low") is not None:
            told[party] = max(told.get(party, 0), each["low"])
    return told


def _most_told(case: Case) -> dict[str, Any]:
    """The count of the dead that most accounts tell of those that stand; of equals the lowest."""
    counts = [
        each
        for each in standing(case, "killed")
        if (each.value.get("scope") or "incident") == "incident" and each.value.get("low") is not None
    ]
    chosen: dict[str, Any] = min(counts, key=lambda each: (-len(each.accounts), each.value["low"])).value
    return chosen


def _ours(case: Case, options: Options) -> dict[str, Any]:
    as_of, disputed = figure(case, "killed").as_of, disputed_fields(case)
    return {
        "deaths_as_of": as_of and as_of[:10],
        "n_independent_sources": case.incident.independent_lines,
        "contested": int(bool(disputed)),
        "contested_slots": " ".join(disputed),
        "claim_ids": " ".join(shown_claims(case)),
        "evidence_url": permalink(case, options),
        "data_status": status_of(case),
    }
