"""Takes the parts of an event told by a noun: an attack by somebody on something, carried by a verb or not."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.frozen import replace
from riwaya.reading._event_parts import AIRBORNE, NARROWING, NOUN_FRAMES, Draft, Parts, armed, weapon_value
from riwaya.reading._phrases import NOUN_KINDS, Phrase
from riwaya.records import WeaponMention

_CARRIERS = frozenset(
    """ev_do ev_manage ev_suffer ev_occur ev_witness ev_take_on ev_lead_to ev_reach claiming ev_reports condemning
    denying ev_foil ev_repel say_clear say_about conceding counting accusing burdening""".split()
)

_BEHIND_A_COMMA = (("on", "by"), ("between", "with"))
"""The prepositions that still tie a phrase behind a comma to an attack, and to a clash."""
_OF_MANAGING = frozenset(("from", "into", "on", "with"))
_OF_DRIVING = frozenset(("into", "on", "with"))


class NounFrames:
    """Reads what stands around the nouns of one document that tell of happenings."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.cells = parts.cells

    def read_noun(self, draft: Draft, chunks: Sequence[Phrase], by_chunk: dict[int, Draft]) -> None:
        trigger, frame = draft.trigger, draft.trigger.frame
        self._read_carrier(draft, chunks, by_chunk)
        for edge in self.cells[trigger.first].get("weapon", ()):  # the means told with the noun: a rocket attack
            if isinstance(edge.mention, WeaponMention):
                self.parts.add(draft, "weapon", weapon_value(edge.mention), edge.mention.first, edge.mention.last, 0.8)
        at = draft.at + 1
        if frame in ("strike", "operation", "rally", "clash", "talks", "deed", "launching"):
            at = self._read_qualities(draft, chunks, at)
        fresh = at == draft.at + 1
        before = self.cells[trigger.first - 1] if trigger.first else {}
        own_clause = draft.prep != "time" and "ev_upon" not in before  # after an attack, something else is told
        actor_next = target_next = False
        parties = 0
        stop_at = len(chunks)
        crossed = False
        while at < stop_at:
            chunk = chunks[at]
            if chunk.kind == "mark":
                if crossed or at + 1 >= len(chunks) or chunk.value not in ("،", ","):
                    break
                due = self._object_is_due(draft, chunks[at + 1]) or self._other_side_is_due(draft, chunks[at + 1])
                if chunks[at + 1].prep not in _BEHIND_A_COMMA[frame == "clash"] and not due:
                    break
                crossed = True
            elif chunk.kind == "stop":
                if chunk.value != "who" or not self.parts.relative(chunk):
                    break
            elif chunk.kind == "verb":
                if chunk.classes & {"ev_occur"} and "suffix" not in chunk.features:
                    draft.carried = draft.carried or own_clause
                elif chunk.classes & {"ev_do", "ev_take_on", "claiming", "ev_set_up"}:
                    actor_next = True
                    target_next = False
                    draft.carried = draft.carried or own_clause
                elif chunk.classes & {"ev_reach"}:
                    target_next, actor_next = True, False
                    draft.carried = draft.carried or own_clause
                else:
                    draft.carried = draft.carried or (own_clause and bool(chunk.classes & {"ev_lead_to", "ev_kill"}))
                    break
            elif chunk.kind == "trigger":
                other = by_chunk.get(at)
                if (
                    other is not None
                    and other.trigger.frame in ("reach", "act")
                    and not other.dropped
                    and (other.trigger.frame == "reach" or self.parts.hits(other))
                    and not (chunk.joined and "active" not in chunk.features)  # in an attack, and two were hurt
                ):
                    other.dropped = True
                    draft.carried = True
                    target_next, actor_next = True, False
                elif other is not None and chunk.prep in ("with", "means") and frame in ("deed", "strike"):
                    self.parts.merge_means(draft, other)
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
        draft.reach = (self.parts.left_bound(draft, chunks), chunks[at - 1].last if at - 1 > draft.at else trigger.end)

    def _object_is_due(self, draft: Draft, chunk: Phrase) -> bool:
        """Whether a noun that bears its doer as a pronoun still wants what the deed was done to."""
        owned = draft.trigger.edge is not None and "suffix" in draft.trigger.edge.features
        if draft.trigger.frame != "deed" or not owned or draft.has("target"):
            return False
        return chunk.kind in NOUN_KINDS and not chunk.prep and not chunk.joined

    def _other_side_is_due(self, draft: Draft, chunk: Phrase) -> bool:
        """Whether a comma parts the two sides of a clash: between these on the one side, and those on the other."""
        sided = draft.trigger.frame == "clash" and draft.has("actor") and not draft.has("target")
        return sided and chunk.kind == "party" and chunk.joined and not chunk.prep

    def _read_qualities(self, draft: Draft, chunks: Sequence[Phrase], at: int) -> int:
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
                    self.parts.add_weapons(draft, chunk, 0.85)
                    at += 1
                    continue
                return at
            if inner < chunk.last:
                rest = self.parts.phraser.noun_phrase(inner, chunk.last)
                if rest.last < chunk.last:
                    rest = replace(rest, last=chunk.last)
                if rest.prep == "" or rest.kind == "party":
                    self._take_for_noun(draft, rest, chunks, at, True, False, False, 0)
            at += 1
        return at

    def _quality(self, draft: Draft, at: int) -> bool:
        """Takes one adjective of a strike noun: a demonym names who struck, a quality may narrow the type."""
        cell = self.cells[at]
        if self.parts.phraser.clitic(at):
            return False
        if "demonym" in cell and not any(e.length > 1 for e in cell.get("party", ())):
            self.parts.add_country(draft, at, cell["demonym"][0])
            if self._is_definite(draft) and not self.parts.phraser.definite(at) and draft.stance is None:
                draft.stance = "accuses"  # the shelling is Turkish: somebody says whose it is
            return True
        if "ev_quality" in cell:
            value = cell["ev_quality"][0].value
            if value != "quality" and (draft.type in NARROWING or draft.trigger.frame == "operation"):
                if not (draft.type == "bombing" and value != "suicide_bombing"):
                    draft.type = value
            for edge in cell.get("weapon", ()):
                self.parts.add(draft, "weapon", weapon_value(edge.mention), at, at + edge.length, 0.8)
            return True
        if "weapon" in cell and cell["weapon"][0].length == 1 and "arm_means" in cell:
            self.parts.add(draft, "weapon", weapon_value(cell["weapon"][0].mention), at, at + 1, 0.8)
            return True
        return False

    def _take_for_noun(
        self, draft: Draft, chunk: Phrase, chunks: Sequence[Phrase], at: int, fresh: bool, actor_next: bool,
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
            if chunk.joined and not prep and draft.has("weapon"):
                self.parts.add_weapons(draft, chunk, 0.8)
                return True
            if chunk.kind == "weapon" and not prep and target_next:
                return self.parts.add_target(draft, chunk, 0.6)
            after = chunks[at + 1] if at + 1 < len(chunks) else None
            onto = after is not None and after.kind in NOUN_KINDS and (after.prep == "for" or self._is_object(after))
            if frame == "deed" and not prep and onto:
                return self._take_genitive(draft, chunk, chunks, at)
            if draft.type == "destruction" and not prep:
                return self.parts.add_target(draft, chunk, 0.6)
            if frame == "deed" and not prep and draft.type not in ("interception", "destruction", "bombing"):
                return self.parts.add_target(draft, chunk, 0.6)
            self.parts.add_weapons(draft, chunk, 0.85)
            if prep or draft.type != "interception":  # whose it was, it did not shoot itself down
                self.parts.add_owner(draft, chunk)
            return True
        if actor_next and not prep and not draft.has("actor"):
            return self.parts.add_actor(draft, chunk, 0.85)
        if target_next and not prep and not draft.has("target"):
            return self.parts.add_target(draft, chunk, 0.85)
        if frame == "clash" and prep == "with" and chunk.weapons and chunk.weapons[0].name_en in AIRBORNE:
            draft.type = "interception"  # they engaged two drones
            self.parts.add_weapons(draft, chunk, 0.8)
            return True
        if frame in ("clash", "talks"):
            if (
                prep == "between"
                or (prep == "with" and not self.parts.means(chunk))
                or (chunk.joined and parties and not prep)
                or (prep == "for" and frame == "clash")
            ):
                if chunk.parties or chunk.kind == "party" or chunk.thing in ("civilians", ""):
                    if not draft.has("actor"):
                        return self.parts.add_actor(draft, chunk, 0.85)
                    if not draft.has("target"):
                        return self.parts.add_target(draft, chunk, 0.8)
            return False
        if frame == "rally":
            if fresh and not prep and chunk.parties and chunk.kind != "place" and not self._is_definite(draft):
                return self.parts.add_actor(draft, chunk, 0.8)
            if prep in ("on", "against") and not draft.has("target"):
                return self.parts.add_target(draft, chunk, 0.6)
            if prep == "for" and chunk.parties:
                return self.parts.add_actor(draft, chunk, 0.7)
            return False
        if prep == "by":
            return self.parts.add_actor(draft, chunk, 0.9)
        if fresh and not prep and not chunk.joined and not suffix and self._takes_genitive(draft):
            return self._take_genitive(draft, chunk, chunks, at)
        if (
            prep in ("on", "to")
            and not draft.has("target")
            and draft.type not in ("deployment", "withdrawal", "displacement")
        ):
            return self.parts.add_target(draft, chunk, 0.9 if prep == "on" else 0.75)
        if prep == "for":
            if frame == "deed" and (draft.has("actor") or draft.has("weapon")) and not draft.has("target"):
                return self.parts.add_target(draft, chunk, 0.75)
            if draft.set_up and not draft.has("target"):
                return self.parts.add_target(draft, chunk, 0.8)
            if armed(chunk) and not draft.has("actor") and (fresh or self._behind_means(draft, chunks, at)):
                return self.parts.add_actor(draft, chunk, 0.7)
            if frame == "strike" and not draft.has("target") and draft.has("actor"):
                return self.parts.add_target(draft, chunk, 0.6)
        if (
            chunk.joined
            and not prep
            and draft.has("target")
            and chunk.kind in ("place", "thing")
            and at == draft.at + 2
        ):
            return True
        return False

    def _behind_means(self, draft: Draft, chunks: Sequence[Phrase], at: int) -> bool:
        """Whether only the means stand between an attack and a phrase: an attack with a drone of the forces."""
        return at == draft.at + 2 and bool(chunks[at - 1].weapons) and chunks[at - 1].prep in ("with", "means")

    def _takes_genitive(self, draft: Draft) -> bool:
        """Whether a genitive may stand behind a trigger: not behind an article or an indefinite accusative."""
        return not self._is_definite(draft) and not self.parts.phraser.accusative(draft.trigger.last - 1)

    def _is_definite(self, draft: Draft) -> bool:
        """Whether a trigger has the article, and so no genitive."""
        return draft.trigger.edge is not None and "def" in draft.trigger.edge.features

    def _take_genitive(self, draft: Draft, chunk: Phrase, chunks: Sequence[Phrase], at: int) -> bool:
        """The noun phrase in the genitive of a trigger: who struck or what was struck."""
        frame = draft.trigger.frame
        if frame != "deed" and self.parts.phraser.accusative(chunk.first):
            return False  # no genitive ends like this
        following = chunks[at + 1] if at + 1 < len(chunks) else None
        onto = following is not None and following.kind in NOUN_KINDS and following.prep in ("for", "on")
        if frame == "deed":
            if draft.type == "interception" and chunk.weapons:
                self.parts.add_weapons(draft, chunk, 0.8)
                return chunk.kind == "weapon" or self.parts.add_target(draft, chunk, 0.8)
            if armed(chunk) and following is not None and self._is_object(following):
                return self.parts.add_actor(draft, chunk, 0.8) and self.parts.add_target(draft, following, 0.8)
            if chunk.kind == "weapon" and following is not None and (onto or self._is_object(following)):
                self.parts.add_weapons(draft, chunk, 0.8)
                self.parts.add_owner(draft, chunk)
                self.parts.type_by_platform(draft, chunk)
                return not self._is_object(following) or self.parts.add_target(draft, following, 0.8)
            if armed(chunk) and onto and following is not None and following.prep == "for":
                return self.parts.add_actor(draft, chunk, 0.8)
            if draft.type == "deployment":
                return False
            return self.parts.add_target(draft, chunk, 0.85)
        if draft.type in ("deployment", "withdrawal", "displacement") or frame in ("rally", "operation"):
            return self.parts.add_actor(draft, chunk, 0.8) if chunk.parties or chunk.thing else False
        if armed(chunk) and draft.type != "explosion" and not draft.has("actor"):
            return self.parts.add_actor(draft, chunk, 0.8)
        if chunk.kind == "weapon":
            self.parts.add_weapons(draft, chunk, 0.8)
            self.parts.add_owner(draft, chunk)
            return True
        if draft.type in NARROWING or (draft.type in ("drone_attack", "missile_attack") and draft.prep == "with"):
            return self.parts.add_target(draft, chunk, 0.75)
        return False

    def _is_object(self, chunk: Phrase) -> bool:
        """Whether a phrase behind the genitive of a deed is what it was done to: the army's storming the camp."""
        noun = chunk.kind == "place" or bool(chunk.thing) or chunk.value == "rally"
        return noun and not chunk.prep and not chunk.joined

    def _read_carrier(self, draft: Draft, chunks: Sequence[Phrase], by_chunk: dict[int, Draft]) -> None:
        """The light verb before a noun: carried out, came under, saw. It brings who, whom or where."""
        between: list[Phrase] = []
        crossed = False
        for at in range(draft.at - 1, max(-1, draft.at - 9), -1):
            chunk = chunks[at]
            if chunk.kind == "mark" and chunk.value in ("،", ",") and at and chunks[at - 1].kind == "time":
                continue  # announced on Wednesday, the destruction of
            if chunk.kind == "mark" or (chunk.kind == "stop" and not self.parts.relative(chunk)):
                return
            if chunk.kind == "trigger":
                led_to = draft.type == "destruction" and at > 0 and chunks[at - 1].classes & {"ev_lead_to"}
                draft.dropped = draft.dropped or bool(led_to)
                if crossed or chunk.value not in NOUN_FRAMES or chunk.prep or chunk.joined:
                    return
                crossed = True  # the attack that drove somebody to what is told here
                between.append(chunk)
                continue
            if chunk.kind == "verb" and chunk.classes & {"ev_driven"}:
                self._read_driven(draft, chunks, at, between)
            if crossed and chunk.kind == "verb":
                return
            if chunk.kind in NOUN_KINDS and "ev_doing" in self.cells[chunk.first] and draft.prep in ("", "with", "on"):
                self._add_doer(draft, chunk, between)
                return
            if chunk.kind != "verb" or (self._in_relative_clause(chunks, at) and not chunk.classes & _CARRIERS):
                between.append(chunk)
                continue
            count = between[0] if between and between[0].last == draft.trigger.first else None
            if count is not None and "number" in self.cells[count.first]:
                between.pop(0)  # fourteen raids: their number is nobody
            bare = [c for c in reversed(between) if c.kind in NOUN_KINDS and not c.prep and not c.joined]
            relative = self._in_relative_clause(chunks, at)
            object_of = draft.prep != "time" and not (between and self._is_genitive_of(draft, between[0], chunks))
            does = bool(chunk.classes & _CARRIERS) and "l" not in chunk.features  # to repel one: an aim
            draft.carried = draft.carried or (does and not relative and object_of)
            own = chunks[draft.at].prep
            if chunk.classes & {"ev_suffer"} and own in ("for", "from"):
                self._add_patient(draft, bare[0] if bare else self.parts.subject_left(chunks, at))
            elif chunk.classes & {"ev_lead_to"} and draft.type == "destruction":
                draft.dropped = True  # what a strike led to is how it ended
            elif chunk.classes & {"ev_take_on", "claiming"} and own in ("", "on"):
                subject = bare[0] if bare else self.parts.subject_left(chunks, at)
                if subject is not None:
                    self.parts.add_actor(draft, subject, 0.85)
            elif chunk.classes & {"ev_answer"} and own == "with":
                self._add_manager(draft, chunks, at, bare)
                draft.carried = True
            elif chunk.classes & {"ev_set_up"} and not own:
                self._add_ambusher(draft, bare[0] if bare else self.parts.subject_left(chunks, at))
            elif chunk.classes & {"ev_manage", "ev_try"}:
                if self._is_complement(draft, chunk, between) and len(bare) < 2:
                    self._add_manager(draft, chunks, at, bare)
            elif chunk.classes & {"ev_do"} and own in ("", "with") and not chunk.features >= {"suffix"}:
                for subject in (*bare[:1], self.parts.subject_left(chunks, at)):
                    if subject is not None and (
                        subject.parties or subject.weapons or subject.demonyms or subject.thing or subject.places
                    ):
                        self.parts.add_actor(draft, subject, 0.85)
                        if subject.kind == "weapon":
                            self.parts.type_by_platform(draft, subject)
                        break
            return

    def _add_ambusher(self, draft: Draft, subject: Phrase | None) -> None:
        """Who set up an ambush; what stands behind "for" is then whom it was set up for."""
        if subject is not None:
            self.parts.add_actor(draft, subject, 0.85)
        draft.set_up = draft.carried = True

    def _add_doer(self, draft: Draft, doing: Phrase, between: Sequence[Phrase]) -> None:
        """Who does a deed told with the noun of a light verb: the carrying out, by their forces, of an attack."""
        doer = between[-1] if between else None
        if doing.last - doing.first > 1:
            doer = self.parts.phraser.noun_phrase(doing.first + 1, doing.last)
        if doer is not None and doer.kind in NOUN_KINDS and not doer.prep and not doer.joined:
            self.parts.add_actor(draft, doer, 0.8)
            if doer.kind == "weapon":
                self.parts.type_by_platform(draft, doer)
            draft.carried = True

    def _is_complement(self, draft: Draft, verb: Phrase, between: Sequence[Phrase]) -> bool:
        """Whether a trigger is itself what somebody managed, tried or went so far as to do."""
        if any(c.prep not in ("", "at", "time") for c in between):
            return False  # it belongs to that: they succeeded in wiping out the memory of the crackdown
        if not draft.prep:
            return "ev_try" in verb.classes or self.cells[verb.first]["ev_manage"][0].value == "direct"
        before = draft.trigger.first - 1
        return draft.prep in _OF_MANAGING or (draft.prep == "at" and self.parts.tokens[before].form == "في")

    def _add_manager(self, draft: Draft, chunks: Sequence[Phrase], verb: int, bare: Sequence[Phrase]) -> None:
        """Who managed to do a deed does it; behind a verb in the plural its subject does not stand."""
        plural = chunks[verb].features & {"pl", "sg"} == {"pl"}
        subject = bare[0] if bare and not plural else self.parts.subject_left(chunks, verb)
        if subject is not None:
            self.parts.add_actor(draft, subject, 0.85)
        draft.carried = draft.carried or "ev_manage" in chunks[verb].classes

    def _read_driven(self, draft: Draft, chunks: Sequence[Phrase], verb: int, between: Sequence[Phrase]) -> None:
        """Who is driven or called on to do a deed is who does it: the shelling forced the forces to withdraw."""
        prep, forced = chunks[draft.at].prep, self.cells[chunks[verb].first]["ev_driven"][0].value == "forced"
        bare = [c for c in reversed(between) if (c.kind in NOUN_KINDS or c.kind == "trigger") and not c.prep]
        bare = [c for c in bare if not c.joined]
        if prep not in _OF_DRIVING or "suffix" in chunks[verb].features or not bare:
            return
        cause = verb > 0 and chunks[verb - 1].kind == "stop" and chunks[verb - 1].value == "who"
        if not cause and self.parts.subject_left(chunks, verb) is None and (len(bare) > 1 or not forced):
            bare = bare[1:]  # the first is who or what drives
        if len(bare) == 1 and bare[0].kind in NOUN_KINDS:
            self.parts.add_actor(draft, bare[0], 0.8)
        draft.carried = draft.carried or forced

    def _is_genitive_of(self, draft: Draft, before: Phrase, chunks: Sequence[Phrase]) -> bool:
        """Whether a trigger stands in the genitive of a noun with a preposition: in the case of the killing of."""
        own = chunks[draft.at]
        joined = before.last == own.first and not own.prep and not own.joined
        return joined and before.kind == "thing" and before.prep not in ("", "time") and not before.parties

    def _in_relative_clause(self, chunks: Sequence[Phrase], at: int) -> bool:
        """Whether a verb stands right behind a relative word: the bases that hold forces."""
        return at > 0 and chunks[at - 1].kind == "stop" and self.parts.relative(chunks[at - 1])

    def _add_patient(self, draft: Draft, chunk: Phrase | None) -> None:
        if chunk is not None:
            self.parts.add_target(draft, chunk, 0.85)
