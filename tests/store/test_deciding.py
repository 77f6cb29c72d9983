"""What people decide is kept as revisions, is never lost to somebody else's, and rules what the machine may join."""

import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import pytest

from riwaya import DecidedMeanwhile, UsageError
from riwaya.store import open_store
from riwaya.store.decisions import find_decisions
from riwaya.store.runs import reconcile_store
from stores import AIRSTRIKE, fill, incident_of, make_grouped, make_incoming, ruled, save_run

WHY = {"who": "salma", "why": "same village, same night"}


def states(store, happening, **options):
    return [link.state for link in incident_of(store, happening, **options).links]


def groups(store):
    return [each.happenings for each in sorted(store.incidents(), key=lambda each: each.happenings)]


@pytest.fixture
def grouped(store):
    """A store whose incident i1 is of the happenings a, b, c and i2 of d; and these."""
    a, b, c, d = sorted(fill(store, 4))
    save_run(store, make_grouped("i1", a, b, c), make_grouped("i2", d))
    return store, (a, b, c, d)


def test_a_link_is_confirmed_by_somebody_at_a_moment_for_a_reason(grouped, clock):
    store, (a, b, _, _) = grouped

    made = store.confirm(b, a, seen=incident_of(store, a).seen, **WHY)

    assert ("confirm", "salma", "same village, same night") == (made.kind, made.who, made.why)
    assert ("suggested", "confirmed", clock.time.isoformat()[:19]) == (made.was, made.becomes, made.at[:19])
    assert [a, b] == [subject.key for subject in made.subjects]
    assert ["confirmed", "suggested"] == states(store, a)
    assert made == incident_of(store, a).links[0].decision
    assert (made,) == store.decisions()
    told = f"salma confirmed that {a[0]}/i1 and {b[0]}/i1 are one incident on {made.at[:10]} {made.at[11:16]} UTC"
    assert f"{told} (decision {made.seq}): same village, same night" == str(made)


def test_a_link_is_rejected_and_the_rejection_taken_back(grouped):
    store, (a, b, c, d) = grouped

    rejected = store.reject(a, b, seen=store.head().seq, **WHY)
    assert [(a, c), (b,), (d,)] == groups(store)
    assert (((a, b),), ()) == (ruled(store, False), ruled(store, True))

    undone = store.undo(rejected.seq, seen=rejected.seq, **WHY)
    assert [(a, b, c), (d,)] == groups(store)
    assert ((), ()) == (ruled(store, False), ruled(store, True))

    store.undo(undone.seq, seen=undone.seq, **WHY)
    assert [(a, c), (b,), (d,)] == groups(store)
    assert ["reject", "undo", "undo"] == [decision.kind for decision in store.decisions()]


def test_a_later_decision_on_a_link_stands_against_an_earlier_one(grouped):
    store, (a, b, c, d) = grouped
    first = store.confirm(a, b, seen=store.head().seq, **WHY)

    second = store.reject(a, b, seen=first.seq, **WHY)

    assert ("confirmed", "rejected") == (second.was, second.becomes)
    assert [(a, c), (b,), (d,)] == groups(store)
    assert ["confirmed", "suggested"] == states(store, a, at=first.at[:26] + "+00:00")


def test_merged_incidents_are_one_at_once_and_the_merger_is_taken_back(grouped):
    store, (a, b, c, d) = grouped

    made = store.merge(["i2", "i1"], seen=store.head().seq, **WHY)

    assert {"incidents": {"i1": [[*a], [*b], [*c]], "i2": [[*d]]}} == made.was
    assert ((a, b), (a, c), (a, d)) == ruled(store, True)
    assert [(a, b, c, d)] == groups(store)
    store.undo(made.seq, seen=made.seq, **WHY)
    assert () == ruled(store, True)


def test_the_parts_of_a_split_incident_are_two_at_once(grouped):
    store, (a, b, c, d) = grouped

    made = store.split("i1", [b], seen=store.head().seq, **WHY)

    assert {"apart": [[[*b]], [[*a], [*c]]]} == made.becomes
    assert ((a, b), (b, c)) == ruled(store, False)
    assert [(a, c), (b,), (d,)] == groups(store)


def test_a_merger_ends_what_was_said_against_any_two_of_it(grouped):
    store, (a, b, c, d) = grouped
    store.reject(b, d, seen=store.head().seq, **WHY)
    incidents = [incident.id for incident in store.incidents()]

    store.merge(incidents, seen=store.head().seq, **WHY)

    assert (((a, b), (a, c), (a, d)), ()) == (ruled(store, True), ruled(store, False))
    assert [(a, b, c, d)] == groups(store)


