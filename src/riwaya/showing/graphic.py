"""Where a text describes violence to bodies, so that nobody has to read it who did not ask for it.

What describes is data, with its reasons: `data/web/graphic.yaml`, rules as those of the reader are. They have words of
their own, so that they change nothing of what is read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from riwaya.errors import Fault, KnowledgeError
from riwaya.knowledge.load import DATA, Compiled, Knowledge, Lists, compile_surfaces, read_family
from riwaya.knowledge.match import Lattice
from riwaya.knowledge.shelves import pack
from riwaya.records import Document, Restoration, Sentence, Span, Token
from riwaya.text.segment import tokenize

PATH = DATA / "web" / "graphic.yaml"
STAGE = "graphic"
_STOP = re.compile(r"[.!؟?…\n]")
_PAUSES = frozenset("،,؛;")
_MOST_REMEMBERED = 4096


@cache
def graphic() -> Knowledge:
    """The words and rules. Raises KnowledgeError with every fault of their file."""
    faults: list[Fault] = []
    family = read_family(PATH, PATH.relative_to(DATA).as_posix(), faults, stages=(STAGE,))
    families = [family] if family else []
    surfaces = compile_surfaces(families, DATA, faults, tables=())
    if faults:
        raise KnowledgeError(tuple(faults))
    return Knowledge(Compiled(pack(surfaces), frozenset(), families, Lists({}, {})))


def lattice_of(text: str, restorations: tuple[Restoration, ...] = ()) -> Lattice:
    """A text with the words of the rules laid over it, in sentences up to stops and ends of lines, with clauses."""
    tokens = tuple(tokenize(text, restorations=restorations))
    starts = [token.start for token in tokens]
    inside = {match.start() for match in _STOP.finditer(text)} - {
        at for token in tokens if token.end - token.start > 1 for at in range(token.start, token.end)
    }
    bounds = sorted({0, len(tokens), *(bisect_left(starts, at + 1) for at in inside)})
    sentences = tuple(Sentence(*each, tuple(_clauses(tokens, *each)), "body") for each in pairwise(bounds))
    return graphic().lexicon.lay(Document("", text, ""), tokens, sentences)


def _clauses(tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """A sentence cut behind its commas."""
    cuts = [at + 1 for at in range(first, last - 1) if tokens[at].form in _PAUSES]
    yield from pairwise([first, *cuts, last])


@lru_cache(maxsize=_MOST_REMEMBERED)
def descriptions(text: str, restorations: tuple[Restoration, ...] = ()) -> tuple[Span, ...]:
    """Where a text describes violence to bodies, one stretch a sentence: from the first clause that does to the last.

    What was broken up counts as it is read.
    """
    lattice, rules = lattice_of(text, restorations), graphic().rules(STAGE)
    found = []
    for sentence in lattice.sentences:
        if matches := rules.find_all(lattice, sentence.first, sentence.last):
            first, last = matches[0].first, max(match.last for match in matches)
            touched = [clause for clause in sentence.clauses if clause[0] < last and first < clause[1]]
            end = touched[-1][1]
            found.append(Span(*lattice.span(touched[0][0], end - (lattice.tokens[end - 1].form in _PAUSES))))
    return tuple(found)


def describes(words: str) -> bool:
    """Whether some words describe violence to bodies."""
    return bool(descriptions(words))


def parts(words: str) -> Iterator[tuple[bool, str]]:
    """Some words in parts: those that describe violence to bodies, which are told as such, and those between them."""
    edges = sorted({0, len(words), *(edge for span in descriptions(words) for edge in span)})
    begin = {span.start for span in descriptions(words)}
    for start, end in pairwise(edges):
        yield start in begin, words[start:end]
