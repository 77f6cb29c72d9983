"""Finds who speaks beside a verb of saying or behind according to, and remembers who spoke before.

Used by the attribution stage alone. Most speakers are parties that an earlier stage found; where none stands in the
place of one who speaks (behind "said" and before "that"), the words that stand there are the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from riwaya.frozen import replace
from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Cell, Edge, Lattice, bit_of, mask_of
from riwaya.records import Issue, Party, PartyMention, SourceLink, TimeMention
from riwaya.text.normalize import fold

MEDIA = frozenset(("agency", "outlet"))
SAYING = (
    "say_clear", "say_that", "conveying", "publishing", "informing", "say_about", "say_near", "receiving", "coming",
)  # fmt: skip
COMMAS = frozenset(("،", ","))
COLONS = frozenset((":", "::"))
STOPS = frozenset((".", "؛", ";", "؟", "?", "!"))

_PERSONS = frozenset(("party.person", "party.unknown-person"))
_NAMED = _PERSONS | {"party.title"}
_OFFICES = frozenset(("official", "military"))
_DAYS = frozenset(("minute", "part_of_day", "day"))
_PROCLITICS = frozenset(("w", "fa", "b", "k", "l", "s"))
_REACH = 40  # tokens from a verb of saying to the clause it opens; beyond that they have nothing to do with each other
_LONGEST_NAME = 8  # tokens of a name that no stage knows
_LONGEST_LEAD = 14  # tokens between whoever speaks and the verb after them
_MEMORY = 12  # speakers that a later verb may go back to
_LOOK_BACK = 400  # tokens in which a bare noun may find the name that it repeats

Chain = tuple[SourceLink, ...]


class Cue(NamedTuple):
    """Words that say whose words stand beside them: a range, what the rule gives, the range of the whole match."""

    first: int
    last: int
    kind: str
    gives: dict[str, str]
    rule: str
    edge: Edge | None
    begin: int
    end: int
    content: int | None = None

    @property
    def features(self) -> frozenset[str]:
        """The features of its form; none where it is no single word."""
        return self.edge.features if self.edge else frozenset()

    @property
    def weak(self) -> bool:
        """Whether it is of saying only where somebody speaks beside it."""
        return self.gives.get("needs") == "source"


class Speaker(NamedTuple):
    """Whoever spoke, as a later verb or noun may point back to them."""

    chain: Chain
    gender: str
    number: str


class Found(NamedTuple):
    """Sources named at a place: their chain, outermost first, and where the naming ends.

    `back` tells that they were named before, `known` that an earlier stage found the name.
    """

    chain: Chain
    last: int
    gender: str = ""
    number: str = "sg"
    back: bool = False
    known: bool = True


class Zone(NamedTuple):
    """What stands between a verb of saying and what was said: who says it, through whom, when; where the words begin.

    `that` is where a clause opens, None where a noun phrase is what was said.
    """

    subject: Found | None
    through: Chain
    day: str | None
    content: int
    that: int | None


NOBODY = Party(None, "", None, "unidentified", "unnamed", None, True)
"""A source that is not named at all: it is said, it was reported."""


class Speakers:
    """The speakers of one document: finds them by place, and remembers them in the order in which they speak."""

    def __init__(self, lattice: Lattice, knowledge: Knowledge) -> None:
        self.lattice = lattice
        self.actors = knowledge.table("actors/actors.tsv")
        self.heads = knowledge.table("actors/heads.tsv")
        self.outlets = knowledge.table("actors/outlets.tsv")
        self.tokens = lattice.tokens
        self.cells = lattice.cells
        self.masks = lattice.masks
        self._end = len(lattice.masks)
        self._clausal = mask_of(("party", "complementizer"))
        self._passing = mask_of(("publishing", "receiving", "with_pronoun", "linking_prep"))
        provenance = lattice.document.provenance
        before = provenance.post.named if provenance and provenance.post else None
        self.publisher, self.armed_publisher = publisher_of(knowledge, lattice.document.publisher or "")
        self.publisher |= publisher_of(knowledge, before or "")[0]
        self._clitics: dict[int, frozenset[str]] = {}
        self.spoken: list[Speaker] = []
        self.issues: list[Issue] = []
        self.records: dict[str, Found] = {}  # whose the statement, the report was that a later noun repeats

    def is_publisher(self, link: SourceLink) -> bool:
        """Whether a link is the publisher itself."""
        party = link.party
        return party.id in self.publisher or (bool(party.name_ar) and _plain(party.name_ar) in self.publisher)

    # ---- memory

    def remember(self, chain: Chain, found: Found) -> None:
        """Keeps a chain as the one that spoke last."""
        if chain:
            self.spoken.append(Speaker(chain, found.gender, found.number))
            del self.spoken[:-_MEMORY]

    def last_speaker(self, features: frozenset[str] = frozenset()) -> Speaker | None:
        """The last speaker that a verb without a subject can mean, by gender and number; else the last of all."""
        for speaker in reversed(self.spoken[-6:]):
            if agrees(features, speaker):
                return speaker
        return self.spoken[-1] if self.spoken else None

    def last_outlet(self, features: frozenset[str]) -> Found | None:
        """The outlet that spoke last or that somebody spoke to last."""
        for speaker in reversed(self.spoken[-3:]):
            for link in speaker.chain:
                if link.party.source_kind in MEDIA and agrees(features, speaker):
                    return Found((link,), link.last, speaker.gender, speaker.number, back=True)
        return None

    def miss(self, code: str, first: int, last: int, message: str) -> None:
        """Tells an issue about a range of tokens."""
        start, end = self.lattice.span(first, last)
        self.issues.append(Issue(code, start, end, message))

    def unresolved(self, first: int, last: int) -> None:
        """Tells that a source is named by words that point to nobody we know of."""
        self.miss("S01", first, last, "a source is named by a pronoun or phrase we could not resolve")

    # ---- what stands at a token

    def clitics(self, at: int) -> frozenset[str]:
        """The proclitics of a word, looked up once."""
        found = self._clitics.get(at)
        if found is None:
            found = self._clitics[at] = clitics(self.lattice, at)
        return found

    def party_at(self, at: int) -> Edge | None:
        return self.cells[at]["party"][0] if at < self._end and self.masks[at] & _PARTY else None

    def listed_at(self, at: int) -> tuple[Party, int] | None:
        """A listed actor that begins here though no mention does (inside a longer one), and the end of its name."""
        for edge in self.cells[at].get("party_name", ()):
            row = self.actors.get(edge.value)
            if row:
                name, country = row["names_ar"].split("|")[0], row["country"] or None
                return Party(
                    edge.value, name, row["name_en"], row["kind"], row["source_kind"], country
                ), at + edge.length
        return None

    def headed_at(self, at: int, end: int) -> tuple[Party, int] | None:
        """A body or office that begins here, inside the mention of its statement: told by its head noun."""
        if self.is_definite(at):
            return None
        for edge in self.cells[at].get("party_head", ()):
            row = None if edge.features & {"suffix", "acc", "du"} else self.heads.get(edge.value)
            if (
                row
                and row["role"] != "actor"
                and row["kind"] != "journalist"
                and row["source_kind"] not in ("document", "witness", "unnamed")
            ):
                last = self.phrase_end(at, end)
                name = bare(self.lattice, at, last)
                return Party(None, name, None, row["kind"], row["source_kind"], None, row["anonymous"] == "yes"), last
        return None

    def _named_before(self, *name: str) -> SourceLink | None:
        """Who spoke before under a longer name that holds these words behind its first: a surname."""
        for speaker in reversed(self.spoken):
            link = speaker.chain[-1]
            words = tuple(fold(link.party.name_ar).split())
            starts = range(1, len(words) - len(name) + 1)
            if not link.party.anonymous and any(words[at : at + len(name)] == name for at in starts):
                return link
        return None

    def _again(self, mention: PartyMention) -> SourceLink | None:
        """Who spoke before under the longer name of a person: by the family name, perhaps behind a title."""
        name = fold(mention.party.name_ar).split()
        if mention.party.id is not None or mention.party.anonymous or not 0 < len(name) < 4:
            return None
        if mention.rule in _PERSONS:
            return self._named_before(*name)
        titled = mention.rule == "party.title" and len(name) == 2
        return self._named_before(name[1]) if titled else None

    def _kind_of_head(self, at: int) -> str | None:
        """The kind of source that a bare head noun is: the site, the paper."""
        for edge in self.cells[at].get("party_head", ()):
            row = self.heads.get(edge.value)
            if row and not edge.features & {"suffix", "acc"}:
                return row["source_kind"]
        return None

    def _head_kinds(self, at: int) -> tuple[str, str]:
        """What kind of actor and of source a name is that no stage knows, as its first word tells; else a person."""
        for edge in self.cells[at].get("party_head", ()):
            row = self.heads.get(edge.value)
            if row and row["source_kind"] and not edge.features & {"suffix", "acc"}:
                return row["kind"] or "unidentified", row["source_kind"]
        return "unidentified", "document" if self.is_record(at) or self.is_record(at + 1) else "witness"

    def outlet(self, party: Edge, at: int) -> SourceLink:
        """An outlet that somebody spoke to, as a link."""
        chain = self.resolved(party, at).chain
        return chain[-1] if chain else link_of(party, at, at + party.length)

    def source_kind(self, edge: Edge) -> str:
        kind: str = edge.mention.party.source_kind
        return kind

    def time_at(self, at: int) -> tuple[int, str | None] | None:
        """Where a time expression that begins here ends, and its day."""
        for edge in self.cells[at]["time"] if self.masks[at] & _TIME else ():
            mention: TimeMention = edge.mention
            if mention.role in ("at", "until"):
                day = mention.latest if mention.grain in _DAYS and mention.latest else None
                return at + edge.length, day.isoformat() if day else None
        return None

    def day_between(self, first: int, last: int) -> str | None:
        """The first day named in a range."""
        for at in range(first, last):
            moment = self.time_at(at)
            if moment and moment[1]:
                return moment[1]
        return None

    def that_at(self, at: int) -> bool:
        """Whether "that" stands here; not after before, without, except, where it opens no words of anybody's."""
        for edge in self.cells[at].get("complementizer", ()):
            if not edge.features & {"l", "k", "s"}:
                before = self.cells[at - 1].get("not_that", ()) if at else ()
                return "b" in edge.features or all("def" in each.features for each in before)  # al-Ali is a name
        return False

    def verb_at(self, at: int) -> Edge | None:
        for cls in SAYING:
            for edge in self.cells[at].get(cls, ()):
                if not edge.features & {"def", "b", "k"}:
                    return edge
        return None

    def _counted_by(self, at: int) -> Edge | None:
        """A verb of counting or seeing with its object: according to what the reporter saw."""
        edges = (edge for cls in ("counting", "perceiving") for edge in self.cells[at].get(cls, ()))
        return next((edge for edge in edges if {"suffix", "past"} <= edge.features), None)

    def says_at(self, at: int) -> bool:
        """Whether a verb of saying stands here, or one of counting, seeing, getting with its object."""
        if at >= len(self.cells):
            return False
        return bool(self.verb_at(at) or self._counted_by(at) or "receiving" in self.cells[at])

    def is_body(self, at: int) -> bool:
        """Whether the name of a body that may speak begins here, without its article: hospital, directorate."""
        kind = self._head_kinds(at)[1]
        return kind in ("hospital", "ministry", "organisation", "monitor") and not self.is_definite(at)

    def is_surname(self, at: int) -> bool:
        """Whether a single word here is the surname of somebody who spoke before."""
        return self.tokens[at].kind == "word" and self._named_before(self.tokens[at].form) is not None

    def is_some(self, at: int) -> bool:
        """Whether "some" stands here, of those whom the next word names."""
        return "some_word" in self.cells[at] and not self.is_definite(at)

    def is_record(self, at: int) -> bool:
        """Whether a noun for something said or written stands here: a statement, figures, a report."""
        return at < len(self.cells) and ("record_noun" in self.cells[at] or "more_records" in self.cells[at])

    def is_prep(self, at: int) -> bool:
        """Whether a preposition stands here; Ali and al-Ali, which are spelt like one, are none."""
        token = self.tokens[at]
        bare = any("def" not in edge.features for edge in self.cells[at].get("linking_prep", ()))
        return bare and not (token.form == "علي" and token.spelt.endswith("ي"))

    def ends_with(self, at: int, cls: str) -> bool:
        """Whether a word or phrase of the class ends with this token."""
        wanted = bit_of(cls)
        for start in range(max(0, at - 3), at + 1):
            if self.masks[start] & wanted:
                for edge in self.cells[start][cls]:
                    if start + edge.length == at + 1:
                        return True
        return False

    def any_in(self, first: int, last: int, cls: str) -> bool:
        """Whether a word of the class stands in a range of tokens."""
        wanted = bit_of(cls)
        for mask in self.masks[max(first, 0) : max(last, 0)]:
            if mask & wanted:
                return True
        return False

    # ---- beside a verb

    def zone(self, cue: Cue, limit: int, *, alone: bool = False) -> Zone:
        """Reads on from a verb of saying; `alone` where nothing but the subject can follow (as X said)."""
        return _ZoneReader(self, cue, limit, alone).read()

    def complement(self, at: int, limit: int) -> int | None:
        """Where the clause that was said begins, at "that" or a colon; None where a noun follows."""
        end = min(limit, at + _REACH)
        while at < end:
            if self.tokens[at].form in COLONS:
                return at
            if self.masks[at] & self._clausal:
                party = self.party_at(at)
                if party:  # a name may hold a word that looks like "that"
                    at += party.length
                    continue
                if self.that_at(at) and not self.clitics(at) & {"w", "l"}:
                    return at
            at += 1
        return None

    def is_handed(self, at: int, party: Edge) -> bool:
        """Whether a party is who was spoken to: to Reuters, with the channel."""
        if "l" in self.clitics(at):
            return True
        before = at - 1
        while before >= 0 and self.tokens[before].kind == "punct" and self.tokens[before].form not in COMMAS:
            before -= 1
        return before >= 0 and self.tokens[before].form in ("ل", "الي", "مع")

    def is_told(self, at: int, party: Edge) -> bool:
        """Whether a party is an outlet that was spoken to; the press at large is none."""
        if self.source_kind(party) not in MEDIA or not self.is_handed(at, party):
            return False
        return fold(bare(self.lattice, at, at + party.length)) not in _THE_PRESS

    def handed_outlet(self, at: int, end: int) -> SourceLink | None:
        """An outlet told by its head noun after "to", with the name in marks or brackets behind it."""
        if "l" not in self.clitics(at):
            return None
        for edge in self.cells[at].get("outlet_name", ()):
            row = self.outlets.get(edge.value)
            if row:
                name, country = row["names_ar"].split("|")[0], row["country"] or None
                party = Party(edge.value, name, row["name_en"], "civilians", row["kind"], country)
                return SourceLink(party, at, at + edge.length)
        headed = self.headed_at(at, end)
        if headed is None or headed[0].source_kind not in MEDIA:
            return None
        party, last = headed
        while last < end and "open" in self.cells[last] and last + 1 < end and "open" in self.cells[last + 1]:
            last += 1
        if named := self.quoted_name(last, end, bracketed=True):
            last = named.last + 1
            while last < end and "close" in self.cells[last]:
                last += 1
            party = named.party if named.party.id else replace(party, name_ar=named.party.name_ar)
        return SourceLink(party, at, last)

    def told_to(self, at: int, end: int) -> Iterator[SourceLink]:
        """Outlets that a source spoke to: two sources who spoke to Reuters, the doctor, who lives there, to AFP "…"."""
        spoke = False
        for i in range(at, min(end, at + 9)):
            if self.tokens[i].form in COMMAS:
                return
            party = self.party_at(i)
            if "say_about" in self.cells[i] or "say_clear" in self.cells[i]:
                spoke = True
            elif party and (spoke or self._opens_quotation(i + party.length)):
                if self.is_told(i, party):
                    yield self.outlet(party, i)
                return

    def _opens_quotation(self, at: int) -> bool:
        """Whether quotation marks stand here, perhaps behind a comma."""
        at += at < len(self.tokens) and self.tokens[at].form in COMMAS
        return at < len(self.tokens) and "quote_mark" in self.cells[at]

    def handed_publisher(self, at: int) -> int | None:
        """Where the name of the publisher ends that somebody spoke to: said to us."""
        if not self.publisher or not self.tokens[at].form.startswith("ل"):
            return None
        for last in range(at + 1, min(at + 4, len(self.tokens)) + 1):
            word = fold(self.lattice.text(at, last))
            if _plain("ال" + word[2:] if word.startswith("لل") else word[1:]) in self.publisher:
                return last
        return None

    def labelled(self, first: int, last: int) -> Iterator[SourceLink]:
        """Outlets in a label, between whoever speaks and the colon: a source to the channel."""
        for at in range(first, last):
            party = self.party_at(at)
            if self.tokens[at].form == "ل" and (named := self.quoted_name(at + 1, last)):
                yield named
                return
            if party and self.is_told(at, party):
                yield self.outlet(party, at)
                return

    def handed_before(self, lead: int, verb: int) -> Iterator[SourceLink]:
        """Outlets that a statement before the verb was made to: in an earlier statement to AFP, he said."""
        record = False
        at = lead
        while at < verb:
            record = record or self.is_record(at)
            party = self.party_at(at) if record else None
            if party and self.is_told(at, party):
                yield self.outlet(party, at)
                at += party.length
                continue
            if record and self.tokens[at].form in _TO and (named := self.quoted_name(at + 1, verb)):
                yield named
                at = named.last
            at += 1

    def passed_through(self, at: int, end: int) -> Iterator[SourceLink]:
        """Outlets that published what was said, agencies that got it: in a statement that SANA published."""
        for i in range(at, min(end, at + 25)):
            if not self.masks[i] & self._passing:
                continue
            if "with_pronoun" in self.cells[i] or self.tokens[i].form == "عبر":
                yield from self._by_way_of(i, end)
                continue
            for cls, kinds in (("publishing", MEDIA), ("receiving", ("agency",))):
                edge = next(iter(self.cells[i].get(cls, ())), None)
                where = i + 1
                if edge and cls == "receiving" and where < end and self._is_of_it(where):
                    where += 1  # a statement that the agency saw, with "on it" behind the verb
                elif edge is None or "suffix" not in edge.features:
                    continue
                while where < end and self.tokens[where].kind == "punct":
                    where += 1
                party = self.party_at(where) if where < end else None
                if party and self.source_kind(party) in kinds:
                    yield self.outlet(party, where)

    def _is_of_it(self, at: int) -> bool:
        """Whether a preposition with a pronoun stands here."""
        return any("suffix" in edge.features for edge in self.cells[at].get("linking_prep", ()))

    def _by_way_of(self, at: int, end: int) -> Iterator[SourceLink]:
        """An agency that quoted a source, or that a source used: whom Reuters quoted, through the agency."""
        if "with_pronoun" in self.cells[at] and not (at and {"conveying", "publishing"} & self.cells[at - 1].keys()):
            return
        where = at + 1
        while where < end and self.tokens[where].kind == "punct" and self.tokens[where].form not in COMMAS:
            where += 1
        party = self.party_at(where) if where < end else None
        if party and self.source_kind(party) in MEDIA:
            if not any("platform" in self.cells[i] for i in range(where, where + party.length)):
                yield self.outlet(party, where)

    def quoted_from(self, at: int, limit: int, cls: str = "from_person") -> Chain:
        """Those whom a conveying verb passes on: from a channel, from a source; `cls` is of the word before them."""
        chain: list[SourceLink] = []
        end = min(limit, at + _REACH)
        while at < end and not self.that_at(at):
            edge = next(iter(self.cells[at].get(cls, ())), None)
            at += 1
            if edge is None or "suffix" in edge.features:
                continue
            said = next((i for i in range(at, min(end, at + 14)) if self.that_at(i) or self._is_speech(i)), None)
            found = self.source_at(at, end if said is None else said, whole=said is not None)
            if found and (found.known or said is not None):
                chain.extend(found.chain)
                at = found.last
        return tuple(chain)

    def _is_speech(self, at: int) -> bool:
        """Whether "his saying", "his denial" stands here, which opens what somebody is quoted with."""
        return "word_noun" in self.cells[at] or "denial_word" in self.cells[at]

    # ---- a party as a source

    def may_say(self, features: frozenset[str], party: Edge) -> bool:
        """Whether a verb agrees with a party behind it: he warned Cyprus is not said by Cyprus."""
        if features & {"du", "pl"} and "p3" in features:
            return False  # before its subject a verb stays singular
        if party.mention.number != "sg":
            return not self.tokens[party.mention.first].form.endswith("ين")  # by its case an object
        gender, said = self.gender(party.mention), gender_of(features)
        either = party.mention.party.source_kind == "hospital"  # a hospital is said to be either
        return either or not (gender and said and gender != said)

    def subject(self, party: Edge, at: int, end: int, *, whole: bool = False) -> Found:
        """A party as the one who speaks, with those joined to it by "and" as one link.

        Where `whole`, the words up to the next mark or preposition belong to the name: nothing else can stand there.
        """
        found = self.resolved(party, at)
        if not party.mention.pronoun and found.chain:
            found = self._completed(found, end, whole=whole)
        last = found.last
        while last < end:
            more = self.party_at(last)
            counted = next(iter(self.cells[last].get("number", ())), None) if more is None else None
            behind = last + counted.length if counted else last
            more = self.party_at(behind) if counted and behind < end else more
            if not more or "w" not in self.clitics(last) or not more.mention.can_speak:
                break
            last = behind + more.length
        if last == found.last or not found.chain:
            return found
        link = found.chain[-1]
        party_of = link.party
        if party_of.id is None:
            party_of = replace(party_of, name_ar=bare(self.lattice, link.first, last))
        return found._replace(
            chain=(*found.chain[:-1], replace(link, party=party_of, last=last)), last=last, number="pl"
        )

    def _completed(self, found: Found, end: int, *, whole: bool) -> Found:
        """A source with the words of its name that the mention left out: a name in marks, a person behind an office."""
        last, link = found.last, found.chain[-1]
        if link.last != last or last >= end:
            return found
        if link.party.id is None and (named := self.names_itself(last, end)):
            party = named.party if named.party.id else replace(link.party, name_ar=named.party.name_ar)
            further = named.last + 1
            return found._replace(chain=(*found.chain[:-1], replace(link, party=party, last=further)), last=further)
        if link.party.id is None and (named := self.quoted_name(last, end)):
            further = named.last + 1
            party = replace(link.party, name_ar=bare(self.lattice, link.first, further))
            if last == link.first + 1:
                party = named.party if named.party.id else replace(link.party, name_ar=named.party.name_ar)
        elif link.party.anonymous and (further := self._past_which_one(last, end)) > last:
            party = replace(link.party, name_ar=bare(self.lattice, link.first, further))
        elif (further := self._past_person(last, end, link)) > last:
            party = replace(link.party, name_ar=bare(self.lattice, link.first, further))
        else:
            if not whole and not self.tokens[last].form.startswith("باسم"):
                return found
            further = self._before_another(last, self.phrase_end(last - 1, end))
            if whole and self._is_office_of(further, link.first, end):
                further = self.phrase_end(further, end)
            if further == last:
                further = self._past_apposition(last, end)
            if whole and link.party.id is None and link.party.source_kind in _OFFICES:
                further = self._past_office_holder(further, end)
            party = link.party
            if further > last and party.id is None and not found.back and party.name_ar:
                party = replace(party, name_ar=bare(self.lattice, link.first, further))
        return found._replace(chain=(*found.chain[:-1], replace(link, party=party, last=further)), last=further)

    def _is_office_of(self, at: int, first: int, end: int) -> bool:
        """Whether a body's name goes on with what it is for: the general directorate for civil defence."""
        if at >= end or at - first < 2 or not self.tokens[at].form.startswith("لل"):
            return False
        party = self.party_at(at)
        outlet = party is not None and self.source_kind(party) in MEDIA
        heard = {"reporter", "people", "people_plural", "outlet_name"} & self.cells[at].keys()
        return self.is_definite(at - 1) and not outlet and not heard

    def names_itself(self, at: int, end: int) -> SourceLink | None:
        """The name in marks that a group gives itself: a channel on Telegram that calls itself so and so."""
        for i in range(at, min(end, at + 5)):
            if self.masks[i] & _SELF_NAMED:
                return self.quoted_name(i + self.cells[i]["self_named"][0].length, end)
            if self.tokens[i].kind != "word":
                return None
        return None

    def _before_another(self, first: int, last: int) -> int:
        """Where a name ends that another party follows: its spokesman called on the American administration."""
        for at in range(first, last):
            party = self.party_at(at)
            known = party is not None and ("party_head" in self.cells[at] or party.mention.party.id is not None)
            if party and known and self.is_definite(at) and party.mention.can_speak:
                return at
        return last

    def _past_which_one(self, at: int, end: int) -> int:
        """Past what tells an unnamed source from others: a second security source, a source of the police."""
        if "other_one" in self.cells[at]:
            return at + 1
        of = self.party_at(at + 1) if self.tokens[at].form == "من" and at + 1 < end else None
        body = of is not None and of.mention.can_speak and self.source_kind(of) not in MEDIA
        return at + 1 + of.length if of and body else at

    def _past_person(self, at: int, end: int, link: SourceLink) -> int:
        """Past the person behind a comma who holds an office, up to a comma or whom they spoke to."""
        if link.party.id is not None or link.party.source_kind != "official" or self.tokens[at].form not in COMMAS:
            return at
        person = self.party_at(at + 1) if at + 1 < end else None
        last = at + 1 + person.length if person else end
        if person is None or person.mention.rule not in _PERSONS or last >= end or self.clitics(at + 1):
            return at
        to = self.party_at(last)
        return last if self.tokens[last].form in COMMAS or (to and self.is_told(last, to)) else at

    def _past_office_holder(self, at: int, end: int) -> int:
        """Past the person in an office, behind where it is: the chief of police in the town, Colonel so and so."""
        where = at
        if where + 1 < end and self.is_prep(where):
            places = (edge.length for edge in self.cells[where + 1].get("place", ()))
            where += 1 + max(places, default=-1)
        if where == at or where >= end:
            return at
        comma = self.tokens[where].form in COMMAS
        party = self.party_at(where + comma) if where + comma < end else None
        named = party is not None and party.length > 1 and party.mention.rule in _NAMED
        return where + comma + party.length if party and named and not self.clitics(where + comma) else at

    def _past_apposition(self, at: int, end: int) -> int:
        """Past a name between commas that says who the one before it is: the army's spokesman, so and so, said."""
        if at >= end or self.tokens[at].form not in COMMAS:
            return at
        for last in range(at + 1, min(end, at + 5)):
            if self.tokens[last].form in COMMAS:
                return last if last - at > 2 else at
            cell = self.cells[last]
            plain = self.tokens[last].kind == "word" and not self.is_prep(last) and not self.clitics(last) & {"w", "f"}
            if not plain or not _ENDS_NAME.isdisjoint(cell) or "continuing" in cell or self.verb_at(last):
                return at
            if not _NO_NAME_PART.isdisjoint(cell):
                return at
        return at

    def resolved(self, party: Edge, at: int) -> Found:
        """A party as a link. A noun that points back (the source, the agency, he) takes the party that it points to."""
        mention: PartyMention = party.mention
        last = at + party.length
        gender, number = self.gender(mention), mention.number
        link = SourceLink(mention.party, at, last)
        one_of = any("suffix" not in edge.features for edge in self.cells[at].get("one_of", ()))
        if one_of and mention.party.id is None:
            own = replace(mention.party, name_ar=bare(self.lattice, at, last))
            return Found((SourceLink(own, at, last),), last, "m" if gender != "f" else "f", "sg")
        if "partitive" in self.cells[at]:
            own = replace(mention.party, id=None, name_ar=bare(self.lattice, at, at + 1), name_en=None)
            return Found((*self._outer_of_last(), SourceLink(own, at, at + 1)), at + 1, "m", number)
        if mention.pronoun and party.length > 1 and self.any_in(at, last, "other_one"):
            return Found((*self._outer_of_last(), link), last, gender, number)
        if mention.pronoun:
            speaker = self.last_speaker()
            if speaker is None:
                self.unresolved(at, last)
                return Found((link,), last, gender, number)
            return Found(speaker.chain, last, speaker.gender, speaker.number, back=True)
        if earlier := self._again(mention):
            return Found((replace(link, party=earlier.party),), last, gender, number)
        if mention.party.id is None and party.length == 1 and self.is_definite(at):
            return self.pointed_to(link, gender, number)
        if self.any_in(at + 1, last, "other_one") and self.spoken and mention.party.id is None:
            return Found((*self._outer_of_last(), link), last, gender, number)
        return Found((link,), last, gender, number)

    def _outer_of_last(self) -> Chain:
        """The links around whoever spoke last, whom one of them, another of them, came through as well."""
        return self.spoken[-1].chain[:-1] if self.spoken else ()

    def is_definite(self, at: int) -> bool:
        """Whether a word has the article, perhaps behind a conjunction or preposition."""
        form = self.tokens[at].form
        return form.startswith(("ال", "لل", "وال", "فال", "بال", "ولل", "كال"))

    def pointed_to(self, link: SourceLink, gender: str, number: str) -> Found:
        """Whoever a bare noun with the article repeats: a speaker, else a party named before, else nobody but itself.

        An outlet without one before is the publisher speaking of itself, an empty chain.
        """
        head = stem(bare(self.lattice, link.first, link.last))
        last = self.spoken[-1] if self.spoken else None
        if last and link.party.source_kind == "unnamed" and last.chain[-1].party.source_kind in MEDIA:
            return Found((replace(link, party=last.chain[-1].party),), link.last, last.gender, number)
        for speaker in reversed(self.spoken):
            for place in range(len(speaker.chain) - 1, -1, -1):
                earlier = speaker.chain[place]
                if head in (first_stem(earlier.party.name_ar), self._head_stem(earlier)):
                    outer = speaker.chain[:place] if earlier.party.anonymous else ()
                    back = Found(
                        (*outer, replace(link, party=earlier.party)), link.last, gender or speaker.gender, number
                    )
                    return back._replace(back=bool(outer))
        for at in range(link.first - 1, max(-1, link.first - _LOOK_BACK), -1):
            edge = self.party_at(at)
            if edge and edge.length > 1 and first_stem(bare(self.lattice, at, at + 1)) == head:
                return Found((replace(link, party=edge.mention.party),), link.last, gender, number)
        if link.party.source_kind in MEDIA and "page_noun" in self.cells[link.first]:
            told = next((o for s in reversed(self.spoken) for o in s.chain[:-1] if o.party.source_kind in MEDIA), None)
            return Found((replace(link, party=told.party),) if told else (), link.last, gender, number)
        if link.party.source_kind == "unnamed" and not self.is_record(link.first):
            self.unresolved(link.first, link.last)
        return Found((link,), link.last, gender, number)

    def _head_stem(self, link: SourceLink) -> str:
        return first_stem(bare(self.lattice, link.first, link.last))

    def gender(self, mention: PartyMention) -> str:
        """m, f, or empty: as the tables say, or as the head is spelt."""
        cell = self.cells[mention.head]
        for cls in ("party_head", "title", "party_name", "role_noun"):
            for edge in cell.get(cls, ()):
                for feature in edge.features:
                    if feature in ("gender=m", "gender=f"):
                        return feature[-1]
                if cls != "party_name" and (found := gender_of(edge.features)):
                    return found
        if mention.party.source_kind == "government":
            return "m" if "masculine_country" in cell else "f"
        spelt = self.tokens[mention.head].spelt
        return "f" if spelt.endswith(("ة", "ات")) else ""

    # ---- behind according to

    def source_at(self, at: int, end: int, *, whole: bool = False) -> Found | None:
        """Whoever is named from a token on: a party, a statement of theirs, a verb and its subject, an unknown name."""
        start = at
        while at < end and (
            (
                self.tokens[at].kind == "punct"
                and self.tokens[at].form not in COMMAS
                and self.tokens[at].form not in STOPS
            )
            or self.tokens[at].form == "ل"
        ):
            at += 1
        if at >= end or at - start > 3:
            return None
        party = self.party_at(at)
        if party is None and (several := self._counted_source(at, end)):
            return several
        if party and self.source_kind(party) != "document":
            found = self.subject(party, at, end, whole=whole)
            return found._replace(chain=joined(tuple(self.told_to(found.last, end)), found.chain))
        verb = self.verb_at(at) or self._counted_by(at)
        if verb and not party:
            return self._source_of_verb(at, verb, end)
        if party or self.is_record(at):
            return self.record_source(at, end)
        return self.unknown_name(at, end)

    def _counted_source(self, at: int, end: int) -> Found | None:
        """Sources behind their number: three witnesses, two of the drivers; with those whom they spoke to."""
        number = next(iter(self.cells[at].get("number", ())), None)
        if number is None or number.mention.noun:
            return None
        behind = at + number.length
        party = self.party_at(behind) if behind < end else None
        if party and party.mention.can_speak:
            found = self.subject(party, behind, end).chain
            if not found:
                return None
            link = found[-1]
            link = replace(link, first=at, party=replace(link.party, name_ar=bare(self.lattice, at, link.last)))
        elif behind + 1 < end and self.tokens[behind].form == "من":
            last = self.phrase_end(behind + 1, end)
            kind, source_kind = self._head_kinds(behind + 1)
            link = SourceLink(Party(None, bare(self.lattice, at, last), None, kind, source_kind, None, True), at, last)
        else:
            return None
        return Found((*self.told_to(link.last, end), link), link.last, number="pl")

    def _source_of_verb(self, at: int, verb: Edge, end: int) -> Found | None:
        """Whoever stands behind the verb of as X said, what X passed on from Y."""
        if verb.cls == "coming":
            return self.source_in_record(at + 1, end)
        conveys = any(cls in self.cells[at] for cls in ("conveying", "publishing")) and self.any_in(
            at + 1, min(end, at + 10), "from_person"
        )
        cue = Cue(at, at + verb.length, "verb", {}, "", verb, at, at + verb.length)
        zone = self.zone(cue, end, alone=True)
        inner = self.quoted_from(at + 1, end) if conveys else ()
        if zone.subject is not None:
            chain = joined(joined(zone.through, zone.subject.chain), inner)
            last = max(zone.subject.last, *(link.last for link in (*chain, *inner) if link.first > at), at + 1)
            return zone.subject._replace(chain=chain, last=last)
        if inner:
            return Found(inner, inner[-1].last)
        speaker = self.last_speaker(verb.features)
        if self.is_passive(cue) or speaker is None:
            return Found((SourceLink(NOBODY, at, at + 1),), at + 1)
        return Found(speaker.chain, at + 1, speaker.gender, speaker.number, back=True)

    def is_passive(self, cue: Cue) -> bool:
        """Whether a verb can only be read as it is said, it was reported."""
        if cue.edge is None:
            return False
        edges = [e for e in self.cells[cue.first].get(cue.edge.cls, ()) if e.length == cue.last - cue.first]
        return bool(edges) and all("passive" in edge.features for edge in edges)

    def may_be_passive(self, cue: Cue) -> bool:
        """Whether a verb can be read so at all."""
        edges = self.cells[cue.first].get(cue.edge.cls, ()) if cue.edge else ()
        return any("passive" in edge.features for edge in edges)

    def source_in_record(self, at: int, end: int) -> Found | None:
        """Whoever a statement belongs to, after "it came in"."""
        for i in range(at, min(end, at + 3)):
            party = self.party_at(i)
            if self.is_record(i) or (party and self.source_kind(party) == "document"):
                return self.record_source(i, end)
            if party:
                return self.subject(party, i, end)
        return None

    def record_of_nobody(self, at: int) -> Found:
        """A report that goes round, whose owner nobody tells."""
        party = Party(None, bare(self.lattice, at, at + 1), None, "unidentified", "document", None, True)
        return Found((SourceLink(party, at, at + 1),), at + 1)

    def record_source(self, at: int, end: int) -> Found | None:
        """Whoever a statement, a report or a figure belongs to; without a name, the record itself."""
        owner = self._owner(at, end)
        noun = stem(bare(self.lattice, at, at + 1))
        if owner is not None:
            if not owner.chain:
                return None
            to = self.party_at(owner.last) if owner.last < end else None
            if to and self.is_told(owner.last, to):  # according to a statement of his to the agency
                link = self.outlet(to, owner.last)
                owner = owner._replace(chain=joined((link,), owner.chain), last=link.last)
            self.records[noun] = owner
            return owner
        ours = any("suffix" in e.features for c in ("record_noun", "more_records") for e in self.cells[at].get(c, ()))
        if ours or (self.is_definite(at) and self._stands_alone(at, end)):
            earlier = self.records.get(noun)
            if earlier:
                return earlier._replace(last=at + 1, back=True)
            speaker = self.last_speaker()
            if speaker:
                return Found(speaker.chain, at + 1, speaker.gender, speaker.number, back=True)
            if not ours:
                self.unresolved(at, at + 1)
        last = self.phrase_end(at, end)
        edge = self.party_at(at)
        party = edge.mention.party if edge and edge.length > 1 else None
        if party is None and "toll" in self.cells[at] and self.any_in(at + 1, last, "first_toll"):
            return None  # a first toll, that may rise: who counted is not said
        name = bare(self.lattice, at, last)
        link = SourceLink(party or Party(None, name, None, "unidentified", "document", None, True), at, last)
        return Found((link,), last, known=edge is not None or self.is_record(at))

    def _owner(self, at: int, end: int) -> Found | None:
        """Whoever stands behind a noun for a record as its owner; an empty chain where nobody who speaks does."""
        last = at + 1
        while last < end and last - at < _LONGEST_NAME:
            token = self.tokens[last]
            if token.form in COMMAS or token.form in STOPS or token.form in COLONS or self.that_at(last):
                return None
            party = self.party_at(last)
            if party and self.source_kind(party) != "document":
                return self.subject(party, last, end) if party.mention.can_speak else Found((), last)
            if listed := self.listed_at(last) or self.headed_at(last, end):
                return Found((SourceLink(listed[0], last, listed[1]),), listed[1])
            if token.kind == "word" and (token.form.startswith("لل") or (last == at + 1 and self.is_definite(last))):
                noun = SourceLink(Party(None, token.form, None, "unidentified", "organisation", None), last, last + 1)
                found = self.pointed_to(noun, "", "sg")
                if found.chain and found.chain[-1].party is not noun.party:
                    return found
            if last == at + 1 and token.kind == "word" and (earlier := self._named_before(token.form)):
                return Found((replace(earlier, first=last, last=last + 1, cue=None),), last + 1)
            if not self.verb_at(last) and self.is_prep(last) and "from_person" not in self.cells[last]:
                return None
            last += 1
        return None

    def _stands_alone(self, at: int, end: int) -> bool:
        """Whether a noun has no adjective or owner behind it."""
        return self.phrase_end(at, end) == at + 1

    def phrase_end(self, at: int, end: int) -> int:
        """The end of a noun phrase that no stage knows: before a mark, a preposition, a verb of saying, a time."""
        last = at + 1
        while last < end and last - at < _LONGEST_NAME:
            token, cell = self.tokens[last], self.cells[last]
            before = self.tokens[last - 1]
            if token.kind == "punct" and token.form == "." and before.kind == "word" and len(before.form) == 1:
                last += 1  # the full stop of a title: Dr.
                continue
            if token.kind != "word" or self._ends_name(cell) or self.that_at(last) or self.verb_at(last):
                break
            if self.is_prep(last) or token.form == "ل" or token.form.startswith("لل"):
                break
            party = self.party_at(last)
            if party and self.source_kind(party) in MEDIA:
                break
            found = self.clitics(last)
            if "w" in found or "fa" in found or ("l" in found and not _OUTLETS.isdisjoint(cell)):
                break
            last += 1
        return last

    @staticmethod
    def _ends_name(cell: Cell) -> bool:
        """Whether no name goes on with a word; one with the article is no adverb, though it may be spelt like one."""
        if _ENDS_NAME.isdisjoint(cell):
            return False
        ends = _ENDS_NAME & cell.keys()
        return ends != {"linking_adverb"} or any("def" not in edge.features for edge in cell["linking_adverb"])

    def unknown_name(self, at: int, end: int) -> Found | None:
        """A name that no stage knows, told by where it stands."""
        token = self.tokens[at] if at < end else None
        if token is None or token.kind != "word" or self.is_prep(at) or not _NO_NAME.isdisjoint(self.cells[at]):
            return None
        if token.form.startswith(("بال", "كال", "لل")) or self.clitics(at) & {"b", "l", "k"}:
            return None
        if (verb := self.verb_at(at)) and verb.depth == 0 and verb.features & {"past", "present"}:
            return None
        some = self.party_at(at + 1) if self.is_some(at) and at + 1 < end else None
        if some:
            last = min(end, at + 1 + some.length)
            own = replace(some.mention.party, id=None, name_ar=bare(self.lattice, at, last), name_en=None)
            return Found((SourceLink(own, at, last),), last, number="pl")
        last = self.phrase_end(at, end)
        if last - at < 4 and (earlier := self._named_before(*(token.form for token in self.tokens[at:last]))):
            return Found((replace(earlier, first=at, last=last, cue=None),), last)
        if self.is_definite(at) and self._kind_of_head(at) in MEDIA and not self.is_definite(min(last - 1, at + 1)):
            last = at + 1  # no adjective of the paper: the paper passed on pictures
        if quoted := self.quoted_name(last, end):
            party = quoted.party if quoted.party.id else replace(quoted.party, source_kind="unnamed")
            return Found((SourceLink(party, at, quoted.last + 1),), quoted.last + 1, known=quoted.party.id is not None)
        kind, source_kind = self._head_kinds(at)
        party = Party(None, bare(self.lattice, at, last), None, kind, source_kind, None, False)
        if last == at + 1 and self.is_definite(at) and (head := self._kind_of_head(at)):
            found = self.pointed_to(SourceLink(replace(party, source_kind=head), at, last), "", "sg")
            return found._replace(known=bool(found.chain) and found.chain[-1].party.name_ar != party.name_ar)
        if "partitive" in self.cells[at]:
            own = SourceLink(replace(party, source_kind="witness", anonymous=True), at, last)
            return Found((*self._outer_of_last(), own), last, "m")
        if self.any_in(at + 1, last, "other_one") and self.spoken:
            own = SourceLink(replace(party, source_kind="witness", anonymous=True), at, last)
            return Found((*self._outer_of_last(), own), last)
        return Found((SourceLink(party, at, last),), last, known=False)

    def quoted_name(self, at: int, end: int, *, bracketed: bool = False) -> SourceLink | None:
        """A name in quotation marks: the party that an earlier stage found in them, or an outlet that none knows."""
        if at >= end or not ("quote_mark" in self.cells[at] or (bracketed and "open" in self.cells[at])):
            return None
        for i in range(at + 1, min(end, at + 7)):
            if "quote_mark" in self.cells[i] or (bracketed and "close" in self.cells[i]):
                if i == at + 1:
                    return None
                edge = self.party_at(at + 1) or self.party_at(at)
                known = edge.mention.party if edge and edge.length >= i - at - 1 else None
                name = self.lattice.text(at + 1, i)
                return SourceLink(known or Party(None, name, None, "private", "outlet", None), at + 1, i)
        return None

    # ---- before a verb

    def subject_before(self, verb: int, lead: int, features: frozenset[str]) -> Found | None:
        """Whoever stands at the head of the clause, before the verb."""
        after_and = self._joined_before(verb, lead)
        if after_and:
            return after_and
        at = lead
        fronted = False
        while at < verb and at - lead < 5 and not self.party_at(at):
            front = [e.length for cls in _FRONT for e in self.cells[at].get(cls, ())]
            if front:
                fronted = True
                at += max(front) - 1
            elif self.tokens[at].kind not in ("punct", "symbol") and self.tokens[at].form not in ("ان", "و"):
                break
            at += 1
        party = self.party_at(at) if at < verb else None
        if party and fronted and not party.mention.can_speak:
            party = None  # a name that looks like people who do not speak: Muhajir, migrant
        if party is None:
            if fronted and at < verb and self.is_record(at) and (announced := self._announced(at, verb)):
                return announced
            named = self.unknown_name(at, verb) if fronted and at < verb else None
            was = at > lead and "was_verb" in self.cells[at - 1]
            return named if named and named.last < verb + was and verb - named.last <= _LONGEST_LEAD else None
        last = at + party.length
        if self.clitics(at) & {"l", "b", "k"} or not party.mention.can_speak:
            return None
        if not last <= verb <= last + _LONGEST_LEAD or any("say_clear" in self.cells[i] for i in range(last, verb)):
            return None
        if not fronted and party.mention.number == "sg" and not self.may_say(features - {"du", "pl"}, party):
            return None
        return self.subject(party, at, verb, whole=True)

    def _announced(self, at: int, verb: int) -> Found | None:
        """Whoever announced a toll or a report that is the subject: a first toll, which the office announced, told."""
        for i in range(at + 1, min(verb, at + 6)):
            edges = (e for cls in ("say_clear", "publishing") for e in self.cells[i].get(cls, ()))
            if any("suffix" in edge.features for edge in edges):
                return self.source_at(i + 1, verb)
        return None

    def _joined_before(self, verb: int, lead: int) -> Found | None:
        """A party with "and" right before a verb without it: X fell and the observatory counts."""
        if self.clitics(verb) & {"w", "fa"}:
            return None
        for at in range(verb - 1, max(lead, verb - 8), -1):
            edge = next((e for e in self.cells[at].get("party", ()) if at + e.length == verb), None)
            if edge:
                after_and = "w" in self.clitics(at) or (at > 0 and self.tokens[at - 1].form == "و")
                return self.subject(edge, at, verb) if edge.mention.can_speak and after_and else None
        return None

    def antecedent(self, verb: int, first: int) -> Found | None:
        """The party that a relative clause is about: so and so, who said; two officials who warned (no pronoun)."""
        before = verb - 1
        pronoun = before >= first and "relative_pronoun" in self.cells[before]
        if pronoun:
            before -= 1
            if before >= first and self.tokens[before].form in COMMAS:
                before -= 1
        if before < first or self.clitics(verb) & {"w", "fa"}:
            return None
        for at in range(before, max(first - 1, before - 10), -1):
            edge = next((e for e in self.cells[at].get("party", ()) if at + e.length == before + 1), None)
            if edge is None:
                continue
            heads = at == first or not _FRONT.isdisjoint(self.cells[at - 1])
            bare_relative = edge.mention.party.id is None and not self.is_definite(at) and edge.mention.number != "sg"
            bare_relative = bare_relative and not heads
            return self.resolved(edge, at) if edge.mention.can_speak and (pronoun or bare_relative) else None
        return self._unknown_before(before + 1, first) if pronoun else None

    def _unknown_before(self, end: int, first: int) -> Found | None:
        """The noun phrase that ends at a token, as a name: the hospital, which announced."""
        at = end
        while at > first and end - at < 5:
            before = at - 1
            if self.tokens[before].kind != "word" or self.is_prep(before) or self.verb_at(before):
                break
            at = before
            if self.clitics(at) & {"w", "b", "l", "k"}:
                break
        if at == end:
            return None
        party = Party(None, bare(self.lattice, at, end), None, "unidentified", "unnamed", None, False)
        return Found((SourceLink(party, at, end),), end, known=False)

    def clause_subject(self, first: int, verb: int, features: frozenset[str]) -> Found | None:
        """The subject of the clause before, with whom a verb after "and" goes on: the army struck, and said that."""
        for at in range(first, min(first + 3, verb)):
            party = self.party_at(at)
            governed = self.clitics(at) & {"l", "b", "k"} or (at > first and self.is_prep(at - 1))
            if party and party.mention.can_speak and not governed and self.may_say(features, party):
                return self.resolved(party, at)
        return None


