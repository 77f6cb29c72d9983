"""Documents, sources, actors and incidents as entities of FollowTheMoney, the model of Aleph and its like.

The model has one bag of values a property and nobody who tells them: an incident here has the values that stand, and
a note for each field in dispute. Who tells which is in the statements (`ftm_statements.py`). Counts of people have no
property, so they stand in `notes` as words. Ids are hashes, so one body has one id in every export.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from riwaya.exports.facts import best, disputed_fields, figure, span_of_days, standing, status_of
from riwaya.exports.formats import Options
from riwaya.exports.incident_rows import permalink
from riwaya.exports.lines import FSI, PDI
from riwaya.exports.material import Case, Material, claims_of
from riwaya.exports.profiles.masking import MARK
from riwaya.exports.wording import Wording, labels_of
from riwaya.knowledge.load import DATA, Table
from riwaya.records import COUNT_FIELDS, Reading, Source
from riwaya.store.moments import in_utc

_WIDER = ("LegalEntity", "Organization", "PublicBody")
"""Schemas each of which is also the one before it."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity: its id, its schema, and the values of each of its properties."""

    id: str
    schema: str
    properties: dict[str, list[str]]

    def as_dict(self) -> dict[str, Any]:
        """The entity as its library has it in JSON."""
        return {"id": self.id, "schema": self.schema, "properties": self.properties}


def entities_of(material: Material, options: Options) -> Iterator[Entity]:
    """The entities of some material, each once: documents, then incidents with what hangs on them, then parties."""
    parties: dict[str, Entity] = {}
    for reading in material.readings():
        for source in reading.sources:
            _add(parties, party_of_source(reading, source))
        yield document_of(reading)
    for case in material.cases():
        claimed = (claim.value for _, _, _, claim in claims_of(case) if claim.field == "actor")
        for value in (*(each.value for each in standing(case, "actor")), *claimed):
            _add(parties, party_of_actor(case.id, value))
        yield from _of_case(case, options)
    yield from (parties[id] for id in sorted(parties))


def hashed(*parts: str | None) -> str:
    """An id that says nothing and is the same wherever the same is told."""
    return hashlib.sha1("\x1f".join(("riwaya", *(part or "" for part in parts))).encode("utf-8", "replace")).hexdigest()


def told(**properties: Any) -> dict[str, list[str]]:
    """Properties, each a list of what is not empty."""
    listed = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    found = {name: list(dict.fromkeys(_text(each) for each in values if each)) for name, values in listed.items()}
    return {name: values for name, values in found.items() if values}


def _text(value: Any) -> str:
    return str(value).replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def moment(published: str | None) -> str | None:
    """A day or a moment in UTC as the model takes it."""
    return in_utc(published).split(".")[0].removesuffix("Z") if published else None


# ----------------------------------------------------------------------------------------------------------- documents


def document_id(reading: Reading) -> str:
    """The id of the entity of a document."""
    return hashed("document", reading.document.id)


def document_of(reading: Reading) -> Entity:
    """A document as an article, or as a message where it is a post whose sender and words are told."""
    document, provenance = reading.document, reading.document.provenance
    sender = next((party for source in reading.sources[:1] if (party := party_of_source(reading, source))), None)
    is_post = bool(provenance and provenance.post and sender and document.text)
    shared = told(
        title=document.title,
        bodyText=document.text,
        language="ara" if document.language == "ar" else None,
        sourceUrl=document.url if (document.url or "").startswith(("http://", "https://")) else None,
        publisher=document.publisher,
        author=provenance.author if provenance else None,
        publishedAt=moment(document.published),
        retrievedAt=moment(provenance.retrieved.at) if provenance and provenance.retrieved else None,
        notes=f"sha256:{document.sha256}",
    )
    if is_post and sender:
        return Entity(document_id(reading), "Message", {**shared, **told(sender=sender.id)})
    return Entity(document_id(reading), "Article", shared)


# ------------------------------------------------------------------------------------------------------------- parties


@cache
def _schemas() -> Table:
    return Table(DATA / "codebook" / "ftm_schemas.tsv")


def schema_of(kind: str | None) -> str:
    """The schema of a kind of source or actor; the widest where the table has none."""
    row = _schemas().get(kind or "")
    return row["schema"] if row else "LegalEntity"


def party_of_source(reading: Reading, source: Source) -> Entity | None:
    """A source as a party, None where it has no name; one that is not named by name is of its document alone."""
    where = reading.document.id if source.anonymous else None
    return _party(source.actor, source.name, source.name_en, source.kind, source.country, where)


def party_of_actor(where: str, value: Any) -> Entity | None:
    """An actor as a party, None where it has no name; men whom nobody identifies are of their incident alone."""
    if not isinstance(value, Mapping):
        return None
    alone = where if value.get("kind") in ("unidentified", "civilians", "rioters", "protesters") else None
    names = value.get("name_ar"), value.get("name_en")
    return _party(value.get("id"), *names, value.get("kind"), value.get("country"), alone)


def _party(
    id: str | None, name: str | None, name_en: str | None, kind: str | None, country: str | None, where: str | None
) -> Entity | None:
    if not (name or name_en) or MARK in (name or name_en or ""):
        return None
    properties = told(name=[name, name_en], country=(country or "").lower())
    return Entity(hashed("party", id or name or name_en, where), schema_of(kind), properties)


