"""Tells counts of people that are history from those of the news: the dead of another happening, years before.

Used by the accounts stage alone. Who died "two years ago", where nothing else is told of that time, died in something
that the report only recalls; they are no toll of what it tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from riwaya.frozen import replace
from riwaya.knowledge.match import Lattice, mask_of
from riwaya.records import COUNT_FIELDS, Argument, EventMention, Sentence, Statement, TimeMention

HISTORY = "history"
"""The frame of a mention that is made of such counts."""
_LONG_AGO = 10
"""Days before the words after which nobody tells of something as news."""
_TIME = mask_of(("time",))
_UNITS = ("time_unit", "time_units", "time_unit_two")
_LONG_UNITS = frozenset(("month", "season", "year"))
_GOES_ON = ("rises", "superseded", "first", "some", "may_rise")
"""Marks of counts that are figures of a toll told before."""


def as_history(
    lattice: Lattice, statements: Sequence[Statement], events: Sequence[EventMention], toll: EventMention
) -> EventMention:
    """A toll that no event took; where its sentence tells it of a time long before the news, a happening of its own."""
    counts = [argument.value for argument in toll.arguments if argument.field in COUNT_FIELDS]
    if not any(count["low"] for count in counts) or any(count.get(mark) for count in counts for mark in _GOES_ON):
        return toll
    sentence = lattice.sentence_at(toll.first)
    spoken = _day(statements[toll.statement].as_of) if 0 <= toll.statement < len(statements) else None
    times = list(_times_of(lattice, sentence)) if sentence else []
    if not times or not all(_is_long_ago(lattice, time, spoken) for time in times):
        return toll
    time = min(times, key=lambda each: abs(each.first - toll.first))
    if any(_is_told_of(event, time) for event in events if not event.background):
        return toll
    day = (_happened(time),) if time.earliest and time.latest else ()
    return replace(
        toll, frame=HISTORY, rule="accounts.toll-of-history", arguments=(*toll.arguments, *day), background=True,
        anaphoric=False,
    )  # fmt: skip


def _times_of(lattice: Lattice, sentence: Sentence) -> Iterator[TimeMention]:
    """The times at which a sentence says that something happened."""
    for at in range(sentence.first, sentence.last):
        if lattice.masks[at] & _TIME:
            for edge in lattice.at(at, "time"):
                if (
                    isinstance(edge.mention, TimeMention)
                    and edge.mention.role == "at"
                    and not _is_bare_clock(edge.mention)
                ):
                    yield edge.mention


def _is_bare_clock(time: TimeMention) -> bool:
    return bool(time.clock) and time.latest is None


def _is_long_ago(lattice: Lattice, time: TimeMention, spoken: date | None) -> bool:
    """Whether a time lies long before the words; where no day is known, whether it is counted in months or years."""
    if time.latest is not None and spoken is not None:
        return (spoken - time.latest).days > _LONG_AGO
    units = (edge.value for at in range(time.first, time.last) for cls in _UNITS for edge in lattice.at(at, cls))
    return time.latest is None and not _LONG_UNITS.isdisjoint(units)


def _is_told_of(event: EventMention, time: TimeMention) -> bool:
    """Whether an event is told to have happened at a time, as far as both are known."""
    if time.earliest is None or time.latest is None:
        return False
    days = [a.value for a in event.arguments if a.field == "happened" and a.value.get("earliest")]
    return any(
        day["earliest"] <= time.latest.isoformat() and time.earliest.isoformat() <= day["latest"] for day in days
    )


def _happened(time: TimeMention) -> Argument:
    assert time.earliest is not None and time.latest is not None
    value = {"earliest": time.earliest.isoformat(), "latest": time.latest.isoformat(), "grain": time.grain}
    return Argument("happened", value, time.first, time.last, time.rule, 0.7)


def _day(as_of: str | None) -> date | None:
    return date.fromisoformat(as_of[:10]) if as_of else None
