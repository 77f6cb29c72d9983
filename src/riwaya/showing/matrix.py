"""The table of an incident: its columns are those who speak, its rows are questions, its cells what each says.

A voice is a line of sources that go back to one origin, or whoever speaks by himself. The outlets through which it is
heard are named under it. A cell tells whether what it says is agreed to, differs, is denied, or was told anew since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from riwaya.exports.updating import superseded_in
from riwaya.records import Account, Claim, Incident, IncidentField, Source
from riwaya.showing.telling import NOTHING, Corrected, Correction, Telling
from riwaya.store.moments import in_utc

ROWS = ("happened", "place", "type", "actor", "target", "weapon", "origin", "outcome", "killed", "injured", "missing",
        "detained", "abducted", "displaced", "motive", "condition", "stance")  # fmt: skip
"""The questions, in the order in which people ask them."""
STATES = ("agrees", "differs", "denies", "superseded", "refines", "alone")
"""How what a cell says stands to what others say."""


@dataclass(frozen=True, slots=True)
class Said:
    """One value in a cell: of which account, in which words, by which claim of it (None: no words of its own).

    `struck` is what a person corrected, `by` the correction whose value it is, which is None where the
    account is said to tell nothing of the field.
    """

    document: str
    account: str
    field: str
    value: Any
    words: str | None
    claim: int | None
    state: str
    struck: bool = False
    by: Correction | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """A column: who speaks, as a source, through which outlets, in which accounts, as of when."""

    name: str | None
    source: Source | None
    outlets: tuple[str, ...]
    accounts: tuple[tuple[str, Account], ...]
    as_of: str | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the question, its status over all accounts, and a cell for each voice, empty where it is silent."""

    field: str
    status: str
    cells: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table."""

    voices: tuple[Voice, ...]
    rows: tuple[Row, ...]


def matrix_of(told: Telling, corrected: Corrected = NOTHING) -> Matrix:
    """The table of an incident, with what people corrected in it."""
    voices = _voices(told)
    rows = []
    for field in ROWS:
        own = told.incident.fields.get(field)
        superseded = superseded_in(told, own) if own else frozenset()
        cells = tuple(
            (
                *_said(told.incident, voice, field, superseded, corrected),
                *_corrected(voice, field, corrected),
            )
            for voice in voices
        )
        if any(cells):
            rows.append(Row(field, own.status if own else "single", cells))
    return Matrix(voices, tuple(rows))


# --------------------------------------------------------------------------------------------------------------- voices


def _voices(told: Telling) -> tuple[Voice, ...]:
    """Who speaks: lines of their own first, those who say most before others, then by when their reports came."""
    line_of = {account: line.name for line in told.incident.lines for account in line.accounts}
    groups: dict[Any, list[tuple[str, Account]]] = {}
    for document, account in sorted(told.accounts, key=lambda each: _published(told, each[0])):
        line = line_of.get(account.id)
        key = ("line", line) if line is not None else ("source", *_speaker_key(told, document, account))
        groups.setdefault(key, []).append((document, account))
    voices = [_voice(told, key[0] == "line", members) for key, members in groups.items()]
    return tuple(sorted(voices, key=lambda voice: (not voice.counts, -_fields(voice))))


def _fields(voice: Voice) -> int:
    """How many fields a voice says something of."""
    return len({claim.field for _, account in voice.accounts for claim in account.claims if not _is_open(claim)})


def _published(told: Telling, document: str) -> str:
    """When a document was published, to be compared as text; one that tells no day comes last."""
    return in_utc(told.readings[document].document.published or "9999")


def _speaker_key(told: Telling, document: str, account: Account) -> tuple[Any, ...]:
    source = _source(told, document, account.attribution[-1].source) if account.attribution else None
    if source is None or source.name is None:
        return (document, told.readings[document].document.publisher)
    return (source.actor or source.name, document if source.anonymous else None)


def _voice(told: Telling, counts: bool, members: Sequence[tuple[str, Account]]) -> Voice:
    sources = [(d, _source(told, d, a.attribution[-1].source)) for d, a in members if a.attribution]
    named = [source for _, source in sources if source and source.name]
    best = min(named, key=lambda source: (source.anonymous, len(source.name or ""))) if named else None
    publishers = [told.readings[document].document.publisher for document, _ in members]
    name = best.name if best else next((each for each in publishers if each), None)
    source = best or next((source for _, source in sources if source), None)
    outlets: dict[str, None] = {}
    for document, account in members:
        publisher = told.readings[document].document.publisher
        through = [_source(told, document, link.source) for link in account.attribution[:-1]]
        for each in (publisher, *(one.name for one in through if one)):
            if each and each != name:
                outlets.setdefault(each)
    as_of = max((account.as_of for _, account in members if account.as_of), default=None)
    return Voice(name, source, tuple(outlets), tuple(members), as_of, counts)


def _source(told: Telling, document: str, id: str) -> Source | None:
    """A source by the id that a chain has it under, which begins with the document's."""
    own = id.rpartition("/")[2]
    return next((each for each in told.readings[document].sources if each.id == own), None)


# ---------------------------------------------------------------------------------------------------------------- cells


def _said(incident: Incident, voice: Voice, field: str, superseded: frozenset[int], corrected: Corrected) -> list[Said]:
    """What a voice says of a field, each value once, with the words that say it first.

    `superseded` are the values of the field that were told anew since.
    """
    found: dict[str, Said] = {}
    for document, account in voice.accounts:
        own = account.id.rpartition("/")[2]
        struck = (document, own, field) in corrected
        if field in ("type", "stance"):
            value = account.type if field == "type" else account.stance
            state = ("agrees" if value == incident.type else "alone") if field == "type" else _stance_state(value)
            found.setdefault(value, Said(document, own, field, value, None, None, state))
            continue
        for number, claim in enumerate(account.claims):
            if claim.field == field and not _is_open(claim):
                whole = incident.fields.get(field)
                state = _state(whole, account.id, claim, superseded) if whole else "alone"
                said = Said(document, own, field, claim.value, claim.text, number, state, struck)
                if repr(claim.value) not in found or (found[repr(claim.value)].struck and not struck):
                    found[repr(claim.value)] = said
    return list(found.values())


def _corrected(voice: Voice, field: str, corrected: Corrected) -> Iterator[Said]:
    """What people say that accounts of a voice really tell of a field."""
    for document, account in voice.accounts:
        own = account.id.rpartition("/")[2]
        if correction := corrected.get((document, own, field)):
            for value in correction.values or (None,):
                yield Said(document, own, field, value, None, None, "alone", by=correction)


def _is_open(claim: Claim) -> bool:
    """Whether a claim tells no day at all."""
    return claim.field == "happened" and claim.value.get("grain") == "open"


def _stance_state(stance: str) -> str:
    return "denies" if stance in ("denies", "doubts") else "alone"


def _state(field: IncidentField, account: str, claim: Claim, superseded: frozenset[int]) -> str:
    """How a value stands to the others of its field: the weightiest relation first."""
    at = [n for n, told in enumerate(field.claims) if account in told.accounts and told.value == claim.value]
    at = at or [n for n, told in enumerate(field.claims) if account in told.accounts]
    mine = {each.relation for each in field.relations if each.a in at or each.b in at}
    if not superseded.isdisjoint(at):
        mine.add("superseded")
    for kind, state in (("denies", "denies"), ("disputes", "differs"), ("superseded", "superseded")):
        if kind in mine:
            return state
    if mine & {"agrees", "updates"} or any(len(field.claims[n].accounts) > 1 for n in at):
        return "agrees"
    return "refines" if "refines" in mine else "alone"
