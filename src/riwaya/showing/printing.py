"""An incident on paper: its table in parts that fit a page, and an appendix with the words behind every value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from riwaya.records import Document
from riwaya.showing.decisions import Entry as Decided
from riwaya.showing.graphic import descriptions
from riwaya.showing.marked import Told as Account
from riwaya.showing.marked import marked
from riwaya.showing.matrix import Matrix, Row, matrix_of
from riwaya.showing.relations import Between, relations_of
from riwaya.showing.sentence import sentence
from riwaya.showing.shown import Shown
from riwaya.showing.steps import Step, steps_of
from riwaya.showing.telling import NOTHING, Corrected, Correction, Telling
from riwaya.showing.tolls import Chart, charts_of

MOST_VOICES = 4
"""Columns of a table that fit on a page beside the questions."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the appendix: its number there, and the accounts in it that tell of the incident."""

    number: int
    document: Document
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that paper shows of an incident.

    `anchor` is what ids on it begin with, so that several incidents may stand in one file. `kinds` counts those who
    speak by what they are, the most first.
    """

    id: str
    anchor: str
    sentence: str
    told: Telling
    disputed: tuple[str, ...]
    matrix: Matrix
    parts: tuple[Matrix, ...]
    relations: tuple[Between, ...]
    charts: tuple[Chart, ...]
    steps: tuple[tuple[str, tuple[Step, ...]], ...]
    kinds: tuple[tuple[str, int], ...]
    corrections: tuple[Correction, ...]
    history: tuple[Decided, ...]
    appendix: tuple[Entry, ...]

    @property
    def has_graphic(self) -> bool:
        """Whether any of its documents describes violence to bodies."""
        return any(descriptions(reading.document.text) for reading in self.told.readings.values())


def sheet_of(
    told: Telling,
    id: str,
    shown: Shown,
    *,
    corrected: Corrected = NOTHING,
    history: Iterable[Decided] = (),
    anchor: str = "",
) -> Sheet:
    """An incident as paper shows it."""
    matrix = matrix_of(told, corrected)
    fields = told.incident.fields
    values = {name: field.claims[0].value for name, field in fields.items() if field.claims}
    return Sheet(
        id,
        anchor,
        sentence(shown, told.incident.type, values),
        told,
        tuple(name for name, field in fields.items() if field.status == "disputed"),
        matrix,
        tuple(parts_of(matrix)),
        tuple(each for each in relations_of(told, matrix) if each.relation != "refines"),
        charts_of(told, matrix),
        steps_of(told, matrix),
        tuple(Counter(voice.source.kind if voice.source else "outlet" for voice in matrix.voices).most_common()),
        tuple(corrected.values()),
        tuple(history),
        appendix_of(told),
    )


def parts_of(matrix: Matrix, most: int = MOST_VOICES) -> Iterator[Matrix]:
    """The table, a few voices at a time; questions that none of them answers are left out of a part.

    As few tables as may be, and none much narrower than the others.
    """
    tables = -(-len(matrix.voices) // most)
    cuts = [round(len(matrix.voices) * number / tables) for number in range(tables + 1)] if tables else []
    for start, end in pairwise(cuts):
        rows = (Row(row.field, row.status, row.cells[start:end]) for row in matrix.rows)
        yield Matrix(matrix.voices[start:end], tuple(row for row in rows if any(row.cells)))


def appendix_of(told: Telling) -> tuple[Entry, ...]:
    """The documents of an incident in the order of their publication, each with its accounts of the incident."""
    inside = {account.id for _, account in told.accounts}
    readings = sorted(told.readings.items(), key=lambda each: (each[1].document.published or "9", each[0]))
    return tuple(
        Entry(
            number,
            reading.document,
            tuple(each for each in marked(reading).accounts if f"{document}/{each.account.id}" in inside),
        )
        for number, (document, reading) in enumerate(readings, start=1)
    )
