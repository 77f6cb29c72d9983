"""How the values of an incident's fields stand to each other, a sentence each, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from riwaya.exports.updating import in_order
from riwaya.records import FieldValue, IncidentField, Relation
from riwaya.showing.matrix import Matrix, Voice
from riwaya.showing.telling import Telling

_DENYING = ("denies", "doubts")
_ORDER = ("denies", "disputes", "updates", "refines")


@dataclass(frozen=True, slots=True)
class Between:
    """Two values of a field, who says each, how they stand to each other, and why.

    The later figure comes before the one that it updates, and who denies before whom he denies.
    """

    field: str
    relation: str
    a: Any
    b: Any
    a_voices: tuple[Voice, ...]
    b_voices: tuple[Voice, ...]
    why: str


def relations_of(told: Telling, matrix: Matrix) -> tuple[Between, ...]:
    """Every relation that is more than agreement."""
    return tuple(sorted(_found(told, matrix), key=lambda each: _ORDER.index(each.relation)))


def _found(told: Telling, matrix: Matrix) -> Iterator[Between]:
    for name, field in told.incident.fields.items():
        for relation in field.relations:
            if relation.relation in _ORDER:
                a, b = (field.claims[index] for index in _sides(told, field, relation))
                yield Between(name, relation.relation, a.value, b.value, _who(a, matrix), _who(b, matrix), relation.why)


def _sides(told: Telling, field: IncidentField, relation: Relation) -> tuple[int, int]:
    """The values of a relation in the order in which it is said, as indices into the field's claims."""
    if relation.relation == "updates":
        earlier, later = in_order(told, field, relation)
        return later, earlier
    if relation.relation == "denies":
        denying = {account.id for _, account in told.accounts if account.stance in _DENYING}
        if denying.isdisjoint(field.claims[relation.a].accounts):
            return relation.b, relation.a
    return relation.a, relation.b


def _who(value: FieldValue, matrix: Matrix) -> tuple[Voice, ...]:
    told = set(value.accounts)
    return tuple(voice for voice in matrix.voices if not told.isdisjoint(account.id for _, account in voice.accounts))
