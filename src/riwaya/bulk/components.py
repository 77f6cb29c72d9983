"""Which happenings hang together, out of links on disk: four bytes a happening are in memory, and no links.

It gives the pieces that `riwaya.reconciling.clusters.pieces` gives.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from riwaya.reconciling.clusters import MOST_TOGETHER, RUNGS

if TYPE_CHECKING:
    import numpy

Rows = Any
"""Rows of numbers."""
Links = Callable[[], "Iterable[numpy.ndarray[Any, Any]]"]
"""Gives all links anew, some at a time: rows of `a`, `b` and `share`."""


def pieces_of(count: int, links: Links, gone: Rows) -> Rows:
    """The piece of each of so many happenings: the least number in it. Those that are `gone` are pieces of their own.

    What hangs together at the least share at which it is no crowd is a piece; what is a crowd still at the greatest
    share is one all the same.
    """
    import numpy as np

    found = np.arange(count, dtype=np.uint32)
    left = ~gone
    for rung in RUNGS:
        if not left.any():
            break
        roots = _together(count, links, rung, left)
        sizes = np.bincount(roots[left], minlength=count)
        settled = left & ((sizes[roots] <= MOST_TOGETHER) | (rung == RUNGS[-1]))
        found[settled] = roots[settled]
        left &= ~settled
    return found


def _together(count: int, links: Links, rung: float, left: Rows) -> Rows:
    """The least number of what hangs together with each happening at a share, among those that are left."""
    import numpy as np

    above = array("I", range(count))
    for rows in links():
        held = rows[(rows["share"] >= rung) & left[rows["a"]] & left[rows["b"]]]
        for a, b in zip(held["a"].tolist(), held["b"].tolist(), strict=True):
            while above[a] != a:
                above[a] = a = above[above[a]]
            while above[b] != b:
                above[b] = b = above[above[b]]
            if a < b:
                above[b] = a
            elif b < a:
                above[a] = b
    roots = np.frombuffer(above, np.uint32) if count else np.empty(0, np.uint32)
    while not np.array_equal(roots, roots[roots]):
        roots = roots[roots]
    return roots