_ENDS_NAME = frozenset(
    """relative_pronoun whatever_word own_strike_noun more_tolls linking_adverb time verb_helper not_word word_noun
    denial_word of_a_speaker lack_word as_said harm_masdar own_responsibility""".split()
)
"""Word classes that no name goes on with."""
_NO_NAME_PART = frozenset(("party_head", "clause_opener", "relative_word", "number", "place", "turning", "sequel"))
"""Word classes that no person's name between commas has."""
_OF_THE_DEED = frozenset(("claims_responsibility", "condemns", "denies"))
_TO = frozenset(("ل", "الي", "مع"))
_THE_PRESS = frozenset(("الاعلام", "وسائل الاعلام", "الصحافه", "الوسائل الاعلاميه"))
_TELLS = frozenset(("say_clear", "counting"))
_OUTLETS = frozenset(("party", "party_head", "outlet_name"))
_NO_NAME = frozenset(("complementizer", "time", "linking_adverb", "relative_pronoun", "not_word", "whatever_word"))
_FRONT = frozenset(("was_verb", "clause_opener", "verb_helper", "linking_adverb"))
_EARLY_PREPS = frozenset(
    ("في", "علي", "عبر", "خلال", "من", "لدي", "اثر", "عقب", "بعد", "قبل", "امام", "ضمن", "عند", "منذ", "اثناء")
)
"""Prepositions that may stand between a verb and a subject behind it."""


