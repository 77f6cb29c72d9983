"""Finds who was killed, injured, missing, detained, abducted or displaced, and how many.

The rules of `data/ar/casualties` find the constructions; here their counts are read as bounds, those named one by one
are added up, groups are set apart ("among them three children"), and a toll is given its scope: of the incident, or
counted since a day, as of another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Lattice, Match
from riwaya.records import Argument, Number, PartyMention, Sentence, Statement, TimeMention

_NOT_COUNTED = frozenset(
    f"casualty.{name}"
    for name in (
        "verb-people",
        "masdar-people",
        "masdar-named",
        "people-verb",
        "one",
        "some",
        "took-life",
        "verb-others",
        "masdar-others",
    )
)
"""Rules that find somebody without a number: one victim told of is not the number of victims."""
_PEOPLE = ("people", "people_plural")
_REACH = 16
"""Tokens behind a count within which "among them" still speaks of it."""
_LONG_AGO = 3
"""Days: a toll counted since longer ago is cumulative, not the incident's own."""


class _Count(NamedTuple):
    """Bounds, the tokens that say them, and the group they are of."""

    low: int | None
    high: int | None
    first: int
    last: int
    group: str | None = None


def find_casualties(lattice: Lattice, knowledge: Knowledge, statements: Sequence[Statement]) -> tuple[Argument, ...]:
    """The counts of people harmed, in text order, one argument for each field and figure.

    The value is {"low", "high", "scope", "since", "who"}, with "as_of", "rises" (told as a toll that changed), "superseded"
    (the figure before), "first" (called a first toll), "partial" (somebody told of, nobody counted) where that is so.
    """
    rules = knowledge.rules("casualties")
    out: list[Argument] = []
    for sentence in lattice.sentences:
        matches = rules.find(lattice, sentence.first, sentence.last)
        if matches:
            out.extend(_in_sentence(lattice, sentence, matches, statements))
    return tuple(out)


def _in_sentence(
    lattice: Lattice, sentence: Sentence, matches: Sequence[Match], statements: Sequence[Statement]
) -> list[Argument]:
    out: list[Argument] = []
    told: str | None = None
    end = 0
    for match in matches:
        if match.first < end:
            continue
        found = _arguments(lattice, sentence, match, told)
        if not found:
            continue
        scope = _scope(lattice, sentence, match, statements)
        rises = _rises(lattice, sentence, match)
        for argument in found:
            value = {**argument.value, **scope}
            if rises and value["low"] and not value.get("superseded"):
                value["rises"] = True
            if _near(lattice, sentence, match, "first_toll"):
                value["first"] = True
            out.append(
                Argument(argument.field, value, argument.first, argument.last, argument.rule, argument.confidence)
            )
        told = found[0].field
        end = max(argument.last for argument in found)
    return out


def _arguments(lattice: Lattice, sentence: Sentence, match: Match, told: str | None) -> list[Argument]:
    """What one match says: an argument for each field it speaks of."""
    gives = match.gives()
    if "none" in gives:
        return _nobody(lattice, match)
    field = gives.get("field") or (told if "superseded" in gives else None)
    count = _count(lattice, sentence, match, gives)
    if field is None or count is None:
        return []
    if "shared" in gives:
        if count.low is None or count.low < 2:
            return []
        most = None if count.high is None else count.high - 1
        count = count._replace(low=1, high=most)
    who = _among(lattice, sentence, count.last)
    if count.group and count.group != "people":
        who = [{"group": count.group, "low": count.low, "high": count.high}, *who]
    value: dict[str, Any] = {"low": count.low, "high": count.high, "scope": "incident", "since": None, "who": who}
    if "superseded" in gives:
        value["superseded"] = True
    if match.rule.id in _NOT_COUNTED and (count.high is None or count.high < 2):
        value["partial"] = True
    confidence = 0.5 if "shared" in gives else 0.7 if match.rule.id == "casualty.some" else 0.85
    made = [Argument(field, value, count.first, count.last, match.rule.id, confidence)]
    if (also := gives.get("also")) and also != field:
        made.append(Argument(also, dict(value), count.first, count.last, match.rule.id, 0.5))
    return made


def _nobody(lattice: Lattice, match: Match) -> list[Argument]:
    """Nobody was killed or hurt; where only the wounded are denied, the record stays silent on the dead."""
    value: dict[str, Any] = {"low": 0, "high": 0, "scope": "incident", "since": None, "who": []}
    edge = match.edge("harm")
    word = lattice.tokens[match.last - 1].form
    only = edge.value if edge and edge.cls in ("harm_masdar", "harm_plural") and word not in _BROAD else None
    fields = (only,) if only in ("injured", "missing", "detained", "abducted") else ("killed", "injured")
    return [Argument(field, dict(value), match.first, match.last, match.rule.id, 0.85) for field in fields]


_BROAD = frozenset(("اصابات", "ضحايا"))  # said of the dead and the wounded together


# ------------------------------------------------------------------------------------------------------------ the count


