"""Reads numerals: digits of all shapes, number words in every inflection, and both mixed.

What a word is worth stands in `data/ar/numbers/words.yaml`; how numbers are built from words stands here. Every lattice
has edges of these classes, whichever stage asks:

    numeral        a number, its value in digits ("18608", "2.5"); it may span several tokens
    date_digits    15/12/2023, 2023.04.19, 2025-11-19: its value is the ISO day
    day_digits     15/12: its value is "12-15", the month first
    clock_digits   7:42: its value is "07:42"

Features of a numeral: `digits` or `words`; `one`, `two`; `day` (1 to 31), `hour` (0 to 24), `year` (four plain digits,
1900 to 2099), `hijri` (1343 to 1500); `decimal`; `percent` (a percent sign follows); `long` (seven plain digits and
more, as phones have); `label` (a keycap, or digits that hang on a letter); `inner` (part of a longer numeral that
begins before it); `whole` (none of the last five); `def` and the proclitics; `glued` (begins with a proclitic that is
a token of its own, as before digits).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from riwaya.knowledge.match import Cell, Edge, mask_of
from riwaya.records import Token

HUNDRED, THOUSAND, MILLION = 100, 1000, 1_000_000
_NUMBER_CLASSES = ("num_fraction", "num_round", "num_word", "num_part", "num_plural")
_OPENERS = mask_of(("digits", "num_word", "num_part", "num_round", "num_fraction"))
_CLITICS = {
    "و": "w", "ف": "fa", "ب": "b", "ل": "l", "ك": "k", "ال": "def", "وال": "w def", "بال": "b def", "لل": "l def",
    "فال": "fa def", "وبال": "w b def", "ولل": "w l def", "كال": "k def", "وب": "w b", "ول": "w l",
}  # fmt: skip
_KEYCAP = "\u20e3"
_PLAIN = re.compile(r"\d+$")
_GROUPED = re.compile(r"\d{1,3}(?:([.,،])\d{3})(?:\1\d{3})*$")
_ONE_GROUP = re.compile(r"\d{1,3}[.,]\d{3}$")  # 1.234: thousands, but decimals before a million
_DECIMAL = re.compile(r"(\d+)[.,](\d+)$")
_DATE = re.compile(r"(\d{1,4})([/.\-:])(\d{1,2})\2(\d{1,4})$")
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)t(\d\d:\d\d)")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})$")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?$")


_KINDS = ((THOUSAND, "round"), (HUNDRED, "hundred"), (20, "tens"), (10, "ten"))


class _Atom(NamedTuple):
    """A word or digits inside a numeral: its kind, its value, where it ends, and its clitics."""

    kind: str  # unit, ten, tens, hundred, round, digits, decimal, part, fraction
    value: int
    end: int
    features: frozenset[str]
    places: int = 0  # digits behind the decimal sign


def find_numerals(
    text: str, tokens: Sequence[Token], cells: Sequence[Cell], masks: Sequence[int]
) -> Iterator[tuple[int, Edge]]:
    """The edges of numerals, and of dates and clock times in digits, each with the token it begins at."""
    covered = 0
    for at, mask in enumerate(masks):
        if not mask & _OPENERS:
            continue
        if tokens[at].kind == "number" and (shape := _shape(tokens[at].form)):
            yield at, shape
        readings = _readings(text, tokens, cells, at)
        if readings:
            yield from _edges(tokens, at, readings, inner=at < covered)
            covered = max(covered, readings[-1].end)


class _Reading(NamedTuple):
    end: int
    value: str
    kind: str
    features: frozenset[str]


def _edges(tokens: Sequence[Token], at: int, readings: list[_Reading], *, inner: bool) -> Iterator[tuple[int, Edge]]:
    """Edges for the readings that begin at a token, for the clitic token before digits, and for brackets around them.

    Monitors set counts in brackets, «(6) civilians», and repeat a count in words in digits, «six (6) civilians».
    """
    glued = _clitic_before(tokens, at)
    for reading in readings:
        features = set(reading.features) | _shape_features(tokens, at, reading)
        if reading.kind == "words" and _bracketed(tokens, reading.end + 1) == reading.value:
            yield at, _edge(reading._replace(end=reading.end + 3), at, features | ({"inner"} if inner else {"whole"}))
        if reading.end == at + 1 and not inner and _bracketed(tokens, at):
            around = features if features & {"decimal", "percent", "long", "label"} else features | {"whole"}
            yield at - 1, _edge(reading._replace(end=at + 2), at - 1, around)
            if before := _clitic_before(tokens, at - 1):
                yield at - 2, _edge(reading._replace(end=at + 2), at - 2, around | before | {"glued"})
            features.add("inner")
        if inner:
            features.add("inner")
        if not features & {"inner", "decimal", "percent", "long", "label"}:
            features.add("whole")
        if glued:
            features |= glued
            yield at - 1, _edge(reading, at - 1, features | {"glued"})
        yield at, _edge(reading, at, features)


def _edge(reading: _Reading, at: int, features: set[str]) -> Edge:
    return Edge(reading.end - at, "numeral", reading.value, "", _shared(frozenset(features)))


@lru_cache(maxsize=4096)
def _shared(features: frozenset[str]) -> frozenset[str]:
    """One set for all numerals with the same features: a page of figures has thousands."""
    return features


def _shape_features(tokens: Sequence[Token], at: int, reading: _Reading) -> set[str]:
    features = {reading.kind}
    behind = tokens[reading.end].form if reading.end < len(tokens) else ""
    if behind in ("%", "٪"):
        features.add("percent")
    elif behind[:1] == _KEYCAP or (at and _is_stuck(tokens[at - 1], tokens[at])):
        features.add("label")
    if "." in reading.value:
        return features | {"decimal"}
    number = int(reading.value)
    if number in (1, 2):
        features.add("one" if number == 1 else "two")
    if 1 <= number <= 31:
        features.add("day")
    if 0 <= number <= 24:
        features.add("hour")
    if reading.kind == "digits" and reading.end == at + 1:
        form = tokens[at].form
        if len(form) == 4 and form.isdigit():
            if 1900 <= number <= 2099:
                features.add("year")
            elif 1343 <= number <= 1500:
                features.add("hijri")
        if len(form) >= 7 and form.isdigit():
            features.add("long")
    return features


def _bracketed(tokens: Sequence[Token], at: int) -> str | None:
    """The plain digits at a token, where they stand alone in brackets."""
    if 0 < at < len(tokens) - 1 and tokens[at - 1].form == "(" and tokens[at + 1].form == ")":
        form = tokens[at].form
        return form if tokens[at].kind == "number" and _PLAIN.match(form) else None
    return None


def _is_stuck(before: Token, token: Token) -> bool:
    """Whether digits hang on a word that is no proclitic, as in the signs of editors and models."""
    return (
        token.kind == "number" and before.kind == "word" and before.end == token.start and before.form not in _CLITICS
    )


def _clitic_before(tokens: Sequence[Token], at: int) -> set[str]:
    """The features of the proclitics that stand as a token of their own right before digits."""
    if not at or not (tokens[at].kind == "number" or tokens[at].form == "(") or tokens[at - 1].kind != "word":
        return set()
    before = tokens[at - 1]
    drawn_out = before.end - before.start > len(before.form)  # with a tatweel it is a clitic even before a space
    found = _CLITICS.get(before.form)
    if found and (drawn_out or "def" in found or before.end == tokens[at].start):
        return set(found.split())
    return set()


def _shape(form: str) -> Edge | None:
    """The edge of a date or a clock time in digits, if this is one."""
    if _PLAIN.match(form):
        return None
    if stamp := _STAMP.match(form):
        return Edge(1, "date_digits", stamp[1], stamp[2], frozenset())
    if found := _DATE.match(form):
        day = _day_of(found[1], found[3], found[4])
        return Edge(1, "date_digits", day.isoformat(), "", frozenset()) if day else None
    if (clock := _CLOCK.match(form)) and int(clock[1]) <= 24 and int(clock[2]) < 60:
        return Edge(1, "clock_digits", f"{int(clock[1]):02}:{clock[2]}", "", frozenset())
    if (found := _DAY.match(form)) and 1 <= int(found[1]) <= 31 and 1 <= int(found[2]) <= 12:
        return Edge(1, "day_digits", f"{int(found[2]):02}-{int(found[1]):02}", "", frozenset())
    return None


def _day_of(first: str, second: str, third: str) -> date | None:
    """The day of a date in digits: year first, or day first; month first only where the day can be no month."""
    if len(first) == 4:
        year, month, day = int(first), int(second), int(third)
    else:
        day, month, year = int(first), int(second), int(third)
        if month > 12 >= day:
            day, month = month, day
        if len(third) <= 2:
            year += 2000 if year < 70 else 1900
    try:
        return date(year, month, day) if 1000 <= year <= 2200 else None
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------------------------ numerals


def _digits(form: str) -> tuple[int, int] | None:
    """The value of digits and how many of them stand behind a decimal sign; None for what is no plain number."""
    if _PLAIN.match(form):
        return (int(form), 0) if len(form) <= 15 else None
    if _GROUPED.match(form) and form[0] != "0" and len(form) <= 20:
        return int(re.sub(r"\D", "", form)), 0
    if found := _DECIMAL.match(form):
        return (int(found[1] + found[2]), len(found[2])) if len(form) <= 15 else None
    return None


def _atom(text: str, tokens: Sequence[Token], cells: Sequence[Cell], at: int) -> _Atom | None:
    """The number word or the digits that begin at a token."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number":
        read = _digits(token.form)
        if not read:
            return None
        features = _clitic_before(tokens, at)
        if _ONE_GROUP.match(token.form):
            features.add("one_group")
        return _Atom("decimal" if read[1] else "digits", read[0], at + 1, frozenset(features), read[1])
    if token.kind != "word":
        return None
    cell = cells[at]
    if "num_not" in cell:
        return None
    for cls in _NUMBER_CLASSES:
        for edge in cell.get(cls, ()):
            if "k" in edge.features or "s" in edge.features:
                continue
            if "suffix" in edge.features and not (edge.lemma.endswith("ة") and 3 <= int(edge.value) <= 10):
                continue
            return _word_atom(text, token, edge, at)
    if token.form in ("و", "وال") and at + 1 < len(tokens) and tokens[at + 1].kind == "number":
        after = _atom(text, tokens, cells, at + 1)
        return after._replace(features=after.features | {"w"}) if after else None
    return None


