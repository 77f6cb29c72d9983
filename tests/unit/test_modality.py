"""Modality: what happened, what may happen, what is history, and what is no such event at all."""

import pytest

import riwaya
from riwaya.pipeline import prepare
from riwaya.reading.events import find_events
from riwaya.reading.modality import mark_events
from riwaya.records import Party, SourceLink, Statement


@pytest.fixture
def read(knowledge):
    """The marked events of a text, told in one statement; or of several sentences, each a statement of its own."""

    def run(text, *, chain=(), published="2024-05-10"):
        lattice = prepare(text, published=published, knowledge=knowledge)
        statement = Statement(0, len(lattice.tokens), chain, "asserts", published, "test")
        found = find_events(lattice, knowledge, (statement,))
        return mark_events(lattice, knowledge, (statement,), found)

    return run


def test_what_is_told_plainly_happened(read):
    (event,) = read("هاجم مسلحون حافلة على الطريق")

    assert (event.modality, event.polarity, event.background) == ("actual", "affirmed", False)


@pytest.mark.parametrize(
    "text", ["قالت الجماعة إنها لم تستهدف القاعدة", "قالت الجماعة إنها لن تستهدف القاعدة", "لا يستهدف الجيش القرى"]
)
def test_a_negated_act_is_negated(read, text):
    (event,) = read(text)

    assert event.polarity == "negated"


def test_that_nobody_claims_an_attack_does_not_deny_it(read):
    (event,) = read("لم تتبن أي جهة الهجوم")

    assert (event.stance, event.polarity) == ("no_claim", "affirmed")


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("ستنسحب قوات الأمن من المدينة غدا", "planned"),
        ("سوف تنسحب قوات الأمن من المدينة", "planned"),
        ("يعتزم الجيش السوري اقتحام الحي", "planned"),
        ("قد تنسحب قوات الأمن من المدينة", "possible"),
        ("أمر القائد باعتقال المهاجمين", "ordered"),
    ],
)
def test_a_cue_before_an_event_tells_its_modality(read, text, modality):
    (event,) = read(text)

    assert event.modality == modality


@pytest.mark.parametrize(
    "text",
    [
        "غادر السكان القرية خشية قصف جديد",
        "حذر القائد من أي هجوم على القاعدة",
        "إذا وقع هجوم صاروخي فستنطلق الصفارات",
        "تحدث عن ضربة جوية وشيكة على المواقع",
    ],
)
def test_what_is_only_feared_or_supposed_is_left_out(read, text):
    assert read(text) == ()


def test_what_a_force_says_it_will_strike_it_threatens(read):
    party = Party("YE.houthi", "الحوثيون", "Houthis", "rebel_group", "armed_group", "YE")
    (event,) = read("قال الحوثيون إنهم سيستهدفون السفن", chain=(SourceLink(party, 1, 2),))

    assert (event.type, event.stance) == ("threat", "threatens")


# ------------------------------------------------------------------------------------------------------------ history


def test_what_had_happened_is_history(read):
    news, history = read("هاجم مسلحون حافلة أمس. وكانت قوات الأمن قد اعتقلت قائدهم في يناير")

    assert (news.background, history.background) == (False, True)


def test_an_older_day_than_that_of_the_news_is_history(read):
    events = read("هاجم مسلحون حافلة أمس في حلب. وقبل أسبوع هاجم مسلحون قرية في إدلب")

    assert [event.background for event in events] == [False, True]


def test_a_day_of_the_past_at_the_head_of_a_sentence_is_that_of_all_it_tells(read):
    found = read(
        "هاجم مسلحون مركزا للشرطة أمس.\n\nوفي 26 أبريل الماضي دخل مسلحون مبنى البلدية في الحويجة، كبرى مدن المنطقة، "
        "وقتلوا ستة أشخاص في هجوم تبناه تنظيم داعش."
    )

    assert [event.background for event in found] == [False, *[True] * (len(found) - 1)]
    assert len(found) > 2


def test_what_had_happened_just_before_the_news_and_is_of_its_kind_is_the_news(read):
    events = read("فرقت الشرطة المتظاهرين مساء أمس. وكان آلاف السكان قد تظاهروا أمام المبنى")

    assert [event.background for event in events] == [False, False]


def test_what_had_happened_before_the_news_stays_history_though_the_news_is_of_its_type(read):
    events = read("اعتقلت الشرطة تاجرا أمس. وكانت الشرطة قد اعتقلت عاملا في المصنع")

    assert [event.background for event in events] == [False, True]


def test_what_the_news_is_told_to_come_after_is_history(read):
    events = read("هاجم مسلحون حافلة في حلب. ويأتي الهجوم بعد ساعات من إطلاق مسلحين صواريخ على قرية في إدلب")

    assert {event.background for event in events if event.type == "missile_attack"} == {True}