def _count(lattice: Lattice, sentence: Sentence, match: Match, gives: dict[str, str]) -> _Count | None:
    """The bounds a match tells, with those coordinated with it added."""
    stop = sentence.last
    if "low" in gives:
        count = _Count(int(gives["low"]), int(gives["high"]), match.first, match.last)
        return _with_more(lattice, count, stop) if match.rule.id == "casualty.one" else count
    if taken := match.range("count"):
        count = _counted(lattice, *taken, stop)
        ends = [match.range(name) for name in ("harm", "victims", "second")]
        beside = [e for e in ends if e and (e[0] >= count.first or e[1] >= count.first - 1) and e[1] <= match.last]
        first = min([count.first, *(e[0] for e in beside if match.rule.id != "casualty.verb-count")])
        last = max([count.last, *(e[1] for e in beside)])
        if match.rule.id in (
            "casualty.noun-count",
            "casualty.verb-count",
            "casualty.masdar-count",
            "casualty.verb-killer-count",
        ):
            first = count.first
        return _with_more(lattice, count._replace(first=first, last=last), stop)
    if taken := match.range("victims"):
        return _with_more(lattice, _people(lattice, *taken), stop)
    if taken := match.range("named"):
        named = lattice.at(taken[0], "party")
        several = any(isinstance(e.mention, PartyMention) and e.mention.number != "sg" for e in named)
        return _with_more(lattice, _Count(2 if several else 1, None, *taken), stop)
    if taken := match.range("rest"):
        edge = match.edge("rest")
        one = edge is not None and edge.cls == "another_person"
        two = edge is not None and edge.cls == "two_others"
        return _Count(2 if two else 1, 1 if one else 2 if two else None, match.first, match.last)
    edge = match.edge("harm")
    if edge is None:
        return None
    if "du" in edge.features:
        return _with_more(lattice, _Count(2, 2, match.first, match.last), stop)
    return _Count(1, None, match.first, match.last)


def _counted(lattice: Lattice, first: int, last: int, stop: int) -> _Count:
    """A number with what it counts: the noun behind it, an adjective of it, "others", "of the ..."."""
    number = next((e.mention for e in lattice.at(first, "number") if first + e.length == last), None)
    low, high = _bounds(number) if isinstance(number, Number) else (None, None)
    end, group = last, None
    for cls in _PEOPLE:
        if end < stop and (edges := lattice.at(end, cls)):
            group, end = edges[0].value, end + edges[0].length
            break
    if end < stop and (edges := lattice.at(end, "others")):
        end += edges[0].length
    return _Count(low, high, first, end, group)


def _bounds(number: Number) -> tuple[int | None, int | None]:
    """The bounds of a number; an approximate one reaches ten per cent either way."""
    if number.approximate and number.low is not None and number.low == number.high:
        return math.floor(number.low * 0.9), math.ceil(number.low * 1.1)
    return number.low, number.high


def _people(lattice: Lattice, first: int, last: int) -> _Count:
    """People without a number: one, two by the dual, some by the plural."""
    for cls in _PEOPLE:
        for edge in sorted(lattice.at(first, cls), key=lambda e: "construct" in e.features):
            if edge.length == last - first:
                if cls == "people_plural":
                    return _Count(1, None, first, last, edge.value)
                count = 2 if "du" in edge.features else 1
                return _Count(count, count, first, last, edge.value)
    return _Count(1, None, first, last)


def _with_more(lattice: Lattice, count: _Count, stop: int) -> _Count:
    """The count with those added that "and" joins to it: and two children, and his guard, and others."""
    low, high, group = count.low, count.high, count.group
    end = _behind(lattice, count.last, stop)
    last = count.last
    while end < stop and low is not None:
        more = _joined(lattice, end, stop)
        if more is None:
            break
        low += more.low or 0
        high = None if high is None or more.high is None else high + more.high
        group = group if group == more.group else None
        last, end = more.last, _behind(lattice, more.last, stop)
    return _Count(low, high, count.first, last, group)


def _behind(lattice: Lattice, at: int, stop: int) -> int:
    """Past an adjective or a short complement of a counted noun, to where a conjunction may stand."""
    for end in range(at, min(at + 4, stop)):
        cell = lattice.cells[end]
        if lattice.tokens[end].kind == "punct" or "among" in cell or "mostly" in cell:
            return at
        if lattice.tokens[end].form.startswith("و") and ("number" in cell or _is_people(lattice, end)):
            return end
        if "someone_with" in cell or ("others" in cell and end > at):
            return end
    return at


def _is_people(lattice: Lattice, at: int) -> bool:
    return any("w" in edge.features for cls in _PEOPLE for edge in lattice.at(at, cls))