class _ZoneReader:
    """Reads what stands between a verb of saying and what was said, token by token."""

    def __init__(self, speakers: Speakers, cue: Cue, limit: int, alone: bool) -> None:
        self.speakers = speakers
        self.cue = cue
        self.that = speakers.complement(cue.last, limit)
        self.end = min(limit, cue.last + _REACH) if self.that is None else self.that
        about = cue.content if self.that is None else None
        if about is not None:
            self.end = min(self.end, about)
        self.closed = self.that is not None or about is not None or alone
        """Whether nothing but who speaks, to whom and when can stand before the end."""
        self.subject: Found | None = None
        self.through: list[SourceLink] = []
        self.day: str | None = None
        self.free = True  # whether a subject may begin here: behind the verb, an adverb, a mark; not behind a noun

    def read(self) -> Zone:
        who, cue = self.speakers, self.cue
        at = cue.last
        while at < self.end:
            after = self._step(at)
            if after is None:
                break
            at = after
        if self.subject:
            self.through.extend(who.told_to(self.subject.last, self.end))
        self.through.extend(who.passed_through(cue.last, self.end))
        content = self.that if self.that is not None else max(at, cue.last)
        return Zone(self.subject, tuple(dict.fromkeys(self.through)), self.day, content, self.that)

    def _step(self, at: int) -> int | None:
        """The next token to read, or None where the content begins."""
        who = self.speakers
        token, cell = who.tokens[at], who.cells[at]
        moment = who.time_at(at)
        if moment:
            self.day = self.day or moment[1]
            self.free = True
            return moment[0]
        party = who.party_at(at)
        if party and at + party.length <= self.end + 1:
            return self._party(at, party)
        if after := who.handed_publisher(at):
            self.free = True
            return after
        if token.form in _TO and (named := who.quoted_name(at + 1, self.end, bracketed=True)):
            if token.form != "ل" and not who.is_record(at - 1):
                return self._past_phrase(at)
            self.through.append(named)
            self.free = True
            return named.last + 1
        if ("party_head" in cell or "outlet_name" in cell) and (handed := who.handed_outlet(at, self.end)):
            self.through.append(handed)
            self.free = True
            return handed.last
        if token.kind in ("punct", "symbol"):
            self.free = True
            return self._past_bracket(at)
        if "linking_adverb" in cell or "verb_helper" in cell:
            self.free = True
            return at + 1
        if who.is_prep(at):
            if not self.closed and self.subject is None and token.form not in _EARLY_PREPS:
                return None
            self.free = True
            return self._past_phrase(at)
        return self._word(at)

    def _party(self, at: int, party: Edge) -> int | None:
        who, cue = self.speakers, self.cue
        after = at + party.length
        media = who.source_kind(party) in MEDIA
        handed = who.is_handed(at, party)
        if who.is_told(at, party) and "reporter" not in who.cells[at]:
            self.through.append(who.outlet(party, at))
            self.free = True
            return after
        if handed or who.clitics(at) & {"b", "k"}:
            self.free = False
            return after
        if self.free and self.subject is None:
            found = self._as_subject(at, party)
            if found:
                self.subject, self.free = found, False
                return found.last
        if self.subject is not None and media and cue.gives.get("informs") == "yes":
            self.through.append(who.outlet(party, at))
        elif self.subject is not None and not self.closed and not self._in_aside(at):
            return None
        self.free = False
        return after

    def _as_subject(self, at: int, party: Edge) -> Found | None:
        who, cue = self.speakers, self.cue
        if who.source_kind(party) == "document":
            return who.record_source(at, self.end)
        if not who.may_say(cue.features, party):
            return None
        stands_there = self.that is not None and not cue.weak and self._is_named_after_aside(at)
        if party.mention.can_speak or stands_there:
            return who.subject(party, at, self.end, whole=self.closed)
        return None

    def _in_aside(self, at: int) -> bool:
        """Whether a comma stands before, so that what follows may be an aside about the subject."""
        return self.speakers.tokens[at - 1].form in COMMAS

    def _word(self, at: int) -> int | None:
        """A word that is no party: part of a name that no stage knows, a record, or where the content begins."""
        who, cue = self.speakers, self.cue
        if self.subject is None and at == cue.last:
            if "party_head" in who.cells[at] and (named := who.names_itself(at + 1, self.end)):
                self.subject = Found((replace(named, first=at, last=named.last + 1),), named.last + 1)
            elif who.is_record(at) and (self.closed or not _TELLS.isdisjoint(who.cells[cue.first])):
                self.subject = who.record_source(at, self.end)
            elif self._may_be_named(at):
                self.subject = who.unknown_name(at, self.end)
            if self.subject:
                self.free = False
                return self.subject.last
        elif self.subject is None and self.free and self.closed and not cue.weak and self._is_named_after_aside(at):
            self.subject = who.unknown_name(at, self.end)
            if self.subject:
                self.free = False
                return self.subject.last
        if self.subject is None and at == cue.last and cue.gives.get("stance") in _OF_THE_DEED and who.is_definite(at):
            return at + 1  # and the attack was claimed by so and so: the deed stands before whoever speaks of it
        if not self.closed:
            return None
        self.free = False
        return at + 1

    def _may_be_named(self, at: int) -> bool:
        """Whether a name that no stage knows may be the subject: of a singular verb, where nothing else can stand."""
        features, cue, who = self.cue.features, self.cue, self.speakers
        if (features & {"du", "pl"} and "p3" in features) or "p1" in features:
            return False
        if (self.closed and not cue.weak) or who.is_some(at):
            return True
        if not cue.weak and (who.is_body(at) or who.is_surname(at)):
            return True
        last = who.phrase_end(at, self.end)
        comma = last < len(who.tokens) and who.tokens[last].form in COMMAS and last - at < 5
        main = "w" in features or cue.first == 0 or who.ends_with(cue.first - 1, "linking_adverb")
        return main and (comma or self.closed)

    def _is_named_after_aside(self, at: int) -> bool:
        """Whether nothing but pronouns stood between the verb and this word: what was told to her by members."""
        return all(
            "linking_adverb" in self.speakers.cells[i] or "linking_prep" in self.speakers.cells[i]
            for i in range(self.cue.last, at)
        )

    def _past_bracket(self, at: int) -> int:
        tokens = self.speakers.tokens
        if tokens[at].form in ("(", "["):
            for i in range(at + 1, min(self.end, at + 30)):
                if tokens[i].form in (")", "]"):
                    return i + 1
        return at + 1

    def _past_phrase(self, at: int) -> int:
        """Past a preposition and the noun it governs, or the party."""
        who, end = self.speakers, self.end
        if any("suffix" in edge.features for edge in who.cells[at].get("linking_prep", ())):
            return at + 1
        to = who.tokens[at].form in ("الي", "مع")
        at += 1
        while at < end and who.tokens[at].kind == "punct" and who.tokens[at].form not in COMMAS:
            at += 1
        if at >= end:
            return end
        moment = who.time_at(at)
        if moment:
            return moment[0]
        party = who.party_at(at)
        if party:
            return at if to else min(end, at + party.length)
        at += 1
        while at < end and who.tokens[at].kind == "word":
            if who.party_at(at) or who.is_prep(at) or who.that_at(at) or who.time_at(at):
                break
            at += 1
        return at


