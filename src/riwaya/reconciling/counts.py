"""Compares two counts of people: the killed, injured, missing, detained, abducted or displaced.

Counts dispute where their ranges do not meet for the same scope, place and day. A count is more than its bounds: it may
be of some of them, of a group, of a whole day; it may be told as a first one, or as one that has changed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from riwaya.reconciling.verdicts import Verdict, Voice

Count = Mapping[str, Any]

_ANYBODY = frozenset(("people", "civilians"))
_AMONG_ALL = frozenset(("children", "women"))
"""Groups that every whole count takes in; of fighters or soldiers it may leave out one side."""
_UNARMED = frozenset(("civilians", "children", "women", "elderly", "medics", "journalists"))
_OF_FORCES = frozenset(("fighters", "soldiers", "police", "officials"))
_STAY = frozenset(("killed", "injured"))
"""What somebody remains: who was killed yesterday is dead today, who was missing may have been found."""


def compare_counts(field: str, a: Count, b: Count, voice_a: Voice, voice_b: Voice) -> Verdict | None:
    """How two counts stand to each other; None where they count other things, or at other times."""
    if a.get("scope") != b.get("scope") or a.get("since") != b.get("since"):
        return None
    one_line = voice_a.line == voice_b.line
    if _bounds(a) == _bounds(b):
        return _of_whom(a, b, one_line or _day_apart(a, b, voice_a, voice_b) != ("", ""))
    if meet(a, b):
        return _meeting(a, b)
    (fewer, low_voice), (more, high_voice) = sorted(((a, voice_a), (b, voice_b)), key=lambda side: _reach(side[0]))
    if _count_others(fewer, more):
        return None
    days = _day_apart(fewer, more, low_voice, high_voice)
    dated = days != ("", "")
    if one_line or not _set_against(a, b, voice_a, voice_b):
        if _overtaken(fewer, more, one_line or voice_a.document == voice_b.document):
            return Verdict("updates", _change(fewer, more))
        if dated and (one_line or days[0] < days[1]):  # of two lines only a higher count is newer
            return Verdict("updates", f"{spoken(fewer)} as of {days[0]}, {spoken(more)} as of {days[1]}")
        if dated and not (nobody(fewer) and field in _STAY):
            return None  # of two days each may be right
    if one_line:
        return None
    told_when = all(value.get("as_of") or voice.as_of for value, voice in ((a, voice_a), (b, voice_b)))
    when = f"as of {days[0]} and {days[1]}" if dated else "as of the same day" if told_when else "with no day told"
    return Verdict("disputes", f"{spoken(fewer)} against {spoken(more)}, {when}")


def meet(a: Count, b: Count) -> bool:
    """Whether one number can lie within both counts."""
    (low_a, high_a), (low_b, high_b) = _reach(a), _reach(b)
    return low_a <= high_b and low_b <= high_a


def spoken(value: Count) -> str:
    """A count in words: five, at least five, five to seven."""
    low, high = value.get("low"), value.get("high")
    if low == high:
        return str(low)
    if high is None:
        return f"at least {low}"
    return f"{'up' if low is None else low} to {high}"


def nobody(value: Count) -> bool:
    """Whether a count says that there was nobody."""
    return bool(value.get("low") == 0 == value.get("high"))


def same_count(a: Count, b: Count) -> bool:
    """Whether two counts are one value: the same bounds, of the same thing and of the same people."""
    return all(a.get(key) == b.get(key) for key in ("low", "high", "scope", "since")) and _told_of(a) == _told_of(b)


def _meeting(a: Count, b: Count) -> Verdict:
    """Two counts that one number can lie within: one is more precise where it lies within the other."""
    (low_a, high_a), (low_b, high_b) = _reach(a), _reach(b)
    if math.inf == high_a == high_b:
        return Verdict("agrees", f"{_in_order(a, b)} are both open upwards")
    if (low_a <= low_b and high_b <= high_a) or (low_b <= low_a and high_a <= high_b):
        wider, narrower = sorted((a, b), key=lambda count: _reach(count)[0] - _reach(count)[1])
        return Verdict("refines", f"{spoken(narrower)} lies within {spoken(wider)}")
    return Verdict("agrees", f"{_in_order(a, b)} overlap")


def _of_whom(a: Count, b: Count, apart: bool) -> Verdict | None:
    """Two counts with the same bounds, by the groups they name. `apart`: of one line, or of two days."""
    if who := _at_odds(a, b):
        one = (a.get("low") or 0) < 2  # nobody knows whether he is the other; several may hardly be as many by chance
        return None if apart or one else Verdict("disputes", f"{who[0]} against {who[1]}, {spoken(a)} in both counts")
    whole_a, whole_b = _groups(a), _groups(b)
    if whole_a and whole_b and whole_a.isdisjoint(whole_b):
        return None  # five soldiers are not five children
    among_a, among_b = _told_of(a), _told_of(b)
    for group in sorted(among_a.keys() & among_b.keys()):
        one, other = (dict(zip(("low", "high"), told[group], strict=True)) for told in (among_a, among_b))
        if not meet(one, other):
            return None if apart else Verdict("disputes", f"{_in_order(one, other)} {group} among {spoken(a)}")
    if among_a != among_b and (among_a.keys() <= among_b.keys() or among_b.keys() <= among_a.keys()):
        return Verdict("refines", f"both say {spoken(a)}, and one says more of who they were")
    return Verdict("agrees", f"both say {spoken(a)}")


def _at_odds(a: Count, b: Count) -> tuple[str, str] | None:
    """Who the dead were by each of two equal counts, where one says civilians and the other men of a force."""
    bounds = _bounds(a)
    if bounds[0] != bounds[1] or any(count.get(mark) for count in (a, b) for mark in ("partial", "some")):
        return None
    whole = [{group for group, told in _told_of(count).items() if told == bounds} for count in (a, b)]
    for one, other in (whole, reversed(whole)):
        if one and other and one <= _UNARMED and other <= _OF_FORCES:
            return min(one), min(other)
    return None


def _count_others(fewer: Count, more: Count) -> bool:
    """Whether two counts that do not meet are of other people: some of them, a group, a whole day."""
    if fewer.get("partial") or fewer.get("some"):
        return True  # somebody told of is no count; five of the twelve
    if more.get("period") and not fewer.get("period"):
        return True  # the dead of a day against those of one raid
    if nobody(fewer):
        return False
    if more.get("partial"):
        return True
    if _groups(fewer) == _groups(more):
        return False
    whole = not fewer.get("who") and _groups(more) <= _AMONG_ALL  # more children than dead
    return not (whole and _groups(more))


def _overtaken(fewer: Count, more: Count, here: bool) -> bool:
    """Whether the words of one of two counts say that it has changed or may change.

    `here`: of one text or line, where a figure that became five came from the other one. Elsewhere tolls grow.
    """
    if any(count.get(mark) for count in (fewer, more) for mark in _EARLIER):
        return True
    if fewer.get("only") and not here:
        return False  # who says only two says that there are no others, whatever others count
    grown = fewer.get("may_rise") or more.get("rises") or more.get("later")
    return bool(grown or (here and (fewer.get("rises") or fewer.get("later"))))


_EARLIER = ("superseded", "first")
"""Marks of counts that are told as earlier ones, or as a first one."""


def _change(fewer: Count, more: Count) -> str:
    """How one of two counts is told as changed: from which to which, where the words say it."""
    earlier = [count for count in (fewer, more) if any(count.get(mark) for mark in _EARLIER)]
    if len(earlier) == 1:
        later = more if earlier[0] is fewer else fewer
        return f"{spoken(earlier[0])} is told as a first or an earlier count, {spoken(later)} is another"
    if more.get("later"):
        return f"{spoken(more)} is told as a later count than {spoken(fewer)}"
    if fewer.get("may_rise"):
        return f"{spoken(fewer)} is told as a count that may rise, and {spoken(more)} is higher"
    return f"the count is told as changed, {spoken(fewer)} and {spoken(more)}"


def _set_against(a: Count, b: Count, voice_a: Voice, voice_b: Voice) -> bool:
    """Whether a text sets one of its counts against another: what it says says nothing about other texts."""
    return voice_a.document == voice_b.document and bool(a.get("contrasted") or b.get("contrasted"))


def _day_apart(a: Count, b: Count, voice_a: Voice, voice_b: Voice) -> tuple[str, str]:
    """The moments two counts are told as of, in the grain of the coarser; two empty ones where they are the same."""
    day_a, day_b = a.get("as_of") or voice_a.as_of or "", b.get("as_of") or voice_b.as_of or ""
    grain = min(len(day_a), len(day_b))
    return (day_a, day_b) if grain and day_a[:grain] != day_b[:grain] else ("", "")


def _groups(value: Count) -> frozenset[str]:
    """The groups that a count is a count of, as a whole: those with its own bounds. Only two soldiers are all dead."""
    if value.get("only"):
        return frozenset()
    return frozenset(group for group, told in _told_of(value).items() if told == _bounds(value)) - _ANYBODY


def _told_of(value: Count) -> dict[str, tuple[int | None, int | None]]:
    """The bounds of each group that a count tells of."""
    return {each["group"]: (each.get("low"), each.get("high")) for each in value.get("who") or ()}


def _bounds(value: Count) -> tuple[int | None, int | None]:
    return value.get("low"), value.get("high")


def _reach(value: Count) -> tuple[float, float]:
    low, high = _bounds(value)
    return 0.0 if low is None else float(low), math.inf if high is None else float(high)


def _in_order(a: Count, b: Count) -> str:
    first, second = sorted((a, b), key=_reach)
    return f"{spoken(first)} and {spoken(second)}"