def _joined(lattice: Lattice, at: int, stop: int) -> _Count | None:
    """A further person or number joined by "and" or "with" at a token, if it is one and no new kind of harm."""
    cell = lattice.cells[at]
    if edges := cell.get("someone_with"):
        end = at + edges[0].length
        if not lattice.tokens[at].form.startswith("و") and end < stop and (more := lattice.at(end, "someone_with")):
            end += more[0].length
        elif not lattice.tokens[at].form.startswith("و"):
            people = (
                _people(lattice, end, end + 1) if end < stop and any(c in lattice.cells[end] for c in _PEOPLE) else None
            )
            return people._replace(first=at) if people else None
        return _Count(1, 1, at, end)
    if not lattice.tokens[at].form.startswith("و"):
        return None
    for edge in cell.get("number", ()):
        count = _counted(lattice, at, at + edge.length, stop)
        if any(
            cls in lattice.cells[at + edge.length]
            for cls in ("harm_noun", "harm_plural", "not_people")
            if at + edge.length < stop
        ):
            return None
        return count if count.group or edge.mention.noun else None
    for cls in _PEOPLE:
        for edge in cell.get(cls, ()):
            if "w" in edge.features and "def" not in edge.features and "suffix" not in edge.features:
                return _people(lattice, at, at + edge.length)
    return None


# -------------------------------------------------------------------------------------------------------- groups, scope


def _among(lattice: Lattice, sentence: Sentence, at: int) -> list[dict[str, Any]]:
    """The groups told of behind a count: among them three children and two women; most of them women and children."""
    for start in range(at, min(at + _REACH, sentence.last)):
        cell = lattice.cells[start]
        if start > at and (
            "harm_verb" in cell or "harm_masdar" in cell or "harm_noun" in cell or "harm_plural" in cell
        ):
            return []
        for cls in ("among", "mostly"):
            if edges := cell.get(cls):
                return _groups(lattice, start + edges[0].length, sentence.last, exact=cls == "among")
    return []


def _groups(lattice: Lattice, at: int, stop: int, *, exact: bool) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    while at < stop:
        count = None
        if edges := lattice.at(at, "number"):
            count = _counted(lattice, at, at + edges[0].length, stop)
            if count.group is None and edges[0].mention.noun and (found := _group_word(lattice, at)):
                count = count._replace(group=found)
        else:
            for cls in _PEOPLE:
                if edges := lattice.at(at, cls):
                    count = _people(lattice, at, at + edges[0].length)
                    break
        if count is None or count.group is None:
            break
        known = exact and count.low is not None
        out.append({"group": count.group, "low": count.low if known else None, "high": count.high if known else None})
        at = count.last
        if at < stop and not lattice.tokens[at].form.startswith("و"):
            break
    return out


def _group_word(lattice: Lattice, at: int) -> str | None:
    return next((edge.value for cls in _PEOPLE for edge in lattice.at(at, cls)), None)


def _rises(lattice: Lattice, sentence: Sentence, match: Match) -> bool:
    """Whether the count is told as a toll that changed."""
    if "superseded" in match.rule.gives:
        return False
    near = range(max(sentence.first, match.first - 12), match.last)
    return any("rising" in lattice.cells[at] for at in near) and any(
        "toll" in lattice.cells[at] or "harm_plural" in lattice.cells[at] for at in near
    )


def _near(lattice: Lattice, sentence: Sentence, match: Match, cls: str) -> bool:
    """Whether a word of a class stands near a match, in its sentence."""
    return any(
        cls in lattice.cells[at]
        for at in range(max(sentence.first, match.first - 10), min(match.last + 10, sentence.last))
    )


def _scope(lattice: Lattice, sentence: Sentence, match: Match, statements: Sequence[Statement]) -> dict[str, Any]:
    """Cumulative where the words count since a day long before; with the day it is counted at, where they give one."""
    spoken = next((s.as_of for s in statements if s.first <= match.first < s.last), None)
    out: dict[str, Any] = {}
    since: date | None = None
    war = False
    for at in range(sentence.first, sentence.last):
        for edge in lattice.at(at, "time"):
            time = edge.mention
            if isinstance(time, TimeMention) and time.role == "since" and time.earliest:
                since = time.earliest
            elif isinstance(time, TimeMention) and time.role == "until" and time.latest and at < match.last:
                out["as_of"] = time.latest.isoformat()
        if "since_word" in lattice.cells[at]:
            end = at + lattice.at(at, "since_word")[0].length
            war = war or any("war_word" in lattice.cells[n] for n in range(end, min(end + 4, sentence.last)))
    if since and (spoken is None or (date.fromisoformat(spoken[:10]) - since).days > _LONG_AGO):
        return {**out, "scope": "cumulative", "since": since.isoformat()}
    if war:
        return {**out, "scope": "cumulative"}
    return {} if "as_of" in out and since is None and not war else out


# ------------------------------------------------------------------------------------------------------------ examples


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: date) -> dict[str, str]:
    """What the stage makes of a match: field, also, low, high ("none" where open), who."""
    sentence = next((s for s in lattice.sentences if s.first <= match.first < s.last), None)
    if sentence is None:
        return {}
    found = _arguments(lattice, sentence, match, "killed")
    if not found:
        return {}
    value = found[0].value
    out = {"field": found[0].field, "low": _text(value["low"]), "high": _text(value["high"])}
    if len(found) > 1:
        out["also"] = found[1].field
    if value["who"]:
        out["who"] = " ".join(f"{w['group']}:{_text(w['low'])}" for w in value["who"])
    return out


def _text(bound: int | None) -> str:
    return "none" if bound is None else str(bound)
