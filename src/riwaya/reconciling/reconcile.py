"""Many readings, one incident: groups the accounts of many documents by the happening they tell of.

A happening of a document is never taken apart; it is only brought together with those of other documents.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from riwaya.errors import UsageError
from riwaya.reconciling.candidates import pairs
from riwaya.reconciling.clusters import Key, average_link, components
from riwaya.reconciling.evidence import Evidence, evidence_of
from riwaya.reconciling.incidents import build
from riwaya.reconciling.links import Reason, weigh
from riwaya.records import Account, Incident, Link, Reading, Source

_LOOSE = 0.1
"""Share at which two happenings hang together at all, so that they are looked at together."""
_CUT = 0.45
"""Average share at which two groups of happenings are one incident."""
_ONE_DOCUMENT = 0.02
"""Share of two happenings of one document: it tells them apart."""
_WHOLE = 64
"""Happenings that hang together of which every two are held against each other, proposed or not."""


@dataclass(frozen=True, slots=True)
class IncidentLink:
    """Why two happenings are held to be one: their keys, the share, the reasons, and whether somebody confirmed it."""

    a: Key
    b: Key
    score: float
    reasons: tuple[Reason, ...]
    state: str = "suggested"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """An incident over documents.

    `happenings` are the incidents of the readings that it brings together, as document and incident; `accounts` are its
    accounts as document and account, and in `incident` they are named `document/account`. `links` say why.
    """

    incident: Incident
    happenings: tuple[Key, ...]
    accounts: tuple[tuple[str, str], ...]
    links: tuple[IncidentLink, ...]


def reconcile(readings: Iterable[Reading]) -> tuple[Reconciled, ...]:
    """The incidents of some readings, each account in exactly one, sorted by the first happening of each.

    The order of the readings changes nothing, and one that comes twice counts once. Raises UsageError where two
    readings of one document (by its id) differ: which of them should stand?
    """
    by_document: dict[str, Reading] = {}
    for reading in readings:
        known = by_document.setdefault(reading.document.id, reading)
        if known != reading:
            raise UsageError(f"two readings of the document {reading.document.id!r} that differ: give one of them")
    happenings = {e.key: e for document in sorted(by_document) for e in evidence_of(by_document[document])}
    groups, links = group_happenings(happenings.values())
    return tuple(_reconciled(group, links, by_document) for group in groups)


def group_happenings(
    happenings: Iterable[Evidence],
) -> tuple[list[list[Key]], dict[tuple[Key, Key], IncidentLink]]:
    """The happenings in groups that are one incident each, and the links weighed inside what hangs together."""
    known = {e.key: e for e in happenings}
    weighed = {(a.key, b.key): weigh(a, b) for a, b in pairs(known.values())}
    together = components(known, (pair for pair, link in weighed.items() if link.share >= _LOOSE))
    links: dict[tuple[Key, Key], IncidentLink] = {}
    groups: list[list[Key]] = []
    for members in together:
        if len(members) == 1:
            groups.append(members)
            continue
        shares: dict[tuple[Key, Key], float] = {}
        whole = len(members) <= _WHOLE
        for pair in combinations(members, 2) if whole else _linked(members, weighed):
            if pair[0][0] == pair[1][0]:
                shares[pair] = _ONE_DOCUMENT
                continue
            found = weighed.get(pair) or weigh(known[pair[0]], known[pair[1]])
            shares[pair] = found.share
            links[pair] = IncidentLink(*pair, round(found.share, 3), found.reasons)
        groups += average_link(members, shares, _CUT)
    return sorted(groups), links


def _linked(members: Sequence[Key], weighed: Iterable[tuple[Key, Key]]) -> list[tuple[Key, Key]]:
    inside = set(members)
    return [pair for pair in weighed if pair[0] in inside and pair[1] in inside]


def _reconciled(
    group: Sequence[Key],
    links: dict[tuple[Key, Key], IncidentLink],
    readings: dict[str, Reading],
) -> Reconciled:
    accounts: list[Account] = []
    names: list[tuple[str, str]] = []
    sources: dict[str, Source] = {}
    wanted: dict[str, set[str]] = defaultdict(set)
    for document, incident in group:
        wanted[document].add(incident)
    for document in sorted(wanted):
        reading = readings[document]
        sources |= {f"{document}/{s.id}": s for s in reading.sources}
        for account in reading.accounts:
            if account.incident in wanted[document]:
                names.append((document, account.id))
                accounts.append(_renamed(account, document))
    incident_id = "i" + hashlib.sha256("\n".join(group[0]).encode()).hexdigest()[:12]  # others may come to it
    return Reconciled(
        build(incident_id, accounts, sources),
        tuple(group),
        tuple(names),
        tuple(links[pair] for pair in combinations(group, 2) if pair in links),
    )


def _renamed(account: Account, document: str) -> Account:
    """An account with names that tell its document too."""
    chain = tuple(Link(f"{document}/{link.source}", link.start, link.end) for link in account.attribution)
    return replace(account, id=f"{document}/{account.id}", attribution=chain)
