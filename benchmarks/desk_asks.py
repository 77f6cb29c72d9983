"""What the clients of `desk.py` ask for: addresses of pages and of the API, drawn out of a store, the same for a seed.

A client draws a kind by its weight, and then an address of this kind:

- list: the newest incidents; one with one to three filters (type, country, state, lines, actor, source, days, known at,
  order); a later page, from behind a drawn incident.
- search: two words of a drawn report, each as it stands or spelt as people do (hamza, ta marbuta, tatweel, article).
- incident: a drawn incident; one time in five the words behind an account, which the page puts beside its table, one
  in ten as it was known at its first report.
- map: the page whole, or what is put in place when it was moved to a drawn box; the places in a drawn box as JSON, one
  in three as known at a drawn day.
- document: a report of a drawn incident.
- dashboard, review: their pages as they are opened.
- api: the list, an incident, a search.

Incidents, boxes, days and words are drawn anew each time, so few answers were given before.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import quote, urlencode

from sqlalchemy import select

from riwaya.store.schema import overview_terms, overviews
from riwaya.store.store import Store

KINDS = {
    "list": 15, "list, filtered": 15, "list, later": 8, "search": 12, "incident": 20, "map": 4, "map, moved": 5,
    "map as JSON": 8, "document": 4, "dashboard": 1, "review": 2, "api list": 2, "api incident": 2, "api search": 2,
}  # fmt: skip
"""The kinds, each with how often it is drawn among a hundred."""
_SAMPLE = 20_000
_REPORTS = 400
_STATES = ("disputed", "denied", "reviewed", "unreviewed")


class Report(NamedTuple):
    """A document with its text, the incident of its first account, and that account."""

    document: str
    text: str
    incident: str
    account: str


class Drawn(NamedTuple):
    """What is known of a store: some incidents, the kinds and values of some terms, some reports, and some points."""

    incidents: list[tuple[str, str, str, str, str | None, float | None, float | None]]
    terms: list[tuple[str, str]]
    reports: list[Report]
    points: list[tuple[float, float]]


def look_into(store: Store, draw: random.Random) -> Drawn:
    """What addresses are drawn from."""
    table = overviews.c
    columns = (table.incident, table.type, table.known, table.changed, table.country, table.lat, table.lon)
    with store._database.reading() as connection:
        found = [tuple(row) for row in connection.execute(select(*columns).where(table.background.is_(False)))]
        incidents = draw.sample(found, min(_SAMPLE, len(found)))
        of = overview_terms.c
        terms = [
            (row.kind, row.value)
            for kind in ("actor", "source")
            for row in connection.execute(select(of.kind, of.value).where(of.kind == kind).distinct().limit(500))
        ]
        ids = [row[0] for row in incidents[:_REPORTS]]
        documents = connection.scalars(select(of.value).where(of.kind == "document", of.incident.in_(ids))).all()
    points = [(lat, lon) for *_, lat, lon in incidents if lat is not None and lon is not None]
    reports = _reports(store, draw.sample(sorted(documents), min(_REPORTS, len(documents))))
    return Drawn(incidents, terms, reports, points)


def _reports(store: Store, documents: Sequence[str]) -> list[Report]:
    readings = store.current(documents)
    first = {id: reading.accounts[0] for id, reading in readings.items() if reading.accounts}
    placed = store.incidents_of((id, account.incident) for id, account in first.items())
    return [
        Report(id, readings[id].document.text, placed[id, account.incident], account.id)
        for id, account in first.items()
        if (id, account.incident) in placed
    ]


class Asks:
    """Draws addresses."""

    def __init__(self, known: Drawn, draw: random.Random) -> None:
        self._known = known
        self._draw = draw
        self._makers: dict[str, Callable[[], str]] = {
            "list": lambda: self._page("/"),
            "list, filtered": lambda: self._page("/", **self._filters()),
            "list, later": lambda: self._page("/", after=self._place(), part=draw.choice(("", "rows"))),
            "search": lambda: self._page("/", q=self._words()),
            "incident": self._incident,
            "map": lambda: self._page("/map"),
            "map, moved": lambda: self._page("/map", part="beside", box=self._box()),
            "map as JSON": lambda: self._page("/map/incidents", box=self._box(), known_at=self._day(1 / 3)),
            "document": lambda: self._page(f"/documents/{draw.choice(known.reports).document}"),
            "dashboard": lambda: self._page("/dashboard"),
            "review": lambda: self._page("/review"),
            "api list": lambda: self._api("/incidents", **self._filters()),
            "api incident": lambda: self._api(f"/incidents/{quote(draw.choice(known.incidents)[0])}"),
            "api search": lambda: self._api("/search", q=self._words()),
        }

    def one(self) -> tuple[str, str]:
        """A kind, and an address of it."""
        kind = self._draw.choices(list(KINDS), list(KINDS.values()))[0]
        return kind, self.of(kind)

    def of(self, kind: str) -> str:
        """An address of a kind."""
        return self._makers[kind]()

    def _page(self, path: str, **query: str) -> str:
        return _address(f"/{self._draw.choice(('ar', 'en'))}{path}", query)

    def _api(self, path: str, **query: str) -> str:
        return _address(f"/api/v1{path}", query)

    def _incident(self) -> str:
        id, _, known, *_ = self._draw.choice(self._known.incidents)
        how = self._draw.random()
        if how < 0.2:
            report = self._draw.choice(self._known.reports)
            said = f"{report.document}/{report.account}"
            return self._page(f"/incidents/{quote(report.incident)}/evidence", said=said)
        if how < 0.3:
            return self._page(f"/incidents/{quote(id)}", known_at=known[:10])
        return self._page(f"/incidents/{quote(id)}")

    def _filters(self) -> dict[str, str]:
        draw = self._draw
        _, type, known, changed, country, *_ = draw.choice(self._known.incidents)
        kind, value = draw.choice(self._known.terms)
        some: dict[str, str] = {
            "type": type, "country": country or "", "state": draw.choice(_STATES), "lines": str(draw.randint(2, 4)),
            kind: value, "since": known[:10], "before": changed[:10], "known_at": changed[:10], "order": "happened",
        }  # fmt: skip
        return {name: some[name] for name in draw.sample(sorted(some), draw.randint(1, 3))}

    def _place(self) -> str:
        id, _, _, changed, *_ = self._draw.choice(self._known.incidents)
        return f"{changed}~{id}"

    def _words(self) -> str:
        words = [word.strip("،.:") for word in self._draw.choice(self._known.reports).text.split()]
        long = [word for word in words if len(word) > 3]
        return " ".join(_spelt(word, self._draw) for word in self._draw.sample(long, min(2, len(long))))

    def _box(self) -> str:
        """A part of the world around a drawn incident: a country, a province or a town wide."""
        lat, lon = self._draw.choice(self._known.points)
        half = self._draw.choice((6.0, 2.0, 0.5))
        west, south = max(-180.0, lon - half), max(-90.0, lat - half)
        return ",".join(f"{side:.3f}" for side in (west, south, min(180.0, lon + half), min(90.0, lat + half)))

    def _day(self, share: float) -> str:
        return self._draw.choice(self._known.incidents)[3][:10] if self._draw.random() < share else ""


def _address(path: str, query: dict[str, str]) -> str:
    told = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{told}" if told else path


def _spelt(word: str, draw: random.Random) -> str:
    """A word as people may write it."""
    how = draw.randrange(5)
    if how == 0:
        return word.translate(str.maketrans("أإآى", "اااي"))
    if how == 1:
        return word[:-1] + "ه" if word.endswith("ة") else word
    if how == 2:
        return f"{word[:2]}ـ{word[2:]}"
    if how == 3:
        return word.removeprefix("ال")
    return word
