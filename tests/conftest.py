"""Options and fixtures for all tests."""

import os
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, Phase, settings

from riwaya.knowledge.load import Knowledge, load_knowledge
from riwaya.store.people import credentials

# Machines differ in speed, so a slow example is no failure; CI tries the same examples each time.
# Explaining a failure traces every line, which takes minutes where a text is read.
settings.register_profile(
    "here",
    deadline=None,
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests marked slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    skip = pytest.mark.skip(reason="slow; runs with --slow")
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge that ships; a fault in its files fails the first test that asks, not every reading anew."""
    return load_knowledge()


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Has passwords hashed in no time."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(credentials, "_hasher", lambda: hasher)
        yield
