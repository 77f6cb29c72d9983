import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.records import Segment
from riwaya.text.normalize import fold
from riwaya.text.restore import hidden_reading, restore
from textlists import load_text_words

WORDS = load_text_words()
LEXICON = frozenset(
    map(fold, "يرتكب ير تكبها مقاتلو قال وقال المدينة القرية الجسر تنظر العمال وصل جاهز صار القوم".split())
)


def readings(text: str, **options: object) -> list[tuple[str, str]]:
    found = restore(text, words=WORDS, known=LEXICON, **options)
    return [(text[r.start : r.end], r.read_as) for r in found]


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        ("الصوا. ريخ", "الصواريخ"),  # a full stop and a space
        ("نـ ـورس", "نورس"),  # tatweel on both edges proves a word, whatever it is
        ("قـ.ـصـ.ـف", "قصف"),
        ("شـ..ـهيد", "شهيد"),
        ("المجـ.ـاهدون", "المجاهدون"),
        ("ا.ل.م.ق.ا.و.م.ة", "المقاومة"),  # letter by letter
        ("ح م ا س", "حماس"),
        ("ا ل م ق ا و م ة", "المقاومة"),
        ("م/قاومة", "مقاومة"),  # a stroke
        ("استش/هد", "استشهد"),
        ("الاحت.لال", "الاحتلال"),
        ("القس*ام", "القسام"),
        ("الك_يان", "الكيان"),
        ("القس-ام", "القسام"),
        ("ق🔥صف", "قصف"),  # a picture
        ("قص💔ف", "قصف"),
        ("المق او مة", "المقاومة"),  # bare spaces
        ("ال عدو", "العدو"),
        ("ال.عدو", "العدو"),
        ("اسرا١يل", "إسرائيل"),  # figures, letters and signs in place of letters
        ("اسر@ئيل", "إسرائيل"),
        ("@لقسام", "القسام"),
        ("القsـام", "القسام"),
        ("المٯاومة", "المقاومة"),  # no dots
        ("والصـ.واريخ", "والصواريخ"),  # clitics
        ("لـلمقا.ومة", "للمقاومة"),
        ("بالعب.وات", "بالعبوات"),
        ("المقا.ومه", "المقاومة"),  # ha for ta marbuta
        ("الإسرا.ئيلية", "الإسرائيلية"),
        ("الاسرا.ئيلي", "الإسرائيلي"),  # spelt properly where the word is known
    ],
)
def test_a_broken_word_is_read_as_the_word(raw, read_as):
    text = f"جاء في النص {raw} كما يلي"

    assert readings(text) == [(raw, read_as)]


@pytest.mark.parametrize(
    "text",
    [
        "نقلت أ.ف.ب عن شهود",
        "نقلت أ ف ب عن شهود",
        "نواكشوط ـ ا.ف.ب: قتل متظاهر",
        "أعلنت م.ت.ف موقفها",
        "قال د. شهيد العلي",
        "م. قتل",
        "و/أو",
        "في ديسمبر/كانون الأول وأبريل/ نيسان",
        "وصل الـ 15 إلى لـ رويترز بـ 5 وفي الـ CNN",
        "هاجم المجاهد. و قال",
        "افريقيا ـ وكالات",
        "سنة 1445هـ. وقال",
        "كل شهيد/ة وكل مقاتل/ون",
        "منذ أن فجر الاثنين",
        "بلغ العدد 2.5 مليون و18,608 و٢٫٥",
        "و قال العدو",
        "عاد إلى البلاد.وقال إنه بخير",
        "قتل.جرح",
        "#المقاومة_الاسلامية و#كتائب_القسام",
        "في عين-الأسد",
        "قناة سي إن إن وبي بي سي",
        "طائرة إف 16",
        'قال لـ"قسد" ولـ«قسد»',
        "في القصف. قتل",
        "أ- هجوم ب- قصف",
        "آل. عمليات",
        "وصل آل عدوان إلى القرية",
        "https://example.com/ar/المقا.ومة",
        "جريدة الجـديـد والـعـدو",  # tatweel only draws the letters out; folding deals with it
        "دخلوا 7 مدن و10 قرى",
        "بعد فك الحصار عن البلدة",
        "وقد فك الجيش الطوق",
        "هذا فن قتل الوقت",
    ],
)
def test_ordinary_writing_is_left_alone(text):
    assert readings(text) == []


