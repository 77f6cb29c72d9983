"""Statements: whose words each stretch of a report is, through whom they came, with what stance."""

from dataclasses import replace
from typing import NamedTuple

import pytest

import riwaya
from riwaya.knowledge.load import load_knowledge
from riwaya.pipeline import prepare
from riwaya.reading.attribution import find_statements

DAY = "2024-03-14"  # a Thursday


class Said(NamedTuple):
    """A statement as words: what it covers, who says it, outermost first, the stance, the day."""

    words: str
    chain: tuple[str, ...]
    stance: str
    as_of: str | None


def read(text):
    """The statements of a text and the codes of what could not be told."""
    lattice = prepare(text, published=DAY)
    statements, issues = find_statements(lattice, load_knowledge(), as_of=lambda token: DAY)
    said = [
        Said(lattice.text(s.first, s.last), tuple(link.party.name_ar for link in s.chain), s.stance, s.as_of)
        for s in statements
    ]
    return said, [issue.code for issue in issues]


def only(text):
    """The one statement that a sentence is."""
    said, _ = read(text)
    assert len(said) == 1, said
    return said[0]


def said_of(text, words):
    """The statement that holds some words."""
    said, _ = read(text)
    holding = [s for s in said if words in s.words]
    assert len(holding) == 1, said
    return holding[0]


# ------------------------------------------------------------------------------------------------------ who speaks


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("قالت وزارة الصحة اللبنانية إن سبعة أشخاص قتلوا", ["وزارة الصحة اللبنانية"]),
        ("وزارة الصحة اللبنانية أعلنت مقتل سبعة أشخاص", ["وزارة الصحة اللبنانية"]),
        ("وكان مصدر أمني قد قال إن سبعة أشخاص قتلوا", ["مصدر أمني"]),
        ("أما مصدر أمني فتحدث عن سبعة قتلى", ["مصدر أمني"]),
        ("بحسب مصدر أمني قتل سبعة أشخاص", ["مصدر أمني"]),
        ("قتل سبعة أشخاص، بحسب مصدر أمني", ["مصدر أمني"]),
        ("قتل سبعة أشخاص، كما أفاد مصدر أمني", ["مصدر أمني"]),
        ("قتل سبعة أشخاص على ما أعلن مصدر أمني", ["مصدر أمني"]),
        ("جاء في بيان وزارة الصحة اللبنانية أن سبعة أشخاص قتلوا", ["وزارة الصحة اللبنانية"]),
        ("أفاد بيان لوزارة الصحة اللبنانية بأن سبعة أشخاص قتلوا", ["وزارة الصحة اللبنانية"]),
        ("قتل سبعة أشخاص وفق معطيات رسمية", ["معطيات رسمية"]),
        ("قال مصدر أمني لوكالة رويترز إن سبعة أشخاص قتلوا", ["رويترز", "مصدر أمني"]),
        ("أبلغ مصدر أمني وكالة رويترز بأن سبعة أشخاص قتلوا", ["رويترز", "مصدر أمني"]),
        ("نقلت وكالة رويترز عن مصدر أمني أن سبعة أشخاص قتلوا", ["رويترز", "مصدر أمني"]),
        ("قالت وكالة رويترز نقلا عن مصدر أمني إن سبعة أشخاص قتلوا", ["رويترز", "مصدر أمني"]),
        ("قتل سبعة أشخاص، وفق ما نقلته رويترز عن مصدر أمني", ["رويترز", "مصدر أمني"]),
        ("قال مصدر أمني إن سبعة أشخاص قتلوا، بحسب وكالة رويترز", ["رويترز", "مصدر أمني"]),
        ("قال مصدر أمني في تصريح لقناة الجزيرة إن سبعة أشخاص قتلوا", ["الجزيرة", "مصدر أمني"]),
        ("وفي تصريح لوكالة رويترز، قال مصدر أمني إن سبعة أشخاص قتلوا", ["رويترز", "مصدر أمني"]),
        ("قال مصدر أمني في بيان نشرته وكالة رويترز إن سبعة أشخاص قتلوا", ["رويترز", "مصدر أمني"]),
        ("نقل موقع الحرة عن قناة الجزيرة عن مصدر أمني أن سبعة قتلوا", ["الحرة", "الجزيرة", "مصدر أمني"]),
        ('قال مصدر أمني لـ"صوت الوادي" إن سبعة أشخاص قتلوا', ["صوت الوادي", "مصدر أمني"]),
        ("قال مصدر أمني عبر منصة إكس إن سبعة أشخاص قتلوا", ["مصدر أمني"]),
        ("قالت مصادر طبية وشهود عيان إن سبعة أشخاص قتلوا", ["مصادر طبية وشهود عيان"]),
        ("قتل سبعة أشخاص في المدينة", []),
    ],
)
def test_each_construction_gives_its_chain(text, chain):
    assert list(only(text).chain) == chain


