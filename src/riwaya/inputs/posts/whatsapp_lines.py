"""The lines that open the messages of a chat of WhatsApp, and the habits of a chat that only all of them tell.

An export is written by one phone in one form, which the phone's language decides: whether the day or the month comes
first, whether the hour has twelve or twenty-four, brackets or a dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from riwaya.inputs.moments import from_hijri, from_visible
from riwaya.inputs.tables.table_looks import WHATSAPP
from riwaya.knowledge.load import DATA
from riwaya.text.documents import fold_digits
from riwaya.text.normalize import fold

INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKS = ("\u200e", "\u200f")
_NUMBER = re.compile(r"\+?[\d\s().\-\u2010-\u2012]{7,}")
_OPENS_QUOTATION = re.compile(r"^[^\"«“”»]*[\"«“][^\"«“”»]*$")
_HIJRI_YEARS = range(1343, 1501)
"""Years of the Hijri calendar that can be turned into ours; phones may count in them."""


class Day(NamedTuple):
    """The three numbers of a day as they are written, in their order."""

    first: int
    second: int
    last: int

    @property
    def by_year(self) -> bool:
        """Whether the year comes first, and so the month second."""
        return self.first > 31

    @property
    def may_turn(self) -> bool:
        """Whether it is another day if the month comes first."""
        return not self.by_year and self.first <= 12 and self.second <= 12 and self.first != self.second


class Opening(NamedTuple):
    """A line that opens a message: when, by whom (None: by a telephone number), and the words behind that.

    `words` is None where WhatsApp itself speaks. `head` is what stands before the words, without a telephone number.
    `form` is what all lines that open messages of an export share. `marked` tells that an invisible mark stands before
    the words.
    """

    day: Day
    clock: str
    form: tuple[str, ...]
    head: str
    sender: str | None
    words: str | None
    marked: bool


def opening_of(line: str) -> Opening | None:
    """The opening of a message that a line is; None for a line that goes on with one."""
    line = line.rstrip("\r\n")
    visible = INVISIBLE.sub("", line)
    match = WHATSAPP.match(fold_digits(visible))
    if match is None:
        return None
    day = Day(*map(int, re.split(r"\D", match["day"])))
    form = (match["bracket"] or "", match["parted"], match["comma"], match["closed"], str(day.by_year))
    named, colon, _ = visible[match.end() :].partition(": ")
    if not colon or _is_event(named):
        return Opening(day, match["clock"], form, line, None, None, False)
    start = _place_of(line, match.end())
    behind = _place_of(line, match.end() + len(named) + len(colon))
    words = line[behind:]
    sender = _sender_of(named)
    head = line[:behind] if sender else line[:start]
    return Opening(day, match["clock"], form, head, sender, words, words.startswith(_MARKS))


def _place_of(line: str, count: int) -> int:
    """Where a line is come to behind so many of its visible characters."""
    if not INVISIBLE.search(line):
        return count
    seen = (at for at, sign in enumerate(line) if not INVISIBLE.match(sign))
    return next(islice(seen, count - 1, None)) + 1 if count else 0


def _sender_of(named: str) -> str | None:
    """A sender by name, without the sign before a name that somebody gave himself; None for a telephone number."""
    name = named.strip().removeprefix("~").strip()
    return None if not name or _NUMBER.fullmatch(fold_digits(name)) else name


# ---------------------------------------------------------------------------------------------------- WhatsApp's words


@lru_cache(maxsize=1)
def own_words() -> dict[str, tuple[str, ...]]:
    """What WhatsApp itself writes, by its kind: in the place of a message, beside one, of a chat, in names of files."""
    rows = (DATA / "inputs" / "whatsapp.tsv").read_text(encoding="utf-8").splitlines()[1:]
    found: dict[str, list[str]] = {}
    for kind, words in (row.split("\t") for row in rows):
        found.setdefault(kind, []).append(words if kind == "file" else plain(words))
    return {kind: tuple(words) for kind, words in found.items()}


def plain(text: str) -> str:
    """Words folded for comparison, without what cannot be seen."""
    return fold(INVISIBLE.sub("", text)).casefold().strip()


def _is_event(named: str) -> bool:
    """Whether what stands before a colon is no sender, but WhatsApp telling of the chat: a name in it has a colon."""
    folded = plain(named)
    in_quotation = _OPENS_QUOTATION.match(named) is not None
    return is_notice(named) or (in_quotation and any(words in folded for words in own_words()["event"]))


def is_notice(words: str) -> bool:
    """Whether some words are those with which WhatsApp opens a chat."""
    return plain(words).startswith(own_words()["notice"])


def tells_of_chat(words: str) -> bool:
    """Whether some words tell of what happened to a chat: who came, who left, how it is called."""
    folded = plain(words)
    return is_notice(words) or any(each in folded for each in own_words()["event"])


# ----------------------------------------------------------------------------------------------------------- the habits


class Habits(NamedTuple):
    """What all openings of a chat tell of it; `form` is None where there is none.

    `month_first` is the order of its days, `sure` whether they tell it. `named` is what the chat is called where the
    phone writes that as the sender of what WhatsApp says.
    """

    form: tuple[str, ...] | None
    month_first: bool
    sure: bool
    named: str | None

    def opening(self, line: str) -> Opening | None:
        """The opening that a line is in the form of this chat; a bulletin inside a message may have days of its own."""
        found = opening_of(line)
        return found if found and found.form == self.form else None

    def moment(self, opening: Opening, *, zone: str | None) -> str | None:
        """When a message was sent, in ISO 8601; None for what is no moment."""
        day = _iso_day(opening.day, self.month_first)
        clock = re.sub(r"(?<=\d)\.(?=\d)", ":", re.sub(r"(?<=[^\W\d_])[.\s]+", "", opening.clock))
        return from_visible(f"{day} {clock}", zone=zone) if day else None

    def guessed(self, opening: Opening) -> bool:
        """Whether the day of a message would be another in the other order, and nothing tells which it is."""
        return not self.sure and opening.day.may_turn


def habits_of(lines: Iterable[str]) -> Habits:
    """The habits of a chat out of all its lines."""
    form: tuple[str, ...] | None = None
    named: str | None = None
    order = _Order()
    for opening in filter(None, map(opening_of, lines)):
        form = form or opening.form
        if opening.form != form:
            continue
        order.see(opening.day)
        if named is None and opening.sender and is_notice(opening.words or ""):
            named = opening.sender
    month_first = order.month_first
    return Habits(form, bool(month_first), month_first is not None, named)


class _Order:
    """What days that follow each other tell of their order.

    A number above twelve is no month. Messages stand in the order in which they came, so an order in which days run
    backward is not the one.
    """

    def __init__(self) -> None:
        self._before: Day | None = None
        self._day_first = self._month_first = False
        self._back = [False, False]  # by days that come first, and by months

    def see(self, day: Day) -> None:
        """Takes the next day."""
        self._day_first |= day.by_year or day.first > 12 >= day.second
        self._month_first |= day.second > 12 >= day.first
        if (before := self._before) is not None and before != day:
            for order, keys in enumerate(((2, 1, 0), (2, 0, 1))):
                self._back[order] |= [day[key] for key in keys] < [before[key] for key in keys]
        self._before = day

    @property
    def month_first(self) -> bool | None:
        """Whether the month comes first; None where both orders make sense, or neither does."""
        if self._day_first != self._month_first:
            return self._month_first
        return self._back[0] if self._back[0] != self._back[1] else None


def _iso_day(day: Day, month_first: bool) -> str | None:
    """A day in ISO 8601, one of the Hijri calendar turned into ours; None for what is no day."""
    if day.by_year:
        year, month, number = day
    else:
        number, month = (day.second, day.first) if month_first else (day.first, day.second)
        number, month = (month, number) if month > 12 else (number, month)
        year = day.last if day.last > 99 else 2000 + day.last
    if year in _HIJRI_YEARS:
        turned = from_hijri(year, month, number)
        return turned.isoformat() if turned else None
    return f"{year:04}-{month:02}-{number:02}"


def openings_of(lines: Iterable[str], habits: Habits) -> Iterator[tuple[int, str, Opening | None]]:
    """Each line with its number, and the opening that it is."""
    for number, line in enumerate(lines, 1):
        yield number, line.rstrip("\r\n"), habits.opening(line)
