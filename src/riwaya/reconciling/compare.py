"""Compares two claims of one field: do they agree, refine, update, dispute or deny one another?

The conventions are those of the record: an attack and its interception dispute only where one says it hit and the other
that it did not; what is more precise refines; one line of sources disputes nothing with itself. Counts of people have a
file of their own.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import lru_cache
from typing import Any

from riwaya.knowledge.load import DATA, Table
from riwaya.reconciling.counts import compare_counts, meet, same_count, spoken
from riwaya.reconciling.verdicts import Verdict, Voice
from riwaya.records import COUNT_FIELDS, distance_km
from riwaya.text.normalize import fold

HARM = frozenset(("hit", "damage"))
NO_HARM = frozenset(("intercepted", "failed", "repelled", "missed", "no_damage"))
_KIN_WEAPONS = (
    frozenset(("missile", "ballistic_missile", "cruise_missile", "rocket")),
    frozenset(("ied", "mine", "car_bomb")),
    frozenset(("artillery", "mortar")),
)
_MILITARY = frozenset(
    ("military_base", "state_forces", "external_forces", "rebel_group", "political_militia", "identity_militia")
)
_SPARED = frozenset(("school", "hospital", "house", "market", "worship", "camp", "journalist", "medic"))
_DENIABLE = frozenset(("actor", "target", "outcome", *COUNT_FIELDS))
WIDE_PRECISIONS = frozenset(("country", "admin1", "admin2", "sea"))
"""Of places that hold others."""
_OF_STATE = frozenset(("state_forces", "external_forces"))
_DAYS_APART = 7
_NEAR_KM = 60.0
"""Two points nearer than this, with their radii, may be one happening told from two towns."""


def compare(field: str, a: Any, b: Any, voice_a: Voice, voice_b: Voice) -> Verdict | None:
    """How two values of a field stand to each other; None where they have nothing to do with each other.

    The order of the two changes neither the relation nor its reason.
    """
    if (order_of(voice_b), plain(repr(b))) < (order_of(voice_a), plain(repr(a))):
        a, b, voice_a, voice_b = b, a, voice_b, voice_a
    return compare_in_order(field, a, b, voice_a, voice_b)


Order = tuple[str, str]
"""By what one of two is told as the first: by its day, its line, or at last its value; not by spelling."""


def order_of(voice: Voice) -> Order:
    """The day and the line of a voice, to be put in order by."""
    return voice.as_of or "", plain(voice.line)


def compare_in_order(field: str, a: Any, b: Any, voice_a: Voice, voice_b: Voice) -> Verdict | None:
    """What `compare` tells of two values that are in order."""
    if _takes_back(field, a, b, voice_a, voice_b):
        return _denied(voice_a, voice_b)
    if field in COUNT_FIELDS:
        return compare_counts(field, a, b, voice_a, voice_b)
    if field == "outcome":
        return _outcomes(a, b, voice_a, voice_b)
    if field in ("place", "origin"):
        return _places(field, a, b, voice_a, voice_b)
    if field in ("actor", "target"):
        return _parties(field, a, b, voice_a, voice_b)
    if field == "weapon":
        return _weapons(a, b, voice_a, voice_b)
    if field == "happened":
        return _intervals(a, b, voice_a, voice_b)
    return _worded(str(a), str(b))


def alike(field: str, a: Any, b: Any, voice_a: Voice, voice_b: Voice) -> Hashable:
    """All of two voices that `compare_in_order` looks at: where it is the same, so is what is told of two values."""
    if _takes_back(field, a, b, voice_a, voice_b):
        return voice_a, voice_b
    one_line = voice_a.line == voice_b.line
    if field in COUNT_FIELDS:
        return one_line, voice_a.document == voice_b.document, voice_a.as_of, voice_b.as_of
    return one_line, voice_a.stance, voice_b.stance


def _takes_back(field: str, a: Any, b: Any, voice_a: Voice, voice_b: Voice) -> bool:
    """Whether one of two denies what the other says."""
    apart = (voice_a.stance == "denies") != (voice_b.stance == "denies")
    return apart and field in _DENIABLE and same_value(field, a, b)


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """A text without what a spelling may change."""
    return " ".join(fold(text).split())


def _denied(a: Voice, b: Voice) -> Verdict | None:
    """One of two says what the other denies, the earlier one first; one line may take back what it said."""
    if a.line != b.line:
        return Verdict("denies", f"{(a if a.stance == 'denies' else b).line} denies it")
    if a.as_of and b.as_of and a.as_of[:10] != b.as_of[:10]:
        return Verdict("updates", f"{b.line} takes back as of {b.as_of} what it said as of {a.as_of}")
    return None


def same_value(field: str, a: Any, b: Any) -> bool:
    """Whether two values mean the same, as far as the field goes: what is denied is what was said, in other words."""
    if not isinstance(a, dict) or not isinstance(b, dict):
        return bool(a == b)
    if field in ("actor", "target", "place", "origin"):
        if a.get("id") is not None and b.get("id") is not None:
            return bool(a["id"] == b["id"])  # two that a table knows may share a word of their names
        return _overlap_words(a, b) >= 0.5
    if field == "weapon":
        return bool(a.get("id") == b.get("id"))
    if field in COUNT_FIELDS:
        return (a.get("low"), a.get("high")) == (b.get("low"), b.get("high"))
    return (a.get("earliest"), a.get("latest")) == (b.get("earliest"), b.get("latest"))


def one_value(field: str, a: Any, b: Any) -> bool:
    """Whether two values are one and the same, so that nothing is lost where they are told as one."""
    if field in COUNT_FIELDS:
        return same_count(a, b)
    if field == "weapon":
        return bool(a["id"] == b["id"] and a.get("count") == b.get("count"))
    if field in ("actor", "target"):
        return same_value(field, a, b) and (_words(a) == _words(b) or None not in (a.get("id"), b.get("id")))
    return same_value(field, a, b)


def _outcomes(a: str, b: str, voice_a: Voice, voice_b: Voice) -> Verdict | None:
    if a == b:
        return Verdict("agrees", f"both say {a}")
    if voice_a.line == voice_b.line:
        return None
    if (a in HARM and b in NO_HARM) or (b in HARM and a in NO_HARM):
        return Verdict("disputes", f"one says {a}, the other {b}")
    if {a, b} <= HARM or {a, b} <= NO_HARM:
        return Verdict("agrees", f"{a} and {b} go together")
    return None


def _places(field: str, a: dict[str, Any], b: dict[str, Any], voice_a: Voice, voice_b: Voice) -> Verdict | None:
    if same_value("place", a, b):
        return Verdict("agrees", f"the same place, {a.get('name_ar')}")
    apart = distance_km(a, b)
    for wider, narrower in ((a, b), (b, a)):
        if wider.get("precision") in WIDE_PRECISIONS and _contains(wider, narrower, apart):
            return Verdict("refines", f"{narrower.get('name_ar')} lies in {wider.get('name_ar')}")
    if voice_a.line == voice_b.line:
        return None
    countries = {a.get("country"), b.get("country")}
    if field == "origin" and "country" in (a.get("precision"), b.get("precision")) and len(countries - {None}) == 2:
        return Verdict("disputes", f"from {a['country']} according to one, from {b['country']} according to the other")
    if apart is None:
        return None
    reach = _NEAR_KM + (a.get("radius_km") or 0) + (b.get("radius_km") or 0)
    if apart <= reach:
        return Verdict("agrees", f"{apart:.0f} km apart")
    return None


def _contains(wider: dict[str, Any], narrower: dict[str, Any], apart: float | None) -> bool:
    """Whether a place lies in another that holds others; `apart` is the distance of their points in km."""
    if wider.get("precision") == "country":
        return bool(wider.get("country") and wider.get("country") == narrower.get("country"))
    if narrower.get("precision") == "country":
        return False
    if narrower.get("admin1") and fold(narrower["admin1"]) in fold(wider.get("name_ar") or "?"):
        return True
    smaller = (narrower.get("radius_km") or 0) < (wider.get("radius_km") or 0)
    return bool(smaller and apart is not None and apart <= wider["radius_km"] and _in_no_other(wider, narrower))


def _in_no_other(wider: dict[str, Any], narrower: dict[str, Any]) -> bool:
    """Whether a place may lie in a region by its distance: a province reaches into others only on the map's circles."""
    if wider.get("admin1") and narrower.get("admin1") and wider["admin1"] != narrower["admin1"]:
        return False
    countries = wider.get("country"), narrower.get("country")
    return None in countries or countries[0] == countries[1]


