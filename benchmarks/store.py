"""What a store takes: keeping, verifying, searching, grouping, showing and deciding, in a file and on PostgreSQL.

    python benchmarks/store.py                  1,000 and 10,000 documents
    python benchmarks/store.py 300 1000         these sizes

Documents are short reports made here, each on one of a thousand towns, three in a hundred of them printed by a second
paper. PostgreSQL is the server that RIWAYA_TEST_POSTGRES names (a database is made there and dropped); without one only
the file is measured.
Searches are for one to three words that reports hold; incidents to show and suggestions to confirm are drawn.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from made_world import find_towns
from speed import PLACES, make_report
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from riwaya.inputs.incoming import Incoming
from riwaya.knowledge.load import load_knowledge
from riwaya.store import open_store
from riwaya.store.database import address_of
from riwaya.store.runs import find_told, reconcile_store, show
from riwaya.store.store import Store

SIZES = (1_000, 10_000)
SERVER = os.environ.get("RIWAYA_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
WORDS = 60
ASKED = 200
SHOWN = 100
DECIDED = 20
_ANY_PLACE = re.compile("|".join(PLACES))
_FIRST_DAY = date(2024, 1, 1)
_QUERIES = (
    "قصف",
    "طائرة مسيرة",
    "مقتل مدنيين",
    "مستشفى",
    "صواريخ",
    "سوق شعبي",
    "الأهالي",
    '"أصوات الانفجارات"',
)


def make_documents(count: int) -> Iterator[Incoming]:
    """Short reports over a year, each on a day of its own paper."""
    chance = random.Random(7)
    towns = [town.name for town in find_towns(chance)]
    report = ""
    for number in range(count):
        if number == 0 or chance.random() > 0.03:
            report = _ANY_PLACE.sub(chance.choice(towns), make_report(chance, WORDS))
        day = _FIRST_DAY + timedelta(days=number * 365 // count)
        yield Incoming(f"{number}.txt", report, publisher=f"paper {number % 40}", published=day.isoformat())


def measure(store: Store, count: int) -> dict[str, str]:
    """The figures of one store of so many documents."""
    chance = random.Random(1)
    knowledge = load_knowledge()
    documents = list(make_documents(count))
    told = {"ingest": f"{count / timed(lambda: [store.ingest(each, knowledge=knowledge) for each in documents]):.0f}/s"}
    told["verify"] = f"{timed(store.verify):.1f} s"
    told["search"] = spread([timed(lambda: store.search(chance.choice(_QUERIES))) for _ in range(ASKED)])
    told["reconcile"] = f"{timed(lambda: reconcile_store(store)):.1f} s"
    told["incidents"] = f"{timed(lambda: sum(1 for _ in find_told(store))):.1f} s"
    ids = [incident.id for incident in store.incidents()]
    told["show"] = spread([timed(lambda: show(store, chance.choice(ids))) for _ in range(SHOWN)])
    suggested = store.suggestions()
    told["decide"] = spread(
        [
            timed(lambda each=each: decide(store, each.link))
            for each in chance.sample(suggested, min(DECIDED, len(suggested)))
        ]
    )
    told["incidents found"] = str(len(ids))
    return told


def decide(store: Store, link: Any) -> None:
    """Confirms a link, whatever was decided before."""
    store.confirm(link.a, link.b, who="a person", why="measured", seen=store.head().seq)


def timed(run: Callable[[], object]) -> float:
    """The seconds that something takes by the clock."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def spread(seconds: list[float]) -> str:
    """The median and the 95th of a hundred, in milliseconds."""
    if len(seconds) < 2:
        return "none"
    return f"{statistics.median(seconds) * 1000:.1f} ({statistics.quantiles(seconds, n=20)[-1] * 1000:.1f}) ms"


@contextmanager
def in_a_file() -> Iterator[Store]:
    """An empty store in a file."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store.db") as store:
        yield store


@contextmanager
def on_a_server() -> Iterator[Store | None]:
    """An empty store on the server, or None where no server answers."""
    engine = create_engine(address_of(SERVER), isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 5})
    name = f"riwaya_bench_{uuid4().hex}"
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        yield None
        return
    try:
        with open_store(address_of(SERVER).set(database=name).render_as_string(hide_password=False)) as store:
            yield store
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def main() -> None:
    """Prints a block of figures for each size and database; of what is asked often, the median and the 95th of 100."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    for size in parser.parse_args().sizes:
        for name, opened in (("a file", in_a_file), ("PostgreSQL", on_a_server)):
            with opened() as store:
                if store is None:
                    print(f"no PostgreSQL answers at {SERVER}")
                    continue
                figures = measure(store, size)
            print(f"{size:,} documents in {name}")
            print("".join(f"  {what:<16}{figure}\n" for what, figure in figures.items()), flush=True)


if __name__ == "__main__":
    main()
