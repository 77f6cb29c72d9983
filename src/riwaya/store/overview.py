"""An incident in short: what a line of a list shows, what a point on a map does, and what it is found by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from riwaya.reconciling.between import Found
from riwaya.reconciling.reconcile import assemble
from riwaya.records import Account, Incident, IncidentField, Reading
from riwaya.store.agreeing import SourcePair, pairs_of
from riwaya.store.grouping import Happening
from riwaya.store.review_items import ReviewItem, items_of

_SHOWN = ("actor", "target", "weapon", "place", "happened", "outcome", "killed", "injured")
"""Fields whose first value stands in the card."""
_MOST_STEPS = 24
"""Moments at which an incident is looked at anew; of more, the first and the last ones."""


class Overview(NamedTuple):
    """The row of an incident in short, the terms that it is found by, how its sources agree, and what to look at.

    Terms are kinds and values.
    """

    row: dict[str, Any]
    terms: frozenset[tuple[str, str]]
    items: tuple[ReviewItem, ...]
    pairs: tuple[SourcePair, ...]


Mark = Callable[[Sequence[Happening]], str]
"""Tells some happenings, as they are read now, from others and from how they were read before."""


def overview_of(
    id: str,
    happenings: Sequence[Happening],
    readings: Mapping[str, Reading],
    since: Mapping[str, str],
    mark: Mark,
    steps_made: Mapping[str, dict[str, Any]],
) -> Overview:
    """An incident in short. `since` tells from when on each document was known, as `known_since` does.

    `steps_made` are steps that were made before, by the marks of what they tell of: they take most of the time. Of a
    field the first value stands in the card, the first day and the last that anybody tells in the row.
    """
    found: Found = {}
    incident, accounts = assemble(happenings, readings, found=found)
    known = {document: since[document] for document, _ in happenings}
    steps = tuple(_steps(happenings, readings, known, incident, mark, steps_made, found))
    place = _first(incident, "place") or {}
    earliest, latest = _days(incident.fields.get("happened"))
    row = {
        "incident": id,
        "type": incident.type,
        "background": incident.background,
        "earliest": earliest,
        "latest": latest,
        "country": place.get("country"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "radius_km": place.get("radius_km"),
        "precision": place.get("precision"),
        "documents": len(known),
        "lines": incident.independent_lines,
        "disputed_since": next((step["at"] for step in steps if step["disputed"]), None),
        "denied_since": next((step["at"] for step in steps if step["denied"]), None),
        "known": min(known.values()),
        "changed": max(known.values()),
        "card": json.dumps(_card(incident, accounts, steps), ensure_ascii=False),
    }
    items = items_of(id, happenings, incident, accounts, readings)
    terms = frozenset(_terms(incident, accounts, readings))
    return Overview(row, terms, items, pairs_of(incident, accounts, readings))


def _days(happened: IncidentField | None) -> tuple[str | None, str | None]:
    """The first day and the last one that any account tells, None where one is open."""
    told = happened.values if happened else ()
    first, last = [value.get("earliest") for value in told], [value.get("latest") for value in told]
    return (
        min((day for day in first if day), default=None),
        None if not last or None in last else max(day for day in last if day),
    )


def _first(incident: Incident, name: str) -> Any:
    field = incident.fields.get(name)
    return next(iter(field.values), None) if field else None


def _card(
    incident: Incident, accounts: Sequence[tuple[str, Account]], steps: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    told = {name: value for name in _SHOWN if (value := _first(incident, name)) is not None}
    return {
        "accounts": len(accounts),
        "stances": sorted({account.stance for _, account in accounts}),
        "status": {name: field.status for name, field in incident.fields.items() if field.status != "single"},
        "values": told,
        "counts": {name: bounds for name in ("killed", "injured") if (bounds := _bounds(incident, name))},
        "steps": list(steps),
    }


def _bounds(incident: Incident, name: str) -> list[int | None] | None:
    """The least and the most that anybody tells of a count; the most None where it is open."""
    field = incident.fields.get(name)
    if field is None or not field.values:
        return None
    lows = [value["low"] for value in field.values if value.get("low") is not None]
    highs = [value.get("high") for value in field.values]
    return [min(lows, default=None), None if None in highs else max(high for high in highs if high is not None)]


def _steps(
    happenings: Sequence[Happening],
    readings: Mapping[str, Reading],
    known: Mapping[str, str],
    whole: Incident,
    mark: Mark,
    steps_made: Mapping[str, dict[str, Any]],
    found: Found,
) -> Iterator[dict[str, Any]]:
    """How it looked at each moment at which documents came: what was disputed, whether it was denied, the tolls."""
    moments = sorted(set(known.values()))
    if len(moments) > _MOST_STEPS:
        moments = [*moments[: _MOST_STEPS // 2], *moments[-_MOST_STEPS // 2 :]]
    for moment in moments:
        told = [happening for happening in happenings if known[happening[0]] <= moment]
        of = mark(told)
        if of in steps_made and len(told) < len(happenings):
            yield steps_made[of]
            continue
        incident = whole if len(told) == len(happenings) else assemble(told, readings, found=found)[0]
        yield {
            "of": of,
            "at": moment,
            "documents": len({document for document, _ in told}),
            "lines": incident.independent_lines,
            "disputed": [name for name, field in incident.fields.items() if field.status == "disputed"],
            "denied": _is_denied(incident),
            "killed": _bounds(incident, "killed"),
        }


def _is_denied(incident: Incident) -> bool:
    return any(relation.relation == "denies" for field in incident.fields.values() for relation in field.relations)


def _terms(
    incident: Incident, accounts: Sequence[tuple[str, Account]], readings: Mapping[str, Reading]
) -> Iterator[tuple[str, str]]:
    """What an incident is found by: documents, publishers, sources, actors, places, fields in dispute, issues."""
    for document, account in accounts:
        reading = readings[document]
        yield "document", document
        if reading.document.publisher:
            yield "publisher", reading.document.publisher
        for issue in reading.issues:
            yield "issue", issue.code
        sources = {f"{document}/{source.id}": source for source in reading.sources}
        for link in account.attribution:
            source = sources.get(link.source)
            if source and (name := source.actor or source.name):
                yield "source", name
        for claim in account.claims:
            if claim.field == "actor" and (name := claim.value.get("id") or claim.value.get("name_ar")):
                yield "actor", name
            if claim.field == "place":
                yield from (("place", value) for part in ("id", "admin1") if (value := claim.value.get(part)))
    for name, field in incident.fields.items():
        if field.status == "disputed":
            yield "disputed", name
