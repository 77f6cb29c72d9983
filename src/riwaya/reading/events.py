"""Finds what the statements of a document say happened: a type, the words that tell it, who, whom, where, why.

Rules find the triggers and say in which frame their parts stand. A sentence with a trigger is cut into phrases: noun
phrases with the preposition before them, times, verbs, stops. Each frame then takes its parts from the phrases on its
left and right, so that the order of the words, and not the distance, tells who did what to whom. Place and time may
also come from further away.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Any

from riwaya.frozen import replace
from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Lattice, Match, any_of, mask_of
from riwaya.reading._event_around import Surroundings
from riwaya.reading._event_nouns import NounFrames
from riwaya.reading._event_parts import (
    ARMED,
    NOUN_FRAMES,
    OUTLAWS,
    PEOPLE,
    VERB_FRAMES,
    VIOLENT,
    Draft,
    Parts,
    Trigger,
    armed,
    party_value,
)  # fmt: skip
from riwaya.reading._event_stances import StanceFrames
from riwaya.reading._event_verbs import VerbFrames
from riwaya.reading._event_words import words_of
from riwaya.reading._phrases import VERB_CLASSES, Phrase
from riwaya.records import Argument, EventMention, PartyMention, Sentence, Statement

STAGE = "events"
_MUTE = frozenset(("scripture", "dateline", "boilerplate"))
_OBJECT_WORDS = (
    "ev_fire",
    "ev_traded",
    "ev_gas",
    "ev_freedom",
    "ev_responsibility",
    "ev_blame",
    "ev_arrest_word",
    "ev_death_sentence",
)
_SPEAKING = frozenset("say_clear say_that conveying counting informing publishing conceding denying urging".split())
_LEADS_TO_VERB = frozenset(("party", "weapon", "ev_quality", "demonym", "ev_noun", "ev_noun_f", "ev_rel"))
_DOES_DEED = frozenset(("ev_do",))
_TAKES_DEED = frozenset("claiming ev_claiming ev_reports denying condemning ev_take_on".split())
_HARM = frozenset(("harm_verb", "harm_masdar", "toll", "toll_noun", "ev_kill", "harm_noun"))
_OPERATIONS = frozenset(
    "attack airstrike drone_attack missile_attack shelling bombing suicide_bombing assassination abduction detention "
    "raid seizure release".split()
)
_STRIKES = frozenset(("airstrike", "missile_attack", "drone_attack"))
_HUMAN = frozenset(
    "party person_name ev_people people people_plural number numeral party_head title given_name ev_unit".split()
)
_NAMED = frozenset(("strike", "deed", "explode", "death", "launching", "clash"))
_HARM_TOLD = _HARM | {"harm_plural", "the_dead", "ev_the_dead"}
_NO_CIRCUMSTANCE = frozenset(("comma", "stop", "semicolon", "colon", "complementizer", "ev_stop"))
_STRUCK = frozenset(("strike", "explode", "launching", "fall", "launch"))
_VICTIMS = 18
_DEAD = frozenset(("ev_kill", "ev_the_dead"))
_SIDES = ARMED | {"official"}
_SUBJECT = 8
_NO_SUBJECT = VERB_CLASSES | {"complementizer", "comma", "ev_rel"}
_OWN_DAY = 8
_TO_PEOPLE = frozenset(("execution", "assassination", "abduction", "detention", "release"))
_IN_WORDS = frozenset(("strike", "clash"))
"""Frames of what politicians do to one another in words."""
_NEAR_BEHIND = 4
_CLAUSE = 3
"""So many words before "after" tell something of their own, whether or not their verb is known."""
_DAILY = frozenset(("minute", "part_of_day", "day"))
_FIGHTERS = ARMED | {"protesters"}
_OUTCOME = 3
_OBJECT_WITHIN = 14
"""How many words behind a verb of telling the deed may stand that it tells: his name and office come between."""
_HEADING_AT_MOST = 8
_SUFFERED_WITHIN = 12
_HITTING = frozenset(("ev_verb", "ev_reach"))
_LINE_ENDS = ("", "\n", "\r", "\u2028", "\u2029")
_OWN_STANCES = frozenset(("claims_responsibility", "no_claim"))
_TELLING = frozenset(
    "ev_reports say_clear say_that conceding counting informing publishing complementizer ev_prep comma colon stop "
    "ev_lead_to ev_occur time".split()
)
_OPENERS = frozenset("complementizer comma colon dash stop semicolon ev_among".split())
_ONLY_COUNTS = frozenset(("number", "numeral", "digits", "ev_others"))
_HARMING = VIOLENT | {"destruction", "siege", "riot", "explosion"}
_POINTING = frozenset(("strike", "deed", "clash", "operation", "rally", "launching"))
_POINTS_ONLY = {"uses": "toll"}
"""Frames that tell something of a happening and never a happening of their own, as the count of its dead does."""
_CIRCUMSTANCE = frozenset(("at", "with", "time"))
_VERB = mask_of(VERB_CLASSES)
_HABIT = mask_of(("ev_habit",))
_TOLLS = mask_of(("toll", "harm_plural"))
_COVERING = mask_of(("time", "party", "place"))
_DOUBLED = "\u0651"


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
            events = reader.read(sentence, matches)
            if not (events and _is_heading(lattice, sentence, events)):
                found.extend(events)
    if not any(event.type in VIOLENT for event in found):  # else the strike that killed them is told elsewhere
        found = sorted([*found, *reader.killings], key=lambda event: event.first)
    return tuple(_with_presupposed(lattice, _with_means_told_elsewhere(_with_operations(found))))


def _is_heading(lattice: Lattice, sentence: Sentence, events: Sequence[EventMention]) -> bool:
    """Whether a sentence is a line that only names what the lines below it tell of: "Second: the explosions"."""
    if sentence.segment != "body" or sentence.last - sentence.first > _HEADING_AT_MOST:
        return False
    for at in range(sentence.first, sentence.last):
        if lattice.masks[at] & _VERB:
            cell = lattice.cells[at]
            if any("def" not in edge.features for cls in cell.keys() & VERB_CLASSES for edge in cell[cls]):
                return False
    start, end = lattice.span(sentence.first, sentence.last)
    text = lattice.document.text
    alone = text[:start].rstrip(" \t")[-1:] in _LINE_ENDS and text[end : end + 2].lstrip(" \t")[:1] in _LINE_ENDS
    return alone and all(
        event.frame in NOUN_FRAMES
        and event.stance is None
        and _definite(lattice, event)
        and all(argument.field == "weapon" for argument in event.arguments)
        for event in events
    )


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
    doers = {whose for event in events if event.type == kind for whose in _doers(event)}
    return [
        replace(event, type=kind) if event.type == "shelling" and not (doers and _doers(event) - doers) else event
        for event in events
    ]


def _doers(event: EventMention) -> set[str]:
    """The countries or ids of those who did it, as far as they are known."""
    found = (a.value["country"] or a.value["id"] for a in event.arguments if a.field == "actor")
    return {whose for whose in found if whose}


def _with_presupposed(lattice: Lattice, events: Sequence[EventMention]) -> list[EventMention]:
    """The events; a definite noun that points to nothing told before it speaks of what the reader knows already."""
    out: list[EventMention] = []
    headlines = [s for s in lattice.sentences if s.segment == "headline"]
    told: set[str] = set()
    for event in events:
        kind = "violence" if event.type in _HARMING else event.type
        known = event.frame in _POINTING and event.stance not in _OWN_STANCES and kind not in told
        known = known and not (
            _tolled(lattice, event) or _has_own_day(event) or _strikes(lattice, event) or _has_outcome(lattice, event)
        )
        if known and _definite(lattice, event) and not any(s.first <= event.first < s.last for s in headlines):
            event = replace(event, background=True)
        out.append(event)
        if not event.background:
            told.add(kind)
    return out


def _tolled(lattice: Lattice, event: EventMention) -> bool:
    """Whether the dead or the count of them are told right before an event: the toll of the fighting rose."""
    return any_of(lattice.masks, max(0, event.first - 3), event.first, _TOLLS)


def _strikes(lattice: Lattice, event: EventMention) -> bool:
    """Whether a verb brings an event: the raids hit a clinic; the clinic came under the shelling."""
    before = lattice.cells[event.first - 1] if event.first else {}
    if any("def" not in edge.features for cls in before.keys() & _HITTING for edge in before[cls]):
        return True
    suffered = any("l" in edge.features for edges in lattice.cells[event.first].values() for edge in edges)
    low = max(event.clause[0], event.first - _SUFFERED_WITHIN)
    return suffered and any("ev_suffer" in lattice.cells[at] for at in range(low, event.first))


def _has_outcome(lattice: Lattice, event: EventMention) -> bool:
    """Whether the outcome of an event is told right behind it, as its news: the bombing left thirty dead."""
    for cell in lattice.cells[event.last : event.last + _OUTCOME]:
        if "ev_stop" in cell:
            return False  # that left thirty dead: this tells which bombing it was
        if any("past" in edge.features for edge in cell.get("ev_lead_to", ())):
            return True
    return False


def _has_own_day(event: EventMention) -> bool:
    """Whether the day of an event is told right behind it: the clashes that broke out on Sunday."""
    days = (
        a for a in event.arguments if a.field == "happened" and a.value["grain"] in ("minute", "part_of_day", "day")
    )
    return any(event.last <= day.first <= event.last + _OWN_DAY for day in days)


def _definite(lattice: Lattice, event: EventMention) -> bool:
    """Whether the trigger of an event bears the article or a pronoun, and is not one of many: a series of the raids."""
    if any(edge.length == back for back in (1, 2) for edge in lattice.at(event.first - back, "ev_some_of")):
        return False
    found = {f for edges in lattice.cells[event.first].values() for edge in edges for f in edge.features}
    owned = "suffix" in found and "acc" not in found  # an aggression, and not our aggression
    return "def" in found or (event.frame != "clash" and owned)


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


def _trigger(match: Match) -> Trigger:
    """A match as a trigger."""
    gives = match.gives()
    first, last = match.range("trigger") or (match.first, match.last)
    found = match.captures
    skip = next((found[name][:2] for name in _OBJECT_WORDS if name in found), None)
    kind = gives["type"].partition("/")[0]
    return Trigger(
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
        self.parts = Parts(lattice, knowledge)
        self.nouns = NounFrames(self.parts)
        self.verbs = VerbFrames(self.parts)
        self.stances = StanceFrames(self.parts)
        self.around = Surroundings(self.parts, statements)
        self.killings: list[EventMention] = []
        """Bearers of arms who were killed by nobody that is told, where no strike is told beside them."""

    def read(self, sentence: Sentence, matches: Sequence[Match]) -> list[EventMention]:
        """The events of one sentence, given the matches of the rules in it."""
        triggers = self._triggers(matches)
        if not triggers:
            return []
        chunks = self._cut(sentence, triggers)
        where = {chunk.first: index for index, chunk in enumerate(chunks) if chunk.kind == "trigger"}
        drafts = [
            Draft(t, where[t.first], t.type, prep=chunks[where[t.first]].prep) for t in triggers if t.first in where
        ]
        by_chunk = {draft.at: draft for draft in drafts}
        for draft in drafts:
            if draft.trigger.frame in NOUN_FRAMES:
                self.nouns.read_noun(draft, chunks, by_chunk)
        for before, draft in pairwise(drafts):
            near = draft.at - before.at < 6
            draft.carried = draft.carried or (near and chunks[draft.at].joined and before.carried)
        for draft in drafts:
            if draft.trigger.frame in VERB_FRAMES:
                self.verbs.read_verb(draft, chunks, by_chunk)
            elif draft.trigger.frame == "death":
                self.verbs.read_death(draft, chunks)
            elif draft.trigger.frame == "uses":
                self.verbs.read_use(draft, chunks, by_chunk)
        for draft in drafts:
            if draft.trigger.frame in ("kill", "death") and not draft.dropped:
                self.verbs.settle_kill(draft, by_chunk, chunks)
        for draft in drafts:
            if draft.trigger.frame == "stance" and not draft.dropped:
                self.stances.read_stance(draft, chunks, by_chunk)
            elif draft.trigger.frame == "doers":
                self.stances.read_doers(draft)
            elif draft.trigger.frame == "threat" and not draft.dropped:
                self.stances.read_threat(draft, chunks, by_chunk)
        self._carry_on(drafts, chunks)
        self._join_parts(drafts, chunks)
        for draft in drafts:
            if not draft.dropped:
                self.parts.narrow(draft)
                draft.dropped = self._is_no_event(draft)
        alive = [draft for draft in drafts if not draft.dropped]
        for draft in alive:
            self._add_victims(draft, sentence)
        for draft in alive:
            self.around.add_agent_of_statement(draft)
        around = self.around.gather(sentence, chunks, alive)
        for draft in alive:
            self.around.add_around(draft, around)
        told = {draft.trigger.first for draft in alive}
        for draft in drafts:
            if draft.killing_alone and self._opens_clause(draft.trigger.first, sentence.first):
                self.around.add_around(draft, around)
                self.killings.append(self._event(draft, sentence, told))
        return [self._event(draft, sentence, told) for draft in alive]

    def _triggers(self, matches: Sequence[Match]) -> list[Trigger]:
        """The triggers of a sentence, one a word: where it may be a verb or a noun, what stands around it decides."""
        by_word: dict[int, list[Match]] = {}
        for match in matches:
            taken = match.range("trigger")
            if taken is not None and not self._within_other(*taken):
                by_word.setdefault(taken[0], []).append(match)
        out: list[Trigger] = []
        for first in sorted(by_word):
            match = self._choose(first, by_word[first])
            trigger = _trigger(match)
            if trigger.edge and trigger.edge.depth and "place" in self.cells[first]:
                continue  # a name that is whole is not taken apart: Baqubah, and not "with a punishment"
            inside = out and out[-1].skip is not None and out[-1].skip[0] <= first < out[-1].skip[1]
            if inside or (out and first < out[-1].last):
                continue
            if match.rule.id == "event.whose-weapon" and not self._tells_whose(first):
                continue
            out.append(trigger)
        return out

    def _tells_whose(self, weapon: int) -> bool:
        """Whether it is news whose weapon it is: of an indefinite one, or one that does something, it is in passing."""
        before = self.cells[weapon - 1].keys() if weapon else frozenset()
        return self.parts.phraser.definite(weapon) and not before & VERB_CLASSES

    def _choose(self, first: int, matches: list[Match]) -> Match:
        if len(matches) == 1:
            return matches[0]
        stances = [m for m in matches if m.rule.family == "events/stances"]
        if stances:
            return stances[0]
        noun = self._is_noun(first)
        return next((m for m in matches if (m.gives()["frame"] in NOUN_FRAMES) == noun), matches[0])

    def _is_noun(self, at: int) -> bool:
        """Whether a word that may be a verb in the past or its verbal noun is the noun: shelled, shelling."""
        cell = self.cells[at]
        nouns = [edge for cls in ("ev_noun", "ev_noun_f", "ev_deed") for edge in cell.get(cls, ())]
        if any(edge.features & {"b", "l", "k", "def", "acc"} for edge in nouns) or self.tokens[at].form.endswith("ا"):
            return True
        before = self.cells[at - 1] if at else {}
        if before.keys() & {"ev_stop", "ev_aux", "complementizer", "md_was"}:
            return False
        if before.keys() & {"ev_prep", "ev_do", "ev_witness", "ev_behind"} or self._announced(at, _TAKES_DEED):
            return True
        if self.parts.phraser.clitic(at) != "w" and self._announced(at, _DOES_DEED):
            return True
        after = self.cells[at + 1] if at + 1 < len(self.cells) else {}
        if "party" in after and self.tokens[at + 1].form.endswith(("ون", "ان")):
            return False  # the one who acts stands in the nominative
        if after.keys() & {"ev_quality"} or any(e.value in ("on", "by", "at") for e in after.get("ev_prep", ())):
            return True
        if "demonym" in after and not any(edge.length > 1 for edge in after.get("party", ())):
            return not self.parts.phraser.definite(at + 1)
        opens = not at or before.keys() & {"comma", "stop", "colon", "time"}
        starts = self.parts.phraser.clitic(at) in ("w", "fa")
        return not (opens or starts or before.keys() & _LEADS_TO_VERB or self._ends_mention(at))

    def _announced(self, at: int, verbs: frozenset[str]) -> bool:
        """Whether a verb that takes a deed as its object stands before a word: claimed, denied, went on with."""
        for back in range(at - 1, max(-1, at - _OBJECT_WITHIN), -1):
            cell = self.cells[back]
            if cell.keys() & verbs:
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
        if self.parts.phraser.clitic(first):
            return any(edge.length >= last - first for edge in self.cells[first].get("time", ()))
        for at in range(max(0, first - 6), first + 1):
            if not self.lattice.masks[at] & _COVERING:
                continue
            cell = self.cells[at]
            for cls in ("time", "party", "place"):
                for edge in cell.get(cls, ()):
                    mention = edge.mention
                    loose = isinstance(mention, PartyMention) and not (mention.party.id or mention.can_act)
                    if at + edge.length >= last and edge.length > last - first and (at < first or cls == "time"):
                        if not loose:
                            return True
        return any(edge.length >= last - first for edge in self.cells[first].get("time", ()))

    def _carry_on(self, drafts: Sequence[Draft], chunks: Sequence[Phrase]) -> None:
        """What is joined by "and", without a doer of its own, has the same doer: they entered and fired."""
        last: Draft | None = None
        for draft in drafts:
            if draft.dropped or draft.trigger.frame not in VERB_FRAMES | {"deed"}:
                continue
            joined = chunks[draft.at].joined or (draft.at > 0 and chunks[draft.at - 1].value == "then")
            if joined and not draft.has("actor"):
                actor = self._doer_before(draft, last, chunks)
                if actor is not None:
                    draft.arguments.append(actor)
                    draft.follows = True
            if draft.has("actor") or draft.by_pronoun:
                last = draft

    def _add_victims(self, draft: Draft, sentence: Sentence) -> None:
        """Those whose deaths are told right before a strike are its target, where nothing else is: five died in it."""
        if draft.has("target") or draft.type not in VIOLENT:
            return
        if draft.trigger.frame == "clash":
            self._add_side_of_the_dead(draft, sentence)
        if draft.trigger.frame not in _STRUCK:
            return
        for at in range(draft.trigger.first - 1, max(sentence.first, draft.trigger.first - _VICTIMS) - 1, -1):
            cell = self.cells[at]
            if "harm_masdar" in cell:
                edge = cell["harm_masdar"][0]
                if edge.value == "injured" and "w" in edge.features and self._killed_before(at, sentence.first):
                    continue
                phrase = (
                    self.parts.phraser.noun_phrase(at + 1, draft.trigger.first)
                    if at + 1 < draft.trigger.first
                    else None
                )
                if phrase is not None and not phrase.prep and not phrase.joined and phrase.kind in ("party", "thing"):
                    self.parts.add_target(draft, phrase, 0.45)
                return
            if cell.keys() & {"stop", "semicolon", "complementizer"}:
                return

    def _add_side_of_the_dead(self, draft: Draft, sentence: Sentence) -> None:
        """The side in a clash that is told only by its dead: a clash with gunmen in which a policeman was killed."""
        doer = next((a.value["kind"] for a in draft.arguments if a.field == "actor"), None)
        for at in range(draft.trigger.last, min(sentence.last - 1, draft.trigger.last + _VICTIMS)):
            cell = self.cells[at]
            if cell.keys() & {"stop", "semicolon", "complementizer"}:
                return
            if not cell.keys() & _DEAD:
                continue
            for behind in range(at + 1, min(sentence.last, at + _OUTCOME + 1)):
                mentions = (edge.mention for edge in self.cells[behind].get("party", ()))
                side = next((m for m in mentions if isinstance(m, PartyMention) and m.party.kind in _SIDES), None)
                if side is not None and side.party.kind != doer:
                    self.parts.add(draft, "target", party_value(side.party), side.first, side.last, 0.5)
                    return

    def _killed_before(self, wounding: int, first: int) -> bool:
        """Whether those killed are told right before the wounded: the killing of two soldiers and wounding of four."""
        before = (self.cells[at] for at in range(max(first, wounding - _VICTIMS // 2), wounding))
        return any(edge.value == "killed" for cell in before for edge in cell.get("harm_masdar", ()))

    def _join_parts(self, drafts: Sequence[Draft], chunks: Sequence[Phrase]) -> None:
        """What the same doers did on the way is part of it: they broke in and carried him off; they came and spread."""
        attacked = False
        for draft in drafts:
            if draft.dropped:
                continue
            if draft.type == "withdrawal" and attacked and self._leaves_again(draft):
                draft.dropped = True  # before his men withdrew unharmed
            attacked = attacked or draft.type in VIOLENT
        for before, draft in pairwise(d for d in drafts if not d.dropped and d.trigger.frame in VERB_FRAMES):
            joined = chunks[draft.at].joined and not draft.has("actor")
            if joined and draft.type == "destruction" and before.has("weapon") and before.type in VIOLENT:
                draft.dropped = True  # the missile hit the house and destroyed it
                continue
            if not draft.follows or before.type == draft.type:
                continue
            if draft.type == "abduction" and before.type in ("raid", "attack"):
                before.dropped = not before.has("weapon")
            elif draft.type == "attack" and before.trigger.frame == "enter":
                before.dropped = True
                if not draft.has("target"):
                    draft.arguments.extend(a for a in before.arguments if a.field == "target")
            elif draft.type == "deployment" and before.type == "raid":
                draft.dropped = True

    def _leaves_again(self, draft: Draft) -> bool:
        """Whether those who withdraw are those who came before: they, his men, the attackers."""
        who = next((a for a in draft.arguments if a.field == "actor"), None)
        if who is None or draft.follows or draft.by_pronoun:
            return True
        return self.parts.phraser.owned(who.first) or who.value["kind"] == "unidentified"

    def _doer_before(self, draft: Draft, last: Draft | None, chunks: Sequence[Phrase]) -> Argument | None:
        """The doer of the verb before a joined one; or whoever is named before it and agrees with it in number."""
        if last is not None and last.by_pronoun and not last.has("actor"):
            draft.by_pronoun = True
            return None
        told = [a for a in last.arguments if a.field == "actor"] if last is not None else []
        if told and (told[0].value["kind"] in ARMED or draft.trigger.frame == "deed"):
            return replace(told[0], confidence=0.6)
        number = chunks[draft.at].features & {"du", "pl"}
        if draft.trigger.frame != "deed" and not number and last is None:
            return self._subject_of_verb_before(draft, chunks)
        if draft.trigger.frame == "deed" or len(number) != 1 or chunks[draft.at].features & {"p1", "p2"}:
            return None
        for back in range(draft.at - 1, max(-1, draft.at - 14), -1):
            chunk = chunks[back]
            if chunk.kind == "stop" and chunk.value.startswith("that"):
                return None
            head = chunk.parties[0] if chunk.kind == "party" and not chunk.prep else None
            if head is not None and head.can_act and {head.number} == number:
                return Argument("actor", party_value(head.party), head.first, head.last, draft.trigger.rule, 0.6)
        return None

    def _subject_of_verb_before(self, draft: Draft, chunks: Sequence[Phrase]) -> Argument | None:
        """Who did what is told right before a joined verb in the singular: a force slipped in and carried off a man."""
        gender = chunks[draft.at].features & {"m", "f"}
        for back in range(draft.at - 1, max(-1, draft.at - 8), -1):
            chunk = chunks[back]
            if chunk.kind in ("stop", "trigger") or (chunk.kind == "mark" and chunk.value not in ("،", ",")):
                return None
            if chunk.kind == "verb":
                who = chunks[back + 1]
                if chunk.classes & _SPEAKING or not armed(who) or who.prep or not chunk.features & gender:
                    return None
                head = who.parties[0]
                return Argument("actor", party_value(head.party), head.first, head.last, draft.trigger.rule, 0.55)
        return None

    def _is_no_event(self, draft: Draft) -> bool:
        """Whether the parts show that a word means something else: flights stopped, a smell spread, the war."""
        target = next((a for a in draft.arguments if a.field == "target"), None)
        actor = next((a for a in draft.arguments if a.field == "actor"), None)
        cell = self.cells[draft.trigger.first]
        if (
            cell.keys() & {"ev_needs_people", "ev_needs_people_noun"}
            and draft.type != "seizure"
            and target is not None
            and target.value["id"] is None
        ):
            kind = target.value["kind"]
            if actor is not None and actor.value["kind"] in OUTLAWS:
                return False
            if kind not in PEOPLE and kind not in ARMED and kind not in ("protesters", "external_forces"):
                return True
            if kind == "civilians" and not self.cells[target.first].keys() & _HUMAN:
                return True
        if "ev_facing" in cell and (actor is None or actor.value["kind"] not in _FIGHTERS):
            return not self._near_behind(draft, "ev_violent")
        if "ev_hold" in cell and self._near_behind(draft, "ev_standing"):
            return True
        if target is not None and draft.type in _TO_PEOPLE and self._heads(target, {"ev_goods"}):
            return True  # tons of food done away with, the dues of farmers handed out
        if target is not None and self._heads(target, {"ev_idea", "ev_figure"}):
            return draft.type not in ("protest", "riot")  # people march against ideas too
        told = draft.has_content() or draft.by_pronoun or draft.first_person or draft.taken
        if draft.trigger.frame in VERB_FRAMES and not told:
            return True
        assails = "ev_assail" in cell and draft.trigger.frame in VERB_FRAMES
        if assails and not draft.has("weapon") and self._near_behind(draft, "ev_idea"):
            return True
        if draft.type in ("attack", "clash") and actor is not None and (assails or draft.trigger.frame in _IN_WORDS):
            spoken = any(
                "official" in e.features or "person" in e.features for e in self.cells[actor.first].get("party", ())
            )
            if spoken and not draft.has("weapon"):
                return True  # what politicians attack one another with is words
        if draft.type == "detention" and target is not None and draft.trigger.frame in VERB_FRAMES:
            if all(cell.keys() & _ONLY_COUNTS for cell in self.cells[target.first : target.last]):
                return True  # two were arrested, of those who are told of before
        if draft.type == "interception" and not draft.has("weapon"):
            return draft.trigger.frame == "act"
        if draft.trigger.frame in ("move", "enter") and draft.type != "displacement":
            return actor is None or actor.value["kind"] not in ARMED
        features = draft.trigger.edge.features if draft.trigger.edge else frozenset()
        if draft.trigger.frame == "operation" and not features & {"def", "suffix"}:
            doer = actor is not None and actor.value["kind"] in ARMED
            return not doer and target is None and draft.type == "attack"
        return draft.type == "campaign" and "def" in features and actor is None and target is None

    def _near_behind(self, draft: Draft, cls: str) -> bool:
        """Whether a word of a class stands among the first few behind a trigger."""
        return any(cls in cell for cell in self.cells[draft.trigger.last : draft.trigger.last + _NEAR_BEHIND])

    def _heads(self, target: Argument, classes: AbstractSet[str]) -> bool:
        """Whether a word of these classes is the head of what was attacked, counted or not: hundreds of tickets."""
        counted = "number" in self.cells[target.first] and target.last - target.first > 1
        return not classes.isdisjoint(self.cells[target.first + counted])

    def _cut(self, sentence: Sentence, triggers: Sequence[Trigger]) -> list[Phrase]:
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
        return self.parts.phraser.cut(sentence.first, sentence.last, ready, frozenset(skips))

    def _event(self, draft: Draft, sentence: Sentence, triggers: AbstractSet[int]) -> EventMention:
        trigger = draft.trigger
        clause = next((c for c in sentence.clauses if c[0] <= trigger.first < c[1]), (sentence.first, sentence.last))
        features = trigger.edge.features if trigger.edge else frozenset()
        content = draft.has_content()
        anaphoric = trigger.frame in NOUN_FRAMES and ("def" in features or "suffix" in features) and not content
        if trigger.frame == "operation":
            anaphoric = "def" in features
        generic = self._generic(trigger, clause)
        presupposed = (
            draft.in_relative
            or any(a.field == "happened" and a.value["grain"] == "year" for a in draft.arguments)
            or (trigger.frame in _POINTING and not self._is_told(draft, sentence, clause))
            or (trigger.frame in VERB_FRAMES and self._is_habit(draft, sentence, clause))
            or self._is_circumstance(draft, sentence, triggers)
            or (self.around.follows_up(trigger.first) and not triggers.isdisjoint(range(sentence.first, trigger.first)))
        )
        frame = _POINTS_ONLY.get(trigger.frame, trigger.frame)
        return EventMention(
            draft.type, trigger.first, trigger.last, frame, trigger.rule,
            tuple(sorted(draft.arguments, key=lambda a: (a.first, a.field))),
            stance=draft.stance, background=presupposed, anaphoric=anaphoric or draft.points_back, generic=generic,
            clause=clause, statement=max(0, self.around.statement(trigger.first)),
            words=words_of(self.lattice, draft, sentence.first, triggers),
        )  # fmt: skip

    def _is_told(self, draft: Draft, sentence: Sentence, clause: tuple[int, int]) -> bool:
        """Whether a noun tells of its happening, and does not only name it.

        It tells where a verb carries it, it opens a clause, people were harmed in it, or it has a day of its own.
        """
        if draft.carried or sentence.segment == "headline" or draft.stance is not None:
            return True
        if draft.trigger.frame in ("clash", "operation", "rally") and draft.has("actor"):
            return True
        if draft.trigger.frame == "launching":
            fired = next((a.first for a in draft.arguments if a.field == "weapon"), draft.trigger.last)
            return draft.prep != "time" and not self.parts.phraser.definite(fired)
        if draft.trigger.frame in ("strike", "clash", "rally") and self._opens_clause(
            draft.trigger.first, sentence.first
        ):
            return True
        if any(
            a.field == "happened" and draft.reach[0] <= a.first < draft.reach[1] and a.value["grain"] != "year"
            for a in draft.arguments
        ):
            return True
        low, high = max(clause[0], draft.trigger.first - 14), min(clause[1], draft.trigger.last + 14)
        if draft.trigger.frame == "deed":
            if self._heads_a_line(draft.trigger.first, sentence.first):
                return True
            if draft.prep not in _CIRCUMSTANCE or not draft.has_content():
                return False
            high = draft.trigger.first  # they were killed in the storming of a camp
        own = range(draft.trigger.first, draft.trigger.last)
        return any(self._harm_is_told(at) for at in range(low, high) if at not in own)

    def _is_circumstance(self, draft: Draft, sentence: Sentence, triggers: AbstractSet[int]) -> bool:
        """Whether an event only tells after or because of what something else was done: the road was shut after a raid.

        What is told of it comes first, with a verb of its own, and harms nobody.
        """
        if sentence.segment != "body" or draft.trigger.frame not in _NAMED or draft.stance is not None:
            return False
        told = self._back_to_circumstance(draft, sentence)
        days = (a for a in draft.arguments if a.field == "happened" and a.value["grain"] in _DAILY)
        if told is None or any(day.first != told for day in days):
            return False  # where its own day is told, it is news
        before = range(sentence.first, told)
        if any(self.cells[at].keys() & _HARM_TOLD for at in before) or not triggers.isdisjoint(before):
            return False
        return len(before) >= _CLAUSE or any(self._is_finite(at) for at in before)

    def _back_to_circumstance(self, draft: Draft, sentence: Sentence) -> int | None:
        """The "after" or "because of" before an event, with at most its dead and their killer between; None if none."""
        for at in range(draft.trigger.first - 1, max(sentence.first, draft.trigger.first - _VICTIMS), -1):
            cell = self.cells[at]
            if "ev_circumstance" in cell:
                return at
            if cell.keys() & _NO_CIRCUMSTANCE or self._is_finite(at):
                return None
        return None

    def _is_finite(self, at: int) -> bool:
        """Whether a word can be nothing but a verb."""
        edges = [edge for cls in self.cells[at].keys() & VERB_CLASSES for edge in self.cells[at][cls]]
        return bool(edges) and all("p3" in e.features or "p1" in e.features for e in edges)

    def _is_habit(self, draft: Draft, sentence: Sentence, clause: tuple[int, int]) -> bool:
        """Whether a verb in the present tells what is done from time to time: no headline, no day, nobody harmed."""
        features = draft.trigger.edge.features if draft.trigger.edge else frozenset()
        if sentence.segment != "body" or "present" not in features or features & {"past", "s"}:
            return False
        if any(a.field == "happened" and draft.reach[0] <= a.first < draft.reach[1] for a in draft.arguments):
            return False
        if self._opens_like_a_headline(draft.trigger.first, sentence.first):
            return False
        low, high = max(clause[0], draft.trigger.first - 14), min(clause[1], draft.trigger.last + 14)
        if any("ev_see" in self.cells[at] for at in range(low, draft.trigger.first)):
            return False  # he saw them fire
        return not any(self.cells[at].keys() & _HARM for at in range(low, high) if at != draft.trigger.first)

    def _opens_like_a_headline(self, at: int, first: int) -> bool:
        """Whether only a subject stands before a verb: a drone strikes a depot. Posts and live entries begin so."""
        for back in range(at - 1, max(first, at - _SUBJECT) - 1, -1):
            cell = self.cells[back]
            if cell.keys() & {"colon", "quote_mark", "dash"}:
                return True
            if cell.keys() & _NO_SUBJECT and "party" not in cell:
                return False
        return at - first <= _SUBJECT

    def _harm_is_told(self, at: int) -> bool:
        """Whether a word tells of people harmed, and names no death that is known: the killing of the minister."""
        found = self.cells[at].keys() & _HARM
        if found != {"harm_masdar"}:
            return bool(found)
        if all("def" in edge.features for edge in self.cells[at]["harm_masdar"]):
            return False  # the killing: that there was one is known
        before = self.cells[at - 1].keys() if at else frozenset()
        if not at or before & _TELLING or self.parts.phraser.clitic(at) == "w":
            return True
        if at + 1 >= len(self.cells):
            return True
        after = self.cells[at + 1]
        named = any(edge.mention.party.id for edge in after.get("party", ()) if isinstance(edge.mention, PartyMention))
        return not (named or not after or self.parts.phraser.definite(at + 1))

    def _opens_clause(self, at: int, first: int) -> bool:
        """Whether a word is the first of its clause: behind "that", a mark or nothing."""
        before = self.cells[at - 1] if at > first else {}
        return at == first or bool(before.keys() & _OPENERS)

    def _heads_a_line(self, at: int, first: int) -> bool:
        """Whether a noun is the first word that is said, as in a headline: "Ministry: the killing of a guard"."""
        if at > first and "colon" not in self.cells[at - 1]:
            return False
        return not self.parts.phraser.definite(at) and not self.parts.phraser.clitic(at)

    def _generic(self, trigger: Trigger, clause: tuple[int, int]) -> bool:
        low, high = max(clause[0], trigger.first - 4), min(clause[1], trigger.last + 6)
        return any_of(self.lattice.masks, low, high, _HABIT)
