"""Compares two claims of one field: do they agree, refine, update, dispute or deny one another?

The conventions are those of the record: counts dispute where their ranges do not meet for the same scope and day;
"about" reaches ten per cent; an attack and its interception dispute only where one says it hit and the other that it
did not; a later figure of the same line of sources updates an earlier one; what is more precise refines.
"""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from riwaya.records import COUNT_FIELDS, distance_km
from riwaya.text.normalize import fold

_HARM = frozenset(("hit", "damage"))
_NO_HARM = frozenset(("intercepted", "failed", "repelled", "missed", "no_damage"))
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
_DAYS_APART = 7
_NEAR_KM = 60.0
"""Two points nearer than this, with their radii, may be one happening told from two towns."""


class Voice(NamedTuple):
    """Who claims: what is needed of the account behind a claim. `line` names the origin the account goes back to."""

    line: str
    as_of: str | None
    stance: str
    polarity: str


class Verdict(NamedTuple):
    """A relation and its reason in words."""

    relation: str
    why: str


def compare(field: str, a: Any, b: Any, voice_a: Voice, voice_b: Voice) -> Verdict | None:
    """How two values of a field stand to each other; None where they have nothing to do with each other."""
    one_denies = (voice_a.stance == "denies") != (voice_b.stance == "denies")
    if one_denies and voice_a.line != voice_b.line and field in _DENIABLE:
        denier = voice_a if voice_a.stance == "denies" else voice_b
        if same_value(field, a, b):
            return Verdict("denies", f"{denier.line} denies it")
    if field in COUNT_FIELDS:
        return _counts(field, a, b, voice_a, voice_b)
    if field == "outcome":
        return _outcomes(a, b, voice_a, voice_b)
    if field in ("place", "origin"):
        return _places(a, b, voice_a, voice_b)
    if field in ("actor", "target"):
        return _parties(field, a, b, voice_a, voice_b)
    if field == "weapon":
        return _weapons(a, b, voice_a, voice_b)
    if field == "happened":
        return _intervals(a, b, voice_a, voice_b)
    return Verdict("agrees", "the same words") if fold(str(a)) == fold(str(b)) else None


def same_value(field: str, a: Any, b: Any) -> bool:
    """Whether two values are one and the same, as far as the field goes."""
    if not isinstance(a, dict) or not isinstance(b, dict):
        return bool(a == b)
    if field in ("actor", "target", "place", "origin"):
        return (a.get("id") is not None and a.get("id") == b.get("id")) or _overlap_words(a, b) >= 0.5
    if field == "weapon":
        return bool(a.get("id") == b.get("id"))
    if field in COUNT_FIELDS:
        return (a.get("low"), a.get("high")) == (b.get("low"), b.get("high"))
    return (a.get("earliest"), a.get("latest")) == (b.get("earliest"), b.get("latest"))


def _counts(field: str, a: dict[str, Any], b: dict[str, Any], voice_a: Voice, voice_b: Voice) -> Verdict | None:
    if a.get("scope") != b.get("scope") or a.get("since") != b.get("since"):
        return None
    low_a, high_a, low_b, high_b = _range(a, b)
    if (a.get("low"), a.get("high")) == (b.get("low"), b.get("high")):
        return Verdict("agrees", f"both say {_spoken(a)}")
    if low_a <= high_b and low_b <= high_a:
        tighter = high_a - low_a != high_b - low_b
        return Verdict("refines" if tighter else "agrees", f"{_spoken(a)} and {_spoken(b)} meet")
    fewer, more = (a, b) if low_a < low_b else (b, a)
    if fewer.get("partial") or (not _nobody(fewer) and (more.get("partial") or _groups(a) != _groups(b))):
        return None  # somebody told of is no count, and soldiers are not civilians; but nobody is neither
    if fewer.get("some") or (more.get("period") and not fewer.get("period")):
        return None  # five of the twelve; the dead of a day against those of one raid
    day_a, day_b = _counted_at(a, voice_a), _counted_at(b, voice_b)
    grain = min(len(day_a), len(day_b))
    dated = bool(grain and day_a[:grain] != day_b[:grain])
    one_line = voice_a.line == voice_b.line
    if one_line or not (a.get("contrasted") or b.get("contrasted")):
        if any(value.get(mark) for value in (a, b) for mark in ("superseded", "rises", "first")):
            return Verdict("updates", f"the count is told as changed, {_spoken(a)} and {_spoken(b)}")
        if dated and (one_line or (day_a < day_b) == (low_a < low_b)):  # of two lines only a higher count is newer
            return Verdict("updates", f"{_spoken(a)} as of {day_a}, {_spoken(b)} as of {day_b}")
    if one_line:
        return None
    days = f"as of {day_a} and {day_b}" if dated else "as of the same day"
    return Verdict("disputes", f"{_spoken(a)} against {_spoken(b)}, {days}")