def test_a_name_that_no_table_knows_is_told_by_its_place():
    assert only("قال زهير المنصوري إن سبعة أشخاص قتلوا").chain == ("زهير المنصوري",)
    assert only("قتل سبعة أشخاص، وفق زهير المنصوري").chain == ("زهير المنصوري",)


def test_a_verb_does_not_take_a_speaker_of_another_gender():
    said, _ = read("قال مصدر أمني إن الطريق مغلق. وحذر قبرص من فتح موانئها.")

    assert all(s.chain == ("مصدر أمني",) or not s.chain for s in said)


def test_words_that_only_look_like_saying_give_no_source():
    for text in (
        "نشر الجيش جنودا في المدينة",
        "رفعت وزارة الصحة درجة الاستعداد",
        "نقلت سيارات الإسعاف المصابين إلى المستشفى",
        "انسحبت القوات وفق خطة معدة",
        "لم يعلن الجيش حصيلة للهجوم",
        "يذكر أن المدينة شهدت هجمات مماثلة",
        "دارت معارك بين الجيش والفصائل قبل أن تتوقف",
    ):
        assert only(text).chain == (), text


# ------------------------------------------------------------------------------------------------------- going on


def test_a_verb_without_a_subject_goes_on_with_whoever_spoke():
    said, issues = read("قال مصدر أمني لوكالة رويترز إن خمسة قتلوا. وأضاف أن الطريق مغلق. وتابع أن التحقيق مستمر.")

    assert [s.chain for s in said] == [("رويترز", "مصدر أمني")] * 3
    assert issues == []


def test_she_goes_on_is_not_he_goes_on():
    text = "قالت وزارة الصحة اللبنانية إن خمسة قتلوا، وقال مصدر أمني إن الطريق مغلق. وأضافت أن سبعة جرحوا."

    assert said_of(text, "سبعة").chain == ("وزارة الصحة اللبنانية",)


def test_the_source_and_the_agency_point_back():
    text = "قال مصدر أمني لوكالة رويترز إن خمسة قتلوا. وأوضح المصدر أن الطريق مغلق. وذكرت الوكالة أن القصف توقف."
    said, issues = read(text)

    assert [s.chain for s in said] == [("رويترز", "مصدر أمني"), ("رويترز", "مصدر أمني"), ("رويترز",)]
    assert issues == []


def test_one_of_them_keeps_its_own_words():
    text = "تحدث مصدران أمنيان عن خمسة قتلى، وقال أحدهما إن الطريق مغلق."

    assert said_of(text, "الطريق").chain == ("أحدهما",)


def test_a_clause_subject_goes_on_where_nobody_has_spoken():
    assert said_of("أغلق الجيش اللبناني الطريق، وقال إن التحقيق مستمر.", "التحقيق").chain == ("الجيش اللبناني",)


def test_what_cannot_be_told_is_an_issue():
    assert read("وقال إن خمسة قتلوا.")[1] == ["S02"]
    assert read("وأضاف المصدر أن خمسة قتلوا.")[1] == ["S01"]


# ---------------------------------------------------------------------------------------------------------- scope


