"""Proposes pairs of happenings that may be one, so that not every two have to be held against each other.

A happening is found by what it has (its town and days, its region and days, whom it befell, the looks of its words),
and looks for others by what it knows best: by its town where it has one, by its region, actor or target where it has
none. Two are a pair where one looks for what the other has. What is proposed does not depend on the order of arrival.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import NamedTuple

from riwaya.reconciling.evidence import Evidence, Spot

_CELL = 0.5
_EDGE = 0.12
"""Degrees of latitude and longitude: the side of a cell, and how near its edge a point counts to the next one too, so
that two points less than 13 km apart always share a cell."""
_BACK, _ON = 2, 1
"""Days: how far before its telling a happening without a day is looked for, and how far after each day too. A day and
the one before share a key; so do a day and a telling three days later."""
_LONG = 4
"""Days of a stretch that is looked for by the month, for it is told too loosely for its days."""
_MOST_MONTHS = 24
_BANDS = 4
_ROWS = 5
"""Looks of the words: near copies have one of the bands in common, other reports seldom. They are looked for within a
month, for short notes on one kind of thing are all alike."""

Key = tuple[Hashable, ...]


class Keys(NamedTuple):
    """What others may find a happening by, and what it looks for others by."""

    has: set[Key]
    seeks: set[Key]


def keys_of(evidence: Evidence) -> Keys:
    """The keys of a happening. Two of different documents are a pair where one seeks what the other has."""
    return Keys(_has(evidence), _seeks(evidence))


class Index:
    """The happenings known so far, by what they have and by what they look for."""

    def __init__(self) -> None:
        self._having: defaultdict[Key, list[Evidence]] = defaultdict(list)
        self._seeking: defaultdict[Key, list[Evidence]] = defaultdict(list)

    def add(self, evidence: Evidence) -> list[Evidence]:
        """Takes a happening in; gives back those of other documents that may be the same, in no order."""
        found: dict[int, Evidence] = {}  # by identity, which is quicker than by key
        has, seeks = keys_of(evidence)
        for mine, theirs in ((seeks, self._having), (has, self._seeking)):
            for key in mine:
                if key in theirs:
                    found.update((id(other), other) for other in theirs[key])
        for keys, known in ((has, self._having), (seeks, self._seeking)):
            for key in keys:
                known[key].append(evidence)
        return [other for other in found.values() if other.document != evidence.document]

    def remove(self, evidence: Evidence) -> None:
        """Takes a happening out again."""
        for keys, known in zip(keys_of(evidence), (self._having, self._seeking), strict=True):
            for key in keys:
                known[key].remove(evidence)
                if not known[key]:
                    del known[key]


def _has(e: Evidence) -> set[Key]:
    """What others may find a happening by."""
    days, months = _days(e), _months(e)
    what = [*_who(e), ("type", e.type)]
    keys: set[Key] = {(band, month) for band in _bands(e) for month in months}
    for spot in e.spots:
        for cell in _cells(spot):
            keys.update((cell, time) for time in (*days, *months))
            keys.update((cell, each) for each in _who(e))
        for area in {_province(spot), _country(spot)}:
            keys.update((area, each, time) for each in what for time in days)
            keys.update((area, each, time) for each in _who(e) for time in months)
            keys.update((area, each) for each in _whom(e))
    keys.update((each, time) for each in _who(e) for time in days)
    keys.update(_ships(e))
    return keys


def _seeks(e: Evidence) -> set[Key]:
    """What a happening looks for others by."""
    long = any(days.last - days.first >= _LONG for days in e.days)
    times = _months(e) if long else _days(e)
    who = _who(e)
    keys: set[Key] = {(band, month) for band in _bands(e) for month in _months(e)}
    keys.update(_ships(e))
    narrow = [spot for spot in e.spots if spot.level <= 1]
    if not e.days and (e.background or e.spoken is None):  # nobody knows when: look for it at all times
        keys.update((cell, each) for spot in narrow for cell in _cells(spot) for each in who)
        keys.update((_area(spot), each) for spot in e.spots for each in _whom(e))
    for spot in narrow:
        keys.update((cell, time) for cell in _cells(spot) for time in times)
        keys.update((_province(spot), each, time) for each in _whom(e) for time in times)
    if not narrow:
        what = who if long else [*who, ("type", e.type)]
        keys.update((_area(spot), each, time) for spot in e.spots for each in what for time in times)
        if not any(spot.country for spot in e.spots):  # nowhere, or at sea
            keys.update((each, time) for each in who for time in times)
    return keys


def _who(e: Evidence) -> list[tuple[str, str]]:
    """Who did it and to whom, each by one word or id."""
    return [("actor", actor) for actor in e.actors] + _whom(e)


def _whom(e: Evidence) -> list[tuple[str, str]]:
    """Whom or what it befell, each word of it."""
    return [("target", word) for words in e.targets for word in words]


def _ships(e: Evidence) -> list[Key]:
    """The ships that it befell, by how their names begin: one is looked for at all times, for few are hit twice."""
    return [("ship", name[:3]) for name in e.ships]


def _days(e: Evidence) -> set[int]:
    """The days that a happening may be found at, each a little wider than told."""
    if e.days:
        short = [days for days in e.days if days.last - days.first < _LONG]
        return {day for days in short for day in range(days.first, days.last + _ON + 1)}
    return set() if e.spoken is None else set(range(e.spoken - _BACK, e.spoken + _ON + 1))


def _months(e: Evidence) -> set[tuple[str, int]]:
    """The months that a happening may fall in, as thirty days each."""
    if e.days:
        found = {month for days in e.days for month in range(days.first // 30, days.last // 30 + 1)}
    else:
        found = set() if e.spoken is None else {e.spoken // 30, (e.spoken - _BACK) // 30}
    return {("month", month) for month in sorted(found)[:_MOST_MONTHS]}


def _cells(spot: Spot) -> set[Hashable]:
    """The cells of the grid that a town lies in, or its name where its place is not known."""
    if spot.level > 1:
        return set()
    if spot.lat is None or spot.lon is None:
        return {spot.key}
    return {
        (int((spot.lat + north) // _CELL), int((spot.lon + east) // _CELL))
        for north in (-_EDGE, _EDGE)
        for east in (-_EDGE, _EDGE)
    }


def _area(spot: Spot) -> Key:
    """What a place without a town is looked for in: its province, or its country where a whole one is meant."""
    return _province(spot) if spot.admin1 and spot.level <= 3 else _country(spot)


def _province(spot: Spot) -> Key:
    return "province", spot.country, spot.admin1


def _country(spot: Spot) -> Key:
    return "country", spot.country


def _bands(e: Evidence) -> list[tuple[int, ...]]:
    """A sketch of the words: the least of the hashes that leave the same rest, a few to a band."""
    least: dict[int, int] = {}
    for gram in e.sample():
        least.setdefault(gram % (_BANDS * _ROWS), gram)
    if len(least) < _BANDS * _ROWS:
        return []
    return [(band, *(least[band * _ROWS + row] for row in range(_ROWS))) for band in range(_BANDS)]
