"""Sends long pages in fewer bytes."""

from __future__ import annotations

import gzip

from starlette.requests import Request
from starlette.responses import Response


def packed(request: Request, response: Response) -> Response:
    """An answer in fewer bytes, where whoever asks can unpack it.

    For pages alone that hold no token against forged forms: how well a page packs gives away what is in it (BREACH,
    https://breachattack.com).
    """
    response.headers["vary"] = "accept-encoding"
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return response
    response.body = gzip.compress(bytes(response.body), compresslevel=6, mtime=0)
    response.headers["content-length"] = str(len(response.body))
    response.headers["content-encoding"] = "gzip"
    return response
