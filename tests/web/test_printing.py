"""An incident on paper: everything that its page shows, and the words behind every value."""

import io
import re

import pytest
from pdfminer.high_level import extract_pages, extract_text

from riwaya.showing.matrix import matrix_of
from riwaya.showing.printing import parts_of
from riwaya.store.runs import find_told


@pytest.fixture(scope="module")
def told(filled):
    """The incident of the store."""
    (told,) = find_told(filled)
    return told


def test_every_claim_stands_in_the_appendix_with_its_words_and_where_they_are(desk, told):
    page = desk.get(f"/en/incidents/{told.stored.id}/print").text

    for document, account in told.accounts:
        sha256 = told.readings[document].document.sha256
        assert sha256 in page
        for claim in account.claims:
            assert f'<q lang="ar" dir="rtl">{claim.text}</q></td><td class="span" dir="ltr">{claim.start}' in page


def test_every_value_of_the_table_names_its_place_in_the_appendix(desk, told):
    page = desk.get(f"/en/incidents/{told.stored.id}/print").text
    table = page[page.index('<table class="matrix">') : page.index('class="legend"')]
    named = set(re.findall(r'<a class="ref" href="#d\d+a\d+">\[(\d+·\d+)\]</a></div>', table))

    assert table.count('<span class="value">') == len(re.findall(r'<a class="ref"', table))
    assert named <= set(re.findall(r'<div class="who"><span class="ref">\[(\d+·\d+)\]', page))


def test_a_wide_table_is_cut_into_parts_that_lose_nothing(told):
    matrix = matrix_of(told)
    parts = tuple(parts_of(matrix, most=1))

    assert matrix.voices == tuple(voice for part in parts for voice in part.voices)
    cells = [cell for part in parts for row in part.rows for cell in row.cells if cell]
    assert sorted(map(repr, cells)) == sorted(repr(cell) for row in matrix.rows for cell in row.cells if cell)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_browser_makes_pages_of_it_with_the_appendix(look, served, told, language):
    page = look(f"{served}/{language}/incidents/{told.stored.id}/print")
    pdf = io.BytesIO(page.pdf(prefer_css_page_size=True))
    widths = {round(each.width) for each in extract_pages(pdf)}

    assert {595} == widths  # A4, in points
    assert all(reading.document.sha256 in extract_text(pdf) for reading in told.readings.values())
