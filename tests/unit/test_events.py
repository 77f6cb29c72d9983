"""Events: what happened, who did it to whom, with what, where and when."""

import pytest

from riwaya.pipeline import prepare
from riwaya.reading.events import find_events
from riwaya.records import EventMention, Party, SourceLink, Statement


@pytest.fixture
def read(knowledge):
    """The events of a text, with the lattice that tells their words."""

    def run(text, *, chain=(), stance="asserts", cue=None, published="2024-05-10"):
        lattice = prepare(text, published=published, knowledge=knowledge)
        statement = Statement(0, len(lattice.tokens), chain, stance, published, "test", cue)
        return lattice, find_events(lattice, knowledge, (statement,))

    return run


@pytest.fixture
def parts(read):
    """What a text says of its one event: the type, and the words of each part."""

    def run(text, **options):
        lattice, found = read(text, **options)
        assert len(found) == 1, [(e.type, lattice.text(e.first, e.last)) for e in found]
        told = {"type": found[0].type}
        for argument in found[0].arguments:
            told.setdefault(argument.field, lattice.text(argument.first, argument.last))
        return told

    return run


def types(found: tuple[EventMention, ...]) -> list[str]:
    return [event.type for event in found]


# ------------------------------------------------------------------------------------------------------- who and whom


@pytest.mark.parametrize(
    "text",
    ["هاجم مسلحون نقطة تفتيش", "قال شاهد إن مسلحين هاجموا نقطة تفتيش", "مسلحون يهاجمون نقطة تفتيش"],
)
def test_the_doer_stands_before_or_behind_the_verb(parts, text):
    told = parts(text)

    assert told["actor"] in ("مسلحون", "مسلحين")
    assert told["target"] == "نقطة تفتيش"


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("دمرت الجرافات (5) منازل في القرية", "target", "(5) منازل"),
        ("اعتقلت الشرطة (14) مواطنا في البلدة", "target", "(14) مواطنا"),
        ("اعتقلت الشرطة (14) مواطنا في البلدة", "actor", "الشرطة"),
    ],
)
def test_a_count_in_brackets_goes_with_what_it_counts(parts, text, field, words):
    assert words == parts(text)[field]


def test_an_object_may_come_late(parts):
    told = parts("هاجم مسلحون أمس بالأسلحة الرشاشة نقطة تفتيش شمال المدينة")

    assert (told["actor"], told["target"]) == ("مسلحون", "نقطة تفتيش")


def test_a_verb_without_a_doer_is_passive(parts):
    told = parts("استهدفت قاعدة عسكرية بصاروخ")

    assert told["target"] == "قاعدة عسكرية"
    assert "actor" not in told


def test_a_demonym_behind_a_strike_is_who_struck(read):
    _, (event,) = read("أسفرت غارة إسرائيلية على منزل عن مقتل ثلاثة")
    (actor,) = [a for a in event.arguments if a.field == "actor"]

    assert (actor.value["country"], actor.value["kind"]) == ("IL", "state_forces")


def test_by_names_who_did_it(parts):
    assert parts("خطف طبيب من منزله على يد مسلحين")["actor"] == "مسلحين"


def test_who_carried_out_a_strike_may_follow_it(parts):
    told = parts("أدى هجوم نفذه مسلحون على حافلة إلى سقوط جرحى")

    assert (told["actor"], told["target"]) == ("مسلحون", "حافلة")


def test_what_came_under_fire_is_the_target(parts):
    assert parts("تعرضت حافلة لهجوم مسلح على الطريق")["target"] == "حافلة"


def test_both_sides_of_a_clash_are_told(parts):
    told = parts("اندلعت اشتباكات بين الجيش السوري ومسلحين في البلدة")

    assert (told["type"], told["actor"], told["target"]) == ("clash", "الجيش السوري", "ومسلحين")


def test_a_joined_verb_has_the_doer_of_the_verb_before_it(read):
    lattice, found = read("داهم مسلحون المنزل وأطلقوا النار على الحارس")
    doers = [lattice.text(a.first, a.last) for e in found for a in e.arguments if a.field == "actor"]

    assert doers == ["مسلحون", "مسلحون"]


