"""Golden documents: texts of our own with what a careful person reads in them, from NAME.txt and NAME.yaml.

Every key is known, every value is a string, and all faults are told together with path and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from riwaya.errors import Fault
from riwaya.knowledge.load import line_of, read_yaml
from riwaya.records import COUNT_FIELDS, EVENT_TYPES, FIELDS, MODALITIES, OUTCOMES, POLARITIES, SEGMENT_KINDS, STANCES

FOLDER = Path(__file__).parent
KINDS = ("agency", "newspaper", "militia", "ministry", "telegram", "monitor", "live", "headlines", "other")
REGIONS = ("iraq", "syria", "palestine", "lebanon", "yemen", "sudan", "libya", "elsewhere")
DISPUTABLE = (*FIELDS, "any")
STATUSES = ("single", "agreed", "refined", "updated", "disputed")

# What may stand beside the main value of a field.
PARTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("actor", "target"), ("kind", "country", "id")),
    **dict.fromkeys(("place", "origin"), ("country", "admin1", "precision")),
    **dict.fromkeys(COUNT_FIELDS, ("scope", "since", "who")),
    "weapon": ("count", "text"),
    "happened": ("grain",),
    "outcome": (),
    "motive": (),
    "condition": (),
}

DAY = r"\d{4}-\d\d-\d\d"
INTERVAL = re.compile(rf"(?P<earliest>{DAY})?(?P<to>\.\.)?(?P<latest>{DAY})?$")
COUNT = re.compile(r"(?P<low>\d+)(?:\.\.(?P<high>\d+)|(?P<more>\+))?$")


class GoldenError(Exception):
    """Faults in golden documents, told together."""


@dataclass(frozen=True)
class WantedClaim:
    """A claim that a person reads: its field, its main value, and the parts that stand beside it."""

    key: str
    field: str
    value: str
    parts: dict[str, str]


@dataclass(frozen=True)
class WantedAccount:
    """An account that a person reads. `chain` is without the publisher; an empty one is the publisher's own voice."""

    key: str
    chain: tuple[str, ...]
    stance: str
    claims: tuple[WantedClaim, ...]
    silent: tuple[str, ...] = ()
    told: dict[str, str] = field(default_factory=dict)
    """type, modality, polarity, background, as_of: those that the annotation gives."""


@dataclass(frozen=True)
class WantedIncident:
    """A happening that a person reads, with its accounts."""

    key: str
    type: str
    background: bool | None
    """None where two careful people would argue about it."""
    accounts: tuple[WantedAccount, ...]
    lines: int | None = None
    disputed: tuple[str, ...] = ()
    arguable: tuple[str, ...] = ()
    """Fields that two careful people would argue about: disputed or not, both are right."""
    status: tuple[tuple[str, str], ...] = ()
    silent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Golden:
    """A document and its expected reading. `others` holds the segments, restorations, sources and issues."""

    name: str
    text: str
    why: str
    kind: str
    region: str
    published: str | None
    publisher: str | None
    incidents: tuple[WantedIncident, ...]
    may_also: tuple[str, ...]
    """Types of further incidents that two careful people would argue about."""
    speakers: tuple[str, ...]
    """Whoever is quoted besides, of whom no account is expected and one may stand with any incident."""
    others: dict[str, tuple[dict[str, str], ...]]
    known_misses: dict[str, tuple[str, ...]]

    @property
    def accounts(self) -> tuple[WantedAccount, ...]:
        """The accounts of all incidents, in the order of the file."""
        return tuple(account for incident in self.incidents for account in incident.accounts)

    @property
    def missed(self) -> frozenset[str]:
        """The names of the facts that are known to be missed."""
        return frozenset(fact for facts in self.known_misses.values() for fact in facts)

    @property
    def words(self) -> int:
        """How long the text is."""
        return len(self.text.split())


OTHERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # needed keys, further keys
    "segments": (("kind", "holds"), ("published", "author")),
    "restorations": (("raw", "read_as"), ()),
    "sources": (("name",), ("kind", "country")),
    "issues": (("code",), ("holds",)),
}


class _Reader:
    """Walks one file and collects its faults."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.faults: list[Fault] = []
        self.keys: set[str] = set()
        self.root = read_yaml(path, self.name, self.faults)

    def fault(self, at: object, message: str, allowed: tuple[str, ...] = ()) -> None:
        self.faults.append(Fault(self.name, line_of(at), message, allowed))

    def table(self, value: Any, needed: tuple[str, ...], further: tuple[str, ...] = ()) -> dict[str, Any]:
        """A mapping with these keys and no others."""
        if not isinstance(value, dict):
            self.fault(value, "a mapping is due here")
            return dict.fromkeys(needed, "")
        for key in value:
            if key not in needed and key not in further:
                self.fault(key, f"unknown key {key!s}", (*needed, *further))
        for key in needed:
            if key not in value:
                self.fault(value, f"the key {key} is missing")
        return {str(key): content for key, content in value.items()}

    def word(self, value: Any, allowed: tuple[str, ...] | frozenset[str] = ()) -> str:
        """A string; where words are allowed, one of them or several with | between."""
        if not isinstance(value, str):
            self.fault(value, "a string is due here")
            return ""
        if allowed and (strange := set(value.split("|")) - set(allowed)):
            self.fault(value, f"unknown word {', '.join(sorted(strange))}", tuple(sorted(allowed)))
        return str(value)

    def items(self, value: Any) -> list[Any]:
        """The items of a list; a key that is not there is an empty one."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(value, "a list is due here")
            return []
        return value

    def fields(self, value: Any, allowed: tuple[str, ...] = FIELDS) -> tuple[str, ...]:
        return tuple(self.word(item, allowed) for item in self.items(value))

    def matching(self, value: Any, pattern: re.Pattern[str], what: str) -> str:
        """A string that matches, or several with | between."""
        text = self.word(value)
        for option in text.split("|"):
            if not option or not pattern.match(option):
                self.fault(value, f"{option!r} is no {what}")
        return text

    def boolean(self, value: Any) -> bool | None:
        return {"yes": True, "no": False}.get(self.word(value, ("yes", "no", "either")))

    def key(self, value: Any) -> str:
        text = self.matching(value, re.compile(r"[a-z][a-z0-9-]*$"), "key (small letters, digits, hyphens)")
        if text in self.keys:
            self.fault(value, f"the key {text} stands twice")
        self.keys.add(text)
        return text

    def claims(self, account: str, value: Any) -> Iterator[WantedClaim]:
        seen: dict[str, int] = {}
        for item in self.items(value):
            name = next(iter(item), "") if isinstance(item, dict) else ""
            if name not in PARTS:
                self.fault(item, f"a claim begins with its field, not {name!r}", tuple(PARTS))
                continue
            content = self.table(item, (str(name),), PARTS[name])
            parts = {part: self.part(name, part, content[part]) for part in PARTS[name] if part in content}
            seen[name] = seen.get(name, 0) + 1
            number = f"-{seen[name]}" if seen[name] > 1 else ""
            yield WantedClaim(f"{account}/{name}{number}", str(name), self.main(str(name), content[name]), parts)

    def main(self, name: str, value: Any) -> str:
        """The main value of a claim."""
        if name in COUNT_FIELDS:
            return self.matching(value, COUNT, "count such as 5, 5..7 or 5+")
        if name == "happened":
            return self.matching(
                value, INTERVAL, "day or interval such as 2024-01-31, 2024-01-30..2024-01-31, ..2024-01-31"
            )
        return self.word(value, OUTCOMES if name == "outcome" else ())

    def part(self, name: str, part: str, value: Any) -> str:
        if part == "who":
            return "|".join(self.matching(item, re.compile(r"[a-z_]+ \d+\+?$"), "group") for item in self.items(value))
        if part == "count":
            return self.matching(value, COUNT, "count")
        return self.word(value)

    def account(self, value: Any) -> WantedAccount:
        told = ("type", "modality", "polarity", "background", "as_of")
        content = self.table(value, ("key", "stance"), ("why", "chain", "claims", "silent", *told))
        key = self.key(content.get("key"))
        words: dict[str, tuple[str, ...] | frozenset[str]] = {
            "type": EVENT_TYPES,
            "modality": MODALITIES,
            "polarity": POLARITIES,
            "background": ("yes", "no"),
        }
        return WantedAccount(
            key,
            tuple(self.word(link) for link in self.items(content.get("chain"))),
            self.word(content.get("stance"), STANCES),
            tuple(self.claims(key, content.get("claims"))),
            self.fields(content.get("silent")),
            {name: self.word(content[name], words.get(name, ())) for name in told if name in content},
        )

    def incident(self, value: Any) -> WantedIncident:
        content = self.table(
            value,
            ("key", "type", "background", "accounts"),
            ("why", "lines", "disputed", "arguable", "status", "silent"),
        )
        status = []
        for item in self.items(content.get("status")):
            name, _, word = self.word(item).partition(" ")
            if name not in FIELDS or word not in STATUSES:
                self.fault(item, f"{item!s} is no field with a status", STATUSES)
            status.append((name, word))
        lines = content.get("lines")
        return WantedIncident(
            self.key(content.get("key")),
            self.word(content.get("type"), EVENT_TYPES),
            self.boolean(content.get("background")),
            tuple(self.account(item) for item in self.items(content.get("accounts"))),
            int(self.matching(lines, re.compile(r"\d+$"), "number")) if lines is not None else None,
            self.fields(content.get("disputed"), DISPUTABLE),
            self.fields(content.get("arguable")),
            tuple(status),
            self.fields(content.get("silent")),
        )

    def golden(self, name: str, text: str) -> Golden:
        content = self.table(
            self.root,
            ("why", "kind", "region", "published", "incidents"),
            ("publisher", "may_also", "speakers", "known_misses", *OTHERS),
        )
        published = self.word(content.get("published"))
        others = {}
        for other, (needed, further) in OTHERS.items():
            tables = [self.table(item, needed, further) for item in self.items(content.get(other))]
            if other == "segments":
                for table in tables:
                    self.word(table["kind"], SEGMENT_KINDS)
            others[other] = tuple({key: self.word(v) for key, v in table.items()} for table in tables)
        misses = content.get("known_misses") or {}
        return Golden(
            name,
            text,
            self.word(content.get("why")),
            self.word(content.get("kind"), KINDS),
            self.word(content.get("region"), REGIONS),
            published if published != "unknown" else None,
            self.word(content["publisher"]) if "publisher" in content else None,
            tuple(self.incident(item) for item in self.items(content.get("incidents"))),
            tuple(self.word(item, EVENT_TYPES) for item in self.items(content.get("may_also"))),
            tuple(self.word(item) for item in self.items(content.get("speakers"))),
            others,
            {str(cause): tuple(self.word(item) for item in self.items(facts)) for cause, facts in misses.items()},
        )


@cache
def load_golden() -> tuple[Golden, ...]:
    """Every golden document, by name. Raises GoldenError with all faults of all files."""
    texts = {path.stem: path for path in FOLDER.glob("*.txt")}
    pages = {path.stem: path for path in FOLDER.glob("*.yaml")}
    faults = [f"{name}: has only one of .txt and .yaml" for name in sorted(texts.keys() ^ pages.keys())]
    found = []
    for name in sorted(texts.keys() & pages.keys()):
        reader = _Reader(pages[name])
        found.append(reader.golden(name, texts[name].read_text(encoding="utf-8")))
        faults += map(str, reader.faults)
    if faults:
        raise GoldenError("\n".join(faults))
    return tuple(found)
