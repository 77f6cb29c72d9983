"""What else two accounts tell that bears on a claim: places, other counts, other outcomes.

Two numbers by themselves may be at odds where the accounts that give them are not: one counts the dead of another town,
one tells how many of the rockets were shot down, one of the wounded died.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from riwaya.reconciling.compare import HARM, NO_HARM, WIDE_PRECISIONS
from riwaya.reconciling.counts import spoken
from riwaya.reconciling.verdicts import Verdict
from riwaya.records import COUNT_FIELDS, Account, distance_km

_APART_KM = 15.0
"""Two towns farther apart than this are two places."""
MAY_MAKE = frozenset(("weapon", "injured"))
"""Fields of which two values may have to do with each other by what else is told alone; of no other is a relation made,
or made weightier."""


def bear(
    field: str, a: Any, b: Any, one: Account, other: Account, verdict: Verdict | None, *, one_line: bool = False
) -> Verdict | None:
    """The relation of two values in the light of what else their accounts tell; `verdict` is that of the values alone.

    The order of the two changes nothing. `one_line`: both go back to one line of sources.
    """
    if field == "weapon" and verdict is None and not one_line:
        return _hit_by_another(a, b, one, other)
    if field in COUNT_FIELDS:
        (fewer, of_fewer), (more, of_more) = sorted(((a, one), (b, other)), key=lambda told: told[0]["low"] or 0)
        if verdict and verdict.relation == "disputes":
            return _elsewhere(verdict, fewer, more, of_fewer, of_more)
        if field == "injured" and verdict is None and _died(fewer, more, of_fewer, of_more):
            return Verdict("updates", f"{spoken(more)}, {spoken(fewer)} later, and as many more are dead")
    if verdict and verdict.relation == "disputes":
        if field == "weapon" and _some_stopped(a, b, one, other):
            return None
        if field == "outcome" and _tells_both(a, b, one, other):
            return None
    return verdict


def _elsewhere(verdict: Verdict, fewer: Any, more: Any, of_fewer: Account, of_more: Account) -> Verdict | None:
    """A dispute of two counts, unless they are of different places: then none, or a total and its part."""
    places = [[claim.value for claim in each.claims if claim.field == "place"] for each in (of_more, of_fewer)]
    if not all(places):
        return verdict
    towns, others = ([place for place in told if place.get("precision") not in WIDE_PRECISIONS] for told in places)
    if bool(towns) != bool(others):
        return None  # the dead of a province are not the dead of one of its towns
    if _reaches_beyond(towns, others):
        where = " and ".join(sorted({place.get("name_ar") or "?" for place in others}))
        return Verdict(
            "refines", f"{spoken(more)} is a total over several places, {spoken(fewer)} are those of {where}"
        )
    if towns and others and all(_apart(town, other) for town in towns for other in others):
        return None
    return verdict


def _reaches_beyond(towns: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]]) -> bool:
    """Whether somebody tells of all the towns that another tells of, and of one far from each of these."""
    known = {place.get("id") for place in others}
    if not known or not known <= {place.get("id") for place in towns}:
        return False
    return any(all(_apart(town, other) for other in others) for town in towns)


def _apart(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return (distance_km(a, b) or 0) > _APART_KM


def _died(fewer: dict[str, Any], more: dict[str, Any], later: Account, earlier: Account) -> bool:
    """Whether the wounded have grown fewer by some who died: as many more are dead, on a later day."""
    if not (later.as_of and earlier.as_of and earlier.as_of[:10] < later.as_of[:10]):
        return False
    healed = (more["low"] or 0) - (fewer["low"] or 0)
    dead = [
        max((claim.value["low"] or 0 for claim in each.claims if claim.field == "killed"), default=None)
        for each in (earlier, later)
    ]
    return dead[0] is not None and dead[1] is not None and dead[1] - dead[0] >= healed > 0


def _some_stopped(a: dict[str, Any], b: dict[str, Any], one: Account, other: Account) -> bool:
    """Whether two counts of a weapon are of those that were fired and of some of them: shot down, or fallen inside."""
    counts = [(value.get("count") or {}).get("low") or 0 for value in (a, b)]
    few = one if counts[0] < counts[1] else other
    return _tells_end(few)


def _hit_by_another(a: Any, b: Any, one: Account, other: Account) -> Verdict | None:
    """Two means of one blow on a ship: a drone hit it, or a missile did. What is fired at land is often both."""
    for value, rival, account, against in ((a, b, one, other), (b, a, other, one)):
        single = (value.get("count") or {}).get("high") == 1 and value["id"] == "drone"
        ship = _hits(account, _SHIP) or _hits(against, _SHIP)
        if single and rival["id"] in _MISSILES and ship and not any(_stopped_or_elsewhere(e) for e in (one, other)):
            if not _uses(account, _MISSILES) and not _uses(against, frozenset(("drone",))):
                return Verdict("disputes", f"the ship was hit by a drone, or by a {rival['id'].replace('_', ' ')}")
    return None


_SHIP = frozenset(("ship",))
_OTHER_THINGS = frozenset(
    """military_base airport hospital school market house vehicle energy worship camp infrastructure state_forces
    rebel_group""".split()
)
_MISSILES = frozenset(("missile", "rocket", "ballistic_missile", "cruise_missile"))


def _uses(account: Account, weapons: frozenset[str]) -> bool:
    return any(claim.field == "weapon" and claim.value["id"] in weapons for claim in account.claims)


def _hits(account: Account, kinds: frozenset[str]) -> bool:
    return any(claim.field == "target" and claim.value.get("kind") in kinds for claim in account.claims)


def _stopped_or_elsewhere(account: Account) -> bool:
    """Whether an account tells that what was fired was stopped, or that it hit something else than a ship."""
    stopped = any(claim.field == "outcome" and claim.value in NO_HARM for claim in account.claims)
    return stopped or _hits(account, _OTHER_THINGS)


def _tells_end(account: Account) -> bool:
    return account.type == "interception" or any(claim.field == "outcome" for claim in account.claims)


def _tells_both(a: str, b: str, one: Account, other: Account) -> bool:
    """Whether who tells of no harm tells of harm too: what was shot down fell on a house."""
    spared = one if a in NO_HARM else other
    return any(claim.field == "outcome" and claim.value in HARM for claim in spared.claims)