def test_a_speaker_who_speaks_of_his_own_deed_did_it(read):
    party = Party("LB.hezbollah", "حزب الله", "Hezbollah", "rebel_group", "armed_group", "LB")
    chain = (SourceLink(party, 1, 3),)
    _, (event,) = read("أعلن حزب الله استهداف ثكنة عسكرية", chain=chain, stance="claims_responsibility", cue=(0, 1))
    (actor,) = [a for a in event.arguments if a.field == "actor"]

    assert (actor.value["id"], actor.first, actor.last) == ("LB.hezbollah", 1, 3)


def test_a_hospital_that_counts_the_dead_did_not_strike(read):
    party = Party(None, "مصدر طبي", None, "civilians", "hospital", None, anonymous=True)
    _, found = read("أعلن مصدر طبي استهداف ثكنة عسكرية", chain=(SourceLink(party, 1, 3),), cue=(0, 1))

    assert not [a for e in found for a in e.arguments if a.field == "actor"]


# -------------------------------------------------------------------------------------------------------------- types


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أسفر هجوم بطائرة مسيرة على القاعدة عن أضرار", "drone_attack"),
        ("أسفر هجوم صاروخي على القاعدة عن أضرار", "missile_attack"),
        ("أسفر قصف مدفعي على القرية عن أضرار", "shelling"),
        ("أسفر قصف جوي على القرية عن أضرار", "airstrike"),
        ("أسفر هجوم انتحاري على السوق عن ضحايا", "suicide_bombing"),
        ("أسفر هجوم مسلح على حافلة عن ضحايا", "attack"),
        ("استهدفت مسيرة سيارة على الطريق", "drone_attack"),
        ("انفجرت عبوة ناسفة بدورية", "bombing"),
        ("سمع السكان دوي انفجار قرب الميناء", "explosion"),
        ("اقتحمت قوات الأمن مخيم الشاطئ", "raid"),
        ("أفرجت السلطات عن خمسة موقوفين", "release"),
        ("تظاهر المئات أمام مبنى البرلمان", "protest"),
        ("دخلت الهدنة حيز التنفيذ صباح أمس", "ceasefire"),
        ("أرسل الجيش تعزيزات إلى الحدود", "deployment"),
        ("اعتقلت الشرطة ثلاثة رجال", "detention"),
        ("اعترضت الدفاعات الجوية صاروخا فوق المدينة", "interception"),
    ],
)
def test_the_words_and_the_means_tell_the_type(read, text, expected):
    _, found = read(text)

    assert types(found) == [expected]


def test_what_a_drone_fires_makes_no_missile_attack(parts):
    assert parts("رمت مسيرة منزلا بصاروخين")["type"] == "drone_attack"


def test_gunmen_who_hold_people_abduct_them(parts):
    assert parts("احتجز مسلحون مجهولون ثلاثة عمال")["type"] == "abduction"


def test_the_police_who_hold_people_detain_them(parts):
    assert parts("احتجزت الشرطة ثلاثة عمال")["type"] == "detention"


def test_a_bombardment_of_unnamed_means_is_what_is_told_beside_it(read):
    _, found = read("أدى قصف على القاعدة إلى جرح جندي. وأسفر هجوم صاروخي على القاعدة عن حريق")

    assert types(found) == ["missile_attack", "missile_attack"]


def test_one_strike_told_by_noun_and_verb_is_one_event(parts):
    told = parts("قال مصدر إن هجوما بطائرتين مسيرتين استهدف قاعدة جوية")

    assert (told["type"], told["target"]) == ("drone_attack", "قاعدة جوية")


def test_a_killing_beside_a_strike_is_no_event_of_its_own(read):
    _, found = read("قتل خمسة مدنيين في غارة على منزل")

    assert types(found) == ["airstrike"]


# ------------------------------------------------------------------------------------------------- words that mislead


@pytest.mark.parametrize(
    "text",
    [
        "أوقفت الشركة الرحلات الجوية",
        "سيطر رجال الإطفاء على الحريق",
        "منذ فجر أمس أغلقت الطرق",
        "فجر الكاتب مفاجأة جديدة",
        "اطلعت الوكالة على بيان صادر عن الوزارة",
        "شن النائب هجوما لاذعا على الحكومة",
        "انتشرت صور على مواقع التواصل",
        "تسيطر الفصائل على نصف المدينة",
    ],
)
def test_other_senses_are_no_events(read, text):
    _, found = read(text)

    assert found == ()


