"""One neutral sentence on an incident: what is reported, where and when, in words of our own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riwaya.showing.shown import Shown


def sentence(shown: Shown, event_type: str, values: Mapping[str, Any]) -> str:
    """Such as "Reports of an air strike, Idlib, 15 January 2024". `values` are the first ones of fields."""
    parts = [shown.words("sentence.reports", type=shown.of("type", event_type))]
    if place := values.get("place"):
        parts.append(place_name(shown, place))
    if (happened := values.get("happened")) and (happened.get("earliest") or happened.get("latest")):
        parts.append(shown.value("happened", happened))
    return shown.words("comma").join(filter(None, parts))


def place_name(shown: Shown, place: Mapping[str, Any]) -> str:
    """The name of a place in the language, with that of its region."""
    names = ("name_ar", "name_en") if shown.words.language == "ar" else ("name_en", "name_ar")
    name = next((str(place[each]) for each in names if place.get(each)), "")
    region = place.get("admin1" if shown.words.language == "ar" else "admin1_en")
    return shown.words("comma").join(dict.fromkeys(filter(None, (name, region))))
