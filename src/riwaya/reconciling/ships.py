"""The proper names of ships, comparable whether they are written in Arabic or in Latin letters.

A ship is told of by its name, and few things are hit twice; its name is written in two alphabets and many spellings.
Its consonants are compared, for Arabic writes those, and writes a foreign vowel as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from riwaya.knowledge.load import DATA, Table
from riwaya.text.normalize import fold

_MARKED = re.compile(r"[\"«“”']\s*([^\"«»“”']+?)\s*[\"»“”']")
_LATIN = re.compile(r"[A-Za-z][A-Za-z .-]{2,}")
_FEWEST = 4
"""Consonants of a name that tell it from others."""
_LONG = 6
"""Consonants from which one may differ."""
_PAIRS = (("ph", "f"), ("sh", "s"), ("ch", "k"), ("th", "t"), ("kh", "k"), ("gh", "g"), ("ck", "k"), ("qu", "k"))
_SINGLE = {"j": "g", "p": "b", "v": "f", "z": "s", "q": "k", "x": "ks"}
_SOFT = re.compile("c(?=[eiy])")
_SILENT = re.compile("[^bdfgklmnrst]")
_TWICE = re.compile(r"(.)\1+")


def ship_name(value: Mapping[str, Any]) -> str | None:
    """The consonants of the name of a ship that a target is, where it is told by a name set apart; else None.

    >>> ship_name({"kind": "ship", "name_ar": 'السفينة "نجمة الصباح"'})
    'ngmtlsb'
    """
    if value.get("kind") != "ship":
        return None
    return _name_in(value.get("name_ar") or "")


@lru_cache(maxsize=1 << 12)
def _name_in(text: str) -> str | None:
    found = _MARKED.search(text) or _LATIN.search(text)
    if found is None:
        return None
    consonants = _consonants(found[1] if found.re is _MARKED else found[0])
    return consonants if len(consonants) >= _FEWEST else None


def _consonants(name: str) -> str:
    """The consonants of a name in Latin letters, each once where it is doubled."""
    plain = _SOFT.sub("s", fold(name).lower())
    for pair, single in _PAIRS:
        plain = plain.replace(pair, single)
    arabic = _arabic_consonants()
    letters = (arabic.get(letter, _SINGLE.get(letter, "k" if letter == "c" else letter)) for letter in plain)
    return _TWICE.sub(r"\1", _SILENT.sub("", "".join(letters)))


@lru_cache(maxsize=1)
def _arabic_consonants() -> dict[str, str]:
    """The Latin letter of each Arabic consonant; those that foreign ears confuse have one."""
    table = Table(DATA / "ar" / "consonants.tsv")
    return {letter: latin for latin in table for letter in table.row(latin)["letters_ar"].split("|")}


def same_name(a: str, b: str) -> bool:
    """Whether two names are one, by their consonants; of long ones a letter may differ, for ears do."""
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < _LONG or len(longer) - len(shorter) > 1:
        return False
    same = next((n for n, (x, y) in enumerate(zip(shorter, longer, strict=False)) if x != y), len(shorter))
    return shorter[same + (len(shorter) == len(longer)) :] == longer[same + 1 :]