def test_a_word_is_a_noun_where_one_fits_and_a_verb_where_one_fits(parts):
    assert parts("قصف الجيش السوري مواقع المسلحين")["actor"] == "الجيش السوري"
    assert parts("أدى قصف نفذه الجيش السوري إلى حريق")["actor"] == "الجيش السوري"


# ------------------------------------------------------------------------------------------------------------ stances


def test_nobody_claims_an_attack(read):
    _, (event,) = read("ولم تتبن أي جهة الهجوم")

    assert (event.stance, event.anaphoric) == ("no_claim", True)


def test_who_claims_an_attack_did_it(read):
    lattice, (event,) = read("تبنت كتائب حزب الله الهجوم على القاعدة")
    (actor,) = [a for a in event.arguments if a.field == "actor"]

    assert event.stance == "claims_responsibility"
    assert lattice.text(actor.first, actor.last) == "كتائب حزب الله"


def test_who_is_accused_is_the_actor_and_who_accuses_is_not(read):
    lattice, (event,) = read("اتهم الجيش السوري تنظيم داعش بالهجوم")
    (actor,) = [a for a in event.arguments if a.field == "actor"]

    assert event.stance == "accuses"
    assert lattice.text(actor.first, actor.last) == "تنظيم داعش"


def test_a_threat_takes_target_weapon_and_condition_of_what_it_threatens(parts):
    told = parts("هددت جماعات مسلحة باستهداف السفن بالصواريخ إذا تدخلت واشنطن")

    assert told["type"] == "threat"
    assert told["actor"] == "جماعات مسلحة"
    assert told["target"] == "السفن"
    assert told["weapon"] == "بالصواريخ"
    assert told["condition"] == "تدخلت واشنطن"


# ------------------------------------------------------------------------------------------------ place, day, and why


def test_a_seat_is_no_place_of_an_event(read):
    _, found = read("قال المرصد ومقره لندن إن مسلحين هاجموا حافلة في حلب")
    places = {a.value["country"] for e in found for a in e.arguments if a.field == "place"}

    assert places == {"SY"}


def test_where_it_set_out_from_is_the_origin(read):
    _, (event,) = read("أطلق مسلحون صاروخين على القاعدة من جهة الموصل")

    assert [a.value["name_en"] for a in event.arguments if a.field == "origin"] == ["Mosul"]


def test_a_day_beside_an_event_is_its_day(read):
    _, (event,) = read("هاجم مسلحون حافلة أمس", published="2024-05-10")
    (happened,) = [a.value for a in event.arguments if a.field == "happened"]

    assert (happened["earliest"], happened["latest"]) == ("2024-05-09", "2024-05-09")


def test_a_place_in_the_reason_is_no_place_of_the_event(read):
    _, (event,) = read("ردا على الجرائم في غزة استهدف مسلحون قاعدة قرب الموصل")

    assert [a.value["name_en"] for a in event.arguments if a.field == "place"] == ["Mosul"]


def test_what_it_answers_is_the_motive(parts):
    assert parts("استهدف مسلحون القاعدة ردا على مقتل قائدهم")["motive"] == "مقتل قائدهم"


# ----------------------------------------------------------------------------------------------------------- any text


def test_a_text_without_events_has_none(read):
    _, found = read("عقد الوزير مؤتمرا صحفيا في العاصمة")

    assert found == ()


def test_events_stand_in_text_order_and_inside_the_text(read):
    lattice, found = read("قصف الجيش القرية. وهاجم مسلحون حافلة. واعتقلت الشرطة رجلا")

    assert [e.first for e in found] == sorted(e.first for e in found)
    assert all(0 <= a.first < a.last <= len(lattice.tokens) for e in found for a in e.arguments)


# ------------------------------------------------------------------------------------- what is told, and what is known


def history(found: tuple[EventMention, ...]) -> list[bool]:
    return [event.background for event in found]


