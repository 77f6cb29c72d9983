"""Pairs of happenings of which one looks for a key that the other has, out of lists of keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

KEY = [("key", "<u8"), ("happening", "<u4")]
"""A key of a happening."""
PAIR = "<u8"
"""Two happenings as one number: the first times two to the 32, and the second."""
_AT_ONCE = 1_000_000
"""Pairs that are in memory at once, but for one happening that has more."""


def pairs_of(has: Any, seeks: Any, document_of: Any) -> Iterator[Any]:
    """The pairs by some keys, rows of `KEY` in which every key stands that one of them has, as sorted numbers.

    Those of one document are none. A pair may come again in a later part. However many share a key, all are held
    against each other, as where there are few; only so many pairs are in memory at once.
    """
    import numpy as np

    has, seeks = np.sort(has, order="key", kind="stable"), np.sort(seeks, order="key", kind="stable")
    begin = np.searchsorted(has["key"], seeks["key"], "left")
    counts = np.searchsorted(has["key"], seeks["key"], "right") - begin
    found = counts > 0
    seeking, begin, counts = seeks["happening"][found], begin[found], counts[found]
    ends = np.cumsum(counts)
    at = 0
    while at < len(ends):
        done = int(ends[at - 1]) if at else 0
        to = max(at + 1, int(np.searchsorted(ends, done + _AT_ONCE, "right")))
        repeated, size = counts[at:to], int(ends[to - 1]) - done
        within = np.arange(size) - np.repeat(ends[at:to] - repeated - done, repeated)
        one = np.repeat(seeking[at:to], repeated)
        other = has["happening"][np.repeat(begin[at:to], repeated) + within]
        apart = document_of[one] != document_of[other]
        yield numbered(one[apart], other[apart])
        at = to


def numbered(one: Any, other: Any) -> Any:
    """Pairs as sorted numbers, each once."""
    import numpy as np

    return np.unique((np.minimum(one, other).astype(PAIR) << np.uint64(32)) | np.maximum(one, other))


def taken_apart(pairs: Any) -> tuple[Any, Any]:
    """The first and the second happening of pairs."""
    import numpy as np

    return (pairs >> np.uint64(32)).astype("<u4"), (pairs & np.uint64(0xFFFFFFFF)).astype("<u4")