def _nobody(value: dict[str, Any]) -> bool:
    """Whether a count says that nobody was harmed."""
    return bool(value.get("low") == 0 == value.get("high"))


def _counted_at(value: dict[str, Any], voice: Voice) -> str:
    """The moment a count is told as of: its own where the words tell one, or that of whoever speaks."""
    return value.get("as_of") or voice.as_of or ""


def _groups(value: dict[str, Any]) -> frozenset[str]:
    """The groups that a count is a count of, as a whole: those with its own bounds. Only two soldiers are all dead."""
    if value.get("only"):
        return frozenset()
    whole = (value.get("low"), value.get("high"))
    return frozenset(w["group"] for w in value.get("who") or () if (w.get("low"), w.get("high")) == whole) - {
        "people",
        "civilians",
    }


def _range(a: dict[str, Any], b: dict[str, Any]) -> tuple[float, float, float, float]:
    def bounds(value: dict[str, Any]) -> tuple[float, float]:
        low = value.get("low")
        high = value.get("high")
        low_n = 0.0 if low is None else float(low)
        high_n = math.inf if high is None else float(high)
        if value.get("approximate") and low is not None and high is not None:
            return 0.9 * low_n, 1.1 * high_n
        return low_n, high_n

    return (*bounds(a), *bounds(b))


def _spoken(value: dict[str, Any]) -> str:
    low, high = value.get("low"), value.get("high")
    if low == high:
        return str(low)
    if high is None:
        return f"at least {low}"
    return f"{'' if low is None else low} to {high}".strip()


def _outcomes(a: str, b: str, voice_a: Voice, voice_b: Voice) -> Verdict | None:
    if a == b:
        return Verdict("agrees", f"both say {a}")
    if voice_a.line == voice_b.line:
        return None
    if (a in _HARM and b in _NO_HARM) or (b in _HARM and a in _NO_HARM):
        return Verdict("disputes", f"one says {a}, the other {b}")
    if {a, b} <= _HARM or {a, b} <= {"intercepted", "repelled", "failed", "missed"}:
        return Verdict("agrees", f"{a} and {b} go together")
    return None


def _places(a: dict[str, Any], b: dict[str, Any], voice_a: Voice, voice_b: Voice) -> Verdict | None:
    if same_value("place", a, b):
        return Verdict("agrees", f"the same place, {a.get('name_ar')}")
    for wider, narrower in ((a, b), (b, a)):
        if wider.get("precision") in WIDE_PRECISIONS and _contains(wider, narrower):
            return Verdict("refines", f"{narrower.get('name_ar')} lies in {wider.get('name_ar')}")
    apart = distance_km(a, b)
    if apart is None or voice_a.line == voice_b.line:
        return None
    reach = _NEAR_KM + (a.get("radius_km") or 0) + (b.get("radius_km") or 0)
    if apart <= reach:
        return Verdict("agrees", f"{apart:.0f} km apart")
    return None


