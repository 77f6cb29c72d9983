"""Finds what runs weighed and did not follow: two incidents that may be one."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection

from riwaya.store import grouping
from riwaya.store.grouping import Happening, Weighed
from riwaya.store.rulings import find_rulings

Apart = tuple[Weighed, str, str]
"""A link, and the two incidents that it lies between."""


def find_suggested(connection: Connection, until: int, near: Collection[Happening] | None = None) -> Iterator[Apart]:
    """The likeliest link between each two incidents that nobody decided on, the likeliest first.

    All, or those that end in some happenings. What is between two incidents that somebody holds apart is none, nor what
    a withdrawn document tells.
    """
    found = grouping.find_apart(connection, until, near)
    documents = None if near is None else {end[0] for link, _, _ in found for end in (link.a, link.b)}
    rulings = find_rulings(connection, until, near=documents)
    apart = grouping.incidents_between(connection, until, rulings.together)
    seen: set[frozenset[str]] = set()
    for link, one, other in found:
        ends = frozenset((one, other))
        if ends in seen or ends in apart or not rulings.withdrawn.isdisjoint((link.a[0], link.b[0])):
            continue
        seen.add(ends)
        yield link, min(one, other), max(one, other)
