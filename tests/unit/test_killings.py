"""Killings of which nobody says who or what killed."""

import pytest

import riwaya


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("قتل عشرة جنود في سيناء.", ["attack"]),
        ("قتل جنديان في تعز أمس، وفق مصدر عسكري.", ["attack"]),
        ("قتل خمسة أشخاص في حادث سير.", []),
        ("ردد المتجمعون شعارات تدعو إلى قتل الجندي.", []),
    ],
)
def test_soldiers_killed_are_news_without_a_killer(text, types):
    assert [account.type for account in riwaya.read(text, published="2024-05-10").accounts] == types


def test_the_killed_belong_to_the_strike_that_is_told_elsewhere():
    accounts = riwaya.read("انفجرت عبوة في عدن. وقتل جنديان.", published="2024-05-10").accounts
    assert {account.type for account in accounts} == {"bombing"}
