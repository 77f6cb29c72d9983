"""What was struck, where it is not told right behind the verb or the noun of the deed."""

import pytest

from riwaya.pipeline import prepare
from riwaya.reading.events import find_events
from riwaya.records import Statement


@pytest.fixture
def told(knowledge):
    """The words of each part of the events of a text, one dict an event."""

    def run(text):
        lattice = prepare(text, published="2024-05-10", knowledge=knowledge)
        statement = Statement(0, len(lattice.tokens), (), "asserts", "2024-05-10", "test")
        return [
            {"type": event.type} | {a.field: lattice.text(a.first, a.last) for a in reversed(event.arguments)}
            for event in find_events(lattice, knowledge, (statement,))
        ]

    return run


@pytest.fixture
def target(told):
    """The words of the target of a text's first event, or None."""

    def run(text):
        found = told(text)
        return found[0].get("target") if found else None

    return run


def test_the_vowel_of_the_passive_tells_who_was_struck_though_means_stand_behind_a_clause(told):
    found = told("ضُربت قوة للجيش كانت تتحرك قرب الجسر بقذائف هاون")

    assert [(event["target"], event["weapon"]) for event in found] == [("قوة للجيش", "بقذائف هاون")]


def test_a_salvo_told_behind_a_clause_is_the_means_and_no_strike_of_its_own(told):
    found = told("ضُربت قوة للجيش كانت تتحرك قرب الجسر بصلية صاروخية ثانية")

    assert [(event["target"], event["weapon"]) for event in found] == [("قوة للجيش", "بصلية صاروخية")]


def test_the_subject_of_a_passive_verb_was_struck_and_nothing_behind_it(target):
    assert target("قال ناطق إن رجاله هوجموا عشرات المرات") == "رجاله"


def test_whoever_the_clause_before_tells_of_was_struck(target):
    assert target("كان العمال في حافلة حين هوجموا على الطريق") == "العمال"
    assert target("كان العمال في حافلة حين هاجموا مسلحا على الطريق") == "مسلحا"


def test_all_of_those_who_were_killed_are_the_target_and_not_some_among_them(target):
    assert target("قال الطبيب إن تسعة أشخاص بينهم طفل قتلوا برصاص مسلحين") == "تسعة أشخاص"
    assert target("قال الطبيب إن طفلا قتل برصاص مسلحين") == "طفلا"


def test_which_tells_of_the_definite_noun_in_a_phrase_and_not_of_its_head(target):
    assert target("أرسلت الوزارة دوريات لمساندة الحواجز التي هوجمت") == "الحواجز"
    assert target("أرسلت الوزارة الدوريات التي هوجمت") == "الدوريات"


def test_people_hurt_in_an_attack_are_not_what_it_hit(told):
    assert all(event.get("target") != "ثلاثة" for event in told("أغلقت السوق في هجوم صاروخي وأصيب ثلاثة بجروح"))


def test_those_who_are_in_a_place_are_told_by_the_place(target):
    assert target("أطلق رجلان النار على من في الحافلة") == "الحافلة"


def test_who_fought_with_them_fought_with_those_whom_he_saw(told):
    found = told("رصد الجنود مجموعة مسلحة تتسلل نحو القرية، فاشتبكوا معها بالرشاشات")

    assert [(event["type"], event.get("target")) for event in found] == [("clash", "مجموعة مسلحة")]


def test_who_fought_with_her_fought_with_nobody_told_where_no_object_is(told):
    assert [event.get("target") for event in told("وصل الجنود إلى القرية، فاشتبكوا معها بالرشاشات")] == [None]


def test_a_ship_that_reports_its_being_hit_was_hit(target):
    assert target("قالت الهيئة إن ناقلة نفط ترفع علم بنما أبلغت عن إصابتها بصاروخ") == "ناقلة نفط"
    assert target("قالت الهيئة إن امرأة ترفع علم بنما تحدثت عن إصابتها بصاروخ") is None


