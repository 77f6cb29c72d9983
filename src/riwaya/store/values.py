"""Checks the values that people put in the place of what a machine read: each as the record has it.

What is left out is filled in as not told; what the record does not know is refused.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from riwaya.errors import UsageError
from riwaya.records import COUNT_FIELDS, FIELDS, GRAINS, OUTCOMES, PRECISIONS, SCOPES

_PARTY = ("id", "name_ar", "name_en", "kind", "country")
_PLACE = (*_PARTY, "admin1", "admin1_en")
_POINT = {"lat": 90.0, "lon": 180.0, "radius_km": 20_000.0}


def check_value(field: str, value: Any) -> Any:
    """A value of a field in full. Raises UsageError, which says what is wrong with it."""
    if field not in FIELDS:
        raise UsageError(f"{field!r} is no field of an account; these are: {', '.join(FIELDS)}")
    if field == "outcome":
        return _one_of(field, value, OUTCOMES)
    if field in ("motive", "condition"):
        return _text(field, value)
    if field in COUNT_FIELDS:
        return _count(field, value)
    if not isinstance(value, dict):
        raise UsageError(f"{field}: {value!r} is no object such as the record has")
    if field == "happened":
        return _time(field, value)
    if field == "weapon":
        return _weapon(field, value)
    return _place(field, value) if field in ("place", "origin") else _named(field, value, _PARTY)


def _count(field: str, value: Any) -> dict[str, Any]:
    """A number of people; a bare number is exactly so many."""
    told = {"low": value, "high": value} if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(told, dict):
        raise UsageError(f"{field}: {value!r} is neither a number nor an object with low and high")
    _only(field, told, ("low", "high", "scope", "since", "who"))
    who = told.get("who") or []
    if not isinstance(who, list) or not all(isinstance(group, dict) for group in who):
        raise UsageError(f"{field}: who is a list of objects with group, low and high")
    for group in who:
        _only(f"{field}: who", group, ("group", "low", "high"))
    return {
        **_bounds(field, told),
        "scope": _one_of(f"{field}: scope", told.get("scope", "incident"), SCOPES),
        "since": _day(f"{field}: since", told.get("since")),
        "who": [{"group": _text(f"{field}: group", group.get("group")), **_bounds(field, group)} for group in who],
    }


def _bounds(field: str, told: Mapping[str, Any]) -> dict[str, int | None]:
    low, high = told.get("low"), told.get("high")
    for bound in (low, high):
        if bound is not None and (isinstance(bound, bool) or not isinstance(bound, int) or not 0 <= bound < 10**9):
            raise UsageError(f"{field}: {bound!r} is no number of people")
    if low is None and high is None:
        raise UsageError(f"{field}: a number has a low or a high end, or both")
    if low is not None and high is not None and low > high:
        raise UsageError(f"{field}: low is {low} and high only {high}")
    return {"low": low, "high": high}


def _time(field: str, told: Mapping[str, Any]) -> dict[str, Any]:
    _only(field, told, ("earliest", "latest", "grain"))
    earliest, latest = (_day(f"{field}: {end}", told.get(end)) for end in ("earliest", "latest"))
    if earliest is None and latest is None:
        raise UsageError(f"{field}: a time has an earliest or a latest day, or both")
    if earliest and latest and earliest > latest:
        raise UsageError(f"{field}: the earliest, {earliest}, is after the latest, {latest}")
    grain = told.get("grain", "day" if earliest and latest else "open")
    return {"earliest": earliest, "latest": latest, "grain": _one_of(f"{field}: grain", grain, GRAINS)}


def _weapon(field: str, told: Mapping[str, Any]) -> dict[str, Any]:
    _only(field, told, ("id", "name_en", "count"))
    count = told.get("count")
    if count is not None and not isinstance(count, dict):
        raise UsageError(f"{field}: the count is an object with low and high, not {count!r}")
    id, name = _text(f"{field}: id", told.get("id")), told.get("name_en")
    name = id.replace("_", " ") if name is None else _text(f"{field}: name_en", name)
    return {"id": id, "name_en": name, "count": _bounds(field, count) if count else None}


def _place(field: str, told: Mapping[str, Any]) -> dict[str, Any]:
    _only(field, told, (*_PLACE, *_POINT, "precision"))
    found: dict[str, Any] = _named(field, {key: told[key] for key in told if key in _PLACE}, _PLACE)
    for key, most in _POINT.items():
        number = told.get(key)
        if number is not None:
            if isinstance(number, bool) or not isinstance(number, int | float) or not math.fabs(number) <= most:
                raise UsageError(f"{field}: {key}: {number!r} is none")
        found[key] = number
    return found | {"precision": _one_of(f"{field}: precision", told.get("precision", "unknown"), PRECISIONS)}


def _named(field: str, told: Mapping[str, Any], keys: Collection[str]) -> dict[str, str | None]:
    """Something with an id or a name."""
    _only(field, told, keys)
    found = {key: None if told.get(key) is None else _text(f"{field}: {key}", told[key]) for key in keys}
    if not any(found[key] for key in ("id", "name_ar", "name_en", "kind")):
        raise UsageError(f"{field}: it has neither an id nor a name nor a kind")
    return found


def _only(field: str, told: Mapping[str, Any], keys: Collection[str]) -> None:
    if strange := sorted(set(told) - set(keys)):
        raise UsageError(f"{field}: the record has no {', '.join(strange)} there; it has {', '.join(keys)}")


def _one_of(field: str, value: Any, allowed: Collection[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise UsageError(f"{field}: {value!r} is none of {', '.join(sorted(allowed))}")
    return value


def _text(field: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise UsageError(f"{field}: {value!r} is no text")
    return value


def _day(field: str, value: Any) -> str | None:
    if value is None:
        return None
    try:
        date.fromisoformat(_text(field, value)[:10])
    except ValueError:
        raise UsageError(f"{field}: {value!r} does not begin with a day such as 2024-01-31") from None
    return str(value)
