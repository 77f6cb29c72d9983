"""Two reports of one incident, read and brought together: what they dispute is shown, and what they do not is not."""

import pytest

import riwaya


def relations(one, two, *, published=("2024-03-05", "2024-03-05")):
    """The disputes, denials and updates of the incident that two reports tell of, with their fields and reasons."""
    readings = [
        riwaya.read(text, published=day, publisher=f"صحيفة {id}", id=id)
        for id, text, day in zip(("one", "two"), (one, two), published, strict=True)
    ]
    [told] = [each for each in riwaya.reconcile(readings) if len(each.happenings) == 2]
    return {
        (field, relation.relation, relation.why)
        for field, values in told.incident.fields.items()
        for relation in values.relations
        if relation.relation in ("disputes", "denies", "updates")
    }


BOMB = "تفجير سيارة مفخخة في سوق بالموصل"


def test_two_counts_of_one_day_dispute():
    one = f"قال مدير شرطة الموصل إن خمسة مدنيين قتلوا في {BOMB} اليوم الثلاثاء."
    two = f"قال طبيب في مستشفى الموصل إن تسعة قتلى وصلوا إليه بعد {BOMB} صباح الثلاثاء."

    assert relations(one, two) == {("killed", "disputes", "5 against 9, as of the same day")}


def test_a_count_of_the_next_day_updates():
    one = f"قال مستشفى الموصل إن خمسة قتلوا في {BOMB} اليوم الثلاثاء."
    two = f"قالت الشرطة إن تسعة قتلوا في {BOMB} أمس الثلاثاء."

    assert relations(one, two, published=("2024-03-05", "2024-03-06")) == {
        ("killed", "updates", "5 as of 2024-03-05, 9 as of 2024-03-06")
    }


def test_a_higher_count_that_had_been_announced_before_disputes_nothing():
    one = f"أعلنت وزارة الصحة مقتل 18 شخصا في {BOMB} اليوم الثلاثاء."
    two = f"أصيب عمال في {BOMB} الثلاثاء. وكان الدفاع المدني قد أعلن في وقت سابق مقتل 27 شخصا."

    assert relations(one, two) == {("killed", "updates", "27 is told as a first or an earlier count, 18 is another")}


def test_nobody_and_three_dispute():
    one = "قالت الشرطة إن تفجير عبوة ناسفة في سوق بالموصل اليوم الثلاثاء لم يسفر عن ضحايا."
    two = "قتل ثلاثة أشخاص في تفجير عبوة ناسفة في سوق بالموصل الثلاثاء، بحسب مصدر طبي."

    assert ("killed", "disputes", "0 against 3, as of the same day") in relations(one, two)


@pytest.mark.parametrize(
    ("one", "two", "field", "relation"),
    [
        (
            "أعلن الجيش الإسرائيلي أنه قصف مقرا لحركة حماس في حي الدرج بغزة فجر الثلاثاء.",
            "قال سكان إن غارة إسرائيلية أصابت منزلا في حي الدرج بغزة فجر اليوم الثلاثاء.",
            "target",
            "disputes",
        ),
        (
            "أعلنت فصائل مسلحة أنها أصابت بمسيرتين قاعدة حرير في أربيل فجر الثلاثاء.",
            "قال مسؤول في التحالف إن مسيرتين أسقطتا قبل وصولهما إلى قاعدة حرير في أربيل فجر الثلاثاء.",
            "outcome",
            "disputes",
        ),
        (
            "قال الجيش الإسرائيلي إنه قتل أربعة مسلحين في غارة على سيارة في جنين اليوم الثلاثاء.",
            "قالت وزارة الصحة إن أربعة مدنيين قتلوا في غارة إسرائيلية على سيارة في جنين اليوم الثلاثاء.",
            "killed",
            "disputes",
        ),
        (
            "تبنت سرايا الراية إطلاق 24 صاروخا على مطار أربيل مساء الاثنين.",
            "قال مسؤول أمني إن 14 صاروخا أطلقت على مطار أربيل مساء الاثنين.",
            "weapon",
            "disputes",
        ),
        (
            'قالت البحرية الهندية إن طائرة مسيرة أصابت السفينة "بلو هورايزن" في خليج عدن اليوم الثلاثاء.',
            'أعلن الحوثيون استهداف السفينة "بلو هورايزن" بصاروخ بالستي في خليج عدن الثلاثاء.',
            "weapon",
            "disputes",
        ),
        (
            "اتهم الجيش السوداني قوات الدعم السريع بقصف مستشفى في الفاشر أمس الاثنين.",
            "حملت قوات الدعم السريع الجيش السوداني مسؤولية قصف المستشفى في الفاشر يوم الاثنين.",
            "actor",
            "disputes",
        ),
        (
            "اتهمت وزارة الداخلية العراقية كتائب حزب الله بقصف قاعدة حرير في أربيل بالصواريخ فجر الثلاثاء.",
            "نفت كتائب حزب الله أن تكون قد قصفت قاعدة حرير في أربيل فجر الثلاثاء.",
            "target",
            "denies",
        ),
    ],
    ids=["what was hit", "how it ended", "who the dead were", "how many", "what hit a ship", "who did it", "a denial"],
)
def test_what_two_reports_dispute_is_shown(one, two, field, relation):
    assert (field, relation) in {told[:2] for told in relations(one, two)}


def test_who_is_quoted_by_two_papers_under_two_names_disputes_nothing():
    one = f"قالت الناطقة باسم صحة نينوى هدى السالم إن خمسة قتلوا في {BOMB} اليوم الثلاثاء."
    two = f"قتل تسعة في {BOMB} اليوم الثلاثاء، وفق هدى السالم المتحدثة باسم صحة نينوى."

    assert relations(one, two) == set()
