"""The parts of an event while they are gathered: who, whom, with what; and how phrases stand around a trigger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Any

from riwaya.frozen import frozen
from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Edge, Lattice
from riwaya.reading._parties import tables_of
from riwaya.reading._phrases import NOUN_KINDS, Phrase, Phraser
from riwaya.records import Argument, Party, PartyMention, PlaceMention, TimeMention, WeaponMention

VERB_FRAMES = frozenset("act act_on act_off act_in reach kill launch fall explode fight move enter crowd".split())
NOUN_FRAMES = frozenset("strike deed launching clash rally talks operation".split())
ARMED = frozenset(
    "state_forces rebel_group political_militia identity_militia external_forces unidentified rioters private".split()
)
OUTLAWS = frozenset("rebel_group identity_militia unidentified private".split())
PEOPLE = frozenset(("civilians", "official", "journalist", "medic", ""))
VIOLENT = frozenset(
    "attack airstrike drone_attack missile_attack shelling bombing suicide_bombing clash assassination raid execution "
    "crackdown explosion".split()
)
TELLERS = frozenset("agency outlet witness hospital organisation unnamed monitor ministry_health".split())
NARROWING = frozenset(("attack", "explosion", "shelling", "airstrike", "bombing"))
_WITHOUT_TARGET = frozenset(("deployment", "withdrawal", "displacement", "ceasefire", "negotiation", "aid"))
_TARGET_KINDS = frozenset(
    "state_forces rebel_group political_militia identity_militia rioters protesters civilians external_forces private "
    "unidentified military_base airport hospital school market house vehicle ship energy worship camp official "
    "journalist medic infrastructure".split()
)
AIRBORNE = frozenset(("drone", "missile", "ballistic missile", "cruise missile", "rocket"))
"""Weapons, by name, of which it is told that they were destroyed when they were brought down."""
_SHOT_AT = frozenset(("event.fire", "event.open-fire"))
_NAMES = frozenset(("given_name", "name_part", "person_name"))
_STOPPED = frozenset(("vehicle", "ship", "civilians", "official"))
_HAND_ARMS = frozenset(("small_arms", "sniper", "grenade", "blade"))
"""Weapons of people who attack from near, whatever else they bear."""
_FORCES = frozenset(("state_forces", "external_forces", "rebel_group", "political_militia", "identity_militia"))
_DAILY = frozenset(("minute", "part_of_day", "day"))
_KIND_OF_PLACE = {
    "base": "military_base", "airport": "airport", "hospital": "hospital", "school": "school", "market": "market",
    "worship": "worship", "energy": "energy", "camp": "camp", "infrastructure": "infrastructure",
    "bridge": "infrastructure",
    "checkpoint": "military_base", "port": "infrastructure", "dam": "infrastructure", "field": "energy",
}  # fmt: skip


_CONTENT = frozenset(("actor", "target", "weapon"))


@frozen
class Trigger:
    """A trigger as its rule found it: the tokens of its word, the end of the whole match, its type and frame."""

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
class Draft:
    """An event while its parts are gathered."""

    trigger: Trigger
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
    prep: str = ""
    follows: bool = False
    set_up: bool = False
    killing_alone: bool = False
    taken: bool = False

    def has_content(self) -> bool:
        """Whether it is told who, whom or with what."""
        for argument in self.arguments:
            if argument.field in _CONTENT:
                return True
        return False

    def has(self, name: str) -> bool:
        for argument in self.arguments:
            if argument.field == name:
                return True
        return False


class Parts:
    """Gathers the parts of events in one document."""

    def __init__(self, lattice: Lattice, knowledge: Knowledge) -> None:
        self.lattice = lattice
        self.cells = lattice.cells
        self.tokens = lattice.tokens
        self.knowledge = knowledge
        self.phraser = Phraser(lattice)
        self.codebook = _codebook(knowledge)

    def means(self, chunk: Phrase) -> bool:
        """Whether a phrase stands behind a b, and not behind "together with": he is known as so-and-so."""
        return self.phraser.clitic(chunk.first) == "b" or self.tokens[chunk.first - 1].form == "ب"

    def hits(self, other: Draft) -> bool:
        """Whether a verb may have a strike as its subject: it is told to hit, and does not mean to take or to free."""
        return other.trigger.type in ("attack", "destruction", "shelling")

    def relative(self, chunk: Phrase) -> bool:
        return bool(self.cells[chunk.first].get("ev_rel"))

    def merge_means(self, draft: Draft, other: Draft) -> None:
        """A strike told as the means of a deed: struck by shelling. One event, with the narrower type."""
        if other.trigger.frame == "strike":
            if draft.type in NARROWING and other.type != "attack":
                draft.type = other.type
            draft.arguments.extend(a for a in other.arguments if a.field != "target" and not draft.has(a.field))
            other.dropped = True

    def after_relative(self, draft: Draft, chunks: Sequence[Phrase]) -> bool:
        """Whether a relative word stands right before a verb."""
        for back in range(draft.at - 1, max(-1, draft.at - 3), -1):
            if chunks[back].kind == "stop":
                return self.relative(chunks[back])
            if chunks[back].kind != "aux":
                return False
        return False

    def own_day(self, draft: Draft, chunks: Sequence[Phrase]) -> bool:
        """Whether a day is told right behind a trigger."""
        times = (
            edge for chunk in chunks[draft.at + 1 : draft.at + 6] for edge in self.cells[chunk.first].get("time", ())
        )
        return any(isinstance(edge.mention, TimeMention) and edge.mention.grain in _DAILY for edge in times)

    def type_by_platform(self, draft: Draft, chunk: Phrase) -> None:
        """What flies and strikes makes the type, whatever it fires: a drone that fired two missiles."""
        kind = self.codebook.type_of_weapon(chunk.weapons[0].weapon) if chunk.weapons else None
        if kind in ("drone_attack", "airstrike") and draft.type in NARROWING:
            draft.type, draft.settled = kind, True

    def subject_left(self, chunks: Sequence[Phrase], at: int) -> Phrase | None:
        """The subject that stands before a verb: behind that, a mark or nothing, or before a relative word."""
        back, relative = at - 1, False
        many = chunks[at].features & {"sg", "du", "pl"} == {"pl"}
        if back > 0 and chunks[back].kind == "mark":
            if (told := self._told_of(chunks, back)) is not None:
                return told
            back, relative = self._before_aside(chunks, back)
        while back >= 0:
            chunk = chunks[back]
            if chunk.kind in ("aux", "time") or (chunk.kind == "place" and chunk.prep == "at" and not relative):
                back -= 1
            elif chunk.kind == "stop" and self.relative(chunk):
                relative = True
                back -= 1
            elif chunk.kind == "thing" and self._is_verb_of_relative(chunks, back):
                back -= 1
            elif chunk.kind in NOUN_KINDS:
                if not relative and many and self._is_among(chunks, back):
                    back -= 2
                    continue
                if relative:
                    return self._told_more_of(chunk, chunks[back + 1])
                if chunk.prep or chunk.joined:
                    if chunk.prep and back == at - 1 and not chunk.definite and chunk.kind == "weapon":
                        return chunk  # from a device that went off
                    back -= 1
                    continue
                before = next((chunks[b] for b in range(back - 1, -1, -1) if chunks[b].kind != "time"), None)
                if before is None or before.kind in ("mark", "stop", "aux"):
                    return chunk
                if before.kind == "verb" and self._tells_of(chunks, back - 1):
                    return chunks[back - 2]
                return None
            elif chunk.kind == "trigger":
                return chunk if chunk.value in NOUN_FRAMES and chunk.prep in ("", "at", "for", "with") else None
            elif chunk.kind == "verb" and chunk.classes & {"ev_do", "ev_occur"}:
                back -= 1
            else:
                return None
        return None

    def _is_among(self, chunks: Sequence[Phrase], at: int) -> bool:
        """Whether a phrase names some of those before it: seven people, among them a child, were killed."""
        return at > 0 and chunks[at - 1].kind == "stop" and "among" in self.cells[chunks[at - 1].first]

    def _told_more_of(self, chunk: Phrase, which: Phrase) -> Phrase:
        """Whom "which" tells more of: the definite noun inside an indefinite phrase: support for the posts which."""
        if chunk.definite or not self.cells[which.first].get("ev_rel"):
            return chunk
        for at in range(chunk.last - 1, chunk.first, -1):
            purpose = self.tokens[at - 1].form.startswith("ل") and not self.cells[at - 1]
            if purpose and self.phraser.definite(at):
                return self.phraser.noun_phrase(at, chunk.last)
        return chunk

    def _is_verb_of_relative(self, chunks: Sequence[Phrase], at: int) -> bool:
        """Whether a word right behind "which" is its verb, though no table knows it: the hospital which it supports."""
        chunk, before = chunks[at], chunks[at - 1] if at else None
        alone = chunk.last - chunk.first == 1 and not chunk.prep and not chunk.definite
        return alone and before is not None and before.kind == "stop" and self.relative(before)

    def _told_of(self, chunks: Sequence[Phrase], mark: int) -> Phrase | None:
        """Who stands between "that" and a comma, with or without a place: that the men in the alley, killed a guard."""
        back = mark - 1
        while back > 0 and chunks[back].kind in NOUN_KINDS and chunks[back].prep in ("at", "from"):
            back -= 1
        who = chunks[back]
        opens = back > 0 and chunks[back - 1].kind == "stop" and chunks[back - 1].value == "that"
        fits = chunks[mark].value in ("،", ",") and who.kind in NOUN_KINDS and not who.prep and not who.joined
        return who if opens and fits else None

    def _before_aside(self, chunks: Sequence[Phrase], mark: int) -> tuple[int, bool]:
        """Where to look for the subject before a comma: before the clause about it that the comma closes, if one is."""
        if chunks[mark].value not in ("،", ","):
            return -1, False
        for back in range(mark - 1, max(-1, mark - 10), -1):
            chunk = chunks[back]
            if chunk.kind == "mark":
                return -1, False
            if chunk.kind == "stop":
                if not self.relative(chunk) or back == 0:
                    return -1, False
                before = back - 1 - (chunks[back - 1].kind == "mark")
                return before, True
        return -1, False

    def _tells_of(self, chunks: Sequence[Phrase], verb: int) -> bool:
        """Whether a verb in the present tells more of somebody right before it: a woman wearing a belt blew up."""
        if verb < 1 or "past" in chunks[verb].features or chunks[verb].joined:
            return False
        who = chunks[verb - 1]
        return who.kind in ("party", "thing") and not who.prep and not who.joined and not who.definite

    def left_bound(self, draft: Draft, chunks: Sequence[Phrase]) -> int:
        """Where the reach of an event begins: behind the last stop, mark or trigger before it."""
        for back in range(draft.at - 1, -1, -1):
            if chunks[back].kind in ("mark", "stop", "trigger"):
                return chunks[back].last
        return chunks[0].first

    def add(self, draft: Draft, name: str, value: Any, first: int, last: int, confidence: float) -> bool:
        for argument in draft.arguments:
            if argument.first == first and argument.field == name:
                return True
        draft.arguments.append(Argument(name, value, first, last, draft.trigger.rule, confidence))
        return True

    def add_actor(self, draft: Draft, chunk: Phrase, confidence: float) -> bool:
        if draft.has("actor"):
            return True
        if chunk.kind == "weapon":
            self.add_weapons(draft, chunk, confidence)
            self.add_owner(draft, chunk)
            return True
        if chunk.kind == "place" and not chunk.parties:
            return self._add_government(draft, chunk, confidence)
        head = next((p for p in chunk.parties if p.first <= chunk.first + 2), None)
        if head is not None:
            if head.antecedent is not None:
                return self.add(draft, "actor", party_value(head.party), *head.antecedent, confidence)
            counted = "number" in self.cells[chunk.first] or "numeral" in self.cells[chunk.first]
            first, last = self.phraser.tight(
                chunk.first if counted else head.first,
                max(head.last, chunk.last if self._same_phrase(head, chunk) else head.last),
            )
            for edge in self.cells[head.first].get("weapon", ()):  # the artillery of the army
                if isinstance(edge.mention, WeaponMention):
                    self.add(draft, "weapon", weapon_value(edge.mention), head.first, head.last, confidence)
            return self.add(draft, "actor", party_value(head.party), first, last, confidence)
        if chunk.demonyms and chunk.thing not in PEOPLE - {""}:
            at, whose = chunk.demonyms[0]
            moves = chunk.thing in ("vehicle", "ship")  # what moves is no actor: whose it is acts
            first, last = (at, at + 1) if moves else (chunk.first, chunk.last)
            return self._add_forces_of(draft, whose, first, last, confidence - 0.1)
        if not (self.animate(chunk) or (not chunk.thing and self.somebody(chunk))):
            return False
        first, last = self.phraser.tight(chunk.first, chunk.last)
        value = self._thing_value(chunk, first, last, actor=True)
        return self.add(draft, "actor", value, first, last, confidence - 0.25)

    def _add_government(self, draft: Draft, chunk: Phrase, confidence: float) -> bool:
        """A capital or country that acts is its government; any other place is nobody."""
        edges = self.cells[chunk.first].get("government_name", ())
        place = chunk.places[0].candidates[0] if chunk.places and chunk.places[0].candidates else None
        country = edges[0].value if edges else place.country if place and place.kind == "country" else None
        if country is None or chunk.prep:
            return False
        value = self._country(country)
        return self.add(draft, "actor", value, chunk.first, chunk.last, confidence - 0.1)

    def somebody(self, chunk: Phrase) -> bool:
        """Whether a phrase names somebody, by a name or by a noun for people, in quotation marks or not."""
        heads = (self.cells[at] for at in range(chunk.first, min(chunk.first + 2, chunk.last)))
        return bool(chunk.parties) or any(cell.keys() & {"party_head", "role_noun", "party_name"} for cell in heads)

    def animate(self, chunk: Phrase) -> bool:
        """Whether a phrase without a known name may stand for somebody who acts: people, units, a number of them."""
        if chunk.thing:
            return chunk.thing in PEOPLE or bool(self.cells[chunk.first].get("ev_unit"))
        return "number" in self.cells[chunk.first] or bool(
            self.cells[chunk.first].keys() & {"party_head", "people", "people_plural"}
        )

    def _same_phrase(self, head: PartyMention, chunk: Phrase) -> bool:
        return chunk.first <= head.first < chunk.last and len(chunk.parties) == 1 and not chunk.places

    def add_target(self, draft: Draft, chunk: Phrase, confidence: float) -> bool:
        if draft.has("target") or draft.type in _WITHOUT_TARGET:
            return True
        if draft.type == "destruction" and chunk.weapons and chunk.weapons[0].name_en in AIRBORNE:
            draft.type = "interception"
        brought_down = draft.type == "interception" and bool(chunk.weapons)
        if brought_down or (chunk.kind == "weapon" and draft.type in ("bombing", "suicide_bombing")):
            self.add_weapons(draft, chunk, confidence)
            return True
        first, last = self.phraser.tight(chunk.first, chunk.last)
        while first < last - 1 and self._no_part_of_target(first):
            first += 1
        if last <= first or "ev_self" in self.cells[chunk.first]:
            return False
        if self._is_cut_off(last) or self._measures(first, last):
            return False
        return self.add(draft, "target", self._thing_value(chunk, first, last), first, last, confidence)

    def _measures(self, first: int, last: int) -> bool:
        """Whether a phrase tells how far away something was: at 40 kilometres."""
        return any("place_distance" in self.cells[at] for at in range(first, min(first + 3, last)))

    def _is_cut_off(self, end: int) -> bool:
        """Whether a phrase ends in a piece of a word, where a platform cut the text off."""
        if end >= len(self.tokens) or (self.cells[end - 1] and len(self.tokens[end - 1].form) > 2):
            return False
        dots = "".join(token.form for token in self.tokens[end : end + 2])
        return dots.startswith(("…", ".…", "..."))

    def _no_part_of_target(self, at: int) -> bool:
        """Whether a word before a target is none of it: the passing of a convoy, the artillery shelling, the plain."""
        cell = self.cells[at]
        return "ev_passing" in cell or any("def" in edge.features for edge in cell.get("ev_quality", ()))

    def _thing_value(self, chunk: Phrase, first: int, last: int, *, actor: bool = False) -> dict[str, Any]:
        """The value of an actor or target: the party, the place with its kind, or the words and what they stand for."""
        if chunk.kind == "party" and chunk.parties and not (chunk.thing and not actor):
            return party_value(chunk.parties[0].party)
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
        if kind == "infrastructure" and "ev_headquarters" in self.cells[chunk.first] and self._of_a_force(chunk):
            kind = "military_base"
        if kind not in _TARGET_KINDS:
            kind = chunk.parties[0].party.kind if chunk.parties else "unidentified" if actor else "civilians"
        country = place.country if place else chunk.parties[0].party.country if chunk.parties else None
        return {"id": None, "name_ar": name, "name_en": None, "kind": kind, "country": country}

    def _of_a_force(self, chunk: Phrase) -> bool:
        """Whether a phrase names whose site it is, and they are a force: the headquarters of the army."""
        return any(party.party.kind in _FORCES for party in chunk.parties)

    def add_weapons(self, draft: Draft, chunk: Phrase, confidence: float) -> None:
        for mention in chunk.weapons:
            self.add(draft, "weapon", weapon_value(mention), mention.first, mention.last, confidence)

    def add_owner(self, draft: Draft, chunk: Phrase) -> None:
        """Whose weapon it is: the demonym or the party in the phrase of a weapon."""
        if draft.has("actor"):
            return
        parties = chunk.parties or tuple(
            edge.mention for at in range(chunk.first + 1, chunk.last) for edge in self.cells[at].get("party", ())[:1]
        )
        owner = next((p for p in parties if is_armed(p) and not self._is_means(p, chunk)), None)
        if owner is not None:
            self.add(draft, "actor", party_value(owner.party), owner.first, owner.last, 0.75)
        elif chunk.demonyms:
            at, value = chunk.demonyms[0]
            self._add_forces_of(draft, value, at, at + 1, 0.75)

    def _is_means(self, mention: PartyMention, chunk: Phrase) -> bool:
        """Whether nobody in particular is named inside a means: the artillery in "with shells of the artillery"."""
        known = mention.party.id or mention.party.country
        return (
            not known
            and chunk.prep in ("with", "means")
            and any(w.first <= mention.first < w.last for w in chunk.weapons)
        )

    def add_country(self, draft: Draft, at: int, edge: Edge) -> None:
        if not draft.has("actor"):
            self._add_forces_of(draft, edge.value, at, at + edge.length, 0.75)

    def _add_forces_of(self, draft: Draft, value: str, first: int, last: int, confidence: float) -> bool:
        """A country's forces as the actor, from the value of a demonym; those of a faith or a tribe are nobody's."""
        country = self._country(value)
        return country["name_ar"] is not None and self.add(draft, "actor", country, first, last, confidence)

    def _country(self, value: str) -> dict[str, Any]:
        """The forces of a country, or the group, that a demonym names as an actor."""
        group = tables_of(self.knowledge).party(value)
        if group is not None:
            return party_value(group)
        row = self.knowledge.table("actors/demonyms.tsv").get(value) or {}
        code = row.get("country") or value.partition(".")[0].upper()
        named = self.knowledge.table("places/countries.tsv").get(code) or {}
        name = (named.get("names_ar") or "").split("|")[0] or None
        return {"id": None, "name_ar": name, "name_en": named.get("name_en"), "kind": "state_forces", "country": code}

    def narrow(self, draft: Draft) -> None:
        """The type as the means make it: an attack with drones is a drone attack."""
        actor = next((a for a in draft.arguments if a.field == "actor"), None)
        if draft.type == "destruction" and actor is not None and actor.value["kind"] in ("protesters", "rioters"):
            draft.type = "riot"
        named = actor is not None and "party" in self.cells[actor.first]
        if draft.type == "detention" and actor is not None and named and actor.value["kind"] in OUTLAWS:
            draft.type = "abduction"
        self._narrow_by_target(draft, actor)
        if draft.type not in NARROWING or draft.settled:
            return
        if draft.type == "attack" and any(a.value["id"] in _HAND_ARMS for a in draft.arguments if a.field == "weapon"):
            return  # with rifles and rockets, by people who came
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
        elif draft.type == "airstrike" and "drone_attack" in kinds:
            draft.type = "drone_attack"  # a drone's missile
        elif draft.type == "attack" and kinds <= {"missile_attack", "drone_attack"}:
            draft.type = "missile_attack" if draft.trigger.frame == "launch" else draft.type

    def _narrow_by_target(self, draft: Draft, actor: Argument | None) -> None:
        """What doer and target make of it: a ship that is held is seized, a coach that outlaws stop is attacked.

        Gunmen whom nobody knows, who shoot at one man who is named, came for him.
        An operation of a state's forces, with no weapon told, is a raid.
        """
        whom = next((a for a in draft.arguments if a.field == "target"), None)
        target = whom.value["kind"] if whom is not None else None
        if whom is not None and draft.trigger.rule in _SHOT_AT and actor is not None:
            if actor.value["kind"] == "unidentified" and self._is_named(whom):
                draft.type = "assassination"
        if draft.type == "detention" and target in ("ship", "vehicle"):
            draft.type = "seizure"
        elif draft.trigger.frame == "operation" and draft.type == "attack" and not draft.has("weapon"):
            draft.type = "raid" if actor is not None and actor.value["kind"] == "state_forces" else draft.type
        elif draft.type == "interception" and not draft.has("weapon") and target in _STOPPED:
            draft.type = "attack" if actor is not None and actor.value["kind"] in OUTLAWS else draft.type

    def _is_named(self, target: Argument) -> bool:
        """Whether a target is one person who is told by name, or what is his: a given name and another name."""
        cells = self.cells[target.first : target.last]
        given = [at for at, cell in enumerate(cells) if "given_name" in cell]
        named = any(at + 1 < len(cells) and cells[at + 1].keys() & _NAMES for at in given)
        return named and "number" not in cells[0]


def is_armed(mention: PartyMention) -> bool:
    return mention.can_act and mention.party.kind in ARMED


def armed(chunk: Phrase) -> bool:
    """Whether the head of a phrase is somebody who bears arms or acts for a state."""
    head = chunk.parties[0] if chunk.parties else None
    if head is None or head.first > chunk.first + 1 or chunk.kind == "weapon":
        return False
    site = chunk.thing == "military_base" and head.party.id is None and head.party.kind == "state_forces"
    return is_armed(head) and not site


def party_value(party: Party) -> dict[str, Any]:
    return {
        "id": party.id,
        "name_ar": party.name_ar,
        "name_en": party.name_en,
        "kind": party.kind,
        "country": party.country,
    }


_PLACE_FIELDS = (
    "id", "name_ar", "name_en", "kind", "country", "admin1", "admin1_en", "lat", "lon", "radius_km", "precision",
)  # fmt: skip
_place_values = attrgetter(*_PLACE_FIELDS)


def place_value(mention: PlaceMention) -> dict[str, Any]:
    value = dict(zip(_PLACE_FIELDS, _place_values(mention.candidates[0]), strict=True))
    if len(mention.candidates) > 1:
        if others := [other.id for other in mention.candidates[1:] if other.id]:
            value["candidates"] = others
    return value


def weapon_value(mention: WeaponMention) -> dict[str, Any]:
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


@lru_cache(maxsize=4)
def _codebook(knowledge: Knowledge) -> _Codebook:
    return _Codebook(knowledge)
