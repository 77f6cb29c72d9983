"""What the finding of parties stands on: the tables of actors, the records of a phrase, and what words may be names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from riwaya.knowledge.load import Knowledge, Table
from riwaya.knowledge.match import Edge, Lattice, mask_of
from riwaya.records import Party, PlaceMention

CLITICS = frozenset(("w", "fa", "b", "k", "l"))
"""Proclitics as features."""
MEANS = frozenset("artillery aircraft aircraft-of aviation air-defence air-defences".split())
"""The nouns, by value, for what strikes and belongs to a force or a country, never to a town."""
DEEPEST = 3
LONGEST_NAME = 5
OUTLETS = frozenset(("outlet", "agency", "post"))
OFFICES = frozenset(("government", "ministry", "military"))
KIND_OF_SOURCE = {
    "official": "official", "ministry": "state_forces", "government": "state_forces", "military": "state_forces",
    "armed_group": "political_militia", "hospital": "medic", "outlet": "journalist", "agency": "journalist",
}  # fmt: skip
MANY = frozenset(
    "soldiers aircraft artillery forces official citizens migrants settlers factions militias media".split()
)
"""Roles that many people of a state have: no one body of it."""


class Tables:
    """The tables of actors, with what a party is made of."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.actors = knowledge.table("actors/actors.tsv")
        self.outlets = knowledge.table("actors/outlets.tsv")
        self.heads = _rows(knowledge.table("actors/heads.tsv"))
        self.attributes = _rows(knowledge.table("actors/attributes.tsv"))
        self.titles = _rows(knowledge.table("actors/titles.tsv"))
        self.people = _rows(knowledge.table("actors/people.tsv"))
        self.roles = _rows(knowledge.table("actors/roles.tsv"))
        self.countries = _rows(knowledge.table("places/countries.tsv"))
        self._parties: dict[str, Party | None] = {}

    def party(self, actor_id: str) -> Party | None:
        """The party with this id of the table of actors, or None."""
        if actor_id not in self._parties:
            self._parties[actor_id] = self._party(actor_id)
        return self._parties[actor_id]

    def _party(self, actor_id: str) -> Party | None:
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


def _rows(table: Table) -> dict[str, dict[str, str]]:
    return {key: table.row(key) for key in table}


@lru_cache(maxsize=4)
def tables_of(knowledge: Knowledge) -> Tables:
    return Tables(knowledge)


@dataclass(slots=True)
class Phrase:
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
    doubtful: bool = False
    owned: bool = False
    owner_key: str = ""
    antecedent: tuple[int, int] | None = None


def is_better(phrase: Phrase, best: Phrase) -> bool:
    """Of two readings of the same words: not the weak one; and a first name is no office where it has no article."""
    if best.weak != phrase.weak:
        return best.weak
    if best.doubtful and phrase.party.id and not phrase.doubtful:
        return True
    return phrase.sort == "unknown-person" and best.sort in ("title", "head") and not best.definite


class Head(NamedTuple):
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


