"""Libraries that only some formats take: what is missing is told with what installs it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from riwaya.errors import UnreadableInput


def need(module: str, extra: str, what: str) -> Any:
    """A module that an extra installs. Raises UnreadableInput where it is not there, with what to do."""
    try:
        return import_module(module)
    except ImportError as error:
        raise UnreadableInput(f"reading {what} takes `pip install riwaya[{extra}]`") from error
