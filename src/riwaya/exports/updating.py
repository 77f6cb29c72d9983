"""Which of two figures came later, where the record says only that one updates the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from riwaya.records import Account, FieldValue, IncidentField, Reading, Relation
from riwaya.store.moments import in_utc

_EARLIER = ("first", "superseded")
"""Marks of a count that its own words tell as an earlier one."""


class Telling(Protocol):
    """Accounts with their documents, and the readings of those."""

    @property
    def accounts(self) -> tuple[tuple[str, Account], ...]:
        """The accounts, each with its document; their ids are `document/account`."""

    @property
    def readings(self) -> Mapping[str, Reading]:
        """The readings, by document."""


def in_order(told: Telling, field: IncidentField, relation: Relation) -> tuple[int, int]:
    """The two values of an update, as indices into the field's claims: the earlier one and the one that updates it.

    What its words call earlier is so; else the day counts that a figure speaks from, then when it was published, and of
    two at one time the higher one is later, for tolls rise.
    """
    first, second = sorted((relation.a, relation.b), key=lambda index: _moment(told, field.claims[index]))
    return first, second


def superseded_in(told: Telling, field: IncidentField) -> frozenset[int]:
    """The values of a field that were told anew since, as indices into its claims."""
    updates = (relation for relation in field.relations if relation.relation == "updates")
    return frozenset(in_order(told, field, relation)[0] for relation in updates)


def _moment(told: Telling, value: FieldValue) -> tuple[bool, str, str, int]:
    count = value.value if isinstance(value.value, dict) else {}
    accounts = [(document, account) for document, account in told.accounts if account.id in value.accounts]
    as_of = max((count.get("as_of") or account.as_of or "" for _, account in accounts), default="")
    published = max((told.readings[document].document.published or "" for document, _ in accounts), default="")
    stands = not any(count.get(mark) for mark in _EARLIER)
    return stands, as_of[:10], in_utc(published), count.get("low") or 0
