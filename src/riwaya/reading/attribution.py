"""Divides a document into statements: whose words each stretch is, through whom they came, with what stance.

Rules find the cues (a verb of saying, according to, a name before a colon). `_speakers` finds who speaks beside each.
This file decides how far the words reach, what stands inside what, who goes on where a verb has no subject of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import ClassVar, NamedTuple

from riwaya.frozen import replace
from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Edge, Lattice, Match, mask_of
from riwaya.reading._speakers import (
    COLONS,
    COMMAS,
    MEDIA,
    NOBODY,
    Chain,
    Cue,
    Found,
    Speakers,
    Zone,
    bare,
    joined,
    link_of,
    same,
)
from riwaya.records import Issue, Party, Segment, Sentence, SourceLink, Statement
from riwaya.text.normalize import fold

STAGE = "attribution"

_LONGEST = 300  # tokens of a sentence that are read together

AsOf = Callable[[int], str | None]
_Act = Callable[["_Reader", "_Scene", Cue, int], None]

_UNTOLD = frozenset(("dateline", "boilerplate", "scripture"))
"""Segments that nobody asserts; their tokens belong to no statement."""
_STRIKE_NOUNS = frozenset(("ev_noun", "ev_noun_f", "ev_nouns"))
_TENSES = frozenset(("past", "present", "jussive"))
_NO_VERB = frozenset(("def", "b", "k", "acc"))
"""What a form that could be a verb shows to be a noun: its article, its preposition."""
_ARMED = frozenset(("armed_group", "military"))
_ARMED_KINDS = frozenset(("state_forces", "external_forces", "rebel_group", "political_militia", "identity_militia"))
_SPEAKING_KINDS = frozenset(("official", "ministry", "government", "post"))
_SPEAKS = frozenset(("say_clear", "say_that", "say_near", "say_about", "conceding"))
_PASS_ON = frozenset((*MEDIA, "post"))
_MEANWHILE = mask_of(("meanwhile",))
_CLAUSE_OPENER = mask_of(("clause_opener",))
_BREAKS = frozenset(("؛", ";", "…", "..", "...", "–", "—", ":", "::"))


class _Frame(NamedTuple):
    """A chain that asserts a stretch of one sentence.

    `kind`: base (nobody else has it), label, verb, according, tail (named behind its words), own, quote, colon.
    `content` is where what is said begins; `clausal` tells that it is a clause, so that others may speak inside it.
    """

    chain: Chain
    stance: str
    as_of: str | None
    rule: str
    cue: tuple[int, int] | None
    kind: str
    content: int = 0
    clausal: bool = False


class _Scene(NamedTuple):
    """One sentence while it is divided: its frames, and for each of its tokens the number of the frame it is in."""

    first: int
    last: int
    frames: list[_Frame]
    owner: list[int]

    def at(self, token: int) -> _Frame:
        return self.frames[self.owner[token - self.first]]

    def give(self, frame: _Frame, first: int, last: int) -> None:
        """Gives a range of tokens to a new frame."""
        self.frames.append(frame)
        self.back(len(self.frames) - 1, first, last)

    def back(self, number: int, first: int, last: int) -> None:
        """Gives a range of tokens to a frame that is there already."""
        start, end = max(first, self.first) - self.first, min(last, self.last) - self.first
        if start < end:
            self.owner[start:end] = [number] * (end - start)


# ------------------------------------------------------------------------------------------------------- the stage


def find_statements(
    lattice: Lattice, knowledge: Knowledge, *, as_of: AsOf
) -> tuple[tuple[Statement, ...], tuple[Issue, ...]]:
    """The statements of a document in text order, and the verbs of saying whose source could not be told.

    Statements do not overlap; together they hold every word of its headline, body, captions and posts. An empty chain
    is the publisher's own voice. `as_of` gives the day from which a token speaks, where its words give none.
    """
    return _Reader(lattice, knowledge, as_of).read()


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: date) -> dict[str, str]:
    """What the stage makes of a match: `source`, `through` (their words), `stance`, `statement`, `as_of`."""
    day = as_of.isoformat()
    statements, _ = find_statements(lattice, knowledge, as_of=lambda token: day)
    cue = match.range("cue") or match.range("source") or (match.first, match.last)
    holding = [s for s in statements if s.first <= cue[0] < s.last]
    if not holding:
        return {}
    statement = holding[0]
    out = {"stance": statement.stance, "statement": lattice.text(statement.first, statement.last)}
    if statement.as_of:
        out["as_of"] = statement.as_of
    if statement.chain:
        out["source"] = bare(lattice, statement.chain[-1].first, statement.chain[-1].last)
        out["through"] = " ".join(bare(lattice, link.first, link.last) for link in statement.chain[:-1])
    return out


class _Reader:
    """Reads one document, sentence by sentence."""

    def __init__(self, lattice: Lattice, knowledge: Knowledge, as_of: AsOf) -> None:
        self.lattice = lattice
        self.tokens = lattice.tokens
        self.cells = lattice.cells
        self.rules = knowledge.rules(STAGE)
        self.as_of = as_of
        self.who = Speakers(lattice, knowledge)
        self.posts = {
            number: _tokens_of(lattice, segment)
            for number, segment in enumerate(lattice.document.segments)
            if segment.kind == "post"
        }
        self.post_starts = [(first, number) for number, (first, _) in self.posts.items()]
        self.authors: dict[int, Chain] = {}
        self.quotes = _outermost(_tokens_of(lattice, s) for s in lattice.document.segments if s.kind == "quote")
        self.credit: SourceLink | None = None
        self.headings: dict[int | None, Chain] = {}
        self.line_source: tuple[Chain, int] = ((), 0)
        self.clauses: tuple[int, list[int], dict[int, int]] = (-1, [], {})
        """Of the sentence that begins at a token: where each token's clause begins; where words open one, by end."""
        self.last = 0  # where the sentence ends that is read
        self.opening: _Frame | None = None  # whoever a label that ends its line names
        self.carried: _Frame | None = None  # who a quotation that goes on, or a colon at the end of a line, belongs to

    def read(self) -> tuple[tuple[Statement, ...], tuple[Issue, ...]]:
        statements: list[Statement] = []
        for sentence in self.lattice.sentences:
            if sentence.segment in _UNTOLD:
                self._read_credits(sentence)
            else:
                for part in _parts(sentence):
                    statements.extend(self._read_sentence(part))
        statements = self._signed(_through_same_outlet(statements))
        if self.credit:
            statements = [self._credited(statement, self.credit) for statement in statements]
        if self.who.publisher:
            statements = [self._unpublished(statement) for statement in statements]
        return tuple(statements), tuple(self.who.issues)

    def _signed(self, statements: list[Statement]) -> list[Statement]:
        """The statements; what "we" did above a line that is nothing but an armed group's name is that group's."""
        signature: SourceLink | None = None
        out: list[Statement] = []
        for statement in reversed(statements):
            signature = self._signature(statement) or (None if statement.chain else signature)
            if signature and statement.stance == "claims_responsibility" and not statement.chain:
                statement = replace(statement, chain=(signature,))
            out.append(statement)
        return out[::-1]

    def _signature(self, statement: Statement) -> SourceLink | None:
        """Whoever signs: an armed group that has a line of its own, perhaps behind a dash."""
        if statement.chain or statement.post is not None:
            return None
        first, last = statement.first, statement.last
        while first < last and self.tokens[first].kind in ("punct", "symbol"):
            first += 1
        party = self.who.party_at(first) if first < last else None
        if party is None or not _is_armed(party.mention.party):
            return None
        found = self.who.subject(party, first, last, whole=True)
        rest = self.tokens[found.last : last]
        return found.chain[-1] if found.chain and all(token.kind != "word" for token in rest) else None

    def _unpublished(self, statement: Statement) -> Statement:
        """The statement without the publisher in its chain: whatever a publisher says of itself is its own voice."""
        chain = tuple([link for link in statement.chain if not self.who.is_publisher(link)])
        return statement if len(chain) == len(statement.chain) else replace(statement, chain=chain)

    @staticmethod
    def _credited(statement: Statement, credit: SourceLink) -> Statement:
        """The statement with the agency that the document comes from around it, unless it is there already."""
        if statement.post is not None or any(same(credit, link) for link in statement.chain):
            return statement
        return replace(statement, chain=(credit, *statement.chain))

    # ---- lines that nobody asserts

    def _read_credits(self, sentence: Sentence) -> None:
        """Agencies in a date line, in a credit, in brackets; whoever a text was forwarded from."""
        for match in self.rules.find_all(self.lattice, sentence.first, sentence.last):
            kind = match.rule.gives.get("cue")
            source, where = match.edge("source"), match.range("source")
            if kind == "forwarded":
                self._forward(match)
            elif source and where and kind in ("credit", "bracket"):
                source_kind = self.who.source_kind(source)
                if source_kind == "agency" or (kind == "credit" and source_kind in MEDIA):
                    self.credit = link_of(source, *where)
        if sentence.segment == "dateline" and self.credit is None:
            self._read_dateline(sentence)

    def _read_dateline(self, sentence: Sentence) -> None:
        """An agency after a place is where the report comes from; a monitor there says the line behind it.

        An outlet alone, or with a clock time, is the page itself.
        """
        placed = False
        for at in range(sentence.first, sentence.last):
            cell = self.cells[at]
            edge = self.who.party_at(at)
            kind = self.who.source_kind(edge) if edge else ""
            if edge and placed and kind == "agency":
                self.credit = link_of(edge, at, at + edge.length)
                return
            if edge and placed and kind in ("monitor", "organisation") and sentence.last - at <= edge.length + 2:
                self.line_source = ((link_of(edge, at, at + edge.length),), self._line_end(sentence.last))
                return
            placed = placed or "place" in cell or "place_name" in cell

    def _line_end(self, at: int) -> int:
        """The first token after the line that a token stands in."""
        text = self.lattice.document.text
        while at < len(self.tokens) and "\n" not in text[self.tokens[at - 1].end : self.tokens[at].start]:
            at += 1
        return at

    def _forward(self, match: Match) -> None:
        """A text that was forwarded comes through whoever it was forwarded from."""
        name = match.range("name")
        if name:
            first, last = name
            last = next((i for i in range(first, last) if self.tokens[i].kind in ("punct", "symbol", "url")), last)
            if first < last:
                self.headings[self._post_at(first)] = (self._named_poster(first, last),)

    def _named_poster(self, first: int, last: int) -> SourceLink:
        party = Party(None, self.lattice.text(first, last), None, "unidentified", "post", None)
        return SourceLink(party, first, last)

    # ---- one sentence

    def _read_sentence(self, sentence: Sentence) -> Iterator[Statement]:
        first, last = sentence.first, sentence.last
        self.last = last
        post = self._post_at(first)
        cues = self._cues(first, last)
        scene = _Scene(first, last, [self._base(sentence, post, cues)], [0] * (last - first))
        self._divide(scene, cues)
        yield from self._statements(scene, post)
        self._carry(scene)

    def _cues(self, first: int, last: int) -> list[Cue]:
        """The cues of a sentence in text order, one for each place: a stance before none, then the longest match."""
        best: dict[int, tuple[tuple[bool, bool, int, int], Cue]] = {}
        for match in self.rules.find_all(self.lattice, first, last):
            rule = match.rule
            start, end = match.range("cue") or match.range("source") or (match.first, match.last)
            edge = match.edge("cue") or match.edge("source")
            if edge and edge.features & _TENSES:
                if (
                    edge.features & _NO_VERB
                    or self._is_noun(start, edge)
                    or ("jussive" in edge.features and match.first == start)
                ):
                    continue
            gives = rule.gives
            rank = (gives.get("stance") == "asserts", "conveys" not in gives, match.first - match.last, rule.order)
            if start in best and best[start][0] <= rank:
                continue
            content = match.range("content")
            cue = Cue(
                start, end, gives["cue"], match.gives(), rule.id, edge, match.first, match.last, content and content[0]
            )
            best[start] = (rank, cue)
        return [best[start][1] for start in sorted(best)]

    def _is_noun(self, at: int, edge: Edge) -> bool:
        """Whether what looks like a verb of saying is a noun or another verb: additional, is called."""
        token, features = self.tokens[at], edge.features
        if "suffix" in features and token.form.endswith("ي") and not token.form.endswith("ني"):
            return True
        if {"suffix", "past"} <= features and edge.lemma.endswith("ى") and token.form.endswith(_YAS_OF_NOUNS):
            return True  # its claiming of the attack; the verb has an alif there
        if "present" in features and edge.cls == "say_clear" and edge.lemma.endswith("ى"):
            return token.spelt.endswith("ى")  # as the passive is spelt
        bare_past = {"past", "m", "sg"} <= features and not self.who.clitics(at) & {"w", "fa"}
        if not bare_past or at == 0:
            return False
        return self.tokens[at - 1].form == "(" or (edge.cls != "claiming" and self.who.is_prep(at - 1))

    def _statements(self, scene: _Scene, post: int | None) -> Iterator[Statement]:
        """The runs of tokens that one frame has."""
        start = 0
        mine = scene.owner[0]
        for at, whose in enumerate((*scene.owner, -1)):
            if whose == mine:
                continue
            frame, mine = scene.frames[mine], whose
            first, last = scene.first + start, scene.first + at
            quoted = self._is_quoted(frame.content if first <= frame.content < last else first, last)
            yield Statement(first, last, frame.chain, frame.stance, frame.as_of, frame.rule, frame.cue, post, quoted)
            start = at

    # ---- who asserts what no cue gives to another

    def _base(self, sentence: Sentence, post: int | None, cues: Sequence[Cue]) -> _Frame:
        """The publisher, a post's author, whoever a heading names, an open quotation."""
        at = sentence.first
        if self.carried and (self.carried.kind == "colon" or self._inside_quote(at)):
            if self.carried.stance == "asserts" and self._we_strike(at, sentence.last):
                return self.carried._replace(stance="claims_responsibility")
            return self.carried
        self._read_headings(sentence, post, cues)
        chain = self.headings.get(post, ())
        if at < self.line_source[1] and not chain:
            chain = self.line_source[0]
        if post is not None:
            if post not in self.authors:
                self.authors[post] = self._authors(post)
            authors = self.authors[post]
            chain = (*authors, *(link for link in chain if not any(same(link, author) for author in authors)))
        stance = "asserts"
        if chain and _is_armed(chain[-1].party) and self.who.any_in(at, sentence.last, "own_strike"):
            stance = "claims_responsibility"
        elif not chain and self._we_strike(at, sentence.last):
            stance = "claims_responsibility"
        rule = "attribution.post" if post is not None else "attribution.heading" if chain else "attribution.publisher"
        return _Frame(chain, stance, self.as_of(at), rule, None, "base", at)

    def _read_headings(self, sentence: Sentence, post: int | None, cues: Sequence[Cue]) -> None:
        """Headings such as "statement by": what follows is the words of whoever they name, until a line of dashes."""
        for cue in cues:
            if cue.kind == "heading" and cue.begin <= sentence.first + 3 and self._is_heading(cue, sentence):
                found = self._headed(cue)
                if found:
                    before = tuple(link for link in self.headings.get(post, ()) if link.party.source_kind == "post")
                    self.headings[post] = (*before, *found.chain)
                    self.who.remember(self.headings[post], found)
            elif cue.kind == "forwarded":
                first = next((i for i in range(cue.last, sentence.last) if self.tokens[i].kind != "punct"), None)
                if first is not None:
                    last = next(
                        (i for i in range(first, sentence.last) if self.tokens[i].kind in ("punct", "symbol", "url")),
                        sentence.last,
                    )
                    if first < last:
                        self.headings[post] = (self._named_poster(first, last),)
        if self._is_rule_off(sentence):
            self.headings.pop(post, None)

    def _is_heading(self, cue: Cue, sentence: Sentence) -> bool:
        """Whether a line is nothing but its heading; "statement by" may have more behind it."""
        rest = self.tokens[cue.end : sentence.last]
        return cue.gives.get("opens") == "any" or not any(token.kind in ("word", "number") for token in rest)

    def _headed(self, cue: Cue) -> Found | None:
        """Whoever a heading names."""
        for at in range(cue.first, cue.end):
            party = self.who.party_at(at)
            if party and self.who.source_kind(party) == "document":
                return self.who.record_source(at, cue.end)
            if party and at >= cue.last:
                return self.who.subject(party, at, cue.end)
        return None

    def _is_rule_off(self, sentence: Sentence) -> bool:
        """Whether a line of dashes stands here, which parts a quoted statement from the report around it."""
        if self.tokens[sentence.first].kind != "punct":
            return False
        tokens = self.tokens[sentence.first : sentence.last]
        return all(t.kind == "punct" for t in tokens) and any(t.form[0] in "—-_*" and len(t.form) > 1 for t in tokens)

    def _authors(self, post: int) -> Chain:
        """Whoever passed a post on, and its author, who is somebody even where nobody tells who."""
        first, last = self.posts[post]
        if first >= last:
            return ()
        segments, provenance = self.lattice.document.segments, self.lattice.document.provenance
        forwarded = provenance.forwarded if provenance else None
        author = segments[post].author
        passed_by = forwarded.passed_by if forwarded else ()
        names = (*(name for name in passed_by if name is None or name != author), author)
        # In a post of a platform whoever is not named is one, however many lines of it are set apart.
        number = "" if provenance and provenance.post else f".{post}"
        return tuple(self._poster(name, f"unnamed{number}.{place}", first, last) for place, name in enumerate(names))

    def _poster(self, name: str | None, id: str, first: int, last: int) -> SourceLink:
        """Somebody who posts, by `id` where nobody tells the name.

        The words are the name where it stands in the post, or else the post's first word.
        """
        where = (name and self._find_words(name, first, last)) or (first, first + 1)
        party = Party(None if name else id, name or "", None, "unidentified", "post", None, not name)
        return SourceLink(party, *where)

    def _find_words(self, name: str, first: int, last: int) -> tuple[int, int] | None:
        """Where a name stands in a range of tokens."""
        wanted = fold(name)
        for at in range(first, last):
            if not wanted.startswith(fold(self.lattice.text(at, at + 1)) or "-"):
                continue
            for end in range(at + 1, min(last, at + 12) + 1):
                if fold(self.lattice.text(at, end)) == wanted:
                    return at, end
        handles = (i for i in range(first, last) if self.tokens[i].kind == "handle" and self.tokens[i].form in wanted)
        at_handle = next(handles, None)
        return None if at_handle is None else (at_handle, at_handle + 1)

    def _carry(self, scene: _Scene) -> None:
        """Remembers who goes on in the next sentence: inside a quotation, or after a colon that ends a line."""
        frame = scene.frames[scene.owner[-1]]
        self.carried, opening, self.opening = None, self.opening, None
        if opening:
            self.carried = opening
        elif frame.chain and self.tokens[scene.last - 1].form in COLONS and frame.kind == "verb":
            self.carried = frame._replace(kind="colon")
        elif frame.chain and self._inside_quote(scene.last):
            self.carried = frame._replace(kind="quote")

    # ---- dividing a sentence

    def _divide(self, scene: _Scene, cues: Sequence[Cue]) -> None:
        """Gives each token of the sentence to the frame that asserts it."""
        if not cues:
            return
        inside = self._swallowed(cues, scene.last)
        acting: list[tuple[_Act, Cue, int]] = []
        limit = scene.last
        for cue in reversed(cues):
            if cue.first not in inside:
                if act := self._ACTS.get(cue.kind):
                    acting.append((act, cue, limit))
                if self._bounds(cue):
                    limit = cue.first
        for act, cue, limit in reversed(acting):
            act(self, scene, cue, limit)
        self._part_meanwhile(scene)

    def _part_meanwhile(self, scene: _Scene) -> None:
        """Gives "while" clauses back to whoever reports, behind a call or a charge without a clause of its own."""
        masks = self.lattice.masks
        for at in range(scene.first + 1, scene.last):
            if not masks[at] & _MEANWHILE or self.tokens[at - 1].form not in COMMAS:
                continue
            here = scene.owner[at - scene.first]
            frame = scene.frames[here]
            if frame.kind == "verb" and not frame.clausal and frame.content <= at and not self._inside_quote(at):
                end = next((i for i in range(at, scene.last) if scene.owner[i - scene.first] != here), scene.last)
                if end - at > 3:
                    scene.back(0, at, end)

    def _bounds(self, cue: Cue) -> bool:
        """Whether what a verb before this cue opens ends here: at a verb of saying, not at one that may be one."""
        if cue.kind == "verb" and cue.weak:
            return bool(self.who.clitics(cue.first) & {"w", "fa"}) or self.who.that_at(cue.first - 1)
        return cue.kind in ("verb", "believed", "record", "no_claim", "continuing")

    def _swallowed(self, cues: Sequence[Cue], last: int) -> frozenset[int]:
        """The cues that only belong to another: as X said, a statement that X published; "as" where it means also."""
        inside = set()
        as_said = {cue.first: cue for cue in cues if cue.kind == "according" and "as_said" in self.cells[cue.first]}
        for cue in cues:
            before = cue.first - 1
            if cue.kind not in ("verb", "record") or before < 0:
                continue
            if before in as_said:
                inside.add(cue.first if self._only_names(cue, as_said[before], last) else before)
            elif self.who.ends_with(before, "according_what") or self.who.ends_with(before, "sake_of"):
                inside.add(cue.first)
            elif "suffix" in cue.features and self._record_before(before):
                inside.add(cue.first)
            elif "relative_pronoun" in self.cells[before] and self._record_before(before - 1):
                if any("according" in self.cells[i] for i in range(max(0, before - 6), before)):
                    inside.add(cue.first)
        return frozenset(inside)

    def _only_names(self, verb: Cue, cue: Cue, last: int) -> bool:
        """Whether "as X said" says nothing of its own, so that it names who says what stands before it."""
        found = self.who.source_at(verb.first, last)
        if found is None or cue.first == 0:
            return False
        if found.last >= last or self.tokens[found.last].kind == "punct":
            return True
        if "of_a_speaker" in self.cells[found.last]:
            return True
        return self.who.is_prep(found.last) or self.who.time_at(found.last) is not None

    def _record_before(self, at: int) -> bool:
        """Whether a statement, a report, a clip stands at most three tokens before, with nothing that parts them."""
        for i in range(at, max(-1, at - 3), -1):
            if self.tokens[i].kind == "punct":
                return False
            if self.who.is_record(i):
                return True
        return False

    # -- a verb of saying

    def _verb(self, scene: _Scene, cue: Cue, limit: int) -> None:
        who = self.who
        current = scene.at(cue.first)
        if (
            current.stance == "denies"
            and "adoption" in self.cells[cue.first]
            and self.tokens[cue.first].spelt[-1:] == "ي"
        ):
            return  # denied that it had adopted the attack: a noun, though it may be spelt like the verb
        ours = "p1" in cue.features
        lead = self._clause_start(cue.first, scene.first)
        antecedent = None if ours else self._told_of(cue, current, lead) or who.antecedent(cue.first, lead)
        zone = who.zone(cue, limit)
        if ours:
            zone = zone._replace(subject=None)
        before = None if antecedent or ours else who.subject_before(cue.first, lead, cue.features)
        within = None if before or antecedent else self._subject_within(cue, current)
        if within:
            before, lead = within
        relative = antecedent is not None or (before is None and self._is_subordinate(cue, lead))
        if not before and not antecedent and (speaker := self._of_object(scene, cue, zone)):
            zone = zone._replace(subject=speaker)
        subject = before if before and not self._speaks_behind(zone, cue, before) else zone.subject or before
        if subject is None and antecedent and "suffix" not in cue.features:
            subject = antecedent
        if subject is None and ours:
            if not current.chain:
                self._we_say(scene, cue, current)
                return
            subject = Found(current.chain, cue.last, back=True)
        if subject is None and cue.weak and not relative:
            subject = self._implied(cue, scene)
        if cue.weak and (subject is None or (relative and not self._is_relative(cue))):
            if subject is None and cue.gives.get("unsaid") == "turns" and who.may_be_passive(cue):
                self._turns(scene, cue, limit)
            return
        if subject is None:
            subject = self._goes_on(scene, cue, zone, relative)
        if before and not before.back:
            quoted = tuple(who.passed_through(before.last, cue.first))
            zone = zone._replace(through=(*quoted, *zone.through))
        if not relative and not zone.through:
            zone = zone._replace(through=tuple(who.handed_before(lead, cue.first)))
        chain = self._chain(cue, subject, zone, limit)
        if chain is None:
            return
        if relative and current.chain and chain and same(chain[-1], current.chain[-1]):
            chain = current.chain
        outer = current.chain if within else self._outer(cue, current, lead, relative)
        refuted = current.stance == "denies" and self._passed_on(cue)
        if refuted:
            outer = ()  # denied what others had said: their account, and not one of whoever denies it
        if relative and cue.gives.get("stance") == "claims_responsibility" and current.content < cue.first - 6:
            outer = ()  # in an attack that X claimed: told by the reporter, however long the quotation before it
        chain = joined(outer, chain)
        stance = self._stance(cue, chain, zone, limit)
        if (relative or "p1" in cue.features) and chain == current.chain and stance in (current.stance, "asserts"):
            return
        day = (
            zone.day or who.day_between(lead, cue.first) or (current.as_of if outer else None) or self.as_of(cue.first)
        )
        frame = _Frame(chain, stance, day, cue.rule, (cue.first, cue.last), "verb", zone.content, zone.that is not None)
        if relative:
            scene.give(frame, cue.first, self._relative_end(zone.content, scene.last))
            if self._passed_on(cue) and not refuted:
                who.remember(chain, subject)
        else:
            scene.give(frame, self._frame_start(cue, lead, before), scene.last)
            who.remember(chain, subject)

    def _implied(self, cue: Cue, scene: _Scene) -> Found | None:
        """Whoever spoke last, where a verb that opens a sentence has nobody behind it: and condemned strongly."""
        at = cue.last
        opens = cue.first == scene.first and "w" in self.who.clitics(cue.first)
        if not opens or at >= scene.last or "stance" not in cue.gives or cue.gives["stance"] == "asserts":
            return None
        bare = self.tokens[at].kind == "word" and not self.who.is_prep(at) and not self.who.clitics(at) & {"b", "l"}
        speaker = None if bare or not self.who.spoken else self.who.last_speaker(cue.features)
        return speaker and Found(speaker.chain, cue.last, speaker.gender, speaker.number, back=True)

    def _of_object(self, scene: _Scene, cue: Cue, zone: Zone) -> Found | None:
        """Whoever spoke before in the sentence, where the party behind the verb is its object: and held them to blame.

        The object stands right before the blame, or before what it is pressed to do.
        """
        subject = zone.subject
        if cue.gives.get("takes") != "presses" or subject is None or not subject.chain or subject.back:
            return None
        after = subject.chain[-1].last
        if not self.who.clitics(cue.first) & {"w", "f"} or subject.chain[0].first > cue.last or after >= scene.last:
            return None
        blame = {"responsibility", "blame"} & self.cells[after].keys()
        if blame and after + 1 < scene.last and "l" in self.who.clitics(after + 1):
            return None
        if not blame and self.tokens[after].form != "علي":
            return None
        spoke = any(frame.chain and frame.kind == "verb" for frame in scene.frames[1:])
        speaker = self.who.last_speaker(cue.features) if spoke else None
        return speaker and Found(speaker.chain, cue.last, speaker.gender, speaker.number, back=True)

    def _told_of(self, cue: Cue, current: _Frame, lead: int) -> Found | None:
        """Whoever was named as a source right before "which": according to the company, which said."""
        at = cue.first - 1
        if not current.chain or at <= lead or "relative_pronoun" not in self.cells[at]:
            return None
        at -= self.tokens[at - 1].form in COMMAS
        link = current.chain[-1]
        between = range(link.last, at)
        if not 0 <= at - link.last <= 3 or (between and not self.who.is_prep(link.last)):
            return None
        return Found(current.chain, link.last, back=True)

    def _we_say(self, scene: _Scene, cue: Cue, current: _Frame) -> None:
        """A verb of "we" in the publisher's own voice: no link of a chain, but perhaps a stance."""
        stance = cue.gives.get("stance", "asserts")
        if stance != "asserts" and not self._inside_quote(cue.first):
            frame = current._replace(stance=stance, rule=cue.rule, cue=(cue.first, cue.last), content=cue.last)
            scene.give(frame, self._clause_start(cue.first, scene.first), scene.last)

    def _subject_within(self, cue: Cue, current: _Frame) -> tuple[Found, int] | None:
        """Whoever speaks inside what another says, behind its "that": Reuters said that the ministry announced."""
        if not current.clausal or not current.chain or self.who.clitics(cue.first) & {"w", "fa"}:
            return None
        for at in range(cue.first - 1, max(current.content, cue.first - 14) - 1, -1):
            if self.who.that_at(at):
                found = self.who.subject_before(cue.first, at + 1, cue.features)
                near = found is not None and found.chain and cue.first - found.last <= 3
                return (found, at) if found is not None and near else None
        return None

    def _speaks_behind(self, zone: Zone, cue: Cue, before: Found) -> bool:
        """Whether somebody known stands right behind the verb, and outranks whoever stands before."""
        subject = zone.subject
        if subject is None or not subject.known or not subject.chain or subject.chain[0].first > cue.last + 1:
            return False
        return zone.that is not None or not before.known

    def _is_relative(self, cue: Cue) -> bool:
        """Whether a verb inside a clause surely is one: it has an object pronoun, or who or which stands before it."""
        return "suffix" in cue.features or (cue.first > 0 and "relative_pronoun" in self.cells[cue.first - 1])

    def _goes_on(self, scene: _Scene, cue: Cue, zone: Zone, relative: bool) -> Found:
        """Who speaks where a verb has no subject: whoever spoke last; else nobody we can tell, with an issue."""
        who = self.who
        current = scene.at(cue.first)
        if cue.gives.get("conveys") == "yes":
            return who.last_outlet(cue.features) or Found((), cue.last)
        if relative and current.chain and "suffix" not in cue.features:
            return Found(current.chain, cue.last, back=True)
        passive = who.is_passive(cue) or (zone.that == cue.last and not who.spoken and who.may_be_passive(cue))
        if not passive:
            if not current.chain and (mine := who.clause_subject(scene.first, cue.first, cue.features)):
                return mine
            speaker = who.last_speaker(cue.features)
            if speaker:
                return Found(speaker.chain, cue.last, speaker.gender, speaker.number, back=True)
            who.miss("S02", cue.first, cue.last, "a speech verb without a source we could find")
        return Found((SourceLink(NOBODY, cue.first, cue.last, (cue.first, cue.last)),), cue.last)

    def _chain(self, cue: Cue, subject: Found, zone: Zone, limit: int) -> Chain | None:
        """The subject with those whom it speaks through around it and those it quotes inside; None for no words."""
        chain = subject.chain
        if zone.through and not subject.back:
            chain = joined(zone.through, chain)
        elif zone.through and not any(same(link, zone.through[0]) for link in chain):
            chain = joined(zone.through, chain[-1:])
        if cue.gives.get("conveys") == "yes":
            learnt = "learning" in self.cells[cue.first]
            inner = self.who.quoted_from(cue.last, limit, "of_whom" if learnt else "from_person")
            if (not inner and subject.back) or not (inner or chain):
                return None
            chain = joined(chain, inner)
        elif self._passes_his_words(cue, zone, chain) and (speaker := self.who.last_speaker()):
            chain = joined(chain, speaker.chain[-1:])
        here = (cue.first, cue.last)
        return tuple([link if link.cue else replace(link, cue=here) for link in chain])

    def _passes_his_words(self, cue: Cue, zone: Zone, chain: Chain) -> bool:
        """Whether an outlet passes on what whoever spoke last said: the agency quoted his saying that."""
        quoting = cue.edge is not None and cue.edge.cls == "conveying" and zone.that is not None
        return (
            quoting
            and "word_noun" in self.cells[zone.content - 1]
            and chain[-1:] != ()
            and (chain[-1].party.source_kind in MEDIA)
        )

    def _outer(self, cue: Cue, current: _Frame, lead: int, relative: bool) -> Chain:
        """The links around this one where it stands inside what another says."""
        if current.kind == "base":
            return tuple([link for link in current.chain if link.party.source_kind == "post"])
        if current.kind in ("quote", "colon"):
            return current.chain
        if current.kind == "according":
            return () if lead > current.content and "w" in self.who.clitics(lead) else current.chain
        nested = current.kind in ("verb", "own") and (current.clausal or self._passed_on(cue))
        beside = lead > current.content or bool(self.who.clitics(cue.first) & {"w", "fa"})
        return current.chain if nested and (relative or not beside) else ()

    def _passed_on(self, cue: Cue) -> bool:
        """Whether the verb stands behind "what": published what members of the family told it."""
        before = self.cells[cue.first - 1] if cue.first > 0 else {}
        return "whatever_word" in before and "clause_opener" not in before

    def _stance(self, cue: Cue, chain: Chain, zone: Zone, limit: int) -> str:
        stance = cue.gives.get("stance", "asserts")
        if not chain or stance != "asserts" or not _is_armed(chain[-1].party):
            return stance
        if cue.gives.get("warns") == "yes":
            threat = self.who.any_in(cue.last, min(limit, cue.last + 14), "condition_word")
            return "threatens" if threat or self._will_strike(cue.last, limit) else stance
        speaks = cue.kind == "record" or (cue.edge is not None and cue.edge.cls in _SPEAKS)
        return "claims_responsibility" if speaks and self._is_own_act(zone, limit, chain[-1].party) else stance

    def _will_strike(self, first: int, limit: int) -> bool:
        """Whether strikes to come are spoken of: your ships will be struck."""
        cells = self.cells[first : min(limit, first + 25)]
        return any({"s", "present"} <= edge.features for cell in cells for edge in cell.get("own_strike", ()))

    # -- clauses

    def _clause_start(self, at: int, first: int) -> int:
        """The first token of the clause that a token stands in; `first` is where its sentence begins."""
        if self.clauses[0] != first:
            self.clauses = (first, [first], {})
        _, starts, openers = self.clauses
        masks = self.lattice.masks
        for i in range(first + len(starts), at + 1):
            before = self.tokens[i - 1]
            if masks[i - 1] & _CLAUSE_OPENER:
                for edge in self.cells[i - 1]["clause_opener"]:
                    openers.setdefault(i - 1 + edge.length, i - 1)
            start = starts[-1]
            if before.kind == "punct":
                comma = before.form in COMMAS or before.form == "-"
                if before.form in _BREAKS or (comma and self._opens_clause(i) and not self._answers(i, start)):
                    start = i
            elif i in openers:
                start = openers[i]
            starts.append(start)
        return starts[at - first]

    def _answers(self, at: int, start: int) -> bool:
        """Whether a clause with "so" only goes on with "as for": as for the forces, they deny it."""
        return at - start < 10 and self.tokens[start].form in ("اما", "واما") and "fa" in self.who.clitics(at)

    def _opens_clause(self, at: int) -> bool:
        """Whether a clause opens here after a comma: with and, so, while, but; not an aside: and its seat is London."""
        cell = self.cells[at]
        if "aside" in cell:
            return False
        if self.who.clitics(at) & {"w", "fa"}:
            return not self.who.that_at(at)
        return "clause_opener" in cell or "as_said" in cell

    def _is_subordinate(self, cue: Cue, lead: int) -> bool:
        """Whether the verb stands inside a clause of another verb: an attack that X claimed, after X had announced."""
        verb = cue.first
        if verb == lead or self.who.clitics(verb) & {"w", "fa"}:
            return False
        before = self.tokens[verb - 1]
        if self._is_relative(cue) or self.who.ends_with(verb - 1, "subordinating"):
            return True
        if before.kind == "punct" and before.form in ("،", ",", '"', "»", "”"):
            return False
        if not _LEADS.isdisjoint(self.cells[lead]) or self.who.time_at(lead) or self.who.clitics(lead) & {"b", "l"}:
            return False
        return verb - lead > 3

    def _frame_start(self, cue: Cue, lead: int, before: Found | None) -> int:
        """Where what a main verb reports begins: at the verb or the subject after "and", else with the clause."""
        if before is None:
            marks = all(token.kind in ("punct", "symbol") for token in self.tokens[lead : cue.first])
            return lead if marks or not self.who.clitics(cue.first) & {"w", "fa"} else cue.first
        start = before.chain[0].first if before.chain and not before.back else lead
        if start > lead and self.tokens[start - 1].form == "و":
            return start - 1
        return start if start > lead and "w" in self.who.clitics(start) else lead

    def _relative_end(self, at: int, last: int) -> int:
        """Where a clause inside another ends: at the next comma, or with the sentence."""
        return next((i for i in range(at + 1, last) if self.tokens[i].form in _ENDS_RELATIVE), last)

    def _next_clause(self, at: int, last: int) -> int:
        """The first token of the next clause."""
        for i in range(at, last - 1):
            if self.tokens[i].form == "؛" or (self.tokens[i].form in COMMAS and self._opens_clause(i + 1)):
                return i + 1
        return last

    def _tail_end(self, at: int, last: int) -> int:
        """Where a source named behind its words ends: with its apposition, before a clause that is no consequence."""
        for i in range(at, last):
            if self.tokens[i].form in ("؛", ":"):
                return i
            if self.tokens[i].form in COMMAS and i + 1 < last and self._opens_clause(i + 1):
                if "fa" not in self.who.clitics(i + 1) and "sequel" not in self.cells[i + 1]:
                    return i
        return last

    # -- according to

    def _according(self, scene: _Scene, cue: Cue, limit: int) -> None:
        who = self.who
        if "according_what" in self.cells[cue.first] and not who.says_at(cue.last):
            return  # according to what came to hand, as happened, which nobody says
        found = who.source_at(cue.last, scene.last)
        if found is None or not found.chain:
            return
        lead = self._clause_start(cue.first, scene.first)
        day = who.day_between(cue.first, min(scene.last, found.last + 4)) or self.as_of(cue.first)
        here = (cue.first, cue.last)
        through = tuple(who.passed_through(found.last, min(scene.last, found.last + 10)))
        chain = tuple(replace(link, cue=here) for link in joined(through, found.chain))
        frame = _Frame(chain, "asserts", day, cue.rule, here, "according", found.last, True)
        heads = cue.first == scene.first or bool(self.who.clitics(cue.first) & {"w", "fa"})
        if (cue.first == lead and heads) or (cue.first > lead and self._only_opens(lead, cue.first)):
            scene.give(frame, lead, scene.last)
            who.remember(chain, found)
        else:
            self._tail(scene, cue, found, frame)

    def _only_opens(self, lead: int, at: int) -> bool:
        """Whether nothing but "and", "then" stands between the head of the clause and the cue."""
        return all(
            self.tokens[i].kind == "punct" or "clause_opener" in self.cells[i] or "linking_adverb" in self.cells[i]
            for i in range(lead, at)
        )

    def _tail(self, scene: _Scene, cue: Cue, found: Found, frame: _Frame) -> None:
        """A source named behind what it says: it covers the clauses before it that no other source has."""
        current = scene.at(cue.first)
        here = scene.owner[cue.first - scene.first]
        end = self._tail_end(found.last, scene.last)
        nameless = not any(link.party.name_ar for link in frame.chain)
        if self._passes_on_tail(cue, current):
            scene.frames[here] = current._replace(chain=joined(current.chain, frame.chain))
            self.who.remember(scene.frames[here].chain, found)
            return
        if current.kind in ("verb", "own", "according", "quote", "colon") and current.chain:
            boundary = self._clause_start(cue.first, scene.first)
            if nameless:
                return
            carried = current.kind in ("quote", "colon")
            begins = current.content + (self.tokens[current.content].form in COLONS)
            if not carried and boundary > begins and not self._goes_with(boundary):
                scene.give(frame._replace(kind="tail"), boundary, end)
                rest = end < scene.last - 1 and not self._opens_clause(end + 1)
                scene.back(here if rest else 0, end, scene.last)
                self.who.remember(frame.chain, found)
                return
            before = current.clausal and cue.first < current.content
            chain = self._around(cue, current.chain, frame.chain, before=before)
            scene.frames[here] = current._replace(chain=chain)
            if chain != current.chain:
                self.who.remember(chain, found)
            return
        start = cue.first
        while start > scene.first and scene.owner[start - 1 - scene.first] == here:
            start -= 1
        stance = frame.stance
        if (
            not nameless
            and _is_armed(frame.chain[-1].party)
            and self._acts_itself(start, cue.first, frame.chain[-1].party)
        ):
            stance = "claims_responsibility"
        scene.give(frame._replace(kind="tail", content=start, stance=stance), start, end)
        self.who.remember(frame.chain, found)

    def _passes_on_tail(self, cue: Cue, current: _Frame) -> bool:
        """Whether whoever was named behind the words right before this quotes whoever follows."""
        behind = current.chain[0].last if current.kind == "tail" and current.chain else cue.first + 1
        return cue.gives.get("order") == "from" and behind <= cue.first <= behind + 3

    def _goes_with(self, at: int) -> bool:
        """Whether a clause only goes on with the one before it: where, then, since."""
        return "sequel" in self.cells[at]

    def _around(self, cue: Cue, chain: Chain, named: Chain, *, before: bool) -> Chain:
        """A chain with a source named beside it: an outlet goes around it, anybody else stands inside it.

        A spokesman takes the place of the body that he speaks for; whoever is named before the words goes around.
        """
        if any(same(link, named[-1]) for link in chain):
            return chain
        if (
            named[-1].party.source_kind == "document"
            and named[-1].party.anonymous
            and chain[-1].party.source_kind not in MEDIA
        ):
            return chain  # a first toll that the official gives: nobody else speaks
        if "spokesman" in self.cells[named[-1].first] and chain[-1].party.source_kind not in MEDIA:
            return (*chain[:-1], *named)
        inside = cue.gives.get("order") == "from" or named[0].party.source_kind not in _PASS_ON
        if before and cue.gives.get("order") != "from":
            return joined(named, chain)  # he owned up, according to the police, that
        return joined(chain, named) if inside or chain[0].party.source_kind in MEDIA else joined(named, chain)

    # -- other cues

    def _continuing(self, scene: _Scene, cue: Cue, limit: int) -> None:
        """Adding, denying: whoever speaks here goes on, perhaps with another stance."""
        current = scene.at(cue.first)
        if current.kind == "tail":
            current = next((f for f in reversed(scene.frames) if f.kind == "verb"), current)
        stance = cue.gives.get("stance", "asserts")
        if current.kind == "base" or not current.chain:
            return
        if stance == "asserts" and _is_armed(current.chain[-1].party):
            that = self.who.complement(cue.last, min(limit, cue.last + 3))
            if self._is_own_act(
                Zone(None, (), None, cue.last if that is None else that, that), limit, current.chain[-1].party
            ):
                stance = "claims_responsibility"
        if current == scene.at(cue.first) and stance == current.stance:
            return
        frame = _Frame(current.chain, stance, current.as_of, cue.rule, (cue.first, cue.last), "verb", cue.last, True)
        scene.give(frame, cue.first, scene.last)

    def _no_claim(self, scene: _Scene, cue: Cue, limit: int) -> None:
        """Nobody has claimed it: a stance of whoever says so."""
        lead = self._clause_start(cue.begin, scene.first)
        here = scene.owner[cue.first - scene.first]
        current = scene.frames[here]
        ours = "p1" in cue.features and bool(current.chain)
        inside = ours or (current.kind != "base" and lead <= current.content + 2)
        chain = current.chain if inside else scene.frames[0].chain
        stance = "denies" if ours else "no_claim"
        end = self._next_clause(cue.end, scene.last)
        frame = _Frame(chain, stance, self.as_of(cue.first), cue.rule, (cue.first, cue.last), "base", cue.first)
        scene.give(frame, cue.begin if inside else lead, end)
        scene.back(here if inside else 0, end, scene.last)

    def _believed(self, scene: _Scene, cue: Cue, limit: int) -> None:
        """It is believed that: nobody is named, so it stays with whoever speaks."""
        current = scene.at(cue.first)
        lead = self._clause_start(cue.first, scene.first)
        frame = current._replace(stance=cue.gives["stance"], rule=cue.rule, cue=(cue.first, cue.last), content=cue.last)
        scene.give(frame, lead if current.kind == "base" else cue.first, scene.last)

    def _record(self, scene: _Scene, cue: Cue, limit: int) -> None:
        """It came in a statement of X that."""
        who = self.who
        nobodys = cue.gives.get("owner") == "nobody"
        found = who.record_of_nobody(cue.last) if nobodys else who.source_in_record(cue.last, limit)
        if found is None or not found.chain:
            return
        lead = self._clause_start(cue.first, scene.first)
        that = who.complement(found.last, limit)
        zone = Zone(
            found, tuple(who.passed_through(found.last, limit)), None, found.last if that is None else that, that
        )
        chain = joined(zone.through, found.chain)
        stance = self._stance(cue, chain, zone, limit)
        day = who.day_between(lead, zone.content) or self.as_of(cue.first)
        frame = _Frame(chain, stance, day, cue.rule, (cue.first, cue.last), "verb", zone.content, that is not None)
        scene.give(frame, lead, scene.last)
        who.remember(chain, found)

    def _label(self, scene: _Scene, cue: Cue, limit: int) -> None:
        """A name and a colon at the head of a line, perhaps with a day, a statement, an outlet between them."""
        if cue.edge is None or scene.frames[0].kind != "base":
            return
        lead = range(scene.first, cue.first)
        if len(lead) > 4 or any(
            self.tokens[i].kind not in ("punct", "symbol", "number") and "place" not in self.cells[i] for i in lead
        ):
            return
        if "place" in self.cells[cue.first] or self.who.source_kind(cue.edge) == "document":
            return
        found = self.who.subject(cue.edge, cue.first, cue.end - 1, whole=True)
        if not found.chain or not self._is_label(found.last, cue.end - 1):
            return
        chain = joined(tuple(self.who.labelled(found.last, cue.end - 1)), found.chain)
        party = chain[-1].party
        stance = "asserts"
        own = _is_armed(party) and self._acts_itself(cue.end, min(scene.last, cue.end + 12), party)
        if own or (_is_armed(party) and self._we_strike(cue.end, scene.last)):
            stance = "claims_responsibility"
        outer = tuple(link for link in scene.frames[0].chain if link.party.source_kind == "post")
        day = self.who.day_between(found.last, cue.end) or self.as_of(cue.first)
        frame = _Frame(joined(outer, chain), stance, day, cue.rule, (cue.first, cue.last), "label", cue.end)
        if cue.end >= scene.last:
            byline = found.last == cue.end - 1 and party.source_kind in MEDIA
            self.opening = None if byline else frame._replace(kind="colon")
            return
        scene.give(frame, scene.first, scene.last)
        self.who.remember(chain, found)

    def _is_label(self, first: int, last: int) -> bool:
        """Whether nothing stands between a name and its colon but when, where and to whom it was said."""
        bracket = False
        for at in range(first, last):
            token, cell = self.tokens[at], self.cells[at]
            if token.form in ("(", "[", "«", ")", "]", "»", '"'):
                bracket = token.form in ("(", "[", "«") or (token.form == '"' and not bracket)
            elif not bracket and token.kind == "word" and _LABELLING.isdisjoint(cell) and token.form != "ل":
                party = self.who.party_at(at - 1) or self.who.party_at(at)
                if party is None or self.who.source_kind(party) not in MEDIA:
                    return False
        return True

    def _bracket(self, scene: _Scene, cue: Cue, limit: int) -> None:
        """A name in brackets: an agency that the text comes from, or whoever says what stands before."""
        if cue.edge is None:
            return
        kind = self.who.source_kind(cue.edge)
        ends = all(token.kind == "punct" for token in self.tokens[cue.end : scene.last])
        heads = cue.begin - scene.first <= 6 and self.who.any_in(cue.end, min(scene.last, cue.end + 2), "dash")
        if kind == "agency" and (ends or heads):
            self.credit = self.credit or link_of(cue.edge, cue.first, cue.first + cue.edge.length)
        elif ends and kind not in MEDIA and not scene.frames[scene.owner[0]].chain:
            found = self.who.resolved(cue.edge, cue.first)
            day = self.as_of(cue.first)
            frame = _Frame(found.chain, "asserts", day, cue.rule, (cue.first, cue.last), "tail", scene.first)
            scene.give(frame, scene.first, scene.last)

    def _own(self, scene: _Scene, cue: Cue, limit: int) -> None:
        """In his words: whoever spoke last, where nobody else has the clause."""
        current = scene.at(cue.first)
        if current.chain and current.kind != "base":
            return
        speaker = self.who.last_speaker()
        if speaker is None:
            self.who.unresolved(cue.first, cue.last)
            return
        start = self._clause_start(cue.first, scene.first)
        day = self.as_of(cue.first)
        frame = _Frame(speaker.chain, "asserts", day, cue.rule, (cue.first, cue.last), "own", start, True)
        scene.give(frame, start, self._tail_end(cue.last, scene.last))

    def _turns(self, scene: _Scene, cue: Cue, limit: int) -> None:
        """Words inside what somebody says that show a stance of theirs: untrue, stands behind it."""
        here = scene.owner[cue.first - scene.first]
        current = scene.frames[here]
        stance = cue.gives["stance"]
        if current.stance == "asserts" and (current.chain or stance == "accuses"):
            if stance != "threatens" or not current.chain or current.chain[-1].party.source_kind not in MEDIA:
                scene.frames[here] = current._replace(stance=stance)

    def _vows(self, scene: _Scene, cue: Cue, limit: int) -> None:
        """We shall strike: a threat from its clause on, of whoever speaks there."""
        here = scene.owner[cue.first - scene.first]
        current = scene.frames[here]
        if not current.chain and not self.who.armed_publisher and not self._inside_quote(cue.first):
            return
        frame = current._replace(stance=cue.gives["stance"], rule=cue.rule, cue=(cue.first, cue.last))
        lead = max(self._clause_start(cue.first, scene.first), current.content if current.chain else scene.first)
        end = next((at for at in range(cue.first, scene.last) if scene.owner[at - scene.first] != here), scene.last)
        scene.give(frame, lead, end)

    def _credit_line(self, scene: _Scene, cue: Cue, limit: int) -> None:
        """A credit such as "source: Reuters" on a line of its own."""
        for at in range(cue.last, cue.end):
            party = self.who.party_at(at)
            if party and self.who.source_kind(party) in MEDIA and cue.begin == scene.first:
                self.credit = link_of(party, at, at + party.length)
                return

    _ACTS: ClassVar[dict[str, _Act]] = {
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
        "vows": _vows,
        "credit": _credit_line,
    }

    # ---- own acts

    def _is_own_act(self, zone: Zone, limit: int, source: Party) -> bool:
        """Whether what is said is the speaker's own act: announced striking, said that it struck, that its men did."""
        at = zone.content
        end = min(self.last if zone.that is not None else limit, at + 18)
        if at >= end:
            return False
        that = next(iter(self.cells[at].get("complementizer", ())), None)
        if that is None:
            return ("own_strike_noun" in self.cells[at] and not self._by_others(at + 1, end)) or self._acts_itself(
                at, end, source
            )
        if "suffix" in that.features:
            return self._strikes(at + 1, at + 4) or self.who.any_in(at + 1, min(end, at + 3), "behind")
        return self._acts_itself(at + 1, end, source)

    def _by_others(self, first: int, last: int) -> bool:
        """Whether the deed is told as done by a foreign strike: the destruction of a post by Ukrainian shelling."""
        return any(
            "b" in edge.features and "demonym" in self.cells[at + 1]
            for at in range(first, min(last, len(self.cells) - 1))
            for edge in self.cells[at].get("own_strike_noun", ())
        )

    def _acts_itself(self, first: int, last: int, source: Party) -> bool:
        """Whether forces of the speaker, or we, strike in a stretch of text."""
        last = min(last, len(self.cells))
        for at in range(first, last):
            cell = self.cells[at]
            if any(
                {"p1", "pl", "past"} <= edge.features and "suffix" not in edge.features
                for edge in cell.get("own_strike", ())
            ):
                return True
            length = self._own_force(at, source)
            if not length or self._are_struck(at, at + length):
                continue
            if self._strikes(at + length, at + length + 4) or self._strikes(at - 2, at):
                return True
        return False

    def _are_struck(self, first: int, last: int) -> bool:
        """Whether a count of one's own is told before a verb that may be passive: five of its soldiers were killed."""
        if first < 2 or last >= len(self.cells) or self.tokens[first - 1].form != "من":
            return False
        counted = self.who.any_in(first - 2, first - 1, "number")
        return counted and any("passive" in edge.features for edge in self.cells[last].get("own_strike", ()))

    def _we_strike(self, first: int, last: int) -> bool:
        """Whether "we" strike in a stretch of text, or our forces; those of a publisher that is a force are ours."""
        if not self.who.any_in(first, last, "own_strike"):
            return False
        armed = self.who.armed_publisher
        ours_or_strikes, masks = mask_of(("own_strike", "own_plural")), self.who.masks
        for at in range(first, last):
            if not masks[at] & ours_or_strikes:
                continue
            for edge in self.cells[at].get("own_strike", ()):
                if {"p1", "pl", "past"} <= edge.features and "suffix" not in edge.features and not self._negated(at):
                    return True
            ours = "own_plural" in self.cells[at] and (armed or self.tokens[at].form.endswith("نا"))
            if ours and (self._strikes(at + 1, at + 5) or self._strikes(at - 2, at)):
                return True
        return False

    def _negated(self, at: int) -> bool:
        return at > 0 and "not_word" in self.cells[at - 1]

    def _own_force(self, at: int, source: Party) -> int:
        """The length of a mention of the speaker's own forces that begins here: its fighters, the group itself."""
        if "own_plural" in self.cells[at]:
            return 1
        if "own_force" in self.cells[at] and (owner := self.who.party_at(at + 1)) and "l" in self.who.clitics(at + 1):
            return 1 + owner.length if self._is_kin(owner, source, bare_name=True) else 0
        party = self.who.party_at(at)
        if party is None or self.who.clitics(at) & {"b", "l", "k"}:
            return 0
        return party.length if self._is_kin(party, source) else 0

    def _is_kin(self, edge: Edge, source: Party, *, bare_name: bool = False) -> bool:
        """Whether a party is the speaker, or a force of its state; a bare "the army" where `bare_name`."""
        party: Party = edge.mention.party
        if source.id is not None and party.id == source.id:
            return True
        if source.kind != "state_forces" or party.kind != "state_forces":
            return False
        if party.source_kind not in ("military", "government"):
            return False
        if party.id is None and party.country is None:
            return bare_name
        return source.country is not None and party.country == source.country

    def _strikes(self, first: int, last: int) -> bool:
        """Whether a verb of striking stands in a range, in the active voice."""
        for at in range(max(first, 0), min(last, len(self.cells))):
            if self._negated(at) or (at and self.cells[at - 1].keys() & _STRIKE_NOUNS):
                continue  # of a blast that hit a patrol, it is the blast that hit
            if any(
                {"active", "past"} <= edge.features and not edge.features & _NO_VERB
                for edge in self.cells[at].get("own_strike", ())
            ):
                return True
        return False

    # ---- segments

    def _post_at(self, at: int) -> int | None:
        """The index of the post that a token stands in."""
        before = bisect_right(self.post_starts, at, key=itemgetter(0))
        number = self.post_starts[before - 1][1] if before else None
        return number if number is not None and at < self.posts[number][1] else None

    def _inside_quote(self, at: int) -> bool:
        """Whether a quotation is open between the token before and this one."""
        number = bisect_left(self.quotes, (at, 0)) - 1
        return number >= 0 and at < self.quotes[number][1]

    def _is_quoted(self, first: int, last: int) -> bool:
        """Whether most of a stretch stands in quotation marks."""
        inside = 0
        for number in range(max(0, bisect_left(self.quotes, (first, 0)) - 1), len(self.quotes)):
            start, end = self.quotes[number]
            if start >= last:
                break
            if end > first:
                inside += (end if end < last else last) - (start if start > first else first)
        return inside * 2 > last - first


