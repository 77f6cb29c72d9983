"""Finds time expressions and anchors them: days, weekdays, dates of three calendars, spans, clock times.

Rules in `data/ar/times` find the pieces (a weekday, "yesterday", a date, a part of the day) and say what each stands
for; here pieces that stand together become one mention, and operations become days. Where nothing tells the day that
words count from, a mention has no days and an issue says so.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from riwaya.frozen import frozen, replace
from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Lattice, Match
from riwaya.reading._names import is_inside_name
from riwaya.records import Issue, Sentence, TimeMention

Anchor = Callable[[int], date | None]
Gives = dict[str, str]

_LONGEST_GAP = 3  # tokens between two pieces of one mention
_GLUE_MARKS = frozenset(("comma", "dash", "open", "close"))
_SINCE_REACH = 8  # tokens back to "since", where an event stands between it and its date
_SHADDA = "\u0651"
_AHEAD = 3  # days that a date without a year may lie ahead: reports are dated by the zone they are printed in
_NEAR = 3  # days back that the news is told of
_VERB_REACH = 8  # tokens back to the verb that may put a day into the future


class _Piece(NamedTuple):
    """What a rule found: its tokens, what it stands for, and the slot it fills in a mention."""

    first: int
    last: int
    slot: str
    gives: Gives
    rule: str
    joined: bool  # begins with "and", so it begins a mention


@frozen
class _When:
    """What a piece or a mention comes to. `relative` days move with the day that words count from, one by one."""

    earliest: date | None
    latest: date | None
    grain: str
    relative: bool = False
    future: bool = False


_UNKNOWN = _When(None, None, "open")


def find_times(
    lattice: Lattice, knowledge: Knowledge, *, anchor: Anchor
) -> tuple[tuple[TimeMention, ...], tuple[Issue, ...]]:
    """The time expressions of a document in text order, and what was odd about them.

    `anchor` gives, for a token, the day that words such as "yesterday" count from there, or None.
    """
    reader = _Reader(lattice, anchor)
    rules = knowledge.rules("times")
    for sentence in lattice.sentences:
        matches = rules.find_all(lattice, sentence.first, sentence.last)
        if matches:
            reader.read(sentence, matches)
    return tuple(reader.mentions), tuple(reader.issues)


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: date) -> dict[str, str]:
    """The mention that a match became part of: span, earliest, latest, day (where they are one), grain, role, clock."""
    mentions, _ = find_times(lattice, knowledge, anchor=lambda token: as_of)
    mention = next((m for m in mentions if m.first < match.last and match.first < m.last), None)
    if mention is None:
        return {}
    out = {
        "span": lattice.text(mention.first, mention.last),
        "earliest": mention.earliest.isoformat() if mention.earliest else "none",
        "latest": mention.latest.isoformat() if mention.latest else "none",
        "grain": mention.grain,
        "role": mention.role,
        "clock": mention.clock or "none",
        "relative": "yes" if mention.relative else "no",
    }
    if mention.earliest and mention.earliest == mention.latest:
        out["day"] = out["earliest"]
    return out


# --------------------------------------------------------------------------------------------------------------- pieces

_DAY_SLOTS = frozenset(("weekday", "offset", "date", "hijri", "same"))
_DAYLESS_SLOTS = frozenset(("clock", "length", "part", "eve"))


def _slot(gives: Gives) -> str:
    """The slot that a piece fills."""
    if gives.get("role") in ("duration", "age"):
        return "length"
    for key, slot in _SLOT_OF:
        if key in gives:
            return slot
    return "span"


_SLOT_OF = (
    ("clock", "clock"), ("eve", "eve"), ("weekday2", "night"), ("weekday", "weekday"), ("offset", "offset"),
    ("iso", "date"), ("md", "date"), ("hmonth", "hijri"), ("dom", "date"), ("same", "same"), ("ago", "span"),
    ("part", "part"),
)  # fmt: skip


_LOOSE = ("about", "more_than", "less_than", "at_least")
_COUNT_OF = {"time_unit_two": "2", "time_units": "some"}


def _piece(match: Match, lattice: Lattice) -> _Piece | None:
    """The piece that a rule matched; None for what looks like one and is none."""
    gives = match.gives()
    slot = _slot(gives)
    if slot == "hijri" and "dom" not in gives:
        slot = "span"
    if "alias" in gives and gives["alias"] != gives.get("month"):
        return None
    if "year2" in gives and gives["year2"] <= gives["year"]:
        return None
    if int(gives.get("month", "1")) > 12 or _is_another_word(match, lattice, gives):
        return None
    if slot == "part" and _SHADDA in lattice.text(match.first, match.first + 1):
        return None  # a verb (blew up) spelt as the part of the day is (dawn)
    unit = match.edge("unit")
    if unit and "count" not in gives and unit.cls in _COUNT_OF:
        gives["count"] = _COUNT_OF[unit.cls]
    if any(name in match.captures for name in _LOOSE):
        gives["loose"] = "yes"
    if "less_than" in match.captures:
        gives["under"] = "yes"
    first, last = match.first, match.last
    if names := gives.get("span", ""):
        ranges = [taken for name in names.split() if (taken := match.range(name))]
        first, last = ranges[0][0], ranges[-1][1]
    elif intro := match.range("intro"):
        first = intro[1]
    opening = [edge for start, _, edge in match.captures.values() if start == match.first and edge]
    joined = any("w" in edge.features or "fa" in edge.features for edge in opening)
    return _Piece(first, last, slot, gives, match.rule.id, joined)


def _is_another_word(match: Match, lattice: Lattice, gives: Gives) -> bool:
    """Whether a month is spelt as another word is that folds to the same letters, and no day or year speaks for it."""
    taken = match.captures.get("month")
    if not taken or not taken[2] or "dom" in gives or "year" in gives:
        return False
    return taken[2].lemma.startswith("آ") and "أ" in lattice.tokens[taken[0]].spelt


def _chosen(matches: Iterable[Match], lattice: Lattice) -> list[_Piece]:
    """Pieces that do not overlap: the leftmost, of those the longest, of those the first rule."""
    found = []
    for match in matches:
        piece = _piece(match, lattice)
        if piece and not is_inside_name(lattice, piece.first, piece.last):
            found.append((piece.first, -piece.last, match.rule.order, piece))
    found.sort(key=lambda item: item[:3])
    chosen: list[_Piece] = []
    for _, _, _, piece in found:
        if not chosen or piece.first >= chosen[-1].last:
            chosen.append(piece)
    return chosen


# ------------------------------------------------------------------------------------------------------------- mentions


class _Reader:
    """Reads sentence by sentence, and remembers the last day that was spoken of."""

    def __init__(self, lattice: Lattice, anchor: Anchor) -> None:
        self._lattice = lattice
        self._anchor = anchor
        self._spoken_of: date | None = None
        self.mentions: list[TimeMention] = []
        self.issues: list[Issue] = []

    def read(self, sentence: Sentence, matches: list[Match]) -> None:
        """Adds the mentions of a sentence."""
        pieces = _chosen(matches, self._lattice)
        at = 0
        while at < len(pieces):
            group = [pieces[at]]
            while at + len(group) < len(pieces) and self._belongs(group, pieces, at + len(group)):
                group.append(pieces[at + len(group)])
            at += len(group)
            self._add(sentence, group)

    def _belongs(self, group: list[_Piece], pieces: list[_Piece], at: int) -> bool:
        """Whether a piece goes on with the mention before it."""
        piece, before = pieces[at], group[-1]
        slots = {p.slot for p in group}
        if piece.joined or piece.slot in slots or "length" in slots or "span" in slots:
            return False
        marks = self._gap(before.last, piece.first)
        if marks is None:
            return False
        if piece.slot in _DAY_SLOTS:
            if slots & {"part", "eve"} and not slots & _DAY_SLOTS and marks:
                return False
            return not slots & _DAY_SLOTS or self._agree(group, piece, marks)
        if piece.slot == "night":
            return slots <= {"clock"}
        if piece.slot == "part":
            if slots <= {"clock"}:
                return not marks - {"open", "close"}
            beside = piece.first == before.last and "part_adverb" in self._lattice.cells[piece.first]
            return beside and not self._goes_on(pieces, at)
        return piece.slot == "clock" and not slots - _DAY_SLOTS - {"part"}

    def _goes_on(self, pieces: list[_Piece], at: int) -> bool:
        """Whether a day stands right behind a piece, so that the piece belongs to it."""
        if at + 1 >= len(pieces):
            return False
        after = pieces[at + 1]
        return after.first == pieces[at].last and after.slot in _DAY_SLOTS and not after.joined

    def _gap(self, first: int, last: int) -> set[str] | None:
        """The marks between two pieces; None where words stand between them that do not hold a mention together."""
        marks: set[str] = set()
        if last - first > _LONGEST_GAP:
            return None
        for position in range(first, last):
            cell = self._lattice.cells[position]
            found = _GLUE_MARKS & cell.keys()
            if found:
                marks |= found
            elif "time_glue" not in cell and self._lattice.tokens[position].form != "|":
                return None
        return marks

    def _agree(self, group: list[_Piece], piece: _Piece, marks: set[str]) -> bool:
        """Whether two days can be one: side by side always, across a comma where they agree or one is a date."""
        slots = {p.slot for p in group} | {piece.slot}
        if slots & {"date", "hijri"} and slots & {"weekday", "hijri"}:
            return True
        if "comma" not in marks:
            return "same" not in slots
        day = self._day_of(group)
        return day is not None and day == self._day_of([*(p for p in group if p.slot == "clock"), piece])

    def _day_of(self, group: list[_Piece]) -> date | None:
        when = self._when(group, None)
        return when.earliest if when.earliest == when.latest else None

    def _add(self, sentence: Sentence, group: list[_Piece]) -> None:
        """Adds the mention that a group of pieces makes, if they make one."""
        slots = {p.slot for p in group}
        if slots == {"eve"} and int(group[0].gives["eve"]) > 0:  # the day after what is told behind it
            day_after = {"after": "yes", "role": "after", "count": "1", "unit": "day"}
            group, slots = [group[0]._replace(slot="span", gives=day_after)], {"span"}
        if not slots - {"part", "eve"} or (slots == {"clock"} and "weak" in group[0].gives):
            return
        first, last = group[0].first, group[-1].last
        if len(group) > 1 and self._is_open(first, last):
            last += 1
        issues: list[Issue] = []
        role = self._role(group, first)
        when = self._when(group, issues, sentence=sentence)
        if when is _UNKNOWN:
            self._issue("H01", first, last, "counts from a day that nothing tells")
        elif when.earliest is None and when.latest is None and slots & _DAY_SLOTS:
            self._issue("H01", first, last, "is no day of the calendar")
        elif "hijri" in slots and "date" not in slots and when.grain == "day":
            self._issue("H04", first, last, f"is {when.earliest} by Umm al-Qura; local sightings differ by a day")
        clock = next((self._lattice.text(p.first, p.last) for p in group if p.slot == "clock"), None)
        grain = "minute" if clock else when.grain
        self.issues.extend(issues)
        rule = next((p.rule for p in group if p.slot in _DAY_SLOTS), group[-1].rule)
        mention = TimeMention(first, last, when.earliest, when.latest, grain, rule, role, when.relative, clock)
        self._check_future(sentence, group, mention, when)
        self.mentions.append(mention)
        if mention.earliest and mention.earliest == mention.latest and role in ("at", "since", "until"):
            self._spoken_of = mention.earliest

    def _is_open(self, first: int, last: int) -> bool:
        """Whether a bracket that was opened inside closes right behind."""
        cells = self._lattice.cells
        opened = sum("open" in cells[p] for p in range(first, last))
        closed = sum("close" in cells[p] for p in range(first, last))
        return opened > closed and last < len(cells) and "close" in cells[last]

    def _issue(self, code: str, first: int, last: int, message: str) -> None:
        start, end = self._lattice.span(first, last)
        self.issues.append(Issue(code, start, end, f"{self._lattice.text(first, last)!r} {message}"))

    def _role(self, group: list[_Piece], first: int) -> str:
        """What the time is said for: by the piece itself, or by the words before it."""
        for piece in group:
            if role := piece.gives.get("role"):
                return role
            if piece.gives.get("ago") == "since":
                return "since"
        for start in range(max(0, first - 3), first):
            for edge in self._lattice.at(start, "role_word"):
                if start + edge.length == first:
                    return edge.value
        return "since" if self._is_since_an_event(first) else "at"

    def _is_since_an_event(self, first: int) -> bool:
        """Whether the time dates what something has lasted since: since the war broke out in April."""
        cells, tokens = self._lattice.cells, self._lattice.tokens
        if first == 0 or "time_glue" not in cells[first - 1]:
            return False
        verb = None
        for position in range(first - 2, max(-1, first - _SINCE_REACH), -1):
            if tokens[position].kind != "word":
                return False
            if any(edge.value == "since" for edge in cells[position].get("role_word", ())):
                # without a verb between, or with one right behind: since (that) it began
                return verb is None or all(tokens[p].form == "ان" for p in range(position + 1, verb))
            if any("past" in edge.features for edges in cells[position].values() for edge in edges):
                verb = position
        return False

    # -------------------------------------------------------------------------------------------------- days of a group

    def _when(self, group: list[_Piece], issues: list[Issue] | None, *, sentence: Sentence | None = None) -> _When:
        """The days that a group of pieces comes to; contradictions go to `issues`."""
        today = self._anchor(group[0].first)
        by_slot = {p.slot: _with_year(p, today) for p in group}
        future = sentence is not None and self._is_future(sentence, group[0].first)
        if by_slot.keys() <= _DAYLESS_SLOTS:
            return _When(None, None, _GRAIN_OF.get(group[0].gives.get("unit", ""), "part_of_day"))
        try:
            when = self._days(by_slot, today, future)
            when = self._checked(by_slot, when, issues, group)
            if when.earliest is None and when.latest is None:
                return when
            if eve := by_slot.get("eve"):
                when = _eve(when, int(eve.gives["eve"]))
        except (OverflowError, ValueError):  # beyond the first or the last year of the calendar
            return _When(None, None, "open")
        if "part" in by_slot or any("part" in p.gives for p in group):
            when = replace(when, grain="part_of_day")
        return when

    def _days(self, by_slot: dict[str, _Piece], today: date | None, future: bool) -> _When:
        if piece := by_slot.get("date"):
            return self._dated(piece.gives, today, future, by_slot.get("hijri"))
        if piece := by_slot.get("hijri"):
            return _hijri(piece.gives, today)
        if piece := by_slot.get("same"):
            return self._counted_from_spoken(piece.gives)
        if piece := by_slot.get("offset"):
            return _offset(piece.gives, today)
        if piece := by_slot.get("night"):
            return _night(piece.gives, today)
        if piece := by_slot.get("weekday"):
            return _weekday(piece.gives, today, future)
        return self._span(by_slot["span"].gives, today, future)

    def _dated(self, gives: Gives, today: date | None, future: bool, hijri: _Piece | None) -> _When:
        """The day of a date."""
        if "month_of" in gives:
            base = self._spoken_of
            return _exactly(_make_day(base.year, base.month, int(gives["dom"]))) if base else _UNKNOWN
        if "unit" in gives:
            if today is None:
                return _UNKNOWN
            year, month = _shifted_month(today, gives.get("shift", "this"))
            return _exactly(_make_day(year, month, int(gives["dom"])), future=gives.get("shift") == "next")
        when = _dated(gives, today, future)
        if hijri and "hyear" in hijri.gives and "month" in gives and "year" not in gives:
            exact = _hijri(hijri.gives, today)
            if exact.earliest:  # the Hijri date beside it tells the year
                return _exactly(_make_day(exact.earliest.year, int(gives["month"]), int(gives["dom"])))
        return when

    def _counted_from_spoken(self, gives: Gives) -> _When:
        """The same day, the day after, so long before: counted from the day spoken of before."""
        base = self._spoken_of
        if base is None:
            return _UNKNOWN
        if "before" in gives:
            return replace(_ago(gives, base), relative=False)
        return _exactly(base + timedelta(int(gives["same"])))

    def _counted_back(self, gives: Gives, today: date | None) -> _When:
        """So long before the day of what is told, which is the day spoken of before, where that is near, or today."""
        base = self._spoken_of
        if base is None or (today and not 0 <= (today - base).days <= _NEAR):
            base = today
        if base is None:
            return _UNKNOWN
        when = _ago(gives, base)
        if "under" in gives and when.earliest and when.latest:  # less than so long
            return replace(when, earliest=when.earliest + (when.latest - when.earliest) // 2, latest=base)
        return when

    def _span(self, gives: Gives, today: date | None, future: bool) -> _When:
        if "after" in gives:
            return self._counted_back(gives, today)
        if "before" in gives:
            return self._counted_from_spoken(gives)
        if "hmonth" in gives:
            return _hijri(gives, today)
        if "year" in gives or "month" in gives or "season" in gives:
            return _calendar(gives, today, future)
        if today is None:
            return _UNKNOWN
        if "ago" in gives:
            return _ago(gives, today)
        if "last" in gives:
            return _last(gives, today)
        return _unit(gives, today)

    def _checked(
        self, by_slot: dict[str, _Piece], when: _When, issues: list[Issue] | None, group: list[_Piece]
    ) -> _When:
        """The days, held against a weekday beside them."""
        weekday = by_slot.get("weekday")
        if not weekday or when.earliest is None or when.earliest != when.latest:
            return when
        wanted = int(weekday.gives["weekday"])
        if when.earliest.weekday() == wanted:
            return when
        if issues is not None:
            start, end = self._lattice.span(group[0].first, group[-1].last)
            text = self._lattice.text(group[0].first, group[-1].last)
            issues.append(Issue("H02", start, end, f"{text!r}: {when.earliest.isoformat()} is another day of the week"))
        if "date" in by_slot or "hijri" in by_slot:
            return when
        ahead = (wanted - when.earliest.weekday()) % 7
        most = 3 if when.future else 1  # what is told is over, but where it is told the day may have begun sooner
        return _exactly(when.earliest + timedelta(ahead if ahead <= most else ahead - 7), relative=True)

    def _is_future(self, sentence: Sentence, first: int) -> bool:
        """Whether the nearest verb before a token, in its clause, speaks of the future."""
        starts = [clause[0] for clause in sentence.clauses]
        begin = max(sentence.first, first - _VERB_REACH)
        if starts and (at := bisect_right(starts, first) - 1) >= 0:
            begin = max(begin, starts[at])
        for position in range(first - 1, begin - 1, -1):
            for edges in self._lattice.cells[position].values():
                for edge in edges:
                    if "present" in edge.features:
                        return "s" in edge.features or self._lattice.tokens[position - 1].form == "سوف"
                    if "past" in edge.features:
                        return False
        return False

    def _check_future(self, sentence: Sentence, group: list[_Piece], mention: TimeMention, when: _When) -> None:
        """Says so where a date lies after the day of publication and nothing tells that it is meant to."""
        today = self._anchor(mention.first)
        if today is None or mention.earliest is None or mention.earliest <= today:
            return
        meant = when.future or mention.role == "deadline" or self._is_future(sentence, mention.first)
        if not meant and any(p.slot == "date" for p in group):
            self._issue("H03", mention.first, mention.last, f"lies after {today.isoformat()}")


# ----------------------------------------------------------------------------------------------------------------- days


def _exactly(day: date | None, *, relative: bool = False, future: bool = False) -> _When:
    return _When(day, day, "day", relative, future) if day else _When(None, None, "day")


def _make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _months_away(day: date, months: int) -> date:
    """The same day so many months away, or the last of that month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _eve(when: _When, days: int) -> _When:
    """The eve of a day (which in the Maghreb is its evening, so the day itself stays in), or the day after."""
    if when.earliest is None or when.latest is None:
        return when
    step = timedelta(days)
    if days < 0:
        return _When(when.earliest + step, when.latest, "part_of_day", when.relative)
    return _When(when.earliest + step, when.latest + step, when.grain, when.relative)