def test_a_source_behind_its_words_covers_the_clauses_before_it_that_have_none():
    said, _ = read("قتل خمسة في حمص بحسب مصدر طبي، وأصيب سبعة في حماة وفق مصدر أمني.")

    assert [s.chain for s in said if "قتل" in s.words or "أصيب" in s.words] == [("مصدر طبي",), ("مصدر أمني",)]


def test_a_source_in_an_aside_covers_its_whole_clause():
    assert only("أمر القائد العام، بحسب مصدر أمني، بفتح تحقيق").chain == ("مصدر أمني",)


def test_what_follows_a_source_named_behind_its_words_is_the_publishers_own():
    text = "سقط قتيل بحسب مصدر طبي، وعلقت الدراسة."

    assert said_of(text, "الدراسة").chain == ()


def test_each_clause_has_its_own_source():
    said, _ = read("قال مصدر أمني إن خمسة قتلوا، فيما تحدثت وزارة الصحة اللبنانية عن سبعة.")

    assert [s.chain for s in said] == [("مصدر أمني",), ("وزارة الصحة اللبنانية",)]


def test_a_relative_clause_is_somebodys_and_what_stands_around_it_is_not():
    text = "قتل عشرة في هجوم تبناه تنظيم داعش"

    assert said_of(text, "عشرة").chain == ()
    assert said_of(text, "تبناه").stance == "claims_responsibility"


def test_who_speaks_inside_what_another_says_stands_inside_its_chain():
    text = "قالت وكالة رويترز إن وزارة الصحة اللبنانية أعلنت مقتل خمسة"

    assert said_of(text, "مقتل").chain == ("رويترز", "وزارة الصحة اللبنانية")


def test_a_quotation_is_its_speakers_to_its_end():
    text = "قال مصدر أمني: «سمعنا انفجارات كثيرة قرب الجسر الكبير. رأينا جرحى كثيرين في الشارع الطويل». وفتحت المدارس."

    assert said_of(text, "رأينا").chain == ("مصدر أمني",)
    assert said_of(text, "المدارس").chain == ()


def test_statements_hold_every_token_once():
    text = (
        "مصدر أمني: خمسة قتلى\n"
        "قال مصدر أمني، بحسب رويترز، إن خمسة قتلوا، وأضاف أن الطريق مغلق، نافيا وقوع هجوم. ولم تتبن أي جهة الهجوم.\n"
        "وقتل سبعة في هجوم تبناه تنظيم داعش، وفق الشرطة، وأغلقت المدارس."
    )
    lattice = prepare(text, published=DAY)
    statements, _ = find_statements(lattice, load_knowledge(), as_of=lambda token: DAY)
    held = [at for s in statements for at in range(s.first, s.last)]

    assert held == list(range(len(lattice.tokens)))


# --------------------------------------------------------------------------------------------------------- stances


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("نفى الجيش الإسرائيلي وقوع هجوم", "denies"),
        ("رفضت كتائب حزب الله اتهامها بقصف القاعدة", "denies"),
        ("لم تعترف وزارة الدفاع العراقية بأي دور", "denies"),
        ("قال مصدر أمني إنه لا صحة لما نشر عن هجوم", "denies"),
        ("اتهم الجيش السوري فصائل مسلحة بالهجوم", "accuses"),
        ("حملت وزارة الدفاع السورية فصائل مسلحة المسؤولية", "accuses"),
        ("نسبت وزارة الدفاع السورية الهجوم إلى فصائل مسلحة", "accuses"),
        ("ويعتقد أن المسيرات تابعة لقوات الدعم السريع", "accuses"),
        ("تبنى تنظيم داعش الهجوم", "claims_responsibility"),
        ("أعلنت حركة الشباب مسؤوليتها عن الهجوم", "claims_responsibility"),
        ("أعلنت كتائب حزب الله استهداف قاعدة في الأنبار", "claims_responsibility"),
        ("قال الجيش الإسرائيلي إنه قصف مواقع في غزة", "claims_responsibility"),
        ("قالت كتائب حزب الله إن مقاتليها هاجموا القاعدة", "claims_responsibility"),
        ("كتائب حزب الله: قصفنا القاعدة", "claims_responsibility"),
        ("أعلن الجيش الإسرائيلي مقتل جندي في غزة", "asserts"),
        ("قال الجيش الإسرائيلي إنه اعترض صاروخين", "asserts"),
        ("قال الجيش الإسرائيلي إنه لم يقصف المستشفى", "asserts"),
        ("أعلنت وزارة الصحة اللبنانية مقتل خمسة في قصف", "asserts"),
        ("هدد حزب الله باستهداف مواقع أخرى", "threatens"),
        ("أدانت الأمم المتحدة الهجوم", "condemns"),
        ("استبعد مصدر أمني فرضية الهجوم", "doubts"),
        ("لم تتبن أي جهة الهجوم", "no_claim"),
        ("لم تعلن أي جهة حتى الآن مسؤوليتها عن التفجير", "no_claim"),
        ("لا تبني للعملية", "no_claim"),
        ("لم يصدر تعليق من الجيش", "asserts"),
        ("تبنى مجلس الأمن قرارا جديدا", "asserts"),
    ],
)
def test_the_cue_tells_the_stance(text, stance):
    assert only(text).stance == stance


