"""Time expressions: pieces that stand together are one mention, and words become days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.knowledge.load import Knowledge, load_knowledge
from riwaya.knowledge.match import Lattice
from riwaya.reading.times import find_times
from riwaya.records import Issue, TimeMention
from riwaya.text.documents import make_document
from riwaya.text.segment import split_sentences, tokenize
from riwaya.text.words import text_words

PUBLISHED = date(2023, 12, 15)  # a Friday


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def lattice_of(text: str, knowledge: Knowledge) -> Lattice:
    words = text_words(knowledge.lists.words, knowledge.lists.signs)
    document = make_document(text, words=words)
    tokens = tuple(tokenize(text))
    sentences = split_sentences(text, tokens, words=words, segments=document.segments)
    return knowledge.lexicon.lay(document, tokens, sentences)


def read(
    text: str, knowledge: Knowledge, day: date | None = PUBLISHED
) -> tuple[dict[str, TimeMention], tuple[Issue, ...]]:
    """The mentions of a text by their words, and the issues."""
    lattice = lattice_of(text, knowledge)
    mentions, issues = find_times(lattice, knowledge, anchor=lambda token: day)
    return {lattice.text(m.first, m.last): m for m in mentions}, issues


def only(text: str, knowledge: Knowledge, day: date | None = PUBLISHED) -> tuple[str, TimeMention]:
    mentions, _ = read(text, knowledge, day)
    assert len(mentions) == 1, list(mentions)
    return next(iter(mentions.items()))


DAYS = """
قتل خمسة اليوم|اليوم|2023-12-15|day
قتل خمسة أمس|أمس|2023-12-14|day
قتل خمسة البارحة|البارحة|2023-12-14|day
قتل خمسة أول أمس|أول أمس|2023-12-13|day
قتل خمسة أول من أمس|أول من أمس|2023-12-13|day
قتل خمسة أمس الأول|أمس الأول|2023-12-13|day
يصل الوفد غدا|غدا|2023-12-16|day
يصل الوفد بعد غد|بعد غد|2023-12-17|day
قتل خمسة الجمعة|الجمعة|2023-12-15|day
قتل خمسة الخميس|الخميس|2023-12-14|day
قتل خمسة يوم السبت|يوم السبت|2023-12-09|day
قتل خمسة الثلثاء|الثلثاء|2023-12-12|day
قتل خمسة الإثنين|الإثنين|2023-12-11|day
قتل خمسة الجمعة الماضي|الجمعة الماضي|2023-12-08|day
قتل خمسة الأحد الماضي|الأحد الماضي|2023-12-10|day
قتل خمسة الأحد المنصرم|الأحد المنصرم|2023-12-10|day
تعقد الجلسة الاثنين المقبل|الاثنين المقبل|2023-12-18|day
تعقد الجلسة يوم الجمعة القادم|يوم الجمعة القادم|2023-12-22|day
وقع الحادث الثلاثاء قبل الماضي|الثلاثاء قبل الماضي|2023-12-05|day
قتل خمسة اليوم الجمعة|اليوم الجمعة|2023-12-15|day
قتل خمسة أمس الخميس|أمس الخميس|2023-12-14|day
قتل خمسة، أمس (الخميس)، في الحي|أمس (الخميس)|2023-12-14|day
قتل خمسة اليوم، الجمعة، في الحي|اليوم، الجمعة|2023-12-15|day
قتلوا فجر اليوم|فجر اليوم|2023-12-15|part_of_day
قتلوا صباح أمس|صباح أمس|2023-12-14|part_of_day
قتلوا مساء الخميس|مساء الخميس|2023-12-14|part_of_day
قتلوا ظهر يوم الأربعاء|ظهر يوم الأربعاء|2023-12-13|part_of_day
قتلوا بعد ظهر أمس|بعد ظهر أمس|2023-12-14|part_of_day
قتلوا عصر الثلاثاء|عصر الثلاثاء|2023-12-12|part_of_day
قتلوا ليل الأحد|ليل الأحد|2023-12-10|part_of_day
قتلوا ليلة الاثنين|ليلة الاثنين|2023-12-11|part_of_day
قتلوا نهار أمس الخميس|نهار أمس الخميس|2023-12-14|part_of_day
قتلوا أمس صباحا|أمس صباحا|2023-12-14|part_of_day
قتلوا الخميس مساء|الخميس مساء|2023-12-14|part_of_day
قتلوا في ساعة متأخرة من مساء الخميس|ساعة متأخرة من مساء الخميس|2023-12-14|part_of_day
قتلوا في الساعات الأولى من صباح اليوم الجمعة|الساعات الأولى من صباح اليوم الجمعة|2023-12-15|part_of_day
قتلوا في 5 ديسمبر 2023|5 ديسمبر 2023|2023-12-05|day
قتلوا في 20 تموز 2022|20 تموز 2022|2022-07-20|day
قتلوا في 3 كانون الثاني 2022|3 كانون الثاني 2022|2022-01-03|day
قتلوا في 26 تشرين الأول 2021|26 تشرين الأول 2021|2021-10-26|day
قتلوا في 10 شباط/فبراير|10 شباط/فبراير|2023-02-10|day
قتلوا في 15 ديسمبر/كانون الأول 2022|15 ديسمبر/كانون الأول 2022|2022-12-15|day
قتلوا في 9 كانون الأول (ديسمبر) 2022|9 كانون الأول (ديسمبر) 2022|2022-12-09|day
قتلوا في 9 كانون الثاني / يناير|9 كانون الثاني / يناير|2023-01-09|day
قتلوا في 7 أكتوبر/تشرين الأول الماضي|7 أكتوبر/تشرين الأول الماضي|2023-10-07|day
قتلوا في 5 جانفي 2023|5 جانفي 2023|2023-01-05|day
قتلوا في 24 ماي الجاري|24 ماي الجاري|2023-05-24|day
قتلوا في 20 أوت|20 أوت|2023-08-20|day
قتلوا في 12 جويلية 2021|12 جويلية 2021|2021-07-12|day
قتلوا في 3 غشت 2022|3 غشت 2022|2022-08-03|day
قتلوا في 8 شتنبر|8 شتنبر|2023-09-08|day
قتلوا في 30 دجنبر|30 دجنبر|2022-12-30|day
قتلوا في 4 يوليوز|4 يوليوز|2023-07-04|day
قتلوا في 2 مايس|2 مايس|2023-05-02|day
قتلوا في ٢٠ آب ٢٠٢٢|٢٠ آب ٢٠٢٢|2022-08-20|day
قتلوا في الـ16 من شهر أيلول / سبتمبر|16 من شهر أيلول / سبتمبر|2023-09-16|day
قتلوا في السادس من مارس|السادس من مارس|2023-03-06|day
قتلوا في الخامس عشر من أيار|الخامس عشر من أيار|2023-05-15|day
قتلوا في الحادي والثلاثين من تموز 2021|الحادي والثلاثين من تموز 2021|2021-07-31|day
قتلوا في العشرين من أكتوبر|العشرين من أكتوبر|2023-10-20|day
قتلوا في السابع من الشهر الجاري|السابع من الشهر الجاري|2023-12-07|day
قتلوا في 28 من الشهر الماضي|28 من الشهر الماضي|2023-11-28|day
تعقد في 20 الجاري|20 الجاري|2023-12-20|day
قتلوا يوم 15/11/2023|15/11/2023|2023-11-15|day
قتلوا بتاريخ 03-02-2022|03-02-2022|2022-02-03|day
قتلوا في 2022.04.19|2022.04.19|2022-04-19|day
قتلوا في 2021-11-19|2021-11-19|2021-11-19|day
قتلوا في 8/16/2023|8/16/2023|2023-08-16|day
قتلوا يوم 5/11|يوم 5/11|2023-11-05|day
الأربعاء، 13 ديسمبر 2023|الأربعاء، 13 ديسمبر 2023|2023-12-13|day
الأربعاء (13 كانون الأول 2023)|الأربعاء (13 كانون الأول 2023)|2023-12-13|day
صباح الأربعاء 2023/12/13|صباح الأربعاء 2023/12/13|2023-12-13|part_of_day
فجر اليوم الجمعة 15 ديسمبر/ كانون الأول 2023|فجر اليوم الجمعة 15 ديسمبر/ كانون الأول 2023|2023-12-15|part_of_day
نوفمبر 21, 2023|نوفمبر 21, 2023|2023-11-21|day
28th, October 2023|28th, October 2023|2023-10-28|day
قتلوا في 12 رمضان 1444 هـ|12 رمضان 1444 هـ|2023-04-03|day
الثلاثاء 25 رمضان 1443 هـ - 26 أبريل 2022|الثلاثاء 25 رمضان 1443 هـ - 26 أبريل 2022|2022-04-26|day
9 ذو الحجة 1444هـ الموافق للـ 27 يونيو 2023م|9 ذو الحجة 1444هـ الموافق للـ 27 يونيو 2023م|2023-06-27|day
قتلوا قبل يومين|قبل يومين|2023-12-13|day
قتلوا قبل ثلاثة أيام|قبل ثلاثة أيام|2023-12-12|day
قتلوا قبل 10 أيام|قبل 10 أيام|2023-12-05|day
قتلوا قبل أسبوع|قبل أسبوع|2023-12-08|day
قتلوا قبل يوم|قبل يوم|2023-12-14|day
قتلوا قبل قليل|قبل قليل|2023-12-15|day
قتلوا قبل ظهر اليوم|قبل ظهر اليوم|2023-12-15|part_of_day
قتلوا صباح هذا اليوم|صباح هذا اليوم|2023-12-15|part_of_day
قتلوا في 20 مارس من العام الماضي|20 مارس من العام الماضي|2022-03-20|day
وصلت التعزيزات الليلة|الليلة|2023-12-15|part_of_day
وصلوا غداة الأحد|غداة الأحد|2023-12-11|day
""".strip().splitlines()


@pytest.mark.parametrize("line", DAYS)
def test_words_become_a_day(line, knowledge):
    text, words, day, grain = line.split("|")
    said, mention = only(text, knowledge)

    assert (said, str(mention.earliest), str(mention.latest), mention.grain) == (words, day, day, grain)


SPANS = """
قصفت القرية الليلة الماضية|الليلة الماضية|2023-12-14|2023-12-15|part_of_day
اندلعت المعارك ليل الأربعاء الخميس|ليل الأربعاء الخميس|2023-12-13|2023-12-14|part_of_day
اندلعت المعارك ليل الأربعاء - الخميس|ليل الأربعاء - الخميس|2023-12-13|2023-12-14|part_of_day
اندلعت المعارك ليلة الأحد/الاثنين|ليلة الأحد/الاثنين|2023-12-10|2023-12-11|part_of_day
وصلوا عشية الأحد|عشية الأحد|2023-12-09|2023-12-10|part_of_day
قتلوا الأسبوع الماضي|الأسبوع الماضي|2023-12-02|2023-12-10|week
قتلوا هذا الأسبوع|هذا الأسبوع|2023-12-09|2023-12-17|week
يصلون الأسبوع المقبل|الأسبوع المقبل|2023-12-16|2023-12-24|week
قتلوا الشهر الماضي|الشهر الماضي|2023-11-01|2023-11-30|month
قتلوا الشهر الجاري|الشهر الجاري|2023-12-01|2023-12-31|month
قتلوا العام الماضي|العام الماضي|2022-01-01|2022-12-31|year
قتلوا خلال العام الحالي|العام الحالي|2023-01-01|2023-12-31|year
قتلوا السنة الماضية|السنة الماضية|2022-01-01|2022-12-31|year
قتلوا في مارس|مارس|2023-03-01|2023-03-31|month
قتلوا في أغسطس/آب الماضي|أغسطس/آب الماضي|2023-08-01|2023-08-31|month
قتلوا في شهر ديسمبر الماضي|شهر ديسمبر الماضي|2022-12-01|2022-12-31|month
قتلوا في شباط 2012|شباط 2012|2012-02-01|2012-02-29|month
قتلوا في كانون الأول|كانون الأول|2023-12-01|2023-12-31|month
قتلوا منتصف مارس|منتصف مارس|2023-03-11|2023-03-20|month
قتلوا أوائل حزيران 2022|أوائل حزيران 2022|2022-06-01|2022-06-10|month
قتلوا أواخر فبراير|أواخر فبراير|2023-02-21|2023-02-28|month
قتلوا أواخر الشهر الماضي|أواخر الشهر الماضي|2023-11-21|2023-11-30|month
قتلوا مطلع العام الجاري|مطلع العام الجاري|2023-01-01|2023-04-30|year
قتلوا نهاية 2021|نهاية 2021|2021-09-01|2021-12-31|year
أسست في 1932|1932|1932-01-01|1932-12-31|year
قتلوا عام 2016|عام 2016|2016-01-01|2016-12-31|year
قتلوا بين عامي 2014 و2017|عامي 2014 و2017|2014-01-01|2017-12-31|year
قتلوا صيف 2022|صيف 2022|2022-06-01|2022-08-31|season
قتلوا شتاء 2022|شتاء 2022|2021-12-01|2022-02-28|season
قتلوا خريف العام الماضي|خريف العام الماضي|2022-09-01|2022-11-30|season
قتلوا في شهر رمضان 1444|شهر رمضان 1444|2023-03-23|2023-04-20|month
قتلوا من 3 إلى 5 ديسمبر|3 إلى 5 ديسمبر|2023-12-03|2023-12-05|day
قتلوا في 3 و4 تشرين الثاني|3 و4 تشرين الثاني|2023-11-03|2023-11-04|day
قتلوا قبل أسبوعين|قبل أسبوعين|2023-11-29|2023-12-03|week
قتلوا قبل شهر|قبل شهر|2023-10-31|2023-11-30|month
قتلوا قبل عامين|قبل عامين|2021-06-15|2022-06-16|year
قتلوا قبل أيام|قبل أيام|2023-12-05|2023-12-13|week
قتلوا قبل بضعة أيام|قبل بضعة أيام|2023-12-05|2023-12-13|week
قتلوا قبل ساعات|قبل ساعات|2023-12-14|2023-12-15|day
قتلوا قبل سنوات|قبل سنوات|None|2022-12-15|year
قتلوا في الساعات الـ24 الأخيرة|الساعات الـ24 الأخيرة|2023-12-14|2023-12-15|day
قتلوا في الساعات الماضية|الساعات الماضية|2023-12-14|2023-12-15|day
قتلوا في الـ72 ساعة الماضية|الـ72 ساعة الماضية|2023-12-12|2023-12-15|day
قتلوا في الأيام الثلاثة الماضية|الأيام الثلاثة الماضية|2023-12-12|2023-12-15|week
قتلوا في اليومين الماضيين|اليومين الماضيين|2023-12-13|2023-12-15|week
قتلوا في الأيام الأخيرة|الأيام الأخيرة|2023-12-08|2023-12-15|week
بعد مواجهات أبريل/نيسان|أبريل/نيسان|2023-04-01|2023-04-30|month
قتلوا في آخر 48 ساعة|آخر 48 ساعة|2023-12-13|2023-12-15|day
قتلوا في الساعات الأربع والعشرين الماضية|الساعات الأربع والعشرين الماضية|2023-12-14|2023-12-15|day
قتلوا في ديسمبر من العام الماضي|ديسمبر من العام الماضي|2022-12-01|2022-12-31|month
قتلوا في أغسطس/ آب من عام 2014|أغسطس/ آب من عام 2014|2014-08-01|2014-08-31|month
اندلعت المعارك ليل السبت على الأحد|ليل السبت على الأحد|2023-12-09|2023-12-10|part_of_day
وقع ليل 12-13 أغسطس|ليل 12-13 أغسطس|2023-08-12|2023-08-13|part_of_day
""".strip().splitlines()


@pytest.mark.parametrize("line", SPANS)
def test_words_become_a_span_no_wider_than_they_say(line, knowledge):
    text, words, earliest, latest, grain = line.split("|")
    said, mention = only(text, knowledge)

    assert (said, str(mention.earliest), str(mention.latest), mention.grain) == (words, earliest, latest, grain)


ROLES = """
يستمر القصف منذ الأحد|الأحد|since
قتل 64 منذ صباح الأحد|صباح الأحد|since
قتل المئات منذ السابع من أكتوبر|السابع من أكتوبر|since
قتل 200 منذ مطلع العام|مطلع العام|since
يستمر القصف منذ ثلاثة أيام|منذ ثلاثة أيام|since
بلغ العدد 60 حتى يوم الاثنين|يوم الاثنين|until
حتى ساعة مبكرة من صباح السبت|ساعة مبكرة من صباح السبت|until
يغادرون بحلول نهاية الشهر الجاري|نهاية الشهر الجاري|deadline
فقدوا 149 جنديا خلال 24 ساعة|خلال 24 ساعة|duration
احتجزوهم لمدة ثلاثة أيام|لمدة ثلاثة أيام|duration
الشاب سامي (18 عاما)|(18 عاما)|age
رجل عمره 25 عاما|عمره 25 عاما|age
قتلوا يوم الأحد|يوم الأحد|at
منذ اندلاع الحرب في السابع من أكتوبر|السابع من أكتوبر|since
هؤلاء أول قتلى منذ بدأت الهجمات في نوفمبر|نوفمبر|since
قتل 5 منذ أسبوع وجرحوا ستة في 5 مايو|5 مايو|at
منذ عام 2014 حتى 2020|2020|until
""".strip().splitlines()


@pytest.mark.parametrize("line", ROLES)
def test_the_words_before_a_time_tell_its_role(line, knowledge):
    text, words, role = line.split("|")
    mentions, _ = read(text, knowledge)

    assert words in mentions
    assert mentions[words].role == role


CLOCKS = """
وقع عند الساعة 7:40 صباحا|الساعة 7:40 صباحا|الساعة 7:40 صباحا|None
وقع عند الساعة 1:50 من ظهر الأربعاء|الساعة 1:50 من ظهر الأربعاء|الساعة 1:50|2023-12-13
وقع عند الساعة (4:30) فجر الثلاثاء|الساعة (4:30) فجر الثلاثاء|الساعة (4:30)|2023-12-12
وقع الساعة الخامسة والنصف مساء أمس|الساعة الخامسة والنصف مساء أمس|الساعة الخامسة والنصف مساء|2023-12-14
وقع عند الواحدة من بعد ظهر أمس|الواحدة من بعد ظهر أمس|الواحدة|2023-12-14
وقع نحو الثانية من صباح الأربعاء|الثانية من صباح الأربعاء|الثانية|2023-12-13
وقع عند التاسعة مساء الاثنين|التاسعة مساء الاثنين|التاسعة مساء|2023-12-11
وقع 7:42 مساء بالتوقيت المحلي|7:42 مساء بالتوقيت المحلي|7:42 مساء بالتوقيت المحلي|None
الخميس 11:58 14-12-2023|الخميس 11:58 14-12-2023|11:58|2023-12-14
""".strip().splitlines()


@pytest.mark.parametrize("line", CLOCKS)
def test_a_clock_time_is_kept_beside_its_day(line, knowledge):
    text, words, clock, day = line.split("|")
    said, mention = only(text, knowledge)

    assert (said, mention.clock, str(mention.earliest), mention.grain) == (words, clock, day, "minute")


NO_TIMES = """
نقلوا إلى مستشفى 7 أبريل
تجمعوا في ميدان السادس من أكتوبر
شباب ثورة 25 يناير
بيان حركة 6 أبريل
احترق سوق الأربعاء
ذكرت صحيفة اليوم
دخلت الحملة اليوم السابع
لم يصب أحد
مارس الجيش ضغوطا
من مارس هذا العمل
قتلوا في أب واحد
قال الأمين العام الحالي
وصلوا قبل يومين من الانتخابات
وصلوا قبل ثلاثة أيام من الهجوم
قتل 2000 جندي
قتل ثلاثة وجرح أربعة
فازوا 2:1 أمام ضيوفهم
يباع باليوم
كان التنظيم قد فجّر عبوة
اجتمع نواب 14 آذار
""".strip().splitlines()


@pytest.mark.parametrize("text", NO_TIMES)
def test_names_and_other_words_are_no_times(text, knowledge):
    mentions, _ = read(text, knowledge)

    assert not mentions


def test_a_weekday_that_contradicts_its_date_is_told_and_the_date_kept(knowledge):
    mentions, issues = read("وقع الهجوم الأحد، 13 ديسمبر 2023", knowledge)

    assert mentions["الأحد، 13 ديسمبر 2023"].earliest == date(2023, 12, 13)
    assert [issue.code for issue in issues] == ["H02"]


def test_today_gives_way_to_the_weekday_beside_it(knowledge):
    mentions, issues = read("قتل خمسة اليوم الخميس", knowledge)

    assert mentions["اليوم الخميس"].earliest == date(2023, 12, 14)
    assert [issue.code for issue in issues] == ["H02"]


def test_today_lies_no_more_than_a_day_ahead(knowledge):
    mentions, issues = read("قتل خمسة اليوم (الإثنين)", knowledge)
    mention = next(iter(mentions.values()))

    assert mention.earliest == date(2023, 12, 11)
    assert [issue.code for issue in issues] == ["H02"]
    assert read("قتل خمسة اليوم السبت", knowledge)[0]["اليوم السبت"].earliest == date(2023, 12, 16)


def test_a_date_after_publication_is_told_and_kept(knowledge):
    mentions, issues = read("وقع الهجوم في 20 ديسمبر 2023", knowledge)

    assert mentions["20 ديسمبر 2023"].earliest == date(2023, 12, 20)
    assert [issue.code for issue in issues] == ["H03"]


def test_a_date_that_is_meant_to_lie_ahead_is_no_issue(knowledge):
    for text in ("يغادرون بحلول 20 ديسمبر 2023", "ستبدأ المحادثات في 20 ديسمبر 2023"):
        assert read(text, knowledge)[1] == ()


@pytest.mark.parametrize(
    ("day", "earliest", "latest"),
    [
        (date(2023, 12, 16), date(2023, 12, 3), date(2023, 12, 15)),  # Saturday, a new week for some
        (date(2023, 12, 17), date(2023, 12, 4), date(2023, 12, 16)),
        (date(2023, 12, 18), date(2023, 12, 9), date(2023, 12, 17)),
    ],
)
def test_last_week_is_the_last_of_whichever_day_weeks_begin_on(knowledge, day, earliest, latest):
    _, mention = only("قتلوا الأسبوع الماضي", knowledge, day)

    assert (mention.earliest, mention.latest) == (earliest, latest)


def test_a_verb_of_the_future_makes_a_weekday_the_next(knowledge):
    mentions, _ = read("ستبدأ المحادثات الاثنين", knowledge)

    assert mentions["الاثنين"].earliest == date(2023, 12, 18)


def test_a_day_without_a_calendar_is_told(knowledge):
    mentions, issues = read("وقع الهجوم في 31 فبراير 2023", knowledge)

    assert mentions["31 فبراير 2023"].earliest is None
    assert [issue.code for issue in issues] == ["H01"]


@pytest.mark.parametrize("text", ["قتل خمسة أمس", "قتل خمسة الأحد", "قتلوا في مارس", "قتلوا قبل يومين"])
def test_without_an_anchor_relative_words_stay_unread(text, knowledge):
    mentions, issues = read(text, knowledge, None)

    assert [(m.earliest, m.latest) for m in mentions.values()] == [(None, None)]
    assert [issue.code for issue in issues] == ["H01"]


@pytest.mark.parametrize("text", ["قتلوا في 5 مارس 2022", "قتلوا عام 2016", "قتلوا يوم 15/11/2023", "قتلوا صيف 2022"])
def test_without_an_anchor_full_dates_are_read(text, knowledge):
    mentions, issues = read(text, knowledge, None)

    assert all(m.earliest for m in mentions.values())
    assert mentions and issues == ()


def test_each_post_counts_from_its_own_day(knowledge):
    lattice = lattice_of("قتلوا أمس وجرحوا أمس", knowledge)
    mentions, _ = find_times(lattice, knowledge, anchor=lambda token: date(2023, 5, 2 if token < 2 else 9))

    assert [m.earliest for m in mentions] == [date(2023, 5, 1), date(2023, 5, 8)]


def test_the_next_day_follows_the_day_spoken_of(knowledge):
    mentions, _ = read("وقع الهجوم في 6 ديسمبر. وفي اليوم التالي قال المالكون إن ثلاثة قتلوا", knowledge)

    assert mentions["اليوم التالي"].earliest == date(2023, 12, 7)


def test_the_month_of_it_is_the_month_spoken_of(knowledge):
    mentions, _ = read("في 16 أيلول انفجرت عبوة، وفي الـ 15 منه أطلقوا النار", knowledge)

    assert mentions["15 منه"].earliest == date(2023, 9, 15)


def test_two_days_joined_by_and_are_two_mentions(knowledge):
    mentions, _ = read("قصفوا القرية الأحد والاثنين", knowledge)

    assert [m.earliest for m in mentions.values()] == [date(2023, 12, 10), date(2023, 12, 11)]


def test_a_verb_behind_a_date_is_no_part_of_the_day(knowledge):
    mentions, _ = read("في 10 أبريل 2007 فجر انتحاري نفسه", knowledge)

    assert list(mentions) == ["10 أبريل 2007"]


def test_two_weekdays_may_share_what_is_said_of_them(knowledge):
    mentions, _ = read("خرجت مسيرات يومي السبت والأحد الماضيين", knowledge)

    assert [m.earliest for m in mentions.values()] == [date(2023, 12, 9), date(2023, 12, 10)]


def test_a_part_of_the_day_belongs_to_the_day_behind_it(knowledge):
    mentions, _ = read("وصل الوفد الخميس وغادر مساء الجمعة", knowledge)

    assert list(mentions) == ["الخميس", "مساء الجمعة"]


# ------------------------------------------------------------------------------------------------------- properties


def test_an_hour_and_its_part_of_the_day_tell_no_day(knowledge):
    mentions, _ = read("بدأ القصف في حوالي الثالثة من بعد الظهر", knowledge)
    mention = next(iter(mentions.values()))

    assert (mention.earliest, mention.latest, mention.grain, mention.clock) == (None, None, "minute", "الثالثة")


MONTHS = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
WEEKDAYS = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()
dates = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(day=dates, form=st.integers(0, 6))
def test_a_full_date_is_read_back_in_every_layout(day, form):
    month = MONTHS[day.month - 1]
    text = (
        f"وقع الهجوم في {day.day} {month} {day.year}",
        f"وقع الهجوم {WEEKDAYS[day.weekday()]} {day.day} {month} {day.year}",
        f"وقع الهجوم {WEEKDAYS[day.weekday()]}، {day.day} من شهر {month} عام {day.year}",
        f"وقع الهجوم بتاريخ {day.day}/{day.month}/{day.year}",
        f"وقع الهجوم في {day.isoformat()}",
        f"وقع الهجوم فجر يوم {WEEKDAYS[day.weekday()]} ({day.day}-{day.month}-{day.year})",
        f"{month} {day.day}, {day.year}",
    )[form]
    _, mention = only(text, load_knowledge(), day)

    assert (mention.earliest, mention.latest) == (day, day)


@given(anchor=dates, weekday=st.integers(0, 6))
def test_a_weekday_is_within_the_week_that_ends_on_the_anchor(anchor, weekday):
    _, mention = only(f"قتل خمسة {WEEKDAYS[weekday]}", load_knowledge(), anchor)

    assert mention.earliest is not None
    assert mention.earliest.weekday() == weekday
    assert timedelta(0) <= anchor - mention.earliest < timedelta(7)


@given(anchor=dates, day=dates)
def test_a_date_without_its_year_is_the_last_such_day(anchor, day):
    _, mention = only(f"وقع الهجوم في {day.day} {MONTHS[day.month - 1]}", load_knowledge(), anchor)

    assert mention.earliest is not None
    assert (mention.earliest.month, mention.earliest.day) == (day.month, day.day)
    assert mention.earliest - anchor <= timedelta(3)
    assert anchor - mention.earliest < timedelta(366 * 8)  # a 29 February over the turn of a century


@given(
    st.text(alphabet="0123456789/.:-()، \nمنذقبلفيأمساليومالأحدصباحينايرشهرعام", max_size=60),
    st.one_of(st.none(), st.dates()),
)
def test_no_text_upsets_the_times(text, anchor):
    knowledge = load_knowledge()
    lattice = lattice_of(text, knowledge)
    mentions, _ = find_times(lattice, knowledge, anchor=lambda token: anchor)

    for mention in mentions:
        assert 0 <= mention.first < mention.last <= len(lattice.tokens)
        assert mention.earliest is None or mention.latest is None or mention.earliest <= mention.latest


WORDS_OF_TIME = """
أمس اليوم الليلة غدا الأحد الاثنين الجمعة ليل ليلة فجر صباح مساء ظهر بعد قبل عشية غداة الساعة الثالثة الخامسة عند نحو من
في منذ حتى خلال يومين ثلاثة أيام أسابيع الأسبوع الشهر العام الماضي الجاري المقبل نفسه ذاته التالي السابق يوم شهر عام سنة
يناير تموز رمضان 7 20 2012 10/2/2013 8:45 و أو ، ( ) - / الأول الثاني مطلع أواخر منتصف شتاء صيف سابق السابع الحالي
""".split()


@given(
    st.lists(st.sampled_from(WORDS_OF_TIME), max_size=9),
    st.one_of(st.none(), dates, st.sampled_from([date.min, date.max])),
)
def test_no_row_of_words_for_times_upsets_them(words, anchor):
    lattice = lattice_of(" ".join(words), load_knowledge())
    mentions, _ = find_times(lattice, load_knowledge(), anchor=lambda token: anchor)

    assert all(a.last <= b.first for a, b in pairwise(mentions))
