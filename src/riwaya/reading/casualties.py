"""Finds who was killed, injured, missing, detained, abducted or displaced, and how many.

The rules of `data/ar/casualties` find the constructions; here their counts are read as bounds, those named one by one
are added up, groups are set apart ("among them three children"), whoever kills is told from whoever is killed, and a
toll is given its scope: of the incident, or counted since a day, as of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from riwaya.frozen import replace
from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Edge, Lattice, Match, mask_of
from riwaya.reading._tolls import OPEN_MARKS, Tolls
from riwaya.records import Argument, Number, PartyMention, Sentence, Statement

_PEOPLE = ("people", "people_plural")
_HARM = ("harm_verb", "harm_masdar", "harm_noun", "harm_plural", "harm_unit")
_HARM_NOUNS = ("harm_noun", "harm_plural", "harm_unit")
_REACH = 16
"""Tokens behind a count within which "among them" still speaks of it."""
_SEARCH = 20
"""Tokens behind "the number of dead reached" within which the number is looked for."""
_OBJECT = 9
"""Tokens behind a verb and its subject within which an object stands."""


class _Count(NamedTuple):
    """Bounds, the tokens that say them, and the groups they are of, each with bounds of its own."""

    low: int | None
    high: int | None
    first: int
    last: int
    groups: tuple[tuple[str, int | None, int | None], ...] = ()
    whole: bool = True  # False where somebody is told of and nobody counted
    of: str | None = None  # the group that they are some of: three of the attackers
    several: bool = False  # people in the plural, without a number, are among them


def find_casualties(lattice: Lattice, knowledge: Knowledge, statements: Sequence[Statement]) -> tuple[Argument, ...]:
    """The counts of people harmed, in text order, one argument for each field and figure.

    The value is {"low", "high", "scope", "since", "who"}, with "as_of", "rises" (told as a toll that changed),
    "superseded" (the figure before), "first" (called a first or an earlier toll), "may_rise" (said to be not the last),
    "later" (said later than what the text tells before),
    "only" (told as all there are),
    "contrasted" (set against what others say), "period" (counted over a span of days), "some" (of those told of
    before), "partial" (told of, not counted, or some of those counted elsewhere) where so.
    """
    rules = knowledge.rules("casualties")
    out: list[Argument] = []
    for sentence in lattice.sentences:
        matches = rules.find_all(lattice, sentence.first, sentence.last)
        if matches:
            matches.sort(key=lambda match: (match.first, -match.last, match.rule.order))
            out.extend(_in_sentence(lattice, sentence, matches, statements))
    return tuple(_without_sums(lattice, out))


def _in_sentence(
    lattice: Lattice, sentence: Sentence, matches: Sequence[Match], statements: Sequence[Statement]
) -> list[Argument]:
    """The arguments of one sentence. A match that tells of nobody gives way to the next that begins inside it."""
    found: list[tuple[Match, list[Argument]]] = []
    told: str | None = None
    end = 0
    for match in matches:
        if match.first < end:
            continue
        arguments = _arguments(lattice, sentence, match, told)
        if arguments:
            found.append((match, arguments))
            told = arguments[0].field
            end = max(match.last if "to_end" in match.rule.gives else 0, *(a.last for a in arguments))
    if not found:
        return []
    found = _additions_marked(lattice, found)
    tolls = Tolls(lattice, sentence, statements, [a.first for _, arguments in found for a in arguments])
    out = []
    for match, arguments in found:
        for argument in arguments:
            value = {**argument.value, **tolls.marks(match, argument), **tolls.scope(argument)}
            out.append(replace(argument, value=value))
    return _without_additions(lattice, out)


_AFTER = 3
"""Tokens from "after" to the count of those who died: after the death of five."""


def _without_additions(lattice: Lattice, arguments: list[Argument]) -> list[Argument]:
    """The arguments of a sentence, without those who died later where it adds them up: eleven, after five of the
    wounded died.
    """
    tolls = [a.value for a in arguments if a.field == "killed" and "partial" not in a.value]

    def is_in_toll(argument: Argument) -> bool:
        high = argument.value["high"]
        if argument.field != "killed" or not argument.value.get("partial") or not high:
            return False
        after = any(lattice.at(at, "after_word") for at in range(max(0, argument.first - _AFTER), argument.first))
        return any((toll["low"] or 0) > high and (after or toll.get("rises")) for toll in tolls)

    return [argument for argument in arguments if not is_in_toll(argument)]


def _arguments(lattice: Lattice, sentence: Sentence, match: Match, told: str | None) -> list[Argument]:
    """What one match says: an argument for each field it speaks of."""
    gives = match.gives()
    if "none" in gives:
        return _nobody(lattice, match)
    field = gives.get("field") or told or gives.get("else")
    if field is None:
        return []
    if field in _HELD and _is_freed(lattice, sentence, match.first):
        return []
    apart = _is_apart(lattice, match)
    shared = "shared" in gives or (bool(gives.get("also")) and not apart)
    made: list[Argument] = []
    for count in _counts(lattice, sentence, match):
        if shared:
            if count.high is not None and count.high < 2:
                continue
            count = count._replace(
                low=1, high=count.high and count.high - 1, whole=count.whole and count.high is not None
            )
        confidence = 0.5 if shared else float(gives.get("confidence", "0.85"))
        value = _value(lattice, sentence, count)
        value |= {mark: True for mark in ("superseded", "partial") if mark in gives}
        made.append(Argument(field, value, count.first, count.last, match.rule.id, confidence))
        if (also := gives.get("also")) and also != field:
            others = _UNCOUNTED if apart else value
            made.append(Argument(also, dict(others), count.first, count.last, match.rule.id, confidence))
    return made


_UNCOUNTED: dict[str, Any] = {"low": 1, "high": None, "scope": "incident", "since": None, "who": [], "partial": True}
"""Somebody told of and nobody counted."""


def _is_apart(lattice: Lattice, match: Match) -> bool:
    """Whether the number counts no second kind of harm: five dead and injuries; some of the wounded, and missing."""
    first, second, taken = match.edge("harm"), match.edge("second"), match.range("second")
    if first is None or second is None or taken is None or match.rule.gives.get("how") != "noun":
        return False
    return ("def" in first.features) != ("def" in second.features) or bool(lattice.at(taken[0], "harm_either"))


_HELD = ("detained", "abducted")


def _is_freed(lattice: Lattice, sentence: Sentence, at: int) -> bool:
    """Whether those told of at a token are let go or exchanged: the release of 20 detainees."""
    for before in range(at - 1, max(sentence.first, at - 8) - 1, -1):
        cell = lattice.cells[before]
        if "freeing" in cell:
            return True
        if "harm_verb" in cell or "harm_masdar" in cell or "complementizer" in cell:
            return False
    return False


def _additions_marked(
    lattice: Lattice, found: list[tuple[Match, list[Argument]]]
) -> list[tuple[Match, list[Argument]]]:
    """The arguments; dead who are some of those told of before are partial: four of the wounded died, two more bodies.

    Bodies and deaths without such words are additions only beside a larger count.
    """
    most = max((a.value["low"] or 0 for _, arguments in found for a in arguments if a.field == "killed"), default=0)
    if not most:
        return found
    out = []
    for match, arguments in found:
        marked = []
        for argument in arguments:
            low = argument.value["low"]
            if argument.field == "killed" and low and "partial" not in argument.value:
                added = low < most and any(lattice.at(at, "added_to") for at in (match.first - 1, match.first))
                if added or _died_of_wounds(lattice, argument.last):
                    argument = replace(argument, value={**argument.value, "partial": True})
            marked.append(argument)
        out.append((match, marked))
    return out


def _died_of_wounds(lattice: Lattice, at: int) -> bool:
    """Whether the words behind a count of dead tell that they had been wounded before."""
    if any("w" not in edge.features for edge in lattice.at(at, "of_the_hurt")):
        return True
    for behind in range(at, min(at + 5, len(lattice.cells))):
        cell = lattice.cells[behind]
        if "died_of_wounds" in cell:
            return True
        if lattice.tokens[behind].kind == "punct" or "harm_verb" in cell:
            return False
    return False


def _value(lattice: Lattice, sentence: Sentence, count: _Count) -> dict[str, Any]:
    """The value of a count, as an incident's own."""
    who = [{"group": g, "low": low, "high": high} for g, low, high in count.groups if g != "people"]
    if not who and count.of and count.of != "people":
        who = [{"group": count.of, "low": count.low, "high": count.high}]
    seen = {each["group"] for each in who}
    who += [each for each in _among(lattice, sentence, count.last) if each["group"] not in seen]
    value: dict[str, Any] = {"low": count.low, "high": count.high, "scope": "incident", "since": None, "who": who}
    if not count.whole:
        value["partial"] = True
    return value