# ---------------------------------------------------------------------------------------------------- the publisher


@lru_cache(maxsize=256)
def publisher_of(knowledge: Knowledge, name: str) -> tuple[frozenset[str], bool]:
    """The names and ids that a publisher goes by, and whether it is an armed group or a force; nothing for no name."""
    plain = _plain(name)
    if not plain:
        return frozenset(), False
    found, armed = {plain}, False
    for table in ("actors/outlets.tsv", "actors/actors.tsv"):
        rows = knowledge.table(table)
        for row in map(rows.row, rows):
            if plain in map(_plain, row["names_ar"].split("|")):
                found.add(row["id"])
                armed = armed or row.get("source_kind") in _ARMED
    heads = knowledge.table("actors/heads.tsv")
    forces = (row["name_ar"].split("|") for row in map(heads.row, heads) if row["source_kind"] in _ARMED)
    armed = armed or plain.split()[0] in {stem(word) for words in forces for word in words}
    return frozenset(found), armed


_ARMED = frozenset(("armed_group", "military"))
_OUTLET_WORDS = frozenset(("وكاله", "قناه", "صحيفه", "موقع", "شبكه", "جريده", "مجله", "منصه", "اذاعه"))


@lru_cache(maxsize=1 << 12)
def _plain(name: str) -> str:
    """A name folded, without its marks, its articles and the word for an outlet before it."""
    words = [stem(word.strip("\"'«»“”„()")) for word in fold(name).split()]
    return " ".join(words[1:] if len(words) > 1 and words[0] in _OUTLET_WORDS else words)


