"""A search finds the same documents in the same order in both databases."""

import pytest

from riwaya import UsageError
from riwaya.records import Span
from riwaya.store import searching
from riwaya.store.searching import ask, cut
from riwaya.text import search as words
from stores import AIRSTRIKE, SHELLING, make_incoming


def found(store, query, **options):
    return [hit.document.name for hit in store.search(query, **options)]


def fill(store, *texts, **known):
    for number, text in enumerate(texts, 1):
        store.ingest(make_incoming(text, name=str(number), **known))


def test_all_words_that_are_asked_for_must_stand_in_a_document(store):
    fill(store, "قصف الجيش القرية", "قصف القرية", "دخل الجيش")

    assert ["1"] == found(store, "القرى الجيوش")
    assert ["1", "2"] == sorted(found(store, "قرية"))
    assert [] == found(store, "قرية زلزال")


def test_documents_with_the_very_words_come_first_then_the_newer(store):
    store.ingest(make_incoming("سقطت صواريخ على القاعدة", name="old plural", published="2024-01-01"))
    store.ingest(make_incoming("سقط صاروخ على القاعدة", name="old", published="2024-01-02"))
    store.ingest(make_incoming("سقط صاروخ قرب القاعدة", name="new", published="2024-01-05"))
    store.ingest(make_incoming("سقطت الصواريخ قرب القاعدة", name="new plural", published="2024-01-06"))

    assert ["new", "old", "new plural", "old plural"] == found(store, "صاروخ")


def test_documents_with_the_words_in_a_row_come_before_those_with_all_of_them(store):
    fill(store, "قرب القاعدة سقط صاروخ", "سقط صاروخ قرب القاعدة")

    assert ["2", "1"] == found(store, "صاروخ قرب القاعدة")


def test_of_words_that_very_many_hold_those_kept_last_are_put_in_order(store, monkeypatch):
    monkeypatch.setattr(searching, "MOST_RANKED", 2)
    fill(store, "سقط صاروخ", "سقطت صواريخ", "صاروخ")

    assert ["3", "2"] == found(store, "صاروخ")


@pytest.mark.parametrize("common", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("margin", [2, 1000])
def test_what_was_kept_long_ago_is_found_too(store, monkeypatch, common, margin):
    monkeypatch.setattr(searching, "MOST_RANKED", 3)
    monkeypatch.setattr(searching, "_COMMON", common)
    monkeypatch.setattr(searching, "_MARGIN", margin)
    fill(store, "صاروخ أول", "قصف القرية", "صاروخ ثان", "قرية هادئة", "صاروخ ثالث", "هدوء", "صاروخ رابع", "ليل هادئ")

    assert ["7", "5", "3"] == sorted(found(store, "صاروخ"), reverse=True)
    assert ["4", "2"] == sorted(found(store, "القرية"), reverse=True)


def test_documents_can_be_found_without_looking_into_their_texts(store):
    fill(store, "سقط صاروخ", "سقطت صواريخ", "قصف القرية")
    hits = store.search("صاروخ")

    assert 2 == len(hits)
    assert tuple(hit.document.id for hit in hits) == store.search_ids("صاروخ")


def test_words_in_quotation_marks_must_follow_each_other_as_they_are(store):
    fill(store, "قرب القاعدة سقط صاروخ", "سقط صاروخ قرب القاعدة", "سقط صاروخ بقرب القاعدة")

    assert ["2"] == found(store, '"صاروخ قرب القاعدة"')
    assert ["2"] == found(store, "«صَارُوخ قرب» قاعدة")


def test_a_title_is_searched_too(store):
    store.ingest(make_incoming("نص", title="زلزال يضرب الساحل", name="titled"))

    assert ["titled"] == found(store, "زلازل")


def test_words_broken_up_to_slip_past_moderation_are_found_where_they_stand(store):
    store.ingest(make_incoming("استهدفت كتائبنا القاعدة بأربعة صـ.ـواريخ وأصابت الصـ.ـواريخ أهدافها", name="post"))

    [hit] = store.search("صاروخ")

    assert ["صـ.ـواريخ", "الصـ.ـواريخ"] == [hit.document.text[slice(*span)] for span in hit.spans]


def test_a_search_is_narrowed_by_day_publisher_and_number(store):
    store.ingest(make_incoming(SHELLING, name="1", published="2024-01-01", publisher="الأولى"))
    store.ingest(make_incoming(SHELLING, name="2", published="2024-01-02", publisher="الثانية"))
    store.ingest(make_incoming(SHELLING, name="3", published="2024-01-03T10:00", publisher="الأولى"))

    assert ["3", "2", "1"] == found(store, "قصف")
    assert ["3", "2"] == found(store, "قصف", since="2024-01-02")
    assert ["2", "1"] == found(store, "قصف", before="2024-01-03")
    assert ["3", "1"] == found(store, "قصف", publisher="الأولى")
    assert ["3"] == found(store, "قصف", limit=1)


def test_a_search_can_be_made_as_of_a_past_moment(store, clock):
    fill(store, SHELLING)
    clock.time = clock.time.replace(month=3)
    store.ingest(make_incoming(AIRSTRIKE + " قصف", name="later"))

    assert ["1"] == found(store, "قصف", at="2024-01-31")
    assert {"1", "later"} == set(found(store, "قصف"))


def test_what_is_withdrawn_is_not_found(store):
    kept = store.ingest(make_incoming())
    store.withdraw(kept.document, who="salma", why="handed in by mistake", seen=store.head().seq)

    assert [] == found(store, "قصف")


@pytest.mark.parametrize("query", ["", "؟", '""', "  ", "#", "_", "\\"])
def test_a_query_without_a_word_is_told(store, query):
    with pytest.raises(UsageError, match="holds no word to search for"):
        store.search(query)


def test_a_query_of_very_many_words_is_told(store):
    with pytest.raises(UsageError, match="30 words at most, not 31"):
        store.search(" ".join(map(str, range(31))))


@pytest.mark.parametrize("query", ["AND", "NEAR OR", "قصف*", "a' | 'b", '" OR 1', "search:قصف", "100%", "(قصف"])
def test_signs_that_a_database_reads_are_only_signs(store, query):
    fill(store, "نص آخر and near or a b 1 search 100 قصف")

    assert ["1"] == found(store, query)


def test_words_are_made_ready_anew_after_the_way_of_stemming_changed(store, monkeypatch):
    monkeypatch.setattr(words, "stems", lambda form: ("x",))
    fill(store, SHELLING)
    monkeypatch.undo()
    assert [] == found(store, "قصف")

    assert 1 == store.renew_search()
    assert ["1"] == found(store, "قصف")


def test_a_document_longer_than_a_passage_is_found_once(store):
    fill(store, "قصف " * 12000 + "زلزال")

    assert ["1"] == found(store, "قصف")
    assert ["1"] == found(store, "زلزال")


def test_a_stretch_is_cut_from_word_to_word_around_the_first_span():
    text = "كلمة " * 30 + "صاروخ" + " كلمة" * 30
    start = text.index("صاروخ")

    stretch = cut(text, [Span(start, start + 5)], around=7)

    assert "كلمة كلمة صاروخ كلمة كلمة" == text[slice(*stretch)]
    assert "كلمة كلمة" == text[slice(*cut(text, [], around=7))]


def test_a_query_is_taken_apart_into_words_and_phrases():
    asked = ask('قصف "دير الزور"', {})

    assert (("قصف", "دير", "الزور"), ("دير الزور",)) == (asked.words, asked.phrases)
