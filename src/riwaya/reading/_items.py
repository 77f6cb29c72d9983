"""The stretches of a report that each tell another piece of news: points of a list, paragraphs set in another place.

A digest tells of ten happenings in ten items, and what one item tells as new is not what another told. A report of one
happening has no items, or none but its list of earlier ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from operator import attrgetter
from typing import NamedTuple

from riwaya.knowledge.match import Lattice, mask_of
from riwaya.records import Sentence

_MARK = re.compile(
    r"^[^\S\n]*(?:(?P<bullet>[-–—•▪●◾*])\s|(?P<number>\d{1,2})(?:[^\S\n]?[.)\-–]|\ufe0f?\u20e3)(?!\d)|(?P<clock>\d{1,2}:\d{2})(?![\d:]))",
    re.MULTILINE,
)
"""What a point of a list begins with: a bullet, its number, the time of day."""
_BLANK = re.compile(r"\n[^\S\n]*\n")
_OPENERS = mask_of(("elsewhere", "opens_item"))
_PLACE = mask_of(("place",))
_SAY = ("say_clear", "say_that", "say_near")
_REACH = 8
"""Tokens from the word that sets a paragraph in a place to the comma behind the place."""


class Item(NamedTuple):
    """An item as a range of tokens. `parted` tells that its news is surely another than what was told before it."""

    first: int
    last: int
    parted: bool


class Items:
    """The items of a report, none inside another, and which one a token stands in."""

    def __init__(self, items: list[Item]) -> None:
        self._items = items
        self._starts = [item.first for item in items]

    def at(self, token: int) -> Item | None:
        """The item that a token stands in; None in the stretches between, where a report goes on as it began."""
        number = bisect_right(self._starts, token) - 1
        found = self._items[number] if number >= 0 else None
        return found if found and token < found.last else None


def find_items(lattice: Lattice) -> Items:
    """The items of a report. A paragraph inside a list is part of its point."""
    points = _points(lattice)
    starts = [point.first for point in points]
    items = list(points)
    for first, last in _paragraphs(lattice):
        number = bisect_right(starts, first) - 1
        if number < 0 or first >= points[number].last:
            parted = _opens_another(lattice, first, last)
            if parted is not None:
                items.append(Item(first, last, parted))
    return Items(sorted(items))


def _points(lattice: Lattice) -> list[Item]:
    """The points of the lists, each up to the next."""
    text = lattice.document.text
    marks: dict[str, list[re.Match[str]]] = {}
    for mark in _MARK.finditer(text):
        marks.setdefault(mark.lastgroup or "", []).append(mark)
    out = []
    for found in marks.values():
        starts = [mark.start() for mark in found]
        if len(starts) > 1:
            ends = [*starts[1:], _end_of_last(text, starts)]
            out += [Item(_token_at(lattice, a), _token_at(lattice, b), True) for a, b in zip(starts, ends, strict=True)]
    return _apart(out)


def _end_of_last(text: str, starts: list[int]) -> int:
    """Where the last point of a list ends: at an empty line, or after as many lines as the longest before it has."""
    end = starts[-1]
    for _ in range(max(text.count("\n", a, b) for a, b in pairwise(starts))):
        end = text.find("\n", end) + 1
        if end == 0 or _BLANK.match(text, end - 1):
            break
    return end or len(text)


def _apart(items: list[Item]) -> list[Item]:
    """The items in text order, each ending where the next begins."""
    items = sorted(items)
    return [
        Item(item.first, min(item.last, after.first) if after else item.last, item.parted)
        for item, after in zip_longest(items, items[1:])
    ]


def _token_at(lattice: Lattice, offset: int) -> int:
    return bisect_right(lattice.tokens, offset - 1, key=attrgetter("start"))


def _paragraphs(lattice: Lattice) -> Iterator[tuple[int, int]]:
    """The paragraphs of the body as ranges of tokens."""
    text = lattice.document.text
    begun: Sentence | None = None
    last = 0
    for sentence in lattice.sentences:
        if begun and "\n" in text[lattice.tokens[last - 1].end : lattice.tokens[sentence.first].start]:
            yield begun.first, last
            begun = None
        if begun is None and sentence.segment in ("body", "post"):
            begun = sentence
        last = sentence.last
    if begun:
        yield begun.first, last


def paragraph_starts(lattice: Lattice) -> list[int]:
    """The tokens that the paragraphs of the body begin with, in text order."""
    return [first for first, _ in _paragraphs(lattice)]


def _opens_another(lattice: Lattice, first: int, last: int) -> bool | None:
    """Whether a paragraph turns to another piece of news: on another front, elsewhere, "and in the north, ...".

    False where only somebody speaks there, of the same news or of another; None where it does not turn.
    """
    if lattice.masks[first] & _OPENERS:
        return True
    as_for = bool(lattice.at(first, "as_for"))
    at = first + as_for
    place = at + 1
    if lattice.at(at, "on_word") and lattice.at(at + 1, "ev_road"):
        place = next((n for n in range(at + 2, min(at + _REACH, last)) if lattice.masks[n] & _PLACE), at + 1)
    elif all(edge.value != "in" for edge in lattice.at(at, "place_in")):
        return None
    if place >= last or not lattice.masks[place] & _PLACE:
        return None
    end = place + lattice.at(place, "place")[0].length
    comma = next((n for n in range(end, min(end + _REACH, last)) if lattice.at(n, "comma")), None)
    if comma is None:
        return None
    return as_for or not any(lattice.at(comma + 1, cls) for cls in _SAY)
