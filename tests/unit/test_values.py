"""A value that a person gives is as the record has it, or refused with what is wrong."""

import pytest

import riwaya
from riwaya import UsageError
from riwaya.store.values import check_value

THREE = {"low": 3, "high": 3, "scope": "incident", "since": None, "who": []}
PARTY = {"id": None, "name_ar": None, "name_en": None, "kind": None, "country": None}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("killed", 3, THREE),
        ("killed", {"low": 3, "high": 3}, THREE),
        ("injured", {"low": 5, "scope": "area"}, {**THREE, "low": 5, "high": None, "scope": "area"}),
        (
            "killed",
            {"low": 3, "high": 3, "who": [{"group": "children", "low": 2, "high": 2}]},
            {**THREE, "who": [{"group": "children", "low": 2, "high": 2}]},
        ),
        ("outcome", "hit", "hit"),
        ("motive", "revenge", "revenge"),
        ("actor", {"name_en": "Saraya"}, {**PARTY, "name_en": "Saraya"}),
        ("target", {"kind": "hospital", "country": "YE"}, {**PARTY, "kind": "hospital", "country": "YE"}),
        ("weapon", {"id": "car_bomb"}, {"id": "car_bomb", "name_en": "car bomb", "count": None}),
        (
            "weapon",
            {"id": "drone", "name_en": "drone", "count": {"low": 2, "high": 2}},
            {"id": "drone", "name_en": "drone", "count": {"low": 2, "high": 2}},
        ),
        (
            "happened",
            {"earliest": "2024-01-15", "latest": "2024-01-16"},
            {"earliest": "2024-01-15", "latest": "2024-01-16", "grain": "day"},
        ),
        ("happened", {"latest": "2024-01-16"}, {"earliest": None, "latest": "2024-01-16", "grain": "open"}),
        (
            "place",
            {"name_en": "Taiz", "lat": 13.58, "lon": 44.02, "precision": "exact"},
            {**PARTY, "name_en": "Taiz", "admin1": None, "admin1_en": None, "lat": 13.58, "lon": 44.02}
            | {"radius_km": None, "precision": "exact"},
        ),
    ],
)
def test_a_value_is_filled_in_as_the_record_has_it(field, value, expected):
    assert check_value(field, value) == expected


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("colour", "red", "'colour' is no field of an account; these are: actor"),
        ("killed", "three", "killed: 'three' is neither a number nor an object"),
        ("killed", True, "neither a number nor an object"),
        ("killed", -1, "killed: -1 is no number of people"),
        ("killed", {"low": 2.5}, "2.5 is no number of people"),
        ("killed", {}, "a number has a low or a high end"),
        ("killed", {"low": 5, "high": 3}, "low is 5 and high only 3"),
        ("killed", {"low": 5, "dead": 3}, "the record has no dead there"),
        ("killed", {"low": 5, "scope": "town"}, "killed: scope: 'town' is none of area, cumulative, incident"),
        ("killed", {"low": 5, "who": {"group": "x"}}, "who is a list of objects"),
        ("killed", {"low": 5, "who": [{"low": 1}]}, "killed: group: None is no text"),
        ("outcome", "won", "outcome: 'won' is none of"),
        ("outcome", ["hit"], "is none of"),
        ("motive", " ", "motive: ' ' is no text"),
        ("actor", "Saraya", "actor: 'Saraya' is no object"),
        ("actor", {"country": "IQ"}, "neither an id nor a name nor a kind"),
        ("actor", {"name_ar": 3}, "actor: name_ar: 3 is no text"),
        ("actor", {"name_ar": "a\0b"}, "is no text"),
        ("weapon", {"count": 3}, "the count is an object with low and high"),
        ("weapon", {}, "weapon: id: None is no text"),
        ("happened", {}, "an earliest or a latest day"),
        ("happened", {"earliest": "soon"}, "happened: earliest: 'soon' does not begin with a day"),
        ("happened", {"earliest": "2024-02-01", "latest": "2024-01-01"}, "is after the latest"),
        ("place", {"name_en": "Taiz", "lat": 91}, "place: lat: 91 is none"),
        ("place", {"name_en": "Taiz", "lat": float("nan")}, "place: lat: nan is none"),
        ("place", {"name_en": "Taiz", "precision": "very"}, "place: precision: 'very' is none of"),
    ],
)
def test_what_the_record_does_not_know_is_refused(field, value, told):
    with pytest.raises(UsageError) as raised:
        check_value(field, value)

    assert told in str(raised.value)


def test_what_the_machine_reads_is_a_value_but_for_other_candidates_and_marks():
    """Whoever takes what was read and mends a part of it is not refused."""
    reading = riwaya.read(
        "قصف الجيش السوري بطائرتين مسيرتين مستشفى في مدينة إدلب أمس فقتل ثلاثة مدنيين.", published="2024-01-16"
    )
    claims = [claim for account in reading.accounts for claim in account.claims]

    assert {"actor", "target", "weapon", "place", "happened", "killed"} <= {claim.field for claim in claims}
    for claim in claims:
        value = claim.value
        if claim.field in ("place", "killed"):
            value = {key: told for key, told in value.items() if key in check_value(claim.field, _least(claim.field))}
        assert check_value(claim.field, value) == value


def _least(field):
    return 1 if field == "killed" else {"name_en": "x"}
