"""Makes the tables of a store, and brings those of an older version up to this one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from riwaya.errors import StoreError
from riwaya.store.database import Database, tables_of

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0012"
"""The newest step of migrations/; told here too, so that opening a store need not load Alembic."""
_VERSIONS = "riwaya_version"
_FOLDER = Path(__file__).parent / "migrations"


def ready(database: Database, *, make: bool) -> None:
    """Makes sure that a database holds the tables of this version.

    With `make` an empty database gets them, and an older store is brought up to date. Raises StoreError where it is
    empty or old and may not be changed, where it is of a newer version, and where it holds something else.
    """
    with database.reading() as connection:
        if _version(connection, database.name) == HEAD:
            return
    if not make:
        raise StoreError(f"the store {database.name}: it is empty, or of an older version; `riwaya ingest` sets it up")
    database.use_wal()
    with database.writing() as connection:
        if _version(connection, database.name) != HEAD:  # nobody else was quicker
            upgrade(connection)


def _version(connection: Connection, name: str) -> str | None:
    """The version of the tables, or None where there are none yet."""
    tables = tables_of(connection)
    if not tables:
        return None
    if _VERSIONS not in tables:
        some = ", ".join(sorted(tables)[:3])
        raise StoreError(f"the store {name}: this database holds other tables ({some}); give a store one of its own")
    version: str | None = connection.scalar(text(f"SELECT version_num FROM {_VERSIONS}"))
    if version is not None and version > HEAD:
        raise StoreError(f"the store {name}: it was made by a newer Riwaya (its tables are {version}, ours {HEAD})")
    return version


def upgrade(connection: Connection, to: str = "head") -> None:
    """Brings the tables up to a step, within the connection's transaction."""
    from alembic import command

    command.upgrade(settings(connection), to)


def downgrade(connection: Connection, to: str) -> None:
    """Takes the tables back to a step (`base`: to none), within the connection's transaction."""
    from alembic import command

    command.downgrade(settings(connection), to)


def settings(connection: Connection) -> Config:
    """What Alembic asks for: where the steps are, and the connection to run them on."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
