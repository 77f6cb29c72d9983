"""The person within the name of a source: whatever stands around a first and a family name is the office."""

import pytest

from riwaya.reconciling.people import Person, person_in


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("الناطق باسم صحة الإقليم هدى السالم", ("هدي", "سالم")),
        ("هدى السالم المتحدثة باسم صحة الإقليم", ("هدي", "سالم")),
        ("الناطق الرسمي باسمها د. سمير الجابري", ("سمير", "جابري")),
        ("العميد الركن وسام الحلبي", ("وسام", "حلبي")),
        ("قائد شرطة البلدة وسام سعيد الحلبي", ("وسام", "سعيد", "حلبي")),
        ("المتحدث باسم الحكومة باسم الراوي", ("باسم", "راوي")),
        ("مسؤول المكتب الأمني أبو علي الساعدي", ("ابو", "علي", "ساعدي")),
    ],
)
def test_a_person_is_found_within_the_name_of_an_office(name, words):
    assert Person(words) == person_in(name)


@pytest.mark.parametrize("name", ["العقيد الحلبي", "الدكتور الحلبي", "العقيد الركن الحلبي"])
def test_a_family_name_behind_a_rank_is_a_person_told_of_by_that_alone(name):
    assert Person(("حلبي",), family=True) == person_in(name)


@pytest.mark.parametrize(
    "name",
    [
        "وزارة الدفاع", "وزير الدفاع السوري", "المتحدث العسكري", "العميد الركن", "طبيب في مستشفى محمد بن خالد",
        "محافظ صلاح الدين", "المتحدث باسم الحكومة", "سمير", "",
    ],
)  # fmt: skip
def test_an_office_a_body_and_one_word_name_nobody(name):
    assert person_in(name) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("سمير خالد الجابري", "سمير الجابري", True),
        ("سمير خالد", "سمير خالد الجابري", True),
        ("العقيد الجابري", "سمير الجابري", True),
        ("العقيد الجابري", "الرائد الجابري", False),
        ("سمير الجابري", "خالد الجابري", False),
        ("سمير خالد", "خالد سمير", False),
        ("العقيد الحلبي", "سمير الجابري", False),
    ],
)
def test_two_names_may_be_those_of_one_person(one, other, same):
    a, b = person_in(one), person_in(other)

    assert [same, same] == [a.may_be(b), b.may_be(a)]