@pytest.mark.parametrize(
    "text",
    [
        "قال الضابط إن الهجوم أثار قلق السكان",
        "تنظر المحكمة في جريمة اغتيال الوزير السابق",
        "عاد الوفد إلى بلاده بعد هجوم شنه مسلحون",
        "أثار مقتل الوزير في غارة غضبا واسعا",
        "وقعت الحادثة في حي خطف فيه مسلحون طبيبا عام 2003",
        "قال الكاتب إن الميليشيا تقصف القرى",
    ],
)
def test_what_the_reader_is_taken_to_know_is_background(read, text):
    _, found = read(f"{text}.")

    assert found
    assert all(history(found))


@pytest.mark.parametrize(
    "text",
    [
        "قتل جنديان في هجوم على حاجز شمال المدينة",
        "أعلن الجيش اغتيال قائد ميداني",
        "هجوم شنه مسلحون على حاجز يوقع قتلى",
        "أسفر قصف على القرية عن مقتل وزير الدفاع",
        "قال المتحدث إن الاشتباكات التي اندلعت جنوب المدينة مساء الخميس انتهت",
        "ارتفعت حصيلة قتلى الهجوم إلى عشرة",
    ],
)
def test_what_is_told_is_news(read, text):
    _, found = read(f"{text}.")

    assert found
    assert not any(history(found))


def test_a_definite_noun_points_to_what_was_told_before_it(read):
    _, found = read("هاجم مسلحون حاجزا شمال المدينة. قال الضابط إن الهجوم أثار قلق السكان.")

    assert history(found) == [False, False]


# -------------------------------------------------------------------------------------------------- one happening, once


def test_arrests_of_those_told_of_are_no_event(read):
    _, found = read("هاجم مسلحون مركز شرطة، وأوقفت قوات الأمن اثنين منهم")

    assert types(found) == ["attack"]


def test_arrests_of_people_named_are_one(read):
    _, found = read("أوقفت قوات الأمن اثنين من المهربين")

    assert types(found) == ["detention"]


def test_what_abductors_do_on_the_way_is_part_of_it(read):
    _, found = read("داهم مسلحون المنزل وخطفوا الطبيب")

    assert types(found) == ["abduction"]


def test_where_raiders_spread_out_is_part_of_the_raid(read):
    _, found = read("اقتحمت القوات الإسرائيلية المخيم وانتشرت في الأزقة")

    assert types(found) == ["raid"]


def test_an_aim_is_no_truce_and_an_agreement_is(read):
    assert "ceasefire" not in types(read("أرسلت الوزارة تعزيزات لوقف القتال")[1])
    assert types(read("أعلن الوسيط التوصل إلى اتفاق لوقف إطلاق النار")[1]) == ["ceasefire"]


# ------------------------------------------------------------------------------------------------- subjects and objects


def test_a_clause_between_commas_parts_no_verb_from_its_subject(parts):
    told = parts("قالت الشرطة إن السفارة، التي تقع وسط العاصمة، تعرضت لهجوم بقذائف الهاون")

    assert told["target"] == "السفارة"


def test_what_is_told_of_somebody_parts_no_verb_from_its_subject(parts):
    told = parts("قال ضابط إن مسلحا يرتدي زيا عسكريا هاجم الحاجز")

    assert (told["actor"], told["target"]) == ("مسلحا", "الحاجز")


def test_an_object_may_come_behind_a_circumstance(parts, read):
    lattice, found = read("اعتقلت قوى الأمن خلال تفريق المظاهرة تسعة شبان")
    target = next(a for a in found[0].arguments if a.field == "target")

    assert lattice.text(target.first, target.last) == "تسعة شبان"


def test_those_killed_are_the_target_where_nothing_else_is(read):
    lattice, found = read("أعلنت الشرطة مقتل سبعة عمال بتفجير في السوق القديم")
    target = next(a for a in found[-1].arguments if a.field == "target")

    assert lattice.text(target.first, target.last) == "سبعة عمال"


def test_nobody_is_his_own_target(read):
    _, found = read("فجر انتحاري نفسه وسط السوق")

    assert not any(a.field == "target" and a.value["name_ar"] == "نفسه" for a in found[0].arguments)


def test_what_a_march_is_against_is_its_target(parts):
    assert parts("تظاهر آلاف السكان ضد الحكومة")["target"] == "الحكومة"


def test_a_group_that_says_it_is_behind_something_claims_it(read):
    _, found = read("قالت الجماعة إنها وراء التفجير")

    assert any(event.stance == "claims_responsibility" for event in found)


# ------------------------------------------------------------------------------------------------------------ headings

