"""An incident on paper: its table in parts that fit a page, and an appendix with the words behind every value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.records import Document
from riwaya.showing.marked import Told as Account
from riwaya.showing.marked import marked
from riwaya.showing.matrix import Matrix, Row
from riwaya.store.runs import Told

MOST_VOICES = 4
"""Columns of a table that fit on a page beside the questions."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the appendix: its number there, and the accounts in it that tell of the incident."""

    number: int
    document: Document
    accounts: tuple[Account, ...]


def parts_of(matrix: Matrix, most: int = MOST_VOICES) -> Iterator[Matrix]:
    """The table, a few voices at a time; questions that none of them answers are left out of a part."""
    for start in range(0, len(matrix.voices), most):
        end = start + most
        rows = (Row(row.field, row.status, row.cells[start:end]) for row in matrix.rows)
        yield Matrix(matrix.voices[start:end], tuple(row for row in rows if any(row.cells)))


def appendix_of(told: Told) -> tuple[Entry, ...]:
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
