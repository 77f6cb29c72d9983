"""Weighs whether two documents tell of one happening: a score, and the reasons in words.

Each piece of evidence adds its weight. The weights are fixed and stand in docs/explanation/one-incident.md; place, time
and who took part decide, likeness of the words only adds a little. What sources dispute is no evidence. What people
decided may change the weights of a store: each kind of evidence by so much.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from riwaya.reconciling.evidence import Days, Evidence, Spot
from riwaya.reconciling.ships import same_name
from riwaya.records import great_circle_km

LIKELY = 0.0
"""Evidence from which two are suggested to be one; its share is one half."""
PRIOR = -4.5
_MOST_OF_WORDS = 2.5
_HOPELESS = -2.2 - _MOST_OF_WORDS
"""Evidence that no likeness of the words would lift to a share of one in ten."""
_SURE = 3.5
"""Evidence that says it all without the words."""
_GENERAL = frozenset(("attack", "explosion", "statement", "accusation"))
_LOOSE = "shelling"
"""What Arabic calls any bombardment, from the air, by missiles or by guns, until the means is told."""
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
    frozenset(("protest", "clash", "crackdown")),
    frozenset(("deployment", "withdrawal")),
    frozenset(("ceasefire", "negotiation", "statement")),
)
_SITES = frozenset(("hospital", "school", "market", "worship", "ship", "energy", "airport"))
"""Kinds of targets that nobody takes for one another."""
_SAME_SHIP, _OTHER_SHIP = 3.5, -4.0
_SAME_SITE_KM = 5.0
_NEAR_KM = 25.0
_FAR_KM = 60.0
_TOLD_AFTER = (2.0, 1.8, 1.0, 0.4)
"""Weights by the days from a happening to the day of speaking: news is told soon."""
_TOLD_TOGETHER = (1.5, 1.2, 0.6, -0.5)
"""Weights by the days between two tellings of which neither gives a day."""
_WEEK, _MONTH = 7, 30


Changes = Mapping[str, float]
"""What is added to the weight of each kind of evidence; `prior` is what is added for any two."""
SHIPPED: Changes = MappingProxyType({})
"""No changes."""
_VALUE = re.compile(r"\{[^}]*\}")


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
        return share_of(self.score)


class _Piece(NamedTuple):
    """A weight, and words with room for a value: they are put together only where somebody reads them."""

    weight: float
    words: str = ""
    value: Any = None


_NOTHING = _Piece(0.0)


def share_of(score: float) -> float:
    """A score as a share between 0 and 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def weigh(a: Evidence, b: Evidence, changes: Changes = SHIPPED) -> Weighed:
    """Holds two happenings against each other. The order of the two changes nothing."""
    found = _pieces(a, b)
    total = PRIOR + changes.get("prior", 0.0)
    reasons = []
    for about, piece in found:
        weight = piece.weight
        if changes and piece.words:
            weight += changes.get(_kind(about, piece.words, weight < 0), 0.0) * _amount(about, piece)
        total += weight
        if piece.words:
            reasons.append(Reason(about, weight, piece.words.format(piece.value)))
    return Weighed(total, tuple(sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.about))))


def score(a: Evidence, b: Evidence, changes: Changes = SHIPPED) -> float:
    """The score alone, as `weigh` gives it; the words are left out where they would change nothing any more."""
    if changes:
        told = kinds(a, b)
        return told.shipped + sum(changes.get(kind, 0.0) * amount for kind, amount in told.amounts.items())
    total = PRIOR + _time(a, b).weight + _place(a, b).weight + _types(a, b).weight
    total += _actors(a, b).weight + _targets(a, b).weight + _weapons(a, b).weight
    return total + _words(a, b).weight if _HOPELESS < total < _SURE else total


class Kinds(NamedTuple):
    """The kinds of evidence on two happenings, how much there is of each, and the score by the weights that ship."""

    shipped: float
    amounts: Mapping[str, float]


def kinds(a: Evidence, b: Evidence) -> Kinds:
    """The evidence on two happenings as what can be changed: `prior`, and `about: words` for each piece.

    Pieces of the same words are one kind where they speak for one happening, and another where they speak against it.
    There is one of each, but of likeness of the words a share of the most.
    """
    found = _pieces(a, b)
    told = {_kind(about, p.words, p.weight < 0): _amount(about, p) for about, p in found if p.words}
    return Kinds(PRIOR + sum(piece.weight for _, piece in found), {"prior": 1.0, **told})


