"""Which of two figures came later, where the record says only that one updates the other."""

from __future__ import annotations

from riwaya.records import FieldValue, IncidentField, Relation
from riwaya.store.moments import in_utc
from riwaya.store.runs import Told

_EARLIER = ("first", "superseded")
"""Marks of a count that its own words tell as an earlier one."""


def in_order(told: Told, field: IncidentField, relation: Relation) -> tuple[int, int]:
    """The two values of an update, as indices into the field's claims: the earlier one and the one that updates it.

    What its words call earlier is so; else the day counts that a figure speaks from, then when it was published, and of
    two at one time the higher one is later, for tolls rise.
    """
    first, second = sorted((relation.a, relation.b), key=lambda index: _moment(told, field.claims[index]))
    return first, second


def superseded_in(told: Told, field: IncidentField) -> frozenset[int]:
    """The values of a field that were told anew since, as indices into its claims."""
    updates = (relation for relation in field.relations if relation.relation == "updates")
    return frozenset(in_order(told, field, relation)[0] for relation in updates)


def _moment(told: Told, value: FieldValue) -> tuple[bool, str, str, int]:
    count = value.value if isinstance(value.value, dict) else {}
    accounts = [(document, account) for document, account in told.accounts if account.id in value.accounts]
    as_of = max((count.get("as_of") or account.as_of or "" for _, account in accounts), default="")
    published = max((told.readings[document].document.published or "" for document, _ in accounts), default="")
    stands = not any(count.get(mark) for mark in _EARLIER)
    return stands, as_of[:10], in_utc(published), count.get("low") or 0
