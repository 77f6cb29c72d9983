"""The dashboard: incidents over time, who tells of them, how sources agree, and what stayed unread."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.responses import Response

from riwaya.records import Source
from riwaya.store.finding import Agreement, Asked, Counted, Grain
from riwaya.store.store import Store
from riwaya.web.pages.incidents import asked_for, choices, given
from riwaya.web.rendering import render
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen
from riwaya.web.views.charts import (
    BAR,
    HEIGHT,
    LITTLE_HEIGHT,
    LITTLE_WIDTH,
    STANDINGS,
    WIDTH,
    agreement_bars,
    counted_bars,
    grain_of,
    kinds,
    most_told,
    over_time,
)

_REMEMBERED = 64
"""Dashboards that are remembered."""
_PATIENCE = 20
"""How many times as long as counting took its figures are shown though incidents have changed: of 100,000 incidents,
which take two seconds, for 40 seconds; of a hundred, for the fifth of a second."""
_SIZES = {
    "width": WIDTH,
    "height": HEIGHT,
    "little_width": LITTLE_WIDTH,
    "little_height": LITTLE_HEIGHT,
    "bar": BAR,
}


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a dashboard counts."""

    grain: Grain
    counted: tuple[Counted, ...]
    publishers: Mapping[str, Mapping[str, int]]
    sources: Mapping[str, Mapping[str, int]]
    issues: Mapping[str, Mapping[str, int]]
    agreement: tuple[Agreement, ...]
    reviewed: int
    named: Mapping[str, Source]


@page("/dashboard", Role.READER)
def dashboard(seen: Seen) -> Response:
    """The dashboard over the incidents that are asked for."""
    told = given(seen)
    figures = _figures(seen.store, asked_for(seen))
    standing = {name: sum(e.incidents for e in figures.counted if e.standing == name) for name in STANDINGS}
    return render(
        seen, "dashboard.html", given=told, **choices(seen), standings=STANDINGS, standing=standing, figures=figures,
        chart=over_time(figures.counted, figures.grain), kinds=kinds(figures.counted, figures.grain),
        publishers=counted_bars(figures.publishers), sources=counted_bars(figures.sources),
        issues=counted_bars(figures.issues), pairs=agreement_bars(figures.agreement),
        name=lambda id: name_of(figures.named.get(id), id, seen.language), size=_SIZES,
        listed=lambda **more: f"{seen.address('/')}?{urlencode({**told, **more})}",
    )  # fmt: skip


def name_of(source: Source | None, id: str, language: str) -> str:
    """What a source is called in a language; who has no id is counted by his name."""
    if source is None:
        return id
    return (source.name_en if language == "en" else None) or source.name or id


class _Found(NamedTuple):
    """Figures, the last entry of the log that they tell of, when they were counted and how long it took, in seconds."""

    figures: Figures
    until: int
    at: float
    took: float


class _Remembered:
    """The figures of dashboards until the incidents change, and a little longer where counting them takes long."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: OrderedDict[tuple[str, Asked], _Found] = OrderedDict()

    def figures(self, store: Store, asked: Asked) -> Figures:
        """What a dashboard over a store counts."""
        key, until, now = (store.name, asked), store.overviews_until(), time.monotonic()
        with self._lock:
            found = self._found.get(key)
            if found and (found.until == until or now - found.at < _PATIENCE * found.took):
                self._found.move_to_end(key)
                return found.figures
        figures = _counted(store, asked)
        ended = time.monotonic()
        with self._lock:
            self._found[key] = _Found(figures, until, ended, ended - now)
            while len(self._found) > _REMEMBERED:
                self._found.popitem(last=False)
        return figures


_figures = _Remembered().figures


def _counted(store: Store, asked: Asked) -> Figures:
    days = store.first_and_last_day(asked)
    grain = grain_of(*days) if days else "day"
    agreement, sources = store.agreement(asked), most_told(store.counts(asked, "source"))
    return Figures(
        grain,
        store.over_time(asked, grain),
        most_told(store.counts(asked, "publisher")),
        sources,
        store.counts(asked, "issue"),
        agreement,
        sum(each["reviewed"] for each in store.counts(asked, "type").values()),
        store.source_names({*sources, *(name for pair in agreement for name in (pair.a, pair.b))}),
    )
