"""Cells of an aggregate that are too small to be told."""

from __future__ import annotations


class Cells:
    """Which cells of an aggregate may be told: those of at least `smallest` incidents; counts those it suppresses.

    A writer asks once a row, before it writes it. No total may stand beside the rows from which one that was suppressed
    could be reckoned.
    """

    def __init__(self, smallest: int = 1) -> None:
        self.smallest = smallest
        self.suppressed = 0

    def tells(self, incidents: int) -> bool:
        """Whether a cell of so many incidents is told; counts it where it is not. Empty cells are told."""
        if 0 < incidents < self.smallest:
            self.suppressed += 1
            return False
        return True
