"""Counts of one field seen together: parts and totals, a toll that is known to have risen, the nearer of two."""

import pytest

from builders import make_account, make_claim, make_count
from riwaya.reconciling.sums import settle, tells_nearer
from riwaya.records import Relation

DISPUTE = Relation(0, 1, "disputes", "made")


def told(*counts):
    """Each count with an account of its own."""
    return [(count, [make_account(f"d{n}/a1")]) for n, count in enumerate(counts)]


def kinds(values, relation=DISPUTE):
    return [(r.a, r.b, r.relation) for r in settle(values, [relation])]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (told(make_count(4), make_count(9, None)), [(0, 1, "disputes")]),
        (told(make_count(4), make_count(9, None), make_count(9, rises=True)), [(0, 1, "updates")]),
        (told(make_count(4), make_count(12), make_count(9, rises=True)), [(0, 1, "disputes")]),
        (told(make_count(4), make_count(9), make_count(9, rises=True, scope="area")), [(0, 1, "disputes")]),
        (told(make_count(4, only=True), make_count(9), make_count(9, rises=True)), [(0, 1, "disputes")]),
        (told(make_count(9), make_count(12), make_count(9, None, rises=True)), [(0, 1, "disputes")]),
    ],
    ids=["nothing else told", "risen to it", "risen to another", "risen elsewhere", "only four", "risen to both"],
)
def test_a_lower_count_is_overtaken_where_somebody_tells_that_the_toll_rose_to_the_higher(values, expected):
    assert expected == kinds(values)


@pytest.mark.parametrize(
    ("others", "expected"),
    [((), 1), ((3,), 0), ((2,), 1), ((1, 2), 0), ((1, 3), 0)],
    ids=["alone", "the rest", "no sum", "three parts", "one of two that fit"],
)
def test_what_adds_up_with_others_to_a_total_is_in_no_dispute_with_it(others, expected):
    values = told(make_count(4), make_count(1), *map(make_count, others))

    assert expected == len(kinds(values))


def test_two_counts_of_one_account_are_in_no_dispute():
    account = make_account()

    assert [] == kinds([(make_count(4), [account]), (make_count(9), [account])])


def test_other_relations_stay_as_they_are():
    assert [(0, 1, "refines")] == kinds(told(make_count(4), make_count(4)), Relation(0, 1, "refines", "made"))


@pytest.mark.parametrize(
    ("also", "expected"),
    [
        (make_count(14), True),
        (make_count(2), False),
        (make_count(14, scope="area"), False),
        (make_count(14, partial=True), False),
        (make_count(14, superseded=True), False),
    ],
    ids=["nearer", "farther", "of another scope", "somebody told of", "overtaken"],
)
def test_of_two_counts_of_an_account_the_nearer_is_held_against_another(also, expected):
    account = make_account(claims=[make_claim("killed", make_count(6)), make_claim("killed", also)])

    assert expected == tells_nearer(account, "killed", make_count(6), make_count(15))


@pytest.mark.parametrize(("own", "also", "expected"), [(6, 14, True), (14, 6, False)], ids=["lesser", "greater"])
def test_a_toll_that_grew_is_never_held_against_the_lesser_of_two_counts(own, also, expected):
    account = make_account(claims=[make_claim("killed", make_count(own)), make_claim("killed", make_count(also))])

    assert expected == tells_nearer(account, "killed", make_count(own), make_count(also), lesser=True)