def test_stressing_after_a_denial_asserts_again():
    text = "نفى مصدر أمني وقوع هجوم، مؤكدا أن المدينة هادئة"

    assert said_of(text, "هجوم").stance == "denies"
    assert said_of(text, "هادئة") == said_of(text, "هادئة")._replace(chain=("مصدر أمني",), stance="asserts")


def test_that_nobody_claimed_it_is_said_by_the_publisher():
    text = "قال مصدر أمني إن خمسة قتلوا، ولم تتبن أي جهة الهجوم."

    assert said_of(text, "تتبن")[1:3] == ((), "no_claim")


# -------------------------------------------------------------------------------- labels, credits, headings, posts


def test_a_name_before_a_colon_says_the_headline():
    assert only("حزب الله: سبعة قتلى في الغارة").chain == ("حزب الله",)


def test_an_agency_in_brackets_at_the_end_stands_around_every_chain_but_its_own():
    said, _ = read("قتل خمسة في حمص.\nوقال مصدر أمني إن سبعة جرحوا. وقال شهود عيان لرويترز إن الطريق مغلق. (رويترز)")

    assert [s.chain[:1] for s in said if "(" not in s.words] == [("رويترز",)] * 3
    assert said_of("قال شهود عيان لرويترز إن الطريق مغلق. (رويترز)", "الطريق").chain == ("رويترز", "شهود عيان")


def test_a_dateline_agency_is_a_link_and_a_place_alone_is_none():
    agency, _ = read("عنوان الخبر\nبغداد (رويترز) - قتل خمسة أشخاص في انفجار وسط المدينة.")
    place, _ = read("عنوان الخبر\nبغداد - قتل خمسة أشخاص في انفجار وسط المدينة.")

    assert agency[-1].chain == ("رويترز",)
    assert place[-1].chain == ()


def test_what_follows_a_heading_is_the_words_of_whoever_it_names():
    said, _ = read("بيان صادر عن كتائب حزب الله\nاستهدف مجاهدونا القاعدة بالصواريخ.\nوالنصر قريب.")

    assert all("كتائب حزب الله" in s.chain[-1] for s in said)
    assert said[1].stance == "claims_responsibility"


def test_a_post_begins_with_its_author_and_goes_on_with_the_group_whose_statement_it_is():
    text = (
        "هجوم على قاعدة\n"
        "قال مصدر أمني إن القاعدة قصفت.\n"
        "بيان صادر عن كتائب حزب الله: استهدف مجاهدونا القاعدة بالصواريخ pic.twitter.com/abc\n"
        "— صوت الميدان (@sawt_field) March 13, 2024\n"
    )
    post = said_of(text, "مجاهدونا")

    assert len(post.chain) == 2
    assert "sawt_field" in post.chain[0] or "صوت الميدان" in post.chain[0]
    assert post.stance == "claims_responsibility"
    assert said_of(text, "قصفت").chain == ("مصدر أمني",)


