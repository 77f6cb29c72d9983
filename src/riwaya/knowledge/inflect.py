"""Morphology at run time: sets clitics apart from a word, and spells out the forms of nouns and adjectives.

Words to `peel` are folded (see `text.normalize.fold`), and every form given back is folded too.
Verbs are not conjugated here: their forms stand in `data/ar/verb_forms.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from riwaya.text.normalize import fold

Features = frozenset[str]

ACCUSATIVE = "A"


class Peel(NamedTuple):
    """One way to take a folded word apart.

    `proclitics` are ASCII codes in the order of the text: w (and), f (so), s (will), b (by, in), k (like), l (to, for).
    `article` is true where the article was set apart; after l it is written as a second l.
    `enclitic` is the pronoun as it is written, "" for none, or ACCUSATIVE for the alif of an indefinite accusative.
    """

    proclitics: str
    stem: str
    enclitic: str
    article: bool


CODES = {"و": "w", "ف": "f", "س": "s", "ب": "b", "ك": "k", "ل": "l"}
ENCLITICS = ("هما", "ها", "هم", "هن", "كم", "نا", "ني", "ه", "ك", "ي")
IMPERFECT = frozenset("ايتن")


def proclitic_features(proclitics: str) -> Iterator[str]:
    """The features of proclitics: their letters, but `fa` for f, which is the feature of the feminine."""
    return ("fa" if code == "f" else code for code in proclitics)


@lru_cache(maxsize=1 << 16)
def peel(form: str) -> tuple[Peel, ...]:
    """Every way to take a folded word apart, the most whole first; the word as it stands is the first.

    It only proposes: which stem is a word, the lexicon knows. What is left of a word has two letters or is a number.
    Where a stem is spelt otherwise before a pronoun, the stem as written comes first, then as it is spelt alone:
    t for the feminine ending, alif for a final y, a plural verb's silent alif, a hamza on its seat.
    Last come readings of a final h as a feminine ending written without its dots.
    """
    peels: dict[Peel, int] = {}
    for proclitics, rest, article in _heads(form):
        for stem, enclitic, cost in _tails(rest, article):
            if len(stem) > 1 or stem.isdigit() or stem == form:
                found = Peel(proclitics, stem, enclitic, article)
                peels.setdefault(found, len(form) - len(rest) + cost)
    return tuple(sorted(peels, key=peels.__getitem__))


def _heads(form: str) -> Iterator[tuple[str, str, bool]]:
    """Proclitics, the rest of the word, whether the article went with them."""
    yield from _inner_heads("", form)
    if form[:1] in ("و", "ف"):
        yield from _inner_heads(CODES[form[0]], form[1:])


def _inner_heads(outer: str, form: str) -> Iterator[tuple[str, str, bool]]:
    yield outer, form, False
    first, second = form[:1], form[1:2]
    if first == "ا" and second == "ل":
        yield outer, form[2:], True
    elif first == "س" and second in IMPERFECT:
        yield outer + "s", form[1:], False
    elif first in ("ب", "ك", "ل"):
        code = outer + CODES[first]
        yield code, form[1:], False
        if form[1:3] == "ال" and first != "ل":
            yield code, form[3:], True
        elif first == "ل" and second == "ل":
            yield code, form[2:], True
            yield code, form[1:], True


def _tails(rest: str, article: bool) -> Iterator[tuple[str, str, int]]:
    """Stem, enclitic, and what it costs: letters taken, doubled to leave room for respelling between them."""
    yield rest, "", 0
    if not article:
        for enclitic in ENCLITICS:
            if rest.endswith(enclitic):
                stem = rest[: -len(enclitic)]
                yield stem, enclitic, len(enclitic)
                for respelt in _alone(stem):
                    yield respelt, enclitic, len(enclitic) + 1
        if rest.endswith("ا"):
            stem = rest[:-1]
            yield stem, ACCUSATIVE, 1
            if stem.endswith("يي"):
                yield f"{stem[:-1]}ء", ACCUSATIVE, 2
    if rest.endswith("ه"):
        yield f"{rest[:-1]}ة", "", 100


def _alone(stem: str) -> Iterator[str]:
    """How a stem that stands before a pronoun may be spelt when it stands alone."""
    last = stem[-1:]
    if last == "ت":
        yield f"{stem[:-1]}ة"
    elif last == "ا":
        yield f"{stem[:-1]}ي"
    elif last == "و":
        yield f"{stem}ا"
    if last in ("ي", "و") and stem[-2:-1] == "ا":
        yield f"{stem[:-1]}ء"


SOUND_FEMININE = "ات"
SOUND_MASCULINE = "ون"
# Endings with the features they add; the construct ones have lost their n.
DUAL = (("ان",), ("ين",), ("ا", "construct"), ("ي", "construct"))
PLURAL = (("ون",), ("ين",), ("و", "construct"), ("ي", "construct"))


def noun_forms(
    lemma: str, *, gender: str = "m", plural: tuple[str, ...] = (), defective: bool = False
) -> dict[str, Features]:
    """The folded forms of a noun, each with its features: number (sg, du, pl), gender (m, f), "construct".

    `lemma` and `plural` are spelt properly: a final ى and a final ي are two things.
    `plural` takes whole words, or the endings SOUND_FEMININE and SOUND_MASCULINE alone. Without it a feminine noun has
    the sound plural and a masculine one has none: most are broken, and a wrong sound plural would make every dual in
    -ين ambiguous. `gender` is taken from a final ة where there is one.
    A form that is two things has the features of both; "construct" stands only where every reading is construct.
    `defective` says that a final ي is dropped before an ending and in the indefinite (a judge, not a soldier).
    """
    if lemma.endswith("ة"):
        gender = "f"
    forms = _Forms()
    forms.add(lemma, "sg", gender)
    if defective:
        forms.add(lemma[:-1], "sg", gender)
    for ending, *features in DUAL:
        forms.add_each(_before(ending, lemma, gender), ending, "du", gender, *features)
    for word in plural or ((SOUND_FEMININE,) if gender == "f" else ()):
        if word == SOUND_MASCULINE:
            short = lemma[:-1] if defective or lemma.endswith("ى") else lemma
            for ending, *features in PLURAL:
                forms.add_each(_before(ending, short, gender), ending, "pl", gender, *features)
        elif word == SOUND_FEMININE:
            forms.add(_sound_feminine(lemma, gender), "pl", gender)
        else:
            forms.add(word, "pl", gender)
            if word.endswith("ي") and word[-3:-2] == "ا":
                forms.add(word[:-1], "pl", gender)
    return forms.folded()


def adjective_forms(
    lemma: str, *, feminine: str = "", plural: tuple[str, ...] = (), defective: bool = False
) -> dict[str, Features]:
    """The folded forms of an adjective or participle in both genders, with features as `noun_forms` gives them.

    `feminine` is needed where it is not the masculine with ة (reddish, greatest); `plural` adds broken plurals
    to the sound ones.
    """
    if not feminine:
        feminine = f"{lemma[:-1]}اة" if lemma.endswith("ى") else f"{lemma}ة"
    feminine_plural = f"{lemma[:-1]}يات" if lemma.endswith("ى") else SOUND_FEMININE
    forms = _Forms()
    forms.merge(noun_forms(lemma, plural=(SOUND_MASCULINE, *plural), defective=defective))
    forms.merge(noun_forms(feminine, gender="f", plural=(feminine_plural,)))
    return forms.folded()


def verbal_noun_forms(form: str, kind: str) -> dict[str, Features]:
    """The folded forms of an entry of `verbal_nouns.tsv`; `kind` is masdar, active_participle or passive_participle."""
    if kind == "masdar":
        regular = form.endswith("ة") or len(form) > LONGEST_PLAIN_MASDAR
        return noun_forms(form, plural=(SOUND_FEMININE,) if regular else ())
    return adjective_forms(form, defective=kind == "active_participle" and form.endswith("ي"))


# Verbal nouns of form I are mass nouns or have broken plurals; the longer ones count: explosion, explosions.
LONGEST_PLAIN_MASDAR = 4


class _Forms:
    """Forms while they are gathered: for each the readings it has."""

    def __init__(self) -> None:
        self._readings: dict[str, list[Features]] = {}

    def add(self, form: str, *features: str) -> None:
        self._readings.setdefault(fold(form), []).append(frozenset(features))

    def add_each(self, stems: tuple[str, ...], ending: str, *features: str) -> None:
        for stem in stems:
            form = _joined(stem, ending)
            if fold(form) != fold(stem):  # a construct dual that has melted into the singular tells nothing
                self.add(form, *features)

    def merge(self, forms: dict[str, Features]) -> None:
        for form, features in forms.items():
            self._readings.setdefault(form, []).append(features)

    def folded(self) -> dict[str, Features]:
        forms: dict[str, Features] = {}
        for form, readings in self._readings.items():
            features = frozenset[str]().union(*readings)
            forms[form] = features if all("construct" in reading for reading in readings) else features - {"construct"}
        return forms


def _joined(stem: str, ending: str) -> str:
    """Stem and ending; two alifs become one, as they do with a madda over it."""
    return stem + ending[1:] if stem[-1:] in ("ا", "أ") and ending.startswith("ا") else stem + ending


def _before(ending: str, lemma: str, gender: str) -> tuple[str, ...]:
    """What a noun is spelt like before the ending of a dual or a sound masculine plural."""
    if lemma.endswith("ة"):
        return (f"{lemma[:-1]}ت",)
    if lemma.endswith("ى"):
        return (f"{lemma[:-1]}ي",)
    if lemma.endswith("اء") and gender == "f":
        return (f"{lemma[:-1]}و",)
    if lemma.endswith("ء"):
        seats = {"ا": "أ", "و": "ؤ", "ي": "ئ"}
        if lemma.endswith("اء") and ending.startswith("ا"):
            return (lemma,)
        return (lemma, f"{lemma[:-1]}{seats[ending[0]]}")
    return (lemma,)


def _sound_feminine(lemma: str, gender: str) -> str:
    if lemma.endswith("اة"):
        return f"{lemma[:-2]}وات"
    if lemma.endswith("ة"):
        return _joined(lemma[:-1], SOUND_FEMININE)
    if lemma.endswith("ى"):
        return f"{lemma[:-1]}يات"
    if lemma.endswith("اء") and gender == "f":
        return f"{lemma[:-1]}وات"
    return _joined(lemma, SOUND_FEMININE)
