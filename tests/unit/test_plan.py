"""The page on a year of news says what follows from what was measured, and shows how."""

import copy

import pytest

import write_plan
from write_plan import Known, follow, load_facts, load_rates, render, shown, told, value_of


@pytest.fixture
def rates():
    return copy.deepcopy(load_rates())


def test_the_page_follows_from_the_rates_and_the_facts(rates):
    page = write_plan.PAGE.read_text(encoding="utf-8")

    assert render(page, load_facts(), rates) == page, "run make docs"


def test_another_rate_makes_another_page(rates):
    page = write_plan.PAGE.read_text(encoding="utf-8")
    rates["rates"]["reports_a_second"]["value"] *= 2

    assert render(page, load_facts(), rates) != page


def test_the_hours_of_reading_follow_from_pages_and_rate(rates):
    known = follow(load_facts(), rates)

    assert known["read_arabic"].value == pytest.approx(4346315 / rates["rates"]["reports_a_second"]["value"] / 3600)


def test_what_rests_on_a_rate_that_nobody_measured_is_not_known(rates):
    rates["rates"]["text_ms"]["value"] = None
    known = follow(load_facts(), rates)

    assert known["text_other"].value is None and known["all_without"].value is None
    assert known["read_arabic"].value is not None
    assert told(known["all_without"]) == "not measured"


def test_every_rate_that_is_told_says_how_and_when_it_was_measured(rates):
    without = [
        name
        for name, rate in rates["rates"].items()
        if (rate["value"] is None) != (rate["measured"] is None) or (rate["value"] is None) != (rate["day"] is None)
    ]

    assert [] == without


@pytest.mark.parametrize(
    ("how", "value", "text"),
    [
        ("a + b * 2", 16, "4 + 6 × 2"),
        ("(a + b) * 2", 20, "(4 + 6) × 2"),
        ("b / (a / 2)", 3, "6 ÷ (4 ÷ 2)"),
        ("b - (a - 2)", 4, "6 − (4 − 2)"),
        ("b / a / 2", 0.75, "6 ÷ 4 ÷ 2"),
    ],
)
def test_the_arithmetic_that_is_shown_is_the_one_that_is_done(how, value, text):
    known = {"a": Known(4), "b": Known(6)}
    tree = write_plan._tree(how)

    assert (value, text) == (value_of(tree, known), shown(tree, known))


def test_nothing_but_arithmetic_is_done():
    with pytest.raises(ValueError, match="no arithmetic"):
        value_of(write_plan._tree("open('x')"), {})
