"""The desk in a real browser, in both languages, wide and narrow."""

import pytest
from playwright.sync_api import expect

WIDTHS = (1440, 1024, 390)


def open_incident(look, served, language, width):
    page = look(f"{served}/{language}/", width)
    page.locator(".card-link").first.click()
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_claim_is_followed_to_its_words(look, served, language, width):
    page = open_incident(look, served, language, width)
    page.locator(".state-differs").first.click()
    marked = page.locator(".evidence .raw mark.claim").first

    expect(marked).to_be_visible()
    assert "said=" in page.url
    page.keyboard.press("Escape")
    expect(page.locator(".evidence")).to_be_hidden()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_is_wider_than_the_window(look, served, language, width):
    page = open_incident(look, served, language, width)

    for path in (page.url, f"{served}/{language}/"):
        page.goto(path)
        assert width >= page.evaluate("document.documentElement.scrollWidth")


def test_a_claim_has_an_address_of_its_own_that_needs_no_script(browser, look, served):
    page = open_incident(look, served, "ar", 1440)
    page.locator(".state-differs").first.click()
    page.wait_for_url("**said=**")
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(page.url)

    expect(plain.locator(".evidence .raw mark.claim").first).to_be_visible()
    plain.context.close()
