"""Finds what the statements of a document say happened: a type, the words that tell it, and who, whom, with what, where, when, why.

Rules find the triggers and say in which frame their parts stand. A sentence with a trigger is cut into chunks: noun phrases with
the preposition before them, times, verbs, stops. Each frame then takes its parts from the chunks on its left and right, so that
the order of the words, and not the distance, tells who did what to whom. Place and time may also come from further away.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Edge, Lattice, Match
from riwaya.reading.phrases import NOUN_KINDS, Phrase, Phraser
from riwaya.records import (
    Argument,
    EventMention,
    Party,
    PartyMention,
    Place,
    PlaceMention,
    Sentence,
    Statement,
    TimeMention,
    WeaponMention,
)

_T = TypeVar("_T")
STAGE = "events"
_MUTE = frozenset(("scripture", "dateline", "boilerplate"))
_VERB_FRAMES = frozenset("act act_on act_off act_in reach kill launch fall explode fight move enter crowd".split())
_OBJECT_WORDS = ("ev_fire", "ev_gas", "ev_freedom", "ev_responsibility", "ev_blame")
_NOUN_FRAMES = frozenset("strike deed launching clash rally talks operation".split())
_ARMED = frozenset(
    "state_forces rebel_group political_militia identity_militia external_forces unidentified rioters private".split()
)
_KIND_OF_PLACE = {
    "base": "military_base", "airport": "airport", "hospital": "hospital", "school": "school", "market": "market",
    "worship": "worship", "energy": "energy", "camp": "camp", "infrastructure": "infrastructure", "bridge": "infrastructure",
    "checkpoint": "military_base", "port": "infrastructure", "dam": "infrastructure", "field": "energy",
}  # fmt: skip
_NARROWING = frozenset(("attack", "explosion", "shelling", "airstrike", "bombing"))
_REACH = 40.0
_WINDOW = 60


class _Trigger(NamedTuple):
    """A trigger as its rule found it: the tokens of the trigger word, the end of the whole match, its type and frame."""

    type: str
    frame: str
    first: int
    last: int
    end: int
    edge: Edge | None
    rule: str
    stance: str | None
    skip: tuple[int, int] | None
    doer: Edge | None = None


@dataclass
class _Draft:
    """An event while its parts are gathered."""

    trigger: _Trigger
    at: int
    type: str
    arguments: list[Argument] = field(default_factory=list)
    dropped: bool = False
    first_person: bool = False
    stance: str | None = None
    points_back: bool = False
    by_pronoun: bool = False
    settled: bool = False
    carried: bool = False
    in_relative: bool = False
    reach: tuple[int, int] = (0, 0)

    def has(self, name: str) -> bool:
        return any(argument.field == name for argument in self.arguments)


@dataclass
class _Around:
    """What stands in a sentence beside its events, each with its first token, in text order; `walls` are what parts clauses."""

    triggers: list[int]
    walls: list[int]
    places: list[tuple[int, PlaceMention]] = field(default_factory=list)
    origins: set[int] = field(default_factory=set)
    times: list[tuple[int, TimeMention]] = field(default_factory=list)
    motives: list[tuple[int, int]] = field(default_factory=list)
    conditions: list[tuple[int, int]] = field(default_factory=list)

    def near(self, found: list[tuple[int, _T]], token: int) -> list[tuple[int, _T]]:
        """Those within a window around a token."""
        low = bisect_left(found, token - _WINDOW, key=_position)
        return found[low : bisect_left(found, token + _WINDOW, key=_position)]

    def cost(self, draft: _Draft, at: int, other_statement: bool) -> float:
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
        return distance + 9 * between + 4 * walls + (8 if other_statement else 0)


def _position(row: tuple[int, Any]) -> int:
    return row[0]


def find_events(lattice: Lattice, knowledge: Knowledge, statements: Sequence[Statement]) -> tuple[EventMention, ...]:
    """The events that the statements of a document tell of, in text order."""
    rules = knowledge.rules(STAGE)
    reader = _Reader(lattice, knowledge, statements)
    found: list[EventMention] = []
    for sentence in lattice.sentences:
        if sentence.segment in _MUTE:
            continue
        matches = rules.find(lattice, sentence.first, sentence.last)
        if matches:
            found.extend(reader.read(sentence, matches))
    return tuple(_with_means_told_elsewhere(_with_operations(found)))


def _with_operations(events: Sequence[EventMention]) -> list[EventMention]:
    """The events; "the operation" is of the type of what was told before it."""
    out: list[EventMention] = []
    for event in events:
        if event.frame == "operation" and event.anaphoric and event.type == "attack":
            before = next((e for e in reversed(out) if e.type in _OPERATIONS and not e.generic), None)
            event = replace(event, type=before.type) if before else event
        out.append(event)
    return out


def _with_means_told_elsewhere(events: Sequence[EventMention]) -> list[EventMention]:
    """The events; a bombardment of unnamed means is what the one kind of strike told beside it is."""
    kinds = {event.type for event in events if event.type in _STRIKES and not event.background}
    if len(kinds) != 1 or any(_has_weapon(event) for event in events if event.type == "shelling"):
        return list(events)
    kind = kinds.pop()
    return [replace(event, type=kind) if event.type == "shelling" else event for event in events]


def _has_weapon(event: EventMention) -> bool:
    return any(argument.field == "weapon" for argument in event.arguments)


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: Any = None) -> dict[str, str]:
    """What the stage makes of a match, for examples: type, frame, and the words of each argument."""
    reader = _Reader(lattice, knowledge, ())
    for sentence in lattice.sentences:
        if sentence.first <= match.first < sentence.last:
            for event in reader.read(sentence, knowledge.rules(STAGE).find(lattice, sentence.first, sentence.last)):
                taken = match.range("trigger") or (match.first, match.last)
                if event.first == taken[0]:
                    told = {"type": event.type, "frame": event.frame}
                    for argument in event.arguments:
                        told.setdefault(argument.field, lattice.text(argument.first, argument.last))
                    return told
    return {}


def _trigger(match: Match) -> _Trigger:
    """A match as a trigger."""
    gives = match.gives()
    first, last = match.range("trigger") or (match.first, match.last)
    skip = next((r for name in _OBJECT_WORDS if (r := match.range(name))), None)
    kind = gives["type"].partition("/")[0]
    return _Trigger(
        kind,
        gives["frame"],
        first,
        last,
        match.last,
        match.edge("trigger"),
        match.rule.id,
        gives.get("stance"),
        skip,
        match.edge("doer"),
    )


class _Reader:
    """Reads the events of one document, sentence by sentence."""

    def __init__(self, lattice: Lattice, knowledge: Knowledge, statements: Sequence[Statement]) -> None:
        self.lattice = lattice
        self.cells = lattice.cells
        self.tokens = lattice.tokens
        self.knowledge = knowledge
        self.statements = statements
        self.phraser = Phraser(lattice)
        self.codebook = _codebook(knowledge)

    # ------------------------------------------------------------------------------------------------------ one sentence

    def read(self, sentence: Sentence, matches: Sequence[Match]) -> list[EventMention]:
        """The events of one sentence, given the matches of the rules in it."""
        triggers = self._triggers(matches)
        if not triggers:
            return []
        chunks = self._cut(sentence, triggers)
        where = {chunk.first: index for index, chunk in enumerate(chunks) if chunk.kind == "trigger"}
        drafts = [_Draft(t, where[t.first], t.type) for t in triggers if t.first in where]
        by_chunk = {draft.at: draft for draft in drafts}
        for draft in drafts:
            if draft.trigger.frame in _NOUN_FRAMES:
                self._read_noun(draft, chunks, by_chunk)
        for draft in drafts:
            if draft.trigger.frame in _VERB_FRAMES:
                self._read_verb(draft, chunks, by_chunk)
        for draft in drafts:
            if draft.trigger.frame == "stance" and not draft.dropped:
                self._read_stance(draft, chunks, by_chunk)
            elif draft.trigger.frame == "doers":
                self._read_doers(draft)
            elif draft.trigger.frame == "threat" and not draft.dropped:
                self._read_threat(draft, chunks, by_chunk)
        self._carry_on(drafts, chunks)
        for draft in drafts:
            if not draft.dropped:
                self._narrow(draft)
                draft.dropped = self._is_no_event(draft)
        alive = [draft for draft in drafts if not draft.dropped]
        for draft in alive:
            self._add_agent_of_statement(draft)
        around = self._gather(sentence, chunks, alive)
        for draft in alive:
            self._add_around(draft, around)
        return [self._event(draft, sentence) for draft in alive]

    def _triggers(self, matches: Sequence[Match]) -> list[_Trigger]:
        """The triggers of a sentence, one a word: where it may be a verb or a noun, what stands around it decides."""
        by_word: dict[int, list[Match]] = {}
        for match in matches:
            taken = match.range("trigger")
            if taken is not None and not self._within_other(*taken):
                by_word.setdefault(taken[0], []).append(match)
        out: list[_Trigger] = []
        for first in sorted(by_word):
            match = self._choose(first, by_word[first])
            trigger = _trigger(match)
            if out and first < out[-1].last:
                continue
            out.append(trigger)
        return out

    def _choose(self, first: int, matches: list[Match]) -> Match:
        if len(matches) == 1:
            return matches[0]
        stances = [m for m in matches if m.rule.family == "events/stances"]
        if stances:
            return stances[0]
        noun = self._is_noun(first)
        return next((m for m in matches if (m.gives()["frame"] in _NOUN_FRAMES) == noun), matches[0])

    def _is_noun(self, at: int) -> bool:
        """Whether a word that may be a verb in the past or its verbal noun is the noun: shelled, shelling."""
        cell = self.cells[at]
        nouns = [edge for cls in ("ev_noun", "ev_noun_f", "ev_deed") for edge in cell.get(cls, ())]
        if any(edge.features & {"b", "l", "k", "def", "acc"} for edge in nouns) or self.tokens[at].form.endswith("ا"):
            return True
        before = self.cells[at - 1] if at else {}
        if before.keys() & {"ev_stop", "ev_aux", "complementizer", "md_was"}:
            return False
        if before.keys() & {"ev_prep", "ev_do", "ev_witness"} or self._announced(at):
            return True
        after = self.cells[at + 1] if at + 1 < len(self.cells) else {}
        if after.keys() & {"ev_quality"} or any(e.value in ("on", "by", "at") for e in after.get("ev_prep", ())):
            return True
        if "demonym" in after and not any(edge.length > 1 for edge in after.get("party", ())):
            return not self.phraser.definite(at + 1)
        if "party" in after and self.tokens[at + 1].form.endswith(("ون", "ان")):
            return False  # the one who acts stands in the nominative
        opens = not at or before.keys() & {"comma", "stop", "colon", "time"}
        starts = self.phraser.clitic(at) in ("w", "f")
        return not (opens or starts or before.keys() & _LEADS_TO_VERB or self._ends_mention(at))

    def _announced(self, at: int) -> bool:
        """Whether a verb that takes a deed as its object stands before a word: claimed, announced, denied, condemned."""
        for back in range(at - 1, max(-1, at - 9), -1):
            cell = self.cells[back]
            if cell.keys() & _TAKES_DEED:
                return True
            if cell.keys() & {"ev_stop", "complementizer", "stop", "colon", "semicolon", "comma"}:
                return False
        return False

    def _ends_mention(self, at: int) -> bool:
        """Whether a name of somebody, a weapon or a day ends right before a word."""
        for back in range(2, 7):
            for cls in ("party", "weapon", "time"):
                if any(edge.length == back for edge in self.lattice.at(at - back, cls)):
                    return True
        return False

    def _within_other(self, first: int, last: int) -> bool:
        """Whether a word is part of a day, a name or a place: the dawn of a time, the war in the name of a ministry."""
        if _DOUBLED in self.lattice.text(first, last)[1:]:
            return False  # a doubled letter is written where it must not be read otherwise: blew up, not dawn
        for at in range(max(0, first - 6), first + 1):
            cell = self.cells[at]
            for cls in ("time", "party", "place"):
                for edge in cell.get(cls, ()):
                    mention = edge.mention
                    loose = isinstance(mention, PartyMention) and not (mention.party.id or mention.can_act)
                    if at + edge.length >= last and edge.length > last - first and (at < first or cls == "time"):
                        if not loose:
                            return True
        return any(edge.length >= last - first for edge in self.cells[first].get("time", ()))

    def _carry_on(self, drafts: Sequence[_Draft], chunks: Sequence[Phrase]) -> None:
        """What is joined to something by "and", without a doer of its own, has the same doer: they entered and fired."""
        last: _Draft | None = None
        for draft in drafts:
            if draft.dropped or draft.trigger.frame not in _VERB_FRAMES | {"deed"}:
                continue
            joined = chunks[draft.at].joined or (draft.at > 0 and chunks[draft.at - 1].value == "then")
            if joined and not draft.has("actor"):
                actor = self._doer_before(draft, last, chunks)
                if actor is not None:
                    draft.arguments.append(actor)
            if draft.has("actor") or draft.by_pronoun:
                last = draft

    def _doer_before(self, draft: _Draft, last: _Draft | None, chunks: Sequence[Phrase]) -> Argument | None:
        """The doer of the verb before a joined one; or whoever is named before it and agrees with it in number."""
        if last is not None and last.by_pronoun and not last.has("actor"):
            draft.by_pronoun = True
            return None
        told = [a for a in last.arguments if a.field == "actor"] if last is not None else []
        if told and (told[0].value["kind"] in _ARMED or draft.trigger.frame == "deed"):
            return replace(told[0], confidence=0.6)
        number = chunks[draft.at].features & {"du", "pl"}
        if draft.trigger.frame == "deed" or len(number) != 1 or chunks[draft.at].features & {"p1", "p2"}:
            return None
        for back in range(draft.at - 1, max(-1, draft.at - 14), -1):
            chunk = chunks[back]
            if chunk.kind == "stop" and chunk.value.startswith("that"):
                return None
            head = chunk.parties[0] if chunk.kind == "party" and not chunk.prep else None
            if head is not None and head.can_act and {head.number} == number:
                return Argument("actor", _party_value(head.party), head.first, head.last, draft.trigger.rule, 0.6)
        return None

    def _is_no_event(self, draft: _Draft) -> bool:
        """Whether the parts show that a word means something else: flights stopped, a smell spread, the war."""
        target = next((a for a in draft.arguments if a.field == "target"), None)
        actor = next((a for a in draft.arguments if a.field == "actor"), None)
        cell = self.cells[draft.trigger.first]
        if (
            cell.keys() & {"ev_needs_people", "ev_needs_people_noun"}
            and target is not None
            and target.value["id"] is None
        ):
            kind = target.value["kind"]
            if actor is not None and actor.value["kind"] in _OUTLAWS:
                return False
            if kind not in _PEOPLE and kind not in _ARMED and kind not in ("protesters", "external_forces"):
                return True
            if kind == "civilians" and not self.cells[target.first].keys() & _HUMAN:
                return True
        if draft.trigger.frame in ("move", "enter") and draft.type != "displacement":
            return actor is None or actor.value["kind"] not in _ARMED
        features = draft.trigger.edge.features if draft.trigger.edge else frozenset()
        if draft.trigger.frame == "operation" and not features & {"def", "suffix"}:
            return actor is None and target is None and draft.type == "attack"
        return draft.type == "campaign" and "def" in features and actor is None and target is None

    def _cut(self, sentence: Sentence, triggers: Sequence[_Trigger]) -> list[Phrase]:
        """The phrases of a sentence, its triggers among them."""
        ready: dict[int, Phrase] = {}
        skips: set[int] = set()
        for trigger in triggers:
            classes = frozenset(self.cells[trigger.first])
            features = trigger.edge.features if trigger.edge else frozenset()
            ready[trigger.first] = Phrase(
                "trigger", trigger.first, trigger.last, value=trigger.frame, classes=classes, features=features
            )
            if trigger.skip:
                skips.update(range(*trigger.skip))
        return self.phraser.cut(sentence.first, sentence.last, ready, frozenset(skips))

    # ------------------------------------------------------------------------------------------------------ noun frames

    def _read_noun(self, draft: _Draft, chunks: Sequence[Phrase], by_chunk: dict[int, _Draft]) -> None:
        trigger, frame = draft.trigger, draft.trigger.frame
        self._read_carrier(draft, chunks, by_chunk)
        for edge in self.cells[trigger.first].get("weapon", ()):  # the means told with the noun: a rocket attack
            if isinstance(edge.mention, WeaponMention):
                self._add(draft, "weapon", _weapon_value(edge.mention), edge.mention.first, edge.mention.last, 0.8)
        at = draft.at + 1
        if frame in ("strike", "operation", "rally", "clash", "talks", "deed"):
            at = self._read_qualities(draft, chunks, at)
        fresh = at == draft.at + 1
        actor_next = target_next = False
        parties = 0
        stop_at = len(chunks)
        crossed = False
        while at < stop_at:
            chunk = chunks[at]
            if chunk.kind == "mark":
                if (
                    crossed
                    or at + 1 >= len(chunks)
                    or chunk.value not in ("،", ",")
                    or chunks[at + 1].prep not in ("on", "by")
                ):
                    break
                crossed = True
            elif chunk.kind == "stop":
                if chunk.value != "who" or not self._relative(chunk):
                    break
            elif chunk.kind == "verb":
                if chunk.classes & {"ev_occur"} and "suffix" not in chunk.features:
                    draft.carried = True
                elif chunk.classes & {"ev_do", "ev_take_on", "claiming", "ev_set_up"}:
                    actor_next = True
                    target_next = False
                    draft.carried = True
                elif chunk.classes & {"ev_reach"}:
                    target_next, actor_next = True, False
                    draft.carried = True
                else:
                    draft.carried = draft.carried or bool(chunk.classes & {"ev_lead_to", "ev_kill"})
                    break
            elif chunk.kind == "trigger":
                other = by_chunk.get(at)
                if (
                    other is not None
                    and other.trigger.frame in ("reach", "act")
                    and not other.dropped
                    and (other.trigger.frame == "reach" or self._hits(other))
                ):
                    other.dropped = True
                    draft.carried = True
                    target_next, actor_next = True, False
                elif other is not None and chunk.prep in ("with", "means") and frame in ("deed", "strike"):
                    self._merge_means(draft, other)
                else:
                    break
            elif chunk.kind in NOUN_KINDS:
                if not self._take_for_noun(draft, chunk, chunks, at, fresh, actor_next, target_next, parties):
                    if chunk.joined and not chunk.prep:
                        break
                if frame in ("clash", "talks") and chunk.prep in ("between", "with", ""):
                    parties += 1
                if not chunk.prep:
                    actor_next = target_next = False
            fresh = fresh and chunk.kind == "aux"
            at += 1
        draft.reach = (self._left_bound(draft, chunks), chunks[at - 1].last if at - 1 > draft.at else trigger.end)

    def _hits(self, other: _Draft) -> bool:
        """Whether a verb may have a strike as its subject: it is told to hit, and does not mean to take or to free."""
        return other.trigger.type in ("attack", "destruction", "shelling")

    def _relative(self, chunk: Phrase) -> bool:
        return bool(self.cells[chunk.first].get("ev_rel"))

    def _read_qualities(self, draft: _Draft, chunks: Sequence[Phrase], at: int) -> int:
        """Passes over adjectives right behind a noun: whose it is, and by what means. They may stand in one chunk."""
        while at < len(chunks):
            chunk = chunks[at]
            if chunk.kind not in NOUN_KINDS or (chunk.prep and chunk.prep not in ("with",)) or chunk.joined:
                return at
            if chunk.prep == "with" and not chunk.weapons:
                return at
            inner = chunk.first
            while inner < chunk.last and self._quality(draft, inner):
                inner += 1
            if inner == chunk.first:
                if chunk.kind == "weapon" and chunk.last - chunk.first == 1 and not chunk.prep:
                    self._add_weapons(draft, chunk, 0.85)
                    at += 1
                    continue
                return at
            if inner < chunk.last:
                rest = self.phraser.noun_phrase(inner, chunk.last, "", False, {})
                if rest.last < chunk.last:
                    rest = rest._replace(last=chunk.last)
                if rest.prep == "" or rest.kind == "party":
                    self._take_for_noun(draft, rest, chunks, at, True, False, False, 0)
            at += 1
        return at

    def _quality(self, draft: _Draft, at: int) -> bool:
        """Takes one adjective of a strike noun: a demonym names who struck, a quality may narrow the type."""
        cell = self.cells[at]
        if self.phraser.clitic(at):
            return False
        if "demonym" in cell and not any(e.length > 1 for e in cell.get("party", ())):
            self._add_country(draft, at, cell["demonym"][0])
            return True
        if "ev_quality" in cell:
            value = cell["ev_quality"][0].value
            if value != "quality" and (draft.type in _NARROWING or draft.trigger.frame == "operation"):
                if not (draft.type == "bombing" and value != "suicide_bombing"):
                    draft.type = value
            for edge in cell.get("weapon", ()):
                self._add(draft, "weapon", _weapon_value(edge.mention), at, at + edge.length, 0.8)
            return True
        if "weapon" in cell and cell["weapon"][0].length == 1 and "arm_means" in cell:
            self._add(draft, "weapon", _weapon_value(cell["weapon"][0].mention), at, at + 1, 0.8)
            return True
        return False

    def _take_for_noun(
        self, draft: _Draft, chunk: Phrase, chunks: Sequence[Phrase], at: int, fresh: bool, actor_next: bool,
        target_next: bool, parties: int,
    ) -> bool:  # fmt: skip
        """Gives a noun phrase behind a noun trigger its part; false where it has none."""
        frame, prep = draft.trigger.frame, chunk.prep
        suffix = draft.trigger.edge is not None and "suffix" in draft.trigger.edge.features
        if (
            chunk.weapons
            and (prep in ("with", "means") or chunk.kind == "weapon")
            and frame not in ("clash", "rally", "talks")
        ):
            if chunk.kind == "weapon" and not prep and target_next:
                return self._add_target(draft, chunk, 0.6)
            if frame == "deed" and not prep and draft.type not in ("interception", "destruction", "bombing"):
                return self._add_target(draft, chunk, 0.6)
            self._add_weapons(draft, chunk, 0.85)
            self._add_owner(draft, chunk)
            return True
        if actor_next and not prep and not draft.has("actor"):
            return self._add_actor(draft, chunk, 0.85)
        if target_next and not prep and not draft.has("target"):
            return self._add_target(draft, chunk, 0.85)
        if frame in ("clash", "talks"):
            if (
                prep in ("between", "with")
                or (chunk.joined and parties and not prep)
                or (prep == "for" and frame == "clash")
            ):
                if chunk.parties or chunk.kind == "party" or chunk.thing in ("civilians", ""):
                    if not draft.has("actor"):
                        return self._add_actor(draft, chunk, 0.85)
                    if not draft.has("target"):
                        return self._add_target(draft, chunk, 0.8)
            return False
        if frame == "rally":
            if fresh and not prep and chunk.parties and chunk.kind != "place":
                return self._add_actor(draft, chunk, 0.8)
            if prep in ("on", "against") and not draft.has("target"):
                return self._add_target(draft, chunk, 0.6)
            if prep == "for" and chunk.parties:
                return self._add_actor(draft, chunk, 0.7)
            return False
        if prep == "by":
            return self._add_actor(draft, chunk, 0.9)
        if (
            fresh
            and not prep
            and not chunk.joined
            and not suffix
            and not (draft.trigger.edge is not None and "def" in draft.trigger.edge.features)
        ):
            return self._take_genitive(draft, chunk, chunks, at)
        if (
            prep in ("on", "to")
            and not draft.has("target")
            and draft.type not in ("deployment", "withdrawal", "displacement")
        ):
            return self._add_target(draft, chunk, 0.9 if prep == "on" else 0.75)
        if prep == "for":
            if frame == "deed" and draft.has("actor") and not draft.has("target"):
                return self._add_target(draft, chunk, 0.75)
            if _armed(chunk) and not draft.has("actor") and fresh:
                return self._add_actor(draft, chunk, 0.7)
            if frame == "strike" and not draft.has("target") and draft.has("actor"):
                return self._add_target(draft, chunk, 0.6)
        if (
            chunk.joined
            and not prep
            and draft.has("target")
            and chunk.kind in ("place", "thing")
            and at == draft.at + 2
        ):
            return True
        return False

    def _take_genitive(self, draft: _Draft, chunk: Phrase, chunks: Sequence[Phrase], at: int) -> bool:
        """The noun phrase in the genitive of a trigger: who struck or what was struck, by the noun and by what stands there."""
        frame = draft.trigger.frame
        following = chunks[at + 1] if at + 1 < len(chunks) else None
        onto = following is not None and following.kind in NOUN_KINDS and following.prep in ("for", "on")
        if frame == "deed":
            if _armed(chunk) and onto and following is not None and following.prep == "for":
                return self._add_actor(draft, chunk, 0.8)
            if draft.type == "deployment":
                return False
            return self._add_target(draft, chunk, 0.85)
        if draft.type in ("deployment", "withdrawal", "displacement") or frame in ("rally", "operation"):
            return self._add_actor(draft, chunk, 0.8) if chunk.parties or chunk.thing else False
        if _armed(chunk):
            return self._add_actor(draft, chunk, 0.8)
        if chunk.kind == "weapon":
            self._add_weapons(draft, chunk, 0.8)
            self._add_owner(draft, chunk)
            return True
        if draft.type in ("shelling", "attack", "bombing", "airstrike", "explosion"):
            return self._add_target(draft, chunk, 0.75)
        return False

    def _read_carrier(self, draft: _Draft, chunks: Sequence[Phrase], by_chunk: dict[int, _Draft]) -> None:
        """The light verb before a noun: carried out, came under, saw. It brings who, whom or where."""
        between: list[Phrase] = []
        for at in range(draft.at - 1, max(-1, draft.at - 9), -1):
            chunk = chunks[at]
            if chunk.kind == "mark" or (chunk.kind == "stop" and not self._relative(chunk)):
                return
            if chunk.kind == "trigger":
                other = by_chunk.get(at)
                if other is None or other.trigger.frame not in _VERB_FRAMES:
                    return
                if other.trigger.frame in ("act", "act_on", "reach", "kill") and draft.at == at + 1:
                    return
                return
            if chunk.kind != "verb":
                between.append(chunk)
                continue
            bare = [c for c in reversed(between) if c.kind in NOUN_KINDS and not c.prep and not c.joined]
            relative = at > 0 and chunks[at - 1].kind == "stop" and self._relative(chunks[at - 1])
            draft.carried = draft.carried or (bool(chunk.classes & _CARRIERS) and not relative)
            own = chunks[draft.at].prep
            if chunk.classes & {"ev_suffer"} and own in ("for", "from"):
                self._add_patient(draft, bare[0] if bare else self._subject_left(chunks, at))
            elif chunk.classes & {"ev_take_on", "claiming"} and own in ("", "on"):
                subject = bare[0] if bare else self._subject_left(chunks, at)
                if subject is not None:
                    self._add_actor(draft, subject, 0.85)
            elif chunk.classes & {"ev_do"} and own in ("", "with") and not chunk.features >= {"suffix"}:
                subject = bare[0] if bare else self._subject_left(chunks, at)
                if subject is not None and (
                    subject.parties or subject.weapons or subject.demonyms or subject.thing or subject.places
                ):
                    self._add_actor(draft, subject, 0.85)
            return

    def _add_patient(self, draft: _Draft, chunk: Phrase | None) -> None:
        if chunk is not None:
            self._add_target(draft, chunk, 0.85)

    def _merge_means(self, draft: _Draft, other: _Draft) -> None:
        """A strike told as the means of a deed: struck by shelling. One event, with the narrower type."""
        if other.trigger.frame == "strike":
            if draft.type in _NARROWING and other.type != "attack":
                draft.type = other.type
            draft.arguments.extend(a for a in other.arguments if not draft.has(a.field))
            other.dropped = True

    # ------------------------------------------------------------------------------------------------------ verb frames

    def _read_verb(self, draft: _Draft, chunks: Sequence[Phrase], by_chunk: dict[int, _Draft]) -> None:
        if draft.dropped:
            return
        frame = draft.trigger.frame
        features = chunks[draft.at].features
        bare, prepped, strikes, end = self._right(draft, chunks, by_chunk)
        draft.reach = (self._left_bound(draft, chunks), end)
        left = self._subject_left(chunks, draft.at)
        if frame == "reach" and "passive" in features and "active" not in features and not self._thing_hit(left, bare):
            draft.dropped = True  # people who were wounded are counted, and no strike of their own
            return
        if left is not None and left.kind == "trigger":
            noun = self._noun_before(draft.at, chunks, by_chunk)
            left = None
            if frame in ("explode", "fall"):
                draft.dropped = True
                return
            if noun is not None and frame in ("reach", "act", "kill"):
                if frame == "kill":
                    draft.dropped = True
                elif self._hits(draft) or frame == "reach":
                    draft.dropped = noun.carried = True
                    if bare:
                        self._add_target(noun, bare[0], 0.85)
                return
        if self._strike_is_subject(draft, strikes, bare, chunks):
            draft.dropped = strikes[0].carried = True  # the strike itself is the subject: raids hit the depots
            if bare:
                self._add_target(strikes[0], bare[-1], 0.85)
            return
        draft.in_relative = left is not None and self._after_relative(draft, chunks) and not self._own_day(draft, chunks)
        draft.by_pronoun = left is None and self._by_pronoun(draft, chunks)
        draft.first_person = "p1" in features and "p3" not in features
        passive, active = "passive" in features, "active" in features
        suffix = "suffix" in features
        for chunk in prepped:
            if chunk.prep == "by":
                self._add_actor(draft, chunk, 0.9)
            elif chunk.weapons and chunk.prep in ("with", "means"):
                self._add_weapons(draft, chunk, 0.85)
                self._add_owner(draft, chunk)
        if frame in ("act", "reach", "kill"):
            self._read_transitive(draft, chunks, left, bare, prepped, passive=passive, active=active, suffix=suffix)
        elif frame in ("act_on", "act_off", "act_in"):
            subject = left or (bare[0] if bare else None)
            want = {"act_on": ("on", "to"), "act_off": ("from",), "act_in": ("at",)}[frame]
            goal = next((c for c in prepped if c.prep in want), None)
            if goal is not None:
                self._add_target(draft, goal, 0.85)
            if subject is not None and subject is left and goal is None and passive and not _armed(subject):
                self._add_target(draft, subject, 0.7)  # two of them were arrested
            elif subject is not None:
                self._add_actor(draft, subject, 0.85)
        elif frame == "launch":
            self._read_launch(draft, left, bare, prepped)
        elif frame == "fall":
            self._read_fall(draft, left, bare, prepped)
        elif frame == "explode":
            self._read_explode(draft, chunks, left, bare, prepped)
        elif frame == "fight":
            sides = [c for c in ([left] if left else []) + bare if c is not None] + [
                c for c in prepped if c.prep == "with"
            ]
            if sides:
                self._add_actor(draft, sides[0], 0.85)
            if len(sides) > 1:
                self._add_target(draft, sides[1], 0.8)
        else:
            subject = left or (bare[0] if bare else None)
            if subject is not None and (
                subject.parties or subject.thing or subject.kind == "party" or frame == "crowd"
            ):
                self._add_actor(draft, subject, 0.8)
            if frame == "enter":
                place = next((c for c in bare if c is not subject), None)
                if (
                    subject is None
                    or not _armed(subject)
                    or (place is None and not any(c.prep == "at" for c in prepped))
                ):
                    draft.dropped = True
                elif place is not None:
                    self._add_target(draft, place, 0.7)
        if draft.type == "bombing" and not draft.has("target"):
            goal = next(
                (c for c in prepped if c.prep in ("with", "on", "at") and not c.weapons and (c.thing or c.parties)),
                None,
            )
            if goal is not None:
                self._add_target(draft, goal, 0.7)
        if frame == "reach" and not (
            draft.has("weapon") or ((draft.has("actor") or draft.by_pronoun) and draft.has("target"))
        ):
            draft.dropped = True
        if frame == "kill":
            self._settle_kill(draft, by_chunk, chunks)

    def _strike_is_subject(
        self, draft: _Draft, strikes: Sequence[_Draft], bare: Sequence[Phrase], chunks: Sequence[Phrase]
    ) -> bool:
        """Whether the strike told right behind a verb of hitting is what hit: raids hit the depots."""
        if draft.trigger.frame not in ("act", "reach") or not strikes or strikes[0].dropped:
            return False
        hits = draft.trigger.frame == "reach" or self._hits(draft)
        first = not bare or bare[0].first > chunks[strikes[0].at].first
        return hits and first and strikes[0].trigger.frame in ("strike", "launching")

    def _thing_hit(self, left: Phrase | None, bare: Sequence[Phrase]) -> bool:
        return any(c is not None and c.thing not in _PEOPLE for c in (left, *bare[:1]))

    def _after_relative(self, draft: _Draft, chunks: Sequence[Phrase]) -> bool:
        """Whether a relative word stands right before a verb."""
        for back in range(draft.at - 1, max(-1, draft.at - 3), -1):
            if chunks[back].kind == "stop":
                return self._relative(chunks[back])
            if chunks[back].kind != "aux":
                return False
        return False

    def _own_day(self, draft: _Draft, chunks: Sequence[Phrase]) -> bool:
        """Whether a day is told right behind a trigger."""
        return any(chunk.kind == "time" for chunk in chunks[draft.at + 1 : draft.at + 6])

    def _by_pronoun(self, draft: _Draft, chunks: Sequence[Phrase]) -> bool:
        """Whether a verb has the pronoun of "that he" or "that they" as its subject."""
        for back in range(draft.at - 1, max(-1, draft.at - 4), -1):
            if chunks[back].kind == "stop":
                return chunks[back].value == "that_he"
            if chunks[back].kind not in ("aux", "time"):
                return False
        return False

    def _settle_kill(self, draft: _Draft, by_chunk: dict[int, _Draft], chunks: Sequence[Phrase]) -> None:
        """A killing is an event of its own only where somebody or something kills and no strike is told beside it."""
        low, high = draft.reach
        for at, other in by_chunk.items():
            near = chunks[at].first < high + 6 and chunks[at].last > low - 6
            if (
                other is not draft
                and not other.dropped
                and near
                and other.trigger.frame in ("strike", "deed", "clash", "act")
            ):
                if other.type in _VIOLENT and chunks[at].first > chunks[draft.at].first:
                    actor = next((a for a in draft.arguments if a.field == "actor"), None)
                    if actor is not None and not other.has("actor"):
                        other.arguments.append(actor)
                    victim = next((a for a in draft.arguments if a.field == "target"), None)
                    if victim is not None and not other.has("target") and victim.value["kind"] in _CHOSEN:
                        other.arguments.append(replace(victim, confidence=0.5))
                    draft.dropped = True
        if not (draft.has("actor") or draft.has("weapon")):
            draft.dropped = True

    def _read_transitive(
        self,
        draft: _Draft,
        chunks: Sequence[Phrase], left: Phrase | None, bare: list[Phrase], prepped: list[Phrase], *, passive: bool, active: bool,
        suffix: bool,
    ) -> None:  # fmt: skip
        if draft.trigger.frame == "kill":
            doers = [c for c in (left, *bare[:1]) if c is not None and (_armed(c) or c.kind == "weapon")]
            if doers and (bool(bare) or suffix if doers[0] is left else len(bare) > 1 or suffix):
                self._add_doer(draft, doers[0], 0.85)
            victim = next((c for c in bare if c not in doers[:1]), None)
            if victim is not None:
                self._add_target(draft, victim, 0.75)
            return
        if left is not None and suffix and bare and self._after_relative(draft, chunks):
            self._add_doer(draft, bare[0], 0.85)  # the bases that they struck: the pronoun is the bases
            self._add_target(draft, left, 0.8)
            return
        if draft.by_pronoun and bare:
            self._add_target(draft, bare[0], 0.8)
            return
        if left is not None and (bare or suffix):
            self._add_doer(draft, left, 0.85)
            if bare:
                self._add_target(draft, bare[0], 0.85)
            return
        if suffix and bare:
            self._add_doer(draft, bare[0], 0.8)
            return
        if len(bare) >= 2 and (active or not passive):
            self._add_doer(draft, bare[0], 0.85)
            self._add_target(draft, bare[1], 0.85)
            return
        only = bare[0] if bare else left
        if only is None:
            return
        armed = _armed(only) or only.kind == "weapon"
        by_means = draft.has("weapon") or any(c.weapons and c.prep == "with" for c in prepped)
        if (
            suffix
            or (armed and not by_means and active and not draft.has("actor") and draft.trigger.frame != "kill")
            or (armed and draft.trigger.frame == "kill" and only.kind == "weapon")
        ):
            self._add_doer(draft, only, 0.6)
        else:
            self._add_target(draft, only, 0.75)

    def _add_doer(self, draft: _Draft, chunk: Phrase, confidence: float) -> None:
        """The subject of an act: somebody, or the weapon that did it with whoever it belongs to."""
        if chunk.kind == "weapon" or (chunk.weapons and not chunk.parties):
            self._add_weapons(draft, chunk, confidence)
            self._add_owner(draft, chunk)
            self._type_by_platform(draft, chunk)
        elif draft.trigger.frame != "reach" or _armed(chunk):
            self._add_actor(draft, chunk, confidence)

    def _type_by_platform(self, draft: _Draft, chunk: Phrase) -> None:
        """What flies and strikes makes the type, whatever it fires: a drone that fired two missiles."""
        kind = self.codebook.type_of_weapon(chunk.weapons[0].weapon) if chunk.weapons else None
        if kind in ("drone_attack", "airstrike") and draft.type in _NARROWING:
            draft.type, draft.settled = kind, True

    def _read_launch(self, draft: _Draft, left: Phrase | None, bare: list[Phrase], prepped: list[Phrase]) -> None:
        weapons = [c for c in bare if c.kind == "weapon" or c.weapons]
        others = [c for c in bare if c not in weapons]
        if left is not None and left.weapons and draft.trigger.rule == "event.launch-after":
            weapons, left = [left], None
        for chunk in weapons[:2]:
            self._add_weapons(draft, chunk, 0.9)
            self._add_owner(draft, chunk)
        subject = left
        if subject is None and others and bare[0] is others[0] and (others[0].parties or self._animate(others[0])):
            subject = others.pop(0)
        if subject is not None and subject.kind != "weapon":
            self._add_actor(draft, subject, 0.85)
        elif subject is not None:
            self._add_weapons(draft, subject, 0.85)
            self._add_owner(draft, subject)
            self._type_by_platform(draft, subject)
        goal = next(
            (c for c in prepped if c.prep in ("on", "to", "at") and c.kind in ("thing", "party", "place")), None
        )
        if others:
            goal = others[0]
        if goal is not None and (goal.prep in ("on", "to", "")):
            self._add_target(draft, goal, 0.85)
        if not draft.has("weapon"):
            draft.dropped = True

    def _read_fall(self, draft: _Draft, left: Phrase | None, bare: list[Phrase], prepped: list[Phrase]) -> None:
        fallen = next((c for c in ([left] if left else []) + bare if c is not None and c.weapons), None)
        if fallen is None:
            draft.dropped = True
            return
        self._add_weapons(draft, fallen, 0.85)
        self._add_owner(draft, fallen)
        goal = next(
            (c for c in prepped if c.prep in ("on", "at", "to") and c.kind in ("thing", "party", "place")), None
        )
        if goal is not None:
            self._add_target(draft, goal, 0.7)

    def _read_explode(
        self, draft: _Draft, chunks: Sequence[Phrase], left: Phrase | None, bare: list[Phrase], prepped: list[Phrase]
    ) -> None:
        subject = left or (bare[0] if bare else None)
        if subject is None or not subject.weapons:
            subject = self._weapon_left(draft, chunks) or subject
        if subject is not None and subject.weapons:
            self._add_weapons(draft, subject, 0.9)
        goal = next((c for c in prepped if c.prep in ("with", "on") and not c.weapons), None)
        if goal is None:
            goal = next((c for c in prepped if c.prep == "at" and (c.thing or c.parties)), None)
        if goal is not None:
            self._add_target(draft, goal, 0.75)
        if (
            subject is not None
            and not subject.weapons
            and subject.kind == "thing"
            and subject.thing not in ("vehicle", "energy", "")
        ):
            draft.dropped = True

    def _weapon_left(self, draft: _Draft, chunks: Sequence[Phrase]) -> Phrase | None:
        """The weapon that a verb of going off speaks of, with a clause of its own between: a bomb that he carried went off."""
        for back in range(draft.at - 1, max(-1, draft.at - 9), -1):
            chunk = chunks[back]
            if chunk.kind == "mark" or (chunk.kind == "stop" and chunk.value.startswith("that")):
                return None
            if chunk.kind == "weapon":
                return chunk
        return None

    def _right(
        self, draft: _Draft, chunks: Sequence[Phrase], by_chunk: dict[int, _Draft]
    ) -> tuple[list[Phrase], list[Phrase], list[_Draft], int]:
        """What stands behind a verb: noun phrases without and with a preposition, strikes, and where its reach ends."""
        bare: list[Phrase] = []
        prepped: list[Phrase] = []
        strikes: list[_Draft] = []
        at = draft.at + 1
        features = chunks[draft.at].features
        merges = draft.trigger.frame != "reach" or "active" in features  # the wounded are no strike to merge with
        while at < len(chunks):
            chunk = chunks[at]
            if chunk.kind in ("mark", "verb"):
                break
            if chunk.kind == "stop":
                break
            if chunk.kind == "trigger":
                other = by_chunk.get(at)
                if other is None or other.trigger.frame not in _NOUN_FRAMES:
                    break
                if chunk.prep in ("with", "means") and draft.trigger.frame in ("act", "act_on", "reach") and merges:
                    self._merge_means(draft, other)
                    at += 1
                    continue
                if chunk.prep or chunk.joined:
                    break
                strikes.append(other)
                at += 1
                continue
            if chunk.kind in NOUN_KINDS:
                if chunk.prep:
                    prepped.append(chunk)
                elif not chunk.joined:
                    bare.append(chunk)
                elif chunk.weapons and prepped and prepped[-1].weapons:
                    prepped.append(chunk._replace(prep=prepped[-1].prep))
            at += 1
        return bare, prepped, strikes, chunks[at - 1].last

    def _subject_left(self, chunks: Sequence[Phrase], at: int) -> Phrase | None:
        """The noun phrase before a verb that is its subject: behind that, a mark or nothing, or before a relative word."""
        back, relative = at - 1, False
        while back >= 0:
            chunk = chunks[back]
            if chunk.kind in ("aux", "time") or (chunk.kind == "place" and chunk.prep == "at" and not relative):
                back -= 1
            elif chunk.kind == "stop" and self._relative(chunk):
                relative = True
                back -= 1
            elif chunk.kind in NOUN_KINDS:
                if relative:
                    return chunk
                if chunk.prep or chunk.joined:
                    if chunk.prep and back == at - 1 and not chunk.definite and chunk.kind == "weapon":
                        return chunk  # from a device that went off
                    back -= 1
                    continue
                before = next((chunks[b] for b in range(back - 1, -1, -1) if chunks[b].kind != "time"), None)
                if before is None or before.kind in ("mark", "stop", "aux"):
                    return chunk
                return None
            elif chunk.kind == "trigger":
                return chunk if chunk.value in _NOUN_FRAMES and chunk.prep in ("", "at", "for", "with") else None
            elif chunk.kind == "verb" and chunk.classes & {"ev_do", "ev_occur"}:
                back -= 1
            else:
                return None
        return None

    def _noun_before(self, at: int, chunks: Sequence[Phrase], by_chunk: dict[int, _Draft]) -> _Draft | None:
        for back in range(at - 1, -1, -1):
            if chunks[back].kind == "trigger":
                found = by_chunk.get(back)
                return (
                    found if found is not None and not found.dropped and found.trigger.frame in _NOUN_FRAMES else None
                )
            if chunks[back].kind == "mark":
                return None
        return None

    def _left_bound(self, draft: _Draft, chunks: Sequence[Phrase]) -> int:
        """Where the reach of an event begins: behind the last stop, mark or trigger before it."""
        for back in range(draft.at - 1, -1, -1):
            if chunks[back].kind in ("mark", "stop", "trigger"):
                return chunks[back].last
        return chunks[0].first

    # --------------------------------------------------------------------------------------------- stances and threats

    def _read_stance(self, draft: _Draft, chunks: Sequence[Phrase], by_chunk: dict[int, _Draft]) -> None:
        """A cue that claims, disowns, ascribes or condemns: it says so of the strike told behind it, or points back."""
        stance = draft.trigger.stance
        told = self._told_behind(draft, chunks, by_chunk)
        left = self._subject_left(chunks, draft.at)
        left = left if left is not None and left.kind in NOUN_KINDS else None
        bare, prepped = self._around_stance(draft, chunks, told)
        subject = left or (bare[0] if bare else None)
        rest = bare if left else bare[1:]
        suffix = "suffix" in chunks[draft.at].features
        doer: Phrase | None = None
        if stance == "claims_responsibility":
            doer = subject
        elif stance == "accuses":
            by_to = next((c for c in prepped if c.prep in ("into", "to", "for")), None)
            doer = by_to if draft.trigger.rule == "event.ascribes" else rest[0] if rest else None
            if doer is None and suffix and draft.trigger.rule != "event.ascribes":
                doer = None
        target = told or draft
        if told is not None:
            told.stance, draft.dropped = stance, True
            told.carried = True
            if stance in ("no_claim", "accuses"):
                told.arguments = [a for a in told.arguments if a.field != "actor"]
            told.points_back = told.points_back or bool(chunks[told.at].features & {"def"})
        elif stance == "condemns" or (
            stance == "claims_responsibility" and not suffix and draft.trigger.rule != "event.responsible"
        ):
            draft.dropped = True
            return
        elif stance == "accuses" and (doer is None or not doer.parties):
            draft.dropped = True
            return
        else:
            draft.stance, draft.points_back = stance, True
        if doer is not None:
            self._add_actor(target, doer, 0.85)

    def _read_doers(self, draft: _Draft) -> None:
        """Who the perpetrators are: points back to the attack, with an actor."""
        draft.points_back = True
        edge = draft.trigger.doer
        mention = edge.mention if edge else None
        first = draft.trigger.end - (edge.length if edge else 0)
        if isinstance(mention, PartyMention) and mention.can_act:
            self._add(draft, "actor", _party_value(mention.party), first, draft.trigger.end, 0.8)
        elif edge is not None and (row := self.knowledge.table("actors/actors.tsv").get(edge.value)):
            value = {
                "id": edge.value, "name_ar": row["names_ar"].split("|")[0], "name_en": row["name_en"] or None,
                "kind": row["kind"], "country": row["country"] or None,
            }  # fmt: skip
            self._add(draft, "actor", value, first, draft.trigger.end, 0.8)
        else:
            draft.dropped = True

    def _around_stance(
        self, draft: _Draft, chunks: Sequence[Phrase], told: _Draft | None
    ) -> tuple[list[Phrase], list[Phrase]]:
        """The noun phrases behind a cue of stance, without and with a preposition; what is put in between is passed over."""
        bare: list[Phrase] = []
        prepped: list[Phrase] = []
        end = draft.trigger.end
        for at in range(draft.at + 1, len(chunks)):
            chunk = chunks[at]
            if told is not None and at >= told.at and draft.trigger.rule != "event.ascribes":
                break
            if chunk.first >= end and chunk.kind in ("mark", "stop", "verb"):
                break
            if chunk.kind == "trigger" and chunk.value not in _NOUN_FRAMES:
                break
            if chunk.kind in NOUN_KINDS:
                (prepped if chunk.prep else bare).append(chunk)
        return [c for c in bare if not c.joined], prepped

    def _told_behind(self, draft: _Draft, chunks: Sequence[Phrase], by_chunk: dict[int, _Draft]) -> _Draft | None:
        """The strike that a cue speaks of: the next one told by a noun, not far behind."""
        for at in range(draft.at + 1, len(chunks)):
            chunk = chunks[at]
            if chunk.first > draft.trigger.end + 14:
                return None
            if chunk.kind in ("mark", "stop") and chunk.first >= draft.trigger.end:
                return None
            if chunk.kind == "trigger":
                other = by_chunk.get(at)
                if other is None or other.dropped or other.trigger.frame not in _NOUN_FRAMES:
                    return None
                return other
        return None

    def _read_threat(self, draft: _Draft, chunks: Sequence[Phrase], by_chunk: dict[int, _Draft]) -> None:
        """A threat takes what it threatens with: the target and weapon of the deeds told behind it, which have not happened."""
        left = self._subject_left(chunks, draft.at)
        bare: list[Phrase] = []
        unless = False
        for at in range(draft.at + 1, len(chunks)):
            chunk = chunks[at]
            unless = unless or "ev_condition" in self.cells[chunk.first]
            if (chunk.kind == "mark" and chunk.value not in ("،", ",")) or "say_clear" in chunk.classes:
                break
            if chunk.kind == "verb" and self.phraser.clitic(chunk.first) == "w":
                break
            if chunk.kind == "trigger":
                other = by_chunk.get(at)
                if other is None:
                    continue
                if other.trigger.frame in ("stance", "threat"):
                    break
                other.dropped = True
                for argument in other.arguments:
                    if argument.field in ("target", "weapon") and not unless:
                        self._add(draft, argument.field, argument.value, argument.first, argument.last, 0.7)
            elif chunk.kind in NOUN_KINDS and not unless and not chunk.joined:
                if chunk.prep in ("", "with", "on") or (chunk.kind == "place" and chunk.prep == "at"):
                    bare.append(chunk)
        subject = left if left is not None and left.kind in NOUN_KINDS else (bare.pop(0) if bare else None)
        if subject is not None and subject.parties:
            self._add_actor(draft, subject, 0.85)
        goal = next(
            (c for c in bare if c.kind in ("party", "place", "thing") and (c.thing or c.parties or c.places)), None
        )
        if goal is not None and not draft.has("target"):
            self._add_target(draft, goal, 0.5)
        draft.stance = "threatens"
        draft.reach = (chunks[draft.at].first, chunks[-1].last)

    # -------------------------------------------------------------------------------------------------------- arguments

    def _add(self, draft: _Draft, name: str, value: Any, first: int, last: int, confidence: float) -> bool:
        if any(a.field == name and a.first == first for a in draft.arguments):
            return True
        draft.arguments.append(Argument(name, value, first, last, draft.trigger.rule, confidence))
        return True

    def _add_actor(self, draft: _Draft, chunk: Phrase, confidence: float) -> bool:
        if draft.has("actor"):
            return True
        if chunk.kind == "weapon":
            self._add_weapons(draft, chunk, confidence)
            self._add_owner(draft, chunk)
            return True
        if chunk.kind == "place" and not chunk.parties:
            return self._add_government(draft, chunk, confidence)
        head = next((p for p in chunk.parties if p.first <= chunk.first + 2), None)
        if head is not None:
            first, last = self.phraser.tight(
                head.first, max(head.last, chunk.last if self._same_phrase(head, chunk) else head.last)
            )
            return self._add(draft, "actor", _party_value(head.party), first, last, confidence)
        if chunk.demonyms and chunk.thing not in _PEOPLE - {""}:
            at, value = chunk.demonyms[0]
            return self._add(draft, "actor", self._country(value), chunk.first, chunk.last, confidence - 0.1)
        if not self._animate(chunk):
            return False
        first, last = self.phraser.tight(chunk.first, chunk.last)
        value = self._thing_value(chunk, first, last, actor=True)
        return self._add(draft, "actor", value, first, last, confidence - 0.25)

    def _add_government(self, draft: _Draft, chunk: Phrase, confidence: float) -> bool:
        """A capital or country that acts is its government; any other place is nobody."""
        edges = self.cells[chunk.first].get("government_name", ())
        place = chunk.places[0].candidates[0] if chunk.places and chunk.places[0].candidates else None
        country = edges[0].value if edges else place.country if place and place.kind == "country" else None
        if country is None or chunk.prep:
            return False
        value = self._country(country)
        return self._add(draft, "actor", value, chunk.first, chunk.last, confidence - 0.1)

    def _animate(self, chunk: Phrase) -> bool:
        """Whether a phrase without a known name may stand for somebody who acts: people, units, a number of them."""
        if chunk.thing:
            return chunk.thing in _PEOPLE or bool(self.cells[chunk.first].get("ev_unit"))
        return "number" in self.cells[chunk.first] or bool(
            self.cells[chunk.first].keys() & {"party_head", "people", "people_plural"}
        )

    def _same_phrase(self, head: PartyMention, chunk: Phrase) -> bool:
        return chunk.first <= head.first < chunk.last and len(chunk.parties) == 1 and not chunk.places

    def _add_target(self, draft: _Draft, chunk: Phrase, confidence: float) -> bool:
        if draft.has("target") or draft.type in _WITHOUT_TARGET:
            return True
        if chunk.kind == "weapon" and draft.type in ("bombing", "interception", "suicide_bombing"):
            self._add_weapons(draft, chunk, confidence)
            return True
        first, last = self.phraser.tight(chunk.first, chunk.last)
        if last <= first:
            return False
        return self._add(draft, "target", self._thing_value(chunk, first, last), first, last, confidence)

    def _thing_value(self, chunk: Phrase, first: int, last: int, *, actor: bool = False) -> dict[str, Any]:
        """The value of an actor or target: the party, the place with its kind, or the words with the kind of their noun."""
        if chunk.kind == "party" and chunk.parties and not (chunk.thing and not actor):
            return _party_value(chunk.parties[0].party)
        name = self.phraser.plain(first, last)
        place = chunk.places[0].candidates[0] if chunk.places and chunk.places[0].candidates else None
        if chunk.kind == "place" and place is not None:
            kind = _KIND_OF_PLACE.get(place.kind, place.kind if place.kind in _TARGET_KINDS else "civilians")
            return {
                "id": place.id,
                "name_ar": place.name_ar,
                "name_en": place.name_en,
                "kind": kind,
                "country": place.country,
            }
        kind = _KIND_OF_PLACE.get(chunk.thing, chunk.thing)
        if kind not in _TARGET_KINDS:
            kind = chunk.parties[0].party.kind if chunk.parties else "unidentified" if actor else "civilians"
        country = place.country if place else chunk.parties[0].party.country if chunk.parties else None
        return {"id": None, "name_ar": name, "name_en": None, "kind": kind, "country": country}

    def _add_weapons(self, draft: _Draft, chunk: Phrase, confidence: float) -> None:
        for mention in chunk.weapons:
            self._add(draft, "weapon", _weapon_value(mention), mention.first, mention.last, confidence)

    def _add_owner(self, draft: _Draft, chunk: Phrase) -> None:
        """Whose weapon it is: the demonym or the party in the phrase of a weapon."""
        if draft.has("actor"):
            return
        owner = next((p for p in chunk.parties if _is_armed(p)), None)
        if owner is not None:
            self._add(draft, "actor", _party_value(owner.party), owner.first, owner.last, 0.75)
        elif chunk.demonyms:
            at, value = chunk.demonyms[0]
            self._add(draft, "actor", self._country(value), at, at + 1, 0.75)

    def _add_country(self, draft: _Draft, at: int, edge: Edge) -> None:
        if not draft.has("actor"):
            self._add(draft, "actor", self._country(edge.value), at, at + edge.length, 0.75)

    def _country(self, value: str) -> dict[str, Any]:
        """The forces of a country as an actor, from the value of a demonym."""
        row = self.knowledge.table("actors/demonyms.tsv").get(value) or {}
        code = row.get("country") or value[:2].upper()
        named = self.knowledge.table("places/countries.tsv").get(code) or {}
        name = (named.get("names_ar") or "").split("|")[0] or None
        return {"id": None, "name_ar": name, "name_en": named.get("name_en"), "kind": "state_forces", "country": code}

    # ----------------------------------------------------------------------------------------------- narrowing and around

    def _narrow(self, draft: _Draft) -> None:
        """The type as the means make it: an attack with drones is a drone attack."""
        actor = next((a for a in draft.arguments if a.field == "actor"), None)
        if draft.type == "destruction" and actor is not None and actor.value["kind"] in ("protesters", "rioters"):
            draft.type = "riot"
        if draft.type == "detention" and actor is not None and actor.value["kind"] in _OUTLAWS:
            draft.type = "abduction"
        if draft.type not in _NARROWING or draft.settled:
            return
        low, high = draft.trigger.last, min(draft.trigger.last + 6, draft.reach[1])
        if any("ev_by_air" in self.cells[at] for at in range(low, high)):
            draft.type = "airstrike"
        kinds = {self.codebook.type_of_weapon(a.value["id"]) for a in draft.arguments if a.field == "weapon"} - {None}
        if not kinds:
            return
        if "suicide_bombing" in kinds:
            draft.type = "suicide_bombing"
        elif len(kinds) == 1:
            kind = kinds.pop()
            if kind and not (draft.type == "bombing" and kind != "bombing"):
                draft.type = kind
        elif draft.type == "attack" and kinds <= {"missile_attack", "drone_attack"}:
            draft.type = "missile_attack" if draft.trigger.frame == "launch" else draft.type

    def _statement(self, token: int) -> int:
        low, high = 0, len(self.statements)
        while low < high:
            middle = (low + high) // 2
            if self.statements[middle].last <= token:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.statements) and self.statements[low].first <= token else -1

    def _own_men(self, draft: _Draft, statement: Statement) -> None:
        """His men, their fighters: who speaks of his own men speaks of himself."""
        link = statement.chain[-1]
        for index, argument in enumerate(draft.arguments):
            owned = argument.field == "actor" and argument.value["id"] is None and self.phraser.owned(argument.first)
            if owned and link.party.kind in _ARMED and link.party.source_kind not in _TELLERS:
                draft.arguments[index] = replace(argument, value=_party_value(link.party))

    def _add_agent_of_statement(self, draft: _Draft) -> None:
        """Who speaks is who acts where the words are of his own deed: we struck, it said it had struck, it announced or
        claimed the striking."""
        index = self._statement(draft.trigger.first)
        if index < 0 or not self.statements[index].chain:
            return
        statement = self.statements[index]
        self._own_men(draft, statement)
        if draft.has("actor") or draft.type in ("explosion", "clash", "campaign") or draft.stance in _NOT_OWN:
            return
        link = statement.chain[-1]
        may_act = link.party.kind in _ARMED and link.party.source_kind not in _TELLERS
        frame = draft.trigger.frame
        claims = "claims_responsibility" in (statement.stance, draft.stance)
        confidence = 0.0
        if draft.first_person or frame == "threat":
            confidence = 0.85
        elif may_act and (draft.by_pronoun or draft.stance == "claims_responsibility"):
            confidence = 0.75
        elif may_act and statement.cue is not None and frame in ("deed", "launching", "strike", "act"):
            before = max(statement.cue[1], link.last)
            if (frame == "deed" or claims) and self._gap(before, draft.trigger.first) <= 2:
                confidence = 0.7
            elif claims and frame != "strike" and draft.has("target"):
                confidence = 0.6
        if confidence:
            self._add(draft, "actor", _party_value(link.party), link.first, link.last, confidence)

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

    def _add_around(self, draft: _Draft, around: _Around) -> None:
        """Place, origin, time, motive and condition from the words around."""
        statement = self._statement(draft.trigger.first)
        speakers = self._speaker_tokens(statement)
        places: list[tuple[float, int, PlaceMention]] = []
        for at, place in around.near(around.places, draft.trigger.first):
            if at in speakers or draft.trigger.first <= at < draft.trigger.last:
                continue
            cost = around.cost(draft, at, self._statement(at) != statement)
            origin = place.role == "origin" or at in around.origins
            leaves = draft.type in ("withdrawal", "displacement")
            if origin and (cost < 12 or at in around.origins) and cost < _REACH and not draft.has("origin"):
                self._add(draft, "origin", _place_value(place), place.first, place.last, 0.75)
                if not leaves:
                    continue
            places.append((cost + (6 if origin and not leaves else 0), at, place))
        self._add_places(draft, places)
        best: tuple[float, TimeMention] | None = None
        for at, time in around.near(around.times, draft.trigger.first):
            cost = around.cost(draft, at, False)
            if cost < _REACH and (best is None or cost < best[0]):
                best = cost, time
        if best:
            mention = best[1]
            value = {
                "earliest": mention.earliest.isoformat() if mention.earliest else None,
                "latest": mention.latest.isoformat() if mention.latest else None,
                "grain": mention.grain,
            }
            self._add(draft, "happened", value, mention.first, mention.last, 0.85 if best[0] < 12 else 0.65)
        for name, found in (("motive", around.motives), ("condition", around.conditions)):
            for at, end in around.near(found, draft.trigger.first):
                cost = around.cost(draft, at, False)
                if cost < _REACH and not at <= draft.trigger.first < end and not draft.has(name):
                    self._add(draft, name, self.phraser.plain(at, end), at, end, 0.7)

    def _gather(self, sentence: Sentence, chunks: Sequence[Phrase], alive: Sequence[_Draft]) -> _Around:
        """What stands in a sentence beside its events: places, times, reasons, conditions, and what parts them."""
        acting = {at for d in alive for a in d.arguments if a.field == "actor" for at in range(a.first, a.last)}
        around = _Around(
            triggers=sorted(d.trigger.first for d in alive),
            walls=[c.first for c in chunks if c.kind == "mark" or (c.kind == "stop" and c.value.startswith("that"))],
        )
        for at in range(sentence.first, sentence.last):
            cell = self.cells[at]
            if "place" in cell and at not in acting:
                mention = cell["place"][0].mention
                if isinstance(mention, PlaceMention) and not self._is_seat(mention, sentence):
                    around.places.append((at, mention))
                    if self._is_origin(at):
                        around.origins.add(at)
            if "time" in cell:
                time = cell["time"][0].mention
                if isinstance(time, TimeMention) and time.role == "at" and time.latest:
                    around.times.append((at, time))
            for cls, into, most in (("ev_motive", around.motives, 12), ("ev_condition", around.conditions, 14)):
                if cls in cell and not self._inside_party(at, cell[cls][0].length):
                    first = at + cell[cls][0].length
                    last = self._words_end(first, sentence.last, most)
                    if last > first:
                        into.append((first, last))
        return around

    def _is_seat(self, mention: PlaceMention, sentence: Sentence) -> bool:
        """Whether a place is where somebody has his seat, or who speaks: headquartered in London; Tehran: an attack."""
        for back in range(1, 4):
            if any(edge.length >= back for edge in self.lattice.at(mention.first - back, "ev_seat")):
                return True
        behind = self.cells[mention.last] if mention.last < sentence.last else {}
        if mention.first == sentence.first and behind.keys() & {"colon"}:
            return True
        return self._inside_party(mention.first, mention.last - mention.first)

    def _add_places(self, draft: _Draft, places: list[tuple[float, int, PlaceMention]]) -> None:
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
            self._add(draft, "place", _place_value(mention), mention.first, mention.last, confidence)
            kept += 1

    def _speaker_tokens(self, statement: int) -> frozenset[int]:
        """The tokens that name who speaks: a place among them is a seat, not where something happened."""
        if statement < 0:
            return frozenset()
        links = self.statements[statement].chain
        return frozenset(at for link in links for at in range(link.first, link.last))

    def _inside_party(self, at: int, length: int) -> bool:
        for back in range(5):
            for edge in self.lattice.at(at - back, "party"):
                if edge.length > back and edge.length >= back + length and edge.length > length:
                    return True
        return False

    def _is_origin(self, at: int) -> bool:
        """Whether words before a place say that something set out from there."""
        for back in range(1, 5):
            if any(edge.length >= back - 1 for edge in self.lattice.at(at - back, "ev_origin")):
                return True
        return False

    def _words_end(self, first: int, last: int, most: int) -> int:
        at = first
        while at < min(last, first + most):
            if self.tokens[at].kind == "punct" and self.cells[at].keys() & _ENDS:
                break
            at += 1
        return self.phraser.tight(first, at)[1]

    # ------------------------------------------------------------------------------------------------------------ result

    def _event(self, draft: _Draft, sentence: Sentence) -> EventMention:
        trigger = draft.trigger
        clause = next((c for c in sentence.clauses if c[0] <= trigger.first < c[1]), (sentence.first, sentence.last))
        features = trigger.edge.features if trigger.edge else frozenset()
        content = any(a.field in ("actor", "target", "weapon") for a in draft.arguments)
        anaphoric = trigger.frame in _NOUN_FRAMES and ("def" in features or "suffix" in features) and not content
        if trigger.frame == "operation":
            anaphoric = "def" in features
        generic = self._generic(trigger, clause)
        presupposed = draft.in_relative or (
            trigger.frame in ("strike", "deed") and not self._is_told(draft, sentence, clause)
        )
        return EventMention(
            draft.type, trigger.first, trigger.last, trigger.frame, trigger.rule,
            tuple(sorted(draft.arguments, key=lambda a: (a.first, a.field))),
            stance=draft.stance, anaphoric=anaphoric or draft.points_back, generic=generic, background=presupposed, clause=clause, statement=max(0, self._statement(trigger.first)),
        )  # fmt: skip

    def _is_told(self, draft: _Draft, sentence: Sentence, clause: tuple[int, int]) -> bool:
        """Whether a noun tells of its happening, and does not only name it: a verb carries it, it opens a clause, people
        were harmed in it, or it has a day of its own."""
        if draft.carried or sentence.segment == "headline" or draft.stance is not None:
            return True
        if draft.trigger.frame == "strike" and self._opens_clause(draft.trigger.first, sentence.first):
            return True
        if any(a.field == "happened" and draft.reach[0] <= a.first < draft.reach[1] for a in draft.arguments):
            return True
        if draft.trigger.frame == "deed" and not any(a.field in ("actor", "target", "weapon") for a in draft.arguments):
            return False
        low, high = max(clause[0], draft.trigger.first - 14), min(clause[1], draft.trigger.last + 14)
        return any(self.cells[at].keys() & _HARM for at in range(low, high))

    def _opens_clause(self, at: int, first: int) -> bool:
        """Whether a word is the first of its clause: behind "that", a mark or nothing."""
        before = self.cells[at - 1] if at > first else {}
        return at == first or bool(before.keys() & {"complementizer", "comma", "colon", "dash", "stop", "semicolon"})

    def _generic(self, trigger: _Trigger, clause: tuple[int, int]) -> bool:
        low, high = max(clause[0], trigger.first - 4), min(clause[1], trigger.last + 6)
        return any("ev_habit" in self.cells[at] for at in range(low, high))


_TAKES_DEED = frozenset("claiming ev_claiming ev_reports denying condemning ev_take_on".split())
_LEADS_TO_VERB = frozenset(("party", "weapon", "ev_quality", "demonym", "ev_noun", "ev_noun_f", "ev_rel"))
_CHOSEN = frozenset("official journalist medic state_forces rebel_group political_militia identity_militia".split())
_CARRIERS = frozenset(
    "ev_do ev_suffer ev_occur ev_witness ev_take_on ev_lead_to claiming ev_reports condemning denying say_clear "
    "ev_reach conceding counting accusing burdening".split()
)
_HARM = frozenset(("harm_verb", "harm_masdar", "toll", "toll_noun", "ev_kill", "harm_noun"))
_OPERATIONS = frozenset(
    "attack airstrike drone_attack missile_attack shelling bombing suicide_bombing assassination abduction detention "
    "raid seizure release".split()
)
_STRIKES = frozenset(("airstrike", "missile_attack", "drone_attack"))
_HUMAN = frozenset(
    "party person_name ev_people people people_plural number numeral party_head title given_name ev_unit".split()
)
_OUTLAWS = frozenset("rebel_group identity_militia unidentified private".split())
_WITHOUT_TARGET = frozenset(("deployment", "withdrawal", "displacement", "ceasefire", "negotiation", "aid"))
_NOT_OWN = frozenset(("no_claim", "accuses", "condemns"))
_DOUBLED = "\u0651"
_PEOPLE = frozenset(("civilians", "official", "journalist", "medic", ""))
_ENDS = frozenset(("comma", "stop", "colon", "semicolon", "question", "dash"))
_TELLERS = frozenset("agency outlet witness hospital organisation unnamed monitor ministry_health".split())
_VIOLENT = frozenset(
    "attack airstrike drone_attack missile_attack shelling bombing suicide_bombing clash assassination raid execution "
    "crackdown explosion".split()
)
_TARGET_KINDS = frozenset(
    "state_forces rebel_group political_militia identity_militia rioters protesters civilians external_forces private "
    "unidentified military_base airport hospital school market house vehicle ship energy worship camp official journalist "
    "medic infrastructure".split()
)


def _is_armed(mention: PartyMention) -> bool:
    return mention.can_act and mention.party.kind in _ARMED


def _armed(chunk: Phrase) -> bool:
    """Whether the head of a phrase is somebody who bears arms or acts for a state."""
    head = chunk.parties[0] if chunk.parties else None
    return head is not None and head.first <= chunk.first + 1 and chunk.kind != "weapon" and _is_armed(head)


def _party_value(party: Party) -> dict[str, Any]:
    return {
        "id": party.id,
        "name_ar": party.name_ar,
        "name_en": party.name_en,
        "kind": party.kind,
        "country": party.country,
    }


def _place_value(mention: PlaceMention) -> dict[str, Any]:
    place: Place = mention.candidates[0]
    value = {
        name: getattr(place, name)
        for name in (
            "id",
            "name_ar",
            "name_en",
            "kind",
            "country",
            "admin1",
            "admin1_en",
            "lat",
            "lon",
            "radius_km",
            "precision",
        )
    }
    others = [other.id for other in mention.candidates[1:] if other.id]
    return value | {"candidates": others} if others else value


def _weapon_value(mention: WeaponMention) -> dict[str, Any]:
    known = mention.low is not None or mention.high is not None
    count = {"low": mention.low, "high": mention.high} if known else None
    return {"id": mention.weapon, "name_en": mention.name_en, "count": count}


class _Codebook:
    """Which type a weapon makes of a general attack."""

    def __init__(self, knowledge: Knowledge) -> None:
        table = knowledge.table("codebook/events.tsv")
        self._types: dict[str, str] = {}
        for event_type in table:
            for weapon in table.row(event_type)["means"].split(","):
                if weapon:
                    self._types[weapon] = event_type

    def type_of_weapon(self, weapon: str) -> str | None:
        """The event type that this weapon makes, or None."""
        return self._types.get(weapon)


def _codebook(knowledge: Knowledge) -> _Codebook:
    return _Codebook(knowledge)
