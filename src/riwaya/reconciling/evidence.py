"""What one document tells of one happening, as far as it is held against what other documents tell.

Outcomes and counts are no evidence: two sources who disagree on them tell of one happening all the same. For the same
reason the words that are compared leave out figures and whatever says how it ended.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from riwaya.frozen import frozen
from riwaya.reconciling.compare import name_words
from riwaya.reconciling.ships import ship_name
from riwaya.records import COUNT_FIELDS, Account, Claim, Reading
from riwaya.text.normalize import fold

_LEVELS = {"exact": 0, "near": 0, "locality": 1, "admin2": 2, "admin1": 3, "sea": 3, "country": 4, "unknown": 1}
_OF_SPEAKER = frozenset(("accounts.day-of-saying", "accounts.day-of-news"))
"""Rules that take the day of the words, or of the news around it, for the day of a happening."""
_OF_A_STATE = frozenset(("state_forces", "external_forces"))
_TELL_NOTHING = ("condemns", "no_claim")
_HOW_IT_ENDED = frozenset((*COUNT_FIELDS, "outcome"))
_WORD = re.compile(r"[^\W\d_]{2,}")
_GRAM = 4
_MOST_GRAMS = 128
"""Grams of a happening that are kept, the least by their hash: a fair sample, so a long text costs no more than a note
(Broder 1997, "On the resemblance and containment of documents")."""
_ANY_TARGET = frozenset((None, "civilians", "unidentified", "private"))
_COMMON_NAMES = frozenset(name_words("مدينة قوات الجيش قاعدة منطقة سيارة منزل حي قرية بلدة مدنيين أشخاص عناصر"))


_WEEKDAYS = {
    fold(name): number
    for number, name in enumerate(("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"))
}


class Days(NamedTuple):
    """The days that a happening may fall on, as ordinals, both ends included.

    `narrow` where they are two at most, `part` where it is told at which part of a day, `sure` where the words give the
    day to the happening, and not to whoever speaks of it.
    """

    first: int
    last: int
    narrow: bool
    part: bool
    sure: bool


class Spot(NamedTuple):
    """A place as far as it is compared. `key` is its id, or its folded name where no table knows it."""

    key: str
    level: int
    lat: float | None
    lon: float | None
    radius: float
    country: str | None
    admin1: str | None


@frozen
class Evidence:
    """What a document tells of one happening that can be held against what others tell.

    `spoken` is the last day that it speaks from; `actors` are ids, or folded names, `states` the countries whose own
    forces they are; `targets` are the words of each, `kinds` what they are. `weekdays` are named where no day is known,
    Monday being 0. `grams` are hashes, packed and in order. `ships` are the names of ships that it befell,
    `types` the types that its sources tell it with, where they tell it with several.
    """

    document: str
    incident: str
    type: str
    background: bool
    days: tuple[Days, ...]
    spoken: int | None
    spots: tuple[Spot, ...]
    actors: frozenset[str]
    states: frozenset[str]
    targets: tuple[frozenset[str], ...]
    kinds: frozenset[str]
    weapons: frozenset[str]
    weekdays: frozenset[int]
    grams: bytes
    ships: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others: its document, and the incident in the reading of that."""
        return self.document, self.incident

    def sample(self) -> memoryview:
        """The hashes of its grams, the least first."""
        return memoryview(self.grams).cast("I")

    def likeness(self, other: Evidence) -> float:
        """How alike the words are, from 0 to 1: the Jaccard index of their grams, as far as both samples reach."""
        if not self.grams or not other.grams:
            return 0.0
        mine, theirs = self.sample(), other.sample()
        one, two = set(mine), set(theirs)
        cut_off = [sample[-1] for sample in (mine, theirs) if len(sample) == _MOST_GRAMS]
        if not cut_off:
            return len(one & two) / len(one | two)
        reach = min(cut_off)
        return len({gram for gram in one & two if gram <= reach}) / len({gram for gram in one | two if gram <= reach})


def evidence_of(reading: Reading) -> tuple[Evidence, ...]:
    """The evidence of each incident of a reading, in their order."""
    accounts = {account.id: account for account in reading.accounts}
    published = _ordinal(reading.document.published)
    return tuple(
        _evidence(reading, incident.id, incident.type, [accounts[a] for a in incident.accounts], published)
        for incident in reading.incidents
    )


