"""Generated incidents in which somebody is told of in every field: names, numbers, handles and points, all made up.

Each incident has its own person, whose family name no list has, so that whoever finds it in what was written knows
where it got out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import product
from typing import Any
from urllib.parse import quote

from riwaya.exports.material import Case, Held
from riwaya.records import (
    VERSION,
    Account,
    Claim,
    Document,
    FieldValue,
    Forward,
    Incident,
    IncidentField,
    Issue,
    Joining,
    Line,
    Link,
    Moment,
    Pointer,
    PostId,
    Provenance,
    Reading,
    Relation,
    Restoration,
    Segment,
    Source,
    Span,
)

GIVEN = "محمد خالد فاطمة علي مريم حسين يوسف سامر رهف عبدالله زينب كريم أمل نور سعيد جمال".split()
FATHERS = "أحمد محمود إبراهيم حسن صالح عمر مصطفى جابر ناصر وليد فارس عيسى".split()
LATIN = (
    "Mohammad Khaled Fatima Ali Maryam Hussein Yousef Samer Rahaf Abdullah Zainab Karim Amal Nour Saeed Jamal".split()
)
TITLES = "الشاب الطفل المواطن الشهيد الجريح المعتقل الناشط الطبيب".split()
_FIRST = "بر دح زغ شن طم غر قش كز لج مض نص هك وع يذ ثل ظج".split()
_LAST = "طوش نيغ رود كاش حوز ميد زاج تيك".split()
_LATIN_FIRST = "br dh zgh shn tm ghr qsh kz lj md ns hk wa yz thl zj".split()
_LATIN_LAST = "toush nigh rod kash houz mid zaj tik".split()


@dataclass(frozen=True)
class Person:
    """Somebody who was made up, and what would give them away."""

    number: int
    family: str
    latin_family: str

    @property
    def name(self) -> str:
        """The name in Arabic."""
        given = GIVEN[self.number % len(GIVEN)]
        return f"{given} {FATHERS[self.number % len(FATHERS)]} {self.family}"

    @property
    def latin(self) -> str:
        """The name in Latin letters."""
        return f"{LATIN[self.number % len(LATIN)]} {self.latin_family}"

    @property
    def phone(self) -> str:
        """A number, in one of the ways in which people write it."""
        digits = f"944{self.number:03d}{(self.number * 7919) % 1000:03d}"
        ways = (f"0{digits}", f"+963 {digits[:3]} {digits[3:6]} {digits[6:]}", f"00963-{digits[:3]}-{digits[3:]}")
        arabic = f"0{digits}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        return (*ways, arabic)[self.number % 4]

    @property
    def handle(self) -> str:
        """What they are called on platforms."""
        return f"{self.latin_family}_{self.number:04d}"

    @property
    def point(self) -> tuple[float, float]:
        """Where they live."""
        return round(35.100017 + self.number * 0.001003, 6), round(37.200013 + self.number * 0.001007, 6)

    @property
    def all(self) -> str:
        """All of it in one line."""
        lat, lon = self.point
        title = TITLES[self.number % len(TITLES)]
        return (
            f"{title} {self.name} {self.phone} @{self.handle} {lat}, {lon} {self.handle}@mail.example "
            f"https://t.me/{self.handle}/{self.number}?q={quote(self.name)} {self.latin}"
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must stand nowhere: the family names, the digits of the phone, the handle, the point in either order."""
        digits = f"944{self.number:03d}{(self.number * 7919) % 1000:03d}"
        lat, lon = self.point
        return self.family, self.latin_family, digits, self.handle, f"{lat} {lon}", f"{lon} {lat}"


def people(number: int) -> list[Person]:
    """So many people, each with a family name of their own."""
    parts = list(product(range(len(_FIRST)), range(len(_LAST)), range(len(_FIRST))))
    return [
        Person(
            at,
            f"{_FIRST[a]}{_FIRST[c]}{_LAST[b]}",
            f"{_LATIN_FIRST[a]}{_LATIN_FIRST[c]}{_LATIN_LAST[b]}",
        )
        for at, (a, b, c) in enumerate(parts[:number])
    ]