def test_no_ordinary_sentence_end_is_taken_for_a_gap():
    ends = "الهجوم المدينة القصف العدو المجاهد القرية الجسر صاروخ الجيش غارة شهيد القتل الاحتلال سوران برخ".split()
    starts = "وقال قتل وأضاف ونقلت العدو هذا في قصف لم إسرائيل غير أن ثم وذكر استشهد الجيش كان".split()
    pairs = list(itertools.product(ends, starts))

    assert len(pairs) > 200
    assert [text for end, start in pairs if (text := f"وقع {end}. {start}") and readings(text)] == []


def test_two_sure_joins_lower_the_bar_for_the_rest_of_the_paragraph():
    doubtful = "التي ير. تكبها العد. و بحق الناس"

    assert readings(doubtful) == []
    assert readings(f"المقا. ومة والجرا. ئم {doubtful}")[2:] == [("ير. تكبها", "يرتكبها"), ("العد. و", "العدو")]


def test_a_sure_join_in_another_paragraph_proves_nothing_here():
    assert readings("المقا. ومة والجرا. ئم\nالعد. و بحق الناس")[2:] == []


def test_the_lines_of_one_post_stand_together():
    text = "المقا. ومة والجرا. ئم\nالعد. و بحق الناس"

    assert readings(text, segments=[Segment("post", 0, len(text))])[2:] == [("العد. و", "العدو")]


def test_a_word_of_the_lexicon_counts_as_a_word():
    assert readings("ثم تن*ظر") == [("تن*ظر", "تنظر")]
    assert [r.read_as for r in restore("ثم تن*ظر", words=WORDS, is_word=lambda form: form == "تنظر")] == ["تنظر"]
    assert restore("ثم تن*ظر", words=WORDS) == ()


@pytest.mark.parametrize(
    ("form", "proper"),
    [
        ("والاسلاميه", "والإسلامية"),
        ("وسيستهدفون", "وسيستهدفون"),
        ("للاحتلال", "للاحتلال"),
        ("للقسام", "للقسام"),
        ("صواريخهم", "صواريخهم"),
        ("عمليتنا", "عمليتنا"),
        ("قتلوهم", "قتلوهم"),
        ("كتاب", None),
        ("القال", None),
    ],
)
def test_hidden_words_are_known_with_their_clitics_and_endings(form, proper):
    assert hidden_reading(form, WORDS) == proper


def test_long_runs_of_broken_letters_take_time_in_proportion():
    assert len(readings("ق.ص.ف " * 3000)) == 3000


POST_LIKE = st.lists(
    st.sampled_from(
        [
            *"قصفمهاجدءئة",
            ".",
            " ",
            "ـ",
            "*",
            "/",
            "\n",
            "🔥",
            "1",
            "a",
            "@",
            "#",
            "َ",
            "\u200f",
            "،",
            "الم",
            "قتل",
            " و ",
        ]
    ),
    max_size=60,
).map("".join)


@given(st.one_of(st.text(), POST_LIKE))
def test_restoring_any_text_gives_ordered_spans_of_it(text):
    found = restore(text, words=WORDS, known=LEXICON)

    assert all(0 <= r.start < r.end <= len(text) and r.read_as for r in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert not any("\n" in text[r.start : r.end] for r in found)


@given(POST_LIKE)
def test_a_restoration_reads_no_letters_that_are_not_there(text):
    for r in restore(text, words=WORDS, known=LEXICON):
        assert len(r.read_as) <= r.end - r.start
