"""Writes a reading as the public record: plain dicts and lists, ready for JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from riwaya.records import Account, Claim, Document, Incident, Issue, Provenance, Reading, Segment, Source

if TYPE_CHECKING:
    from riwaya.reconciling.reconcile import Group, Reconciled


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def as_dict(reading: Reading) -> dict[str, Any]:
    """A reading in the shape that `riwaya read --format jsonl` prints, with every key of the record."""
    return {
        "riwaya": reading.riwaya,
        "document": _document(reading.document),
        "sources": [_source(source) for source in reading.sources],
        "accounts": [_account(account) for account in reading.accounts],
        "incidents": [_incident(incident) for incident in reading.incidents],
        "issues": [_issue(issue) for issue in reading.issues],
    }


def to_json(record: Any, indent: int | None = None) -> str:
    """JSON that any reader takes: lone surrogates, which are no text, as escapes."""
    text = _ENCODER.encode(record) if indent is None else json.dumps(record, ensure_ascii=False, indent=indent)
    return text if text.isascii() or _is_text(text) else json.dumps(record, indent=indent)


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _document(document: Document) -> dict[str, Any]:
    withheld = {} if document.withheld is None else {"withheld": document.withheld}
    return withheld | {
        "id": document.id,
        "url": document.url,
        "publisher": document.publisher,
        "title": document.title,
        "published": document.published,
        "language": document.language,
        "sha256": document.sha256,
        "text": document.text,
        "segments": [segment_as_dict(segment) for segment in document.segments],
        "restorations": [{"start": r.start, "end": r.end, "read_as": r.read_as} for r in document.restorations],
        "provenance": provenance_as_dict(document.provenance) if document.provenance else None,
    }


def provenance_as_dict(provenance: Provenance) -> dict[str, Any]:
    """How a document reached us; every key of the record, null where its file does not tell."""
    told = asdict(provenance)
    for key in ("published", "edited", "retrieved"):
        told[key] = told[key] and told[key]._asdict()
    if told["forwarded"]:
        told["forwarded"]["passed_by"] = list(told["forwarded"]["passed_by"])
    return told | {"pointers": list(told["pointers"])}


def segment_as_dict(segment: Segment) -> dict[str, Any]:
    """A segment; author and day only where it is a post that has them."""
    out: dict[str, Any] = {"kind": segment.kind, "start": segment.start, "end": segment.end}
    for key, value in (("author", segment.author), ("published", segment.published)):
        if value is not None:
            out[key] = value
    return out


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "name_en": source.name_en,
        "kind": source.kind,
        "country": source.country,
        "actor": source.actor,
        "anonymous": source.anonymous,
    }


def how_told(account: Account) -> dict[str, Any]:
    """What an account is, whoever tells it: its type, its stance, and as of when it speaks."""
    return {
        "type": account.type,
        "stance": account.stance,
        "modality": account.modality,
        "polarity": account.polarity,
        "background": account.background,
        "as_of": account.as_of,
    }


def _account(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "incident": account.incident,
        **how_told(account),
        "attribution": [{"source": a.source, "start": a.start, "end": a.end} for a in account.attribution],
        "statement": {"start": account.statement.start, "end": account.statement.end},
        "trigger": {"start": account.trigger.start, "end": account.trigger.end},
        "claims": [_claim(claim) for claim in account.claims],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "field": claim.field,
        "value": claim.value,
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "rule": claim.rule,
        "confidence": claim.confidence,
    }


def _incident(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "type": incident.type,
        "accounts": list(incident.accounts),
        "background": incident.background,
        "independent_lines": incident.independent_lines,
        "lines": [
            {
                "name": line.name,
                "accounts": list(line.accounts),
                "joined": [{"a": j.a, "b": j.b, "why": j.why} for j in line.joined],
            }
            for line in incident.lines
        ],
        "fields": {
            name: {
                "status": field.status,
                "claims": [{"value": v.value, "accounts": list(v.accounts)} for v in field.claims],
                "relations": [{"a": r.a, "b": r.b, "relation": r.relation, "why": r.why} for r in field.relations],
            }
            for name, field in incident.fields.items()
        },
    }


def reconciled_as_dict(reconciled: Reconciled) -> dict[str, Any]:
    """An incident over documents in the shape that `riwaya reconcile --format jsonl` prints.

    Its fields name each account `document/account`; an account's own id has no stroke in it.
    """
    return grouped_as_dict(reconciled.incident, reconciled.accounts, links_of(reconciled))


def links_of(reconciled: Reconciled | Group) -> Iterator[dict[str, Any]]:
    """The links that hold an incident over documents together, as `riwaya reconcile` prints them."""
    for link in reconciled.links:
        reasons = [{"about": r.about, "weight": round(r.weight, 2), "why": r.why} for r in link.reasons]
        yield link_as_dict(link.a, link.b, link.score, reasons, link.state)


def grouped_as_dict(
    incident: Incident, accounts: Iterable[tuple[str, str]], links: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """An incident over documents, with its accounts as document and account, and its links."""
    told = _incident(incident)
    return {
        "id": told["id"],
        "type": told["type"],
        "background": told["background"],
        "accounts": [{"document": document, "account": account} for document, account in accounts],
        "independent_lines": told["independent_lines"],
        "lines": told["lines"],
        "fields": told["fields"],
        "links": list(links),
    }


def link_as_dict(
    a: tuple[str, str], b: tuple[str, str], score: float, reasons: list[dict[str, Any]], state: str
) -> dict[str, Any]:
    """A link between two happenings, each a document and an incident of its reading."""
    return {
        "a": {"document": a[0], "incident": a[1]},
        "b": {"document": b[0], "incident": b[1]},
        "score": score,
        "reasons": reasons,
        "state": state,
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {"code": issue.code, "start": issue.start, "end": issue.end, "message": issue.message}
