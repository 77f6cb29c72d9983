"""Folds spelling for comparison, and maps each folded character back to the original.

Folding leaves out tashkeel, the superscript alef, Quranic marks, tatweel, bidi and zero-width marks; makes one letter
of the alefs, of ya and alef maqsura, of waw and ya with and without hamza; decomposes presentation forms; and writes
digits of all three kinds as ASCII. Ta marbuta and the lone hamza stay, for they tell words apart (ما, ماء).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_MARKS = (
    *range(0x0610, 0x061B),  # honorifics and small Quranic letters
    0x0640,  # tatweel
    *range(0x064B, 0x0660),  # tashkeel
    0x0670,  # superscript alef
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E5),
    0x06E7,
    0x06E8,
    *range(0x06EA, 0x06EE),
    *range(0x08D3, 0x0900),
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    0x00AD,
    *range(0xFE00, 0xFE10),  # variation selectors
)
_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ى": "ي", "ؤ": "و", "ئ": "ي",
    "ک": "ك", "ڪ": "ك", "گ": "ك", "ی": "ي", "ې": "ي", "ھ": "ه", "ہ": "ه", "ە": "ه", "ۃ": "ة", "ۀ": "ه",
    "ڤ": "ف", "پ": "ب", "چ": "ج", "ژ": "ز", "٫": ".", "٬": ",",
}  # fmt: skip
_DIGITS = {chr(base + n): str(n) for base in (0x0660, 0x06F0) for n in range(10)}


def _presentation_forms() -> dict[int, str]:
    """Presentation forms A and B as the letters they stand for (a ligature gives several)."""
    forms: dict[int, str] = {}
    for code in (*range(0xFB50, 0xFDFE), *range(0xFE70, 0xFEFD)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            forms[code] = plain.replace(" ", "")
    return forms


_FORMS = _presentation_forms()
_UNSEEN = "[" + "".join(map(chr, _MARKS)) + "]*"
_SIN, _HAMZA, _WAW = (
    "[" + "".join(chr(c) for c, f in _FORMS.items() if f in every) + every + "]" for every in ("سش", "ئ", "و")
)
_YA_WITH_HAMZA = frozenset(_HAMZA.strip("[]"))
_HAMZA_ON_YA = re.compile(f"({_SIN}{_UNSEEN}){_HAMZA}(?={_UNSEEN}{_WAW})")
_SPELL: dict[int, str | None] = {**_FORMS, **dict.fromkeys(_MARKS, None), **{ord(k): v for k, v in _DIGITS.items()}}
_FOLD: dict[int, str | None] = {**_SPELL, **{ord(k): v for k, v in _LETTERS.items()}}
_FOLD |= {code: plain.translate(_FOLD) for code, plain in _FORMS.items()}
_SPELL |= {code: plain.translate(_SPELL) for code, plain in _FORMS.items()}


class Folded(NamedTuple):
    """A folded text; `starts[i]` and `ends[i]` bound the original characters behind folded character `i`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original behind a non-empty span of the folded text, trailing marks included."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> str:
    """The text folded for comparison, lower-cased where it is Latin. Folding twice is folding once."""
    return _fold_words(text) if len(text) <= _REMEMBERED else _one_hamza(text).translate(_FOLD).casefold()


_REMEMBERED = 60  # letters; words and names recur, and to remember them is ten times as fast as to fold them again


@lru_cache(maxsize=1 << 16)
def _fold_words(text: str) -> str:
    return _one_hamza(text).translate(_FOLD).casefold()


def _one_hamza(text: str) -> str:
    """The text with the hamza of officials, responsibility and affairs on a waw, where Egyptian papers have a ya."""
    return text if _YA_WITH_HAMZA.isdisjoint(text) else _HAMZA_ON_YA.sub(r"\1ؤ", text)


def spell(text: str) -> str:
    """The text without marks, tatweel and invisible characters, in plain letters and ASCII digits; hamza as written."""
    return text.translate(_SPELL)


def fold_with_offsets(text: str) -> Folded:
    """The folded text and, for each of its characters, the original characters behind it.

    Marks that fold away belong to the character before them, so a span never ends between a letter and its vowel.
    """
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, char in enumerate(_one_hamza(text)):
        plain = _FOLD.get(ord(char), char)
        if not plain:
            if ends:
                ends[-1] = at + 1
            continue
        for letter in plain.casefold():
            letters.append(letter)
            starts.append(at)
            ends.append(at + 1)
    return Folded("".join(letters), tuple(starts), tuple(ends))
