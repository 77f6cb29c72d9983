"""Says of each event whether it happened, may happen, shall happen or did not, and whether it is the news or history.

Rules find cues; a cue sets something for the events that it reaches to its right, or for its sentence or document.
Events of fields where nothing is struck (a match, a market, a drill, a gas cylinder) are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from riwaya.frozen import replace
from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Lattice, Match, mask_of
from riwaya.reading._items import find_items
from riwaya.records import EventMention, Sentence, Statement, TimeMention

STAGE = "modality"
_NEWS_IN_DAYS = 4
"""Where the news bears no day: a happening that is older by more days than this is told as history."""
_SECOND_DAY = 1
"""The same where the news bears a day of its own."""
_OPENING = 3
_TOLD = frozenset(("headline", "body", "post"))
_KIN = {"crackdown": ("protest",), "riot": ("protest",), "detention": ("protest",), "raid": ("clash",)}
_NOUN_FRAMES = frozenset(("strike", "deed", "launching", "clash", "rally"))
_ABOUT = frozenset(("at", "from", "time", "on"))
_NEAR = 40
_HEAD = 3
_FARTHEST = 80
_VIOLENT = frozenset("attack airstrike drone_attack missile_attack shelling bombing suicide_bombing".split())
_THREATENED = _VIOLENT | {"raid", "seizure", "siege"}
_STRIKE_NOUNS = ("ev_noun", "ev_noun_f", "ev_nouns", "attack_noun")
_FORCES = frozenset("state_forces rebel_group political_militia identity_militia external_forces".split())
_FUTURE = frozenset(("planned", "ordered", "conditional", "hypothetical", "possible"))


class _Cue(NamedTuple):
    """A cue: where it stands, how far it reaches, what it sets."""

    first: int
    last: int
    end: int
    sets: dict[str, str]


class _Marked(NamedTuple):
    """An event with what the cues say of it, and whether they say that it happened before something else told."""

    event: EventMention
    earlier: bool


def mark_events(
    lattice: Lattice, knowledge: Knowledge, statements: Sequence[Statement], events: Sequence[EventMention]
) -> tuple[EventMention, ...]:
    """The events with stance, modality, polarity and background; without those that are no events."""
    if not events:
        return ()
    cues, drops = _cues(lattice, knowledge)
    places = [cue.first for cue, _ in drops]
    lines = _Lines(lattice)
    kept: list[EventMention] = []
    left_out: str | None = None
    for event in events:
        # what points back to something left out is left out with it: the gas cylinder, then "the explosion"
        back = event.anaphoric and event.type == left_out
        dropped = back or _is_dropped(lattice, lines, event, _around(event, drops, places))
        left_out = event.type if dropped else None
        if left_out is None:
            kept.append(event)
    firsts = [cue.first for cue in cues]
    found = (_marked(lattice, event, cues, firsts, statements) for event in kept)
    marked = [mark for mark in found if mark is not None and not _tells_nothing(mark.event)]
    events = _with_history(lattice, statements, marked)
    return tuple(event for event in events if not _names_a_series(lattice, event))


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: Any = None) -> dict[str, str]:
    """What a cue sets, for examples."""
    return match.gives()


# ----------------------------------------------------------------------------------------------------------------- cues


def _cues(lattice: Lattice, knowledge: Knowledge) -> tuple[list[_Cue], list[tuple[_Cue, Sentence]]]:
    """The cues of a document that reach words, and those that leave something out with their sentences."""
    rules = knowledge.rules(STAGE)
    cues: list[_Cue] = []
    drops: list[tuple[_Cue, Sentence]] = []
    for sentence in lattice.sentences:
        for match in rules.find_all(lattice, sentence.first, sentence.last):
            sets = match.gives()
            if "long" in sets and not _is_long_ago(lattice, match):
                continue
            if "drop" in sets:
                drops.append((_Cue(match.first, match.last, sentence.last, sets), sentence))
                continue
            reach = sets.get("reach", "0")
            if reach == "clause":
                first, last = next(
                    (c for c in sentence.clauses if c[0] <= match.first < c[1]), (sentence.first, sentence.last)
                )
                cues.append(_Cue(first, first, last, sets))
            else:
                across = "across" in sets or ("modality" in sets and "nouns" not in sets)
                end = _reach(lattice, sentence, match.last, int(reach), across=across)
                cues.append(_Cue(match.first, match.last, end, sets))
    cues.sort(key=lambda cue: cue.first)
    return cues, drops


def _is_long_ago(lattice: Lattice, match: Match) -> bool:
    """Whether what goes on began long before the report, so that it is not its news."""
    since, published = match.edge("since"), lattice.document.published
    began = since.mention.earliest if since and isinstance(since.mention, TimeMention) else None
    if began is None or published is None:
        return False
    return date.fromisoformat(published[:10]) - began > timedelta(_NEWS_IN_DAYS)


def _reach(lattice: Lattice, sentence: Sentence, first: int, words: int, *, across: bool) -> int:
    """The end of so many words to the right; times and quotation marks do not count, a mark ends it, and "that" may."""
    at = first
    while at < sentence.last and words >= 0:
        if lattice.masks[at] & _TIME:
            at += lattice.cells[at]["time"][0].length
            continue
        cell = lattice.cells[at]
        if not across and "complementizer" in cell:
            return at
        if lattice.tokens[at].kind == "punct":
            if not cell.keys() & {"quote_mark", "open", "close"}:
                return at
            at += 1
            continue
        at += 1
        words -= 1
    return min(at, sentence.last)


_TIME = mask_of(("time",))
_LINE_END = re.compile(r"[\n\r\u2028\u2029]+")
_SUBJECT = 2
"""Told in so many lines, a field is the subject of a text, and not of one item of it."""
_SHARE = 3
"""Of so many lines around an event one at least speaks of what is the subject: dust and rain are not that of a war."""
_FIELD = 200
"""Tokens on either side within which words of another field speak of an event: a report, not a digest of many."""


def _around(
    event: EventMention, drops: Sequence[tuple[_Cue, Sentence]], places: Sequence[int]
) -> Sequence[tuple[_Cue, Sentence]]:
    """The cues near an event, in text order."""
    return drops[bisect_left(places, event.first - _FIELD) : bisect_left(places, event.last + _FIELD)]


class _Lines:
    """The lines of a text, by number; a bulletin has one for each thing that it tells."""

    def __init__(self, lattice: Lattice) -> None:
        self._ends = [match.start() for match in _LINE_END.finditer(lattice.document.text)]
        self._tokens = lattice.tokens
        opening = [sentence for sentence in lattice.sentences if sentence.segment in _TOLD][:_OPENING]
        self._opens = opening[-1].last if opening else 0

    def number(self, token: int) -> int:
        """The number of the line that holds a token."""
        return bisect_right(self._ends, self._tokens[token].start)

    def around(self, event: EventMention) -> int:
        """How many lines stand as near to an event as the words that may speak of it."""
        first, last = max(0, event.first - _FIELD), min(len(self._tokens) - 1, event.last + _FIELD)
        return self.number(last) - self.number(first) + 1

    def speaks_of(self, cue: int, event: int) -> bool:
        """Whether what a text says at a token goes for an event: in its line, the line before, or as the text opens."""
        return cue < self._opens or 0 <= self.number(event) - self.number(cue) <= 1


def _is_dropped(lattice: Lattice, lines: _Lines, event: EventMention, drops: Sequence[tuple[_Cue, Sentence]]) -> bool:
    """Whether cues of a field where nothing is struck cover an event: in its sentence, beside it, or all around it."""
    if not drops:
        return False
    words: dict[str, set[str]] = {}
    lines_around = lines.around(event) / _SHARE
    told_in: dict[str, set[int]] = defaultdict(set)
    for cue, _ in drops:
        told_in[cue.sets["drop"]].add(lines.number(cue.first))
    for cue, sentence in drops:
        field, level = cue.sets["drop"], cue.sets["level"]
        if level == "sentence" and sentence.first <= event.first < sentence.last:
            return True
        near = int(cue.sets.get("near", "0"))
        if level == "beside" and event.first - near <= cue.first <= event.last + max(2, near):
            return True
        subject = len(told_in[field]) >= max(_SUBJECT, lines_around)
        if not subject and not lines.speaks_of(cue.first, event.first):
            continue
        words.setdefault(field, set()).add(lattice.tokens[cue.first].form)
        most = cue.sets["least"] if level == "document" else cue.sets.get("many")
        if most and len(words[field]) >= int(most):
            return True
    return False


# ---------------------------------------------------------------------------------------------------------------- marks

_STRONGEST = ("hypothetical", "conditional", "ordered", "planned", "possible")


def _marked(
    lattice: Lattice,
    event: EventMention,
    cues: Sequence[_Cue],
    firsts: Sequence[int],
    statements: Sequence[Statement],
) -> _Marked | None:
    """An event with what the cues that reach it say; None for what is only named as the reason of something."""
    found: set[str] = set()
    background, negated, reason, promised = event.background, event.polarity == "negated", False, False
    earlier = _is_before_another(lattice, event)
    for index in range(bisect_right(firsts, event.first) - 1, -1, -1):
        cue = cues[index]
        if event.first - cue.first > _FARTHEST:
            break
        own = cue.first <= event.first < cue.last
        if "nouns" in cue.sets and event.frame not in _NOUN_FRAMES:
            continue
        if not (own or cue.last <= event.first < cue.end):
            continue
        modality = cue.sets.get("modality")
        if modality and not (modality == "ordered" and not own and _is_told_of(lattice, event)):
            found.add(modality)
            promised = promised or "promise" in cue.sets
        if "background" in cue.sets and (not own or "own" in cue.sets):
            background = True
            earlier = earlier or cue.sets["background"] == "earlier"
            reason = reason or "reason" in cue.sets
        if cue.sets.get("polarity") == "negated" and (not own or "own" in cue.sets):
            negated = True
    if reason and not any(argument.field == "happened" for argument in event.arguments):
        return None
    modality = next((m for m in _STRONGEST if m in found), event.modality)
    if event.type == "threat" or event.stance == "no_claim":
        modality, negated = event.modality, False
    polarity = "negated" if negated else "affirmed"
    background = background or earlier
    marked = event
    if (modality, background, polarity) != (event.modality, event.background, event.polarity):
        marked = replace(event, modality=modality, background=background, polarity=polarity)
    if promised and modality == "planned":
        marked = _as_threat(marked, statements)
    if _is_threatened(lattice, event, statements):
        marked = replace(marked, type="threat", stance="threatens", modality="actual", background=False)
    return _Marked(marked, earlier)


def _is_threatened(lattice: Lattice, event: EventMention, statements: Sequence[Statement]) -> bool:
    """Whether a threat is of an event: who threatens with strikes, and not who does so after the strike."""
    if event.type not in _VIOLENT or not 0 <= event.statement < len(statements):
        return False
    if statements[event.statement].stance != "threatens" or event.anaphoric:
        return False
    edges = [edge for cls in _STRIKE_NOUNS for edge in lattice.at(event.first, cls)]
    return any("b" in edge.features for edge in edges) and not any("def" in edge.features for edge in edges)


def _is_before_another(lattice: Lattice, event: EventMention) -> bool:
    """Whether the day of an event is told as so long before another: two days after the attack."""
    days = (argument.first for argument in event.arguments if argument.field == "happened")
    return any(edge.value == "after" for first in days for edge in lattice.at(first, "time"))


def _is_told_of(lattice: Lattice, event: EventMention) -> bool:
    """Whether an event is what an order is about, and not what is ordered: an inquiry into the shelling."""
    before = lattice.at(event.first - 1, "ev_prep")
    cell = lattice.cells[event.first]
    definite = any("def" in edge.features for edges in cell.values() for edge in edges)
    return definite and event.frame in _NOUN_FRAMES and any(edge.value in _ABOUT for edge in before)


def _as_threat(event: EventMention, statements: Sequence[Statement]) -> EventMention:
    """What a force says that it will do to somebody is a threat."""
    if event.type not in _THREATENED or not 0 <= event.statement < len(statements):
        return event
    chain = statements[event.statement].chain
    if not chain or chain[-1].party.kind not in _FORCES:
        return event
    actor = next((argument.value for argument in event.arguments if argument.field == "actor"), None)
    if actor is not None and actor["id"] != chain[-1].party.id:
        return event
    return replace(event, type="threat", stance="threatens", modality="actual")


def _tells_nothing(event: EventMention) -> bool:
    """Whether an event is only thought of and says nothing of its own: a condition, a fear, a habit."""
    if event.stance in ("no_claim", "accuses", "claims_responsibility", "threatens"):
        return False
    if event.modality in ("hypothetical", "conditional"):
        return True
    content = {argument.field for argument in event.arguments} & {"actor", "target", "weapon"}
    if event.modality in _FUTURE:
        return event.type == "clash" or not content & {"actor", "target"}
    return event.generic and not content


def _names_a_series(lattice: Lattice, event: EventMention) -> bool:
    """Whether an event of the past is only a series that is named: since the group's attacks began."""
    told = {argument.field for argument in event.arguments if argument.confidence > 0.5}
    told &= {"target", "weapon", "happened"}
    plural = event.frame == "strike" and "ev_nouns" in lattice.cells[event.first]
    return event.background and plural and not told and not event.anaphoric


