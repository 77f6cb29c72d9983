"""The files that pages load: our own, and those of libraries that were fetched when the package was built.

An address holds the checksum of its file, so that a browser may keep it for good.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

HERE = Path(__file__).parent / "static"
_TYPES = {".mjs": "text/javascript", ".woff2": "font/woff2", ".geojson": "application/geo+json"}


class Assets:
    """The files of a folder by addresses that change with them."""

    def __init__(self, folder: Path = HERE) -> None:
        self._folder = folder
        self._mark = cache(self._checksum)

    def address(self, name: str) -> str:
        """The address of a file."""
        return f"/static/{name}?{self._mark(name)}"

    def has(self, name: str) -> bool:
        """Whether a file is there: what comes from libraries may not have been fetched."""
        return (self._folder / name).is_file()

    def files(self) -> StaticFiles:
        """What serves them."""
        return _Kept(directory=self._folder)

    def _checksum(self, name: str) -> str:
        return hashlib.sha256((self._folder / name).read_bytes()).hexdigest()[:12]


class _Kept(StaticFiles):
    """Files that a browser keeps for good where it was told their checksum."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if scope["query_string"]:
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        if kind := _TYPES.get(Path(path).suffix):
            response.headers["content-type"] = kind
        return response
