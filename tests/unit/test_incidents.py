"""Accounts grouped into incidents: every value keeps the accounts that claim it."""

import pytest

from riwaya.reconciling.incidents import group
from riwaya.records import Account, Claim, Link, Source, Span

PUBLISHER = Source("s0", "The Paper", None, "outlet", None, None, False)
AGENCY = Source("s1", "The Agency", None, "agency", "XA", None, False)
HOSPITAL = Source("s2", "The Hospital", None, "hospital", "XA", None, False)
ARMY = Source("s3", "The Army", None, "military", "XA", "XA.army", False)
UNNAMED = Source("s4", "a security source", None, "unnamed", None, None, True)
SOURCES = (PUBLISHER, AGENCY, HOSPITAL, ARMY, UNNAMED)


def claim(field, value, at=0):
    return Claim(field, value, "words", at, at + 5, "test.rule", 0.9)


def toll(low, high=-1):
    return {"low": low, "high": low if high == -1 else high, "scope": "incident", "since": None, "who": []}


def account(id, *sources, claims=(), stance="asserts", type="attack", background=False, as_of="2013-02-12"):
    links = (Link("s0", None, None), *(Link(source.id, 0, 4) for source in sources))
    polarity = "negated" if stance == "denies" else "affirmed"
    return Account(
        id, None, type, stance, "actual", polarity, background, as_of, links, Span(0, 9), Span(0, 4), tuple(claims)
    )


def incident_of(*accounts):
    _, incidents = group(accounts, SOURCES, [0] * len(accounts))
    assert len(incidents) == 1
    return incidents[0]


def test_every_account_stands_in_exactly_one_incident():
    accounts = [account(f"a{n}", HOSPITAL) for n in range(4)]

    placed, incidents = group(accounts, SOURCES, [0, 1, 0, 2])

    assert ["i1", "i2", "i1", "i3"] == [a.incident for a in placed]
    assert [("a0", "a2"), ("a1",), ("a3",)] == [i.accounts for i in incidents]


def test_two_tolls_of_one_day_are_disputed_and_both_are_kept():
    incident = incident_of(
        account("a1", HOSPITAL, claims=[claim("killed", toll(5))]),
        account("a2", ARMY, claims=[claim("killed", toll(9))]),
    )

    told = incident.fields["killed"]
    assert "disputed" == told.status
    assert [("a1",), ("a2",)] == [value.accounts for value in told.claims]
    assert [(0, 1, "disputes")] == [(r.a, r.b, r.relation) for r in told.relations]


def test_whoever_tells_a_total_and_a_part_of_it_sets_neither_against_the_other():
    incident = incident_of(
        account("a1", HOSPITAL, claims=[claim("killed", toll(7)), claim("killed", toll(3))]),
        account("a2", AGENCY, UNNAMED, claims=[claim("killed", toll(3))]),
        account("a3", claims=[claim("killed", toll(7))]),
    )

    assert not incident.fields["killed"].relations


@pytest.mark.parametrize(
    ("tolls", "status"),
    [((12, 5, 7), "single"), ((2, 1, 1), "single"), ((12, 5, 8), "disputed"), ((12, 5), "disputed")],
    ids=["a sum of two", "a sum of two alike", "no sum", "one part alone"],
)
def test_a_total_is_in_no_dispute_with_its_parts_nor_they_with_each_other(tolls, status):
    sources = (HOSPITAL, ARMY, AGENCY)
    incident = incident_of(
        *(account(f"a{n}", sources[n], claims=[claim("killed", toll(dead))]) for n, dead in enumerate(tolls))
    )

    assert status == incident.fields["killed"].status


def town(name, lat):
    return {"id": name, "name_ar": name, "precision": "locality", "lat": lat, "lon": 44.0, "radius_km": 2}


@pytest.mark.parametrize(
    ("larger", "towns", "expected"),
    [
        (9, [town("المرج", 33.0), town("الجبل", 34.0)], "refined"),
        (9, [town("المرج", 33.0), town("النهر", 33.05)], "disputed"),
        (9, [town("المرج", 33.0)], "disputed"),
        (2, [town("المرج", 33.0), town("الجبل", 34.0)], "disputed"),
    ],
    ids=["of two towns", "of one town and its quarter", "of the same town", "of two towns, and fewer"],
)
def test_the_dead_of_two_towns_are_not_those_of_one(larger, towns, expected):
    incident = incident_of(
        account("a1", HOSPITAL, claims=[claim("killed", toll(larger)), *(claim("place", t) for t in towns)]),
        account("a2", ARMY, claims=[claim("killed", toll(4)), claim("place", town("المرج", 33.0))]),
    )

    assert expected == incident.fields["killed"].status


