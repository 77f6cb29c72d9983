"""Tokens, sentences and clauses, all with offsets into the original text.

A token is a word with its clitics, a number, a mark, an address, a handle, a hashtag. Sentences and clauses are ranges
of tokens. A restored word is one token: its span is the raw stretch, its form what it is read as.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from riwaya.records import Restoration, Segment, Sentence, Token, TokenKind
from riwaya.text.normalize import fold, spell
from riwaya.text.restore import INVISIBLE, LETTERS, MARKS
from riwaya.text.words import Phrases, TextWords, phrase_at

_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"

_TOKEN = re.compile(
    rf"""
      (?P<word>
          [{LETTERS}](?:\.[{LETTERS}])+(?![{LETTERS}{MARKS}])                        # initials with full stops
        | [{LETTERS}](?:[{LETTERS}{MARKS}{INVISIBLE}]*[{LETTERS}{MARKS}])?           # Arabic, with vowels and tatweel
      )
    | (?P<number>
          \d{{4}}-\d\d-\d\dT\d\d:\d\d[\d:.+Z-]*                                      # 2015-10-13T07:34:37+03:00
        | [{_DIGIT}]{{1,4}}-[{_DIGIT}]{{1,2}}-[{_DIGIT}]{{1,4}}(?![{_DIGIT}])        # 12-04-2015; one hyphen is a range
        | [{_DIGIT}]+(?:[.,:/٫٬][{_DIGIT}]+|،[{_DIGIT}]{{3}}(?![{_DIGIT}]))*         # 18,608  2.5  7:42  15/12/2023
      )
    | (?P<url>
          (?:https?://|www\.|(?:pic\.(?:twitter|x)\.com|t\.me|t\.co|youtu\.be|bit\.ly|fb\.watch)/)
          [^\s<>"«»“”()\[\]،؛؟…]*[^\s<>"«»“”()\[\]،؛؟….,;:!?]
        | [A-Za-z0-9_.+-]{{1,64}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{1,4}}
        | (?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}(?:com|net|org|gov|edu|info|tv|me|co|io|[a-z]{{2}})
          (?:/[^\s<>"«»()،؛؟…]*)?(?![A-Za-z0-9])
      )
    | (?P<handle> @[A-Za-z0-9_]+ )
    | (?P<hashtag> \#[\w{MARKS}{INVISIBLE}]*\w[{MARKS}]* )
    | (?P<latin> [{_LATIN}]+(?:[-'’&]?[{_LATIN}0-9]+)* | [^\W\d_]+ )
    | (?P<punct> \.{{2,}} | … | -{{2,}} | [.,;:!?،؛؟"'«»“”„‟‘’‹›()\[\]{{}}﴿﴾/\\_*\-–—―−·•|٪%،] )
    | (?P<symbol> [^\s{INVISIBLE}\ufe00-\ufe0f][{MARKS}\ufe0f\u200d]* )
    """,
    re.VERBOSE,
)
_KINDS: dict[str, TokenKind] = {
    "word": "word", "latin": "word", "number": "number", "url": "url",
    "handle": "handle", "hashtag": "hashtag", "punct": "punct", "symbol": "symbol",
}  # fmt: skip
_HASHTAG_PART = re.compile(rf"[^_\W][^_\W{MARKS}]*(?:[{MARKS}]+[^_\W]*)*")
_NEWLINE = re.compile(r"[\n\r\u2028\u2029]")

_STOPS = frozenset((".", "؟", "?", "!", "!!"))
_DOTS = frozenset(("..", "...", "....", "…"))
_COMMAS = frozenset(("،", ",", "-", "–", "—"))
_PAUSES = _COMMAS | _DOTS | {"؛"}
_GO_ON = frozenset(("،", ",", "؛", ";", ":"))  # an end mark before one of these ends nothing
_CLOSERS = frozenset(("»", "”", "“", '"', ")", "]", "’", "'", "﴾", "›"))
_ENDS = _CLOSERS | _STOPS | _DOTS
_WHOLE_SENTENCE = 4  # words on each side of a full stop inside a quotation that make it more than a phrase
_LONGEST_BRACKET = 30  # tokens; a bracket open for longer was never closed
_LONG_QUOTE = 12  # tokens; a longer quotation has clauses of its own
_LONGEST_SENTENCE = 250  # tokens; what looks at a sentence all over must not meet one as long as a book
_SHORTEST_CLAUSE = 3  # tokens; below that an opener only continues what stands before it


def tokenize(
    text: str, start: int = 0, end: int | None = None, *, restorations: Iterable[Restoration] = ()
) -> list[Token]:
    """The tokens of a stretch of text, in order; between them stand only spaces and invisible characters.

    Each restoration is one word token whose span is the raw stretch. A restoration that lies only partly inside the
    stretch is left out.
    """
    stop = len(text) if end is None else end
    tokens: list[Token] = []
    at = start
    for broken in sorted(restorations, key=lambda r: r.start):
        if broken.start < at or broken.end > stop:
            continue
        _scan(text, at, broken.start, tokens)
        tokens.append(Token(broken.start, broken.end, *_forms(broken.read_as), "word"))
        at = broken.end
    _scan(text, at, stop, tokens)
    return tokens


def _scan(text: str, start: int, end: int, tokens: list[Token]) -> None:
    """Appends the tokens of a stretch without restorations."""
    add, kinds, forms = tokens.append, _KINDS, _forms
    for match in _TOKEN.finditer(text, start, end):
        group = match.lastgroup
        begin, stop = match.span()
        form, spelt = forms(match.group())
        add(Token(begin, stop, form, spelt, kinds[group]))  # type: ignore[index]


@lru_cache(maxsize=1 << 16)
def _forms(raw: str) -> tuple[str, str]:
    """The folded and the plainly spelt form of a token; words recur, so remembering them halves the time."""
    return fold(raw), spell(raw)


def hashtag_words(text: str, token: Token) -> list[Token]:
    """The words inside a hashtag, as word tokens with spans of their own: `#one_two` holds two."""
    if token.kind != "hashtag":
        return []
    bounds = [(m.start(), m.end()) for m in _HASHTAG_PART.finditer(text, token.start + 1, token.end)]
    return [Token(start, end, *_forms(text[start:end]), "word") for start, end in bounds]


# ------------------------------------------------------------------------------------------------------------ sentences


def split_sentences(
    text: str, tokens: Sequence[Token], *, words: TextWords, segments: Iterable[Segment] = ()
) -> tuple[Sentence, ...]:
    """The sentences of a text, as ranges of tokens that follow each other without a gap, each cut into clauses.

    A line end and the edge of a segment always end a sentence. A full stop inside a quotation does so only where there
    are whole sentences on both of its sides.
    """
    segments = sorted(segments, key=lambda s: (s.start, -s.end))
    quotes = _outermost_quotes(segments, tokens)
    hard = _hard_breaks(text, tokens, segments) | {0, len(tokens)}
    bounds = sorted(hard | _soft_breaks(tokens, quotes, hard, words))
    ranges = [part for first, last in pairwise(bounds) for part in _bearable(tokens, first, last)]
    kinds = _kinds_at([tokens[first].start for first, _ in ranges], [s for s in segments if s.kind != "quote"])
    whole = bytearray(len(tokens))
    for first, last in quotes:
        if last - first < _LONG_QUOTE:
            whole[first + 1 : last] = b"\1" * (last - first - 1)
    return tuple(
        Sentence(first, last, split_clauses(tokens, first, last, words=words, whole=whole), kind)
        for (first, last), kind in zip(ranges, kinds, strict=True)
    )


def _bearable(tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """A range of tokens, cut where it is too long to be a sentence: behind a comma in its second half, or anywhere."""
    while last - first > _LONGEST_SENTENCE:
        most = first + _LONGEST_SENTENCE
        commas = (at + 1 for at in range(most - 1, first + _LONGEST_SENTENCE // 2, -1) if tokens[at].form in _COMMAS)
        cut = next(commas, most)
        yield first, cut
        first = cut
    if first < last:
        yield first, last


def _outermost_quotes(segments: Sequence[Segment], tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The quotations that stand in no other quotation, as ranges of tokens."""
    starts = [token.start for token in tokens]
    found: list[tuple[int, int]] = []
    end = 0
    for segment in segments:
        if segment.kind == "quote" and segment.start >= end:
            found.append((bisect_left(starts, segment.start), bisect_left(starts, segment.end)))
            end = segment.end
    return found


def _hard_breaks(text: str, tokens: Sequence[Token], segments: Sequence[Segment]) -> set[int]:
    """The tokens before which a line or a segment ends or begins."""
    starts = [token.start for token in tokens]
    places = [match.end() for match in _NEWLINE.finditer(text)]
    places += [place for segment in segments if segment.kind != "quote" for place in (segment.start, segment.end)]
    return {bisect_left(starts, place) for place in places}


def _soft_breaks(
    tokens: Sequence[Token], quotes: list[tuple[int, int]], hard: Iterable[int], words: TextWords
) -> set[int]:
    """The tokens that follow the end mark of a sentence."""
    breaks: set[int] = set()
    quote = 0
    opened = -_LONGEST_BRACKET
    sentence = 0
    lines = deque(sorted(hard))
    for at, token in enumerate(tokens):
        while lines and lines[0] <= at:
            sentence = lines.popleft()
            opened = -_LONGEST_BRACKET
        if token.kind != "punct":
            continue
        if token.form == "(":
            opened = at
        elif token.form == ")":
            opened = -_LONGEST_BRACKET
        if token.form not in _STOPS or at - opened < _LONGEST_BRACKET:
            continue
        if token.form == "." and _is_abbreviating(tokens, at, sentence, words):
            continue
        while quote < len(quotes) and quotes[quote][1] <= at:
            quote += 1
        inside = quotes[quote] if quote < len(quotes) and quotes[quote][0] <= at else None
        after = _after_closers(tokens, at + 1)
        if inside and after < inside[1] and not _parts_sentences(tokens, at, max(inside[0], sentence), inside[1]):
            continue
        if after < len(tokens) and (tokens[after].form in _GO_ON or tokens[after].kind == "url"):
            continue
        if after < len(tokens) and after > at + 1 and tokens[after].form in words.after_comma:
            continue
        breaks.add(after)
        sentence = after
    return breaks


def _after_closers(tokens: Sequence[Token], at: int) -> int:
    """The first token that is neither an end mark nor a closing mark touching the one before it."""
    while at < len(tokens) and tokens[at].kind == "punct" and tokens[at].start == tokens[at - 1].end:
        if tokens[at].form not in _ENDS:
            break
        at += 1
    return at


def _is_abbreviating(tokens: Sequence[Token], at: int, sentence: int, words: TextWords) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial, the number of a list, or to nothing at all."""
    if at == 0 or at <= sentence:
        return True
    before = tokens[at - 1]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before.end != tokens[at].start or after is None:
        return before.kind in ("punct", "symbol") and after is not None and after.start == tokens[at].end
    if before.kind == "number":
        return at - 1 == sentence and after.kind == "word"
    if before.kind != "word" or after.kind not in ("word", "number"):
        return False
    if before.form.isascii():
        return len(before.form) == 1 and after.form.isascii()
    if at >= 2 and tokens[at - 2].kind == "number":
        return False  # «1445هـ. » and «5 م. » close a date, an hour
    if before.form in words.abbreviations:
        return True
    return len(before.form) == 1 and not after.form.startswith("و")


def _parts_sentences(tokens: Sequence[Token], at: int, first: int, last: int) -> bool:
    """Whether an end mark inside a quotation has something like a sentence on either side."""
    before = sum(token.kind == "word" for token in tokens[max(first, at - 3 * _WHOLE_SENTENCE) : at])
    after = sum(token.kind == "word" for token in tokens[at : min(last, at + 3 * _WHOLE_SENTENCE)])
    return before >= _WHOLE_SENTENCE and after >= _WHOLE_SENTENCE


def _kinds_at(places: Sequence[int], segments: Sequence[Segment]) -> Iterator[str]:
    """For each place, in order, the kind of the innermost segment around it; text in no segment is body."""
    open_: list[Segment] = []
    at = 0
    for place in places:
        while at < len(segments) and segments[at].start <= place:
            open_.append(segments[at])
            at += 1
        open_ = [segment for segment in open_ if segment.end > place]
        yield open_[-1].kind if open_ else "body"


# -------------------------------------------------------------------------------------------------------------- clauses


def split_clauses(
    tokens: Sequence[Token], first: int, last: int, *, words: TextWords, whole: Sequence[int] = b""
) -> tuple[tuple[int, int], ...]:
    """The clauses of a sentence, as ranges of tokens that follow each other without a gap.

    A clause begins after a semicolon or dots, at a word that opens one (while, on the other hand), and after a comma at
    a conjunction with a verb of saying (, and he added). `whole`, where given, marks the tokens of the text at which no
    clause may begin: what stands in a short quotation is not cut.
    """
    forms = [token.form for token in tokens[first:last]]
    cuts = [0]
    for at in range(_SHORTEST_CLAUSE, len(forms) - 1):
        form = forms[at]
        if forms[at - 1] not in _PAUSES and form not in words.openers and form[1:] not in words.openers:
            continue  # nearly every word, so that this must be cheap
        if at - cuts[-1] < _SHORTEST_CLAUSE or (whole and whole[first + at]):
            continue
        if _begins_clause(forms, at, words):
            cuts.append(at)
    return tuple((first + a, first + b) for a, b in zip(cuts, [*cuts[1:], len(forms)], strict=True))


def _begins_clause(forms: list[str], at: int, words: TextWords) -> bool:
    before, form = forms[at - 1], forms[at]
    if before == "؛" or before in _DOTS:
        return True
    if _opens(forms, at, words.openers):
        return True
    if before not in _COMMAS:
        return False
    return _opens(forms, at, words.after_comma) or (form[:1] in ("و", "ف") and form[1:] in words.saying)


def _opens(forms: list[str], at: int, known: Phrases) -> bool:
    """Whether a known phrase stands here, with or without a conjunction before it."""
    form = forms[at]
    if form in known and phrase_at(forms, at, known):
        return True
    bare = form[1:]
    if form[:1] not in ("و", "ف") or bare not in known:
        return False
    longest = max(map(len, known[bare]))
    return phrase_at([bare, *forms[at + 1 : at + longest]], 0, known) > 0
