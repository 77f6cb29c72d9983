"""What a watch remembers from one request to the next, in a file of SQLite beside the archives it keeps.

Each thing is noted when it is done and not before: a watch that is killed does its last request again, and no more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from riwaya.errors import UsageError

NAME = "watch.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS watched (
    name TEXT PRIMARY KEY, url TEXT NOT NULL, etag TEXT, modified TEXT, digest TEXT, due TEXT, failures INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS page (
    url TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, due TEXT NOT NULL, failures INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS page_due ON page (state, due);
CREATE TABLE IF NOT EXISTS robots (origin TEXT PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS kept (url TEXT PRIMARY KEY, digest TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS archive (path TEXT PRIMARY KEY, length INTEGER NOT NULL);
"""


class Visit(NamedTuple):
    """How a watched url stood after it was read last; `due` is None before the first time.

    `digest` is that of the body as it came.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    due: datetime | None = None
    failures: int = 0


class Page(NamedTuple):
    """A page that a feed linked to and that is still to be fetched."""

    url: str
    name: str
    due: datetime
    failures: int


class State:
    """What is remembered; one watch at a time holds it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(folder / NAME, timeout=0.5, isolation_level=None)
        try:
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript("BEGIN EXCLUSIVE;" + _SCHEMA + "COMMIT;")
        except sqlite3.OperationalError as error:
            self._connection.close()
            if "locked" in str(error):
                raise UsageError(f"another watch is at work in {folder}") from None
            raise UsageError(f"{folder / NAME}: {error}") from None
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise UsageError(f"{folder / NAME} is not what a watch remembers: {error}") from None

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is noted in the block is noted all together or not at all."""
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # ------------------------------------------------------------------------------------------------------- watched

    def visit(self, name: str, url: str) -> Visit:
        """How a watched url stood; one under whose name another url was watched stands as if it were new."""
        row = self._connection.execute(
            "SELECT url, etag, modified, digest, due, failures FROM watched WHERE name = ?", [name]
        ).fetchone()
        if row is None or row[0] != url:
            return Visit(url)
        url, etag, modified, digest, due, failures = row
        return Visit(url, etag, modified, digest, _moment(due), failures)

    def note_visit(self, name: str, visit: Visit) -> None:
        """Notes how a watched url stands now."""
        values = [name, *visit[:4], _text(visit.due) if visit.due else None, visit.failures]
        self._connection.execute("INSERT OR REPLACE INTO watched VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    # --------------------------------------------------------------------------------------------------------- pages

    def add_pages(self, name: str, urls: Iterable[str], due: datetime) -> int:
        """Notes pages to be fetched, those that were noted before left out, and gives how many are new."""
        before = self._connection.total_changes
        self._connection.executemany(
            "INSERT OR IGNORE INTO page VALUES (?, ?, 'waiting', ?, 0)", [(url, name, _text(due)) for url in urls]
        )
        return self._connection.total_changes - before

    def waiting(self, names: Iterable[str], most: int = 200) -> list[Page]:
        """The pages that wait to be fetched for some sources, those that are due first."""
        wanted = list(names)
        marks = ", ".join("?" * len(wanted))
        rows = self._connection.execute(
            f"SELECT url, name, due, failures FROM page WHERE state = 'waiting' AND name IN ({marks}) "
            "ORDER BY due, url LIMIT ?",
            [*wanted, most],
        )
        return [Page(url, name, datetime.fromisoformat(due), failures) for url, name, due, failures in rows]

    def note_page(self, url: str, state: str, due: datetime, failures: int) -> None:
        """Notes how a page stands: waiting, kept or given_up."""
        self._connection.execute(
            "UPDATE page SET state = ?, due = ?, failures = ? WHERE url = ?", [state, _text(due), failures, url]
        )

    # ----------------------------------------------------------------------------------- robots.txt, answers, archives

    def robots(self, origin: str) -> tuple[str, datetime] | None:
        """The robots.txt of a server, and when it was fetched."""
        row = self._connection.execute("SELECT text, at FROM robots WHERE origin = ?", [origin]).fetchone()
        return (row[0], datetime.fromisoformat(row[1])) if row else None

    def note_robots(self, origin: str, text: str, at: datetime) -> None:
        """Notes the robots.txt of a server."""
        self._connection.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", [origin, text, _text(at)])

    def kept(self, url: str) -> tuple[str, str] | None:
        """The digest of the last body of a url that is kept whole, and its moment as the archive has it."""
        row: tuple[str, str] | None = self._connection.execute(
            "SELECT digest, at FROM kept WHERE url = ?", [url]
        ).fetchone()
        return row

    def note_kept(self, url: str, digest: str, at: str) -> None:
        """Notes that a body is kept whole."""
        self._connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", [url, digest, at])

    def length(self, path: str) -> int | None:
        """How many bytes of an archive are whole records."""
        row = self._connection.execute("SELECT length FROM archive WHERE path = ?", [path]).fetchone()
        return int(row[0]) if row else None

    def note_length(self, path: str, length: int) -> None:
        """Notes how many bytes of an archive are whole records."""
        self._connection.execute("INSERT OR REPLACE INTO archive VALUES (?, ?)", [path, length])


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
