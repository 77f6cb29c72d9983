"""Words made ready to be searched: folded, and cut to stems that do not depend on the spelling.

A stem is a word without what may be a proclitic, and without an ending of number, gender, case or person. Where a
letter may be a proclitic or of the word itself both stems are given: a minister begins like "and" does. So whoever
searches takes the stems of what he asks for, and finds any word that shares one.
Broken plurals share no stem with their singular; `Plurals` tells of those that a list pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from riwaya.records import Restoration, Token
from riwaya.text.normalize import fold
from riwaya.text.segment import hashtag_words, tokenize

WORDS_OF_PASSAGE = 5000
"""Words of a passage. Most reports are one; what is asked for has to stand within one."""
_LONGEST = 60  # letters; what is longer is no word
_PART = re.compile(r"[^\W_]+")
_ENDINGS = ("هما", "كما", "هم", "هن", "ها", "كم", "نا")
_NUMBERS = ("تين", "تان", "ات", "ون", "ين", "ان", "وا")

Plurals = Mapping[str, frozenset[str]]
"""The stems that go with a stem: those of the singular and of its plurals."""


class Word(NamedTuple):
    """A word of a text, folded, and the span of the original text where it stands."""

    form: str
    start: int
    end: int


class Passage(NamedTuple):
    """A stretch of a text as it is searched: the stems of its words, and the words; single spaces between them."""

    search: str
    exact: str


def search_words(text: str, restorations: Iterable[Restoration] = ()) -> Iterator[Word]:
    """The words and numbers of a text in order, those of hashtags among them; what was broken up, as it is read."""
    for token in tokenize(text, restorations=restorations):
        if token.kind in ("word", "number", "handle", "symbol"):
            yield from _parts(token)
        elif token.kind == "hashtag":
            for part in hashtag_words(text, token):
                yield from _parts(part)


def _parts(token: Token) -> Iterator[Word]:
    form = token.form.replace(",", "") if token.kind == "number" else token.form
    for part in _PART.findall(form):
        yield Word(part[:_LONGEST], token.start, token.end)


def passages(words: Iterable[Word]) -> Iterator[Passage]:
    """The passages that some words make; none where there are no words."""
    forms = [word.form for word in words]
    for start in range(0, len(forms), WORDS_OF_PASSAGE):
        part = forms[start : start + WORDS_OF_PASSAGE]
        found = dict.fromkeys(stem for form in part for stem in stems(form))
        yield Passage(" ".join(found), " ".join(part))


@lru_cache(maxsize=1 << 16)
def stems(form: str) -> tuple[str, ...]:
    """The stems that a folded word may have; that of the word with all its letters comes first."""
    found = (stem for rest in _without_proclitics(form.replace("ة", "ه")) for stem in _without_ending(rest))
    return tuple(dict.fromkeys(found))


def stem(word: str) -> str:
    """The stem of a word that has no proclitic."""
    return next(_without_ending(fold(word).replace("ة", "ه")))


def _without_proclitics(form: str) -> Iterator[str]:
    """A word, and what is left of it without each of the proclitics that it may begin with."""
    yield form
    open_ = [form]
    if form[0] in "وف" and _leaves_word(form[1:]):
        open_.append(form[1:])
        yield form[1:]
    for whole in tuple(open_):
        if whole[0] in "بكل" and _leaves_word(whole[1:]):
            open_.append(whole[1:])
            yield whole[1:]
        elif whole[0] == "س" and whole[1:2] in ("ي", "ت", "ن", "ا") and len(whole) > 4:
            yield whole[1:]
    for whole in open_:
        if whole[:2] in ("ال", "لل") and len(whole) > 3:
            yield whole[2:]


def _leaves_word(rest: str) -> bool:
    """Whether enough is left for a word; a feminine ending does not count."""
    return len(rest.removesuffix("ه")) >= 3


def _without_ending(form: str) -> Iterator[str]:
    """A word without its ending; where a last alef may be that of a case or of the word, without it too."""
    form = _without_person(form)
    for ending in _NUMBERS:
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            form = form.removesuffix(ending)
            break
    else:
        if form[-1] in "هت" and len(form) > 3 and not form.endswith("ات"):
            form = form[:-1]
    if form.endswith("اء") and len(form) > 4:
        form = form[:-1]  # often not written
        yield form
    else:
        yield form
        if form.endswith("ا") and len(form) > 3:
            yield form[:-1]


def _without_person(form: str) -> str:
    """A word without a pronoun at its end, and with what the pronoun changed before it put back."""
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            form = form.removesuffix(ending)
            if form.endswith("ت") and len(form) > 3 and not form.endswith("ات"):
                return form[:-1]  # the ta marbuta of a town, in "their town"
            return form[:-1] if form[-2:] in ("او", "اي") and len(form) > 4 else form  # the hamza of "their ministers"
    if form.endswith("ته") and len(form) > 4:
        return form[:-1] if form.endswith("اته") else form[:-2]
    return form


# ------------------------------------------------------------------------------------------------------ broken plurals


def pair_plurals(rows: Iterable[Sequence[str]]) -> Plurals:
    """What goes together by a list of nouns, each a singular and its plurals."""
    found: dict[str, set[str]] = {}
    for row in rows:
        together = {stem(word) for word in row}
        for each in together:
            found.setdefault(each, set()).update(together)
    return {each: frozenset(together) for each, together in found.items()}


def expand(form: str, plurals: Plurals) -> frozenset[str]:
    """The stems under which a folded word is found: its own, and those of its singular and plurals."""
    own = stems(form)
    return frozenset(own).union(*(plurals.get(each, ()) for each in own))
