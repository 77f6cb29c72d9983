"""Reconciles what a store holds, and reads incidents back with all that their accounts say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from riwaya.errors import NotThere
from riwaya.exports.json import grouped_as_dict, link_as_dict
from riwaya.reconciling.reconcile import Reconciled, Reconciler, assemble
from riwaya.records import Account, Incident, Reading
from riwaya.store.answers import Moment, StoredIncident, StoredLink, Suggestion
from riwaya.store.database import at_once
from riwaya.store.decisions import Decision
from riwaya.store.history import Decided, with_states
from riwaya.store.moments import end_of
from riwaya.store.store import Store
from riwaya.store.weights import Weights

_AT_ONCE = 500
"""Incidents whose readings are in memory at once."""


class Told(NamedTuple):
    """An incident of a store as its accounts tell it.

    `accounts` come with their documents, `readings` are those of the documents by id; ids of accounts and sources begin
    with the document's.
    """

    stored: StoredIncident
    incident: Incident
    accounts: tuple[tuple[str, Account], ...]
    readings: dict[str, Reading]


def reconcile_store(store: Store, *, weights: Weights | None = None) -> tuple[Reconciled, ...]:
    """Groups everything in a store anew and keeps the run. What people decided stands.

    With `weights` they are in force from then on; else those of the newest run are.
    """
    given = store.to_reconcile()
    weights = given.weights if weights is None else weights
    reconciler = Reconciler(ruled=given.ruled, changes=weights.changes)
    reconciler.add(given.readings)
    incidents = reconciler.incidents()
    store.save_run(incidents, seen=given.seen, weights=weights.as_dict(), others=reconciler.suggestions())
    return incidents


def find_told(store: Store, *, at: Moment | None = None) -> Iterator[Told]:
    """The incidents of the newest run, as they were known at a moment; none where nothing was reconciled yet."""
    for some in at_once(store.each_incident(at=at), _AT_ONCE):
        readings = store.current({document for stored in some for document, _ in stored.happenings}, at=at)
        yield from (_told(stored, readings) for stored in some)


def show(store: Store, incident: str, *, at: Moment | None = None, published_by: str | None = None) -> Told:
    """One incident by its id. Raises UsageError where there is none of this id.

    With `published_by`, a day or a moment, only what had been published by then tells of it; what does not say when it
    was published counts from when it was kept.
    """
    stored = store.incident(incident, at=at)
    if published_by is not None:
        stored = _without_later(store, stored, published_by)
    return _told(stored, store.current({document for document, _ in stored.happenings}, at=at))


def _without_later(store: Store, stored: StoredIncident, moment: str) -> StoredIncident:
    """An incident of those of its happenings that were told of by a moment."""
    known = store.known_since({document for document, _ in stored.happenings})
    happenings = tuple(each for each in stored.happenings if known[each[0]] <= end_of(moment))
    if not happenings:
        raise NotThere(f"there is no report on {stored.id} by {moment}; the first is of {min(known.values())}")
    left = tuple(link for link in stored.links if {link.a, link.b} <= set(happenings))
    return stored._replace(happenings=happenings, links=left)


def told_as_dict(told: Told) -> dict[str, Any]:
    """An incident of a store as `riwaya reconcile --format jsonl` prints one; a link that was decided says by whom.

    `seen` is to be handed back with a decision.
    """
    links = [_link_as_dict(link) for link in told.stored.links]
    accounts = ((document, account.id.partition("/")[2]) for document, account in told.accounts)
    amended = [amended_as_dict(decision) for decision in told.stored.amended]
    own = {"id": told.stored.id, "amended": amended, "seen": told.stored.seen}
    return grouped_as_dict(told.incident, accounts, links) | own


def amended_as_dict(decision: Decision) -> dict[str, Any]:
    """What somebody says that an account really tells of a field, beside what it was before."""
    told = {"document": decision.subjects[0].document, **decision.becomes, "was": decision.was["values"]}
    return told | {"decided": {"by": decision.who, "at": decision.at, "why": decision.why}}


def suggestion_as_dict(suggestion: Suggestion) -> dict[str, Any]:
    """A suggestion as `riwaya suggestions --format jsonl` prints it."""
    return _link_as_dict(suggestion.link) | {"incidents": list(suggestion.incidents), "seen": suggestion.seen}


def decision_as_dict(decision: Decision) -> dict[str, Any]:
    """A decision as `riwaya decide` prints it in a pipe."""
    about = [{"document": s.document, "incident": s.happening or None} for s in decision.subjects]
    return decision._asdict() | {"subjects": about}


def find_decided(store: Store, *, at: Moment | None = None) -> tuple[tuple[Decided, ...], int]:
    """All decisions in order, each with how it stands, and the number of the last entry that they rest on."""
    made = store.decisions(at=at)
    lost = {decision.seq for decision in store.lost(at=at)}
    return with_states(made, lost, {decision.seq for decision in made}), made[-1].seq if made else 0


def _link_as_dict(link: StoredLink) -> dict[str, Any]:
    row = link_as_dict(link.a, link.b, link.score, list(link.reasons), link.state)
    if link.decision:
        row["decided"] = {"by": link.decision.who, "at": link.decision.at, "why": link.decision.why}
    return row


def _told(stored: StoredIncident, readings: dict[str, Reading]) -> Told:
    incident, accounts = assemble(stored.happenings, readings)
    own = {document: readings[document] for document, _ in accounts}
    return Told(stored, incident, accounts, own)
