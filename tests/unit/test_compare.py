"""Two claims of one field: agrees, refines, updates, disputes, denies, or nothing."""

import pytest

from riwaya.reconciling.compare import Voice, compare, name_words

HOSPITAL = Voice("the hospital", "2013-02-12", "asserts", "affirmed")
HOSPITAL_LATER = Voice("the hospital", "2013-02-13", "asserts", "affirmed")
MINISTRY = Voice("the ministry", "2013-02-12", "asserts", "affirmed")
GROUP = Voice("the group", "2013-02-12", "claims_responsibility", "affirmed")
DENIER = Voice("the army", "2013-02-12", "denies", "negated")


def count(low, high=-1, scope="incident", since=None, who=(), **marks):
    return {"low": low, "high": low if high == -1 else high, "scope": scope, "since": since, "who": list(who), **marks}


def place(name, precision="locality", lat=None, lon=None, admin1=None, country="XA", radius_km=2, id=None):
    return {
        "id": id or name, "name_ar": name, "name_en": None, "kind": "town", "country": country, "admin1": admin1,
        "admin1_en": None, "lat": lat, "lon": lon, "radius_km": radius_km, "precision": precision,
    }  # fmt: skip


def party(name, kind="political_militia", country="XA", id=None):
    return {"id": id, "name_ar": name, "name_en": None, "kind": kind, "country": country}


def weapon(id, low=None, high=-1):
    bounds = {"low": low, "high": low if high == -1 else high} if low is not None else None
    return {"id": id, "name_en": id, "count": bounds}


def days(earliest, latest=None):
    return {"earliest": earliest, "latest": latest or earliest, "grain": "day"}


def open_until(latest):
    return {"earliest": None, "latest": latest, "grain": "open"}


COUNTS = [
    ("the same number", count(5), count(5), HOSPITAL, MINISTRY, "agrees"),
    ("two numbers of one day, two lines", count(5), count(7), HOSPITAL, MINISTRY, "disputes"),
    ("two numbers, one line, one day", count(5), count(7), HOSPITAL, HOSPITAL, None),
    ("a later number of the same line", count(5), count(7), HOSPITAL, HOSPITAL_LATER, "updates"),
    ("a later number of another line", count(5), count(7), MINISTRY, HOSPITAL_LATER, "updates"),
    ("at least five and seven", count(5, None), count(7), HOSPITAL, MINISTRY, "refines"),
    ("at least five and four", count(5, None), count(4), HOSPITAL, MINISTRY, "disputes"),
    ("67 within a range of 63 to 77", count(63, 77), count(67), HOSPITAL, MINISTRY, "refines"),
    ("dozens and thirty", count(24, None), count(30), HOSPITAL, MINISTRY, "refines"),
    ("dozens and ten", count(24, None), count(10), HOSPITAL, MINISTRY, "disputes"),
    ("none and two", count(0), count(2), HOSPITAL, MINISTRY, "disputes"),
    ("none and none", count(0), count(0), HOSPITAL, MINISTRY, "agrees"),
    ("of the incident and since the war began", count(5), count(900, scope="cumulative"), HOSPITAL, MINISTRY, None),
    ("counted since two days", count(9, since="2013-01-01"), count(8, since="2012-01-01"), HOSPITAL, MINISTRY, None),
    ("told as risen", count(9), count(12, rises=True), HOSPITAL, MINISTRY, "updates"),
    ("the figure before", count(9, superseded=True), count(12), HOSPITAL, MINISTRY, "updates"),
    ("a first toll", count(4, first=True), count(9), HOSPITAL, MINISTRY, "updates"),
    ("a lower number of another line, later", count(7), count(5), MINISTRY, HOSPITAL_LATER, None),
    ("counted at another day than spoken", count(5, as_of="2013-02-11"), count(7), HOSPITAL, HOSPITAL, "updates"),
    (
        "nobody and two soldiers",
        count(0),
        count(2, who=[{"group": "soldiers", "low": 2, "high": 2}]),
        HOSPITAL,
        MINISTRY,
        "disputes",
    ),
    ("nobody and a guard told of", count(0), count(1, None, partial=True), HOSPITAL, MINISTRY, "disputes"),
    ("no foreigner and a guard told of", count(0, partial=True), count(1), HOSPITAL, MINISTRY, None),
    ("of a day and of one raid", count(60, period=True), count(8), HOSPITAL, MINISTRY, None),
    ("of a day, and more of one raid", count(8, period=True), count(60), HOSPITAL, MINISTRY, "disputes"),
    ("some of the twelve", count(5, some=True), count(12), HOSPITAL, MINISTRY, None),
    ("more than those they are some of", count(15, some=True), count(12), HOSPITAL, MINISTRY, "disputes"),
    ("set against a first toll", count(4, first=True), count(9, contrasted=True), HOSPITAL, MINISTRY, "disputes"),
    ("a correction with but", count(4, first=True), count(9, contrasted=True), HOSPITAL, HOSPITAL, "updates"),
    (
        "only two soldiers and thirty people",
        count(2, only=True, who=[{"group": "soldiers", "low": 2, "high": 2}]),
        count(30),
        HOSPITAL,
        MINISTRY,
        "disputes",
    ),
    ("one told of, nobody counted", count(1, partial=True), count(9), HOSPITAL, MINISTRY, None),
    (
        "soldiers and children",
        count(2, who=[{"group": "soldiers", "low": 2, "high": 2}]),
        count(3, who=[{"group": "children", "low": 3, "high": 3}]),
        HOSPITAL,
        MINISTRY,
        None,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "a", "b", "one", "other", "expected"), COUNTS, ids=[row[0] for row in COUNTS])