def test_confirming_a_link_between_two_incidents_joins_them_whole_at_once(store):
    """What one was like is not lost by being joined with what is unlike it."""
    a, b = sorted(fill(store, 2))
    c, d = sorted(fill(store, 2, AIRSTRIKE))
    reconcile_store(store)
    assert sorted([(a, b), (c, d)]) == groups(store)

    store.confirm(a, c, seen=store.head().seq, **WHY)

    assert [tuple(sorted((a, b, c, d)))] == groups(store)
    assert ["confirmed"] == [link.state for link in incident_of(store, a).links if link.decision]
    reconcile_store(store)
    assert [tuple(sorted((a, b, c, d)))] == groups(store)


def test_what_a_decision_does_not_touch_stays_as_it_was(grouped):
    store, (_, b, _, d) = grouped
    before = incident_of(store, d)

    store.split("i1", [b], seen=store.head().seq, **WHY)

    assert before[:4] == incident_of(store, d)[:4]


def test_a_link_with_a_document_that_came_after_the_last_run_is_joined_at_once(grouped):
    store, (a, b, c, d) = grouped
    kept = store.ingest(make_incoming(AIRSTRIKE))

    store.confirm(a, (kept.document, "i1"), seen=store.head().seq, **WHY)

    assert sorted([tuple(sorted((a, b, c, (kept.document, "i1")))), (d,)]) == groups(store)


def test_a_run_that_had_not_seen_a_decision_does_not_hide_it(grouped):
    store, (a, b, c, d) = grouped
    given = store.to_reconcile()
    store.split(incident_of(store, a).id, [b], seen=store.head().seq, **WHY)

    save_run(store, make_grouped("i1", a, b, c), make_grouped("i2", d), seen=given.seen)

    assert [(a, c), (b,), (d,)] == groups(store)


def test_an_incident_that_was_joined_with_another_tells_where_it_went(grouped):
    store, (a, *_) = grouped
    store.merge(["i1", "i2"], seen=store.head().seq, **WHY)
    there = incident_of(store, a).id

    for ask in (store.incident, lambda id: store.merge([id, there], seen=store.head().seq, **WHY)):
        with pytest.raises(UsageError, match=f"there is no incident 'i2' any more; what it told of is in {there}"):
            ask("i2")


def test_a_withdrawn_document_leaves_its_incident_at_once_and_comes_back_to_it(grouped):
    store, (a, b, c, d) = grouped

    store.withdraw(a[0], seen=store.head().seq, **WHY)
    assert [(b, c), (d,)] == groups(store)

    store.restore(a[0], seen=store.head().seq, **WHY)
    assert [(a, b, c), (d,)] == groups(store)
    assert () == store.verify().faults


def test_a_split_ends_what_was_said_for_two_of_different_parts(grouped):
    store, (a, b, c, _) = grouped
    store.confirm(a, b, seen=store.head().seq, **WHY)
    store.confirm(b, c, seen=store.head().seq, **WHY)

    store.split(incident_of(store, a).id, [a], seen=store.head().seq, **WHY)

    assert (((b, c),), ((a, b), (a, c))) == (ruled(store, True), ruled(store, False))


def test_what_would_hold_two_happenings_apart_and_together_is_not_kept(grouped):
    store, (a, b, c, _) = grouped
    first = store.confirm(a, b, seen=store.head().seq, **WHY)
    second = store.confirm(b, c, seen=store.head().seq, **WHY)

    with pytest.raises(UsageError, match="would be held apart and together at once") as raised:
        store.reject(a, c, seen=store.head().seq, **WHY)
    assert f"(decision {first.seq})" in str(raised.value)
    assert f"(decision {second.seq})" in str(raised.value)
    assert 2 == len(store.decisions())


def test_what_a_run_does_later_leaves_decisions_as_they_are(grouped):
    store, (a, b, c, d) = grouped
    made = store.reject(a, b, seen=store.head().seq, **WHY)

    save_run(store, make_grouped("i1", a, b, c, d))

    assert ["rejected", "suggested", "suggested"] == states(store, a)
    assert (made,) == store.decisions()


def test_a_document_is_withdrawn_and_brought_back(grouped):
    store, (a, *_) = grouped

    store.withdraw(a[0], seen=store.head().seq, **WHY)
    assert a[0] not in [document.id for document in store.documents()]
    assert a[0] in [document.id for document in store.documents(all=True)]
    assert a[0] == store.document(a[0]).id
    with pytest.raises(UsageError, match=f"the document {a[0]} is withdrawn already"):
        store.withdraw(a[0], seen=store.head().seq, **WHY)

    store.restore(a[0], seen=store.head().seq, **WHY)
    assert a[0] in [document.id for document in store.documents()]
    with pytest.raises(UsageError, match="is not withdrawn"):
        store.restore(a[0], seen=store.head().seq, **WHY)


