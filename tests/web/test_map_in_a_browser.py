"""The map in a real browser: drawn from our own server alone, filtered, brushed and replayed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from maps import fill
from riwaya.store import open_store
from riwaya.web.assets import Assets
from web.conftest import serving

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
LONG = 60_000
"""Milliseconds that drawing may take on a busy machine without a graphics card."""
WITHOUT_WEBGL = """
const given = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : given.call(this, kind, ...more);
};
"""


@pytest.fixture(scope="module")
def served_map(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("map") / "store.db") as store:
        fill(store)
        with serving(store) as address:
            yield address


@pytest.fixture
def look_at_map(look, served_map):
    """Opens the map in a window and waits until it is drawn."""
    if not Assets().has("vendor/maplibre-gl.mjs"):
        pytest.skip("needs the libraries of the desk's pages: make assets")

    def open_map(language="en", width=1440, query=""):
        page = look(f"{served_map}/{language}/map?{query}", width)
        page.locator("[data-drawn]").wait_for(timeout=LONG)
        return page

    return open_map


def kinds_drawn(page):
    """The kinds of what MapLibre draws, in points and circles and in areas."""
    return page.evaluate("""() => {
      const map = document.getElementById("map-screen").riwayaMap;
      return ["spots", "areas"].flatMap((name) => map.getSource(name).serialize().data.features)
        .map((feature) => feature.properties.kind).sort();
    }""")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_map_is_filtered_by_its_layers(look_at_map, language):
    page = look_at_map(language)
    assert ["area", "circle", "point"] == kinds_drawn(page)

    page.locator("input[value=asserted]").uncheck()
    expect(page.locator(".map-beside > .map-rows > .map-row")).to_have_count(1, timeout=LONG)

    expect(page.locator(".map-row.look-disputed")).to_be_visible()
    assert ["circle"] == kinds_drawn(page)
    assert "layer=disputed" in page.url


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "en"])
def test_knowledge_is_replayed_from_the_first_report_to_now(look_at_map, language):
    page = look_at_map(language)
    page.locator("#map-known").fill("0")
    expect(page.locator(".map-beside .map-row")).to_have_count(1, timeout=LONG)
    expect(page.locator(".map-row .badge.disputed")).to_have_count(0)
    assert "known_at=2024-01-16" in page.url

    page.locator("#map-known").press("ArrowRight")
    expect(page.locator(".map-row .badge.disputed")).to_have_count(1, timeout=LONG)

    page.locator("#map-play").click()
    expect(page.locator("#map-play")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".map-beside > .map-rows > .map-row")).to_have_count(3, timeout=LONG)
    expect(page.locator("#map-play")).to_have_attribute("aria-pressed", "false", timeout=LONG)


def middle_of(page):
    """Where the middle of the drawn map is, and how near it is."""
    return page.evaluate("""() => {
      const map = document.getElementById("map-screen").riwayaMap, at = map.getCenter();
      return [at.lng, at.lat, map.getZoom()];
    }""")


def go_to(page, lng, lat, zoom):
    """Moves the drawn map, and waits until the address tells of it."""
    before = page.url
    page.evaluate("(place) => document.getElementById('map-screen').riwayaMap.jumpTo(place)",
                  {"center": [lng, lat], "zoom": zoom})  # fmt: skip
    page.wait_for_function("before => location.href !== before", arg=before, timeout=LONG)


@pytest.mark.slow
def test_going_back_restores_the_day_and_the_place_of_view(look_at_map):
    page = look_at_map()
    go_to(page, 36.7, 35.9, 9.5)
    now, here = page.url, middle_of(page)
    page.locator("#map-known").fill("0")
    page.wait_for_url("**known_at=2024-01-16**", timeout=LONG)
    go_to(page, 42.0, 34.0, 6.0)
    then = page.url

    page.go_back()
    expect(page.locator("#map-known")).to_have_value(page.locator("#map-known").get_attribute("max"), timeout=LONG)
    assert now == page.url
    assert here == pytest.approx(middle_of(page), abs=0.02)
    expect(page.locator("[data-part=known]")).to_contain_text("now", timeout=LONG)

    page.go_forward()
    expect(page.locator("#map-known")).to_have_value("0", timeout=LONG)
    assert then == page.url
    assert [42.0, 34.0, 6.0] == pytest.approx(middle_of(page), abs=0.02)


@pytest.mark.slow
def test_an_address_that_is_handed_on_carries_the_day_and_the_place_of_view(look_at_map):
    page = look_at_map()
    go_to(page, 36.7, 35.9, 11.5)
    page.locator("#map-known").fill("0")
    page.wait_for_url("**known_at=2024-01-16**", timeout=LONG)
    other = look_at_map(query=page.url.partition("?")[2])

    expect(other.locator("#map-known")).to_have_value("0")
    assert middle_of(page) == pytest.approx(middle_of(other), abs=0.02)
    expect(other.locator(".map-beside > .map-rows > .map-row")).to_have_count(1)


def test_going_back_works_on_a_map_that_the_server_draws(browser, served_map):
    context = browser.new_context()
    context.add_init_script(WITHOUT_WEBGL)
    page = context.new_page()
    page.goto(f"{served_map}/en/map")
    expect(page.locator("#map-known")).to_be_visible()
    box = page.locator(".map-svg").get_attribute("data-box")
    page.locator("#map-known").fill("0")
    expect(page.locator(".map-svg .shape")).to_have_count(1, timeout=LONG)
    assert box == page.locator(".map-svg").get_attribute("data-box")
    page.locator("input[value=asserted]").uncheck()
    expect(page.locator(".map-svg .shape")).to_have_count(0, timeout=LONG)

    page.go_back()
    expect(page.locator(".map-svg .shape")).to_have_count(1, timeout=LONG)
    expect(page.locator("input[value=asserted]")).to_be_checked()
    page.go_back()
    expect(page.locator(".map-svg .shape")).to_have_count(3, timeout=LONG)
    assert "known_at" not in page.url
    context.close()


@pytest.mark.slow
def test_a_replay_is_one_step(look_at_map):
    page = look_at_map()
    page.locator("#map-play").click()
    expect(page.locator("#map-play")).to_have_attribute("aria-pressed", "false", timeout=LONG)
    page.go_back()

    assert f"{page.url.partition('/en/')[0]}/en/map" == page.url.partition("?")[0]
    expect(page.locator(".map-beside > .map-rows > .map-row")).to_have_count(3, timeout=LONG)


@pytest.mark.slow
def test_days_are_chosen_by_drawing_over_them(look_at_map):
    page = look_at_map()
    line = page.locator(".map-timeline")
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    first, end = (page.locator(f".span:nth-of-type({n})").first.bounding_box()["x"] for n in (1, 2))
    page.mouse.move(first - 6, box["y"] + 5)
    page.mouse.down()
    page.mouse.move((first + end) / 2, box["y"] + 5, steps=4)
    page.mouse.up()

    expect(page.locator(".map-beside > .map-rows > .map-row")).to_have_count(1, timeout=LONG)
    assert "since=2024-01-1" in page.url and "before=" in page.url


@pytest.mark.slow
def test_a_place_on_the_map_opens_a_card_with_its_incidents(look_at_map):
    page = look_at_map(query="layer=disputed")
    x, y = page.evaluate("""() => {
      const map = document.getElementById("map-screen").riwayaMap;
      const [spot] = map.getSource("spots").serialize().data.features;
      const at = map.project(spot.geometry.coordinates), around = map.getCanvas().getBoundingClientRect();
      map.triggerRepaint();
      return new Promise((done) => map.once("idle", () => done([at.x + around.x, at.y + around.y])));
    }""")
    page.mouse.click(x, y)

    expect(page.locator("#map-card a")).to_contain_text("shelling")
    page.keyboard.press("Escape")
    expect(page.locator("#map-card")).to_be_hidden()


@pytest.mark.slow
def test_a_circle_is_as_wide_on_the_ground_as_the_place_is(look_at_map):
    page = look_at_map()
    told, drawn = page.evaluate("""() => {
      const map = document.getElementById("map-screen").riwayaMap;
      const [reach] = map.getSource("reaches").serialize().data.features;
      const [east, , , ] = reach.geometry.coordinates[0], west = reach.geometry.coordinates[0][36];
      const width = map.getCenter().constructor.convert(east).distanceTo(map.getCenter().constructor.convert(west));
      return [reach.properties.radius_km, width / 2000];
    }""")

    assert told == pytest.approx(drawn, rel=0.01)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_browser_without_webgl_has_a_drawn_map_that_is_filtered_too(browser, served_map, language):
    context = browser.new_context()
    context.add_init_script(WITHOUT_WEBGL)
    page = context.new_page()
    page.goto(f"{served_map}/{language}/map")
    expect(page.locator(".map-svg .shape")).to_have_count(3)
    expect(page.locator("#map-known")).to_be_visible()

    page.locator("input[value=asserted]").uncheck()
    expect(page.locator(".map-svg .shape")).to_have_count(1, timeout=LONG)
    page.locator(".map-svg .shape").click()
    expect(page.locator("#map-card .map-row")).to_be_visible()
    context.close()


def test_incidents_of_a_place_that_the_list_has_no_room_for_are_asked_for(browser, served_map):
    context = browser.new_context()
    context.add_init_script(WITHOUT_WEBGL)
    page = context.new_page()
    page.goto(f"{served_map}/en/map")
    expect(page.locator("#map-known")).to_be_visible()
    page.locator(".map-beside > .map-rows").evaluate("list => list.replaceChildren()")
    page.locator(".map-svg .shape.look-disputed").click()

    expect(page.locator("#map-card .map-row a")).to_contain_text("shelling", timeout=LONG)
    context.close()


def test_a_browser_without_script_has_map_list_and_forms(browser, served_map):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served_map}/en/map")
    page.locator("input[value=asserted]").uncheck()
    page.locator(".map-layers button").click()

    expect(page.locator(".map-svg .shape")).to_have_count(1)
    page.locator(".map-moves [aria-label=Wider]").click()
    assert "box=" in page.url and "layer=disputed" in page.url
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_the_map_is_no_wider_than_the_window(look_at_map, width):
    page = look_at_map("ar", width)

    assert width >= page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "en"])
def test_axe_finds_nothing_wrong_with_the_map(look_at_map, language):
    if not AXE.is_file():
        pytest.skip("needs axe-core: make assets")
    page = look_at_map(language)
    page.locator(".map-drawer summary").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]

    assert [] == [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]
