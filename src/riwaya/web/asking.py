"""What a query asks for: the same filters in the list, on the map, in the figures and in the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riwaya.errors import UsageError
from riwaya.records import EVENT_TYPES
from riwaya.store.finding import Asked, Place
from riwaya.store.latin_names import Named, find_named
from riwaya.store.store import Store

STATES = ("disputed", "denied", "reviewed", "unreviewed")
TERMS = ("actor", "source", "publisher", "disputed")
ORDERS = ("changed", "happened")
FILTERS = ("q", "type", "country", *TERMS, "since", "before", "known_at", "state", "lines", "background", "order")
"""What may stand in a query."""
_FOUND = 500
"""Documents of a search whose incidents are shown."""


def asked_in(store: Store, query: Mapping[str, str], types: Sequence[str] = ()) -> Asked:
    """Which incidents a query asks for; what is empty asks for nothing. Raises UsageError for what makes no sense."""
    given = {name: value for name, value in query.items() if value}
    _one_of("state", given.get("state"), STATES)
    _one_of("order", given.get("order"), ORDERS)
    for each in filter(None, types):
        _one_of("type", each, tuple(sorted(EVENT_TYPES)))
    lines = given.get("lines", "0")
    if not (lines.isascii() and lines.isdecimal() and len(lines) < 5):
        raise UsageError(f"{lines!r} is no number of lines")
    words = given.get("q")
    named = find_named(words) if words else Named((), "")
    return Asked(
        types=tuple(filter(None, types)),
        country=given.get("country"),
        terms=tuple((kind, given[kind]) for kind in TERMS if kind in given),
        since=given.get("since"),
        before=given.get("before"),
        known_at=given.get("known_at"),
        state=given.get("state"),  # type: ignore[arg-type]
        least_lines=int(lines),
        background=given.get("background", "") not in ("", "0", "false"),
        documents=_holding(store, words) if words else None,
        named=named.names,
        beside=_holding(store, named.others) if named.names and named.others else None,
        order=given.get("order", "changed"),  # type: ignore[arg-type]
    )


def _holding(store: Store, words: str) -> tuple[str, ...]:
    """The documents that hold some words."""
    return store.search_ids(words, limit=_FOUND)


def place_in(told: str | None) -> Place | None:
    """A place in a list as `told_place` spells it. Raises UsageError where it is none."""
    if not told:
        return None
    value, _, incident = told.rpartition("~")
    if not value:
        raise UsageError(f"{told!r} is no place in the list")
    return Place(value, incident)


def told_place(place: Place | None) -> str | None:
    """A place in a list, to be handed back for what follows it."""
    return f"{place.value}~{place.incident}" if place else None


def _one_of(name: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise UsageError(f"the {name} {value!r} is not known; these are: {', '.join(known)}")