def _nobody(lattice: Lattice, match: Match) -> list[Argument]:
    """Nobody was killed or hurt; where only the dead or only the wounded are denied, it is silent on the others.

    Where it is said of one nation's people alone, it is no count of all.
    """
    value: dict[str, Any] = {"low": 0, "high": 0, "scope": "incident", "since": None, "who": []}
    if lattice.at(match.last, "demonym"):
        value["partial"] = True
    edge = match.edge("harm")
    broad = edge is None or edge.cls == "harm_loss" or bool(match.edge("harm_broad")) or _both(lattice, match)
    fields = ("killed", "injured") if broad or edge is None else (edge.value,)
    return [Argument(field, dict(value), match.first, match.last, match.rule.id, 0.85) for field in fields]


def _both(lattice: Lattice, match: Match) -> bool:
    """Whether a word stands in the match that means the dead and the wounded together."""
    return any(lattice.at(at, "harm_either") for at in range(match.first, match.last))


# ------------------------------------------------------------------------------------------------------------ the count


def _counts(lattice: Lattice, sentence: Sentence, match: Match) -> list[_Count]:
    """The bounds a match tells, with those coordinated with it added; those told of another place stand apart."""
    gives, stop = match.rule.gives, sentence.last
    how = gives.get("how", "")
    if "low" in gives:
        count = _Count(int(gives["low"]), int(gives["high"]), match.first, match.last)
        return _with_more(lattice, count, stop) if how == "one" else [count]
    if how == "search":
        searched = _search(lattice, match.last, stop)
        return [searched] if searched else []
    if how == "companions":
        taken = match.range("count")
        with_whom = _counted(lattice, *taken, stop) if taken else _Count(1, 1, match.first, match.last)
        return [_sum(_Count(1, 1, match.first, match.first), with_whom)]
    if taken := match.range("count"):
        return _by_number(lattice, match, taken, stop, how)
    if taken := match.range("victims"):
        return _by_people(lattice, match, taken, stop, how)
    if taken := match.range("named"):
        particular = any(lattice.tokens[at].form.startswith("ال") for at in range(*taken))
        if edges := [e for e in _people_edges(lattice, taken[0]) if not particular or e.value != "officials"]:
            return [
                _enumerated(c)
                for c in _with_more(lattice, _people(lattice, taken[0], taken[0] + edges[0].length), stop)
            ]
        named = lattice.at(taken[0], "party")
        several = any(isinstance(e.mention, PartyMention) and e.mention.number != "sg" for e in named)
        counts = _with_more(lattice, _Count(2 if several else 1, None, *taken, whole=False), stop)
        return [_enumerated(count) for count in counts]
    if match.range("one"):
        return [_Count(1, 1, match.first, match.last)]
    if how == "pronoun":
        return [_of_pronoun(lattice, match)]
    if how == "one-before-verb":
        at = match.captures["harm"][0]
        alone = _suffers(lattice, at) and _one_phrase(lattice, match.first + 1, at)
        return [_Count(1, 1, match.first, match.last)] if alone and not _object(lattice, match.last, stop) else []
    if taken := match.range("rest"):
        edge = match.edge("rest")
        low = 2 if edge is not None and edge.cls == "two_others" else 1
        one = edge is not None and edge.cls != "others"
        return [_Count(low, low if one else None, match.first, match.last, whole=one)]
    edge = match.edge("harm")
    if edge is None:
        return []
    if "du" in edge.features and edge.cls == "harm_noun":
        return _with_more(lattice, _Count(2, 2, match.first, match.last), stop)
    return [_Count(1, None, match.first, match.last, whole=False)]


