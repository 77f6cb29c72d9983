"""Finds whoever may act or speak: forces, groups, bodies, offices, people, outlets, unnamed sources.

A rule tells where a name begins: a listed name, a role of a state, an office, a noun for people or bodies. From there the
noun phrase is read to its end: adjectives and demonyms that agree, what the noun belongs to, a name in quotation marks, whom
a group is loyal to, the person who holds the office. The outcome is one `Party` for the whole phrase.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Edge, Lattice, Match
from riwaya.records import Party, PartyMention, PlaceMention

STAGE = "actors"
_CLITICS = frozenset("wbkl")
"""Proclitics as features. The one of `fa` is left out: its letter is that of the feminine too."""
_DEEPEST = 3
_LONGEST_NAME = 5
_OUTLETS = frozenset(("outlet", "agency", "post"))
_OFFICES = frozenset(("government", "ministry", "military"))
_KIND_OF_SOURCE = {
    "official": "official", "ministry": "state_forces", "government": "state_forces", "military": "state_forces",
    "armed_group": "political_militia", "hospital": "medic", "outlet": "journalist", "agency": "journalist",
}  # fmt: skip


class Tables:
    """The tables of actors, with what a party is made of."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.actors = knowledge.table("actors/actors.tsv")
        self.outlets = knowledge.table("actors/outlets.tsv")
        self.heads = knowledge.table("actors/heads.tsv")
        self.attributes = knowledge.table("actors/attributes.tsv")
        self.titles = knowledge.table("actors/titles.tsv")
        self.people = knowledge.table("actors/people.tsv")
        self.roles = knowledge.table("actors/roles.tsv")
        self.countries = knowledge.table("places/countries.tsv")

    def party(self, actor_id: str) -> Party | None:
        """The party with this id of the table of actors, or None."""
        row = self.actors.get(actor_id)
        if row is None:
            return None
        return Party(
            actor_id,
            row["names_ar"].split("|")[0],
            row["name_en"],
            row["kind"],
            row["source_kind"],
            row["country"] or None,
        )

    def outlet(self, outlet_id: str) -> Party | None:
        """The outlet with this id, or None."""
        row = self.outlets.get(outlet_id)
        if row is None:
            return None
        name = row["names_ar"].split("|")[0]
        return Party(outlet_id, name, row["name_en"], "civilians", row["kind"], row["country"] or None)


@lru_cache(maxsize=4)
def _tables(knowledge: Knowledge) -> Tables:
    return Tables(knowledge)


@dataclass(slots=True)
class _Phrase:
    """A noun phrase that names a party. `sort` is how it was read; `key` is what a later bare mention of it repeats."""

    first: int
    last: int
    head: int
    party: Party
    sort: str
    number: str = "sg"
    can_speak: bool = True
    can_act: bool = True
    pronoun: bool = False
    candidates: tuple[Party, ...] = ()
    key: str = ""
    bare: bool = False
    alone: bool = False
    weak: bool = False
    definite: bool = False
    named: bool = False


def _is_better(phrase: _Phrase, best: _Phrase) -> bool:
    """Of two readings of the same words: not the weak one; and a first name is no office where it has no article."""
    if best.weak != phrase.weak:
        return best.weak
    return phrase.sort == "unknown-person" and best.sort in ("title", "head") and not best.definite


@dataclass(frozen=True, slots=True)
class _Head:
    """What a head noun, a role or a title brings to its phrase."""

    sort: str
    key: str
    kind: str
    source_kind: str
    anonymous: str = "no"
    role: str = "both"
    person: bool = False
    rank: bool = False
    state_role: str = ""


def find_parties(lattice: Lattice, knowledge: Knowledge) -> tuple[PartyMention, ...]:
    """The parties of a document in text order; no two overlap."""
    reader = _Reader(lattice, _tables(knowledge), knowledge.verb_forms)
    phrases: list[_Phrase] = []
    for sentence in lattice.sentences:
        end = sentence.first
        for match in knowledge.rules(STAGE).find(lattice, sentence.first, sentence.last):
            if match.first < end:
                continue
            phrase = reader.phrase(match.first, sentence.last)
            if phrase:
                _with_quotes(phrase, lattice, sentence.first, sentence.last)
                _with_one_of(phrase, lattice, max(sentence.first, end))
                phrases.append(phrase)
                end = phrase.last
    _name_in_apposition(phrases, lattice)
    phrases = _surnames(phrases, lattice)
    _repeat(phrases, lattice, reader.tables, reader.votes)
    return tuple(_mention(phrase) for phrase in phrases if not phrase.weak)


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: str | None = None) -> dict[str, str]:
    """What the stage makes of a match, for examples: id, name, kind, source_kind, country, anonymous, number, pronoun, words."""
    for mention in find_parties(lattice, knowledge):
        if mention.first <= match.first < mention.last:
            party = mention.party
            told: dict[str, str | None] = {
                "id": party.id, "name": party.name_ar, "kind": party.kind, "source_kind": party.source_kind,
                "country": party.country, "anonymous": str(party.anonymous).lower(), "number": mention.number,
                "pronoun": str(mention.pronoun).lower(), "words": lattice.text(mention.first, mention.last),
            }  # fmt: skip
            return {key: value for key, value in told.items() if value is not None}
    return {}


def _mention(phrase: _Phrase) -> PartyMention:
    return PartyMention(
        phrase.first, phrase.last, phrase.party, f"party.{phrase.sort}", phrase.head, phrase.can_speak, phrase.can_act,
        phrase.number, phrase.pronoun, phrase.candidates,
    )  # fmt: skip


def _with_one_of(phrase: _Phrase, lattice: Lattice, first: int) -> None:
    """Takes 'one of' into a phrase for people: one of the residents is one person."""
    before = phrase.first - 1
    if before >= first and phrase.number == "pl" and phrase.sort == "head" and lattice.at(before, "one_of"):
        phrase.first, phrase.number = before, "sg"


def _with_quotes(phrase: _Phrase, lattice: Lattice, first: int, last: int) -> None:
    """Takes the quotation marks into a phrase that fills them."""
    before, behind = phrase.first - 1, phrase.last
    if before >= first and behind < last and lattice.at(before, "quote_mark") and lattice.at(behind, "quote_mark"):
        phrase.first, phrase.last = before, behind + 1


# -------------------------------------------------------------------------------------------------------------- reading