# ------------------------------------------------------------------------------------------------------- small help


def link_of(edge: Edge, first: int, last: int, cue: tuple[int, int] | None = None) -> SourceLink:
    """A party edge as a link."""
    mention: PartyMention = edge.mention
    return SourceLink(mention.party, first, last, cue)


def same(a: SourceLink, b: SourceLink) -> bool:
    """Whether two links are one source."""
    if a == b:  # a link without a name is itself still; else a chain inside itself would be twice as long
        return True
    if a.party.id is not None and b.party.id is not None:
        return a.party.id == b.party.id
    return bool(a.party.name_ar) and fold(a.party.name_ar) == fold(b.party.name_ar)


def joined(outer: Chain, inner: Chain) -> Chain:
    """A chain inside another, each source once."""
    return (*(link for link in outer if not any(same(link, other) for other in inner)), *inner)


def agrees(features: frozenset[str], speaker: Speaker) -> bool:
    """Whether a verb without a subject can mean a speaker: she said no he, and they said not it."""
    gender = gender_of(features)
    if (gender == "m" and speaker.gender == "f") or (
        gender == "f" and speaker.gender == "m" and speaker.number == "sg"
    ):
        return False
    if "pl" in features or "du" in features:
        return speaker.number != "sg"
    return not (gender == "m" and speaker.number == "pl" and "sg" in features)


