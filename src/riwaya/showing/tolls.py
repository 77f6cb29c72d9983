"""How a count was told over time: one line a voice, in steps, with bands where a figure is a range.

Moments are those that figures speak from (as of), else those of publication. Figures that add up more than the incident
are lines of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from riwaya.records import COUNT_FIELDS
from riwaya.showing.matrix import Matrix, Voice
from riwaya.showing.telling import Telling

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 14, 30


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at a moment: where it is drawn (x, and y of its least and its most), and the claim that tells it."""

    at: str
    low: int | None
    high: int | None
    x: float
    y: float
    y_high: float
    document: str
    account: str
    claim: int


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one voice, in order of their moments; `path` draws their steps, `band` their ranges."""

    voice: Voice
    number: int
    cumulative: bool
    points: tuple[Point, ...]
    path: str
    band: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its series, the figures along its upright axis with their y, the moments along the other, with x."""

    field: str
    series: tuple[Series, ...]
    figures: tuple[tuple[int, float], ...]
    moments: tuple[tuple[str, float], ...]


def charts_of(told: Telling, matrix: Matrix) -> tuple[Chart, ...]:
    """A chart for each count of which figures are told at two moments or more."""
    return tuple(chart for field in COUNT_FIELDS if (chart := _chart(told, matrix, field)))


def _chart(told: Telling, matrix: Matrix, field: str) -> Chart | None:
    found = [
        (number, voice, cumulative, figures)
        for number, voice in enumerate(matrix.voices)
        for cumulative in (False, True)
        if (figures := _figures(told, voice, field, cumulative))
    ]
    everything = [figure for *_, figures in found for figure in figures]
    times = sorted({_seconds(at) for at, *_ in everything})
    if len(times) < 2:
        return None
    most = max(value for _, low, high, *_ in everything for value in (low, high) if value is not None) or 1
    first, last = times[0], times[-1]

    def x(at: str) -> float:
        return round(_LEFT + (_seconds(at) - first) / (last - first) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: int) -> float:
        return round(HEIGHT - _BOTTOM - value / most * (HEIGHT - _TOP - _BOTTOM), 1)

    series = []
    for number, voice, cumulative, figures in found:
        points = tuple(
            Point(
                at,
                low,
                high,
                x(at),
                y(low if low is not None else 0),
                y(high if high is not None else low or 0),
                *claim,
            )
            for at, low, high, *claim in figures
        )
        series.append(Series(voice, number, cumulative, points, _steps(points), _band(points)))
    step = max(1, -(-most // 4))
    along = sorted({at[:10] for at, *_ in everything})
    ticks = along if len(along) <= 6 else [along[0], along[len(along) // 2], along[-1]]
    return Chart(
        field, tuple(series), tuple((n, y(n)) for n in range(0, most + 1, step)), tuple((day, x(day)) for day in ticks)
    )


def _figures(told: Telling, voice: Voice, field: str, cumulative: bool) -> list[Any]:
    """The figures of a voice as moment, least, most, document, account and claim."""
    figures = []
    for document, account in voice.accounts:
        published = told.readings[document].document.published
        for number, claim in enumerate(account.claims):
            if claim.field != field or (claim.value.get("scope") != "incident") != cumulative:
                continue
            at = claim.value.get("as_of") or account.as_of or published
            if at and (claim.value.get("low") is not None or claim.value.get("high") is not None):
                own = account.id.rpartition("/")[2]
                figures.append((at, claim.value.get("low"), claim.value.get("high"), document, own, number))
    return sorted(figures, key=lambda each: (each[0], each[1] or 0))


def _steps(points: tuple[Point, ...]) -> str:
    """The path of steps through points: a figure holds until the next one is told."""
    path = f"M{points[0].x} {points[0].y}"
    return path + "".join(f"H{point.x}V{point.y}" for point in points[1:])


def _band(points: tuple[Point, ...]) -> str:
    """The area between the least and the most, where a figure is a range."""
    if all(point.y == point.y_high for point in points):
        return ""
    above = f"M{points[0].x} {points[0].y_high}" + "".join(f"H{p.x}V{p.y_high}" for p in points[1:])
    back = "".join(f"V{before.y}H{before.x}" for before in reversed(points[:-1]))
    return f"{above}V{points[-1].y}{back}Z"


def _seconds(at: str) -> float:
    """A day or a moment as seconds."""
    told = datetime.fromisoformat(at)
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
