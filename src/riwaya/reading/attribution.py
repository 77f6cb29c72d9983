"""Divides a document into statements: whose words each stretch is, through whom they came, and with what stance.

Rules find the cues (a verb of saying, according to, a name before a colon); this file finds who speaks beside each cue, how
far the words reach, what stands inside what, and who goes on where a verb has no subject of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Edge, Lattice, Match
from riwaya.records import Issue, Party, PartyMention, Segment, Sentence, SourceLink, Statement, TimeMention
from riwaya.text.normalize import fold

STAGE = "attribution"

_UNTOLD = frozenset(("dateline", "boilerplate", "scripture"))
"""Segments that nobody asserts; their tokens belong to no statement."""
_MEDIA = frozenset(("agency", "outlet"))
_ARMED = frozenset(("armed_group", "military"))
_ARMED_KINDS = frozenset(("state_forces", "external_forces", "rebel_group", "political_militia", "identity_militia"))
_SAYING = (
    "say_clear",
    "say_that",
    "conveying",
    "publishing",
    "informing",
    "say_about",
    "say_near",
    "receiving",
    "coming",
)
_TENSES = frozenset(("past", "present", "jussive"))
_NO_VERB = frozenset(("def", "b", "k", "jussive"))
"""What a form that could be a verb shows to be a noun (its article or preposition), or what is never said of the past."""
_DAYS = frozenset(("minute", "part_of_day", "day"))

_REACH = 40  # tokens from a verb of saying to the clause it opens; beyond that they have nothing to do with each other
_LONGEST_NAME = 8  # tokens of a name that no stage knows
_LONGEST_LEAD = 14  # tokens between whoever speaks and the verb after them
_MEMORY = 12  # speakers that a later verb may go back to

AsOf = Callable[[int], str | None]
Chain = tuple[SourceLink, ...]


class _Cue(NamedTuple):
    """Words that say whose words stand beside them."""

    first: int
    last: int
    kind: str
    gives: dict[str, str]
    rule: str
    edge: Edge | None
    begin: int
    end: int
    content: int | None = None


class _Speaker(NamedTuple):
    """Whoever spoke, as a later verb or noun may point back to them."""

    chain: Chain
    gender: str
    number: str


class _Frame(NamedTuple):
    """A chain that asserts a stretch of one sentence."""

    chain: Chain
    stance: str
    as_of: str | None
    rule: str
    cue: tuple[int, int] | None
    kind: str
    content: int = 0


class _Found(NamedTuple):
    """Sources named at a place: their chain, outermost first, where the naming ends, how a later verb agrees with them."""

    chain: Chain
    last: int
    gender: str = ""
    number: str = "sg"
    back: bool = False
    known: bool = True


class _Zone(NamedTuple):
    """What stands between a verb of saying and what was said: who says it, through whom, when, and where the content begins."""

    subject: _Found | None
    through: Chain
    day: str | None
    content: int
    that: int | None


# ------------------------------------------------------------------------------------------------------------- the stage


def find_statements(
    lattice: Lattice, knowledge: Knowledge, *, as_of: AsOf
) -> tuple[tuple[Statement, ...], tuple[Issue, ...]]:
    """The statements of a document in text order, and the verbs of saying whose source could not be told.

    Statements do not overlap; together they hold every word of its headline, body, captions and posts. An empty chain is the
    publisher's own voice.
    """
    return _Reader(lattice, knowledge, as_of).read()


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: date) -> dict[str, str]:
    """What the stage makes of a match: `source` and `through` (the words that name them), `stance`, `statement`, `as_of`."""
    day = as_of.isoformat()
    statements, _ = find_statements(lattice, knowledge, as_of=lambda token: day)
    cue = match.range("cue") or match.range("source") or (match.first, match.last)
    holding = [s for s in statements if s.first <= cue[0] < s.last]
    if not holding:
        return {}
    statement = next((s for s in holding if s.cue == cue), holding[0])
    out = {"stance": statement.stance, "statement": lattice.text(statement.first, statement.last)}
    if statement.as_of:
        out["as_of"] = statement.as_of
    if statement.chain:
        out["source"] = _bare(lattice, statement.chain[-1])
        out["through"] = " ".join(_bare(lattice, link) for link in statement.chain[:-1])
    return out


def _bare(lattice: Lattice, link: SourceLink) -> str:
    """The words of a link, without the conjunction and preposition that its first word may carry."""
    text = lattice.text(link.first, link.last)
    features = _clitics(lattice, link.first)
    for code, letter in (("w", "و"), ("f", "ف"), ("l", "ل"), ("b", "ب")):
        if code in features and text.startswith(letter):
            text = "ال" + text[2:] if code == "l" and text.startswith("لل") else text[1:]
    return text


class _Reader:
    """Reads one document, sentence by sentence, remembering who spoke."""

    def __init__(self, lattice: Lattice, knowledge: Knowledge, as_of: AsOf) -> None:
        self.lattice = lattice
        self.tokens = lattice.tokens
        self.cells = lattice.cells
        self.rules = knowledge.rules(STAGE)
        self.as_of = as_of
        self.speakers: list[_Speaker] = []
        self.issues: list[Issue] = []
        self.credit: SourceLink | None = None
        self.posts = _posts(lattice)
        self.quotes = _quote_ranges(lattice)
        self.headings: dict[int | None, Chain] = {}
        self.carried: _Frame | None = None  # who a quotation that goes on, or a colon at the end of a line, belongs to

    # ---- the document

    def read(self) -> tuple[tuple[Statement, ...], tuple[Issue, ...]]:
        statements: list[Statement] = []
        for sentence in self.lattice.sentences:
            if sentence.segment in _UNTOLD:
                self._read_credits(sentence)
                continue
            statements.extend(self._read_sentence(sentence))
        if self.credit:
            statements = [self._credited(statement) for statement in statements]
        return tuple(statements), tuple(self.issues)

    def _credited(self, statement: Statement) -> Statement:
        """The statement with the agency that the document comes from as its outermost link, unless it stands there already."""
        credit = self.credit
        if credit is None or statement.post is not None or any(_same(credit, link) for link in statement.chain):
            return statement
        return replace(statement, chain=(credit, *statement.chain))

    def _read_credits(self, sentence: Sentence) -> None:
        """Agencies in a line that nobody asserts: a date line, a credit, the header of a forwarded text."""
        for match in self.rules.find_all(self.lattice, sentence.first, sentence.last):
            kind = match.rule.gives.get("cue")
            source = match.edge("source")
            if kind == "credit" and source and source.mention.party.source_kind in _MEDIA:
                self.credit = _link(source, *(match.range("source") or (match.first, match.last)))
            elif kind == "forwarded":
                self._forward(match)
            elif kind == "bracket" and source and source.mention.party.source_kind == "agency":
                self.credit = self.credit or _link(source, *(match.range("source") or (match.first, match.last)))
        if sentence.segment == "dateline" and self.credit is None:
            self._read_dateline(sentence)

    def _read_dateline(self, sentence: Sentence) -> None:
        """An agency after a place in the line that opens a report; an agency alone, or with a clock time, is its own page."""
        for at in range(sentence.first, sentence.last):
            for edge in self.cells[at].get("party", ()):
                mention = edge.mention
                if mention.party.source_kind == "agency" and any(
                    self.cells[i].get("place") or self.cells[i].get("place_name") for i in range(sentence.first, at)
                ):
                    self.credit = _link(edge, at, at + edge.length)
                    return

    def _forward(self, match: Match) -> None:
        """A text that was forwarded comes through whoever it was forwarded from."""
        name = match.range("name")
        if not name:
            return
        first, last = name
        party = self._party_at(first)
        if party and party.length >= last - first:
            link = _link(party, first, first + party.length)
        else:
            last = _until_mark(self.lattice, first, last)
            link = SourceLink(
                Party(None, self.lattice.text(first, last), None, "unidentified", "post", None), first, last
            )
        self.headings[self._post_at(first)] = (link,)

    # ---- one sentence

    def _read_sentence(self, sentence: Sentence) -> Iterator[Statement]:
        first, last = sentence.first, sentence.last
        post = self._post_at(first)
        cues = self._cues(first, last)
        base = self._base(sentence, post, cues)
        frames: list[_Frame] = [base]
        owner = [0] * (last - first)
        self._frame_all(sentence, cues, frames, owner)
        yield from self._statements(sentence, post, frames, owner)
        self._carry(sentence, frames, owner)

    def _cues(self, first: int, last: int) -> list[_Cue]:
        """The cues of a sentence in text order, one for each place: the longest match, of those the first in the file."""
        best: dict[int, tuple[tuple[bool, int, int], _Cue]] = {}
        for match in self.rules.find_all(self.lattice, first, last):
            rule = match.rule
            start, end = match.range("cue") or match.range("source") or (match.first, match.last)
            rank = (rule.gives.get("stance") == "asserts", match.first - match.last, rule.order)
            if start in best and best[start][0] <= rank:
                continue
            edge = match.edge("cue") or match.edge("source")
            if edge and edge.features & _NO_VERB and edge.features & _TENSES:
                continue
            best[start] = (
                rank,
                _Cue(
                    start,
                    end,
                    rule.gives["cue"],
                    match.gives(),
                    rule.id,
                    edge,
                    match.first,
                    match.last,
                    (match.range("content") or (None, 0))[0],
                ),
            )
        return [best[start][1] for start in sorted(best)]

    def _base(self, sentence: Sentence, post: int | None, cues: Sequence[_Cue]) -> _Frame:
        """Who asserts what no cue of the sentence gives to another: the publisher, a post's author, an open quotation."""
        at = sentence.first
        carried = self.carried
        if carried and (carried.kind == "colon" or self._inside_quote(at)):
            return carried
        for cue in cues:
            if cue.kind == "heading" and cue.begin <= at + 2 and cue.end >= sentence.last - 14:
                self._head(cue, post)
            elif cue.kind == "forwarded":
                match_name = self._name_after(cue, sentence.last)
                if match_name:
                    self.headings[post] = (match_name,)
        if self._is_rule_off(sentence):
            self.headings.pop(post, None)
        chain = self.headings.get(post, ())
        if post is not None:
            author = self._author(post)
            chain = (author, *(link for link in chain if not _same(link, author))) if author else chain
        stance = "asserts"
        if chain and _is_armed(chain[-1].party) and self._acts_itself(at, sentence.last):
            stance = "claims_responsibility"
        rule = "attribution.post" if post is not None else "attribution.heading" if chain else "attribution.publisher"
        return _Frame(chain, stance, self.as_of(at), rule, None, "base", at)

    def _head(self, cue: _Cue, post: int | None) -> None:
        """A heading such as "statement by": what follows is the words of whoever it names."""
        for at in range(cue.last, cue.end):
            party = self._party_at(at)
            if party:
                before = tuple(link for link in self.headings.get(post, ()) if link.party.source_kind == "post")
                self.headings[post] = (*before, _link(party, at, at + party.length, (cue.first, cue.last)))
                self._remember(self.headings[post], party)
                return

    def _name_after(self, cue: _Cue, last: int) -> SourceLink | None:
        first = cue.last
        while first < last and self.tokens[first].kind == "punct":
            first += 1
        last = _until_mark(self.lattice, first, min(last, first + _LONGEST_NAME))
        if first >= last:
            return None
        return SourceLink(Party(None, self.lattice.text(first, last), None, "unidentified", "post", None), first, last)

    def _is_rule_off(self, sentence: Sentence) -> bool:
        """Whether a line of dashes stands here, which parts a quoted statement from the report around it."""
        words = any(
            token.kind in ("word", "number", "hashtag") for token in self.tokens[sentence.first : sentence.last]
        )
        return not words and any(
            "—" in t.form or "--" in t.form or "__" in t.form for t in self.tokens[sentence.first : sentence.last]
        )

    def _author(self, post: int) -> SourceLink | None:
        """The author of a post as a link; its words are the handle or the name in the post, or else the post's first word."""
        segment = self.lattice.document.segments[post]
        first, last = self.posts[post]
        if not segment.author or first >= last:
            return None
        name = fold(segment.author)
        at = next(
            (i for i in range(first, last) if self.tokens[i].kind == "handle" and fold(self.tokens[i].form) == name),
            None,
        )
        if at is None:
            at = next((i for i in range(first, last) if self.tokens[i].kind in ("handle", "word")), first)
        return SourceLink(Party(None, segment.author, None, "unidentified", "post", None), at, at + 1)

    def _statements(
        self, sentence: Sentence, post: int | None, frames: Sequence[_Frame], owner: Sequence[int]
    ) -> Iterator[Statement]:
        """The runs of tokens that one frame owns."""
        start = 0
        for at in range(1, len(owner) + 1):
            if at < len(owner) and owner[at] == owner[start]:
                continue
            frame = frames[owner[start]]
            first, last = sentence.first + start, sentence.first + at
            quoted = self._is_quoted(frame.content if first <= frame.content < last else first, last)
            yield Statement(first, last, frame.chain, frame.stance, frame.as_of, frame.rule, frame.cue, post, quoted)
            start = at

    def _carry(self, sentence: Sentence, frames: Sequence[_Frame], owner: Sequence[int]) -> None:
        """Remembers who goes on in the next sentence: inside a quotation, or after a colon that ends a line."""
        frame = frames[owner[-1]] if owner else None
        self.carried = None
        if frame is None or not frame.chain:
            return
        tail = self.tokens[sentence.last - 1]
        if tail.form in (":", "::") and frame.kind == "verb":
            self.carried = frame._replace(kind="colon")
        elif any(a < sentence.last < b for a, b in self.quotes):
            self.carried = frame._replace(kind="quote")

    # ---- frames

    def _frame_all(self, sentence: Sentence, cues: Sequence[_Cue], frames: list[_Frame], owner: list[int]) -> None:
        """Gives each token of the sentence to the frame that asserts it."""
        inside = self._swallowed(cues)
        for number, cue in enumerate(cues):
            if cue.first in inside:
                continue
            limit = next(
                (c.first for c in cues[number + 1 :] if c.first not in inside and self._bounds(c)), sentence.last
            )
            act = self._ACTS.get(cue.kind)
            if act:
                act(self, sentence, cue, limit, frames, owner)

    def _bounds(self, cue: _Cue) -> bool:
        """Whether what a verb before this cue opens ends here: at a verb of its own, not at one that only may be of saying."""
        if cue.kind == "verb" and cue.gives.get("needs") == "source":
            return bool(_clitics(self.lattice, cue.first) & {"w", "f"}) or "complementizer" in self.cells[cue.first - 1]
        return cue.kind in ("verb", "believed", "record", "no_claim")

    def _swallowed(self, cues: Sequence[_Cue]) -> frozenset[int]:
        """The verbs that only belong to another cue: as X said, a statement that X published."""
        inside = set()
        for cue in cues:
            if cue.kind != "verb":
                continue
            before = cue.first - 1
            if before < 0:
                continue
            if self._ends_with(before, "according_what") or self._ends_with(before, "sake_of"):
                inside.add(cue.first)
            elif self.cells[before].get("as_said") and any(c.kind == "according" and c.first == before for c in cues):
                inside.add(cue.first)
            elif cue.edge and "suffix" in cue.edge.features and self._record_before(before):
                inside.add(cue.first)
        return frozenset(inside)

    def _ends_with(self, at: int, cls: str) -> bool:
        """Whether a phrase of the class ends with this token."""
        return any(
            edge.length == at - start + 1
            for start in range(max(0, at - 3), at + 1)
            for edge in self.cells[start].get(cls, ())
        )

    def _is_record(self, at: int) -> bool:
        return "record_noun" in self.cells[at] or "more_records" in self.cells[at]

    def _record_before(self, at: int) -> bool:
        """Whether a statement, a report, a clip stands at most three tokens before, with nothing that parts them."""
        for i in range(at, max(-1, at - 3), -1):
            if self.tokens[i].kind == "punct":
                return False
            if self._is_record(i):
                return True
        return False

    # -- a verb of saying

    def _verb(self, sentence: Sentence, cue: _Cue, limit: int, frames: list[_Frame], owner: list[int]) -> None:
        first = sentence.first
        current = frames[owner[cue.first - first]]
        features = cue.edge.features if cue.edge else frozenset()
        lead = self._clause_start(cue.first, first)
        antecedent = self._antecedent(cue.first, first)
        zone = self._zone(cue, limit)
        before = None if antecedent else self._subject_before(cue.first, lead, features)
        relative = antecedent is not None or (before is None and self._is_subordinate(cue, lead, first))
        subject = before if before and not self._speaks_first(zone, cue) else zone.subject or before
        if subject is None and antecedent and "suffix" not in features:
            subject = antecedent
        if subject is None and cue.gives.get("needs") == "source":
            return
        found = self._speaker_of(cue, subject, zone, features, current, relative)
        if not relative and not zone.through:
            zone = zone._replace(through=tuple(self._handed_before(lead, cue.first)))
        chain = self._with_inner(cue, found, zone, limit)
        outer = self._outer(cue, current, chain, relative, lead)
        chain = _joined(outer, chain)
        stance = self._stance(cue, chain, zone, limit)
        day = (
            zone.day
            or self._day_between(lead, cue.first)
            or (current.as_of if outer else None)
            or self.as_of(cue.first)
        )
        frames.append(_Frame(chain, stance, day, cue.rule, (cue.first, cue.last), "verb", zone.content))
        start = cue.first if relative else self._frame_start(cue, lead, before)
        end = self._relative_end(zone.content, sentence.last) if relative else sentence.last
        _give(owner, start - first, end - first, len(frames) - 1)
        if not relative:
            self._remember(chain, None, found)

    def _speaks_first(self, zone: _Zone, cue: _Cue) -> bool:
        """Whether the subject stands right behind the verb, where it outranks whatever stands before."""
        return bool(
            zone.subject
            and zone.subject.known
            and zone.subject.chain
            and zone.subject.chain[0].first <= cue.last + 1
            and zone.that is not None
        )

    def _speaker_of(
        self, cue: _Cue, subject: _Found | None, zone: _Zone, features: frozenset[str], current: _Frame, relative: bool
    ) -> _Found:
        """Who speaks: whoever stands beside the verb, else whoever spoke last, else nobody we can tell (and an issue)."""
        if subject is not None:
            return subject
        if "p1" in features and current.chain:
            return _Found(current.chain, cue.last, back=True)
        if cue.gives.get("conveys") == "yes":
            return self._conveyor(cue, features)
        if relative and current.chain and "suffix" not in features:
            return _Found(current.chain, cue.last, back=True)
        if not self._is_passive(cue, zone):
            speaker = self._last_speaker(features)
            if speaker:
                return _Found(speaker.chain, cue.last, speaker.gender, speaker.number, back=True)
            self._miss("S02", cue.first, cue.last, "a speech verb without a source we could find")
        party = Party(None, "", None, "unidentified", "unnamed", None, True)
        return _Found((SourceLink(party, cue.first, cue.last, (cue.first, cue.last)),), cue.last)

    def _conveyor(self, cue: _Cue, features: frozenset[str]) -> _Found:
        """Whoever passes on the words where the verb has no subject: the outlet that spoke last, or nobody (it was quoted)."""
        for speaker in reversed(self.speakers[-3:]):
            for link in speaker.chain:
                if link.party.source_kind in _MEDIA and _agrees(features, speaker):
                    return _Found((link,), cue.last, speaker.gender, speaker.number, back=True)
        return _Found((), cue.last)

    def _is_passive(self, cue: _Cue, zone: _Zone) -> bool:
        """Whether the verb can only be read as it is said, it was reported."""
        edges = [
            edge
            for edge in self.cells[cue.first].get(cue.edge.cls if cue.edge else "", ())
            if edge.length == cue.last - cue.first
        ]
        if edges and all("passive" in edge.features for edge in edges):
            return True
        return not self.speakers and zone.that == cue.last and any("passive" in edge.features for edge in edges)

    def _with_inner(self, cue: _Cue, found: _Found, zone: _Zone, limit: int) -> Chain:
        """The chain with those it comes through before, and those whom it quotes behind."""
        chain = found.chain
        if zone.through and not found.back:
            chain = _joined(zone.through, chain)
        elif zone.through and not any(_same(link, zone.through[0]) for link in chain):
            chain = _joined(zone.through, chain[-1:])
        if cue.gives.get("conveys") == "yes":
            chain = _joined(chain, self._quoted_from(cue.last, limit))
        return chain

    def _quoted_from(self, at: int, limit: int) -> Chain:
        """Those whom a conveying verb passes on: from a channel, from a source."""
        chain: list[SourceLink] = []
        end = min(limit, at + _REACH)
        while at < end:
            if self._that_at(at, at):
                break
            edge = next(iter(self.cells[at].get("from_person", ())), None)
            if edge is None:
                at += 1
                continue
            if "suffix" in edge.features:
                speaker = self._last_speaker(frozenset())
                chain.extend(speaker.chain[-1:] if speaker else ())
                at += 1
                continue
            that = next(
                (i for i in range(at + 1, min(end, at + 14)) if self._that_at(i, at) or "word_noun" in self.cells[i]),
                None,
            )
            found = self._source_at(at + 1, that if that is not None else end, whole=that is not None)
            if not found:
                at += 1
                continue
            chain.extend(found.chain)
            at = found.last
        return tuple(chain)

    def _outer(self, cue: _Cue, current: _Frame, chain: Chain, relative: bool, lead: int) -> Chain:
        """The links around this one where it stands inside what another says."""
        if not current.chain or current.kind in ("base", "label", "tail"):
            if current.kind == "base" and current.chain and chain:
                return tuple(link for link in current.chain if link.party.source_kind == "post" or relative)
            return ()
        if current.kind in ("quote", "colon"):
            return current.chain
        if current.kind == "according" and not self._coordinated(cue.first, current.content, lead):
            return current.chain
        if current.kind in ("verb", "own") and not self._coordinated(cue.first, current.content, lead):
            return current.chain
        return ()

    def _coordinated(self, verb: int, content: int, lead: int) -> bool:
        """Whether the verb stands beside what came before it rather than inside it."""
        if lead > content:
            return True
        clitics = _clitics(self.lattice, verb)
        return "w" in clitics or "f" in clitics

    def _stance(self, cue: _Cue, chain: Chain, zone: _Zone, limit: int) -> str:
        stance = cue.gives.get("stance", "asserts")
        source = chain[-1].party if chain else None
        if source is None:
            return stance
        if cue.gives.get("warns") == "yes":
            threat = _is_armed(source) and any(
                "condition_word" in self.cells[i] for i in range(cue.last, min(limit, cue.last + 14))
            )
            return "threatens" if threat else stance
        if stance == "asserts" and _is_armed(source) and self._own_act(zone, limit, source):
            return "claims_responsibility"
        return stance

    # -- what stands between the verb and what was said

    def _zone(self, cue: _Cue, limit: int, *, alone: bool = False) -> _Zone:
        """Reads on from the verb; `alone` where nothing but the subject can follow (as X said)."""
        features = cue.edge.features if cue.edge else frozenset()
        that = self._complement(cue.last, limit)
        end = that if that is not None else limit
        about = cue.content is not None and that is None
        if about and cue.content is not None:
            end = min(end, cue.content)
        subject: _Found | None = None
        through: list[SourceLink] = []
        day: str | None = None
        at = cue.last
        free = True  # whether a subject may begin here: behind the verb, an adverb, a mark; not behind a noun
        while at < end:
            token, cell = self.tokens[at], self.cells[at]
            moment = self._time_at(at)
            if moment:
                day = day or moment[1]
                at, free = moment[0], True
                continue
            party = self._party_at(at)
            if party and at + party.length <= end + 1:
                clitics = party.features
                handed = "l" in clitics or self._handed(at)
                if handed and party.mention.party.source_kind in _MEDIA:
                    found = self._resolved(party, at)
                    through.append(found.chain[-1])
                    at, free = at + party.length, True
                    continue
                if handed or "b" in clitics or "k" in clitics:
                    at, free = at + party.length, False
                    continue
                if free and subject is None and party.mention.party.source_kind == "document" and party.length > 1:
                    subject = self._record_source(at, end)
                    if subject:
                        at, free = subject.last, False
                        continue
                if free and party.mention.can_speak and subject is None and self._may_say(features, party):
                    subject = self._subject_from(party, at, end, whole=that is not None or alone or about)
                    at, free = subject.last, False
                    continue
                if (
                    subject is not None
                    and cue.gives.get("informs") == "yes"
                    and party.mention.party.source_kind in _MEDIA
                ):
                    through.append(self._resolved(party, at).chain[-1])
                at, free = at + party.length, False
                continue
            if token.form == "ل" and (named := self._quoted_name(at + 1, end)):
                through.append(named)
                at, free = named.last + 1, True
                continue
            if token.kind == "punct":
                at = self._past_bracket(at, end)
                free = True
                continue
            if "linking_adverb" in cell or "verb_helper" in cell:
                at, free = at + 1, True
                continue
            if "linking_prep" in cell and not self._is_name_like(at):
                at = self._past_phrase(at, end)
                free = True
                continue
            if (
                subject is None
                and free
                and at == cue.last
                and self._is_record(at)
                and (that is not None or "say_clear" in self.cells[cue.first])
            ):
                subject = self._record_source(at, end)
                if subject:
                    at, free = subject.last, False
                    continue
            if (
                subject is None
                and at == cue.last
                and (that is not None or alone or about)
                and self._may_be_named(cue, features)
            ):
                named_by = self._unknown_name(at, end)
                if named_by:
                    subject = named_by
                    at, free = named_by.last, False
                    continue
            if that is None and not about and not (subject and self._continues_name(at)):
                break
            at, free = at + 1, False
        if subject:
            through.extend(self._told_to(subject.last, end))
        through.extend(self._passed_through(cue.last, end))
        return _Zone(subject, tuple(dict.fromkeys(through)), day, that if that is not None else min(at, limit), that)

    def _complement(self, at: int, limit: int) -> int | None:
        """Where what was said begins: that, a colon, an opening quotation mark after a colon; None where a noun follows."""
        for i in range(at, min(limit, at + _REACH)):
            if self._that_at(i, at) and not _clitics(self.lattice, i) & {"w", "l"}:
                return i
            if self.tokens[i].form in (":", "::"):
                return i
        return None

    def _that_at(self, at: int, verb_end: int) -> bool:
        for edge in self.cells[at].get("complementizer", ()):
            if edge.features & {"l", "k"}:
                continue
            return not (at > verb_end and "not_that" in self.cells[at - 1] and "b" not in edge.features)
        return False

    def _may_be_named(self, cue: _Cue, features: frozenset[str]) -> bool:
        """Whether a name that no stage knows may be the subject behind a verb: of a singular verb that is surely one of saying."""
        if features & {"du", "pl"} and "p3" in features or "p1" in features:
            return False
        return cue.gives.get("needs") != "source" or "w" in features or "complementizer" in self.cells[cue.first - 1]

    def _handed(self, at: int) -> bool:
        """Whether "to" or "with" stands before: to Reuters, with the channel."""
        before = at - 1
        while before >= 0 and self.tokens[before].kind == "punct":
            before -= 1
        if before < 0:
            return False
        return self.tokens[before].form in ("ل", "الي", "مع")

    def _past_bracket(self, at: int, end: int) -> int:
        if self.tokens[at].form in ("(", "["):
            for i in range(at + 1, min(end, at + 30)):
                if self.tokens[i].form in (")", "]"):
                    return i + 1
        return at + 1

    def _past_phrase(self, at: int, end: int) -> int:
        """Past a preposition and the noun it governs, or the party."""
        at += 1
        while at < end and self.tokens[at].kind == "punct" and self.tokens[at].form not in ("،", ","):
            at += 1
        if at >= end:
            return end
        moment = self._time_at(at)
        if moment:
            return moment[0]
        party = self._party_at(at)
        if party and self.tokens[at - 1].form not in ("الي", "مع"):
            return min(end, at + party.length)
        if party:
            return at
        at += 1
        while (
            at < end
            and self.tokens[at].kind == "word"
            and not (
                self._party_at(at) or "linking_prep" in self.cells[at] or self._that_at(at, at) or self._time_at(at)
            )
        ):
            at += 1
        return at

    def _is_name_like(self, at: int) -> bool:
        """Whether a preposition is really a name spelt like one: Ali, spelt with ya."""
        return self.tokens[at].form == "علي" and self.tokens[at].spelt.endswith("ي")

    def _continues_name(self, at: int) -> bool:
        """Whether a word still belongs to the name before it: an adjective, an apposition before the next mark."""
        return self.tokens[at].kind == "word" and self.tokens[at].form.startswith("ال")

    def _told_to(self, at: int, end: int) -> Iterator[SourceLink]:
        """Outlets that a source spoke to, in a clause about the source: two sources who spoke to Reuters."""
        spoke = False
        for i in range(at, min(end, at + 7)):
            if self.tokens[i].form in ("،", ","):
                return
            if any(cls in self.cells[i] for cls in ("say_about", "say_clear", "handing_over")):
                spoke = True
            elif spoke and (party := self._party_at(i)):
                if party.mention.party.source_kind in _MEDIA and ("l" in party.features or self._handed(i)):
                    yield self._resolved(party, i).chain[-1]
                return

    def _handed_before(self, lead: int, verb: int) -> Iterator[SourceLink]:
        """Outlets that a statement before the verb was made to: in an earlier statement to AFP, he said."""
        record = False
        for i in range(lead, verb):
            record = record or self._is_record(i)
            if not record:
                continue
            party = self._party_at(i)
            if party and party.mention.party.source_kind in _MEDIA and ("l" in party.features or self._handed(i)):
                yield self._resolved(party, i).chain[-1]
            elif self.tokens[i].form == "ل" and (named := self._quoted_name(i + 1, verb)):
                yield named

    def _passed_through(self, at: int, end: int) -> Iterator[SourceLink]:
        """Outlets that published or got what was said: in a statement that SANA published."""
        for i in range(at, min(end, at + 25)):
            cell = self.cells[i]
            for cls in ("publishing", "receiving"):
                edge = next(iter(cell.get(cls, ())), None)
                if edge is None or "suffix" not in edge.features and "to_word" not in cell:
                    continue
                where = i + 1
                while where < end and self.tokens[where].kind == "punct":
                    where += 1
                party = self._party_at(where) if where < end else None
                kinds = _MEDIA if cls == "publishing" else ("agency",)
                if party and party.mention.party.source_kind in kinds:
                    yield self._resolved(party, where).chain[-1]

    # -- who stands where

    def _party_at(self, at: int) -> Edge | None:
        edges = self.cells[at].get("party") if at < len(self.cells) else None
        return edges[0] if edges else None

    def _may_say(self, features: frozenset[str], party: Edge) -> bool:
        """Whether a verb agrees with a party behind it: he warned Cyprus is not said by Cyprus."""
        mention: PartyMention = party.mention
        if features & {"du", "pl"} and "p3" in features:
            return False  # before its subject a verb stays singular
        if mention.number != "sg":
            return True
        gender, said = self._gender(mention, party), _gender_of(features)
        return not (gender and said and gender != said)

    def _subject_from(self, party: Edge, at: int, end: int, *, whole: bool = False) -> _Found:
        """A party as the one who speaks, with those joined to it by "and" as one link.

        Where `whole`, the words up to the next mark or preposition belong to the name too: nothing else can stand there.
        """
        found = self._resolved(party, at)
        if not party.mention.pronoun and found.chain:
            found = self._completed(found, end, whole=whole)
        last = found.last
        while last < end:
            more = self._party_at(last)
            if not more or "w" not in more.features or not more.mention.can_speak:
                break
            last += more.length
        if last > found.last and found.chain:
            link = found.chain[-1]
            joint = link.party
            if joint.anonymous or joint.id is None:
                joint = replace(joint, name_ar=_bare(self.lattice, SourceLink(joint, link.first, last)))
            return found._replace(chain=(*found.chain[:-1], link_with(link, joint, last)), last=last, number="pl")
        return found

    def _completed(self, found: _Found, end: int, *, whole: bool) -> _Found:
        """A source with the words of its name that the mention left out: a name in quotation marks, of a person behind an office."""
        last = found.last
        link = found.chain[-1]
        if link.last != last:
            return found
        if last < end and "quote_mark" in self.cells[last] and (named := self._quoted_name(last, end)):
            party = link.party if link.party.id else replace(link.party, name_ar=named.party.name_ar)
            if named.party.id and not link.party.id:
                party = named.party
            return found._replace(
                chain=(*found.chain[:-1], link_with(link, party, named.last + 1)), last=named.last + 1
            )
        further = self._phrase_end(last - 1, end)
        if not whole and not (last < end and self.tokens[last].form.startswith("باسم")):
            further = next((i for i in range(last, further) if not self.tokens[i].form.startswith("ال")), further)
        if further <= last:
            return found
        party = link.party
        if party.id is None and not found.back and party.name_ar:
            party = replace(party, name_ar=_bare(self.lattice, SourceLink(party, link.first, further)))
        return found._replace(chain=(*found.chain[:-1], link_with(link, party, further)), last=further)

    def _resolved(self, party: Edge, at: int) -> _Found:
        """A party as a link. A noun that points back (the source, the agency, he) takes the party that it points to."""
        mention: PartyMention = party.mention
        last = at + party.length
        gender, number = self._gender(mention, party), mention.number
        link = SourceLink(mention.party, at, last)
        if self.cells[at].get("partitive"):
            outer = self.speakers[-1].chain[:-1] if self.speakers else ()
            own = replace(mention.party, id=None, name_ar=_bare(self.lattice, link), name_en=None)
            return _Found((*outer, replace(link, party=own)), last, gender, number)
        if mention.pronoun:
            speaker = self._last_speaker(frozenset())
            if speaker is None:
                self._miss("S01", at, last, "a source is named by a pronoun or phrase we could not resolve")
                return _Found((link,), last, gender, number)
            return _Found(speaker.chain, last, speaker.gender, speaker.number, back=True)
        if mention.party.id is None and self._points_back(mention, party, at):
            return self._pointed_to(link, last, gender, number)
        return _Found((link,), last, gender, number)

    def _points_back(self, mention: PartyMention, party: Edge, at: int) -> bool:
        """Whether a mention is a bare noun with the article: the source, the agency, the ministry."""
        words = party.length
        return words == 1 and (
            self.tokens[at].form.lstrip("وفبل").startswith(("ال", "لل"))
            or self.tokens[at].form.startswith(("لل", "ال"))
        )

    def _pointed_to(self, link: SourceLink, last: int, gender: str, number: str) -> _Found:
        head = _stem(_bare(self.lattice, link))
        for speaker in reversed(self.speakers):
            for place in range(len(speaker.chain) - 1, -1, -1):
                earlier = speaker.chain[place]
                if head in _stems(earlier.party.name_ar) or head in _stems(
                    self.lattice.text(earlier.first, earlier.last)
                ):
                    innermost = place == len(speaker.chain) - 1
                    outer = speaker.chain[:place] if innermost and earlier.party.anonymous else ()
                    return _Found(
                        (*outer, replace(link, party=earlier.party)),
                        last,
                        gender or speaker.gender,
                        number,
                        back=bool(outer),
                    )
        if link.party.source_kind == "unnamed":
            self._miss("S01", link.first, link.last, "a source is named by a pronoun or phrase we could not resolve")
        return _Found((link,), last, gender, number)

    def _gender(self, mention: PartyMention, party: Edge) -> str:
        """m, f, or empty: as the tables say, or as the head is spelt."""
        for cls in ("party_head", "title", "party_name", "role_noun"):
            for edge in self.cells[mention.head].get(cls, ()):
                for feature in edge.features:
                    if feature in ("m", "f", "gender=m", "gender=f"):
                        return feature[-1]
        if mention.party.source_kind == "government":
            return "m" if "masculine_country" in self.cells[mention.head] else "f"
        spelt = self.tokens[mention.head].spelt
        return "f" if spelt.endswith(("ة", "ات")) else ""

    def _source_at(self, at: int, end: int, *, whole: bool = False) -> _Found | None:
        """Whoever is named from a token on, after according to or from: a party, a statement of theirs, a name we do not know."""
        start = at
        while at < end and (
            self.tokens[at].kind == "punct"
            and self.tokens[at].form not in ("،", ",", ".")
            or self.tokens[at].form == "ل"
        ):
            at += 1
        if at >= end or at - start > 3:
            return None
        verb = self._verb_at(at)
        if verb:
            return self._source_of_verb(at, verb, end)
        party = self._party_at(at)
        if party:
            if party.mention.party.source_kind == "document" and party.length > 1:
                return self._record_source(at, end)
            found = self._subject_from(party, at, end, whole=whole)
            through = tuple(self._told_to(found.last, end))
            return found._replace(chain=_joined(through, found.chain))
        if self._is_record(at):
            return self._record_source(at, end)
        if "partitive" in self.cells[at]:
            return self._unknown_name(at, end)
        return self._unknown_name(at, end)

    def _verb_at(self, at: int) -> Edge | None:
        for cls in _SAYING:
            for edge in self.cells[at].get(cls, ()):
                return edge
        return None

    def _source_of_verb(self, at: int, verb: Edge, end: int) -> _Found | None:
        """Whoever stands behind the verb of as X said, what X passed on from Y."""
        cue = _Cue(
            at,
            at + verb.length,
            "verb",
            {"cue": "verb", "conveys": "yes"} if self._passes_on(at, end) else {"cue": "verb"},
            "",
            verb,
            at,
            at + verb.length,
        )
        if verb.cls == "coming":
            return self._source_in_record(at + 1, end)
        zone = self._zone(cue, end, alone=True)
        if zone.subject is None:
            inner = self._quoted_from(at + 1, end) if cue.gives.get("conveys") else ()
            if inner:
                return _Found(inner, inner[-1].last)
            if self._is_passive(cue, zone) or not self.speakers:
                party = Party(None, "", None, "unidentified", "unnamed", None, True)
                return _Found((SourceLink(party, at, at + 1),), at + 1)
            speaker = self._last_speaker(verb.features)
            return _Found(speaker.chain, at + 1, speaker.gender, speaker.number, back=True) if speaker else None
        chain = self._with_inner(cue, zone.subject, zone, end)
        return zone.subject._replace(chain=chain, last=max(link.last for link in chain))

    def _passes_on(self, at: int, end: int) -> bool:
        return any(cls in self.cells[at] for cls in ("conveying", "publishing")) and any(
            "from_person" in self.cells[i] for i in range(at + 1, min(end, at + 10))
        )

    def _source_in_record(self, at: int, end: int) -> _Found | None:
        """Whoever a statement belongs to, after "it came in"."""
        for i in range(at, min(end, at + 3)):
            if self._is_record(i):
                return self._record_source(i, end)
            party = self._party_at(i)
            if party:
                return self._subject_from(party, i, end)
        return None

    def _record_source(self, at: int, end: int) -> _Found | None:
        """Whoever a statement, a report or a figure belongs to; without a name, the record itself."""
        last = at + 1
        while last < end and last - at < _LONGEST_NAME:
            token, cell = self.tokens[last], self.cells[last]
            if token.form in ("،", ",", ".", ":", "؛"):
                break
            party = self._party_at(last)
            if party and party.mention.party.source_kind != "document":
                found = self._subject_from(party, last, end)
                return found if party.mention.can_speak else None
            if self._that_at(last, last):
                break
            if token.form.startswith("لل") and token.kind == "word":
                return self._pointed_to(
                    SourceLink(Party(None, token.form, None, "unidentified", "organisation", None), last, last + 1),
                    last + 1,
                    "",
                    "sg",
                )
            if self._verb_at(last) is None and "linking_prep" in cell and "from_person" not in cell:
                break
            last += 1
        definite = self.tokens[at].form.lstrip("وفبل").startswith("ال") or self.tokens[at].form.startswith("لل")
        speaker = self.speakers[-1] if self.speakers else None
        if definite and last == at + 1:
            if speaker:
                return _Found(speaker.chain, last, speaker.gender, speaker.number, back=True)
            self._miss("S01", at, last, "a source is named by a pronoun or phrase we could not resolve")
        last = self._phrase_end(at, end)
        name = _bare(self.lattice, SourceLink(_NOBODY, at, last))
        party_of = Party(None, name, None, "unidentified", "document", None, True)
        return _Found((SourceLink(party_of, at, last),), last)

    def _phrase_end(self, at: int, end: int) -> int:
        """The end of a noun phrase that no stage knows: before a mark, a preposition, a verb of saying, that, a time."""
        last = at + 1
        while last < end and last - at < _LONGEST_NAME:
            cell = self.cells[last]
            clitics = _clitics(self.lattice, last)
            if self.tokens[last].kind != "word" or self._that_at(last, last) or self._verb_at(last):
                break
            if (
                ("linking_prep" in cell and not self._is_name_like(last))
                or "relative_pronoun" in cell
                or "whatever_word" in cell
                or "own_strike_noun" in cell
                or "more_tolls" in cell
                or "linking_adverb" in cell
            ):
                break
            if "w" in clitics or "time" in cell or "verb_helper" in cell:
                break
            if (
                "l" in clitics
                and "party" in cell
                or self.tokens[last].form == "ل"
                or self.tokens[last].form.startswith("لل")
            ):
                break
            last += 1
        return last

    def _unknown_name(self, at: int, end: int) -> _Found | None:
        """A name that no stage knows, told by where it stands."""
        if at >= end or self.tokens[at].kind != "word" or "complementizer" in self.cells[at]:
            return None
        if "linking_prep" in self.cells[at] and not self._is_name_like(at) or "time" in self.cells[at]:
            return None
        last = self._phrase_end(at, end)
        name = _bare(self.lattice, SourceLink(_NOBODY, at, last))
        party = Party(None, name, None, "unidentified", "unnamed", None, False)
        if "partitive" in self.cells[at]:
            outer = self.speakers[-1].chain[:-1] if self.speakers else ()
            return _Found(
                (*outer, SourceLink(replace(party, source_kind="witness", anonymous=True), at, last)), last, "m"
            )
        return _Found((SourceLink(party, at, last),), last, known=False)

    def _quoted_name(self, at: int, end: int) -> SourceLink | None:
        """An outlet that no table knows: a name in quotation marks after "to"."""
        if at >= end or "quote_mark" not in self.cells[at]:
            return None
        for i in range(at + 1, min(end, at + 7)):
            if "quote_mark" in self.cells[i]:
                if i == at + 1:
                    return None
                party = self._party_at(at + 1)
                known = party.mention.party if party and party.length >= i - at - 1 else None
                name = self.lattice.text(at + 1, i)
                return SourceLink(known or Party(None, name, None, "private", "outlet", None), at + 1, i)
        return None

    def _subject_before(self, verb: int, lead: int, features: frozenset[str]) -> _Found | None:
        """Whoever stands at the head of the clause, before the verb."""
        at = lead
        fronted = False
        while at < verb and at - lead < 4:
            cell = self.cells[at]
            party = self._party_at(at)
            if party:
                break
            if "was_verb" in cell or "clause_opener" in cell or "verb_helper" in cell:
                fronted = True
            elif not (self.tokens[at].kind == "punct" or self.tokens[at].form in ("ان", "انها")):
                break
            at += 1
        if at >= verb:
            return None
        party = self._party_at(at)
        if party is None:
            if not fronted:
                return self._joined_before(verb, lead)
            named = self._unknown_name(at, verb)
            return named if named and verb - named.last <= _LONGEST_LEAD and verb > named.last else None
        last = at + party.length
        if (
            party.features & {"l", "b", "k"}
            or not party.mention.can_speak
            or last > verb
            or verb - last > _LONGEST_LEAD
        ):
            return None
        if any(
            self._verb_at(i) and self._verb_at(i) is not None and "say_clear" in self.cells[i]
            for i in range(last, verb)
        ):
            return None
        if (
            "f" in features
            and not fronted
            and "m" not in features
            and self._gender(party.mention, party) == "m"
            and party.mention.number == "sg"
        ):
            return None
        return self._subject_from(party, at, verb)

    def _joined_before(self, verb: int, lead: int) -> _Found | None:
        """A party with "and" right before a verb without it: X fell and the observatory counts."""
        if _clitics(self.lattice, verb) & {"w", "f"}:
            return None
        for at in range(verb - 1, max(lead, verb - 8), -1):
            edge = next((e for e in self.cells[at].get("party", ()) if at + e.length == verb), None)
            if edge:
                return self._subject_from(edge, at, verb) if edge.mention.can_speak and "w" in edge.features else None
        return None

    def _antecedent(self, verb: int, first: int) -> _Found | None:
        """The party that a relative clause is about: so and so, who said; two officials who warned (no pronoun)."""
        before = verb - 1
        pronoun = before >= first and "relative_pronoun" in self.cells[before]
        if pronoun:
            before -= 1
            if before >= first and self.tokens[before].form in ("،", ","):
                before -= 1
        if before < first:
            return None
        for at in range(before, max(first - 1, before - 10), -1):
            edge = next((e for e in self.cells[at].get("party", ()) if at + e.length == before + 1), None)
            if edge:
                if (
                    not edge.mention.can_speak
                    or not pronoun
                    and (self._clause_start(verb, first) >= at - 2 or _clitics(self.lattice, verb) & {"w", "f"})
                ):
                    return None
                return self._resolved(edge, at)
        return None

    # -- where clauses begin and end

    def _clause_start(self, at: int, first: int) -> int:
        """The first token of the clause that a token stands in."""
        while at > first:
            before = self.tokens[at - 1]
            if before.kind == "punct":
                if before.form in ("؛", ";", ":", "::", "…", "..", "...") or before.form in ("–", "—"):
                    return at
                if before.form in ("،", ",", "-") and self._opens_clause(at):
                    return at
            elif (opener := self._opener_before(at, first)) is not None:
                return opener
            at -= 1
        return first

    def _opener_before(self, at: int, first: int) -> int | None:
        """Where a word or phrase that opens a clause, and ends before a token, begins."""
        for start in range(max(first, at - 3), at):
            for edge in self.cells[start].get("clause_opener", ()):
                if start + edge.length == at and "as_said" not in self.cells[start]:
                    return start
        return None

    def _opens_clause(self, at: int) -> bool:
        """Whether a clause opens here after a comma: with and, so, while, but."""
        cell = self.cells[at]
        clitics = _clitics(self.lattice, at)
        if clitics & {"w", "f"}:
            return "complementizer" not in cell
        return "clause_opener" in cell or "as_said" in cell

    def _is_subordinate(self, cue: _Cue, lead: int, first: int) -> bool:
        """Whether the verb stands inside a clause of another verb: an attack that X claimed, after X had announced."""
        verb = cue.first
        if verb == lead or _clitics(self.lattice, verb) & {"w", "f"}:
            return False
        before = verb - 1
        if "relative_pronoun" in self.cells[before] or self._ends_with(before, "subordinating"):
            return True
        if cue.edge and "suffix" in cue.edge.features:
            return True
        if self.tokens[before].kind == "punct" and self.tokens[before].form in ("،", ",", '"', "»", "”"):
            return False
        head = self.cells[lead]
        if any(
            cls in head
            for cls in (
                "linking_prep",
                "linking_adverb",
                "time",
                "clause_opener",
                "was_verb",
                "verb_helper",
                "according",
            )
        ):
            return False
        if _clitics(self.lattice, lead) & {"b", "l"} or self._time_at(lead):
            return False
        return verb - lead > 3

    def _frame_start(self, cue: _Cue, lead: int, before: _Found | None) -> int:
        """Where what a main verb reports begins: at the verb after "and", else with the clause."""
        if before is None and _clitics(self.lattice, cue.first) & {"w", "f"}:
            return cue.first
        if before is not None and before.chain and not before.back:
            start = before.chain[0].first
            if start > lead and "w" in _clitics(self.lattice, start):
                return start
        return lead

    def _relative_end(self, at: int, last: int) -> int:
        """Where a clause inside another ends: at the next comma, or with the sentence."""
        for i in range(at + 1, last):
            if self.tokens[i].form in ("،", ",", "؛"):
                return i
        return last

    # -- other cues

    def _according(self, sentence: Sentence, cue: _Cue, limit: int, frames: list[_Frame], owner: list[int]) -> None:
        first, last = sentence.first, sentence.last
        found = self._source_at(cue.last, last)
        if found is None or not found.chain:
            return
        current = frames[owner[cue.first - first]]
        lead = self._clause_start(cue.first, first)
        day = self._day_between(cue.first, min(last, found.last + 4)) or self.as_of(cue.first)
        chain = tuple(replace(link, cue=(cue.first, cue.last)) for link in found.chain)
        through = tuple(self._passed_through(found.last, min(last, found.last + 10)))
        chain = _joined(through, chain)
        frame = _Frame(chain, "asserts", day, cue.rule, (cue.first, cue.last), "according", found.last)
        heads = cue.first == first or bool(_clitics(self.lattice, cue.first) & {"w", "f"})
        if cue.first == lead and heads or cue.first > lead and self._only_opens(lead, cue.first):
            frames.append(frame)
            _give(owner, lead - first, last - first, len(frames) - 1)
            self._remember(chain, None, found)
            return
        self._tail(sentence, cue, found, frame, current, frames, owner)

    def _only_opens(self, lead: int, at: int) -> bool:
        """Whether nothing but "and", "then" stands between the head of the clause and the cue."""
        return all(
            self.tokens[i].kind == "punct" or "clause_opener" in self.cells[i] or "linking_adverb" in self.cells[i]
            for i in range(lead, at)
        )

    def _tail(
        self,
        sentence: Sentence,
        cue: _Cue,
        found: _Found,
        frame: _Frame,
        current: _Frame,
        frames: list[_Frame],
        owner: list[int],
    ) -> None:
        """A source named behind what it says: it covers the clauses before it that no other source has."""
        first = sentence.first
        here = owner[cue.first - first]
        end = self._tail_end(found.last, sentence.last)
        boundary = self._clause_start(cue.first, first)
        if current.kind in ("verb", "own") and current.chain:
            inside_zone = cue.first <= current.content
            if boundary > current.content and not inside_zone:
                frames.append(frame._replace(kind="tail"))
                _give(owner, boundary - first, end - first, len(frames) - 1)
                _give(
                    owner,
                    end - first,
                    sentence.last - first,
                    here if end < sentence.last and not self._opens_clause(end + 1) else 0,
                )
                self._remember(frame.chain, None, found)
                return
            chain = self._around(cue, current.chain, frame.chain)
            frames[here] = current._replace(chain=chain)
            if chain != current.chain:
                self._remember(chain, None)
            return
        start = cue.first
        while start > first and owner[start - 1 - first] == here:
            start -= 1
        frames.append(frame._replace(kind="tail", content=start))
        _give(owner, start - first, end - first, len(frames) - 1)
        self._remember(frame.chain, None, found)

    def _around(self, cue: _Cue, chain: Chain, named: Chain) -> Chain:
        """A chain with a source named beside it: an outlet goes around it, anybody else stands inside it."""
        if any(_same(link, named[-1]) for link in chain):
            return chain
        if "spokesman" in self.cells[named[-1].first] and chain[-1].party.source_kind not in _MEDIA:
            return (*chain[:-1], *named)
        if (
            cue.gives.get("order") == "from"
            or named[0].party.source_kind not in _MEDIA
            or chain[0].party.source_kind in _MEDIA
        ):
            return _joined(chain, named)
        return _joined(named, chain)

    def _tail_end(self, at: int, last: int) -> int:
        """Where a source named behind its words ends: with its apposition, before the next clause."""
        i = at
        while i < last:
            token = self.tokens[i]
            if token.form in ("،", ",") and i + 1 < last and self._opens_clause(i + 1):
                return i
            if token.form in ("؛", ":"):
                return i
            i += 1
        return last

    def _continuing(self, sentence: Sentence, cue: _Cue, limit: int, frames: list[_Frame], owner: list[int]) -> None:
        """Adding, denying: whoever speaks here goes on, perhaps with another stance."""
        first = sentence.first
        here = owner[cue.first - first]
        current = frames[here]
        chain = current.chain
        if not chain or current.kind == "base":
            speaker = self._last_speaker(cue.edge.features if cue.edge else frozenset())
            if speaker is None:
                if not chain:
                    return
            else:
                chain = speaker.chain
        stance = cue.gives.get("stance", "asserts")
        if chain == current.chain and stance == current.stance:
            return
        if (
            stance == "asserts"
            and current.stance in ("claims_responsibility", "accuses", "threatens")
            and chain == current.chain
        ):
            if self._own_act(_Zone(None, (), None, cue.last, None), limit, chain[-1].party):
                return
        frames.append(_Frame(chain, stance, current.as_of, cue.rule, (cue.first, cue.last), "verb", cue.last))
        _give(owner, cue.first - first, sentence.last - first, len(frames) - 1)

    def _no_claim(self, sentence: Sentence, cue: _Cue, limit: int, frames: list[_Frame], owner: list[int]) -> None:
        """Nobody has claimed it: a stance of whoever says so."""
        first = sentence.first
        lead = max(self._clause_start(cue.first, first), first)
        current = frames[owner[cue.first - first]]
        chain = current.chain if current.kind != "base" and lead <= current.content else frames[0].chain
        frames.append(
            _Frame(chain, "no_claim", self.as_of(cue.first), cue.rule, (cue.first, cue.last), "base", cue.first)
        )
        end = self._next_clause(cue.end, sentence.last)
        start = lead if lead > first or current.kind == "base" else min(cue.begin, cue.first)
        _give(owner, start - first, end - first, len(frames) - 1)
        if end < sentence.last:
            _give(owner, end - first, sentence.last - first, 0)

    def _next_clause(self, at: int, last: int) -> int:
        for i in range(at, last):
            if self.tokens[i].form in ("،", ",", "؛") and i + 1 < last and self._opens_clause(i + 1):
                return i + 1
        return last

    def _believed(self, sentence: Sentence, cue: _Cue, limit: int, frames: list[_Frame], owner: list[int]) -> None:
        """It is believed that: nobody is named, so it stays with whoever speaks."""
        first = sentence.first
        current = frames[owner[cue.first - first]]
        lead = self._clause_start(cue.first, first)
        frames.append(
            _Frame(
                current.chain,
                cue.gives["stance"],
                self.as_of(cue.first),
                cue.rule,
                (cue.first, cue.last),
                current.kind,
                cue.last,
            )
        )
        _give(
            owner,
            max(lead, first) - first if lead > first or current.kind == "base" else cue.first - first,
            sentence.last - first,
            len(frames) - 1,
        )

    def _record(self, sentence: Sentence, cue: _Cue, limit: int, frames: list[_Frame], owner: list[int]) -> None:
        """It came in a statement of X that."""
        first = sentence.first
        found = self._source_in_record(cue.last, min(limit, cue.last + _REACH))
        if found is None or not found.chain:
            return
        lead = self._clause_start(cue.first, first)
        zone = _Zone(
            found,
            tuple(self._passed_through(found.last, limit)),
            None,
            self._complement(found.last, limit) or found.last,
            None,
        )
        chain = _joined(zone.through, found.chain)
        stance = self._stance(cue, chain, zone, limit)
        day = self._day_between(lead, zone.content) or self.as_of(cue.first)
        frames.append(_Frame(chain, stance, day, cue.rule, (cue.first, cue.last), "verb", zone.content))
        _give(owner, lead - first, sentence.last - first, len(frames) - 1)
        self._remember(chain, None, found)

    def _label(self, sentence: Sentence, cue: _Cue, limit: int, frames: list[_Frame], owner: list[int]) -> None:
        """A name and a colon at the head of a line."""
        lead = sentence.first
        if cue.edge is None or cue.first > lead + 4 or "place" in self.cells[cue.first]:
            return
        between = range(lead, cue.first)
        if cue.first > lead and not (
            self.tokens[cue.first - 1].kind == "punct"
            and all(
                self.tokens[i].kind == "punct" or "place" in self.cells[i] or self.cells[i].get("party") is None
                for i in between
            )
        ):
            return
        if frames[0].chain and frames[0].kind != "base":
            return
        found = self._resolved(cue.edge, cue.first)
        stance = "asserts"
        if _is_armed(found.chain[-1].party) and self._acts_itself(cue.end, min(sentence.last, cue.end + 12)):
            stance = "claims_responsibility"
        outer = tuple(link for link in frames[0].chain if link.party.source_kind == "post")
        frames.append(
            _Frame(
                _joined(outer, found.chain),
                stance,
                self.as_of(cue.first),
                cue.rule,
                (cue.first, cue.last),
                "label",
                cue.end,
            )
        )
        _give(owner, 0, len(owner), len(frames) - 1)
        self._remember(found.chain, None, found)

    def _bracket(self, sentence: Sentence, cue: _Cue, limit: int, frames: list[_Frame], owner: list[int]) -> None:
        """A name in brackets: an agency that the text comes from, or whoever says what stands before."""
        if cue.edge is None:
            return
        party = cue.edge.mention.party
        rest = [t for t in self.tokens[cue.end : sentence.last] if t.kind != "punct"]
        at_head = cue.begin - sentence.first <= 6 and any(
            "dash" in self.cells[i] for i in range(cue.end, min(sentence.last, cue.end + 2))
        )
        if party.source_kind == "agency" and (not rest or at_head):
            self.credit = self.credit or _link(cue.edge, cue.first, cue.first + cue.edge.length)
        elif not rest and party.source_kind not in _MEDIA and not frames[owner[0]].chain:
            found = self._resolved(cue.edge, cue.first)
            frames.append(
                _Frame(
                    found.chain,
                    "asserts",
                    self.as_of(cue.first),
                    cue.rule,
                    (cue.first, cue.last),
                    "tail",
                    sentence.first,
                )
            )
            _give(owner, 0, len(owner), len(frames) - 1)

    def _own(self, sentence: Sentence, cue: _Cue, limit: int, frames: list[_Frame], owner: list[int]) -> None:
        """In his words: whoever spoke last, where nobody else has the clause."""
        first = sentence.first
        here = owner[cue.first - first]
        if frames[here].chain and frames[here].kind != "base":
            return
        speaker = self._last_speaker(frozenset())
        if speaker is None:
            self._miss("S01", cue.first, cue.last, "a source is named by a pronoun or phrase we could not resolve")
            return
        start = self._clause_start(cue.first, first)
        frames.append(
            _Frame(speaker.chain, "asserts", self.as_of(cue.first), cue.rule, (cue.first, cue.last), "own", start)
        )
        _give(owner, start - first, self._tail_end(cue.last, sentence.last) - first, len(frames) - 1)

    def _turns(self, sentence: Sentence, cue: _Cue, limit: int, frames: list[_Frame], owner: list[int]) -> None:
        """Words inside what somebody says that show a stance of theirs: untrue, stands behind it."""
        here = owner[cue.first - sentence.first]
        current = frames[here]
        if current.stance == "asserts" and current.chain:
            frames[here] = current._replace(stance=cue.gives["stance"])

    def _credit_line(self, sentence: Sentence, cue: _Cue, limit: int, frames: list[_Frame], owner: list[int]) -> None:
        party = next((self._party_at(i) for i in range(cue.last, cue.end) if self._party_at(i)), None)
        if party and party.mention.party.source_kind in _MEDIA and cue.begin == sentence.first:
            self.credit = _link(party, party.mention.first, party.mention.last)

    _ACTS = {
        "verb": _verb,
        "according": _according,
        "continuing": _continuing,
        "no_claim": _no_claim,
        "believed": _believed,
        "record": _record,
        "label": _label,
        "bracket": _bracket,
        "own": _own,
        "turns": _turns,
        "credit": _credit_line,
    }

    # ---- memory

    def _remember(self, chain: Chain, party: Edge | None, found: _Found | None = None) -> None:
        gender, number = (found.gender, found.number) if found else ("", "sg")
        if party is not None:
            gender, number = self._gender(party.mention, party), party.mention.number
        if chain:
            self.speakers.append(_Speaker(chain, gender, number))
            del self.speakers[:-_MEMORY]

    def _last_speaker(self, features: frozenset[str]) -> _Speaker | None:
        """The last speaker that a verb without a subject can mean, by gender and number; else the last of all."""
        for speaker in reversed(self.speakers[-6:]):
            if _agrees(features, speaker):
                return speaker
        return self.speakers[-1] if self.speakers else None

    def _miss(self, code: str, first: int, last: int, message: str) -> None:
        start, end = self.lattice.span(first, last)
        self.issues.append(Issue(code, start, end, message))

    # ---- time

    def _time_at(self, at: int) -> tuple[int, str | None] | None:
        """Where a time expression that begins here ends, and its day."""
        for edge in self.cells[at].get("time", ()):
            mention: TimeMention = edge.mention
            if mention.role in ("at", "until"):
                day = mention.latest if mention.grain in _DAYS and mention.latest else None
                return at + edge.length, day.isoformat() if day else None
        return None

    def _day_between(self, first: int, last: int) -> str | None:
        for at in range(first, last):
            moment = self._time_at(at)
            if moment and moment[1]:
                return moment[1]
        return None

    # ---- own acts

    def _own_act(self, zone: _Zone, limit: int, source: Party) -> bool:
        """Whether what is said is an act of the speaker's own: announced striking, said that it struck, said that its men did."""
        at = zone.content
        end = min(limit if zone.that is None else len(self.tokens), at + 16)
        if at >= end:
            return False
        cell = self.cells[at]
        that = next(iter(cell.get("complementizer", ())), None)
        if that is not None:
            if "suffix" in that.features:
                return self._any(at + 1, min(end, at + 4), "own_strike") or self._any(
                    at + 1, min(end, at + 3), "behind"
                )
            return self._acts_itself(at + 1, min(end, at + 9), source)
        if "own_strike_noun" in cell and not self._others_act(at + 1, source):
            return True
        return self._acts_itself(at, end, source)

    def _others_act(self, at: int, source: Party) -> bool:
        party = self._party_at(at)
        return bool(
            party
            and "l" not in party.features
            and party.mention.party.id is not None
            and party.mention.party.id == source.id
        )

    def _any(self, first: int, last: int, cls: str) -> bool:
        return any(cls in self.cells[i] for i in range(first, min(last, len(self.cells))))

    def _acts_itself(self, first: int, last: int, source: Party | None = None) -> bool:
        """Whether forces of the speaker, or we, strike in a stretch of text."""
        for i in range(first, min(last, len(self.cells))):
            cell = self.cells[i]
            for edge in cell.get("own_strike", ()):
                if (
                    "p1" in edge.features
                    and "pl" in edge.features
                    and "m" not in edge.features
                    and self.tokens[i].form.endswith("نا")
                ):
                    return True
            if "own_plural" in cell or self._is_own_force(i):
                if self._any(max(first, i - 3), i, "own_strike") or self._any(i + 1, i + 6, "own_strike"):
                    return True
            elif source is not None and source.id is not None:
                party = self._party_at(i)
                if (
                    party
                    and party.mention.party.id == source.id
                    and self._any(i + party.length, i + party.length + 2, "own_strike")
                ):
                    return True
        return False

    def _is_own_force(self, at: int) -> bool:
        """An aircraft, a unit, with the article missing or its owner's pronoun: "an aircraft struck", "its unit"."""
        return any("def" not in edge.features for edge in self.cells[at].get("own_force", ()))

    # ---- segments

    def _post_at(self, at: int) -> int | None:
        return next((number for number, (first, last) in self.posts.items() if first <= at < last), None)

    def _inside_quote(self, at: int) -> bool:
        return any(first < at < last for first, last in self.quotes)

    def _is_quoted(self, first: int, last: int) -> bool:
        """Whether most of a stretch stands in quotation marks."""
        inside = sum(max(0, min(last, b) - max(first, a)) for a, b in self.quotes)
        return inside * 2 > last - first