def _word_atom(text: str, token: Token, edge: Edge, at: int) -> _Atom:
    features = edge.features
    if edge.cls == "num_fraction":
        return _Atom("fraction", int(edge.value), at + edge.length, features)
    if edge.cls == "num_part":
        return _Atom("part", int(edge.value), at + 1, features)
    if edge.cls == "num_plural":
        return _Atom("plural", int(edge.value), at + 1, features)
    if edge.cls == "num_round":  # a thousand in the accusative, or two thousand before what is counted: tanwin tells
        tanwin = "\u064b" in text[token.start : token.end]
        return _Atom("round", int(edge.value), at + 1, features | ({"tanwin"} if tanwin else {"either"}))
    value = int(edge.value)
    kind = next((kind for least, kind in _KINDS if value >= least), "unit")
    return _Atom(kind, value, at + 1, features)


def _readings(text: str, tokens: Sequence[Token], cells: Sequence[Cell], at: int) -> list[_Reading]:
    """The numerals that begin at a token, shortest first: the whole, and what it is up to each joining and."""
    first = _atom(text, tokens, cells, at)
    if not first or first.kind == "plural":
        return []
    features = first.features - {"tanwin", "either", "acc", "suffix", "one_group"}
    kind = "digits" if first.kind in ("digits", "decimal") else "words"
    return [_Reading(end, value, kind, features) for end, value in _Builder(text, tokens, cells).build(first)]