def _evidence(
    reading: Reading, incident: str, event_type: str, accounts: Sequence[Account], published: int | None
) -> Evidence:
    claims = [claim for account in accounts if account.stance != "no_claim" for claim in account.claims]
    spoken = max((day for a in accounts if (day := _ordinal(a.as_of)) is not None), default=published)
    days = _days(claims)
    types = frozenset(account.type for account in accounts if account.stance not in _TELL_NOTHING)
    return Evidence(
        document=reading.document.id,
        incident=incident,
        type=event_type,
        background=all(account.background for account in accounts),
        days=days,
        spoken=spoken,
        spots=_spots(claims),
        actors=frozenset(name for c in claims if c.field == "actor" and (name := _name(c.value))),
        states=frozenset(
            c.value["country"] for c in claims if c.field == "actor" and c.value.get("kind") in _OF_A_STATE
        )
        - {None},
        targets=tuple({words: None for c in claims if c.field == "target" and (words := _own_words(c.value))}),
        kinds=frozenset(c.value.get("kind") for c in claims if c.field == "target") - _ANY_TARGET,
        weapons=frozenset(c.value["id"] for c in claims if c.field == "weapon") - {"unspecified"},
        weekdays=frozenset() if days or spoken else _weekdays(reading.document.text, accounts),
        grams=_grams(reading.document.text, accounts),
        types=types if len(types) > 1 else frozenset(),
        ships=frozenset(name for c in claims if c.field == "target" and (name := ship_name(c.value))),
    )


@lru_cache(maxsize=1 << 12)
def _ordinal(day: str | None) -> int | None:
    """A day as a number; None where there is none."""
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None


def _days(claims: Sequence[Claim]) -> tuple[Days, ...]:
    """The days that are told, the narrowest only."""
    found = set()
    for claim in claims:
        if claim.field != "happened" or claim.value.get("grain") == "open":
            continue
        first, last = _ordinal(claim.value.get("earliest")), _ordinal(claim.value.get("latest"))
        if first is not None and last is not None:
            part, told = claim.value["grain"] == "part_of_day", claim.rule not in _OF_SPEAKER
            found.add(Days(first, last, last - first <= 1, part, told))
    narrow = {days for days in found if days.narrow}
    sure = {days for days in narrow or found if days.sure}
    return tuple(sorted(sure or narrow or found))


def _spots(claims: Sequence[Claim]) -> tuple[Spot, ...]:
    """The places that are told, the finest only; of what no table knows the name is all there is."""
    found = {_spot(claim.value) for claim in claims if claim.field == "place"}
    narrow = {spot for spot in found if spot.level <= 1}
    return tuple(sorted(narrow or found, key=lambda spot: spot.key))


def _spot(value: Mapping[str, Any]) -> Spot:
    name = fold(value.get("name_ar") or "")
    admin1 = value.get("admin1")
    return Spot(
        value.get("id") or name,
        _LEVELS.get(value.get("precision") or "unknown", 1),
        value.get("lat"),
        value.get("lon"),
        float(value.get("radius_km") or 0),
        value.get("country"),
        fold(admin1) if admin1 else None,
    )


def _name(value: Mapping[str, Any]) -> str | None:
    """The id of an actor, or its folded name; None for people whom nobody knows."""
    if value.get("kind") in ("unidentified", None) and not value.get("id"):
        return None
    return value.get("id") or fold(value.get("name_ar") or "") or None


def _own_words(value: Mapping[str, Any]) -> frozenset[str]:
    """The words of a target that tell it from others of its kind."""
    return name_words(value.get("name_ar") or "") - _COMMON_NAMES


def _weekdays(text: str, accounts: Sequence[Account]) -> frozenset[int]:
    """The days of the week that are named in the statements."""
    words = (fold(word) for a in accounts for word in _WORD.findall(text[a.statement.start : a.statement.end]))
    return frozenset(_WEEKDAYS[word] for word in words if word in _WEEKDAYS)


def undisputed(text: str, accounts: Sequence[Account]) -> Iterator[str]:
    """The stretches of the statements in their order, counts and the words of how it ended left out."""
    masked = {
        (claim.start, claim.end) for account in accounts for claim in account.claims if claim.field in _HOW_IT_ENDED
    }
    for start, end in sorted({account.statement for account in accounts}):
        at = start
        for first, last in sorted(span for span in masked if start <= span[0] < end):
            yield text[at:first]
            at = max(at, last)
        yield text[at:end]


def _grams(text: str, accounts: Sequence[Account]) -> bytes:
    """The least hashes of the runs of letters in what is not disputed."""
    words = {word for stretch in undisputed(text, accounts) for word in _WORD.findall(fold(stretch))}
    hashes = {hashed for word in words for hashed in grams_of(word)}
    return array("I", sorted(hashes)[:_MOST_GRAMS]).tobytes()


@lru_cache(maxsize=1 << 16)
def grams_of(word: str) -> tuple[int, ...]:
    """Hashes of the grams of a word; the same in every process, which Python's own hash is not."""
    edged = f" {word} "
    return tuple(zlib.crc32(edged[at : at + _GRAM].encode()) for at in range(max(1, len(edged) - _GRAM + 1)))
