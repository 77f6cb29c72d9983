"""Tells what a count of people is: one incident's own, an area's, counted since a day; as of when; whether it changed.

Used by the casualties stage alone. The words that tell stand near a count or far from it in the same sentence, so
where they stand is looked up once for a sentence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from riwaya.knowledge.match import Lattice, Match, any_of, mask_of
from riwaya.records import Argument, Sentence, Statement, TimeMention

OPEN_MARKS = frozenset(('"', "(", ")", "«", "»", "“", "”", "'", "[", "]"))
"""Marks that may stand within a noun phrase."""

_LONG_AGO = 10
"""Days: a toll counted since longer ago is cumulative, not one incident's own, however many days that lasts."""
_FAR = 80
"""Tokens from a count within which a day still tells since when it counts; no sentence holds it longer together."""
_BESIDE = 6
"""Tokens between a count and a time that is told beside it."""
_TAKEN_IN = 4
"""Tokens before a count within which a verb tells that a hospital took them in."""
_SPANS = frozenset(("day", "week", "month", "season", "year"))
_JOINED = 8
"""Tokens behind a comma within which a further count of the same list begins."""
_NEAR = 15
"""Tokens behind "had" within which its verb of saying stands, where a sentence begins with it."""
_CLOSE = 5
"""Tokens between a word that tells of earlier and the verb of saying, or the count, that it belongs to."""
_FIRST_BEFORE, _FIRST_BEHIND = 20, 12
"""Tokens before and behind a count within which it may be called a first one."""
_SAID_OF_IT = 45
"""Tokens behind a count within which whoever tells it may add that it will rise."""
_LISTED = 25
"""Tokens behind a count within which something may be said of it together with those listed behind it."""
_TELLING = (
    "rising",
    "became",
    "toll",
    "first_toll",
    "all_over",
    "relative_word",
    "since_word",
    "time",
    "contrast",
    "differing",
    "when_word",
    "earlier",
    "later_on",
    "went_before",
    "may_rise",
)
_HELD = ("detained", "abducted")
"""Those caught in several places are told of as caught by one operation."""
_RANKING = mask_of(("ordinal_day", "superlative", "ranking"))
_RANKED = 6
"""Tokens before "since" within which a rank stands."""
_SAYING = ("say_clear", "say_that", "conveying", "say_about", "counting")
_TELLS = mask_of(_TELLING)
_SAYS = mask_of(_SAYING)
_BEFORE = mask_of(("was_verb", "went_before", "earlier"))
_ONLY, _TAKING_IN, _STILL = mask_of(("only_word",)), mask_of(("taking_in",)), mask_of(("still",))
_ANEW = mask_of(("before_doing", "say_clear"))
_HAPPENINGS = ("happening_word", "ev_noun", "ev_noun_f", "ev_clashes")


