"""Takes in what another store exported: documents, readings, the grouping and decisions, as they were there.

An empty store takes in all of it. Its log is written anew, in the order and with the moments that the export tells, so
that it can be asked as of past moments too; it vouches for what was taken in from then on, and for nothing before.
A store that holds something takes only documents that it does not hold, with their readings, as of now.

All of it goes in together or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from riwaya.errors import UnreadableInput, UsageError
from riwaya.inputs.records.decided import Made, check_rest, find_decisions, find_links, find_members, find_run
from riwaya.inputs.records.documents import Brought, find_brought
from riwaya.inputs.records.folder import RecordsFolder
from riwaya.store import contents, keeping, schema
from riwaya.store.database import Database, at_once
from riwaya.store.log import NOTHING, Entry, append, digest_of, hash_of, last

_AT_ONCE = 1000
"""Rows in one statement."""
Key = tuple[str, ...]
"""What an entry of the log is of: its kind, and what tells it from others."""


class TakenIn(NamedTuple):
    """What came in: documents, readings and decisions, and how many documents were held already."""

    documents: int
    readings: int
    decisions: int
    held: int


class _Event(NamedTuple):
    """Something that goes into the log: when, its rank and place among what happened at that moment, and what it is."""

    at: str
    rank: int
    place: int
    key: Key


def take_in(database: Database, folder: RecordsFolder, *, documents_only: bool, now: datetime) -> TakenIn:
    """Takes an export in, all of it or, with `documents_only`, the documents that are not held yet.

    Raises UnreadableInput where something in the export is wrong, and UsageError where this store cannot take it in.
    """
    if documents_only:
        with database.writing() as connection:
            return _add_documents(connection, folder, now)
    if not folder.is_whole:
        raise UsageError("this is an export of some incidents; --documents takes in its documents alone")
    plan = _Plan(folder)
    with database.writing() as connection:
        if last(connection) is not None:
            raise UsageError(
                f"the store {database.name} holds something, and an export with its grouping and decisions goes into "
                "an empty one; --documents takes in the documents alone"
            )
        return _Writing(connection, folder, plan).write()


class _Plan:
    """What an export comes to, looked through once: the contents to vouch for, and what happened when."""

    def __init__(self, folder: RecordsFolder) -> None:
        self.events: list[_Event] = []
        self.digests: dict[Key, str] = {}
        self.current: dict[str, str] = {}
        self.readers: set[tuple[str, str]] = set()
        originals: dict[Key, str] = {}
        for brought in find_brought(folder):
            self._look_at(brought, originals)
        self.events += [_Event(at, 0, 0, key) for key, at in originals.items()]
        self.decisions = tuple(find_decisions(folder, self.readers))
        self.events += [_Event(made.at, 3, made.number, ("decision", str(made.number))) for made in self.decisions]
        self.run = find_run(folder)
        for looked_through in (find_members(folder, self.current), find_links(folder)):
            for _ in looked_through:
                pass
        check_rest(folder)
        if self.run:
            self.events.append(_Event(self.run.at, 4, 0, ("run",)))
        self.events.sort()

    def _look_at(self, brought: Brought, originals: dict[Key, str]) -> None:
        data, row = keeping.rows_of_document(brought.id, brought.incoming)
        original: Key = ("original", row["original"])
        if original not in originals:
            self.digests[original] = digest_of(contents.of_original(data))
        originals[original] = min(originals.get(original, brought.kept_at), brought.kept_at)
        key: Key = ("document", brought.id)
        self.events.append(_Event(brought.kept_at, 1, 0, key))
        self.digests[key] = digest_of(contents.of_document(row))
        for place, made in enumerate(brought.readings):
            key = ("reading", brought.id, made.reader)
            if key in self.digests:
                raise UnreadableInput(f"document {brought.id}: two readings by {made.reader}")
            self.events.append(_Event(made.at, 2, place, key))
            self.digests[key] = digest_of(
                contents.of_reading(*keeping.rows_of_reading(brought.id, made.record, made.reading, made.reader))
            )
            self.readers.add((brought.id, made.reader))
        self.current[brought.id] = brought.readings[-1].reader


class _Writing:
    """One export as it goes into an empty store: the log first, then what it vouches for."""

    def __init__(self, connection: Connection, folder: RecordsFolder, plan: _Plan) -> None:
        self._connection = connection
        self._folder = folder
        self._plan = plan
        self._numbers = {event.key: seq for seq, event in enumerate(plan.events, 1)}

    def write(self) -> TakenIn:
        """Writes all of it, and tells how much."""
        plan = self._plan
        self._plan.digests |= dict(self._digests_of_decisions())
        run = self._run_row() if plan.run else None
        if run is not None:
            self._plan.digests["run",] = digest_of(contents.of_run(run, self._members(), find_links(self._folder)))
        for some in at_once(self._log(), _AT_ONCE):
            self._connection.execute(insert(schema.log), [entry._asdict() for entry in some])
        for brought in find_brought(self._folder):
            self._write_document(brought)
        if run is not None:
            self._write_run(run)
        for made in plan.decisions:
            seq = self._numbers["decision", str(made.number)]
            row, about = self._decision_rows(made)
            self._connection.execute(insert(schema.decisions).values(seq=seq, **row))
            self._connection.execute(insert(schema.subjects), [{"decision": seq, **each} for each in about])
        return TakenIn(len(plan.current), len(plan.readers), len(plan.decisions), 0)

    def _log(self) -> Iterator[Entry]:
        before = NOTHING
        for seq, event in enumerate(self._plan.events, 1):
            kind, *about = event.key
            subject = about[0] if kind in ("original", "document") else str(seq)
            entry = Entry(seq, event.at, kind, subject, self._plan.digests[event.key], before, "")
            entry = entry._replace(hash=hash_of(entry))
            before = entry.hash
            yield entry

    def _write_document(self, brought: Brought) -> None:
        data, row = keeping.rows_of_document(brought.id, brought.incoming)
        originals = schema.originals
        sha256 = row["original"]
        if self._connection.scalar(select(originals.c.seq).where(originals.c.sha256 == sha256)) is None:
            seq = self._numbers["original", sha256]
            self._connection.execute(insert(originals).values(sha256=sha256, bytes=data, seq=seq))
        number = self._numbers["document", brought.id]
        self._connection.execute(insert(schema.documents).values(seq=number, **row))
        for made in brought.readings:
            rows = keeping.rows_of_reading(brought.id, made.record, made.reading, made.reader)
            keeping.insert_reading(self._connection, self._numbers["reading", brought.id, made.reader], *rows)
        keeping.keep_words(self._connection, brought.readings[-1].reading)

    def _run_row(self) -> dict[str, Any]:
        assert self._plan.run is not None
        return {
            "version": self._plan.run.version,
            "weights": json.dumps(dict(self._plan.run.weights), sort_keys=True),
            "whole": True,
            "seen": self._numbers["run",] - 1,
        }

    def _members(self) -> Iterator[dict[str, Any]]:
        for member in find_members(self._folder, self._plan.current):
            document = member["document"]
            yield {**member, "reading": self._numbers["reading", document, self._plan.current[document]]}

    def _write_run(self, row: dict[str, Any]) -> None:
        seq = self._numbers["run",]
        self._connection.execute(insert(schema.runs).values(seq=seq, **row))
        for table, rows in ((schema.members, self._members()), (schema.links, find_links(self._folder))):
            for some in at_once(rows, _AT_ONCE):
                self._connection.execute(insert(table), [{"run": seq, **each} for each in some])

    def _digests_of_decisions(self) -> Iterator[tuple[Key, str]]:
        for made in self._plan.decisions:
            yield ("decision", str(made.number)), digest_of(contents.of_decision(*self._decision_rows(made)))

    def _decision_rows(self, made: Made) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        row = {
            "kind": made.kind,
            "who": made.who,
            "why": made.why,
            "was": json.dumps(made.was, ensure_ascii=False),
            "becomes": json.dumps(made.becomes, ensure_ascii=False),
            "undoes": None if made.undoes is None else self._numbers["decision", str(made.undoes)],
        }
        return row, [
            {
                "document": document,
                "happening": happening,
                "reading": None if reader is None else self._numbers["reading", document, reader],
            }
            for document, happening, reader in made.subjects
        ]


def _add_documents(connection: Connection, folder: RecordsFolder, now: datetime) -> TakenIn:
    """Takes in the documents that are not held and were not withdrawn, with their readings."""
    documents = readings = held = 0
    for brought in find_brought(folder):
        if brought.withdrawn:
            continue
        asked = select(schema.documents.c.seq).where(schema.documents.c.id == brought.id)
        if connection.scalar(asked) is not None:
            held += 1
            continue
        keeping.keep_document(connection, brought.id, brought.incoming, now)
        for made in brought.readings:
            row, told = keeping.rows_of_reading(brought.id, made.record, made.reading, made.reader)
            entry = append(connection, "reading", None, contents.of_reading(row, told), now=now)
            keeping.insert_reading(connection, entry.seq, row, told)
        keeping.keep_words(connection, brought.readings[-1].reading)
        documents += 1
        readings += len(brought.readings)
    return TakenIn(documents, readings, 0, held)