def incident_of(person: Person, *, everywhere: bool = False) -> tuple[Reading, Case]:
    """A document that tells of a person, and its incident, with what gives the person away in every field of words.

    With `everywhere` it stands in fields too where only a word of a list may stand.
    """
    told = person.all
    text = f"قتل {told} في غارة استهدفت منزل عائلته في مدينة حلب، وقال وزير الدفاع علي محمود عباس إن التحقيق جار."
    id = f"{person.latin.replace(' ', '-')}-{person.phone}.html"
    lat, lon = person.point
    place = {
        "id": None, "name_ar": f"منزل {person.name}", "name_en": person.latin, "kind": "house", "country": "SY",
        "admin1": "حلب", "admin1_en": "Aleppo", "lat": lat, "lon": lon, "radius_km": 0.1, "precision": "exact",
        "candidates": [told],
    }  # fmt: skip
    market = {**place, "kind": "town", "name_ar": told, "precision": "locality", "admin1": told, "admin1_en": told}
    party = {"id": None, "name_ar": told, "name_en": told, "kind": "civilians", "country": None}
    count = {"low": 1, "high": None, "scope": "incident", "since": None, "who": [{"group": told, "low": 1, "high": 1}]}
    values: dict[str, Any] = {
        "target": {**party, "kind": "house", "name_ar": f"منزل {person.name}"},
        "actor": {**party, "kind": "unidentified"},
        "weapon": {"id": "aircraft", "name_en": told, "count": {"low": 1, "high": 1}},
        "place": place,
        "origin": market,
        "happened": {"earliest": "2024-05-13", "latest": "2024-05-13", "grain": "day"},
        "outcome": "hit",
        "motive": told,
        "condition": f"إذا سلم {told} نفسه",
        "killed": count,
        "detained": {**count, "note": told, "as_of": told},
    }
    claims = tuple(
        Claim(field, value, f"{told} قتل في منزله", 4, 4 + len(told), "casualties.killed", 0.8)
        for field, value in values.items()
    )
    sources = (
        Source("s0", f"صفحة {person.name}", person.latin, "outlet", "SY", None, False),
        Source("s1", f"المواطن {told}", person.latin, "witness", None, None, False),
        Source("s2", "وزير الدفاع علي محمود عباس", None, "official", "SY", None, False),
    )
    accounts = tuple(
        Account(
            f"a{number}", "i1", "airstrike", "asserts", "actual", "affirmed", False, "2024-05-13",
            (Link("s0", None, None), Link(speaker, 4, 20)), Span(0, len(text)), Span(0, 3), claims,
        )
        for number, speaker in ((1, "s1"), (2, "s2"))
    )  # fmt: skip
    names = ("a1", "a2")
    incident = Incident("i1", "airstrike", names, False, 1, _fields(values, names, told), _lines(names, person))
    document = Document(
        id, text, hashlib.sha256(text.encode()).hexdigest(), f"https://example.org/{quote(person.name)}/{person.handle}",
        f"{person.name} {person.phone}", told, "2024-05-13", "ar",
        (Segment("post", 0, len(text), person.name, "2024-05-13"),), (Restoration(4, 10, person.name),),
        Provenance(
            f"{person.name} @{person.handle}", Moment("2024-05-13", "given"), Moment("2024-05-13", "given"),
            Moment("2024-05-14", "http"), "whole", PostId("telegram", person.handle, told, told, person.name),
            Forward(told, person.handle, f"https://t.me/{person.handle}", told, (told, None)),
            (Pointer("picture", f"https://example.org/{person.handle}/{quote(person.name)}.jpg"),
             Pointer("page", told),),
        ),
    )  # fmt: skip
    reading = Reading(
        VERSION, document, sources, accounts, (incident,), (Issue("P02", 4, 10, f"no place called {told!r}"),)
    )
    if everywhere:
        reading = planted(reading, told)
    return reading, _case(reading, person)


