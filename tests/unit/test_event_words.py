"""The words that tell an event: its trigger with what belongs to it, or the killing that it brought."""

import pytest

from riwaya.pipeline import prepare
from riwaya.reading.events import find_events
from riwaya.records import Statement


@pytest.fixture
def words(knowledge):
    """The words that tell each event of a text."""

    def run(text):
        lattice = prepare(text, published="2024-05-10", knowledge=knowledge)
        statement = Statement(0, len(lattice.tokens), (), "asserts", "2024-05-10", "test", None)
        return [lattice.text(*event.words) for event in find_events(lattice, knowledge, (statement,))]

    return run


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("قتل سبعة عمال أمس في هجوم انتحاري على المصنع", "قتل"),
        ("قال ضابط إن سبعة عمال قتلوا وأصيب تسعة في هجوم على المصنع", "قتلوا"),
        ("أعلنت الوزارة مقتل سبعة عمال وإصابة تسعة بانفجار عبوة ناسفة", "مقتل"),
        ("أصيب تسعة عمال بجروح في غارة على المصنع", "أصيب"),
        ("لقي سبعة عمال حتفهم عندما انفجرت سيارة مفخخة", "لقي"),
    ],
)
def test_a_strike_in_which_people_died_is_told_by_their_killing(words, text, told):
    assert words(text) == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("أسفر هجوم على المصنع عن مقتل سبعة عمال", "هجوم"),
        ("لم يقتل أحد في هجوم مسلح أمس على المصنع", "هجوم"),
        ("هاجم مسلحون المصنع وقتلوا سبعة عمال", "هاجم"),
    ],
)
def test_a_strike_that_is_the_news_is_told_by_its_own_words(words, text, told):
    assert words(text)[0] == told


def test_the_killed_and_not_the_wounded_are_the_target_of_a_strike_without_another(knowledge):
    text = "أعلنت الوزارة مقتل جنديين وإصابة أربعة حراس في هجوم انتحاري"
    lattice = prepare(text, published="2024-05-10", knowledge=knowledge)
    statement = Statement(0, len(lattice.tokens), (), "asserts", "2024-05-10", "test", None)
    (event,) = find_events(lattice, knowledge, (statement,))

    assert [lattice.text(a.first, a.last) for a in event.arguments if a.field == "target"] == ["جنديين"]


def test_each_of_two_strikes_has_its_own_dead(words):
    told = words("قتل سبعة عمال في هجوم على المصنع وأصيب حارسان في تفجير قرب المرفأ")

    assert told == ["قتل", "وأصيب"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("أطلقت صواريخ على القاعدة", "أطلقت صواريخ"),
        ("قاموا بإطلاق ثلاثة صواريخ على القاعدة", "قاموا بإطلاق ثلاثة صواريخ"),
        ("أطلق الجنود النار على حافلة", "أطلق"),
        ("تعرضت القاعدة أمس لهجوم", "لهجوم"),
        ("القاعدة تعرضت لهجوم", "تعرضت لهجوم"),
        ("قال شاهد إن رجلا فجر نفسه وسط السوق", "فجر نفسه"),
    ],
)
def test_a_trigger_takes_in_what_belongs_to_it_and_stands_beside_it(words, text, told):
    assert words(text) == [told]