BULLETIN = "نشرة الأسبوع\n\n{heading}\nهاجم مسلحون نقطة تفتيش في الموصل يوم 3 أيار.\n"


@pytest.mark.parametrize("heading", ["ثانيا: التفجيرات والألغام", "الاشتباكات", "القصف المدفعي"])
def test_a_line_that_only_names_a_kind_of_happening_tells_of_none(read, heading):
    _, found = read(BULLETIN.format(heading=heading))
    assert types(found) == ["attack"]


@pytest.mark.parametrize(
    ("line", "type_"),
    [
        ("القصف استهدف حي الزهور", "shelling"),
        ("اشتباكات عنيفة", "clash"),
        ("ولم تتبن أي جهة التفجير", "bombing"),
    ],
)
def test_a_short_line_that_tells_what_happened_is_no_heading(read, line, type_):
    _, found = read(BULLETIN.format(heading=line))
    assert type_ in types(found)


# ------------------------------------------------------------------------------------------------ deaths and wounds


def test_people_wounded_by_a_weapon_were_attacked(parts):
    told = parts("أصيب فتيان برصاص الجيش في البلدة")
    assert told["type"] == "attack"
    assert told["target"] == "فتيان"
    assert told["actor"] == "الجيش"


@pytest.mark.parametrize(
    "text",
    [
        "أصيب فتيان في البلدة",
        "توفي فتى متأثرا بجروح أصيب بها برصاص الجيش",
        "مصرع سائقين على الطريق السريع",
    ],
)
def test_deaths_and_wounds_alone_are_no_attack(read, text):
    _, found = read(text)
    assert not found


def test_a_town_is_not_taken_for_a_word_with_a_preposition(read):
    _, found = read("وقع هجوم مسلح في بعقوبة")
    assert types(found) == ["attack"]


def test_aircraft_bomb_a_town_and_do_not_belong_to_it(parts):
    told = parts("قصفت طائرات مدينة دير الزور")
    assert told["target"] == "مدينة دير الزور"
    assert "actor" not in told


@pytest.mark.parametrize(
    ("text", "type_", "weapon"),
    [
        ("استشهد صياد برصاص جنود قبالة الساحل", "attack", "برصاص"),
        ("لقي سائق مصرعه، مساء أمس، برصاص مسلحين", "attack", "برصاص"),
        ("مقتل راعيين بعبوة ناسفة في البادية", "bombing", "بعبوة ناسفة"),
        ("أصيب عاملان بشظايا قذيفة هاون", "shelling", "قذيفة هاون"),
        ("قتل مزارع جراء لغم في الحقل", "bombing", "لغم"),
        ("استشهاد شاب وإصابة اثنين برصاص جنود", "attack", "برصاص"),
    ],
)
def test_what_people_were_harmed_with_tells_the_type(parts, text, type_, weapon):
    told = parts(text)

    assert (told["type"], told["weapon"]) == (type_, weapon)


def test_what_people_were_harmed_with_in_a_raid_is_its_weapon(parts):
    told = parts("استشهد شاب برصاص جنود خلال اقتحام البلدة")

    assert (told["type"], told["weapon"]) == ("raid", "برصاص")


def test_a_volley_that_is_let_fly_is_told(read):
    _, found = read("أطلقت الفصائل رشقة صاروخية على البلدة")
    assert [(event.type, event.background) for event in found] == [("missile_attack", False)]


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("هاجم مسلحون يستقلون دراجات نارية صهريج نفط على الطريق", "مسلحون", "صهريج نفط"),
        ("هدمت جرافات الجيش منزلين في القرية", "الجيش", "منزلين"),
        ("استهدف مجهولون قافلة شاحنات في البلدة", "مجهولون", "قافلة شاحنات"),
    ],
)
def test_two_nouns_that_no_genitive_joins_are_two(parts, text, actor, target):
    told = parts(text)
    assert (told["actor"], told["target"]) == (actor, target)


def test_smugglers_are_held_and_do_not_hold(parts):
    told = parts("وأوقفت ثلاثة مهربين قرب الحدود")
    assert told["target"] == "ثلاثة مهربين"
    assert told.get("actor") != "ثلاثة مهربين"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("انفجرت عبوة لدى مرور رتل تابع للجيش في المدينة", "رتل تابع للجيش"),
        ("استهدف القصف المدفعي سهل الخيام", "سهل الخيام"),
    ],
)
def test_the_target_is_what_was_hit_and_no_more(parts, text, target):
    assert parts(text)["target"] == target


