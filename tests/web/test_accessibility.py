"""What axe, a checker of accessibility, finds on the pages: nothing, in either language, light and dark."""

from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "list": lambda filled: "",
    "incident": lambda filled: f"incidents/{filled.incidents()[0].id}",
    "words": lambda filled: f"incidents/{filled.incidents()[0].id}?said={filled.incidents()[0].happenings[0][0]}/a1/0",
    "paper": lambda filled: f"incidents/{filled.incidents()[0].id}/print",
    "document": lambda filled: f"documents/{next(iter(filled.documents())).id}",
    "read": lambda filled: "read",
    "dashboard": lambda filled: "dashboard",
    "nothing there": lambda filled: "documents/nothing",
}


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_axe_finds_nothing_wrong(browser, served, filled, language, theme):
    if not AXE.exists():
        pytest.skip("needs axe-core: make assets")
    context = browser.new_context(color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    faults = {}
    for name, path in PAGES.items():
        page.goto(f"{served}/{language}/{path(filled)}")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        violations = page.evaluate("axe.run()")["violations"]
        faults |= {name: [(each["id"], each["nodes"][0]["html"]) for each in violations]} if violations else {}
    context.close()

    assert {} == faults
