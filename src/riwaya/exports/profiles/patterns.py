"""What gives somebody away by its shape: phones, numbers of papers, addresses on the net, handles, coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_DIGITS: dict[int, int | str] = {base + n: str(n) for base in (0x0660, 0x06F0, 0xFF10) for n in range(10)}
_PLAIN = _DIGITS | str.maketrans("٫＋‐‑–−\u00a0\u202f", ".+----  ")
_UNSEEN = "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\u00ad]*"
_GAP = rf"(?:{_UNSEEN}[ .\-/()·_]{{0,2}}{_UNSEEN})"


class Found(NamedTuple):
    """A stretch that gives somebody away, and what kind of thing it is."""

    start: int
    end: int
    kind: str


_SITE_ENDS = "com|org|net|info|me|tv|co|io|app|news|link|xn--[a-z0-9]+|[a-z]{2}"
_UP_TO = r"[^\s<>\"'«»،؛]"
_MINUTES = r"(?:\d{1,2}(?:\.\d+)?\s?['′’]\s?)?(?:\d{1,2}(?:\.\d+)?\s?(?:[\"″”]|''|′′)\s?)?"
_PATTERNS = (
    ("address", r"://|www\.|\.me/|fb\.com/|geo:|mailto:|tel:",
     rf"(?:[a-z][a-z0-9+.\-]{{1,15}}://|www\.|(?:t|telegram|wa|fb)\.me/|fb\.com/|geo:|mailto:|tel:){_UP_TO}+"),
    ("email", r"@|\(at\)|\[at\]|%40",
     r"[^\s@<>()\"'«»:،؛,;]{1,64}\s?(?:@|\(at\)|\[at\]|%40)\s?[a-z0-9\-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?[a-z0-9\-]{1,63}){1,8}"),
    ("address", r"[a-z0-9]\.[a-z]",
     rf"(?<![\w@.])(?:[a-z0-9\-]{{1,63}}\.){{1,8}}(?:{_SITE_ENDS})(?:/{_UP_TO}*)?(?!\w)"),
    ("handle", "@", r"(?<!\w)@\s?[\w.\-]{2,}"),
    ("coordinates", "[°º˚]", rf"\d{{1,3}}(?:\.\d+)?\s?[°º˚]\s?{_MINUTES}[nsewشجقغ]?"),
    ("coordinates", r"\d[.,]\d{3}",
     r"(?<![\d.])[+\-]?\d{1,3}[.,]\d{3,}(?!\d*[%٪])\s?[,;/\s]\s?[+\-]?\d{1,3}[.,]\d{3,}"),
    ("coordinates", r"\d\.\d{4}", r"(?<![\d.])[+\-]?\d{1,3}\.\d{4,}"),
    ("coordinates", r"\d\s?[a-z]", r"(?<!\w)\d{1,2}\s?[c-hj-np-x]\s?[a-hj-np-z]{2}\s?\d{2,5}\s?\d{2,5}(?!\w)"),
    ("coordinates", r"\d\s?[a-z]", r"(?<!\w)\d{1,2}\s?[c-hj-np-x]\s+\d{6}(?:\.\d+)?\s+\d{6,7}(?:\.\d+)?(?!\w)"),
    ("coordinates", r"[a-z0-9]\+[a-z0-9]",
     r"(?<!\w)[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}(?!\w)"),
    ("number", r"\d",
     rf"(?<![a-z0-9])(?:[a-z]{{1,2}}[ \-]?)?\+?{_UNSEEN}\(?\d(?:{_GAP}\d){{6,17}}(?![a-z0-9])"),
    ("number", r"\d{5}", r"(?<![a-z0-9])[a-z]{1,3}[ \-]?\d{5,}(?![a-z0-9])"),
)  # fmt: skip
"""Kinds of things, what is surely in a text that holds one, and how one looks."""

_SEARCHES = tuple(
    (kind, re.compile(sign, re.IGNORECASE), re.compile(pattern, re.IGNORECASE)) for kind, sign, pattern in _PATTERNS
)
_MOMENT = re.compile(
    r"(?<!\d)(?<!\d[-/.])"
    r"(?:(?:1[34]|19|20)\d\d([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:1[34]|19|20)\d\d)"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+\-]\d{2}:?\d{2})?)?(?!\d|[-/]\d|\.\d)"
)
_MAY_HOLD = re.compile(r"[@°º˚%:/+\d]|\.[A-Za-z]", re.IGNORECASE)


def plain(text: str) -> str:
    """A text with ASCII digits, points and dashes, each in its place."""
    return text.translate(_PLAIN)


def find_patterns(text: str) -> Iterator[Found]:
    """What gives somebody away by its shape, in order of the patterns; what overlaps is told twice."""
    text = plain(text)
    if not _MAY_HOLD.search(text):
        return
    without_days = _MOMENT.sub(lambda moment: ";" * len(moment[0]), text)
    for kind, sign, search in _SEARCHES:
        if not sign.search(text):
            continue
        for match in search.finditer(without_days if kind == "number" else text):
            yield Found(*match.span(), kind)
