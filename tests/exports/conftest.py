"""What is exported in these tests: the reports that ship for a demonstration, in a store and without one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from riwaya.exports.material import Held, of_readings
from riwaya.records import Reading
from riwaya.store import open_store
from riwaya.store.handing_out import Kept
from riwaya.store.store import Store
from riwaya.web.demo import fill


@pytest.fixture(scope="session")
def kept_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file with the reports of the demonstration, grouped; tests copy it where they change it."""
    path = tmp_path_factory.mktemp("exports") / "demo.db"
    clock = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with open_store(path, clock=lambda: clock) as store:
        fill(store)
    return path


@pytest.fixture
def store(kept_reports: Path) -> Iterator[Store]:
    """The store of the demonstration, to be read."""
    with open_store(kept_reports, make=False) as opened:
        yield opened


@pytest.fixture
def material(store: Store) -> Kept:
    """All that the store of the demonstration holds."""
    return Kept(store)


@pytest.fixture
def readings(store: Store) -> tuple[Reading, ...]:
    """The readings of the reports of the demonstration."""
    return tuple(Kept(store).readings())


@pytest.fixture
def held(readings: tuple[Reading, ...]) -> Held:
    """The same, without a store."""
    return of_readings(readings)
