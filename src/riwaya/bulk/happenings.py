"""What is kept of a happening while millions of them are linked: its evidence as JSON, and its keys as numbers."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable

from riwaya.reconciling.candidates import Key, keys_of
from riwaya.reconciling.evidence import Days, Evidence, Spot


def packed(evidence: Evidence) -> bytes:
    """Evidence as JSON."""
    e = evidence
    return json.dumps(
        (
            e.document, e.incident, e.type, e.background, e.days, e.spoken, e.spots, sorted(e.actors),
            sorted(e.states), [sorted(words) for words in e.targets], sorted(e.kinds), sorted(e.weapons),
            sorted(e.weekdays), base64.b64encode(e.grams).decode(), sorted(e.ships), sorted(e.types),
        ),
        separators=(",", ":"),
    ).encode()  # fmt: skip


def unpacked(record: bytes) -> Evidence:
    """Evidence out of JSON."""
    (document, incident, type, background, days, spoken, spots, actors, states, targets, kinds, weapons, weekdays,
     grams, ships, types) = json.loads(record)  # fmt: skip
    return Evidence(
        document=document,
        incident=incident,
        type=type,
        background=background,
        days=tuple(Days(*each) for each in days),
        spoken=spoken,
        spots=tuple(Spot(*each) for each in spots),
        actors=frozenset(actors),
        states=frozenset(states),
        targets=tuple(map(frozenset, targets)),
        kinds=frozenset(kinds),
        weapons=frozenset(weapons),
        weekdays=frozenset(weekdays),
        grams=base64.b64decode(grams),
        ships=frozenset(ships),
        types=frozenset(types),
    )


def numbers_of(evidence: Evidence) -> tuple[list[int], list[int]]:
    """The keys that others find a happening by, and those that it looks for others by, as numbers of 64 bits.

    They are the same in every process. Two keys have one number once in ten thousand runs over a million reports; then
    two happenings are held against each other that need not have been.
    """
    has, seeks = keys_of(evidence)
    return _numbered(has), _numbered(seeks)


def _numbered(keys: Iterable[Key]) -> list[int]:
    return [int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=8).digest(), "little") for key in keys]
