"""Makes records fit a profile: each field as the table of rules says, and what it does not name is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from riwaya.exports.profiles.codes import CODES, SHAPES
from riwaya.exports.profiles.gazetteer import Gazetteer
from riwaya.exports.profiles.ids import Ids
from riwaya.exports.profiles.ledger import Ledger, Tally
from riwaya.exports.profiles.masking import MARK, Masked, Masker
from riwaya.exports.profiles.places import coarse, from_gazetteer, is_exact, is_site, unlisted
from riwaya.exports.profiles.rules import Profile, Row
from riwaya.exports.profiles.words import Words
from riwaya.inputs.publishers import publisher_at
from riwaya.records import FIELDS

MOST = 10_000_000
"""Numbers that reach this are none that are told of people; they may be of a phone or of papers."""

_ACCOUNT = re.compile(r"@?(?=.*[\d_])[A-Za-z0-9_.\-]+|@\S+")
_RECORD_OF = {
    **dict.fromkeys(("actor", "target"), "party"),
    **dict.fromkeys(("place", "origin"), "place"),
    "weapon": "weapon",
    "happened": "happened",
    **dict.fromkeys(FIELDS[-6:], "count"),
}
_EMPTY = {"text": "", "sha256": "", "why": "", "who": "a person", "passed_by": (), "pointers": (), "restorations": ()}
"""What stands in a field that must not be None, where what stood there went."""


def is_account(name: str) -> bool:
    """Whether a name looks like what an account is called: no space, Latin letters, and a digit or an underline."""
    return _ACCOUNT.fullmatch(name.strip()) is not None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a record: names that its document tells, those of people in office, whether a site was hit.

    `of` is the field of a claim whose value it is, `whole` the record itself, `bodies` the names of outlets and bodies,
    `persons` those of private sources.
    """

    names: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    site: bool = False
    of: str = ""
    whole: Mapping[str, Any] = field(default_factory=dict)
    bodies: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()


