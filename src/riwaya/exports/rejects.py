"""Why an incident has no row in a layout that takes only some, told in a file beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from riwaya.exports.formats import Options
from riwaya.exports.incident_rows import permalink
from riwaya.exports.material import Case
from riwaya.exports.tabular import Row, Written, table_named, write_csv
from riwaya.exports.target import Target

REASONS = {
    "told_as_not_done": "Its accounts only deny, doubt, threaten or plan it.",
    "no_place": "No account tells where it was.",
    "place_too_coarse": "The place is told only so widely that the layout has no code for it.",
    "no_date": "No account tells on which days it was.",
    "time_too_coarse": "The time is told only so widely that the layout has no code for it.",
    "no_death": "Accounts tell that nobody died.",
    "deaths_unknown": "No account tells whether anybody died.",
    "no_known_party": "Who acted is not known well enough to say which parties fought.",
    "not_violence": "It is of a type that the layout does not take.",
}
Why = Callable[[Case], str | None]
"""Tells the reason why an incident has no row, None where it has one."""


class Rejects:
    """Incidents that have no row, each with the reason, as they are met while the others are written."""

    def __init__(self, why: Why, options: Options) -> None:
        self._why = why
        self._options = options
        self._rows: list[Row] = []

    def others(self, cases: Iterable[Case]) -> Iterator[Case]:
        """The incidents that have a row; those that have none are noted."""
        return (case for case in cases if not self.noted(case))

    def noted(self, case: Case) -> bool:
        """Whether an incident has no row, which is then noted."""
        reason = self._why(case)
        if reason:
            row: Row = {
                "incident_id": case.id,
                "type": case.incident.type,
                "reason": reason,
                "says": REASONS[reason],
                "evidence_url": permalink(case, self._options),
            }
            self._rows.append(row)
        return reason is not None

    def write(self, target: Target) -> Written:
        """Writes them to a file with the suffix .rejects.csv beside that of the export."""
        return write_csv(self._rows, table_named("rejects"), target, self._options, beside=".rejects.csv")
