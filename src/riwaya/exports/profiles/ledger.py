"""What went from an export, by kind and by field, and what must therefore stand nowhere in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from itertools import pairwise

from riwaya.exports.cells import Cells
from riwaya.exports.profiles.patterns import plain
from riwaya.text.normalize import fold

_WORD = re.compile(r"(?:[^\W_]|[\u0610-\u061a\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00ad])+")
_RUN = re.compile(r"\d(?:[ .\-/()·_]{0,2}\d){6,17}")
_DEGREES = re.compile(r"(?<!\d)\d{1,3}\.\d{4,}")
_POINT = re.compile(r"\d{1,3}[.٫]\d{3,}")
_HEX = "(?=[0-9a-f]*[a-f])[0-9a-f]"
_BY_CHANCE = re.compile(
    rf'(?<![^\W_])(?:{_HEX}{{16}}|i{_HEX}{{12}}|{_HEX}{{40}}|{_HEX}{{64}})(?![^\W_])|\brgb="[0-9A-Fa-f]{{8}}"'
)
"""Ids, checksums and colours: among a hundred thousand of them some have the digits of any telephone."""
_TOLD_BY_WORDS = frozenset(("name", "address", "email", "handle"))
_LEAST_DIGITS = 7
_LEAST_LETTERS = 4


class Tally:
    """What went: how many incidents and documents were held back, and how much of each kind went from each field."""

    def __init__(self, cells: Cells | None = None) -> None:
        self.held_back = 0
        self.documents_held_back = 0
        self.removed: Counter[tuple[str, str]] = Counter()
        self._counted: set[str] = set()
        self._counts = True
        self._cells = cells or Cells()

    def count(self, kind: str, field: str) -> None:
        """Counts something that went."""
        if self._counts:
            self.removed[kind, field] += 1

    @contextmanager
    def once(self, about: str) -> Iterator[None]:
        """Counts what goes in the block, where nothing about the same was counted before."""
        fresh = about not in self._counted
        self._counted.add(about)
        with self._counting(self._counts and fresh):
            yield

    @contextmanager
    def _counting(self, counts: bool) -> Iterator[None]:
        before, self._counts = self._counts, counts
        try:
            yield
        finally:
            self._counts = before

    def not_again(self) -> AbstractContextManager[None]:
        """Counts nothing of what goes in the block: it is counted elsewhere."""
        return self._counting(False)

    def told(self) -> Mapping[str, int]:
        """What went, by kind, for people to read; a thing that stands in several fields counts in each."""
        by_kind: Counter[str] = Counter()
        for (kind, _), number in self.removed.items():
            by_kind[kind] += number
        others = {
            "incidents held back": self.held_back,
            "documents held back": self.documents_held_back,
            "small cells suppressed": self._cells.suppressed,
        }
        return dict(sorted(by_kind.items())) | {name: number for name, number in others.items() if number}

    def by_field(self) -> Iterator[tuple[str, str, int]]:
        """What went, by field and kind."""
        for (kind, field), number in sorted(self.removed.items(), key=lambda each: (each[0][1], each[0][0])):
            yield field, kind, number


class Ledger:
    """What must stand nowhere in what is written: names, numbers, addresses and points that were taken out.

    Names of people in office that are kept may stand in it all the same.
    """

    def __init__(self) -> None:
        self._gone: dict[tuple[str, ...], str] = {}
        self._lengths: dict[str, set[int]] = {}
        self._kept: set[tuple[str, ...]] = set()
        self._kept_words: set[str] = set()
        self._digits: set[str] = set()
        self._points: set[frozenset[str]] = set()

    def take(self, kind: str, text: str) -> None:
        """Remembers what was taken out of a text: a name, a number, an address, a handle, a point."""
        if kind == "number":
            digits = _digits(text)
            if len(digits) >= _LEAST_DIGITS:
                self._digits.add(digits)
        elif kind == "coordinates":
            self._points.update(_points_in(text))
        elif kind in _TOLD_BY_WORDS and (words := _words(text)) and (len(words) > 1 or len(words[0]) >= _LEAST_LETTERS):
            self._gone.setdefault(words, kind)
            self._lengths.setdefault(words[0], set()).add(len(words))

    def point(self, lat: float, lon: float) -> None:
        """Remembers a point that was made coarse."""
        self._points.update(_points_in(" ".join(f"{abs(degrees):.6f}".rstrip("0") for degrees in (lat, lon))))

    def keep(self, names: Iterable[str]) -> None:
        """Remembers names that are kept, for they are of people in office."""
        for words in map(_words, names):
            self._kept.add(words)
            self._kept_words.update(words)

    def find_in(self, text: str) -> str | None:
        """The kind of what stands in a text that was taken out elsewhere; None where there is none."""
        if self._digits:
            whole = _DEGREES.sub(";", _BY_CHANCE.sub(";", text))
            if any(not self._digits.isdisjoint(_tails(run)) for run in _RUN.findall(whole)):
                return "number"
        if self._points and not self._points.isdisjoint(_points_in(text)):
            return "point"
        return self._words_gone(_words(text))

    def _words_gone(self, words: tuple[str, ...]) -> str | None:
        for at, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                stretch = words[at : at + length]
                if kind := self._gone.get(stretch):
                    kept = stretch in self._kept or (length == 1 and word in self._kept_words)
                    if kind != "name" or not kept:
                        return kind
        return None


def _words(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(map(fold, _WORD.findall(text)))


def _digits(text: str) -> str:
    """The digits of a text, as ASCII."""
    return "".join(str(int(mark)) for mark in text if mark.isdecimal())


def _tails(run: str) -> Iterator[str]:
    """A run of digits, and what is left of it where a few others stand before."""
    digits = _digits(run)
    return (digits[at:] for at in range(max(1, len(digits) - _LEAST_DIGITS + 1)))


def _points_in(text: str) -> Iterator[frozenset[str]]:
    """What in a text may be a point: two numbers one after the other, in either order.

    One alone tells of nobody: outlines of maps have all numbers that there are.
    """
    return map(frozenset, pairwise(plain(found) for found in _POINT.findall(text)))
