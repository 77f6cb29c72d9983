"""Where a text may be cut so that nothing is parted that people see as one sign: a letter and its vowel signs.

It is stricter than the standard (UAX 29) where that takes tables of its own: where Arabic may be cut here it may be cut
there, while some places of the standard are not told.
"""

from __future__ import annotations

import unicodedata

from riwaya.records import Span

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_BEFORE = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e"
"""Signs that are one with what follows them, such as those over a number."""
_AFTER = "\u0e33\u0eb3\uff9e\uff9f"
"""Letters that are one with what stands before them."""
_JOINED = ("Mn", "Mc", "Me", "Cn")
"""Categories of marks, and of what this Python does not know yet, which may be marks."""
_REGIONS = ("\U0001f1e6", "\U0001f1ff")
_SKINS = ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")


def may_cut(text: str, at: int) -> bool:
    """Whether a text may be cut before a character."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if before + after == "\r\n" or before == _ZWJ or before in _BEFORE:
        return False
    if _within(before, _REGIONS) and _within(after, _REGIONS):
        return False
    return not (_is_joined(after) or _joins_hangul(after))


def widened(text: str, span: Span) -> Span:
    """The least stretch around a span that parts no sign."""
    start, end = span
    while not may_cut(text, start):
        start -= 1
    while not may_cut(text, end):
        end += 1
    return Span(start, end)


def narrowed(text: str, span: Span) -> Span:
    """The greatest stretch within a span that parts no sign."""
    start, end = span
    while start < end and not may_cut(text, start):
        start += 1
    while start < end and not may_cut(text, end):
        end -= 1
    return Span(start, end)


def _within(character: str, bounds: tuple[str, str]) -> bool:
    return bounds[0] <= character <= bounds[1]


def _is_joined(character: str) -> bool:
    """Whether a character is one with what stands before it."""
    if character in (_ZWNJ, _ZWJ) or _within(character, _SKINS) or _within(character, _TAGS):
        return True
    return character in _AFTER or unicodedata.category(character) in _JOINED


def _joins_hangul(character: str) -> bool:
    """Whether a character is a vowel or an end of a syllable in Hangul, or the whole of one."""
    return "\u1100" <= character <= "\u11ff" or "\ua960" <= character <= "\ua97c" or "\uac00" <= character <= "\ud7fb"
