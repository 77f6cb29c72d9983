"""Reads a noun phrase from its head to its end: adjectives, owners, names, holders of offices; makes its party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riwaya.frozen import replace
from riwaya.knowledge.match import Edge, Lattice, mask_of
from riwaya.reading._parties import (
    CLITICS,
    DEEPEST,
    LONGEST_NAME,
    MANY,
    MEANS,
    OUTLETS,
    Head,
    Phrase,
    country_of,
    number_of,
    person_number,
)
from riwaya.records import Party, PlaceMention

if TYPE_CHECKING:
    from riwaya.reading._party_reader import Reader


class Extent:
    """Reads a phrase from its head to its end, and makes its party."""

    def __init__(self, reader: Reader, at: int, edge: Edge, end: int, head: Head, depth: int) -> None:
        self.reader, self.at, self.edge, self.end, self.head, self.depth = reader, at, edge, end, head, depth
        self.last = at + edge.length
        self.kind, self.source_kind, self.country = head.kind, head.source_kind, None
        self.definite = reader.words.is_def(self.last - 1) or reader.words.is_def(at) or "suffix" in edge.features
        self.adjectives = 0
        self.owner: Party | None = None
        self.owner_key = ""
        self.owned = False
        self.out_of = False
        self.name: Party | None = None
        self.person: Party | None = None
        self.person_named = False
        self.place_country: str | None = None
        self.anonymous = False

    country: str | None

    def phrase(self) -> Phrase:
        """The phrase with its party."""
        start = self.last
        while self.last < self.end and not self.person_named and self._step():
            pass
        bare = self.last == start
        self._look_for_anonymity()
        party = self._party()
        edge, head = self.edge, self.head
        number = "sg" if self.person_named else self._number()
        return Phrase(
            self.at, self.last, self.at, party, head.sort, number, head.role != "actor" or party.id is not None,
            head.role != "source",
            key=head.key, bare=bare and "suffix" not in edge.features, definite=self.definite,
            named=self.person_named, alone=bare,
            owned=self.owned and self.owner is None and not self.name, owner_key=self.owner_key,
        )  # fmt: skip

    def _step(self) -> bool:
        """Takes what stands at `last` into the phrase, if it belongs there; each step only where it can begin."""
        cell = self.reader.cells[self.last]
        kind = self.reader.lattice.tokens[self.last].kind
        if kind == "punct":
            return (
                ("quote_mark" in cell and self._quoted())
                or ("open" in cell and (self._outlet_name() or self._name_in_brackets()))
                or ("comma" in cell and self._person_name())
            )
        if kind == "number":
            return self._number_of_unit()
        return (
            (not cell.keys().isdisjoint(_ADJECTIVES) and self._adjective())
            or self._outlet_name()
            or self._genitive()
            or self._behalf()
            or ("party_attribute" in cell and self._related())
            or self._belonging()
            or (not cell.keys().isdisjoint(_PLACES_OF_WORK) and self._inside())
            or ("party_from" in cell and self._out_of())
            or self._person_name()
            or self._unlisted_name()
        )

    def _number(self) -> str:
        cell, cls = self.reader.cells[self.at], self.edge.cls
        found = cell.get("party_head", ())
        edges = found if cls == "party_head" else (*cell.get(cls, ()), *found)
        told = [edge for edge in edges if not _NUMBERS.isdisjoint(edge.features)]
        return number_of(told, self.reader.lattice.tokens[self.at].form)

    # ---- steps; each takes what stands at `last`, and tells whether it took anything

    def _quoted(self) -> bool:
        lattice, last = self.reader.lattice, self.last
        if self.name or not self.reader.words.opens(last):
            return False
        close = next((at for at in range(last + 2, min(self.end, last + 8)) if lattice.at(at, "quote_mark")), -1)
        if close < 0:
            return False
        inner = self.reader.phrase(last + 1, close, self.depth + 1) if self.depth < DEEPEST else None
        if inner and inner.last == close:
            if self.head.person:
                self.owner = inner.party
            else:
                self.name = inner.party
        elif not self._names_things() or self._is_clause(last + 1, close):
            return False
        self.last = close + 1
        self.definite = True
        return True

    def _name_in_brackets(self) -> bool:
        """A listed name in brackets that does the work of quotation marks: the militia (so-and-so)."""
        if self.name or self.definite or self.depth >= DEEPEST or not self._names_things():
            return False
        inner = self.reader.phrase(self.last + 1, self.end, self.depth + 1, frozenset())
        if inner is None or inner.sort != "name" or not self.reader.lattice.at(inner.last, "close"):
            return False
        self.name, self.last, self.definite = inner.party, inner.last + 1, True
        return True

    def _is_clause(self, first: int, last: int) -> bool:
        """Whether a quotation says something and is no name: it is long, or begins with a verb."""
        lattice = self.reader.lattice
        if last - first > LONGEST_NAME or "number" in lattice.cells[first]:
            return True
        edges = (e for edges in lattice.cells[first].values() for e in edges)
        return any(edge.features & {"past", "present"} and edge.features & {"fa", "f"} for edge in edges)

    def _names_things(self) -> bool:
        return bool(self.reader.lattice.at(self.at, "naming_head")) or self.head.source_kind in OUTLETS

    def _number_of_unit(self) -> bool:
        """A unit and its number: Brigade 444."""
        lattice = self.reader.lattice
        if not lattice.at(self.at, "numbered_head") or lattice.tokens[self.last].kind != "number" or self.adjectives:
            return False
        if self.last != self.at + self.edge.length:
            return False
        self.last += 1
        self.definite = True
        return True

    def _adjective(self) -> bool:
        reader, at = self.reader, self.last
        definite = reader.words.is_def(at)
        if _is_accusative(reader.lattice, at) and not reader.lattice.tokens[self.at].form.endswith("ا"):
            return False  # gunmen (killed) a civilian; a Kurdish official (accused) Turkey
        for cls in ("demonym", "party_attribute", "outlet_kind"):
            for edge in reader.lattice.at(at, cls):
                clitics = edge.features & CLITICS
                if clitics and not (clitics == {"w"} and self.adjectives):
                    continue
                if at + edge.length > self.end or (definite != self.definite and not self._agrees_anyway(definite)):
                    continue
                if cls == "demonym":
                    if _cases_differ(reader.lattice.tokens[self.at].form, reader.lattice.tokens[at].form):
                        continue  # settlers (pelted) Palestinians
                    if person_number(edge, reader.lattice.tokens[at].form) and self._number() == "sg":
                        continue
                    self.country = self.country or country_of(edge)
                    self.owner = self.owner or reader.tables.party(edge.value)
                elif (cls == "party_attribute" and not self._attribute(edge)) or (
                    cls == "outlet_kind" and self.head.source_kind not in OUTLETS
                ):
                    continue
                self.last = at + edge.length
                self.adjectives += 1
                return True
        return False

    def _agrees_anyway(self, definite: bool) -> bool:
        """Behind what belongs to a noun an adjective has the article if that has; a listed name counts as having it."""
        return definite and (self.owned or self.name is not None)

    def _attribute(self, edge: Edge) -> bool:
        row = self.reader.tables.attributes.get(edge.value)
        if row is None:
            return False
        key, _, value = row["gives"].partition("=")
        if key in ("relation", "anonymous"):
            return False
        if key == "source_kind" and self.head.key == "source" and self.adjectives == 0:
            self.source_kind = "unnamed"
        if key == "kind" and self.head.source_kind not in OUTLETS and self.head.key != "source":
            self._take_kind(value, bears_arms=edge.value in _BEARING_ARMS)
        return True

    def _take_kind(self, kind: str, *, bears_arms: bool) -> None:
        if (
            self.kind in ("unidentified", "")
            or (self.head.key in ("group", "group-majmua", "faction") and kind != "unidentified")
            or (self.head.key in _ANYBODY and bears_arms)  # armed men are no civilians
        ):
            self.kind = kind

    def _outlet_name(self) -> bool:
        if self.head.source_kind not in OUTLETS or self.name:
            return False
        if self._news_agency() or self._in_brackets():
            return True
        edge = self.reader.words.plain(self.last, "outlet_name")
        if edge is None or self.last + edge.length > self.end:
            return False
        outlet = self.reader.tables.outlet(edge.value)
        if outlet is None:
            return False
        self.name = outlet
        self.last = self.reader.outlet_tail(self.last + edge.length, self.end)
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
        """What a noun without the article belongs to: soldiers of the army, the people of the town."""
        reader, at = self.reader, self.last
        if self.definite or self.adjectives or self.owned or self.depth >= DEEPEST or self.name:
            return False
        if _has_ending(self.edge, reader.lattice.tokens[self.last - 1].form) or _is_accusative(reader.lattice, self.at):
            return False
        if self.head.person and reader.words.name_word(at, first=True):
            return False
        inner = reader.phrase(at, self.end, self.depth + 1, frozenset())
        if inner and any(at + e.length > inner.last for e in reader.lattice.at(at, "place")):
            inner = None
        if inner and self.head.source_kind == "document" and inner.party.source_kind != "document" and inner.can_speak:
            self.end = self.last  # the record is only the vehicle of whoever issued it
            return False
        if (
            inner
            and not _is_accusative(reader.lattice, at)
            and inner.sort not in ("pronoun", "unknown-person")
            and (inner.definite or not reader.words.may_be_verb(reader.lattice.tokens[self.at].form))
            and (inner.definite or inner.sort in ("head", "role", "title"))
        ):
            self._own(inner)
            return True
        return self._of_place(at)

    def _own(self, inner: Phrase) -> None:
        self.owner, self.owned = inner.party, True
        self.last, self.definite = inner.last, inner.definite
        if inner.bare and inner.definite and inner.sort == "head" and "member_head" in self.reader.cells[self.at]:
            self.owner_key = inner.key

    def _of_place(self, at: int) -> bool:
        lattice = self.reader.lattice
        for edge in lattice.at(at, "place"):
            mention = edge.mention
            if edge.features & CLITICS:
                continue
            if isinstance(mention, PlaceMention) and mention.candidates and at + edge.length <= self.end:
                if self.edge.value in MEANS and mention.candidates[0].kind != "country":
                    return False  # aircraft bombed a town: it is the town that they bombed
                self.place_country = mention.candidates[0].country
                self.last, self.owned, self.definite = at + edge.length, True, True
                return True
        word = self.reader.words.plain(at, "place_word") or self.reader.words.plain(at, "place_anaphor_word")
        if word and self.reader.words.is_def(at):
            self.last, self.owned, self.definite = at + word.length, True, True
            return True
        token = lattice.tokens[at]
        office = self.head.sort == "title" or self.head.source_kind == "official"
        if office and self.head.person and not self.head.rank and self._is_office_of(at):
            self.last, self.owned, self.definite = at + 2, True, True
            return True
        construct = "construct" in self.edge.features or self.head.person or "pl" in self.edge.features
        construct = construct or self.head.source_kind in _BODIES
        if (
            construct
            and token.kind == "word"
            and self.reader.words.is_def(at)
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
        if (
            at + 1 >= self.end
            or tokens[at].kind != "word"
            or reader.words.is_def(at)
            or not reader.words.is_def(at + 1)
        ):
            return False
        plain = tokens[at + 1].form.startswith("ال") and tokens[at + 1].kind == "word"
        return (
            plain
            and self._free(at)
            and self._free(at + 1)
            and not reader.words.may_be_verb(tokens[at].form)
            and (self.edge.length == 1 and self.last == self.at + 1)
            and not reader.words.name_word(at, first=True)
            and not tokens[at].form.endswith("ا")
        )

    def _free(self, at: int) -> bool:
        """Whether a word may be a noun that something belongs to: no list has it as a verb or particle."""
        return not any(cls in _PARTICLES for cls in self.reader.lattice.cells[at])

    def _behalf(self) -> bool:
        """Who speaks for whom: the spokesman in the name of the army."""
        if self.depth >= DEEPEST or not (self.reader.words.plain(self.last, "party_behalf") or self._ends_on_behalf()):
            return False
        edge = self.reader.words.plain(self.last, "party_behalf")
        at = self.last + (edge.length if edge else 0)
        inner = self.reader.phrase(at, self.end, self.depth + 1, frozenset())
        if inner is None or inner.sort in ("pronoun", "unknown-person", "person"):
            token = self.reader.lattice.tokens[at] if at < self.end else None
            if edge and token and token.kind == "word" and self.reader.words.is_def(at):
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
            (e for e in reader.lattice.at(self.last, "party_attribute") if not e.features & (CLITICS - {"w"})), None
        )
        row = reader.tables.attributes.get(edge.value) if edge else None
        if edge is None or row is None or not row["gives"].startswith("relation="):
            return False
        relation = row["gives"][9:]
        if relation in ("in", "speaks_for", "exclusive") or self.depth >= DEEPEST:
            return False
        if "w" in edge.features and not self.adjectives:
            return False
        at = self.last + edge.length
        joined = reader.words.plain(at, "party_preposition") if at < self.end else None
        if relation == "opposed" and joined:
            return False  # hostile aircraft raided on the town; whoever is hostile is so to somebody
        at += joined.length if joined else 0
        if at >= self.end:
            return False
        inner = reader.phrase(at, self.end, self.depth + 1, frozenset("bl") if not joined else frozenset())
        last = inner.last if inner else self._unlisted_object(at)
        if last == at:
            return False
        self.last = last
        self.adjectives += 1  # behind it no genitive of the head can stand
        if relation == "part" and inner:
            people = self.head.key not in _GROUPS  # a group that belongs to another is another group
            self.out_of = self.out_of or (self.owner is None and people and inner.party.source_kind == "armed_group")
            self.owner = self.owner or inner.party
            self.country = self.country or inner.party.country
        if relation in ("loyal", "allied", "supported") and self.kind in ("unidentified", ""):
            self.kind = "political_militia"
        return True

    def _belonging(self) -> bool:
        """Whose office or body it is, with the l of belonging: the secretary-general of the United Nations."""
        reader, at = self.reader, self.last
        if self.depth >= DEEPEST or not self.definite or self.head.rank or self.head.source_kind in OUTLETS:
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
            last = self.reader.words.name_end(here, self.end, loose=True) if here < self.end else here
            return max(here, last)
        return at

    def _inside(self) -> bool:
        """Where a source or an official sits: a source in the ministry, an officer in the army."""
        reader = self.reader
        if self.depth >= DEEPEST or not self._may_sit():
            return False
        edge = reader.words.plain(self.last, "party_in")
        if edge:
            at, allowed = self.last + edge.length, frozenset[str]()
        elif any("b" in e.features and e.value not in MANY for e in reader.lattice.at(self.last, "role_noun")):
            at, allowed = self.last, frozenset("b")
        else:
            return False
        if at >= self.end:
            return False
        if self.head.state_role:
            return self._of_country(at)
        if at < self.end and reader.words.opens(at) and self.depth < DEEPEST:
            close = next((c for c in range(at + 2, min(self.end, at + 8)) if reader.lattice.at(c, "quote_mark")), -1)
            inner = reader.phrase(at + 1, close, self.depth + 1) if close > 0 else None
            if inner and inner.last == close:
                self._join(close + 1, inner.party)
                return True
            return False
        inner = reader.phrase(at, self.end, self.depth + 1, allowed)
        seat = inner is not None and inner.sort in ("name", "role", "head") and inner.key not in _SITES
        if inner and seat and inner.party.source_kind in _BODIES and not inner.weak:
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
            if behind < self.end and self.reader.words.name_end(behind, self.end, loose=False) > behind:
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
        if self.depth >= DEEPEST or self.head.role == "source" or self.head.sort != "head" or self.owned:
            return False
        edge = reader.words.plain(self.last, "party_from")
        if edge is None or self.last + 1 >= self.end:
            return False
        at = self.last + edge.length
        if reader.words.opens(at):
            inner = reader.phrase(at + 1, self.end, self.depth + 1, frozenset())
            if inner and inner.sort == "name" and reader.lattice.at(inner.last, "quote_mark"):
                self._join(inner.last + 1, inner.party)
                self.out_of = True
                return True
            return False
        inner = reader.phrase(at, self.end, self.depth + 1, frozenset())
        if inner is None or inner.sort not in ("name", "role", "head", "people") or inner.weak or not inner.definite:
            return False
        self._join(inner.last, inner.party)
        self.out_of = True
        return True

    def _join(self, last: int, party: Party) -> None:
        self.last = last
        self.owner = self.owner or party
        self.country = self.country or party.country
        self.definite = True

    def _person_name(self) -> bool:
        """The person who holds the office: a name behind it, with a rank before it or a comma."""
        reader = self.reader
        if not self.head.person or self.depth >= DEEPEST:
            return False
        at = self.last
        office = self.head.sort == "title" or self.head.source_kind in ("official", "party", "military")
        comma = bool(reader.lattice.at(at, "comma")) and office and not self.head.rank
        at += comma
        if at >= self.end:
            return False
        known = reader.words.plain(at, "person_name")
        if known and (person := reader.person(at, [known], self.end, self.depth + 1)):
            return self._take_person(person.last, person.party)
        title = reader.words.plain(at, "title")
        if title and (comma or self.definite or self.owned or self.head.rank) and self.depth < DEEPEST:
            inner = reader.title(at, [title], self.end, self.depth + 1)
            if inner and not inner.bare and _has_name(inner):
                return self._take_person(inner.last, None)
        loose = self.head.sort == "title" and not comma
        loose = loose and (self.definite or self.owned or self.head.rank)
        last = reader.words.name_end(at, self.end, loose=loose, ranked=self.head.rank)
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
        if not (self._names_things() or self._are_people()) or reader.lattice.at(self.at, "described_head"):
            return False
        if _has_ending(self.edge, reader.lattice.tokens[self.last - 1].form):
            return False
        if reader.lattice.tokens[at].kind != "word" or not reader.words.unlisted(at, first=True):
            return False
        self.last = at + 1
        if self.last < self.end and reader.words.is_def(self.last) and not reader.lattice.cells[self.last]:
            self.last += 1
        self.definite = True
        return True

    def _are_people(self) -> bool:
        """Whether the head is of many people, who may be called by the name of a tribe."""
        return self.kind == "civilians" and "construct" not in self.edge.features and self._number() == "pl"

    # ---- the party

    def _look_for_anonymity(self) -> None:
        """A wish to stay unnamed that follows within the next words."""
        cells, masks, tables = self.reader.cells, self.reader.lattice.masks, self.reader.tables
        for at in range(self.last, min(self.end, self.last + 4)):
            for edge in cells[at]["party_attribute"] if masks[at] & _ATTRIBUTE else ():
                row = tables.attributes.get(edge.value)
                if row and row["gives"] == "anonymous=yes":
                    self.anonymous = True

    def _party(self) -> Party:
        reader, head = self.reader, self.head
        words = reader.words.spoken(self.at, self.last)
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
        if owner and self.owned and head.state_role and owner.source_kind == "armed_group":
            return replace(owner, name_ar=words, name_en=None)
        if owner and reader.lattice.at(self.at, "member_head") and not head.state_role:
            kind = owner.kind if owner.kind != "civilians" else kind
            if self.owned or self.out_of:
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


_ATTRIBUTE = mask_of(("party_attribute",))
_NUMBERS = frozenset(("sg", "du", "pl"))
_ANYBODY = frozenset(("man", "youths"))
_BEARING_ARMS = frozenset(("armed", "masked"))
_ADJECTIVES = frozenset(("demonym", "party_attribute", "outlet_kind"))
_PLACES_OF_WORK = frozenset(("party_in", "role_noun"))
_GROUPS = frozenset(("group", "movement", "organisation-tanzim", "faction", "militia", "battalion", "brigade"))
_SITES = frozenset(("checkpoint", "governorate"))
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


def _cases_differ(head: str, adjective: str) -> bool:
    """Whether one of two plurals or duals stands in the nominative and the other does not."""
    nominative, other = ("ون", "ان"), "ين"
    return (head.endswith(nominative) and adjective.endswith(other)) or (
        head.endswith(other) and adjective.endswith("ون")
    )


def _is_accusative(lattice: Lattice, at: int) -> bool:
    """Whether a word has the alif of an indefinite accusative."""
    form = lattice.tokens[at].form
    return form.endswith("ا") and any("acc" in e.features for edges in lattice.cells[at].values() for e in edges)


def _has_name(phrase: Phrase) -> bool:
    return phrase.last - phrase.first > 1
