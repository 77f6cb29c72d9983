"""Incidents as rows of a table of our own: what stands in each field, how its accounts stand, and who tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from riwaya.exports.facts import Value, best, disputed_fields, figure, span_of_days, standing, status_of
from riwaya.exports.formats import Options
from riwaya.exports.material import Case, chain_of
from riwaya.exports.tabular import Row
from riwaya.records import COUNT_FIELDS
from riwaya.store.moments import in_utc

_PARTIES = ("actor", "target")


def incident_row(case: Case, options: Options) -> Row:
    """The row of an incident in the table `incidents`."""
    lines = case.incident.independent_lines
    first, last = span_of_days(case)
    happened, outcomes = best(case, "happened"), standing(case, "outcome")
    weapon = best(case, "weapon")
    published = published_of(case)
    return {
        "incident_id": case.id,
        "type": case.incident.type,
        "background": case.incident.background,
        "status": status_of(case),
        "disputed_fields": " ".join(disputed_fields(case)),
        "n_reports": len(case.readings),
        "n_accounts": len(case.accounts),
        "n_independent_lines": lines,
        "outlets": "; ".join(outlets_of(case)),
        "speakers": "; ".join(speakers_of(case)),
        "first_published": published[0] if published else None,
        "last_published": published[-1] if published else None,
        "happened_earliest": first,
        "happened_latest": last,
        "happened_grain": happened.value["grain"] if happened else None,
        "happened_status": _field_status(case, "happened"),
        **_place(best(case, "place")),
        "place_status": _field_status(case, "place"),
        **{key: cell for name in _PARTIES for key, cell in _party(case, name)},
        "weapon": weapon.value["id"] if weapon else None,
        "weapon_status": _field_status(case, "weapon"),
        "outcome": " ".join(_once(each.value for each in outcomes)),
        "outcome_status": _field_status(case, "outcome"),
        **{key: cell for name in COUNT_FIELDS for key, cell in _count(case, name)},
        "claim_ids": " ".join(shown_claims(case)),
        "evidence_url": permalink(case, options),
    }


def shown_claims(case: Case) -> list[str]:
    """The claims that a row of an incident rests on: those of the values that it shows."""
    shown = [best(case, name) for name in ("happened", "place", "weapon", *_PARTIES)]
    claims = [id for value in (*shown, *standing(case, "outcome")) if value for id in value.claims]
    return _once([*claims, *(id for name in COUNT_FIELDS for id in figure(case, name).claims)])


def permalink(case: Case, options: Options) -> str:
    """Where the desk shows an incident."""
    return f"{options.base.rstrip('/')}/incidents/{case.id}"


def published_of(case: Case) -> list[str]:
    """When the documents of an incident were published, the first before the last."""
    told = (reading.document.published for reading in case.readings.values())
    return sorted((moment for moment in told if moment), key=in_utc)


def outlets_of(case: Case) -> list[str]:
    """Who published what tells of an incident, each once, in the order of the accounts."""
    return _once(chain_of(case, document, account).outlet for document, account in case.accounts)


def speakers_of(case: Case) -> list[str]:
    """Who asserts the accounts of an incident, each once, in their order; one without a name by its kind."""
    speakers = (chain_of(case, document, account).speaker for document, account in case.accounts)
    return _once(speaker.name or speaker.kind for speaker in speakers)


def _once(texts: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(str(text) for text in texts if text))


def _field_status(case: Case, name: str) -> str | None:
    field = case.incident.fields.get(name)
    return field.status if field else None


def _place(value: Value | None) -> Row:
    told = value.value if value else {}
    return {
        "place_id": told.get("id"),
        "place_ar": told.get("name_ar"),
        "place_en": told.get("name_en"),
        "place_kind": told.get("kind"),
        "admin1_ar": told.get("admin1"),
        "admin1_en": told.get("admin1_en"),
        "country": told.get("country"),
        "latitude": told.get("lat"),
        "longitude": told.get("lon"),
        "radius_km": told.get("radius_km"),
        "place_precision": told.get("precision"),
    }


def _party(case: Case, name: str) -> Iterator[tuple[str, Any]]:
    value = best(case, name)
    told = value.value if value else {}
    yield f"{name}_id", told.get("id")
    yield f"{name}_ar", told.get("name_ar")
    yield f"{name}_en", told.get("name_en")
    yield f"{name}_kind", told.get("kind")
    yield f"{name}_status", _field_status(case, name)


def _count(case: Case, name: str) -> Iterator[tuple[str, Any]]:
    found = figure(case, name)
    yield f"{name}_min", found.low
    yield f"{name}_max", found.high
    yield f"{name}_as_of", found.as_of and found.as_of[:10]
    yield f"{name}_status", _field_status(case, name)