_PRONOUNS = (("هما", 2, 2), ("هم", 2, None), ("هن", 2, None))


def _of_pronoun(lattice: Lattice, match: Match) -> _Count:
    """Those whom a pronoun points back to: his death, the two of them wounded."""
    first, last = match.range("harm") or (match.first, match.last)
    form = lattice.tokens[last - 1].form
    low, high = next(((low, high) for ending, low, high in _PRONOUNS if form.endswith(ending)), (1, None))
    return _Count(low, high, first, last, whole=False)


def _by_number(lattice: Lattice, match: Match, taken: tuple[int, int], stop: int, how: str) -> list[_Count]:
    """The count of a number that a match took: with the noun it counts, and whoever else is joined to it."""
    count = _counted(lattice, *taken, stop)
    if how != "noun" and _counts_things(lattice, count, taken[1], stop):
        return []
    if how in ("before-verb", "state"):
        at = match.captures["harm"][0]
        if how == "before-verb" and any(cls in lattice.cells[at] for cls in _HARM_NOUNS):
            return []
        people = bool(count.groups) or _speaks_of_people(lattice, taken, count.last)
        if how == "before-verb":
            count = _joined_up_to(lattice, count, at)
        if not people or not _one_phrase(lattice, count.last, at):
            return []
        if how == "before-verb" and (count.low or 0) > 1 and _is_of_one(lattice, at):
            return []
        if how == "before-verb" and (not _suffers(lattice, at) or _object(lattice, match.last, stop)):
            return []
        end = count.last if _one_phrase(lattice, count.last, at) and at - count.last > 3 else match.last
        return [count._replace(last=max(count.last, end))]
    if how == "noun":
        if between := match.range("of"):
            inside = (edge.mention for at in range(*between) for edge in lattice.at(at, "number"))
            if any(isinstance(number, Number) and not number.noun for number in inside):
                return []
        harm = match.range("harm")
        if harm and harm[1] == taken[0] and (_is_one_of_them(lattice, harm[0]) or _is_harm_itself(lattice, taken[0])):
            return []
        if harm and any(lattice.at(at, "being") for at in range(harm[1], count.first)):
            return [_with_parts(lattice, count, stop)]
        if harm and harm[0] >= count.first:
            count = count._replace(last=max(count.last, harm[1]))
        second = match.range("second")
        if second and second[0] >= count.first:
            count = count._replace(last=max(count.last, second[1]))
    if how == "both":
        at = match.captures["harm"][0]
        return [count._replace(last=match.last)] if _one_phrase(lattice, count.last, at - 1) else []
    if how == "exceeds" and not lattice.masks[count.first] & mask_of(("rising", "reaching")):
        return []
    if how == "adjunct" and not _is_subject(lattice, match, count):
        return []
    if how == "killer":
        killer = match.captures["killer"][1]
        if not _one_phrase(lattice, killer, taken[0]):
            return []
        if taken[0] > killer + 1 and (not count.groups or "prep_word" in lattice.cells[taken[0] - 1]):
            return []
    return _with_more(lattice, count, stop)


_SUBJECTS = ("others", "of_them", "suffering")


def _is_subject(lattice: Lattice, match: Match, count: _Count) -> bool:
    """Whether a count far behind its verb is its subject: of people, governed by nothing, and no verb in between."""
    first = match.captures["harm"][1]
    of_them = lattice.at(first, "of_them") and _people_edges(lattice, first + 1)
    if not count.groups and not of_them and not any(lattice.at(count.last, cls) for cls in _SUBJECTS):
        return False
    if "prep_word" in lattice.cells[count.first - 1] or not _one_phrase(lattice, first, count.first):
        return False
    return not any(_is_verb(lattice, at) for at in range(first, count.first))


_NO_VERBS = mask_of(("deadly", "place", "party", "time", "weapon", "adjunct_prep"))


def _is_verb(lattice: Lattice, at: int) -> bool:
    """Whether a word may be a verb, or one such as "holding" that counts whom something holds."""
    if lattice.masks[at] & _NO_VERBS or lattice.tokens[at].form.startswith("ال"):
        return False
    edges = (edge for edges in lattice.cells[at].values() for edge in edges)
    return "shelter" in lattice.cells[at] or any(edge.features & {"past", "present"} for edge in edges)


