"""Reads words that were broken up to slip past moderation. The text is never changed; what is read is said beside it.

A gap inside a word is joined where the whole is a word and its pieces are not. What counts as evidence differs by the
gap: a tatweel on both of its edges is proof, a mark without a space is strong, a full stop with a space is weak (a
sentence may end there), a bare space is weakest. Two sure joins in one paragraph or post lower the bar for the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, pairwise, product
from typing import NamedTuple

from riwaya.records import Restoration, Segment
from riwaya.text.normalize import fold, spell
from riwaya.text.words import TextWords

LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08c7"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"

_TATWEEL = "\u0640"
_SPACE = " \u00a0\u2009\u202f"
_JUNK = (
    r".·•*_/\\,'`´’~^+=|:;!?&%$@#\-–—…°¤§×؟،؛\u0300-\u036f\u0483-\u0489\u20d0-\u20f0\u2022-\u2043\u2100-\u2bff\ufe0f\u200d"
    "\U0001f000-\U0001faff"
)
_ORDINARY = frozenset("/\\,'`’+=|:;!?&%$@#-–—؟،؛")  # with a space beside them these are everyday punctuation
_JOINERS = frozenset("/\\-–—")
_BETWEEN_WORDS = _ORDINARY | {"."}

_PIECE = f"[{MARKS}{INVISIBLE}]*[{LETTERS}][{LETTERS}{MARKS}{INVISIBLE}]*"
_GAP = f"[{_SPACE}]?[{_JUNK}]{{1,8}}[{_SPACE}]?|(?<={_TATWEEL})[{_SPACE}]|[{_SPACE}](?={_TATWEEL})"
_BROKEN = re.compile(f"(?<![{LETTERS}{MARKS}])({_PIECE})({_GAP})(?=({_PIECE}))")
_SPACED = re.compile(f"(?<![{LETTERS}{MARKS}])({_PIECE})({_GAP}|[{_SPACE}])(?=({_PIECE}))")
_LONELY = re.compile(
    f"(?<![{LETTERS}{MARKS}\\w.(])([{MARKS}{INVISIBLE}]*(?:[{LETTERS}][{MARKS}{INVISIBLE}]*){{1,2}})(?![{LETTERS}\\w.)])"
)
_PROTECTED = re.compile(r"(?:https?://|www\.|pic\.|t\.me/|t\.co/)\S+|[\w.+-]+@[\w-]+\.[\w.]+|@\w+")
_HASHTAG = re.compile(r"#[\w\u0640\u064b-\u065f]+")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")

_LONGEST = 14  # pieces of one word: more than any word has letters to spare
_LETTERS_AT_MOST = 20  # of one word; longer runs are several

_CONJUNCTIONS = frozenset(("", "و", "ف"))
_BEFORE_NOUNS = frozenset(c + p for c in _CONJUNCTIONS for p in ("", "ال", "ب", "بال", "ك", "كال", "ل", "لل"))
_BEFORE_NAMES = frozenset(c + p for c in _CONJUNCTIONS for p in ("", "ب", "ك", "ل"))
_BEFORE_IMPERFECTS = frozenset(c + p for c in _CONJUNCTIONS for p in ("", "س", "ل"))
_LONGEST_PREFIX = 4
_PERSONS = {"ي": "ي", "ت": "ت", "ن": "ن", "ا": "أ"}  # first letters of the imperfect as folded, and as spelt
_ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)")
_PRONOUNS = ("", "ه", "ها", "هم", "هما", "هن", "ك", "كم", "نا", "ني", "ي")
_AFTER_NOUNS = frozenset(
    {e + p for e in ("", "ات", "ان", "ين", "ي") for p in _PRONOUNS}
    | {"ة", "ا", "ون", "و", "تان", "تين", "ية", "يا", "يات", "يون", "يين", "يان"}
    | {"ت" + p for p in _PRONOUNS if p}
)
_AFTER_PASTS = frozenset(e + p for e in ("", "ت", "ا", "تا", "وا", "و", "ن", "نا", "تم") for p in _PRONOUNS if p != "ي")
_AFTER_IMPERFECTS = frozenset(e + p for e in ("", "ون", "وا", "و", "ان", "ا", "ن", "ين") for p in _PRONOUNS if p != "ي")
_PROCLITICS = frozenset(
    ("و", "ف", "ب", "ك", "ل", "س", "ه", "م", "ال", "وال", "فال", "بال", "كال", "لل", "ولل")
) | frozenset(conjunction + other for conjunction in "وف" for other in "بكلس")


class _Gap(NamedTuple):
    start: int
    end: int
    text: str


class _Piece(NamedTuple):
    start: int
    end: int
    raw: str
    form: str


class _Chain(NamedTuple):
    """A run of pieces with the gaps between them: `gaps[n]` stands after `pieces[n]`.

    `proofs[n]` says whether that gap proves that a word goes on, `alone[n]` whether `pieces[n]` is a word by itself;
    `proofs_before[n]` and `alone_before[n]` count them, and `letters_before[n]` counts letters.
    """

    pieces: list[_Piece]
    gaps: list[_Gap]
    proofs: list[bool]
    alone: list[bool]
    proofs_before: list[int]
    alone_before: list[int]
    letters_before: list[int]

    def is_prose(self, first: int, last: int) -> bool:
        """Whether nothing tells that the pieces from the first to the last make one word: most of them are words."""
        if last - first < 2 or self.proofs_before[last] > self.proofs_before[first]:
            return False
        return 2 * (self.alone_before[last + 1] - self.alone_before[first]) > last - first + 1


class _Join(NamedTuple):
    start: int
    end: int
    read_as: str


class _Judge(NamedTuple):
    """What decides whether a form is a word."""

    words: TextWords
    known: Container[str]
    is_word: Callable[[str], bool] | None

    def knows(self, form: str) -> bool:
        """Whether the form is in the lexicon handed in."""
        return form in self.known or (self.is_word is not None and self.is_word(form))

    def stands_alone(self, raw: str, form: str) -> bool:
        """Whether a piece is a word by itself, so that a gap beside it is an ordinary gap."""
        if len(form) == 1 or form in _PROCLITICS:
            return "آ" in raw  # «آل», the family of, is no article
        return form in self.words.short or self.knows(form) or hidden_reading(form, self.words) is not None


def restore(
    text: str,
    *,
    words: TextWords,
    known: Container[str] = frozenset(),
    is_word: Callable[[str], bool] | None = None,
    segments: Iterable[Segment] = (),
) -> tuple[Restoration, ...]:
    """The broken words of a text and what they are read as, in text order and without overlap.

    `known` holds folded forms of the lexicon and `is_word` says whether a folded form is a word with its clitics;
    either may be left out. The posts among `segments` count as one stretch each, other text line by line.
    """
    judge = _Judge(words, known, is_word)
    protected = _protected(text)
    joins: list[_Join] = []
    for lines in _stretches(text, segments):
        joins += _stretch_joins(text, lines, judge, protected)
    joins += _lookalikes(text, judge, protected, joins)
    return tuple(Restoration(*join) for join in sorted(joins))


@lru_cache(maxsize=1 << 16)
def hidden_reading(form: str, words: TextWords) -> str | None:
    """The proper spelling of a folded form where it is a word that posts hide, with its clitics; else None."""
    if not form.endswith("ه"):
        return _hidden_reading(form, words)
    # A pronoun, or ta marbuta as posts write it; after an article or a nisba ending only the latter.
    spellings = (form, form[:-1] + "ة")
    if form.endswith("يه") or _ARTICLE.match(form):
        spellings = spellings[::-1]
    return _hidden_reading(spellings[0], words) or _hidden_reading(spellings[1], words)


# ------------------------------------------------------------------------------------------ the hidden words


def _hidden_reading(form: str, words: TextWords) -> str | None:
    """The proper spelling of a form as it stands, by each of the prefixes that it may begin with."""
    heads = words.heads
    for at in range(min(_LONGEST_PREFIX + 1, len(form) - 1)):
        prefix = form[:at]
        if form[at : at + 3] in heads or form[at : at + 2] in heads or prefix.endswith("لل"):
            found = _noun_or_past(prefix, form[at:], words)
            if found:
                return found
        root = form[at + 1 : at + 4]
        if prefix in _BEFORE_IMPERFECTS and form[at] in _PERSONS and (root in heads or root[:2] in heads):
            found = _with_ending("ي" + form[at + 1 :], words.imperfects, _AFTER_IMPERFECTS)
            if found:
                return prefix + _PERSONS[form[at]] + found[1:]
    return None


def _noun_or_past(prefix: str, rest: str, words: TextWords) -> str | None:
    """The proper spelling of a noun, a name or a verb of the past after a prefix."""
    found: str | None = None
    if prefix in _BEFORE_NOUNS:
        found = _with_ending(rest, words.nouns, _AFTER_NOUNS)
        if not found and prefix.endswith("لل"):
            found = words.names.get("ال" + rest, "")[2:]  # the article of a name is written into the preposition
    if not found and prefix in _BEFORE_NAMES:
        found = words.names.get(rest)
    if not found and prefix in _CONJUNCTIONS:
        found = _with_ending(rest, words.verbs, _AFTER_PASTS)
    return prefix + found if found else None


def _with_ending(rest: str, stems: dict[str, str], endings: frozenset[str]) -> str | None:
    """The proper spelling of a stem with an ending, where the rest of a word is one."""
    if proper := stems.get(rest):
        return proper
    for cut in range(1, min(6, len(rest) - 1)):
        stem, ending = rest[:-cut], rest[-cut:]
        if ending not in endings:
            continue
        if (proper := stems.get(stem)) and not proper.endswith("ة"):
            return proper + ending
        if (proper := stems.get(stem + "ة")) and (ending[0] == "ت" or ending.startswith("ات")):
            return proper[:-1] + ending
    return None


# ------------------------------------------------------------------------------------------ stretches and chains


def _protected(text: str) -> list[tuple[int, int, str]]:
    """Stretches of text not to be read: addresses and handles whole, hashtags at their underscores."""
    found: list[tuple[int, int, str]] = []
    if "://" in text or "@" in text or "www." in text or "pic." in text or "t.me" in text or "t.co" in text:
        found += [(m.start(), m.end(), "all") for m in _PROTECTED.finditer(text) if not _is_lookalike_at(m.group())]
    if "#" in text:
        found += [(m.start(), m.end(), "_") for m in _HASHTAG.finditer(text)]
    return sorted(found)


def _is_lookalike_at(found: str) -> bool:
    """An at sign before Arabic letters is no handle: handles are written in Latin letters."""
    return found[0] == "@" and not found[1:2].isascii()


def _stretches(text: str, segments: Iterable[Segment]) -> Iterator[list[tuple[int, int]]]:
    """The lines of the text, those of one post together."""
    posts = sorted((s.start, s.end) for s in segments if s.kind == "post")
    together: list[list[tuple[int, int]]] = [[] for _ in posts]
    at = 0
    for line in _LINE.finditer(text):
        start, end = line.span()
        while at < len(posts) and posts[at][1] <= start:
            at += 1
        if at < len(posts) and posts[at][0] < end:
            together[at].append((start, end))
        else:
            yield [(start, end)]
    yield from filter(None, together)


def _stretch_joins(
    text: str, lines: list[tuple[int, int]], judge: _Judge, protected: list[tuple[int, int, str]]
) -> list[_Join]:
    """The joins of one paragraph or post: the sure ones first; if there are two or more, what they make likely."""
    chains = [chain for line in lines for chain in _chains(text, line, _BROKEN, judge, protected)]
    spaced = [line for line in lines if _has_lonely(text, line, judge)]
    joins = [join for chain in chains for join in _chain_joins(chain, judge, lowered=False)]
    sure = len(joins)
    if not sure and not spaced:
        return []
    if sure:
        spaced = lines
    wider = [chain for line in spaced for chain in _chains(text, line, _SPACED, judge, protected)]
    if sure < 2:
        found = [join for chain in wider for join in _chain_joins(chain, judge, lowered=False)]
        joins = found if sure == 0 else _merged(joins, found)
    if len(joins) >= 2:
        found = [join for chain in wider for join in _chain_joins(chain, judge, lowered=True)]
        joins = _merged(found, joins)
    return joins


def _merged(first: list[_Join], second: list[_Join]) -> list[_Join]:
    """The joins of the first list, and those of the second that overlap none of them."""
    taken = sorted(first)
    merged = list(taken)
    at = 0
    for join in sorted(second):
        while at < len(taken) and taken[at].end <= join.start:
            at += 1
        if at == len(taken) or taken[at].start >= join.end:
            merged.append(join)
    return merged


def _has_lonely(text: str, line: tuple[int, int], judge: _Judge) -> bool:
    """Whether a line holds a piece of one or two letters that is no word: ordinary prose has none but a lone waw."""
    for match in _LONELY.finditer(text, *line):
        raw, form = match.group(1), fold(match.group(1))
        if form in judge.words.abbreviations or form == "و" or (len(form) == 2 and judge.stands_alone(raw, form)):
            continue
        if not (len(form) == 1 and form in judge.words.short):
            return True
    return False


def _chains(
    text: str,
    line: tuple[int, int],
    pattern: re.Pattern[str],
    judge: _Judge,
    protected: list[tuple[int, int, str]],
) -> Iterator[_Chain]:
    """Runs of pieces with the gaps between them."""
    pieces: list[_Piece] = []
    gaps: list[_Gap] = []
    for match in pattern.finditer(text, *line):
        left, gap, right = match.group(1, 2, 3)
        at = match.start(2)
        if protected and _is_protected(at, gap, protected):
            continue
        if not pieces or pieces[-1].start != match.start(1):
            if gaps:
                yield _chain(pieces, gaps, judge)
            pieces, gaps = [_Piece(match.start(1), at, left, fold(left))], []
        gaps.append(_Gap(at, match.end(2), gap))
        pieces.append(_Piece(match.end(2), match.end(3), right, fold(right)))
    if gaps:
        yield _chain(pieces, gaps, judge)


def _chain(pieces: list[_Piece], gaps: list[_Gap], judge: _Judge) -> _Chain:
    proofs = [_is_proof(left, right) for left, right in pairwise(pieces)]
    alone = [judge.stands_alone(piece.raw, piece.form) for piece in pieces]
    counted = ([0, *accumulate(each)] for each in (proofs, alone, [len(piece.form) for piece in pieces]))
    return _Chain(pieces, gaps, proofs, alone, *counted)


def _is_protected(at: int, gap: str, protected: list[tuple[int, int, str]]) -> bool:
    last = bisect_left(protected, (at + 1,))
    for start, end, what in protected[max(0, last - 3) : last]:  # a hashtag may stand inside an address, no deeper
        if start <= at < end and (what == "all" or not gap.strip("_")):
            return True
    return False


def _chain_joins(chain: _Chain, judge: _Judge, *, lowered: bool) -> Iterator[_Join]:
    """The joins of one chain from the right reading direction, the longest first at each piece."""
    pieces, gaps = chain.pieces, chain.gaps
    first = 0
    while first < len(gaps):
        join = None if _is_inside(first, pieces, gaps) else _join_from(first, chain, judge, lowered=lowered)
        if join:
            last, read_as = join
            yield _Join(pieces[first].start, pieces[last].end, read_as)
            first = last
        first += 1


def _is_inside(first: int, pieces: list[_Piece], gaps: list[_Gap]) -> bool:
    """Whether a piece follows a single letter without a space: a word does not begin inside «ا.ف.ب»."""
    return first > 0 and len(pieces[first - 1].form) == 1 and not gaps[first - 1].text.endswith(tuple(_SPACE))


def _join_from(first: int, chain: _Chain, judge: _Judge, *, lowered: bool) -> tuple[int, str] | None:
    """The longest join that begins at this piece: the index of its last piece, and what it is read as."""
    pieces, gaps, proofs, letters = chain.pieces, chain.gaps, chain.proofs, chain.letters_before
    furthest = min(first + _LONGEST, len(gaps))
    while furthest > first and letters[furthest + 1] - letters[first] > _LETTERS_AT_MOST:
        furthest -= 1
    for last in range(furthest, first, -1):
        if (last < len(gaps) and proofs[last]) or chain.is_prose(first, last):
            continue
        form = "".join([piece.form for piece in pieces[first : last + 1]])
        if read_as := _joined(form, first, last, chain, judge, lowered=lowered):
            return last, read_as
    return None


# ------------------------------------------------------------------------------------------ the judgment


def _joined(form: str, first: int, last: int, chain: _Chain, judge: _Judge, *, lowered: bool) -> str | None:
    """What the pieces from the first to the last are read as, which make a form together; None if they stay apart."""
    if len(form) < 3:
        return None
    proofs = chain.proofs[first:last]
    proven, alone, many = any(proofs), sum(chain.alone[first : last + 1]), last - first > 1
    pieces, gaps = chain.pieces[first : last + 1], chain.gaps[first:last]
    if alone == 2 and not many and not lowered and _is_plain(pieces[0], pieces[1]):
        return None
    hidden = hidden_reading(form, judge.words)
    if hidden is None and not all(proofs) and not (len(form) > 3 and judge.knows(form)):
        return None
    if all(len(piece.form) == 1 for piece in pieces):
        good = form not in judge.words.initials and (hidden is not None or len(form) > 3 or all(proofs))
        good = good and (many or all(proofs))
    elif proven:
        good = all(
            proof or _is_break(left, gap, right)
            for proof, left, gap, right in zip(proofs, pieces, gaps, pieces[1:], strict=False)
        )
    elif many:
        good = (hidden is not None or lowered) and not _opens_with_clitic(pieces, chain.alone[first : last + 1])
    else:
        both = chain.alone[first], chain.alone[last]
        good = _two_join(pieces[0], pieces[1], gaps[0], judge, both, hidden=hidden is not None, lowered=lowered)
    if not good:
        return None
    return hidden or spell("".join(piece.raw for piece in pieces))


def _is_proof(left: _Piece, right: _Piece) -> bool:
    """A tatweel on both edges of a gap: nobody draws a letter out towards nothing."""
    return left.raw.rstrip(INVISIBLE).endswith(_TATWEEL) and right.raw.lstrip(INVISIBLE).startswith(_TATWEEL)


def _is_plain(left: _Piece, right: _Piece) -> bool:
    """Whether no tatweel stands at a gap."""
    return not left.raw.endswith(_TATWEEL) and not right.raw.startswith(_TATWEEL)


def _is_break(left: _Piece, gap: _Gap, right: _Piece) -> bool:
    """A gap that may well stand inside a word: a mark, or a tatweel on one edge."""
    return bool(gap.text.strip(_SPACE)) or not _is_plain(left, right)


def _opens_with_clitic(pieces: list[_Piece], alone: list[bool]) -> bool:
    """A conjunction or preposition written apart before words that stand by themselves."""
    return pieces[0].form in _PROCLITICS and all(alone[1:])


def _two_join(
    left: _Piece, right: _Piece, gap: _Gap, judge: _Judge, alone: tuple[bool, bool], *, hidden: bool, lowered: bool
) -> bool:
    """Whether two pieces that make a word together are one word; `alone` says which of them is a word by itself."""
    marks = gap.text.strip(_SPACE)
    has_space = len(marks) < len(gap.text)
    left_alone, right_alone = alone
    if right.form in judge.words.suffixes and (left_alone or not hidden) and _JOINERS.intersection(marks):
        return False  # both genders in one word: martyr, and then the feminine ending after a stroke
    if right.form == "و":
        # A lone waw opens a sentence as often as it ends a word: «العد. و» may join, «مجاهد. و» never.
        return has_space and hidden and lowered and bool(marks) and hidden_reading(left.form, judge.words) is None
    if left.form == "و":
        return False
    if not _is_plain(left, right):
        return _one_tatweel_joins(left, right, marks, right_alone=right_alone, hidden=hidden)
    if not marks:
        return _space_joins(left, right, left_alone, right_alone, hidden=hidden, lowered=lowered)
    if left.form == "ا" and right.form.startswith("ل"):
        return hidden and (not has_space or lowered)  # the article cut in two
    if len(left.form) == 1 and (has_space or _BETWEEN_WORDS.intersection(marks)):
        return not right_alone and hidden and (lowered or not has_space)
    if len(left.form) == 1:
        return hidden
    if not has_space and not _ORDINARY.intersection(marks):
        return not (left_alone and right_alone) or (lowered and hidden)
    if not has_space:
        return hidden and not (left_alone and right_alone)
    if _ORDINARY.intersection(marks):
        return hidden and not left_alone and not right_alone
    if not left_alone and not right_alone:
        return True
    if left_alone and right_alone:
        return lowered and hidden
    return hidden or lowered


def _one_tatweel_joins(left: _Piece, right: _Piece, marks: str, *, right_alone: bool, hidden: bool) -> bool:
    """A tatweel on one edge: a word goes on there, unless a clitic is set apart from a name or a figure."""
    if left.form in _PROCLITICS or len(left.form) == 1:
        return hidden and (bool(marks) or not right_alone)
    return True


def _space_joins(
    left: _Piece, right: _Piece, left_alone: bool, right_alone: bool, *, hidden: bool, lowered: bool
) -> bool:
    """A bare space inside a word: only for hidden words, and only where a piece makes no sense."""
    if not hidden or (left_alone and right_alone):
        return False
    if left.form in _PROCLITICS:
        return not left_alone and (not right_alone or left.form.endswith("ال"))
    if not left_alone and not right_alone:
        return True
    odd = right if left_alone else left
    return lowered or len(odd.form) <= 2


# ------------------------------------------------------------------------------------------ lookalikes


def _lookalikes(text: str, judge: _Judge, protected: list[tuple[int, int, str]], joins: list[_Join]) -> Iterator[_Join]:
    """Words in which a figure, a Latin letter, a sign or a letter without dots stands in for a letter."""
    if not judge.words.signs:
        return
    spot, inside = _sign_patterns(judge.words)
    joined = sorted(joins)
    done = 0
    for match in spot.finditer(text):
        if match.start() < done:
            continue
        start = match.start()
        while start > max(done, match.start() - _LETTERS_AT_MOST) and inside.match(text[start - 1]):
            start -= 1
        word = inside.match(text, start, start + 2 * _LETTERS_AT_MOST)
        if word is None:
            continue
        done = word.end()
        before = bisect_left(joined, (word.end(),))  # joins do not overlap, so only the one before may reach in here
        if _is_protected(match.start(), "all", protected) or (before and start < joined[before - 1].end):
            continue
        if read_as := _unmasked(word.group(), judge):
            yield _Join(word.start(), word.end(), read_as)


@lru_cache(maxsize=4)
def _sign_patterns(words: TextWords) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a sign in the place of a letter, and what finds the letters and signs of the word around it."""
    class_ = "".join(map(re.escape, words.signs)) + "٠-٩"
    dotless = "".join(sign for sign in words.signs if not sign.isascii())
    spot = f"[{LETTERS}][{MARKS}]*[{class_}]{{1,2}}[{MARKS}]*[{LETTERS}]|@(?=[{LETTERS}]{{3}})" + (
        f"|[{dotless}]" if dotless else ""
    )
    return re.compile(spot, re.IGNORECASE), re.compile(f"[{LETTERS}{MARKS}{class_}]+", re.IGNORECASE)


def _unmasked(raw: str, judge: _Judge) -> str | None:
    """The hidden word behind a word with signs in it: each sign as each letter it may be, or as nothing."""
    signs = judge.words.signs
    choices = [
        ("", *signs[char]) if char in signs and char.isascii() else signs.get(char, (char,)) for char in fold(raw)
    ]
    if sum(len(choice) > 1 for choice in choices) > 3 or len(choices) > _LETTERS_AT_MOST:
        return None
    readings = {hidden_reading("".join(letters), judge.words) for letters in product(*choices)} - {None}
    return max((reading for reading in readings if reading), key=lambda reading: (len(reading), reading), default=None)
