"""What axe, a checker of accessibility, finds on the pages: nothing, in either language, light and dark."""

from pathlib import Path

import pytest

from riwaya.web.settings import Settings
from web.conftest import PASSWORD, serving

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "list": lambda filled: "",
    "incident": lambda filled: f"incidents/{filled.incidents()[0].id}",
    "words": lambda filled: f"incidents/{filled.incidents()[0].id}?said={filled.incidents()[0].happenings[0][0]}/a1/0",
    "paper": lambda filled: f"incidents/{filled.incidents()[0].id}/print",
    "document": lambda filled: f"documents/{next(iter(filled.documents())).id}",
    "read": lambda filled: "read",
    "dashboard": lambda filled: "dashboard",
    "export": lambda filled: "export",
    "nothing there": lambda filled: "documents/nothing",
}


@pytest.fixture
def look_over(browser):
    """Opens a window in which axe looks over pages; gives the page, and a function that tells what is wrong on it."""
    if not AXE.exists():
        pytest.skip("needs axe-core: make assets")
    contexts = []

    def find(page):
        page.evaluate(AXE.read_text(encoding="utf-8"))
        return [(each["id"], each["nodes"][0]["html"]) for each in page.evaluate("axe.run()")["violations"]]

    def open_window(theme):
        contexts.append(browser.new_context(color_scheme=theme, bypass_csp=True))
        return contexts[-1].new_page(), find

    yield open_window
    for context in contexts:
        context.close()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_axe_finds_nothing_wrong(look_over, served, filled, language, theme):
    page, find = look_over(theme)
    faults = {}
    for name, path in PAGES.items():
        page.goto(f"{served}/{language}/{path(filled)}")
        faults |= {name: found} if (found := find(page)) else {}

    assert {} == faults


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_axe_finds_nothing_wrong_on_the_pages_of_a_team(look_over, team_store, language, theme):
    page, find = look_over(theme)
    faults = {}
    with serving(team_store, Settings(team=True)) as address:
        for name, password in (("nobody", "wrong"), ("admin", PASSWORD)):
            page.goto(f"{address}/{language}/sign-in")
            page.locator("[name=name]").fill(name)
            page.locator("[name=password]").fill(password)
            page.locator(".gate button").click()
            faults |= {name: found} if (found := find(page)) else {}
        for path in ("people", "account", "history"):
            page.goto(f"{address}/{language}/{path}")
            faults |= {path: found} if (found := find(page)) else {}

    assert {} == faults
