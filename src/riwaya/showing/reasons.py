"""Reasons of the record in another language: why claims stand as they do, why reports are one incident, or one line.

The record has its reasons in English, and they stay so. `data/web/reasons.tsv` has each of them with gaps, and the same
in Arabic; a reason is known by its words, and what stands in its gaps is said anew by what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from riwaya.knowledge.load import DATA, Table
from riwaya.records import EVENT_TYPES, OUTCOMES
from riwaya.showing.shown import Shown

_GAP = re.compile(r"\{(\w+):(\w+)\}")
_COUNT = re.compile(r"at least (\d+)|(up|\d+) to (\d+)|(\d+)")
_UNNAMED = re.compile(r"an unnamed source(?: \(\w+\))?")
_OPEN = ("", "9999")


class _Template(NamedTuple):
    """A reason with gaps: how it is known, what kinds of things stand in its gaps, and how it is said in Arabic.

    `words` is how much of it stands outside its gaps.
    """

    pattern: re.Pattern[str]
    kinds: Mapping[str, str]
    arabic: str
    words: int


def reason_in(shown: Shown, about: str, why: str) -> str:
    """A reason in the language of a person; `about` is relation, link or line. One that nobody knows stays as it is."""
    if shown.words.language == "en":
        return why
    for template in _templates()[about]:
        if found := template.pattern.fullmatch(why):
            told = {name: _KINDS[template.kinds[name]][1](shown, value) for name, value in found.groupdict().items()}
            if None not in told.values():
                return template.arabic.format(**told)
    return why


@cache
def _templates() -> Mapping[str, tuple[_Template, ...]]:
    """The templates by what they are about, those first that fit least: with fewer names, which may be anything, and
    more words.
    """
    table = Table(DATA / "web" / "reasons.tsv")
    found: dict[str, list[_Template]] = {}
    for key in table:
        row = table.row(key)
        kinds = dict(_GAP.findall(row["why_en"]))
        template = _Template(_pattern(row["why_en"]), kinds, row["why_ar"], len(_GAP.sub("", row["why_en"])))
        found.setdefault(key.partition(".")[0], []).append(template)
    return {
        about: tuple(sorted(templates, key=lambda each: (list(each.kinds.values()).count("name"), -each.words)))
        for about, templates in found.items()
    }


def _pattern(told: str) -> re.Pattern[str]:
    parts, at = [], 0
    for gap in _GAP.finditer(told):
        parts += [re.escape(told[at : gap.start()]), f"(?P<{gap[1]}>{_KINDS[gap[2]][0]})"]
        at = gap.end()
    return re.compile("".join((*parts, re.escape(told[at:]))), re.DOTALL)


# ------------------------------------------------------------------------------------------------- what stands in gaps


def _name(shown: Shown, text: str) -> str:
    if text == "None":
        return shown.words("unnamed")
    return _UNNAMED.sub(shown.words("reason.unnamed"), text)


def _count(shown: Shown, text: str) -> str | None:
    found = _COUNT.fullmatch(text)
    if found is None:
        return None
    least, low, high, exact = found.groups()
    low = least or exact or (None if low == "up" else low)
    bounds = {"low": low and int(low), "high": None if least else int(exact or high)}
    return shown.value("killed", bounds)


def _day(shown: Shown, text: str) -> str:
    return shown.words("reason.open") if text in _OPEN else shown.moment(text)


def _types(shown: Shown, text: str) -> str | None:
    for cut in re.finditer(" and ", text):
        one, other = _type(shown, text[: cut.start()]), _type(shown, text[cut.end() :])
        if one and other:
            return shown.words("reason.both", one=one, other=other)
    return None


def _type(shown: Shown, text: str) -> str | None:
    name = text.replace(" ", "_")
    return shown.of("type", name) if name in EVENT_TYPES else None


def _outcome(shown: Shown, text: str) -> str | None:
    return shown.of("outcome", text) if text in OUTCOMES else None


def _countries(shown: Shown, text: str) -> str:
    one, other = (shown.of("country", code) for code in text.split(" and the other in "))
    return shown.words("reason.two_countries", one=one, other=other)


def _labelled(kind: str) -> Callable[[Shown, str], str | None]:
    """Says a word of the labels of a kind; None for a word that is none."""

    def say(shown: Shown, text: str) -> str | None:
        name = text.replace(" ", "_")
        return shown.of(kind, name) if f"{kind}.{name}" in _labels() else None

    return say


def _kinds(shown: Shown, text: str) -> str:
    return shown.words("comma").join(shown.of("kind", kind) for kind in text.split(" and "))


@cache
def _labels() -> Table:
    return Table(DATA / "labels.tsv")


_KINDS: Mapping[str, tuple[str, Callable[[Shown, str], str | None]]] = {
    "name": (".+?", _name),
    "count": (r"(?:at least |(?:up|\d+) to )?\d+", _count),
    "day": (r"(?:\d{4}(?:-\d\d)*(?:T[\d:.+Z-]+)?)?", _day),
    "days": (r"\d+", lambda shown, text: shown.count("days", int(text))),
    "number": (r"\d+", lambda shown, text: shown.digits(text)),
    "percent": (r"\d+%", lambda shown, text: shown.words("share", share=shown.digits(text[:-1]))),
    "country": ("[A-Z]{2}", lambda shown, text: shown.of("country", text)),
    "countries": ("[A-Z]{2} and the other in [A-Z]{2}", _countries),
    "type": ("[a-z ]+", _type),
    "types": ("[a-z ]+", _types),
    "outcome": ("[a-z_]+", _outcome),
    "weapon": ("[a-z_ ]+", _labelled("weapon")),
    "group": ("[a-z_]+", _labelled("group")),
    "kinds": ("[a-z_ ]+", _kinds),
}
"""What stands in gaps: how it is spelt in the record, and how it is said; None where it is none of its kind."""
