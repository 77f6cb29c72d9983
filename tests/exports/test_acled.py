"""The layout of ACLED, read by the columns and codes that it publishes."""

import csv
from dataclasses import replace
from datetime import date

import pytest

from builders import make_claim, make_count
from cases import DAY, case_of, export, party, place, read, time
from codebooks import ACLED
from riwaya.exports.acled import why_none
from riwaya.exports.codes import acled_type
from riwaya.exports.material import Held, of_readings
from riwaya.exports.sentences import sentence_of
from riwaya.knowledge.load import DATA

THEIRS = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
).split(",")
OURS = (
    "fatalities_min,fatalities_max,injuries_min,injuries_max,fatalities_as_of,n_reports,n_independent_sources,"
    "contested,contested_slots,claim_ids,evidence_url,data_status"
).split(",")
DISORDERS = {
    "Battles": {"Political violence"},
    "Explosions/Remote violence": {"Political violence"},
    "Violence against civilians": {"Political violence"},
    "Protests": {"Demonstrations", "Political violence; Demonstrations"},
    "Riots": {"Demonstrations", "Political violence"},
    "Strategic developments": {"Strategic developments"},
}


@pytest.fixture
def rows(material, tmp_path):
    export(material, "acled", tmp_path / "acled.csv")
    return read(tmp_path / "acled.csv")


def test_the_columns_are_theirs_in_their_order_and_then_ours(rows):
    assert [*THEIRS, *OURS] == list(rows[0])
    assert (31, 12) == (len(THEIRS), len(OURS))


def test_every_code_is_one_of_theirs(rows):
    for row in rows:
        date.fromisoformat(row["event_date"])
        assert row["year"] == row["event_date"][:4]
        assert row["sub_event_type"] in ACLED[row["event_type"]].split("|")
        assert row["disorder_type"] in DISORDERS[row["event_type"]]
        assert {row["time_precision"], row["geo_precision"]} <= set("123")
        assert {row["inter1"], row["inter2"]} <= set("12345678") | {""}
        assert row["civilian_targeting"] in ("", "Civilian targeting")
        assert row["iso"].isdigit() and row["timestamp"].isdigit()


def test_no_id_looks_like_one_of_theirs(rows):
    assert {"RIWAYA-"} == {row["event_id_cnty"][:7] for row in rows}


def test_the_shelling_of_the_market_is_told_as_the_reports_tell_it(rows):
    row = next(row for row in rows if row["sub_event_type"] == "Shelling/artillery/missile attack")

    told = {name: row[name] for name in ("event_date", "country", "iso", "region", "admin1", "location", "inter1",
            "inter2", "interaction", "actor2", "civilian_targeting", "fatalities", "fatalities_min", "fatalities_max",
            "injuries_min", "injuries_max", "fatalities_as_of", "n_reports", "n_independent_sources", "contested",
            "contested_slots", "data_status")}  # fmt: skip
    assert {
        "event_date": "2024-05-13",
        "country": "Syria",
        "iso": "760",
        "region": "Middle East",
        "admin1": "Idlib",
        "location": "Ariha",
        "inter1": "3",
        "inter2": "7",
        "interaction": "37",
        "actor2": "Civilians",
        "civilian_targeting": "Civilian targeting",
        "fatalities": "5",
        "fatalities_min": "5",
        "fatalities_max": "8",
        "injuries_min": "23",
        "injuries_max": "23",
        "fatalities_as_of": "2024-05-14",
        "n_reports": "4",
        "n_independent_sources": "4",
        "contested": "1",
        "contested_slots": "actor target killed",
        "data_status": "denied",
    } == told


def test_where_nobody_tells_of_dead_there_is_no_zero(rows):
    row = next(row for row in rows if row["sub_event_type"] == "Abduction/forced disappearance")

    assert ("", "", "") == (row["fatalities"], row["fatalities_min"], row["fatalities_max"])


def test_the_sentence_says_who_says_what_and_what_is_disputed():
    case = case_of("shelling", [place(), DAY, make_claim("killed", make_count(4))])

    assert "Shelling at Ariha, Idlib, SY on 2024-05-13, in 1 report: الدفاع المدني asserts (killed: 4)." == sentence_of(
        case
    )


def test_who_denies_says_what_he_says_and_not_what_he_denies():
    claims = [place("near"), DAY, make_claim("killed", make_count(4)), make_claim("outcome", "intercepted")]

    sentence = sentence_of(case_of("drone_attack", claims, stance="denies"))

    assert sentence.startswith("Drone attack near Ariha")
    assert "الدفاع المدني denies it and says: intercepted" in sentence
    assert "4" not in sentence.replace("2024", "")


@pytest.mark.parametrize(
    "claims, reason",
    [
        ([place(), DAY], None),
        ([DAY], "no_place"),
        ([place("country"), DAY], "place_too_coarse"),
        ([place()], "no_date"),
        ([place(), time(None, "2024-05-14", "open")], "no_date"),
        ([place(), time("2024-05-01", "2024-05-31", "month")], None),
        ([place(), time("2024-01-01", "2024-12-31", "year")], "time_too_coarse"),
    ],
)
def test_what_the_layout_has_no_code_for_has_no_row_and_a_reason(claims, reason):
    assert reason == why_none(case_of("shelling", claims))


def test_two_days_that_are_told_make_no_single_one(tmp_path):
    days = [time(day, day, "day") for day in ("2024-05-13", "2024-05-15")]
    case = case_of("shelling", [place(), *days])

    export(Held(dict(case.readings), [case]), "acled", tmp_path / "acled.csv")

    assert [("2024-05-13", "2")] == [(row["event_date"], row["time_precision"]) for row in read(tmp_path / "acled.csv")]


def test_what_is_only_threatened_has_no_row():
    assert "told_as_not_done" == why_none(case_of("shelling", [place(), DAY], stance="threatens"))


@pytest.mark.parametrize(
    "type, claims, sub_event",
    [
        ("seizure", [party("actor", "state_forces")], "Government regains territory"),
        ("seizure", [party("actor", "rebel_group")], "Non-state actor overtakes territory"),
        ("attack", [party("target", "civilians")], "Attack"),
        ("attack", [party("target", "military_base")], "Armed clash"),
        ("drone_attack", [make_claim("outcome", "intercepted")], "Disrupted weapons use"),
        ("drone_attack", [make_claim("outcome", "intercepted"), make_claim("outcome", "damage")], "Air/drone strike"),
        ("drone_attack", [], "Air/drone strike"),
    ],
)
def test_a_type_is_narrowed_as_theirs_are(type, claims, sub_event):
    assert sub_event == acled_type(case_of(type, [place(), DAY, *claims])).sub_event


def test_every_row_of_the_narrower_types_speaks_their_words():
    lines = (DATA / "codebook" / "acled_narrower.tsv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines, delimiter="\t"):
        assert row["acled_sub_event"] in ACLED[row["acled_event"]].split("|")
        assert row["acled_disorder"] in DISORDERS[row["acled_event"]]
        assert row["why"]


def test_what_has_no_row_stands_in_a_file_beside(readings, tmp_path):
    apart = replace(readings[0], document=replace(readings[0].document, published=None))
    unplaced = replace(apart, accounts=tuple(
        replace(each, claims=tuple(claim for claim in each.claims if claim.field != "place")) for each in apart.accounts
    ))  # fmt: skip
    export(of_readings([unplaced]), "acled", tmp_path / "acled.csv")

    assert [] == read(tmp_path / "acled.csv")
    assert ["no_place"] == [row["reason"] for row in read(tmp_path / "acled.rejects.csv")]
