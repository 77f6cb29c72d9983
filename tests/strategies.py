"""Hypothesis strategies for text as people and machines write it: words the stages look for, marks, broken letters."""

from functools import cache

from hypothesis import strategies as st

from riwaya.knowledge.load import load_knowledge

# What the stages look for, to be put together in any order.
PIECES = [
    "قال مصدر أمني إن",
    "أعلن الجيش أن",
    "نفت الوزارة",
    "هجوما بطائرة مسيرة",
    "قصف مدفعي على",
    "انفجرت عبوة ناسفة",
    "مقتل ثلاثة مدنيين وإصابة ٥ آخرين",
    "عشرات القتلى",
    "في كركوك",
    "قرب حلب",
    "أمس",
    "يوم الجمعة الماضي",
    "في ١٢ كانون الثاني/يناير ٢٠٢٤",
    "لم تتبن أي جهة",
    "اسـ.ـتهدف",
    "«",
    "»",
    "(أ ف ب)",
    "https://example.org/1",
    "#كركوك",
    "@someone",
    "و",
    "ال",
]
MARKS = ["،", ".", ":", "؛", "؟", "!", "«", "»", '"', "“", "”", "(", ")", "-", "…", "\n", "\n\n", "﴿", "﴾", "/", "*"]
"""The marks of real prose."""
ODD = ["\u200f", "\u200b", "\u0640\u0640", "\ufefb", "\x00", "\ud800", "😀", "\ufeff", "\r", "\u2067", "\x1b[2J", "ﷺ"]
"""Characters that break readers."""


@cache
def listed_words() -> tuple[str, ...]:
    """The words and phrases of all word classes, as they stand in the data."""
    families = load_knowledge().families
    return tuple(
        sorted({str(w) for f in families for groups in f.words.values() for words in groups.values() for w in words})
    )


def soups(longest: int = 30) -> st.SearchStrategy[str]:
    """Words of the lexicon in any order, with clitics, numbers and marks between them: like Arabic, rarely sense."""
    words = st.sampled_from(listed_words())
    clitics = st.builds("{}{}".format, st.sampled_from(["و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "س"]), words)
    numbers = st.integers(0, 10_000).map(str) | st.integers(0, 99).map(lambda n: str(n).translate(_ARABIC_DIGITS))
    pieces, marks, odd = map(st.sampled_from, (PIECES, MARKS, ODD))
    parts = st.one_of(words, pieces, clitics, numbers, marks, odd)
    return st.lists(parts, max_size=longest).map(" ".join)


_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def texts() -> st.SearchStrategy[str]:
    """Any text: soups, letters of one block, and whatever Unicode has, lone surrogates among it."""
    arabic = st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=60)
    anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
    return st.one_of(soups(), arabic, anything, st.builds("{}{}".format, soups(10), anything))


# Sentences made of parts that go together, so that most of them are read.

SPEAKERS = ["مصدر أمني", "وزارة الصحة", "المتحدث باسم الجيش", "شهود عيان", "مسؤول محلي", "وكالة رويترز"]
HAPPENINGS = [
    "قصفا مدفعيا استهدف حيا سكنيا",
    "غارة جوية استهدفت سوقا شعبيا",
    "هجوما بطائرة مسيرة استهدف معسكرا للجيش",
    "انفجار عبوة ناسفة أصاب دورية",
]
PLACES = ["كركوك", "حلب", "تعز", "درعا", "الفلوجة"]
DAYS = ["أمس", "اليوم", "يوم الجمعة", "في 12 يناير 2024", "قبل يومين"]
TOLLS = ["ثلاثة مدنيين", "12 شخصا", "خمسة جنود", "عشرات الأشخاص"]


def sentences() -> st.SearchStrategy[str]:
    """Sentences of a report, with a speaker, a happening, a place, a day and a toll."""
    frames = ["قال {} إن {} في {} {} أسفر عن مقتل {}.", "أعلن {} أن {} قرب {} {} أدى إلى إصابة {}."]
    pick = st.sampled_from
    return st.builds(
        lambda frame, *parts: frame.format(*parts),
        pick(frames), pick(SPEAKERS), pick(HAPPENINGS), pick(PLACES), pick(DAYS), pick(TOLLS),
    )  # fmt: skip


def reports() -> st.SearchStrategy[str]:
    """A few sentences, in paragraphs."""
    return st.lists(sentences(), min_size=1, max_size=3).map("\n\n".join)
