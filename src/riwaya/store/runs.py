"""Reconciles what a store holds, and reads incidents back with all that their accounts say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from riwaya.exports.json import grouped_as_dict, link_as_dict
from riwaya.reconciling.reconcile import WEIGHTS, Reconciled, Reconciler, assemble
from riwaya.records import Account, Incident, Reading
from riwaya.store.store import Moment, Store, StoredIncident


class Told(NamedTuple):
    """An incident of a store as its accounts tell it.

    `accounts` come with their documents, `readings` are those of the documents by id; ids of accounts and sources begin
    with the document's.
    """

    stored: StoredIncident
    incident: Incident
    accounts: tuple[tuple[str, Account], ...]
    readings: dict[str, Reading]


def reconcile_store(store: Store) -> tuple[Reconciled, ...]:
    """Groups everything in a store anew and keeps the run. What people decided stands."""
    given = store.to_reconcile()
    reconciler = Reconciler(ruled=dict.fromkeys(given.must, True) | dict.fromkeys(given.cannot, False))
    reconciler.add(given.readings)
    incidents = reconciler.incidents()
    store.save_run(incidents, seen=given.seen, weights=WEIGHTS)
    return incidents


def find_told(store: Store, *, at: Moment | None = None) -> Iterator[Told]:
    """The incidents of the newest run, as they were known at a moment; none where nothing was reconciled yet."""
    readings = {reading.document.id: reading for reading in store.to_reconcile(at=at).readings}
    for stored in store.incidents(at=at):
        yield _told(stored, readings)


def show(store: Store, incident: str, *, at: Moment | None = None) -> Told:
    """One incident by its id. Raises UsageError where there is none of this id."""
    stored = store.incident(incident, at=at)
    documents = {document for document, _ in stored.happenings}
    return _told(stored, {document: store.readings(document, at=at)[-1].reading for document in documents})


def told_as_dict(told: Told) -> dict[str, Any]:
    """An incident of a store as `riwaya reconcile --format jsonl` prints one; a link that was decided says by whom."""
    links = []
    for link in told.stored.links:
        row = link_as_dict(link.a, link.b, link.score, list(link.reasons), link.state)
        if link.decision:
            row["decided"] = {"by": link.decision.who, "at": link.decision.at, "why": link.decision.why}
        links.append(row)
    accounts = ((document, account.id.partition("/")[2]) for document, account in told.accounts)
    return grouped_as_dict(told.incident, accounts, links) | {"id": told.stored.id}


def _told(stored: StoredIncident, readings: dict[str, Reading]) -> Told:
    incident, accounts = assemble(stored.happenings, readings)
    own = {document: readings[document] for document, _ in accounts}
    return Told(stored, incident, accounts, own)


def is_within(incident: Incident, since: str | None, before: str | None) -> bool:
    """Whether an incident may have happened between two days, the second no longer included.

    One whose day no account tells is within as far as its last possible day goes.
    """
    told = [claim.value for claim in incident.fields["happened"].claims] if "happened" in incident.fields else []
    days = [((value["earliest"] or "")[:10], (value["latest"] or "9999")[:10]) for value in told] or [("", "9999")]
    return any(
        (not since or latest >= since[:10]) and (not before or earliest < before[:10]) for earliest, latest in days
    )
