"""Parties: how far a noun phrase goes, and who it names."""

import pytest

from riwaya.knowledge.load import load_knowledge
from riwaya.pipeline import prepare
from riwaya.reading.actors import find_parties


def read(text):
    """Each mention by its words."""
    lattice = prepare(text)
    return {lattice.text(m.first, m.last): m for m in find_parties(lattice, load_knowledge())}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قال مصدر أمني عراقي إن القصف توقف", "مصدر أمني عراقي"),
        ("قال مصدران أمنيان إن القصف توقف", "مصدران أمنيان"),
        ("نقلت الوكالة عن مسؤولين أمريكيين أن القصف توقف", "مسؤولين أمريكيين"),
        ("أفادت مصادر محلية وطبية بسقوط قتلى", "مصادر محلية وطبية"),
        ("قال مصدر عسكري في الجيش السوداني إن القصف توقف", "مصدر عسكري في الجيش السوداني"),
        ("هاجمت فصائل عراقية موالية لإيران القاعدة", "فصائل عراقية موالية لإيران"),
        ("هددت جماعات مسلحة عراقية متحالفة مع إيران بالرد", "جماعات مسلحة عراقية متحالفة مع إيران"),
        ("قال وزير الدفاع الأمريكي لويد أوستن إنه سيرد", "وزير الدفاع الأمريكي لويد أوستن"),
        ("هاجم مسلحون مجهولون الحاجز", "مسلحون مجهولون"),
        ('قصفت ميليشيا "الرعد" الحاجز', 'ميليشيا "الرعد"'),
        ("قال محافظ ديالى مثنى التميمي إن التحقيق مستمر", "محافظ ديالى مثنى التميمي"),
    ],
)
def test_the_whole_noun_phrase_is_one_mention(text, words):
    assert words in read(text)


def test_a_role_and_a_demonym_make_a_body_of_that_state():
    party = read("أدانت الخارجية النيجيرية الهجوم")["الخارجية النيجيرية"].party

    assert (party.id, party.country, party.source_kind) == ("NG.ministry-foreign", "NG", "ministry")


def test_a_listed_name_has_its_id_in_quotation_marks_too():
    found = read('أعلنت "كتائب حزب الله" مسؤوليتها')

    assert found['"كتائب حزب الله"'].party.id == read("أعلنت كتائب حزب الله مسؤوليتها")["كتائب حزب الله"].party.id


def test_an_unnamed_source_is_anonymous_and_a_spokesman_with_a_name_is_not():
    assert read("قال مصدر أمني إن القصف توقف")["مصدر أمني"].party.anonymous
    assert not read("قال المتحدث العسكري يحيى سريع إن القصف توقف")["المتحدث العسكري يحيى سريع"].party.anonymous


@pytest.mark.parametrize(
    ("text", "words", "group"),
    [
        (
            "قصف مجاهدو المقاومة الإسلامية في العراق الميناء",
            "مجاهدو المقاومة الإسلامية في العراق",
            "IQ.islamic-resistance",
        ),
        ("قال مقاتلو حزب الله إنهم انسحبوا", "مقاتلو حزب الله", "LB.hezbollah"),
        ("هاجم عناصر من حركة النجباء الحاجز", "عناصر من حركة النجباء", "IQ.nujaba"),
        ("قتل عنصران من قوات سوريا الديمقراطية", "عنصران من قوات سوريا الديمقراطية", "SY.sdf"),
        ("قالت كتائب القسام إن مقاتليها فجروا عبوة", "مقاتليها", "PS.qassam"),
    ],
)
def test_members_of_a_group_are_that_group_in_words_of_their_own(text, words, group):
    mention = read(text)[words]

    assert (mention.party.id, mention.party.name_ar, mention.can_speak) == (group, words, True)


def test_people_out_of_no_listed_group_have_no_id():
    assert read("هاجم مسلحون من القبائل الحاجز")["مسلحون من القبائل"].party.id is None


def test_a_name_is_told_in_the_words_that_were_broken_up():
    text = "قال مجا. هدو المقا. ومة إنهم قصفوا الميناء"
    mention = next(iter(read(text).values()))

    assert mention.party.name_ar == "مجاهدو المقاومة"


def test_a_statement_leaves_its_owner_a_mention_of_its_own():
    found = read("أكد بيان وزارة الدفاع التركية مقتل جندي")

    assert found["بيان"].party.source_kind == "document"
    assert found["وزارة الدفاع التركية"].party.id == "TR.ministry-defence"


def test_a_capital_is_a_government_where_it_acts_and_none_where_it_is_a_place():
    assert read("نفت واشنطن الاتهامات")["واشنطن"].party.country == "US"
    assert "واشنطن" not in read("عقد الاجتماع في واشنطن")


def test_a_name_that_two_groups_share_goes_to_the_country_of_the_document():
    iraqi = read("أعلنت المقاومة الإسلامية في العراق الهجوم. وقالت المقاومة الإسلامية إنه رد على القصف في العراق")
    lebanese = read("استهدفت المقاومة الإسلامية موقعا عند الحدود اللبنانية في جنوب لبنان")

    assert iraqi["المقاومة الإسلامية"].party.country == "IQ"
    assert lebanese["المقاومة الإسلامية"].party.country == "LB"


def test_the_army_said_again_is_the_army_named_before():
    found = read("قصف الجيش البلجيكي البلدة. وقال الجيش إنه سيواصل القصف")

    assert found["الجيش"].party == found["الجيش البلجيكي"].party


