"""What people decided moves the weights of the evidence: little by few decisions, and only what they speak of."""

import itertools

import pytest

import riwaya
from riwaya.reconciling.evidence import evidence_of
from riwaya.reconciling.fitting import Judged, fit
from riwaya.reconciling.links import Kinds, kinds, score, share_of, weigh
from riwaya.reconciling.reconcile import Reconciler


def read(id, text):
    return riwaya.read(text, published="2024-01-16", publisher=f"paper {id}", id=id)


BASE = read("base", "استهدف هجوم بطائرتين مسيرتين قاعدة حرير الجوية في أربيل فجر الثلاثاء.")
NEAR = read("near", "قال مصدر أمني إن طائرة مسيرة هاجمت حقلا للغاز في محافظة أربيل.")
COPY = read("copy", "قال مصدر أمني إن هجوما بطائرتين مسيرتين استهدف قاعدة حرير في أربيل فجر الثلاثاء.")
[ONE], [OTHER], [SAME] = map(evidence_of, (BASE, NEAR, COPY))


def judge(shipped, together, *names, share=1.0):
    return Judged(Kinds(shipped, dict.fromkeys(("prior", *names), 1.0)), together, share)


def test_without_decisions_nothing_changes():
    assert fit([]) == {}


def test_the_kinds_of_evidence_add_up_to_the_score():
    told = kinds(ONE, OTHER)
    changes = {"prior": -0.5, "place: in the same province": 0.25, "actor: other actors, against": 9.0}

    assert told.shipped == pytest.approx(score(ONE, OTHER))
    assert {"prior": 1.0, "place: in the same province": 1.0, "target: other targets, against": 1.0}.items() <= (
        told.amounts.items()
    )
    assert score(ONE, OTHER, changes) == pytest.approx(score(ONE, OTHER) - 0.25)
    assert weigh(ONE, OTHER, changes).score == pytest.approx(score(ONE, OTHER) - 0.25)
    assert score(ONE, OTHER, changes) == score(OTHER, ONE, changes)


def test_evidence_in_the_same_words_is_one_kind_for_and_another_against():
    shelling = evidence_of(read("s", "قصفت المدفعية منزلا في مدينة تعز صباح الثلاثاء."))
    strike = evidence_of(read("t", "أصابت غارة جوية منزلا في مدينة تعز صباح الثلاثاء."))
    blast = evidence_of(read("u", "وقع انفجار في مدينة تعز صباح الثلاثاء."))

    assert "type: … go together, against" in kinds(*shelling, *strike).amounts
    assert "type: … go together" in kinds(*shelling, *blast).amounts


def test_the_reasons_of_a_link_show_the_weights_that_are_in_force():
    [place] = [r for r in weigh(ONE, OTHER, {"place: in the same province": 0.25}).reasons if r.about == "place"]

    assert (place.weight, place.why) == (pytest.approx(1.05), "in the same province")


def test_rejecting_a_kind_of_pair_sinks_such_pairs_and_leaves_others():
    changes = fit([Judged(kinds(ONE, OTHER), False, 1.0)] * 30)

    assert share_of(score(ONE, OTHER, changes)) < share_of(score(ONE, OTHER)) / 2
    assert share_of(score(ONE, SAME, changes)) > 0.9
    assert (1, 2) == (count(BASE, NEAR, COPY, changes={}), count(BASE, NEAR, COPY, changes=changes))


def count(*readings, changes):
    """The number of incidents."""
    reconciler = Reconciler(changes=changes)
    reconciler.add(readings)
    return len(reconciler.incidents())


def test_confirming_a_kind_of_pair_joins_such_pairs():
    changes = fit([Judged(kinds(ONE, OTHER), True, 1.0)] * 30)

    assert (2, 1) == (count(BASE, NEAR, changes={}), count(BASE, NEAR, changes=changes))


def test_one_decision_moves_little_and_more_move_more():
    moved = [abs(fit([judge(0.0, False, "place")] * many)["place"]) for many in (1, 5, 25, 125)]

    assert moved[0] < 0.05
    assert moved == sorted(moved)
    assert 0.5 < moved[-1] < 2


def test_a_decision_that_agrees_with_the_weights_moves_nearly_nothing():
    assert abs(fit([judge(5.0, True, "place")])["place"]) < 0.001


def test_only_what_was_decided_on_changes():
    assert {"prior", "place"} == fit([judge(0.0, False, "place"), judge(0.0, False, "place")]).keys()


def test_a_decision_on_many_pairs_counts_as_one():
    once = fit([judge(0.0, False, "place")])
    many = fit([judge(0.0, False, "place", share=0.1)] * 10)

    assert many == pytest.approx(once, abs=2e-4)


def test_decisions_for_and_against_one_kind_even_out():
    changes = fit([judge(0.0, True, "place"), judge(0.0, False, "place")])

    assert changes == {}


def test_the_order_of_the_decisions_changes_nothing():
    judged = [judge(0.3, True, "place"), judge(-0.2, False, "place", "time"), judge(1.0, False, "time")]

    assert 1 == len({tuple(fit(order).items()) for order in itertools.permutations(judged)})


def test_the_answer_is_the_likeliest_one():
    """No small step from it makes the decisions and the belief in the shipped weights likelier together."""
    from math import log

    from riwaya.reconciling.fitting import SPREAD

    judged = [judge(0.5, False, "place"), judge(-1.0, True, "time"), judge(0.2, True, "place", "time")]
    found = fit(judged)

    def likelihood(changes):
        total = -sum(change**2 for change in changes.values()) / (2 * SPREAD**2)
        for pair in judged:
            share = share_of(pair.kinds.shipped + sum(changes[kind] for kind in pair.kinds.amounts))
            total += log(share if pair.together else 1 - share)
        return total

    for kind, step in itertools.product(found, (-0.01, 0.01)):
        assert likelihood({**found, kind: found[kind] + step}) < likelihood(found)
