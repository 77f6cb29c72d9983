"""The codes of other people's layouts for the words of the record: look-ups in `data/codebook`, and what follows.

What a table has no code for is None, never a likely one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from riwaya.exports.facts import best, standing
from riwaya.exports.material import Case
from riwaya.knowledge.load import DATA, Table


@cache
def codebook(name: str) -> Table:
    """A table of the codebook."""
    return Table(DATA / "codebook" / f"{name}.tsv")


def code_of(table: str, word: str | None, column: str) -> str | None:
    """What a table of the codebook has for a word in a column, None where it has nothing."""
    row = codebook(table).get(word) if word else None
    return (row[column] or None) if row else None


def number_of(table: str, word: str | None, column: str) -> int | None:
    """The same, where it is a number."""
    code = code_of(table, word, column)
    return int(code) if code else None


class AcledType(NamedTuple):
    """A disorder, an event and a sub-event of ACLED."""

    disorder: str
    event: str
    sub_event: str


def acled_type(case: Case) -> AcledType:
    """What ACLED calls what happened: by its type, and narrower by who acted, whom it hit, with what and what came."""
    row: Mapping[str, str] = codebook("events").row(case.incident.type)
    for narrower in _narrower(case.incident.type):
        told = _words_of(case, narrower["field"])
        if told and told <= set(narrower["values"].split()):
            row = narrower
            break
    return AcledType(row["acled_disorder"], row["acled_event"], row["acled_sub_event"])


@cache
def _narrower(type: str) -> tuple[Mapping[str, str], ...]:
    lines = (DATA / "codebook" / "acled_narrower.tsv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    rows = (dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:])
    return tuple(row for row in rows if row["type"] == type)


def _words_of(case: Case, name: str) -> set[str]:
    """The words that stand for a field: all outcomes, else the kind or the id of what a row shows."""
    if name == "outcome":
        return {str(each.value) for each in standing(case, name)}
    value = best(case, name)
    word = value.value.get("id" if name == "weapon" else "kind") if value else None
    return {word} if word else set()
