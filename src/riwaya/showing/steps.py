"""How counts of people were told, a step each: as of when, by whom, how many, in which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from riwaya.records import COUNT_FIELDS
from riwaya.showing.matrix import Matrix, Voice
from riwaya.showing.telling import Telling
from riwaya.store.moments import in_utc


@dataclass(frozen=True, slots=True)
class Step:
    """A count at a moment, and how it stands to the others. `counted` says that it speaks from a moment of its own.

    Where it does not, the moment is that of its publication.
    """

    at: str | None
    counted: bool
    voice: Voice
    value: Any
    words: str
    document: str
    account: str
    state: str


def steps_of(told: Telling, matrix: Matrix) -> tuple[tuple[str, tuple[Step, ...]], ...]:
    """The steps of each count that is told, by the field, in the order of their moments."""
    found = ((field, sorted(_steps(told, matrix, field), key=_moment)) for field in COUNT_FIELDS)
    return tuple((field, tuple(steps)) for field, steps in found if steps)


def _moment(step: Step) -> tuple[str, str]:
    return (step.at or "9")[:10], in_utc(step.at or "9")


def _steps(told: Telling, matrix: Matrix, field: str) -> Iterator[Step]:
    row = next((row for row in matrix.rows if row.field == field), None)
    for voice, cell in zip(matrix.voices, row.cells if row else (), strict=bool(row)):
        states = {repr(said.value): said.state for said in cell if said.by is None}
        for document, account in voice.accounts:
            published = told.readings[document].document.published
            for claim in account.claims:
                if claim.field == field:
                    own = claim.value.get("as_of") or account.as_of
                    yield Step(
                        own or published, bool(own), voice, claim.value, claim.text, document,
                        account.id.rpartition("/")[2], states.get(repr(claim.value), "alone"),
                    )  # fmt: skip
