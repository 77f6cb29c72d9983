"""Stores to test with: each test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from riwaya.store import guards, keeping, open_store
from riwaya.store import store as store_module
from riwaya.store.database import address_of
from riwaya.store.schema import metadata
from riwaya.store.store import Store
from stores import Clock

SERVER = os.environ.get("RIWAYA_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
NEEDS_SERVER = f"needs a PostgreSQL where databases may be made, at {SERVER} (RIWAYA_TEST_POSTGRES names another)"


@pytest.fixture(scope="session")
def server() -> Iterator[Callable[[str], None]]:
    """Runs a statement on the server of PostgreSQL; skips where there is none."""
    engine = create_engine(address_of(SERVER), isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 5})

    def run(statement: str) -> None:
        with engine.connect() as connection:
            connection.execute(text(statement))

    try:
        run("SELECT 1")
    except OperationalError as error:
        engine.dispose()
        pytest.skip(f"{NEEDS_SERVER}: {error.orig}")
    yield run
    engine.dispose()


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store of SQLite, to be copied."""
    path = tmp_path_factory.mktemp("made") / "empty.db"
    open_store(path).close()
    return path


@pytest.fixture(scope="session")
def made_database(server: Callable[[str], None]) -> Iterator[str]:
    """The address of a store of PostgreSQL that tests use one after the other."""
    name = f"riwaya_test_{uuid4().hex}"
    server(f"CREATE DATABASE {name}")
    server(f"ALTER DATABASE {name} SET synchronous_commit = off")  # what is lost in a power cut is only a test
    address = address_of(SERVER).set(database=name).render_as_string(hide_password=False)
    open_store(address).close()
    yield address
    server(f"DROP DATABASE {name} WITH (FORCE)")


def make_empty(address: str) -> None:
    """Takes everything out of a store of PostgreSQL, and makes its triggers anew where a test switched one off."""
    engine = create_engine(address_of(address))
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in metadata.tables.values():
            connection.execute(table.delete())
        guards.renew(connection)
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database that a test runs on; with `--slow` each runs on both."""
    return request.param


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database, or of a schema of one, without any tables."""
    if kind == "sqlite":
        yield str(tmp_path / "new.db")
        return
    made = request.getfixturevalue("made_database")
    name = f"s_{uuid4().hex}"
    engine = create_engine(address_of(made))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    yield f"{made}?options=-c%20search_path%3D{name}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store."""
    if kind == "sqlite":
        path = tmp_path / "store.db"
        shutil.copy(request.getfixturevalue("made_file"), path)
        yield str(path)
        return
    made = request.getfixturevalue("made_database")
    make_empty(made)
    yield made


@pytest.fixture
def clock() -> Clock:
    """The clock of the store of this test."""
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    """An empty store."""
    with open_store(url, clock=clock) as opened:
        yield opened


@pytest.fixture
def tamper(url: str, kind: str) -> Callable[..., None]:
    """Changes the database behind the store's back, its triggers switched off for as long as that takes."""

    def on_sqlite(*statements: str) -> None:
        with closing(sqlite3.connect(url, isolation_level=None)) as connection:
            asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'passages%'"
            triggers = connection.execute(asked).fetchall()
            off = [f"DROP TRIGGER {name}" for name, _ in triggers]
            for statement in (*off, *statements, *(sql for _, sql in triggers)):
                connection.execute(statement)

    def on_postgresql(*statements: str) -> None:
        engine = create_engine(address_of(url))
        with engine.begin() as connection:
            for statement in ("SET LOCAL session_replication_role = replica", *statements):
                connection.execute(text(statement))
        engine.dispose()

    return on_sqlite if kind == "sqlite" else on_postgresql


@pytest.fixture
def renumbered(monkeypatch):
    """Has documents read by another version, which gives each happening another number, or finds none."""

    def read_anew(store, *, version="9.9.9+new", number="i7", drop=()):
        read = keeping.read_document

        def other(incoming, *, knowledge):
            reading = read(incoming, knowledge=knowledge)
            if incoming.id in drop:
                return replace(reading, accounts=(), incidents=())
            accounts = tuple(replace(account, incident=number) for account in reading.accounts)
            return replace(
                reading, accounts=accounts, incidents=tuple(replace(i, id=number) for i in reading.incidents)
            )

        monkeypatch.setattr(keeping, "read_document", other)
        monkeypatch.setattr(store_module, "reader", lambda: version)
        assert all(kept.outcome == "read_again" for kept in store.read_again())

    return read_anew
