"""That no field of a record is without a rule: whoever adds one says what becomes of it where it is handed on."""

import dataclasses
import re

import pytest

from riwaya import records
from riwaya.exports.json import link_as_dict
from riwaya.exports.profiles.rules import PROFILES, load_profile

PARTS = (
    "Reading Document Segment Restoration Issue Moment PostId Forward Pointer Provenance Source Link Account Span "
    "Claim FieldValue Relation IncidentField Joining Line Incident"
).split()


def fields_of(name):
    kind = getattr(records, name)
    return [each.name for each in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else kind._fields


@pytest.mark.parametrize("profile", PROFILES[1:])
@pytest.mark.parametrize("record", PARTS)
def test_every_field_of_the_record_has_a_rule(record, profile):
    rules = load_profile(profile)

    assert [] == [name for name in fields_of(record) if rules.row(record, name) is None]


def test_every_part_of_a_reading_is_among_those_that_are_looked_at():
    found, ahead = set(), {"Reading", "Incident"}
    while ahead:
        name = ahead.pop()
        found.add(name)
        words = set(re.findall(r"[A-Z]\w+", " ".join(map(str, getattr(records, name).__annotations__.values()))))
        ahead |= {word for word in words if hasattr(records, word) and word != "Any"} - found

    assert set(PARTS) == found


@pytest.mark.parametrize("profile", PROFILES[1:])
def test_every_value_that_the_demonstration_tells_has_a_rule(profile, readings):
    rules = load_profile(profile)
    record_of = {"actor": "party", "target": "party", "origin": "place"}
    record_of |= {name: name for name in ("place", "weapon", "happened")}
    missing = {
        (claim.field, key)
        for reading in readings
        for account in reading.accounts
        for claim in account.claims
        if isinstance(claim.value, dict)
        for key in claim.value
        if rules.row(record_of.get(claim.field, "count"), key) is None
    }

    assert set() == missing


@pytest.mark.parametrize("profile", PROFILES[1:])
def test_every_key_of_a_link_has_a_rule(profile):
    rules = load_profile(profile)
    link = link_as_dict(
        ("d1", "i1"), ("d2", "i1"), 0.5, [{"about": "time", "weight": 1.0, "why": "on the same day"}], "suggested"
    )

    assert [] == [key for key in link if rules.row("link", key) is None]
    assert [] == [key for key in link["a"] if rules.row("happening", key) is None]
    assert [] == [key for key in link["reasons"][0] if rules.row("reason", key) is None]