class _Reader:
    """Reads noun phrases of one document. Knows which countries the document speaks of, to choose among namesakes."""

    def __init__(self, lattice: Lattice, tables: Tables, verb_forms: frozenset[str]) -> None:
        self.lattice = lattice
        self.tables = tables
        self.verb_forms = verb_forms
        self.votes = _votes(lattice)
        self.cells = lattice.cells
        self.readers = (
            ("party_pronoun", self._pronoun), ("person_name", self._person), ("party_name", self._name),
            ("outlet_name", self._outlet), ("role_noun", self._role), ("title", self._title), ("party_head", self._head),
            ("government_name", self._government), ("place", self._country), ("demonym", self._people),
            ("given_name", self._unknown_person), ("name_part", self._unknown_person),
        )  # fmt: skip

    def phrase(self, at: int, end: int, depth: int = 0, allowed: frozenset[str] = _CLITICS) -> _Phrase | None:
        """The longest phrase that begins at a token, of those the surest. `allowed` are the proclitics it may begin with."""
        best: _Phrase | None = None
        for phrase in self._readings(at, end, depth, allowed):
            if best is None or phrase.last > best.last or (phrase.last == best.last and _is_better(phrase, best)):
                best = phrase
        return best

    def _readings(self, at: int, end: int, depth: int, allowed: frozenset[str]) -> Iterator[_Phrase]:
        """Ways to read a phrase here, the surest first. What a role or a title has read is not read as a noun again."""
        cell = self.cells[at] if at < end else {}
        nouns = 0
        for cls, read in self.readers:
            if cls not in cell:
                continue
            edges = [e for e in cell[cls] if at + e.length <= end and not (e.features & _CLITICS) - allowed]
            if not edges or (cls == "party_head" and edges[0].length <= nouns):
                continue
            if phrase := read(at, edges, end, depth):
                if cls in ("role_noun", "title") and phrase.key not in _MANY:
                    nouns = edges[0].length
                yield phrase

    # ---- listed names

    def _pronoun(self, at: int, edges: list[Edge], end: int, depth: int) -> _Phrase | None:
        edge = edges[0]
        if at and edge.length == 1 and self._is_def(at) and self._is_def(at - 1):
            return None  # an adjective: the last hours
        party = Party(None, self._words(at, at + edge.length), None, "unidentified", "unnamed", None, True)
        return _Phrase(at, at + edge.length, at, party, "pronoun", edge.value, pronoun=True)

    def _name(self, at: int, edges: list[Edge], end: int, depth: int) -> _Phrase | None:
        length = edges[0].length
        parties = self._choose([e for e in edges if e.length == length], at)
        if not parties:
            return None
        last = at + length
        party = parties[0]
        if length == 1 and self._of_other_country(last, party):
            return None
        phrase = _Phrase(at, last, at, party, "name", candidates=tuple(parties[1:]), key=party.id or "", definite=True)
        phrase.number = "pl" if party.name_ar.endswith(("ون", "ين")) else "sg"
        while phrase.last < end and self._is_def(phrase.last) and self._plain(phrase.last, "demonym"):
            phrase.last += 1
        return phrase

    def _of_other_country(self, at: int, party: Party) -> bool:
        """Whether a demonym behind a name of one word says that another country's body is meant."""
        edge = self._plain(at, "demonym")
        country = _country_of(edge) if edge and self._is_def(at) else None
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
            shared |= context == "shared"
            found.setdefault(edge.value, (vote - order * 1e-6, party))
        ranked = [party for _, party in sorted(found.values(), key=lambda pair: -pair[0])]
        if shared and len(ranked) > 1 and not self.votes.get(ranked[0].country or "", 0.0):
            open_one = replace(ranked[0], id=None, name_en=None, country=None)
            return [open_one, *ranked]
        return ranked

    def _named_around(self, at: int) -> bool:
        """Whether quotation marks or a noun such as organisation, movement, group stand right before a name."""
        before = at - 1
        return bool(self.lattice.at(before, "quote_mark") or self.lattice.at(before, "naming_head"))

    def _outlet(self, at: int, edges: list[Edge], end: int, depth: int) -> _Phrase | None:
        edge = edges[0]
        needs = next((f[6:] for f in edge.features if f.startswith("needs=")), "")
        named = bool(self.lattice.at(at - 1, "quote_mark")) or depth > 0
        if needs and not named:
            return None
        outlet = self.tables.outlet(edge.value)
        if outlet is None:
            return None
        last = self._outlet_tail(at + edge.length, end)
        return _Phrase(at, last, at, outlet, "outlet", can_act=False, key=outlet.id or "", definite=True)

    def _outlet_tail(self, at: int, end: int) -> int:
        while at < end and (self._plain(at, "outlet_kind") or (self._is_def(at) and self._plain(at, "demonym"))):
            at += 1
        return at

    def _government(self, at: int, edges: list[Edge], end: int, depth: int) -> _Phrase | None:
        edge = edges[0]
        if self._located(at, edge) or self._of_noun(at):
            return None
        kind = next((f[5:] for f in edge.features if f.startswith("kind=")), "state_forces")
        actor_id = next((f[3:] for f in edge.features if f.startswith("id=")), f"{edge.value}.government")
        words = self._words(at, at + edge.length)
        known = self.tables.party(actor_id)
        source_kind = known.source_kind if known else "ministry" if "ministry" in actor_id else "government"
        party = Party(actor_id, words, known.name_en if known else None, kind, source_kind, edge.value)
        return _Phrase(at, at + edge.length, at, party, "government", key=actor_id, definite=True)

    def _country(self, at: int, edges: list[Edge], end: int, depth: int) -> _Phrase | None:
        for edge in edges:
            mention = edge.mention
            if not isinstance(mention, PlaceMention) or mention.rule != "place.name" or not mention.candidates:
                continue
            place = mention.candidates[0]
            if place.kind != "country" or (depth == 0 and self._located(at, edge)):
                continue
            words = self._words(at, at + edge.length)
            party = Party(
                f"{place.country}.government", words, place.name_en, "state_forces", "government", place.country
            )
            return _Phrase(at, at + edge.length, at, party, "country", key=f"{place.country}.government", definite=True)
        return None

    def _located(self, at: int, edge: Edge) -> bool:
        """Whether a word of location stands before: then a country or a capital is a place and does not act."""
        before = self.lattice.at(at - 1, "place_in")
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
        return (
            at > 0
            and not self._is_def(at - 1)
            and any(self.lattice.at(at - 1, cls) for cls in ("place_word", "arm_strike", "arm_strikes", "place_beside"))
        )

    def _people(self, at: int, edges: list[Edge], end: int, depth: int) -> _Phrase | None:
        """People of a country: Sudanese, two Palestinians."""
        edge = next((e for e in edges if _person_number(e, self.lattice.tokens[at].form)), None)
        if edge and not self._is_def(at) and not self.lattice.tokens[at].form.endswith("ن"):
            edge = None  # a broken plural is other words too
        if edge is None or self._is_of_deed(at):
            return self._whose_deed(at, edges) if depth == 0 else None
        country = _country_of(edge)
        number = _person_number(edge, self.lattice.tokens[at].form)
        last, more = self._adjectives(at + edge.length, end, definite=self._is_def(at), also_demonym=False)
        kind = next((row["gives"][5:] for row in more if row["gives"].startswith("kind=")), "civilians")
        group = self.tables.party(edge.value)
        if group:
            party = replace(group, name_ar=self._words(at, last))
        else:
            party = Party(None, self._words(at, last), None, kind, "witness", country, anonymous=not self._is_def(at))
        return _Phrase(at, last, at, party, "people", number, definite=self._is_def(at))

    def _is_of_deed(self, at: int) -> bool:
        """Whether an adjective tells whose strike or weapon it is: the noun stands right before, or before its adjective."""
        return any(
            any(self.lattice.at(at - back, cls) for cls in _DEEDS)
            and (back == 1 or any(self.lattice.at(at - 1, cls) for cls in _TRAITS))
            for back in (1, 2)
        )

    def _whose_deed(self, at: int, edges: list[Edge]) -> _Phrase | None:
        """The state or group whose strike or weapon an adjective names: a Turkish drone, Houthi shelling."""
        if not self._is_of_deed(at):
            return None
        group = next((party for e in edges if (party := self.tables.party(e.value))), None)
        country = next((c for e in edges if (c := _country_of(e)) and "." not in e.value), None)
        words = self._words(at, at + 1)
        if group:
            party = replace(group, name_ar=words)
        elif country and (row := self.tables.countries.get(country)):
            party = Party(f"{country}.government", words, row["name_en"], "state_forces", "government", country)
        else:
            return None
        return _Phrase(at, at + 1, at, party, "adjective", can_speak=False, key=party.id or "", definite=True)

    # ---- people by name

    def _person(self, at: int, edges: list[Edge], end: int, depth: int) -> _Phrase | None:
        edge = edges[0]
        row = self.tables.people.get(edge.value)
        if row is None:
            return None
        last = at + edge.length
        while last < end and last - at < _LONGEST_NAME and self._plain(last, "person_name") and self._is_def(last):
            last += 1
        group = self.tables.party(row.get("party", ""))
        kind = group.kind if group else _KIND_OF_SOURCE.get(row["source_kind"], "civilians")
        words = self._words(at, last)
        source_kind = "official" if row["source_kind"] in _OFFICES else row["source_kind"]
        party = Party(edge.value, words, row["name_en"], kind, source_kind, row["country"] or None)
        return _Phrase(at, last, at, party, "person", key=edge.value, definite=True)

    def _unknown_person(self, at: int, edges: list[Edge], end: int, depth: int) -> _Phrase | None:
        if edges[0].depth or _other_spelling(edges[0], self.lattice.tokens[at].spelt):
            return None
        last = self._name_end(at, end, loose=False)
        if last - at < 2 or any(at + place.length == last for place in self.lattice.at(at, "place")):
            return None
        party = Party(None, self._words(at, last), None, "civilians", "witness", None)
        return _Phrase(at, last, at, party, "unknown-person", key=self._words(at, last), definite=True)

    def _name_end(self, at: int, end: int, *, loose: bool, ranked: bool = False) -> int:
        """Where the name of a person that begins at a token ends; `at` where none begins.

        `loose`: an office or a rank announced it, so that words which no list knows are read as names too.
        `ranked`: a rank did, so that an adjective with the article is a family name.
        """
        here = at
        surely = False
        while here < min(end, at + _LONGEST_NAME):
            token = self.lattice.tokens[here]
            if token.kind != "word":
                break
            known = self._name_word(here, first=here == at)
            first = here == at and not ranked
            if not known and not ((loose or surely) and self._unlisted(here, first=first)):
                break
            surely = surely or known
            here += 1
        while here > at and self._plain(here - 1, "name_part") and self.lattice.tokens[here - 1].form in _OPEN_PARTS:
            here -= 1
        if here - at == 1 and not surely and self.lattice.tokens[at].form[:1] in "يتسن":
            return at  # more often a verb than a family name
        return here

    def _name_word(self, at: int, *, first: bool) -> bool:
        cell = self.lattice.cells[at]
        for cls in ("given_name", "person_name", "name_part"):
            for edge in cell.get(cls, ()):
                if (
                    edge.depth == 0
                    and "def" not in edge.features
                    and not _other_spelling(edge, self.lattice.tokens[at].spelt)
                ):
                    return not (first and cls == "name_part" and edge.lemma.startswith("ال"))
        return False

    def _unlisted(self, at: int, *, first: bool) -> bool:
        """Whether no list knows a word as anything but a name; behind another name, an adjective with the article may be one."""
        token = self.lattice.tokens[at]
        if len(token.form) < 3 or "name_stop" in self.lattice.cells[at] or token.spelt.startswith(_JOINED):
            return False
        definite = token.form.startswith("ال")
        if not definite and self._may_be_verb(token.form):
            return False
        cell = self.lattice.cells[at]
        if definite and not first and any(cls in _SURNAMES for cls in cell):
            return True
        whole = any(edge.depth == 0 for cls in _NAME_CLASSES if cls in cell for edge in cell[cls])
        for cls, edges in cell.items():
            if cls in _NAME_CLASSES and whole:
                continue
            if any((edge.depth == 0 and cls not in _NAME_CLASSES) or edge.features & _CLITICS for edge in edges):
                return False
        return True

    def _may_be_verb(self, form: str) -> bool:
        return form in self.verb_forms or (form[0] in "وف" and form[1:] in self.verb_forms)

    # ---- nouns with what belongs to them

    def _role(self, at: int, edges: list[Edge], end: int, depth: int) -> _Phrase | None:
        edge = edges[0]
        row = self.tables.roles.get(edge.value)
        if row is None:
            return None
        note = row["pattern_note"]
        role = note.partition("metonym=")[2] or edge.value
        head = _Head("role", role, row["kind"], row["source_kind"], state_role=role)
        phrase = self._extended(at, edge, end, head, depth)
        if note.startswith("metonym=") and phrase.bare:
            return None
        return phrase

    def _title(self, at: int, edges: list[Edge], end: int, depth: int) -> _Phrase | None:
        edge = edges[0]
        row = self.tables.titles.get(edge.value)
        if row is None:
            return None
        kind = _KIND_OF_SOURCE.get(row["source_kind"], "civilians")
        source_kind = "official" if row["source_kind"] in _OFFICES else row["source_kind"]
        rank = row["kind"] != "office"
        head = _Head("title", edge.value, kind, source_kind, person=True, rank=rank)
        phrase = self._extended(at, edge, end, head, depth)
        if rank and phrase.bare:
            return None
        phrase.weak = phrase.alone and ("suffix" in edge.features or not phrase.definite or self._is_nisba(at))
        return phrase

    def _head(self, at: int, edges: list[Edge], end: int, depth: int) -> _Phrase | None:
        edge = edges[0]
        row = self.tables.heads.get(edge.value)
        if row is None or self.lattice.at(at, "party_led"):
            return None
        source_kind = row["source_kind"] or "witness"
        kind = row["kind"] or (
            "unidentified" if source_kind == "armed_group" or row["role"] == "actor" else "civilians"
        )
        head = _Head("head", edge.value, kind, source_kind, row["anonymous"], row["role"])
        head = replace(head, person="pl" not in edge.features and not self.lattice.at(at, "naming_head"))
        phrase = self._extended(at, edge, end, head, depth)
        weak = bool(self.lattice.at(at, "weak_head"))
        owned = "suffix" in edge.features
        phrase.weak = phrase.alone and (
            weak
            or (source_kind in _OUTLETS and (owned or not phrase.definite))
            or self._is_adjective(at, edge)
            or (owned and self.lattice.tokens[at].form.endswith("نا"))
        )
        if self._is_nisba(at) and not phrase.named:
            phrase.weak = True
        if head.key == "account-post" and not phrase.named and not phrase.party.id:
            phrase.weak = True
        if head.key in ("governorate", "checkpoint", "hospital", "judiciary") and self._is_place(at, phrase.last):
            phrase.weak = True
        return phrase

    def _is_adjective(self, at: int, edge: Edge) -> bool:
        """Whether a bare noun for somebody is the adjective of the noun before it: an armed attack, not an armed man."""
        return bool(self.lattice.at(at, "party_attribute")) and any(
            self.lattice.at(at - 1, cls)
            for cls in ("arm_strike", "arm_strikes", "ev_noun", "arm", "arms", "party_head", "role_noun")
        )

    def _is_nisba(self, at: int) -> bool:
        """Whether a noun in -i is the adjective of the word before it, or an adverb: the political bureau, politically."""
        form = self.lattice.tokens[at].form
        if form.endswith("يا") and not self._is_def(at):
            return True
        return at > 0 and form.endswith(("ي", "ية")) and self._is_def(at) and self._is_def(at - 1)

    def _is_place(self, at: int, last: int) -> bool:
        """Whether a word of location makes a place of what begins here."""
        edges = [e for e in self.lattice.at(at, "place") if at + e.length >= last]
        return any(self._located(at, e) for e in edges)

    def _extended(self, at: int, edge: Edge, end: int, head: _Head, depth: int) -> _Phrase:
        """The whole phrase of a head: everything behind it that belongs to it."""
        return _Extent(self, at, edge, end, head, depth).phrase()

    # ---- words

    def _adjectives(self, at: int, end: int, *, definite: bool, also_demonym: bool) -> tuple[int, list[dict[str, str]]]:
        """Where a run of adjectives that agree in definiteness ends, and their rows."""
        rows: list[dict[str, str]] = []
        while at < end and self._is_def(at) == definite:
            if also_demonym and self._plain(at, "demonym"):
                at += 1
                continue
            edge = self._plain(at, "party_attribute")
            row = self.tables.attributes.get(edge.value) if edge else None
            if edge is None or row is None or row["gives"].startswith(("relation", "anonymous")):
                break
            rows.append(row)
            at += edge.length
        return at, rows

    def _plain(self, at: int, cls: str) -> Edge | None:
        """An edge of a class without proclitics, or None."""
        cell = self.cells[at] if at < len(self.cells) else {}
        if cls in cell:
            return next((e for e in cell[cls] if not e.features & _CLITICS), None)
        return None

    def _is_def(self, at: int) -> bool:
        """Whether a word has the article, behind proclitics or not."""
        form = self.lattice.tokens[at].form if at < len(self.lattice.tokens) else ""
        return form.startswith(("ال", "لل", "وال", "بال", "فال", "كال", "ولل", "وبال"))

    def _opens(self, at: int) -> bool:
        """Whether a quotation begins here: a mark with a word right behind it and none right before."""
        if not self.lattice.at(at, "quote_mark"):
            return False
        text, token = self.lattice.document.text, self.lattice.tokens[at]
        before = text[token.start - 1 : token.start]
        return text[token.end : token.end + 1].strip() != "" and (not before.strip() or before in "([،:ـلب«")

    def _words(self, first: int, last: int) -> str:
        """The words as said, without quotation marks and without the proclitic of the first."""
        text = " ".join(
            self.lattice.text(at, at + 1) for at in range(first, last) if not self.lattice.at(at, "quote_mark")
        )
        return _unclitic(text, self.lattice, first)