@pytest.mark.parametrize(
    ("decide", "told"),
    [
        (lambda s, a, b: s.confirm(a, b, who=" ", why="x", seen=0), "who: a decision says who made it and why"),
        (lambda s, a, b: s.confirm(a, b, who="x", why="", seen=0), "why: a decision says who made it and why"),
        (lambda s, a, b: s.confirm(a, b, seen=999, **WHY), "the store has no entry 999"),
        (lambda s, a, b: s.confirm(a, (a[0], "i2"), seen=10, **WHY), "are of one document"),
        (lambda s, a, b: s.confirm(a, ("none", "i1"), seen=10, **WHY), "the store has no document 'none'"),
        (
            lambda s, a, b: s.confirm(a, (b[0], "i9"), seen=10, **WHY),
            "there is no happening .*/i9 in what",
        ),
        (lambda s, a, b: s.merge(["i1"], seen=10, **WHY), "a merger takes two incidents or more"),
        (lambda s, a, b: s.merge(["i1", "i9"], seen=10, **WHY), "there is no incident 'i9'"),
        (lambda s, a, b: s.split("i1", [("none", "i1")], seen=10, **WHY), "none/i1: not of the incident i1"),
        (lambda s, a, b: s.split("i1", [], seen=10, **WHY), "takes some of its happenings, and leaves some"),
        (lambda s, a, b: s.split("i2", s.incident("i2").happenings, seen=10, **WHY), "and leaves some"),
        (lambda s, a, b: s.undo(3, seen=10, **WHY), "there is no decision 3"),
        (lambda s, a, b: s.withdraw("none", seen=10, **WHY), "the store has no document 'none'"),
    ],
)
def test_a_decision_that_makes_no_sense_is_told_and_not_kept(grouped, decide, told):
    store, (a, b, *_) = grouped
    head = store.head()

    with pytest.raises(UsageError, match=told):
        decide(store, a, b)
    assert head == store.head()


def test_a_decision_that_says_what_stands_already_is_told(grouped):
    store, (a, b, *_) = grouped
    made = store.confirm(a, b, seen=store.head().seq, **WHY)
    undone = store.undo(made.seq, seen=made.seq, **WHY)

    with pytest.raises(UsageError, match=f"decision {made.seq} was taken back already"):
        store.undo(made.seq, seen=undone.seq, **WHY)
    store.confirm(a, b, seen=undone.seq, **WHY)
    with pytest.raises(UsageError, match="that link is confirmed already: salma confirmed that"):
        store.confirm(a, b, seen=store.head().seq, **WHY)


def test_a_changed_decision_is_found(grouped, tamper):
    store, (a, b, *_) = grouped
    made = store.reject(a, b, seen=store.head().seq, **WHY)
    told = f"decision {made.seq}: it is not as it was kept: its content does not match entry {made.seq} of the log"

    for change in ("who = 'omar'", "why = 'other'", "becomes = '\"confirmed\"'"):
        before = {"who": made.who, "why": made.why, "becomes": '"rejected"'}
        tamper(f"UPDATE decisions SET {change}")
        assert [told] == [str(fault) for fault in store.verify().faults]
        tamper(*(f"UPDATE decisions SET {key} = '{value}'" for key, value in before.items()))
        assert () == store.verify().faults
    tamper("UPDATE subjects SET happening = 'i9' WHERE reading = (SELECT min(reading) FROM subjects)")
    assert [told] == [str(fault) for fault in store.verify().faults]


# ---------------------------------------------------------------------------------------------------------- two at once


def test_the_second_of_two_people_is_told_who_decided_what_and_when(grouped):
    store, (a, b, c, _) = grouped
    seen = incident_of(store, a).seen
    first = store.reject(a, b, who="omar", why="other village", seen=seen)

    with pytest.raises(DecidedMeanwhile) as raised:
        store.confirm(b, c, seen=seen, **WHY)

    when = f"{first.at[:10]} {first.at[11:16]} UTC"
    assert (
        f"not kept, for omar rejected that {a[0]}/i1 and {b[0]}/i1 are one incident on {when} (decision {first.seq}): "
        "other village. Look at it again, and decide anew"
    ) == str(raised.value)
    assert (first,) == store.decisions()
    assert "confirm" == store.confirm(b, c, seen=incident_of(store, a).seen, **WHY).kind


def test_a_decision_on_another_incident_stops_nobody(store):
    a, b, c, d = sorted(fill(store, 4))
    save_run(store, make_grouped("i1", a, b), make_grouped("i2", c, d))
    seen = incident_of(store, a).seen
    store.reject(c, d, seen=seen, **WHY)

    assert "reject" == store.reject(a, b, seen=seen, **WHY).kind


