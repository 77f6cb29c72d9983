"""The triggers of a store: tables that only grow, a log without gaps, and the index of what is searched.

Rebuilding a table drops its triggers on SQLite, so they are made anew after every migration, and `verify` looks for
them. On SQLite an INSERT OR REPLACE deletes without firing a trigger for it, so a key that is there is refused too.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

from riwaya.store.schema import GUARDED, metadata

INDEX = "passages_index"
"""The full-text index over the stems of the passages on SQLite; on PostgreSQL a column and an index of this name."""


def renew(connection: Connection) -> None:
    """Makes the triggers of all tables that are there anew."""
    present = set(inspect(connection).get_table_names())
    tables = [name for name in GUARDED if name in present]
    if connection.dialect.name == "sqlite":
        statements = [s for name in tables for s in _sqlite_guards(name)]
        if "log" in tables:
            statements += _sqlite_order()
        if "passages" in present:
            statements += _sqlite_index()
    else:
        statements = list(_postgres_functions())
        statements += [s for name in tables for s in _postgres_guards(name)]
        if "log" in tables:
            statements += _postgres_order()
    for statement in statements:
        connection.execute(text(statement))


def missing(connection: Connection) -> list[str]:
    """The names of the triggers that should be there and are not, or are switched off, sorted."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted = {f"{name}_{what}" for name in GUARDED for what in ("not_changed", "not_removed", "not_replaced")}
        wanted |= {"log_in_order", *(f"{INDEX}_{what}" for what in ("added", "changed", "removed"))}
    else:
        asked = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND tgenabled <> 'D'"
        )
        wanted = {f"{name}_{what}" for name in GUARDED for what in ("not_changed", "not_emptied")} | {"log_in_order"}
    return sorted(wanted - set(connection.scalars(text(asked))))


def drop_functions(connection: Connection) -> None:
    """Takes away what is left on PostgreSQL when the tables are gone."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS riwaya_only_grows() CASCADE"))
        connection.execute(text("DROP FUNCTION IF EXISTS riwaya_log_in_order() CASCADE"))


# -------------------------------------------------------------------------------------------------------------- SQLite


def _sqlite_guards(table: str) -> Iterator[str]:
    says = f"SELECT RAISE(ABORT, 'the table {table} only grows: its rows are neither changed nor removed')"
    keys = " AND ".join(f'"{column.name}" = NEW."{column.name}"' for column in metadata.tables[table].primary_key)
    there = f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {keys})'
    for name, event, when in (
        ("not_changed", "UPDATE", ""),
        ("not_removed", "DELETE", ""),
        ("not_replaced", "INSERT", there),
    ):
        yield f"DROP TRIGGER IF EXISTS {table}_{name}"
        yield f'CREATE TRIGGER {table}_{name} BEFORE {event} ON "{table}" {when} BEGIN {says}; END'


def _sqlite_order() -> Iterator[str]:
    yield "DROP TRIGGER IF EXISTS log_in_order"
    yield (
        "CREATE TRIGGER log_in_order BEFORE INSERT ON log"
        " WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM log)"
        " BEGIN SELECT RAISE(ABORT, 'an entry of the log has the number after the last'); END"
    )


def _sqlite_index() -> Iterator[str]:
    old = f"INSERT INTO {INDEX} ({INDEX}, rowid, search) VALUES ('delete', OLD.id, OLD.search)"
    new = f"INSERT INTO {INDEX} (rowid, search) VALUES (NEW.id, NEW.search)"
    for name, event, does in (
        ("added", "INSERT", new),
        ("removed", "DELETE", old),
        ("changed", "UPDATE", f"{old}; {new}"),
    ):
        yield f"DROP TRIGGER IF EXISTS {INDEX}_{name}"
        yield f"CREATE TRIGGER {INDEX}_{name} AFTER {event} ON passages BEGIN {does}; END"


# ---------------------------------------------------------------------------------------------------------- PostgreSQL


def _postgres_functions() -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION riwaya_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'the table % only grows: its rows are neither changed nor removed', TG_TABLE_NAME;"
        " END $$"
    )
    yield (
        "CREATE OR REPLACE FUNCTION riwaya_log_in_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM log) THEN"
        " RAISE EXCEPTION 'an entry of the log has the number after the last'; END IF;"
        " RETURN NEW; END $$"
    )


def _postgres_guards(table: str) -> Iterator[str]:
    for name, event, each in (("not_changed", "UPDATE OR DELETE", "ROW"), ("not_emptied", "TRUNCATE", "STATEMENT")):
        yield f'DROP TRIGGER IF EXISTS {table}_{name} ON "{table}"'
        yield (
            f'CREATE TRIGGER {table}_{name} BEFORE {event} ON "{table}" FOR EACH {each}'
            " EXECUTE FUNCTION riwaya_only_grows()"
        )


def _postgres_order() -> Iterator[str]:
    yield "DROP TRIGGER IF EXISTS log_in_order ON log"
    yield ("CREATE TRIGGER log_in_order BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION riwaya_log_in_order()")
