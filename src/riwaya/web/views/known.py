"""How an incident stood at a moment: what had been published then, and how far that differed.

The place and the day are those that all reports tell, whatever the moment.
"""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.store.finding import StoredOverview
from riwaya.store.moments import end_of


@dataclass(frozen=True, slots=True)
class Known:
    """An incident as it was known: reports, independent lines, fields in dispute, whether it was denied, the toll.

    `reported` has the days on which reports came.
    """

    overview: StoredOverview
    documents: int
    lines: int
    disputed: tuple[str, ...]
    denied: bool
    killed: tuple[int | None, int | None] | None
    reported: tuple[str, ...]

    @property
    def look(self) -> str:
        """The layer that it is drawn as."""
        return "denied" if self.denied else "disputed" if self.disputed else "asserted"


def as_known(overview: StoredOverview, at: str | None) -> Known:
    """An incident as it was known at a day, to its end, or a moment; None stands for now."""
    steps = overview.card["steps"]
    until = end_of(at) if at else "9999"
    past = [each for each in steps if each["at"] <= until] or steps[:1]
    step = past[-1]
    killed = step["killed"]
    return Known(
        overview, step["documents"], step["lines"], tuple(step["disputed"]), step["denied"],
        (killed[0], killed[1]) if killed else None, tuple(each["at"][:10] for each in past),
    )  # fmt: skip
