"""Made reports by the million: texts as the press writes them of happenings that never were, for runs in bulk.

    python benchmarks/made_reports.py 1000000 --to reports.jsonl
    python benchmarks/made_reports.py 1000000 --to reports.parquet --seed 2
    python benchmarks/made_reports.py 1000 --start 500000 --to some.jsonl.gz --truth some.tsv

Report N depends on the seed and on N alone, so that any part of a million can be made by itself. Reports come in blocks
of some hundred, in which the same happenings are told by several outlets: in words of their own, with other tolls and
days, with denials and later tolls, and as reprints, of which some differ in their code alone. One in eight is no news
of violence at all. The days move on with the numbers. The columns are those that our readers know: id, url, publisher,
title, published and text; `--truth` writes the happenings that each report tells of, and the report that it reprints.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import IO, Any, NamedTuple

import made_sentences as said
from made_sentences import Kind, Speaker, Style
from made_world import Town, find_towns

BLOCK = 256
"""Reports in which a happening is told."""
PER_DAY = 400
"""Reports a day: a million are seven years."""
FIRST_DAY = date(2016, 1, 1)
FEWEST_WORDS, MOST_WORDS = 30, 600
_TELLERS = (1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 20)
_PARTS = ("فجر", "صباح", "ظهر", "عصر", "مساء", "ليل")
_DEAD = (0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 9, 12, 20, 35)
_REPRINT, _DIGEST, _SERIES, _HISTORY = 0.22, 0.06, 0.15, 0.03
_OTHER = 0.4
"""Of what a block begins with: a report in eight, for a happening has many."""
_ROWS = 5_000
"""Rows of a group of a Parquet file."""


class Report(NamedTuple):
    """A made report as a reader takes it, and what it is made of."""

    id: str
    url: str
    publisher: str
    title: str
    published: str
    text: str
    happenings: tuple[int, ...] = ()
    reprints: str | None = None

    def record(self) -> dict[str, str]:
        """What stands in a file of reports."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = Report._fields[:6]


@dataclass(frozen=True)
class Happening:
    """What never happened: the truth that its tellers more or less tell."""

    number: int
    day: date
    part: str
    town: Town
    kind: Kind | None
    type: str
    group: str
    target: str
    official: tuple[str, str]
    killed: int
    injured: int
    noun: str
    grievance: str


class Place(NamedTuple):
    """What a report of a block is to be: the happenings, the days after them, and the place of what it reprints."""

    happenings: tuple[int, ...]
    later: int
    original: int | None


# ----------------------------------------------------------------------------------------------------------- the plan


@lru_cache(maxsize=4)
def _plan(seed: int, block: int) -> tuple[Place, ...]:
    """What each report of a block tells of, in the order of the reports."""
    draw = random.Random(f"{seed}/block/{block}")
    order = list(range(BLOCK))
    draw.shuffle(order)
    places: dict[int, Place] = {}
    first = happening = block * BLOCK
    while order:
        if draw.random() < _OTHER:
            places[order.pop()] = Place((), 0, None)
            continue
        told: list[int] = []
        for _ in range(min(draw.choice(_TELLERS), len(order))):
            at = order.pop()
            if told and draw.random() < _REPRINT:
                original = draw.choice(told)
                places[at] = Place(places[original].happenings, places[original].later, original)
                continue
            how = draw.random()
            later = draw.randint(20, 300) if told and how < _HISTORY else draw.choices((0, 1, 2), (70, 25, 5))[0]
            more = (draw.randint(first, happening - 1),) if happening > first and draw.random() < _DIGEST else ()
            places[at] = Place((happening, *more), later, None)
            told.append(at)
        happening += 1
    return tuple(places[at] for at in range(BLOCK))