# ------------------------------------------------------------------------------------------------------------- small help

_NOBODY = Party(None, "", None, "unidentified", "unnamed", None)


def _link(edge: Edge, first: int, last: int, cue: tuple[int, int] | None = None) -> SourceLink:
    mention: PartyMention = edge.mention
    return SourceLink(mention.party, first, last, cue)


def link_with(link: SourceLink, party: Party, last: int) -> SourceLink:
    """The link with another party, reaching further."""
    return replace(link, party=party, last=last)


def _same(a: SourceLink, b: SourceLink) -> bool:
    """Whether two links are one source."""
    if a.party.id is not None and b.party.id is not None:
        return a.party.id == b.party.id
    return bool(a.party.name_ar) and fold(a.party.name_ar) == fold(b.party.name_ar)


def _joined(outer: Chain, inner: Chain) -> Chain:
    """A chain inside another, each source once."""
    return (*(link for link in outer if not any(_same(link, other) for other in inner)), *inner)


def _agrees(features: frozenset[str], speaker: _Speaker) -> bool:
    """Whether a verb without a subject can mean a speaker: she said no he, and they said not it."""
    gender = _gender_of(features)
    if gender == "m" and speaker.gender == "f" or gender == "f" and speaker.gender == "m" and speaker.number == "sg":
        return False
    if "pl" in features or "du" in features:
        return speaker.number != "sg"
    return not (gender == "m" and speaker.number == "pl" and "sg" in features)


