"""Finds whoever may act or speak: forces, groups, bodies, offices, people, outlets, unnamed sources.

A rule tells where a name begins: a listed name, a role of a state, an office, a noun for people or bodies.
From there the noun phrase is read to its end: adjectives and demonyms that agree, what the noun belongs to, a name in
quotation marks, whom a group is loyal to, the person who holds the office.
The outcome is one `Party` for the whole phrase.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from riwaya.frozen import replace
from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Lattice, Match, mask_of
from riwaya.reading._parties import MANY, OUTLETS, Phrase, Tables, tables_of
from riwaya.reading._party_reader import Reader
from riwaya.records import PartyMention, PlaceMention, Sentence

STAGE = "actors"


def find_parties(lattice: Lattice, knowledge: Knowledge) -> tuple[PartyMention, ...]:
    """The parties of a document in text order; no two overlap."""
    reader = Reader(lattice, tables_of(knowledge), knowledge.verb_forms)
    openers = knowledge.rules(STAGE).openers
    opening = mask_of(openers)
    phrases: list[Phrase] = []
    for sentence in lattice.sentences:
        end = sentence.first
        for first in _starts(lattice, openers, opening, sentence):
            if first < end:
                continue
            phrase = reader.phrase(first, sentence.last)
            if phrase and not _is_in_place_name(phrase, lattice):
                _with_quotes(phrase, lattice, sentence.first, sentence.last)
                _with_one_of(phrase, lattice, max(sentence.first, end))
                phrases.append(phrase)
                end = phrase.last
    _name_in_apposition(phrases, lattice)
    _theirs(phrases, lattice)
    phrases = _surnames(phrases, lattice)
    _repeat(phrases, lattice, reader.tables, reader.votes)
    return tuple(_mention(phrase) for phrase in phrases if not phrase.weak)


def _starts(lattice: Lattice, openers: frozenset[str], opening: int, sentence: Sentence) -> Iterator[int]:
    """The tokens that a phrase may begin with, none inside a longer name or a time: each rule here is one class."""
    cells, masks = lattice.cells, lattice.masks
    at, last = sentence.first, sentence.last
    while at < last:
        length = 1
        if masks[at] & _TIME:
            length = max(edge.length for edge in cells[at]["time"])
        elif masks[at] & opening:
            cell, fits = cells[at], False
            for cls in openers & cell.keys():
                for edge in cell[cls]:
                    if at + edge.length <= last:
                        length, fits = max(length, edge.length), True
                        break  # the longest of a class comes first
            if fits:
                yield at
        at += length


_TIME = mask_of(("time",))


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: str | None = None) -> dict[str, str]:
    """What the stage makes of a match, for examples: id, kind, source_kind, country, anonymous, number, words …"""
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


def _mention(phrase: Phrase) -> PartyMention:
    return PartyMention(
        phrase.first, phrase.last, phrase.party, f"party.{phrase.sort}", phrase.head, phrase.can_speak, phrase.can_act,
        phrase.number, phrase.pronoun, phrase.candidates, phrase.antecedent,
    )  # fmt: skip


def _with_one_of(phrase: Phrase, lattice: Lattice, first: int) -> None:
    """Takes 'one of' into a phrase for people: one of the residents is one person."""
    before = phrase.first - 1
    if before >= first and phrase.number == "pl" and phrase.sort == "head" and lattice.at(before, "one_of"):
        phrase.first, phrase.number = before, "sg"


def _with_quotes(phrase: Phrase, lattice: Lattice, first: int, last: int) -> None:
    """Takes the quotation marks into a phrase that fills them."""
    before, behind = phrase.first - 1, phrase.last
    if before >= first and behind < last and lattice.at(before, "quote_mark") and lattice.at(behind, "quote_mark"):
        phrase.first, phrase.last = before, behind + 1


def _name_in_apposition(phrases: list[Phrase], lattice: Lattice) -> None:
    """Gives a person the office told right behind a comma: 'So-and-so, the head of the district'."""
    for phrase, after in pairwise(phrases):
        if phrase.sort == "unknown-person" and after.first == phrase.last + 1 and lattice.at(phrase.last, "comma"):
            if after.sort in ("title", "head") and after.number == "sg" and after.party.source_kind not in OUTLETS:
                party = after.party
                phrase.party = replace(
                    phrase.party, kind=party.kind, source_kind=party.source_kind, country=party.country
                )


def _theirs(phrases: list[Phrase], lattice: Lattice) -> None:
    """Gives 'its fighters' the party of the group that was named last before them in the sentence."""
    starts = [sentence.first for sentence in lattice.sentences]
    group: Phrase | None = None
    for phrase in phrases:
        if phrase.party.source_kind in _ARMED and phrase.party.id and phrase.sort not in _PEOPLE:
            group = phrase
        elif group and phrase.alone and phrase.party.id is None and _has_members(phrase, lattice):
            if bisect_right(starts, group.first) == bisect_right(starts, phrase.first):
                theirs = group.party
                phrase.party = replace(
                    phrase.party, id=theirs.id, kind=theirs.kind, source_kind=theirs.source_kind,
                    country=theirs.country, anonymous=False,
                )  # fmt: skip
                phrase.can_speak = True


_ARMED = frozenset(("armed_group", "military"))
_PEOPLE = frozenset(("person", "unknown-person", "title"))


def _has_members(phrase: Phrase, lattice: Lattice) -> bool:
    """Whether a phrase is a noun for members with a pronoun of the third person."""
    if not lattice.tokens[phrase.first].form.endswith(("ه", "ها", "هم")):
        return False
    return any("suffix" in edge.features for edge in lattice.at(phrase.first, "member_head"))


def _is_in_place_name(phrase: Phrase, lattice: Lattice) -> bool:
    """Whether what looks like a noun for people begins the name of a town: Sheikh Zuweid."""
    if phrase.sort not in ("head", "title", "unknown-person", "people"):
        return False
    for edge in lattice.at(phrase.first, "place"):
        if edge.length > 1 and phrase.first + edge.length >= phrase.last and isinstance(edge.mention, PlaceMention):
            return edge.mention.rule in ("place.name", "place.name-head")
    return False


def _surnames(phrases: list[Phrase], lattice: Lattice) -> list[Phrase]:
    """The phrases, with one more for each later word that repeats the last name of a person named in full."""
    named: dict[str, Phrase] = {}
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


def _repeat(phrases: list[Phrase], lattice: Lattice, tables: Tables, votes: dict[str, float]) -> None:
    """Gives a bare definite noun the party of its last full mention: 'the army' after 'the Sudanese army'.

    A body of a state that is never named in full is that of the one country the document speaks of, if there is one.
    """
    last: dict[str, Phrase] = {}
    groups: set[str | None] = set()
    main = max(votes, key=lambda country: votes[country], default="")
    for phrase in phrases:
        if phrase.owner_key and phrase.party.id is None:
            group = last.get(phrase.owner_key) or (last.get("armed group") if phrase.owner_key in _GROUPS else None)
            if group and group.party.id and group.party.source_kind in _ARMED:
                phrase.party = replace(group.party, name_ar=phrase.party.name_ar, name_en=None)
                phrase.can_speak = True
        if phrase.party.source_kind == "armed_group" and phrase.party.id:
            groups.add(phrase.party.id)
        if not phrase.bare:
            if not phrase.weak:
                last.update((key, phrase) for key in _keys(phrase, lattice))
        elif phrase.definite and phrase.key in last and not _by_proxy(phrase, lattice):
            _point_back(phrase, last[phrase.key])
        elif phrase.definite and phrase.key in _GROUPS and "armed group" in last:
            _point_back(phrase, last["armed group"])
        elif phrase.key in _FIGHTERS and not phrase.definite:
            groups.add(None)  # people of no group that is named, whom "the gunmen" may mean
        elif phrase.key in _FIGHTERS and len(groups) == 1 and "armed group" in last:
            _point_back(phrase, last["armed group"])
        elif _is_body(phrase) and votes.get(main, 0.0) >= _MAIN_COUNTRY:
            known = tables.party(f"{main}.{phrase.key}")
            phrase.party = known or replace(phrase.party, country=main)


def _point_back(phrase: Phrase, named: Phrase) -> None:
    """Gives a noun that points back the party of its last full mention, and where that stands."""
    phrase.party, phrase.weak = named.party, False
    if phrase.sort == "head" and named.party.source_kind == "armed_group" and named.party.id:
        phrase.antecedent = named.antecedent or (named.first, named.last)


def _by_proxy(phrase: Phrase, lattice: Lattice) -> bool:
    """Whether a noun with b is an adverb: by proxy, not through the agency."""
    return any(edge.depth == 0 and edge.length == 1 for edge in lattice.at(phrase.first, "party_attribute"))


def _is_body(phrase: Phrase) -> bool:
    """Whether a phrase names the one body of its sort that a state has."""
    return phrase.sort == "role" and phrase.definite and phrase.number == "sg" and phrase.key not in MANY


def _keys(phrase: Phrase, lattice: Lattice) -> Iterator[str]:
    """What a bare noun may say to mean this phrase again: the ministry, the agency, the group."""
    yield phrase.key
    if phrase.sort in ("name", "role", "outlet", "government"):
        yield from (edge.value for edge in lattice.at(phrase.head, "party_head"))
    if phrase.party.source_kind == "agency":
        yield "agency"
    if phrase.party.source_kind == "armed_group" and phrase.party.id:
        yield "armed group"


_GROUPS = frozenset(("group", "movement", "organisation-tanzim", "militia"))
_FIGHTERS = frozenset(("gunman", "fighter", "mujahid", "member-element"))
_MAIN_COUNTRY = 0.75