# ----------------------------------------------------------------------------------------------------------- as of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("قال مصدر أمني، الأربعاء، إن خمسة قتلوا", "2024-03-13"),
        ("وأعلن الجيش اللبناني أمس أن الطريق مغلق", "2024-03-13"),
        ("قتل خمسة، وفق ما أعلن الأربعاء مصدر أمني", "2024-03-13"),
        ("قال مصدر أمني إن خمسة قتلوا الأربعاء", DAY),
        ("قتل خمسة الأربعاء", DAY),
    ],
)
def test_a_day_beside_the_verb_of_saying_is_the_day_it_was_said(text, day):
    assert only(text).as_of == day


# ------------------------------------------------------------------------------------------- labels and the publisher


def published(text, publisher):
    """The statements of a text by a publisher."""
    lattice = prepare(text, published=DAY)
    lattice = replace(lattice, document=replace(lattice.document, publisher=publisher))
    statements, _ = find_statements(lattice, load_knowledge(), as_of=lambda token: DAY)
    return [
        Said(lattice.text(s.first, s.last), tuple(link.party.name_ar for link in s.chain), s.stance, s.as_of)
        for s in statements
    ]


@pytest.mark.parametrize(
    ("text", "chain", "stance"),
    [
        ("حزب الله في بيان: قصفنا موقعا للعدو", ["حزب الله"], "claims_responsibility"),
        ("مصدر أمني لـ«الفيحاء»: الطريق مغلق", ["الفيحاء", "مصدر أمني"], "asserts"),
    ],
)
def test_a_label_may_tell_where_and_to_whom_it_was_said(text, chain, stance):
    said = only(text)

    assert (tuple(chain), stance) == (said.chain, said.stance)


def test_a_label_that_ends_its_line_opens_the_quotation_behind_it():
    said, _ = read(
        "3. قناة أنباء الشرقية، منشور بتاريخ 13/03/2024:\n«انفجرت عبوة قرب الجسر. أصيب ثلاثة.»\nانتهى الرصد."
    )

    assert ("قناة أنباء الشرقية",) == said_of_chain(said, "انفجرت") == said_of_chain(said, "أصيب")
    assert () == said_of_chain(said, "انتهى")


def test_a_publisher_is_no_link_of_its_own_chains():
    (said,) = published("قال مصدر أمني لرويترز إن الطريق مغلق", "رويترز")

    assert ("مصدر أمني",) == said.chain
    assert ("رويترز", "مصدر أمني") == only("قال مصدر أمني لرويترز إن الطريق مغلق").chain


def test_a_force_that_publishes_claims_its_own_strikes():
    text = "استهدف مجاهدونا معسكرا للعدو بطائرتين"

    assert "claims_responsibility" == published(text, "كتائب سيف الجبل")[0].stance
    assert "asserts" == published("استهدف مجاهدون معسكرا للعدو بطائرتين", "الأيام")[0].stance


def test_a_force_that_will_strike_threatens_from_there_on():
    said = published("قصفنا المعسكر فجر اليوم، وسنقصف غيره", "كتائب سيف الجبل")

    assert ["claims_responsibility", "threatens"] == [s.stance for s in said]