_LIGHT_WORDS = frozenset("قوات جيش جماعه تنظيم حركه عناصر قاعده مدينه".split())


def _words(value: dict[str, Any]) -> frozenset[str]:
    return name_words(value.get("name_ar") or "")


_NO_MARKS = {ord(mark): " " for mark in "\"'«»“”„()[]"}


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[str, str], ...]:
    """Parts of names that papers spell in two ways, folded, each with the spelling that stands for both."""
    table = Table(DATA / "ar" / "spellings.tsv")
    told = (table.row(key)["spellings_ar"].split("|") for key in table)
    return tuple((other, first) for first, *others in told for other in others)


@lru_cache(maxsize=1 << 14)
def name_words(name: str) -> frozenset[str]:
    """The words of a name, folded, without marks and the article, and in one spelling where papers have two."""
    plain = fold(name).translate(_NO_MARKS).replace("ة", "ه")
    for written, read_as in _spellings():
        if written in plain:
            plain = plain.replace(written, read_as)
    words = plain.split()
    return frozenset(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words)


def _overlap_words(a: dict[str, Any], b: dict[str, Any]) -> float:
    words_a, words_b = _words(a), _words(b)
    if not words_a or not words_b:
        return 0.0
    heavy = (words_a & words_b) - _LIGHT_WORDS
    return len(heavy) / min(len(words_a - _LIGHT_WORDS) or 1, len(words_b - _LIGHT_WORDS) or 1)


