"""Entities of FollowTheMoney as statements: a row a value, with whose it is. Here contradictions live on.

What an incident is said to have been is told a row a claim: `dataset` is who asserts it, `original_value` the words,
`origin` the rule that read them. All else is of the dataset `riwaya`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from riwaya.exports.formats import Options
from riwaya.exports.ftm_entities import (
    entities_of,
    event_id,
    hashed,
    moment,
    party_of_actor,
    party_of_source,
    plain,
)
from riwaya.exports.lines import clean
from riwaya.exports.material import Case, Material, chain_of, claims_of
from riwaya.exports.profiles.masking import MARK
from riwaya.exports.tabular import neutral
from riwaya.exports.target import Target
from riwaya.exports.wording import Wording, labels_of
from riwaya.records import VERSION, Account, Claim

COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang",
    "original_value", "external", "first_seen", "last_seen", "id",
)  # fmt: skip
_TYPES = {
    "name": "name", "bodyText": "text", "notes": "text", "description": "text", "sourceUrl": "url",
    "language": "language",
    "location": "address", "country": "country", "startDate": "date", "endDate": "date", "date": "date",
    "publishedAt": "date", "retrievedAt": "date", "involved": "entity", "proof": "entity", "document": "entity",
    "entity": "entity", "resolved": "entity", "sender": "entity",
}  # fmt: skip
_OURS = "riwaya"
_OF_CLAIMS = ("startDate", "endDate", "date", "location", "country", "involved")
"""Properties of an incident that its claims tell."""


class Statement(NamedTuple):
    """A value of a property of an entity: whose it is, by which words, read by what, first and last published when."""

    entity: str
    schema: str
    prop: str
    value: str
    dataset: str
    origin: str
    lang: str = ""
    words: str = ""
    first: str = ""
    last: str = ""

    @property
    def id(self) -> str:
        """Its id, as the library of the model reckons it."""
        key = f"{self.dataset}.{self.entity}.{self.prop}.{neutral(self.value)}" + (f"@{self.lang}" if self.lang else "")
        return hashlib.sha1(key.encode()).hexdigest()

    def cells(self) -> list[str]:
        """The row of it."""
        return [
            self.entity, self.entity, self.prop, _TYPES.get(self.prop, "string"), self.schema, neutral(self.value),
            self.dataset, self.origin, self.lang, neutral(self.words), "f", self.first, self.last, self.id,
        ]  # fmt: skip


def write(material: Material, target: Target, options: Options) -> None:
    """Writes each statement once."""
    with target.open(target.file()) as out, io.TextIOWrapper(out, encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n" if options.crlf else "\n")
        writer.writerow(COLUMNS)
        for statement in statements_of(material, options):
            writer.writerow(statement.cells())


def statements_of(material: Material, options: Options) -> Iterator[Statement]:
    """The statements of some material: those of the entities, then what the accounts of each incident tell of it."""
    for entity in entities_of(material, options):
        for prop, values in entity.properties.items():
            if entity.schema != "Event" or prop not in _OF_CLAIMS:
                yield from (
                    Statement(entity.id, entity.schema, prop, value, _OURS, f"Riwaya {VERSION}") for value in values
                )
    wording = Wording(labels_of(options.language))
    for case in material.cases():
        yield from _once(_of_case(case, wording))


def _once(statements: Iterable[Statement]) -> Iterable[Statement]:
    """Statements each once; what one speaker says in several documents was first and last seen in those."""
    found: dict[str, Statement] = {}
    for each in statements:
        before = found.get(each.id, each)
        found[each.id] = before._replace(first=min(before.first, each.first), last=max(before.last, each.last))
    return found.values()


def dataset_of(id: str, name: str | None) -> str:
    """What the statements of a party are kept under: its name in Latin letters, if it has one, and its id in short."""
    slug = re.sub("[^a-z0-9]+", "_", (name or "").lower()).strip("_")
    return f"{slug or 'source'}_{id[:8]}"


def _of_case(case: Case, wording: Wording) -> Iterator[Statement]:
    for _, document, account, claim in claims_of(case):
        reading = case.readings[document]
        speaker = chain_of(case, document, account).speaker
        party = party_of_source(reading, speaker)
        teller = party.id if party else hashed("teller", document, speaker.id)
        words = "" if MARK in claim.text else _text(claim.text)
        seen = moment(reading.document.published) or ""
        for prop, value, lang in _values(case, account, claim, wording):
            yield Statement(
                event_id(case), "Event", prop, _text(value), dataset_of(teller, speaker.name_en),
                f"Riwaya {reading.riwaya} {claim.rule or ''}".strip(), lang, words, seen, seen,
            )  # fmt: skip


def _values(case: Case, account: Account, claim: Claim, wording: Wording) -> Iterator[tuple[str, str, str]]:
    """The properties that a claim tells, with their values and the language of those; what has none is a note."""
    value: Any = claim.value
    if claim.field == "happened" and isinstance(value, dict):
        ends = (("startDate", value.get("earliest")), ("endDate", value.get("latest")))
        yield from ((prop, str(day)[:10], "") for prop, day in ends if day)
    elif claim.field == "place" and isinstance(value, dict):
        if name := value.get("name_ar"):
            yield "location", str(name), "ara"
        if country := value.get("country"):
            yield "country", str(country).lower(), ""
    elif claim.field == "actor" and isinstance(value, dict) and (party := party_of_actor(case.id, value)):
        yield "involved", party.id, ""
    else:
        stance = "" if account.stance == "asserts" else f" ({account.stance})"
        yield "notes", f"{claim.field}: {clean(plain(wording.value(claim.field, value)))}{stance}", ""


def _text(value: str) -> str:
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
