"""What notebooks look at in these tests: the reports that ship for a demonstration, read and in a store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import riwaya
from riwaya.records import Reading
from riwaya.store import open_store
from riwaya.web.demo import REPORTS, fill


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file with the reports, grouped."""
    path = tmp_path_factory.mktemp("notebook") / "demo.db"
    with open_store(path) as store:
        fill(store)
    return path


@pytest.fixture(scope="session")
def demo_readings() -> Iterator[tuple[Reading, ...]]:
    """The readings of the reports."""
    yield tuple(
        riwaya.read(each["text"], published=each["published"], publisher=each["publisher"], url=each["url"])
        for each in json.loads(REPORTS.read_text(encoding="utf-8"))
    )
