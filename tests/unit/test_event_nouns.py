"""Events told by a noun: who did it and to whom, where genitives and objects follow one another."""

import pytest

import riwaya


def claims(text: str) -> dict[str, str]:
    """The words of each field of the first account."""
    told: dict[str, str] = {}
    for claim in riwaya.read(text, published="2024-05-10").accounts[0].claims:
        told.setdefault(claim.field, claim.text)
    return told


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("أصيب فتى خلال اقتحام الجيش بلدة سلواد", "الجيش", "بلدة سلواد"),
        ("استهداف قوات الجيش قرب البلدة", None, "قوات الجيش"),
    ],
)
def test_the_genitive_of_a_deed_did_it_where_an_object_follows(text, actor, target):
    told = claims(text)
    assert (told.get("actor"), told.get("target")) == (actor, target)


def test_whose_aircraft_was_shot_down_did_not_shoot_it_down():
    told = claims("أعلنت القوات إسقاط طائرة حربية للجيش السوداني في نيالا")
    assert told["actor"] == "القوات"


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("اغتيال شيخ عشيرة على يد مجهولين في الناصرية", False),
        ("الوزارة: إسقاط ثلاث مسيرات فوق الحديدة", False),
        ("تحدث الأهالي عن أيام صعبة بعد اغتيال الشيخ", True),
    ],
)
def test_a_deed_that_heads_a_line_is_news(text, background):
    accounts = riwaya.read(text, published="2024-05-10").accounts
    assert [account.background for account in accounts] == [background]


def test_what_came_under_the_shelling_is_news_and_its_target():
    text = "قالت المنظمة إن المستشفى الذي تدعمه في البلدة تعرض للقصف"
    (account,) = riwaya.read(text, published="2024-05-10").accounts
    assert not account.background
    assert claims(text)["target"] == "المستشفى"
