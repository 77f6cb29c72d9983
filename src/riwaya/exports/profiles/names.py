"""Finds the names of persons in a text, and of which of them an office is told.

A name begins with a given name, with what is said of somebody's child or parent, behind a word that announces a person,
or with a word that may be a name where something beside it tells that it is one. It goes on as long as words follow
that are names or that nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from riwaya.exports.profiles.sheet import ON, Part, Sheet
from riwaya.text.normalize import fold

_AGE = re.compile(r"\s*\([^()\n]{1,24}\)\s*")
_QUOTED = re.compile(r"\s*(?:بـ?\s*)?[«\"“„'(\[]+\s*")
_COMMA = re.compile(r"[»\"”)\s]*[،,][\s«\"“]*")
_GOES_ON = frozenset(("given", "ambiguous", "family", "nisba"))
_NO_NAME = frozenset(("never", "particle", "title", "cue"))
_LONGEST = 8
_SON = frozenset(map(fold, ("بن", "ابن", "بنت")))
_AGE_BEHIND = re.compile(
    r"[»\"”\s]*[،,(]\s*(?:\w+\s)?[\d٠-٩]{1,3}\s*(?:سنة|سنوات|سنين|عاما|عاماً|عام|أعوام|شهرا|أشهر|ربيعا)"
)
OF = frozenset(map(fold, "في باسم باسمها باسمه من على لدى عن بشأن".split()))
"""Words that stand between an office and whose it is."""


class Names:
    """Finds the names of a text. `again` are their words that may stand in it alone, as names still."""

    def __init__(self, sheet: Sheet, officials: Collection[str] = ()) -> None:
        self._sheet = sheet
        self._officials = officials
        self.again: set[str] = set()

    def find(self) -> None:
        """Marks the names of private persons, and keeps those of people in office."""
        at = 0
        while at < len(self._sheet.parts):
            at = max(at + 1, self._chain_at(at))

    def _chain_at(self, at: int) -> int:
        """Marks the name that begins at a word, and says where it ends; where none begins, says the word itself."""
        if self._sheet.known[at] in ("person", "body", "office"):
            return at
        start = self._start(at)
        if start is None:
            return at
        end = self._end(start)
        if end == start:
            return at
        if self._is_official(start, end):
            self._sheet.keep(start, end)
            return end
        self._sheet.marked[start:end] = ["name"] * (end - start)
        self.again |= {p.form for p in self._sheet.parts[start:end] if self._may_stand_alone(p)}
        return end

    def _may_stand_alone(self, part: Part) -> bool:
        return len(part.form) > 2 and "ordinary" not in part.kinds and not part.kinds & {"particle", "never", "title"}

    def _start(self, at: int) -> int | None:
        """Where a name begins that a word begins or announces."""
        part = self._sheet.parts[at]
        kinds = part.kinds
        if "cue" in kinds:
            return self._announced(at + 1, any_word=True)
        if self._sheet.known[at] == "rank" or ("title" in kinds and self._sheet.known[at] is None):
            if (announced := self._announced(at + 1, any_word=False)) is not None:
                return announced
        if self._sheet.known[at] is not None:
            return None
        if "particle" in kinds:
            return at if self._is_name_behind_particle(at) else None
        if self._is_son(at + 1) and not kinds & {"never", "title"}:
            return at
        if self._goes_on_as_one(at) or "given" in kinds or "latin" in kinds:
            return at
        if part.form in self._sheet.names:
            return at
        if "nisba" in kinds and part.form.endswith("ي") and self._is_behind_deed(at):
            return at
        if kinds & {"ambiguous", "family"} and (self._has_name_beside(at) or self._tells_person(at)):
            return at
        if "ambiguous" in kinds and self._has_office_before(at):
            return at
        return None

    def _is_son(self, at: int) -> bool:
        """Whether a word, not apart from the one before, says whose child that is."""
        return at < len(self._sheet.parts) and not self._sheet.breaks[at] and self._sheet.parts[at].form in _SON

    def _tells_person(self, at: int) -> bool:
        """Whether a word that may be a name stands where people are called something, or by what befalls them."""
        return self._sheet.person or self._is_behind_deed(at) or self._is_before_age(at)

    def _is_behind_deed(self, at: int) -> bool:
        """Whether a word stands right behind one for what befalls people or for what they say."""
        sheet = self._sheet
        return sheet.follows(at) and any(form in sheet.words.deeds for form in sheet.forms[at - 1])

    def _is_before_age(self, at: int) -> bool:
        return _AGE_BEHIND.match(self._sheet.text, self._sheet.parts[at].end) is not None

    def _announced(self, at: int, *, any_word: bool) -> int | None:
        """Where the name begins that the word before announces: behind demonyms, further titles, an age in brackets."""
        for here in range(at, min(at + 3, len(self._sheet.parts))):
            if self._sheet.breaks[here] and not opens_behind(self._sheet, here):
                return None
            part = self._sheet.parts[here]
            if self._sheet.known[here] in ("office", "body", "person"):
                return None
            if self._sheet.known[here] == "rank" or "title" in part.kinds:
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

    def _may_be_name(self, at: int) -> bool:
        """Whether a word where a name is expected may be one."""
        kinds = self._sheet.parts[at].kinds
        if kinds & {"given", "ambiguous", "family", "latin"}:
            return True
        if "particle" in kinds:
            return at + 1 < len(self._sheet.parts) and not self._sheet.breaks[at + 1]
        if kinds & _NO_NAME or self._sheet.known[at]:
            return False
        return "ordinary" not in kinds and "nisba" not in kinds and len(self._sheet.parts[at].form) > 2

    def _is_name_behind_particle(self, at: int) -> bool:
        if at + 1 == len(self._sheet.parts) or self._sheet.breaks[at + 1]:
            return False
        then = self._sheet.parts[at + 1]
        if self._sheet.parts[at].form in _SON:
            return "never" not in then.kinds
        if self._sheet.known[at + 1] in ("office", "body"):
            return False
        if then.kinds & {"given", "ambiguous", "family"}:
            return True
        kunya = self._sheet.parts[at].form not in (fold("بنت"), fold("ابنة"), fold("أم"))
        return kunya and ("ordinary" not in then.kinds or "nisba" in then.kinds) and "never" not in then.kinds

    def _goes_on_as_one(self, at: int) -> bool:
        if at + 1 == len(self._sheet.parts) or self._sheet.breaks[at + 1]:
            return False
        return any(
            self._sheet.words.goes_on_with(form, self._sheet.parts[at + 1].form) for form in self._sheet.forms[at]
        )

    def _has_name_beside(self, at: int) -> bool:
        """Whether beside a word that is a name or an ordinary one stands what only names stand beside."""
        telling = {"given", "family", "particle", "title", "latin"}
        for beside, apart in ((at - 1, at), (at + 1, at + 1)):
            if 0 <= beside < len(self._sheet.parts) and not self._sheet.breaks[apart]:
                kinds = self._sheet.parts[beside].kinds
                if self._sheet.marked[beside] or "given" in kinds or (kinds & telling and "ordinary" not in kinds):
                    return True
                if beside > at and kinds & {"ambiguous", "nisba"} and not kinds & {"ordinary", "never"}:
                    return True
                if beside > at and not kinds and self._sheet.parts[beside].form.startswith("ال"):
                    return True
        return False

    def _end(self, start: int) -> int:
        """Where a name ends that begins at a word."""
        end = start
        while end < len(self._sheet.parts) and end - start < _LONGEST:
            if end > start and (self._sheet.breaks[end] or not self._goes_on(end)):
                break
            if "particle" in self._sheet.parts[end].kinds or self._goes_on_as_one(end):
                if end + 1 < len(self._sheet.parts) and not self._sheet.breaks[end + 1]:
                    end += 1
            end += 1
        if end == start + 1 and self._is_surname_alone(start, end):
            end += 1
        while end > start + 1 and self._sheet.parts[end - 1].kinds & {"particle"}:
            end -= 1
        return end

    def _is_surname_alone(self, start: int, at: int) -> bool:
        """Whether behind a given name alone stands a word like others as its surname: with an article, or last."""
        sheet = self._sheet
        if not sheet.follows(at) or "given" not in sheet.parts[start].kinds:
            return False
        part = sheet.parts[at]
        if part.kinds & {"never", "title", "cue"} or sheet.known[at] or part.form in OF:
            return False
        if part.form.startswith("ال") and len(part.form) > 4:
            return True
        return part.form not in sheet.words.verbs and not sheet.follows(at + 1)

    def _goes_on(self, at: int) -> bool:
        """Whether a name goes on with a word."""
        part = self._sheet.parts[at]
        if part.form == ON:
            return (
                at + 1 < len(self._sheet.parts)
                and not self._sheet.breaks[at + 1]
                and "given" in self._sheet.parts[at + 1].kinds
            )
        if "never" in part.kinds or self._sheet.known[at] in ("office", "rank", "body", "person"):
            return False
        if (
            part.form.startswith("و")
            and part.kinds & {"given", "ambiguous"}
            and not self._sheet.words.is_name(part.form)
        ):
            return False
        if self._is_before_age(at):
            return True
        if part.form in self._sheet.names or self._goes_on_as_one(at):
            return True
        if part.kinds & {"title", "cue"} and not part.kinds & {"given", "family"}:
            return False
        if "particle" in part.kinds:
            return self._is_name_behind_particle(at)
        if part.kinds & _GOES_ON:
            return "ordinary" not in part.kinds or bool(part.kinds & {"given", "family", "nisba", "ambiguous"})
        if self._sheet.known[at] == "place":
            if not self._sheet.words.is_known_name(part.form):
                return False
            return self._sheet.first[at] and (
                at + 1 == len(self._sheet.parts) or self._sheet.known[at + 1] != "place" or self._sheet.first[at + 1]
            )
        return "ordinary" not in part.kinds and len(part.form) > 1

    def _is_official(self, start: int, end: int) -> bool:
        """Whether a name is of somebody in office: behind an office with what it is of, or with an office behind it."""
        if self._has_office_before(start) or self._has_office_behind(end):
            return True
        if self._sheet.is_private_before(start):
            return False
        name = " ".join(part.form for part in self._sheet.parts[start:end])
        told = (*self._officials, *self._sheet.kept)
        return name in told or (end - start == 1 and any(name in each.split()[1:] for each in told))

    def _has_office_before(self, start: int) -> bool:
        for at in range(start - 1, max(-1, start - 10), -1):
            if self._sheet.breaks[at + 1]:
                return False
            if self._sheet.known[at] == "office":
                return True
            part = self._sheet.parts[at]
            if self._sheet.marked[at] or self._sheet.known[at] == "person":
                return False
            if self._sheet.known[at] in ("rank", "body", "place") or "nisba" in part.kinds or part.form in OF:
                continue
            if part.kinds & {"cue"} or ("title" in part.kinds and "ordinary" not in part.kinds):
                return False
            if "ordinary" not in part.kinds or part.form in self._sheet.words.verbs:
                return False
        return False

    def _has_office_behind(self, end: int) -> bool:
        if end >= len(self._sheet.parts) or self._sheet.known[end] != "office":
            return False
        if not self._sheet.words.begins_office(self._sheet.parts[end].form):
            return False
        return not self._sheet.breaks[end] or bool(
            _COMMA.fullmatch(self._sheet.text[self._sheet.parts[end - 1].end : self._sheet.parts[end].start])
        )


def opens_behind(sheet: Sheet, at: int) -> bool:
    """Whether between a word and the one before stand only quotation marks, or brackets with an age."""
    between = sheet.text[sheet.parts[at - 1].end : sheet.parts[at].start]
    return bool(_QUOTED.fullmatch(between) or _AGE.fullmatch(between))
