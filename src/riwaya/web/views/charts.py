"""What the dashboard draws, in the units of its drawings: columns over time, and bars beside each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from riwaya.store.finding import Agreement, Counted, Grain

STANDINGS = ("denied", "disputed", "undisputed", "one_line")
"""The standings of incidents, as they lie on each other from the bottom."""
WIDTH, HEIGHT = 960, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 8, 10, 28
_DAYS, _MONTHS = 62, 72
"""How many days are shown one by one, and how many months; beyond them it is years."""
_TICKS = 8
_MOST = 400
"""Columns of a chart; what lies before them is left out, and told."""
LITTLE_WIDTH, LITTLE_HEIGHT = 240, 26
BAR = 240


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a column: its standing, where it is drawn, and how many incidents it stands for."""

    standing: str
    y: float
    height: float
    incidents: int


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time: where its column is drawn, its parts from the bottom, and how many incidents in all."""

    when: str
    x: float
    width: float
    parts: tuple[Part, ...]
    incidents: int


@dataclass(frozen=True, slots=True)
class OverTime:
    """Columns over time, the figures along the upright axis with their y, and the stretches that are named, with x.

    `left_out` is how many incidents began before the first column.
    """

    grain: Grain
    columns: tuple[Column, ...]
    figures: tuple[tuple[int, float], ...]
    named: tuple[tuple[str, float], ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of incident: how many, how many of them disputed or denied, and its columns as x, y, width and height."""

    type: str
    incidents: int
    disputed: int
    columns: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of bars: what it is of, its parts as name, where it begins, how long it is and for how many it stands."""

    name: str
    total: int
    parts: tuple[tuple[str, float, float, int], ...]


def grain_of(first: str, last: str) -> Grain:
    """The stretches in which what lies between two days is counted."""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return "day" if days <= _DAYS else "month" if days <= _MONTHS * 30 else "year"


def over_time(counted: Sequence[Counted], grain: Grain) -> OverTime | None:
    """Columns of all incidents over time, by standing; None where there are none."""
    whens, left_out = _stretches(counted, grain)
    if not whens:
        return None
    by_when: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in counted:
        by_when[each.when][each.standing] += each.incidents
    most = max(sum(by_when[when].values()) for when in whens)
    top, step = _axis(most)
    unit = (HEIGHT - _TOP - _BOTTOM) / top
    wide = (WIDTH - _LEFT - _RIGHT) / len(whens)
    columns = []
    for number, when in enumerate(whens):
        y, parts = float(HEIGHT - _BOTTOM), []
        for standing in STANDINGS:
            if incidents := by_when[when][standing]:
                y -= incidents * unit
                parts.append(Part(standing, round(y, 1), round(incidents * unit, 1), incidents))
        gap = min(6.0, wide * 0.2)
        x = round(_LEFT + number * wide + gap / 2, 1)
        columns.append(Column(when, x, round(min(wide - gap, 64), 1), tuple(parts), sum(by_when[when].values())))
    named = columns[:: max(1, -(-len(columns) // _TICKS))]
    return OverTime(
        grain,
        tuple(columns),
        tuple((n, round(HEIGHT - _BOTTOM - n * unit, 1)) for n in range(0, top + 1, step)),
        tuple((column.when, round(column.x + column.width / 2, 1)) for column in named),
        left_out,
    )


def kinds(counted: Sequence[Counted], grain: Grain, *, most: int = 12) -> tuple[Kind, ...]:
    """The types of incidents that there are most of, each with columns over the same time and in the same scale."""
    whens, _ = _stretches(counted, grain)
    by_type: defaultdict[str, Counter[str]] = defaultdict(Counter)
    doubted: Counter[str] = Counter()
    for each in counted:
        by_type[each.type][each.when] += each.incidents
        if each.standing in ("denied", "disputed"):
            doubted[each.type] += each.incidents
    first = sorted(by_type, key=lambda name: (-by_type[name].total(), name))[:most]
    highest = max((by_type[name][when] for name in first for when in whens), default=1)
    wide = LITTLE_WIDTH / max(1, len(whens))
    return tuple(
        Kind(name, by_type[name].total(), doubted[name], tuple(_little(by_type[name], whens, wide, highest)))
        for name in first
    )


def _little(
    of: Mapping[str, int], whens: Sequence[str], wide: float, highest: int
) -> Iterable[tuple[float, float, float, float]]:
    for number, when in enumerate(whens):
        if of[when]:
            height = max(1.5, of[when] / highest * LITTLE_HEIGHT)
            yield (
                round(number * wide, 2),
                round(LITTLE_HEIGHT - height, 2),
                round(min(max(1.0, wide * 0.85), 14), 2),
                round(height, 2),
            )


def most_told(counts: Mapping[str, Mapping[str, int]], *, most: int = 12) -> dict[str, Mapping[str, int]]:
    """The things of which most incidents tell, those of most first."""
    return {name: counts[name] for name in sorted(counts, key=lambda name: (-counts[name]["incidents"], name))[:most]}


def counted_bars(counts: Mapping[str, Mapping[str, int]]) -> tuple[Bar, ...]:
    """The things of which most incidents tell, each with those that are disputed, and the others."""
    first = most_told(counts)
    longest = max((told["incidents"] for told in first.values()), default=1)
    return tuple(
        _bar(name, longest, {"disputed": told["disputed"], "rest": told["incidents"] - told["disputed"]})
        for name, told in first.items()
    )


def agreement_bars(agreements: Sequence[Agreement]) -> tuple[tuple[Agreement, Bar], ...]:
    """Two sources and a line of bars: how often they agree, differ and deny each other."""
    longest = max((each.agrees + each.differs + each.denies for each in agreements), default=1)
    return tuple(
        (each, _bar("", longest, {"agrees": each.agrees, "differs": each.differs, "denies": each.denies}))
        for each in agreements
    )


def _bar(name: str, longest: int, told: Mapping[str, int]) -> Bar:
    x, parts = 0.0, []
    for kind, number in told.items():
        if number:
            length = number / longest * BAR
            parts.append((kind, round(x, 1), round(length, 1), number))
            x += length
    return Bar(name, sum(told.values()), tuple(parts))


def _stretches(counted: Sequence[Counted], grain: Grain) -> tuple[list[str], int]:
    """The stretches from the first to the last that tell of anything, those without anything among them.

    And how many incidents lie before them, where there would be too many.
    """
    told = sorted({each.when for each in counted if len(each.when) == {"year": 4, "month": 7, "day": 10}[grain]})
    if not told:
        return [], 0
    whens = [told[0]]
    while whens[-1] < told[-1]:
        whens.append(_next(whens[-1], grain))
    kept = whens[-_MOST:]
    return kept, sum(each.incidents for each in counted if each.when < kept[0])


def _next(when: str, grain: Grain) -> str:
    if grain == "day":
        return (date.fromisoformat(when) + timedelta(days=1)).isoformat()
    if grain == "year":
        return f"{int(when) + 1:04}"
    year, month = int(when[:4]), int(when[5:7])
    return f"{year + month // 12:04}-{month % 12 + 1:02}"


def _axis(most: int) -> tuple[int, int]:
    """The figure at the top of an axis, and the step between its figures: 1, 2, 5, 10 and so on, for five at most."""
    steps = (base * 10**power for power in count() for base in (1, 2, 5))
    step = next(step for step in steps if most <= step * 4)
    return step * -(-most // step), step
