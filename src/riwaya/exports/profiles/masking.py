"""Masks what would give a person away in a text, one mark a code point, so that every offset still holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from riwaya.exports.profiles.names import OF, Names, opens_behind
from riwaya.exports.profiles.patterns import Found, find_patterns
from riwaya.exports.profiles.sheet import Sheet
from riwaya.exports.profiles.words import Words

MARK = "█"
"""What stands for a code point that was masked."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text as it may be told: what went from it, and the names in it that are kept, for they are of people in office.

    `text` is as long as the text that it stands for.
    """

    text: str
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

    def person(self, text: str, names: Collection[str] = (), kept: Collection[str] = ()) -> Masked:
        """What somebody is called, with masks: a word that may be a name is one there."""
        return self._masked(text, names, kept, strict=self._strict, person=True)

    def loosely(self, text: str, names: Collection[str] = (), kept: Collection[str] = ()) -> Masked:
        """A text in which only that is masked of which something tells that it is a name."""
        return self._masked(text, names, kept, strict=False)

    def _masked(
        self, text: str, names: Collection[str], kept: Collection[str], *, strict: bool, person: bool = False
    ) -> Masked:
        found = [*find_patterns(text)]
        taken = _covered(found, len(text))
        sheet = Sheet(text, self._words, taken, names, person=person)
        Names(sheet, kept).find()
        if self._sites:
            _mark_sites(sheet)
        _mark_rest(sheet, strict=strict)
        found += sheet.stretches()
        return Masked(_with_masks(text, found), tuple(found), tuple(sheet.kept))

    def names_in(self, text: str) -> frozenset[str]:
        """The words of names of a text that may stand in it again alone, folded: those that are no words otherwise."""
        found = Names(Sheet(text, self._words, _covered(find_patterns(text), len(text))))
        found.find()
        return frozenset(found.again)


def _mark_sites(sheet: Sheet) -> None:
    """Marks what hospitals, schools, homes and places of shelter are called, behind the words for them."""
    for at, part in enumerate(sheet.parts):
        if not any(form in sheet.words.site_words for form in sheet.forms[at]):
            continue
        for then in range(at + 1, min(at + 5, len(sheet.parts))):
            if sheet.breaks[then] and not (then == at + 1 and opens_behind(sheet, then)):
                break
            if not _calls_site(sheet, then):
                break
            sheet.marked[then] = sheet.marked[then] or "name of a site"
        if part.kinds and sheet.known[at] == "place":
            sheet.known[at] = None


def _calls_site(sheet: Sheet, at: int) -> bool:
    """Whether a word behind the word for a place of shelter is what it is called, and not what it is like."""
    part = sheet.parts[at]
    if sheet.marked[at] or sheet.known[at] in ("place", "person", "body"):
        return True
    if "never" in part.kinds or part.form in OF:
        return False
    return bool(part.kinds & {"given", "ambiguous", "family", "nisba"}) or "ordinary" not in part.kinds


def _mark_rest(sheet: Sheet, *, strict: bool) -> None:
    """Marks words that are names elsewhere; strictly, also those of which nobody knows that they are none."""
    for at in range(len(sheet.parts)):
        if sheet.marked[at] or sheet.known[at]:
            continue
        if any(form in sheet.names for form in sheet.forms[at]):
            sheet.marked[at] = "name"
        elif strict and not _is_harmless(sheet, at):
            sheet.marked[at] = "unknown word"


def _is_harmless(sheet: Sheet, at: int) -> bool:
    kinds = sheet.parts[at].kinds
    if "ordinary" in kinds or "never" in kinds:
        return not (kinds & {"ambiguous", "family"} and _is_beside_mask(sheet, at))
    return bool(kinds & {"title", "cue", "particle"}) or (len(sheet.parts[at].form) == 1)


def _is_beside_mask(sheet: Sheet, at: int) -> bool:
    before = at > 0 and not sheet.breaks[at] and sheet.marked[at - 1]
    behind = at + 1 < len(sheet.parts) and not sheet.breaks[at + 1] and sheet.marked[at + 1]
    return bool(before or behind)


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
