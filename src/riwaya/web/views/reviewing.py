"""An item of the review as it is looked at: what is said by whom in which words, and the documents to look into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from riwaya.records import Account, Reading, Span
from riwaya.showing.evidence import Step, chain_of
from riwaya.showing.marked import Marked, marked
from riwaya.store.review_items import ReviewItem

_MOST_DOCUMENTS = 6
"""Documents that are shown whole beside an item; the incident shows all."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What an account says of the field of an item, through whom and in which words, and what may be corrected."""

    document: str
    account: Account
    field: str
    values: tuple[Any, ...]
    words: tuple[str, ...]
    chain: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An item with its sayings, and its documents by their ids."""

    item: ReviewItem
    sayings: tuple[Saying, ...]
    documents: Mapping[str, Marked]


def card_of(item: ReviewItem, readings: Mapping[str, Reading]) -> Card:
    """An item as it is looked at. `readings` are the current ones of its documents."""
    sayings = tuple(_sayings(item, readings))
    wanted = dict.fromkeys(document for document, _ in item.happenings if document in readings)
    shown = list(wanted)[:_MOST_DOCUMENTS]
    return Card(item, sayings, {id: marked(readings[id], asked=_asked(item, id, readings[id])) for id in shown})


def _sayings(item: ReviewItem, readings: Mapping[str, Reading]) -> Iterator[Saying]:
    """What the accounts that an item is about say: of its field, or, where it has none, at all."""
    field = item.told.get("field", "")
    named = {tuple(name) for name in item.told.get("accounts", ())}
    for document, happening in item.happenings:
        if document not in readings:
            continue
        for account in readings[document].accounts:
            if account.incident != happening or (named and (document, account.id) not in named):
                continue
            claims = [claim for claim in account.claims if claim.field == field]
            yield Saying(
                document,
                account,
                field,
                tuple(claim.value for claim in claims),
                tuple(claim.text for claim in claims),
                chain_of(readings[document], account),
            )


def _asked(item: ReviewItem, document: str, reading: Reading) -> list[Span]:
    """The stretches of a document that an item is about."""
    if item.reason == "restored":
        return [Span(start, end) for start, end, _ in item.told["words"]]
    if item.reason == "unread":
        return [Span(start, end) for _, start, end, _ in item.told["issues"] if start is not None and end > start]
    happenings = {happening for of, happening in item.happenings if of == document}
    accounts = [account for account in reading.accounts if account.incident in happenings]
    if item.reason == "similar":
        return [account.statement for account in accounts]
    named = {tuple(name) for name in item.told["accounts"]}
    return [
        Span(claim.start, claim.end)
        for account in accounts
        for claim in account.claims
        if (document, account.id) in named and claim.field == item.told["field"] and claim.end > claim.start
    ]
