"""Copies a store out of a file of SQLite into a fresh database of PostgreSQL, to measure both on the same contents.

    createdb big && python benchmarks/copied_store.py store.db postgresql://postgres@127.0.0.1/big

Whoever copies must be a superuser of the server: triggers are off meanwhile, for they take one row at a time. At the
end all that is kept is held against the log, unless `--unverified` is given, and the server counts what it holds.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

from sqlalchemy import Connection, Integer, Table, func, select, text

from riwaya.store import open_store
from riwaya.store.schema import metadata
from riwaya.store.store import Store

_AT_ONCE = 5000


def copy(source: Store, target: Store) -> dict[str, int]:
    """Copies all tables; gives how many rows each has."""
    with source._database.reading() as read, target._database.writing() as write:
        write.execute(text("SET LOCAL session_replication_role = replica"))
        rows = {table.name: _copy_table(read, write, table) for table in metadata.sorted_tables}
        for table in metadata.sorted_tables:
            _go_on(write, table)
    return rows


def _copy_table(read: Connection, write: Connection, table: Table) -> int:
    rows = 0
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    driver: Any = write.connection.driver_connection
    asked = select(table).execution_options(yield_per=_AT_ONCE)
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copying:
        for row in read.execute(asked):
            copying.write_row(row)
            rows += 1
    return rows


def _go_on(write: Connection, table: Table) -> None:
    """Has numbers that the server gives go on behind those that were copied."""
    for column in table.primary_key:
        if column.autoincrement is True and isinstance(column.type, Integer):
            most = write.scalar(select(func.max(column))) or 0
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            write.execute(select(func.setval(sequence, most + 1, False)))


def main() -> None:
    """Copies, and says how long it took."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--unverified", action="store_true")
    given = parser.parse_args()
    begins = time.monotonic()
    with open_store(given.source, make=False) as source, open_store(given.target) as target:
        for name, rows in copy(source, target).items():
            print(f"{name:16}{rows:10,}")
        with target._database._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        print(f"copied in {time.monotonic() - begins:.0f} s")
        if not given.unverified:
            print(target.verify())


if __name__ == "__main__":
    main()
