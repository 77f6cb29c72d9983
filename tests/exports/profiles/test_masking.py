"""Names, numbers, addresses and points in a text, and what stands near them and is none."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.exports.profiles.masking import MARK, Masker
from riwaya.exports.profiles.rules import load_profile
from riwaya.exports.profiles.words import Words
from riwaya.knowledge.load import load_knowledge


@lru_cache
def known_words():
    return Words(load_knowledge(), load_profile("public"))


@pytest.fixture(scope="module")
def words():
    return known_words()


@pytest.fixture(scope="module")
def loose(words):
    return Masker(words, strict=False, sites=False)


@pytest.fixture(scope="module")
def strict(words):
    return Masker(words, strict=True, sites=True)


NAMES = [
    ("قتل الشاب محمد خالد العلي في القصف", "محمد خالد العلي"),
    ("أصيبت الطفلة رهف عبد الله الأحمد بشظية", "رهف عبد الله الأحمد"),
    ("اعتقلت القوات أبو أحمد الشامي من منزله", "أبو أحمد الشامي"),
    ("قالت أم محمود إن القصف استمر", "أم محمود"),
    ("استشهد عبد الرحمن بن يوسف الحموي", "عبد الرحمن بن يوسف الحموي"),
    ("قتل نور الدين الخطيب برصاص قناص", "نور الدين الخطيب"),
    ("المصاب سيامند شيركو نقل إلى المستشفى", "سيامند شيركو"),
    ("والقتيل يدعى مرهج الصالحاني", "مرهج الصالحاني"),
    ("وقال المواطن السوري فواز طنطيش إن البيت هدم", "فواز طنطيش"),
    ("الشهيدة أمل جمال حبيب", "أمل جمال حبيب"),
    ("قُتِلَ مُحَمَّد الجاسِم", "مُحَمَّد الجاسِم"),
    ("الصحفي وائل الكرمي أصيب", "وائل الكرمي"),
    ("قتل شمعون كوركيس ويوخنا هرمز", "شمعون كوركيس ويوخنا هرمز"),
    ("killed was Mohammad Al-Khalidi yesterday", "Mohammad Al-Khalidi"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
@pytest.mark.parametrize("masker", ["loose", "strict"])
def test_a_name_is_masked_by_as_many_marks_as_it_has_letters(text, name, masker, request):
    masked = request.getfixturevalue(masker).mask(text).text

    start = text.index(name)
    assert MARK * len(name) == masked[start : start + len(name)]
    assert len(text) == len(masked)


@pytest.mark.parametrize(
    "text",
    [
        "لا أمل في السلام بعد القصف",
        "عاد السلام إلى المدينة",
        "كان الوضع جيدا في أم درمان",
        "قصفت القوات خان يونس ودير الزور",
        "على أن القصف استمر على البلدة",
        "أعلنت كتائب القسام مسؤوليتها",
        "وصل إلى مطار رفيق الحريري الدولي",
    ],
)
def test_a_word_that_may_be_a_name_stays_where_it_is_none(text, loose):
    assert text == loose.mask(text).text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("قال المتحدث العسكري يحيى سريع إن القوات استهدفت السفينة", "يحيى سريع"),
        ("قال وزير الدفاع علي محمود عباس إن القوات تقدمت", "علي محمود عباس"),
        ("قال الناطق باسم الدفاع المدني محمود بصل إن الغارة قتلت مدنيين", "محمود بصل"),
        ("قال عدنان التميمي، رئيس البلدية، إن القرية قصفت", "عدنان التميمي"),
    ],
)
def test_people_in_office_are_kept(text, kept, loose):
    masked = loose.mask(text).text

    assert kept in masked


def test_a_word_that_may_be_a_name_is_one_behind_an_office(loose):
    masked = loose.mask("أكد محافظ حلب جلال الوادي أن المعبر سيفتح")

    assert ((), ("جلال الوادي",)) == (masked.gone, masked.kept)


@pytest.mark.parametrize("name", ["كمال السهلي", "رشيد البستاني", "جلال الكاتب"])
def test_what_a_person_is_called_is_masked_where_no_word_around_it_tells_that_it_is_a_name(name, loose):
    assert name == loose.mask(name).text
    assert name.split()[0] not in loose.person(name).text


def test_what_any_person_is_called_stays(loose):
    assert "شاهد عيان من سكان الحي" == loose.person("شاهد عيان من سكان الحي").text


@pytest.mark.parametrize("name", ["المتطوع جلال الفارس", "المتطوعة أمل الكاتب"])
def test_a_word_for_what_somebody_does_announces_a_name(name, loose):
    assert name.split()[1] not in loose.mask(name).text


def test_the_name_of_somebody_in_office_is_masked_where_somebody_else_bears_it(loose):
    assert "يحيى سريع" not in loose.mask("قتل الطفل يحيى سريع في الغارة").text


@pytest.mark.parametrize(
    "secret",
    [
        "0944 123 456",
        "٠٩٤٤١٢٣٤٥٦",
        "+963-944-123-456",
        "00963 (944) 123456",
        "04010123456",
        "N 1234567",
        "someone@example.org",
        "@abu_layth_90",
        "https://t.me/abu_layth/17",
        "t.me/abulayth",
        "36.20214, 37.13426",
        "36.2021",
        "36°12'07.7\"N",
        "37S BA 12345 67890",
        "www.example.com/ahmad",
        "8GXF6Q2Q+XV",
    ],
)
@pytest.mark.parametrize("masker", ["loose", "strict"])
def test_numbers_addresses_and_points_are_masked(secret, masker, request):
    text = f"اتصل على {secret} بعد القصف"

    masked = request.getfixturevalue(masker).mask(text).text

    assert len(text) == len(masked)
    assert not any(letter.isalnum() for letter in masked[len("اتصل على ") : len("اتصل على ") + len(secret)])


@pytest.mark.parametrize(
    "text", ["قتل 1200 شخص", "في 2024-05-13 وفي 13/05/2024", "الساعة 10:30 من 13-05-2024", "بين 3,500 و4,000 نازح"]
)
def test_figures_and_days_stay(text, loose):
    assert text == loose.mask(text).text


def test_what_a_hospital_or_a_home_is_called_is_masked(strict):
    masked = strict.mask("قصفت الطائرات مستشفى الشفاء في غزة").text

    assert "الشفاء" not in masked
    assert "مستشفى" in masked
    assert "غزة" in masked


@given(st.text(alphabet=st.sampled_from("محمد أحمد علي قتل في ابو 0123456789@./+\u0640\u064b█ abc"), max_size=80))
def test_a_masked_text_is_as_long_as_it_was(text):
    once = Masker(known_words(), strict=True, sites=True).mask(text).text

    assert len(text) == len(once)


def test_a_word_that_is_broken_up_is_known_where_it_is_known_whole(strict):
    assert "هاجموا بطا.ئرتين القاعدة" == strict.mask("هاجموا بطا.ئرتين القاعدة").text
