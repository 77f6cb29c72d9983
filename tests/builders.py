"""Small records with sensible defaults, for tests that need one and care for a few of its fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from riwaya.records import (
    VERSION,
    Account,
    Claim,
    Document,
    FieldValue,
    Incident,
    IncidentField,
    Issue,
    Link,
    Reading,
    Relation,
    Source,
    Span,
)

TEXT = "قال مصدر أمني إن هجوما استهدف المعسكر وقتل ثلاثة جنود، ونفت الوزارة وقوع قتلى."


def make_source(id: str = "s0", **fields: Any) -> Source:
    """A source; without a name it is the publisher that nobody named."""
    return replace(Source(id, None, None, "outlet", None, None, False), **fields)


def make_claim(field: str, value: Any, text: str = TEXT, words: str = "ثلاثة", **fields: Any) -> Claim:
    """A claim with its words where they stand in the text."""
    start = text.index(words)
    return replace(Claim(field, value, words, start, start + len(words), f"made.{field}", 0.8), **fields)


def make_count(low: int | None, high: int | None = -1, **more: Any) -> dict[str, Any]:
    """The value of a toll: `make_count(3)` is three, `make_count(3, None)` is three or more."""
    return {"low": low, "high": low if high == -1 else high, "scope": "incident", "since": None, "who": [], **more}


def make_account(
    id: str = "a1", claims: Iterable[Claim] = (), chain: Iterable[str] = ("s0",), **fields: Any
) -> Account:
    """An account of the whole text by a chain of sources."""
    links = tuple(
        Link(source, None if not number else 0, None if not number else 4) for number, source in enumerate(chain)
    )
    told = ("attack", "asserts", "actual", "affirmed", False, "2024-01-15")
    made = Account(id, "i1", *told, links, Span(0, len(TEXT)), Span(17, 22), tuple(claims))
    return replace(made, **fields)


def make_field(status: str, *values: tuple[Any, tuple[str, ...]], relation: str | None = None) -> IncidentField:
    """A field of an incident: each value with the accounts that say it; a relation between the first two."""
    relations = (Relation(0, 1, relation, "made"),) if relation else ()
    return IncidentField(status, tuple(FieldValue(value, accounts) for value, accounts in values), relations)


def make_incident(accounts: Iterable[Account], fields: dict[str, IncidentField] | None = None, **more: Any) -> Incident:
    """An incident that groups some accounts."""
    members = tuple(account.id for account in accounts)
    return replace(Incident("i1", "attack", members, False, 1, fields or {}), **more)


def make_document(text: str = TEXT, **fields: Any) -> Document:
    """A document without segments."""
    return replace(Document("d1", text, "0" * 64, published="2024-01-15"), **fields)


def make_reading(
    accounts: Iterable[Account] = (),
    incidents: Iterable[Incident] = (),
    sources: Iterable[Source] = (),
    issues: Iterable[Issue] = (),
    **document: Any,
) -> Reading:
    """A reading of a made document."""
    return Reading(VERSION, make_document(**document), tuple(sources), tuple(accounts), tuple(incidents), tuple(issues))