def _offset(gives: Gives, today: date | None) -> _When:
    if today is None:
        return _UNKNOWN
    days = int(gives["offset"])
    through = int(gives.get("through", days))
    return _When(today + timedelta(days), today + timedelta(through), "day", True, days > 0)


def _weekday(gives: Gives, today: date | None, future: bool) -> _When:
    """The last such day, today among them; or the next, where the words or the verb say so."""
    if today is None:
        return _UNKNOWN
    back = (today.weekday() - int(gives["weekday"])) % 7
    shift = gives.get("shift") or ("next" if future and back else "")
    if shift == "next":
        return _exactly(today + timedelta(7 - back), relative=True, future=True)
    if shift in ("past", "before_past"):
        back = (back or 7) + (7 if shift == "before_past" else 0)
    return _exactly(today - timedelta(back), relative=True)


def _night(gives: Gives, today: date | None) -> _When:
    """From one weekday to another: the night between them, or both."""
    second = _weekday({"weekday": gives["weekday2"]}, today, False)
    if second.earliest is None:
        return _UNKNOWN
    nights = (int(gives["weekday2"]) - int(gives["weekday"])) % 7
    return _When(second.earliest - timedelta(nights), second.earliest, "day", True)


def _with_year(piece: _Piece, today: date | None) -> _Piece:
    """The piece with its year, where that is told as last, this or next year."""
    shift = piece.gives.get("year_shift")
    if not shift or today is None:
        return piece
    return piece._replace(gives={**piece.gives, "year": str(today.year + _STEP[shift])})


