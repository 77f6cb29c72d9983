"""Accounts as records of the PLOVER 2.0 draft, as JSON Lines.

A record of the draft is an event as one text tells it, with one citation and one stretch of text; whether two are one
happening it leaves open. So an account is a record, and `link`, by which the draft ties related events, its incident.
What the draft has no field for stands under `riwaya`: stance, chain, what others say against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from riwaya.exports.codes import code_of, codebook, number_of
from riwaya.exports.facts import best, breadth, status_of
from riwaya.exports.formats import Options
from riwaya.exports.json import how_told, to_json
from riwaya.exports.material import Case, Material, chain_of
from riwaya.exports.rejects import Rejects
from riwaya.exports.target import Target
from riwaya.knowledge.load import DATA
from riwaya.records import VERSION, Account, Claim, Document

CODEBOOK = "plover-2.0-draft"
COMMENT = "A claim found in a source, not a finding."
_TWO_SIDED = ("clash", "campaign")
"""Types in which both sides act; the draft then has all of them as actors and no recipient."""
_NEEDED = ("id", "date", "actor", "event")
_SIZES = {"dead": "killed", "injured": "injured", "arrested": "detained"}


def write(material: Material, target: Target, options: Options) -> None:
    """Writes a record a line, by incident and account, and beside it the incidents that have accounts without a day."""
    rejects = Rejects(why_none, options)
    with target.open(target.file()) as out:
        for case in material.cases():
            rejects.noted(case)
            for document, account in case.accounts:
                if _dates(case, document, account):
                    out.write(to_json(record_of(case, document, account)).encode() + b"\n")
    rejects.write(target)


def why_none(case: Case) -> str | None:
    """Why an account of an incident has no record: the draft wants a day."""
    return None if all(_dates(case, document, account) for document, account in case.accounts) else "no_date"


def record_of(case: Case, document: str, account: Account) -> dict[str, Any]:
    """The record of an account. Keys that the account tells nothing for are left out, but for those that are needed."""
    source = case.readings[document].document
    event, modes = _event(account)
    told = {
        "id": account.id,
        **_dates(case, document, account),
        **_parties(account),
        "event": [event],
        "mode": modes,
        "context": _contexts(account),
        "quad_code": number_of("plover_events", event, "quad"),
        "event_loc": _location(account),
        "event_text": list(filter(None, [source.text[account.trigger.start : account.trigger.end]])),
        "size": {size: low for size, field in _SIZES.items() if (low := _low(account, field)) is not None},
        "link": case.id,
        "text_info": {"start": account.statement.start, "end": account.statement.end},
        "cite_info": _citation(source),
        "coder": f"riwaya {VERSION}",
        "comment": COMMENT,
    }
    kept = {key: value for key, value in told.items() if value or key in _NEEDED}
    return kept | {"riwaya": _ours(case, document, account)}


# ------------------------------------------------------------------------------------------------------- what happened


def _event(account: Account) -> tuple[str, list[str]]:
    """The event and its modes, with the auxiliary ones behind; a threat of a deed is the event of threatening it."""
    row = codebook("events").row(account.type)
    event, mode = row["plover_event"], row["plover_mode"]
    if account.stance == "threatens" and event == "ASSAULT":
        return "THREATEN", ["violence"]
    words = {"stance": account.stance, "modality": account.modality, "polarity": account.polarity}
    words["background"] = "yes" if account.background else "no"
    auxiliary = [each["mode"] for each in _rows("plover_auxiliary") if words[each["field"]] == each["value"]]
    return event, list(dict.fromkeys(filter(None, [mode, *auxiliary])))


def _contexts(account: Account) -> list[str]:
    told = {(claim.field, _word(claim)) for claim in account.claims}
    return list(
        dict.fromkeys(row["context"] for row in _rows("plover_contexts") if (row["field"], row["value"]) in told)
    )


def _word(claim: Claim) -> str | None:
    value = claim.value if isinstance(claim.value, dict) else {}
    return value.get("id") if claim.field == "weapon" else value.get("kind")


@cache
def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    lines = (DATA / "codebook" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    return tuple(dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:])


def _low(account: Account, field: str) -> int | None:
    counts = (claim.value for claim in account.claims if claim.field == field and claim.value)
    return next((each["low"] for each in counts if (each.get("scope") or "incident") == "incident"), None)


# ------------------------------------------------------------------------------------------------- when, who and where


def _dates(case: Case, document: str, account: Account) -> dict[str, Any]:
    """The days of the account, else of its incident, else the one it speaks from, else that of publishing."""
    own = sorted(
        (claim.value for claim in account.claims if claim.field == "happened" and claim.value),
        key=lambda value: breadth("happened", value),
    )
    incident = best(case, "happened")
    for told in (*own, *([incident.value] if incident else ())):
        if told["earliest"] and told["latest"]:
            first, last = told["earliest"][:10], told["latest"][:10]
            return {"date": first, "enddate": last if last != first else None}
    spoken = account.as_of or case.readings[document].document.published
    return {"date": spoken[:10]} if spoken else {}


def _parties(account: Account) -> dict[str, list[dict[str, Any]]]:
    sides = {
        field: [_entity(claim) for claim in account.claims if claim.field == field and claim.value]
        for field in ("actor", "target")
    }
    if account.type in _TWO_SIDED:
        return {"actor": sides["actor"] + sides["target"], "recipient": []}
    return {"actor": sides["actor"], "recipient": sides["target"]}


def _entity(claim: Claim) -> dict[str, Any]:
    told = claim.value
    entity = {
        "code": code_of("countries", told.get("country"), "iso3"),
        "sector": code_of("kinds", told.get("kind"), "plover_sector"),
        "entity_text": claim.text,
        "identifier_text": told.get("name_en") or told.get("name_ar"),
        "riwaya_id": told.get("id"),
        "riwaya_kind": told.get("kind"),
    }
    return {key: value for key, value in entity.items() if value}


def _location(account: Account) -> dict[str, Any]:
    """The narrowest place that the account tells, by the resolution that the draft has for it."""
    told = [claim for claim in account.claims if claim.field == "place" and claim.value]
    if not told:
        return {}
    claim = min(told, key=lambda each: breadth("place", each.value))
    place = claim.value
    resolution = number_of("precisions", place.get("precision"), "plover_resolution")
    id, name = str(place.get("id") or ""), place.get("name_en") or place.get("name_ar")
    location = {
        "extracted_place": claim.text,
        "resolved_place": name,
        "geonameid": int(id[3:]) if id.startswith("gn:") and id[3:].isdigit() else None,
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "city": name if resolution == 4 else None,
        "district": name if place.get("kind") == "district" else None,
        "province": place.get("admin1_en") or place.get("admin1"),
        "country": code_of("countries", place.get("country"), "name_en"),
        "country_code": place.get("country"),
        "cc3": code_of("countries", place.get("country"), "iso3"),
        "resolution": resolution,
    }
    return {key: value for key, value in location.items() if value is not None}


# -------------------------------------------------------------------------------------------- who says it, who against


def _citation(document: Document) -> dict[str, Any]:
    told = {
        "url": document.url,
        "title": document.title,
        "language": document.language,
        "publication": document.publisher,
        "published": document.published,
        "coder": f"riwaya {VERSION}",
        "codebook": CODEBOOK,
    }
    return {key: value for key, value in told.items() if value}


def _ours(case: Case, document: str, account: Account) -> dict[str, Any]:
    chain = chain_of(case, document, account)
    return {
        **how_told(account),
        "attribution": [
            {"name": source.name, "kind": source.kind, "anonymous": source.anonymous} for source in chain.sources
        ],
        "document": document,
        "claims": [
            {"field": claim.field, "value": claim.value, "text": claim.text, "start": claim.start, "end": claim.end}
            for claim in account.claims
        ],
        "disputes": _disputes(case, account.id),
        "independent_lines": case.incident.independent_lines,
        "incident_status": status_of(case),
    }


def _disputes(case: Case, account: str) -> list[dict[str, Any]]:
    """Which fields others dispute or deny that this account tells of, and the accounts that do."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for name, field in case.incident.fields.items():
        for relation in field.relations:
            sides = (field.claims[relation.a].accounts, field.claims[relation.b].accounts)
            for side, others in (sides, sides[::-1]):
                if relation.relation in ("disputes", "denies") and account in side:
                    found.setdefault((name, relation.relation), {}).update(dict.fromkeys(others))
    return [{"field": key[0], "relation": key[1], "accounts": list(others)} for key, others in found.items()]
