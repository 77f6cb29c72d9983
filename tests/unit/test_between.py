"""Two values of a field stand to each other as their accounts do one by one, and many accounts take little work."""

import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import make_account, make_claim, make_count, make_reading, make_source
from riwaya.reconciling.bearings import bear
from riwaya.reconciling.between import gather, holders_of, relate
from riwaya.reconciling.compare import compare, compare_in_order, plain
from riwaya.reconciling.reconcile import assemble
from riwaya.reconciling.sums import tells_nearer
from riwaya.records import COUNT_FIELDS, Span
from riwaya.store.overview import overview_of

WEIGHT = {"denies": 4, "disputes": 3, "updates": 2, "refines": 1, "agrees": 0}


def party(name, kind, id=None):
    return {"id": id, "name_ar": name, "name_en": None, "kind": kind, "country": "SY"}


def weapon(id, count=None):
    return {"id": id, "name_en": id, "count": {"low": count, "high": count}}


def town(id, name, lat, precision="locality"):
    known = {"id": id, "name_ar": name, "name_en": None, "kind": "town", "country": "SY", "admin1": "إدلب"}
    return {**known, "admin1_en": "Idlib", "lat": lat, "lon": 36.7, "radius_km": 3.0, "precision": precision}


TOLLS = [
    make_count(3),
    make_count(5),
    make_count(5, who=[{"group": "civilians", "low": 5, "high": 5}]),
    make_count(8, rises=True),
    make_count(0),
    make_count(4, None),
    make_count(7, only=True, contrasted=True),
]
VALUES = {
    "killed": TOLLS,
    "injured": TOLLS,
    "outcome": ["hit", "damage", "intercepted", "no_damage"],
    "target": [party("مدرسة", "school"), party("ثكنة", "military_base"), party("الجيش", "state_forces", "SY.army")],
    "actor": [party("الجيش", "state_forces", "SY.army"), party("مسلحون", "unidentified")],
    "weapon": [weapon("drone", 1), weapon("missile"), weapon("missile", 3), weapon("rocket", 2)],
    "place": [town("t1", "سرمين", 35.9), town("t2", "بنش", 36.4), town("t3", "إدلب", 35.9, "admin1")],
    "happened": [
        {"earliest": "2024-01-01", "latest": "2024-01-01", "grain": "day"},
        {"earliest": "2024-01-04", "latest": "2024-01-05", "grain": "day"},
    ],
}
CLAIMS = st.one_of([st.tuples(st.just(field), st.sampled_from(values)) for field, values in VALUES.items()])
TOLD = st.lists(
    st.tuples(
        st.lists(CLAIMS, min_size=1, max_size=4),
        st.sampled_from(("asserts", "denies", "accuses", "claims_responsibility")),
        st.sampled_from((None, "2024-01-02", "2024-01-02T10:00", "2024-01-03")),
        st.sampled_from(("وكالة", "وِكالة", "الدفاع المدني", "جريدة")),
        st.sampled_from(("d1", "d2", "d3")),
    ),
    min_size=2,
    max_size=8,
)


def one_by_one(field, a, b):
    """The weightiest of what each two accounts come to, by all that is known of comparing them."""
    found = []
    for one in a.holders:
        for other in b.holders:
            same = one.voice.line == other.voice.line
            verdict = compare(field, a.value, b.value, one.voice, other.voice)
            verdict = bear(field, a.value, b.value, one.account, other.account, verdict, one_line=same)
            if verdict and verdict.relation in ("disputes", "updates") and field in COUNT_FIELDS and one is not other:
                lesser = verdict.relation == "updates"
                if tells_nearer(one.account, field, a.value, b.value, lesser=lesser):
                    continue
                if tells_nearer(other.account, field, b.value, a.value, lesser=lesser):
                    continue
            found += [verdict] if verdict else []
    return max(found, key=lambda verdict: (WEIGHT[verdict.relation], plain(verdict.why)), default=None)


@given(TOLD)
def test_two_values_stand_to_each_other_as_the_weightiest_two_accounts_do(told):
    accounts, lines = [], {}
    for number, (claims, stance, as_of, line, document) in enumerate(told):
        id = f"{document}/a{number}"
        lines[id] = line
        accounts.append(
            make_account(id, [make_claim(field, value) for field, value in claims], stance=stance, as_of=as_of)
        )
    holders = list(holders_of(accounts, lines))
    found = {}

    for field in VALUES:
        claims = [(each, claim) for each in holders for claim in each.account.claims if claim.field == field]
        values = gather(field, claims)
        pairs = [(a, b) for b in range(len(values)) for a in range(b)]
        expected = [(a, b, verdict) for a, b in pairs if (verdict := one_by_one(field, values[a], values[b]))]

        assert expected == list(relate(field, values, found))
        assert expected == list(relate(field, values, found)), "what was found before is told again"


# ---------------------------------------------------------------------------------------------------------------- work


def readings_of(count):
    """So many reports on one shelling, a day after one another, in the same words but for the toll."""
    made = {}
    for number in range(count):
        id = f"d{number:03}"
        claims = [make_claim("killed", make_count(number % 7)), make_claim("place", VALUES["place"][number % 3])]
        account = make_account("a1", claims, ("s0", "s1"), as_of=f"2024-01-{10 + number % 3}")
        sources = make_source(), make_source("s1", name=f"مصدر {number}", kind="official")
        words = "وسمع دوي انفجارات في أنحاء البلدة ثم هرعت سيارات الإسعاف إلى المكان لنقل المصابين إلى المستشفى"
        text = f"قال مصدر أمني إن هجوما استهدف المعسكر وقتل ثلاثة جنود {words}."
        whole = replace(account, statement=Span(0, len(text)))
        made[id] = make_reading([whole], sources=sources, id=id, text=text)
    return made


def steps_of(run):
    """How many steps of the interpreter something takes: the same on any machine, loops without calls included."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(None)
    return count


def comparisons_of(run):
    """How often two values are compared."""
    count = 0

    def counting(frame, event, argument):
        nonlocal count
        count += event == "call" and frame.f_code is compare_in_order.__code__

    sys.setprofile(counting)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.slow
def test_twice_the_reports_on_one_happening_take_no_more_than_about_twice_the_work():
    small, large = (readings_of(count) for count in (50, 100))
    for readings in (small, large):
        assemble([(id, "i1") for id in readings], readings)  # what is remembered of words is known

    few, many = (steps_of(lambda r=each: assemble([(id, "i1") for id in r], r)) for each in (small, large))
    assert many < 3 * few


def test_the_earlier_moments_of_an_incident_take_little_more_than_the_whole_of_it():
    readings = readings_of(24)
    happenings = [(id, "i1") for id in readings]
    since = {id: f"2024-01-{10 + number}T00:00:00Z" for number, id in enumerate(readings)}

    whole = comparisons_of(lambda: assemble(happenings, readings))
    short = comparisons_of(lambda: overview_of("i1", happenings, readings, since, lambda told: str(len(told)), {}))

    assert 0 < whole < short < 5 * whole, "twenty-four moments, each by itself, take about ten times as much"