def _parties(field: str, a: dict[str, Any], b: dict[str, Any], voice_a: Voice, voice_b: Voice) -> Verdict | None:
    names = f"{a.get('name_ar')} and {b.get('name_ar')}"
    if same_value(field, a, b):
        known = a.get("id") is not None and b.get("id") is not None
        more = not known and len(_words(a)) != len(_words(b))
        return Verdict("refines" if more else "agrees", names)
    if voice_a.line == voice_b.line:
        return None
    if field == "target":
        return _targets(a, b, voice_a, voice_b)
    vague = ("unidentified", None)
    nameless = [party.get("kind") in vague for party in (a, b)]
    if all(nameless):
        return Verdict("agrees", "neither names anyone")
    if any(nameless):
        return Verdict("refines", "one of them names no one")
    one_country = a.get("country") and a.get("country") == b.get("country")
    if one_country and _whole_of_state(a) != _whole_of_state(b) and {a["kind"], b["kind"]} <= _OF_STATE:
        return Verdict("refines", f"{names} are of one state")
    blames = {"accuses", "claims_responsibility", "denies"}
    if (
        voice_a.stance in blames
        and voice_b.stance in blames
        and a.get("id")
        and b.get("id")
        and (a.get("country") != b.get("country") or len({a.get("kind") in _OF_STATE, b.get("kind") in _OF_STATE}) == 2)
    ):
        return Verdict("disputes", f"{a.get('name_ar')} according to one, {b.get('name_ar')} according to the other")
    return None


def _whole_of_state(party: dict[str, Any]) -> int:
    """How much of a state a party stands for: 2 for the state, 1 for its army, 0 for any other part of it."""
    name = (party.get("id") or "").partition(".")[2]
    return 2 if name == "government" else int(name == "army")


def _targets(a: dict[str, Any], b: dict[str, Any], voice_a: Voice, voice_b: Voice) -> Verdict | None:
    """Whoever owns up to an attack on fighters, and another who says that a school or a hospital was hit."""
    for one, other, owner, witness in ((a, b, voice_a, voice_b), (b, a, voice_b, voice_a)):
        claims = owner.stance == "claims_responsibility" != witness.stance
        if claims and one.get("kind") in _MILITARY and other.get("kind") in _SPARED:
            return Verdict(
                "disputes", f"{one.get('name_ar')} according to who claims it, {other.get('name_ar')} to others"
            )
    return None


def _weapons(a: dict[str, Any], b: dict[str, Any], voice_a: Voice, voice_b: Voice) -> Verdict | None:
    kin = a["id"] == b["id"] or any({a["id"], b["id"]} <= group for group in _KIN_WEAPONS)
    if not kin:
        return None
    count_a, count_b = a.get("count") or {}, b.get("count") or {}
    if count_a.get("low") is None or count_b.get("low") is None:
        return Verdict("refines" if count_a != count_b or a["id"] != b["id"] else "agrees", f"{a['id']} and {b['id']}")
    if meet(count_a, count_b):
        same = count_a == count_b
        return Verdict("agrees" if same else "refines", f"both say {spoken(count_a)}" if same else "the counts meet")
    if voice_a.line == voice_b.line or 1 in (count_a.get("high"), count_b.get("high")):
        return None  # one drone of several may be told alone
    return Verdict("disputes", f"{spoken(count_a)} against {spoken(count_b)}")


def _intervals(a: dict[str, Any], b: dict[str, Any], voice_a: Voice, voice_b: Voice) -> Verdict | None:
    low_a, high_a = (a.get("earliest") or "")[:10], (a.get("latest") or "9999")[:10]
    low_b, high_b = (b.get("earliest") or "")[:10], (b.get("latest") or "9999")[:10]
    if (low_a, high_a) == (low_b, high_b):
        return Verdict("agrees", "the same time")
    if (low_a <= low_b and high_b <= high_a) or (low_b <= low_a and high_a <= high_b):
        return Verdict("refines", "one time lies within the other")
    if low_a <= high_b and low_b <= high_a:
        open_side = not low_a or not low_b
        return Verdict("refines" if open_side else "agrees", "one time is left open" if open_side else "they overlap")
    if voice_a.line == voice_b.line or not low_a or not low_b:
        return None  # a time that is open on one side contradicts no other
    first, second = sorted(((low_a, high_a), (low_b, high_b)))
    apart = (date.fromisoformat(second[0]) - date.fromisoformat(first[1])).days
    if apart < 2:
        return None  # of one night, each tells the day that he counts it to
    if apart > _DAYS_APART:
        return None  # weeks apart nobody disputes the day: it is another happening, or a month told loosely
    return Verdict("disputes", f"{first[0]} to {first[1]} against {second[0]} to {second[1]}")


def _worded(a: str, b: str) -> Verdict | None:
    """Two motives or conditions, by their words: both may hold, so that they never dispute."""
    words_a, words_b = fold(a).split(), fold(b).split()
    if words_a == words_b:
        return Verdict("agrees", "the same words")
    if set(words_a) <= set(words_b) or set(words_b) <= set(words_a):
        return Verdict("refines", "one says it in more words")
    return None