class Words:
    """The words of one document as names see them: with the article or not, listed as something or not."""

    def __init__(self, lattice: Lattice, tables: Tables, verb_forms: frozenset[str]) -> None:
        self.lattice, self.tables, self.verb_forms = lattice, tables, verb_forms
        self.cells, self.tokens = lattice.cells, lattice.tokens
        self._end = len(lattice.tokens)

    def name_end(self, at: int, end: int, *, loose: bool, ranked: bool = False) -> int:
        """Where the name of a person that begins at a token ends; `at` where none begins.

        `loose`: an office or a rank announced it, so that words which no list knows are read as names too.
        `ranked`: a rank did, so that an adjective with the article is a family name.
        """
        here = at
        surely = False
        while here < min(end, at + LONGEST_NAME):
            token = self.lattice.tokens[here]
            if token.kind != "word" or "time" in self.cells[here]:
                break
            known = self.name_word(here, first=here == at)
            first = here == at and not ranked
            if not known and not ((loose or surely) and self.unlisted(here, first=first)):
                break
            surely = surely or known
            here += 1
        while here > at and self.plain(here - 1, "name_part") and self.lattice.tokens[here - 1].form in _OPEN_PARTS:
            here -= 1
        if here - at == 1 and not surely and self.lattice.tokens[at].form[:1] in "يتسن":
            return at  # more often a verb than a family name
        return here

    def name_word(self, at: int, *, first: bool) -> bool:
        cell = self.lattice.cells[at]
        for cls in ("given_name", "person_name", "name_part"):
            for edge in cell.get(cls, ()):
                if (
                    edge.depth == 0
                    and not edge.features & _CHANGED
                    and not other_spelling(edge, self.lattice.tokens[at].spelt)
                ):
                    return not (first and cls == "name_part" and edge.lemma.startswith("ال"))
        return False

    def unlisted(self, at: int, *, first: bool) -> bool:
        """Whether no list knows a word as anything but a name; behind another name an adjective may be one."""
        token = self.lattice.tokens[at]
        definite = token.form.startswith("ال")
        if definite and not first and "given_name" in self.cells[at]:
            return True
        if len(token.form) < 3 or "name_stop" in self.cells[at] or token.spelt.startswith(_JOINED):
            return False
        if not definite and self.may_be_verb(token.form):
            return False
        cell = self.lattice.cells[at]
        if definite and not first and any(cls in _SURNAMES for cls in cell):
            return True
        whole = any(edge.depth == 0 for cls in _NAME_CLASSES if cls in cell for edge in cell[cls])
        for cls, edges in cell.items():
            if cls in _NAME_CLASSES and whole:
                continue
            if any((edge.depth == 0 and cls not in _NAME_CLASSES) or edge.features & CLITICS for edge in edges):
                return False
        return True

    def may_be_verb(self, form: str) -> bool:
        return form in self.verb_forms or (form[0] in "وف" and form[1:] in self.verb_forms)

    def adjectives(self, at: int, end: int, *, definite: bool, also_demonym: bool) -> tuple[int, list[dict[str, str]]]:
        """Where a run of adjectives that agree in definiteness ends, and their rows."""
        rows: list[dict[str, str]] = []
        while at < end and self.is_def(at) == definite:
            if also_demonym and self.plain(at, "demonym"):
                at += 1
                continue
            edge = self.plain(at, "party_attribute")
            row = self.tables.attributes.get(edge.value) if edge else None
            if edge is None or row is None or row["gives"].startswith(("relation", "anonymous")):
                break
            rows.append(row)
            at += edge.length
        return at, rows

    def plain(self, at: int, cls: str) -> Edge | None:
        """An edge of a class without proclitics, or None."""
        cell = self.cells[at] if at < len(self.cells) else {}
        if cls in cell:
            return next((e for e in cell[cls] if not e.features & CLITICS), None)
        return None

    def is_def(self, at: int) -> bool:
        """Whether a word has the article, behind proclitics or not."""
        return at < self._end and self.tokens[at].form.startswith(_ARTICLES)

    def opens(self, at: int) -> bool:
        """Whether a quotation begins here: a mark with a word right behind it and none right before."""
        if "quote_mark" not in self.cells[at]:
            return False
        text, token = self.lattice.document.text, self.lattice.tokens[at]
        before = text[token.start - 1 : token.start]
        return text[token.end : token.end + 1].strip() != "" and (not before.strip() or before in "([،:ـلب«")

    def spoken(self, first: int, last: int) -> str:
        """The words as said, without quotation marks, commas and without the proclitic of the first."""
        if last - first == 1:
            return without_clitics(self.tokens[first].spelt, self.lattice, first)
        tokens, masks = self.tokens[first:last], self.lattice.masks[first:last]
        text = " ".join([token.spelt for token, mask in zip(tokens, masks, strict=True) if not mask & _MARKS])
        return without_clitics(text, self.lattice, first)