def _fields(values: dict[str, Any], names: tuple[str, ...], told: str) -> dict[str, IncidentField]:
    why = (Relation(0, 1, "disputes", told),)
    first, second = names
    return {
        field: IncidentField("disputed", (FieldValue(value, (first,)), FieldValue(value, (second,))), why)
        for field, value in values.items()
    }


def _lines(names: tuple[str, ...], person: Person) -> tuple[Line, ...]:
    return (Line(f"{person.name}: {person.all}", names, (Joining(*names, f"both go back to {person.all}"),)),)


def _case(reading: Reading, person: Person) -> Case:
    """The incident of a reading, as a store tells it, with what people decided of it."""
    id = reading.document.id
    told = person.all
    decided = {"by": person.name, "at": "2024-05-14T10:00:00+00:00", "why": told}
    names = {account.id: f"{id}/{account.id}" for account in reading.accounts}
    inner = reading.incidents[0]
    fields_ = {
        name: replace(field, claims=tuple(replace(v, accounts=(names[v.accounts[0]],)) for v in field.claims))
        for name, field in inner.fields.items()
    }
    lines = tuple(
        Line(line.name, tuple(names.values()), tuple(Joining(names["a1"], names["a2"], j.why) for j in line.joined))
        for line in inner.lines
    )
    incident = replace(
        inner, id=f"{person.handle}-{person.phone}", accounts=tuple(names.values()), fields=fields_, lines=lines
    )
    accounts = tuple((id, _named(account, id)) for account in reading.accounts)
    end = {"document": id, "incident": "i1"}
    link = {
        "a": end, "b": end, "score": 0.9, "state": "confirmed", "decided": decided, "note": told,
        "reasons": [{"about": "place", "weight": 1.0, "why": f"the same place, {told}"}],
    }  # fmt: skip
    amended = {"document": id, "account": "a1", "field": "motive", "values": [told], "was": [told], "decided": decided}
    decision = {
        "seq": person.number, "at": "2024-05-14T10:00:00+00:00", "kind": "note", "who": person.name, "why": told,
        "was": {"anything": told}, "becomes": told, "undoes": None, "subjects": [end], "state": "stands",
    }  # fmt: skip
    return Case(incident, ((id, "i1"),), accounts, {id: reading}, (link,), (amended,), (decision,))


def _named(account: Account, document: str) -> Account:
    """An account with its id and those of its sources as they are over documents."""
    links = tuple(replace(each, source=f"{document}/{each.source}") for each in account.attribution)
    return replace(account, id=f"{document}/{account.id}", attribution=links)


def planted(record: Any, told: str) -> Any:
    """A record with a text in every field of words, whatever it is, save those by which its parts hang together."""
    if isinstance(record, tuple) and hasattr(record, "_fields"):
        return type(record)(*(planted(each, told) for each in record))
    if isinstance(record, tuple | list):
        return type(record)(planted(each, told) for each in record)
    if isinstance(record, dict):
        return {key: planted(value, told) for key, value in record.items()} | {"added": told}
    if is_dataclass(record):
        kept = ("id", "incident", "source", "field", "accounts", "a", "b")
        kept += ("published",) if isinstance(record, Document) else ()  # what nothing dates is held back
        return replace(
            record,
            **{
                each.name: planted(getattr(record, each.name), told)
                for each in fields(record)
                if each.name not in kept and each.name != "fields"
            },
        )
    return told if isinstance(record, str) else record


class Planted(Held):
    """Material of generated incidents, with what was decided on them."""

    def decisions(self) -> Any:
        """The decisions on the incidents."""
        return iter([dict(decision) for case in self.cases() for decision in case.history])


def planted_material(number: int, *, everywhere: bool = False) -> tuple[list[Person], Planted]:
    """So many incidents, and the people in them."""
    told = people(number)
    made = [incident_of(person, everywhere=everywhere) for person in told]
    return told, Planted({reading.document.id: reading for reading, _ in made}, [case for _, case in made])
