"""Layouts of pages of Arabic outlets and agencies: the text, the title and the moment that come out of each."""

import io
from collections import Counter

import pytest

from inputs.pages.layouts import Page, all_pages
from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming

PAGES = all_pages()


def read_one(page: Page) -> Incoming:
    (document,) = read_blob(blob_of(page.name, io.BytesIO(page.data)), Settings())
    assert isinstance(document, Incoming), document
    return document


def score(found: str, wanted: str) -> float:
    """F1 over tokens."""
    a, b = Counter(found.split()), Counter(wanted.split())
    both = (a & b).total()
    return 2 * both / (a.total() + b.total())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_gives_its_title_its_moment_and_its_text(page):
    document = read_one(page)

    assert (page.title, page.published) == (document.title, document.published)
    assert [] == [line for line in page.text.split("\n") if line not in document.text]
    assert score(document.text, page.text) >= 0.94


def test_the_text_of_all_pages_is_found_nearly_whole_and_nearly_alone():
    scores = [score(read_one(page).text, page.text) for page in PAGES]

    assert len(scores) >= 30
    assert sum(scores) / len(scores) >= 0.985


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_of_other_pages_of_comments_and_of_the_site_is_taken(page):
    document = read_one(page)
    others = (
        "مجلس المحافظة يقر موازنة",
        "صوت أعضاء المجلس",
        "أسعار الخضار ترتفع",
        "افتتاح معرض الكتاب",
        "المنتخب يتعادل",
        "حسبنا الله ونعم الوكيل",
        "الخبر غير دقيق",
        "ملفات الارتباط",
        "جميع الحقوق محفوظة",
        "شارك",
        "26 نوفمبر 2026",
    )

    assert [] == [words for words in others if words in document.text]
