"""Weighs whether two documents tell of one happening: a score, and the reasons in words.

Each piece of evidence adds its weight. The weights are fixed and stand in docs/explanation/one-incident.md; place, time
and who took part decide, likeness of the words only adds a little. What sources dispute is no evidence.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from riwaya.reconciling.evidence import Days, Evidence, Spot
from riwaya.records import great_circle_km

LIKELY = 0.0
"""Evidence from which two are suggested to be one; its share is one half."""
PRIOR = -4.5
_GENERAL = frozenset(("attack", "explosion", "statement", "accusation"))
_STRIKES = frozenset(
    """attack airstrike drone_attack missile_attack shelling bombing suicide_bombing explosion assassination
    interception destruction execution""".split()
)
_FAMILIES = (
    _STRIKES,
    frozenset(("clash", "raid", "attack", "siege", "seizure", "shelling", "missile_attack", "assassination")),
    frozenset(("raid", "detention", "abduction", "destruction")),
    frozenset(("abduction", "seizure", "attack", "release")),
    frozenset(("protest", "riot", "crackdown")),
    frozenset(("deployment", "withdrawal")),
    frozenset(("ceasefire", "negotiation", "statement")),
)
_SAME_SITE_KM = 5.0
_NEAR_KM = 25.0
_FAR_KM = 60.0
_SOON, _LATER, _LATE = 2, 7, 30
"""Days from a happening to the day of speaking: news is told soon."""


class Reason(NamedTuple):
    """One piece of evidence: what is compared, its weight, and what it says in words."""

    about: str
    weight: float
    why: str


class Weighed(NamedTuple):
    """Whether two happenings are one: the sum of the evidence, and its pieces, the weightiest first."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def share(self) -> float:
        """The score as a share between 0 and 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.score))))


def weigh(a: Evidence, b: Evidence) -> Weighed:
    """Holds two happenings against each other. The order of the two changes nothing."""
    if b.key < a.key:
        a, b = b, a
    reasons = [
        reason
        for reason in (_types(a, b), _time(a, b), _place(a, b), _actors(a, b), _targets(a, b), _weapons(a, b))
        if reason is not None
    ]
    reasons.append(_words(a, b))
    score = PRIOR + sum(reason.weight for reason in reasons)
    return Weighed(score, tuple(sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.about))))


def _types(a: Evidence, b: Evidence) -> Reason:
    if a.type == b.type:
        weight = 0.7 if a.type in _GENERAL else 1.2
        return Reason("type", weight, f"both tell of {_spoken(a.type)}")
    if any(a.type in family and b.type in family for family in _FAMILIES):
        general = a.type in _GENERAL or b.type in _GENERAL
        return Reason("type", 0.6 if general else -0.4, f"{_spoken(a.type)} and {_spoken(b.type)} go together")
    return Reason("type", -3.0, f"{_spoken(a.type)} is no {_spoken(b.type)}")


def _spoken(event_type: str) -> str:
    return event_type.replace("_", " ")


# ---------------------------------------------------------------------------------------------------------------- time


def _time(a: Evidence, b: Evidence) -> Reason | None:
    if a.days and b.days:
        gap, early, late = min((_gap(x, y), min(x, y), max(x, y)) for x in a.days for y in b.days)
        if gap == 0:
            narrow = early.narrow and late.narrow
            return Reason("time", 3.0 if narrow else 1.0, "on the same day" if narrow else "in the same days")
        if gap == 1:
            if not (early.sure and late.sure):
                return Reason("time", -1.0, "a day apart, by the day of telling")
            if late.part and not early.part:
                return Reason("time", -2.0, "a night apart")  # of one night, each tells the day that he counts it to
            return Reason("time", -6.0, "a day apart")
        return Reason("time", -6.0, f"{gap} days apart")
    if a.days or b.days:
        dated, other = (a, b) if a.days else (b, a)
        return _told_after(dated.days, other)
    if a.spoken is None or b.spoken is None or a.background != b.background:
        return None
    apart = abs(a.spoken - b.spoken)
    if apart <= _SOON:
        return Reason(
            "time", 1.5 if apart <= 1 else 0.8, "told on one day" if not apart else f"told {apart} days apart"
        )
    weight = -1.0 if apart <= _LATER else -3.0
    return Reason("time", 0.0 if a.background else weight, f"told {apart} days apart")


def _told_after(days: tuple[Days, ...], other: Evidence) -> Reason | None:
    """The days of one happening against the day on which another, whose day is not told, was spoken of."""
    if other.spoken is None:
        told = {(each.first + more - 1) % 7 for each in days for more in range(each.last - each.first + 1)}
        if other.weekdays and other.weekdays.isdisjoint(told):
            return Reason("time", -6.0, "on another day of the week")
        return Reason("time", 0.5, "on the same day of the week") if other.weekdays else None
    if other.spoken < min(each.first for each in days):
        return Reason("time", -6.0, "one was told of before the other happened")
    after = min(max(0, other.spoken - each.last) for each in days)
    if other.background:
        return Reason("time", 0.0, "one is told as history, without a day")
    if after <= _SOON:
        return Reason("time", 1.8, "told of at once" if not after else f"told of {after} days after")
    weight = 0.0 if after <= _LATER else -1.5 if after <= _LATE else -3.5
    return Reason("time", weight, f"told of {after} days after")


def _gap(a: Days, b: Days) -> int:
    """Days between two stretches of days; 0 where they meet."""
    return max(0, a.first - b.last, b.first - a.last)


# --------------------------------------------------------------------------------------------------------------- place


def _place(a: Evidence, b: Evidence) -> Reason | None:
    """The pair of places that speaks most for one happening."""
    pairs = (_spots(x, y) for x in a.spots for y in b.spots)
    return max(pairs, key=lambda reason: reason.weight, default=None)


def _spots(a: Spot, b: Spot) -> Reason:
    narrow = a.level <= 1 and b.level <= 1
    if a.key == b.key:
        return Reason("place", 3.0 if narrow else 1.0, "the same place" if narrow else "the same region")
    if a.country and b.country and a.country != b.country:
        return Reason("place", -6.0, f"one in {a.country}, the other in {b.country}")
    apart = _apart(a, b)
    if narrow and apart is not None:
        if apart <= _SAME_SITE_KM:
            return Reason("place", 2.2, f"{apart:.0f} km apart")
        if apart <= _NEAR_KM:
            return Reason("place", -0.5, f"{apart:.0f} km apart")
        return Reason("place", -2.0 if apart <= _FAR_KM else -5.0, f"{apart:.0f} km apart")
    if a.admin1 and b.admin1:
        if a.admin1 == b.admin1:
            return Reason("place", 0.8, "in the same province")
        return Reason("place", -3.0, "in two provinces")
    if a.country and a.country == b.country:
        return Reason("place", 0.3, "in the same country")
    return Reason("place", 0.0, "places that cannot be held against each other")


def _apart(a: Spot, b: Spot) -> float | None:
    """Kilometres between two places beyond their own size, None where one has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return max(0.0, great_circle_km((a.lat, a.lon), (b.lat, b.lon)) - min(a.radius, b.radius, _SAME_SITE_KM))


