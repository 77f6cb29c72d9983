"""Gives a day to what the words around an event do not date: by the sentence, the news it belongs to, or a clock time.

The day that hangs on the verb of saying is the day of what is news in that sentence. What the report goes on to tell of
the same news, with no time of its own, is of that day too. An hour alone is of the day of its happening.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from riwaya.frozen import replace
from riwaya.knowledge.match import Lattice, mask_of
from riwaya.reading._codebook import TALK, VIOLENCE, Codebook
from riwaya.records import DAY_OF_SAYING, Argument, EventMention, Sentence, TimeMention

_TIME = mask_of(("time",))
_DAILY = frozenset(("minute", "part_of_day", "day"))
_NEWS_DAYS = 2  # days back within which what is told on a day is the news
_OWN_STANCES = frozenset((None, "asserts", "claims_responsibility", "denies"))
_COUNTED = frozenset(("toll", "tally"))
_UNTOLD = frozenset(("toll", "said", "tally"))


def with_days(
    lattice: Lattice, codebook: Codebook, events: Sequence[EventMention], home: Sequence[int]
) -> list[EventMention]:
    """The events, with the days that the words around them do not give."""
    events = _without_days_of_saying(events, home)
    dater = _Dater(lattice, codebook, events, home)
    dater.by_saying()
    dater.by_news()
    dater.by_clock()
    return dater.events


def _without_days_of_saying(events: Sequence[EventMention], home: Sequence[int]) -> list[EventMention]:
    """The events; where somebody tells the day of a happening, another on which it was spoken of is not its day."""
    told: dict[int, set[tuple[str, str]]] = {}
    for number, event in enumerate(events):
        if home[number] >= 0:
            for argument in event.arguments:
                if _is_own_day(argument):
                    told.setdefault(home[number], set()).add(_days(argument.value))
    out = list(events)
    for number, event in enumerate(events):
        if days := told.get(home[number]):
            kept = tuple([a for a in event.arguments if a.rule != DAY_OF_SAYING or _days(a.value) in days])
            out[number] = event if len(kept) == len(event.arguments) else replace(event, arguments=kept)
    return out


def _is_own_day(argument: Argument) -> bool:
    """Whether an argument is a day that is told of the event itself."""
    if argument.field != "happened" or argument.rule == DAY_OF_SAYING or not argument.value["earliest"]:
        return False
    return argument.value["grain"] in _DAILY


class _Dater:
    """Dates the happenings of one document. `day` is the first day that each is told on."""

    def __init__(
        self, lattice: Lattice, codebook: Codebook, events: Sequence[EventMention], home: Sequence[int]
    ) -> None:
        self.events = list(events)
        self._lattice = lattice
        self._codebook = codebook
        self._home = home
        self._times = tuple(_times(lattice))
        own = [(a.first, e.background) for e in events for a in e.arguments if _is_own_day(a)]
        self._of_history = {first for first, past in own if past} - {first for first, past in own if not past}
        self._day: dict[int, Argument] = {}
        self._dated: set[int] = set()
        for number, event in enumerate(events):
            self._note(number, *(a for a in event.arguments if a.field == "happened"))

    def by_saying(self) -> None:
        """Where nothing dates a happening that is the news, the day of its first sentence does, if any."""
        for number, event in enumerate(self.events):
            if self._is_open(number) and self._codebook.group(event.type) != TALK and event.frame not in _COUNTED:
                found = self._day_in_sentence(event)
                if found:
                    self._add(number, found)

    def by_news(self) -> None:
        """What the report goes on to tell of the news is of the one day that the news is of."""
        lead: Argument | None = None
        for number, event in enumerate(self.events):
            day = self._day.get(self._home[number])
            if lead is not None and day is not None and _days(lead.value) != _days(day.value):
                return  # the report goes on to other days
            if event.background or not self._happens(event):
                continue
            if lead is None and day is not None:
                if not self._is_recent(day.value):
                    return
                lead = day
            elif lead is None and self._in_body(event):
                return  # what the report begins with is of no day
            elif lead is not None and self._is_open(number) and not self._has_time(event):
                self._add(number, replace(lead, rule="accounts.day-of-news", confidence=0.5))

    def by_clock(self) -> None:
        """An hour told without its day is of the day of its happening, or of the day of the report told last."""
        for number, event in enumerate(self.events):
            if self._home[number] < 0 or event.background or any(a.field == "happened" for a in event.arguments):
                continue
            clock = next((t for t in self._around(*event.clause) if t.role == "at" and t.clock and not t.latest), None)
            if clock is None:
                continue
            day = self._day.get(self._home[number])
            value = day.value if day is not None else self._last_told(clock.first)
            if value is not None:
                value = {**value, "grain": "minute"}
                self._add(number, Argument("happened", value, clock.first, clock.last, "accounts.hour-of-day", 0.7))

    # ------------------------------------------------------------------------------------------------------------------

    def _note(self, number: int, *found: Argument) -> None:
        """Keeps the day that an event is told on for its happening."""
        at = self._home[number]
        for argument in found:
            self._dated.add(at)
            if at >= 0 and argument.value["earliest"] and argument.value["grain"] in _DAILY:
                self._day.setdefault(at, argument)

    def _add(self, number: int, argument: Argument) -> None:
        event = self.events[number]
        self.events[number] = replace(event, arguments=(*event.arguments, argument))
        self._note(number, argument)

    def _is_open(self, number: int) -> bool:
        """Whether an event tells news that nothing dates."""
        at = self._home[number]
        return at >= 0 and at not in self._dated and not self.events[number].background

    def _happens(self, event: EventMention) -> bool:
        """Whether an event is told outright as violence or custody that took place."""
        told = event.modality == "actual" and event.stance in _OWN_STANCES and not (event.anaphoric or event.generic)
        return told and event.frame not in _UNTOLD and self._codebook.group(event.type) in (VIOLENCE, "custody")

    def _in_body(self, event: EventMention) -> bool:
        sentence = self._lattice.sentence_at(event.first)
        return sentence is not None and sentence.segment != "headline"

    def _around(self, first: int, last: int) -> Iterator[TimeMention]:
        """The times told between two tokens."""
        for at in range(bisect_left(self._times, first, key=_first), len(self._times)):
            if self._times[at].first >= last:
                return
            yield self._times[at]

    def _in_sentence(self, event: EventMention) -> Iterator[TimeMention]:
        sentence: Sentence | None = self._lattice.sentence_at(event.first)
        return self._around(sentence.first, sentence.last) if sentence else iter(())

    def _day_in_sentence(self, event: EventMention) -> Argument | None:
        """The first day that a sentence tells, and not of history alone."""
        for time in self._in_sentence(event):
            if time.role == "at" and time.first not in self._of_history and (value := _one_day(time)):
                return Argument("happened", value, time.first, time.last, DAY_OF_SAYING, 0.6)
        return None

    def _has_time(self, event: EventMention) -> bool:
        """Whether a sentence tells a time of its own, so that the day of the news may not be meant."""
        return any(time.role != "age" and (time.latest or not time.clock) for time in self._in_sentence(event))

    def _published(self) -> date | None:
        published = self._lattice.document.published
        return date.fromisoformat(published[:10]) if published else None

    def _is_recent(self, value: dict[str, Any]) -> bool:
        """Whether a day is that of publication or lies shortly before it."""
        published = self._published()
        return published is None or 0 <= (published - date.fromisoformat(value["earliest"])).days <= _NEWS_DAYS

    def _last_told(self, token: int) -> dict[str, Any] | None:
        """The day told last before a token, where it is of the news."""
        before = bisect_left(self._times, token, key=_first)
        for at in range(before - 1, -1, -1):
            if self._times[at].role == "at" and (value := _one_day(self._times[at])):
                return value if self._is_recent(value) else None
        return None


def _times(lattice: Lattice) -> Iterator[TimeMention]:
    """The times of a document in text order."""
    for at, mask in enumerate(lattice.masks):
        if mask & _TIME:
            for edge in lattice.at(at, "time"):
                if isinstance(edge.mention, TimeMention):
                    yield edge.mention


def _first(time: TimeMention) -> int:
    return time.first


def _days(value: dict[str, Any]) -> tuple[str, str]:
    return value["earliest"], value["latest"]


def _one_day(time: TimeMention) -> dict[str, Any] | None:
    """The value of a time that is one day or night; None for another."""
    if time.earliest is None or time.latest is None or (time.latest - time.earliest).days >= 2:
        return None
    return {"earliest": time.earliest.isoformat(), "latest": time.latest.isoformat(), "grain": time.grain}
