"""Ships are known by their names, in either alphabet, and "the ship" is the one that was named."""

import pytest

import riwaya
from riwaya.reconciling.ships import same_name, ship_name


def name(text, kind="ship"):
    return ship_name({"kind": kind, "name_ar": text})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('السفينة "نجمة الصباح"', "ناقلة «نجمة الصباح»"),
        ('سفينة "بلو هورايزن"', "سفينة BLUE HORIZON"),
        ('ناقلة "سيلفر بيرل"', "SILVER PEARL"),
        ('السفينة "غولدن غيت"', 'السفينة "جولدن جيت"'),
        ('السفينة "كابيتان ستراتوس"', 'السفينة "كابتن ستراتوس"'),
    ],
)
def test_one_ship_in_two_spellings_or_alphabets_has_one_name(one, other):
    assert name(one) is not None
    assert same_name(name(one), name(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [('سفينة "بلو هورايزن"', "سفينة BLUE PEARL"), ('السفينة "نجمة الصباح"', 'السفينة "نجمة المساء"')],
)
def test_two_ships_have_two_names(one, other):
    assert not same_name(name(one), name(other))


@pytest.mark.parametrize("text", ["سفينة تجارية", 'سفينة "آي"', ""])
def test_a_ship_without_a_name_of_its_own_has_none(text):
    assert name(text) is None


def test_what_is_no_ship_has_no_name_of_a_ship():
    assert name('مدرسة "نجمة الصباح"', kind="school") is None


def targets(text):
    return [
        claim.value["name_ar"]
        for account in riwaya.read(text, published="2024-03-06").accounts
        for claim in account.claims
        if claim.field == "target"
    ]


NAMED = 'قالت البحرية إنها أجلت طاقم السفينة "نجمة الصباح"، وإن صاروخا أصاب السفينة قبالة عدن.'


def test_a_ship_told_of_by_the_noun_is_the_one_that_was_named_before():
    assert targets(NAMED) == ['السفينة "نجمة الصباح"']


def test_of_two_ships_that_were_named_nobody_knows_which_is_meant():
    two = NAMED.replace("وإن صاروخا", 'كما أجلت طاقم السفينة "بلو هورايزن"، وإن صاروخا')

    assert targets(two) == ["السفينة قبالة عدن"]


def test_a_ship_that_is_named_later_is_not_the_one_told_of_before():
    text = 'أصاب صاروخ السفينة قبالة عدن. وأجلت البحرية طاقم السفينة "نجمة الصباح".'

    assert targets(text) == ["السفينة قبالة عدن"]


def test_two_reports_without_a_day_on_a_ship_that_they_name_are_one_incident():
    one = riwaya.read(
        'أصاب صاروخ السفينة "بلو هورايزن" في خليج عدن، وقتل اثنان من طاقمها.', published="2024-03-06", id="one"
    )
    two = riwaya.read("أصاب صاروخ سفينة BLUE HORIZON قبالة عدن.", id="two")

    assert [2] == [len({document for document, _ in each.accounts}) for each in riwaya.reconcile([one, two])]


def test_two_reports_of_one_day_on_two_ships_are_two_incidents():
    one = riwaya.read('أصاب صاروخ السفينة "بلو هورايزن" في خليج عدن اليوم.', published="2024-03-06", id="one")
    two = riwaya.read('أصاب صاروخ السفينة "نجمة الصباح" في خليج عدن اليوم.', published="2024-03-06", id="two")

    assert [1, 1] == [len(each.accounts) for each in riwaya.reconcile([one, two])]