def _dated(gives: Gives, today: date | None, future: bool) -> _When:
    """A date with or without its year; without, the last such day, or the next where the words say so."""
    if iso := gives.get("iso"):
        return _exactly(date.fromisoformat(iso))
    if md := gives.get("md"):
        month, dom = (int(part) for part in md.split("-"))
    else:
        month, dom = int(gives["month"]), int(gives["dom"])
    last = int(gives.get("dom2", dom))
    if "year" in gives:
        return _between(int(gives["year"]), month, dom, last)
    if today is None:
        return _UNKNOWN
    shift = gives.get("shift") or ("next" if future else "")
    ahead = 0 if shift == "past" else _AHEAD
    years = range(today.year, today.year + 5) if shift == "next" else range(today.year + 1, today.year - 5, -1)
    for year in years:  # four years at least: a 29 February
        first = _make_day(year, month, dom)
        if first and (first >= today if shift == "next" else first <= today + timedelta(ahead)):
            if shift == "past" and first == today:
                continue
            when = _between(year, month, dom, last)
            return replace(when, future=shift == "next")
    return _When(None, None, "day")


def _between(year: int, month: int, dom: int, last: int) -> _When:
    first_day, last_day = _make_day(year, month, dom), _make_day(year, month, last)
    if first_day is None or last_day is None or last_day < first_day:
        return _When(first_day, first_day, "day")
    return _When(first_day, last_day, "day")