_DEEDS = ("arm_strike", "arm_strikes", "arm", "arms", "arm_plane", "arm_march", "arm_mass", "arm_means")
_TRAITS = ("arm_means", "arm_sort", "arm_trait", "arm_mark", "arm_genitive")
# A proclitic before a hamza: the word behind it is a noun, not a name.
_JOINED = ("بإ", "بأ", "لإ", "لأ", "وأ", "وإ", "فأ", "فإ", "بال", "وال", "فال", "لل")
_OPEN_PARTS = frozenset(("بن", "ابن", "بنت", "ابو", "ابي", "ام", "ال", "عبد"))
_NAME_CLASSES = frozenset(
    """given_name person_name name_part place_name place_common place_name_head hashtag place_not_name naming_head
    place party weapon time government_name""".split()
)
_SURNAMES = frozenset(
    "demonym party_attribute party_head place_trait place_side title outlet_name arm_trait arm_sort".split()
)


def _unclitic(text: str, lattice: Lattice, first: int) -> str:
    """Words without the proclitics of the first one, and with its article written out."""
    found: frozenset[str] = frozenset()
    for edges in lattice.cells[first].values():
        for edge in edges:
            clitics = edge.features & _CLITICS
            if not clitics:
                return text
            found = clitics
    for letter, code in (("و", "w"), ("ف", "f"), ("ب", "b"), ("ك", "k"), ("ل", "l")):
        if code in found and text.startswith(letter):
            text = text[1:]
            if code == "l" and text.startswith("ل"):
                text = "ا" + text
    return text


