"""Masks what would give a person away in a text, one mark a code point, so that every offset still holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from riwaya.exports.profiles.patterns import Found, find_patterns
from riwaya.exports.profiles.words import Words
from riwaya.text.normalize import fold, spell

MARK = "█"
"""What stands for a code point that was masked."""

_LETTER = "[^\\W\\d_]"
_MARKS = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
)
_WORD = re.compile(rf"(?:{_LETTER}|[{_MARKS}])+(?:(?:ـ?[.*·•/]+ـ|['’ʼ])(?:{_LETTER}|[{_MARKS}])+)*")
_HIDING = re.compile("[.*·•/ـ'’ʼ]")
_SPACE = re.compile(rf"[\s_{_MARKS}]*|-")
_AGE = re.compile(rf"[\s{_MARKS}]*\([^()\n]{{1,24}}\)[\s{_MARKS}]*")
_QUOTED = re.compile(r"\s*(?:بـ?\s*)?[«\"“„'(\[]+\s*")
_COMMA = re.compile(r"[»\"”)\s]*[،,][\s«\"“]*")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")

_STARTS = frozenset(("given",))
_GOES_ON = frozenset(("given", "ambiguous", "family", "nisba"))
_NO_NAME = frozenset(("never", "particle", "title", "cue"))
_LONGEST = 8


class Part(NamedTuple):
    """A word of a text: where it stands, its folded form, whether it stands behind a break, and what it may be."""

    start: int
    end: int
    form: str
    breaks: bool
    kinds: frozenset[str]
    arabic: bool


@dataclass(frozen=True, slots=True)
class Masked:
    """A text as it may be told: what went from it, and the names in it that are kept, for they are of people in office.

    `text` is as long as `of`, the text that it stands for.
    """

    text: str
    of: str
    gone: tuple[Found, ...]
    kept: tuple[str, ...]


class Masker:
    """Finds names and masks them.

    `strict` keeps only words that are known to be no names; else what no name stands near is kept too.
    """

    def __init__(self, words: Words, *, strict: bool, sites: bool) -> None:
        self._words = words
        self._strict = strict
        self._sites = sites

    def mask(self, text: str, names: Collection[str] = (), kept: Collection[str] = ()) -> Masked:
        """A text with masks.

        `names` are further words that are names in it, `kept` names of people in office who are told elsewhere, both
        folded.
        """
        return self._masked(text, names, kept, strict=self._strict)

    def loosely(self, text: str, names: Collection[str] = (), kept: Collection[str] = ()) -> Masked:
        """A text in which only that is masked of which something tells that it is a name."""
        return self._masked(text, names, kept, strict=False)

    def _masked(self, text: str, names: Collection[str], kept: Collection[str], *, strict: bool) -> Masked:
        found = [*find_patterns(text)]
        taken = _covered(found, len(text))
        run = _Run(self._words, text, taken, strict=strict, sites=self._sites, names=names, officials=kept)
        found += run.find()
        return Masked(_with_masks(text, found), text, tuple(found), tuple(run.kept))

    def names_in(self, text: str) -> frozenset[str]:
        """The words of names of a text that may stand in it again alone, folded: those that are no words otherwise."""
        run = _Run(self._words, text, _covered(find_patterns(text), len(text)), strict=False)
        run.find()
        return frozenset(run.again)


class _Run:
    """One text that is being masked."""

    def __init__(
        self,
        words: Words,
        text: str,
        taken: bytearray,
        *,
        strict: bool,
        sites: bool = False,
        names: Collection[str] = (),
        officials: Collection[str] = (),
    ) -> None:
        self.text = text
        self.words = words
        self.strict = strict
        self.sites = sites
        self.names = names
        self.officials = officials
        self.parts = [part for part in _parts(text, words) if not any(taken[part.start : part.end])]
        self.forms = [words.forms(part.form) for part in self.parts]
        self.breaks = [part.breaks for part in self.parts]
        self.known: list[str | None] = [None] * len(self.parts)
        self.first: list[bool] = [False] * len(self.parts)
        self.marked: list[str | None] = [None] * len(self.parts)
        self.kept: list[str] = []
        self.again: set[str] = set()

    def find(self) -> Iterable[Found]:
        """What is to be masked."""
        self._lay_known()
        at = 0
        while at < len(self.parts):
            at = max(at + 1, self._chain_at(at))
        if self.sites:
            self._mask_sites()
        self._rest()
        return list(self._stretches())

    def _stretches(self) -> Iterator[Found]:
        """What is marked, neighbours of one kind as one stretch."""
        open_: Found | None = None
        for part, kind, breaks in zip(self.parts, self.marked, self.breaks, strict=True):
            if open_ and kind == open_.kind and not breaks:
                open_ = open_._replace(end=part.end)
                continue
            if open_:
                yield open_
            open_ = Found(part.start, part.end, kind) if kind else None
        if open_:
            yield open_

    def _lay_known(self) -> None:
        """Marks the words of places, bodies, offices and people in office that the knowledge has."""
        at = 0
        while at < len(self.parts):
            found = self.words.phrases.at(self.forms, at, self.breaks)
            if found is None or (found[0] == 1 and not self._is_known_alone(at, found[1])):
                at += 1
                continue
            length, kind = found
            if kind == "person" and self._is_private_before(at):
                at += 1
                continue
            self.first[at] = True
            for each in range(at, at + length):
                self.known[each] = kind
            if kind == "person":
                self._keep(at, at + length)
            at += length

    def _is_known_alone(self, at: int, kind: str) -> bool:
        """Whether a word that is a place, a body or an office is one where it stands, and no name or other word."""
        if kind in ("office", "rank", "person"):
            return True
        if self.parts[at].form in self.names:
            return False
        kinds = self.parts[at].kinds
        if kind == "body" and at and not self.breaks[at] and self.parts[at - 1].form in _OUTLETS:
            return True
        if kinds & {"given", "ambiguous", "family", "particle", "title", "latin"}:
            return False
        return kind == "body" or "ordinary" not in kinds

    def _is_private_before(self, at: int) -> bool:
        """Whether the word before tells of somebody without an office."""
        before = self.parts[at - 1].kinds if at and not self.breaks[at] else frozenset()
        return "title" in before and self.known[at - 1] not in ("office", "rank")

    # ------------------------------------------------------------------------------------------------------- chains

    def _chain_at(self, at: int) -> int:
        """Marks the name that begins at a word, and says where it ends; where none begins, says the word itself."""
        if self.known[at] in ("person", "body", "office"):
            return at
        start = self._start(at)
        if start is None:
            return at
        end = self._end(start)
        if end == start:
            return at
        if self._is_official(start, end):
            self._keep(start, end)
            for each in range(start, end):
                self.known[each] = "person"
            return end
        for each in range(start, end):
            self.marked[each] = "name"
        self.again |= {p.form for p in self.parts[start:end] if self._may_stand_alone(p)}
        return end

    def _may_stand_alone(self, part: Part) -> bool:
        return len(part.form) > 2 and "ordinary" not in part.kinds and not part.kinds & {"particle", "never", "title"}

    def _start(self, at: int) -> int | None:
        """Where a name begins that a word begins or announces."""
        part = self.parts[at]
        kinds = part.kinds
        if "cue" in kinds:
            return self._announced(at + 1, any_word=True)
        if self.known[at] == "rank" or ("title" in kinds and self.known[at] is None):
            if (announced := self._announced(at + 1, any_word=False)) is not None:
                return announced
        if self.known[at] is not None:
            return None
        if "particle" in kinds:
            return at if self._is_name_behind_particle(at) else None
        if self._goes_on_as_one(at) or kinds & _STARTS or "latin" in kinds:
            return at
        if part.form in self.names:
            return at
        if kinds & {"ambiguous", "family"} and self._has_name_beside(at):
            return at
        return None

    def _announced(self, at: int, *, any_word: bool) -> int | None:
        """Where the name begins that the word before announces: behind demonyms, further titles, an age in brackets."""
        for here in range(at, min(at + 3, len(self.parts))):
            if self.breaks[here] and not self._opens_behind(here):
                return None
            part = self.parts[here]
            if self.known[here] in ("office", "body", "person"):
                return None
            if self.known[here] == "rank" or "title" in part.kinds:
                continue
            if len(part.form) == 1:
                continue
            if any_word and not part.kinds & {"never", "ordinary"}:
                return here
            if self._may_be_name(here):
                return here
            if "nisba" not in part.kinds:
                return None
        return None

    def _opens_behind(self, at: int) -> bool:
        """Whether between a word and the one before stand only quotation marks, or brackets with an age."""
        between = self.text[self.parts[at - 1].end : self.parts[at].start]
        return bool(_QUOTED.fullmatch(between) or _AGE.fullmatch(between))

    def _may_be_name(self, at: int) -> bool:
        """Whether a word where a name is expected may be one."""
        kinds = self.parts[at].kinds
        if kinds & {"given", "ambiguous", "family", "latin"}:
            return True
        if "particle" in kinds:
            return at + 1 < len(self.parts) and not self.breaks[at + 1]
        if kinds & _NO_NAME or self.known[at]:
            return False
        return "ordinary" not in kinds and "nisba" not in kinds and len(self.parts[at].form) > 2

    def _is_name_behind_particle(self, at: int) -> bool:
        if at + 1 == len(self.parts) or self.breaks[at + 1]:
            return False
        then = self.parts[at + 1]
        if self.known[at + 1] in ("office", "body"):
            return False
        if then.kinds & {"given", "ambiguous", "family"}:
            return True
        kunya = self.parts[at].form not in (fold("بنت"), fold("ابنة"), fold("أم"))
        return kunya and ("ordinary" not in then.kinds or "nisba" in then.kinds) and "never" not in then.kinds

    def _goes_on_as_one(self, at: int) -> bool:
        if at + 1 == len(self.parts) or self.breaks[at + 1]:
            return False
        return any(self.words.goes_on_with(form, self.parts[at + 1].form) for form in self.forms[at])

    def _has_name_beside(self, at: int) -> bool:
        """Whether beside a word that is a name or an ordinary one stands what only names stand beside."""
        telling = {"given", "family", "particle", "title", "latin"}
        for beside, apart in ((at - 1, at), (at + 1, at + 1)):
            if 0 <= beside < len(self.parts) and not self.breaks[apart]:
                kinds = self.parts[beside].kinds
                if self.marked[beside] or "given" in kinds or (kinds & telling and "ordinary" not in kinds):
                    return True
                if beside > at and kinds & {"ambiguous", "nisba"} and not kinds & {"ordinary", "never"}:
                    return True
        return False

    def _end(self, start: int) -> int:
        """Where a name ends that begins at a word."""
        end = start
        while end < len(self.parts) and end - start < _LONGEST:
            if end > start and (self.breaks[end] or not self._goes_on(end)):
                break
            if "particle" in self.parts[end].kinds or self._goes_on_as_one(end):
                if end + 1 < len(self.parts) and not self.breaks[end + 1]:
                    end += 1
            end += 1
        while end > start + 1 and self.parts[end - 1].kinds & {"particle"}:
            end -= 1
        return end

    def _goes_on(self, at: int) -> bool:
        """Whether a name goes on with a word."""
        part = self.parts[at]
        if part.form == _ON:
            return at + 1 < len(self.parts) and not self.breaks[at + 1] and "given" in self.parts[at + 1].kinds
        if "never" in part.kinds or self.known[at] in ("office", "rank", "body", "person"):
            return False
        if part.form in self.names or self._goes_on_as_one(at):
            return True
        if part.kinds & {"title", "cue"} and not part.kinds & {"given", "family"}:
            return False
        if "particle" in part.kinds:
            return self._is_name_behind_particle(at)
        if part.kinds & _GOES_ON:
            return "ordinary" not in part.kinds or bool(part.kinds & {"given", "family", "nisba", "ambiguous"})
        if self.known[at] == "place":
            if not self.words.is_known_name(part.form):
                return False
            return self.first[at] and (at + 1 == len(self.parts) or self.known[at + 1] != "place" or self.first[at + 1])
        return "ordinary" not in part.kinds and len(part.form) > 1

    # ------------------------------------------------------------------------------------------------------ offices

    def _is_official(self, start: int, end: int) -> bool:
        """Whether a name is of somebody in office: behind an office with what it is of, or with an office behind it."""
        if self._has_office_before(start) or self._has_office_behind(end):
            return True
        if self._is_private_before(start):
            return False
        name = " ".join(part.form for part in self.parts[start:end])
        told = (*self.officials, *self.kept)
        return name in told or (end - start == 1 and any(name in each.split()[1:] for each in told))

    def _has_office_before(self, start: int) -> bool:
        for at in range(start - 1, max(-1, start - 10), -1):
            if self.breaks[at + 1]:
                return False
            if self.known[at] == "office":
                return True
            part = self.parts[at]
            if self.marked[at] or self.known[at] == "person":
                return False
            if self.known[at] in ("rank", "body", "place") or "nisba" in part.kinds or part.form in _OF:
                continue
            if part.kinds & {"cue"} or ("title" in part.kinds and "ordinary" not in part.kinds):
                return False
            if "ordinary" not in part.kinds or part.form in self.words.verbs:
                return False
        return False

    def _has_office_behind(self, end: int) -> bool:
        if end >= len(self.parts) or self.known[end] != "office":
            return False
        return not self.breaks[end] or bool(
            _COMMA.fullmatch(self.text[self.parts[end - 1].end : self.parts[end].start])
        )

    def _keep(self, start: int, end: int) -> None:
        self.kept.append(" ".join(part.form for part in self.parts[start:end]))

    # -------------------------------------------------------------------------------------------------------- sites

    def _mask_sites(self) -> None:
        """Marks what hospitals, schools, homes and places of shelter are called, behind the words for them."""
        for at, part in enumerate(self.parts):
            if not any(form in self.words.site_words for form in self.forms[at]):
                continue
            for then in range(at + 1, min(at + 5, len(self.parts))):
                if self.breaks[then] and not (then == at + 1 and self._opens_behind(then)):
                    break
                if not self._calls_site(then):
                    break
                self.marked[then] = self.marked[then] or "name of a site"
            if part.kinds and self.known[at] == "place":
                self.known[at] = None

    def _calls_site(self, at: int) -> bool:
        """Whether a word behind the word for a place of shelter is what it is called, and not what it is like."""
        part = self.parts[at]
        if self.marked[at] or self.known[at] in ("place", "person", "body"):
            return True
        if "never" in part.kinds or part.form in _OF:
            return False
        return bool(part.kinds & {"given", "ambiguous", "family", "nisba"}) or "ordinary" not in part.kinds

    # --------------------------------------------------------------------------------------------------------- rest

    def _rest(self) -> None:
        """Marks words that are names elsewhere; strictly, also those of which nobody knows that they are none."""
        for at in range(len(self.parts)):
            if self.marked[at] or self.known[at]:
                continue
            if any(form in self.names for form in self.forms[at]):
                self.marked[at] = "name"
            elif self.strict and not self._is_harmless(at):
                self.marked[at] = "unknown word"

    def _is_harmless(self, at: int) -> bool:
        kinds = self.parts[at].kinds
        if "ordinary" in kinds or "never" in kinds:
            return not (kinds & {"ambiguous", "family"} and self._is_beside_mask(at))
        return bool(kinds & {"title", "cue", "particle"}) or (len(self.parts[at].form) == 1)

    def _is_beside_mask(self, at: int) -> bool:
        before = at > 0 and not self.breaks[at] and self.marked[at - 1]
        behind = at + 1 < len(self.parts) and not self.breaks[at + 1] and self.marked[at + 1]
        return bool(before or behind)


_OUTLETS = frozenset(map(fold, "قناة وكالة صحيفة جريدة موقع شبكة تلفزيون إذاعة مجلة لقناة لوكالة لصحيفة لموقع".split()))
_OF = frozenset(map(fold, "في باسم باسمها باسمه من على لدى عن بشأن".split()))


_ON = "على"
"""A preposition that would fold into a name."""

_SPELT_ON = frozenset((_ON, "و" + _ON, "ف" + _ON))


def _parts(text: str, words: Words) -> Iterable[Part]:
    """The words of a text."""
    behind = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = _HIDING.sub("", match[0])
        form = _ON if spell(word) in _SPELT_ON else fold(word)
        if not form:
            continue
        breaks = _SPACE.fullmatch(text, behind, start) is None
        yield Part(start, end, form, breaks, words.kinds(form), _ARABIC.match(form) is not None)
        behind = end


def _covered(found: Iterable[Found], length: int) -> bytearray:
    """For each code point of a text whether something is found there."""
    taken = bytearray(length)
    for each in found:
        taken[each.start : each.end] = b"\x01" * (each.end - each.start)
    return taken


def _with_masks(text: str, found: Iterable[Found]) -> str:
    """The text with a mark for each code point of what is found, spaces among them."""
    out = list(text)
    for each in found:
        out[each.start : each.end] = MARK * (each.end - each.start)
    return "".join(out)