def test_a_phrase_that_points_back_is_marked_as_pronoun():
    assert read("تحدث مصدران أمنيان وقال أحدهما إن القصف توقف")["أحدهما"].pronoun


@pytest.mark.parametrize("text", ["", '"', "مصدر", "وزير وزير وزير", "في باسم باسم من من", "كتيبة 7"])
def test_odd_texts_raise_nothing(text):
    find_parties(prepare(text), load_knowledge())


@pytest.mark.parametrize(
    ("text", "words", "group"),
    [
        ("تبنت كتائب القسام الهجوم. وقال مقاتلو الكتائب إنهم انسحبوا", "مقاتلو الكتائب", "PS.qassam"),
        ("قصفت مدفعية مليشيا الحوثي حيا سكنيا", "مدفعية مليشيا الحوثي", "YE.houthi"),
        ('أعلن تنظيم "الدولة" هجوما على قسد. وقال التنظيم إنه انسحب', "التنظيم", "INT.islamic-state"),
    ],
)
def test_what_belongs_to_a_group_named_before_is_that_group(text, words, group):
    assert read(text)[words].party.id == group


def test_its_fighters_are_those_of_a_group_and_of_no_person():
    found = read("تبنت كتيبة ماسينا الهجوم، ويرأسها أمادو كوفا. وقالت إن مقاتليها انسحبوا")

    assert found["مقاتليها"].party.id != found["أمادو كوفا"].party.id


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("استهدفت مقاتلة إسرائيلية صباح اليوم مدرسة", "مقاتلة إسرائيلية"),
        ('أغرقوا زوارق لقواتها البحرية "فاستشهد وفقد عشرة"', "لقواتها البحرية"),
        ("قالت وسائل إعلام معادية غايته تشويه السمعة", "وسائل إعلام"),
    ],
)
def test_a_phrase_ends_where_something_else_begins(text, words):
    assert words in read(text)


def test_an_office_is_an_adjective_of_what_stands_before_it():
    assert "الرئيس" not in read("لا أثر لهم على الطريق الرئيس")
    assert "الرئيس" in read("عاد الوفد وقال الرئيس إنه سيرد")


def test_a_town_called_after_a_sheikh_is_nobody():
    assert read("احترقت مركبة بالشيخ زويد") == {}


def test_a_capital_behind_the_word_capital_does_not_act():
    assert "طرابلس" not in read("اندلعت اشتباكات في العاصمة طرابلس")


def test_the_base_is_no_organisation_of_that_name():
    assert "القاعدة" not in read("قصف الحزب القاعدة فجرا")
    assert read("تبنى تنظيم القاعدة الهجوم")["تنظيم القاعدة"].party.id == "INT.al-qaeda"


@pytest.mark.parametrize(
    ("text", "words", "party_id"),
    [
        ('خطفت ميليشيا "قسد" مزارعا', 'ميليشيا "قسد"', "SY.sdf"),
        ("خطفت مليشيا (قسد) مزارعا", "مليشيا (قسد)", "SY.sdf"),
        ("هاجمت مجموعات تابعة لميليشيا قسد القرية", "مجموعات تابعة لميليشيا قسد", "SY.sdf"),
        ("خطف عناصر ينتمون إلى تنظيم داعش مزارعا", "عناصر ينتمون إلى تنظيم داعش", "INT.islamic-state"),
        ("خطفت ميليشيا محلية مزارعا", "ميليشيا محلية", None),
        (
            "هاجم مسلحون يعتقد أنهم من حركة الشباب القرية",
            "مسلحون يعتقد أنهم من حركة الشباب",
            None,
        ),  # believed, not known
    ],
)
def test_a_militia_and_its_men_are_named_by_what_stands_behind_them(text, words, party_id):
    assert read(text)[words].party.id == party_id


def test_a_country_behind_an_official_is_not_his_nationality():
    found = read("اتهم مسؤول كردي تركيا بالقصف")

    assert (found["مسؤول كردي"].party.country, found["تركيا"].party.country) == (None, "TR")


def test_fighters_at_a_checkpoint_do_not_belong_to_it():
    assert "مقاتلين" in read("قتل الشرطي على يد مقاتلين في نقطة تفتيش")


def test_officials_may_be_spelt_with_a_hamza_on_ya():
    assert "المسئولون" in read("اتهم المسئولون الحركة")


def test_the_gunmen_are_the_one_group_that_is_named():
    found = read("تنشط حركة الشباب في الجنوب. وقال سكان إن المسلحين قصفوا القرية")

    assert found["المسلحين"].party.id == "SO.shabaab"


@pytest.mark.parametrize(
    "text",
    [
        "تنشط حركة الشباب في الجنوب. وهاجم مسلحون قرية. وقال سكان إن المسلحين قصفوا القرية",  # others may be meant
        "تنشط حركة الشباب في الجنوب وجماعة الحوثي في الشمال. وقال سكان إن المسلحين قصفوا القرية",  # which of the two
    ],
)
def test_the_gunmen_are_nobody_named_where_others_may_be_meant(text):
    assert read(text)["المسلحين"].party.id is None


def test_a_group_that_belongs_to_another_is_not_that_other():
    assert read("أعلنت جماعة تابعة لتنظيم القاعدة الهجوم")["جماعة تابعة لتنظيم القاعدة"].party.id is None