def gender_of(features: Iterable[str]) -> str:
    """The gender of a form, "" where it does not show."""
    return "m" if "m" in features else "f" if "f" in features else ""


def clitics(lattice: Lattice, at: int) -> frozenset[str]:
    """The proclitics of a word as the lexicon read them, where no reading takes its first letter as its own."""
    form = lattice.tokens[at].form
    first = form[:1]
    code = _CODES.get(first)
    if code is None:
        return _NONE
    cell = lattice.cells[at]
    found: set[str] = set()
    own = False
    known = False
    for edges in cell.values():
        for edge in edges:
            if edge.mention is not None or not edge.lemma:
                continue
            known = True
            if edge.depth == 0 and code not in edge.features and edge.lemma.startswith(first):
                own = True
            found |= edge.features & _PROCLITICS
    if own:
        found.discard(code)
    if not known and first == "و" and len(form) > 3:
        found.add("w")
    return frozenset(found)


_PARTY = mask_of(("party",))
_SELF_NAMED = mask_of(("self_named",))
_TIME = mask_of(("time",))
_NONE: frozenset[str] = frozenset()
_CODES = {"و": "w", "ف": "fa", "س": "s", "ب": "b", "ك": "k", "ل": "l"}


def bare(lattice: Lattice, first: int, last: int) -> str:
    """The words of a range, plainly spelt, without the proclitics of the first and without marks at the edges."""
    words: list[str] = []
    end = lattice.tokens[first].start
    for at in range(first, last):
        token = lattice.tokens[at]
        if at > first and ("quote_mark" in lattice.cells[at] or token.form in COMMAS):
            continue  # so that a name is one, in marks or without
        words.append(token.spelt if end == token.start else f" {token.spelt}")
        end = token.end
    text = "".join(words)
    found = clitics(lattice, first)
    for code, letter in (("w", "و"), ("fa", "ف"), ("l", "ل"), ("b", "ب")):
        if code == "fa" and not text.startswith("فال"):
            continue  # most names that begin so have the letter as their own
        if code in found and text.startswith(letter):
            text = "ال" + text[2:] if code == "l" and text.startswith("لل") else text[1:]
    return text.strip("\"'«»“”„ ")


def stem(word: str) -> str:
    """A word without its article, for comparing heads."""
    word = fold(word)
    return word[2:] if word.startswith("ال") else word


def first_stem(text: str) -> str:
    """The stem of the first word of a name; empty for an empty name."""
    words = fold(text).split()
    if not words:
        return ""
    word = words[0].strip("\"'«»“”„()")
    return word[2:] if word.startswith("لل") else stem(word)
