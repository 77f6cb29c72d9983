"""Runs of the machine are kept as they were made, and read back as of any moment."""

import pytest

from riwaya import UsageError
from riwaya.reconciling.reconcile import IncidentLink, reconcile
from riwaya.store import store as store_module
from riwaya.store.grouping import find_apart
from stores import AIRSTRIKE, SHELLING, fill, make_grouped, make_incoming, save_run


def groups(store, **options):
    return {incident.id: list(incident.happenings) for incident in store.incidents(**options)}


def test_a_run_is_read_back_with_its_links_and_their_reasons(store):
    a, b, c = sorted(fill(store, 3))

    run = save_run(store, make_grouped("i1", a, b), make_grouped("i2", c))

    one, two = store.incidents()
    assert ("i1", run, (a, b)) == one[:3]
    assert ("i2", run, (c,), ()) == two[:4]
    [link] = one.links
    assert (a, b, 0.8, "suggested", None) == (link.a, link.b, link.score, link.state, link.decision)
    reasons = [("place", 3.0, "the same place"), ("time", -1.0, "a day apart")]
    assert reasons == [(r["about"], r["weight"], r["why"]) for r in link.reasons]
    assert one == store.incident("i1")


def test_a_later_run_over_everything_says_all_there_is_to_say(store):
    a, b, c = sorted(fill(store, 3))
    save_run(store, make_grouped("i1", a, b), make_grouped("i2", c))

    save_run(store, make_grouped("i1", a), make_grouped("i3", b))

    assert {"i1": [a], "i3": [b]} == groups(store)


def test_a_run_over_what_a_document_touches_leaves_the_other_incidents_as_they_were(store):
    a, b, c = sorted(fill(store, 3))
    whole = save_run(store, make_grouped("i1", a), make_grouped("i2", b), make_grouped("i3", c))

    part = save_run(store, make_grouped("i1", a, b), whole=False)

    assert {"i1": [a, b], "i3": [c]} == groups(store)
    assert {"i1": part, "i3": whole} == {incident.id: incident.run for incident in store.incidents()}
    assert [0.8] == [link.score for link in store.incident("i1").links]


def test_a_happening_of_a_document_that_was_read_again_waits_for_a_run(store, monkeypatch):
    a, b = sorted(fill(store, 2))
    save_run(store, make_grouped("i1", a, b))

    monkeypatch.setattr(store_module, "reader", lambda: "9.9.9+new")
    list(store.read_again())
    assert {} == groups(store)

    save_run(store, make_grouped("i1", a, b))
    assert {"i1": [a, b]} == groups(store)


def test_incidents_can_be_asked_as_of_a_past_moment(store, clock):
    a, b = sorted(fill(store, 2))
    save_run(store, make_grouped("i1", a), make_grouped("i2", b))
    clock.time = clock.time.replace(month=3)
    save_run(store, make_grouped("i1", a, b))

    assert {"i1": [a], "i2": [b]} == groups(store, at="2024-01-31")
    assert {"i1": [a, b]} == groups(store)
    assert {} == groups(store, at="2024-01-30")


def test_links_that_a_run_weighed_and_did_not_follow_are_kept_too(store):
    a, b, c = sorted(fill(store, 3))
    near = [IncidentLink(b, c, 0.3, ()), IncidentLink(c, a, 0.4, ())]

    save_run(store, make_grouped("i1", a, b), make_grouped("i2", c), others=near)

    with store._database.reading() as connection:
        found = [(link[:3], *ids) for link, *ids in find_apart(connection, store.head().seq)]
    assert [((a, c, 0.4), "i1", "i2"), ((b, c, 0.3), "i1", "i2")] == found
    assert 1 == len(store.incident("i1").links)


def test_a_happening_in_two_incidents_is_told_and_nothing_is_kept(store):
    a, b = sorted(fill(store, 2))
    head = store.head()

    with pytest.raises(UsageError, match=r"/i1 is in two incidents, i1 and i2"):
        save_run(store, make_grouped("i1", a, b), make_grouped("i2", b))
    assert head == store.head()


def test_a_document_that_came_after_the_run_began_is_told(store):
    seen = store.head().seq
    [a] = fill(store, 1)

    with pytest.raises(UsageError, match=f"the store had no document '{a[0]}' when the run began"):
        save_run(store, make_grouped("i1", a), seen=seen)


def test_what_is_withdrawn_is_neither_handed_over_nor_in_an_incident(store):
    a, b = sorted(fill(store, 2))
    save_run(store, make_grouped("i1", a), make_grouped("i2", b))
    store.withdraw(b[0], who="salma", why="not ours", seen=store.head().seq)

    assert {"i1": [a]} == groups(store)
    assert [a[0]] == [reading.document.id for reading in store.to_reconcile().readings]


def test_a_store_is_reconciled_and_holds_what_came_out(store):
    fill(store, 2)
    store.ingest(make_incoming(AIRSTRIKE))
    given = store.to_reconcile()

    made = reconcile(given.readings)
    store.save_run(made, seen=given.seen, weights={})

    assert {each.incident.id: list(each.happenings) for each in made} == groups(store)
    assert [1, 2] == sorted(len(incident.happenings) for incident in store.incidents())
    assert () == store.verify().faults


def test_a_changed_member_or_link_of_a_run_is_found(store, tamper):
    a, b = sorted(fill(store, 2))
    run = save_run(store, make_grouped("i1", a, b))
    told = f"run {run}: it is not as it was kept: its content does not match entry {run} of the log"

    tamper("UPDATE members SET incident = 'i7'")
    assert [told] == [str(fault) for fault in store.verify().faults]
    tamper("UPDATE members SET incident = 'i1'")
    assert () == store.verify().faults
    tamper("UPDATE links SET score = 0.81")
    assert [told] == [str(fault) for fault in store.verify().faults]


def test_readings_are_handed_over_with_their_texts(store):
    fill(store, 1)

    [reading] = store.to_reconcile().readings

    assert SHELLING == reading.document.text
    assert store.readings(reading.document.id)[-1].reading == reading