def test_counts(what, a, b, one, other, expected):
    verdict = compare("killed", a, b, one, other)

    assert expected == (verdict and verdict.relation)


@pytest.mark.parametrize(("what", "a", "b", "one", "other", "expected"), COUNTS, ids=[row[0] for row in COUNTS])
def test_counts_the_other_way_round(what, a, b, one, other, expected):
    verdict = compare("killed", b, a, other, one)

    assert expected == (verdict and verdict.relation)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("hit", "hit", "agrees"),
        ("hit", "intercepted", "disputes"),
        ("damage", "repelled", "disputes"),
        ("damage", "no_damage", "disputes"),
        ("hit", "damage", "agrees"),
        ("intercepted", "repelled", "agrees"),
        ("missed", "hit", "disputes"),
        ("damage", "no_casualties", None),
        ("intercepted", "no_casualties", None),
    ],
)
def test_outcomes(a, b, expected):
    verdict = compare("outcome", a, b, GROUP, MINISTRY)

    assert expected == (verdict and verdict.relation)


def test_one_line_does_not_dispute_its_own_outcome():
    assert compare("outcome", "hit", "intercepted", GROUP, GROUP) is None


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (place("المرج"), place("المرج"), "agrees"),
        (place("المرج", lat=33.0, lon=44.0, admin1="السهل"), place("السهل", "admin1", admin1="السهل"), "refines"),
        (place("المرج", lat=33.0, lon=44.0), place("بلاد", "country", id="XA"), "refines"),
        (place("المرج", lat=33.0, lon=44.0), place("النهر", lat=33.2, lon=44.1), "agrees"),
        (place("المرج", lat=33.0, lon=44.0), place("الجبل", lat=36.0, lon=44.0), None),
        (place("المرج"), place("الجبل"), None),
    ],
    ids=["same", "in its province", "in its country", "two towns near by", "two towns far apart", "no points"],
)
def test_places(a, b, expected):
    verdict = compare("place", a, b, HOSPITAL, MINISTRY)

    assert expected == (verdict and verdict.relation)


