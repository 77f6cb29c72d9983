"""Finds the person within the name of a source, however much of the office is told with it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from riwaya.knowledge.load import load_knowledge
from riwaya.text.normalize import fold

_BESIDE_A_NAME = ("rank", "honorific")
"""Kinds of titles that a family name alone may follow: the colonel, the doctor; not the minister of."""
_MOST_WORDS = 4
_MARKS = ".،,:؛\"'«»“”()[]"


class Person(NamedTuple):
    """The words of a personal name, folded, without articles and titles; `family` where nothing else of it is told."""

    words: tuple[str, ...]
    family: bool = False

    def may_be(self, other: Person) -> bool:
        """Whether two names are those of one person: the same first name and no other order; or the last name alone."""
        if self.family or other.family:
            return self.family != other.family and self.words[-1] == other.words[-1]
        shorter, longer = sorted((self.words, other.words), key=len)
        rest = iter(longer)
        return shorter[0] == longer[0] and all(word in rest for word in shorter)


class _Words(NamedTuple):
    """Folded words that names of people are made of, and words that end them or stand before them."""

    given: frozenset[str]
    inside: frozenset[str]
    titles: frozenset[str]
    before_family: frozenset[str]
    bodies: frozenset[str]
    on_behalf: frozenset[str]


def person_in(name: str) -> Person | None:
    """The person whom the name of a source names; None where it names an office or a body alone, or one word of a name.

    >>> person_in("الناطق باسم الصحة د. هدى السالم").words
    ('هدى', 'سالم')
    """
    return _person_in(name)


@lru_cache(maxsize=1 << 14)
def _person_in(name: str) -> Person | None:
    words = [word for each in fold(name).split() if (word := each.strip(_MARKS))]
    known = _known_words()
    for at, word in enumerate(words):
        if word in known.given and not _is_on_behalf(words, at, known):
            found = () if _names_a_body(words, at, known) else _from_given(words, at, known)
            return Person(found) if len(found) > 1 else None
    titled = 0
    while titled < len(words) and words[titled] in known.before_family:
        titled += 1
    if titled and titled + 1 == len(words) and words[-1].startswith("ال") and words[-1] not in known.titles:
        return Person((_bare(words[-1]),), family=True)
    return None


def _is_on_behalf(words: list[str], at: int, known: _Words) -> bool:
    """Whether a first name is the word for "on behalf of": the spokesman for the government."""
    return at > 0 and words[at] in known.on_behalf and words[at - 1] in known.titles


def _names_a_body(words: list[str], at: int, known: _Words) -> bool:
    """Whether something is called after somebody: a doctor of the hospital of so and so."""
    return at > 0 and words[at - 1] in known.bodies and words[at - 1] not in known.titles


def _from_given(words: list[str], at: int, known: _Words) -> tuple[str, ...]:
    """The words of a personal name around its first name."""
    first = at
    while first > 0 and words[first - 1] in known.inside:
        first -= 1
    last = at + 1
    while last < len(words) and last - first < _MOST_WORDS:
        if words[last] not in known.given and (words[last] in known.titles or words[last] in known.bodies):
            break
        last += 1
    return tuple(_bare(word) for word in words[first:last])


def _bare(word: str) -> str:
    """A word without the article, and with one spelling of its last letter."""
    word = word.replace("ة", "ه")
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@lru_cache(maxsize=1)
def _known_words() -> _Words:
    """The words out of the data."""
    knowledge = load_knowledge()
    given, parts, on_behalf = (_folded(knowledge.words(cls)) for cls in ("given_name", "name_part", "party_behalf"))
    titles_table, heads_table = knowledge.table("actors/titles.tsv"), knowledge.table("actors/heads.tsv")
    titles = [
        (row["kind"], name) for row in map(titles_table.row, titles_table) for name in fold(row["name_ar"]).split("|")
    ]
    bodies = {name for key in heads_table for name in fold(heads_table.row(key)["name_ar"]).split("|")}
    return _Words(
        given,
        parts,
        frozenset(name.split()[0] for _, name in titles),
        frozenset(word for kind, name in titles if kind in _BESIDE_A_NAME for word in name.split()),
        frozenset(bodies),
        on_behalf,
    )


def _folded(words: dict[str, list[str]]) -> frozenset[str]:
    """The words of a class, folded."""
    return frozenset(fold(word) for each in words.values() for word in each)
