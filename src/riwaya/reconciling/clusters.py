"""Groups what is linked: average linkage inside what hangs together at all.

Nothing depends on the order in which links come: members are sorted before anything is joined, and ties are broken by
the members' own keys.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

Key = tuple[str, str]
"""A happening: its document, and the incident in the reading of that."""
Pair = tuple[Key, Key]
"""Two happenings in sorted order."""
NOTHING_RULED: Mapping[Pair, bool] = MappingProxyType({})


RUNGS = (0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.9)
"""Shares at which happenings hang together, the least first that leaves few enough together."""
MOST_TOGETHER = 64
"""Happenings that are looked at together, unless they hang together at the last rung still."""


class Piece(NamedTuple):
    """Happenings that hang together, sorted, and the share at which they do."""

    rung: float
    members: tuple[Key, ...]


def pieces(keys: Iterable[Key], links: Mapping[Key, Mapping[Key, float]]) -> list[Piece]:
    """What hangs together with each of some keys by links (kept at both ends), sorted.

    Where reports are many, everything hangs together somehow; then only what hangs together better is one piece. Which
    piece a happening is in depends on the links alone, not on where one begins.
    """
    found: list[Piece] = []
    placed: set[Key] = set()
    crowds: dict[float, set[Key]] = {rung: set() for rung in RUNGS[:-1]}
    for start in keys:
        if start in placed:
            continue
        for rung in RUNGS:
            members = _together(start, links, rung, crowds.get(rung))
            if members is not None:
                break
        placed |= members or set()
        found.append(Piece(rung, tuple(sorted(members or ()))))
    return sorted(found, key=lambda piece: piece.members)


def unsettled(key: Key, links: Mapping[Key, Mapping[Key, float]]) -> set[Key]:
    """Whatever may be in another piece, where something that was linked with a happening is gone."""
    found: set[Key] = set()
    for rung in RUNGS:
        found |= _together(key, links, rung, set()) or set()
    return found


def _together(
    start: Key, links: Mapping[Key, Mapping[Key, float]], rung: float, crowd: set[Key] | None
) -> set[Key] | None:
    """What hangs together with a happening at a share; None where it is a crowd, which `crowd` then holds."""
    members, ahead = {start}, [start]
    while ahead:
        if crowd is not None and (len(members) > MOST_TOGETHER or not crowd.isdisjoint(ahead)):
            crowd |= members
            return None
        near = links.get(ahead.pop(), {})
        fresh = {key for key, share in near.items() if share >= rung and key not in members}
        members |= fresh
        ahead += fresh
    return members


def average_link(
    members: Sequence[Key], shares: Mapping[Pair, float], cut: float, ruled: Mapping[Pair, bool] = NOTHING_RULED
) -> list[list[Key]]:
    """The members in groups between which no average share is above the cut.

    `shares` holds pairs in sorted order; a pair that it lacks counts as 0, for nobody proposed it. `ruled` says of
    pairs whether they are together whatever their share; where it contradicts itself, together counts. What is like one
    of those that somebody holds together is as like to the others, so that joining two parts neither from a third.
    """
    groups = dict(enumerate(_held_together(members, ruled)))
    number_of = {key: number for number, keys in groups.items() for key in keys}
    near: dict[int, dict[int, float]] = {number: {} for number in groups}
    for (one, other), total in _totals(groups, number_of, shares).items():
        near[one][other] = near[other][one] = total
    apart: dict[int, set[int]] = {number: set() for number in groups}
    for a, b in (pair for pair, together in ruled.items() if not together):
        if a in number_of and b in number_of and number_of[a] != number_of[b]:
            apart[number_of[a]].add(number_of[b])
            apart[number_of[b]].add(number_of[a])
    heap: list[tuple[float, int, int]] = []

    def propose(one: int, other: int, total: float) -> None:
        average = total / (len(groups[one]) * len(groups[other]))
        if average > cut and other not in apart[one]:
            heapq.heappush(heap, (-average, min(one, other), max(one, other)))

    for one, others in near.items():
        for other, total in others.items():
            if one < other:
                propose(one, other, total)
    fresh = len(groups)
    while heap:
        _, one, two = heapq.heappop(heap)
        if one not in groups or two not in groups:
            continue
        groups[fresh] = sorted(groups.pop(one) + groups.pop(two))
        apart[fresh] = apart[one] | apart[two]
        for other in apart[fresh]:
            apart[other].add(fresh)
        sums = near.pop(one)
        for other, total in near.pop(two).items():
            sums[other] = sums.get(other, 0.0) + total
        near[fresh] = {other: total for other, total in sums.items() if other in groups}
        for other, total in near[fresh].items():
            near[other].pop(one, None)
            near[other].pop(two, None)
            near[other][fresh] = total
            propose(fresh, other, total)
        fresh += 1
    return sorted(groups.values(), key=lambda keys: keys[0])


def _held_together(members: Sequence[Key], ruled: Mapping[Pair, bool]) -> list[list[Key]]:
    """The members in the groups that somebody ruled, each sorted, in the order of their first members."""
    inside = set(members)
    links: dict[Key, dict[Key, float]] = {}
    for (a, b), together in ruled.items():
        if together and a in inside and b in inside:
            links.setdefault(a, {})[b] = links.setdefault(b, {})[a] = 1.0
    if not links:
        return [[key] for key in sorted(members)]
    found: list[list[Key]] = []
    placed: set[Key] = set()
    for key in sorted(members):
        if key not in placed:
            found.append(sorted(_together(key, links, 0.0, None) or ()))
            placed.update(found[-1])
    return found


def _totals(
    groups: Mapping[int, list[Key]], number_of: Mapping[Key, int], shares: Mapping[Pair, float]
) -> dict[tuple[int, int], float]:
    """The sums of the shares between groups to begin with, as if every share between two were the greatest of them.

    Two that one document tells apart are not made alike by others: their share is the one that counts.
    """
    between: dict[tuple[int, int], tuple[bool, float]] = {}
    for (a, b), share in shares.items():
        one, other = sorted((number_of[a], number_of[b]))
        if one != other:
            of_one_document = a[0] == b[0]
            told = (of_one_document, -share if of_one_document else share)
            between[one, other] = max(told, between.get((one, other), told))
    return {
        (one, other): abs(share) * len(groups[one]) * len(groups[other]) for (one, other), (_, share) in between.items()
    }


def strongest_links(group: Sequence[Key], shares: Mapping[Pair, float]) -> list[Pair]:
    """The fewest and strongest pairs that hold a group together: the greatest spanning tree, sorted."""
    found: list[Pair] = []
    best = {key: (shares.get(sorted_pair(group[0], key), 0.0), group[0]) for key in group[1:]}
    while best:
        nearest = min(best, key=lambda key: (-best[key][0], best[key][1], key))
        _, partner = best.pop(nearest)
        found.append(sorted_pair(partner, nearest))
        for key, (share, _) in best.items():
            closer = shares.get(sorted_pair(nearest, key), 0.0)
            if closer > share:
                best[key] = closer, nearest
    return sorted(found)


def sorted_pair(a: Key, b: Key) -> Pair:
    """Two happenings in sorted order."""
    return (a, b) if a < b else (b, a)