def _contains(wider: dict[str, Any], narrower: dict[str, Any]) -> bool:
    if wider.get("precision") == "country":
        return bool(wider.get("country") and wider.get("country") == narrower.get("country"))
    name = fold(wider.get("name_ar") or "?")
    return bool(narrower.get("admin1")) and fold(narrower["admin1"]) in name


_LIGHT_WORDS = frozenset("قوات جيش جماعه تنظيم حركه عناصر قاعده مدينه".split())


def _words(value: dict[str, Any]) -> frozenset[str]:
    return name_words(value.get("name_ar") or "")


@lru_cache(maxsize=1 << 14)
def name_words(name: str) -> frozenset[str]:
    """The words of a name, folded and without the article."""
    words = fold(name).replace("ة", "ه").split()
    return frozenset(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words)


def _overlap_words(a: dict[str, Any], b: dict[str, Any]) -> float:
    words_a, words_b = _words(a), _words(b)
    if not words_a or not words_b:
        return 0.0
    heavy = (words_a & words_b) - _LIGHT_WORDS
    return len(heavy) / min(len(words_a - _LIGHT_WORDS) or 1, len(words_b - _LIGHT_WORDS) or 1)


def _parties(field: str, a: dict[str, Any], b: dict[str, Any], voice_a: Voice, voice_b: Voice) -> Verdict | None:
    if same_value(field, a, b):
        more = len(_words(a)) != len(_words(b))
        return Verdict("refines" if more else "agrees", f"{a.get('name_ar')} and {b.get('name_ar')}")
    if voice_a.line == voice_b.line:
        return None
    if field == "target":
        return _targets(a, b, voice_a, voice_b)
    vague = ("unidentified", None)
    if a.get("kind") in vague or b.get("kind") in vague:
        return Verdict("refines", "one of them names no one")
    blames = {"accuses", "claims_responsibility", "denies"}
    if (
        voice_a.stance in blames
        and voice_b.stance in blames
        and a.get("id")
        and b.get("id")
        and a.get("country") != b.get("country")
    ):
        return Verdict("disputes", f"{a.get('name_ar')} according to one, {b.get('name_ar')} according to the other")
    return None


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
    low_a, high_a, low_b, high_b = _range(count_a, count_b)
    if low_a <= high_b and low_b <= high_a:
        return (
            Verdict("agrees", f"both say {_spoken(count_a)}")
            if count_a == count_b
            else Verdict("refines", "the counts meet")
        )
    if voice_a.line == voice_b.line or min(high_a, high_b) <= 1:  # one drone of several may be told alone
        return None
    return Verdict("disputes", f"{_spoken(count_a)} against {_spoken(count_b)}")


def _intervals(a: dict[str, Any], b: dict[str, Any], voice_a: Voice, voice_b: Voice) -> Verdict | None:
    low_a, high_a = a.get("earliest") or "", a.get("latest") or "9999"
    low_b, high_b = b.get("earliest") or "", b.get("latest") or "9999"
    if (low_a[:10], high_a[:10]) == (low_b[:10], high_b[:10]):
        return Verdict("agrees", "the same time")
    if low_a <= high_b and low_b <= high_a:
        return Verdict("refines", "one time lies within the other")
    if voice_a.line == voice_b.line or not low_a or not low_b:
        return None  # a time that is open on one side contradicts no other
    first, second = sorted(((low_a[:10], high_a[:10]), (low_b[:10], high_b[:10])))
    apart = (date.fromisoformat(second[0]) - date.fromisoformat(first[1])).days
    if apart < 2:
        return None  # of one night, each tells the day that he counts it to
    if apart > _DAYS_APART:
        return None  # weeks apart nobody disputes the day: it is another happening, or a month told loosely
    return Verdict("disputes", f"{low_a} to {high_a} against {low_b} to {high_b}")