def _hijri(gives: Gives, today: date | None) -> _When:
    """A day or month of the Hijri calendar; without a year, the last one."""
    month = int(gives["hmonth"])
    if "hyear" in gives:
        return _hijri_of(int(gives["hyear"]), month, gives)
    if today is None:
        return _UNKNOWN
    newest = (today.year - 622) * 33 // 32 + 2
    for year in range(newest, newest - 4, -1):
        when = _hijri_of(year, month, gives)
        if when.earliest and when.earliest <= today + timedelta(_AHEAD):
            return when
    return _When(None, None, "day")


def _hijri_of(year: int, month: int, gives: Gives) -> _When:
    from hijridate import Hijri

    try:
        start = Hijri(year, month, 1)
        if "dom" in gives:
            return _exactly(Hijri(year, month, int(gives["dom"])).to_gregorian())
        first = start.to_gregorian()
        return _When(first, first + timedelta(start.month_length() - 1), "month")
    except (ValueError, OverflowError):  # outside the years that the tables cover, or no such day
        return _When(None, None, "day")


# ---------------------------------------------------------------------------------------------------------------- spans

_GRAIN_OF = {
    "minute": "minute", "hour": "part_of_day", "day": "day", "week": "week", "month": "month", "year": "year",
}  # fmt: skip
# Days that a plural without a number reaches back, from and to, and the grain that is left.
_VAGUE: dict[str, tuple[int | None, int, str]] = {
    "minute": (0, 0, "day"), "hour": (1, 0, "day"), "day": (10, 2, "week"), "week": (60, 8, "month"),
    "month": (365, 30, "year"), "year": (None, 365, "year"),
}  # fmt: skip
# Days that "the last ..." without a number reaches back.
_LAST: dict[str, tuple[int | None, str]] = {
    "minute": (0, "day"), "hour": (1, "day"), "day": (7, "week"), "week": (30, "month"), "month": (365, "year"),
    "year": (None, "year"),
}  # fmt: skip


