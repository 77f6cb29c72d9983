"""What is told after an attack joins the attack that it follows up, by the day that its words give, and no other."""

import pytest

import riwaya

NEWS = riwaya.read(
    "قتل 12 شخصا وأصيب 30 في هجوم بسيارة مفخخة على سوق في مدينة الموصل اليوم الثلاثاء.",
    published="2024-03-05",
    id="news",
)


def follows(text, published):
    """Whether a report tells of the attack in the news."""
    later = riwaya.read(text, published=published, id="later")
    return any(len({document for document, _ in each.accounts}) == 2 for each in riwaya.reconcile([NEWS, later]))


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (
            "اعتقلت الشرطة خمسة مشتبه بهم في الهجوم على سوق الموصل الثلاثاء الماضي الذي أودى بحياة 12 شخصا.",
            "2024-03-10",
        ),
        ("شيع المئات في الموصل اليوم ضحايا الهجوم الذي استهدف سوقا في المدينة أول أمس الثلاثاء.", "2024-03-07"),
        (
            "أدانت الخارجية الهجوم بسيارة مفخخة الذي استهدف سوقا في الموصل أمس الثلاثاء وأوقع 12 قتيلا.",
            "2024-03-06",
        ),
        ("ارتفع عدد قتلى الهجوم على سوق الموصل الذي وقع الثلاثاء إلى 14 بعد وفاة اثنين من الجرحى.", "2024-03-08"),
        (
            "توفي جريحان متأثرين بإصابتهما في تفجير السيارة المفخخة في سوق الموصل يوم الثلاثاء الماضي.",
            "2024-03-09",
        ),
        (
            "بدأت محاكمة المتهمين بتفجير سيارة مفخخة في سوق بالموصل في الخامس من مارس الماضي قتل فيه 12 شخصا.",
            "2024-06-10",
        ),
        (
            "انفجرت عبوة ناسفة في كركوك. وكان 12 شخصا قد قتلوا في هجوم بسيارة مفخخة على سوق في الموصل الثلاثاء الماضي.",
            "2024-03-10",
        ),
    ],
    ids=[
        "arrests",
        "a funeral",
        "a condemnation",
        "a later toll",
        "a later death",
        "a trial",
        "history beside other news",
    ],
)
def test_what_follows_an_attack_joins_it(text, published):
    assert follows(text, published)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (
            "أحيا سكان الموصل اليوم ذكرى هجوم بسيارة مفخخة على سوق في المدينة قتل فيه 40 شخصا في 5 مارس 2019.",
            "2024-03-05",
        ),
        ("استهدف هجوم بسيارة مفخخة سوقا في الموصل في مارس من العام الماضي وأودى بحياة 12 شخصا.", "2024-03-06"),
        ("قتل 12 شخصا في هجوم بسيارة مفخخة على سوق في مدينة كركوك الثلاثاء الماضي.", "2024-03-10"),
        ("قتل ثلاثة أشخاص في هجوم بسيارة مفخخة على سوق في الموصل اليوم الثلاثاء.", "2024-03-12"),
        ("اعتقلت الشرطة ثلاثة مشتبه بهم في هجوم على نقطة تفتيش في الموصل السبت الماضي.", "2024-03-10"),
    ],
    ids=["an anniversary", "a year before", "another town", "a week later", "another attack of the week"],
)
def test_what_is_told_of_another_attack_does_not_join_it(text, published):
    assert not follows(text, published)


def test_an_arrest_and_the_attack_that_it_is_for_have_days_of_their_own():
    text = "اعتقلت الشرطة أمس خمسة مشتبه بهم في الهجوم على سوق الموصل الثلاثاء الماضي."
    told = {
        incident.type: {claim.value["earliest"] for claim in incident.fields["happened"].claims}
        for incident in riwaya.read(text, published="2024-03-10").incidents
    }

    assert {"detention": {"2024-03-09"}, "attack": {"2024-03-05"}} == told
