"""Incidents in the columns of ACLED, with what it has no column for behind them. It is a layout; no data are theirs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from riwaya.exports.codes import acled_type, code_of, number_of
from riwaya.exports.datapackage import write_package
from riwaya.exports.facts import (
    Value,
    best,
    disputed_fields,
    figure,
    is_told_as_done,
    span_of_days,
    status_of,
    told_with,
)
from riwaya.exports.formats import Options
from riwaya.exports.incident_rows import outlets_of, permalink, shown_claims
from riwaya.exports.material import Case, Material, chain_of, moment_of
from riwaya.exports.rejects import Rejects
from riwaya.exports.sentences import sentence_of
from riwaya.exports.tabular import Row, table_named, write_csv
from riwaya.exports.target import Target

PREFIX = "RIWAYA-"
"""What an id begins with, so that nobody takes it for one of ACLED's."""
_COARSEST = ((0, 1), (7, 2), (31, 3))
"""Days between the first and the last of a time at most, and the precision that ACLED has for it."""


def write(material: Material, target: Target, options: Options) -> None:
    """Writes the table, beside it the incidents that have no row, and the package."""
    rejects, moment = Rejects(why_none, options), moment_of(material)
    rows = (_row(case, moment, options) for case in rejects.others(material.cases()))
    written = write_csv(rows, table_named("acled"), target, options)
    says = "Incidents as reports tell of them, in the layout of ACLED"
    write_package([written, rejects.write(target)], material, target, options, name="acled", says=says)


def why_none(case: Case) -> str | None:
    """Why an incident has no row in the layout of ACLED."""
    if not is_told_as_done(case):
        return "told_as_not_done"
    place = best(case, "place")
    if place is None:
        return "no_place"
    if _geo_precision(place) is None:
        return "place_too_coarse"
    if _days(case) is None:
        return "no_date"
    return None if _time_precision(case) else "time_too_coarse"


def _row(case: Case, moment: str | None, options: Options) -> Row:
    return _what_and_when(case) | _who(case) | _where(case) | _told(case, moment, options)


def _what_and_when(case: Case) -> dict[str, Any]:
    days, codes = _days(case), acled_type(case)
    assert days is not None
    day = days[0] + (days[1] - days[0]) // 2
    return {
        "event_id_cnty": PREFIX + case.id,
        "event_date": day,
        "year": day.year,
        "time_precision": _time_precision(case),
        "disorder_type": codes.disorder,
        "event_type": codes.event,
        "sub_event_type": codes.sub_event,
    }


def _days(case: Case) -> tuple[date, date] | None:
    """The first and the last day of the narrowest time that is told, None where one is open."""
    happened = best(case, "happened")
    told = happened.value if happened else {}
    if not told.get("earliest") or not told.get("latest"):
        return None
    return date.fromisoformat(told["earliest"][:10]), date.fromisoformat(told["latest"][:10])


def _time_precision(case: Case) -> int | None:
    """How narrow the time is over all days that stand, so that two days that are disputed make no single one."""
    first, last = span_of_days(case)
    days = (date.fromisoformat(first), date.fromisoformat(last)) if first and last else _days(case)
    if days is None:
        return None
    return next((code for most, code in _COARSEST if days[1] - days[0] <= timedelta(days=most)), None)


def _who(case: Case) -> dict[str, Any]:
    actor, target = best(case, "actor"), best(case, "target")
    kinds = [value.value.get("kind") if value else None for value in (actor, target)]
    first, second = (number_of("kinds", kind, "acled_inter") for kind in kinds)
    civilian = code_of("kinds", kinds[1], "civilian") == "yes"
    return {
        "actor1": _name(actor),
        "assoc_actor_1": _names(told_with(case, "actor", actor) if actor else ()),
        "inter1": first,
        "actor2": "Civilians" if civilian else _name(target) if second else None,
        "assoc_actor_2": _names(
            each
            for each in (told_with(case, "target", target) if target else ())
            if number_of("kinds", each.value.get("kind"), "acled_inter")
        ),
        "inter2": second,
        "interaction": min(first, second) * 10 + max(first, second) if first and second else None,
        "civilian_targeting": "Civilian targeting" if civilian else None,
    }


def _name(value: Value | None) -> str | None:
    return (value.value.get("name_en") or value.value.get("name_ar")) if value else None


def _names(values: Any) -> str:
    return "; ".join(dict.fromkeys(name for value in values if (name := _name(value))))


def _where(case: Case) -> dict[str, Any]:
    place = best(case, "place")
    assert place is not None
    told = place.value
    country = told.get("country")
    name = told.get("name_en") or told.get("name_ar")
    return {
        "iso": number_of("countries", country, "numeric"),
        "region": code_of("countries", country, "acled_region"),
        "country": code_of("countries", country, "name_en"),
        "admin1": told.get("admin1_en") or told.get("admin1"),
        "admin2": name if told.get("kind") == "district" else None,
        "admin3": None,
        "location": name,
        "latitude": told.get("lat"),
        "longitude": told.get("lon"),
        "geo_precision": _geo_precision(place),
    }


def _geo_precision(place: Value) -> int | None:
    return number_of("precisions", place.value.get("precision"), "acled_geo_precision")


def _told(case: Case, moment: str | None, options: Options) -> dict[str, Any]:
    dead, wounded, disputed = figure(case, "killed"), figure(case, "injured"), disputed_fields(case)
    return {
        "source": "; ".join(outlets_of(case)),
        "source_scale": _scale(case),
        "notes": sentence_of(case),
        "fatalities": dead.low,
        "tags": "background" if case.incident.background else None,
        "timestamp": int(datetime.fromisoformat(moment).timestamp()) if moment else None,
        "fatalities_min": dead.low,
        "fatalities_max": dead.high,
        "injuries_min": wounded.low,
        "injuries_max": wounded.high,
        "fatalities_as_of": dead.as_of and dead.as_of[:10],
        "n_reports": len(case.readings),
        "n_independent_sources": case.incident.independent_lines,
        "contested": int(bool(disputed)),
        "contested_slots": " ".join(disputed),
        "claim_ids": " ".join(shown_claims(case)),
        "evidence_url": permalink(case, options),
        "data_status": status_of(case),
    }


def _scale(case: Case) -> str:
    """Of which scale the outlets are as far as we know: by the country of each, and whether it is a post."""
    place = best(case, "place")
    here = place.value.get("country") if place else None
    scales = set()
    for document, account in case.accounts:
        told, outlet = case.readings[document].document.provenance, chain_of(case, document, account).sources[0]
        if told and told.post:
            scales.add("New media")
        elif outlet.country and here:
            scales.add("National" if outlet.country == here else "International")
    return "-".join(sorted(scales))