class Redactor:
    """Does to records what a profile says."""

    def __init__(
        self, profile: Profile, words: Words, gazetteer: Gazetteer, ids: Ids, tally: Tally, ledger: Ledger
    ) -> None:
        self._profile = profile
        self._words = words
        self._gazetteer = gazetteer
        self._ids = ids
        self._tally = tally
        self._ledger = ledger
        self._masker = Masker(words, strict=profile.strict, sites=not profile.keeps_names_of_sites)
        self._mask = lru_cache(maxsize=20_000)(self._mask_once)
        self._body = lru_cache(maxsize=20_000)(self._mask_body)
        self._person = lru_cache(maxsize=20_000)(self._mask_person)
        self._remember = lru_cache(maxsize=20_000)(self._remember_once)
        self._actions: Mapping[str, Callable[[Any, Row, str, Around], Any]] = {
            "walk": self._walk,
            "drop": self._drop,
            "text": self._text,
            "id": self._id,
            "ids": lambda value, row, name, around: tuple(self._id(each, row, name, around) for each in value),
            "number": self._number,
            "flag": self._flag,
            "code": self._code,
            "moment": self._shaped,
            "language": self._shaped,
            "country": self._shaped,
            "version": self._shaped,
            "sha256": self._shaped,
            "rule": self._shaped,
            "actor": self._actor,
            "person": lambda value, row, name, around: self._gone(value, "reviewer", name, "a person"),
            "profile": lambda value, row, name, around: self._profile.name,
            "site": self._site,
            "outlet": self._outlet,
            "source": self._source,
            "source_line": self._line_name,
            "source_en": self._english,
            "party": self._party,
            "party_en": self._english,
            "fields": self._fields,
            "value": self._value,
            "values": lambda value, row, name, around: [self._value(each, row, name, around) for each in value],
        }

    # ------------------------------------------------------------------------------------------------- whole records

    def record(self, record: Any, around: Around) -> Any:
        """A record as the profile has it; a dataclass or a named tuple."""
        kind = type(record)
        names = [each.name for each in fields(record)] if is_dataclass(record) else record._fields
        whole = {name: getattr(record, name) for name in names}
        around = replace(around, of=str(whole.get("field") or around.of), whole=whole)
        return kind(**{name: self._apply(kind.__name__, name, value, around) for name, value in whole.items()})

    def mapping(self, value: Mapping[str, Any], record: str, around: Around) -> dict[str, Any]:
        """A dict as the profile has it; keys that the table does not name are left out, and counted."""
        around = replace(around, of=str(value.get("field") or around.of), whole=value)
        told = {}
        for key, each in value.items():
            if self._profile.row(record, key) is None:
                self._tally.count("of no rule", record)
            else:
                told[key] = self._apply(record, key, each, around)
        return told

    def _apply(self, record: str, name: str, value: Any, around: Around) -> Any:
        row = self._profile.row(record, name)
        if row is None:
            self._tally.count("of no rule", record)
            return _EMPTY.get(name)
        if value is None and row.action != "profile":
            return None
        return self._actions[row.action](value, row, f"{record}.{name}", around)

    def _walk(self, value: Any, row: Row, name: str, around: Around) -> Any:
        if isinstance(value, Mapping):
            return self.mapping(value, row.about, around)
        if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
            walked = [self._walk(each, row, name, around) for each in value]
            return tuple(walked) if isinstance(value, tuple) else walked
        if is_dataclass(value) or hasattr(value, "_fields"):
            return self.record(value, around)
        return self._gone(value, "of no rule", name)

    # ------------------------------------------------------------------------------------------------ what goes whole

    def _gone(self, value: Any, kind: str, name: str, instead: Any = None) -> Any:
        if value not in (None, "", (), [], instead):
            self._tally.count(kind, name)
        return instead

    def _drop(self, value: Any, row: Row, name: str, around: Around) -> Any:
        key = name.partition(".")[2]
        self.remember(value, around)
        return self._gone(value, "left out", name, _EMPTY.get(key))

    def remember(self, value: Any, around: Around) -> None:
        """Remembers what in a value must stand nowhere in what is written."""
        if isinstance(value, str):
            self._remember(value, around.names, around.kept)
        elif isinstance(value, list | tuple):
            for each in value:
                self.remember(each, around)
        elif isinstance(value, Mapping):
            self.remember(list(value.values()), around)
        elif is_dataclass(value):
            self.remember([getattr(value, each.name) for each in fields(value)], around)

    def _remember_once(self, text: str, names: frozenset[str], kept: frozenset[str]) -> None:
        for found in self._masker.loosely(text, names, kept).gone:
            self._ledger.take(found.kind, text[found.start : found.end])

    # ---------------------------------------------------------------------------------------------------------- words

    def _mask_once(self, text: str, names: frozenset[str], kept: frozenset[str]) -> Masked:
        return self._noted(text, self._masker.mask(text, names, kept))

    def _mask_body(self, text: str, names: frozenset[str], kept: frozenset[str]) -> Masked:
        """The name of an outlet or a body, in which only names of persons and of private accounts are masked."""
        return self._noted(text, self._masker.loosely(text, names, kept))

    def _mask_person(self, text: str, names: frozenset[str], kept: frozenset[str]) -> Masked:
        """What a private person is called, in which every word that may be a name is one."""
        return self._noted(text, self._masker.person(text, names, kept))

    def _noted(self, text: str, masked: Masked) -> Masked:
        self._ledger.keep(masked.kept)
        for found in masked.gone:
            if found.kind != "unknown word":
                self._ledger.take(found.kind, text[found.start : found.end])
        return masked

    def _masked(self, text: str, name: str, around: Around, *, body: bool = False, person: bool = False) -> Masked:
        if name.endswith((".why", "Line.name")):
            text = self._ids.in_words(text)
        mask = self._body if body else self._person if person else self._mask
        masked = mask(text, around.names, around.kept)
        for kind in {found.kind for found in masked.gone}:
            self._tally.count(kind, name)
        return masked

    def _text(self, value: Any, row: Row, name: str, around: Around) -> Any:
        return self._masked(value, name, around).text if isinstance(value, str) else self._gone(value, "shape", name)

    def _source(self, value: str, row: Row, name: str, around: Around) -> Any:
        """The name of a source: that of a person without an office is left out where masks are all that is left."""
        private = around.whole.get("kind") in self._profile.private_sources or not around.whole.get("kind")
        kept = frozenset() if private and not self._is_known(around.whole.get("actor")) else around.kept
        body = around.whole.get("kind") in self._profile.bodies and not is_account(value)
        text = self._masked(value, name, Around(around.names, kept), body=body, person=private).text
        return text if any(letter.isalpha() for letter in text) else None

    def _line_name(self, value: str, row: Row, name: str, around: Around) -> str:
        return self._masked(value, name, around, body=value in around.bodies, person=value in around.persons).text

    def _outlet(self, value: Any, row: Row, name: str, around: Around) -> Any:
        """The name of who published: what looks like that of an account goes as words of others do."""
        if not isinstance(value, str):
            return self._gone(value, "shape", name)
        account = is_account(value) or (name == "Segment.author") or self._is_post(around)
        return self._masked(value, name, around, body=not account).text

    def _is_post(self, around: Around) -> bool:
        """Whether a document is a post on a platform, and so may be of a private account."""
        provenance = around.whole.get("provenance")
        return getattr(provenance, "post", None) is not None

    def _party(self, value: str, row: Row, name: str, around: Around) -> Any:
        """The name of who acted or was hit: a home has none, nor have, where names of sites are masked, the others."""
        whole = around.whole
        named = self._profile.keeps_names_of_sites and whole.get("kind") not in self._profile.homes
        if is_site(whole, self._profile) and not named and not self._is_known(whole.get("id")):
            self.remember(value, around)
            return self._gone(value, "name of a site", name)
        text = self._masked(value, name, around, body=whole.get("kind") in self._profile.bodies).text
        return text if any(letter.isalpha() for letter in text) else None

    def _english(self, value: Any, row: Row, name: str, around: Around) -> Any:
        """An English name, which only those have whom the knowledge has; one of a person without an office goes."""
        id = around.whole.get("actor", around.whole.get("id"))
        if isinstance(value, str) and (self._is_known(id) or self._words.is_known_name(value)):
            return value
        self.remember(value, around)
        return self._gone(value, "name", name)

    def _actor(self, value: Any, row: Row, name: str, around: Around) -> Any:
        return value if self._is_known(value) else self._gone(value, "id", name)

    def _is_known(self, id: Any) -> bool:
        return isinstance(id, str) and self._words.is_known_id(id)

    def _site(self, value: Any, row: Row, name: str, around: Around) -> Any:
        """Of an address the site alone, where it is one of a publisher that the knowledge has."""
        self.remember(value, around)
        if not isinstance(value, str) or publisher_at(value) is None:
            return self._gone(value, "address", name)
        scheme, _, rest = value.partition("://")
        host = rest.split("/")[0].split("?")[0].rpartition("@")[2].partition(":")[0]
        return self._gone(value, "address", name, f"{scheme}://{host}/")

    # ------------------------------------------------------------------------------------------- what has a shape only

    def _number(self, value: Any, row: Row, name: str, around: Around) -> Any:
        ok = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < MOST
        return value if ok else self._gone(value, "number", name)

    def _flag(self, value: Any, row: Row, name: str, around: Around) -> Any:
        return value if isinstance(value, bool) else self._gone(value, "shape", name)

    def _code(self, value: Any, row: Row, name: str, around: Around) -> Any:
        return value if value in CODES[row.about] else self._gone(value, "shape", name, "unknown")

    def _shaped(self, value: Any, row: Row, name: str, around: Around) -> Any:
        ok = isinstance(value, str) and SHAPES[row.action].fullmatch(value)
        return value if ok else self._gone(value, "shape", name, _EMPTY.get(name.partition(".")[2]))

    def _id(self, value: Any, row: Row, name: str, around: Around) -> Any:
        told = self._ids.of(value)
        if told != value and name in ("Document.id", "Incident.id"):
            self._tally.count("id", name)
        return told

    # --------------------------------------------------------------------------------------------------------- values

    def _fields(self, value: Mapping[str, Any], row: Row, name: str, around: Around) -> dict[str, Any]:
        """The fields of an incident; why places differ is left out where they were made coarse."""
        told = {}
        for key, each in value.items():
            if key in CODES["fields"]:
                own = replace(around, of=key, whole={})
                told[key] = self.record(each, own)
        return told

    def _value(self, value: Any, row: Row, name: str, around: Around) -> Any:
        """The value of a claim or of a field, by the field that it is of."""
        record = _RECORD_OF.get(around.of)
        if value is None:
            return None
        if record is None:
            if around.of == "outcome":
                return value if value in CODES["outcomes"] else self._gone(value, "shape", name)
            return self._text(value, row, name, around)
        if not isinstance(value, Mapping):
            return self._gone(value, "shape", name)
        return self._place(value, around) if record == "place" else self.mapping(value, record, around)

    def _place(self, value: Mapping[str, Any], around: Around) -> dict[str, Any]:
        """A place: coarse where people have their homes or find shelter, or where such a place there was hit."""
        known = from_gazetteer(value, self._gazetteer)
        site = is_site(value, self._profile) or (known is not None and is_site(known, self._profile))
        hit = around.site and is_exact(value) and around.of == "place"
        for key in ("name_ar", "name_en"):
            if known is None and isinstance(value.get(key), str):
                self.remember(value[key], around)
        if site or hit:
            home = value.get("kind") in self._profile.homes
            told = coarse(value, self._profile, self._gazetteer, named=False)
            named = known is not None and self._profile.keeps_names_of_sites and not home
            told |= {key: known[key] for key in ("id", "name_ar", "name_en", "kind")} if named and known else {}
            self._tally.count("point", f"{around.of}.place")
        elif known is not None:
            told = known
        else:
            told = self._unlisted(value, around)
        lat, lon = value.get("lat"), value.get("lon")
        if known is None and isinstance(lat, float) and isinstance(lon, float) and told.get("lat") != lat:
            if lat not in self._gazetteer.degrees:
                self._ledger.point(lat, lon)
        candidates = value.get("candidates")
        if isinstance(candidates, list | tuple) and not (site or hit):
            told["candidates"] = [id for id in candidates if id in self._gazetteer]
        return told

    def _unlisted(self, value: Mapping[str, Any], around: Around) -> dict[str, Any]:
        """A place that the gazetteer has not, with its name as far as that is none of a person."""
        told = unlisted(value, self._profile, self._gazetteer)
        name = value.get("name_ar")
        if isinstance(name, str):
            text = self._masked(name, f"{around.of}.name_ar", around).text
            told["name_ar"] = None if MARK in text else text
        return told
