"""A desk over a small store, asked within this process."""

from __future__ import annotations

import re
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from httpx2 import Response
from playwright.sync_api import Browser, Page, sync_playwright

from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.runs import reconcile_store
from riwaya.store.store import Store
from riwaya.web.app import make_app
from riwaya.web.roles import Role
from riwaya.web.settings import Settings

REPORTS = (
    (
        "جريدة الصباح",
        "2024-01-16",
        "قال الدفاع المدني إن سبعة مدنيين قتلوا أمس الاثنين في قصف مدفعي على سوق بلدة سرمين في ريف إدلب.",
    ),
    ("قناة المدى", "2024-01-16", "نفى مصدر عسكري أمس الاثنين قصف سوق بلدة سرمين في ريف إدلب."),
    (
        "وكالة السهل",
        "2024-01-16T21:00:00+03:00",
        "أفادت مديرية الصحة بأن أربعة مدنيين قتلوا وأصيب عشرة في قصف مدفعي على سوق بلدة سرمين في ريف إدلب يوم الاثنين.",
    ),
)
"""Three reports on one shelling, of our own writing, that do not agree on the dead."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is walked through in a browser is slow, and runs with `--slow`."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the reports, brought together; tests that use it change nothing."""
    path: Path = tmp_path_factory.mktemp("desk") / "store.db"
    with open_store(path) as store:
        for number, (publisher, day, text) in enumerate(REPORTS):
            store.ingest(Incoming(f"{number}.txt", text, publisher=publisher, published=day))
        reconcile_store(store)
        store.renew_overviews()
        yield store


@pytest.fixture(scope="session")
def desk(filled: Store) -> Iterator[TestClient]:
    """What asks a desk of one person over that store."""
    with TestClient(make_app(filled, Settings()), base_url="http://127.0.0.1:8321") as client:
        yield client


# ------------------------------------------------------------------------------------------------------ with a team

PASSWORD = "seven small lanterns"
ROLES = (Role.READER, Role.ANALYST, Role.REVIEWER, Role.ADMIN)
AT_TEAM = "http://127.0.0.1:8321"


@pytest.fixture(scope="session")
def team_file(filled: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports in a store with a person of each role, named after it, all with one password; to be copied."""
    path = copied(filled.name, tmp_path_factory.mktemp("team") / "store.db")
    with open_store(path) as store:
        for role in ROLES:
            store.people.add(role.word, role, password=PASSWORD)
    return path


@pytest.fixture
def team_store(team_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of this test with the reports and a team; its clock can be put on (`_clock.by`)."""
    with open_store(copied(team_file, tmp_path / "team.db"), clock=Ahead()) as store:
        yield store


def copied(store: str | Path, path: Path) -> Path:
    """A copy of a store that may be open."""
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
    return path


class Ahead:
    """The clock of the machine, put on by some time."""

    by = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.by


def at(store: Store, settings: Settings | None = None, base: str = AT_TEAM) -> TestClient:
    """A browser at a desk of a team over a store, which follows no redirects."""
    return TestClient(make_app(store, settings or Settings(team=True)), base_url=base, follow_redirects=False)


def csrf_of(client: TestClient, path: str = "/en/sign-in") -> str:
    """The token of the forms of a page."""
    return re.search(r'name="csrf" value="(\w+)"', client.get(path).text)[1]


def sign_in(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> Response:
    """Signs in by the form."""
    return client.post("/en/sign-in", data={"csrf": csrf_of(client), "name": name, "password": password, **more})


def signed_in(store: Store, role: Role, settings: Settings | None = None, base: str = AT_TEAM) -> TestClient:
    """A browser in which the person of a role is signed in."""
    client = at(store, settings, base)
    assert 303 == sign_in(client, role.word).status_code
    return client


# ------------------------------------------------------------------------------------------------------- in a browser


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def serving(store: Store, settings: Settings | None = None) -> Iterator[str]:
    """A desk over a store, really served; gives its address."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(make_app(store, settings or Settings(port=port)), host="127.0.0.1", port=port, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def served(filled: Store) -> Iterator[str]:
    """The address of a desk that is really served, over the store that tests change nothing in."""
    with serving(filled) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; skips where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def look(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address in a fresh window of a width, and fails the test where a page asks another server, or errs."""
    contexts, faults = [], []

    def open_page(address: str, width: int = 1440, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        origin = "/".join(address.split("/")[:3])
        page.on("request", lambda sent: sent.url.startswith((origin, "data:", "blob:")) or faults.append(sent.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: said.type != "error" or faults.append(said.text))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [] == faults
