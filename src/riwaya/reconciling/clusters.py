"""Groups what is linked: average linkage inside what hangs together at all.

Nothing depends on the order in which links come: members are sorted before anything is joined, and ties are broken by
the members' own keys.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

Key = tuple[str, str]
"""A happening: its document, and the incident in the reading of that."""


def components(keys: Iterable[Key], links: Iterable[tuple[Key, Key]]) -> list[list[Key]]:
    """What hangs together by links, each sorted, in the order of their first members."""
    above = {key: key for key in keys}

    def root(key: Key) -> Key:
        while above[key] != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    for a, b in links:
        first, second = sorted((root(a), root(b)))
        above[second] = first
    found: dict[Key, list[Key]] = {}
    for key in sorted(above):
        found.setdefault(root(key), []).append(key)
    return list(found.values())


def average_link(members: Sequence[Key], shares: Mapping[tuple[Key, Key], float], cut: float) -> list[list[Key]]:
    """The members in groups between which no average share is above the cut.

    `shares` holds pairs in sorted order; a pair that it lacks counts as 0, for nobody proposed it.
    """
    groups: dict[int, list[Key]] = {number: [key] for number, key in enumerate(sorted(members))}
    number_of = {keys[0]: number for number, keys in groups.items()}
    near: dict[int, dict[int, float]] = {number: {} for number in groups}
    for (a, b), share in sorted(shares.items()):  # sums of floats depend on their order
        one, other = number_of[a], number_of[b]
        near[one][other] = near[other][one] = share
    heap = [
        (-share, one, other)
        for one, others in near.items()
        for other, share in others.items()
        if one < other and share > cut
    ]
    heapq.heapify(heap)
    fresh = len(groups)
    while heap:
        _, one, two = heapq.heappop(heap)
        if one not in groups or two not in groups:
            continue
        joined = sorted(groups.pop(one) + groups.pop(two))
        sums = near.pop(one)
        for other, share in near.pop(two).items():
            sums[other] = sums.get(other, 0.0) + share
        groups[fresh] = joined
        near[fresh] = {}
        for other, total in sums.items():
            if other not in groups:
                continue
            near[other].pop(one, None)
            near[other].pop(two, None)
            near[fresh][other] = near[other][fresh] = total
            average = total / (len(joined) * len(groups[other]))
            if average > cut:
                heapq.heappush(heap, (-average, min(fresh, other), max(fresh, other)))
        fresh += 1
    return sorted(groups.values(), key=lambda keys: keys[0])