def _other_spelling(edge: Edge, spelt: str) -> bool:
    """Whether a word is the preposition that folds to the letters of a name: a final ى where the name has ي."""
    return spelt.endswith("ى") and edge.lemma.endswith("ي")


def _person_number(edge: Edge, form: str) -> str:
    """The number of a demonym that stands for people; empty where it is an adjective."""
    if "pl" in edge.features or form.endswith("ون") or form.endswith("يين"):
        return "pl"
    if "du" in edge.features or form.endswith("يان"):
        return "du"
    return ""


def _country_of(edge: Edge) -> str | None:
    country = edge.value.partition(".")[0]
    return country if len(country) == 2 and country.isupper() else None


def _votes(lattice: Lattice) -> dict[str, float]:
    """How much of a document speaks of each country: places, demonyms, and parties whose names leave no doubt."""
    votes: dict[str, float] = defaultdict(float)
    for cell in lattice.cells:
        if not cell:
            continue
        for edge in cell.get("place", ()):
            if (
                isinstance(edge.mention, PlaceMention)
                and edge.mention.candidates
                and edge.mention.candidates[0].country
            ):
                votes[edge.mention.candidates[0].country] += 1.0
        for edge in cell.get("demonym", ())[:1]:
            if country := _country_of(edge):
                votes[country] += 0.5
        names = cell.get("party_name", ())
        if (
            names
            and not any(f.startswith("context=") for f in names[0].features)
            and (country := _country_of(names[0]))
        ):
            votes[country] += 0.5
    total = sum(votes.values())
    return {country: count / total for country, count in votes.items()} if total else {}


