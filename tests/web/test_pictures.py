"""The pictures of the README, taken of the demonstration; RIWAYA_PICTURES names the folder that they are written to."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from riwaya.store import open_store
from riwaya.web.assets import Assets
from riwaya.web.demo import fill
from web.conftest import serving

SIZE = {"width": 1280, "height": 860}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The address of a desk over the demonstration."""
    with open_store(tmp_path_factory.mktemp("pictures") / "store.db") as store:
        fill(store)
        with serving(store) as address:
            yield address


def open_incident(page, kind):
    page.locator(".card", has=page.locator(f".kind-{kind}")).locator(".card-link").click()
    expect(page.locator(".matrix")).to_be_visible()


def show_list(page):
    expect(page.locator(".card")).to_have_count(3)


def show_words(page):
    """The incident whose outcome is in dispute, with the words of a post behind a value."""
    open_incident(page, "drone_attack")
    page.locator(".state-differs", has_text="أصـ..ـبنا").click()
    expect(page.locator(".evidence mark.claim").first).to_be_visible()


def show_toll(page):
    """The incident whose toll rises and is in dispute."""
    open_incident(page, "shelling")
    page.locator(".status-disputed", has_text="Killed").evaluate("row => row.scrollIntoView()")


def show_document(page):
    """The post whose words are broken up, in which the value stands that the picture of words shows."""
    show_words(page)
    page.locator(".evidence a[href*='/documents/']").click()
    expect(page.locator(".whole ruby").first).to_be_visible()
    page.evaluate("scrollTo(0, 0)")


def show_map(page):
    if not Assets().has("vendor/maplibre-gl.mjs"):
        pytest.skip("needs the libraries of the desk's pages: make assets")
    page.goto(f"{page.url}map")
    page.locator("[data-drawn]").wait_for(timeout=60_000)
    drawing = page.locator(".maplibregl-canvas")
    for _ in range(60):  # land comes after what was reported; an empty sea takes few bytes
        page.wait_for_timeout(500)
        if len(drawing.screenshot()) > 30_000:
            break


PICTURES = {
    "incidents-en": ("en", show_list),
    "map-en": ("en", show_map),
    "words-ar": ("ar", show_words),
    "toll-en": ("en", show_toll),
    "document-ar": ("ar", show_document),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_taken(look, demo, tmp_path, name):
    language, show = PICTURES[name]
    page = look(f"{demo}/{language}/", SIZE["width"])
    page.set_viewport_size(SIZE)
    show(page)
    page.evaluate("document.activeElement?.blur()")
    path = Path(os.environ.get("RIWAYA_PICTURES") or tmp_path) / f"{name}.png"
    page.screenshot(path=path, animations="disabled")

    assert path.stat().st_size > 20_000
