"""How the values of an incident's fields stand to each other, a sentence each, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from riwaya.records import FieldValue, Incident
from riwaya.web.views.matrix import Matrix, Voice

_ORDER = ("denies", "disputes", "updates", "refines")


@dataclass(frozen=True, slots=True)
class Between:
    """Two values of a field, who says each, how they stand to each other, and why."""

    field: str
    relation: str
    a: Any
    b: Any
    a_voices: tuple[Voice, ...]
    b_voices: tuple[Voice, ...]
    why: str


def relations_of(incident: Incident, matrix: Matrix) -> tuple[Between, ...]:
    """Every relation that is more than agreement."""
    return tuple(sorted(_found(incident, matrix), key=lambda each: _ORDER.index(each.relation)))


def _found(incident: Incident, matrix: Matrix) -> Iterator[Between]:
    for name, field in incident.fields.items():
        for relation in field.relations:
            if relation.relation in _ORDER:
                a, b = field.claims[relation.a], field.claims[relation.b]
                yield Between(name, relation.relation, a.value, b.value, _who(a, matrix), _who(b, matrix), relation.why)


def _who(value: FieldValue, matrix: Matrix) -> tuple[Voice, ...]:
    told = set(value.accounts)
    return tuple(voice for voice in matrix.voices if not told.isdisjoint(account.id for _, account in voice.accounts))