# ------------------------------------------------------------------------------------------------- the rest of a phrase


class _Extent:
    """Reads a phrase from its head to its end, and makes its party."""

    def __init__(self, reader: _Reader, at: int, edge: Edge, end: int, head: _Head, depth: int) -> None:
        self.reader, self.at, self.edge, self.end, self.head, self.depth = reader, at, edge, end, head, depth
        self.last = at + edge.length
        self.kind, self.source_kind, self.country = head.kind, head.source_kind, None
        self.definite = reader._is_def(self.last - 1) or reader._is_def(at) or "suffix" in edge.features
        self.adjectives = 0
        self.owner: Party | None = None
        self.owned = False
        self.name: Party | None = None
        self.person: Party | None = None
        self.person_named = False
        self.place_country: str | None = None
        self.anonymous = False

    country: str | None

    def phrase(self) -> _Phrase:
        """The phrase with its party."""
        steps = (
            self._quoted, self._number_of_unit, self._adjective, self._outlet_name, self._genitive, self._behalf,
            self._related, self._belonging, self._inside, self._out_of, self._person_name, self._unlisted_name,
        )  # fmt: skip
        start = self.last
        while self.last < self.end and not self.person_named and self._goes_on() and any(step() for step in steps):
            pass
        bare = self.last == start
        self._look_for_anonymity()
        party = self._party()
        edge, head = self.edge, self.head
        number = "sg" if self.person_named else self._number()
        return _Phrase(
            self.at, self.last, self.at, party, head.sort, number, head.role != "actor", head.role != "source",
            key=head.key, bare=bare and "suffix" not in edge.features, definite=self.definite, named=self.person_named, alone=bare,
        )  # fmt: skip

    def _goes_on(self) -> bool:
        """Whether what stands here can belong to the phrase at all: a word, a number, an opening mark, a comma."""
        cell = self.reader.cells[self.last]
        return self.reader.lattice.tokens[self.last].kind != "punct" or any(cls in cell for cls in _MARKS)

    def _number(self) -> str:
        lattice, at = self.reader.lattice, self.at
        edges = [e for cls in (self.edge.cls, "party_head") for e in lattice.at(at, cls) if e.features & _NUMBERS]
        return _number_of(edges, lattice.tokens[at].form)

    # ---- steps; each takes what stands at `last`, and tells whether it took anything

    def _quoted(self) -> bool:
        lattice, last = self.reader.lattice, self.last
        if not self.reader._opens(last) or self.name:
            return False
        close = next((at for at in range(last + 2, min(self.end, last + 8)) if lattice.at(at, "quote_mark")), -1)
        if close < 0:
            return False
        inner = self.reader.phrase(last + 1, close, self.depth + 1) if self.depth < _DEEPEST else None
        if inner and inner.last == close:
            if self.head.person:
                self.owner = inner.party
            else:
                self.name = inner.party
        elif not self._names_things():
            return False
        self.last = close + 1
        self.definite = True
        return True

    def _names_things(self) -> bool:
        return bool(self.reader.lattice.at(self.at, "naming_head")) or self.head.source_kind in _OUTLETS

    def _number_of_unit(self) -> bool:
        """A unit and its number: Brigade 444."""
        lattice = self.reader.lattice
        if not lattice.at(self.at, "naming_head") or lattice.tokens[self.last].kind != "number" or self.adjectives:
            return False
        if self.last != self.at + self.edge.length:
            return False
        self.last += 1
        self.definite = True
        return True

    def _adjective(self) -> bool:
        reader, at = self.reader, self.last
        definite = reader._is_def(at)
        for cls in ("demonym", "party_attribute", "outlet_kind"):
            for edge in reader.lattice.at(at, cls):
                clitics = edge.features & _CLITICS
                if clitics and not (clitics == {"w"} and self.adjectives):
                    continue
                if at + edge.length > self.end or (definite != self.definite and not self._agrees_anyway(definite)):
                    continue
                if cls == "demonym":
                    if _person_number(edge, reader.lattice.tokens[at].form) and self._number() == "sg":
                        continue
                    self.country = self.country or _country_of(edge)
                    self.owner = self.owner or reader.tables.party(edge.value)
                elif (cls == "party_attribute" and not self._attribute(edge)) or (
                    cls == "outlet_kind" and self.head.source_kind not in _OUTLETS
                ):
                    continue
                self.last = at + edge.length
                self.adjectives += 1
                return True
        return False

    def _agrees_anyway(self, definite: bool) -> bool:
        """Behind what belongs to a noun an adjective has the article if that has; a listed name counts as having it."""
        return definite and (self.owned or self.name is not None or "construct" in self.edge.features)

    def _attribute(self, edge: Edge) -> bool:
        row = self.reader.tables.attributes.get(edge.value)
        if row is None:
            return False
        key, _, value = row["gives"].partition("=")
        if key in ("relation", "anonymous"):
            return False
        if key == "source_kind" and self.head.key == "source" and self.adjectives == 0:
            self.source_kind = "unnamed"
        if key == "kind" and self.head.source_kind not in _OUTLETS and self.head.key != "source":
            self._take_kind(value)
        return True

    def _take_kind(self, kind: str) -> None:
        if self.kind in ("unidentified", "") or (
            self.head.key in ("group", "group-majmua", "faction") and kind != "unidentified"
        ):
            self.kind = kind

    def _outlet_name(self) -> bool:
        if self.head.source_kind not in _OUTLETS or self.name:
            return False
        if self._news_agency() or self._in_brackets():
            return True
        edge = self.reader._plain(self.last, "outlet_name")
        if edge is None or self.last + edge.length > self.end:
            return False
        outlet = self.reader.tables.outlet(edge.value)
        if outlet is None:
            return False
        self.name = outlet
        self.last = self.reader._outlet_tail(self.last + edge.length, self.end)
        self.definite = True
        return True

    def _news_agency(self) -> bool:
        """A long name of an agency that ends in 'for news'."""
        lattice = self.reader.lattice
        for at in range(self.last + 2, min(self.end, self.last + 5)):
            if lattice.at(at, "agency_tail"):
                self.last = at + 1
                self.definite = True
                self._in_brackets()
                return True
        return False

    def _in_brackets(self) -> bool:
        """The short name of an outlet in brackets behind its long one."""
        lattice = self.reader.lattice
        if not lattice.at(self.last, "open"):
            return False
        for edge in lattice.at(self.last + 1, "outlet_name"):
            close = self.last + 1 + edge.length
            if lattice.at(close, "close") and (outlet := self.reader.tables.outlet(edge.value)):
                self.name = outlet
                self.last = close + 1
                return True
        return False

    def _genitive(self) -> bool:
        """What a noun without the article belongs to: soldiers of the army, the people of the town, the minister of defence."""
        reader, at = self.reader, self.last
        if self.definite or self.adjectives or self.owned or self.depth >= _DEEPEST or self.name:
            return False
        if _has_ending(self.edge, reader.lattice.tokens[self.last - 1].form) or _is_accusative(reader.lattice, self.at):
            return False
        if self.head.person and reader._name_word(at, first=True):
            return False
        inner = reader.phrase(at, self.end, self.depth + 1, frozenset())
        if inner and any(at + e.length > inner.last for e in reader.lattice.at(at, "place")):
            inner = None
        if (
            inner
            and not _is_accusative(reader.lattice, at)
            and inner.sort not in ("pronoun", "unknown-person")
            and (inner.definite or inner.sort in ("head", "role", "title"))
        ):
            self._own(inner)
            return True
        return self._of_place(at)

    def _own(self, inner: _Phrase) -> None:
        self.owner, self.owned = inner.party, True
        self.last, self.definite = inner.last, inner.definite

    def _of_place(self, at: int) -> bool:
        lattice = self.reader.lattice
        for edge in lattice.at(at, "place"):
            mention = edge.mention
            if isinstance(mention, PlaceMention) and mention.candidates and at + edge.length <= self.end:
                self.place_country = mention.candidates[0].country
                self.last, self.owned, self.definite = at + edge.length, True, True
                return True
        word = self.reader._plain(at, "place_word") or self.reader._plain(at, "place_anaphor_word")
        if word and self.reader._is_def(at):
            self.last, self.owned, self.definite = at + word.length, True, True
            return True
        token = lattice.tokens[at]
        office = self.head.sort == "title" or self.head.source_kind == "official"
        if office and self.head.person and not self.head.rank and self._is_office_of(at):
            self.last, self.owned, self.definite = at + 2, True, True
            return True
        construct = "construct" in self.edge.features or self.head.person or "pl" in self.edge.features
        if (
            construct
            and token.kind == "word"
            and self.reader._is_def(at)
            and not token.form.startswith(("و", "ب", "ل"))
        ):
            if self.head.key == "source" or not self._free(at):
                return False
            self.last, self.owned, self.definite = at + 1, True, True
            return True
        return False

    def _is_office_of(self, at: int) -> bool:
        """Whether two words tell what somebody is head of: the office of the presidency."""
        reader, tokens = self.reader, self.reader.lattice.tokens
        if at + 1 >= self.end or tokens[at].kind != "word" or reader._is_def(at) or not reader._is_def(at + 1):
            return False
        plain = tokens[at + 1].form.startswith("ال") and tokens[at + 1].kind == "word"
        return (
            plain
            and self._free(at)
            and self._free(at + 1)
            and not reader._may_be_verb(tokens[at].form)
            and (self.edge.length == 1 and self.last == self.at + 1)
            and not reader._name_word(at, first=True)
            and not tokens[at].form.endswith("ا")
        )

    def _free(self, at: int) -> bool:
        """Whether a word may be a noun that something belongs to: no list has it as a verb or particle."""
        return not any(cls in _PARTICLES for cls in self.reader.lattice.cells[at])

    def _behalf(self) -> bool:
        """Who speaks for whom: the spokesman in the name of the army."""
        if self.depth >= _DEEPEST or not (self.reader._plain(self.last, "party_behalf") or self._ends_on_behalf()):
            return False
        edge = self.reader._plain(self.last, "party_behalf")
        at = self.last + (edge.length if edge else 0)
        inner = self.reader.phrase(at, self.end, self.depth + 1, frozenset())
        if inner is None or inner.sort in ("pronoun", "unknown-person", "person"):
            token = self.reader.lattice.tokens[at] if at < self.end else None
            if edge and token and token.kind == "word" and self.reader._is_def(at):
                self.last, self.owned, self.definite = at + 1, True, True
                return True
            return False
        self._own(inner)
        self.definite = True
        return True

    def _ends_on_behalf(self) -> bool:
        before = self.last - 1
        return (
            self.last == self.at + self.edge.length
            and self.edge.length > 1
            and bool(self.reader.lattice.at(before, "party_behalf"))
        )

    def _related(self) -> bool:
        """Loyal to, allied with, part of, supported by somebody."""
        reader = self.reader
        edge = next(
            (e for e in reader.lattice.at(self.last, "party_attribute") if not e.features & (_CLITICS - {"w"})), None
        )
        row = reader.tables.attributes.get(edge.value) if edge else None
        if edge is None or row is None or not row["gives"].startswith("relation="):
            return False
        relation = row["gives"][9:]
        if relation in ("in", "speaks_for", "exclusive") or self.depth >= _DEEPEST:
            return False
        if "w" in edge.features and not self.adjectives:
            return False
        at = self.last + edge.length
        joined = reader._plain(at, "party_preposition") if at < self.end else None
        at += joined.length if joined else 0
        if at >= self.end:
            return False
        inner = reader.phrase(at, self.end, self.depth + 1, frozenset("bl") if not joined else frozenset())
        last = inner.last if inner else self._unlisted_object(at)
        if last == at:
            return False
        self.last = last
        if relation == "part" and inner:
            self.owner = self.owner or inner.party
            self.country = self.country or inner.party.country
        if relation in ("loyal", "allied", "supported") and self.kind in ("unidentified", ""):
            self.kind = "political_militia"
        return True

    def _belonging(self) -> bool:
        """Whose office or body it is, with the l of belonging: the secretary-general of the United Nations."""
        reader, at = self.reader, self.last
        if self.depth >= _DEEPEST or not self.definite or self.head.rank or self.head.source_kind in _OUTLETS:
            return False
        if not (self.head.person or self.head.sort == "role" or self.owned) or self.owner:
            return False
        if not any("l" in e.features for cls in ("party_name", "role_noun") for e in reader.lattice.at(at, cls)):
            return False
        inner = reader.phrase(at, self.end, self.depth + 1, frozenset("l"))
        if inner is None or inner.sort not in ("name", "role"):
            return False
        self._join(inner.last, inner.party)
        return True

    def _unlisted_object(self, at: int) -> int:
        lattice = self.reader.lattice
        for edge in lattice.at(at, "place"):
            return at + edge.length
        if lattice.tokens[at].form.startswith("ل"):
            here = at + 1
            last = self.reader._name_end(here, self.end, loose=True) if here < self.end else here
            return max(here, last)
        return self.reader._name_end(at, self.end, loose=True)

    def _inside(self) -> bool:
        """Where a source or an official sits: a source in the ministry, an officer in the army."""
        reader = self.reader
        if self.depth >= _DEEPEST or not self._may_sit():
            return False
        edge = reader._plain(self.last, "party_in")
        if edge:
            at, allowed = self.last + edge.length, frozenset[str]()
        elif any("b" in e.features and e.value not in _MANY for e in reader.lattice.at(self.last, "role_noun")):
            at, allowed = self.last, frozenset("b")
        else:
            return False
        if at >= self.end:
            return False
        if self.head.state_role:
            return self._of_country(at)
        if reader._opens(at) and self.depth < _DEEPEST:
            close = next((c for c in range(at + 2, min(self.end, at + 8)) if reader.lattice.at(c, "quote_mark")), -1)
            inner = reader.phrase(at + 1, close, self.depth + 1) if close > 0 else None
            if inner and inner.last == close:
                self._join(close + 1, inner.party)
                return True
            return False
        inner = reader.phrase(at, self.end, self.depth + 1, allowed)
        if inner and inner.sort in ("name", "role", "head") and inner.party.source_kind in _BODIES and not inner.weak:
            self._join(inner.last, inner.party)
            return True
        return self._in_hospital(at) or self._in_place_of_name(at)

    def _may_sit(self) -> bool:
        """Whether the head is somebody who has a post, or a body of a state."""
        head = self.head
        return bool(head.state_role) or head.sort == "title" or head.role == "source" or head.source_kind in _POSTS

    def _in_place_of_name(self, at: int) -> bool:
        """An office, its town, and the name of who holds it."""
        if not self.head.person:
            return False
        for edge in self.reader.lattice.at(at, "place"):
            behind = at + edge.length
            if behind < self.end and self.reader._name_end(behind, self.end, loose=False) > behind:
                self.last, self.owned, self.definite = behind, True, True
                if isinstance(edge.mention, PlaceMention) and edge.mention.candidates:
                    self.place_country = edge.mention.candidates[0].country
                return True
        return False

    def _of_country(self, at: int) -> bool:
        """A role of the state in a country or a part of it: the army in Mali, the ministry of health in Gaza."""
        for edge in self.reader.lattice.at(at, "place"):
            mention = edge.mention
            if (
                isinstance(mention, PlaceMention)
                and mention.candidates
                and mention.rule == "place.name"
                and not self.country
            ):
                whole = mention.candidates[0].kind == "country"
                if not whole and self.source_kind not in ("ministry", "official", "government"):
                    return False
                self.place_country = mention.candidates[0].country
                self.last = at + edge.length
                self.owned = not whole
                return True
        return False

    def _in_hospital(self, at: int) -> bool:
        for edge in self.reader.lattice.at(at, "place"):
            mention = edge.mention
            if (
                isinstance(mention, PlaceMention)
                and mention.candidates
                and mention.candidates[0].kind in ("hospital", "school")
            ):
                self.last = at + edge.length
                self.place_country = mention.candidates[0].country
                return True
        return False

    def _out_of(self) -> bool:
        """People out of a group: gunmen of the tribes."""
        reader = self.reader
        if self.depth >= _DEEPEST or self.head.role == "source" or self.head.sort != "head" or self.owned:
            return False
        edge = reader._plain(self.last, "party_from")
        if edge is None or self.last + 1 >= self.end:
            return False
        inner = reader.phrase(self.last + edge.length, self.end, self.depth + 1, frozenset())
        if inner is None or inner.sort not in ("name", "role", "head", "people") or inner.weak or not inner.definite:
            return False
        self._join(inner.last, inner.party)
        return True

    def _join(self, last: int, party: Party) -> None:
        self.last = last
        self.owner = self.owner or party
        self.country = self.country or party.country
        self.definite = True

    def _person_name(self) -> bool:
        """The person who holds the office: a name behind it, with a rank before it or a comma."""
        reader = self.reader
        if not self.head.person or self.depth >= _DEEPEST:
            return False
        at = self.last
        office = self.head.sort == "title" or self.head.source_kind in ("official", "party", "military")
        comma = bool(reader.lattice.at(at, "comma")) and office and not self.head.rank
        at += comma
        if at >= self.end:
            return False
        known = reader._plain(at, "person_name")
        if known and (person := reader._person(at, [known], self.end, self.depth + 1)):
            return self._take_person(person.last, person.party)
        title = reader._plain(at, "title")
        if title and (comma or self.definite or self.owned or self.head.rank) and self.depth < _DEEPEST:
            inner = reader._title(at, [title], self.end, self.depth + 1)
            if inner and not inner.bare and _has_name(inner):
                return self._take_person(inner.last, None)
        loose = self.head.sort == "title" and not comma
        loose = loose and (self.definite or self.owned or self.head.rank)
        last = reader._name_end(at, self.end, loose=loose, ranked=self.head.rank)
        if last == at or (comma and (last - at < 2 or not (self.definite or self.owned))):
            return False
        return self._take_person(last, None)

    def _take_person(self, last: int, person: Party | None) -> bool:
        self.last, self.person_named, self.person = last, True, person
        return True

    def _unlisted_name(self) -> bool:
        """A name that no table has, behind a noun that names follow: the Masina battalion, the Harir tribe."""
        reader, at = self.reader, self.last
        if self.definite or self.adjectives or self.name or self.owned:
            return False
        people = self.kind == "civilians" and "construct" not in self.edge.features and self._number() == "pl"
        if not (self._names_things() or people) or reader.lattice.at(self.at, "described_head"):
            return False
        if _has_ending(self.edge, reader.lattice.tokens[self.last - 1].form):
            return False
        if reader.lattice.tokens[at].kind != "word" or not reader._unlisted(at, first=True):
            return False
        self.last = at + 1
        if self.last < self.end and reader._is_def(self.last) and not reader.lattice.cells[self.last]:
            self.last += 1
        self.definite = True
        return True

    # ---- the party

    def _look_for_anonymity(self) -> None:
        """A wish to stay unnamed that follows within the next words."""
        lattice, tables = self.reader.lattice, self.reader.tables
        for at in range(self.last, min(self.end, self.last + 4)):
            for edge in lattice.at(at, "party_attribute"):
                row = tables.attributes.get(edge.value)
                if row and row["gives"] == "anonymous=yes":
                    self.anonymous = True

    def _party(self) -> Party:
        reader, head = self.reader, self.head
        words = reader._words(self.at, self.last)
        owner = self.owner
        country = self.country or (owner.country if owner else None) or self.place_country
        if self.person:
            return replace(self.person, name_ar=words)
        if self.name:
            return (
                self.name if self.name.id else replace(self.name, name_ar=words, country=self.name.country or country)
            )
        if self.person_named:
            return Party(None, words, None, self._kind_of_person(), self.source_kind, country)
        if head.state_role and country and not self.owned:
            return self._state_body(country, words)
        kind, actor_id, source_kind = self.kind, None, self.source_kind
        if owner and reader.lattice.at(self.at, "member_head") and not head.state_role:
            kind = owner.kind if owner.kind != "civilians" else kind
            if self.owned:
                actor_id = owner.id
                source_kind = owner.source_kind
        anonymous = self.anonymous or head.anonymous == "yes" or (head.anonymous == "maybe" and not head.rank)
        return Party(actor_id, words, None, kind, source_kind, country, anonymous and not self.person_named)

    def _kind_of_person(self) -> str:
        owner = self.owner
        return owner.kind if owner and owner.kind in _FIGHTERS else self.kind

    def _state_body(self, country: str, words: str) -> Party:
        actor_id = f"{country}.{self.head.state_role}"
        known = self.reader.tables.party(actor_id)
        if known:
            return known
        row = self.reader.tables.countries.get(country)
        role = self.reader.tables.roles.get(self.head.state_role)
        english = f"{row['name_en']}: {role['name_en']}" if row and role else None
        return Party(actor_id, words, english, self.kind, self.source_kind, country)


