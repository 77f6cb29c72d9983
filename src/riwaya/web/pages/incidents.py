"""The list of incidents: searched, filtered, page by page; and as it was known at a moment."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from riwaya.errors import UsageError
from riwaya.records import EVENT_TYPES
from riwaya.store.finding import Asked, Place
from riwaya.web.rendering import render
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen
from riwaya.web.views.sentence import sentence

STATES = ("disputed", "denied", "reviewed", "unreviewed")
TERMS = ("actor", "source", "publisher", "disputed")
FILTERS = ("q", "type", "country", *TERMS, "since", "before", "known_at", "state", "lines", "background", "order")
"""What may stand in the query of a list, a map or a dashboard."""
_FOUND = 500
"""Documents of a search whose incidents are shown."""


@page("/", Role.READER)
def incidents(seen: Seen) -> Response:
    """The incidents that are asked for."""
    asked = asked_for(seen)
    found = seen.store.overviews(asked, after=_place(seen.query("after")), limit=40)
    rows = [
        {"overview": each, "sentence": sentence(seen.shown, each.type, each.card["values"])} for each in found.overviews
    ]
    template = "_incident_rows.html" if seen.query("part") else "incidents.html"
    return render(
        seen, template, rows=rows, matches=found.matches, next=_next(seen, found.next), given=given(seen),
        types=sorted(EVENT_TYPES, key=lambda name: seen.shown.of("type", name)), states=STATES,
    )  # fmt: skip


def asked_for(seen: Seen) -> Asked:
    """Which incidents a query asks for. Raises UsageError for what makes no sense."""
    state, order = seen.query("state"), seen.query("order") or "changed"
    if state is not None and state not in STATES:
        raise UsageError(f"there is no state {state!r}; these are: {', '.join(STATES)}")
    if order not in ("changed", "happened"):
        raise UsageError(f"incidents are not sorted by {order!r}, but by changed or happened")
    words = seen.query("q")
    documents = None
    if words:
        documents = tuple(hit.document.id for hit in seen.store.search(words, limit=_FOUND))
    lines = seen.query("lines") or "0"
    if not lines.isdecimal():
        raise UsageError(f"{lines!r} is no number of lines")
    return Asked(
        types=tuple(filter(None, seen.request.query_params.getlist("type"))),
        country=seen.query("country"),
        terms=tuple((kind, value) for kind in TERMS if (value := seen.query(kind))),
        since=seen.query("since"),
        before=seen.query("before"),
        known_at=seen.query("known_at"),
        state=state,  # type: ignore[arg-type]
        least_lines=int(lines),
        background=bool(seen.query("background")),
        documents=documents,
        order=order,  # type: ignore[arg-type]
    )


def given(seen: Seen) -> dict[str, str]:
    """The filters that a query gives."""
    return {name: value for name in FILTERS if (value := seen.query(name))}


def _place(told: str | None) -> Place | None:
    if told is None:
        return None
    value, _, incident = told.rpartition("~")
    if not value:
        raise UsageError(f"{told!r} is no place in the list")
    return Place(value, incident)


def _next(seen: Seen, place: Place | None) -> str | None:
    """The address of the next page."""
    if place is None:
        return None
    query: dict[str, Any] = given(seen) | {"after": f"{place.value}~{place.incident}"}
    return f"{seen.address('/')}?{urlencode(query)}"