def test_a_strike_that_a_verb_of_hitting_carries_is_news(read):
    _, found = read("استهدفت الغارات الإسرائيلية مركزا صحيا في البلدة")
    assert [event.background for event in found] == [False]


def test_a_number_of_weapons_behind_a_loose_preposition_is_the_means(parts):
    told = parts("قصفت الفصائل القاعدة بـ24 صاروخا")
    assert told["type"] == "missile_attack"
    assert (told["actor"], told["target"], told["weapon"]) == ("الفصائل", "القاعدة", "24 صاروخا")


def doers(lattice, found):
    """Each event's type with the words of who did it, or None."""
    return [
        (event.type, next((lattice.text(a.first, a.last) for a in event.arguments if a.field == "actor"), None))
        for event in found
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("أقدم ملثمون مجهولون على خطف تاجر من متجره", ("abduction", "ملثمون مجهولون")),
        ("اضطرت القوات الحكومية إلى الانسحاب من البلدة", ("withdrawal", "القوات الحكومية")),
        ("عمد الجنود مساء الاثنين إلى هدم منزل في القرية", ("destruction", "الجنود")),
        ("حاول مسلحون مجهولون اقتحام مقر البلدية", ("raid", "مسلحون مجهولون")),
        ("قال شاهد إن مسلحين مجهولين حاولوا اقتحام مقر البلدية", ("raid", "مسلحين مجهولين")),
        ("تمكن الجيش في الضواحي من تحرير رهائن", ("release", "الجيش")),
    ],
)
def test_who_manages_tries_or_is_made_to_do_a_deed_does_it(read, text, told):
    lattice, found = read(text)

    assert doers(lattice, found) == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("دفع القلق الحكومة الأردنية إلى إرسال قوات", ("deployment", "الحكومة الأردنية")),
        ("وهو ما دفع الحكومة الأردنية إلى إرسال قوات", ("deployment", "الحكومة الأردنية")),
        ("أمر القائد جنوده بقصف المواقع", ("shelling", "جنوده")),
        ("أمر القائد بقصف المواقع", ("shelling", None)),
        ("حث الوزير المزارعين على زيارة معرض قرب موقع قصف المخازن", ("shelling", None)),
    ],
)
def test_who_is_driven_to_a_deed_does_it(read, text, told):
    lattice, found = read(text)

    assert doers(lattice, found) == [told]


def test_an_attack_that_forces_somebody_out_is_told_beside_the_withdrawal(read):
    lattice, found = read("أجبر القصف القوات الحكومية على الانسحاب من التلال")

    assert doers(lattice, found) == [("shelling", None), ("withdrawal", "القوات الحكومية")]


def test_what_somebody_succeeds_in_may_only_hold_a_deed(read):
    lattice, found = read("نجح المتحف في محو الذكريات القديمة للقصف")

    assert ("shelling", "المتحف") not in doers(lattice, found)


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("قال شاهد إن ملثمين آخرين اقتحموا نقطة تفتيش", "ملثمين آخرين", "نقطة تفتيش"),
        ("قال شاهد إن مسلحين كانوا يقودون شاحنة هاجموا حاجزا", "مسلحين", "حاجزا"),
        ("ضربت المقاتلات قوة للجيش كانت تتحرك قرب السد بصواريخ", "المقاتلات", "قوة للجيش"),
        ("قصف الجيش الأردني المزرعة بصواريخ أمريكية", "الجيش الأردني", "المزرعة"),
        ("رمى مقاتلو الحركة الموقع بقذائف المدفعية", "مقاتلو الحركة", "الموقع"),
        ("توغلت عشر آليات عسكرية تركية في القرية", "تركية", "القرية"),
        ("خطف مسلحون 4 مزارعين قرب النهر", "مسلحون", "4 مزارعين"),
        ("خطف مسلحون خمسة من أبناء البلدة", "مسلحون", "خمسة من أبناء البلدة"),
        ("خطفت مليشيا (قسد) 9 مزارعين", "مليشيا (قسد)", "9 مزارعين"),
        ("ألقى محتجون الحجارة على دورية", "محتجون", "دورية"),
        ("هاجم مسلحون يعتقد أنهم من حركة الشباب قرية ساحلية", "مسلحون يعتقد أنهم من حركة الشباب", "قرية ساحلية"),
    ],
)
def test_who_did_it_and_to_whom(parts, text, actor, target):
    told = parts(text)

    assert (told.get("actor"), told.get("target")) == (actor, target)