def _by_people(lattice: Lattice, match: Match, taken: tuple[int, int], stop: int, how: str) -> list[_Count]:
    """The count of people told of without a number, or of those whom they are said to have harmed."""
    count = _people(lattice, *taken)
    if how == "before-verb":
        at = match.captures["harm"][0]
        if any(cls in lattice.cells[at] for cls in _HARM_NOUNS) or not _people_edges(lattice, taken[0]):
            return []
        if (joined := _joined_up_to(lattice, count, at)).whole:
            count = joined
        if (
            not _one_phrase(lattice, count.last, at)
            or not _suffers(lattice, at)
            or lattice.tokens[at].form.startswith("ف")
        ):
            return []
        if count.last > taken[1]:
            return [count]
        several = lattice.at(taken[0], "people_plural") or any(
            "du" in edge.features and "construct" not in edge.features for edge in lattice.at(taken[0], "people")
        )
        if (several and _is_of_one(lattice, at)) or lattice.at(taken[0] - 1, "one_of_them"):
            return []
        if not lattice.at(at, "suffering") and _object(lattice, match.last, stop):
            return []
        return [_as_two(lattice, count, at)]
    if how == "verb" and not lattice.at(match.first, "suffering") and _may_kill(lattice, taken[0]):
        victims = _object(lattice, taken[1], stop)
        if victims:
            return _with_more(lattice, victims, stop)
    return [_enumerated(each) for each in _with_more(lattice, count, stop)]


def _joined_up_to(lattice: Lattice, count: _Count, stop: int) -> _Count:
    """The count with those added that are joined to it before the verb: an officer and four soldiers were killed."""
    if not any(_and_here(lattice, at) for at in range(count.last, stop)):
        return count
    joined = _with_more(lattice, count, stop)
    return joined[0] if len(joined) == 1 else count


def _as_two(lattice: Lattice, count: _Count, at: int) -> _Count:
    """People before a verb of two: two citizens, spelt like many, who were killed; a man and his son."""
    verbs = [e for cls in ("harm_verb", "suffering") for e in lattice.at(at, cls)]
    two = [edge for edge in verbs if "du" in edge.features]
    if count.low != 1 or not two or any(not e.features & {"du", "acc"} for e in verbs):
        return count
    groups = tuple((group, 2, 2) for group, _, _ in count.groups)
    return count._replace(low=2, high=2, groups=groups, whole=True)


def _enumerated(count: _Count) -> _Count:
    """A single person told of by name is no toll; several named one by one are."""
    if not count.whole and not count.several and count.low is not None and count.low > 1 and len(count.groups) > 1:
        return count._replace(high=count.low, whole=True)
    return count


def _counted(lattice: Lattice, first: int, last: int, stop: int) -> _Count:
    """A number with what it counts: the noun behind it, a nation, "others", what is said in brackets around it."""
    number = next((e.mention for e in lattice.at(first, "number") if first + e.length == last), None)
    low, high = _bounds(number) if isinstance(number, Number) else (None, None)
    end, group, of = last, None, None
    if isinstance(number, Number) and number.noun:
        group = next((edge.value for at in range(first, last) for edge in _people_edges(lattice, at)), None)
    elif end < stop:
        at = end + 1 if lattice.at(end, "quote_mark") else end
        edge = next(iter(_people_edges(lattice, at)), None) if at < stop else None
        if edge is not None and "w" not in edge.features:
            group, end = edge.value, at + edge.length
        elif (nation := lattice.at(end, "demonym")) and "w" not in nation[0].features:
            group, end = "people", end + 1
    if end < stop and (others := lattice.at(end, "others")) and "w" not in others[0].features:
        end += others[0].length
    if group is None and end + 1 < stop and any("suffix" not in e.features for e in lattice.at(end, "of_them")):
        of = _group_of(lattice, end + 1)
    groups = ((group, low, high),) if group else ()
    return _Count(low, high, first, end, groups, of=of)


def _group_of(lattice: Lattice, at: int) -> str | None:
    """The group that people named at a token belong to; members of an armed group are its fighters."""
    if lattice.at(at, "quote_mark"):
        at += 1
    if not _people_edges(lattice, at) and lattice.at(at, "foremost"):
        at += 1  # of the senior officers; the word for the old is one of people
    edge = next(iter(_people_edges(lattice, at)), None)
    if edge is None:
        return None
    parties = (e for i in (at, at + edge.length) for e in lattice.at(i, "party"))
    fighting = any(e.mention.party.source_kind == "armed_group" for e in parties)
    return "fighters" if edge.value == "soldiers" and fighting else edge.value


