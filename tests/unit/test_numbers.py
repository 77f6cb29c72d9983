"""Counts read as bounds, and numbers that are no counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.knowledge.load import Knowledge, load_knowledge
from riwaya.knowledge.match import Lattice
from riwaya.reading.numbers import find_numbers
from riwaya.records import Number
from riwaya.text.documents import make_document
from riwaya.text.segment import split_sentences, tokenize
from riwaya.text.words import text_words


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def lattice_of(text: str, knowledge: Knowledge) -> Lattice:
    words = text_words(knowledge.lists.words, knowledge.lists.signs)
    document = make_document(text, words=words)
    tokens = tuple(tokenize(text))
    sentences = split_sentences(text, tokens, words=words, segments=document.segments)
    return knowledge.lexicon.lay(document, tokens, sentences)


def read(text: str, knowledge: Knowledge) -> list[tuple[str, int | None, int | None]]:
    """Each count of a text: its words, its bounds."""
    lattice = lattice_of(text, knowledge)
    return [(lattice.text(n.first, n.last), n.low, n.high) for n in find_numbers(lattice, knowledge)]


def only(text: str, knowledge: Knowledge) -> Number:
    (number,) = find_numbers(lattice_of(text, knowledge), knowledge)
    return number


EXACT = """
قتل خمسة مدنيين في الغارة|خمسة|5
أصيب 12 شخصا بجروح|12|12
سقط ١٥ قتيلا في القصف|١٥|15
نقل 1,250 جريحا إلى المستشفيات|1,250|1250
أحصت اللجنة 18.608 مهجرين|18.608|18608
أصيب (6) صيادين بجروح|(6)|6
قتل ثلاثة (3) حراس|ثلاثة (3)|3
قتل الحارس و(12) عاملا|(12)|12
بلغ عدد النازحين ١٢٬٥٠٠ نازح|١٢٬٥٠٠|12500
تضرر 30،000 منزل|30،000|30000
شرد الزلزال ٢٫٥ مليون إنسان|٢٫٥ مليون|2500000
نزح 1.5 مليون شخص|1.5 مليون|1500000
يحتاج 1.250 مليون شخص إلى الغذاء|1.250 مليون|1250000
قتل أحد عشر جنديا|أحد عشر|11
أصيبت إحدى عشرة امرأة|إحدى عشرة|11
قتل اثنا عشر شرطيا|اثنا عشر|12
جرح اثني عشر عاملا|اثني عشر|12
أصيبت اثنتا عشرة طالبة|اثنتا عشرة|12
اعتقل ثلاثة عشر ناشطا|ثلاثة عشر|13
قتل تسعة عشر مقاتلا|تسعة عشر|19
أجلي عشرون راكبا|عشرون|20
أسروا واحدا وعشرين جنديا|واحدا وعشرين|21
دمر إحدى وعشرين دبابة|إحدى وعشرين|21
قتل ثلاثة وثلاثون عنصرا|ثلاثة وثلاثون|33
أصاب تسعة وتسعين متظاهرا|تسعة وتسعين|99
قتل مئة شخص|مئة|100
قتل مائة وعشرة أشخاص|مائة وعشرة|110
اعتقلوا مئتي متظاهر|مئتي|200
قتل مائتا مدني|مائتا|200
قتل مئتان وخمسون مدنيا|مئتان وخمسون|250
شيع ثلاثمئة شهيد|ثلاثمئة|300
شيعوا ثلاث مئة شهيد|ثلاث مئة|300
قتل خمسمائة وسبعة وأربعون شخصا|خمسمائة وسبعة وأربعون|547
قتل ألف ومئتان وخمسة جنود|ألف ومئتان وخمسة|1205
قتل ألفا جندي|ألفا|2000
جندوا ألفي مقاتل|ألفي|2000
أسروا ألفين من المقاتلين|ألفين|2000
قتل ثلاثة آلاف شخص|ثلاثة آلاف|3000
نزح خمسة عشر ألف شخص|خمسة عشر ألف|15000
أصيب 18 ألفا و608 أشخاص|18 ألفا و608|18608
نزح 73 ألف 915 شخصا|73 ألف 915|73915
نزح 73 ألفا 120 منهم أطفال|73 ألفا|73000
وصل 3 آلاف و200 لاجئ|3 آلاف و200|3200
هدم 2 ألف منزل|2 ألف|2000
نزح مئة ألف شخص|مئة ألف|100000
نزح مئة وعشرون ألفا وخمسمئة شخص|مئة وعشرون ألفا وخمسمئة|120500
نزح نصف مليون شخص|نصف مليون|500000
نزح ربع مليون مدني|ربع مليون|250000
نزح ثلاثة أرباع المليون من السكان|ثلاثة أرباع المليون|750000
نزح مليون شخص|مليون|1000000
نزح مليونا شخص|مليونا|2000000
نزح مليونان ونصف المليون من السكان|مليونان ونصف المليون|2500000
نزح ثلاثة ملايين ونصف|ثلاثة ملايين ونصف|3500000
يسكنها سبعة ملايين ومئتا ألف نسمة|سبعة ملايين ومئتا ألف|7200000
يسكن القارة مليار ونصف المليار إنسان|مليار ونصف المليار|1500000000
دفن القتلى الثلاثة|الثلاثة|3
والـ14 الباقون جروحهم طفيفة|14|14
أعلن مقتل (13) عنصرا|(13)|13
سقط 2000 قتيل في المعركة|2000|2000
""".strip().splitlines()


@pytest.mark.parametrize("line", EXACT)
def test_a_numeral_is_one_number(line, knowledge):
    text, words, value = line.split("|")

    assert (words, int(value), int(value)) in read(text, knowledge)


BOUNDS = """
قتل ما لا يقل عن عشرة أشخاص|ما لا يقل عن عشرة|10|
قتلاهم لا يقلون عن 68|لا يقلون عن 68|68|
قتل خمسة جنود على الأقل|خمسة|5|
أصيب 106 جرحى على الأقل|106|106|
أصيب سبعة على الأقل|سبعة|7|
أصيب 20 شخصا فأكثر|20|20|
جرح أكثر من ستين مصابا|أكثر من ستين|61|
قتل ما يزيد على 40 عنصرا|ما يزيد على 40|41|
قتل ما يربو على مئتي مدني|ما يربو على مئتي|201|
العدد يفوق 300|يفوق 300|301|
تجاوز عدد القتلى الخمسين|الخمسين|51|
فتجاوز العدد الـ60|الـ60|61|
بقي أقل من عشرين أسيرا|أقل من عشرين||19
يقدر عددهم بما لا يزيد على 40|بما لا يزيد على 40||40
شارك عشرة مسلحين على الأكثر|عشرة||10
قتل نحو 50 شخصا|نحو 50|50|50
قدر القتلى بنحو مئة|بنحو مئة|100|100
جرح حوالي ثلاثين|حوالي ثلاثين|30|30
المصابون قرابة المئة|قرابة المئة|100|100
قتل زهاء أربعين مقاتلا|زهاء أربعين|40|40
نزح ما يقارب 900 أسرة|ما يقارب 900|900|900
نزح ما يقرب من ألف أسرة|ما يقرب من ألف|1000|1000
أصيب أكثر من (20) صيادا|أكثر من (20)|21|
شارك 300 شخص تقريبا|300|300|300
عدد عناصرها بين 20 و30|بين 20 و30|20|30
قوامها ما بين ألف وألفي مقاتل|ما بين ألف وألفي|1000|2000
يتراوح عددهم بين 500 إلى 700 عنصر|بين 500 إلى 700|500|700
تضم المجموعة من خمسة إلى سبعة أفراد|خمسة إلى سبعة|5|7
سقط ستة أو سبعة قتلى|ستة أو سبعة|6|7
قتل نحو 12 إلى 15 مسلحا|نحو 12 إلى 15|12|15
قتل ما لايقل عن 20 شخصا|ما لايقل عن 20|20|
أسقطوا 3 مسيرات من أصل 5|3|3|3
شاهدنا 5-7 جثث|5-7|5|7
قتل العشرات|العشرات|24|
جرح عشرات المدنيين|عشرات|24|
اعتقل المئات من الشبان|المئات|200|
نزح آلاف السكان|آلاف|2000|
نزح عشرات الآلاف|عشرات الآلاف|20000|
نزح مئات آلاف السكان|مئات آلاف|200000|
نزح ملايين السوريين|ملايين|2000000|
شارك بضع مئات من الطلاب|بضع مئات|200|
أصيب بضعة جنود|بضعة|2|
قصفوها بعدد من الصواريخ|بعدد من|2|
خطفوا عددا من الموظفين|عددا من|2|
دمرت عدة منازل|عدة|2|
استهدفوا العديد من القرى|العديد من|2|
""".strip().splitlines()


@pytest.mark.parametrize("line", BOUNDS)
def test_words_around_a_number_make_bounds(line, knowledge):
    text, words, low, high = line.split("|")

    assert (words, int(low) if low else None, int(high) if high else None) in read(text, knowledge)


DUALS = """
قتل جنديان في الكمين|جنديان
أصيب مدنيان بجروح|مدنيان
أصاب مدنيين اثنين|مدنيين اثنين
أسقطوا طائرتين فوق البحر|طائرتين
هاجموا القاعدة بطائرتين مسيرتين|بطائرتين
سقط صاروخان قرب السفارة|صاروخان
رموه بصاروخين موجهين|بصاروخين
أطلقوا صاروخي كاتيوشا|صاروخي
أسقطوا طائرتي استطلاع|طائرتي
أحرقوا سيارتي شرطة|سيارتي
قتل ضابط وجنديان|وجنديان
قتلت امرأتان في القصف|امرأتان
قتل الطفلان على الفور|الطفلان
دمر القصف منزلين|منزلين
احتلوا قريتين ومدينتين|قريتين
احتلوا قريتين ومدينتين|ومدينتين
فلسطينيان قتلا في المخيم|فلسطينيان
تبنوا هجومين في يوم واحد|هجومين
قتل رجل وشقيقيه|وشقيقيه
قتلت أم وطفلتيها|وطفلتيها
""".strip().splitlines()


@pytest.mark.parametrize("line", DUALS)
def test_a_dual_is_two_and_holds_its_noun(line, knowledge):
    text, words = line.split("|")
    lattice = lattice_of(text, knowledge)
    found = {lattice.text(n.first, n.last): n for n in find_numbers(lattice, knowledge)}

    assert words in found
    assert (found[words].low, found[words].high, found[words].noun) == (2, 2, True)


NO_COUNTS = """
وقع ذلك عام 2019
منذ 2011 لم يعد أحد
في 15 ديسمبر وقع الهجوم
في السابع عشر من أيار وقع الهجوم
وقع الهجوم بتاريخ 15/12/2023
عند الساعة 7:42 صباحا
بين الساعة 6 و9 مساء
يبعد الموقع 30 كم عن الحدود
على بعد 54 ميلا بحريا من عدن
يبعد نحو 1300 كيلومتر
ارتفعت الأسعار بنسبة 20%
تسيطر على 77 في المئة من القطاع
يزن الرأس 50 كيلوغراما
سرقوا مليون دولار
الشاب سامي (18 عاما) من المخيم
رجل عمره 25 عاما
رجل في الخامسة والثلاثين من عمره
اشتبك اللواء 444 مع القوة
قالت القناة 12 إن الصواريخ سقطت
أقر المجلس القرار 2254
المادة 140 من الدستور
المادة (140) من الدستور
وقع الهجوم سنة (2014)
نفذتها طائرات إف 16
أسقطوا مسيرة من طراز شاهد 136
قصفوها بصواريخ غراد 122 ملم
خلال 24 ساعة
في الساعات الـ24 الأخيرة
قتلوا في الدقيقة 92 من البث
فاز الفريق 5-1 على ضيفه
يتحدثون بصوت واحد
الحادث واحد من أخطر الحوادث
كتائب ثورة العشرين
رقم الهاتف 07701234567
انفجرتا في آن واحد
كمية من المتفجرات
لست أدري
يوم الاثنين
1️⃣ سفينة ضربت
وعده انتهاكا للسيادة
على طريق صاروخي الشكل
بين 2011 و2020 تراجع القتال
منذ عام 2014 حتى 2020
بقصف مدفعي عيار 120
يتواصل القصف لليوم 274
خطف قبل أشهر عدة
فتى بعمر ال15
اشتبك اللواءان 35 و22
من أصل 20
""".strip().splitlines()


@pytest.mark.parametrize("text", NO_COUNTS)
def test_amounts_names_and_dates_are_no_counts(text, knowledge):
    assert read(text, knowledge) == []


def test_a_plural_that_may_be_a_dual_says_no_number(knowledge):
    assert read("استهدفوا مدنيين في السوق", knowledge) == []


def test_a_toll_that_changed_is_two_numbers_and_no_range(knowledge):
    found = read("ارتفع عدد القتلى من 9 إلى 12", knowledge)

    assert found == [("9", 9, 9), ("12", 12, 12)]


def test_two_counts_side_by_side_stay_two(knowledge):
    found = read("قتل خمسة وجرح عشرة وفقد ثلاثة وعشرون", knowledge)

    assert found == [("خمسة", 5, 5), ("عشرة", 10, 10), ("ثلاثة وعشرون", 23, 23)]


def test_a_bound_belongs_to_the_nearest_number(knowledge):
    found = read("قتل 5 وجرح 10 على الأقل", knowledge)

    assert found == [("5", 5, 5), ("10", 10, None)]


def test_about_is_marked_and_not_widened(knowledge):
    number = only("قتل نحو مئتي شخص", knowledge)

    assert (number.low, number.high, number.approximate) == (200, 200, True)


def test_one_person_holds_its_noun(knowledge):
    number = only("أصيب شخص واحد", knowledge)

    assert (number.first, number.last, number.low, number.high, number.noun) == (1, 3, 1, 1, True)


def test_tanwin_tells_a_thousand_from_two_thousand(knowledge):
    assert [n[1] for n in read("بلغ عددهم ألفاً من الجنود", knowledge)] == [1000]
    assert [n[1] for n in read("قتل ألفا جندي", knowledge)] == [2000]


# ------------------------------------------------------------------------------------------------------- number words

MASCULINE = ("", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة")
FEMININE = ("", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع")
TENS = ("", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
HUNDREDS = ("", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة")


def words_of(number: int, *, feminine: bool, oblique: bool, old_hundred: bool) -> str:
    """A number from 1 to 999999 in Arabic words, with the gender and case asked for."""
    thousands, rest = divmod(number, 1000)
    parts = []
    if thousands == 1:
        parts.append("ألف")
    elif thousands == 2:
        parts.append("ألفين" if oblique else "ألفان")
    elif thousands:
        counted = below_thousand(thousands, feminine=False, oblique=oblique)
        parts.append(f"{counted} {'آلاف' if 3 <= thousands % 100 <= 10 else 'ألف'}")
    if rest:
        parts.append(below_thousand(rest, feminine=feminine, oblique=oblique))
    text = " و".join(parts)
    return text.replace("مئ", "مائ") if old_hundred else text


def below_thousand(number: int, *, feminine: bool, oblique: bool) -> str:
    hundreds, rest = divmod(number, 100)
    parts = []
    if hundreds:
        parts.append("مئتين" if hundreds == 2 and oblique else HUNDREDS[hundreds])
    if rest:
        parts.append(below_hundred(rest, feminine=feminine, oblique=oblique))
    return " و".join(parts)


def below_hundred(number: int, *, feminine: bool, oblique: bool) -> str:
    units = FEMININE if feminine else MASCULINE
    tens, unit = divmod(number, 10)
    if number == 10:
        return "عشر" if feminine else "عشرة"
    if number < 10:
        return oblique_two(units[number]) if oblique else units[number]
    if tens == 1:
        ten = "عشرة" if feminine else "عشر"
        if unit == 1:
            return f"{'إحدى' if feminine else 'أحد'} {ten}"
        if unit == 2:
            nominative, other = ("اثنتا", "اثنتي") if feminine else ("اثنا", "اثني")
            return f"{other if oblique else nominative} {ten}"
        return f"{units[unit]} {ten}"
    ten = TENS[tens] + ("ين" if oblique else "ون")
    if not unit:
        return ten
    first = ("إحدى" if feminine else "واحد") if unit == 1 else units[unit]
    return f"{oblique_two(first) if oblique else first} و{ten}"


def oblique_two(word: str) -> str:
    return word.replace("اثنان", "اثنين").replace("اثنتان", "اثنتين")


@given(
    number=st.integers(1, 999_999),
    feminine=st.booleans(),
    oblique=st.booleans(),
    old_hundred=st.booleans(),
)
def test_number_words_are_read_back(number, feminine, oblique, old_hundred):
    words = words_of(number, feminine=feminine, oblique=oblique, old_hundred=old_hundred)
    cell = lattice_of(words, load_knowledge()).cells[0]

    assert cell["numeral"][0].value == str(number), words
    assert cell["numeral"][0].length == len(words.split())


@given(number=st.integers(0, 10**9), separator=st.sampled_from(["", ",", ".", "،", "٬"]), eastern=st.booleans())
def test_digits_are_read_back(number, separator, eastern):
    text = f"{number:,}".replace(",", separator)
    if eastern:
        text = text.translate({ord("0") + n: 0x660 + n for n in range(10)})
    cell = lattice_of(f"{text} شخص", load_knowledge()).cells[0]

    assert cell["numeral"][0].value == str(number)


@given(st.text(alphabet="0123456789٠١٢,.٫/:-% وألفمئةعشرونثلاثة بينأكثرمن\n", max_size=60))
def test_no_text_upsets_the_numbers(text):
    knowledge = load_knowledge()
    lattice = lattice_of(text, knowledge)

    for number in find_numbers(lattice, knowledge):
        assert 0 <= number.first < number.last <= len(lattice.tokens)
        assert number.low is None or number.high is None or number.low <= number.high