_NUMBERS = frozenset(("sg", "du", "pl"))
_MARKS = ("quote_mark", "open", "comma")
_FIGHTERS = frozenset(("rebel_group", "political_militia", "identity_militia"))
_BODIES = frozenset("ministry government military official armed_group organisation party hospital monitor".split())
_POSTS = frozenset("official military armed_group".split())
_PARTICLES = frozenset(
    """preposition adverb relative that according conveying say_clear say_that say_about say_on party_in party_from
    auxiliary clause_word negation name_stop""".split()
)


def _has_ending(edge: Edge, form: str) -> bool:
    """Whether a dual or plural has kept the n that it drops before a genitive."""
    return "construct" not in edge.features and form.endswith(("ون", "ين", "ان")) and bool(edge.features & {"du", "pl"})


def _is_accusative(lattice: Lattice, at: int) -> bool:
    """Whether a word has the alif of an indefinite accusative."""
    form = lattice.tokens[at].form
    return form.endswith("ا") and any("acc" in e.features for edges in lattice.cells[at].values() for e in edges)


def _has_name(phrase: _Phrase) -> bool:
    return phrase.last - phrase.first > 1


def _number_of(edges: Iterable[Edge], form: str) -> str:
    """The number that the forms of a head leave open: what may be plural or dual is plural, as it mostly is."""
    told = [e.features for e in edges if "construct" not in e.features or not form.endswith(("ا", "ي"))]
    if not told:
        return "pl" if form.endswith(("ون", "ين")) else "du" if form.endswith("ان") else "sg"
    if any("pl" in features for features in told):
        return "pl"
    return "du" if any("du" in features and "sg" not in features for features in told) else "sg"


