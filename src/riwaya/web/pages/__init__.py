"""The pages, one file a screen."""

from __future__ import annotations

from importlib import import_module

_SCREENS = (
    *("incidents", "incident", "deciding", "review", "settings", "read", "document", "dashboard", "map"),
    *("export", "signing", "account", "people", "history"),
)


def load() -> None:
    """Brings all pages into the table."""
    for name in _SCREENS:
        import_module(f"{__name__}.{name}")