def _with_history(lattice: Lattice, statements: Sequence[Statement], marked: Sequence[_Marked]) -> list[EventMention]:
    """The events; what is days older than what the report opens with is background. A piece of news that stands in an
    item of its own may be of another day than the first.
    """
    opening = _opening_events(lattice, [mark.event for mark in marked])
    newest = _day_of_news(statements, opening)
    events = _with_own_history(marked, newest)
    if newest is None:
        return list(events)
    dated = any(_day(event) == newest and not event.background for event in events)
    first = _first_day_of_bulletin(newest, opening)
    wide, narrow = (min(newest - timedelta(days=days), first) for days in (_NEWS_IN_DAYS, _SECOND_DAY))
    items = find_items(lattice) if dated else None
    out = []
    for event in events:
        limit = narrow if items is not None and items.at(event.first) is None else wide
        day = _day(event)
        out.append(replace(event, background=True) if day is not None and day < limit else event)
    return _pointing_back(lattice, _under_one_day(lattice, out))


def _under_one_day(lattice: Lattice, events: Sequence[EventMention]) -> list[EventMention]:
    """The events; a day of the past that a sentence begins with is that of whatever it tells without another day."""
    out: list[EventMention] = []
    past: Sentence | None = None
    for event in events:
        if past is None or not past.first <= event.first < past.last:
            sentence = lattice.sentence_at(event.first)
            past = sentence if sentence and event.background and _is_headed(sentence, event) else None
        elif _day(event) is None:
            event = replace(event, background=True)
        out.append(event)
    return out


