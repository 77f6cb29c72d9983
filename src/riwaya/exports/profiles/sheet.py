"""The words of a text, what the knowledge has of them, and what was found of each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from riwaya.exports.profiles.patterns import Found
from riwaya.exports.profiles.words import Words
from riwaya.text.normalize import fold, spell

_LETTER = "[^\\W\\d_]"
_MARKS = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
)
_WORD = re.compile(rf"(?:{_LETTER}|[{_MARKS}])+(?:(?:ـ?[.*·•/]+ـ|['’ʼ])(?:{_LETTER}|[{_MARKS}])+)*")
_BROKEN = re.compile(rf"(?:{_LETTER}|[{_MARKS}])+(?:[.*·•/](?:{_LETTER}|[{_MARKS}])+)+")
_HIDING = re.compile("[.*·•/ـ'’ʼ]")
_SPACE = re.compile(rf"[\s_{_MARKS}]*|-")
_OUTLETS = frozenset(map(fold, "قناة وكالة صحيفة جريدة موقع شبكة تلفزيون إذاعة مجلة لقناة لوكالة لصحيفة لموقع".split()))

ON = "على"
"""A preposition that would fold into a name."""

_SPELT_ON = frozenset((ON, "و" + ON, "ف" + ON))


class Part(NamedTuple):
    """A word of a text: where it stands, its folded form, whether it stands behind a break, and what it may be."""

    start: int
    end: int
    form: str
    breaks: bool
    kinds: frozenset[str]


class Sheet:
    """The words of one text, and what is found of each.

    `known` tells what the knowledge has of a word, `first` whether such a name begins with it, `marked` what it is
    masked as. `names` are words that are names elsewhere, `kept` the names of people in office that stay. `person`
    tells that the text is what somebody is called, so that a word that may be a name is one.
    """

    def __init__(
        self, text: str, words: Words, taken: bytearray, names: Collection[str] = (), *, person: bool = False
    ) -> None:
        self.text = text
        self.person = person
        self.words = words
        self.names = names
        self.parts = [part for part in parts_of(text, words) if not any(taken[part.start : part.end])]
        self.forms = [words.forms(part.form) for part in self.parts]
        self.breaks = [part.breaks for part in self.parts]
        self.known: list[str | None] = [None] * len(self.parts)
        self.first: list[bool] = [False] * len(self.parts)
        self.marked: list[str | None] = [None] * len(self.parts)
        self.kept: list[str] = []
        self._lay_known()

    def stretches(self) -> Iterator[Found]:
        """What is marked, neighbours of one kind as one stretch."""
        open_: Found | None = None
        for part, kind, breaks in zip(self.parts, self.marked, self.breaks, strict=True):
            if open_ and kind == open_.kind and not breaks:
                open_ = open_._replace(end=part.end)
                continue
            if open_:
                yield open_
            open_ = Found(part.start, part.end, kind) if kind else None
        if open_:
            yield open_

    def follows(self, at: int) -> bool:
        """Whether a word stands right behind the one before, nothing being between them."""
        return 0 < at < len(self.parts) and not self.breaks[at]

    def keep(self, start: int, end: int) -> None:
        """Keeps a name: it is of somebody in office."""
        self.kept.append(" ".join(part.form for part in self.parts[start:end]))
        self.known[start:end] = ["person"] * (end - start)

    def is_private_before(self, at: int) -> bool:
        """Whether the word before tells of somebody without an office."""
        before = self.parts[at - 1].kinds if at and not self.breaks[at] else frozenset()
        return "title" in before and self.known[at - 1] not in ("office", "rank")

    def _lay_known(self) -> None:
        """Marks the words of places, bodies, offices and people in office that the knowledge has."""
        at = 0
        while at < len(self.parts):
            found = self.words.phrases.at(self.forms, at, self.breaks)
            if found is None or (found[0] == 1 and not self._is_known_alone(at, found[1])):
                at += 1
                continue
            length, kind = found
            if kind == "person" and self.is_private_before(at):
                at += 1
                continue
            self.first[at] = True
            self.known[at : at + length] = [kind] * length
            if kind == "person":
                self.keep(at, at + length)
            at += length

    def _is_known_alone(self, at: int, kind: str) -> bool:
        """Whether a word that is a place, a body or an office is one where it stands, and no name or other word."""
        if kind in ("office", "rank", "person"):
            return True
        if self.parts[at].form in self.names:
            return False
        kinds = self.parts[at].kinds
        if kind == "body" and at and not self.breaks[at] and self.parts[at - 1].form in _OUTLETS:
            return True
        if kinds & {"given", "ambiguous", "family", "particle", "title", "latin"}:
            return False
        return kind == "body" or "ordinary" not in kinds


def parts_of(text: str, words: Words) -> Iterable[Part]:
    """The words of a text; one that is broken up to slip past moderation is one where it is known then."""
    behind = 0
    for start, end in _spans(text, words):
        word = _HIDING.sub("", text[start:end])
        form = ON if spell(word) in _SPELT_ON else fold(word)
        if not form:
            continue
        breaks = _SPACE.fullmatch(text, behind, start) is None
        yield Part(start, end, form, breaks, words.kinds(form))
        behind = end


def _spans(text: str, words: Words) -> Iterator[tuple[int, int]]:
    """Where the words of a text stand."""
    at = 0
    while match := _WORD.search(text, at):
        broken = _BROKEN.match(text, match.start())
        if broken and broken.end() > match.end() and "ordinary" in words.kinds(fold(_HIDING.sub("", broken[0]))):
            match = broken
        yield match.span()
        at = match.end()
