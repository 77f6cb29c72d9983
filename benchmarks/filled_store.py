"""Fills a store with a made world: readings as they are, without reading their texts again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from riwaya.inputs.incoming import Incoming
from riwaya.records import Reading
from riwaya.store import keeping
from riwaya.store.reader import reader
from riwaya.store.store import Store

_AT_ONCE = 2000
"""Documents in one transaction."""


def fill(store: Store, readings: Iterable[Reading]) -> None:
    """Keeps readings and their documents as `Store.ingest` would, many in one transaction."""
    batch: list[Reading] = []
    for reading in readings:
        batch.append(reading)
        if len(batch) == _AT_ONCE:
            _keep(store, batch)
            batch = []
    _keep(store, batch)


def _keep(store: Store, readings: Iterable[Reading]) -> None:
    now = datetime.now(UTC)
    with store._database.writing() as connection:
        for reading in readings:
            document = reading.document
            incoming = Incoming(
                document.id, document.text, publisher=document.publisher, published=document.published, url=document.url
            )
            keeping.keep_document(connection, document.id, incoming, now)
            keeping._keep_reading(connection, document.id, reading, reader(), now)
