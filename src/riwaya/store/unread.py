"""Keeps what stayed unread in documents that tell of no incident among the items of the review, so that it is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, delete, select

from riwaya.records import Reading
from riwaya.store import reviewing
from riwaya.store.database import few
from riwaya.store.documents import current_readings, find_current_of, known_since
from riwaya.store.review_items import unread_in
from riwaya.store.rulings import find_rulings
from riwaya.store.schema import accounts, documents, review_items


def find_documents(connection: Connection, until: int) -> list[str]:
    """The ids of all documents up to an entry of the log."""
    return sorted(connection.scalars(select(documents.c.id).where(documents.c.seq <= until)))


def renew(connection: Connection, ids: Sequence[str], until: int) -> int:
    """Makes the items of some documents anew that tell of no incident, and gives their number.

    A document that is withdrawn has none, nor has one that tells of something: its incidents have them.
    """
    for some in few(ids):
        of_these = review_items.c.incident == "", review_items.c.about.in_(some)
        connection.execute(delete(review_items).where(*of_these))
    readings = _without_incident(connection, ids, until)
    if not readings:
        return 0
    rulings = find_rulings(connection, until, near=readings.keys())
    items = [unread_in(readings[id]) for id in sorted(readings.keys() - rulings.withdrawn) if readings[id].issues]
    since = known_since(connection, {item.about for item in items})
    reviewing.keep(connection, items, rulings.stand, since=since)
    return len(items)


def _without_incident(connection: Connection, ids: Collection[str], until: int) -> Mapping[str, Reading]:
    """The current readings of those documents that tell of no incident."""
    numbers = current_readings(connection, ids, until)
    telling: set[str] = set()
    for some in few(sorted(numbers.values())):
        asked = select(accounts.c.document).where(accounts.c.reading.in_(some), accounts.c.happening.is_not(None))
        telling.update(connection.scalars(asked.distinct()))
    return find_current_of(connection, numbers.keys() - telling, until)