class _Builder:
    """Puts a numeral together from left to right.

    `total` holds what is finished (thousands and up), `current` what is below the next round number; `last` is the kind
    of the last part, `limit` the round number below which everything that follows must stay.
    """

    def __init__(self, text: str, tokens: Sequence[Token], cells: Sequence[Cell]) -> None:
        self._text, self._tokens, self._cells = text, tokens, cells
        self.total = 0
        self.current = 0
        self.places = 0
        self.last = ""
        self.limit = 10**15
        self.one_group = False
        self.counted_in_digits = False

    def _next(self, at: int) -> _Atom | None:
        return _atom(self._text, self._tokens, self._cells, at)

    def build(self, first: _Atom) -> Iterator[tuple[int, str]]:
        """Ends and values, shortest first."""
        end = first.end
        self._start(first)
        if first.kind == "fraction":
            after = self._next(end)
            if after and after.kind == "round" and "w" not in after.features:
                yield after.end, str(_part_of(first.value, after.value))
            return
        while True:
            atom = self._next(end)
            if atom is None:
                break
            if "w" not in atom.features and self._is_hidden_and(atom):
                atom = atom._replace(kind="part", features=atom.features | {"w"})
            if "w" in atom.features:
                before = (end, self._value()) if self.last != "part" else None
                if not self._join(atom, end):
                    break
                if before:
                    yield before
            elif "b" in atom.features or "l" in atom.features or not self._extend(atom):
                break
            end = atom.end
            if atom.kind == "fraction":
                repeated = self._next(end)  # a billion and a half of a billion
                if (
                    repeated
                    and repeated.kind == "round"
                    and "def" in repeated.features
                    and repeated.value == self.limit
                ):
                    end = repeated.end
        if self.last != "part":
            yield end, self._value()

    def _value(self) -> str:
        if self.places:
            digits = str(self.current).zfill(self.places + 1)
            return f"{digits[: -self.places]}.{digits[-self.places :]}"
        return str(self.total + self.current)

    def _start(self, atom: _Atom) -> None:
        """Takes the first part."""
        if atom.kind == "round":
            value = atom.value
            if "either" in atom.features and self._is_counting(atom.end):
                value *= 2
            self.total, self.last = value, "round"
            self.limit = value if value in _ROUND else value // 2
        else:
            self.current, self.last, self.places = atom.value, atom.kind, atom.places
            self.one_group = "one_group" in atom.features

    def _is_hidden_and(self, atom: _Atom) -> bool:
        """Whether "one" is "and one of": both fold to the same letters, and only the second goes on with a numeral."""
        return atom.value == 1 and atom.kind == "unit" and self.last in ("hundred", "round")

    def _is_counting(self, at: int) -> bool:
        """Whether what is counted stands right at a token: some word that cannot begin a new phrase."""
        if at >= len(self._tokens) or self._tokens[at].kind != "word" or "num_stop" in self._cells[at]:
            return False
        after = self._next(at)
        return after is None

    def _extend(self, atom: _Atom) -> bool:
        """Takes a part that stands beside the last without and: teens, three hundred, five thousand."""
        if atom.kind == "ten" and self.last in ("unit", "part") and self.current % 100 < 10:
            self.current += 10
            self.last = "teen"
            return True
        hundreds = atom.kind == "hundred" and atom.value == HUNDRED and self.last in ("unit", "digits")
        if hundreds and 3 <= self.current <= 9:
            self.current *= HUNDRED
            self.last = "hundred"
            return True
        multiplies = atom.kind in ("round", "plural") and atom.value in _ROUND and atom.value < self.limit
        if multiplies and self.current and self.last not in ("part", "round"):
            places = 3 if self.one_group and atom.value >= MILLION else self.places
            self.total += self.current * atom.value // 10**places
            self.current = self.places = 0
            self.counted_in_digits = self.last == "digits"
            self.limit, self.last = atom.value, "round"
            return True
        rest = atom.kind == "digits" and self.counted_in_digits and HUNDRED <= atom.value < self.limit
        if rest and self.last == "round" and self._is_counting(atom.end):  # 96 thousand 844, without and
            self.current, self.last = atom.value, "digits"
            return True
        return False

    def _join(self, atom: _Atom, end: int) -> bool:
        """Takes a part that is joined by and."""
        value, kind = atom.value, atom.kind
        if self.last in ("unit", "part") and kind == "tens" and self.current % 100:
            self.current += value
            self.last = "tens"
        elif self.last == "hundred" and kind in ("unit", "ten", "tens", "part"):
            self.current += value
            self.last = kind
        elif self.last == "hundred" and kind == "digits" and value < HUNDRED and not self.places:
            self.current += value
            self.last = "digits"
        elif self.last == "round" and kind == "fraction":
            self.total += _part_of(value, self.limit)
            self.last = "end"
        elif self.last == "round" and kind in _BELOW_ROUND and value < self.limit:
            if kind == "digits" and self.limit == THOUSAND and value < 10 and not self._followed_by_noun(atom):
                return False
            self.current = value
            self.last = kind
        elif self.last == "round" and kind == "round" and value < self.limit:
            self.total += value
            self.limit = value if value in _ROUND else value // 2
        else:
            return False
        return True

    def _followed_by_noun(self, atom: _Atom) -> bool:
        return atom.end < len(self._tokens) and self._tokens[atom.end].kind == "word"


_BELOW_ROUND = frozenset(("unit", "ten", "tens", "hundred", "part", "digits"))
_ROUND = frozenset(1000**power for power in range(1, 5))


def _part_of(parts: int, whole: int) -> int:
    """A half, a third, a quarter of a round number; 75 stands for three quarters."""
    return whole * 3 // 4 if parts == 75 else whole // parts