@pytest.mark.parametrize(
    ("name", "fuller", "lines"),
    [
        ("وزارة الصحة", "المتحدث باسم وزارة الصحة", 1),
        ("الشرطة", "متحدث باسم الشرطة", 1),
        ("الشرطة", "مدير الشرطة", 2),
        ("وزارة الصحة", "وزارة الدفاع", 2),
    ],
)
def test_a_spokesman_speaks_for_the_body_that_his_name_names(name, fuller, lines):
    body = Source("s5", name, None, "ministry", None, None, False)
    speaker = Source("s6", fuller, None, "person", None, None, False)
    accounts = [
        account("a1", body, claims=[claim("killed", toll(5))]),
        account("a2", speaker, claims=[claim("killed", toll(6))]),
    ]

    _, (incident,) = group(accounts, (*SOURCES, body, speaker), [0, 0])

    assert lines == incident.independent_lines
    assert (lines == 2) == bool(incident.fields["killed"].relations)


def test_rockets_shot_down_are_some_of_those_fired():
    def rockets(n):
        return claim("weapon", {"id": "rocket", "count": {"low": n, "high": n}})

    fired = account("a1", HOSPITAL, claims=[rockets(4)])

    stopped = incident_of(fired, account("a2", ARMY, claims=[rockets(2)], type="interception"))
    counted = incident_of(fired, account("a2", ARMY, claims=[rockets(2)]))

    assert ("single", "disputed") == (stopped.fields["weapon"].status, counted.fields["weapon"].status)


def test_a_later_toll_of_one_source_is_an_update():
    incident = incident_of(
        account("a1", HOSPITAL, claims=[claim("killed", toll(5))], as_of="2013-02-12"),
        account("a2", HOSPITAL, claims=[claim("killed", toll(9))], as_of="2013-02-13"),
    )

    assert "updated" == incident.fields["killed"].status


def test_one_value_told_by_two_is_agreed_and_names_both():
    incident = incident_of(
        account("a1", HOSPITAL, claims=[claim("killed", toll(5))]),
        account("a2", ARMY, claims=[claim("killed", toll(5))]),
    )

    told = incident.fields["killed"]
    assert ("agreed", [("a1", "a2")]) == (told.status, [value.accounts for value in told.claims])


def test_silence_is_no_field():
    incident = incident_of(account("a1", HOSPITAL, claims=[claim("killed", toll(5))]))

    assert {"killed"} == set(incident.fields)


def test_a_denial_disputes_what_the_others_say_even_where_they_share_no_field():
    incident = incident_of(
        account("a1", HOSPITAL, claims=[claim("killed", toll(5))]),
        account("a2", ARMY, stance="denies"),
    )

    told = incident.fields["killed"]
    assert "disputed" == told.status
    assert [(None, ("a2",))] == [(v.value, v.accounts) for v in told.claims if v.value is None]


def test_a_denial_of_a_blamed_actor_is_told_of_the_actor_and_not_of_the_place():
    blamed = {"id": "XA.army", "name_ar": "جيش الساحل", "kind": "state_forces", "country": "XA"}
    incident = incident_of(
        account("a1", HOSPITAL, claims=[claim("actor", blamed), claim("place", town("المرج", 33.0))], stance="accuses"),
        account("a2", ARMY, claims=[claim("place", town("الجبل", 34.0))], stance="denies"),
    )

    assert {"actor"} == {field for field, told in incident.fields.items() if told.status == "disputed"}


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        ([(HOSPITAL,), (AGENCY, HOSPITAL)], 1),
        ([(AGENCY, UNNAMED), (ARMY,)], 2),
        ([(AGENCY, UNNAMED), (UNNAMED,)], 2),
        ([(), ()], 1),
        ([(), (HOSPITAL,)], 1),
        ([(HOSPITAL,), (ARMY,), (AGENCY,)], 3),
    ],
    ids=["one origin", "two", "an unnamed one through an agency", "the publisher", "its own source", "three"],
)
def test_independent_lines_are_origins(chains, expected):
    accounts = [account(f"a{n}", *chain) for n, chain in enumerate(chains)]

    assert expected == incident_of(*accounts).independent_lines


def test_the_type_is_the_most_told_specific_one():
    incident = incident_of(
        account("a1", HOSPITAL, type="attack"),
        account("a2", ARMY, type="attack"),
        account("a3", AGENCY, type="shelling"),
    )

    assert "shelling" == incident.type


def test_an_incident_is_background_only_where_every_account_is():
    news = account("a1", HOSPITAL)
    history = account("a2", ARMY, background=True)

    assert not incident_of(news, history).background
    assert incident_of(history).background


def test_a_protest_that_was_put_down_is_a_protest_whoever_tells_more_of_it():
    incident = incident_of(
        account("a1", ARMY, type="crackdown"), account("a2", type="crackdown"), account("a3", UNNAMED, type="protest")
    )
    assert "protest" == incident.type