# ----------------------------------------------------------------------------------------------------- names, relatives


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قال مصدر طبي طلب عدم كشف اسمه إن ثلاثة قتلوا", "مصدر طبي"),
        ("وفقا لثلاثة شهود قتل خمسة", "ثلاثة شهود"),
        ("بحسب ثلاثة من سائقي الشاحنات قتل خمسة", "ثلاثة من سائقي الشاحنات"),
        ("قال الناطق باسم الجيش، سالم الحارثي، إن الطريق مغلق", "الناطق باسم الجيش سالم الحارثي"),
        ("قال الناطق باسم الجيش، أحمد الحارثي لقناة الجزيرة إن الطريق مغلق", "الناطق باسم الجيش أحمد الحارثي"),
        (
            "قال قائد الشرطة في محافظة بابل العميد أحمد درويش إن الطريق مغلق",
            "قائد الشرطة في محافظة بابل العميد أحمد درويش",
        ),
        ("قال الناطق باسمها سمير العلي إن الطريق مغلق", "الناطق باسمها سمير العلي"),
        ("قال مصدران من الشرطة إن الطريق مغلق", "مصدران من الشرطة"),
        ("قال مصدر أمني ثان إن الطريق مغلق", "مصدر أمني ثان"),
        ("قتل خمسة، حسبما ذكر موقع «نافذة الجزيرة».", "موقع نافذة الجزيرة"),
        ("أعلنت حركة الشباب مسؤوليتها عن الهجوم", "حركة الشباب"),
    ],
)
def test_a_name_ends_where_it_ends(text, name):
    assert name == only(text).chain[-1]


def test_a_relative_clause_behind_a_source_is_still_its_words():
    said, _ = read("انقطع التيار، وفق شركة كهرباء السودان، التي قالت إن محولا احترق")

    assert {("شركة كهرباء السودان",)} == {s.chain for s in said}


def test_what_others_had_said_is_theirs_where_it_is_denied():
    said, _ = read("نفت وزارة الدفاع العراقية ما نشرته قناة الجزيرة عن قصف القاعدة، وقالت إن الوضع هادئ")

    assert ("denies", ("وزارة الدفاع العراقية",)) == (said[0].stance, said[0].chain)
    assert ("الجزيرة",) == said_of_chain(said, "قصف القاعدة")
    assert ("وزارة الدفاع العراقية",) == said_of_chain(said, "الوضع هادئ")


def said_of_chain(said, words):
    return next(s.chain for s in said if words in s.words)


def test_a_source_between_the_verb_and_its_words_stands_around_it():
    assert ("وزارة الداخلية", "المتهم") == only("اعترف المتهم، وفق ما ذكرته وزارة الداخلية، بأنه نفذ الهجوم").chain


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("أعلنت وزارة الداخلية أن أربعة من عناصرها قتلوا في هجوم قرب كركوك", "asserts"),
        ("أعلنت الحركة أن أربعة من مقاتليها هاجموا الموقع قرب كركوك", "claims_responsibility"),
        ("أعلن الجيش الأمريكي أن جنوده قتلوا خمسة مسلحين", "claims_responsibility"),
    ],
)
def test_who_tells_of_its_own_dead_claims_no_deed(text, stance):
    assert stance == only(text).stance


def test_we_have_no_third_person_for_a_subject():
    assert () == only("ونطمئن أهالي المدينة إلى أن الطريق مفتوح").chain


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("وعزا المرصد السوري لحقوق الإنسان الارتفاع إلى سوء الطقس", "asserts"),
        ("ونسب المرصد السوري لحقوق الإنسان القصف إلى فصائل مسلحة", "accuses"),
        ("ونسب الهجوم إلى تنظيم داعش", "accuses"),
        ("ووصف حزب الله الاتهام بأنه باطل", "denies"),
        ("وأكد حزب الله أنه لا علاقة له بالهجوم", "denies"),
        ("وقال حزب الله إننا سنتوجه إلى مجلس الأمن", "asserts"),
    ],
)
def test_a_stance_is_what_the_words_make_it(text, stance):
    assert stance == only(text).stance


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("وتبنى الهجوم تنظيم داعش", ["تنظيم الدولة الإسلامية"]),
        ("لكن مسؤولا أميركيا، نقلت عنه وكالة رويترز، قال إن الهجوم فشل", ["رويترز", "مسؤولا أميركيا"]),
        ("تبنى حزب الله الهجوم عبر قناة المنار", ["المنار", "حزب الله"]),
        ("وقال المتحدث باسم الجيش عبر منصة إكس إن الهجوم فشل", ["المتحدث باسم الجيش"]),
        ("وكانت مديرية صحة إدلب قالت إن خمسة قتلوا", ["مديرية صحة إدلب"]),
        ("تداولت بعض القنوات بيانا عن الهجوم", ["بعض القنوات"]),
        ("أعلنت مستشفى الشفاء مقتل خمسة", ["مستشفى الشفاء"]),
        ("وفي المدينة، أعلن مستشفى العودة عن وصول خمسة قتلى", ["مستشفى العودة"]),
        ("وتؤكد ذلك وزارة الصحة اللبنانية التي تقول إن خمسة قتلوا", ["وزارة الصحة اللبنانية"]),
        ("أما حزب الله، فقال إن الهجوم فشل", ["حزب الله"]),
        ("قال أحد الشهود إن القصف استمر ساعة", ["أحد الشهود"]),
        ("قال العقيد سالم الحارثي (تابع للجيش)، لرويترز: إن الهجوم فشل", ["رويترز", "العقيد سالم الحارثي"]),
        ("أفادت المديرية العامة للدفاع المدني بأن خمسة قتلوا", ["المديرية العامة للدفاع المدني"]),
        ("وبحسب ما رصده المرصد السوري لحقوق الإنسان قتل خمسة", ["المرصد السوري لحقوق الإنسان"]),
        (
            "وكانت حصيلة أولية أعلنها المرصد السوري لحقوق الإنسان قد أشارت إلى مقتل خمسة",
            ["المرصد السوري لحقوق الإنسان"],
        ),
    ],
)
def test_who_speaks_is_found_where_he_stands(text, chain):
    assert tuple(chain) == only(text).chain


