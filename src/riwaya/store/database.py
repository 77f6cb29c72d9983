"""Opens the database of a store, and runs transactions on it with errors in words.

One code path: a transaction that writes waits for its turn at the beginning, on SQLite by BEGIN IMMEDIATE and on
PostgreSQL by an advisory lock, so entries of the log follow each other without a gap; one that reads sees one moment
and never holds up a writer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from riwaya.errors import StoreError, UsageError

_Thing = TypeVar("_Thing")
_NUL = "cannot contain NUL"
"""What PostgreSQL says of text that holds one."""
PATIENCE = 30.0
"""Seconds that a writer waits for its turn before it says that the store is locked."""
FEW = 500
"""Things that a statement names one by one; of more, it names as many at once, or none."""
OF_LOG = 0x726977617961
"""The turn of whoever keeps what goes into the log: on PostgreSQL an advisory lock, which are one database's own."""
OF_PEOPLE = OF_LOG + 1
"""The turn of whoever keeps what people do; taken after that of the log where both are."""


class Database:
    """A database with transactions for reading and for writing. `name` is what people call it: a path, or an address.

    Raises StoreError where it cannot be reached, is locked or is full, and whatever ran is taken back as a whole.
    """

    def __init__(self, url: URL, *, patience: float = PATIENCE) -> None:
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.name = str(url.database) if self.is_sqlite else url.render_as_string(hide_password=True)
        self._patience = patience
        self._held = threading.local()
        try:
            self._engine = create_engine(url, pool_pre_ping=not self.is_sqlite)
        except ModuleNotFoundError as error:
            raise StoreError(
                f"a store on PostgreSQL needs psycopg: pip install 'riwaya[postgres]' ({error})"
            ) from error
        if self.is_sqlite:
            _set_up_sqlite(self._engine, patience)

    def close(self) -> None:
        """Lets go of all connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads, and sees one moment however long it takes."""
        held: Connection | None = getattr(self._held, "connection", None)
        if held is not None:
            with self._in_words():
                yield held
            return
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._in_words(), self._engine.connect().execution_options(**level) as connection:
            yield connection

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """A stretch in which all that this thread reads is of one moment, read in one transaction."""
        with self.reading() as connection:
            before = getattr(self._held, "connection", None)
            self._held.connection = connection
            try:
                yield
            finally:
                self._held.connection = before

    @contextmanager
    def writing(self, *, turn: int = OF_LOG, patience: float | None = None) -> Iterator[Connection]:
        """A transaction that writes; only one at a time, and the others wait. Kept as a whole, or not at all.

        On PostgreSQL only those of one turn wait for each other. `patience` is how many seconds to wait, if it is not
        that of the database.
        """
        waits = int((self._patience if patience is None else patience) * 1000)
        engine = self._engine.execution_options(riwaya_writes=True, riwaya_waits=waits)
        with self._in_words(), engine.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text(f"SET LOCAL lock_timeout = {waits}"))
            take_turn(connection, turn)
            yield connection

    def use_wal(self) -> None:
        """Lets readers and a writer work side by side on SQLite; the file remembers it."""
        if not self.is_sqlite:
            return
        ends = time.monotonic() + self._patience
        while True:
            try:
                with self._engine.connect() as connection:
                    connection.exec_driver_sql("COMMIT")  # a journal is not changed within a transaction
                    connection.exec_driver_sql("PRAGMA journal_mode = WAL")
                    connection.exec_driver_sql("BEGIN")
                return
            except DBAPIError as error:
                # SQLite does not wait here where another process opens the same new file.
                if "locked" not in str(error.orig) or time.monotonic() > ends:
                    raise self._told(error) from error
                time.sleep(0.05)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if _NUL in str(error.orig):
                raise UsageError("a NUL character stands in what was given, which no database keeps") from error
            raise self._told(error) from error
        except UnicodeEncodeError as error:
            raise UsageError(f"half a character stands in {error.object!r}, which no database keeps") from error

    def _told(self, error: DBAPIError) -> StoreError:
        """What a fault of the database means, and what to do."""
        said = " ".join(str(error.orig).split())
        state = getattr(error.orig, "sqlstate", None)
        if "disk is full" in said or state == "53100":
            what = "its disk is full, so nothing of what was being kept went in; make room and do it again"
        elif "database is locked" in said or state == "55P03":
            seconds = f"{self._patience:g} s"
            what = (
                f"somebody else has been writing to it for more than {seconds}, so nothing went in; do it again later"
            )
        elif "disk I/O error" in said:
            what = "its disk takes no more, or fails, so nothing of what was being kept went in; see to the disk first"
        elif "file is not a database" in said:
            what = "this is no SQLite file, so no store"
        elif "unable to open database file" in said:
            what = "it cannot be opened: is its folder there, and may you write to it?"
        elif "readonly database" in said or "read-only" in said:
            what = f"it may not be written to ({said})"
        elif state is None and not self.is_sqlite:
            what = f"no PostgreSQL answers there: {said}"
        else:
            what = said
        return StoreError(f"the store {self.name}: {what}")


def address_of(store: str | Path) -> URL:
    """The address of a store: a file for SQLite, or `postgresql://user@host/name`.

    Raises UsageError for another kind of database.
    """
    given = str(store)
    if "://" not in given:
        return URL.create("sqlite", database=given)
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise UsageError(f"{given!r} is no address of a store: give a file, or postgresql://user@host/name") from error
    kind = url.get_backend_name()
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise UsageError(f"a store is a file or postgresql://user@host/name, not {given!r}")


def _set_up_sqlite(engine: Engine, patience: float) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver begins no transactions of its own: ours say which kind
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")  # what was said to be kept is on the disk
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        waits = options.get("riwaya_waits", int(patience * 1000))
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {waits}")  # a connection is used again by others
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("riwaya_writes") else "BEGIN")


def take_turn(connection: Connection, turn: int) -> None:
    """Waits until nobody else has a turn, within a transaction that writes; on SQLite such a one is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({turn})"))


def tables_of(connection: Connection) -> set[str]:
    """The names of the tables that a database holds."""
    return set(inspect(connection).get_table_names())


def at_once(things: Iterable[_Thing], many: int) -> Iterator[list[_Thing]]:
    """Things as they come, so many in each list, fewer in the last."""
    coming = iter(things)
    while some := list(islice(coming, many)):
        yield some


def bytewise(connection: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """What text is to be ordered by so that it comes in the same order from every database: its bytes."""
    return column.collate("C") if connection.dialect.name == "postgresql" else column


def few(things: Sequence[_Thing]) -> Iterator[Sequence[_Thing]]:
    """Some things, as many at once as a statement may name one by one."""
    return at_once(things, FEW)
