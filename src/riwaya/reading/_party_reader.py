"""Reads the noun phrase that begins at a word, in each way that the word allows, and takes the longest."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from riwaya.frozen import replace
from riwaya.knowledge.match import Edge, Lattice, mask_of
from riwaya.reading._parties import (
    CLITICS,
    KIND_OF_SOURCE,
    LONGEST_NAME,
    MANY,
    MEANS,
    OFFICES,
    OUTLETS,
    Head,
    Phrase,
    Tables,
    Words,
    country_of,
    country_votes,
    is_better,
    other_spelling,
    person_number,
)
from riwaya.reading._party_phrases import Extent
from riwaya.records import Party, PlaceMention

_Read = Callable[["Reader", int, list[Edge], int, int], Phrase | None]


class Reader:
    """Reads noun phrases of one document. Knows which countries the document speaks of, to choose among namesakes."""

    def __init__(self, lattice: Lattice, tables: Tables, verb_forms: frozenset[str]) -> None:
        self.lattice = lattice
        self.tables = tables
        self.words = Words(lattice, tables, verb_forms)
        self.votes = country_votes(lattice)
        self.cells, self.masks = lattice.cells, lattice.masks
        self.opening = mask_of(cls for cls, _ in self._READERS)
        self._readers: dict[int, list[tuple[str, _Read]]] = {}  # those for the classes of a mask

    def phrase(self, at: int, end: int, depth: int = 0, allowed: frozenset[str] = CLITICS) -> Phrase | None:
        """The longest phrase that begins at a token, of those the surest. `allowed`: proclitics it may begin with."""
        best: Phrase | None = None
        if at >= end or not self.masks[at] & self.opening:
            return None
        for phrase in self._readings(at, end, depth, allowed):
            if best is None or phrase.last > best.last or (phrase.last == best.last and is_better(phrase, best)):
                best = phrase
        return best

    def _readings(self, at: int, end: int, depth: int, allowed: frozenset[str]) -> Iterator[Phrase]:
        """Ways to read a phrase here, the surest first. What a role or a title has read is not read as a noun again."""
        cell, classes = self.cells[at], self.masks[at] & self.opening
        nouns, known = 0, False
        readers = self._readers.get(classes)
        if readers is None:
            readers = self._readers[classes] = [each for each in self._READERS if each[0] in cell]
        for cls, read in readers:
            edges = [e for e in cell[cls] if at + e.length <= end]
            if allowed is not CLITICS:
                edges = [e for e in edges if not (e.features & CLITICS) - allowed]
            if not edges or (cls == "party_head" and edges[0].length <= nouns) or (known and cls in _PARTS_OF_NAMES):
                continue
            if phrase := read(self, at, edges, end, depth):
                known = known or cls == "person_name"
                if cls in ("role_noun", "title") and phrase.key not in MANY:
                    nouns = edges[0].length
                yield phrase

    # ---- listed names

    def _pronoun(self, at: int, edges: list[Edge], end: int, depth: int) -> Phrase | None:
        edge = edges[0]
        if at and edge.length == 1 and self.words.is_def(at) and self.words.is_def(at - 1):
            return None  # an adjective: the last hours
        party = Party(None, self.words.spoken(at, at + edge.length), None, "unidentified", "unnamed", None, True)
        return Phrase(at, at + edge.length, at, party, "pronoun", edge.value, pronoun=True)

    def _name(self, at: int, edges: list[Edge], end: int, depth: int) -> Phrase | None:
        length = edges[0].length
        parties = self._choose([e for e in edges if e.length == length], at)
        if not parties:
            return None
        last = at + length
        party = parties[0]
        if length == 1 and self._of_other_country(last, party):
            return None
        phrase = Phrase(at, last, at, party, "name", candidates=tuple(parties[1:]), key=party.id or "", definite=True)
        phrase.doubtful = bool(party.country) and not self.votes.get(party.country or "", 0.0)
        phrase.number = "pl" if party.name_ar.endswith(("ون", "ين")) else "sg"
        while phrase.last < end and self.words.is_def(phrase.last) and self.words.plain(phrase.last, "demonym"):
            phrase.last += 1
        return phrase

    def _of_other_country(self, at: int, party: Party) -> bool:
        """Whether a demonym behind a name of one word says that another country's body is meant."""
        edge = self.words.plain(at, "demonym")
        country = country_of(edge) if edge and self.words.is_def(at) else None
        return bool(country and party.country and country != party.country)

    def _choose(self, edges: list[Edge], at: int) -> list[Party]:
        """The parties that these entries of one name may be, best first. A name that several share needs a country."""
        found: dict[str, tuple[float, Party]] = {}
        shared = False
        for order, edge in enumerate(edges):
            party = self.tables.party(edge.value)
            if party is None:
                continue
            context = next((f[8:] for f in edge.features if f.startswith("context=")), "")
            vote = self.votes.get(party.country or "", 0.0)
            if context == "exact" and not self._named_around(at):
                continue
            if context == "country" and party.country and not vote:
                continue
            if "+" in context and not any(self.votes.get(code) for code in context.split("+")):
                continue
            shared |= context == "shared"
            found.setdefault(edge.value, (vote - order * 1e-6, party))
        ranked = [party for _, party in sorted(found.values(), key=lambda pair: -pair[0])]
        most = max(self.votes.values(), default=0.0)
        if shared and len(ranked) > 1 and self.votes.get(ranked[0].country or "", 0.0) < most / 2:
            open_one = replace(ranked[0], id=None, name_en=None, country=None)
            return [open_one, *ranked]
        return ranked

    def _named_around(self, at: int) -> bool:
        """Whether quotation marks or a noun such as organisation, movement, group stand right before a name."""
        before = at - 1
        if self.lattice.at(before, "quote_mark"):
            return True
        return any("def" not in edge.features for edge in self.lattice.at(before, "naming_head"))

    def _outlet(self, at: int, edges: list[Edge], end: int, depth: int) -> Phrase | None:
        edge = edges[0]
        needs = next((f[6:] for f in edge.features if f.startswith("needs=")), "")
        named = bool(self.lattice.at(at - 1, "quote_mark")) or depth > 0
        if needs and not named:
            return None
        outlet = self.tables.outlet(edge.value)
        if outlet is None:
            return None
        last = self.outlet_tail(at + edge.length, end)
        return Phrase(at, last, at, outlet, "outlet", can_act=False, key=outlet.id or "", definite=True)

    def outlet_tail(self, at: int, end: int) -> int:
        while at < end and (
            self.words.plain(at, "outlet_kind") or (self.words.is_def(at) and self.words.plain(at, "demonym"))
        ):
            at += 1
        return at

    def _government(self, at: int, edges: list[Edge], end: int, depth: int) -> Phrase | None:
        edge = edges[0]
        if self._located(at, edge) or self._of_noun(at):
            return None
        kind = next((f[5:] for f in edge.features if f.startswith("kind=")), "state_forces")
        actor_id = next((f[3:] for f in edge.features if f.startswith("id=")), f"{edge.value}.government")
        words = self.words.spoken(at, at + edge.length)
        known = self.tables.party(actor_id)
        source_kind = known.source_kind if known else "ministry" if "ministry" in actor_id else "government"
        party = Party(actor_id, words, known.name_en if known else None, kind, source_kind, edge.value)
        return Phrase(at, at + edge.length, at, party, "government", key=actor_id, definite=True)

    def _country(self, at: int, edges: list[Edge], end: int, depth: int) -> Phrase | None:
        for edge in edges:
            mention = edge.mention
            if not isinstance(mention, PlaceMention) or mention.rule != "place.name" or not mention.candidates:
                continue
            place = mention.candidates[0]
            if place.kind != "country" or (depth == 0 and self._located(at, edge)):
                continue
            words = self.words.spoken(at, at + edge.length)
            party = Party(
                f"{place.country}.government", words, place.name_en, "state_forces", "government", place.country
            )
            return Phrase(at, at + edge.length, at, party, "country", key=f"{place.country}.government", definite=True)
        return None

    def _located(self, at: int, edge: Edge) -> bool:
        """Whether a word of location stands before: then a country or a capital is a place and does not act."""
        before = [e for e in self.lattice.at(at - 1, "place_in") if "suffix" not in e.features]
        if "b" in edge.features or any(e.value in ("in", "from", "towards", "near") for e in before):
            return True
        joined = "w" in edge.features or bool(self.lattice.at(at - 1, "party_or"))
        if not joined:
            return False
        behind = at if "w" in edge.features else at - 1
        for start in range(behind - 1, max(-1, behind - 4), -1):
            for place in self.lattice.at(start, "place"):
                if start + place.length == behind:
                    named = isinstance(place.mention, PlaceMention) and place.mention.rule == "place.name"
                    return not named or self._located(start, place)
        return False

    def _of_noun(self, at: int) -> bool:
        """Whether a noun right before takes what follows as its genitive: the shelling of a town, the city of."""
        if at and "place_capital" in self.cells[at - 1]:
            return True
        return (
            at > 0
            and not self.words.is_def(at - 1)
            and any(self.lattice.at(at - 1, cls) for cls in ("place_word", "arm_strike", "arm_strikes", "place_beside"))
        )

    def _people(self, at: int, edges: list[Edge], end: int, depth: int) -> Phrase | None:
        """People of a country: Sudanese, two Palestinians."""
        edge = next((e for e in edges if person_number(e, self.lattice.tokens[at].form)), None)
        if edge and not self.words.is_def(at) and not self.lattice.tokens[at].form.endswith("ن"):
            edge = None  # a broken plural is other words too
        if edge is None or self._is_of_deed(at):
            return self._whose_deed(at, edges) if depth == 0 else None
        country = country_of(edge)
        number = person_number(edge, self.lattice.tokens[at].form)
        last, more = self.words.adjectives(at + edge.length, end, definite=self.words.is_def(at), also_demonym=False)
        kind = next((row["gives"][5:] for row in more if row["gives"].startswith("kind=")), "civilians")
        group = self.tables.party(edge.value)
        if group:
            party = replace(group, name_ar=self.words.spoken(at, last))
        else:
            party = Party(
                None, self.words.spoken(at, last), None, kind, "witness", country, anonymous=not self.words.is_def(at)
            )
        return Phrase(at, last, at, party, "people", number, definite=self.words.is_def(at))

    def _is_of_deed(self, at: int) -> bool:
        """Whether an adjective tells whose strike or weapon it is: the noun stands before, or before its adjective."""
        if at and not _DEEDS.isdisjoint(self.cells[at - 1]):
            return True
        return at > 1 and not _DEEDS.isdisjoint(self.cells[at - 2]) and not _TRAITS.isdisjoint(self.cells[at - 1])

    def _whose_deed(self, at: int, edges: list[Edge]) -> Phrase | None:
        """The state or group whose strike or weapon an adjective names: a Turkish drone, Houthi shelling."""
        if not self._is_of_deed(at):
            return None
        group = next((party for e in edges if (party := self.tables.party(e.value))), None)
        country = next((c for e in edges if (c := country_of(e)) and "." not in e.value), None)
        words = self.words.spoken(at, at + 1)
        if group:
            party = replace(group, name_ar=words)
        elif country and (row := self.tables.countries.get(country)):
            party = Party(f"{country}.government", words, row["name_en"], "state_forces", "government", country)
        else:
            return None
        return Phrase(at, at + 1, at, party, "adjective", can_speak=False, key=party.id or "", definite=True)

    # ---- people by name

    def person(self, at: int, edges: list[Edge], end: int, depth: int) -> Phrase | None:
        edge = edges[0]
        row = self.tables.people.get(edge.value)
        if row is None:
            return None
        last = at + edge.length
        while (
            last < end
            and last - at < LONGEST_NAME
            and self.words.plain(last, "person_name")
            and self.words.is_def(last)
        ):
            last += 1
        group = self.tables.party(row.get("party", ""))
        kind = group.kind if group else KIND_OF_SOURCE.get(row["source_kind"], "civilians")
        words = self.words.spoken(at, last)
        source_kind = "official" if row["source_kind"] in OFFICES else row["source_kind"]
        party = Party(edge.value, words, row["name_en"], kind, source_kind, row["country"] or None)
        return Phrase(at, last, at, party, "person", key=edge.value, definite=True)

    def _unknown_person(self, at: int, edges: list[Edge], end: int, depth: int) -> Phrase | None:
        if (
            edges[0].depth
            or edges[0].features & {"acc", "suffix", "def"}
            or other_spelling(edges[0], self.lattice.tokens[at].spelt)
        ):
            return None
        last = self.words.name_end(at, end, loose=False)
        if last - at < 2 or any(at + place.length == last for place in self.lattice.at(at, "place")):
            return None
        party = Party(None, self.words.spoken(at, last), None, "civilians", "witness", None)
        return Phrase(at, last, at, party, "unknown-person", key=self.words.spoken(at, last), definite=True)

    # ---- nouns with what belongs to them

    def _role(self, at: int, edges: list[Edge], end: int, depth: int) -> Phrase | None:
        edge = edges[0]
        row = self.tables.roles.get(edge.value)
        if row is None:
            return None
        note = row["pattern_note"]
        if "suffix" in edge.features and self.words.is_def(at):
            return None  # an adjective: defensive, not the defence
        role = note.partition("metonym=")[2] or edge.value
        head = Head("role", role, row["kind"], row["source_kind"], state_role=role)
        phrase = self._extended(at, edge, end, head, depth)
        phrase.weak = phrase.alone and "b" in edge.features and edge.value in ("artillery", "aircraft", "air-defence")
        if phrase.bare and (note.startswith("metonym=") or self._is_trait(at)):
            return None
        return phrase

    def title(self, at: int, edges: list[Edge], end: int, depth: int) -> Phrase | None:
        edge = edges[0]
        row = self.tables.titles.get(edge.value)
        if row is None:
            return None
        kind = KIND_OF_SOURCE.get(row["source_kind"], "civilians")
        source_kind = "official" if row["source_kind"] in OFFICES else row["source_kind"]
        rank = row["kind"] != "office"
        behind = at + edge.length
        if row["kind"] == "rank" and behind < end and self.lattice.tokens[behind].kind == "number":
            return None  # a brigade with its number
        head = Head("title", edge.value, kind, source_kind, person=True, rank=rank)
        phrase = self._extended(at, edge, end, head, depth)
        if rank and phrase.bare:
            return None
        phrase.weak = phrase.alone and (
            "suffix" in edge.features or not phrase.definite or self._is_nisba(at) or self._is_trait(at)
        )
        return phrase

    def _is_trait(self, at: int) -> bool:
        """Whether an office is an adjective of what stands before it: the main road, the main target."""
        return at > 0 and "main_thing" in self.cells[at - 1] and self.words.is_def(at - 1) == self.words.is_def(at)

    def _head(self, at: int, edges: list[Edge], end: int, depth: int) -> Phrase | None:
        edge, cell = edges[0], self.cells[at]
        row = self.tables.heads.get(edge.value)
        if row is None or "party_led" in cell:
            return None
        source_kind = row["source_kind"] or "witness"
        kind = row["kind"] or (
            "unidentified" if source_kind == "armed_group" or row["role"] == "actor" else "civilians"
        )
        weak = "weak_head" in cell
        person = "pl" not in edge.features and not weak and "naming_head" not in cell
        head = Head("head", edge.value, kind, source_kind, row["anonymous"], row["role"], person)
        phrase = self._extended(at, edge, end, head, depth)
        owned = "suffix" in edge.features
        phrase.weak = phrase.alone and (
            weak
            or (source_kind in OUTLETS and (owned or not phrase.definite))
            or self._is_adjective(at, edge)
            or (owned and self.lattice.tokens[at].form.endswith("نا"))
        )
        if self._is_nisba(at) and not phrase.named:
            phrase.weak = True
        if head.key in MEANS and "b" in edge.features:
            phrase.weak = True  # with artillery: a means, and nobody
        if self._is_hint(at) or (phrase.bare and "b" in edge.features and self.lattice.at(at, "party_attribute")):
            phrase.weak = True
        if head.key in _NAMED_ONLY and phrase.owned and not phrase.named and not phrase.party.id:
            phrase.weak = True  # the site of the embassy, the rules of the prison
        if head.key == "video" and weak:
            phrase.weak = True
        if head.key in ("governorate", "checkpoint", "hospital", "judiciary") and self._is_place(at, phrase.last):
            phrase.weak = True
        return phrase

    def _is_hint(self, at: int) -> bool:
        """Whether a word tells a direction: from the side of, not the body of."""
        return "place_source_hint" in self.cells[at] and any(
            e.value in ("from", "in") for e in self.lattice.at(at - 1, "place_in")
        )

    def _is_adjective(self, at: int, edge: Edge) -> bool:
        """Whether a bare noun for somebody is an adjective: of an armed attack, not an armed man."""
        return at > 0 and "party_attribute" in self.cells[at] and not _QUALIFIED.isdisjoint(self.cells[at - 1])

    def _is_nisba(self, at: int) -> bool:
        """Whether a noun in -i is an adjective or an adverb: the political bureau, politically."""
        form = self.lattice.tokens[at].form
        if at and "arm_without_pilot" in self.cells[at - 1]:
            return True
        if at > 0 and self.words.is_def(at) and self.words.is_def(at - 1) and self.lattice.at(at, "party_attribute"):
            return True
        if form.endswith("يا") and not self.words.is_def(at):
            return not self.lattice.at(at, "naming_head")  # militia ends so by itself
        return at > 0 and form.endswith(("ي", "ية")) and self.words.is_def(at) and self.words.is_def(at - 1)

    def _is_place(self, at: int, last: int) -> bool:
        """Whether a word of location makes a place of what begins here."""
        edges = [e for e in self.lattice.at(at, "place") if at + e.length >= last]
        return any(self._located(at, e) for e in edges)

    def _extended(self, at: int, edge: Edge, end: int, head: Head, depth: int) -> Phrase:
        """The whole phrase of a head: everything behind it that belongs to it."""
        return Extent(self, at, edge, end, head, depth).phrase()

    _READERS = (
        ("party_pronoun", _pronoun), ("person_name", person), ("party_name", _name), ("outlet_name", _outlet),
        ("role_noun", _role), ("title", title), ("party_head", _head), ("government_name", _government),
        ("place", _country), ("demonym", _people), ("given_name", _unknown_person), ("name_part", _unknown_person),
    )  # fmt: skip


_PARTS_OF_NAMES = frozenset(("given_name", "name_part"))
_NAMED_ONLY = frozenset(("site", "platform", "account-post", "portal", "video", "regime"))
_DEEDS = frozenset("arm_strike arm_strikes arm arms arm_plane arm_march arm_mass arm_means".split())
_TRAITS = frozenset("arm_means arm_sort arm_trait arm_mark arm_genitive".split())
_QUALIFIED = frozenset("arm_strike arm_strikes ev_noun arm arms party_head role_noun".split())
