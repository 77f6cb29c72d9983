"""Events: with what it was done, and what that makes of it."""

import pytest

from riwaya.knowledge.load import load_knowledge
from riwaya.pipeline import prepare
from riwaya.reading.events import find_events
from riwaya.records import Statement


def read(text):
    lattice = prepare(text, published="2024-05-10")
    statement = Statement(0, len(lattice.tokens), (), "asserts", "2024-05-10", "test", None)
    return lattice, find_events(lattice, load_knowledge(), (statement,))


def one(text):
    """The one event of a text: its type, its weapons with their counts, the words of its other parts."""
    lattice, found = read(text)
    assert len(found) == 1, [(e.type, lattice.text(e.first, e.last)) for e in found]
    weapons = [(a.value["id"], (a.value["count"] or {}).get("low")) for a in found[0].arguments if a.field == "weapon"]
    return found[0].type, weapons, {a.field: lattice.text(a.first, a.last) for a in found[0].arguments}


@pytest.mark.parametrize(
    ("text", "type_", "weapons"),
    [
        ("أطلقت الجماعة عشرين صاروخا وخمس مسيرات على المدينة", "missile_attack", [("missile", 20), ("drone", 5)]),
        ("اعترض الجيش 12 مسيرة وصاروخين فوق المدينة", "interception", [("drone", 12), ("missile", 2)]),
        ("هاجم مسلحون الحاجز بالأسلحة الرشاشة والقذائف الصاروخية", "attack", [("small_arms", None), ("rocket", None)]),
        ("قصفت مدفعية جماعة الحوثي الحي", "shelling", [("artillery", None)]),
        ("قال شاهد إن عبوة ناسفة، زرعها مجهولون، انفجرت بسيارة ضابط", "bombing", [("ied", 1)]),
        ("فجر انتحاري يقود سيارة مفخخة نفسه عند حاجز", "suicide_bombing", [("car_bomb", 1)]),
    ],
)
def test_all_means_of_an_event_are_told(text, type_, weapons):
    told = one(text)
    assert told[:2] == (type_, weapons)


def test_what_planes_do_by_bombing_has_a_target():
    _, _, words = one("قامت طائرات مسيرة بقصف مستودع وقود")
    assert words["target"] == "مستودع وقود"


def test_a_knife_is_not_owned_by_whom_it_struck():
    _, _, words = one("طعن رجل بسكين شرطيا في المحطة")
    assert (words["actor"], words["target"]) == ("رجل", "شرطيا")


@pytest.mark.parametrize(
    "text",
    [
        "شنت القوات الجوية سلسلة من الغارات على مواقع المسلحين",
        "أحبطت الدفاعات الجوية هجوما على الحقل",
        "صد الجيش هجوما للدعم السريع على البلدة",
    ],
)
def test_a_strike_that_is_made_or_repelled_is_told(text):
    _, (event,) = read(text)
    assert not event.background


def test_what_was_used_is_told_of_the_fighting_beside_it():
    kind, weapons, _ = one("اندلع قتال بين العشيرتين واستخدمت فيه أسلحة خفيفة")
    assert (kind, weapons) == ("clash", [("small_arms", None)])


def test_what_was_used_is_no_happening_of_its_own():
    _, found = read("هاجم مسلحون المركز. واستخدم المهاجمون قذائف هاون.")
    assert [event.frame for event in found] == ["act", "toll"]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("احتجزت القوات الإيرانية ناقلة نفط في المضيق", "seizure"),
        ("اعترض مسلحون حافلة ركاب على الطريق", "attack"),
        ("فتح مسلح النار على مصلين", "attack"),
        ("نفذت القوات الإسرائيلية عملية في مدينة جنين", "raid"),
        ("اقتادت الشرطة ثلاثة شبان إلى المركز", "detention"),
        ("اقتاد مسلحون ثلاثة شبان من المقهى", "abduction"),
        ("قتل خمسة في نزاع عشائري مسلح في الجنوب", "clash"),
    ],
)
def test_who_and_whom_narrow_the_type(text, type_):
    assert one(text)[0] == type_