def _is_armed(party: Party) -> bool:
    return (
        party.source_kind in _ARMED
        or party.source_kind in ("official", "ministry", "government")
        and party.kind in _ARMED_KINDS
    )


def _give(owner: list[int], first: int, last: int, number: int) -> None:
    for at in range(max(0, first), min(last, len(owner))):
        owner[at] = number


_PROCLITICS = frozenset("wbkls")


def _clitics(lattice: Lattice, at: int) -> frozenset[str]:
    """The proclitics of a word as the lexicon read them; of "f" only where it is no mark of the feminine."""
    form = lattice.tokens[at].form
    found: set[str] = set()
    for edges in lattice.cells[at].values():
        for edge in edges:
            found |= edge.features & _PROCLITICS
            if "f" in edge.features and form.startswith("ف") and edge.lemma and not fold(edge.lemma).startswith("ف"):
                found.add("f")
    if not found and form[:1] == "و" and len(form) > 3 and not lattice.cells[at]:
        found.add("w")
    return frozenset(found)


def _gender_of(features: Iterable[str]) -> str:
    """The gender of a verb's form; a conjunction "f" is no feminine."""
    return "m" if "m" in features else "f" if "f" in features else ""


def _until_mark(lattice: Lattice, first: int, last: int) -> int:
    """The end of a name: before the first mark that no name holds."""
    for at in range(first, last):
        if lattice.tokens[at].kind in ("punct", "symbol", "url"):
            return at
    return last


def _stem(word: str) -> str:
    """A word without its article, for comparing heads."""
    word = fold(word)
    return word[2:] if word.startswith("ال") else word


def _stems(text: str) -> set[str]:
    out = set()
    for word in fold(text).split():
        word = word.strip('"«»“”()')
        out.add(_stem(word))
        if word.startswith("لل"):
            out.add(word[2:])
        elif word.startswith("ل"):
            out.add(word[1:])
    return out


def _posts(lattice: Lattice) -> dict[int, tuple[int, int]]:
    """The post segments of a document by their index, as ranges of tokens."""
    return {
        number: _tokens_of(lattice, segment)
        for number, segment in enumerate(lattice.document.segments)
        if segment.kind == "post"
    }


def _quote_ranges(lattice: Lattice) -> tuple[tuple[int, int], ...]:
    """The quotations of a document as ranges of tokens."""
    return tuple(_tokens_of(lattice, segment) for segment in lattice.document.segments if segment.kind == "quote")


def _tokens_of(lattice: Lattice, segment: Segment) -> tuple[int, int]:
    return (
        bisect_left(lattice.tokens, segment.start, key=lambda token: token.start),
        bisect_right(lattice.tokens, segment.end - 1, key=lambda token: token.start),
    )