def test_a_crowd_marches_on_whoever_sits_where_it_goes(target):
    assert target("سار مئات المحتجين نحو مقر الوزارة احتجاجا على الغلاء") == "مقر الوزارة"
    assert target("سار مئات المحتجين نحو الساحة") is None


def test_a_device_tells_who_had_planted_it_and_where(told):
    found = told("قالت الشرطة إن عبوة زرعها مجهولون في سيارة متوقفة أمام المصرف انفجرت صباحا")

    assert [(event["actor"], event["target"]) for event in found] == [("مجهولون", "سيارة متوقفة")]


def test_a_device_that_men_found_was_not_planted_by_them(told):
    found = told("قالت الشرطة إن عبوة عثر عليها عمال في سيارة متوقفة انفجرت صباحا")

    assert [event.get("actor") for event in found] == [None]


def test_a_shell_tells_what_it_fell_on_behind_who_had_fired_it(target):
    assert target("قال شاهد إن قذيفة أطلقها المسلحون سقطت على منزل في القرية") == "منزل"
    assert target("قال شاهد إن قذيفة أطلقها المسلحون من منزل في القرية لم تنفجر") is None


def test_a_hospital_that_something_went_off_in_was_hit_and_one_nearby_was_not(told):
    inside = told("انفجرت قنبلة داخل مستشفى الكندي")
    near = told("انفجرت قنبلة قرب مستشفى الكندي")

    assert [event.get("target") for event in (*inside, *near)] == ["مستشفى الكندي", None]


def test_the_side_of_which_somebody_was_killed_fought_on_the_other(told):
    assert [event.get("target") for event in told("اندلع اشتباك مع مسلحين قتل فيه جندي")] == ["جندي"]
    assert [event.get("target") for event in told("اندلع اشتباك مع مسلحين قتل فيه مسلح")] == [None]


def test_an_ordinal_is_no_target(told):
    assert [event.get("target") for event in told("وقع انفجار ثان قريب من المرفأ")] == [None]


def test_a_verb_with_a_pronoun_tells_more_of_people_without_an_article_before_it(told):
    found = told("قال مصدر إن عسكريين خطفهم مسلحون نقلوا إلى الجنوب")

    assert [(event["actor"], event["target"]) for event in found] == [("مسلحون", "عسكريين")]


def test_attackers_who_leave_again_do_not_withdraw_and_an_army_that_leaves_does(told):
    left = told("هاجم مسلحون الحاجز قبل أن ينسحب عناصرهم سالمين")
    withdrew = told("انسحب الجيش من البلدة")

    assert [event["type"] for event in (*left, *withdrew)] == ["attack", "withdrawal"]


@pytest.mark.parametrize(
    ("text", "type_", "whom"),
    [
        ("لا خبر عن الطبيبة منذ أن خطفت من بيتها في بلدة الميادين", "abduction", "الطبيبة"),
        ("اختفى الصحفي سمير حداد بعد أن اعتقل من مكتبه", "detention", "الصحفي سمير حداد"),
        ("اختفى المهندس، وقال زملاؤه إنه خطف من سيارته", "abduction", None),
        ("لا خبر عن الطبيبة وعن سائقها منذ أن خطفت من بيتها", "abduction", None),
        ("قال الحارس إن المهندس أخذ من سيارته في الليل", "abduction", "المهندس"),
    ],
)
def test_whoever_is_told_to_have_been_taken_from_his_home_was_taken_though_only_a_pronoun_tells_of_him(
    told, text, type_, whom
):
    assert [(event["type"], event.get("target")) for event in told(text)] == [(type_, whom)]


@pytest.mark.parametrize("text", ["الشاحنات أخذت من أمام دكانه، وبيعت", "أخذ من بيته، وهو خارج، حقيبة صغيرة"])
def test_what_is_taken_from_a_house_is_no_abduction(told, text):
    assert [event for event in told(text) if event["type"] == "abduction"] == []
