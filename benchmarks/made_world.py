"""A made world: readings of reports on incidents that are known, with echoes, updates, disputes and history.

Every name of a target, every day and every figure is drawn; towns are those of the gazetteer. How often a report leaves
out a day, a town, an actor or a target is what the first incidents of the development reports show (88 of them): a day
in three of four, a town in four of five, an actor in three of four, a target in nine of ten, the weapon in two of
three. One incident in seven is hard on purpose: another of the same actor, town, kind and weapon in the same days.

Time grows with the number of accounts, density does not: about `PER_DAY` incidents a day, as a region at war has.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from riwaya import VERSION
from riwaya.knowledge.load import DATA
from riwaya.records import Account, Claim, Document, Incident, Link, Reading, Source, Span

PER_DAY = 10
_FIRST_DAY = date(2020, 1, 1)
_COUNTRIES = ("IQ", "SY", "YE", "LB", "PS", "SD", "LY")
_TOWNS_EACH = 150

# A kind of event: its type, what a careless teller calls it, the weapon, the words, and what may be hit.
_KINDS = (
    ("drone_attack", "attack", "drone", "هجوم بطائرة مسيرة", ("military_base", "energy", "camp", "vehicle")),
    ("airstrike", "bombing", "aircraft", "غارة جوية", ("house", "market", "camp", "vehicle", "school")),
    ("shelling", "attack", "artillery", "قصف مدفعي", ("house", "market", "hospital", "school", "camp")),
    ("missile_attack", "shelling", "rocket", "هجوم صاروخي", ("military_base", "airport", "energy", "house")),
    ("bombing", "explosion", "ied", "تفجير عبوة ناسفة", ("vehicle", "market", "worship", "official")),
    ("clash", "attack", "small_arms", "اشتباك مسلح", ("military_base", "camp", "infrastructure")),
    ("raid", "attack", "unspecified", "عملية دهم", ("house", "camp", "school")),
    ("assassination", "attack", "small_arms", "اغتيال", ("official", "journalist", "medic")),
)
_NOUNS = {
    "military_base": ("معسكر", "ثكنة", "موقع"),
    "energy": ("محطة كهرباء", "مصفاة", "حقل"),
    "camp": ("مخيم", "تجمع خيام"),
    "vehicle": ("حافلة", "شاحنة", "عربة"),
    "house": ("منزل", "بيت عائلة", "مبنى"),
    "market": ("سوق", "متجر"),
    "school": ("مدرسة", "معهد"),
    "hospital": ("مستشفى", "مركز صحي"),
    "airport": ("مطار", "مهبط"),
    "worship": ("مسجد", "مزار"),
    "official": ("مدير بلدية", "قاض"),
    "journalist": ("صحفي", "مراسل"),
    "medic": ("طبيب", "مسعف"),
    "infrastructure": ("جسر", "نفق", "سد"),
}
_NAMES = """الزهور النخيل الرمان السنديان الياسمين القصب البستان الجسرين الغدير المرج الساقية التل الوادي الينبوع السدرة
الدوحة الخابور الصفصاف الرمال الفنار المنارة البيدر الكرمة التوت الزيتون اللوز الشيح العرعر الغزال الحمام الصقر النورس
الهلال النجمة الفجر الشروق الغروب الربيع الشتاء الخريف النهضة الوفاء الأمل السلام الكرامة العروبة الوحدة البناء العلم
الحكمة الميناء القلعة السور الباب الدرب المحطة الحدائق الشاطئ الجزيرة""".split()
_OPENINGS = (
    "قال {who} إن {what}{whom}{where}{when}",
    "أفاد {who} بأن {what}{whom}{where} وقع{when}",
    "أعلن {who} أن {what}{whom} جرى{when}{where}",
    "ذكر {who} أنه{when} وقع{where} {what}{whom}",
    "بحسب {who} شهدت المنطقة{when} {what}{whom}{where}",
)
_SPEAKERS = ("مصدر محلي", "شهود", "مسؤول أمني", "ناشط", "مصدر طبي", "الدفاع المدني", "المجلس البلدي", "مراسلنا")


@dataclass(frozen=True)
class Town:
    """A town of the gazetteer."""

    id: str
    name: str
    country: str
    admin1: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Happening:
    """What really happened."""

    number: int
    day: int
    town: Town
    kind: tuple[str, str, str, str, tuple[str, ...]]
    actor: tuple[str, str]
    target: tuple[str, str, str]
    killed: int


@dataclass(frozen=True)
class Telling:
    """One telling of a happening: what it says and when, before it becomes a document."""

    happening: Happening
    told: int
    text: str
    parts: tuple[tuple[str, Any, str], ...]
    event_type: str
    background: bool
    speaker: str


@dataclass(frozen=True)
class Made:
    """Readings, and for every account (document, account) the number of the incident that it tells of."""

    readings: list[Reading]
    truth: dict[tuple[str, str], int]


def make_world(accounts: int, seed: int = 1, *, per_day: int = PER_DAY, towns: int = _TOWNS_EACH) -> Made:
    """Readings with about as many accounts as wanted, in no order of their days.

    `per_day` incidents happen a day, in so many towns of each of seven countries.
    """
    draw = random.Random(seed)
    readings: list[Reading] = []
    truth: dict[tuple[str, str], int] = {}
    tellings: list[Telling] = []
    made = 0
    for happening in _happenings(draw, accounts, per_day, towns):
        told = _tell(draw, happening)
        tellings += told
        made += len(told)
        if made >= accounts:
            break
    draw.shuffle(tellings)
    at = 0
    while at < len(tellings):
        both = draw.random() < 0.08
        here = tellings[at : at + 1 + both]
        here = here[:1] if len({t.happening.number for t in here}) < len(here) else here
        here = here[:1] if max(t.told for t in here) - min(t.told for t in here) > 1 else here
        reading = _reading(draw, len(readings), here)
        readings.append(reading)
        truth |= {(reading.document.id, a.id): t.happening.number for a, t in zip(reading.accounts, here, strict=True)}
        at += len(here)
    return Made(readings, truth)


# --------------------------------------------------------------------------------------------------------- what happens


def _happenings(draw: random.Random, accounts: int, per_day: int, towns_each: int) -> Iterator[Happening]:
    towns = [town for at, town in enumerate(find_towns(draw)) if at % _TOWNS_EACH < towns_each]
    weights = [1 / (1 + at % towns_each) ** 0.7 for at in range(len(towns))]
    recent: list[Happening] = []
    for number in range(accounts + 1):
        day = number // per_day
        killed = draw.choice((0, 0, 1, 2, 3, 4, 5, 7, 9, 12, 20))
        if recent and draw.random() < 0.15:  # one of a series: nothing but its day and its target tell it apart
            like = draw.choice(recent)
            town, kind, actor = like.town, like.kind, like.actor
        else:
            town = draw.choices(towns, weights)[0]
            kind = draw.choice(_KINDS)
            actor = _side(draw, town.country)
        what = draw.choice(kind[4])
        target = (what, draw.choice(_NOUNS[what]), draw.choice(_NAMES))
        happening = Happening(number, day, town, kind, actor, target, killed)
        recent = [*recent[-per_day * 3 :], happening]
        yield happening


def _side(draw: random.Random, country: str) -> tuple[str, str]:
    """One of the sides of a country: its id and its name."""
    side = draw.randrange(4)
    return f"{country}.side-{side}", f"الجبهة {_NAMES[side]}"


def find_towns(draw: random.Random) -> list[Town]:
    """Towns of each country, the same for every seed but their order of importance."""
    rows = (DATA / "places" / "places.tsv").read_text(encoding="utf-8").splitlines()
    names = rows[0].split("\t")
    found: dict[str, list[Town]] = {country: [] for country in _COUNTRIES}
    for row in rows[1:]:
        cells = dict(zip(names, row.split("\t"), strict=True))
        here = found.get(cells["country"])
        if here is not None and cells["admin1"] and len(here) < _TOWNS_EACH:
            name = cells["names_ar"].partition("|")[0]
            at = float(cells["lat"]), float(cells["lon"])
            here.append(Town(cells["id"], name, cells["country"], cells["admin1"], *at))
    for towns in found.values():
        draw.shuffle(towns)
    return [town for towns in found.values() for town in towns]


# --------------------------------------------------------------------------------------------------- what is told of it


def _tell(draw: random.Random, happening: Happening) -> list[Telling]:
    """All tellings of a happening: fresh ones, echoes of them, later tolls, and history."""
    told = [_fresh(draw, happening)]
    while draw.random() < 0.78:
        how = draw.random()
        if how < 0.36:
            told.append(_echo(draw, draw.choice(told)))
        elif how < 0.44:
            told.append(_fresh(draw, happening, later=draw.choice((1, 1, 2, 3)), toll=draw.randint(1, 4)))
        elif how < 0.48:
            told.append(_fresh(draw, happening, later=draw.randint(10, 90), history=True))
        else:
            told.append(_fresh(draw, happening, toll=draw.choice((0, 0, 0, 0, 1, 2))))
    return told


def _echo(draw: random.Random, telling: Telling) -> Telling:
    """The same words, printed by another on the same day or the next."""
    return replace(telling, told=telling.told + (draw.random() < 0.2))


def _fresh(
    draw: random.Random, happening: Happening, *, later: int = 0, toll: int = 0, history: bool = False
) -> Telling:
    """Somebody's own words, which leave out and coarsen as real reports do."""
    told = happening.day + (later or draw.choices((0, 1, 2), (74, 23, 3))[0])
    exact, careless, weapon, words, _ = happening.kind
    parts: list[tuple[str, Any, str]] = []
    says_day = history or draw.random() < 0.75
    day = happening.day + (draw.random() < 0.01)  # of one night, some tell the day after
    when = f" يوم {_date(day):%d/%m}" if says_day else ""
    if says_day:
        iso = _date(day).isoformat()
        parts.append(("happened", {"earliest": iso, "latest": iso, "grain": "day"}, when.strip()))
    place, where = _where(draw, happening.town)
    if place:
        parts.append(("place", place, where))
    if draw.random() < 0.75:
        kind = "rebel_group"
        blamed = happening.actor if draw.random() < 0.97 else _side(draw, happening.town.country)
        actor = {"id": blamed[0], "name_ar": blamed[1], "name_en": None, "kind": kind}
        parts.append(("actor", actor | {"country": happening.town.country}, happening.actor[1]))
    what, noun, name = happening.target
    whom = ""
    if draw.random() < 0.9:
        other = draw.choice(_NOUNS[what]), draw.choice(_NAMES)
        whom = draw.choices((f"{noun} {name}", " ".join(other), noun, "مدنيين"), (70, 10, 12, 8))[0]
        kind = "civilians" if whom == "مدنيين" else what
        parts.append(("target", {"id": None, "name_ar": whom, "name_en": None, "kind": kind, "country": None}, whom))
    if draw.random() < 0.1:
        weapon = draw.choice(_KINDS)[2]
    if weapon != "unspecified" and draw.random() < 0.65:
        parts.append(("weapon", {"id": weapon, "name_en": weapon, "count": {"low": None, "high": None}}, words))
    if draw.random() < 0.7:
        count = happening.killed + toll
        value = {"low": count, "high": count, "scope": "incident", "since": None, "who": []}
        parts.append(("killed", value, f"{count} قتلى"))
    speaker = draw.choice(_SPEAKERS)
    opening = draw.choice(_OPENINGS).format(
        who=speaker, what=words, whom=whom and f" طال {whom}", where=where and f" في {where}", when=when
    )
    sentences = [opening, *(" ".join(draw.choices(_vocabulary(), k=12)) for _ in range(draw.choice((0, 1, 1, 2))))]
    if any(field == "actor" for field, _, _ in parts):
        sentences.insert(1, f"ونسب الأمر إلى {happening.actor[1]}")
    if any(field == "killed" for field, _, _ in parts):
        sentences.append(f"وأسفر ذلك عن {parts[-1][2]}")
    event_type = exact if draw.random() < 0.87 else careless
    return Telling(happening, told, "، ".join(sentences) + ".", tuple(parts), event_type, history, speaker)


