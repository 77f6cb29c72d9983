"""What went from an export, by kind and by field, and what must therefore stand nowhere in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from riwaya.exports.cells import Cells
from riwaya.exports.profiles.patterns import find_patterns, plain
from riwaya.text.normalize import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LEAST_DIGITS = 7
_LEAST_LETTERS = 4


class Tally:
    """What went: how many incidents and documents were held back, and how much of each kind went from each field."""

    def __init__(self, cells: Cells | None = None) -> None:
        self.held_back = 0
        self.documents_held_back = 0
        self.removed: Counter[tuple[str, str]] = Counter()
        self._cells = cells or Cells()

    def count(self, kind: str, field: str) -> None:
        """Counts something that went."""
        self.removed[kind, field] += 1

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

    Names of people in office that are kept, and words that are ordinary ones, may stand in it all the same.
    """

    def __init__(self) -> None:
        self._names: set[tuple[str, ...]] = set()
        self._kept: set[tuple[str, ...]] = set()
        self._kept_words: set[str] = set()
        self._digits: set[str] = set()
        self._atoms: set[str] = set()
        self._points: set[str] = set()
        self._first: set[str] | None = None

    def take(self, kind: str, text: str) -> None:
        """Remembers what was taken out of a text: a name, a number, an address, a handle, a point."""
        if kind == "name":
            words = _words(text)
            if words and (len(words) > 1 or len(words[0]) >= _LEAST_LETTERS):
                self._names.add(words)
                self._first = None
        elif kind == "number":
            digits = re.sub(r"\D", "", plain(text))
            if len(digits) >= _LEAST_DIGITS:
                self._digits.add(digits)
        elif kind == "coordinates":
            self._points.update(re.findall(r"\d{1,3}\.\d{3,}", plain(text)))
        elif len(atom := plain(text).casefold().strip("@ /")) > _LEAST_LETTERS:
            self._atoms.add(atom)

    def point(self, degrees: float) -> None:
        """Remembers a coordinate that was made coarse."""
        told = f"{abs(degrees):.6f}".rstrip("0")
        if len(told.partition(".")[2]) >= 3:
            self._points.add(told)

    def keep(self, names: Iterable[str]) -> None:
        """Remembers names that are kept, for they are of people in office."""
        for words in map(_words, names):
            self._kept.add(words)
            self._kept_words.update(words)

    def find_in(self, text: str) -> str | None:
        """The kind of what stands in a text that was taken out elsewhere; None where there is none."""
        folded = plain(text).casefold()
        if self._digits or self._points or self._atoms:
            for found in find_patterns(text):
                stretch = folded[found.start : found.end]
                if found.kind == "number" and re.sub(r"\D", "", stretch) in self._digits:
                    return "number"
                if found.kind == "coordinates" and not self._points.isdisjoint(re.findall(r"\d{1,3}\.\d{3,}", stretch)):
                    return "coordinates"
                if found.kind not in ("number", "coordinates") and stretch.strip("@ /") in self._atoms:
                    return found.kind
        return "name" if self._has_name(_words(text)) else None

    def _has_name(self, words: tuple[str, ...]) -> bool:
        if self._first is None:
            self._first = {name[0] for name in self._names}
        longest = 9
        for at, word in enumerate(words):
            if word not in self._first:
                continue
            for length in range(1, longest):
                name = words[at : at + length]
                if name in self._names and not (name in self._kept or (length == 1 and word in self._kept_words)):
                    return True
        return False


def _words(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(_WORD.findall(fold(text)))
