"""Weights are fitted to what people decided in a store, kept with the runs, and put back."""

import json

import pytest

from riwaya import UsageError
from riwaya.reconciling.reconcile import WEIGHTS
from riwaya.store.runs import reconcile_store
from riwaya.store.weights import LEAST, Weights
from stores import fill, run_here

BASE = "استهدف هجوم بطائرتين مسيرتين قاعدة حرير الجوية في أربيل فجر الثلاثاء."
NEAR = "قال مصدر أمني إن طائرة مسيرة هاجمت حقلا للغاز في محافظة أربيل."
LATER = (
    "استهدف هجوم بطائرتين مسيرتين مطار السليمانية فجر الثلاثاء.",
    "قال مصدر أمني إن طائرة مسيرة هاجمت مقرا للشرطة في محافظة السليمانية.",
)
WHO = {"who": "salma", "why": "a gas field is no base"}


@pytest.fixture
def decided(store):
    """A store in which one kind of pair was rejected as often as it takes, but for the last one."""
    [base] = fill(store, 1, BASE)
    near = fill(store, LEAST, NEAR)
    reconcile_store(store)
    for each in near[:-1]:
        store.reject(base, each, seen=store.head().seq, **WHO)
    return store, base, near


def shares(store):
    return [suggestion.link.score for suggestion in store.suggestions()]


def test_few_decisions_are_refused_with_the_number_that_it_takes(decided):
    store, base, near = decided

    with pytest.raises(UsageError, match=f"fitted to {LEAST} decisions or more .*; {LEAST - 1} stand here"):
        store.fit_weights()

    taken_back = store.reject(base, near[-1], seen=store.head().seq, **WHO)
    assert LEAST == store.fit_weights().decisions
    store.undo(taken_back.seq, seen=store.head().seq, **WHO)
    with pytest.raises(UsageError):
        store.fit_weights()


def test_suggestions_of_a_kind_that_was_rejected_sink_and_come_back_with_the_shipped_weights(decided):
    store, base, near = decided
    store.reject(base, near[-1], seen=store.head().seq, **WHO)
    for text in LATER:
        fill(store, 1, text)
    reconcile_store(store)
    [before] = shares(store)

    reconcile_store(store, weights=store.fit_weights())
    assert all(share < before - 0.05 for share in shares(store))
    fitted = store.weights()
    assert (LEAST, True) == (fitted.decisions, fitted.changes["place: in the same province"] < 0)

    reconcile_store(store)  # a later run goes by them
    assert fitted == store.weights()
    withdrawn = store.withdraw(base[0], seen=store.head().seq, **WHO)  # and so does what a decision groups
    assert fitted == store.weights()
    assert Weights() == store.weights(at="2024-01-30")

    store.undo(withdrawn.seq, seen=store.head().seq, **WHO)
    reconcile_store(store, weights=Weights())
    assert ([before], Weights()) == (shares(store), store.weights())
    assert () == store.verify().faults


def test_a_run_keeps_the_weights_that_it_was_made_with():
    fitted = Weights({"prior": -0.5}, 20)

    assert {**WEIGHTS, "decisions": 20, "changes": {"prior": -0.5}} == fitted.as_dict()


def test_mergers_and_splits_count_as_one_decision_each(store):
    a, b, c = fill(store, 3, BASE)
    d, e = fill(store, 2, NEAR)
    reconcile_store(store)
    one, other = sorted(store.incidents(), key=lambda incident: len(incident.happenings))
    store.merge([one.id, other.id], seen=store.head().seq, **WHO)
    [whole] = store.incidents()
    store.split(whole.id, [d, e], seen=store.head().seq, **WHO)

    with pytest.raises(UsageError, match="; 2 stand here"):
        store.fit_weights()
    assert [{a, b, c}, {d, e}] == sorted((set(each.happenings) for each in store.incidents()), key=len, reverse=True)


def test_the_command_line_fits_weights_shows_them_and_puts_them_back(decided, url):
    store, base, near = decided
    few = run_here("weights", "--fit", "--store", url)
    assert (2, True) == (few.returncode, f"{LEAST - 1} stand here" in few.stderr)
    assert "the weights that ship\n" == run_here("weights", "--store", url, "--format", "table").stdout
    store.reject(base, near[-1], seen=store.head().seq, **WHO)

    fitted = json.loads(run_here("weights", "--fit", "--store", url).stdout)
    table = run_here("weights", "--store", url, "--format", "table").stdout.splitlines()

    assert LEAST == fitted["decisions"]
    assert f"{fitted['changes']['prior']:+.2f}  prior" in table
    assert f"fitted to {LEAST} decisions" == table[-1]
    back = json.loads(run_here("weights", "--shipped", "--store", url).stdout)
    assert {"decisions": 0, "changes": {}} == back
