"""Grows a store of a made world: all that it holds again and again, at later days, without reconciling it again.

    python benchmarks/grown_store.py small.db large.db 45

A made world of 10,000 accounts has 2,257 incidents, so 45 of them have 101,565 with as many reports each, in the same
towns and words, one world behind the other in time. Reconciling 430,000 accounts and making what is listed of them
takes an hour, this takes minutes. What comes out is for measuring the desk alone: its log is no chain.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, timedelta
from typing import Any

_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")
_ID = re.compile(r"d\d{6}")
_DOCUMENT = re.compile(f'"({_ID.pattern})"')
_DAYS_EACH = 230
"""Days that a world of 10,000 accounts spans."""

Row = dict[str, Any]
Change = Callable[[Any], Any]


def grow(connection: sqlite3.Connection, times: int) -> None:
    """Has a store hold its contents so many times."""
    connection.execute("PRAGMA synchronous = OFF")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    last = connection.execute("SELECT max(seq) FROM log").fetchone()[0]
    world = {table: _rows(connection, table) for table in _changes(0, last)}
    world["log"] = [row for row in world["log"] if row["kind"] != "run"]
    for number in range(1, times):
        connection.execute("BEGIN")
        for table, changes in _changes(number, last).items():
            _insert(connection, table, [_changed(row, changes) for row in world[table]])
        connection.execute("COMMIT")
        print(f"{number + 1} of {times}", flush=True)
    connection.execute("UPDATE overviews_made SET seq = (SELECT max(seq) FROM log)")
    connection.execute("INSERT INTO passages_index(passages_index) VALUES ('rebuild')")


def _changes(number: int, last: int) -> Mapping[str, Mapping[str, Change]]:
    """What is changed in the columns of tables: ids and numbers become others, and days later ones."""
    mark, ahead = f"k{number:02}", timedelta(days=number * _DAYS_EACH)

    def named(text: str | None) -> str | None:
        return text and mark + text

    def summed(text: str) -> str:
        return mark + text[len(mark) :]

    def later(text: str | None) -> str | None:
        return text and _DAY.sub(lambda found: (date.fromisoformat(found[0]) + ahead).isoformat(), text)

    def numbered(value: int) -> int:
        return value + number * last

    def told(text: str) -> str:
        return _DOCUMENT.sub(rf'"{mark}\1"', text)

    return {
        "log": {"seq": numbered, "hash": summed},
        "originals": {"sha256": summed, "seq": numbered},
        "documents": {"seq": numbered, "id": named, "original": summed, "sha256": summed, "published": later},
        "readings": {"seq": numbered, "document": named, "reading": told},
        "accounts": {"reading": numbered, "document": named},
        "members": {"document": named, "reading": numbered, "incident": named},
        "links": {"a_document": named, "b_document": named},
        "passages": {"id": numbered, "document": named},
        "overviews": {
            "incident": named, "card": later, "earliest": later, "latest": later, "known": later, "changed": later,
            "disputed_since": later, "denied_since": later,
        },
        "overview_terms": {"incident": named, "value": lambda text: named(text) if _ID.fullmatch(text) else text},
        "review_items": {
            "id": summed, "incident": named, "other": named, "place": later, "happenings": told, "told": told,
        },
    }  # fmt: skip


def _rows(connection: sqlite3.Connection, table: str) -> list[Row]:
    cursor = connection.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _changed(row: Row, changes: Mapping[str, Change]) -> Row:
    return row | {name: change(row[name]) for name, change in changes.items()}


def _insert(connection: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    if rows:
        names = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [tuple(r.values()) for r in rows])


def main() -> None:
    """Copies a store, and grows the copy."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("small")
    parser.add_argument("large")
    parser.add_argument("times", type=int)
    given = parser.parse_args()
    shutil.copyfile(given.small, given.large)
    with closing(sqlite3.connect(given.large, isolation_level=None)) as connection:
        grow(connection, given.times)


if __name__ == "__main__":
    main()
