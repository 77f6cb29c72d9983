"""Takes documents in: original, document, reading, accounts and the words to search, all of one in one transaction.

A document is known by its text, publisher, url, day of publication, and the platform's id where it is a post. The same
text in two papers is two documents, for whether it was printed twice is what reconciling wants to know; the same text
of the same page is one, however often and out of whichever file it comes. The id that a record has says nothing: every
crawl gives its own.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from riwaya.exports.json import as_dict, how_told, provenance_as_dict, segment_as_dict, to_json
from riwaya.inputs.incoming import Incoming, Refusal, read_document
from riwaya.inputs.readings import provenance_of, segment_of
from riwaya.knowledge.load import Knowledge
from riwaya.records import Account, Issue, Reading
from riwaya.store import contents, schema
from riwaya.store.database import FEW, Database, few
from riwaya.store.log import append, digest_of
from riwaya.text.search import passages, search_words

_AHEAD_BYTES = 4_000_000
_AHEAD_SECONDS = 1.0
"""How much is taken ahead to be looked up at once, and how long: the memory, and the wait of what came first."""


class Kept(NamedTuple):
    """What became of a document: its id, where it came from, and whether it is new.

    `outcome` is kept, read_again (it was there, and read by another version) or held (there is nothing new).
    `others` are documents that hold the same text under another publisher, url or day. `accounts` and `issues` are how
    many were read now, none where it was held.
    """

    outcome: Literal["kept", "read_again", "held"]
    document: str
    name: str
    others: tuple[str, ...] = ()
    accounts: int = 0
    issues: int = 0


def document_id(incoming: Incoming) -> str:
    """The id that a document has in every store: 16 digits over its text and what it is known by.

    A post that its platform knows by numbers is known by them alone: channels change their names and addresses.
    """
    known = [incoming.publisher, incoming.url, incoming.published and incoming.published.strip()]
    if incoming.provenance and (post := incoming.provenance.post):
        numbered = post.channel is not None and post.channel.isdecimal() and post.post is not None
        known = [*(() if numbered else known), post.platform, post.channel, post.post]
    return digest_of([_sha256(_bytes(incoming.text)), *known])[:16]


def keep_all(
    database: Database,
    incomings: Iterable[Incoming | Refusal],
    *,
    knowledge: Knowledge | None,
    reader: str,
    clock: Callable[[], datetime],
    ahead: bool = True,
) -> Iterator[Kept | Refusal]:
    """What becomes of each document, in their order; refusals are handed on.

    Hundreds are looked up at once, so that what is held is passed over quickly. Without `ahead` each is taken by
    itself, as where the next one is long in coming.
    """
    for batch in _taken_ahead(incomings) if ahead else ([each] for each in incomings):
        with database.reading() as connection:
            held = find_held(connection, [document_id(each) for each in batch if isinstance(each, Incoming)], reader)
        for each in batch:
            if isinstance(each, Refusal):
                yield each
            elif (id := document_id(each)) in held:
                yield Kept("held", id, each.name)
            else:
                yield keep(database, each, knowledge=knowledge, reader=reader, clock=clock)


def _taken_ahead(incomings: Iterable[Incoming | Refusal]) -> Iterator[list[Incoming | Refusal]]:
    """Documents by the hundreds, fewer where they are long or slow."""
    batch: list[Incoming | Refusal] = []
    length, began = 0, time.monotonic()
    for each in incomings:
        batch.append(each)
        if isinstance(each, Incoming):
            length += len(each.text) + len(each.raw or b"")
        if len(batch) == FEW or length > _AHEAD_BYTES or time.monotonic() - began > _AHEAD_SECONDS:
            yield batch
            batch, length, began = [], 0, time.monotonic()
    if batch:
        yield batch


def find_held(connection: Connection, ids: Collection[str], reader: str) -> set[str]:
    """Which documents are held as a reader reads them."""
    table = schema.readings
    asked = select(table.c.document).where(table.c.reader == reader)
    return {id for some in few(list(ids)) for id in connection.scalars(asked.where(table.c.document.in_(some)))}


def keep(
    database: Database,
    incoming: Incoming,
    *,
    knowledge: Knowledge | None,
    reader: str,
    clock: Callable[[], datetime],
) -> Kept | Refusal:
    """Reads a document and keeps it. What is held already, as this reader reads it, is neither read nor kept again.

    Without knowledge the one that ships reads, and is loaded when it is needed.
    """
    id = document_id(incoming)
    with database.reading() as connection:
        if _is_read(connection, id, reader):
            return Kept("held", id, incoming.name)
    reading = read_by_id(incoming, knowledge=knowledge)
    if isinstance(reading, Refusal):
        return reading
    with database.writing() as connection:
        return keep_read(connection, incoming, reading, reader=reader, now=clock())


def read_by_id(incoming: Incoming, *, knowledge: Knowledge | None) -> Reading | Refusal:
    """Reads a document under the id that it has in every store."""
    return read_document(replace(incoming, id=document_id(incoming)), knowledge=knowledge)


def keep_read(connection: Connection, incoming: Incoming, reading: Reading, *, reader: str, now: datetime) -> Kept:
    """Keeps a document with its reading by `read_by_id`, unless it is held; within a writing transaction."""
    id = reading.document.id
    if _is_read(connection, id, reader):  # somebody else was quicker
        return Kept("held", id, incoming.name)
    table = schema.documents
    if connection.scalar(select(table.c.seq).where(table.c.id == id)) is not None:
        _keep_reading(connection, id, reading, reader, now)
        return _told_of("read_again", incoming.name, reading)
    others = connection.scalars(
        select(table.c.id).where(table.c.sha256 == _sha256(_bytes(incoming.text))).order_by(table.c.id)
    ).all()
    keep_document(connection, id, incoming, now)
    _keep_reading(connection, id, reading, reader, now)
    return _told_of("kept", incoming.name, reading, tuple(others))


def _told_of(outcome: Literal["kept", "read_again"], name: str, reading: Reading, others: tuple[str, ...] = ()) -> Kept:
    return Kept(outcome, reading.document.id, name, others, len(reading.accounts), len(reading.issues))


def read_again(
    database: Database,
    id: str,
    *,
    knowledge: Knowledge | None,
    reader: str,
    clock: Callable[[], datetime],
) -> Kept | Refusal:
    """Reads a document of the store with this version, out of the store itself; the earlier readings stay."""
    table = schema.documents
    with database.reading() as connection:
        row = connection.execute(select(table).where(table.c.id == id)).mappings().one()
        if _is_read(connection, id, reader):
            return Kept("held", id, row["name"])
    incoming = Incoming(
        name=row["name"],
        text=row["text"].decode("utf-8", "surrogatepass"),
        id=id,
        url=row["url"],
        publisher=row["publisher"],
        title=row["title"],
        published=row["published"],
        segments=tuple(map(segment_of, json.loads(row["segments"] or "[]"))),
        provenance=provenance_of(json.loads(row["provenance"] or "null")),
        issues=tuple(Issue(**issue) for issue in json.loads(row["noted"])),
    )
    reading = read_document(incoming, knowledge=knowledge)
    if isinstance(reading, Refusal):
        return reading
    with database.writing() as connection:
        if _is_read(connection, id, reader):
            return Kept("held", id, row["name"])
        _keep_reading(connection, id, reading, reader, clock())
    return _told_of("read_again", row["name"], reading)


def _is_read(connection: Connection, id: str, reader: str) -> bool:
    table = schema.readings
    asked = select(table.c.seq).where(table.c.document == id, table.c.reader == reader)
    return connection.scalar(asked) is not None


def keep_document(connection: Connection, id: str, incoming: Incoming, now: datetime) -> None:
    """Keeps a document that is not there yet, and its original where that is not there."""
    data, row = rows_of_document(id, incoming)
    original = row["original"]
    if connection.scalar(select(schema.originals.c.seq).where(schema.originals.c.sha256 == original)) is None:
        entry = append(connection, "original", original, contents.of_original(data), now=now)
        connection.execute(insert(schema.originals).values(sha256=original, bytes=data, seq=entry.seq))
    entry = append(connection, "document", id, contents.of_document(row), now=now)
    connection.execute(insert(schema.documents).values(seq=entry.seq, **row))


def rows_of_document(id: str, incoming: Incoming) -> tuple[bytes, dict[str, Any]]:
    """The original of a document, and its row without a number."""
    data = incoming.raw if incoming.raw is not None else _bytes(incoming.text)
    text = _bytes(incoming.text)
    return data, {
        "id": id,
        "original": _sha256(data),
        "sha256": _sha256(text),
        "text": text,
        "name": _storable(incoming.name),
        "given_id": _storable(incoming.id),
        "url": _storable(incoming.url),
        "publisher": _storable(incoming.publisher),
        "title": _storable(incoming.title),
        "published": _storable(incoming.published and incoming.published.strip()),
        "noted": json.dumps([asdict(issue) for issue in incoming.issues]),
        "segments": _storable(_told([segment_as_dict(segment) for segment in incoming.segments])),
        "provenance": _storable(_told(incoming.provenance and provenance_as_dict(incoming.provenance))),
    }


def _keep_reading(connection: Connection, id: str, reading: Reading, reader: str, now: datetime) -> None:
    record = as_dict(reading)
    del record["document"]["text"]
    row, told = rows_of_reading(id, record, reading, reader)
    entry = append(connection, "reading", None, contents.of_reading(row, told), now=now)
    insert_reading(connection, entry.seq, row, told)
    keep_words(connection, reading)


def rows_of_reading(
    id: str, record: Mapping[str, Any], reading: Reading, reader: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of a reading, given with its record without the text, and those of its accounts; without a number."""
    row = {"document": id, "reader": reader, "reading": to_json(record)}
    return row, [_columns(account, reading) for account in reading.accounts]


