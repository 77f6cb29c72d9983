"""What the map takes with many incidents: its places as JSON, the page, and what is put beside it; first and again.

    python benchmarks/map.py                  100,000 incidents
    python benchmarks/map.py 1000 10000       these numbers

Incidents in short are drawn: nine in ten in a town of the gazetteer, one in twenty in a division, the rest nowhere; one
in ten disputed and one in thirty denied some days after the first report. The store is a file of SQLite, and the desk
is asked within the process. "First" is after something new was kept, "again" the median of twenty; both are times of
the processor, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from made_world import find_towns
from sqlalchemy import insert

from riwaya.knowledge.load import DATA, Table
from riwaya.store import open_store
from riwaya.store.memory import Memory
from riwaya.store.schema import overviews, overviews_made
from riwaya.store.store import Store
from riwaya.web.app import make_app
from riwaya.web.settings import Settings

_FIRST = date(2015, 1, 1)
_DAYS = 4000
_TYPES = ("airstrike", "shelling", "clash", "bombing", "abduction", "drone_attack")
_ASKED = (
    "/en/map/incidents",
    "/en/map/incidents?box=35,32,46,38",
    "/en/map/incidents?known_at=2020-01-01",
    "/en/map/incidents?layer=disputed",
    "/en/map",
    "/en/map?part=beside",
    "/en/map?part=beside&box=35,32,46,38",
)


def make_overviews(count: int) -> Iterator[dict[str, Any]]:
    """Rows of incidents in short; the same ones for the same number."""
    draw = random.Random(count)
    towns = find_towns(draw)
    table = Table(DATA / "places" / "regions.tsv")
    regions = [table.row(key) for key in table]
    for number in range(count):
        kind = draw.random()
        place: dict[str, Any] = {"precision": "unknown", "name_ar": "بلدة", "country": "SY"}
        if kind < 0.9:
            town = draw.choice(towns)
            place = {"id": town.id, "name_ar": town.name, "name_en": None, "kind": "town", "country": town.country,
                     "lat": town.lat, "lon": town.lon, "radius_km": 3.0, "precision": "locality"}  # fmt: skip
        elif kind < 0.95:
            row = draw.choice(regions)
            place = {"id": row["id"], "name_ar": row["names_ar"].partition("|")[0], "name_en": row["name_en"],
                     "kind": "region", "country": row["country"], "lat": float(row["lat"]), "lon": float(row["lon"]),
                     "radius_km": float(row["radius_km"]), "precision": "admin1"}  # fmt: skip
        yield _row(draw, number, place)


def _row(draw: random.Random, number: int, place: dict[str, Any]) -> dict[str, Any]:
    day = _FIRST + timedelta(days=draw.randrange(_DAYS))
    happened, known, later = (each.isoformat() for each in (day, day + timedelta(days=1), day + timedelta(days=4)))
    disputed, denied = draw.random() < 0.1, draw.random() < 1 / 30
    steps = [
        {"at": known, "documents": 1, "lines": 1, "disputed": [], "denied": False, "killed": [3, 3]},
        {
            "at": later,
            "documents": 3,
            "lines": 2,
            "disputed": ["killed"] * disputed,
            "denied": denied,
            "killed": [3, 5],
        },
    ]
    values = {"place": place, "happened": {"earliest": happened, "latest": happened, "grain": "day"}}
    card = {"accounts": 3, "stances": ["asserts"], "status": {}, "values": values, "counts": {}, "steps": steps}
    return {
        "incident": f"i{number:06}", "digest": "0" * 64, "type": draw.choice(_TYPES), "background": False,
        "earliest": happened, "latest": happened, "country": place["country"], "lat": place.get("lat"),
        "lon": place.get("lon"), "radius_km": place.get("radius_km"), "precision": place["precision"], "documents": 3,
        "lines": 2, "disputed_since": later if disputed else None, "denied_since": later if denied else None,
        "reviewed": draw.random() < 0.02, "known": known, "changed": later,
        "card": json.dumps(card, ensure_ascii=False),
    }  # fmt: skip


def fill(store: Store, count: int) -> None:
    """Keeps drawn incidents in short, as if the store held what they are made from."""
    rows = list(make_overviews(count))
    with store._database.writing() as connection:
        for start in range(0, count, 5000):
            connection.execute(insert(overviews), rows[start : start + 5000])
        connection.execute(insert(overviews_made).values(seq=0))


def measure(count: int) -> Iterator[tuple[str, float, float, int]]:
    """For each address: seconds of the first answer, of the median of those that follow, and bytes."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store.db") as store:
        fill(store, count)
        with TestClient(make_app(store, Settings()), base_url="http://127.0.0.1:8321") as desk:
            desk.get("/en/map/towns")
            for address in _ASKED:
                store._memory, store._made = Memory(), Memory()
                taken = []
                for _ in range(21):
                    begins = time.process_time()
                    answer = desk.get(address)
                    taken.append(time.process_time() - begins)
                    answer.raise_for_status()
                yield address, taken[0], statistics.median(taken[1:]), len(answer.content)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("counts", nargs="*", type=int, default=[100_000])
    for count in parser.parse_args().counts:
        print(f"{count:,} incidents")
        print(f"{'':44}{'first':>10}{'again':>10}{'size':>10}")
        for address, first, again, size in measure(count):
            print(f"{address:44}{first * 1000:7.0f} ms{again * 1000:7.1f} ms{size / 1000:7.0f} kB")


if __name__ == "__main__":
    main()