def test_what_is_so_many_days_before_the_news_is_history(read):
    events = read("شن الطيران اليوم غارة على بلدة سرمين، بعد يوم واحد من هجوم مسلح على حاجز في حلب")

    assert [(event.type, event.background) for event in events] == [("airstrike", False), ("attack", True)]


def test_the_day_after_something_is_not_the_day_of_what_is_told_behind_it(read):
    first, second = read("بعد يومين على هجوم حلب تفجير في إدلب")

    assert [a.field for a in first.arguments if a.field == "happened"] == ["happened"]
    assert [a.field for a in second.arguments if a.field == "happened"] == []


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("تتعرض البلدة منذ ثلاثة أسابيع لقصف مدفعي", True),
        ("ومنذ شهرين تشهد المدينة اشتباكات بين الجيش والمسلحين", True),
        ("تدور منذ صباح أمس اشتباكات بين الجيش ومسلحين في البلدة", False),
        ("تشهد البلدة غارات هي الأولى منذ ثلاثة أسابيع", False),
    ],
)
def test_what_has_gone_on_for_long_is_history(read, text, background):
    assert {event.background for event in read(text)} == {background}


def test_what_points_back_to_history_is_history(read):
    events = read("هاجم مسلحون حافلة أمس. وكان مسلحون قد شنوا هجوما على قرية في يناير. ولم تتبن أي جهة ذلك الهجوم")

    assert [(event.stance, event.background) for event in events] == [(None, False), (None, True), ("no_claim", True)]


def test_a_deed_that_is_only_named_is_no_news(read):
    (event,) = read("أرجأت المحكمة النظر في قضية اغتيال الوزير السابق")

    assert event.background


def test_a_deed_that_is_announced_is_news(read):
    (event,) = read("أعلنت الشرطة اغتيال الوزير السابق")

    assert not event.background


def test_the_reason_of_a_strike_is_no_event_beside_it(read):
    events = read("استهدف مسلحون القاعدة ردا على اغتيال قائدهم")

    assert [event.type for event in events] == ["attack"]


# --------------------------------------------------------------------------------------------------- no events at all


@pytest.mark.parametrize(
    "text",
    [
        "خطف المنتخب الفوز في المباراة بهدف متأخر في مرمى نظيره",
        "أصيب عاملان بانفجار أسطوانة غاز في مطعم",
        "نفذت الفرق الهندسية تفجيرا مسيطرا عليه لمخلفات حربية",
        "قصفت الوحدات أهدافا افتراضية خلال تمرين بالذخيرة الحية",
        "تعرضت الوكالة لهجوم سيبراني واسع",
        "هاجم القراصنة خوادم الشركة ببرمجيات خبيثة في هجوم إلكتروني",
        "يروي الفيلم قصة هجوم على مدرسة وفاز بجائزة المهرجان",
    ],
)
def test_fields_where_nothing_is_struck_give_no_events(read, text):
    assert read(text) == ()


def test_one_word_of_a_field_takes_no_event_away(read):
    events = read("هاجم مسلحون حافلة تقل مشجعين بعد المباراة")

    assert [event.type for event in events] == ["attack"]


def test_no_events_give_no_events(read):
    assert read("عقد الوزير مؤتمرا صحفيا") == ()


def test_what_an_inquiry_is_about_is_not_ordered(knowledge):
    reading = riwaya.read("طالبت الوزارة بفتح تحقيق في القصف على القرية.", published="2024-05-10", knowledge=knowledge)
    assert [account.modality for account in reading.accounts] == ["actual"]


def test_what_points_back_to_a_mishap_is_left_out_with_it(read):
    assert read("اندلع حريق إثر انفجار قنينة غاز في شقة. وأفاد ساكن بأن الانفجار تسبب في تحطم النوافذ.") == ()


def test_a_drill_told_in_one_item_of_a_bulletin_leaves_the_other_items_alone(knowledge):
    text = (
        "نشرة الأسبوع\n"
        "في 3 أيار، أطلق مسلحون النار على حارس في بلدة الصبحة فقتلوه.\n"
        "في 5 أيار، احتجزت الشرطة سبعة أشخاص في الرقة.\n"
        "سمع السكان دوي انفجارات نجمت عن تدريبات بالذخيرة الحية قرب المطار.\n"
    )
    reading = riwaya.read(text, published="2024-05-10", knowledge=knowledge)
    assert {account.type for account in reading.accounts} >= {"attack", "detention"}


