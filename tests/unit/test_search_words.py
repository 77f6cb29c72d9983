"""Words are found whatever the spelling, and the list of broken plurals holds only what stems do not find."""

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.records import Restoration
from riwaya.text.normalize import fold
from riwaya.text.search import WORDS_OF_PASSAGE, expand, pair_plurals, passages, search_words, stem, stems

TABLE = files("riwaya").joinpath("data", "ar", "plurals.tsv").read_text(encoding="utf-8").splitlines()[1:]
ROWS = [line.split("\t")[1].split("|") for line in TABLE]
PLURALS = pair_plurals(ROWS)


def is_found(asked: str, text: str) -> bool:
    """Whether a search for a word finds a text."""
    [word] = search_words(asked)
    [passage] = passages(search_words(text))
    return not expand(word.form, PLURALS).isdisjoint(passage.search.split())


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("صاروخ", "الصَّارُوخُ"),  # vowel signs
        ("صاروخ", "صـــاروخ"),  # tatweel
        ("أنصار", "انصار"),  # hamza
        ("إيران", "ايران"),
        ("مدرسة", "مدرسه"),  # ta marbuta without its dots
        ("مستشفى", "مستشفي"),  # alef maqsura
        ("كركوك", "کرکوک"),  # Persian letters
        ("قصف", "ﻗﺼﻒ"),  # presentation forms
        ("2024", "٢٠٢٤"),  # digits
        ("1200", "1,200"),
        ("مسؤول", "مسئول"),
        ("جيش", "والجيش"),  # proclitics
        ("جيش", "للجيش"),
        ("لجنة", "للجنة"),
        ("قصف", "فقصفوا"),
        ("مدينة", "وبمدينتهم"),
        ("وزير", "الوزير"),  # a letter of the word that looks like a proclitic
        ("الوزير", "وزير"),
        ("التزام", "الالتزام"),
        ("ألغام", "الألغام"),
        ("سيقصف", "يقصف"),
        ("غارة", "الغارات"),  # endings
        ("مدني", "المدنيين"),
        ("عراقي", "عراقية"),
        ("طائرة", "طائراته"),
        ("طائرة", "طائرتين"),
        ("حكومة", "حكومتنا"),
        ("هجوم", "هجومًا"),
        ("سوريا", "سورية"),
        ("سيناء", "سينا"),
        ("اعتداء", "اعتداءات"),
        ("قصف", "قصفت"),
        ("صاروخ", "الصواريخ"),  # broken plurals
        ("صواريخ", "بصاروخ"),
        ("قتيل", "قتلى"),
        ("شهيد", "شهدائهم"),
        ("قذيفة", "والقذائف"),
        ("قوة", "وبقواتهم"),
        ("ضحية", "ضحايا"),
        ("غزة", "#غزة_تحت_القصف"),  # hashtags
        ("قصف", "#غزة_تحت_القصف"),
    ],
)
def test_a_word_is_found_whatever_its_spelling_and_form(asked, text):
    assert is_found(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("قصف", "قصر"),
        ("فئة", "في"),  # a category is not "in"
        ("بنت", "بن"),  # nor a daughter "son of"
        ("خبير", "خبر"),  # nor an expert a piece of news
        ("لجنة", "جنة"),  # nor a committee paradise
        ("سنة", "سن"),  # nor a year a tooth
        ("بيت", "بيان"),
        ("لواء", "لو"),
    ],
)
def test_a_word_is_not_found_where_another_stands(asked, text):
    assert not is_found(asked, text)


def test_words_broken_up_are_found_as_they_are_read():
    text = "استهدفت صـ.ـواريخ القاعدة"
    start = text.index("صـ")

    words = list(search_words(text, [Restoration(start, start + len("صـ.ـواريخ"), "صواريخ")]))

    assert ["استهدفت", "صواريخ", "القاعده".replace("ه", "ة")] == [word.form for word in words]
    assert "صـ.ـواريخ" == text[words[1].start : words[1].end]


def test_a_long_text_is_searched_in_passages():
    found = list(passages(search_words("قصف " * (WORDS_OF_PASSAGE + 1))))

    assert [WORDS_OF_PASSAGE, 1] == [len(passage.exact.split()) for passage in found]
    assert ["قصف", "قصف"] == [passage.search for passage in found]


def test_a_text_without_words_has_no_passage():
    assert [] == list(passages(search_words("؟! … «»")))


@given(st.text(max_size=80))
def test_stems_are_made_of_letters_and_digits_whatever_the_text(text):
    for passage in passages(search_words(text)):
        assert re.fullmatch(r"[^\W_]+( [^\W_]+)*", passage.search)
        assert re.fullmatch(r"[^\W_]+( [^\W_]+)*", passage.exact)


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآؤئء", min_size=1, max_size=12))
def test_a_word_shares_a_stem_with_itself_behind_and_and_the_article(word):
    """Where the word can bear them: what is left of "and the X" has to be long enough to be a word."""
    whole = fold(word)
    if len(whole) >= 3:
        assert set(stems(whole)) & set(stems("ال" + whole))
        assert set(stems(whole)) & set(stems("وال" + whole))


# ------------------------------------------------------------------------------------------------------------ the list


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_of_plurals_holds_only_what_stems_do_not_find(row):
    assert len(row) > 1
    assert len(row) == len({stem(word) for word in row})
    assert all(re.fullmatch("[\u0621-\u064a]+", word) for word in row)


def test_the_rows_of_plurals_are_in_the_order_of_their_english():
    names = [line.split("\t")[0] for line in TABLE]

    assert sorted(names, key=str.lower) == names
    assert len(set(names)) == len(names)


def test_a_query_asks_for_all_plurals_of_a_noun_and_for_nothing_else():
    plurals = pair_plurals([["شهر", "أشهر", "شهور"], ["قرية", "قرى"]])

    assert {"شهر", "اشهر", "شهور"} == expand("شهور", plurals)
    assert {"حلب"} == expand("حلب", plurals)