def test_a_channel_goes_by_the_name_that_it_gives_itself():
    said, _ = read("نشرت قناة على تلغرام تطلق على نفسها «طلائع الفجر» بيانا تبنت فيه العملية، وقالت إنها الأولى")

    assert {("طلائع الفجر",)} == {s.chain for s in said}
    assert "claims_responsibility" == next(s.stance for s in said if "تبنت" in s.words)


def test_whom_somebody_blames_does_not_speak():
    said, _ = read("ودانت الأمم المتحدة الهجوم، وحملت الحكومة الإسرائيلية مسؤولية ما جرى")

    assert {("الأمم المتحدة",)} == {s.chain for s in said}
    assert ("الحكومة الإسرائيلية",) == only("وحملت الحكومة الإسرائيلية حزب الله المسؤولية").chain


def test_while_clauses_behind_a_call_are_the_publishers():
    said, _ = read("وطالبت وزارة الداخلية بفتح تحقيق، بينما نقل المصابون إلى المستشفى")

    assert [("وزارة الداخلية",), ()] == [s.chain for s in said]


def test_who_tells_an_outlet_in_the_next_sentence_is_heard_through_it():
    said, _ = read("نفى مسؤول أمريكي الهجوم، وقال لرويترز إن صاروخا سقط في البحر")

    assert {("رويترز", "مسؤول أمريكي")} == {s.chain for s in said}


def test_what_we_did_is_whose_name_stands_below_it():
    said, _ = read("قصفنا اليوم معسكرا للعدو\nكتائب حزب الله\n14 ديسمبر 2023")

    assert ("كتائب حزب الله العراقية",) == said[0].chain
    assert "claims_responsibility" == said[0].stance


def test_a_verb_of_stance_without_a_subject_is_of_whoever_spoke_last():
    said, _ = read("أفادت وزارة الصحة اللبنانية بمقتل خمسة. وأدانت بأشد العبارات استهداف المسعفين.")

    assert [("asserts", ("وزارة الصحة اللبنانية",)), ("condemns", ("وزارة الصحة اللبنانية",))] == [
        (s.stance, s.chain) for s in said
    ]


def test_a_surname_is_whoever_spoke_under_the_whole_name():
    said, _ = read("قال المتحدث باسم الدفاع المدني محمود بصل إن خمسة قتلوا. وفي بيان لاحق، قال بصل «نقل شهيد».")

    assert {("المتحدث باسم الدفاع المدني محمود بصل",)} == {s.chain for s in said}


def test_a_remark_of_the_reporters_own_has_no_source():
    assert () == only("يشار إلى أن المدينة شهدت هجمات مماثلة").chain