# --------------------------------------------------------------------------------------------------- across the document


def _name_in_apposition(phrases: list[_Phrase], lattice: Lattice) -> None:
    """Gives a person the office told right behind a comma: 'So-and-so, the head of the district'."""
    for phrase, after in pairwise(phrases):
        if phrase.sort == "unknown-person" and after.first == phrase.last + 1 and lattice.at(phrase.last, "comma"):
            if after.sort in ("title", "head") and after.number == "sg" and after.party.source_kind not in _OUTLETS:
                party = after.party
                phrase.party = replace(
                    phrase.party, kind=party.kind, source_kind=party.source_kind, country=party.country
                )


def _surnames(phrases: list[_Phrase], lattice: Lattice) -> list[_Phrase]:
    """The phrases, with one more for each later word that repeats the last name of a person named in full."""
    named: dict[str, _Phrase] = {}
    covered: set[int] = set()
    for phrase in phrases:
        covered.update(range(phrase.first, phrase.last))
        if phrase.sort in ("person", "unknown-person") or (phrase.sort in ("title", "head") and phrase.named):
            name = lattice.tokens[phrase.last - 1].form
            if name.startswith("ال") and len(name) > 4:
                named.setdefault(name, phrase)
    if not named:
        return phrases
    more = []
    for at, token in enumerate(lattice.tokens):
        full = named.get(token.form) if token.form[:1] == "ا" else None
        if full and at >= full.last and at not in covered:
            again = replace(full, first=at, last=at + 1, head=at, bare=False, weak=False)
            more.append(again)
    return sorted([*phrases, *more], key=lambda phrase: phrase.first)


