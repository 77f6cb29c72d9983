"""A person says what an account really tells; what the machine read stays beside it."""

import json

import pytest

from riwaya import DecidedMeanwhile, UsageError
from riwaya.store.runs import find_decided, reconcile_store, show, told_as_dict
from stores import SHELLING, fill, incident_of, run_here

WHY = {"who": "salma", "why": "the fourth died"}
FOUR = {"low": 4, "high": 4, "scope": "incident", "since": None, "who": []}


@pytest.fixture
def shelled(store):
    """A store of two papers on one shelling that killed three, and the first of its happenings."""
    first, _ = sorted(fill(store, 2))
    reconcile_store(store)
    return store, first


def amend(store, happening, values, **options):
    asked = {**WHY, "seen": store.head().seq, **options}
    return store.amend(happening[0], "a1", "killed", values, **asked)


def shown(store, happening):
    return told_as_dict(show(store, incident_of(store, happening).id))


def test_both_values_are_shown_and_the_reading_and_the_incident_stay(shelled):
    store, first = shelled
    before, reading = shown(store, first), store.readings(first[0])

    made = amend(store, first, [4])

    after = shown(store, first)
    [amended] = after["amended"]
    read = amended["was"]
    assert (3, [FOUR]) == (read[0]["low"], amended["values"])
    assert (first[0], "a1", "killed", "salma") == (
        amended["document"], amended["account"], amended["field"], amended["decided"]["by"],
    )  # fmt: skip
    assert ({"account": "a1", "field": "killed", "values": read}, "amend") == (made.was, made.kind)
    assert before["fields"] == after["fields"]
    assert reading == store.readings(first[0])
    assert f"salma amended killed of {first[0]}/a1 on {made.at[:10]}" in str(made)
    assert () == store.verify().faults


def test_a_later_value_stands_against_an_earlier_one_and_undoing_it_brings_that_back(shelled):
    store, first = shelled
    amend(store, first, [4])

    second = amend(store, first, [])

    assert [FOUR] == second.was["values"]
    assert [[]] == [each["values"] for each in shown(store, first)["amended"]]
    store.undo(second.seq, seen=second.seq, **WHY)
    assert [[FOUR]] == [each["values"] for each in shown(store, first)["amended"]]
    with pytest.raises(UsageError, match="says so already"):
        amend(store, first, [4])


def test_a_value_is_as_it_was_known_at_a_moment(shelled):
    store, first = shelled
    made = amend(store, first, [4])
    amend(store, first, [])

    [decision] = incident_of(store, first, at=made.at).amended
    assert made == decision


def test_it_stops_the_second_of_two_people(shelled):
    store, first = shelled
    seen = store.head().seq
    amend(store, first, [4])

    with pytest.raises(DecidedMeanwhile, match=f"salma amended killed of {first[0]}/a1"):
        amend(store, first, [5], seen=seen)


def test_it_goes_with_the_words_when_the_document_is_read_anew(shelled, renumbered):
    store, first = shelled
    amend(store, first, [4])
    renumbered(store)
    reconcile_store(store)

    now = (first[0], "i7")

    assert [[FOUR]] == [each["values"] for each in shown(store, now)["amended"]]


def test_it_is_lost_and_not_dropped_where_no_words_tell_of_it_any_more(shelled, renumbered):
    store, first = shelled
    made = amend(store, first, [4])
    renumbered(store, drop={first[0]})

    assert [(made, "lost")] == list(find_decided(store)[0])


@pytest.mark.parametrize(
    ("account", "field", "values", "told"),
    [
        ("a9", "killed", [4], "there is no account .*/a9"),
        ("a1", "colour", [4], "'colour' is no field of an account"),
        ("a1", "killed", ["many"], "killed: 'many' is neither a number"),
    ],
)
def test_what_makes_no_sense_is_told_and_not_kept(shelled, account, field, values, told):
    store, first = shelled
    head = store.head()

    with pytest.raises(UsageError, match=told):
        store.amend(first[0], account, field, values, seen=head.seq, **WHY)
    with pytest.raises(UsageError, match="there is no account none/a1"):
        store.amend("none", "a1", "killed", [4], seen=head.seq, **WHY)
    assert head == store.head()


def test_the_command_line_amends_and_prints_both(shelled, url):
    store, first = shelled
    seen = str(store.head().seq)
    account = f"{first[0][:8]}/a1"
    asked = ("--store", url, "--who", "salma", "--why", "the fourth died")

    done = run_here("decide", "amend", account, "killed", "4", "--seen", seen, *asked)
    outcome = run_here("decide", "amend", account, "outcome", "hit", "--seen", json.loads(done.stdout)["seen"], *asked)
    table = run_here("show", incident_of(store, first).id, "--store", url, "--format", "table").stdout

    assert ("amend", 0) == (json.loads(done.stdout)["kind"], outcome.returncode)
    assert SHELLING == store.document(first[0]).text
    lines = [" ".join(line.split()) for line in table.splitlines()]
    assert any(line.startswith("killed [1]: 3, among them 3 civilians → 4 (salma ") for line in lines)
    assert any(line.startswith("outcome [1]: – → hit (salma ") for line in lines)
    assert 2 == run_here("decide", "amend", first[0], "killed", "4", "--seen", seen, *asked).returncode
