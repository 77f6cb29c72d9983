"""Pages that say no, each in words: what was wrong, and what to do."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response

from riwaya.errors import DecidedMeanwhile, NotThere, RiwayaError, StoreError
from riwaya.web.going import here
from riwaya.web.rendering import go_to, render
from riwaya.web.seen import NOBODY, Seen
from riwaya.web.signing import note_refused


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


def turn_away(seen: Seen) -> Response:
    """What somebody gets whose role does not allow a page: the sign-in, where nobody is signed in."""
    note_refused(seen.desk, seen.person, seen.request)
    if seen.person is not NOBODY:
        return refused(seen, 403, "not_allowed")
    if seen.request.method == "GET" and not seen.request.headers.get("x-part"):
        return go_to(seen, f"/sign-in?{urlencode({'next': here(seen.request)})}")
    return refused(seen, 401, "signed_out")


def problem_page(seen: Seen, error: RiwayaError) -> Response:
    """What an error of ours means on a page: nothing there, decided meanwhile, or the store does not answer."""
    words = seen.shown.words
    key, status = "usage", 400
    if isinstance(error, DecidedMeanwhile):
        key, status = "meanwhile", 409
    elif isinstance(error, StoreError):
        key, status = "store", 503
    elif isinstance(error, NotThere):
        key, status = "nothing", 404
    return render(
        seen,
        "problem.html",
        status,
        title=words(f"problem.{key}"),
        told=words(f"problem.{key}.told"),
        detail=str(error),
    )
