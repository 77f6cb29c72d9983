"""Signing in with a real browser: refused, made to wait, let in, and out again; in both languages, wide and narrow."""

import pytest
from playwright.sync_api import expect

from riwaya.store.people import attempts
from riwaya.web.settings import Settings
from web.conftest import PASSWORD, serving

WORDS = {
    "ar": ("الاسم أو كلمة المرور غير صحيحة", "حاول من جديد بعد 15 دقيقة", "تسجيل الخروج"),
    "en": ("The name or the password is wrong", "Try again in 15 minutes", "Sign out"),
}


@pytest.fixture
def team(team_store):
    """The address of a desk of a team that is really served."""
    with serving(team_store, Settings(team=True)) as address:
        yield address


@pytest.fixture
def window(browser):
    """Opens a window that tells which other servers it was asked to reach."""
    contexts = []

    def open_window(width, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.elsewhere = []
        page.on("request", lambda sent: "//127.0.0.1:" in sent.url or page.elsewhere.append(sent.url))
        return page

    yield open_window
    for context in contexts:
        context.close()


def type_in(page, name, password):
    """Signs in from the keyboard alone, the focus being where it is put."""
    page.locator("input:focus").wait_for()
    if not page.locator("[name=name]").input_value():
        page.keyboard.type(name)
        page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), [("ar", 390), ("en", 1440), ("ar", 1024)])
def test_somebody_is_refused_made_to_wait_let_in_and_signs_out(team, team_store, window, language, width):
    wrong, later, out = WORDS[language]
    page = window(width)
    page.goto(f"{team}/{language}/history")
    type_in(page, "reader", "not the password")
    expect(page.get_by_role("alert")).to_contain_text(wrong)
    for _ in range(attempts.OF_NAME - 1):
        type_in(page, "reader", "not the password")
    type_in(page, "reader", PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text(later)
    assert width >= page.evaluate("document.documentElement.scrollWidth")

    team_store._clock.by = attempts.WITHIN
    type_in(page, "reader", PASSWORD)
    page.wait_for_url(f"**/{language}/history")
    page.locator(".menu summary").click()
    page.get_by_role("button", name=out).click()
    page.wait_for_url("**/sign-in")
    page.goto(f"{team}/{language}/history")
    expect(page.locator("[name=password]")).to_be_visible()
    assert [] == page.elsewhere


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), [("en", 390), ("ar", 1440)])
def test_an_admin_adds_somebody_who_makes_a_token_without_script(team, window, language, width):
    admin = window(width)
    admin.goto(f"{team}/{language}/people")
    type_in(admin, "admin", PASSWORD)
    admin.locator("form[action$='/people'] [name=name]").fill("سلمى")
    admin.locator("form[action$='/people'] button").click()
    password = admin.locator(".secret code").inner_text()
    assert width >= admin.evaluate("document.documentElement.scrollWidth")

    salma = window(width, java_script_enabled=False)
    salma.goto(f"{team}/{language}/account")
    salma.locator("[name=name]").fill("سلمى")
    salma.locator("[name=password]").fill(password)
    salma.keyboard.press("Enter")
    salma.locator("form[action$='/tokens'] [name=name]").fill("script")
    salma.locator("form[action$='/tokens'] button").click()
    expect(salma.locator(".secret code")).to_contain_text("riwaya_")
    assert [] == admin.elsewhere + salma.elsewhere