@pytest.mark.parametrize(
    ("a", "b", "one", "other", "expected"),
    [
        (party("لواء النهر", id="XA.river"), party("لواء النهر", id="XA.river"), GROUP, MINISTRY, "agrees"),
        (party("مقاتلو لواء النهر"), party("لواء النهر"), GROUP, MINISTRY, "refines"),
        (party("مسلحون", kind="unidentified"), party("لواء النهر", id="XA.river"), HOSPITAL, MINISTRY, "refines"),
        (
            party("لواء النهر", id="XA.river"),
            party("جيش الساحل", id="XB.coast", country="XB"),
            HOSPITAL,
            MINISTRY,
            None,
        ),
        (
            party("لواء النهر", id="XA.river"),
            party("جيش الساحل", id="XB.coast", country="XB"),
            Voice("one", None, "accuses", "affirmed"),
            Voice("two", None, "accuses", "affirmed"),
            "disputes",
        ),
        (party("جيش الساحل", id="XB.coast"), party("جيش الساحل", id="XB.coast"), MINISTRY, DENIER, "denies"),
    ],
    ids=["same id", "fuller name", "nobody named", "two named in passing", "two blamed", "denied"],
)
def test_actors(a, b, one, other, expected):
    verdict = compare("actor", a, b, one, other)

    assert expected == (verdict and verdict.relation)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (weapon("drone", 2), weapon("drone", 2), "agrees"),
        (weapon("drone"), weapon("drone", 2), "refines"),
        (weapon("missile"), weapon("ballistic_missile"), "refines"),
        (weapon("rocket", 24), weapon("rocket", 14), "disputes"),
        (weapon("drone", 1), weapon("drone", 3), None),
        (weapon("drone"), weapon("mortar"), None),
    ],
    ids=["same", "with a count", "a kind of it", "two counts", "one of several", "two weapons"],
)
def test_weapons(a, b, expected):
    verdict = compare("weapon", a, b, GROUP, MINISTRY)

    assert expected == (verdict and verdict.relation)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (days("2013-02-12"), days("2013-02-12"), "agrees"),
        (days("2013-02-12"), days("2013-02-01", "2013-02-28"), "refines"),
        (days("2013-02-12"), open_until("2013-02-13"), "refines"),
        (days("2013-02-12"), open_until("2013-02-11"), None),
        (days("2013-02-12"), days("2013-02-10"), "disputes"),
        (days("2013-02-12"), days("2013-02-11"), None),
    ],
    ids=["same", "in the month", "open", "open before", "two days", "the day before"],
)
def test_days(a, b, expected):
    verdict = compare("happened", a, b, HOSPITAL, MINISTRY)

    assert expected == (verdict and verdict.relation)


def test_a_reason_names_the_figures():
    verdict = compare("killed", count(5), count(7), HOSPITAL, MINISTRY)

    assert verdict == ("disputes", "5 against 7, as of the same day")


@pytest.mark.parametrize(
    ("owner", "hit", "witness", "said", "expected"),
    [
        (GROUP, "military_base", MINISTRY, "school", "disputes"),
        (GROUP, "rebel_group", MINISTRY, "house", "disputes"),
        (GROUP, "house", MINISTRY, "school", None),
        (HOSPITAL, "military_base", MINISTRY, "school", None),
        (GROUP, "military_base", GROUP, "school", None),
    ],
    ids=["a base or a school", "fighters or a house", "two houses", "nobody owns up to it", "one line"],
)
def test_whoever_owns_up_to_an_attack_on_fighters_is_disputed_by_who_saw_a_school_hit(
    owner, hit, witness, said, expected
):
    one, other = party("مقر الرعد", kind=hit), party("دار النور", kind=said)

    forth, back = compare("target", one, other, owner, witness), compare("target", other, one, witness, owner)

    assert (expected, expected) == (forth and forth.relation, back and back.relation)


@pytest.mark.parametrize(
    ("one", "other"),
    [("القوات الأميركية", "قوات أمريكية"), ('السفينة "نجمة الصباح"', "سفينة نجمة الصباح"), ("كوردستان", "كردستان")],
)
def test_the_words_of_a_name_have_one_spelling_and_no_marks(one, other):
    assert name_words(one) == name_words(other)
