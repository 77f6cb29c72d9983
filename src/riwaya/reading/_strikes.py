"""Tells the strikes that one teller tells of apart: each has a place or a target of its own, and dead of its own.

Two sources dispute the dead of one strike, and name its place in two ways. One and the same source does not: whoever
tells of five dead in one town and of three in another tells of two strikes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from riwaya.records import distance_km

_SAME_SITE_KM = 3.0


class Where(NamedTuple):
    """A place as it is compared: its words, its value, and whether it is smaller than a town."""

    words: frozenset[str]
    value: dict[str, Any]
    within_town: bool


class Count(NamedTuple):
    """How many were harmed, as bounds."""

    field: str
    low: int
    high: int | None


class Strike(NamedTuple):
    """A mention of a strike: who tells of it, where it was, what it hit, how many it harmed.

    `teller` is whoever asserts it, through whom ever. `things` are the things hit, each with the words that tell it
    from others of its kind. `many` tells that the mention is of a series; `one` that it brings in a single strike: a
    raid, and not the raid or raids.
    """

    teller: str
    places: tuple[Where, ...]
    things: tuple[tuple[str, frozenset[str]], ...]
    counts: tuple[Count, ...]
    many: bool
    one: bool


def is_part(strike: Strike, told: Sequence[Strike]) -> bool:
    """Whether one of the two is a series, and the other one strike of it, with a place and dead of its own."""
    if any(_is_named_like(a, b) for a in strike.places for other in told for b in other.places):
        return False
    return any(
        other.many != strike.many
        and bool((other if strike.many else strike).places)
        and counts_differ(strike.counts, other.counts)
        for other in told
    )


def is_another(strike: Strike, told: Sequence[Strike]) -> bool:
    """Whether a strike is another than those that its teller told of before, as far as they are of one happening."""
    before = [other for other in told if other.teller == strike.teller and (other.places or other.things)]
    return bool(before) and all(_are_two(strike, other) for other in before)


def _are_two(a: Strike, b: Strike) -> bool:
    if counts_differ(a.counts, b.counts):
        return _are_elsewhere(a, b, near=0.0) or _hit_others(a, b)
    return a.one and b.one and _are_elsewhere(a, b, near=_SAME_SITE_KM)


def counts_differ(some: Sequence[Count], others: Sequence[Count]) -> bool:
    """Whether two mentions count one kind of harm so that no two of the counts can be one, and agree on no number."""
    pairs = [(a, b) for a in some for b in others if a.field == b.field]
    if any(a == b and a.low == a.high for a, b in pairs):
        return False
    return bool({a.field for a, _ in pairs} - {a.field for a, b in pairs if _meet(a, b)})


def _meet(a: Count, b: Count) -> bool:
    return (b.high is None or a.low <= b.high) and (a.high is None or b.low <= a.high)


def _are_elsewhere(a: Strike, b: Strike, *, near: float) -> bool:
    """Whether each has a place of its own and none of them may be, or lie in, one of the other's."""
    pairs = [(one, other) for one in a.places for other in b.places]
    return bool(pairs) and not any(_may_be_one(one, other, near) for one, other in pairs)


def _may_be_one(a: Where, b: Where, near: float) -> bool:
    """Whether two places may be one, or one of them lie in the other; two towns, or two quarters, go by other names."""
    one, other = a.value, b.value
    if _is_named_like(a, b):
        return True
    apart = distance_km(one, other)
    if a.within_town == b.within_town:
        return apart is not None and apart <= near
    reach = max(_SAME_SITE_KM, (one.get("radius_km") or 0) + (other.get("radius_km") or 0))
    return apart is None or apart <= reach


def _is_named_like(a: Where, b: Where) -> bool:
    """Whether two places are known as one, or the name of one is part of the other's."""
    known = a.value.get("id")
    if known and known == b.value.get("id"):
        return True
    return bool(a.words) and bool(b.words) and (a.words <= b.words or b.words <= a.words)


def _hit_others(a: Strike, b: Strike) -> bool:
    """Whether the things hit are others: a car and a flat, the house of one family and that of another."""
    return (
        bool(a.things)
        and bool(b.things)
        and not any(
            kind == other and not (own and others and own.isdisjoint(others))
            for kind, own in a.things
            for other, others in b.things
        )
    )
