"""Pages that say no, each in words: what was wrong, and what to do."""

from __future__ import annotations

from starlette.responses import Response

from riwaya.errors import DecidedMeanwhile, RiwayaError, StoreError, UsageError
from riwaya.web.rendering import render
from riwaya.web.seen import Seen


def refused(seen: Seen, status: int, key: str, **values: object) -> Response:
    """A page that says why something is not done."""
    words = seen.shown.words
    return render(
        seen,
        "problem.html",
        status,
        title=words(f"problem.{key}"),
        told=words(f"problem.{key}.told", **values),
        detail="",
    )


def problem_page(seen: Seen, error: RiwayaError) -> Response:
    """What an error of ours means on a page: nothing there, decided meanwhile, or the store does not answer."""
    words = seen.shown.words
    key, status = "usage", 400
    if isinstance(error, DecidedMeanwhile):
        key, status = "meanwhile", 409
    elif isinstance(error, StoreError):
        key, status = "store", 503
    elif isinstance(error, UsageError) and "there is no" in str(error):
        key, status = "nothing", 404
    return render(
        seen,
        "problem.html",
        status,
        title=words(f"problem.{key}"),
        told=words(f"problem.{key}.told"),
        detail=str(error),
    )
