"""A report is read and kept in a real browser; the pages about documents fit every window."""

import re

import pytest
from playwright.sync_api import expect

from riwaya.store import open_store
from web.conftest import serving

TEXT = "قال مصدر طبي إن خمسة مدنيين قتلوا أمس في قصف مدفعي على سوق بلدة سرمين في ريف إدلب."

PATIENCE = 30_000
"""Milliseconds: the first reading of a process loads what the reader knows."""


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_pasted_report_is_read_and_then_kept(look, tmp_path, language):
    with open_store(tmp_path / "store.db") as store, serving(store) as address:
        page = look(f"{address}/{language}/read")
        page.locator("textarea").fill(TEXT)
        page.locator("[name=published]").fill("2024-01-16")
        page.locator("#read-form .main-act").click()

        expect(page.locator(".whole mark").first).to_be_visible(timeout=PATIENCE)
        assert 0 == store.head().seq
        page.locator("[data-keep]").click()
        page.locator(".places .button").click()
        expect(page.locator(".matrix")).to_be_visible(timeout=PATIENCE)
        assert 1 == len(store.incidents())


def test_an_uploaded_file_is_kept_without_being_chosen_again(look, tmp_path):
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    with open_store(tmp_path / "store.db") as store, serving(store) as address:
        page = look(f"{address}/ar/read")
        page.locator("[type=file]").set_input_files(tmp_path / "report.txt")
        page.locator("#read-form .main-act").click()
        page.locator("[data-keep]").click()
        expect(page.locator(".places li")).to_have_count(1, timeout=PATIENCE)

        assert [TEXT] == [document.text for document in store.documents()]


def test_the_words_of_an_account_that_is_pointed_at_stand_out(look, served, filled):
    document = next(iter(filled.documents())).id
    page = look(f"{served}/ar/documents/{document}")
    expect(page.locator(".whole .dim")).to_have_count(0)
    page.locator(".account").first.hover()

    expect(page.locator(".whole .dim").first).to_be_visible()
    expect(page.locator(".whole mark.claim-0.dim")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_about_documents_is_wider_than_the_window(look, served, filled, language, width):
    document = next(iter(filled.documents())).id
    page = look(f"{served}/{language}/dashboard", width)

    for path in ("dashboard", "read", f"documents/{document}"):
        page.goto(f"{served}/{language}/{path}")
        assert width >= page.evaluate("document.documentElement.scrollWidth"), path
        assert re.search(r"\S", page.locator("h1").inner_text())
