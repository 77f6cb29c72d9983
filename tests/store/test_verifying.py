"""Whatever is changed, removed or swapped behind the store's back is found."""

import pytest
from sqlalchemy import select, text

from riwaya import UsageError
from riwaya.store import open_store
from riwaya.store.log import Entry, hash_of
from riwaya.store.schema import log
from riwaya.store.verifying import Fault, Head, head_of
from stores import AIRSTRIKE, make_incoming


@pytest.fixture
def filled(store):
    """A store of two documents; their entries are 1 to 6: original, document and reading of each."""
    store.ingest(make_incoming(publisher="الصحيفة"))
    store.ingest(make_incoming(AIRSTRIKE))
    return store


def faults(store, **options) -> list[str]:
    return [str(fault) for fault in store.verify(**options).faults]


def test_a_store_as_it_was_kept_has_no_faults(filled):
    verified = filled.verify()

    assert () == verified.faults
    assert {"original": 2, "document": 2, "reading": 2, "run": 0, "decision": 0} == verified.counted
    assert filled.head() == verified.head
    assert 6 == verified.head.seq


def test_an_empty_store_has_no_faults(store):
    assert ((), Head(0, "0" * 64)) == store.verify()[:2]


def test_a_changed_byte_of_an_original_is_found(filled, tamper, kind):
    sha256 = next(filled.documents()).original
    changed = "CAST('x' || substr(CAST(bytes AS TEXT), 2) AS BLOB)" if kind == "sqlite" else "set_byte(bytes, 0, 120)"
    tamper(f"UPDATE originals SET bytes = {changed} WHERE sha256 = '{sha256}'")

    told = "it is not as it was kept: its content does not match entry 1 of the log"
    assert [f"original {sha256}: {told}"] == faults(filled)


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE documents SET publisher = 'other' WHERE seq = 2", "document"),
        (
            "UPDATE documents SET text = originals.bytes FROM originals WHERE documents.seq = 2 AND originals.seq = 4",
            "document",
        ),
        ("UPDATE readings SET reader = '0' WHERE seq = 3", "reading 3"),
        ("UPDATE readings SET reading = replace(reading, '\"shelling\"', '\"clash\"') WHERE seq = 3", "reading 3"),
        ("UPDATE accounts SET type = 'clash' WHERE reading = 3", "reading 3"),
        ("DELETE FROM accounts WHERE reading = 3", "reading 3"),
    ],
)
def test_whatever_is_changed_in_what_is_kept_is_found(filled, tamper, statement, where):
    tamper(statement)

    [fault] = faults(filled)
    assert fault.startswith(where)
    assert "it is not as it was kept: its content does not match entry" in fault


def test_a_row_that_was_removed_is_found(filled, tamper):
    tamper("DELETE FROM accounts WHERE reading = 6", "DELETE FROM readings WHERE seq = 6")

    assert ["reading 6: entry 6 of the log tells of it, and it is gone"] == faults(filled)


def test_a_row_that_was_put_in_without_an_entry_is_found(filled, tamper):
    tamper(
        "INSERT INTO decisions (seq, kind, who, why, was, becomes)"
        " VALUES (7, 'confirm', 'nobody', 'x', '\"suggested\"', '\"confirmed\"')"
    )

    assert ["decision 7: the log has no entry 7 for it"] == faults(filled)


def test_accounts_of_no_reading_are_found(filled, tamper):
    tamper(
        "CREATE TEMPORARY TABLE lost AS SELECT * FROM accounts WHERE reading = 3",
        "UPDATE lost SET reading = 99",
        "INSERT INTO accounts SELECT * FROM lost",
    )

    assert ["accounts: rows that belong to no reading: 1"] == faults(filled)


def test_a_removed_entry_of_the_log_is_found(filled, tamper):
    tamper("DELETE FROM log WHERE seq = 3")

    assert ["log 3: missing: the number is left out", "reading 3: the log has no entry 3 for it"] == faults(filled)


def test_several_removed_entries_of_the_log_are_found(filled, tamper):
    tamper("DELETE FROM log WHERE seq IN (2, 3)")

    assert "log 2 to 3: missing: the number is left out" in faults(filled)


