"""What names in Latin letters stand for: places, regions, countries, actors and outlets, as incidents have them.

The names are those of the tables of knowledge (`name_en`, and for actors their short forms).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from riwaya.knowledge.load import DATA, Table
from riwaya.text.latin import consonants, is_latin, latin_words

Term = tuple[str, str]
"""A kind of what incidents are found by, and a value; of the kind `country` it is the code of a country."""


class Named(NamedTuple):
    """What the names of a query stand for, each a set of terms of which one must hold, and its other words."""

    names: tuple[frozenset[Term], ...]
    others: str


def find_named(query: str) -> Named:
    """The names in Latin letters in a query; words that are of none are left as they are.

    Words that follow each other are one name where a name has them all.
    """
    names, others = [], []
    run: list[str] = []
    for word in [*query.split(), ""]:
        if is_latin(word):
            run.append(word)
            continue
        for found, words in _in_run(run):
            if found:
                names.append(found)
            else:
                others.append(words)
        run = []
        if any(letter.isalnum() for letter in word):
            others.append(word)
    return Named(tuple(names), " ".join(others))


def _in_run(run: Sequence[str]) -> Iterator[tuple[frozenset[Term], str]]:
    """The names in a run of Latin words, the longest first, each with its words; nothing for a word that is none."""
    start = 0
    while start < len(run):
        for end in range(len(run), start, -1):
            words = " ".join(run[start:end])
            if found := _index().find(words):
                yield found, words
                break
        else:
            end = start + 1
            yield frozenset(), run[start]
        start = end


class _Index:
    """Names by their words, and by the consonants of these."""

    def __init__(self, entries: Iterable[tuple[str, Sequence[Term]]]) -> None:
        self._terms: list[Sequence[Term]] = []
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)
        self._by_consonants: defaultdict[str, set[int]] = defaultdict(set)
        for name, terms in entries:
            for word in latin_words(name):
                self._by_word[word].add(len(self._terms))
                if key := consonants(word):
                    self._by_consonants[key].add(len(self._terms))
            self._terms.append(terms)

    def find(self, name: str) -> frozenset[Term]:
        """The terms of the names that have all words of another; where none has them as spelt, their consonants."""
        words = latin_words(name)
        found = self._having(self._by_word, words) or self._having(
            self._by_consonants, tuple(consonants(word) or "" for word in words)
        )
        return frozenset(term for number in found for term in self._terms[number])

    @staticmethod
    def _having(names: Mapping[str, set[int]], words: Sequence[str]) -> set[int]:
        sets = [names.get(word, set()) for word in words]
        return set.intersection(*sets) if sets else set()


@cache
def _index() -> _Index:
    return _Index(_entries())


def _entries() -> Iterator[tuple[str, Sequence[Term]]]:
    for name in ("places.tsv", "curated.tsv"):
        for row in _rows("places", name):
            yield row["name_en"], [("place", row["id"])]
    for row in _rows("places", "regions.tsv"):
        yield row["name_en"], [("place", row["id"]), ("place", row["names_ar"].partition("|")[0])]
    for row in _rows("places", "countries.tsv"):
        yield row["name_en"], [("country", row["code"])]
    for row in _rows("actors", "actors.tsv"):
        for name in (row["name_en"], *row["latin"].split("|")):
            yield name, [("actor", row["id"]), ("source", row["id"])]
    for row in _rows("actors", "outlets.tsv"):
        called = row["names_ar"].split("|")
        terms = [(kind, name) for kind in ("source", "publisher") for name in (*called, row["name_en"])]
        for name in (row["name_en"], *row["latin"].split("|")):
            yield name, [*terms, ("source", row["id"])]


def _rows(folder: str, name: str) -> Iterator[dict[str, str]]:
    table = Table(DATA / folder / name)
    return (table.row(key) for key in table)
