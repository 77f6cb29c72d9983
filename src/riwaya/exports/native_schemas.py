"""JSON Schemas (2020-12) of the lines of an export, made from the words of the record, so that the two never differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from riwaya.errors import ISSUE_CODES
from riwaya.records import (
    COMPLETENESS,
    COUNT_FIELDS,
    EVENT_TYPES,
    FIELDS,
    GRAINS,
    MODALITIES,
    MOMENT_BASES,
    OUTCOMES,
    POINTER_KINDS,
    POLARITIES,
    PRECISIONS,
    RELATIONS,
    SCOPES,
    SEGMENT_KINDS,
    STANCES,
)

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
STATUSES = ("single", "agreed", "refined", "updated", "disputed")
STATES = ("suggested", "confirmed", "rejected")
DECISIONS = ("confirm", "reject", "merge", "split", "amend", "withdraw", "restore", "undo", "note", "review")
_MARKS = "rises superseded first may_rise later only contrasted period some partial".split()
"""What a count may say of itself beside its bounds: that its words tell it as an earlier one, and the like."""


def _text(**more: Any) -> Schema:
    return {"type": "string", **more}


def _or_none(schema: Schema) -> Schema:
    """What may also be null, which says that nobody tells it."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(words: Iterable[str], *, ordered: bool = False) -> Schema:
    return {"enum": list(words) if ordered else sorted(words)}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _object(needed: Mapping[str, Schema], **optional: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {**needed, **optional},
        "required": list(needed),
        "additionalProperties": False,
    }


TEXT, NUMBER, FLAG = _text(), {"type": "integer", "minimum": 0}, {"type": "boolean"}
NAME = _or_none(TEXT)
ID = _text(minLength=1)
HASH = _text(pattern="^[0-9a-f]{64}$")
DAY = _text(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}")
SPAN = {"start": NUMBER, "end": NUMBER}
WHERE = {"start": _or_none(NUMBER), "end": _or_none(NUMBER)}

# ------------------------------------------------------------------------------------------------- values of claims

_BOUNDS = {"low": _or_none(NUMBER), "high": _or_none(NUMBER)}
_PARTY = {"id": NAME, "name_ar": NAME, "name_en": NAME, "kind": NAME, "country": NAME}
_DEGREES = {"type": ["number", "null"]}
_PLACE = _object(
    {
        **_PARTY,
        "admin1": NAME,
        "admin1_en": NAME,
        "lat": {**_DEGREES, "minimum": -90, "maximum": 90},
        "lon": {**_DEGREES, "minimum": -180, "maximum": 180},
        "radius_km": {**_DEGREES, "minimum": 0},
        "precision": _one_of(PRECISIONS),
    },
    candidates=_list(ID),
)
_COUNT = _object(
    {
        **_BOUNDS,
        "scope": _one_of(SCOPES),
        "since": _or_none(DAY),
        "who": _list(_object({"group": ID, **_BOUNDS})),
    },
    as_of=DAY,
    **dict.fromkeys(_MARKS, FLAG),
)
_HAPPENED = _object({"earliest": _or_none(DAY), "latest": _or_none(DAY), "grain": _one_of(GRAINS)})
VALUES: dict[str, Schema] = {
    "actor": _object(_PARTY),
    "target": _object(_PARTY),
    "weapon": _object({"id": ID, "name_en": TEXT, "count": _or_none(_object(_BOUNDS))}),
    "place": _PLACE,
    "origin": _PLACE,
    "happened": _HAPPENED,
    "outcome": _one_of(OUTCOMES),
    "motive": TEXT,
    "condition": TEXT,
    **dict.fromkeys(COUNT_FIELDS, _COUNT),
}
"""The value of each field; null where a claim says that there is something and not what."""


def _valued(key: str) -> Schema:
    """That the value under a key is one of the field."""
    return {
        "allOf": [
            {
                "if": {"properties": {"field": {"const": name}}},
                "then": {"properties": {key: _or_none({"$ref": f"#/$defs/{name}"})}},
            }
            for name in FIELDS
        ]
    }


# ------------------------------------------------------------------------------------------------------------- parts

_ANY: Schema = {}
_JOINED = _list(_object({"a": ID, "b": ID, "why": TEXT}))
_LINES = _list(_object({"name": TEXT, "accounts": _list(ID), "joined": _JOINED}))


def _incident_field(name: str) -> Schema:
    values = _list(_object({"value": _or_none({"$ref": f"#/$defs/{name}"}), "accounts": _list(ID)}))
    relations = _list(_object({"a": NUMBER, "b": NUMBER, "relation": _one_of(RELATIONS), "why": TEXT}))
    return _object({"status": _one_of(STATUSES, ordered=True), "claims": values, "relations": relations})