def _repeat(phrases: list[_Phrase], lattice: Lattice, tables: Tables, votes: dict[str, float]) -> None:
    """Gives a bare definite noun the party of its last full mention: 'the army' after 'the Sudanese army'.

    A body of a state that is never named in full is that of the one country the document speaks of, if there is one.
    """
    last: dict[str, Party] = {}
    main = max(votes, key=lambda country: votes[country], default="")
    for phrase in phrases:
        if not phrase.bare:
            if not phrase.weak:
                last.update((key, phrase.party) for key in _keys(phrase, lattice))
        elif phrase.definite and phrase.key in last:
            phrase.party, phrase.weak = last[phrase.key], False
        elif phrase.definite and phrase.key in _GROUPS and "armed group" in last:
            phrase.party, phrase.weak = last["armed group"], False
        elif _is_body(phrase) and votes.get(main, 0.0) >= _MAIN_COUNTRY:
            known = tables.party(f"{main}.{phrase.key}")
            phrase.party = known or replace(phrase.party, country=main)


def _is_body(phrase: _Phrase) -> bool:
    """Whether a phrase names the one body of its sort that a state has."""
    return phrase.sort == "role" and phrase.definite and phrase.number == "sg" and phrase.key not in _MANY


_MANY = frozenset(
    "soldiers aircraft artillery forces official citizens migrants settlers factions militias media".split()
)


def _keys(phrase: _Phrase, lattice: Lattice) -> Iterator[str]:
    """What a bare noun may say to mean this phrase again: the ministry, the agency, the group."""
    yield phrase.key
    if phrase.sort in ("name", "role", "outlet", "government"):
        yield from (edge.value for edge in lattice.at(phrase.first, "party_head"))
    if phrase.party.source_kind == "agency":
        yield "agency"
    if phrase.party.source_kind == "armed_group" and phrase.party.id:
        yield "armed group"


_GROUPS = frozenset(("group", "movement", "organisation-tanzim"))
_MAIN_COUNTRY = 0.75
