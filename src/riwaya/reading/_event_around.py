"""Finds what stands further from the words of an event: place, day, where it set out from, why, on what condition."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from riwaya.frozen import replace
from riwaya.knowledge.match import Lattice, any_of, mask_of
from riwaya.reading._event_parts import ARMED, TELLERS, VERB_FRAMES, Draft, Parts, party_value, place_value
from riwaya.reading._phrases import Phrase
from riwaya.records import DAY_OF_SAYING, Argument, PlaceMention, Sentence, Statement, TimeMention

_T = TypeVar("_T")
_REACH = 40.0
_WINDOW = 60
_BEHIND = 4
"""Tokens between "the day after", "two days after" and the word that tells what happened so long before."""
_ON = frozenset(("at", "after", "since"))
"""Roles of times that tell when something happened, or began to."""
_DAILY = frozenset(("minute", "part_of_day", "day"))
_JUST_PAST = 2
"""Days back to which what has gone on since then is news."""
_RANKED = frozenset(("another", "md_first"))
"""Words between which and "since" something is only counted: the third since yesterday."""
_HELD_FOR = 4
"""Tokens from the word that tells of a suspect, a trial or a memory to the deed."""
_MOURNED_FOR = 14
"""Tokens from a funeral to the deed."""
_MOURNING = mask_of(("ev_mourning", "ev_mourning_noun"))
_HELD = mask_of(("ev_held_for",))
_AFTER_THAT = mask_of(("ev_after_that",))
_ORIGIN = mask_of(("ev_origin",))
_SEAT = mask_of(("ev_seat",))
_PARTY = mask_of(("party",))
_UNIT = 3
"""Tokens from the word for a unit to its seat: the third division, infantry, in Shendi."""
_BEFORE_THAT = 12
"""Tokens between who speaks and "that", or the colon, in which it is told where and when he speaks."""
_SEATS = frozenset(("capital", "country"))
_THAT = frozenset(("complementizer", "colon"))
_STRUCK_WITH = frozenset(("act", "reach", "launch"))
_NOT_OWN = frozenset(("no_claim", "accuses", "condemns"))
_TOLD_AROUND = mask_of(("ev_motive", "ev_condition", "place", "time"))
_SPEAKER = 12
"""Tokens from a verb of saying within which who speaks, or when, belongs to it."""
_BESIDE_SAYING = frozenset(("record_noun", "more_records", "linking_prep"))
_ENDS = frozenset(("comma", "stop", "colon", "semicolon", "question", "dash"))


@dataclass
class _Around:
    """What stands in a sentence beside its events, each with its first token, in text order.

    `walls` are the marks and words that part clauses.
    """

    triggers: list[int]
    walls: list[int]
    relatives: list[tuple[int, int]] = field(default_factory=list)
    done_before: list[tuple[int, int]] = field(default_factory=list)
    places: list[tuple[int, PlaceMention]] = field(default_factory=list)
    origins: set[int] = field(default_factory=set)
    times: list[tuple[int, TimeMention]] = field(default_factory=list)
    motives: list[tuple[int, int]] = field(default_factory=list)
    conditions: list[tuple[int, int]] = field(default_factory=list)

    def near(self, found: list[tuple[int, _T]], token: int) -> list[tuple[int, _T]]:
        """Those within a window around a token."""
        if not found:
            return found
        low = bisect_left(found, token - _WINDOW, key=_position)
        return found[low : bisect_left(found, token + _WINDOW, key=_position)]

    def first_behind(self, token: int, draft: Draft) -> bool:
        """Whether no other event is told between a token and an event behind it."""
        return self.triggers[bisect_left(self.triggers, token)] == draft.trigger.first

    def cost(self, draft: Draft, at: int, other_statement: bool) -> float:
        """How far words stand from a trigger: tokens between, and more for a trigger or a wall between them."""
        trigger = draft.trigger
        if at >= trigger.first:
            distance = float(at - trigger.last)
            low, high = trigger.first + 1, at
        else:
            distance = 1.3 * (trigger.first - at)
            low, high = at, trigger.first - 1
        if draft.reach[0] <= at < draft.reach[1]:
            distance *= 0.4
        between = bisect_right(self.triggers, high) - bisect_left(self.triggers, low)
        walls = bisect_right(self.walls, high) - bisect_left(self.walls, low)
        if between and any(trigger.first < first <= at < last for first, last in self.relatives):
            return _REACH  # whoever carried out the attack that struck the town that day was arrested on another
        return distance + 9 * between + 4 * walls + (8 if other_statement else 0)


def _position(row: tuple[int, Any]) -> int:
    return row[0]


class Surroundings:
    """Reads what stands around the events of one document, and what its statements say of them."""

    def __init__(self, parts: Parts, statements: Sequence[Statement]) -> None:
        self.parts = parts
        self.statements = statements
        self._ends = [statement.last for statement in statements]
        self.lattice = parts.lattice
        self.cells = parts.cells
        self.tokens = parts.tokens
        published = self.lattice.document.published
        self._published = date.fromisoformat(published[:10]) if published else None

    def statement(self, token: int) -> int:
        """The index of the statement that holds a token, or -1."""
        at = bisect_right(self._ends, token)
        return at if at < len(self._ends) and self.statements[at].first <= token else -1

    def _own_men(self, draft: Draft, statement: Statement) -> None:
        """His men, their fighters: who speaks of his own men speaks of himself. A spokesman is not his men."""
        link = statement.chain[-1]
        named = (link.party.id or "") in self.parts.knowledge.table("actors/actors.tsv")
        for index, argument in enumerate(draft.arguments):
            owned = (
                argument.field == "actor" and argument.value["id"] is None and self.parts.phraser.owned(argument.first)
            )
            if owned and link.party.kind in ARMED and link.party.source_kind not in TELLERS:
                first, last = (link.first, link.last) if named else (argument.first, argument.last)
                draft.arguments[index] = replace(argument, value=party_value(link.party), first=first, last=last)

    def _own_clash(self, draft: Draft, statement: Statement) -> None:
        """A clash with somebody, told or denied by who bears arms: he is the one side, and they are the other."""
        link, sides = statement.chain[-1], [a for a in draft.arguments if a.field in ("actor", "target")]
        may_act = link.party.kind in ARMED and link.party.source_kind not in TELLERS
        if draft.trigger.frame != "clash" or len(sides) != 1 or not may_act or link.first > draft.trigger.first:
            return
        [other] = sides
        with_them = other.first - 1 == draft.trigger.last and "ev_together" in self.cells[draft.trigger.last]
        begin = max(link.last, statement.cue[1] if statement.cue else 0)
        others = any("party" in self.cells[at] for at in range(begin, draft.trigger.first))
        if with_them and not others and other.value != party_value(link.party):
            draft.arguments[draft.arguments.index(other)] = replace(other, field="target")
            self.parts.add(draft, "actor", party_value(link.party), link.first, link.last, 0.6)

    def add_agent_of_statement(self, draft: Draft) -> None:
        """Who speaks is who acts where the words are of his own deed: we struck, it said it had struck, it announced or
        claimed the striking."""
        index = self.statement(draft.trigger.first)
        if index < 0 or not self.statements[index].chain:
            return
        statement = self.statements[index]
        self._own_men(draft, statement)
        self._own_clash(draft, statement)
        if draft.has("actor") or draft.type in ("explosion", "clash", "campaign") or draft.stance in _NOT_OWN:
            return
        link = statement.chain[-1]
        may_act = link.party.kind in ARMED and link.party.source_kind not in TELLERS
        frame = draft.trigger.frame
        claims = "claims_responsibility" in (statement.stance, draft.stance)
        confidence = 0.0
        if draft.first_person or frame == "threat":
            confidence = 0.85
        elif may_act and (draft.by_pronoun or draft.stance == "claims_responsibility"):
            confidence = 0.75
        elif may_act and statement.stance == "claims_responsibility" and frame in _STRUCK_WITH and draft.has("weapon"):
            confidence = 0.6  # ships were struck with missiles, says who strikes ships
        elif may_act and statement.cue is not None and frame in ("deed", "launching", "strike", "act"):
            before = max(statement.cue[1], link.last)
            told_first = before <= draft.trigger.first  # whoever is named behind the deed only tells of it
            if (frame == "deed" or claims) and told_first and self._gap(before, draft.trigger.first) <= 2:
                confidence = 0.7
            elif claims and frame != "strike" and draft.has("target"):
                confidence = 0.6
        if confidence:
            self.parts.add(draft, "actor", party_value(link.party), link.first, link.last, confidence)

    def _gap(self, first: int, last: int) -> int:
        """How many words stand between, without times and marks."""
        at, count = first, 0
        while at < last:
            times = self.cells[at].get("time")
            if times:
                at += times[0].length
                continue
            count += self.tokens[at].kind != "punct"
            at += 1
        return count

    def add_around(self, draft: Draft, around: _Around) -> None:
        """Place, origin, time, motive and condition from the words around."""
        statement = self.statement(draft.trigger.first)
        said = self.statements[statement] if statement >= 0 else None
        best = self._when(draft, around)
        begin = best[1].last if best and best[1].role == "after" else 0  # what came after happened elsewhere
        places: list[tuple[float, int, PlaceMention]] = []
        for at, place in around.near(around.places, draft.trigger.first):
            if at < begin or draft.trigger.first <= at < draft.trigger.last:
                continue
            if said is not None and is_where_one_speaks(self.lattice, said, place):
                continue
            cost = around.cost(draft, at, self.statement(at) != statement)
            origin = place.role == "origin" or at in around.origins
            leaves = draft.type in ("withdrawal", "displacement")
            if origin and (cost < 12 or at in around.origins) and cost < _REACH and not draft.has("origin"):
                self.parts.add(draft, "origin", place_value(place), place.first, place.last, 0.75)
                if not leaves:
                    continue
            places.append((cost + (6 if origin and not leaves else 0), at, place))
        self._add_places(draft, places)
        if best:
            mention = best[1]
            latest = self._published if mention.role == "since" else mention.latest
            value = {
                "earliest": mention.earliest.isoformat() if mention.earliest and mention.role in _ON else None,
                "latest": latest.isoformat() if latest else None,
                "grain": mention.grain,
            }
            if said is not None and self._hangs_on_saying(draft, said, mention):
                draft.arguments.append(Argument("happened", value, mention.first, mention.last, DAY_OF_SAYING, 0.6))
            else:
                self.parts.add(draft, "happened", value, mention.first, mention.last, 0.85 if best[0] < 12 else 0.65)
        for name, found in (("motive", around.motives), ("condition", around.conditions)):
            for at, end in around.near(found, draft.trigger.first):
                cost = around.cost(draft, at, False)
                if cost < _REACH and not at <= draft.trigger.first < end and not draft.has(name):
                    self.parts.add(draft, name, self.parts.phraser.plain(at, end), at, end, 0.7)

    def _when(self, draft: Draft, around: _Around) -> tuple[float, TimeMention] | None:
        """The time that dates an event, and how far it stands: the nearest, or what says how long after it something
        came."""
        best: tuple[float, TimeMention] | None = None
        for at, time in around.near(around.times, draft.trigger.first):
            if any(draft.trigger.first < first <= at < last for first, last in around.done_before):
                continue  # the fighting began after gunmen had taken a man days ago
            if self._is_of_follow_up(draft, around, at):
                continue
            if time.role != "after":
                cost = around.cost(draft, at, False)
            elif 0 <= draft.trigger.first - time.last <= _BEHIND and around.first_behind(time.last, draft):
                cost = 0.0
            else:
                continue
            if cost < _REACH and (best is None or cost < best[0]):
                best = cost, time
        return best

    def _is_of_follow_up(self, draft: Draft, around: _Around, at: int) -> bool:
        """Whether a time is that of what follows up a deed, and not of the deed, or the other way round: five were
        arrested today for the attack of Tuesday.
        """
        trigger = draft.trigger.first
        if at < trigger:
            return self.follows_up(trigger)
        between = around.triggers[bisect_right(around.triggers, trigger) : bisect_left(around.triggers, at)]
        deed = next((each for each in between if self.follows_up(each)), None)
        return deed is not None and bisect_left(around.walls, at) == bisect_left(around.walls, deed)

    def follows_up(self, trigger: int) -> bool:
        """Whether a deed is told of as one that somebody is held for, is mourned for or remembers."""
        sentence = self.lattice.sentence_at(trigger)
        first = sentence.first if sentence else trigger
        masks = self.lattice.masks
        if any_of(masks, max(first, trigger - _HELD_FOR), trigger, _HELD):
            return True
        return any_of(masks, max(first, trigger - _MOURNED_FOR), trigger, _MOURNING)

    def _hangs_on_saying(self, draft: Draft, said: Statement, time: TimeMention) -> bool:
        """Whether a time tells when somebody spoke: beside the verb of saying and who speaks, before his words."""
        if said.cue is None or not said.chain or time.role != "at":
            return False
        begin, end = said.cue
        links = [link for link in said.chain if begin - _SPEAKER <= link.first < begin + _SPEAKER]
        low, high = min((begin, *(k.first for k in links))), max((end, *(k.last for k in links)))
        if time.last <= low:
            return low - time.last <= 1 and self.lattice.sentence_at(time.first) == self.lattice.sentence_at(begin)
        if low <= time.first < high:
            return True  # according to what was said on Wednesday by a spokesman
        behind = range(high, time.first)
        return low <= time.first < draft.trigger.first and all(self._stands_beside_saying(at) for at in behind)

    def _stands_beside_saying(self, at: int) -> bool:
        """Whether a word may stand between who speaks and when: a mark, in a statement, to an agency."""
        cell = self.cells[at]
        return self.tokens[at].kind == "punct" or not cell.keys().isdisjoint(_BESIDE_SAYING)

    def gather(self, sentence: Sentence, chunks: Sequence[Phrase], alive: Sequence[Draft]) -> _Around:
        """What stands in a sentence beside its events: places, times, reasons, conditions, and what parts them."""
        acting = {at for d in alive for a in d.arguments if a.field == "actor" for at in range(a.first, a.last)}
        around = _Around(
            triggers=sorted(d.trigger.first for d in alive),
            walls=[c.first for c in chunks if c.kind == "mark" or (c.kind == "stop" and c.value.startswith("that"))],
        )
        around.relatives.extend(self._relatives(chunks, set(around.triggers)))
        around.done_before.extend(self._done_before(chunks, set(around.triggers)))
        verbs = [d.trigger.first for d in alive if d.trigger.frame in VERB_FRAMES]
        reasons = 0  # the end of the reason or condition that is being told
        for at in range(sentence.first, sentence.last):
            if not self.lattice.masks[at] & _TOLD_AROUND:
                continue
            cell = self.cells[at]
            for cls, into, most in (("ev_motive", around.motives, 12), ("ev_condition", around.conditions, 14)):
                if cls in cell and "b" not in cell[cls][0].features and not self._inside_party(at, cell[cls][0].length):
                    first = at + cell[cls][0].length
                    last = self._words_end(first, sentence.last, most, verbs if cls == "ev_motive" else [])
                    if last > first:
                        into.append((first, last))
                        reasons = last
            if "place" in cell and at not in acting and at >= reasons:
                mention = cell["place"][0].mention
                governs = any((e.mention.party.id or "").endswith(".government") for e in cell.get("party", ()))
                if isinstance(mention, PlaceMention) and not governs and not self._is_seat(mention, sentence):
                    around.places.append((at, mention))
                    if self._is_origin(at):
                        around.origins.add(at)
            if "time" in cell:
                time = cell["time"][0].mention
                if isinstance(time, TimeMention) and time.latest and self._dates(time):
                    around.times.append((at, time))
        return around

    def _relatives(self, chunks: Sequence[Phrase], triggers: set[int]) -> Iterator[tuple[int, int]]:
        """The clauses that tell more of a happening named right before them, as tokens: the attack that struck ..."""
        for at, chunk in enumerate(chunks):
            if at and chunk.kind == "stop" and self.parts.relative(chunk):
                before = chunks[at - 1]
                if before.kind == "trigger" and before.first in triggers:
                    end = next((c.first for c in chunks[at + 1 :] if c.kind in ("mark", "stop")), chunks[-1].last)
                    yield chunk.first, end

    def _done_before(self, chunks: Sequence[Phrase], triggers: set[int]) -> Iterator[tuple[int, int]]:
        """The clauses, as tokens, that tell what was done before what the sentence tells: after gunmen had taken ..."""
        if not chunks or not any_of(self.lattice.masks, chunks[0].first, chunks[-1].last, _AFTER_THAT):
            return
        marks = [chunk.first for chunk in chunks if chunk.kind == "mark"]
        for at in range(chunks[0].first, chunks[-1].last):
            if self.lattice.masks[at] & _AFTER_THAT:
                end = next((mark for mark in marks if mark > at), chunks[-1].last)
                if any(at < trigger < end for trigger in triggers):
                    yield at, end

    def _dates(self, time: TimeMention) -> bool:
        """Whether a time tells when something happened: on a day, since a day just past, or up to a year; a toll is
        told up to a day."""
        if time.role == "since":
            ranked = not self.cells[time.first - 2].keys().isdisjoint(_RANKED) if time.first > 1 else False
            return not ranked and time.grain in _DAILY and self._is_just_past(time)
        return time.role in _ON or (time.role == "until" and time.grain in ("month", "season", "year"))

    def _is_just_past(self, time: TimeMention) -> bool:
        """Whether a time is one day, shortly before the report."""
        if self._published is None or time.earliest is None or time.earliest != time.latest:
            return False
        return 0 <= (self._published - time.earliest).days <= _JUST_PAST

    def _is_seat(self, mention: PlaceMention, sentence: Sentence) -> bool:
        """Whether a place is where somebody has his seat, or who speaks: headquartered in London; Tehran: an attack."""
        if any_of(self.lattice.masks, max(0, mention.first - 3), mention.first, _SEAT):
            for back in range(1, 4):
                if any(edge.length >= back for edge in self.lattice.at(mention.first - back, "ev_seat")):
                    return True
        behind = self.cells[mention.last] if mention.last < sentence.last else {}
        if mention.first == sentence.first and behind.keys() & {"colon"}:
            return True
        return self._inside_party(mention.first, mention.last - mention.first)

    def _add_places(self, draft: Draft, places: list[tuple[float, int, PlaceMention]]) -> None:
        near = sorted(row for row in places if row[0] < _REACH)
        if not near:
            return
        bound = near[0][0]
        kept = 0
        for cost, _, mention in near:
            if not mention.candidates or kept == 3:
                continue
            if kept and cost > bound + 14:
                break
            confidence = 0.85 if not kept else 0.6
            self.parts.add(draft, "place", place_value(mention), mention.first, mention.last, confidence)
            kept += 1

    def _inside_party(self, at: int, length: int) -> bool:
        for back in range(min(5, at + 1)):
            if self.lattice.masks[at - back] & _PARTY:
                for edge in self.cells[at - back]["party"]:
                    if edge.length > back and edge.length >= back + length and edge.length > length:
                        return True
        return False

    def _is_origin(self, at: int) -> bool:
        """Whether words before a place say that something set out from there."""
        for back in range(1, min(5, at + 1)):
            if self.lattice.masks[at - back] & _ORIGIN:
                if any(edge.length >= back - 1 for edge in self.cells[at - back]["ev_origin"]):
                    return True
        return False

    def _words_end(self, first: int, last: int, most: int, verbs: list[int]) -> int:
        """Where the words of a reason or condition end: at a mark, or at the verb that tells what was done for it."""
        at = first
        next_verb = bisect_left(verbs, first)
        if next_verb < len(verbs):
            last = min(last, verbs[next_verb])
        while at < min(last, first + most):
            if self.tokens[at].kind == "punct" and self.cells[at].keys() & _ENDS:
                break
            at += 1
        return self.parts.phraser.tight(first, at)[1]


def is_where_one_speaks(lattice: Lattice, statement: Statement, place: PlaceMention) -> bool:
    """Whether a place belongs to who speaks: within his name, or a capital or country between him and "that".

    A source in a smaller place mostly speaks of what happened there, unless it is the seat of his division.
    """
    links = [(link.first, link.last) for link in statement.chain]
    if any(first <= place.first < last for first, last in links):
        return True
    if statement.cue is None or not links:
        return False
    begin = max(statement.cue[1], links[-1][1])
    if place.candidates[0].kind not in _SEATS and not _is_seat_of_unit(lattice, begin, place.first):
        return False
    if not begin <= place.first < begin + _BEFORE_THAT:
        return False
    that = next((at for at in range(begin, begin + _BEFORE_THAT) if _leads_to_words(lattice, at)), begin)
    return place.first < that


def _is_seat_of_unit(lattice: Lattice, begin: int, at: int) -> bool:
    """Whether a numbered unit is named before a place, and nothing but its kind between them."""
    return any(
        lattice.at(n, "numbered_head") and lattice.at(n + 1, "ev_quality") and at - n <= _UNIT
        for n in range(max(begin, at - _UNIT), at)
    )


def _leads_to_words(lattice: Lattice, at: int) -> bool:
    return at < len(lattice.cells) and bool(lattice.cells[at].keys() & _THAT)
