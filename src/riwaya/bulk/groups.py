"""Happenings that hang together, grouped into incidents as `riwaya reconcile` groups them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from riwaya.reconciling.clusters import MOST_TOGETHER, Key, Pair, average_link, strongest_links
from riwaya.reconciling.evidence import Evidence
from riwaya.reconciling.links import score, share_of, weigh
from riwaya.reconciling.reconcile import CUT, WEIGHTS, Group, IncidentLink, incident_id

LOOSE = WEIGHTS["loose"]
"""Share from which a link is kept."""


def group(members: Sequence[Key], links: Mapping[Pair, float], evidence: Mapping[Key, Evidence]) -> Iterator[Group]:
    """The incidents of one piece: happenings that hang together, sorted.

    `links` are the shares, from `LOOSE` on, of the pairs among them that were proposed; `evidence` is that of all.
    """
    for happenings in average_link(members, _shares(members, links, evidence), CUT):
        why = (_link(evidence[a], evidence[b]) for a, b in strongest_links(happenings, links))
        yield Group(incident_id(happenings), tuple(happenings), tuple(why))


def _shares(
    members: Sequence[Key], links: Mapping[Pair, float], evidence: Mapping[Key, Evidence]
) -> Mapping[Pair, float]:
    """The shares of every two, or of those that are linked where they are many."""
    if len(members) > MOST_TOGETHER:
        return links
    shares = {}
    for pair in combinations(members, 2):
        a, b = pair
        if a[0] == b[0]:
            shares[pair] = WEIGHTS["one document"]
        else:
            shares[pair] = links[pair] if pair in links else share_of(score(evidence[a], evidence[b]))
    return shares


def _link(a: Evidence, b: Evidence) -> IncidentLink:
    weighed = weigh(a, b)
    return IncidentLink(a.key, b.key, round(weighed.share, 3), weighed.reasons)
