"""Puts the stages in order and, asked, explains what fired; the only file that knows them all."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from riwaya.errors import UsageError
from riwaya.frozen import replace
from riwaya.knowledge.load import Knowledge, load_knowledge
from riwaya.knowledge.match import Cell, Edge, Lattice, Match
from riwaya.reading import accounts as accounts_stage
from riwaya.reading import (
    actors,
    attribution,
    casualties,
    events,
    modality,
    numbers,
    outcomes,
    places,
    times,
    weapons,
)
from riwaya.reconciling import incidents
from riwaya.records import (
    VERSION,
    Document,
    Fired,
    Issue,
    Number,
    PartyMention,
    PlaceMention,
    Provenance,
    Reading,
    Restoration,
    Segment,
    TimeMention,
    WeaponMention,
)
from riwaya.text.documents import document_issues, make_document
from riwaya.text.restore import restore
from riwaya.text.segment import split_sentences, tokenize
from riwaya.text.words import TextWords, text_words

Mention = Number | TimeMention | PlaceMention | PartyMention | WeaponMention
Interpreter = Callable[[Match, Lattice, Knowledge, Any], dict[str, str]]

INTERPRETERS: dict[str, Interpreter] = {
    "numbers": numbers.interpret,
    "times": times.interpret,
    "places": places.interpret,
    "actors": actors.interpret,
    "weapons": weapons.interpret,
    "attribution": attribution.interpret,
    "events": events.interpret,
    "modality": modality.interpret,
    "casualties": casualties.interpret,
    "outcomes": outcomes.interpret,
}
"""What each stage makes of a match of one of its rules, as strings, for the examples that rules carry."""


class Prepared(NamedTuple):
    """A document with its lattice, as far as the stages that find mentions go."""

    lattice: Lattice
    issues: tuple[Issue, ...]
    anchors: _Anchors


class _Anchors(NamedTuple):
    """The day that words count from: of the publication, and of each post for what stands in it.

    `posts` are ranges of tokens with their days, in text order, none inside another.
    """

    day: date | None
    posts: tuple[tuple[int, int, date], ...]

    def at(self, token: int) -> date | None:
        """The day that relative words count from at a token."""
        before = bisect_right(self.posts, token, key=itemgetter(0))
        if before and token < self.posts[before - 1][1]:
            return self.posts[before - 1][2]
        return self.day

    def as_of(self, token: int) -> str | None:
        """The same as an ISO day."""
        day = self.at(token)
        return day.isoformat() if day else None


def read(
    text: str,
    *,
    published: str | date | None = None,
    publisher: str | None = None,
    url: str | None = None,
    title: str | None = None,
    id: str | None = None,
    segments: Iterable[Segment] = (),
    provenance: Provenance | None = None,
    knowledge: Knowledge | None = None,
) -> Reading:
    """What one report says: sources, accounts, incidents, and what could not be read.

    `published` is the day of publication (a date, or text that begins YYYY-MM-DD); relative days count from it.
    `segments` are those that are known already, such as the posts in a page; the others are found.
    Raises UsageError where `published` is no day or a segment is none of the text. Never raises because of what the
    text holds.
    """
    known = knowledge or load_knowledge()
    document = make_document(
        text,
        words=_text_words(known),
        id=id,
        url=url,
        publisher=publisher,
        published=_iso(published),
        title=title,
        segments=segments,
        provenance=provenance,
    )
    document, lattice = _tokenized(document, known)
    if not lattice.tokens:
        return Reading(VERSION, document, (), (), (), document_issues(document))
    prepared = _prepared(document, lattice, known)
    statements, statement_issues = attribution.find_statements(prepared.lattice, known, as_of=prepared.anchors.as_of)
    found = events.find_events(prepared.lattice, known, statements)
    found = modality.mark_events(prepared.lattice, known, statements, found)
    harmed = casualties.find_casualties(prepared.lattice, known, statements)
    ended = outcomes.find_outcomes(prepared.lattice, known, statements)
    drafts = accounts_stage.assemble(prepared.lattice, known, statements, found, harmed, ended)
    grouped, told = incidents.group(drafts.accounts, drafts.sources, drafts.happenings)
    issues = sorted(
        (
            *document_issues(document),
            *_day_issues(document, prepared.anchors.day),
            *prepared.issues,
            *statement_issues,
        ),
        key=lambda issue: (issue.start if issue.start is not None else -1, issue.code),
    )
    return Reading(VERSION, document, drafts.sources, grouped, told, tuple(issues))


def prepare(text: str, *, published: str | date | None = None, knowledge: Knowledge | None = None) -> Lattice:
    """The lattice of a text with the edges of the stages that find mentions: number, time, place, party, weapon."""
    known = knowledge or load_knowledge()
    document = make_document(text, words=_text_words(known), published=_iso(published))
    document, lattice = _tokenized(document, known)
    return _prepared(document, lattice, known).lattice if lattice.tokens else lattice


def explain(text: str, *, published: str | date | None = None, knowledge: Knowledge | None = None) -> tuple[Fired, ...]:
    """The rules that fired on a text, in text order, and those that nearly did with the reason why not."""
    known = knowledge or load_knowledge()
    lattice = prepare(text, published=published, knowledge=known)
    out: list[Fired] = []
    for stage in INTERPRETERS:
        rules = known.rules(stage)
        for sentence in lattice.sentences:
            for match in rules.find(lattice, sentence.first, sentence.last):
                out.append(Fired(match.rule.id, *lattice.span(match.first, match.last), stage, None, match.gives()))
            for miss in rules.near_misses(lattice, sentence.first, sentence.last):
                out.append(Fired(miss.rule.id, *lattice.span(miss.first, miss.reached), stage, miss.why_not))
    return tuple(sorted(out, key=lambda fired: (fired.start, fired.why_not is not None, fired.stage, fired.rule)))


# ---------------------------------------------------------------------------------------------------------- text stages


def _iso(day: str | date | None) -> str | None:
    """A day as ISO text (what follows the day is kept); raises UsageError for what is no day."""
    if day is None or isinstance(day, date):
        return day.isoformat() if day else None
    try:
        date.fromisoformat(day.strip()[:10])
    except ValueError:
        raise UsageError(f"published: {day!r} does not begin with a day such as 2024-01-31") from None
    return day.strip()


@lru_cache(maxsize=4)
def _text_words(knowledge: Knowledge) -> TextWords:
    return text_words(knowledge.lists.words, knowledge.lists.signs)


def _tokenized(document: Document, knowledge: Knowledge) -> tuple[Document, Lattice]:
    """The document with its restorations, and its lattice without mentions."""
    words = _text_words(knowledge)
    restorations: tuple[Restoration, ...] = restore(
        document.text, words=words, is_word=knowledge.lexicon.knows, segments=document.segments
    )
    document = replace(document, restorations=restorations)
    tokens = tuple(tokenize(document.text, restorations=restorations))
    sentences = split_sentences(document.text, tokens, words=words, segments=document.segments)
    return document, knowledge.lexicon.lay(document, tokens, sentences)


# ------------------------------------------------------------------------------------------------------- mention stages


def _prepared(document: Document, lattice: Lattice, knowledge: Knowledge) -> Prepared:
    """The lattice with the edges of numbers, times, places, parties and weapons."""
    issues: list[Issue] = []
    clitics: dict[int, frozenset[str]] = {}
    lattice = _with(lattice, "number", numbers.find_numbers(lattice, knowledge), clitics)
    anchors = _anchors(document, lattice)
    found, faults = times.find_times(lattice, knowledge, anchor=anchors.at)
    if anchors.day is None:  # a date line of the text itself may tell the day
        day = _day_of_date_line(lattice, _text_words(knowledge), found)
        if day:
            anchors = anchors._replace(day=day)
            found, faults = times.find_times(lattice, knowledge, anchor=anchors.at)
    issues.extend(faults)
    lattice = _with(lattice, "time", found, clitics)
    place_mentions, faults = places.find_places(lattice, knowledge)
    issues.extend(faults)
    lattice = _with(lattice, "place", place_mentions, clitics)
    lattice = _with(lattice, "party", actors.find_parties(lattice, knowledge), clitics)
    lattice = _with(lattice, "weapon", weapons.find_weapons(lattice, knowledge), clitics)
    return Prepared(lattice, tuple(issues), anchors)


def _with(lattice: Lattice, cls: str, mentions: Iterable[Mention], clitics: dict[int, frozenset[str]]) -> Lattice:
    """The lattice with an edge for each mention. Clitics of its first word are features, as they are of any edge.

    `clitics` remembers these by token, for no mention changes them.
    """
    edges = []
    for mention in mentions:
        first = mention.first
        value, features = _told(mention)
        if first not in clitics:
            clitics[first] = _clitics(lattice.cells[first])
        features |= clitics[first]
        edges.append((first, Edge(mention.last - first, cls, value, "", features, 0, mention)))
    return lattice.with_edges(edges)


def _told(mention: Mention) -> tuple[str, frozenset[str]]:
    """The value that the edge of a mention gets, and the features that the mention itself gives it."""
    if isinstance(mention, WeaponMention):
        return mention.weapon, frozenset()
    if isinstance(mention, TimeMention):
        return mention.role, frozenset((mention.role,))
    if isinstance(mention, PlaceMention):
        return mention.role, frozenset()
    if isinstance(mention, Number):
        return "", frozenset()
    party = mention.party
    marks = (
        (mention.can_speak, "can_speak"), (mention.can_act, "can_act"), (mention.pronoun, "pronoun"),
        (party.anonymous, "anonymous"),
    )  # fmt: skip
    features = frozenset((mention.number, party.kind, party.source_kind, *(name for is_so, name in marks if is_so)))
    return party.id or party.kind, features


_CLITICS = frozenset(("w", "fa", "b", "k", "l", "s"))
_MENTIONS = frozenset(("number", "time", "place", "party", "weapon"))


def _clitics(cell: Cell) -> frozenset[str]:
    """The clitics of a word in the readings that peel least: one that is known whole carries none."""
    least, found = sys.maxsize, frozenset[str]()
    for cls, edges in cell.items():
        if cls in _MENTIONS:
            continue
        for edge in edges:
            if edge.depth > least:
                continue
            if edge.depth < least:
                least, found = edge.depth, frozenset()
            if not _CLITICS.isdisjoint(edge.features):
                found |= edge.features & _CLITICS
    return found


def _anchors(document: Document, lattice: Lattice) -> _Anchors:
    """The days that words count from, as far as the document tells them."""
    published = date.fromisoformat(document.published[:10]) if document.published else None
    starts = [token.start for token in lattice.tokens]
    posts = []
    for segment in document.segments:
        if segment.kind == "post" and segment.published:
            first, last = bisect_right(starts, segment.start - 1), bisect_right(starts, segment.end - 1)
            posts.append((first, last, date.fromisoformat(segment.published[:10])))
    return _Anchors(published, tuple(posts))


def _day_of_date_line(lattice: Lattice, words: TextWords, found: Sequence[Any]) -> date | None:
    """The whole day that a date line of the text gives: the day of publication by name, else the first.

    A page may have the day on which it was looked at above the day on which it was published.
    """
    first: date | None = None
    for sentence in lattice.sentences:
        if sentence.segment != "dateline":
            continue
        days = (
            mention.earliest
            for mention in found
            if sentence.first <= mention.first < sentence.last
            and mention.earliest
            and mention.earliest == mention.latest
            and not mention.relative
        )
        day: date | None = next(days, None)
        if day and any(token.form in words.publishing for token in lattice.tokens[sentence.first : sentence.last]):
            return day
        first = first or day
    return first


def _day_issues(document: Document, day: date | None) -> tuple[Issue, ...]:
    """Whether the day of publication is known, and from where."""
    if document.published is not None or not document.text.strip():
        return ()
    if day is None:
        return (Issue("D03", None, None, "no publication day is known, so relative days stay unread"),)
    return (Issue("D04", None, None, f"the publication day {day.isoformat()} was taken from a date line of the text"),)
