"""Gives a place to news whose own words name none: of its toll, of "the airport" again, of what the report is about.

A report that tells of one place, however finely, is about it: what it goes on to tell without a place happened there.
Where it tells of two, nothing is taken over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Any

from riwaya.frozen import replace
from riwaya.knowledge.match import Lattice, mask_of
from riwaya.reading._codebook import HARMFUL, Codebook
from riwaya.reading._event_around import is_where_one_speaks
from riwaya.reading._event_parts import place_value
from riwaya.reading._history import HISTORY
from riwaya.records import Argument, EventMention, PlaceMention, Sentence, Statement, distance_km

_PLACE = mask_of(("place",))
_THERE = frozenset(("at", "extent"))
_OWN_STANCES = frozenset((None, "asserts", "claims_responsibility", "denies"))
_PLACED = HARMFUL | {"movement"}
_SAME_KM = 10.0
_ENOUGH = 12
_REACH = 40  # tokens to either side of a toll in which its place is told
_LONGEST_NAME = 5


def with_places(
    lattice: Lattice,
    codebook: Codebook,
    statements: Sequence[Statement],
    events: Sequence[EventMention],
    home: Sequence[int],
) -> list[EventMention]:
    """The events, with the places that the words around them do not give."""
    setter = _Setter(lattice, codebook, statements, events, home)
    setter.by_toll()
    setter.by_report()
    return setter.events


class _Nested:
    """Places that lie in each other, the finest first. `apart` says that one was told that does not, or too many."""

    def __init__(self) -> None:
        self.places: list[Argument] = []
        self.apart = False

    def take(self, place: Argument) -> None:
        """Takes a place in."""
        if self.apart or any(_is_one(place.value, other.value) for other in self.places):
            return
        self.places = sorted([*self.places, place], key=_width)
        self.apart = len(self.places) > _ENOUGH or not all(_lies_in(a.value, b.value) for a, b in pairwise(self.places))

    def about(self) -> Argument:
        """The widest that is a town or a site, for that holds the others; else the finest."""
        return next((place for place in reversed(self.places) if _width(place) <= 1), self.places[0])


class _Setter:
    """Places the happenings of one document."""

    def __init__(
        self,
        lattice: Lattice,
        codebook: Codebook,
        statements: Sequence[Statement],
        events: Sequence[EventMention],
        home: Sequence[int],
    ) -> None:
        self.events = list(events)
        self._lattice = lattice
        self._codebook = codebook
        self._statements = statements
        self._home = home
        self._elsewhere = {
            at
            for event in events
            for a in event.arguments
            if a.field in ("motive", "condition") or (a.field == "place" and event.background)
            for at in range(a.first, a.last)
        }
        self._placed = {home[n] for n, event in enumerate(events) if any(a.field == "place" for a in event.arguments)}

    def by_toll(self) -> None:
        """A toll told apart from its event tells where: two dead off the coast."""
        for number, event in enumerate(self.events):
            if (event.frame == "toll" and self._is_open(number)) or self._is_history(number):
                sentence = self._lattice.sentence_at(event.first)
                found = list(self._told_in(sentence, event.first)) if sentence else []
                if found:
                    told = sorted(map(_argument, found), key=lambda place: abs(place.first - event.first))
                    nearest = min(told, key=lambda place: _width(place) > 3)  # whose nationals they are is no place
                    self._add(number, replace(nearest, rule="accounts.place-of-toll"))

    def by_report(self) -> None:
        """What a report about one place goes on to tell happened there."""
        nested = _Nested()
        for place in self._lead():
            nested.take(_argument(place))
        for number, event in enumerate(self.events):
            if not event.background:
                for argument in event.arguments:
                    if argument.field == "place":
                        nested.take(argument)
            if nested.apart:
                return
            if nested.places and self._is_open(number) and self._happens(event):
                self._add(number, replace(nested.about(), rule="accounts.place-of-report", confidence=0.5))

    def _lead(self) -> Iterator[PlaceMention]:
        """The places told in the headline and in the first sentence below it."""
        for sentence in self._lattice.sentences:
            if sentence.segment in ("headline", "body", "post"):
                yield from self._told_in(sentence)
            if sentence.segment in ("body", "post"):
                return

    def _told_in(self, sentence: Sentence, around: int | None = None) -> Iterator[PlaceMention]:
        """The places where a sentence, or the words around one of its tokens, may tell that something happened."""
        first, last = sentence.first, sentence.last
        if around is not None:
            first, last = max(first, around - _REACH), min(last, around + _REACH)
        for at in range(first, last):
            if not self._lattice.masks[at] & _PLACE:
                continue
            for edge in self._lattice.at(at, "place"):
                place = edge.mention
                if isinstance(place, PlaceMention) and place.role in _THERE and not self._is_aside(place, sentence):
                    yield place

    def _is_aside(self, place: PlaceMention, sentence: Sentence) -> bool:
        """Whether a place is part of a name, a reason or history, or where one has his seat or speaks."""
        if place.first in self._elsewhere:
            return True
        if any(self._lattice.at(place.first - back, "ev_seat") for back in range(1, 4)):
            return True
        inside = any(
            edge.length > place.last - place.first + back
            for back in range(_LONGEST_NAME)
            for edge in self._lattice.at(place.first - back, "party")
        )
        if inside or (place.first == sentence.first and self._lattice.at(place.last, "colon")):
            return True
        at = bisect_right(self._statements, place.first, key=attrgetter("last"))
        return any(is_where_one_speaks(self._lattice, said, place) for said in self._statements[at : at + 1])

    def _is_open(self, number: int) -> bool:
        at = self._home[number]
        return at >= 0 and at not in self._placed and not self.events[number].background

    def _is_history(self, number: int) -> bool:
        at = self._home[number]
        return at >= 0 and at not in self._placed and self.events[number].frame == HISTORY

    def _happens(self, event: EventMention) -> bool:
        told = event.modality == "actual" and event.stance in _OWN_STANCES and not event.generic
        return told and event.frame not in ("toll", "said") and self._codebook.group(event.type) in _PLACED

    def _add(self, number: int, place: Argument) -> None:
        event = self.events[number]
        self.events[number] = replace(event, arguments=(*event.arguments, place))
        self._placed.add(self._home[number])


def _argument(place: PlaceMention) -> Argument:
    return Argument("place", place_value(place), place.first, place.last, place.rule, 0.6)


_WIDTH = {"unknown": 0, "admin2": 2, "admin1": 3, "sea": 4, "country": 4}


def _width(place: Argument) -> int:
    return _WIDTH.get(place.value["precision"], 1)


def _is_one(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one["name_ar"] == other["name_ar"] or (one["id"] and one["id"] == other["id"]))


def _lies_in(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a place lies in another that is no finer."""
    if one["country"] != other["country"]:
        return False
    if other["precision"] == "country":
        return True
    if other["precision"] in ("admin1", "admin2") or (one["precision"] == "unknown" != other["precision"]):
        return bool(one["admin1"]) and one["admin1"] == other["admin1"]
    apart = distance_km(one, other)
    return apart is not None and apart <= _SAME_KM + (other["radius_km"] or 0)
