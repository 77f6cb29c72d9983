"""The documents of a store and their readings, as of any entry of its log."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, Select, and_, func, select

from riwaya.errors import NotThere, UsageError
from riwaya.inputs.readings import reading_of
from riwaya.records import Reading, Restoration
from riwaya.store.database import few
from riwaya.store.moments import in_utc
from riwaya.store.schema import documents, log, originals, readings

_LAST = "z" * 16
"""What is put behind the beginning of an id comes behind all ids that begin so."""


class StoredDocument(NamedTuple):
    """A document as it is kept: the checksums of its text and of its original, what is known of it, and since when.

    `given_id` is the id that its record had, `name` where it came from.
    """

    id: str
    sha256: str
    original: str
    name: str
    given_id: str | None
    url: str | None
    publisher: str | None
    title: str | None
    published: str | None
    kept_at: str
    text: str


class StoredReading(NamedTuple):
    """One reading of a document: its number, when it was made, and by which version of Riwaya and its data."""

    seq: int
    at: str
    reader: str
    reading: Reading


def find_documents(connection: Connection, until: int, without: Collection[str] = ()) -> Iterator[StoredDocument]:
    """The documents as of an entry of the log, in the order in which they came, without some of them."""
    asked = _documents().where(documents.c.seq <= until).order_by(documents.c.seq).execution_options(yield_per=50)
    with connection.execute(asked) as rows:
        yield from (_document(row) for row in rows if row.id not in without)


def find_ids(connection: Connection, until: int) -> list[str]:
    """The ids of the documents as of an entry of the log."""
    return list(connection.scalars(select(documents.c.id).where(documents.c.seq <= until)))


def find_document(connection: Connection, id: str, until: int) -> StoredDocument:
    """A document by its id, by the beginning of it (four digits or more), or by the id that its record had.

    Raises NotThere where there is none, and UsageError where there is more than one.
    """
    if whole := find_documents_of(connection, [id], until):
        return whole[id]
    ways = [documents.c.given_id == id]
    if len(id) >= 4 and id.isalnum():
        ways.append(documents.c.id.between(id, f"{id}{_LAST}") & documents.c.id.startswith(id, autoescape=True))
    asked = _documents().where(documents.c.seq <= until).limit(3)
    found = {row.id: row for way in ways for row in connection.execute(asked.where(way))}
    if not found:
        raise NotThere(f"a document {id!r} was asked for, and there is none")
    if len(found) > 1:
        raise UsageError(f"a document {id!r} was asked for, and there is several: {', '.join(found)}")
    return _document(*found.values())


def find_documents_of(connection: Connection, ids: Collection[str], until: int) -> dict[str, StoredDocument]:
    """Some documents as of an entry of the log, by their whole ids."""
    asked = _documents().where(documents.c.seq <= until)
    rows = (row for some in few(sorted(ids)) for row in connection.execute(asked.where(documents.c.id.in_(some))))
    return {document.id: document for document in map(_document, rows)}


def known_since(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """When some documents were published as far as they tell, else when they were kept, in UTC; by their whole ids."""
    asked = select(documents.c.id, documents.c.published, log.c.at).join(log, log.c.seq == documents.c.seq)
    rows = (row for some in few(sorted(ids)) for row in connection.execute(asked.where(documents.c.id.in_(some))))
    return {row.id: in_utc(row.published or row.at) for row in rows}


def find_versions(connection: Connection, of: StoredDocument, until: int) -> tuple[StoredDocument, ...]:
    """The other documents with the same text, or from the same address, in the order in which they came."""
    ways = [documents.c.sha256 == of.sha256]
    if of.url is not None:
        ways.append(documents.c.url == of.url)
    numbers = {number for way in ways for number in connection.scalars(select(documents.c.seq).where(way))}
    asked = _documents().where(documents.c.seq <= until, documents.c.id != of.id).order_by(documents.c.seq)
    rows = (row for some in few(sorted(numbers)) for row in connection.execute(asked.where(documents.c.seq.in_(some))))
    return tuple(map(_document, rows))


def find_original(connection: Connection, sha256: str) -> bytes:
    """The bytes that a document came in."""
    return bytes(connection.execute(select(originals.c.bytes).where(originals.c.sha256 == sha256)).scalar_one())


def _documents() -> Select[tuple[object, ...]]:
    columns = [column for column in documents.c if column.name in (*StoredDocument._fields, "text")]
    return select(*columns, log.c.at).join(log, log.c.seq == documents.c.seq)


def _document(row: object) -> StoredDocument:
    values = dict(row._mapping)  # type: ignore[attr-defined]
    text = values.pop("text").decode("utf-8", "surrogatepass")
    return StoredDocument(text=text, kept_at=values.pop("at"), **values)


# ------------------------------------------------------------------------------------------------------------ readings


def current_readings(connection: Connection, of: Collection[str], until: int) -> Mapping[str, int]:
    """The numbers of the current readings of some documents as of an entry of the log."""
    newest = func.max(readings.c.seq).label("seq")
    asked = select(readings.c.document, newest).where(readings.c.seq <= until).group_by(readings.c.document)
    found = (row for some in few(sorted(of)) for row in connection.execute(asked.where(readings.c.document.in_(some))))
    return {row.document: row.seq for row in found}


def find_current_of(connection: Connection, of: Collection[str], until: int) -> dict[str, Reading]:
    """The current readings of some documents as of an entry of the log, by the ids of the documents."""
    asked = select(readings.c.document, readings.c.reading, documents.c.text).join(documents)
    return {
        document: _reading(record, text)
        for some in few(sorted(current_readings(connection, of, until).values()))
        for document, record, text in connection.execute(asked.where(readings.c.seq.in_(some)))
    }


def find_current(connection: Connection, until: int, without: Collection[str] = ()) -> Iterator[Reading]:
    """The current reading of each document as of an entry of the log, in the order in which the documents came."""
    newest = (
        select(readings.c.document, func.max(readings.c.seq).label("seq"))
        .where(readings.c.seq <= until)
        .group_by(readings.c.document)
        .subquery()
    )
    asked = (
        select(readings.c.document, readings.c.reading, documents.c.text)
        .join(newest, readings.c.seq == newest.c.seq)
        .join(documents, documents.c.id == readings.c.document)
        .order_by(documents.c.seq)
        .execution_options(yield_per=50)
    )
    with connection.execute(asked) as rows:
        yield from (_reading(record, text) for document, record, text in rows if document not in without)


def find_readings(connection: Connection, document: str, until: int) -> tuple[StoredReading, ...]:
    """All readings of a document as of an entry of the log, the current one last."""
    asked = (
        select(readings.c.seq, log.c.at, readings.c.reader, readings.c.reading, documents.c.text)
        .join(log, log.c.seq == readings.c.seq)
        .join(documents, documents.c.id == readings.c.document)
        .where(and_(readings.c.document == document, readings.c.seq <= until))
        .order_by(readings.c.seq)
    )
    return tuple(
        StoredReading(seq, at, reader, _reading(record, text))
        for seq, at, reader, record, text in connection.execute(asked)
    )


def find_restorations(connection: Connection, of: Collection[str], until: int) -> dict[str, tuple[Restoration, ...]]:
    """The words read in another spelling in the current readings of some documents, by the ids of the documents."""
    numbers = sorted(current_readings(connection, of, until).values())
    asked = select(readings.c.document, readings.c.reading)
    return {
        document: tuple(Restoration(**each) for each in json.loads(record)["document"]["restorations"])
        for some in few(numbers)
        for document, record in connection.execute(asked.where(readings.c.seq.in_(some)))
    }


def find_reading(connection: Connection, seq: int) -> Reading:
    """A reading by its number."""
    asked = select(readings.c.reading, documents.c.text).join(documents, documents.c.id == readings.c.document)
    record, text = connection.execute(asked.where(readings.c.seq == seq)).one()
    return _reading(record, text)


def _reading(record: str, text: bytes) -> Reading:
    """The reading that a row keeps, with the text of its document."""
    whole = json.loads(record)
    whole["document"]["text"] = text.decode("utf-8", "surrogatepass")
    return reading_of(whole)