def _is_headed(sentence: Sentence, event: EventMention) -> bool:
    """Whether the day of an event stands at the head of its sentence."""
    return any(a.field == "happened" and a.first - sentence.first <= _HEAD for a in event.arguments)


def _pointing_back(lattice: Lattice, events: Sequence[EventMention]) -> list[EventMention]:
    """The events; what points back to history told right before it, one to one or many to many, is history too."""
    out: list[EventMention] = []
    for event in events:
        before = out[-1] if out else None
        back = event.anaphoric or (before is not None and event.type == before.type and _is_known(lattice, event))
        if before is not None and before.background and back and event.first - before.last < _NEAR:
            if _many(lattice, event) == _many(lattice, before):
                event = replace(event, background=True)
        out.append(event)
    return out


def _is_known(lattice: Lattice, event: EventMention) -> bool:
    """Whether an event is told by a noun with the article, at no place and on no day of its own: the attack."""
    if any(argument.field in ("place", "happened") for argument in event.arguments):
        return False
    edges = (edge for cls in _STRIKE_NOUNS for edge in lattice.at(event.first, cls))
    return any("def" in edge.features for edge in edges)


def _many(lattice: Lattice, event: EventMention) -> bool:
    """Whether the trigger of an event is a plural; a word of stance points to whatever was told before it."""
    if event.frame == "stance":
        return True
    cell = lattice.cells[event.first]
    return "ev_nouns" in cell or any("pl" in edge.features for edge in cell.get("ev_noun_f", ()))