@cache
def _vocabulary() -> list[str]:
    """Words for what a report says besides: each author has his own."""
    rows = (DATA / "ar" / "verbs.tsv").read_text(encoding="utf-8").splitlines()
    return [row.split("\t")[-1] for row in rows[1:]]


def _where(draw: random.Random, town: Town) -> tuple[dict[str, Any] | None, str]:
    """The place as somebody tells it: the town, its province, its country, or none."""
    how = draw.random()
    base = {"name_en": None, "country": town.country, "admin1": town.admin1, "admin1_en": None}
    if how < 0.83:
        point = {"lat": town.lat, "lon": town.lon, "radius_km": 2.0}
        return base | {"id": town.id, "name_ar": town.name, "kind": "town", "precision": "locality"} | point, town.name
    nowhere = {"lat": None, "lon": None, "radius_km": None}
    if how < 0.92:
        value = {"id": town.admin1, "name_ar": town.admin1, "kind": "region", "precision": "admin1"}
        return base | value | nowhere, f"محافظة {town.admin1}"
    if how < 0.98:
        value = {"id": town.country, "name_ar": town.country, "kind": "country", "precision": "country"}
        return base | {"admin1": None} | value | nowhere, "البلاد"
    return None, ""


# ------------------------------------------------------------------------------------------------------------ documents


