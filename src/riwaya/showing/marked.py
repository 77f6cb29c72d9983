"""A whole document with what is read in it: its claims underlined, each account with its chain and its claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from riwaya.records import Account, Claim, Document, Issue, Reading, Restoration, Span
from riwaya.showing.evidence import Mark, Piece, Step, chain_of, pieces
from riwaya.showing.matrix import ROWS

LOOKS = 8
"""Ways of underlining, by colour and shape; accounts beyond them begin anew."""


@dataclass(frozen=True, slots=True)
class Told:
    """An account of a document: its number in the text, its chain, and its claims with their numbers in the record.

    Claims stand in the order of the questions that they answer. `look` is the way in which they are
    underlined.
    """

    number: int
    look: int
    account: Account
    chain: tuple[Step, ...]
    claims: tuple[tuple[int, Claim], ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """An issue, and the words that it is about; None where it is about the whole document."""

    issue: Issue
    words: str | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with its accounts, its text in pieces, the words restored in it, and what could not be read.

    The kinds of a piece are `claim-0` and so on, by the look of the account, and `cue` where a source is cited.
    """

    document: Document
    accounts: tuple[Told, ...]
    pieces: tuple[Piece, ...]
    restored: tuple[tuple[str, Restoration], ...]
    troubles: tuple[Trouble, ...]


def marked(reading: Reading, *, asked: Iterable[Span] = ()) -> Marked:
    """A document as it was read; spans that are `asked` about are pieces of the kind of that name too."""
    text = reading.document.text
    accounts = tuple(
        Told(number, number % LOOKS, account, chain_of(reading, account), _by_question(account))
        for number, account in enumerate(reading.accounts)
    )
    return Marked(
        reading.document,
        accounts,
        _noted_once(tuple(pieces(reading, [*_marks(accounts), *(Mark(*span, "asked") for span in asked)]))),
        tuple((text[each.start : each.end], each) for each in reading.document.restorations),
        tuple(_troubles(reading)),
    )


def _by_question(account: Account) -> tuple[tuple[int, Claim], ...]:
    """The claims of an account, each with its number, in the order of the questions that they answer."""
    return tuple(sorted(enumerate(account.claims), key=lambda each: (ROWS.index(each[1].field), each[0])))


def _noted_once(cut: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Pieces with the number of an account behind the last of those that follow each other alone."""
    behind = (*cut[1:], None)
    return tuple(
        replace(piece, note="") if after is not None and piece.note == after.note else piece
        for piece, after in zip(cut, behind, strict=True)
    )


def _marks(accounts: tuple[Told, ...]) -> Iterator[Mark]:
    for told in accounts:
        for _, claim in told.claims:
            if claim.end > claim.start:
                yield Mark(claim.start, claim.end, f"claim-{told.look}", str(told.number + 1))
        for link in told.account.attribution:
            if link.start is not None and link.end:
                yield Mark(link.start, link.end, "cue")


def _troubles(reading: Reading) -> Iterator[Trouble]:
    text = reading.document.text
    for issue in reading.issues:
        words = text[issue.start : issue.end] if issue.start is not None else None
        yield Trouble(issue, words or None)
