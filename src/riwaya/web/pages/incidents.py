"""The list of incidents: searched, filtered, page by page; and as it was known at a moment."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from riwaya.records import EVENT_TYPES
from riwaya.showing.countries import by_name
from riwaya.showing.sentence import sentence
from riwaya.store.finding import EVERYTHING, Asked, Place
from riwaya.web.asking import FILTERS, STATES, asked_in, place_in, told_place
from riwaya.web.rendering import render
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen


@page("/", Role.READER)
def incidents(seen: Seen) -> Response:
    """The incidents that are asked for."""
    asked = asked_for(seen)
    found = seen.store.overviews(asked, after=place_in(seen.query("after")), limit=40)
    rows = [
        {"overview": each, "sentence": sentence(seen.shown, each.type, each.card["values"])} for each in found.overviews
    ]
    template = "_incident_rows.html" if seen.query("part") else "incidents.html"
    return render(
        seen, template, rows=rows, matches=found.matches, next=_next(seen, found.next), given=given(seen),
        **choices(seen),
    )  # fmt: skip


def choices(seen: Seen) -> dict[str, Any]:
    """What the filters of a page let choose from: types, states, and the countries that incidents are in."""
    shown, chosen = seen.shown, seen.query("country")
    countries = {*seen.store.counts(EVERYTHING, "country"), *([chosen] if chosen else [])}
    return {
        "types": sorted(EVENT_TYPES, key=lambda name: shown.of("type", name)),
        "states": STATES,
        "countries": by_name(shown, countries),
    }


def asked_for(seen: Seen) -> Asked:
    """Which incidents the query of a page asks for. Raises UsageError for what makes no sense."""
    query = seen.request.query_params
    return asked_in(seen.store, query, query.getlist("type"))


def given(seen: Seen) -> dict[str, str]:
    """The filters that a query gives."""
    return {name: value for name in FILTERS if (value := seen.query(name))}


def _next(seen: Seen, place: Place | None) -> str | None:
    """The address of the next page."""
    if place is None:
        return None
    query: dict[str, Any] = given(seen) | {"after": told_place(place)}
    return f"{seen.address('/')}?{urlencode(query)}"
