"""Where a browser is sent on to: pages of ours alone, whatever an address or a form says."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.requests import Request

from riwaya.showing.words import LANGUAGES

_PATH = re.compile(rf"/(?:{'|'.join(LANGUAGES)})(?:/[^\\\x00-\x20]*)?")


_LONGEST = 1500
"""Characters of an address that somebody is led to; a cookie holds them too."""


def local(address: str | None) -> str | None:
    """The path and query of an address where it is one of our pages, else None.

    A backslash is a slash to browsers and a control character is nothing, so neither may stand in it.
    """
    if not address or len(address) > _LONGEST or not _PATH.fullmatch(address):
        return None
    told = urlsplit(address)
    return f"{told.path}?{told.query}" if told.query else told.path


def here(request: Request) -> str:
    """The path and query of a request."""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
