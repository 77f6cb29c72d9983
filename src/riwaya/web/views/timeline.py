"""Incidents along time: when they happened as far as it is told, and when reports on them came, each drawn apart.

A day or an hour is a dot, an interval a bar, and an end that nobody tells fades away. Where incidents are many they are
counted by month. Time runs from left to right in both languages, as figures do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from riwaya.web.views.known import Known

WIDTH = 1000
_LEFT, _RIGHT, _TOP, _LANE, _AXIS = 16, 16, 16, 14, 26
_MOST_LANES = 14
_FADE = 46.0
"""How far an open end reaches before it has faded away."""
_LEAST = 6.0
"""Bars shorter than this are dots."""
_GAP = 6.0
_BARS = 84.0
"""How high the most of months is drawn."""
_TICKS = 20.0
"""How high the row of publications is."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An incident: its lane's y, from where to where; whether either end is open, and whether it is but a dot."""

    known: Known
    x: float
    end: float
    y: float
    open_start: bool
    open_end: bool

    @property
    def is_dot(self) -> bool:
        """Whether it is told to the day, or so near to it that a bar would not be seen."""
        return self.end - self.x < _LEAST and not self.open_start and not self.open_end


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: where it stands, how wide it is, and for each layer its upper end and height, with the number."""

    month: str
    x: float
    width: float
    parts: tuple[tuple[str, float, float, int], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing of incidents along time. `published` are the x of reports; `undated` counts what tells no day."""

    first: date
    last: date
    height: float
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    published: tuple[float, ...]
    days: tuple[tuple[str, float], ...]
    undated: int

    @property
    def axis(self) -> float:
        """The y of the line below which publications stand."""
        return self.height - _AXIS - _TICKS


def timeline_of(incidents: Sequence[Known]) -> Timeline | None:
    """Incidents one by one, with the reports on them; None where nothing tells a day."""
    dated = [each for each in incidents if each.overview.earliest or each.overview.latest]
    reported = [day for each in incidents for day in each.reported]
    told = [day for each in dated for day in (each.overview.earliest, each.overview.latest) if day]
    if not told and not reported:
        return None
    scale = _Scale.over([*told, *reported])
    marks, lanes = _laid_out(dated, scale)
    height = _TOP + max(lanes, 1) * _LANE + _TICKS + _AXIS
    published = tuple(sorted({scale.x(day) for day in reported}))
    return Timeline(scale.first, scale.last, height, marks, (), published, scale.days(), len(incidents) - len(dated))


def months_of(happened: Mapping[str, Mapping[str, int]], known: Mapping[str, Mapping[str, int]]) -> Timeline | None:
    """Incidents counted by the month in which they happened, with the months in which they were first reported."""
    months = sorted(month for month in {*happened, *known} if len(month) == 7)
    if not months:
        return None
    scale = _Scale.over([f"{months[0]}-01", _end_of(months[-1]).isoformat()])
    most = max((numbers["incidents"] for numbers in happened.values()), default=1)
    bars = tuple(_bar(scale, month, numbers, most) for month, numbers in sorted(happened.items()) if len(month) == 7)
    published = tuple(scale.x(f"{month}-15") for month in sorted(known) if len(month) == 7)
    height = _TOP + _BARS + _TICKS + _AXIS
    return Timeline(scale.first, scale.last, height, (), bars, published, scale.days(), 0)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days along the drawing."""

    first: date
    last: date

    @classmethod
    def over(cls, days: Iterable[str]) -> _Scale:
        told = sorted(date.fromisoformat(day[:10]) for day in days)
        room = max((told[-1] - told[0]).days // 50, 1)
        return cls(told[0] - timedelta(days=room), told[-1] + timedelta(days=room))

    def x(self, day: str) -> float:
        share = (date.fromisoformat(day[:10]) - self.first).days / ((self.last - self.first).days or 1)
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)

    def days(self) -> tuple[tuple[str, float], ...]:
        """Days to be written under the drawing."""
        between = (self.last - self.first) / 4
        days = [(self.first + between * number).isoformat() for number in range(5)]
        return tuple((day, self.x(day)) for day in dict.fromkeys(days))


def _laid_out(incidents: Sequence[Known], scale: _Scale) -> tuple[tuple[Mark, ...], int]:
    """Incidents in lanes, so that none lies over another as long as there is room; and how many lanes."""
    ends: list[float] = []
    marks = []
    for known in sorted(incidents, key=lambda each: each.overview.earliest or each.overview.latest or ""):
        earliest, latest = known.overview.earliest, known.overview.latest
        x = scale.x(earliest or latest or "")
        end = scale.x(latest or earliest or "")
        start = x - (0 if earliest else _FADE)
        lane = next((n for n, taken in enumerate(ends) if taken + _GAP < start), None)
        if lane is None:
            lane = len(ends) if len(ends) < _MOST_LANES else min(range(len(ends)), key=ends.__getitem__)
            ends += [0.0] * (lane == len(ends))
        ends[lane] = end + (0 if latest else _FADE)
        marks.append(Mark(known, x, end, _TOP + lane * _LANE, earliest is None, latest is None))
    return tuple(marks), len(ends)


def _bar(scale: _Scale, month: str, numbers: Mapping[str, int], most: int) -> Bar:
    x, end = scale.x(f"{month}-01"), scale.x(_end_of(month).isoformat())
    told = {"denied": numbers["denied"], "disputed": min(numbers["disputed"], numbers["incidents"] - numbers["denied"])}
    told["asserted"] = numbers["incidents"] - sum(told.values())
    parts, y = [], _TOP + _BARS
    for look, number in reversed(told.items()):
        high = number / most * _BARS
        y -= high
        if number:
            parts.append((look, round(y, 1), round(high, 1), number))
    return Bar(month, x, round(max(end - x - 1, 2), 1), tuple(parts))


def _end_of(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
