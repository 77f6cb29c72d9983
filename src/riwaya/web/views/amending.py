"""Forms for the values of fields: what may be typed or chosen for each, and the value that comes out of what was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from riwaya.errors import UsageError
from riwaya.knowledge.load import DATA, Table
from riwaya.records import COUNT_FIELDS, OUTCOMES

_TEXT = ("motive", "condition")
_PARTY = ("name_ar", "name_en", "kind", "country", "id")
_PLACE = ("name_ar", "name_en", "kind", "country", "admin1", "admin1_en", "lat", "lon", "radius_km", "precision", "id")
_SCOPES = ("incident", "cumulative", "area")
_GRAINS = ("minute", "part_of_day", "day", "week", "month", "season", "year", "open")
_PRECISIONS = ("exact", "near", "locality", "admin2", "admin1", "country", "sea", "unknown")
_ACTORS = (
    "state_forces", "rebel_group", "political_militia", "identity_militia", "rioters", "protesters", "civilians",
    "external_forces", "private", "unidentified",
)  # fmt: skip
_TARGETS = (
    *_ACTORS, "military_base", "airport", "hospital", "school", "market", "house", "vehicle", "ship", "energy",
    "worship", "camp", "official", "journalist", "medic", "infrastructure",
)  # fmt: skip
_SHORT = frozenset(("country", "id", "earliest", "latest", "since"))
_DECIMAL = frozenset(("lat", "lon", "radius_km"))


@dataclass(frozen=True, slots=True)
class Input:
    """A part of a value: its name in the form and in the record, how it is given, what stands in it, what it may be.

    `way` is whole, decimal, short, text, long or choice; the labels of choices are words of the kind `options_of`.
    """

    name: str
    part: str
    way: str
    value: str
    options_of: str = ""
    options: tuple[str, ...] = ()


def forms_of(field: str, values: Sequence[Any], given: Mapping[str, str] | None = None) -> list[list[Input]]:
    """A form for each value of a field and an empty one, filled with the values, or with what was given before."""
    forms = []
    for number, value in enumerate([*values, None]):
        inputs = [_input(field, f"v{number}.{part}", part, value) for part in _parts(field, value)]
        forms.append([_again(each, given) for each in inputs])
    return forms


def values_of(field: str, given: Mapping[str, str]) -> list[Any]:
    """The values that a form gives, those left empty or ticked to be dropped left out; `check_value` holds them.

    Raises UsageError for a number that is none.
    """
    numbers = sorted({int(name[1:].partition(".")[0]) for name in given if _is_of_value(name)})
    found = []
    for number in numbers:
        prefix = f"v{number}."
        told = {name.removeprefix(prefix): text.strip() for name, text in given.items() if name.startswith(prefix)}
        if not told.pop("drop", "") and (value := _value(field, told)) is not None:
            found.append(value)
    return found


def _is_of_value(name: str) -> bool:
    number, dot, _ = name[1:].partition(".")
    return name.startswith("v") and bool(dot) and number.isascii() and number.isdecimal() and len(number) < 4


# --------------------------------------------------------------------------------------------------------------- forms


def _parts(field: str, value: Any) -> Iterator[str]:
    if field in COUNT_FIELDS:
        yield from ("low", "high", "scope", "since")
        for number in range(len((value or {}).get("who") or []) + 1):
            yield from (f"who.{number}.group", f"who.{number}.low", f"who.{number}.high")
    elif field == "happened":
        yield from ("earliest", "latest", "grain")
    elif field == "weapon":
        yield from ("id", "count.low", "count.high")
    elif field in ("place", "origin"):
        yield from _PLACE
    elif field in ("actor", "target"):
        yield from _PARTY
    else:
        yield "value"


def _input(field: str, name: str, part: str, value: Any) -> Input:
    held = _held(value, part)
    if found := _choices().get((field if part in ("value", "kind", "id") else "", part)):
        kind, options = found
        known = options if not held or held in options else (held, *options)
        return Input(name, part, "choice", held, kind, known if part == "scope" else ("", *known))
    last = part.rpartition(".")[2]
    way = "long" if field in _TEXT else "whole" if last in ("low", "high") else "text"
    way = "decimal" if part in _DECIMAL else "short" if part in _SHORT else way
    return Input(name, part, way, held)


@cache
def _choices() -> Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """The parts that are chosen: of a field, or of any; the kind of their words, and what may be chosen."""
    weapons = (key for key in Table(DATA / "labels.tsv") if key.startswith("weapon."))
    return {
        ("outcome", "value"): ("outcome", tuple(sorted(OUTCOMES))),
        ("weapon", "id"): ("weapon", tuple(key.removeprefix("weapon.") for key in weapons)),
        ("actor", "kind"): ("kind", _ACTORS),
        ("target", "kind"): ("kind", _TARGETS),
        ("", "grain"): ("grain", _GRAINS),
        ("", "scope"): ("scope", _SCOPES),
        ("", "precision"): ("precision", _PRECISIONS),
    }


def _held(value: Any, part: str) -> str:
    """What a value holds in a part, as text."""
    if part == "value":
        return "" if value is None else str(value)
    held = value
    for step in part.split("."):
        if isinstance(held, list):
            held = held[int(step)] if int(step) < len(held) else None
        else:
            held = (held or {}).get(step)
    return "" if held is None else str(held)


def _again(each: Input, given: Mapping[str, str] | None) -> Input:
    if given is None or each.name not in given:
        return each
    return Input(each.name, each.part, each.way, given[each.name], each.options_of, each.options)


# -------------------------------------------------------------------------------------------------------------- values


def _value(field: str, told: Mapping[str, str]) -> Any:
    """A value out of its parts, None where nothing was given."""
    if field == "outcome" or field in _TEXT:
        return told.get("value") or None
    if field in COUNT_FIELDS:
        return _count(told)
    if field == "weapon":
        count = {end: _number(f"count.{end}", told) for end in ("low", "high")}
        told_count = count if any(bound is not None for bound in count.values()) else None
        return {"id": told["id"], "count": told_count} if told.get("id") else None
    value: dict[str, Any] = {part: text for part, text in told.items() if text}
    if not value.keys() - {"precision", "grain"}:
        return None
    return value | {part: _decimal(part, told) for part in _DECIMAL if part in value}


def _count(told: Mapping[str, str]) -> dict[str, Any] | None:
    low, high = _number("low", told), _number("high", told)
    if low is None and high is None:
        return None
    rows = sorted({name.split(".")[1] for name in told if name.startswith("who.")})
    groups = [
        {"group": told[f"who.{row}.group"], **{end: _number(f"who.{row}.{end}", told) for end in ("low", "high")}}
        for row in rows
        if told.get(f"who.{row}.group")
    ]
    return {"low": low, "high": high, "scope": told.get("scope"), "since": told.get("since") or None, "who": groups}


def _number(part: str, told: Mapping[str, str]) -> int | None:
    text = told.get(part, "")
    try:
        return int(text) if text else None
    except ValueError:
        raise UsageError(f"{part}: {text!r} is no whole number") from None


def _decimal(part: str, told: Mapping[str, str]) -> float:
    try:
        return float(told[part])
    except ValueError:
        raise UsageError(f"{part}: {told[part]!r} is no number") from None