def _pieces(a: Evidence, b: Evidence) -> list[tuple[str, _Piece]]:
    return [(about, piece(a, b)) for about, piece in _PIECES]


@cache
def _kind(about: str, words: str, against: bool) -> str:
    return f"{about}: {_VALUE.sub('…', words)}{', against' if against else ''}"


def _amount(about: str, piece: _Piece) -> float:
    return piece.weight / _MOST_OF_WORDS if about == "words" else 1.0


def _types(a: Evidence, b: Evidence) -> _Piece:
    if (a.types or b.types) and a.type != b.type:  # by which means is often disputed, and no evidence
        shared = ({a.type} | a.types) & ({b.type} | b.types)
        if shared:
            return max((_kinds(each, each, False) for each in sorted(shared)), key=lambda piece: piece.weight)
    loose = any(e.type == _LOOSE and not e.weapons for e in (a, b))
    return _kinds(*sorted((a.type, b.type)), loose)


@cache
def _kinds(one: str, other: str, loose: bool) -> _Piece:
    """`loose`: one of them is a bombardment that is told without what with: it may be any of its kin."""
    if one == other:
        return _Piece(0.7 if one in _GENERAL else 1.2, "both tell of {}", _spoken(one))
    both = f"{_spoken(one)} and {_spoken(other)}"
    if any(one in family and other in family for family in _FAMILIES):
        general = loose or one in _GENERAL or other in _GENERAL
        return _Piece(0.6 if general else -0.4, "{} go together", both)
    return _Piece(-3.0, "{} do not go together", both)


def _spoken(event_type: str) -> str:
    return event_type.replace("_", " ")


# ---------------------------------------------------------------------------------------------------------------- time


def _time(a: Evidence, b: Evidence) -> _Piece:
    if a.days and b.days:
        return min((_between(x, y) for x in a.days for y in b.days), key=lambda found: found[0])[1]
    if a.days or b.days:
        return _told_after(a.days, b) if a.days else _told_after(b.days, a)
    if a.spoken is None or b.spoken is None or a.background != b.background:
        return _NOTHING
    apart = abs(a.spoken - b.spoken)
    words = "told {} days apart" if apart else "told on one day"
    if a.background and apart >= len(_TOLD_TOGETHER) - 1:
        return _Piece(0.0, words, apart)
    if apart < len(_TOLD_TOGETHER):
        return _Piece(_TOLD_TOGETHER[apart], words, apart)
    return _Piece(-1.0 if apart <= _WEEK else -3.0, words, apart)


def _between(x: Days, y: Days) -> tuple[tuple[int, Days, Days], _Piece]:
    """How two stretches of days stand to each other, behind what sorts the nearest first."""
    early, late = (x, y) if x <= y else (y, x)
    gap = max(0, late.first - early.last)
    return (gap, early, late), _apart(gap, early, late)


def _apart(gap: int, early: Days, late: Days) -> _Piece:
    if gap == 0:
        if early.narrow and late.narrow:
            return _Piece(3.0, "on the same day")
        return _Piece(1.0, "in the same days")
    if gap == 1:
        if not (early.sure and late.sure):
            return _Piece(-1.0, "a day apart, by the day of telling")
        if late.part and not early.part:
            return _Piece(-2.0, "a night apart")  # of one night, each tells the day that he counts it to
        return _Piece(-6.0, "a day apart")
    return _Piece(-6.0, "{} days apart", gap)


def _told_after(days: tuple[Days, ...], other: Evidence) -> _Piece:
    """The days of one happening against the day on which another, whose day is not told, was spoken of."""
    if other.spoken is None:
        told = {(each.first + more - 1) % 7 for each in days for more in range(min(7, each.last - each.first + 1))}
        if other.weekdays and other.weekdays.isdisjoint(told):
            return _Piece(-6.0, "on another day of the week")
        return _Piece(0.5, "on the same day of the week") if other.weekdays else _NOTHING
    if other.spoken < min(each.first for each in days):
        return _Piece(-6.0, "one was told of before the other happened")
    if other.background:
        return _Piece(0.0, "one is told as history, without a day")
    after = min(max(0, other.spoken - each.last) for each in days)
    words = "told of {} days after" if after else "told of at once"
    if after < len(_TOLD_AFTER):
        return _Piece(_TOLD_AFTER[after], words, after)
    return _Piece(-0.5 if after <= _WEEK else -1.5 if after <= _MONTH else -3.5, words, after)


