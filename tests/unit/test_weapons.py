"""Weapons: which one, how many, and what only looks like one."""

import pytest

from riwaya.knowledge.load import load_knowledge
from riwaya.pipeline import prepare
from riwaya.reading.weapons import find_weapons


def read(text: str) -> list[tuple[str, int | None, int | None]]:
    found = find_weapons(prepare(text), load_knowledge())
    return [(mention.weapon, mention.low, mention.high) for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أسقط الجيش طائرتين مسيرتين", [("drone", 2, 2)]),
        ("سقط صاروخا كاتيوشا قرب السياج", [("rocket", 2, 2)]),
        ("أصيب المبنى بصاروخ باليستي", [("ballistic_missile", 1, 1)]),
        ("أطلقوا صواريخ على السفينة", [("missile", None, None)]),
        ("انفجرت سيارة مفخخة أمام البوابة", [("car_bomb", 1, 1)]),
        ("هاجموا الحاجز بالأسلحة الخفيفة", [("small_arms", None, None)]),
        ("تعرض الحي لقصف مدفعي وصاروخي", [("artillery", None, None), ("rocket", None, None)]),
    ],
)
def test_a_weapon_has_its_id_and_the_count_of_its_words(text, expected):
    assert read(text) == expected


def test_a_number_before_the_noun_counts_it():
    assert read("أطلق المقاتلون 24 صاروخا على المطار") == [("missile", 24, 24)]


def test_a_march_is_no_drone():
    assert read("خرجت مسيرة احتجاجية في شوارع المدينة") == []


def test_a_passenger_plane_is_no_weapon():
    assert read("هبطت طائرة ركاب بسلام") == []


def test_a_make_tells_which_weapon_a_plain_noun_is():
    assert read("استهدفوا الموقع بطائرة من طراز شاهد 136") == [("drone", 1, 1)]


def test_the_planes_are_the_drones_told_before_them():
    assert read("هاجمت طائرتان مسيرتان القاعدة وأُسقطت الطائرتان خارجها") == [("drone", 2, 2), ("drone", 2, 2)]


def test_a_channel_is_no_drone():
    assert read("قالت قناة «المسيرة» إن الميناء احترق") == []


def test_the_longest_phrase_tells_the_weapon():
    assert read("أطلقوا الذخيرة الحية على الحشد") == [("small_arms", None, None)]


def test_a_volley_is_counted_by_what_it_is_of():
    assert read("أطلقوا رشقة من 30 صاروخا على المدينة") == [("missile", 30, 30)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أطلقوا صواريخ عددها 30 على الموقع", [("missile", 30, 30)]),
        ("سقطت قذائف يقدر عددها بعشرة على الحي", [("artillery", 10, 10)]),
        ("قالت الوزارة إن الصواريخ 14 وقعت خارج السور", [("missile", 14, 14)]),
        ("أصابت الصواريخ 14 منزلا", [("missile", None, None)]),
    ],
)
def test_a_number_may_be_told_behind_a_plural(text, expected):
    assert read(text) == expected


def test_a_number_before_a_particle_counts_something_else():
    assert read("أصيب اثنان برصاص مجهولين") == [("small_arms", None, None)]


def test_people_behind_bullets_are_no_trait_of_them():
    lattice = prepare("قتل الحارس برصاص مسلحين مجهولين")
    (mention,) = find_weapons(lattice, load_knowledge())
    assert lattice.text(mention.first, mention.last) == "برصاص"


def test_the_six_planes_are_drones_told_before_them():
    text = "هاجمت ست مسيرات المطار. وقال الجيش إن الطائرات الست أُسقطت"
    assert read(text)[-1] == ("drone", 6, 6)


def test_a_part_of_a_plural_is_counted_by_itself():
    assert read("أسقطت القوات أربعا من المسيرات") == [("drone", 4, 4)]


def test_an_accusative_with_an_adjective_is_one():
    assert read("أطلقوا صاروخا باليستيا مضادا للسفن") == [("ballistic_missile", 1, 1)]
