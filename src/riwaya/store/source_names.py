"""What the sources are called that incidents are found by: for ids of actors, the names that texts give them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from riwaya.records import Source
from riwaya.store.database import few
from riwaya.store.documents import find_current_of
from riwaya.store.schema import overview_terms


def find_sources(connection: Connection, ids: Collection[str], until: int) -> dict[str, Source]:
    """A source of a current reading for each id of an actor, from an incident that is found by it; names are in none.

    One incident is looked at for each id.
    """
    terms = overview_terms.c
    asked = select(terms.value, func.min(terms.incident).label("incident")).where(terms.kind == "source")
    incident_of = {
        row.value: row.incident
        for some in few(sorted(ids))
        for row in connection.execute(asked.where(terms.value.in_(some)).group_by(terms.value))
    }
    documents = select(terms.value).where(terms.kind == "document")
    told = [
        document
        for some in few(sorted(set(incident_of.values())))
        for document in connection.scalars(documents.where(terms.incident.in_(some)))
    ]
    readings = find_current_of(connection, set(told), until).values()
    sources = (source for reading in readings for source in reading.sources)
    return {id: source for source in sources if (id := source.actor) in incident_of and id and source.name}
