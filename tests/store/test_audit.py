"""What people did is a chain that only grows, and whoever changes it is found out."""

import pytest

from riwaya import StoreError
from riwaya.store.people import audit
from riwaya.store.people.audit import By

ADMIN = By("هدى", "192.0.2.7")


def note(store, *told):
    """Notes what the admin did, one after the other."""
    with store._database.writing() as connection:
        for kind, about in told:
            audit.note(connection, ADMIN, kind, about, now=store._clock())


@pytest.fixture
def acts(store):
    """Three entries."""
    note(store, (audit.SIGNED_IN, ""), (audit.ROLE_CHANGED, "salma: reader"), (audit.SIGNED_OUT, ""))
    with store._database.reading() as connection:
        return list(audit.find_acts(connection))


def test_entries_follow_each_other_and_leave_the_log_alone(store, acts):
    assert [1, 2, 3] == [act.seq for act in acts]
    assert [act.hash for act in acts[:-1]] == [act.before for act in acts[1:]]
    assert 0 == store.head().seq
    assert () == store.verify().faults


def test_entries_are_found_newest_first_by_person_and_kind(store, acts):
    with store._database.reading() as connection:
        assert [3, 2] == [act.seq for act in audit.find_acts(connection, newest=2)]
        assert [1] == [act.seq for act in audit.find_acts(connection, who="هدى", before=2, newest=2)]
        assert [2] == [act.seq for act in audit.find_acts(connection, kind=audit.ROLE_CHANGED, newest=9)]
        assert [] == list(audit.find_acts(connection, who="salma", newest=9))


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit SET about = 'salma: admin' WHERE seq = 2", "audit 2: its hash is not that of what it says"),
        ("DELETE FROM audit WHERE seq = 2", "audit 2: missing: the number is left out"),
        ("UPDATE audit SET at = '2020' WHERE seq = 3", "audit 3: it is dated 2020, before the entry before it"),
    ],
)
def test_whoever_changes_an_entry_behind_the_stores_back_is_found_out(store, acts, tamper, statement, fault):
    tamper(statement)

    assert any(fault in str(each) for each in store.verify().faults)


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_no_entry_is_changed_or_removed(store, acts, statement):
    with pytest.raises(StoreError, match="the table audit only grows"), store._database.writing() as connection:
        connection.exec_driver_sql(statement)


def test_what_an_entry_says_is_bounded(store):
    note(store, (audit.EXPORTED, "x" * 10_000))

    with store._database.reading() as connection:
        [act] = audit.find_acts(connection)
    assert 500 == len(act.about)
