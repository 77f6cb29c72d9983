"""Proposes pairs of happenings that may be one, so that not every two have to be held against each other.

A happening is found by what it has (its town and days, its region and days, whom it befell, the looks of its words),
and looks for others by what it knows best: by its town where it has one, by its region, actor or target where it has
none. Two are a pair where one looks for what the other has. What is proposed does not depend on the order of arrival.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from riwaya.reconciling.evidence import Evidence, Spot

_CELL = 0.5
_EDGE = 0.12
"""Degrees of latitude and longitude: the side of a cell, and how near its edge a point counts to the next one too, so
that two points less than 13 km apart always share a cell."""
_BUCKET = 4
_TOLD_WITHIN = 7
_BEFORE = 2
"""Days: the length of a bucket, how long after a happening it is still told without its day, and how far back a
happening without a day is looked for."""
_BANDS = 4
_ROWS = 2
_HASHES = 1 << 32

Key = tuple[Hashable, ...]


class Index:
    """The happenings known so far, by what they have and by what they look for."""

    def __init__(self) -> None:
        self._having: defaultdict[Key, list[Evidence]] = defaultdict(list)
        self._seeking: defaultdict[Key, list[Evidence]] = defaultdict(list)

    def near(self, evidence: Evidence) -> list[Evidence]:
        """The happenings of other documents that may be the same, sorted by their keys."""
        found: dict[tuple[str, str], Evidence] = {}
        for mine, theirs in ((_seeks(evidence), self._having), (_has(evidence), self._seeking)):
            for key in mine:
                for other in theirs.get(key, ()):
                    if other.document != evidence.document:
                        found[other.key] = other
        return [found[key] for key in sorted(found)]

    def add(self, evidence: Evidence) -> None:
        """Takes a happening in."""
        for key in _has(evidence):
            self._having[key].append(evidence)
        for key in _seeks(evidence):
            self._seeking[key].append(evidence)


def pairs(happenings: Iterable[Evidence]) -> Iterator[tuple[Evidence, Evidence]]:
    """Every pair of happenings that may be one, each once and in sorted order."""
    index = Index()
    for evidence in happenings:
        for other in index.near(evidence):
            yield (other, evidence) if other.key < evidence.key else (evidence, other)
        index.add(evidence)


def _has(e: Evidence) -> set[Key]:
    """What others may find a happening by."""
    times = _times(e)
    who = [("actor", actor) for actor in e.actors] + [("target", word) for words in e.targets for word in words]
    keys: set[Key] = {("words", *band) for band in _bands(e.grams)}
    for spot in e.spots:
        keys.update(("town", cell, time) for cell in _cells(spot) for time in times)
        keys.update(("region", *_region(spot), time) for time in times)
        keys.update(("there", _region(spot), *each) for each in who)
        keys.update(("near", _region(spot), *each, time) for each in who for time in times)
    keys.update(("who", *each, time) for each in who for time in times)
    return keys


def _seeks(e: Evidence) -> set[Key]:
    """What a happening looks for others by."""
    times = _times(e)
    who = [("actor", actor) for actor in e.actors] + [("target", word) for words in e.targets for word in words]
    narrow = [spot for spot in e.spots if spot.level <= 1]
    keys: set[Key] = {("words", *band) for band in _bands(e.grams)}
    keys.update(("near", _region(spot), *each, time) for spot in e.spots for each in who for time in times)
    keys.update(("town", cell, time) for spot in narrow for cell in _cells(spot) for time in times)
    if not narrow:
        keys.update(("region", *_region(spot), time) for spot in e.spots for time in times)
        keys.update(("who", *each, time) for each in who for time in times)
    if not times:
        keys.update(("there", _region(spot), *each) for spot in e.spots for each in who)
    return keys


def _times(e: Evidence) -> set[int]:
    """The buckets of days that a happening may be told or looked for in."""
    if e.days:
        stretches = [(days.first, min(days.last, days.first + 60) + _TOLD_WITHIN) for days in e.days]
    elif e.spoken is not None:
        stretches = [(e.spoken - _BEFORE, e.spoken)]
    else:
        return set()
    return {day // _BUCKET for first, last in stretches for day in range(first, last + 1)}


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


def _region(spot: Spot) -> tuple[str | None, str | None]:
    """The country and province of a place; the province is None where a whole country is meant."""
    return spot.country, spot.admin1 if spot.level <= 3 else None


def _bands(grams: frozenset[int]) -> list[tuple[int, ...]]:
    """A sketch of the words: the least hash in each part of their range. Near copies have a band in common."""
    least: list[int] = [_HASHES] * (_BANDS * _ROWS)
    for gram in grams:
        part = gram % len(least)
        least[part] = min(least[part], gram)
    bands = [tuple(least[at : at + _ROWS]) for at in range(0, len(least), _ROWS)]
    return [(number, *band) for number, band in enumerate(bands) if _HASHES not in band]