def _add(parties: dict[str, Entity], party: Entity | None) -> None:
    """Adds a party to those there are; what is told of it elsewhere is kept."""
    if party is None:
        return
    before = parties.get(party.id, party)
    names = dict.fromkeys((*before.properties, *party.properties))
    both = {
        name: list(dict.fromkeys((*before.properties.get(name, ()), *party.properties.get(name, ())))) for name in names
    }
    parties[party.id] = Entity(party.id, _narrower(before.schema, party.schema), both)


def _narrower(a: str, b: str) -> str:
    """The schema of what is told to be of two: the narrower one, and where they part what both are."""
    if {a, b} <= set(_WIDER):
        return max(a, b, key=_WIDER.index)
    return a if b in (a, "LegalEntity") else b if a == "LegalEntity" else "LegalEntity"


# ----------------------------------------------------------------------------------------------------------- incidents


def event_id(case: Case) -> str:
    """The id of the entity of an incident."""
    return hashed("event", case.id)


def event_name(case: Case, options: Options) -> str:
    """What an incident is called: what it is, and where."""
    labels = labels_of(options.language)
    value = best(case, "place")
    place = value.value if value else {}
    keys = ("name_ar", "name_en") if labels.prefers_arabic else ("name_en", "name_ar")
    where = next((place[key] for key in keys if place.get(key)), None)
    return plain(labels.of("type", case.incident.type) + (f", {where}" if where else ""))


def plain(text: str) -> str:
    """Words without the marks that keep their direction on a page."""
    return text.replace(FSI, "").replace(PDI, "")


def _of_case(case: Case, options: Options) -> Iterator[Entity]:
    event = _event(case, options)
    yield event
    for document, reading in sorted(case.readings.items()):
        properties = told(document=document_id(reading), entity=event.id, role="tells of it")
        yield Entity(hashed("documentation", document, case.id), "Documentation", properties)
    yield from _mentions(case)
    wording = Wording(labels_of(options.language))
    for name in disputed_fields(case):
        properties = told(name=f"In dispute: {name}", entity=event.id, description=_dispute(case, name, wording))
        yield Entity(hashed("note", case.id, name), "Note", properties)


def _event(case: Case, options: Options) -> Entity:
    first, last = span_of_days(case)
    places = [value.value for value in standing(case, "place")]
    actors = [party_of_actor(case.id, value.value) for value in standing(case, "actor")]
    address = permalink(case, options)
    properties = told(
        name=event_name(case, options),
        startDate=first,
        endDate=last,
        date=first if first == last else None,
        location=[name for place in places for name in (place.get("name_ar"), place.get("name_en"))],
        country=[(place.get("country") or "").lower() for place in places],
        involved=[party.id for party in actors if party],
        proof=[document_id(reading) for _, reading in sorted(case.readings.items())],
        sourceUrl=address if address.startswith(("http://", "https://")) else None,
        recordId=case.id,
        keywords=[case.incident.type, status_of(case)],
        notes=[plain(labels_of(options.language).of("word", "caveat")), *_counts(case)],
    )
    return Entity(event_id(case), "Event", properties)


def _counts(case: Case) -> Iterator[str]:
    for name in COUNT_FIELDS:
        found = figure(case, name)
        if found.claims:
            as_of = f", as of {found.as_of[:10]}" if found.as_of else ""
            yield f"{name}: {_bounds(found.low, found.high)}{as_of}"


def _bounds(low: int | None, high: int | None) -> str:
    if low == high:
        return str(low)
    return f"{low} or more" if high is None else f"at most {high}" if low is None else f"{low} to {high}"


def _dispute(case: Case, name: str, wording: Wording) -> str:
    """What each account tells of a field in dispute, by who tells it."""
    lines = []
    for told_value in case.incident.fields[name].claims:
        tellers = [_speaker(case, account) for account in told_value.accounts]
        lines.append(f"{plain(wording.value(name, told_value.value))}: {'; '.join(dict.fromkeys(tellers))}")
    return "\n".join(lines)


def _speaker(case: Case, account: str) -> str:
    document, _, id = account.rpartition("/")
    reading = case.readings[document]
    sources = {source.id: source for source in reading.sources}
    speaker = next(sources[each.attribution[-1].source] for each in reading.accounts if each.id == id)
    return speaker.name or speaker.kind


def _mentions(case: Case) -> Iterator[Entity]:
    """The words by which documents name who speaks and who acted, each once a document."""
    found: dict[str, Entity] = {}
    for document, account in case.accounts:
        reading = case.readings[document]
        sources = {f"{document}/{source.id}": source for source in reading.sources}
        named = [
            (party_of_source(reading, sources[link.source]), reading.document.text[link.start : link.end])
            for link in account.attribution
            if link.start is not None
        ]
        named += [
            (party_of_actor(case.id, claim.value), claim.text) for claim in account.claims if claim.field == "actor"
        ]
        for party, words in named:
            if party and words and MARK not in words:
                properties = told(
                    document=document_id(reading), resolved=party.id, name=words, detectedSchema=party.schema
                )
                id = hashed("mention", document, party.id, words)
                found[id] = Entity(id, "Mention", properties)
    yield from found.values()