@pytest.mark.parametrize("first", ["withdraw", "merge", "split", "undo"])
def test_whatever_somebody_decides_on_an_incident_stops_the_second(grouped, first):
    store, (a, b, c, _) = grouped
    old = store.confirm(a, b, seen=store.head().seq, **WHY)
    seen = incident_of(store, a).seen
    decide = {
        "withdraw": lambda: store.withdraw(c[0], seen=seen, **WHY),
        "merge": lambda: store.merge([incident_of(store, a).id, "i2"], seen=seen, **WHY),
        "split": lambda: store.split(incident_of(store, c).id, [c], seen=seen, **WHY),
        "undo": lambda: store.undo(old.seq, seen=seen, **WHY),
    }
    decide[first]()

    with pytest.raises(DecidedMeanwhile):
        store.reject(a, c, seen=seen, **WHY)


def test_documents_and_runs_that_come_in_meanwhile_stop_nobody(grouped):
    store, (a, b, *_) = grouped
    seen = incident_of(store, a).seen
    store.ingest(make_incoming("نص"))
    save_run(store, make_grouped("i1", a, b))

    assert "confirm" == store.confirm(a, b, seen=seen, **WHY).kind


@pytest.mark.slow
def test_of_many_people_who_decide_at_once_one_is_kept_and_each_other_is_told(grouped, url):
    """Processes of their own, which have all looked before the first decides."""
    store, (a, b, *_) = grouped
    code = textwrap.dedent(
        """
        import sys
        from riwaya import DecidedMeanwhile
        from riwaya.store import open_store
        url, who, seen, a, b = sys.argv[1:]
        with open_store(url, make=False) as store:
            input()
            try:
                store.confirm((a, "i1"), (b, "i1"), who=who, why="at once", seen=int(seen))
            except DecidedMeanwhile as told:
                print(told)
            else:
                print("kept")
        """
    )
    seen = str(incident_of(store, a).seen)
    people = [
        subprocess.Popen(
            [sys.executable, "-c", code, url, f"person {number}", seen, a[0], b[0]],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUTF8": "1"},
        )
        for number in range(4)
    ]  # fmt: skip
    with ThreadPoolExecutor(len(people)) as at_once:
        said = list(at_once.map(lambda person: person.communicate("\n", timeout=60)[0].strip(), people))

    [decision] = store.decisions()
    assert ["kept"] == [each for each in said if each == "kept"]
    assert 3 == sum(f"not kept, for {decision.who} confirmed that" in each for each in said)
    assert () == store.verify().faults


def test_nothing_is_lost_of_what_many_people_decide_on_many_incidents(store, url):
    happenings = sorted(fill(store, 12))
    pairs = list(zip(happenings[::2], happenings[1::2], strict=True))
    save_run(store, *(make_grouped(f"i{number}", *pair) for number, pair in enumerate(pairs)))
    seen = store.head().seq

    def decide(pair):
        with open_store(url) as own:
            return own.confirm(*pair, seen=seen, **WHY).seq

    with ThreadPoolExecutor(6) as at_once:
        made = list(at_once.map(decide, pairs))

    assert sorted(made) == [decision.seq for decision in store.decisions()]
    assert tuple(pairs) == ruled(store, True)
    assert () == store.verify().faults


def test_a_decision_rests_on_those_that_hang_together_with_it_and_on_no_others(store):
    a, b, c, d, e = sorted(fill(store, 5))
    save_run(store, *(make_grouped(f"i{number}", each) for number, each in enumerate((a, b, c, d, e))))
    first = store.reject(a, b, seen=store.head().seq, **WHY)
    second = store.reject(b, c, seen=store.head().seq, **WHY)
    undone = store.undo(second.seq, seen=store.head().seq, **WHY)
    other = store.reject(d, e, seen=store.head().seq, **WHY)

    with store._database.reading() as connection:
        head = store.head().seq
        assert (first, second, undone) == find_decisions(connection, head, near=[a[0]])
        assert (first, second) == find_decisions(connection, second.seq, near=[c[0]])
        assert (other,) == find_decisions(connection, head, near=[e[0]])
        assert () == find_decisions(connection, head, near=["none"])
        assert (undone,) == find_decisions(connection, head, kinds=["undo"])


def test_a_reason_that_no_database_keeps_is_refused_on_both(grouped):
    store, (a, b, _, _) = grouped

    with pytest.raises(UsageError, match="NUL"):
        store.confirm(a, b, who="salma", why="same\0place", seen=store.head().seq)
    assert () == store.decisions()