def _ago(gives: Gives, today: date) -> _When:
    """So long ago: as narrow as the words allow."""
    unit = gives["unit"]
    if gives.get("count") == "some":
        far, near, grain = _VAGUE[unit]
        return _When(today - timedelta(far) if far is not None else None, today - timedelta(near), grain, True)
    count = _count(gives)
    if count is None:
        return _When(None, None, "open", True)
    if unit in ("minute", "hour"):
        hours = count if unit == "hour" else 0
        days = timedelta(hours // 24)
        wide = timedelta(0 if hours % 24 == 0 else 1)
        return _When(today - days - wide, today - days, "day", True)
    if unit == "day" and "loose" in gives:
        return _around(today, timedelta(-count), max(1, count // 10), "week")
    if unit == "day":
        return _around(today, timedelta(-count), 0, "day")
    if unit == "week":
        return _around(today, timedelta(-7 * count), 0 if count == 1 else 2, "day" if count == 1 else "week")
    months = count if unit == "month" else 12 * count
    if months >= 12 * (today.year - 1):
        return _When(None, None, "open", True)
    slack = 15 if unit == "month" else 30 if count == 1 else 183
    return _around(today, _months_away(today, -months) - today, slack, unit)


def _around(today: date, step: timedelta, slack: int, grain: str) -> _When:
    try:
        middle = today + step
        return _When(middle - timedelta(slack), middle + timedelta(slack), grain, True)
    except OverflowError:
        return _When(None, None, "open", True)


def _count(gives: Gives) -> int | None:
    """How many units; None for a number that makes no sense here."""
    text = gives.get("count", "1")
    return int(text) if text.isdigit() and len(text) < 7 else None


def _last(gives: Gives, today: date) -> _When:
    """The last so many hours, days, months, up to today; or the next."""
    unit = gives["unit"]
    count = _count(gives) if "count" in gives else None  # None too for a plural without a number
    days: int | None
    if count is None:
        days, grain = _LAST[unit]
    elif unit == "hour":
        days, grain = -(-count // 24), "day"
    elif unit in ("day", "week"):
        days, grain = count * (7 if unit == "week" else 1), "day" if count == 1 and unit == "day" else "week"
    elif unit in ("month", "year"):
        days, grain = count * (30 if unit == "month" else 365), unit
    else:
        days, grain = 0, "day"
    try:
        reach = timedelta(days) if days is not None else None
        if gives.get("shift") == "next":
            return _When(today, today + reach if reach is not None else None, grain, True, True)
        return _When(today - reach if reach is not None else None, today, grain, True)
    except OverflowError:
        return _When(None, None, "open", True)


_FIRST_OF_WEEK = (5, 6, 0)
_STEP = {"past": -1, "this": 0, "next": 1}


def _unit(gives: Gives, today: date) -> _When:
    """The last, this, the next week, month or year, or a third of it."""
    unit, step = gives["unit"], _STEP[gives.get("shift", "this")]
    future = step > 0
    if unit == "week":
        # Weeks begin on Saturday, Sunday or Monday, as the country has it: the widest span is meant.
        begin = [today - timedelta((today.weekday() - first) % 7) for first in _FIRST_OF_WEEK]
        earliest, latest = min(begin) + timedelta(7 * step), max(begin) + timedelta(7 * step + 6)
        return _When(earliest, latest, "week", True, future)
    if unit == "month":
        year, month = _shifted_month(today, gives.get("shift", "this"))
        return _third(*_month(year, month), "month", gives, relative=True, future=future)
    if unit == "year":
        year = today.year + step
        return _third(date(year, 1, 1), date(year, 12, 31), "year", gives, relative=True, future=future)
    day = today + timedelta(step if unit == "day" else 0)
    return _When(day, day, "day", True, future)


def _shifted_month(today: date, shift: str) -> tuple[int, int]:
    year, month = divmod(today.year * 12 + today.month - 1 + _STEP[shift], 12)
    return year, month + 1


def _third(earliest: date, latest: date, grain: str, gives: Gives, *, relative: bool, future: bool = False) -> _When:
    """A span, or the third of it that the words name."""
    third = int(gives.get("third", "0"))
    if third and grain == "month":
        begin = earliest + timedelta(10 * (third - 1))
        return _When(begin, latest if third == 3 else begin + timedelta(9), grain, relative, future)
    if third:
        return _When(
            date(earliest.year, 4 * third - 3, 1), _month(earliest.year, 4 * third)[1], grain, relative, future
        )
    return _When(earliest, latest, grain, relative, future)


def _calendar(gives: Gives, today: date | None, future: bool) -> _When:
    """A month, a season, a year, with or without the year told."""
    shift = gives.get("shift", "")
    if "season" in gives:
        return _season(int(gives["season"]), gives, today)
    if "month" not in gives:
        year, last = int(gives["year"]), int(gives.get("year2", gives["year"]))
        return _third(date(year, 1, 1), date(last, 12, 31), "year", gives, relative=False)
    month = int(gives["month"])
    if "year" in gives:
        return _third(*_month(int(gives["year"]), month), "month", gives, relative=False)
    if today is None:
        return _UNKNOWN
    if shift == "next" or (future and not shift):
        year = today.year + (month < today.month or (month == today.month and shift == "next"))
        return _third(*_month(year, month), "month", gives, relative=True, future=True)
    year = today.year - (month > today.month or (month == today.month and shift == "past"))
    return _third(*_month(year, month), "month", gives, relative=True)


def _season(first: int, gives: Gives, today: date | None) -> _When:
    """Three months; winter begins in the December before."""
    if "year" in gives:
        return _season_of(first, int(gives["year"]), relative=False)
    if today is None:
        return _UNKNOWN
    step = _STEP[gives.get("shift", "this")]
    if "unit" in gives:
        return _season_of(first, today.year + step, relative=True)
    if step > 0:
        years: Iterable[int] = range(today.year, today.year + 3)
    else:
        years = range(today.year + 1, today.year - 3, -1)
    for year in years:
        when = _season_of(first, year, relative=True)
        if when.earliest is None or when.latest is None:
            break
        fits = when.earliest > today if step > 0 else when.latest < today if step else when.earliest <= today
        if fits:
            return _When(when.earliest, when.latest, when.grain, True, step > 0)
    return _When(None, None, "season")


def _season_of(first: int, year: int, *, relative: bool) -> _When:
    begin = date(year - 1 if first == 12 else year, first, 1)
    return _When(begin, _month(year, (first + 1) % 12 + 1)[1], "season", relative)