def _bounds(number: Number) -> tuple[int | None, int | None]:
    """The bounds of a number; an approximate one reaches ten per cent either way."""
    if number.approximate and number.low is not None and number.low == number.high:
        return -(-number.low * 9 // 10), number.low * 11 // 10
    return number.low, number.high


def _people_edges(lattice: Lattice, at: int) -> list[Edge]:
    """The readings of a word as people; no noun carries the letter of a future verb."""
    return [edge for cls in _PEOPLE for edge in lattice.at(at, cls) if "s" not in edge.features]


def _people(lattice: Lattice, first: int, last: int) -> _Count:
    """People without a number: one, two by the dual, some by the plural. One who is definite is not counted."""
    edges = [e for e in _people_edges(lattice, first) if e.length == last - first]
    edges.sort(key=lambda edge: (edge.length > 1 and "suffix" in edge.features, {"du", "construct"} <= edge.features))
    if not edges:
        return _Count(1, None, first, last, whole=False)
    edge = edges[0]
    two = any(e.mention.low == 2 == e.mention.high and not e.mention.noun for e in lattice.at(last, "number"))
    if two and not lattice.at(last, "number")[0].features & {"w", "f", "b", "l"}:
        return _Count(2, 2, first, last + lattice.at(last, "number")[0].length, ((edge.value, 2, 2),))
    plural = next((e for e in edges if e.cls == "people_plural"), None)
    if plural is not None and (edge.cls == "people_plural" or _means_many(lattice, first, last)):
        return _Count(1, None, first, last, ((plural.value, 1, None),), whole=False, several=True)
    n = 2 if "du" in edge.features else 1
    if n == 1 and "def" in edge.features:
        return _Count(1, None, first, last, ((edge.value, 1, None),), whole=False)
    return _Count(n, n, first, last, ((edge.value, n, n),))


def _means_many(lattice: Lattice, first: int, last: int) -> bool:
    """Whether a word that is a dual or a plural by its letters is the plural; a dual has "two" or a dual behind."""
    return not any(
        "du" in edge.features and not edge.features & {"construct", "pl"}
        for cls in ("demonym", "party_attribute", "people")
        for edge in lattice.at(last, cls)
    )


def _speaks_of_people(lattice: Lattice, taken: tuple[int, int], end: int) -> bool:
    """Whether a number without a noun of people counts people: "of the crew", "others", or nothing at all behind it."""
    if end > taken[1]:
        return True
    end += max((edge.length for edge in lattice.at(end, "before_count")), default=0)
    return any(lattice.at(end, cls) for cls in ("of_them", "others", "the_rest", "party", "harm_verb", "still"))


def _counts_things(lattice: Lattice, count: _Count, at: int, stop: int) -> bool:
    """Whether the word behind a number is a thing."""
    if count.groups:
        return False
    if any(e.mention.noun for e in lattice.at(count.first, "number")):
        return not lattice.masks[count.first] & mask_of(_HARM) and any(lattice.at(count.first, cls) for cls in _THINGS)
    if at >= stop:
        return False
    edges = (edge for cls in _THINGS for edge in lattice.at(at, cls))
    return any(not edge.features & {"w", "b", "l", "k"} for edge in edges)


_THINGS = ("not_people", "thing_hit", "thing_hit_plural", "flying", "flying_plural", "weapon")


# --------------------------------------------------------------------------------------------- who harms, who is harmed


def _suffers(lattice: Lattice, at: int) -> bool:
    """Whether a verb can tell what happened to its subject: a passive, or a verb such as to fall, to die."""
    return bool(lattice.at(at, "suffering")) or any("passive" in e.features for e in lattice.at(at, "harm_verb"))


def _is_one_of_them(lattice: Lattice, at: int) -> bool:
    """Whether one who is told of before stands here, so that a number behind counts others: the victim's three sons."""
    edges = lattice.at(at, "harm_noun")
    return bool(edges) and not lattice.at(at, "harm_plural") and all({"sg", "def"} <= e.features for e in edges)


def _is_harm_itself(lattice: Lattice, at: int) -> bool:
    """Whether the dual of a noun of harm stands here, and so counts no other noun: one dead and two wounded."""
    return any("du" in edge.features for edge in lattice.at(at, "harm_noun"))


def _is_of_one(lattice: Lattice, at: int) -> bool:
    """Whether a verb can only be of one man, and so not of the several who stand before it."""
    edges = [e for cls in ("harm_verb", "suffering") for e in lattice.at(at, cls)]
    return bool(edges) and all({"m", "sg"} <= edge.features for edge in edges)


def _may_kill(lattice: Lattice, at: int) -> bool:
    """Whether people of this kind may be the subject of a verb of killing: they are armed, and no object."""
    return not any("acc" in edge.features for edge in _people_edges(lattice, at)) and bool(
        lattice.at(at, "armed") or lattice.at(at, "armed_plural")
    )


def _one_phrase(lattice: Lattice, first: int, last: int) -> bool:
    """Whether the tokens between can belong to one noun phrase: no verb of harm, no new clause, no further number."""
    harmless = first
    for at in range(first, last):
        token, cell = lattice.tokens[at], lattice.cells[at]
        harmless = max(harmless, *(at + edge.length for edge in lattice.at(at, "spelt_like_harm")), at)
        if token.kind == "punct" and token.form not in OPEN_MARKS:
            return False
        if "harm_verb" in cell and "harm_masdar" not in cell and at >= harmless:
            return False
        if "relative_word" in cell or "number" in cell or "complementizer" in cell:
            return False
    return True


def _object(lattice: Lattice, at: int, stop: int) -> _Count | None:
    """Whoever a verb is done to, behind its subject: a number or an accusative that no preposition governs."""
    end = min(at + _OBJECT, stop)
    governed = False
    while at < end:
        cell, token = lattice.cells[at], lattice.tokens[at]
        if token.kind == "punct" and token.form not in OPEN_MARKS:
            return None
        if any(cls in cell for cls in ("relative_word", "complementizer", "among", "being", "mostly")):
            return None
        if any("w" not in e.features or e.depth == 0 for e in cell.get("harm_verb", ())) and "harm_masdar" not in cell:
            return None
        if skipped := max((cell[cls][0].length for cls in ("time", "place") if cls in cell), default=0):
            at, governed = at + skipped, False
            continue
        if edges := cell.get("number"):
            features = edges[0].features
            if not governed and not features & {"b", "l", "k", "w", "fa"}:
                count = _counted(lattice, at, at + edges[0].length, stop)
                return None if _counts_things(lattice, count, at + edges[0].length, stop) else count
            at, governed = at + edges[0].length, False
            continue
        if token.form.startswith("و"):
            return None
        for edge in _people_edges(lattice, at):
            if not governed and _is_object(lattice, at, edge):
                return _people(lattice, at, at + edge.length)
        governed = "prep_word" in cell
        at += 1
    return None


def _is_object(lattice: Lattice, at: int, edge: Edge) -> bool:
    """Whether people stand in the accusative, as far as letters tell, and are no adjective of the subject."""
    if edge.features & {"b", "l", "k", "w", "fa"}:
        return False
    oblique = "acc" in edge.features or bool(lattice.at(at, "oblique_plural"))
    return oblique or ("du" in edge.features and edge.cls == "people")


# ------------------------------------------------------------------------------------------------------------ adding up


def _with_more(lattice: Lattice, count: _Count, stop: int) -> list[_Count]:
    """The count with those added that "and" joins to it: and two children, and his guard, and ten of the others.

    Whoever is joined behind the name of a place is counted apart where another place follows: a soldier in one town and
    two in another. A plural that is joined bare is counted by the number before: nine officers and soldiers.
    """
    counts = [count]
    end, apart = _behind(lattice, count, count.last, stop)
    while end < stop and counts[-1].low is not None:
        more = _joined(lattice, end, stop, counts[-1], apart)
        if more is None:
            break
        if apart and _has_place(lattice, more.last, stop):
            counts.append(more)
        elif _shares_number(lattice, counts[-1], end):
            counts[-1] = _counting_both(lattice, counts[-1], more)
        else:
            counts[-1] = _sum(counts[-1], more)
        end, apart = _behind(lattice, more, more.last, stop)
    return counts


def _sum(a: _Count, b: _Count) -> _Count:
    low = (a.low or 0) + (b.low or 0)
    high = None if a.high is None or b.high is None else a.high + b.high
    groups: dict[str, tuple[int | None, int | None]] = {}
    for group, group_low, group_high in (*a.groups, *b.groups):
        held_low, held_high = groups.get(group, (0, 0))
        groups[group] = (
            None if held_low is None or group_low is None else held_low + group_low,
            None if held_high is None or group_high is None else held_high + group_high,
        )
    told = tuple((group, *bounds) for group, bounds in groups.items())
    return _Count(low, high, a.first, b.last, told, a.whole and b.whole, several=a.several or b.several)


def _has_place(lattice: Lattice, at: int, stop: int) -> bool:
    """Whether a place follows in the noun phrase that ends at a token."""
    return any("place" in lattice.cells[behind] for behind in range(at, min(at + 3, stop)))


def _shares_number(lattice: Lattice, count: _Count, at: int) -> bool:
    """Whether the number before counts people joined at a token too: a bare plural behind a plural, two accusatives.

    Spelt in -in, people without an article may be two of their own.
    """
    if not any(isinstance(e.mention, Number) and not e.mention.noun for e in lattice.at(count.first, "number")):
        return False
    if lattice.at(at - 1, "people_plural"):
        return any("suffix" not in edge.features for edge in lattice.at(at, "people_plural"))
    return all(any("acc" in edge.features for edge in lattice.at(here, "people")) for here in (at - 1, at))


def _counting_both(lattice: Lattice, count: _Count, more: _Count) -> _Count:
    """A count whose number is of two kinds of people."""
    pair = bool(lattice.at(more.first, "oblique_plural")) and not any(
        "def" in edge.features for edge in _people_edges(lattice, more.first)
    )
    groups = tuple((group, None, None) for group, _, _ in (*count.groups, *more.groups))
    return count._replace(high=None if pair else count.high, last=more.last, groups=groups)


def _and_here(lattice: Lattice, at: int) -> bool:
    """Whether a word has "and" before it, written with it or, before digits, as a token of its own."""
    return lattice.tokens[at].form.startswith("و") or (at > 0 and lattice.tokens[at - 1].form == "و")


def _behind(lattice: Lattice, count: _Count, at: int, stop: int) -> tuple[int, bool]:
    """Past a name, an adjective or a complement of a counted noun, to where "and" may stand; whether past a place."""
    plain, apart, free = 0, False, at
    start = at
    while at < stop:
        cell, token = lattice.cells[at], lattice.tokens[at]
        if _and_here(lattice, at) and ("number" in cell or any("w" in e.features for e in _people_edges(lattice, at))):
            return at, apart
        if token.form == "و":
            at += 1
            continue
        if "someone_with" in cell or "besides" in cell or "kin_plural" in cell or ("others" in cell and at > start):
            return at, apart
        if token.kind == "punct" and token.form not in OPEN_MARKS:
            past = at + 1 if lattice.at(at + 1, "besides") else _past_groups(lattice, count, at, stop)
            return (past, apart) if past else (stop, False)
        if any(cls in cell for cls in _ENDS) or (at > start and any(cls in cell for cls in _HARM_NOUNS)):
            return stop, False
        inner = "of_them" in cell or "place" in cell or lattice.at(at + 1, "place") or lattice.at(at + 1, "ranks")
        if "prep_word" in cell and not inner:
            return stop, False
        if "place" in cell:
            apart = True
        for cls in ("party", "place", "time"):
            if cls in cell:
                free = max(free, at + cell[cls][0].length)
        if at >= free:
            plain += 1
            if plain > 5:
                return stop, False
        at += 1
    return stop, False


_ENDS = (
    "harm_verb",
    "harm_masdar",
    "relative_word",
    "complementizer",
    "mostly",
    "among",
    "being",
    "toll",
    "between_both",
)
"""What ends the noun phrase that counts somebody, where another may be joined."""


def _past_groups(lattice: Lattice, count: _Count, at: int, stop: int) -> int | None:
    """Past ", among them two children," to an "and" whose number is of another party, as this one's is."""
    if not lattice.at(count.last, "of_them") or at + 1 >= stop or not lattice.at(at + 1, "among"):
        return None
    _, end = _groups(lattice, at + 1 + lattice.at(at + 1, "among")[0].length, stop, exact=True)
    while end < stop and (lattice.tokens[end].kind == "punct" or lattice.tokens[end].form == "و"):
        end += 1
    for edge in lattice.at(end, "number"):
        if "w" in edge.features and lattice.at(end + edge.length, "of_them"):
            return end
    return None


def _joined(lattice: Lattice, at: int, stop: int, before: _Count, apart: bool) -> _Count | None:
    """A further person or number joined by "and" or "with" at a token, if it is one and no new kind of harm."""
    cell = lattice.cells[at]
    if edges := cell.get("someone_with") or cell.get("besides"):
        end = at + edges[0].length
        if _and_here(lattice, at):
            return _Count(1, 1, at, end, (("people", 1, 1),))
        if end < stop and (more := lattice.at(end, "companion")):
            return _Count(1, 1, at, end + more[0].length, (("people", 1, 1),))
        for edge in lattice.at(end, "number") if end < stop else ():
            count = _counted(lattice, end, end + edge.length, stop)
            people = count.groups or count.of or lattice.at(count.last, "of_them") or lattice.at(count.last, "others")
            return count._replace(first=at) if people else None
        if end < stop and _people_edges(lattice, end):
            edge = _people_edges(lattice, end)[0]
            return _people(lattice, end, end + edge.length)._replace(first=at)
        return None
    if not _and_here(lattice, at):
        return None
    for edge in cell.get("number", ()):
        end = at + edge.length
        count = _counted(lattice, at, end, stop)
        if _counts_things(lattice, count, end, stop):
            return None
        if count.last < stop and any(lattice.at(count.last, cls) for cls in _HARM_NOUNS) and not count.groups:
            return None
        if (
            count.last < stop
            and lattice.at(count.last, "harm_verb")
            and not lattice.tokens[count.last].form.startswith("و")
        ):
            return None
        parallel = bool(lattice.at(end, "of_them")) and bool(before.groups or lattice.at(before.last, "of_them"))
        parallel = parallel or (apart and _stands_at_place(lattice, end)) or bool(lattice.at(end + 1, "ranks"))
        return count if count.groups or parallel or count.last > end else None
    if any({"w", "suffix"} <= edge.features for edge in cell.get("kin_plural", ())):
        return _kin(lattice, at, stop)
    definite = any("def" in edge.features for edge in _people_edges(lattice, before.first))
    for cls in (*_PEOPLE, "others"):
        for edge in cell.get(cls, ()):
            if "w" in edge.features and "suffix" not in edge.features and ("def" not in edge.features or definite):
                if cls == "others":
                    return _Count(1, None, at, at + edge.length, (("people", 1, None),), whole=False, several=True)
                return _people(lattice, at, at + edge.length)
    return None


def _kin(lattice: Lattice, at: int, stop: int) -> _Count:
    """Somebody's children or brothers: as many as the number behind says, with its article, or some."""
    end = at + 1
    told = lattice.at(end, "numeral") if end < stop else ()
    number = next((edge for edge in told if {"def", "whole"} <= edge.features), None)
    group = next((edge.value for edge in _people_edges(lattice, at)), "people")
    if number is None:
        return _Count(1, None, at, end, ((group, 1, None),), whole=False, several=True)
    several = int(number.value)
    return _Count(several, several, at, end + number.length, ((group, several, several),))


def _stands_at_place(lattice: Lattice, at: int) -> bool:
    """Whether "in" and a place begin at a token: five in one town and seven in another."""
    if lattice.at(at, "prep_word") and lattice.at(at + 1, "place"):
        return True
    return any("b" in edge.features for edge in lattice.at(at, "place"))


def _with_parts(lattice: Lattice, count: _Count, stop: int) -> _Count:
    """The count with those added that a list names behind commas: eight civilians, three women among them, six guards.

    Groups told of inside one of its parts are told of and not added.
    """
    at = count.last
    while at < stop:
        if among := lattice.at(at, "among"):
            groups, at = _groups(lattice, at + among[0].length, stop, exact=True)
            inside = tuple((each["group"], each["low"], each["high"]) for each in groups)
            count = count._replace(groups=(*count.groups, *inside))
            continue
        if lattice.at(at, "of_them") and _people_edges(lattice, at + 1):
            group = _people_edges(lattice, at + 1)[0]
            at += 1 + group.length
            continue
        token = lattice.tokens[at]
        if token.form in ("،", ",", "و") or token.form in OPEN_MARKS:
            at += 1
            continue
        number = next((e for e in lattice.at(at, "number") if _and_here(lattice, at)), None)
        if number is None:
            if lattice.masks[at] & mask_of(("harm_verb", "complementizer", "relative_word")) or token.kind != "word":
                break
            if at - count.last > 5:
                break
            at += 1
            continue
        more = _counted(lattice, at, at + number.length, stop)
        if not more.groups and more.of is None:
            break
        if more.of and not more.groups:
            more = more._replace(groups=((more.of, more.low, more.high),))
        count, at = _sum(count, more), more.last
    return count


def _search(lattice: Lattice, at: int, stop: int) -> _Count | None:
    """The number of "the number of those killed in the clash of two forces reached 27", behind all else."""
    for here in range(at, min(at + _SEARCH, stop)):
        cell, token = lattice.cells[here], lattice.tokens[here]
        if token.kind == "punct" and token.form not in OPEN_MARKS:
            return None
        for edge in cell.get("number", ()):
            end = here + edge.length
            if isinstance(edge.mention, Number) and edge.mention.noun:
                continue
            behind = lattice.cells[end] if end < stop else {}
            people = any(cls in behind for cls in (*_PEOPLE, *_HARM_NOUNS, "demonym"))
            if not people and any(
                cls in behind for cls in ("counted", "counted_plural", "counted_sound", "not_people")
            ):
                continue
            count = _counted(lattice, here, end, stop)
            count = _risen_to(lattice, count, stop) or count
            if harm := next((e for cls in _HARM_NOUNS for e in lattice.at(count.last, cls)), None):
                if "w" not in harm.features:
                    count = count._replace(last=count.last + harm.length)
            return count
    return None


def _risen_to(lattice: Lattice, count: _Count, stop: int) -> _Count | None:
    """The number that a toll rose to, where a count is the one that it rose from: from 12 to 17."""
    behind = count.last
    if not lattice.at(count.first - 1, "num_of") or not lattice.at(behind, "toll_to"):
        return None
    number = next(iter(lattice.at(behind + 1, "number")), None) if behind + 1 < stop else None
    return _counted(lattice, behind + 1, behind + 1 + number.length, stop) if number else None


# --------------------------------------------------------------------------------------------------------------- groups


def _among(lattice: Lattice, sentence: Sentence, at: int) -> list[dict[str, Any]]:
    """The groups told of behind a count: among them three children and two women; most of them women and children."""
    for start in range(at, min(at + _REACH, sentence.last)):
        cell = lattice.cells[start]
        if start > at and any(cls in cell for cls in (*_HARM, "complementizer", "number")):
            if "complementizer" in cell and lattice.at(start + 1, "among"):
                continue  # 16, and that among them are six women
            return []
        for cls in ("among", "being", "mostly"):
            if edges := cell.get(cls):
                return _groups(lattice, start + edges[0].length, sentence.last, exact=cls != "mostly")[0]
    return []


def _groups(lattice: Lattice, at: int, stop: int, *, exact: bool) -> tuple[list[dict[str, Any]], int]:
    """Groups joined by "and", each with its bounds where they are counted, and where they end."""
    out: list[dict[str, Any]] = []
    end = at
    while at < stop:
        count = None
        if edges := lattice.at(at, "number"):
            count = _counted(lattice, at, at + edges[0].length, stop)
        elif edge := next(iter(_people_edges(lattice, at)), None):
            count = _people(lattice, at, at + edge.length)
        group = count and (count.groups[0][0] if count.groups else count.of)
        if count is None or group is None:
            break
        known = exact and count.low is not None
        out.append({"group": group, "low": count.low if known else None, "high": count.high if known else None})
        at = end = count.last
        if at < stop and lattice.tokens[at].form == "و":
            at += 1
        elif at < stop and not lattice.tokens[at].form.startswith("و"):
            break
    return out, end


# ---------------------------------------------------------------------------------------------- victims of both kinds


def _without_sums(lattice: Lattice, found: list[Argument]) -> list[Argument]:
    """A number of "victims" counts dead and wounded where it is their sum, or where some of them are called dead."""
    dead = {a.value["low"] for a in found if a.field == "killed" and a.value["low"] == a.value["high"]}
    hurt = {a.value["low"] for a in found if a.field == "injured" and a.value["low"] == a.value["high"]}
    sums = {k + i for k in dead for i in hurt if k and i}
    out = []
    for argument in found:
        low = argument.value["low"]
        either = any(lattice.at(at, "harm_either") for at in range(argument.first, argument.last))
        counted = argument.field == "killed" and either and low == argument.value["high"]
        if counted and low and low > 1 and (low in sums or _are_partly_dead(lattice, argument.last)):
            value = {**argument.value, "low": 1, "high": low - 1}
            out.append(replace(argument, value=value, confidence=0.5))
            out.append(replace(argument, field="injured", value=dict(value), confidence=0.5))
        else:
            out.append(argument)
    return out


def _are_partly_dead(lattice: Lattice, at: int) -> bool:
    """Whether some of the victims counted up to a token are called dead or wounded: among them ten dead."""
    for among in lattice.at(at, "among")[:1]:
        start = at + among.length
        for number in lattice.at(start, "number")[:1]:
            return any(lattice.at(start + number.length, cls) for cls in _HARM_NOUNS)
    return False


# ------------------------------------------------------------------------------------------------------------ examples


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: date) -> dict[str, str]:
    """What the stage makes of a match: field, also, low, high ("none" where open), who, more (counted apart)."""
    sentence = lattice.sentence_at(match.first)
    if sentence is None:
        return {}
    found = _arguments(lattice, sentence, match, "killed")
    if not found:
        return {"field": "nothing"}
    value = found[0].value
    out = {"field": found[0].field, "low": _text(value["low"]), "high": _text(value["high"])}
    also = next((argument.field for argument in found if argument.field != found[0].field), None)
    if also:
        out["also"] = also
    apart = [argument for argument in found[1:] if argument.field == found[0].field]
    if apart:
        out["more"] = " ".join(_text(argument.value["low"]) for argument in apart)
    if value["who"]:
        out["who"] = " ".join(f"{w['group']}:{_text(w['low'])}" for w in value["who"])
    return out


def _text(bound: int | None) -> str:
    return "none" if bound is None else str(bound)
