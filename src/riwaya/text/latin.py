"""Names in Latin letters made ready to be compared, however their Arabic is transliterated.

Articles go (al-Raqqa, ar-Raqqah, Deir ez-Zor), and with them hyphens, apostrophes and marks; letters that stand for one
in some system are one: k and q, g and j, e and i, o and u, the diphthongs; doubled letters are single.
What still differs, such as Homs and Hims, shares its consonants.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_LATIN = re.compile("[a-z\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff]", re.IGNORECASE)
_SILENT = re.compile("['’‘ʿʾ`´ʼ]")
_WORD = re.compile(r"[a-z0-9]+")
_ARTICLES = frozenset("al el ar er as es ash esh at et ad ed az ez an en il ul ud us uz the of".split())
_JOINED_ARTICLE = re.compile(r"^(?:[ae](?=(?:ss|zz|rr|tt|dd|nn)[aeiouy])|[ae]l(?=-?[bcdfghjkmnpqrstvwxyz]\w{3}))")
_LETTERS = (
    ("sch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("dj", "g"), ("dh", "d"),
    ("th", "t"), ("ph", "f"), ("zh", "z"), ("ck", "k"), ("c", "k"), ("q", "k"), ("x", "ks"), ("j", "g"),
    ("p", "b"), ("ei", "i"), ("ai", "i"), ("ay", "i"), ("ey", "i"), ("ee", "i"), ("aw", "u"), ("au", "u"), ("ou", "u"),
    ("ow", "u"), ("oo", "u"), ("e", "i"), ("y", "i"), ("o", "u"), ("w", "u"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_LAST_VOWEL = re.compile(r"(?<=..)(?:[aiu]h?)$")
_VOWELS = re.compile("(?<=.)[aiuh]")
_LEAST_CONSONANTS = 3


def is_latin(word: str) -> bool:
    """Whether a word is written in Latin letters."""
    return bool(_LATIN.search(word))


def latin_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, without articles; none where it holds nothing but them."""
    return tuple(_words(name))


def _words(name: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKD", _SILENT.sub("", name)).lower()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for word in _WORD.findall(plain):
        if word not in _ARTICLES:
            yield _fold(word)


@lru_cache(maxsize=1 << 15)
def _fold(word: str) -> str:
    word = _JOINED_ARTICLE.sub("", word)
    for letters, one in _LETTERS:
        word = word.replace(letters, one)
    return _LAST_VOWEL.sub("", _DOUBLED.sub(r"\1", word))


def consonants(word: str) -> str | None:
    """What is left of a folded word without vowels but a first one; None where that is too little to tell names."""
    found = _DOUBLED.sub(r"\1", _VOWELS.sub("", f"a{word[1:]}" if word[:1] in "iu" else word))
    return found if len(found.removeprefix("a")) >= _LEAST_CONSONANTS else None
