import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.records import Restoration, Token
from riwaya.text.documents import find_segments
from riwaya.text.segment import hashtag_words, split_clauses, split_sentences, tokenize
from textlists import load_text_words

WORDS = load_text_words()


def pieces(text: str) -> list[str]:
    return [text[t.start : t.end] for t in tokenize(text)]


def sentences(text: str) -> list[str]:
    tokens = tokenize(text)
    found = split_sentences(text, tokens, words=WORDS, segments=find_segments(text, words=WORDS))
    return [text[tokens[s.first].start : tokens[s.last - 1].end] for s in found]


def clauses(text: str) -> list[str]:
    tokens = tokenize(text)
    found = split_clauses(tokens, 0, len(tokens), words=WORDS)
    return [text[tokens[first].start : tokens[last - 1].end] for first, last in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قُتِلَ ثلاثة.", ["قُتِلَ", "ثلاثة", "."]),
        ("18 ألفاً و608 قتلى", ["18", "ألفاً", "و", "608", "قتلى"]),
        ("نقلت أ.ف.ب. عن", ["نقلت", "أ.ف.ب", ".", "عن"]),
        ("2,5 و2.5 و18,608 و٢٫٥ و18،608", ["2,5", "و", "2.5", "و", "18,608", "و", "٢٫٥", "و", "18،608"]),
        ("1،2،3", ["1", "،", "2", "،", "3"]),
        ("الساعة 7:42 يوم 15/12/2023", ["الساعة", "7:42", "يوم", "15/12/2023"]),
        ("12-04-2015 و2025-12-14", ["12-04-2015", "و", "2025-12-14"]),
        ("2015-10-13T07:34:37+03:00", ["2015-10-13T07:34:37+03:00"]),
        ("بين 20-25 قتيلا", ["بين", "20", "-", "25", "قتيلا"]),
        ("77% من", ["77", "%", "من"]),
        ("pic.twitter.com/8gd، ثم", ["pic.twitter.com/8gd", "،", "ثم"]),
        ("https://example.com/a?b=1. ثم", ["https://example.com/a?b=1", ".", "ثم"]),
        ("راسلوا a.b@example.org أو (@some_one)", ["راسلوا", "a.b@example.org", "أو", "(", "@some_one", ")"]),
        ("#المقاومة_الوطنية، غدا", ["#المقاومة_الوطنية", "،", "غدا"]),
        ("طائرة F-16 وMQ-9", ["طائرة", "F-16", "و", "MQ-9"]),
        ("لـ«رويترز»", ["لـ", "«", "رويترز", "»"]),
        ("الضفة.. هدوء", ["الضفة", "..", "هدوء"]),
        ("ديسمبر/كانون الأول", ["ديسمبر", "/", "كانون", "الأول"]),
        ("ثم\u200f قال", ["ثم", "قال"]),
    ],
)
def test_tokens_are_the_words_numbers_and_marks(text, expected):
    assert pieces(text) == expected


def test_a_token_carries_its_folded_and_its_plain_spelling():
    assert tokenize("إلىٰ ٣٫٥") == [
        Token(0, 4, "الي", "إلى", "word"),
        Token(5, 8, "3.5", tokenize("٣٫٥")[0].spelt, "number"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("كلمة", "word"), ("word", "word"), ("7", "number"), ("«", "punct"), ("t.me/abc", "url"), ("@abc", "handle"),
     ("#كلمة", "hashtag"), ("🔥", "symbol"), ("example.com", "url"), ("…", "punct")],
)  # fmt: skip
def test_tokens_have_kinds(text, kind):
    assert [t.kind for t in tokenize(text)] == [kind]


def test_a_restored_word_is_one_token_over_the_raw_stretch():
    text = "رد المقا. ومة اليوم"

    tokens = tokenize(text, restorations=[Restoration(3, 13, "المقاومة")])

    assert [(text[t.start : t.end], t.form, t.kind) for t in tokens] == [
        ("رد", "رد", "word"), ("المقا. ومة", "المقاومة", "word"), ("اليوم", "اليوم", "word"),
    ]  # fmt: skip