def insert_reading(
    connection: Connection, seq: int, row: Mapping[str, Any], accounts: Iterable[Mapping[str, Any]]
) -> None:
    """Puts a reading and its accounts in, under the number of its entry in the log."""
    connection.execute(insert(schema.readings).values(seq=seq, **row))
    if told := [{"reading": seq, **each} for each in accounts]:
        connection.execute(insert(schema.accounts), told)


def keep_words(connection: Connection, reading: Reading) -> None:
    """Makes the words of a document ready to be searched, anew where they are there already."""
    document = reading.document
    words = [*search_words(document.title or ""), *search_words(document.text, document.restorations)]
    rows = [
        {"document": document.id, "number": number, "search": passage.search, "exact": passage.exact}
        for number, passage in enumerate(passages(words))
    ]
    connection.execute(delete(schema.passages).where(schema.passages.c.document == document.id))
    if rows:
        connection.execute(insert(schema.passages), rows)


# ------------------------------------------------------------------------------------------------------------- columns


def _columns(account: Account, reading: Reading) -> dict[str, Any]:
    """The columns of an account that are asked for."""
    values = {claim.field: claim.value for claim in reversed(account.claims)}  # the first claim of a field stands
    sources = {source.id: source for source in reading.sources}
    source = sources.get(account.attribution[-1].source) if account.attribution else None
    place, happened = values.get("place") or {}, values.get("happened") or {}
    return {
        "account": account.id,
        "document": reading.document.id,
        "happening": account.incident,
        **how_told(account),
        "source": _storable(source.name) if source else None,
        "source_kind": source.kind if source else None,
        "actor": _storable(_id_or_name(values.get("actor"))),
        "earliest": happened.get("earliest"),
        "latest": happened.get("latest"),
        "place": _storable(_id_or_name(place)),
        "country": place.get("country"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
    }


def _id_or_name(value: Any) -> str | None:
    return (value.get("id") or value.get("name_ar")) if isinstance(value, dict) else None


def _storable(text: str | None) -> str | None:
    """Text that every database takes: without NUL and lone surrogates. The original keeps them."""
    if text is None:
        return None
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _told(record: Any) -> str | None:
    """What a file told, as JSON; None where it told nothing."""
    return to_json(record) if record else None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
