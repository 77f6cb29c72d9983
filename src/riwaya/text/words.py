"""The word lists that the text layer needs, folded and ready to look up.

The lists themselves stand in `data/ar/restore` and `data/ar/text`; whoever reads them hands them to `text_words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from riwaya.text.normalize import fold

Phrases = dict[str, tuple[tuple[str, ...], ...]]
"""Phrases of folded words by their first word, longest first."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class TextWords:
    """What the text layer knows about words, all folded but the values of the hidden words (nouns to names).

    `heads` holds the first letters of every hidden word, to tell quickly that a form is none; `formula_heads` the first
    words of the formulas around verses. Compared by identity, so that what was read with some words can be remembered.
    """

    nouns: dict[str, str]
    verbs: dict[str, str]
    imperfects: dict[str, str]
    names: dict[str, str]
    heads: frozenset[str]
    signs: dict[str, tuple[str, ...]]
    initials: frozenset[str]
    abbreviations: frozenset[str]
    short: frozenset[str]
    suffixes: frozenset[str]
    months: dict[str, int]
    labels: Phrases
    furniture: Phrases
    keywords: Phrases
    related: Phrases
    sections: Phrases
    mastheads: Phrases
    ends: Phrases
    agencies: Phrases
    weekdays: frozenset[str]
    date_words: frozenset[str]
    publishing: frozenset[str]
    archives: Phrases
    captions: Phrases
    statements: Phrases
    basmala: Phrases
    verse_before: Phrases
    verse_after: Phrases
    formula_heads: frozenset[str]
    post_marks: Phrases
    channels: Phrases
    platforms: frozenset[str]
    openers: Phrases
    after_comma: Phrases
    saying: frozenset[str]


def text_words(lists: Mapping[str, Iterable[str]], signs: Mapping[str, Iterable[str]]) -> TextWords:
    """The word lists folded for look-up.

    `lists` holds the lists of all files but `lookalikes` by their name (the months by their English name);
    `signs` holds, for each sign that stands in for a letter, the letters it may stand for (`U+` names a sign).
    """
    folded = {name: [fold(word) for word in words] for name, words in lists.items()}
    nouns, verbs, imperfects, names = (_spelt(lists[name]) for name in ("nouns", "verbs", "imperfects", "names"))
    basmala, before, after = (phrases(folded[name]) for name in ("basmala", "verse_before", "verse_after"))
    return TextWords(
        nouns=nouns,
        verbs=verbs,
        imperfects=imperfects,
        names=names,
        # The first letter of an imperfect changes with the person.
        heads=frozenset(form[:3] for form in (*nouns, *verbs, *names, *(form[1:] for form in imperfects))),
        signs={_sign(sign): tuple(fold(letter) for letter in letters) for sign, letters in signs.items()},
        initials=frozenset(word.replace(".", "") for word in folded["initials"]),
        abbreviations=frozenset(folded["abbreviations"]),
        short=frozenset(folded["short"]),
        suffixes=frozenset(folded["suffixes"]),
        months={name: number for number, month in enumerate(_MONTHS, 1) for name in folded[month]},
        labels=phrases(folded["labels"]),
        furniture=phrases(folded["furniture"]),
        keywords=phrases(folded["keywords"]),
        related=phrases(folded["related"]),
        sections=phrases(folded["sections"]),
        mastheads=phrases(folded["mastheads"]),
        ends=phrases(folded["ends"]),
        agencies=phrases(folded["agencies"]),
        weekdays=frozenset(folded["weekdays"]),
        date_words=frozenset(
            part for name in ("date_words", "weekdays") for phrase in folded[name] for part in phrase.split()
        ),
        publishing=frozenset(folded["publishing"]),
        archives=phrases(folded["archives"]),
        captions=phrases(folded["captions"]),
        statements=phrases(folded["statements"]),
        basmala=basmala,
        verse_before=before,
        verse_after=after,
        formula_heads=frozenset((*basmala, *before, *after)),
        post_marks=phrases(folded["post_marks"]),
        channels=phrases(folded["channels"]),
        platforms=frozenset(folded["platforms"]),
        openers=phrases(folded["openers"]),
        after_comma=phrases(folded["after_comma"]),
        saying=frozenset(folded["saying"]),
    )


def phrases(folded: Iterable[str]) -> Phrases:
    """Folded phrases by their first word, longest first; a full stop inside a phrase parts words as a space does."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase in folded:
        words = tuple(phrase.replace(".", " ").split())
        found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(each, key=lambda words: (-len(words), words))) for first, each in found.items()}


def phrase_at(words: tuple[str, ...] | list[str], at: int, known: Phrases) -> int:
    """How many words of a known phrase stand at this index: the longest one's length, or 0."""
    if at >= len(words):
        return 0
    for phrase in known.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _spelt(words: Iterable[str]) -> dict[str, str]:
    """The proper spelling of each word by its folded form, single words only: a phrase is restored word by word."""
    return {fold(part): part for word in words for part in word.split()}


def _sign(name: str) -> str:
    """The sign that a key of the signs stands for: itself, or the character with the number after U+."""
    return chr(int(name[2:], 16)) if name.startswith("U+") else fold(name)