def test_a_joined_verb_has_the_subject_of_the_verb_before_it(read):
    lattice, found = read("تسللت مجموعة من الجيش السوري إلى المزرعة وخطفت راعيا")

    assert doers(lattice, found) == [("abduction", "مجموعة من الجيش السوري")]


def test_a_joined_verb_of_the_other_gender_has_another_subject(read):
    lattice, found = read("تسللت مجموعة من الجيش السوري إلى المزرعة وخطف راعيا")

    assert doers(lattice, found) == [("abduction", None)]


def test_an_accusative_has_no_genitive(parts):
    told = parts("فرض الجيش حصارا مشددا على البلدة")

    assert told["target"] == "البلدة"


def test_what_explodes_in_a_car_strikes_the_car_and_not_the_town(parts):
    assert parts("انفجرت عبوة ناسفة في سيارة تاجر بمدينة الرقة")["target"] == "سيارة تاجر"


def test_a_demonym_of_a_group_names_the_group(read):
    _, found = read("اقتحمت الحملة الحوثية القرية")

    assert [a.value["id"] for a in found[0].arguments if a.field == "actor"] == ["YE.houthi"]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("دارت اشتباكات بين قوات الجيش من جهة والفصائل من جهة ثانية", ("قوات الجيش", "والفصائل")),
        (
            "تدور معارك بين مقاتلين من العشائر ومعهم عناصر من الشرطة من جانب، ومسلحين مجهولين من جانب آخر",
            ("مقاتلين من العشائر", "ومسلحين مجهولين"),
        ),
        (
            "اندلعت اشتباكات بين مسلحي محمد الحداد الملقب بالصقر ومجموعة من الشرطة",
            ("مسلحي محمد الحداد", "ومجموعة من الشرطة"),
        ),
    ],
)
def test_the_sides_of_a_clash_may_stand_apart(parts, text, sides):
    told = parts(text)

    assert (told["actor"], told["target"]) == sides


def test_what_somebody_fights_with_is_no_company(parts):
    told = parts("اشتبك المقاتلون معها بالرشاشات قرب التل")

    assert told["weapon"] == "بالرشاشات"


def test_a_group_that_is_pointed_back_to_is_quoted_where_it_is_named(read):
    lattice, found = read("تنشط حركة الشباب في الجنوب. وقال سكان إن الحركة قصفت القرية")

    assert doers(lattice, found) == [("shelling", "حركة الشباب")]


def test_whose_aircraft_struck_how_often(parts):
    told = parts("طيران التحالف شن 14 غارة على البلدة")
    assert told["actor"] == "طيران التحالف"


def test_a_clash_of_tribes_is_no_deed_of_a_country(parts):
    assert "actor" not in parts("وقعت اشتباكات قبلية في البلدة")


def test_a_missile_of_a_drone_is_a_drone_attack(parts):
    assert parts("أغارت مسيرة بصاروخ موجه على سيارة")["type"] == "drone_attack"


# ------------------------------------------------------------------------------------------------- named and not told


def test_a_definite_strike_whose_outcome_is_the_news_is_told(read):
    _, (event,) = read("قال الطبيب إن الانفجار أوقع تسعة جرحى")

    assert not event.background


def test_a_relative_clause_only_tells_which_strike_is_meant(read):
    _, events = read("عاد الهدوء إلى الحي بعد التفجير الذي أوقع تسعة جرحى")

    assert all(event.background for event in events)


def test_what_happened_upon_a_deed_does_not_tell_the_deed(read):
    _, events = read("عند اغتيال النقيب كامل قامت النقابة بواجبها")

    assert all(event.background for event in events)


def test_the_known_death_of_somebody_named_does_not_tell_the_attack(read):
    _, events = read("تتعلق الشهادة بمقتل كاملون في هجوم مسلح")

    assert all(event.background for event in events)