def test_the_words_of_a_hashtag_keep_their_places():
    text = "مع #غزة_العزة الآن"

    assert [(t.start, t.form) for t in hashtag_words(text, tokenize(text)[1])] == [(4, "غزة"), (8, "العزة")]
    assert hashtag_words(text, tokenize(text)[0]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الوفد. ثم عاد؟ نعم! انتهى.", ["وصل الوفد.", "ثم عاد؟", "نعم!", "انتهى."]),
        ("سطر أول\nسطر ثان", ["سطر أول", "سطر ثان"]),
        ("قال د. علي إنه بخير. وصمت.", ["قال د. علي إنه بخير.", "وصمت."]),
        ("عام 1445هـ. وقال كلاما", ["عام 1445هـ.", "وقال كلاما"]),
        ("نقلت أ.ف.ب. وقالت", ["نقلت أ.ف.ب.", "وقالت"]),
        ("بلغ 2.5 مليون. ثم زاد", ["بلغ 2.5 مليون.", "ثم زاد"]),
        ("قال: «لن نعود.» ثم مضى", ["قال: «لن نعود.»", "ثم مضى"]),
        ("قال «نعم. لا» ومضى في طريقه", ["قال «نعم. لا» ومضى في طريقه"]),
        ("وصف ذلك بأنه «كارثة.»، مضيفا أنها الأسوأ", ["وصف ذلك بأنه «كارثة.»، مضيفا أنها الأسوأ"]),
        (
            "وقال: «فقدنا كل ما نملك هنا. لم يبق لنا بيت نعود إليه»",
            ["وقال: «فقدنا كل ما نملك هنا.", "لم يبق لنا بيت نعود إليه»"],
        ),
        ("الضفة.. هدوء حذر", ["الضفة.. هدوء حذر"]),
        ("وقع (انظر ص. 5. هناك) شيء", ["وقع (انظر ص. 5. هناك) شيء"]),
        ("1. وصل الوفد\n2. عاد", ["1. وصل الوفد", "2. عاد"]),
        ("زار example.com. ثم عاد", ["زار example.com.", "ثم عاد"]),
        ("جاء في بيان J. Smith أمس", ["جاء في بيان J. Smith أمس"]),
        ("عاد إلى البلاد.وقال إنه بخير", ["عاد إلى البلاد.", "وقال إنه بخير"]),
        ("انتهت المعركة قا.… pic.twitter.com/x1", ["انتهت المعركة قا.… pic.twitter.com/x1"]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert sentences(text) == expected


def test_a_sentence_knows_the_segment_it_stands_in():
    text = "عنوان قصير\nبغداد (رويترز) - وقع حادث في السوق صباح اليوم.\nالمصدر: وكالات"
    tokens = tokenize(text)

    found = split_sentences(text, tokens, words=WORDS, segments=find_segments(text, words=WORDS))

    assert [s.segment for s in found] == ["headline", "dateline", "body", "boilerplate"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "قال المتحدث إن القصف توقف، وأضاف أن الطرق فتحت، مشيرا إلى عودة الأهالي",
            ["قال المتحدث إن القصف توقف،", "وأضاف أن الطرق فتحت،", "مشيرا إلى عودة الأهالي"],
        ),
        ("أعلن الجيش سقوط صاروخ فيما نفت الوزارة ذلك", ["أعلن الجيش سقوط صاروخ", "فيما نفت الوزارة ذلك"]),
        ("نفى المجلس الخبر وفي المقابل أكدته البلدية", ["نفى المجلس الخبر", "وفي المقابل أكدته البلدية"]),
        ("سقط صاروخان هنا؛ الأول في البحر", ["سقط صاروخان هنا؛", "الأول في البحر"]),
        ("زار بغداد، والبصرة، والموصل", ["زار بغداد، والبصرة، والموصل"]),
        ("فيما قال الشاهد ذلك", ["فيما قال الشاهد ذلك"]),
        ("وقال «لن نرحل، وأضاف القدر» ثم صمت طويلا", ["وقال «لن نرحل، وأضاف القدر»", "ثم صمت طويلا"]),
    ],
)  # fmt: skip
def test_clauses_begin_at_their_openers(text, expected):
    if "«" in text:
        tokens = tokenize(text)
        (sentence,) = split_sentences(text, tokens, words=WORDS, segments=find_segments(text, words=WORDS))
        found = [text[tokens[a].start : tokens[b - 1].end] for a, b in sentence.clauses]
        assert found == expected
    else:
        assert clauses(text) == expected


MARKS = [" ", " ", "،", ".", "؟", "«", "»", '"', "\n", "(", ")", "…", "ـ", "\u200f", "َ", "﴿", "🔥", "-", "، و"]
PARTS = ["قال", "وأضاف", "2.5", "أ.ف.ب", "#وسم_آخر", "@abc", "فيما", "http://a.b/c", "15/12/2023"]
ANY = st.one_of(st.text(), st.lists(st.sampled_from(MARKS + PARTS), max_size=50).map("".join))


@given(ANY)
def test_tokens_cover_all_that_is_not_space_in_order(text):
    tokens = tokenize(text)
    covered = {at for t in tokens for at in range(t.start, t.end)}

    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))
    assert all(t.start < t.end for t in tokens)
    invisible = "\u00ad\u061c\ufeff" + "".join(
        map(chr, [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)])
    )
    left_out = {text[at] for at in range(len(text)) if at not in covered}
    assert all(char.isspace() or char in invisible or "\ufe00" <= char <= "\ufe0f" for char in left_out)


@given(ANY)
def test_sentences_and_clauses_partition_the_tokens(text):
    tokens = tokenize(text)

    found = split_sentences(text, tokens, words=WORDS, segments=find_segments(text, words=WORDS))

    assert [at for s in found for at in range(s.first, s.last)] == list(range(len(tokens)))
    assert [at for s in found for a, b in s.clauses for at in range(a, b)] == list(range(len(tokens)))
    assert all(a < b for s in found for a, b in s.clauses)


@given(ANY)
def test_no_sentence_runs_over_a_line_end(text):
    tokens = tokenize(text)

    for s in split_sentences(text, tokens, words=WORDS):
        assert "\n" not in text[tokens[s.first].start : tokens[s.last - 1].end]


@given(ANY, st.integers(0, 30), st.integers(0, 30))
def test_tokens_of_a_stretch_stay_inside_it(text, a, b):
    start, end = sorted((min(a, len(text)), min(b, len(text))))

    assert all(start <= t.start and t.end <= end for t in tokenize(text, start, end))


def test_what_is_too_long_to_be_a_sentence_is_cut_behind_a_comma():
    text = "وصل رجل ثم عاد، " * 200
    tokens = tokenize(text)
    found = split_sentences(text, tokens, words=WORDS)

    assert [at for s in found for at in range(s.first, s.last)] == list(range(len(tokens)))
    assert max(s.last - s.first for s in found) <= 250
    assert {"،"} == {tokens[s.last - 1].form for s in found}
