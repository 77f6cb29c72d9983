"""Finds near copies among texts by the stretches of words that they share.

Figures are masked, so that a report printed again with another toll is a copy of the first; spelling is folded. What
counts is how much of the shorter text stands in the longer one, for papers cut what they print and put it into more.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from riwaya.text.normalize import fold

_RUN = 4
"""Words of a run: shorter ones are idioms that everybody uses, longer ones break at each word that is changed."""
_WINDOW = 4
"""Of so many runs on end the least is kept as a print, so that seven words on end always leave one in common."""
LEAST = 3
"""Prints that two texts must share; fewer are a phrase that anybody could have written."""
SHARE = 0.5
"""Of the prints of the shorter text, how many the longer one must have."""
KEPT = 16
"""Texts that are remembered of one print, the latest: of a hundred copies each need be held against a few only."""
_WORD = re.compile(r"[^\W\d_]+|\d")


class Copy(NamedTuple):
    """Two texts of which one stands in the other for a large part: their names, and the share of the shorter one."""

    a: str
    b: str
    share: float


def find_copies(texts: Mapping[str, frozenset[int]], *, may: Callable[[str, str], bool] | None = None) -> list[Copy]:
    """The texts, given as their prints, that are near copies: as many pairs as hang them together, and no more.

    `may` says of two texts whether they are held against each other at all; without it all are. The order of the texts
    changes nothing, and the work grows with the texts, not with their pairs.
    """
    above = {name: name for name in texts}
    holders: dict[int, list[str]] = {}
    found = []
    for name in sorted(texts):
        prints = texts[name]
        shared = Counter(other for each in prints if each in holders for other in holders[each])
        for other in sorted(other for other, count in shared.items() if count >= LEAST):
            share = shared[other] / min(len(prints), len(texts[other]))
            one, two = _root(above, other), _root(above, name)
            if share >= SHARE and one != two and (may is None or may(other, name)):
                above[max(one, two)] = min(one, two)
                found.append(Copy(other, name, share))
        for each in prints:
            latest = holders.setdefault(each, [])
            if len(latest) == KEPT:
                del latest[0]
            latest.append(name)
    return found


def _root(above: dict[str, str], name: str) -> str:
    while above[name] != name:
        above[name] = above[above[name]]
        name = above[name]
    return name


def prints_of(text: str) -> frozenset[int]:
    """The prints of a text: of each few runs of words on end, the least by its hash. All figures are one word."""
    words = [number for word in text.split() if (number := _number(word)) is not None]
    runs = [hash(run) for run in zip(*(words[at:] for at in range(_RUN)), strict=False)]
    if len(runs) <= _WINDOW:
        return frozenset(runs[:1] and (min(runs),))
    return frozenset(map(min, zip(*(runs[at:] for at in range(_WINDOW)), strict=False)))


@lru_cache(maxsize=1 << 18)
def _number(word: str) -> int | None:
    """A word as a number, spelling and figures folded; None for a mark. The same in every process."""
    letters = "".join(_WORD.findall(fold(word)))
    if not letters:
        return None
    return zlib.crc32(b"#" if letters[0].isdigit() else letters.encode())