# --------------------------------------------------------------------------------------------------------------- place


def _place(a: Evidence, b: Evidence) -> _Piece:
    """The pair of places that speaks most for one happening."""
    if len(a.spots) == 1 == len(b.spots):
        return _spots(a.spots[0], b.spots[0])
    return max((_spots(x, y) for x in a.spots for y in b.spots), default=_NOTHING, key=lambda piece: piece[:2])


def _spots(a: Spot, b: Spot) -> _Piece:
    narrow = a.level <= 1 and b.level <= 1
    if a.key == b.key:
        return _Piece(3.0, "the same place") if narrow else _Piece(1.0, "the same region")
    if a.country and b.country and a.country != b.country:
        return _Piece(-6.0, "one in {}", " and the other in ".join(sorted((a.country, b.country))))
    if narrow and a.lat is not None and b.lat is not None:
        return _near(a, b)
    if a.admin1 and b.admin1:
        if a.admin1 == b.admin1:
            return _Piece(0.8, "in the same province")
        return _Piece(-3.0, "in two provinces")
    if a.country and a.country == b.country:
        return _Piece(0.3, "in the same country")
    return _Piece(0.0, "places that cannot be held against each other")


def _near(a: Spot, b: Spot) -> _Piece:
    """Two points, by the kilometres between them beyond their own size."""
    points = (a.lat or 0.0, a.lon or 0.0), (b.lat or 0.0, b.lon or 0.0)
    apart = max(0.0, great_circle_km(*points) - min(a.radius, b.radius, _SAME_SITE_KM))
    if apart <= _SAME_SITE_KM:
        return _Piece(2.2, "{:.0f} km apart", apart)
    if apart <= _NEAR_KM:
        return _Piece(-0.5, "{:.0f} km apart", apart)
    return _Piece(-2.0 if apart <= _FAR_KM else -5.0, "{:.0f} km apart", apart)


# ------------------------------------------------------------------------------------------------------- who, whom, how


def _actors(a: Evidence, b: Evidence) -> _Piece:
    if not a.actors or not b.actors:
        return _NOTHING
    if not a.actors.isdisjoint(b.actors):
        return _Piece(1.0, "the same actor")
    if not a.states.isdisjoint(b.states):
        return _Piece(0.8, "forces of one state")
    homes = [{name.partition(".")[0] for name in e.actors if "." in name} for e in (a, b)]
    if not all(homes):
        return _Piece(-0.2, "an actor in other words")
    return _Piece(-2.0, "actors of two countries") if homes[0].isdisjoint(homes[1]) else _Piece(-1.2, "other actors")


def _targets(a: Evidence, b: Evidence) -> _Piece:
    if not a.targets or not b.targets:
        return _NOTHING
    if a.ships and b.ships:
        if any(same_name(one, other) for one in a.ships for other in b.ships):
            return _Piece(_SAME_SHIP, "the same ship, by its name")
        return _Piece(_OTHER_SHIP, "other ships, by their names")
    shared = max(len(x & y) for x in a.targets for y in b.targets)
    if shared:
        return _Piece(min(2.0, 1.0 + 0.5 * (shared - 1)), "the same target, by its words")
    if a.kinds and b.kinds and a.kinds.isdisjoint(b.kinds) and a.kinds <= _SITES and b.kinds <= _SITES:
        return _Piece(-2.0, "other targets, {}", " and ".join(sorted((*a.kinds, *b.kinds))))
    return _Piece(-0.6, "other targets")


def _weapons(a: Evidence, b: Evidence) -> _Piece:
    if not a.weapons or not b.weapons:
        return _NOTHING
    return _Piece(-0.8, "other weapons") if a.weapons.isdisjoint(b.weapons) else _Piece(0.5, "the same weapon")


def _words(a: Evidence, b: Evidence) -> _Piece:
    """How alike the words are, figures and endings left out: Jaccard of the grams, by the least of their hashes."""
    alike = a.likeness(b)
    return _Piece(min(_MOST_OF_WORDS, max(0.0, 10 * (alike - 0.12))), "{:.0%} of their words alike", alike)


_PIECES = (
    ("type", _types),
    ("time", _time),
    ("place", _place),
    ("actor", _actors),
    ("target", _targets),
    ("weapon", _weapons),
    ("words", _words),
)
