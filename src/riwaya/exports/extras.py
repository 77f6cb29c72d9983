"""Libraries that only some exports take: what is missing is told with what installs it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from riwaya.errors import UsageError


def need(module: str, extra: str, what: str) -> Any:
    """A module that an extra installs. Raises UsageError where it is missing, with what to do."""
    try:
        return import_module(module)
    except ImportError as error:
        if (error.name or "").startswith("riwaya"):
            raise  # then it is our own fault
        raise UsageError(f"{what} takes `pip install riwaya[{extra}]`") from error
