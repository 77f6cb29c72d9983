"""Verifies a store: what is kept against the log, and the log against itself.

What cannot be known from the store alone is whether the last things kept were taken away together with their entries.
Whoever noted the head down somewhere else, and gives it, is told that too.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import Connection, Table, func, select

from riwaya.errors import UsageError
from riwaya.store import contents, guards
from riwaya.store.log import NOTHING, Entry, digest_of, hash_of
from riwaya.store.people.audit import find_acts, hash_of_act
from riwaya.store.schema import accounts, decisions, documents, links, log, members, originals, readings, runs, subjects


class Head(NamedTuple):
    """The newest entry of a log: its number and its hash. Written `12:3f…`; noted elsewhere, it vouches for all."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


class Fault(NamedTuple):
    """Something that is not as it was kept: where, and what is wrong."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class Verified(NamedTuple):
    """What a verification came to: the faults, the head of the log, and how many things of each kind are kept."""

    faults: tuple[Fault, ...]
    head: Head
    counted: Mapping[str, int]


def head_of(text: str) -> Head:
    """A head out of its written form. Raises UsageError where it is none."""
    seq, _, hash = text.strip().partition(":")
    if not seq.isdigit() or len(hash) != 64 or set(hash) - set("0123456789abcdef"):
        raise UsageError(f"{text!r} is no head of a log, which is a number, a colon and 64 hexadecimal digits")
    return Head(int(seq), hash)


def verify(connection: Connection, noted: Head | None = None) -> Verified:
    """Holds everything in a store against its log, and the log against a head that was noted down, if any."""
    faults: list[Fault] = [
        Fault(f"trigger {name}", "it is missing or switched off, so rows could be changed")
        for name in guards.missing(connection)
    ]
    entries = {row.seq: Entry(*row) for row in connection.execute(select(log).order_by(log.c.seq))}
    faults += _chain("log", entries.values(), hash_of)
    faults += _chain("audit", find_acts(connection), hash_of_act)
    if noted:
        faults += _against_noted(entries, noted)
    counted: dict[str, int] = {}
    for kind, found in _KINDS.items():
        count = 0
        for seq, name, content in found(connection):
            count += 1
            faults += _against_entry(entries.pop(seq, None), kind, seq, name, content)
        counted[kind] = count
    faults += [
        Fault(f"{e.kind} {e.subject}", f"entry {e.seq} of the log tells of it, and it is gone")
        for e in entries.values()
    ]
    faults += _strays(connection)
    newest = connection.execute(select(log.c.seq, log.c.hash).order_by(log.c.seq.desc()).limit(1)).first()
    return Verified(tuple(faults), Head(*newest) if newest else Head(0, NOTHING), counted)


# --------------------------------------------------------------------------------------------------------------- chain


class Linked(Protocol):
    """An entry of a chain."""

    @property
    def seq(self) -> int:
        """Its number: 1, 2, 3 and so on."""

    @property
    def at(self) -> str:
        """Its moment."""

    @property
    def before(self) -> str:
        """The hash of the entry before."""

    @property
    def hash(self) -> str:
        """Its own hash."""


_Linked = TypeVar("_Linked", bound=Linked)


def _chain(name: str, entries: Iterable[_Linked], hash_of: Callable[[_Linked], str]) -> Iterator[Fault]:
    """What is wrong with a chain: numbers that are left out, hashes that do not fit, moments that go back."""
    before, at, expected = NOTHING, "", 1
    for entry in entries:
        where = f"{name} {entry.seq}"
        if entry.seq != expected:
            gone = f"{expected}" if entry.seq == expected + 1 else f"{expected} to {entry.seq - 1}"
            yield Fault(f"{name} {gone}", "missing: the number is left out")
        elif entry.before != before:
            yield Fault(where, "it does not hold the hash of the entry before")
        if entry.hash != hash_of(entry):
            yield Fault(where, "its hash is not that of what it says: it was changed or swapped")
        if entry.at < at:
            yield Fault(where, f"it is dated {entry.at}, before the entry before it")
        before, at, expected = entry.hash, entry.at, entry.seq + 1


def _against_noted(entries: Mapping[int, Entry], noted: Head) -> Iterator[Fault]:
    if noted.seq == 0:
        return
    entry = entries.get(noted.seq)
    if entry is None:
        newest = max(entries, default=0)
        yield Fault(f"log {noted.seq}", f"missing, though it was noted down; the log ends at {newest}")
    elif entry.hash != noted.hash:
        yield Fault(f"log {noted.seq}", "its hash is not the one that was noted down: the log was written anew")


def _against_entry(entry: Entry | None, kind: str, seq: int, name: str, content: Any) -> Iterator[Fault]:
    where = f"{kind} {name}"
    if entry is None:
        yield Fault(where, f"the log has no entry {seq} for it")
    elif entry.kind != kind or entry.subject != name:
        yield Fault(where, f"entry {seq} of the log is of {entry.kind} {entry.subject}")
    elif entry.digest != digest_of(content):
        yield Fault(where, f"it is not as it was kept: its content does not match entry {seq} of the log")


# --------------------------------------------------------------------------------------------------------- what is kept


Found = Iterator[tuple[int, str, Any]]
"""Things of one kind: number, name, content."""


def _originals(connection: Connection) -> Found:
    for row in _rows(connection, originals, originals.c.seq):
        yield row["seq"], row["sha256"], contents.of_original(row["bytes"])


def _documents(connection: Connection) -> Found:
    for row in _rows(connection, documents, documents.c.seq):
        yield row["seq"], row["id"], contents.of_document(row)


def _readings(connection: Connection) -> Found:
    with _Parts(connection, accounts, accounts.c.reading, accounts.c.account) as parts:
        for row in _rows(connection, readings, readings.c.seq):
            yield row["seq"], str(row["seq"]), contents.of_reading(row, parts.of(row["seq"]))


def _runs(connection: Connection) -> Found:
    with (
        _Parts(connection, members, members.c.run, members.c.document, members.c.happening) as grouped,
        _Parts(connection, links, links.c.run, *list(links.c)[1:5]) as weighed,
    ):
        for row in _rows(connection, runs, runs.c.seq):
            yield row["seq"], str(row["seq"]), contents.of_run(row, grouped.of(row["seq"]), weighed.of(row["seq"]))


def _decisions(connection: Connection) -> Found:
    with _Parts(connection, subjects, subjects.c.decision, subjects.c.document, subjects.c.happening) as parts:
        for row in _rows(connection, decisions, decisions.c.seq):
            yield row["seq"], str(row["seq"]), contents.of_decision(row, parts.of(row["seq"]))


_KINDS: dict[str, Callable[[Connection], Found]] = {
    "original": _originals,
    "document": _documents,
    "reading": _readings,
    "run": _runs,
    "decision": _decisions,
}


def _rows(connection: Connection, table: Table, *order: Any) -> Generator[Mapping[str, Any], None, None]:
    """The rows of a table one by one, so that a large store needs the memory of a few."""
    asked = select(table).order_by(*order).execution_options(yield_per=50)
    with connection.execute(asked) as rows:
        yield from map(dict, rows.mappings())


class _Parts:
    """The rows of a table that belong to rows of another, which are asked for in the order of their numbers."""

    def __init__(self, connection: Connection, table: Table, owner: Any, *order: Any) -> None:
        self._rows = _rows(connection, table, owner, *order)
        self._groups = groupby(self._rows, key=lambda row: row[owner.name])
        self._next: tuple[int, list[Mapping[str, Any]]] | None = None
        self._advance()

    def __enter__(self) -> _Parts:
        return self

    def __exit__(self, *raised: object) -> None:
        self._rows.close()

    def of(self, seq: int) -> list[Mapping[str, Any]]:
        """The rows that belong to a number."""
        while self._next and self._next[0] < seq:
            self._advance()
        return self._next[1] if self._next and self._next[0] == seq else []

    def _advance(self) -> None:
        found = next(self._groups, None)
        self._next = (found[0], list(found[1])) if found else None


def _strays(connection: Connection) -> Iterator[Fault]:
    """Parts without their whole."""
    for table, owner, whole in (
        (accounts, accounts.c.reading, readings.c.seq),
        (members, members.c.run, runs.c.seq),
        (links, links.c.run, runs.c.seq),
        (subjects, subjects.c.decision, decisions.c.seq),
    ):
        gone = connection.scalar(select(func.count()).select_from(table).where(owner.not_in(select(whole))))
        if gone:
            yield Fault(table.name, f"rows that belong to no {whole.table.name[:-1]}: {gone}")
