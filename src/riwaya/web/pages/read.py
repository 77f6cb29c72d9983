"""Reading one report: what is pasted or uploaded is read at once, and kept only where somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from riwaya.errors import UsageError
from riwaya.inputs.incoming import Incoming
from riwaya.showing.marked import marked
from riwaya.store.keeping import Kept
from riwaya.web.bounding import MOST_BYTES
from riwaya.web.refusing import turn_away
from riwaya.web.rendering import render
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen
from riwaya.web.views.taking import MOST_DOCUMENTS, SECONDS, Taken, take

_KNOWN = ("publisher", "published", "url", "title")
_NOTHING = Taken((), ())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document went: what became of it, and the incidents that its happenings are in."""

    kept: Kept
    incidents: tuple[str, ...]


@page("/read", Role.READER)
def form(seen: Seen) -> Response:
    """The form, empty."""
    return _page(seen, _NOTHING)


@page("/read", Role.READER, method="POST")
def read(seen: Seen) -> Response:
    """What the form holds, read; kept too where that is asked for, and grouped with what is there."""
    known = {name: value for name in _KNOWN if (value := seen.form.get(name, "").strip())}
    keeps = bool(seen.form.get("keep"))
    if keeps and not seen.may(Role.ANALYST):
        return turn_away(seen)
    try:
        taken = take(seen.form.get("text", ""), known, seen.files)
    except UsageError as error:
        return _page(seen, _NOTHING, status=400, wrong=str(error))
    if not taken.read and not taken.refused:
        return _page(seen, _NOTHING, status=400, wrong=seen.shown.words("read.nothing"))
    places = _keep(seen, [incoming for incoming, _ in taken.read]) if keeps else None
    return _page(seen, taken, places=places)


def _keep(seen: Seen, documents: list[Incoming]) -> tuple[Place, ...]:
    """Keeps documents, and tells where each went."""
    kept = [outcome for outcome in seen.store.hand_in(documents, by=seen.by) if isinstance(outcome, Kept)]
    placed = seen.store.joined([each.document for each in kept])
    seen.store.renew_overviews()
    return tuple(
        Place(each, tuple(sorted({id for (document, _), id in placed.items() if document == each.document})))
        for each in kept
    )


def _page(
    seen: Seen, taken: Taken, *, status: int = 200, wrong: str = "", places: tuple[Place, ...] | None = None
) -> Response:
    template = "_read.html" if seen.request.headers.get("x-part") else "read.html"
    return render(
        seen, template, status, given=seen.form, readings=[marked(reading) for _, reading in taken.read], taken=taken,
        places=places, wrong=wrong, most=MOST_DOCUMENTS, seconds=int(SECONDS), most_bytes=MOST_BYTES,
    )  # fmt: skip
