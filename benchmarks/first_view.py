"""How soon a page can be used in a browser on a slow machine: Chromium, its processor slowed down four times.

    python benchmarks/first_view.py                  the demonstration
    python benchmarks/first_view.py STORE --rounds 9 a store of one's own

The desk runs in this process and is asked over the loopback, each time by a browser that holds nothing of it yet. A
page can be used when its contents are painted (first contentful paint) and its own scripts have run, which is when what
is clicked does what it should (the end of DOMContentLoaded); both are told from the moment that it was asked for. The
map can be used as the desk drew it; when the browser has drawn one that can be moved is told beside it.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from riwaya.store import open_store  # noqa: E402
from riwaya.store.store import Store  # noqa: E402
from riwaya.web.assets import HERE  # noqa: E402
from riwaya.web.demo import fill  # noqa: E402
from web.conftest import serving  # noqa: E402

SLOWER = 4
_PAINTED = """new Promise(done => {
  const told = performance.getEntriesByName('first-contentful-paint')[0]
  if (told) return done(told.startTime)
  new PerformanceObserver(list => done(list.getEntriesByName('first-contentful-paint')[0].startTime))
    .observe({type: 'paint', buffered: true})
})"""
_READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
_BYTES = "performance.getEntriesByType('resource').reduce((sum, each) => sum + each.transferSize, 0)"
_MOVABLE = "canvas.maplibregl-canvas"


def addresses(store: Store) -> dict[str, str]:
    """The main pages by their names."""
    incident = max(store.overviews().overviews, key=lambda each: each.documents).incident
    document = store.incident(incident).happenings[0][0]
    return {
        "incidents": "/ar/", "incident": f"/ar/incidents/{incident}", "document": f"/ar/documents/{document}",
        "map": "/ar/map", "review": "/ar/review", "dashboard": "/ar/dashboard", "read": "/ar/read",
    }  # fmt: skip


def look(browser: Browser, address: str) -> tuple[float, float, float, float | None]:
    """Milliseconds until a page is painted and ready, kB of what it loads, and those until a map can be moved."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    painted, ready = page.evaluate(_PAINTED), page.evaluate(_READY)
    movable = None
    if address.endswith("/map") and (HERE / "vendor" / "maplibre-gl.mjs").exists():
        page.wait_for_selector(_MOVABLE, timeout=60_000)
        movable = page.evaluate("performance.now()")
    loaded = page.evaluate(_BYTES) / 1000
    context.close()
    return painted, ready, loaded, movable


@contextmanager
def opened(path: str | None) -> Iterator[Store]:
    """A store, or the demonstration."""
    if path is not None:
        with open_store(path, make=False) as store:
            yield store
        return
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store.db") as store:
        fill(store)
        yield store


def main() -> None:
    """Prints the medians and the slowest."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("store", nargs="?")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with opened(given.store) as store, serving(store) as desk, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        print(f"{'':12}{'painted':>9}{'ready':>9}{'slowest':>9} ms{'loaded':>9} kB")
        for name, address in addresses(store).items():
            told = [look(browser, desk + address) for _ in range(given.rounds + 1)][1:]
            painted, ready = (statistics.median(each[at] for each in told) for at in (0, 1))
            slowest = max(max(each[:2]) for each in told)
            movable = [each[3] for each in told if each[3] is not None]
            beside = f"  can be moved after {statistics.median(movable):.0f} ms" if movable else ""
            print(f"{name:12}{painted:9.0f}{ready:9.0f}{slowest:9.0f}   {told[0][2]:9.0f}{beside}", flush=True)


if __name__ == "__main__":
    main()