def _reading(draw: random.Random, number: int, tellings: list[Telling]) -> Reading:
    text = "\n".join(telling.text for telling in tellings)
    id = f"d{number:06}"
    published = _date(max(telling.told for telling in tellings)).isoformat()
    sources = [Source("s0", f"صحيفة {_NAMES[draw.randrange(len(_NAMES))]}", None, "outlet", None, None, False)]
    accounts, incidents, at = [], [], 0
    for place, telling in enumerate(tellings, 1):
        span = Span(at, at + len(telling.text))
        at = span.end + 1
        sources.append(Source(f"s{place}", telling.speaker, None, "unnamed", None, None, True))
        account = _account(telling, f"a{place}", f"i{place}", f"s{place}", published, span)
        accounts.append(account)
        incidents.append(Incident(f"i{place}", telling.event_type, (account.id,), telling.background, 1, {}))
    document = Document(id, text, hashlib.sha256(text.encode()).hexdigest(), published=published)
    return Reading(VERSION, document, tuple(sources), tuple(accounts), tuple(incidents), ())


def _account(telling: Telling, id: str, incident: str, source: str, published: str, span: Span) -> Account:
    claims = tuple(
        Claim(field, value, words, start, start + len(words), None, 0.9)
        for field, value, words in telling.parts
        for start in (span.start + max(0, telling.text.find(words)),)
    )
    return Account(
        id=id,
        incident=incident,
        type=telling.event_type,
        stance="asserts",
        modality="actual",
        polarity="affirmed",
        background=telling.background,
        as_of=published,
        attribution=(Link("s0", None, None), Link(source, span.start, span.start + 1)),
        statement=span,
        trigger=Span(span.start, span.start + 1),
        claims=claims,
    )


def _date(day: int) -> date:
    return _FIRST_DAY + timedelta(days=day)
