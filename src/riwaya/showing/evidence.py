"""The words behind a claim: the whole text cut at the spans that are to be marked, and the chain that led to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from riwaya.records import Account, Claim, Reading, Source, Span
from riwaya.showing.graphic import descriptions


class Mark(NamedTuple):
    """A span and what it is: claim, statement, trigger, cue (of a source), other (a claim that is not asked for)."""

    start: int
    end: int
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text over which the same marks lie; `read_as` is the word that a broken one is read as.

    `veil` is the number of the description of violence to bodies that it is part of, from 1 on, or 0.
    """

    text: str
    kinds: tuple[str, ...]
    note: str
    read_as: str | None = None
    veil: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A link of a chain: the source, and the words that cite it.

    The publisher has no source where the reading has none of his name, and no name where nobody tells it.
    """

    source: Source | None
    words: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """An account, the claim that is asked for, if any, and the text with its marks."""

    reading: Reading
    account: Account
    claim: Claim | None
    chain: tuple[Step, ...]
    pieces: tuple[Piece, ...]


def evidence_of(reading: Reading, account: Account, number: int | None) -> Evidence:
    """The words behind a claim of an account, by its number, or behind the account as a whole."""
    claim = account.claims[number] if number is not None and number < len(account.claims) else None
    marks = [Mark(*account.statement, "statement"), Mark(*account.trigger, "trigger")]
    marks += [Mark(link.start, link.end, "cue") for link in account.attribution if link.start is not None and link.end]
    if claim is not None:
        marks.append(Mark(claim.start, claim.end, "claim"))
    return Evidence(reading, account, claim, chain_of(reading, account), tuple(pieces(reading, marks)))


def chain_of(reading: Reading, account: Account) -> tuple[Step, ...]:
    """The chain of an account as it is shown, the publisher first."""
    sources = {source.id: source for source in reading.sources}
    text, publisher = reading.document.text, reading.document.publisher
    steps = [
        Step(source, text[link.start : link.end] if link.start is not None else None)
        for link in account.attribution
        if (source := sources.get(link.source.rpartition("/")[2]))
    ]
    if publisher and (not steps or steps[0].source is None or steps[0].source.name != publisher):
        unnamed = bool(steps and steps[0].source and steps[0].source.name is None and steps[0].words is None)
        steps[:unnamed] = [Step(None, publisher=publisher)]
    return tuple(steps) or (Step(None, publisher=publisher),)


def pieces(reading: Reading, marks: Iterable[Mark]) -> Iterator[Piece]:
    """The text of a document from its beginning to its end, cut wherever a mark or a description begins or ends."""
    text, wanted = reading.document.text, sorted(marks)
    restored = {(r.start, r.end): r.read_as for r in reading.document.restorations}
    veils = descriptions(text, reading.document.restorations)
    edges = {0, len(text)}
    for span in (*(Span(mark.start, mark.end) for mark in wanted), *(Span(*each) for each in restored), *veils):
        edges |= {max(0, span.start), min(len(text), span.end)}
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        over = [mark for mark in wanted if mark.start <= start and end <= mark.end]
        kinds = tuple(dict.fromkeys(mark.kind for mark in over))
        note = next((mark.note for mark in over if mark.note), "")
        read_as = next((word for (first, last), word in restored.items() if first <= start and end == last), None)
        veil = next((number for number, span in enumerate(veils, 1) if span.start <= start and end <= span.end), 0)
        yield Piece(text[start:end], kinds, note, read_as, veil)


def stretches(cut: Iterable[Piece]) -> Iterator[tuple[bool, tuple[Piece, ...]]]:
    """Pieces together as far as they are in one description of violence to bodies, or in none; whether they are."""
    for veil, some in groupby(cut, attrgetter("veil")):
        yield veil > 0, tuple(some)
