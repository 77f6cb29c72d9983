"""Takes the parts of an event told by a verb: who did what to whom, by the order of the phrases around it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from riwaya.frozen import replace
from riwaya.reading._event_parts import ARMED, NOUN_FRAMES, OUTLAWS, PEOPLE, VIOLENT, Draft, Parts, armed, weapon_value
from riwaya.reading._phrases import NOUN_KINDS, Phrase
from riwaya.records import WeaponMention

_BESIDE = 24
"""How many phrases behind a killing a strike may be told."""
_IN_ASIDE = 8
"""How many phrases behind the verb of a clause about a noun the means of the strike may stand."""
_NEAR_A_DEATH = NOUN_KINDS | {"time", "aux"}
"""The phrases that may stand between a death and whoever brought it."""
_JOINED = 12
"""How many phrases behind a verb weapons may be joined to one another."""
_DONE_TO = frozenset(("act", "act_on", "reach", "kill"))
_SAME_DOER = 8
"""How many phrases before a joined verb its doer may stand."""
_WITH_ANY_WEAPON = frozenset(("attack", "raid", "clash", "crackdown", "assassination", "explosion"))
"""Types that do not tell by themselves with what people were harmed."""
_AFTER_THAT = 2
"""The most tokens that "after that" or "since" has before its verb."""
_TAKEN = frozenset(("event.taken-from", "event.taken-away"))
_IN_ARMS = ARMED | {"official"}
_MARCHED_ON = frozenset(("infrastructure", "military_base", "airport", "energy"))
"""Kinds of places that a crowd marches on for whoever sits there."""
_OF_PEOPLE = frozenset(("abduction", "detention", "assassination", "execution", "release"))
_MADE_PASSIVE = "\u064f"
_STRIKING = frozenset(("strike", "deed", "clash", "act", "explode", "launching"))


class VerbFrames:
    """Reads what stands around the verbs of one document that tell of happenings."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.cells = parts.cells

    def read_verb(self, draft: Draft, chunks: Sequence[Phrase], by_chunk: dict[int, Draft]) -> None:
        if draft.dropped:
            return
        frame = draft.trigger.frame
        features = chunks[draft.at].features
        bare, prepped, strikes, end = self._right(draft, chunks, by_chunk)
        draft.reach = (self.parts.left_bound(draft, chunks), end)
        left = None if chunks[draft.at].prep else self.parts.subject_left(chunks, draft.at)
        if draft.trigger.rule == "event.pelt":
            bare = [c for c in bare if "ev_stones" not in self.cells[c.first]]  # what is thrown is not what is hit
        agrees = self._agrees_with_subject(draft, chunks)
        if agrees and left is None:
            left = self._plural_before(draft, chunks)
        if frame == "reach" and "passive" in features and "active" not in features and not self._thing_hit(left, bare):
            self._read_wounding(draft, chunks, by_chunk)
            return
        if frame in _DONE_TO and self._done_by_nobody(draft, chunks, left or (bare[0] if bare else None)):
            draft.dropped = True
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
                elif self.parts.hits(draft) or frame == "reach":
                    draft.dropped = noun.carried = True
                    if bare:
                        self.parts.add_target(noun, bare[0], 0.85)
                if draft.dropped:
                    return
        if self._strike_is_subject(draft, strikes, bare, chunks):
            draft.dropped = strikes[0].carried = True  # the strike itself is the subject: raids hit the depots
            if bare:
                hit = next((c for c in bare if c.thing or c.places), bare[-1])
                self.parts.add_target(strikes[0], hit, 0.85)
            return
        draft.in_relative = self.parts.after_relative(draft, chunks) and not self.parts.own_day(draft, chunks)
        draft.by_pronoun = left is None and self._by_pronoun(draft, chunks)
        draft.first_person = "p1" in features and "p3" not in features
        passive, active = "passive" in features, "active" in features
        if self._is_spelt_passive(draft, chunks):
            passive, active = True, False
        suffix = "suffix" in features
        for chunk in prepped:
            if chunk.prep == "by":
                self.parts.add_actor(draft, chunk, 0.9)
            elif chunk.weapons and (
                (chunk.prep in ("with", "means") and frame != "crowd") or (chunk.prep == "time" and frame == "kill")
            ):
                self.parts.add_weapons(draft, chunk, 0.85)
            elif draft.trigger.rule == "event.pelt" and chunk.prep in ("on", "to"):
                self.parts.add_target(draft, chunk, 0.85)
        if draft.type == "suicide_bombing":
            self._add_inner_weapons(draft)
        if frame in ("act", "reach", "kill"):
            self._read_transitive(
                draft, chunks, left, bare, prepped, passive=passive, active=active, suffix=suffix, agrees=agrees
            )
        elif frame in ("act_on", "act_off", "act_in"):
            subject = left or (bare[0] if bare and not agrees else None)
            want = {"act_on": ("on", "to"), "act_off": ("from",), "act_in": ("at",)}[frame]
            goal = next((c for c in prepped if c.prep in want), None)
            if goal is not None:
                self.parts.add_target(draft, goal, 0.85)
            if subject is not None and subject is left and goal is None and passive and not armed(subject):
                self.parts.add_target(draft, subject, 0.7)  # two of them were arrested
            elif subject is not None:
                self.parts.add_actor(draft, subject, 0.85)
        elif frame == "launch":
            self._read_launch(draft, chunks, left, bare, prepped, strikes)
        elif frame == "fall":
            self._read_fall(draft, left, bare, prepped)
        elif frame == "explode":
            self._read_explode(draft, chunks, left, bare, prepped)
        elif frame == "fight":
            sides = [c for c in ([left] if left else []) + bare if c is not None] + [
                c for c in prepped if c.prep == "with" and not c.weapons
            ]
            after = chunks[chunks.index(sides[0]) + 1 :][:1] if sides else ()
            sides[1:1] = [c for c in after if c.joined and not c.prep and (c.kind == "party" or self.parts.animate(c))]
            if sides:
                self.parts.add_actor(draft, sides[0], 0.85)
            other = sides[1] if len(sides) > 1 else self._other_by_pronoun(draft, chunks)
            if other is not None:
                self.parts.add_target(draft, other, 0.8)
        else:
            subject = left or (bare[0] if bare else None)
            if subject is not None and (
                subject.parties or subject.thing or subject.kind == "party" or frame == "crowd"
            ):
                self.parts.add_actor(draft, subject, 0.8)
            if frame == "crowd":
                goal = next((c for c in prepped if c.prep == "to" and c.thing in _MARCHED_ON), None)
                if goal is None:
                    goal = next((c for c in prepped if c.prep == "on" and c.kind in NOUN_KINDS), None)
                if goal is not None:
                    self.parts.add_target(draft, goal, 0.6)
            if draft.type == "raid" and frame == "move":
                goal = next((c for c in prepped if c.prep in ("at", "into", "to") and c.kind in NOUN_KINDS), None)
                if goal is not None:
                    self.parts.add_target(draft, goal, 0.6)
            if frame == "enter":
                place = next((c for c in bare if c is not subject), None)
                if (
                    subject is None
                    or not armed(subject)
                    or (place is None and not any(c.prep == "at" for c in prepped))
                ):
                    draft.dropped = True
                elif place is not None:
                    self.parts.add_target(draft, place, 0.7)
        for chunk in prepped:
            if chunk.weapons and chunk.prep in ("with", "means"):
                self.parts.add_owner(draft, chunk)  # only where nobody is told to have used it
        if draft.type in ("bombing", "suicide_bombing") and not draft.has("target"):
            goal = next(
                (c for c in prepped if c.prep in ("with", "on", "at") and not c.weapons and (c.thing or c.parties)),
                None,
            )
            if goal is not None:
                self.parts.add_target(draft, goal, 0.7)
        self._add_joined_weapons(draft, chunks)
        if frame == "reach" and not (
            draft.has("weapon") or ((draft.has("actor") or draft.by_pronoun) and draft.has("target"))
        ):
            draft.dropped = True

    def _done_by_nobody(self, draft: Draft, chunks: Sequence[Phrase], subject: Phrase | None) -> bool:
        """Whether a storm, an animal or a plan does what a verb tells; or did what was told before, and then this."""
        if subject is None:
            return False
        head = self.cells[subject.first]
        if "ev_nature" in head:
            return True
        if "ev_agents" in head and draft.trigger.frame == "act_on":
            return True  # a company takes over half the market
        if "ev_aims" in head and "ev_aim_verb" in self.cells[draft.trigger.first] and not subject.weapons:
            return True
        if not chunks[draft.at].joined:
            return False
        for back in range(draft.at - 1, max(-1, draft.at - _SAME_DOER), -1):
            if chunks[back].kind in ("mark", "stop"):
                return False
            if (
                chunks[back].kind in NOUN_KINDS
                and not chunks[back].prep
                and "ev_nature" in self.cells[chunks[back].first]
            ):
                return not armed(subject)
        return False

    def _add_inner_weapons(self, draft: Draft) -> None:
        """The weapons told between a verb and its object: he blew up, driving a rigged car, himself."""
        for at in range(draft.trigger.last, draft.trigger.end):
            for edge in self.cells[at].get("weapon", ()):
                if isinstance(edge.mention, WeaponMention):
                    self.parts.add(draft, "weapon", weapon_value(edge.mention), at, at + edge.length, 0.85)

    def _add_joined_weapons(self, draft: Draft, chunks: Sequence[Phrase]) -> None:
        """The weapons joined to one that an event has: twelve drones and two missiles."""
        taken = {a.first for a in draft.arguments if a.field == "weapon"}
        for before, chunk in pairwise(chunks[draft.at + 1 : draft.at + _JOINED]):
            if (
                chunk.kind == "weapon"
                and chunk.joined
                and not chunk.prep
                and taken & {*range(before.first, before.last)}
            ):
                self.parts.add_weapons(draft, chunk, 0.8)
                taken.add(chunk.weapons[0].first)

    def _object_is_due(self, draft: Draft, bare: Sequence[Phrase], mark: Phrase, following: Sequence[Phrase]) -> bool:
        """Whether a comma parts a long subject from its object: a drone of the militia, struck, a house."""
        if (
            draft.trigger.frame not in ("act", "reach")
            or mark.value not in ("،", ",")
            or len(bare) > 1
            or not following
        ):
            return False
        then = following[0]
        known = then.kind in NOUN_KINDS and (then.thing or then.weapons or then.kind == "party")
        if then.prep or then.joined or armed(then) or not known:
            return False
        return not bare or armed(bare[0]) or bare[0].kind == "weapon"

    def _strike_is_subject(
        self, draft: Draft, strikes: Sequence[Draft], bare: Sequence[Phrase], chunks: Sequence[Phrase]
    ) -> bool:
        """Whether the strike told right behind a verb of hitting is what hit: raids hit the depots."""
        if draft.trigger.frame not in ("act", "reach") or not strikes or strikes[0].dropped:
            return False
        hits = draft.trigger.frame == "reach" or self.parts.hits(draft)
        first = not bare or bare[0].first > chunks[strikes[0].at].first
        return hits and first and strikes[0].trigger.frame in ("strike", "launching")

    def _thing_hit(self, left: Phrase | None, bare: Sequence[Phrase]) -> bool:
        return any(c is not None and c.thing not in PEOPLE for c in (left, *bare[:1]))

    def _by_pronoun(self, draft: Draft, chunks: Sequence[Phrase]) -> bool:
        """Whether a verb has the pronoun of "that he" or "that they" as its subject."""
        for back in range(draft.at - 1, max(-1, draft.at - 4), -1):
            if chunks[back].kind == "stop":
                return chunks[back].value == "that_he"
            if chunks[back].kind not in ("aux", "time"):
                return False
        return False

    def read_death(self, draft: Draft, chunks: Sequence[Phrase]) -> None:
        """Who died by whose hand or weapon: three were martyred by gunfire of the army, a soldier met his death."""
        features = chunks[draft.at].features
        before = chunks[draft.at - 1] if draft.at and features & {"suffix", "past"} else None
        victim = before if before is not None and before.kind in NOUN_KINDS and not before.prep else None
        at = draft.at + 1
        while at < len(chunks) and self._goes_with_death(chunks, at):
            chunk = chunks[at]
            if chunk.kind in NOUN_KINDS:
                if chunk.prep == "by":
                    self.parts.add_actor(draft, chunk, 0.85)
                elif chunk.weapons and (
                    chunk.prep in ("with", "means", "time") or draft.trigger.rule == "event.runs-onto"
                ):
                    self.parts.add_weapons(draft, chunk, 0.85)
                    self.parts.add_owner(draft, chunk)
                elif victim is None and not chunk.prep:
                    victim = chunk
            at += 1
        if victim is None and "suffix" in features and chunks[draft.at].prep in ("from", "to"):
            victim = self._thing_by_pronoun(draft, chunks)
        if victim is not None:
            self.parts.add_target(draft, victim, 0.75)
        draft.in_relative = chunks[draft.at].prep == "on"  # a protest against a killing: known, and not the news
        draft.reach = (self.parts.left_bound(draft, chunks), chunks[at - 1].last)

    def _thing_by_pronoun(self, draft: Draft, chunks: Sequence[Phrase]) -> Phrase | None:
        """What is told to have been hit, and opens the clause: that a ship under some flag reported its being hit."""
        for back in range(draft.at - 1, max(0, draft.at - _JOINED), -1):
            chunk = chunks[back]
            if chunk.kind == "trigger":
                return None
            if chunks[back - 1].kind == "stop" and chunks[back - 1].value == "that":
                return chunk if chunk.thing in ("ship", "vehicle") and not chunk.prep else None
        return None

    def read_use(self, draft: Draft, chunks: Sequence[Phrase], by_chunk: dict[int, Draft]) -> None:
        """What was used, in the fighting told beside it or in what was told before: heavy weapons were used."""
        for at in range(draft.at + 1, min(len(chunks), draft.at + _JOINED)):
            chunk = chunks[at]
            if chunk.kind in ("verb", "stop") or (chunk.kind == "mark" and draft.has("weapon")):
                break
            if chunk.weapons and not chunk.prep and (chunk.joined or not draft.has("weapon")):
                self.parts.add_weapons(draft, chunk, 0.85)
        beside = (by_chunk.get(at) for at in range(max(0, draft.at - _JOINED), min(len(chunks), draft.at + _JOINED)))
        fight = next(
            (d for d in beside if d and d.type in VIOLENT and d.trigger.frame in _STRIKING and not d.dropped), None
        )
        draft.points_back = draft.settled = True
        draft.dropped = fight is not None or not draft.has("weapon")
        if fight is not None:
            held = {a.first for a in fight.arguments}
            fight.arguments.extend(a for a in draft.arguments if a.first not in held)
            fight.points_back = fight.points_back or "def" in chunks[fight.at].features
            fight.carried = True

    def _goes_with_death(self, chunks: Sequence[Phrase], at: int) -> bool:
        """Whether a phrase may stand between a death and what brought it: no verb, and no other clause."""
        chunk = chunks[at]
        if chunk.kind == "mark" and chunk.value in ("،", ",") and at + 1 < len(chunks):
            then = chunks[at + 1]
            return then.kind == "time" or then.prep == "by" or (bool(then.weapons) and then.prep in ("with", "time"))
        return chunk.kind in _NEAR_A_DEATH or (chunk.kind == "trigger" and chunk.value == "death")

    def _read_wounding(self, draft: Draft, chunks: Sequence[Phrase], by_chunk: dict[int, Draft]) -> None:
        """People wounded by somebody's weapon: else they are counted, and there is no strike of their own."""
        self.read_death(draft, chunks)
        before = range(max(draft.reach[0], draft.trigger.first - 4), draft.trigger.first)
        earlier = any("died_of_wounds" in self.cells[at] for at in before) or self.parts.after_relative(draft, chunks)
        if draft.has("target") and (draft.has("actor") or draft.has("weapon")) and not earlier:
            self.settle_kill(draft, by_chunk, chunks)
        else:
            draft.dropped = True

    def settle_kill(self, draft: Draft, by_chunk: dict[int, Draft], chunks: Sequence[Phrase]) -> None:
        """A killing is an event of its own only where somebody or something kills and no strike is told beside it."""
        for at in range(draft.at + 1, min(len(chunks), draft.at + _BESIDE)):
            if chunks[at].first >= draft.reach[1] + 6:
                break
            other = by_chunk.get(at)
            if other is None or other.dropped or other.type not in VIOLENT or other.trigger.frame not in _STRIKING:
                continue
            actor = next((a for a in draft.arguments if a.field == "actor"), None)
            if actor is not None and not other.has("actor"):
                other.arguments.append(actor)
            victim = next((a for a in draft.arguments if a.field == "target"), None)
            if victim is not None and not other.has("target"):
                other.arguments.append(replace(victim, confidence=0.5))
            if other.type in _WITH_ANY_WEAPON and not other.has("weapon"):
                other.arguments.extend(a for a in draft.arguments if a.field == "weapon")
            draft.dropped = True
        if not (draft.has("actor") or draft.has("weapon")):
            victim = next((a for a in draft.arguments if a.field == "target"), None)
            draft.killing_alone = not draft.dropped and victim is not None and victim.value["kind"] in _IN_ARMS
            draft.dropped = True

    def _read_transitive(
        self,
        draft: Draft,
        chunks: Sequence[Phrase],
        left: Phrase | None,
        bare: list[Phrase],
        prepped: list[Phrase],
        *,
        passive: bool,
        active: bool,
        suffix: bool,
        agrees: bool,
    ) -> None:  # fmt: skip
        if draft.trigger.frame == "kill":
            self._read_killing(draft, left, bare, suffix=suffix, agrees=agrees)
            return
        if draft.trigger.rule in _TAKEN and not suffix:
            self._read_taking(draft, chunks, left, bare)
            return
        known = left is not None and self._is_known_by_pronoun(draft, chunks, left)
        if left is not None and suffix and bare and known:
            self._add_doer(draft, bare[0], 0.85)  # the bases that they struck: the pronoun is the bases
            self.parts.add_target(draft, left, 0.8)
            return
        if passive and not active and not suffix and (agrees or left is not None):
            if left is not None:  # they were attacked: nothing behind the verb is what was
                self.parts.add_target(draft, left, 0.8)
            else:
                self._add_those_before(draft, chunks)
            return
        if bare and (draft.by_pronoun or (agrees and left is None)):
            self.parts.add_target(draft, bare[0], 0.8)
            return
        if left is not None and len(bare) > 1 and not suffix and armed(bare[0]) and not armed(left):
            left = None  # avenging the crimes, our fighters struck the base: the verb opens a clause of its own
        if left is not None and (bare or suffix):
            self._add_doer(draft, left, 0.85)
            if bare:
                self.parts.add_target(draft, bare[0], 0.85)
            return
        if suffix and bare:
            self._add_doer(draft, bare[0], 0.8)
            return
        if len(bare) >= 2 and (active or not passive):
            self._add_doer(draft, bare[0], 0.85)
            self.parts.add_target(draft, bare[1], 0.85)
            return
        only = bare[0] if bare else left
        if only is None:
            return
        held = draft.type == "detention" and any(p.party.kind in OUTLAWS for p in only.parties)
        bears_arms = (armed(only) and not held) or only.kind == "weapon"
        by_means = draft.has("weapon") or any(c.weapons and c.prep == "with" for c in prepped)
        if (
            suffix
            or (draft.has("target") and not passive)
            or (bears_arms and not by_means and active and not draft.has("actor") and draft.trigger.frame != "kill")
            or (draft.trigger.frame == "kill" and only.kind == "weapon")
        ):
            self._add_doer(draft, only, 0.6)
        else:
            self.parts.add_target(draft, only, 0.75)

    def _read_taking(self, draft: Draft, chunks: Sequence[Phrase], left: Phrase | None, bare: Sequence[Phrase]) -> None:
        """Who was taken from his home, where it is told from where and not by whom: often only by a pronoun."""
        whom = (bare[0] if bare else left) or self._missed_since(draft, chunks)
        draft.taken = whom is None
        if whom is not None:
            self.parts.add_target(draft, whom, 0.75)
            draft.dropped = not (whom.parties or whom.thing in PEOPLE)  # he took a bag from his house

    def _missed_since(self, draft: Draft, chunks: Sequence[Phrase]) -> Phrase | None:
        """The one person of whom it is told what became of him since or after the deed: no news of her since she was
        taken."""
        first = draft.trigger.first
        if not any("ev_after_that" in self.cells[at] for at in range(max(0, first - _AFTER_THAT), first)):
            return None
        before: list[Phrase] = []
        for back in range(draft.at - 1, -1, -1):
            if chunks[back].kind == "mark":
                break
            if chunks[back].parties:
                before.append(chunks[back])
        return before[0] if len(before) == 1 and before[0].thing in PEOPLE and not armed(before[0]) else None

    def _add_those_before(self, draft: Draft, chunks: Sequence[Phrase]) -> None:
        """Whom a passive verb in the plural tells of, as the subject of the clause before: the men sat, when shot."""
        for back in range(draft.at - 1, max(-1, draft.at - _SAME_DOER), -1):
            chunk = chunks[back]
            if chunk.kind in ("mark", "trigger") or (chunk.kind == "stop" and chunk.value.startswith("that")):
                return
            opens = back == 0 or chunks[back - 1].kind in ("mark", "aux", "stop", "verb")
            if chunk.kind in ("party", "thing") and not chunk.prep and not chunk.joined and opens:
                self.parts.add_target(draft, chunk, 0.6)
                return

    def _other_by_pronoun(self, draft: Draft, chunks: Sequence[Phrase]) -> Phrase | None:
        """Whom a pronoun behind a verb of fighting means, told before as an object: saw a unit, and fought with it."""
        behind = self.cells[draft.trigger.last].get("ev_prep", ()) if draft.trigger.last < len(self.cells) else ()
        if not any(edge.value == "with" and "suffix" in edge.features for edge in behind):
            return None
        for back in range(draft.at - 1, max(0, draft.at - _SAME_DOER), -1):
            chunk, before = chunks[back], chunks[back - 1]
            if chunk.kind == "trigger" or (chunk.kind == "mark" and chunk.value not in ("،", ",")):
                return None
            object_of_verb = before.kind == "party" and not before.prep and chunks[max(0, back - 2)].kind == "verb"
            if chunk.kind == "party" and armed(chunk) and not chunk.prep and object_of_verb:
                return chunk
        return None

    def _is_known_by_pronoun(self, draft: Draft, chunks: Sequence[Phrase], left: Phrase) -> bool:
        """Whether a verb with a pronoun tells more of the noun before it: the men who, or men whom, rebels abducted."""
        if self.parts.after_relative(draft, chunks):
            return True
        beside = chunks[draft.at - 1] is left and not left.definite and left.kind == "party"
        return beside and draft.type in _OF_PEOPLE and not left.parties[0].party.id

    def _is_spelt_passive(self, draft: Draft, chunks: Sequence[Phrase]) -> bool:
        """Whether the vowel written on the first letter of a verb in the past makes it passive: was struck."""
        if not chunks[draft.at].features >= {"past"} or "present" in chunks[draft.at].features:
            return False
        written = self.parts.lattice.text(draft.trigger.first, draft.trigger.first + 1)
        clitic = self.parts.phraser.clitic(draft.trigger.first)
        return _MADE_PASSIVE in (written[2:4] if clitic in ("w", "fa") else written[1:2])

    def _agrees_with_subject(self, draft: Draft, chunks: Sequence[Phrase]) -> bool:
        """Whether a verb in the third person shows that its subject, if any, stands before it: they attacked."""
        features = chunks[draft.at].features
        return "p3" in features and "sg" not in features and bool(features & {"pl", "du"})

    def _plural_before(self, draft: Draft, chunks: Sequence[Phrase]) -> Phrase | None:
        """The people who open a clause, behind whom more is told of them before their verb: men in uniform fired."""
        if chunks[draft.at].joined:
            return None
        for back in range(draft.at - 1, max(-1, draft.at - 8), -1):
            chunk = chunks[back]
            if chunk.kind == "trigger" or (chunk.kind == "stop" and not self.parts.relative(chunk)):
                return None
            if chunk.kind == "mark" and (back < draft.at - 1 or chunk.value not in ("،", ",")):
                return None
            if chunk.kind == "party" and not chunk.prep and not chunk.joined and chunk.parties[0].number != "sg":
                return chunk if not back or chunks[back - 1].kind in ("mark", "stop", "aux") else None
        return None

    def _read_killing(
        self, draft: Draft, left: Phrase | None, bare: Sequence[Phrase], *, suffix: bool, agrees: bool
    ) -> None:
        """Who killed whom: the doer bears arms or is a weapon, and somebody else is killed."""
        doer: Phrase | None = None
        if left is not None and (bare or suffix) and self._may_kill(left):
            doer = left
        elif bare and not agrees and (len(bare) > 1 or suffix) and self._may_kill(bare[0]):
            doer = bare[0]
        if doer is not None:
            self._add_doer(draft, doer, 0.85)
        victim = next((c for c in (*bare, left) if c is not None and c is not doer), None)
        if victim is not None:
            self.parts.add_target(draft, victim, 0.75)

    def _may_kill(self, chunk: Phrase) -> bool:
        return armed(chunk) or chunk.kind == "weapon"

    def _add_doer(self, draft: Draft, chunk: Phrase, confidence: float) -> None:
        """The subject of an act: somebody, or the weapon that did it with whoever it belongs to."""
        if chunk.kind == "weapon" or (chunk.weapons and not chunk.parties):
            self.parts.add_weapons(draft, chunk, confidence)
            self.parts.add_owner(draft, chunk)
            self.parts.type_by_platform(draft, chunk)
        elif draft.trigger.frame != "reach" or armed(chunk):
            self.parts.add_actor(draft, chunk, confidence)

    def _read_launch(
        self,
        draft: Draft,
        chunks: Sequence[Phrase],
        left: Phrase | None,
        bare: list[Phrase],
        prepped: list[Phrase],
        strikes: list[Draft],
    ) -> None:
        weapons = [c for c in bare if c.kind == "weapon" or c.weapons]
        others = [c for c in bare if c not in weapons]
        if left is not None and left.weapons and draft.trigger.rule == "event.launch-after":
            weapons, left = [left], None
        fired = weapons[1:] or [c for c in prepped if c.weapons]
        if fired and bare and weapons and weapons[0] is bare[0]:
            self.parts.type_by_platform(draft, weapons[0])  # what flies fires: a drone fired two missiles
        if strikes and not weapons and not strikes[0].dropped and (left is None or not left.weapons):
            draft.dropped = strikes[0].carried = True  # what was let fly is a strike: a rocket salvo
            doer = left or (bare[0] if bare else None)
            if doer is not None:
                self.parts.add_actor(strikes[0], doer, 0.85)
            return
        for chunk in weapons[:2]:
            self.parts.add_weapons(draft, chunk, 0.9)
            self.parts.add_owner(draft, chunk)
        subject = left
        if subject is None and others and bare[0] is others[0] and (others[0].parties or self.parts.animate(others[0])):
            subject = others.pop(0)
        if subject is not None and subject.kind != "weapon":
            self.parts.add_actor(draft, subject, 0.85)
        elif subject is not None:
            self.parts.add_weapons(draft, subject, 0.85)
            self.parts.add_owner(draft, subject)
            self.parts.type_by_platform(draft, subject)
        goal = next((c for c in prepped if c.prep in ("on", "to") and c.kind in ("thing", "party", "place")), None)
        if others and (others[0].thing or others[0].parties or others[0].places):
            goal = others[0]
        if goal is None and draft.trigger.rule == "event.launch-after":
            goal = self._where_it_fell(draft, chunks)
        if goal is not None and (goal.prep in ("on", "to", "") or draft.trigger.rule == "event.launch-after"):
            self.parts.add_target(draft, goal, 0.85)
        if not draft.has("weapon"):
            draft.dropped = True

    def _where_it_fell(self, draft: Draft, chunks: Sequence[Phrase]) -> Phrase | None:
        """What a weapon fell on, told behind who had fired it: a shell that the army fired fell on a house."""
        fell = None
        for chunk in chunks[draft.at + 1 : draft.at + _JOINED]:
            if chunk.kind in ("mark", "stop") or (fell is not None and chunk.kind in ("verb", "trigger")):
                return None
            if "ev_fall" in self.cells[chunk.first] and chunk.kind in ("verb", "trigger"):
                fell = chunk
            elif fell is not None and chunk.prep in ("on", "at") and chunk.kind in ("thing", "party", "place"):
                return chunk
        return None

    def _read_fall(self, draft: Draft, left: Phrase | None, bare: list[Phrase], prepped: list[Phrase]) -> None:
        fallen = next((c for c in ([left] if left else []) + bare if c is not None and c.weapons), None)
        if fallen is None:
            draft.dropped = True
            return
        self.parts.add_weapons(draft, fallen, 0.85)
        self.parts.add_owner(draft, fallen)
        goals = [c for c in prepped if c.prep in ("on", "at", "to") and c.kind in ("thing", "party", "place")]
        goal = next((c for c in goals if c.prep == "on"), goals[0] if goals else None)
        if goal is not None:
            self.parts.add_target(draft, goal, 0.7)

    def _read_explode(
        self, draft: Draft, chunks: Sequence[Phrase], left: Phrase | None, bare: list[Phrase], prepped: list[Phrase]
    ) -> None:
        subject = left or (bare[0] if bare else None)
        if subject is None or not subject.weapons:
            subject = self._weapon_left(draft, chunks) or subject
        if subject is not None and subject.weapons:
            self.parts.add_weapons(draft, subject, 0.9)
            self._read_planting(draft, chunks, subject)
        goals = [self._facility(c) or c for c in prepped if c.prep in ("with", "on", "at") and not c.weapons]
        named = [c for c in goals if c.thing or c.parties]
        goal = next((c for c in named if c.kind != "place"), None)
        if goal is None:
            goal = next((c for c in goals if c.prep != "at" or c in named), None)
        if goal is not None:
            self.parts.add_target(draft, goal, 0.75)
        if (
            subject is not None
            and not subject.weapons
            and subject.kind == "thing"
            and subject.thing not in ("vehicle", "energy", "")
        ):
            draft.dropped = True

    def _facility(self, chunk: Phrase) -> Phrase | None:
        """The building that a place is, where something is told to be in it: inside the hospital, and not near it."""
        at = next((at for at in range(chunk.first, chunk.last) if "facility_word" in self.cells[at]), None)
        if chunk.kind != "place" or at is None:
            return None
        inside = any("inside_place" in self.cells[before] for before in range(chunk.first - 1, at))
        if not (inside or self.parts.phraser.clitic(at) == "b"):
            return None
        return self.parts.phraser.noun_phrase(at, chunk.last, chunk.prep)

    def _read_planting(self, draft: Draft, chunks: Sequence[Phrase], weapon: Phrase) -> None:
        """Who had planted what went off, and where, told between the two: a device that men planted in a car."""
        at = chunks.index(weapon) if weapon in chunks else draft.at
        told = chunks[at + 1 : draft.at if at < draft.at else at + _IN_ASIDE]
        planted = next((at for at, chunk in enumerate(told) if "ev_plant" in self.cells[chunk.first]), None)
        if planted is None:
            return
        for chunk in told[planted + 1 :]:
            if chunk.kind in ("mark", "stop", "trigger"):
                return
            if chunk.kind in ("party", "thing") and not chunk.prep and not chunk.joined:
                self.parts.add_actor(draft, chunk, 0.8)
            elif chunk.prep in ("at", "on", "into") and (chunk.thing or chunk.parties):
                self.parts.add_target(draft, chunk, 0.75)

    def _weapon_left(self, draft: Draft, chunks: Sequence[Phrase]) -> Phrase | None:
        """The weapon that went off, with a clause of its own between: a bomb that he carried went off."""
        for back in range(draft.at - 1, max(-1, draft.at - 9), -1):
            chunk = chunks[back]
            if chunk.kind == "mark" or (chunk.kind == "stop" and chunk.value.startswith("that")):
                return None
            if chunk.kind == "weapon":
                return chunk
        return None

    def _right(
        self, draft: Draft, chunks: Sequence[Phrase], by_chunk: dict[int, Draft]
    ) -> tuple[list[Phrase], list[Phrase], list[Draft], int]:
        """What stands behind a verb: noun phrases without and with a preposition, strikes, and where its reach ends."""
        bare: list[Phrase] = []
        prepped: list[Phrase] = []
        strikes: list[Draft] = []
        at = draft.at + 1
        features = chunks[draft.at].features
        merges = draft.trigger.frame != "reach" or "active" in features  # the wounded are no strike to merge with
        while at < len(chunks):
            chunk = chunks[at]
            if chunk.kind == "mark" and self._object_is_due(draft, bare, chunk, chunks[at + 1 : at + 2]):
                at += 1
                continue
            if chunk.kind == "verb" and chunk.classes & {"ev_riding"} and "present" in chunk.features:
                at += 2  # gunmen riding motorcycles: what they ride is theirs
                continue
            if chunk.kind == "verb" and self._tells_of_last(chunks, at):
                prepped.extend(self._means_behind(draft, chunks, at, by_chunk))
            if chunk.kind in ("mark", "verb"):
                break
            if chunk.kind == "stop":
                break
            if chunk.kind == "trigger":
                other = by_chunk.get(at)
                if other is None or other.trigger.frame not in NOUN_FRAMES:
                    break
                if chunk.prep == "time" and merges:
                    at = self._after_aside(chunks, at)
                    continue
                if chunk.prep in ("with", "means") and draft.trigger.frame in ("act", "act_on", "reach") and merges:
                    self.parts.merge_means(draft, other)
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
                    prepped.append(replace(chunk, prep=prepped[-1].prep))
            at += 1
        return bare, prepped, strikes, chunks[at - 1].last

    def _tells_of_last(self, chunks: Sequence[Phrase], verb: int) -> bool:
        """Whether a verb in the present tells more of an indefinite noun before it: a force that was moving."""
        features = chunks[verb].features
        back = verb - 1
        while back >= 0 and chunks[back].kind == "aux":
            back -= 1
        who = chunks[back]
        told = who.kind in ("thing", "party") and not who.definite and not who.prep
        return told and "present" in features and "past" not in features and not chunks[verb].joined

    def _means_behind(
        self, draft: Draft, chunks: Sequence[Phrase], verb: int, by_chunk: dict[int, Draft]
    ) -> list[Phrase]:
        """The means told behind a clause about a noun: they struck a force that was moving, with rockets."""
        for at, chunk in enumerate(chunks[verb + 1 : verb + _IN_ASIDE], verb + 1):
            if chunk.weapons and chunk.prep in ("with", "means"):
                return [chunk]
            if chunk.kind == "trigger" and chunk.prep == "with" and draft.trigger.frame in ("act", "reach"):
                if (strike := by_chunk.get(at)) is not None and not strike.dropped:
                    self.parts.merge_means(draft, strike)
                return []
            if chunk.kind in ("verb", "trigger", "stop") or (chunk.kind == "mark" and chunk.value not in ("،", ",")):
                break
        return []

    def _after_aside(self, chunks: Sequence[Phrase], at: int) -> int:
        """Where a verb goes on behind "during the breaking up of the march": behind the noun and its genitive."""
        at += 1
        if at < len(chunks) and not chunks[at].prep and not chunks[at].joined:
            genitive = chunks[at].kind in NOUN_KINDS and chunks[at].definite
            at += genitive or (chunks[at].kind == "trigger" and chunks[at].value in NOUN_FRAMES)
        return at

    def _noun_before(self, at: int, chunks: Sequence[Phrase], by_chunk: dict[int, Draft]) -> Draft | None:
        for back in range(at - 1, -1, -1):
            if chunks[back].kind == "trigger":
                found = by_chunk.get(back)
                return found if found is not None and not found.dropped and found.trigger.frame in NOUN_FRAMES else None
            if chunks[back].kind == "mark":
                return None
        return None
