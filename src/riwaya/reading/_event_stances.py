"""Takes the parts of what is said about a happening: who claims, disowns, is accused of or threatens it."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.frozen import replace
from riwaya.reading._event_parts import NOUN_FRAMES, Draft, Parts, armed, party_value
from riwaya.reading._phrases import NOUN_KINDS, Phrase
from riwaya.records import PartyMention

_OWN_DEED = frozenset(("event.responsible", "event.behind"))


class StanceFrames:
    """Reads what stands around the words of stance of one document."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.cells = parts.cells

    def read_stance(self, draft: Draft, chunks: Sequence[Phrase], by_chunk: dict[int, Draft]) -> None:
        """A cue that claims, disowns, ascribes or condemns: it says so of the strike told behind it, or points back."""
        stance = draft.trigger.stance
        told = self._told_behind(draft, chunks, by_chunk)
        before: Draft | None = None
        if "suffix" in chunks[draft.at].features and stance == "claims_responsibility":
            before = self._told_right_before(draft, chunks, by_chunk)
            draft.in_relative = before is not None
        left = self.parts.subject_left(chunks, draft.at)
        left = left if left is not None and left.kind in NOUN_KINDS else None
        bare, prepped = self._around_stance(draft, chunks, told)
        subject = left or (bare[0] if bare else None)
        rest = bare if left else bare[1:]
        suffix = "suffix" in chunks[draft.at].features
        doer: Phrase | None = None
        if stance == "claims_responsibility":
            doer = subject
        elif draft.trigger.rule == "event.stands-behind":
            doer = next((c for c in chunks[max(0, draft.at - 3) : draft.at] if c.parties), None)
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
            stance == "claims_responsibility" and not suffix and draft.trigger.rule not in _OWN_DEED
        ):
            draft.dropped = True
            return
        elif stance == "accuses" and (doer is None or not self.parts.somebody(doer)):
            draft.dropped = True
            return
        else:
            draft.stance, draft.points_back = stance, True
        if doer is not None:
            self.parts.add_actor(target, replace(doer, prep=""), 0.85)
            if before is not None:
                self.parts.add_actor(before, doer, 0.7)

    def read_doers(self, draft: Draft) -> None:
        """Who the perpetrators are: points back to the attack, with an actor."""
        draft.points_back = True
        edge = draft.trigger.doer
        mention = edge.mention if edge else None
        first = draft.trigger.end - (edge.length if edge else 0)
        if isinstance(mention, PartyMention) and mention.can_act:
            self.parts.add(draft, "actor", party_value(mention.party), first, draft.trigger.end, 0.8)
        elif edge is not None and (row := self.parts.knowledge.table("actors/actors.tsv").get(edge.value)):
            value = {
                "id": edge.value, "name_ar": row["names_ar"].split("|")[0], "name_en": row["name_en"] or None,
                "kind": row["kind"], "country": row["country"] or None,
            }  # fmt: skip
            self.parts.add(draft, "actor", value, first, draft.trigger.end, 0.8)
        else:
            draft.dropped = True

    def _around_stance(
        self, draft: Draft, chunks: Sequence[Phrase], told: Draft | None
    ) -> tuple[list[Phrase], list[Phrase]]:
        """The noun phrases behind a cue of stance, without and with a preposition; asides are passed over."""
        bare: list[Phrase] = []
        prepped: list[Phrase] = []
        end = draft.trigger.end
        for at in range(draft.at + 1, len(chunks)):
            chunk = chunks[at]
            if told is not None and at >= told.at and draft.trigger.rule != "event.ascribes":
                break
            if chunk.first >= end and chunk.kind in ("mark", "stop", "verb"):
                break
            if chunk.kind == "trigger" and chunk.value not in NOUN_FRAMES:
                break
            if chunk.kind in NOUN_KINDS:
                (prepped if chunk.prep else bare).append(chunk)
        return [c for c in bare if not c.joined], prepped

    def _told_right_before(
        self, draft: Draft, chunks: Sequence[Phrase], by_chunk: dict[int, Draft]
    ) -> Draft | None:  # fmt: skip
        """The strike right before a cue with a pronoun that tells more of it: in an attack that a group claimed."""
        for back in range(draft.at - 1, max(-1, draft.at - 4), -1):
            if chunks[back].kind == "trigger":
                return by_chunk.get(back) if chunks[back].value in NOUN_FRAMES and chunks[back].prep else None
            if chunks[back].kind in ("mark", "verb"):
                return None
        return None

    def _told_behind(self, draft: Draft, chunks: Sequence[Phrase], by_chunk: dict[int, Draft]) -> Draft | None:
        """The strike that a cue speaks of: the next one told by a noun, not far behind."""
        for at in range(draft.at + 1, len(chunks)):
            chunk = chunks[at]
            if chunk.first > draft.trigger.end + 14:
                return None
            if chunk.kind in ("mark", "stop") and chunk.first >= draft.trigger.end:
                return None
            if chunk.kind == "trigger":
                other = by_chunk.get(at)
                if other is None or other.dropped or other.trigger.frame not in NOUN_FRAMES:
                    return None
                return other
        return None

    def read_threat(self, draft: Draft, chunks: Sequence[Phrase], by_chunk: dict[int, Draft]) -> None:
        """A threat takes target and weapon of the deeds that are told behind it, which have not happened."""
        left = self.parts.subject_left(chunks, draft.at)
        bare: list[Phrase] = []
        unless = False
        for at in range(draft.at + 1, len(chunks)):
            chunk = chunks[at]
            unless = unless or "ev_condition" in self.cells[chunk.first]
            if (chunk.kind == "mark" and chunk.value not in ("،", ",")) or "say_clear" in chunk.classes:
                break
            if chunk.kind == "verb" and self.parts.phraser.clitic(chunk.first) == "w":
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
                        self.parts.add(draft, argument.field, argument.value, argument.first, argument.last, 0.7)
            elif chunk.kind == "weapon" and not unless:
                self.parts.add_weapons(draft, chunk, 0.7)
            elif chunk.kind in NOUN_KINDS and not unless and not chunk.joined:
                if chunk.prep in ("", "with", "on") or (chunk.kind == "place" and chunk.prep == "at"):
                    bare.append(chunk)
        subject = left if left is not None and left.kind in NOUN_KINDS else (bare.pop(0) if bare else None)
        if subject is not None and subject.parties:
            self.parts.add_actor(draft, subject, 0.85)
        if draft.trigger.rule == "event.told-to-leave" and not (subject is not None and armed(subject)):
            draft.dropped = True  # a council that wants a building empty threatens nobody
            return
        goal = next(
            (c for c in bare if c.kind in ("party", "place", "thing") and (c.thing or c.parties or c.places)), None
        )
        if goal is not None and not draft.has("target"):
            self.parts.add_target(draft, goal, 0.5)
        draft.stance = "threatens"
        draft.reach = (chunks[draft.at].first, chunks[-1].last)
