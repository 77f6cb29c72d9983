"""What is only told as that after which, or because of which, something else was done: known, and not the news."""

import pytest

from riwaya.pipeline import prepare
from riwaya.reading.events import find_events
from riwaya.records import Statement


@pytest.fixture
def known(knowledge):
    """Whether each event of a text is told as known, in text order."""

    def run(text):
        lattice = prepare(text, published="2024-05-10", knowledge=knowledge)
        statement = Statement(0, len(lattice.tokens), (), "asserts", "2024-05-10", "test")
        return [event.background for event in find_events(lattice, knowledge, (statement,))]

    return run


_HEAD = "مجلس المدينة يجتمع\n10/5/2024\n"


@pytest.mark.parametrize(
    "text",
    [
        "أغلقت السفارة أبوابها إثر مقتل حارسين في هجوم على المبنى.",
        "غادر المصطافون البلدة بسبب هجوم على مركز الشرطة أسفر عن أربعة قتلى.",
        "قطعت الدولة علاقاتها مع جارتها غداة هجوم شنه متمردون على العاصمة وأسفر عن مقتل عشرين شخصا.",
        "قال الوزير إن بلاده لن تسحب جنودها على الرغم من مقتل ثلاثة جنود في هجوم على دورية.",
    ],
)
def test_what_something_else_was_done_after_or_because_of_is_known(known, text):
    assert known(_HEAD + text) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "قتل أربعة أشخاص إثر هجوم على مركز الشرطة.",
        "ارتفع عدد القتلى بعد هجوم على مركز الشرطة إلى أربعة.",
        "أغلقت السفارة أبوابها إثر مقتل حارسين في هجوم على المبنى يوم الخميس.",
        "وقع هجوم على مركز الشرطة أسفر عن أربعة قتلى.",
    ],
)
def test_what_harm_was_done_in_or_what_has_a_day_of_its_own_is_news(known, text):
    assert False in known(_HEAD + text)


def test_a_headline_tells_what_it_names_as_the_cause_of_something(known):
    assert known("السفارة تغلق أبوابها إثر مقتل حارسين في هجوم على المبنى\n10/5/2024\nلا تفاصيل أخرى.") == [False]


def test_a_killing_with_the_article_tells_of_no_harm_beside_a_deed(known):
    assert known(_HEAD + "قال الوزير إن عملية الخطف والقتل مرفوضة.") == [True]