def test_swapped_entries_of_the_log_are_found(filled, tamper):
    tamper(
        "UPDATE log SET seq = 99 WHERE seq = 2",
        "UPDATE log SET seq = 2 WHERE seq = 5",
        "UPDATE log SET seq = 5 WHERE seq = 99",
    )

    told = faults(filled)
    assert "log 2: it does not hold the hash of the entry before" in told
    assert "log 2: its hash is not that of what it says: it was changed or swapped" in told
    assert any(fault.startswith("document ") and "is of document " in fault for fault in told)


def test_swapped_rows_of_what_is_kept_are_found(filled, tamper):
    tamper(
        "UPDATE documents SET seq = 99 WHERE seq = 2",
        "UPDATE documents SET seq = 2 WHERE seq = 5",
        "UPDATE documents SET seq = 5 WHERE seq = 99",
    )

    assert 2 == len(faults(filled))


@pytest.mark.parametrize("column", ["at", "kind", "subject", "digest", "before", "hash"])
def test_a_changed_entry_of_the_log_is_found(filled, tamper, column):
    tamper(f"UPDATE log SET {column} = 'x' WHERE seq = 4")

    assert any(fault.startswith("log 4: ") for fault in faults(filled))


def test_an_entry_whose_hash_was_made_anew_is_found_by_the_next(filled, tamper):
    with filled._database.reading() as connection:
        entry = Entry(*connection.execute(select(log).where(log.c.seq == 4)).one())
    forged = entry._replace(at="2020-01-01T00:00:00.000000Z")
    tamper(f"UPDATE log SET at = '{forged.at}', hash = '{hash_of(forged)}' WHERE seq = 4")

    assert [
        "log 4: it is dated 2020-01-01T00:00:00.000000Z, before the entry before it",
        "log 5: it does not hold the hash of the entry before",
    ] == faults(filled)


def test_an_end_of_the_log_that_was_cut_off_is_found_by_what_it_told_of(filled, tamper):
    tamper("DELETE FROM log WHERE seq = 6")

    assert ["reading 6: the log has no entry 6 for it"] == faults(filled)


def test_an_end_that_was_cut_off_with_what_it_told_of_is_found_by_the_head_that_was_noted(filled, tamper):
    noted = filled.head()
    tamper(
        "DELETE FROM accounts WHERE reading = 6", "DELETE FROM readings WHERE seq = 6", "DELETE FROM log WHERE seq = 6"
    )

    assert [] == faults(filled)  # which nobody can know from the store alone
    assert ["log 6: missing, though it was noted down; the log ends at 5"] == faults(filled, noted=noted)


def test_a_store_that_was_written_anew_is_found_by_the_head_that_was_noted(filled, empty_url, clock):
    noted = filled.head()
    clock.time = clock.time.replace(year=2025)
    with open_store(empty_url, clock=clock) as other:
        other.ingest(make_incoming(publisher="الصحيفة"))
        other.ingest(make_incoming(AIRSTRIKE))

        assert ["log 6: its hash is not the one that was noted down: the log was written anew"] == faults(
            other, noted=noted
        )


def test_a_head_that_was_noted_holds_when_more_was_kept_since(filled):
    noted = filled.head()
    filled.ingest(make_incoming("نص"))

    assert [] == faults(filled, noted=head_of(str(noted)))


def test_triggers_that_are_missing_are_found(filled, kind):
    off = (
        "DROP TRIGGER originals_not_changed"
        if kind == "sqlite"
        else "ALTER TABLE originals DISABLE TRIGGER originals_not_changed"
    )
    with filled._database.writing() as connection:
        connection.execute(text(off))

    assert (
        Fault("trigger originals_not_changed", "it is missing or switched off, so rows could be changed"),
    ) == filled.verify().faults


@pytest.mark.parametrize("written", ["", "12", "12:ab", "x:" + "0" * 64, "12:" + "g" * 64])
def test_what_is_no_head_is_told(written):
    with pytest.raises(UsageError, match="is no head of a log"):
        head_of(written)