BULLETIN = (
    "وثق فريق الرصد خلال الأسبوع الماضي مقتل تسعة مدنيين في غارات متفرقة.\n\nفي 29 نيسان، قصفت الطائرات سوقا في البلدة."
)


def test_what_a_bulletin_of_a_week_tells_of_that_week_is_its_news():
    reading = riwaya.read(BULLETIN, published="2024-05-10")

    assert [account.background for account in reading.accounts if account.trigger.start > 70] == [False]


def test_beside_news_of_one_day_what_happened_a_week_before_is_history():
    day = BULLETIN.replace("خلال الأسبوع الماضي", "أمس")
    reading = riwaya.read(day, published="2024-05-10")

    assert [account.background for account in reading.accounts if account.trigger.start > 60] == [True]


def threats(text):
    """The triggers of the threats in a text, each with who makes it."""
    reading = riwaya.read(text, published="2024-05-10")
    names = {source.id: source.name for source in reading.sources}
    return [
        (text[account.trigger.start : account.trigger.end], names[account.attribution[-1].source])
        for account in reading.accounts
        if account.type == "threat" and account.stance == "threatens"
    ]


def test_the_strikes_that_somebody_threatens_with_are_a_threat():
    assert threats("أصدرت كتائب القسام بيانا تبنت فيه العملية، متوعدة بضربات أشد إذا لم ينسحب الجيش.") == [
        ("بضربات", "كتائب القسام")
    ]


def test_the_strike_after_which_somebody_threatens_is_none():
    assert threats("توعدت كتائب القسام بالرد بعد الضربة التي استهدفت منزلا في خان يونس أمس.") != [
        ("الضربة", "كتائب القسام")
    ]


def test_the_storming_that_a_force_promises_is_a_threat():
    assert threats("قال اللواء 52 في بيان إنه سيقتحم المقر إن لم يفرج عن قائده.") == [("سيقتحم", "اللواء 52")]


@pytest.mark.parametrize(
    ("opening", "background"), [("وفي ولاية سنار، أعلن ناطق أن", [False]), ("وأعلن ناطق أن", [True])]
)
def test_what_an_item_tells_of_another_place_may_be_older_than_the_first_news(opening, background):
    text = f"قصفت الطائرات سوقا في مدينة نيالا اليوم.\n\n{opening} مسلحين هاجموا قرية الدندر يوم الثلاثاء."
    reading = riwaya.read(text, published="2024-05-10")

    assert [account.background for account in reading.accounts if len(account.attribution) > 1] == background


def test_dust_and_rain_in_two_lines_of_a_long_report_are_not_what_it_is_about():
    lines = [
        "قالت وزارة الصحة إن المخازن فارغة من الدواء والطعام.",
        "وقال طبيب إن القسم يعمل بثلث طاقته منذ أسبوع.",
        "وقصفت طائرة سيارة في حي الرمال مساء أمس.",
        "وروى جار أنه رأى الغبار يملأ الشارع ثم خرج إلى بيته.",
        "وقالت جمعية محلية إن المدارس امتلأت بالعائلات.",
        "وحذرت البلدية من الأمراض مع بدء موسم الأمطار.",
        "وقال تاجر إن الطحين لم يصل إلى السوق.",
    ]
    reading = riwaya.read("\n\n".join(lines), published="2024-05-10")

    assert "airstrike" in {account.type for account in reading.accounts}


ARREST = (
    "قصفت طائرة وكرا في جبال حمرين فجر أمس.\n\n"
    "وفي نينوى، ألقت الشرطة القبض على منفذ الهجوم الذي استهدف مختار قرية الحود في الثاني من الشهر الجاري. "
    "واعترف المتهم بأنه نفذ {} بسلاح كاتم."
)


def days_and_news(text):
    """For each account its type, the days on which it happened, whether it is history, and its incident."""
    reading = riwaya.read(text, published="2024-05-10")
    return [
        (
            account.type,
            [claim.value["earliest"] for claim in account.claims if claim.field == "happened"],
            account.background,
            account.incident,
        )
        for account in reading.accounts
    ]


def test_the_day_of_the_attack_is_not_the_day_on_which_the_attacker_was_arrested():
    told = days_and_news(ARREST.format("الهجوم"))

    assert [(days, background) for kind, days, background, _ in told if kind == "detention"] == [([None], False)]
    assert (["2024-05-02"], True) in [(days, background) for kind, days, background, _ in told if kind == "attack"]


@pytest.mark.parametrize(("words", "background"), [("الهجوم", {True}), ("هجوما آخر", {True, False})])
def test_the_attack_named_again_behind_history_is_history(words, background):
    told = days_and_news(ARREST.format(words))

    assert {past for kind, _, past, _ in told if kind == "attack"} == background
