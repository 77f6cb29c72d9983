"""Why an incident has no row in a layout that takes only some, told in a file beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from riwaya.exports.formats import Options
from riwaya.exports.incident_rows import permalink
from riwaya.exports.material import Case, Material
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


def write_rejects(material: Material, why: Why, target: Target, options: Options) -> Written:
    """Writes the incidents that have no row, each with the reason, to a file with the suffix .rejects.csv beside."""
    return write_csv(_rows(material, why, options), table_named("rejects"), target, options, beside=".rejects.csv")


def _rows(material: Material, why: Why, options: Options) -> Iterator[Row]:
    for case in material.cases():
        if reason := why(case):
            yield {
                "incident_id": case.id,
                "type": case.incident.type,
                "reason": reason,
                "says": REASONS[reason],
                "evidence_url": permalink(case, options),
            }
