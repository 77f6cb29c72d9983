"""A step of the history as a page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from riwaya.store.decisions import AMEND, UNDO, Decision
from riwaya.store.grouping import Happening
from riwaya.store.trail import Step

_SHOWN = 4
"""Incidents or documents that a line names."""


class Line(NamedTuple):
    """A step: when, who, what kind, and what about.

    `number` and `why` are those of a decision. `incidents` and `documents` are what it is about, a few of them; `more`
    is how many it has beside. `field` is what was amended, `undoes` what was taken back, `about` what an entry of the
    audit says. `address` is where it came from, where that is to be shown.
    """

    at: str
    who: str
    kind: str
    number: int | None = None
    why: str = ""
    incidents: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    more: int = 0
    field: str = ""
    undoes: int | None = None
    about: str = ""
    address: str = ""


def line_of(step: Step, incidents: Mapping[Happening, str], *, addresses: bool) -> Line:
    """A step with the incidents that its happenings are in now."""
    address = step.address if addresses else ""
    done = step.done
    if not isinstance(done, Decision):
        return Line(step.at, done.who, done.kind, about=done.about, address=address)
    keys = [subject.key for subject in done.subjects]
    named = sorted({incidents[key] for key in keys if key in incidents})
    alone = sorted({document for document, happening in keys if (document, happening) not in incidents})
    shown, others = tuple(named[:_SHOWN]), tuple(alone[: max(0, _SHOWN - len(named))])
    return Line(
        step.at, done.who, done.kind, done.seq, done.why, shown, others, len(named) + len(alone) - len(shown + others),
        str(done.becomes["field"]) if done.kind == AMEND else "", done.undoes if done.kind == UNDO else None,
        address=address,
    )  # fmt: skip
