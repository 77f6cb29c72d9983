"""Plots of accounts: tolls by source over time, how sources agree, and incidents on a map as narrow as they are told.

Each draws on matplotlib axes, its own or those it is handed, and gives them back. Words are in English or Arabic, which
matplotlib joins from 3.11 on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from riwaya.errors import UsageError
from riwaya.exports.facts import status_of
from riwaya.exports.formats import Options
from riwaya.exports.material import Case, Material
from riwaya.exports.places import Located, located
from riwaya.exports.shapes import Box, Spot, box_around, box_of, circle
from riwaya.knowledge.boundaries import regions
from riwaya.notebook.agreeing import agreements_of
from riwaya.notebook.drawing import COLOURS, LINES, MARKERS, drawn, plain, shown_in
from riwaya.notebook.given import Given, material_of
from riwaya.records import COUNT_FIELDS
from riwaya.showing.matrix import Voice, matrix_of
from riwaya.showing.sentence import sentence
from riwaya.showing.shown import Shown
from riwaya.showing.steps import Step, steps_of
from riwaya.showing.telling import corrected_in

_LOOKS = {
    "reported": ("#0072B2", "o"),
    "disputed": ("#D55E00", "s"),
    "denied": ("#333333", "X"),
    "reviewed": ("#009E73", "D"),
}
"""Colour and marker of how an incident stands."""
_ROOM = 0.6
"""Degrees around what is shown on a map, at least."""


# ---------------------------------------------------------------------------------------------------------------- tolls


def plot_tolls(
    given: Given, incident: str | None = None, *, field: str = "killed", language: str = "en", axes: Any = None
) -> Any:
    """A count of one incident as its sources told it over time: a line a source, in steps, a band where it is a range.

    Moments are those that counts speak from, else those of publication. A count that is open upwards ends in an arrow.
    Where `given` holds several incidents `incident` is the id of one. Raises UsageError where nobody tells the count.
    """
    if field not in COUNT_FIELDS:
        raise UsageError(f"there is no count {field!r}; there are {', '.join(COUNT_FIELDS)}")
    shown = shown_in(language)
    with material_of(given) as material:
        case = _one(material, incident)
    steps = dict(steps_of(case, matrix_of(case, corrected_in(case.amended)))).get(field, ())
    told = [step for step in steps if step.at and step.value.get("scope", "incident") == "incident"]
    if not told:
        raise UsageError(f"no account of {case.id} tells a count of {field} with a day")
    with drawn(axes, (8, 4)) as axes:
        by_voice = {id(step.voice): [other for other in told if other.voice is step.voice] for step in told}
        for number, own in enumerate(by_voice.values()):
            _steps(axes, own, number, shown)
        plain(axes)
        days = sorted({_day(step) for step in told})
        axes.set_xticks(days, [shown.day(day.isoformat()) for day in days])
        axes.margins(x=0.08, y=0.15)
        axes.set_ylim(bottom=0)
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.set_xlabel(shown.of("word", "as_of"))
        axes.set_ylabel(shown.words(f"row.{field}"))
        axes.set_title(_title(case, shown), loc="right" if language == "ar" else "left")
        axes.legend(frameon=False, loc="best")
    return axes


def _one(material: Material, incident: str | None) -> Case:
    cases = [case for case in material.cases() if incident in (None, case.id)]
    if len(cases) != 1:
        raise UsageError(
            f"there is no incident {incident}" if incident else f"of {len(cases)} incidents one is to be named"
        )
    return cases[0]


def _steps(axes: Any, steps: Sequence[Step], number: int, shown: Shown) -> None:
    """Draws what one source said over time. Figures of one day stand in the order in which they were told."""
    colour, marker, line = (looks[number % len(COLOURS)] for looks in (COLOURS, MARKERS, LINES))
    days = [_day(step) for step in steps]
    lows = [step.value.get("low") or 0 for step in steps]
    told = [step.value.get("high") for step in steps]
    highs = [low if high is None else high for low, high in zip(lows, told, strict=True)]
    axes.step(days, lows, where="post", color=colour, linestyle=line, linewidth=1.8)
    axes.plot(
        days, lows, linestyle="none", marker=marker, color=colour, markersize=7, label=_name(steps[0].voice, shown)
    )
    if lows != highs:
        axes.fill_between(days, lows, highs, step="post", color=colour, alpha=0.15, linewidth=0)
        axes.vlines(days, lows, highs, color=colour, linewidth=1.2)
    for day, low, high in zip(days, lows, told, strict=True):
        if high is None:
            axes.annotate(
                shown.words("plot.open"), (day, low), (0, 22), textcoords="offset points", ha="center", color=colour,
                fontsize="small", arrowprops={"arrowstyle": "<-", "color": colour},
            )  # fmt: skip


def _day(step: Step) -> date:
    return date.fromisoformat((step.at or "")[:10])


def _name(voice: Voice, shown: Shown) -> str:
    english = voice.source.name_en if voice.source and shown.words.language == "en" else None
    kind = shown.of("kind", voice.source.kind) if voice.source else shown.words("publisher_unnamed")
    return english or voice.name or kind


def _title(case: Case, shown: Shown) -> str:
    values = {name: field.claims[0].value for name, field in case.incident.fields.items() if field.claims}
    return sentence(shown, case.incident.type, values)


# ------------------------------------------------------------------------------------------------------------ agreement


def plot_agreement(given: Given, *, by: str = "speaker", most: int = 12, language: str = "en", axes: Any = None) -> Any:
    """A matrix of sources: in how many of the fields that two of them tell of one incident they agree.

    Sources are those who assert (`by="speaker"`) or publish (`by="outlet"`), by name, `most` of them. Each cell has the
    figures beside its shade; an empty one says that there is nothing to compare. It does not say who is right.
    """
    shown = shown_in(language)
    with material_of(given) as material:
        found = agreements_of(material, by=by, most=most)
    size = max(4.0, 1.5 + 0.62 * len(found.names))
    with drawn(axes, (size + 1.5, size)) as axes:
        for (a, b), counted in found.counts.items():
            total, agree = sum(counted.values()), counted["agrees"]
            for x, y in ((found.names.index(a), found.names.index(b)), (found.names.index(b), found.names.index(a))):
                share = agree / total
                axes.add_patch(_square(x, y, share))
                told = f"{agree}/{total}" + (f"\n⊘ {counted['denies']}" if counted["denies"] else "")
                axes.text(x, y, told, ha="center", va="center", color="#111111" if share < 0.6 else "#ffffff")
        names, places = found.names, range(len(found.names))
        axes.set_xticks(places, names, rotation=40, ha="right", rotation_mode="anchor")
        axes.set_yticks(places, names)
        axes.set_xlim(-0.5, len(names) - 0.5)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_aspect("equal")
        axes.tick_params(length=0)
        axes.set_facecolor("#f4f4f4")
        axes.set_title(shown.words("plot.sources"), loc="right" if language == "ar" else "left")
        axes.set_xlabel(shown.words("plot.agree"))
    return axes


def _square(x: int, y: int, share: float) -> Any:
    """A cell of the matrix, the darker the more two agree, of one colour so that none stands for good or bad."""
    from matplotlib.patches import Rectangle

    whole, none = (0x08, 0x45, 0x7E), (0xEE, 0xF3, 0xF8)
    colour = tuple((a * share + b * (1 - share)) / 255 for a, b in zip(whole, none, strict=True))
    return Rectangle((x - 0.48, y - 0.48), 0.96, 0.96, facecolor=colour, edgecolor="none")


# ------------------------------------------------------------------------------------------------------------------ map


def plot_map(given: Given, *, language: str = "en", axes: Any = None) -> Any:
    """Incidents on a map, each place as narrow as it is told: a mark, a circle of its true radius, or a hatched region.

    Colour and mark say how an incident stands: reported, disputed, denied, or reviewed by a person. What has no place
    that can be drawn is counted below the map and set nowhere.
    """
    from matplotlib.patches import Polygon

    shown = shown_in(language)
    with material_of(given) as material:
        found = [(located(case, Options()), status_of(case)) for case in material.cases()]
    placed = [(each, status) for each, status in found if each.shape is not None]
    with drawn(axes, (8, 6.5)) as axes:
        frame = _frame([each for each, _ in placed])
        for rings in regions().areas.values():
            for ring in rings:
                if any(_inside(point, frame) for point in ring):
                    axes.add_patch(Polygon(ring, closed=True, facecolor="#fafafa", edgecolor="#c4c4c4", linewidth=0.6))
        for each, status in placed:
            _place(axes, each, status)
        axes.set_xlim(frame.west, frame.east)
        axes.set_ylim(frame.south, frame.north)
        axes.set_aspect(1 / math.cos(math.radians((frame.south + frame.north) / 2)))
        axes.set_facecolor("#eef2f5")
        axes.set_xticks([])
        axes.set_yticks([])
        _key(axes, {status for _, status in placed}, len(found) - len(placed), shown)
        axes.set_title(shown.words("plot.map"), loc="right" if language == "ar" else "left")
    return axes


def _frame(placed: Sequence[Located]) -> Box:
    """What of the world is shown: all that has a place, with room around it."""
    box = box_around([box_of(each.shape) for each in placed if each.shape]) or Box(24.0, 12.0, 60.0, 38.0)
    room = max(_ROOM, 0.08 * max(box.east - box.west, box.north - box.south))
    return Box(box.west - room, box.south - room, box.east + room, box.north + room)


def _inside(point: tuple[float, float], frame: Box) -> bool:
    return frame.west <= point[0] <= frame.east and frame.south <= point[1] <= frame.north


def _place(axes: Any, each: Located, status: str) -> None:
    from matplotlib.patches import Polygon

    colour, marker = _LOOKS[status]
    if isinstance(each.shape, Spot):
        if each.shape.metres:
            ring = circle(each.shape.at, each.shape.metres).polygons[0][0]
            axes.add_patch(Polygon(ring, closed=True, facecolor=colour, alpha=0.18, edgecolor=colour, linewidth=1))
        axes.plot(*each.shape.at, marker=marker, color=colour, markersize=8, markeredgecolor="white", linestyle="none")
    elif each.shape:
        for polygon in each.shape.polygons:
            axes.add_patch(Polygon(polygon[0], closed=True, fill=False, hatch="///", edgecolor=colour, linewidth=1))


def _key(axes: Any, standings: set[str], nowhere: int, shown: Shown) -> None:
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], linestyle="none", marker=marker, color=colour, markersize=8, label=shown.of("standing", status))
        for status, (colour, marker) in _LOOKS.items()
        if status in standings
    ]
    axes.legend(handles=marks, loc="upper center", bbox_to_anchor=(0.5, -0.05), ncols=2, frameon=False)
    notes = [shown.words("plot.radius")]
    notes += [shown.words("plot.nowhere", number=shown.digits(nowhere))] if nowhere else []
    axes.set_xlabel(" · ".join(notes), fontsize="small", color="#444444")