class Tolls:
    """The words of one sentence that tell what the counts in it are; `taken` is where those counts begin, in order."""

    def __init__(
        self, lattice: Lattice, sentence: Sentence, statements: Sequence[Statement], taken: Sequence[int]
    ) -> None:
        self.lattice = lattice
        self.sentence = sentence
        self.statements = statements
        self.taken = sorted(taken)
        cells, masks = lattice.cells, lattice.masks
        self._places: dict[str, list[int]] = {cls: [] for cls in _TELLING}
        for at in range(sentence.first, sentence.last):
            if masks[at] & _TELLS:
                cell = cells[at]
                for cls in _TELLING:
                    if cls in cell:
                        self._places[cls].append(at)
        self._told_earlier = list(self._told_before())
        self._told_later = list(self._told_after())
        self._since = self._since_phrases()
        self._starts = [first for first, _ in self._since]

    def _any(self, cls: str, first: int, last: int) -> bool:
        """Whether a word of a class begins in a range of tokens of the sentence."""
        places = self._places[cls]
        number = bisect_left(places, first) if places else 0
        return number < len(places) and places[number] < last

    # ---- a toll that changed

    def marks(self, match: Match, argument: Argument) -> dict[str, bool]:
        """What the words around say of a count as a figure: that it changed, is a first one, is all, is set against."""
        out = {}
        if argument.value["low"] and "superseded" not in match.rule.gives and self._rises(match):
            out["rises"] = True
        if any(first <= argument.first < last for first, last in self._told_earlier) or self._is_first(match, argument):
            out["first"] = True
        elif any(first <= argument.first < last for first, last in self._told_later):
            out["later"] = True
        if self._may_rise(argument):
            out["may_rise"] = True
        number = bisect_left(self.taken, argument.first)
        before = self.taken[number - 1] if number else self.sentence.first
        if self._any("contrast", before, argument.first) or self._any("differing", self.sentence.first, argument.first):
            out["contrasted"] = True
        if self._is_all(argument):
            out["only"] = True
        if self._of_period(argument):
            out["period"] = True
        if self._are_some(argument):
            out["some"] = True
        return out

    def _is_all(self, argument: Argument) -> bool:
        """Whether words tell that there were no more: only two; one single soldier."""
        lattice = self.lattice
        if any_of(lattice.masks, argument.first + 1, min(argument.last + 1, len(lattice.masks)), _ONLY):
            return True
        if argument.value["high"] != 1:
            return False
        ones = (edge for at in range(argument.first + 1, argument.last) for edge in lattice.at(at, "numeral"))
        return any("one" in edge.features for edge in ones)

    def _of_period(self, argument: Argument) -> bool:
        """Whether a count is of a span of days told beside it, and so perhaps of several happenings: in 24 hours."""
        times = self._places["time"]
        for at in times[bisect_left(times, argument.first - _BESIDE) : bisect_left(times, argument.last + _BESIDE)]:
            for edge in self.lattice.at(at, "time"):
                time = edge.mention
                if time.role == "duration":
                    return True
                if time.role == "at" and time.earliest and time.latest and time.grain in _SPANS:
                    return bool(time.earliest < time.latest)
        return False

    def _are_some(self, argument: Argument) -> bool:
        """Whether those counted are some of those harmed: five of them were killed; a hospital took in eight, and four
        are still wounded.
        """
        lattice = self.lattice
        near = max(self.sentence.first, argument.first - _TAKEN_IN), argument.first
        if any_of(lattice.masks, *near, _TAKING_IN):
            return True
        if argument.field == "injured" and any_of(lattice.masks, *near, _STILL):
            return True
        for at in range(argument.first + 1, argument.last + 1):
            if lattice.at(at, "of_those"):
                return not any(lattice.at(at + 1, cls) for cls in ("number", "people", "people_plural", "among"))
        return False

    def _told_before(self) -> Iterator[tuple[int, int]]:
        """The stretches of the sentence that go back to what was said before: had said, in an earlier statement."""
        lattice, first, last = self.lattice, self.sentence.first, self.sentence.last
        for at in range(first, last):
            if not lattice.masks[at] & _BEFORE:
                continue
            said = None
            if any("past" in edge.features for edge in lattice.at(at, "was_verb")):
                said = self._saying(at + 1, at + (_NEAR if at < first + 2 else _CLOSE), past=True)
            elif lattice.at(at, "went_before"):
                said = self._saying(at + 1, at + _CLOSE + 1, past=True)
            elif edges := lattice.at(at, "earlier"):
                said = self._said_beside(at, at + max(edge.length for edge in edges))
            if said is not None:
                yield said + 1, self._end_of_earlier(said + 1)

    def _told_after(self) -> Iterator[tuple[int, int]]:
        """The stretches of the sentence that tell what was said later: the next day the owners said."""
        for at in self._places["later_on"]:
            said = self._said_beside(at, at + max(edge.length for edge in self.lattice.at(at, "later_on")))
            if said is not None:
                yield said + 1, self._end_of_earlier(said + 1)

    def _said_beside(self, at: int, behind: int) -> int | None:
        """Behind which word the statement begins whose verb stands beside the words for earlier, or for later."""
        said = self._saying(behind, behind + _CLOSE)
        if said is not None and not self._is_cut(behind, said):
            return said
        said = self._saying(at - _CLOSE, at)
        return at if said is not None and not self._is_cut(said, at) else None

    def _saying(self, first: int, last: int, *, past: bool = False) -> int | None:
        """The first verb of saying in a range of the sentence, none behind a mark."""
        lattice = self.lattice
        for at in range(max(first, self.sentence.first), min(last, self.sentence.last)):
            if lattice.masks[at] & _SAYS:
                edges = (edge for cls in _SAYING for edge in lattice.at(at, cls))
                if any("past" in edge.features or not past for edge in edges):
                    return at
            if lattice.tokens[at].kind == "punct" and lattice.tokens[at].form not in OPEN_MARKS:
                return None
        return None

    def _is_cut(self, first: int, last: int) -> bool:
        """Whether "that" or a count stands between a verb of saying and the words for earlier."""
        cut = any("complementizer" in self.lattice.cells[at] for at in range(first, last))
        return cut or self._any_count(first, last)

    def _end_of_earlier(self, first: int) -> int:
        """Where what was said before ends: before something was said anew, then said."""
        lattice = self.lattice
        for at in range(first, self.sentence.last):
            if not lattice.masks[at] & _ANEW:
                continue
            if lattice.at(at, "before_doing"):
                return at
            said = any(edge.value == "says" and "past" in edge.features for edge in lattice.at(at, "say_clear"))
            if said and self._any_count(first, at):
                return at
        return self.sentence.last

    def _any_count(self, first: int, last: int) -> bool:
        """Whether a count begins in a range of tokens."""
        number = bisect_left(self.taken, first)
        return number < len(self.taken) and self.taken[number] < last

    def _is_first(self, match: Match, argument: Argument) -> bool:
        """Whether a count is called a first or an earlier one, by words that belong to it and to no other count."""
        places = self._places["first_toll"]
        low, high = match.first - _FIRST_BEFORE, match.last + _LISTED
        for at in places[bisect_left(places, low) : bisect_left(places, high)]:
            if any(cls in self.lattice.cells[at - 1] for cls in _HAPPENINGS):
                continue  # an earlier attack
            if at < argument.first:
                number = bisect_left(self.taken, at)
                if not self._is_said_between(self.taken[number], argument.first):
                    return True
            elif self._is_of_what_was_said(argument, at):
                continue  # 40, after he had earlier announced fewer
            elif not self._is_of_next(at) and self._is_one_list(argument.first, at):
                return True
        return False

    def _is_of_what_was_said(self, argument: Argument, at: int) -> bool:
        """Whether a word behind a count tells when something else was said."""
        return bool(self.lattice.at(at, "earlier")) and self._is_said_between(argument.last, at)

    def _is_one_list(self, first: int, last: int) -> bool:
        """Whether what is said behind a list of counts is said of its first one: nobody says another one between."""
        number = bisect_left(self.taken, last) - 1
        return last - self.taken[number] <= _FIRST_BEHIND and not self._is_said_between(first, self.taken[number])

    def _is_said_between(self, first: int, last: int) -> bool:
        """Whether a verb of saying stands between two counts, so that they are two statements."""
        edges = (edge for at in range(first, last) for edge in self.lattice.at(at, "say_clear"))
        return any(edge.value == "says" and "past" in edge.features for edge in edges)

    def _is_of_next(self, at: int) -> bool:
        """Whether a word behind a count belongs to the next one: correcting an earlier toll of 27."""
        number = bisect_left(self.taken, at)
        if number == len(self.taken) or self.taken[number] - at > _CLOSE:
            return False
        between = self.lattice.tokens[at + 1 : self.taken[number] + 1]
        return not any(token.kind == "punct" or token.form.startswith("و") for token in between)

    def _may_rise(self, argument: Argument) -> bool:
        """Whether words behind a count tell that it may grow; of the counts between, only those of one list."""
        places = self._places["may_rise"]
        number = bisect_left(places, argument.last)
        if number == len(places) or places[number] > argument.last + _SAID_OF_IT:
            return False
        counts = self.taken[: bisect_left(self.taken, places[number])]
        return not self._is_said_between(argument.first, counts[-1])

    def _rises(self, match: Match) -> bool:
        """Whether the count is told as a toll that changed."""
        first, last = max(self.sentence.first, match.first - 12), min(match.last + 3, self.sentence.last)
        if self._any("may_rise", first, last):
            return False
        if not self._any("rising", first, last) and not self._any("became", first, last):
            return False
        if self._any("toll", first, last):
            return True
        if self._any("rising", match.first - 4, last) and self._any("toll", match.first - 25, last):
            return True
        lattice = self.lattice
        return any("harm_plural" in lattice.cells[at] and not lattice.at(at - 1, "number") for at in range(first, last))

    # ---- the scope of a count

    def scope(self, argument: Argument) -> dict[str, Any]:
        """Cumulative where the words count since a day long before or a war began; the day of counting; an area."""
        if not argument.value["low"]:
            return {}
        out: dict[str, Any] = {}
        if as_of := self._until(argument):
            out["as_of"] = as_of
        since, war = self._counted_since(argument)
        spoken = self._spoken(argument.first)
        if since and (spoken is None or (date.fromisoformat(spoken[:10]) - since).days > _LONG_AGO):
            return {**out, "scope": "cumulative", "since": since.isoformat()}
        if war and since is None:
            return {**out, "scope": "cumulative"}
        if argument.field not in _HELD and self._any("all_over", argument.last, argument.last + 12):
            return {**out, "scope": "area"}
        return out

    def _spoken(self, token: int) -> str | None:
        """The day on which the words at a token were spoken."""
        statements = self.statements
        number = bisect_right(statements, token, key=lambda statement: statement.first) - 1
        return statements[number].as_of if number >= 0 and token < statements[number].last else None

    def _until(self, argument: Argument) -> str | None:
        """The day that a count is told as of: until Wednesday, right before it or behind it."""
        times = self._places["time"]
        for at in times[bisect_left(times, argument.first - 8) : bisect_left(times, argument.last + 8)]:
            for edge in self.lattice.at(at, "time"):
                time = edge.mention
                if isinstance(time, TimeMention) and time.role == "until" and time.latest:
                    return time.latest.isoformat()
        return None

    def _counted_since(self, argument: Argument) -> tuple[date | None, bool]:
        """The day that a count is counted from, and whether a war is; not a day since which something else goes on."""
        low = bisect_left(self._starts, argument.first - _FAR)
        for first, last in self._since[low : bisect_left(self._starts, argument.last + _FAR)]:
            if first >= argument.last:
                if self._is_behind_another(argument, first):
                    continue
            elif last <= argument.first and self._is_of_another(first, argument):
                continue
            day, war = self._began(first)
            if day or war:
                return day, war
        return None, False

    def _is_behind_another(self, argument: Argument, first: int) -> bool:
        """Whether a day behind a count belongs to another that stands between, or to a clause about something else."""
        number = bisect_left(self.taken, max(argument.last, argument.first + 1))
        other = number < len(self.taken) and self.taken[number] < first
        if self._is_ranked(argument.first - 1, first):
            return True
        return not self._is_listed(argument.last, first) if other else self._any("relative_word", argument.last, first)

    def _is_ranked(self, first: int, last: int) -> bool:
        """Whether words rank a happening among those since a day: the third of its kind, the deadliest."""
        return any(self.lattice.masks[at] & _RANKING for at in range(max(first, last - _RANKED), last))

    def _is_of_another(self, first: int, argument: Argument) -> bool:
        """Whether a day before a count is since when something else lasts, or another count goes on."""
        count = argument.first
        behind = (edge for at in range(*self._behind(argument)) for edge in self.lattice.at(at, "time"))
        if any(edge.mention.role == "duration" for edge in behind):
            return True
        if self._any("toll", first - 8, count):
            return False
        if self._is_ranked(first - _RANKED, first) or self._any("when_word", first, count):
            return True
        if first > self.sentence.first and "lasting" in self.lattice.cells[first - 1]:
            return True
        return self._any("relative_word", first - 6, first)

    def _behind(self, argument: Argument) -> tuple[int, int]:
        """The tokens right behind a count."""
        return argument.last, min(argument.last + 5, self.sentence.last)

    def _began(self, first: int) -> tuple[date | None, bool]:
        """The day that a phrase counts from, and whether it counts from the beginning of a war."""
        lattice = self.lattice
        day = None
        for edge in lattice.at(first, "time"):
            time = edge.mention
            if isinstance(time, TimeMention) and time.role == "since" and time.earliest:
                day = time.earliest
        behind = range(first, min(first + 10, self.sentence.last))
        war = any("war_word" in lattice.cells[at] for at in behind)
        if war and day is None:  # since the war began on the 7th
            began = (edge.mention.earliest for at in behind for edge in lattice.at(at, "time"))
            day = next((each for each in began if each), None)
        return day, war

    def _is_listed(self, first: int, last: int) -> bool:
        """Whether counts stand in one list up to a token: 20 dead, and 30 wounded since Friday.

        A count with a day of its own is in no such list.
        """
        lattice = self.lattice
        for at in range(first, last):
            token, cell = lattice.tokens[at], lattice.cells[at]
            if token.kind == "punct" and token.form not in OPEN_MARKS:
                number = bisect_left(self.taken, at)
                if number == len(self.taken) or not at < self.taken[number] <= min(at + _JOINED, last):
                    return False
            elif "relative_word" in cell and not (
                "rising" in lattice.cells[at + 1] or "reaching" in lattice.cells[at + 1]
            ):
                return False
            elif any(edge.mention.role == "at" for edge in cell.get("time", ())):
                return False
        return True

    def _since_phrases(self) -> list[tuple[int, int]]:
        """The phrases of the sentence that tell since when something is counted or lasts."""
        found = dict.fromkeys(self._places["since_word"], 1)
        for at in self._places["time"]:
            edges = self.lattice.at(at, "time")
            since = [e.length for e in edges if isinstance(e.mention, TimeMention) and e.mention.role == "since"]
            if since:
                found[at] = max(since)
        return [(at, at + found[at]) for at in sorted(found)]