_FIELDS: Schema = {
    "type": "object",
    "properties": {name: _incident_field(name) for name in FIELDS},
    "additionalProperties": False,
}
_TOLD = {
    "id": ID,
    "type": _one_of(EVENT_TYPES),
    "background": FLAG,
    "independent_lines": NUMBER,
    "lines": _LINES,
    "fields": _FIELDS,
}
_MOMENT = _or_none(_object({"at": DAY, "basis": _one_of(MOMENT_BASES)}))
_PROVENANCE = _or_none(
    _object(
        {
            "author": NAME,
            "published": _MOMENT,
            "edited": _MOMENT,
            "retrieved": _MOMENT,
            "completeness": {"enum": [*sorted(COMPLETENESS), None]},
            "post": _or_none(_object({"platform": ID, "channel": NAME, "post": NAME, "reply_to": NAME, "named": NAME})),
            "forwarded": _or_none(
                _object({"name": NAME, "channel": NAME, "url": NAME, "at": NAME, "passed_by": _list(NAME)})
            ),
            "pointers": _list(_object({"kind": _one_of((*POINTER_KINDS, "archive", "hash")), "url": TEXT})),
            "publisher_basis": NAME,
        }
    )
)
_SEGMENT = _object({"kind": _one_of(SEGMENT_KINDS), **SPAN}, author=TEXT, published=TEXT)
_DECIDED = _object({"by": ID, "at": DAY, "why": ID})
_HAPPENING = _object({"document": ID, "incident": ID})
_REASONS = _list(_object({"about": ID, "weight": {"type": "number"}, "why": TEXT}))
_LINK = _object(
    {
        "a": _HAPPENING,
        "b": _HAPPENING,
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "reasons": _REASONS,
        "state": _one_of(STATES, ordered=True),
    },
    decided=_DECIDED,
)
_AMENDED = {
    **_object(
        {
            "document": ID,
            "account": ID,
            "field": _one_of(FIELDS, ordered=True),
            "values": _list(_ANY),
            "was": _list(_ANY),
            "decided": _DECIDED,
        }
    )
}

# ------------------------------------------------------------------------------------------------------------ tables


def _schema(name: str, says: str, told: Schema, *, values: bool = False) -> Schema:
    head = {"$schema": DIALECT, "$id": f"urn:riwaya:records:1:{name}", "title": name, "description": says}
    return {**head, **told, **({"$defs": VALUES} if values else {})}


_OF_ACCOUNT = {"id": ID, "document": ID, "incident": NAME}
_END = _object({"value": _ANY, "claims": _list(ID)})
SCHEMAS: dict[str, Schema] = {
    "documents": _schema(
        "documents",
        "A published text as it was read, with the happenings that it tells of and what could not be read in it.",
        _object(
            {
                "id": ID,
                "url": NAME,
                "publisher": NAME,
                "title": NAME,
                "published": NAME,
                "language": TEXT,
                "sha256": HASH,
                "text": TEXT,
                "segments": _list(_SEGMENT),
                "restorations": _list(_object({**SPAN, "read_as": TEXT})),
                "provenance": _PROVENANCE,
                "riwaya": TEXT,
                "happenings": _list(_object({**_TOLD, "accounts": _list(ID)})),
                "issues": _list(_object({"code": _one_of(ISSUE_CODES), **WHERE, "message": TEXT})),
            },
            withheld=TEXT,
        ),
        values=True,
    ),
    "sources": _schema(
        "sources",
        "Whoever asserts something in a document. Its id is that of the document, a stroke, and its own in it.",
        _object(
            {
                "id": ID,
                "name": NAME,
                "name_en": NAME,
                "kind": ID,
                "country": NAME,
                "actor": NAME,
                "anonymous": FLAG,
                "document": ID,
            }
        ),
    ),
    "accounts": _schema(
        "accounts",
        "One source's version of one happening in one document. The chain begins with the publisher and ends with who "
        "asserts; `happening` is that of the document, `incident` the one over documents.",
        _object(
            {
                **_OF_ACCOUNT,
                "happening": NAME,
                "type": _one_of(EVENT_TYPES),
                "stance": _one_of(STANCES),
                "modality": _one_of(MODALITIES),
                "polarity": _one_of(POLARITIES),
                "background": FLAG,
                "as_of": _or_none(DAY),
                "attribution": _list(_object({"source": ID, **WHERE})),
                "statement": _object(SPAN),
                "trigger": _object(SPAN),
            }
        ),
    ),
    "claims": _schema(
        "claims",
        "One value of one field of an account, with the words that say it: code points of the text of the document.",
        {
            **_object(
                {
                    **_OF_ACCOUNT,
                    "account": ID,
                    "field": _one_of(FIELDS, ordered=True),
                    "value": _ANY,
                    "text": TEXT,
                    **SPAN,
                    "rule": NAME,
                    "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                }
            ),
            **_valued("value"),
        },
        values=True,
    ),
    "incidents": _schema(
        "incidents",
        "A happening as far as the accounts of it tell; in `fields` and `lines` these bear the ids of accounts.jsonl.",
        _object(
            {
                **_TOLD,
                "accounts": _list(_object({"document": ID, "account": ID})),
                "links": _list(_LINK),
                "amended": _list(_AMENDED),
            }
        ),
        values=True,
    ),
    "relations": _schema(
        "relations",
        "How two values of a field of an incident stand to each other, with the claims that give them. Where one "
        "updates the other, `later` says which of them, a or b.",
        _object(
            {
                "id": ID,
                "incident": ID,
                "field": _one_of(FIELDS, ordered=True),
                "relation": _one_of(RELATIONS),
                "why": TEXT,
                "a": _END,
                "b": _END,
                "later": {"enum": ["a", "b", None]},
            }
        ),
    ),
    "decisions": _schema(
        "decisions",
        "What a person decided: about what, from what to what, and why. `undoes` is the number of the one taken back.",
        _object(
            {
                "number": {"type": "integer", "minimum": 1},
                "at": DAY,
                "kind": _one_of(DECISIONS, ordered=True),
                "who": ID,
                "why": ID,
                "was": _ANY,
                "becomes": _ANY,
                "undoes": _or_none({"type": "integer", "minimum": 1}),
                "subjects": _list(_object({"document": ID, "incident": NAME, "reader": NAME})),
            }
        ),
    ),
}
"""The schema of a line of each file, by the name of the file."""


def as_text(schema: Schema) -> str:
    """A schema as it is written to a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