_ENDS_RELATIVE = COMMAS | {"؛", "-", "–", "—"}
_YAS_OF_NOUNS = ("يه", "يها", "يهم", "يهما")
_LABELLING = frozenset(("record_noun", "more_records", "linking_prep", "time", "place", "label_word", "linking_adverb"))
"""Word classes that may stand between a name and the colon behind it."""
_LEADS = frozenset(
    (
        "linking_prep",
        "linking_adverb",
        "time",
        "clause_opener",
        "was_verb",
        "verb_helper",
        "according",
        "according_what",
    )
)
"""Word classes that open a clause whose verb comes later."""


def _parts(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence, or its parts where no writer would make one so long, so that the time stays linear."""
    for first in range(sentence.first, sentence.last, _LONGEST):
        last = min(sentence.last, first + _LONGEST)
        yield (
            sentence if (first, last) == (sentence.first, sentence.last) else replace(sentence, first=first, last=last)
        )


def _through_same_outlet(statements: list[Statement]) -> list[Statement]:
    """The statements; a person who speaks twice in a row and names once to whom is heard through it both times."""
    out = list(statements)
    for here, there in ((at + a, at + 1 - a) for at in range(len(out) - 1) for a in (0, 1)):
        near, other = out[here].chain, out[there].chain
        if len(near) == 1 and len(other) == 2 and other[0].party.source_kind in MEDIA and _is_he(near[0], other[1]):
            if out[here].post == out[there].post:
                out[here] = replace(out[here], chain=(other[0], near[0]))
    return out


def _is_he(a: SourceLink, b: SourceLink) -> bool:
    """Whether two links are one person, who was named once, or has a name."""
    named = a.first == b.first or not a.party.anonymous
    return named and a.party.source_kind in ("official", "unnamed", "witness", "hospital") and same(a, b)


def _outermost(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges that stand in no other, in order."""
    kept: list[tuple[int, int]] = []
    for first, last in sorted(ranges, key=lambda r: (r[0], -r[1])):
        if not kept or first >= kept[-1][1]:
            kept.append((first, last))
    return kept


def _is_armed(party: Party) -> bool:
    """Whether a source may speak of strikes of its own: a force, a group, whoever speaks for one."""
    return party.source_kind in _ARMED or (party.source_kind in _SPEAKING_KINDS and party.kind in _ARMED_KINDS)


def _tokens_of(lattice: Lattice, segment: Segment) -> tuple[int, int]:
    """A segment as a range of tokens."""
    return (
        bisect_left(lattice.tokens, segment.start, key=lambda token: token.start),
        bisect_right(lattice.tokens, segment.end - 1, key=lambda token: token.start),
    )