def test_gunmen_who_come_in_and_shoot_make_one_attack():
    kind, _, words = one("دخل مسلحون منزل القاضي وأطلقوا النار عليه")
    assert (kind, words["target"]) == ("attack", "منزل القاضي")


def test_who_is_seen_firing_does_it_now():
    _, (event,) = read("قال المراسل إنه رأى مقاتلين يرمون بالرشاشات على الحي")
    assert not event.background


def test_what_a_strike_led_to_is_how_it_ended_and_no_event():
    assert [e.type for e in read("وأدى القصف إلى تدمير ثلاثة منازل")[1]] == ["shelling"]


def test_what_a_missile_also_did_is_part_of_its_strike():
    assert [e.type for e in read("أصاب الصاروخ المخزن ودمر المبنى")[1]] == ["missile_attack"]


@pytest.mark.parametrize("text", ["دمرت القوات ثلاث مسيرات فوق البحر", "أسقطت الدفاعات الجوية جميع المسيرات"])
def test_drones_destroyed_in_the_air_were_intercepted(text):
    kind, weapons, _ = one(text)
    assert kind == "interception"
    assert "drone" in [weapon for weapon, _ in weapons]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("رجح المصدر أن تكون جماعة الحوثي وراء الهجوم على المطار", "جماعة الحوثي"),
        ("قال المحافظ إن جماعة الحوثي هي التي تقف وراء الهجوم على المطار", "جماعة الحوثي"),
        ("قال القائممقام إن القصف تركي", "تركي"),
    ],
)
def test_to_tell_who_is_behind_it_is_to_accuse(text, actor):
    lattice, (event,) = read(text)
    told = {a.field: lattice.text(a.first, a.last) for a in event.arguments}
    assert (event.stance, told["actor"]) == ("accuses", actor)


def test_an_army_that_tells_people_to_leave_threatens():
    _, (event,) = read("أنذر الجيش الإسرائيلي سكان البلدة بإخلاء منازلهم")
    assert (event.type, event.stance) == ("threat", "threatens")


def test_a_council_that_tells_people_to_leave_threatens_nobody():
    assert not read("طالب المجلس سكان المبنى بإخلائه")[1]


def test_a_threat_names_its_weapons():
    assert one("هدد القائد بأن المدينة لن تسلم من صواريخه")[:2] == ("threat", [("missile", None)])


@pytest.mark.parametrize(
    "text", ["قتيل في استهداف مسيرة إسرائيلية لسيارة", "أفادت الوكالة باستهداف مسيرة إسرائيلية سيارة"]
)
def test_a_drone_in_the_genitive_of_a_striking_struck(text):
    kind, weapons, words = one(text)
    assert (kind, weapons) == ("drone_attack", [("drone", 1)])
    assert words["target"] in ("لسيارة", "سيارة")


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("اصطدمت قافلة للقوات بعبوة ناسفة", "bombing"),
        ("أودى لغم أرضي بحياة راعيين", "bombing"),
        ("أعلنت القيادة فجر الأربعاء، تدمير صاروخ باليستي فوق البحر", "interception"),
        ("نجحت القوات في الاشتباك مع طائرتين مسيرتين", "interception"),
    ],
)
def test_what_a_weapon_ran_into_tells_the_type(text, type_):
    assert one(text)[0] == type_


def test_land_under_control_is_not_seized():
    assert "seizure" not in [e.type for e in read("أطلق الصاروخ من المناطق الخاضعة لسيطرة الجماعة")[1]]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("فتح مجهولون النار على الصحفي محمد سعيد", "assassination"),
        ("دخل مسلحون مجهولون منزل وليد علي وأطلقوا عليه النار", "assassination"),
        ("أطلق مسلحون مجهولون النار على شرطي في المدينة", "attack"),
        ("أطلقت الشرطة النار على محمد سعيد", "attack"),
    ],
)
def test_gunmen_who_shoot_at_one_man_by_name_came_for_him(text, type_):
    assert one(text)[0] == type_
