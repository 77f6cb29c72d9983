"""Libraries that only some formats take: what is missing is told with what installs it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from riwaya.errors import UnreadableInput

_MODULES = {
    "archives": ("brotli", "zstandard"),
    "documents": ("lxml", "pdfminer"),
    "pages": ("lxml", "trafilatura"),
    "posts": ("ijson",),
    "tables": ("openpyxl", "pyarrow"),
}
"""What extras install that the readers of formats import."""


def is_installed(extra: str) -> bool:
    """Whether all is there that an extra installs."""
    return all(find_spec(module) is not None for module in _MODULES[extra])


def need(module: str, extra: str | None, what: str) -> Any:
    """A module that an extra installs, or needs. Raises UnreadableInput where something is missing, with what to do."""
    try:
        return import_module(module)
    except ImportError as error:
        if extra is None or (error.name or "").startswith("riwaya"):
            raise  # then it is our own fault
        raise UnreadableInput(f"reading {what} takes `pip install riwaya[{extra}]`") from error
