"""What a store knows beside the records that it hands out: how documents came, what was read before, the grouping.

An export that another store is to take in carries it. It tells of everything, so only an export for oneself may.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from riwaya.store import grouping
from riwaya.store.database import Database, at_once, bytewise, few
from riwaya.store.documents import current_readings, find_ids, find_original
from riwaya.store.rulings import find_withdrawn
from riwaya.store.schema import documents, links, log, readings, runs

_TOLD = ("name", "given_id", "url", "publisher", "title", "published", "sha256", "original")
_AT_ONCE = 500
"""Links whose incidents are looked up at once."""


class Run(NamedTuple):
    """The newest run: when it was, the version that grouped, and the weights that are in force."""

    at: str
    version: str
    weights: Mapping[str, Any]


class Holdings:
    """What a store knows as of an entry of its log: of all its documents, or of some, and of these without a grouping.

    Each stream may be asked for more than once.
    """

    def __init__(self, database: Database, until: int, only: Collection[str] | None = None) -> None:
        self._database = database
        self._until = until
        self._only = None if only is None else frozenset(only)

    @property
    def whole(self) -> bool:
        """Whether it is all that the store knows."""
        return self._only is None

    def of(self, documents: Collection[str]) -> Holdings:
        """What it knows of some documents."""
        return Holdings(self._database, self._until, documents)

    def documents(self) -> Iterator[dict[str, Any]]:
        """What is known of each document, by their ids, also of those that somebody withdrew; of these with the text.

        The text of the others stands in their readings.
        """
        with self._database.reading() as connection:
            gone = find_withdrawn(connection, self._until)
            columns = [documents.c[name] for name in ("id", *_TOLD, "noted", "segments", "provenance")]
            asked = select(*columns, log.c.at).join(log, log.c.seq == documents.c.seq)
            for ids in few(self._ids(connection)):
                of_some = asked.where(documents.c.id.in_(ids))
                rows = {row["id"]: row for row in connection.execute(of_some).mappings()}
                for id in ids:
                    yield _document(dict(rows[id]), _text(connection, id) if id in gone else None)

    def readings(self) -> Iterator[dict[str, Any]]:
        """All readings, by the documents and in their order: by whom, when, and what was read.

        What the current reading of a document that is not withdrawn says is None: its record stands elsewhere.
        """
        with self._database.reading() as connection:
            gone = find_withdrawn(connection, self._until)
            asked = select(readings, log.c.at).join(log, log.c.seq == readings.c.seq)
            for ids in few(self._ids(connection)):
                current = current_readings(connection, ids, self._until)
                of_some = asked.where(readings.c.document.in_(ids), readings.c.seq <= self._until)
                for row in sorted(connection.execute(of_some), key=lambda row: (row.document, row.seq)):
                    is_told = row.document not in gone and row.seq == current[row.document]
                    record = None if is_told else json.loads(row.reading)
                    yield {"document": row.document, "reader": row.reader, "read_at": row.at, "reading": record}

    def original(self, sha256: str) -> bytes:
        """The bytes of an original."""
        with self._database.reading() as connection:
            return find_original(connection, sha256)

    def readers(self, numbers: Collection[int]) -> dict[int, str]:
        """Which version made some readings, by the numbers of the readings."""
        asked = select(readings.c.seq, readings.c.reader)
        with self._database.reading() as connection:
            return {
                row.seq: row.reader
                for some in few(sorted(numbers))
                for row in connection.execute(asked.where(readings.c.seq.in_(some)))
            }

    def run(self) -> Run | None:
        """The newest run, or None where nothing was grouped, or only some documents are told of."""
        if not self.whole:
            return None
        asked = select(log.c.at, runs.c.version, runs.c.weights).join(log, log.c.seq == runs.c.seq)
        newest = asked.where(runs.c.seq <= self._until).order_by(runs.c.seq.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(newest).first()
            return Run(row.at, row.version, json.loads(row.weights)) if row else None

    def members(self) -> Iterator[dict[str, Any]]:
        """The incident of each happening, by the incidents; also of documents that are withdrawn."""
        with self._database.reading() as connection:
            for grouped in grouping.stream_grouped(connection, self._until) if self.whole else ():
                for document, happening in grouped.happenings:
                    yield {"incident": grouped.id, "document": document, "happening": happening}

    def links(self) -> Iterator[dict[str, Any]]:
        """The links within incidents and between them, by their ends, each as it was weighed last."""
        if not self.whole:
            return
        with self._database.reading() as connection:
            made_by = {grouped.id: grouped.run for grouped in grouping.stream_grouped(connection, self._until)}
            for some in at_once(_newest(connection, self._until), _AT_ONCE):
                ends = sorted({end for _, link in some for end in (link.a, link.b)})
                placed = grouping.incidents_of(connection, self._until, ends)
                for run, link in some:
                    one, other = placed.get(link.a), placed.get(link.b)
                    # Within an incident only those tell why that the run weighed which made it.
                    if one and other and (one != other or run == made_by[one]):
                        yield _link(link)

    def _ids(self, connection: Connection) -> list[str]:
        if self._only is not None:
            return sorted(self._only)
        return sorted(find_ids(connection, self._until))


def _document(row: Mapping[str, Any], text: str | None) -> dict[str, Any]:
    told = {"id": row["id"], **{name: row[name] for name in _TOLD}, "kept_at": row["at"]}
    for name in ("noted", "segments", "provenance"):
        told[name] = json.loads(row[name]) if row[name] else None
    return {**told, "withdrawn": text is not None, "text": text}


def _text(connection: Connection, id: str) -> str:
    text: bytes = connection.execute(select(documents.c.text).where(documents.c.id == id)).scalar_one()
    return text.decode("utf-8", "surrogatepass")


def _newest(connection: Connection, until: int) -> Iterator[tuple[int, grouping.Weighed]]:
    """The links that were weighed since the last run over everything, by their ends, as they were weighed last."""
    order = [bytewise(connection, links.c[name]) for name in ("a_document", "a_happening", "b_document", "b_happening")]
    asked = grouping.links_since(until).order_by(*order, links.c.run).execution_options(yield_per=1000)
    with connection.execute(asked) as rows:
        for _, of_pair in groupby(rows, key=grouping.ends_of):
            *_, row = of_pair
            yield row.run, grouping.weighed_of(row)


def _link(link: grouping.Weighed) -> dict[str, Any]:
    ends = {
        name: {"document": document, "happening": happening}
        for name, (document, happening) in (("a", link.a), ("b", link.b))
    }
    return {**ends, "score": link.score, "reasons": list(link.reasons)}