def _with_own_history(marked: Sequence[_Marked], newest: date | None) -> list[EventMention]:
    """The events; what is told as known without a day, or on the day of the news, and of a type that is the news too,
    is part of the news: the clashes, in which ten were killed.

    What is told as earlier stays history, but where the news came of it: the police broke up a march; thousands had
    marched.
    """
    news = {mark.event.type for mark in marked if not mark.event.background}
    grown = {kin for kind in news for kin in _KIN.get(kind, ())}
    out = []
    for event, earlier in marked:
        day = _day(event)
        told = event.type in grown or (event.type in news and (day is not None or not earlier))
        own = event.background and day in (None, newest) and told and event.type != "threat"
        out.append(replace(event, background=False) if own else event)
    return out


def _opening_events(lattice: Lattice, events: Sequence[EventMention]) -> list[EventMention]:
    """The news with a day of its own that a report opens with."""
    opening = [s.last for s in lattice.sentences if s.segment in _TOLD][:_OPENING]
    end = opening[-1] if opening else 0
    return [event for event in events if event.first < end and not event.background and _day(event) is not None]


def _day_of_news(statements: Sequence[Statement], opening: Sequence[EventMention]) -> date | None:
    """The newest day told in the opening of a report; where that has none, the day it speaks from."""
    days = [day for event in opening if (day := _day(event)) is not None]
    said = [date.fromisoformat(s.as_of[:10]) for s in statements if s.as_of]
    newest = max(days, default=None)
    spoken = max(said, default=None)
    if newest is not None and spoken is not None:
        return min(newest, spoken)
    return newest or spoken


def _first_day_of_bulletin(newest: date, opening: Sequence[EventMention]) -> date:
    """The first of the days of a week that a bulletin opens with as its news; the newest day where one day is."""
    values = (a.value for event in opening for a in event.arguments if a.field == "happened" and a.value["earliest"])
    weeks = [value for value in values if date.fromisoformat(value["latest"][:10]) >= newest]
    if not weeks or any(value["grain"] != "week" for value in weeks):
        return newest
    return min(newest, *(date.fromisoformat(value["earliest"][:10]) for value in weeks))


def _day(event: EventMention) -> date | None:
    """The last day on which an event can have happened, where its words say."""
    for argument in event.arguments:
        if argument.field == "happened" and argument.value.get("latest"):
            return date.fromisoformat(argument.value["latest"][:10])
    return None