@lru_cache(maxsize=2048)
def _happening(seed: int, number: int) -> Happening:
    draw = random.Random(f"{seed}/happening/{number}")
    block = number // BLOCK
    if number > block * BLOCK and draw.random() < _SERIES:  # of a series: like one of the same days but for its target
        like = _happening(seed, draw.randint(block * BLOCK, number - 1))
        kind, type, town, group = like.kind, like.type, like.town, like.group
    else:
        kind = draw.choice(said.STRIKES) if draw.random() < 0.7 else None
        type = kind.type if kind else draw.choice(said.OTHERS)
        town = draw.choices(_towns(seed)[0], cum_weights=_towns(seed)[1])[0]
        group = f"{draw.choice(said.GROUPS)} {draw.choice(said.NAMES[:20])}"
    what = draw.choice(kind.targets if kind else ("house", "camp", "market"))
    killed = draw.choice(_DEAD)
    nouns = (
        ("جندي", "عنصر", "شخص") if what in ("military_base", "checkpoint") else ("شخص", "مدني", "شخص", "عامل", "طفل")
    )
    title, titled = draw.choice(said.OFFICIAL_POSTS)
    name = draw.choice(said.NAMES)
    return Happening(
        number=number,
        day=FIRST_DAY + timedelta(days=block * BLOCK // PER_DAY + draw.choice((0, 0, 0, -1))),
        part=draw.choice(_PARTS),
        town=town,
        kind=kind,
        type=type,
        group=group,
        target=f"{draw.choice(said.NOUNS[what])} {draw.choice(said.NAMES)}",
        official=(f"{title} {name}", f"{titled} {name}"),
        killed=killed,
        injured=draw.choice((0, 1, 2, 3, 5, 8, 11, 14, 30)) + killed // 2,
        noun=draw.choice(nouns),
        grievance=draw.choice(said.GRIEVANCES),
    )


@lru_cache(maxsize=2)
def _towns(seed: int) -> tuple[list[Town], list[float]]:
    """The towns, and their shares of the news, summed up: a few are in it every day."""
    towns = find_towns(random.Random(f"{seed}/towns"))
    random.Random(f"{seed}/order").shuffle(towns)
    return towns, list(accumulate(1 / (1 + at % 150) ** 0.7 for at in range(len(towns))))


# ---------------------------------------------------------------------------------------------------------- the report


def make_report(number: int, seed: int = 1) -> Report:
    """The report of a number. It ends with the outlet's code for it, as those of many do, so no text comes twice."""
    made = _without_code(number, seed)
    return made._replace(text=f"{made.text}\n\nرمز الخبر: {number}")


def _without_code(number: int, seed: int) -> Report:
    block, at = divmod(number, BLOCK)
    plan = _plan(seed, block)
    if (original := plan[at].original) is None:
        return _original(seed, number, plan[at])
    return _reprinted(seed, number, _original(seed, block * BLOCK + original, plan[original]))


def make_reports(count: int, *, start: int = 0, seed: int = 1) -> Iterator[Report]:
    """So many reports, from a number on."""
    return (make_report(number, seed) for number in range(start, start + count))


def _original(seed: int, number: int, place: Place) -> Report:
    draw = random.Random(f"{seed}/report/{number}")
    outlet = _outlet(draw)
    words = min(MOST_WORDS, max(FEWEST_WORDS, round(draw.lognormvariate(4.85, 0.75))))
    if not place.happenings:
        day = FIRST_DAY + timedelta(days=number // BLOCK * BLOCK // PER_DAY)
        title, text = _other_news(draw, outlet, words, seed)
        return _report(number, outlet, title, day, text)
    tellings = [_Telling(draw, outlet, _happening(seed, each), place.later, seed) for each in place.happenings]
    spoken = max(telling.spoken for telling in tellings)
    if words < 45 and tellings[0].happening.kind and draw.random() < 0.6:
        text = tellings[0].sentence(said.POSTS)
        return _report(number, outlet, "", spoken, text, place.happenings)
    title, text = _story(draw, outlet, tellings, words)
    return _report(number, outlet, title, spoken, text, place.happenings)


def _report(number: int, outlet: _Outlet, title: str, day: date, text: str, told: tuple[int, ...] = ()) -> Report:
    url = f"https://{outlet.slug}.example/{day:%Y/%m/%d}/{number}"
    return Report(f"r{number:09}", url, outlet.name, title, day.isoformat(), text, told)


def _reprinted(seed: int, number: int, original: Report) -> Report:
    """A report printed by another: cut, with another first line, an agency named, or with a figure changed."""
    draw = random.Random(f"{seed}/report/{number}")
    outlet = _outlet(draw)
    paragraphs = original.text.split("\n\n")
    title = original.title
    if len(paragraphs) > 3 and draw.random() < 0.4:
        paragraphs = paragraphs[: max(2, len(paragraphs) * 2 // 3)]
    if title and draw.random() < 0.4:
        title = f"{title}: {draw.choice(('تفاصيل', 'معلومات أولية', 'آخر التطورات', 'شهادات'))}"
        paragraphs[0] = title
    if draw.random() < 0.3:
        paragraphs.append(f"المصدر: {original.publisher}")
    if draw.random() < 0.2:
        paragraphs = [paragraph.replace("مساء", "ليل") for paragraph in paragraphs]
    day = date.fromisoformat(original.published)
    made = _report(number, outlet, title, day, "\n\n".join(paragraphs), original.happenings)
    return made._replace(reprints=original.id)


class _Outlet(NamedTuple):
    name: str
    slug: str
    style: Style
    gender: int


def _outlet(draw: random.Random) -> _Outlet:
    """One of three hundred outlets; each keeps to its style."""
    number = min(int(draw.expovariate(1 / 60)), len(said.OUTLETS) * len(said.NAMES) - 1)
    kind, gender = said.OUTLETS[number % len(said.OUTLETS)]
    name = said.NAMES[number // len(said.OUTLETS)]
    style = Style(eastern=number % 4 == 0, words=(0.2, 0.8, 0.5)[number % 3], months=number % 5 % 3)
    return _Outlet(f"{kind} {name}", f"outlet-{number}", style, gender)


def _story(draw: random.Random, outlet: _Outlet, tellings: list[_Telling], words: int) -> tuple[str, str]:
    """The headline of a report, and its text: what happened first, then what else is told, until it is long enough."""
    first, *more = tellings
    title = first.headline()
    place = first.happening.town.name
    dateline = draw.choice((f"{place} ({outlet.name}) - ", f"{place} - {outlet.name}: ", "", ""))
    sentences = [dateline + first.lead()]
    length = len(title.split()) + len(sentences[0].split())
    details = first.details()
    details[2:2] = [draw.choice(said.DIGEST) + telling.lead() for telling in more]
    for detail in details:
        if length >= words:
            break
        sentences.append(detail)
        length += len(detail.split())
    around: list[str] = []
    while length < words:
        if not around:
            around = draw.sample(said.AROUND, len(said.AROUND))
        sentences.append(first.sentence((around.pop(),)))
        length += len(sentences[-1].split())
    return title, "\n\n".join((title, *_paragraphs(draw, sentences)))


def _paragraphs(draw: random.Random, sentences: list[str]) -> Iterator[str]:
    at = 0
    while at < len(sentences):
        size = draw.choice((1, 2, 2, 3))
        yield " ".join(sentences[at : at + size])
        at += size


def _other_news(draw: random.Random, outlet: _Outlet, words: int, seed: int) -> tuple[str, str]:
    """News that is no happening: of the weather, of sport, of prices."""
    place = draw.choices(_towns(seed)[0], cum_weights=_towns(seed)[1])[0].name
    slots = {"place": place, "thing": draw.choice(said.NAMES), "person": _person(draw)}
    title, lead, *rest = (line.format_map(slots) for line in draw.choice(said.OTHER_NEWS))
    sentences = [lead, *rest]
    del sentences[max(3, words // 12) :]
    return title, "\n\n".join((title, *_paragraphs(draw, sentences)))


def _person(draw: random.Random) -> str:
    return f"{draw.choice(said.GIVEN)} {draw.choice(said.LAST)}"


# ------------------------------------------------------------------------------------------------ what a teller tells


class _Telling:
    """A happening as one outlet tells it: with a toll of its own, more or less exact, on some day after it."""

    def __init__(self, draw: random.Random, outlet: _Outlet, happening: Happening, later: int, seed: int) -> None:
        self._draw, self._outlet, self.happening, self._seed = draw, outlet, happening, seed
        self.spoken = happening.day + timedelta(days=later)
        error = draw.choices((0, 1, -1, 2, 4), (72, 10, 8, 6, 4))[0] if happening.killed else 0
        self.killed = max(0, happening.killed + error)
        self._hides_toll = draw.random() < 0.12
        self._near = draw.choice(said.NEAR)
        self._when = said.when(draw, outlet.style, happening.day, self.spoken, happening.part)

    def headline(self) -> str:
        """The first line."""
        if self.happening.kind is None:
            return self.sentence(said.HEADLINES[self.happening.type])
        dead = self.killed > 0 and not self._hides_toll
        return self.sentence(said.STRIKE_HEADLINES + (said.STRIKE_HEADLINES_DEAD * 2 if dead else ()))

    def lead(self) -> str:
        """What happened, in one sentence."""
        if self.happening.kind is None:
            return self.sentence(said.LEADS[self.happening.type])
        dead = self.killed > 0 and not self._hides_toll
        return self.sentence(said.STRIKE_LEADS + (said.STRIKE_LEADS_DEAD if dead else ()))

    def details(self) -> list[str]:
        """What else is told of it: further tolls, claims and denials, some of each."""
        draw, strike = self._draw, self.happening.kind is not None
        dead = self.killed > 0 and strike
        found = []
        for sentences, share in (
            (said.AGAIN, 0.75 * dead),
            (said.AGAIN, 0.3 * dead),
            (said.UPDATES, 0.35 * (dead and self.spoken > self.happening.day)),
            (said.CLAIMS, 0.35 * strike),
            (said.DENIALS, 0.25 * strike),
            (said.SHOT_DOWN, 0.15 * strike),
            (said.BLAME, 0.2 * strike),
            (said.NOBODY, 0.25 * strike),
            (said.DAMAGE, 0.5 * strike),
            (said.CONDEMNS, 0.2 * strike),
            (said.HISTORY, 0.2),
        ):
            if draw.random() < share:
                found.append(self.sentence(sentences))
        return found

    def sentence(self, templates: tuple[str, ...]) -> str:
        """One of some sentences, filled in; whoever speaks in it is one of many."""
        return self._draw.choice(templates).format_map(_Slots(self))

    def fill(self, slot: str, speaker: Speaker, official: Speaker, known: dict[str, Any]) -> Any:
        """What stands in a slot of a sentence in which somebody and some official speak."""
        if slot in _VERBS:
            verb, who = _VERBS[slot]
            kind = self.happening.kind
            act = kind.gender if kind else said.M
            return verb[{"speaker": speaker.gender, "official": official.gender, "act": act}.get(who, said.F)]
        return _SLOTS[slot](self, self._draw, self.happening, known)

    # ------------------------------------------------------------------------------------------------ tolls in words

    def count(self, number: int, noun: str, *, subject: bool = False) -> str:
        """So many, now and then not exactly."""
        if self._draw.random() < 0.15:
            return said.about(self._draw, self._outlet.style, number, noun)
        return said.counted(self._draw, self._outlet.style, number, noun, subject=subject)

    def toll(self, killed: int) -> str:
        """The dead and the hurt after a noun."""
        draw, happening = self._draw, self.happening
        dead = f"مقتل {self.count(killed, happening.noun)}" if killed else ""
        hurt = f"إصابة {self.count(happening.injured, 'شخص')}" if happening.injured else ""
        if dead and hurt and draw.random() < 0.75:
            if draw.random() < 0.5 and happening.injured > 2:
                hurt = f"إصابة {self._outlet.style.figure(happening.injured)} آخرين"
            return f"{dead} و{hurt}"
        return dead or hurt or "أضرار مادية"

    def victims(self, killed: int, *, subject: bool = False) -> str:
        """The dead and the hurt as people."""
        injured = self.happening.injured
        dead = self.count(killed, "قتيل", subject=subject) if killed else ""
        hurt = (
            self.count(injured, "جريح", subject=subject) if injured and (not dead or self._draw.random() < 0.6) else ""
        )
        return " و".join(filter(None, (dead, hurt))) or "أضرار مادية"

    def consequence(self) -> str:
        """How it ended, at the end of a sentence; nothing where the teller leaves it out."""
        if self._hides_toll:
            return ""
        if not self.killed and not self.happening.injured:
            return self._draw.choice((*said.NO_VICTIMS, ""))
        template = self._draw.choice(said.CONSEQUENCES)
        return template.format(toll=self.toll(self.killed), victims=self.victims(self.killed))

    def again(self) -> int:
        """What somebody else says of the dead: often the same."""
        return max(1, self.killed + self._draw.choice((0, 0, 0, 1, -1, 3)))

    @property
    def style(self) -> Style:
        """How it is written."""
        return self._outlet.style

    @property
    def where(self) -> str:
        """How the place is told."""
        return self._near

    @property
    def day(self) -> str:
        """How the day is told."""
        return self._when

    def later(self) -> str:
        """The day from which a further toll speaks."""
        return f"يوم {said.WEEKDAYS[self.spoken.weekday()]}"

    def other_town(self) -> str:
        """Some other town."""
        return self._draw.choices(_towns(self._seed)[0], cum_weights=_towns(self._seed)[1])[0].name


class _Slots(dict[str, Any]):
    """The slots of one sentence, filled as they are asked for."""

    def __init__(self, telling: _Telling) -> None:
        super().__init__()
        draw = telling._draw
        self._telling = telling
        self._speaker, self._official = draw.choice(said.SPEAKERS), draw.choice(said.OFFICIALS)

    def __missing__(self, slot: str) -> Any:
        value = self._telling.fill(slot, self._speaker, self._official, self)
        if slot in ("speaker", "official_speaker"):
            speaker = self._speaker if slot == "speaker" else self._official
            value = speaker.name.format_map(self) if "{" in speaker.name else speaker.name
        self[slot] = value
        return value


_Slot = Callable[[_Telling, random.Random, Happening, dict[str, Any]], Any]


def _of_kind(get: Callable[[Kind], str], otherwise: str) -> _Slot:
    return lambda telling, draw, happening, known: get(happening.kind) if happening.kind else otherwise


def _one_of(values: tuple[str, ...]) -> _Slot:
    return lambda telling, draw, happening, known: draw.choice(values)


def _another(values: tuple[str, ...], than: str) -> _Slot:
    return lambda telling, draw, happening, known: draw.choice([each for each in values if each != known[than]])


_FEMININE = [kind for kind, gender in said.OUTLETS if gender == said.F]
_VERBS: dict[str, tuple[tuple[str, str], str]] = {
    "said": (said.SAID, "speaker"),
    "announced": (said.ANNOUNCED, "speaker"),
    "reported": (said.REPORTED, "speaker"),
    "mentioned": (said.MENTIONED, "speaker"),
    "confirmed": (said.CONFIRMED, "speaker"),
    "saying": (said.SAYING, "speaker"),
    "denied": (said.DENIED, "official"),
    "blamed": (said.BLAMED, "official"),
    "announced_official": (said.ANNOUNCED, "official"),
    "said_official": (said.SAID, "official"),
    "hit": (said.HIT, "act"),
    "led": (said.LED, "act"),
    "took": (said.TOOK, "act"),
    "harmed": (said.HARMED, "act"),
}
_SLOTS: dict[str, _Slot] = {
    "speaker": lambda t, draw, h, known: None,
    "official_speaker": lambda t, draw, h, known: None,
    "rank": _one_of(said.RANKS),
    "person": lambda t, draw, h, known: _person(draw),
    "act": _of_kind(lambda kind: kind.accusative, "هجوما"),
    "name": _of_kind(lambda kind: kind.name, "هجوم"),
    "known": _of_kind(lambda kind: kind.known, "الحادث"),
    "claimed": _of_kind(lambda kind: kind.claimed, "بالأسلحة الرشاشة"),
    "target": lambda t, draw, h, known: h.target,
    "place": lambda t, draw, h, known: h.town.name,
    "place2": lambda t, draw, h, known: t.other_town(),
    "near": lambda t, draw, h, known: t.where,
    "when": lambda t, draw, h, known: t.day,
    "later": lambda t, draw, h, known: t.later(),
    "long_ago": lambda t, draw, h, known: said.long_ago(draw, t.style, t.spoken),
    "group": lambda t, draw, h, known: h.group,
    "grievance": lambda t, draw, h, known: h.grievance,
    "official": lambda t, draw, h, known: h.official[0],
    "official_object": lambda t, draw, h, known: h.official[1],
    "held": lambda t, draw, h, known: t.count(1 + h.killed % 12, "شخص"),
    "dead": lambda t, draw, h, known: t.count(t.killed, h.noun, subject=True),
    "dead_of": lambda t, draw, h, known: t.count(t.killed, h.noun),
    "hurt": lambda t, draw, h, known: t.count(max(1, h.injured), "شخص", subject=True),
    "toll": lambda t, draw, h, known: t.toll(t.killed),
    "victims": lambda t, draw, h, known: t.victims(t.killed),
    "victims_subject": lambda t, draw, h, known: t.victims(t.killed, subject=True),
    "victims_again": lambda t, draw, h, known: t.victims(t.again()),
    "victims_later": lambda t, draw, h, known: t.victims(t.killed + draw.choice((1, 1, 2, 4))),
    "number_again": lambda t, draw, h, known: t.style.figure(t.again()),
    "number_later": lambda t, draw, h, known: t.style.figure(t.killed + draw.choice((1, 1, 2, 4))),
    "old_dead": lambda t, draw, h, known: t.count(draw.choice((2, 3, 5, 8, 13)), "شخص"),
    "consequence": lambda t, draw, h, known: t.consequence(),
    "organisation": _one_of(said.ORGANISATIONS),
    "call": _one_of(said.CALLS),
    "area": _one_of(said.AREAS),
    "span": _one_of(said.SPANS),
    "state": _one_of(said.STATES),
    "amid": _one_of(said.AMIDST),
    "body": lambda t, draw, h, known: f"{draw.choice(said.BODIES)} {draw.choice(said.NAMES)}",
    "person2": lambda t, draw, h, known: _person(draw),
    "town": lambda t, draw, h, known: t.other_town(),
    "town2": lambda t, draw, h, known: t.other_town(),
    "number": lambda t, draw, h, known: t.style.figure(draw.randint(11, 99)),
    "number2": lambda t, draw, h, known: t.style.figure(draw.randint(11, 99)),
    "weekday": lambda t, draw, h, known: f"يوم {draw.choice(said.WEEKDAYS)}",
    "thing": _one_of(tuple(said.NAMES)),
    "thing2": _another(tuple(said.NAMES), "thing"),
    "job": _one_of(tuple(said.JOBS)),
    "goods": _one_of(tuple(said.GOODS)),
    "goods2": _another(tuple(said.GOODS), "goods"),
    "work": _one_of(tuple(said.WORKS)),
    "site": _one_of(tuple(said.SITES)),
    "words": _one_of(said.WORDS_OF_RESIDENTS),
    "words2": _another(said.WORDS_OF_RESIDENTS, "words"),
    "outlet": lambda t, draw, h, known: f"{draw.choice(_FEMININE)} {draw.choice(said.NAMES)}",
    "outlet2": lambda t, draw, h, known: f"{draw.choice(_FEMININE)} {draw.choice(said.NAMES)}",
    "quoted": lambda t, draw, h, known: said.QUOTED[said.F],
    "said_outlet": lambda t, draw, h, known: said.SAID[said.F],
}

# ------------------------------------------------------------------------------------------------------------ writing


def write(reports: Iterator[Report], place: Path, truth: Path | None = None) -> int:
    """Writes reports as they come: Parquet by the name of the file, else JSON Lines, packed where it ends in .gz."""
    count = 0
    with ExitStack() as stack:
        told = stack.enter_context(truth.open("w", encoding="utf-8")) if truth else None
        add = stack.enter_context(_Parquet(place)).add if place.suffix == ".parquet" else _lines(stack, place)
        for report in reports:
            add(report)
            count += 1
            if told:
                happenings = ",".join(map(str, report.happenings))
                told.write(f"{report.id}\t{happenings}\t{report.reprints or ''}\n")
    return count


def _lines(stack: ExitStack, place: Path) -> Callable[[Report], object]:
    opening: Callable[..., IO[str]] = gzip.open if place.suffix == ".gz" else open
    stream = stack.enter_context(opening(place, "wt", encoding="utf-8"))
    return lambda report: stream.write(json.dumps(report.record(), ensure_ascii=False) + "\n")


class _Parquet:
    """A Parquet file of reports, written a group of rows at a time."""

    def __init__(self, place: Path) -> None:
        import pyarrow
        import pyarrow.parquet

        self._schema = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
        self._writer = pyarrow.parquet.ParquetWriter(place, self._schema, compression="zstd")
        self._rows: list[dict[str, str]] = []

    def __enter__(self) -> _Parquet:
        return self

    def __exit__(self, *raised: object) -> None:
        self._flush()
        self._writer.close()

    def add(self, report: Report) -> None:
        """Adds a row."""
        self._rows.append(report.record())
        if len(self._rows) == _ROWS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow

        if self._rows:
            self._writer.write_table(pyarrow.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help="how many reports")
    parser.add_argument("--to", type=Path, required=True, help="a .parquet, .jsonl or .jsonl.gz")
    parser.add_argument("--start", type=int, default=0, help="the number of the first (0)")
    parser.add_argument("--seed", type=int, default=1, help="what all is drawn from (1)")
    parser.add_argument("--truth", type=Path, help="a table of what each report tells of")
    given = parser.parse_args()
    print(write(make_reports(given.count, start=given.start, seed=given.seed), given.to, given.truth))
    return 0


if __name__ == "__main__":
    sys.exit(main())