_ARTICLES = ("ال", "لل", "وال", "بال", "فال", "كال", "ولل", "وبال")
# A proclitic before a hamza: the word behind it is a noun, not a name.
_JOINED = ("بإ", "بأ", "لإ", "لأ", "وأ", "وإ", "فأ", "فإ", "بال", "وال", "فال", "لل")
_MARKS = mask_of(("quote_mark", "comma"))
_CHANGED = frozenset(("def", "acc", "suffix"))
_OPEN_PARTS = frozenset(("بن", "ابن", "بنت", "ابو", "ابي", "ام", "ال", "عبد"))
_NAME_CLASSES = frozenset(
    """given_name person_name name_part place_name place_common place_name_head hashtag place_not_name naming_head
    place party weapon time government_name""".split()
)
_SURNAMES = frozenset(
    "demonym party_attribute party_head place_trait place_side title outlet_name arm_trait arm_sort".split()
)


def without_clitics(text: str, lattice: Lattice, first: int) -> str:
    """Words without the proclitics of the first one, and with its article written out."""
    found: frozenset[str] = frozenset()
    for edges in lattice.cells[first].values():
        for edge in edges:
            clitics = edge.features & CLITICS
            if not clitics:
                return text
            found = clitics
    for letter, code in (("و", "w"), ("ف", "fa"), ("ب", "b"), ("ك", "k"), ("ل", "l")):
        if code in found and text.startswith(letter):
            text = text[1:]
            if code == "l" and text.startswith("ل"):
                text = "ا" + text
    return text


def other_spelling(edge: Edge, spelt: str) -> bool:
    """Whether a word is the preposition that folds to the letters of a name: a final ى where the name has ي."""
    return spelt.endswith("ى") and edge.lemma.endswith("ي")


def person_number(edge: Edge, form: str) -> str:
    """The number of a demonym that stands for people; empty where it is an adjective."""
    if "pl" in edge.features or form.endswith(("ون", "يين")):
        return "pl"
    if "du" in edge.features or form.endswith("يان"):
        return "du"
    return ""


def number_of(edges: Iterable[Edge], form: str) -> str:
    """The number that the forms of a head leave open: what may be plural or dual is plural, as it mostly is."""
    told = [e.features for e in edges if "construct" not in e.features or not form.endswith(("ا", "ي"))]
    if not told and any("pl" in e.features for e in edges):
        return "pl"
    if not told:
        return "pl" if form.endswith(("ون", "ين")) else "du" if form.endswith("ان") else "sg"
    dual = False
    for features in told:
        if "pl" in features:
            return "pl"
        dual = dual or ("du" in features and "sg" not in features)
    return "du" if dual else "sg"


def country_of(edge: Edge) -> str | None:
    country = edge.value.partition(".")[0]
    return country if len(country) == 2 and country.isupper() else None


def country_votes(lattice: Lattice) -> dict[str, float]:
    """How much of a document speaks of each country: places, demonyms, and parties whose names leave no doubt."""
    votes: dict[str, float] = defaultdict(float)
    told = mask_of(("place", "demonym", "party_name"))
    for cell, mask in zip(lattice.cells, lattice.masks, strict=True):
        if not mask & told:
            continue
        for edge in cell.get("place", ()):
            if (
                isinstance(edge.mention, PlaceMention)
                and edge.mention.candidates
                and edge.mention.candidates[0].country
            ):
                votes[edge.mention.candidates[0].country] += 1.0
        for edge in cell.get("demonym", ())[:1]:
            if country := country_of(edge):
                votes[country] += 0.5
        names = cell.get("party_name", ())
        if names and not any(f.startswith("context=") for f in names[0].features) and (country := country_of(names[0])):
            votes[country] += 0.5
    total = sum(votes.values())
    return {country: count / total for country, count in votes.items()} if total else {}