# ------------------------------------------------------------------------------------------------------- who, whom, how


def _actors(a: Evidence, b: Evidence) -> Reason | None:
    if not a.actors or not b.actors:
        return None
    if a.actors & b.actors:
        return Reason("actor", 1.0, "the same actor")
    known = any("." in name for name in a.actors) and any("." in name for name in b.actors)
    return Reason("actor", -0.7 if known else -0.2, "other actors")


def _targets(a: Evidence, b: Evidence) -> Reason | None:
    shared = max((len(x & y) for x in a.targets for y in b.targets), default=0)
    if shared:
        return Reason("target", min(2.0, 1.0 + 0.5 * (shared - 1)), "the same target in other words")
    return Reason("target", -0.4, "other targets") if a.targets and b.targets else None


def _weapons(a: Evidence, b: Evidence) -> Reason | None:
    if not a.weapons or not b.weapons:
        return None
    return (
        Reason("weapon", 0.5, "the same weapon") if a.weapons & b.weapons else Reason("weapon", -0.5, "other weapons")
    )


def _words(a: Evidence, b: Evidence) -> Reason:
    """How alike the words are, figures and endings left out: Jaccard of the grams."""
    shared = len(a.grams & b.grams)
    alike = shared / (len(a.grams) + len(b.grams) - shared) if shared else 0.0
    weight = min(2.5, max(0.0, 10 * (alike - 0.12)))
    return Reason("words", weight, f"{100 * alike:.0f} % of their words alike")
