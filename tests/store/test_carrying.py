"""A decision goes with the words that it is about when a document is read anew."""

import pytest

from builders import make_account, make_incident, make_reading
from riwaya import DecidedMeanwhile, Span
from riwaya.store.carrying import carry
from stores import fill, incident_of, make_grouped, ruled, save_run

WHY = {"who": "salma", "why": "same village"}


def reading_of(*told):
    """A reading whose happenings are told as (id, trigger, statement)."""
    accounts = [
        make_account(f"a{number}", incident=id, trigger=Span(*trigger), statement=Span(*statement))
        for number, (id, trigger, statement) in enumerate(told)
    ]
    return make_reading(accounts, [make_incident((), id=id) for id in dict.fromkeys(id for id, _, _ in told)])


def test_a_happening_is_the_one_with_the_same_trigger():
    old = reading_of(("i1", (10, 15), (0, 40)), ("i2", (50, 55), (41, 80)))
    new = reading_of(("i1", (50, 55), (0, 80)), ("i2", (10, 15), (0, 80)))

    assert ("i2", "i1") == (carry("i1", old, new), carry("i2", old, new))


def test_without_the_same_trigger_it_is_the_one_with_most_of_the_statement():
    old = reading_of(("i1", (10, 15), (0, 40)))

    assert "i2" == carry("i1", old, reading_of(("i1", (60, 65), (30, 80)), ("i2", (20, 25), (5, 40))))
    assert carry("i1", old, reading_of(("i1", (60, 65), (30, 80)))) is None
    assert carry("i1", old, reading_of()) is None


def test_a_decision_is_about_the_same_words_when_a_newer_version_numbers_otherwise(store, renumbered):
    a, b, c = sorted(fill(store, 3))
    save_run(store, make_grouped("i1", a, b, c))
    store.confirm(a, b, seen=store.head().seq, **WHY)
    split = store.split(incident_of(store, c).id, [c], seen=store.head().seq, **WHY)
    renumbered(store)

    now = [(document, "i7") for document, _ in (a, b, c)]
    given = store.to_reconcile()

    assert ((now[0], now[1]),) == ruled(store, True)
    assert ((now[0], now[2]), (now[1], now[2])) == ruled(store, False)
    assert () == given.lost
    save_run(store, make_grouped("i1", *now))
    assert ["confirmed", "rejected"] == [link.state for link in store.incident("i1").links]
    assert split == store.decisions()[-1]  # itself it is as it was made
    assert () == store.verify().faults


def test_a_later_decision_on_the_new_numbers_stands_against_an_earlier_one(store, renumbered):
    a, b = sorted(fill(store, 2))
    save_run(store, make_grouped("i1", a, b))
    store.confirm(a, b, seen=store.head().seq, **WHY)
    renumbered(store)

    made = store.reject((a[0], "i7"), (b[0], "i7"), seen=store.head().seq, **WHY)

    assert "confirmed" == made.was
    assert ((((a[0], "i7"), (b[0], "i7")),), ()) == (ruled(store, False), ruled(store, True))


def test_a_decision_whose_words_tell_of_nothing_any_more_is_lost_and_not_dropped(store, renumbered):
    a, b, c = sorted(fill(store, 3))
    save_run(store, make_grouped("i1", a, b, c))
    lost = store.confirm(a, b, seen=store.head().seq, **WHY)
    store.confirm(b, c, seen=store.head().seq, **WHY)
    renumbered(store, drop={a[0]})

    given = store.to_reconcile()

    assert (((b[0], "i7"), (c[0], "i7")),) == ruled(store, True)
    assert [lost] == list(given.lost)
    undone = store.undo(lost.seq, seen=store.head().seq, **WHY)
    assert (lost.seq, ()) == (undone.undoes, store.to_reconcile().lost)


def test_what_is_left_of_a_merger_holds_when_one_of_its_happenings_is_gone(store, renumbered):
    a, b, c = sorted(fill(store, 3))
    save_run(store, make_grouped("i1", a), make_grouped("i2", b, c))
    store.merge(["i1", "i2"], seen=store.head().seq, **WHY)
    renumbered(store, drop={a[0]})

    given = store.to_reconcile()

    assert (((b[0], "i7"), (c[0], "i7")),) == ruled(store, True)
    assert () == given.lost


def test_a_decision_on_a_happening_stops_the_second_person_under_its_new_number_too(store, renumbered):
    a, b = sorted(fill(store, 2))
    save_run(store, make_grouped("i1", a, b))
    seen = store.head().seq
    store.confirm(a, b, seen=seen, **WHY)
    renumbered(store)

    with pytest.raises(DecidedMeanwhile):
        store.reject((a[0], "i7"), (b[0], "i7"), seen=seen, **WHY)
