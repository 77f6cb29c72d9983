"""What is an event and what only looks like one: storms, plans and animals strike nobody that we count."""

import pytest

import riwaya
from riwaya.pipeline import prepare
from riwaya.reading.events import find_events
from riwaya.records import Statement


@pytest.fixture
def read(knowledge):
    """The events of a text, with the lattice that tells their words."""

    def run(text):
        lattice = prepare(text, published="2024-05-10", knowledge=knowledge)
        statement = Statement(0, len(lattice.tokens), (), "asserts", "2024-05-10", "test", None)
        return lattice, find_events(lattice, knowledge, (statement,))

    return run


@pytest.mark.parametrize(
    "text",
    [
        "دمرت عاصفة قوية عشرات المنازل على الساحل",
        "ضربت عاصفة قوية الساحل ودمرت عشرات المنازل",
        "هاجم كلب ضال طفلا في الحي",
        "تستهدف الحملة الأطفال دون سن الخامسة",
        "يستهدف المشروع سكان القرى الجبلية",
        "حررت الشرطة مئات المخالفات في يوم واحد",
        "احتلت الكلية مرتبة متقدمة بين مثيلاتها",
        "وفي مواجهته أربعة تماثيل لقادة المدينة",
        "تمت مواجهة الآفة في الحقول",
        "هاجم الخطيب سياسات الوزارة في كلمته",
        "إعدام آلاف الدواجن في مزرعة",
        "أفرجت الوزارة عن مستحقات المزارعين",
        "سيطرت الشركة على نصف السوق",
    ],
)
def test_what_no_person_does_or_no_force_strikes_is_no_event(read, text):
    _, events = read(text)

    assert events == ()


@pytest.mark.parametrize(
    "text",
    [
        "استهدف القصف مشروعا سكنيا شرق المدينة",
        "استهدفت مسيرة الشركة بصاروخ",
        "اندلعت مواجهة مسلحة في الحي الشرقي",
        "دمر الجيش عشرات المنازل على الساحل",
        "نهب مسلحون مخازن الأغذية في المدينة",
        "هاجم مسلحون مقر الوزارة",
    ],
)
def test_what_a_force_strikes_is_an_event_whatever_it_is(read, text):
    _, events = read(text)

    assert len(events) == 1


def test_whoever_is_quoted_on_a_plan_does_not_say_that_it_was_carried_out(knowledge):
    text = "قال المتحدث إن الجيش سيقتحم المخيم غدا. وقال ساكن لقناة محلية إن الناس في قلق."
    reading = riwaya.read(text, published="2024-05-10", knowledge=knowledge)

    assert len(reading.accounts) == 2
    assert {account.modality for account in reading.accounts} == {"planned"}