def test_a_first_toll_is_nobody_who_speaks(knowledge):
    reading = riwaya.read("قتل ثلاثة في هجوم على قرية، وفق حصيلة أولية مرشحة للارتفاع.", published="2024-05-10")
    assert [len(account.attribution) for account in reading.accounts] == [1]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("وفقا لتصريحات مصدر أمني لوكالة رويترز، قتل خمسة", ("رويترز", "مصدر أمني")),
        ("وقال الطبيب أحمد درويش الذي يعمل هناك لرويترز «وصلنا خمسة قتلى»", ("رويترز", "الطبيب أحمد درويش")),
        ("وقال مصدر أمني، لأنه غير مخول بالحديث للإعلام، إن الطريق مغلق", ("مصدر أمني",)),
        ("قتل خمسة، بحسب ما أفادت به قناة الجزيرة نقلا عن مصدر أمني", ("الجزيرة", "مصدر أمني")),
        ("قالت وزارة الصحة في بيان اطلعت عليه رويترز إن خمسة قتلوا", ("رويترز", "وزارة الصحة")),
        ("قال مسؤول أمني إن القتلى خمسة وفق حصيلة أولية", ("مسؤول أمني",)),
        ("وقال أحمد درويش: «وقع الانفجار ليلا، بحسب الشرطة»", ("أحمد درويش", "الشرطة")),
    ],
)
def test_a_chain_holds_whoever_passed_the_words_on_and_nobody_else(text, chain):
    said, _ = read(text)

    assert chain == said[-1].chain


@pytest.mark.parametrize(
    "again", ["وقال درويش إن الطريق مغلق", "وقال العميد درويش إن الطريق مغلق", "وبحسب تصريح درويش، الطريق مغلق"]
)
def test_a_person_is_one_source_under_every_form_of_the_name(again):
    said, _ = read(f"قال قائد الشرطة أحمد درويش إن خمسة قتلوا. {again}")

    assert {("قائد الشرطة أحمد درويش",)} == {s.chain for s in said}


def test_another_source_is_not_the_one_that_spoke_before():
    said, _ = read("قال مصدر أمني إن خمسة قتلوا. وقالت مصادر أخرى إن القتلى ستة")

    assert [("مصدر أمني",), ("مصادر أخرى",)] == [s.chain for s in said]


def test_an_outlet_that_passes_on_his_words_stands_around_whoever_spoke_last():
    said, _ = read("قال مصدر أمني إن خمسة قتلوا. ونقلت وكالة سانا قوله إن الطريق مغلق")

    assert ("سانا", "مصدر أمني") == said[-1].chain


def test_who_speaks_at_the_same_time_does_not_stand_inside_the_chain_before():
    said, _ = read("نقلت رويترز عن مصدر أمني أن خمسة قتلوا، في وقت قالت فيه الشرطة إن الطريق مغلق")

    assert ("الشرطة",) == said[-1].chain


@pytest.mark.parametrize("text", ["الحصيلة مرشحة للزيادة، بحسب ما يتوافر من معلومات", "وبحسب ما جرى فإن الهجوم فشل"])
def test_what_nobody_says_has_no_source(text):
    assert () == only(text).chain


def test_who_tells_that_another_claimed_an_attack_claims_nothing():
    said, _ = read("وقال وزير الدفاع إن حركة الشباب أعلنت مسؤوليتها عن الهجوم")

    assert [("asserts", 1), ("claims_responsibility", 2)] == [(s.stance, len(s.chain)) for s in said]


def test_a_claim_of_its_own_that_a_group_announces_is_the_groups():
    assert "claims_responsibility" == only("وأعلنت حركة الشباب تبنيها للهجوم").stance


@pytest.mark.parametrize("text", ["وترددت أنباء عن مقتل قائد ميداني", "وانتشرت أنباء غير مؤكدة عن انفجار في البلدة"])
def test_reports_that_go_round_are_nobodys_whoever_they_are_about(text):
    assert ("أنباء",) == only(text).chain
