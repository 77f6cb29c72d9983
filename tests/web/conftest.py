"""A desk over a small store, asked within this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.runs import reconcile_store
from riwaya.store.store import Store
from riwaya.web.app import make_app
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
        "2024-01-16",
        "أفادت مديرية الصحة بأن أربعة مدنيين قتلوا وأصيب عشرة في قصف مدفعي على سوق بلدة سرمين في ريف إدلب يوم الاثنين.",
    ),
)
"""Three reports on one shelling, of our own writing, that do not agree on the dead."""


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
