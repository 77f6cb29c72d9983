"""Making the tables, bringing them up to date and taking them back, with the triggers there whenever tables are."""

import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Text, create_engine, inspect, text

from riwaya import StoreError, UsageError
from riwaya.store import guards, migrate, open_store
from riwaya.store.database import Database, address_of, tables_of
from riwaya.store.schema import CHANGING, metadata
from stores import make_incoming


@pytest.fixture
def database(empty_url):
    """An empty database."""
    opened = Database(address_of(empty_url))
    yield opened
    opened.close()


def test_the_newest_step_is_the_one_that_opening_asks_for():
    with create_engine("sqlite://").connect() as connection:
        assert [migrate.HEAD] == ScriptDirectory.from_config(migrate.settings(connection)).get_heads()


def test_the_tables_that_migrations_make_are_those_that_the_code_describes(database):
    with database.writing() as connection:
        migrate.upgrade(connection)
        command.check(migrate.settings(connection))  # raises where they differ
        assert set(metadata.tables) <= tables_of(connection)


def test_tables_come_with_all_their_triggers_and_leave_nothing_behind(database):
    with database.writing() as connection:
        migrate.upgrade(connection)
        assert [] == guards.missing(connection)
        migrate.downgrade(connection, "base")
        assert {"riwaya_version"} == tables_of(connection)
        assert guards.missing(connection)
        migrate.upgrade(connection)
        assert [] == guards.missing(connection)


def test_triggers_survive_a_step_that_rebuilds_a_table(database):
    """On SQLite a changed column means a new table under the old name, and the triggers go with the old one."""
    with database.writing() as connection:
        migrate.upgrade(connection)
        with Operations(MigrationContext.configure(connection)).batch_alter_table("decisions") as batch:
            batch.alter_column("why", existing_type=Text(), existing_nullable=False, nullable=True)
        assert (connection.dialect.name == "sqlite") == bool(guards.missing(connection))

        command.upgrade(migrate.settings(connection), "head")  # whatever step comes next ends with this
        assert [] == guards.missing(connection)


def test_a_new_store_is_made_once_and_opened_again(empty_url):
    with open_store(empty_url) as store:
        kept = store.ingest(make_incoming())
    with open_store(empty_url, make=False) as store:
        assert kept.document == next(iter(list(store.documents()))).id


def test_an_empty_database_is_told_where_none_may_be_made(empty_url, kind, tmp_path):
    expected = (
        (UsageError, "there is no store") if kind == "sqlite" else (StoreError, "it is empty, or of an older version")
    )

    with pytest.raises(expected[0], match=expected[1]):
        open_store(empty_url, make=False)
    assert [] == list(tmp_path.iterdir())


def test_a_database_that_holds_something_else_is_left_alone(empty_url, database):
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))

    with pytest.raises(StoreError, match=r"holds other tables \(invoices\); give a store one of its own"):
        open_store(empty_url)


def test_a_store_of_a_newer_version_is_left_alone(url, store):
    with store._database.writing() as connection:
        connection.execute(text("UPDATE riwaya_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match="made by a newer Riwaya"):
        open_store(url)
    with store._database.writing() as connection:
        connection.execute(text(f"UPDATE riwaya_version SET version_num = '{migrate.HEAD}'"))


def test_a_file_of_a_store_lets_readers_and_a_writer_work_side_by_side(tmp_path):
    with open_store(tmp_path / "new.db") as store, store._database.reading() as connection:
        assert "wal" == connection.scalar(text("PRAGMA journal_mode"))
        assert 2 == connection.scalar(text("PRAGMA synchronous"))


def test_every_column_that_is_kept_for_good_belongs_to_a_table_that_only_grows():
    made_again = {"passages", "overviews", "overview_terms", "overview_pairs", "overviews_made", "review_items"}

    assert set(metadata.tables) - made_again - set(CHANGING) == set(guards.GUARDED)
    assert inspect(metadata.tables["log"]).primary_key.columns.keys() == ["seq"]
