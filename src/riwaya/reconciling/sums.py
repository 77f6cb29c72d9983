"""Counts of one field of an incident seen together: parts and totals, and a toll that is known to have risen.

Two counts by themselves may be at odds where all that is told of the field shows that they are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from riwaya.reconciling.counts import meet, spoken
from riwaya.records import Account, Relation

Told = tuple[dict[str, Any], list[Account]]
"""A count, and the accounts that tell it."""

_MOST_PARTS = 8
"""Exact counts of a field among which a total is looked for: all choices of its parts are tried."""
MOST_VALUES = 40
"""Values of a field that each further one is held against, and accounts of each; it bounds the work on thousands."""
_NO_WHOLE = ("superseded", "first", "partial", "some")
"""Marks of counts that are no account's last word on the whole."""

_INSISTS = ("only", "contrasted")
"""Marks of counts that their texts hold against others."""


def settle(values: Sequence[Told], relations: Sequence[Relation]) -> list[Relation]:
    """The relations of the counts of a field, without disputes that all counts together show to be none."""
    disputed = {(r.a, r.b) for r in relations if r.relation == "disputes"}
    if not disputed:
        return list(relations)
    parts = _parts(values)
    settled = []
    for relation in relations:
        pair = (relation.a, relation.b)
        if pair in disputed and pair in parts:
            continue
        risen = _risen(values, *pair) if pair in disputed else None
        if risen is None:
            settled.append(relation)
        else:
            settled.append(Relation(*pair, "updates", f"the count is told elsewhere as risen to {spoken(risen)}"))
    return settled


def tells_nearer(
    account: Account, field: str, own: Mapping[str, Any], other: Mapping[str, Any], *, lesser: bool = False
) -> bool:
    """Whether an account tells another count of a field that is nearer to somebody else's: `own` is then another thing.

    Who says that fourteen died in one village and six in another is to be held against fifteen by the fourteen.
    Where `lesser`, only if `own` is the lesser of the two: a toll that grew may have grown past both.
    """
    wanted = other.get("low") or 0
    away = abs((own.get("low") or 0) - wanted)
    return any(
        claim.field == field
        and not any(claim.value.get(mark) for mark in _NO_WHOLE)
        and all(claim.value.get(key) == own.get(key) for key in ("scope", "since"))
        and not (lesser and (claim.value.get("low") or 0) < (own.get("low") or 0))
        and abs((claim.value.get("low") or 0) - wanted) < away
        for claim in account.claims
    )


def _risen(values: Sequence[Told], a: int, b: int) -> dict[str, Any] | None:
    """The count that somebody tells as risen beyond the lower of two to what the higher one says, if anybody does."""
    fewer, more = sorted((values[a][0], values[b][0]), key=lambda value: value.get("low") or 0)
    if any(value.get(mark) for value in (fewer, more) for mark in _INSISTS):
        return None
    for value, _ in values:
        same = all(value.get(key) == more.get(key) for key in ("scope", "since"))
        if value.get("rises") and not value.get("partial") and same and meet(value, more) and not meet(value, fewer):
            return value
    return None


def _parts(values: Sequence[Told]) -> set[tuple[int, int]]:
    """The pairs of counts of which one can be part of the other.

    Whoever tells both holds neither against the other; and what several others add up to is their total, and they are
    of different places or groups.
    """
    holders = [{account.id for account in told} for _, told in values]
    pairs = {
        (a, b)
        for b in range(len(values))
        for a in range(max(0, b - MOST_VALUES), b)
        if not holders[a].isdisjoint(holders[b])
    }
    exact = [(n, value["low"]) for n, (value, _) in enumerate(values) if value.get("low") and _is_exact(value)]
    told = [low for n, low in exact for _ in values[n][1]]
    for total in set(told) if len(told) <= _MOST_PARTS else ():
        parts = [low for low in told if low < total]
        choices = (chosen for size in range(2, len(parts) + 1) for chosen in combinations(parts, size))
        sums = next((chosen for chosen in choices if sum(chosen) == total), ())
        pairs.update(combinations([n for n, low in exact if sums and low in (total, *sums)], 2))
    return pairs


def _is_exact(value: Mapping[str, Any]) -> bool:
    return bool(value.get("low") == value.get("high"))