def test_politicians_that_face_one_another_do_not_fight(read):
    _, events = read("تحول الاجتماع إلى مواجهة مباشرة مع وزير المالية")

    assert events == ()


def test_people_may_march_against_an_idea(read):
    _, (event,) = read("تظاهر المئات ضد رفع الأسعار في ساحة البلدية")

    assert event.type == "protest"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("أفاد شهود بقيام مسلحين بخطف طبيب", ("abduction", "مسلحين")),
        ("تحدثت مصادر عن قيام طائرة إسرائيلية بقصف سيارة", ("airstrike", "طائرة إسرائيلية")),
        ("أعلن المتحدث شن المقاتلات غارات على التلال", ("airstrike", "المقاتلات")),
    ],
)
def test_who_does_a_deed_stands_behind_the_noun_of_a_light_verb(read, text, told):
    lattice, found = read(text)

    assert doers(lattice, found) == [told]


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("نصبت قوة من الجيش السوري كمينا لمهربين", "قوة من الجيش السوري", "لمهربين"),
        ("قتل ثلاثة في هجوم بطائرة مسيرة لقوات الدعم السريع على مخيم", "لقوات الدعم السريع", "مخيم"),
        ("قال المتحدث إن الحركة استهدفت، سفينة شحن في الخليج", "الحركة", "سفينة شحن"),
        ("اعتقلت شرطة المدينة، طفلا من بيته", "شرطة المدينة", "طفلا"),
        ("استهدف الجيش بصواريخ مناسبة سفينة شحن", "الجيش", "سفينة شحن"),
        ("شهدت القرية هجوما عنيفا نفذه عشرات المستوطنين على مسجد", "عشرات المستوطنين", "مسجد"),
        ("رشق مستوطنون فلسطينيين بالحجارة", "مستوطنون", "فلسطينيين"),
        ("اقتحم الجنود أجزاء واسعة من المخيم", "الجنود", "المخيم"),
    ],
)
def test_where_a_phrase_ends_tells_who_did_it_to_whom(parts, text, actor, target):
    told = parts(text)

    assert (told.get("actor"), told.get("target")) == (actor, target)


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("قال شاهد إن ملثمين في الزقاق، خطفوا بعد الظهر، المهندس سعد الحداد", "ملثمين", "المهندس سعد الحداد"),
        ("قال شاهد إن مسلحين كانوا يستقلون شاحنة زرقاء، هاجموا متجرا", "مسلحين", "متجرا"),
        ("قال شاهد إن تاجرا من المدينة، اغتيل على يد ملثمين قرب السوق", "ملثمين", "تاجرا"),
        ("اغتال مسلحون مجهولون مدنيا قرب السوق", "مسلحون مجهولون", "مدنيا"),
        ("رد الجيش السوري بقصف مواقع الفصائل", "الجيش السوري", "مواقع الفصائل"),
        ("شن الطيران الروسي غارة ليل الأحد مستهدفا مستودعا", "الطيران الروسي", "مستودعا"),
        ("أصابت غارات تركية مساء الأحد مستودعا في بلدة قريبة من النهر", "تركية", "مستودعا"),
    ],
)
def test_commas_and_cases_part_who_did_it_from_the_rest(parts, text, actor, target):
    told = parts(text)

    assert (told.get("actor"), told.get("target")) == (actor, target)


def test_what_was_struck_with_missiles_was_struck_by_who_claims_it(read):
    group = SourceLink(Party("YE.houthi", "جماعة الحوثي", None, "rebel_group", "armed_group", "YE"), 0, 2)
    text = "جماعة الحوثي تقول في البيان: ضربت السفينة في الخليج بثلاثة صواريخ"

    lattice, found = read(text, chain=(group,), stance="claims_responsibility")

    assert doers(lattice, found) == [("missile_attack", "جماعة الحوثي")]


def test_the_men_of_a_group_that_speaks_are_quoted_by_its_name(read):
    group = SourceLink(Party("SO.shabaab", "حركة الشباب", None, "rebel_group", "armed_group", "SO"), 1, 2)

    lattice, found = read("قالت الحركة إن رجالها هاجموا القرية", chain=(group,), cue=(0, 1))

    assert doers(lattice, found) == [("attack", "الحركة")]
