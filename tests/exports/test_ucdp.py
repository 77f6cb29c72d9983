"""The layout of UCDP GED, read by the columns and codes that it publishes."""

from datetime import datetime

import pytest

from builders import make_claim, make_count
from cases import DAY, case_of, export, of_columns, party, place, read, time
from riwaya.exports.ucdp import _deaths, grid_cell, sides_of, why_none

THEIRS = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,"
    "dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,"
    "number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"
    "where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,"
    "region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,"
    "low,gwnoa,gwnob"
).split(",")
IDS = (
    "id,conflict_dset_id,conflict_new_id,dyad_dset_id,dyad_new_id,side_a_dset_id,side_a_new_id,side_b_dset_id,"
    "side_b_new_id,country_id,gwnoa,gwnob"
).split(",")
FIGHT = [party("actor", "state_forces", "الجيش"), party("target", "rebel_group", "الفصيل"), place(), DAY]


@pytest.fixture
def rows(material, tmp_path):
    export(material, "ucdp", tmp_path / "ucdp.csv")
    return read(tmp_path / "ucdp.csv")


def killed(*counts, who=()):
    groups = [{"group": group, "low": number, "high": number} for group, number in who]
    return [make_claim("killed", make_count(count, who=groups)) for count in counts]


def test_the_columns_are_theirs_in_their_order(rows):
    assert 49 == len(THEIRS)
    assert THEIRS == list(rows[0])[:49]


def test_no_id_of_theirs_is_invented(rows):
    assert [dict.fromkeys(IDS, "") for _ in rows] == [of_columns(row, *IDS) for row in rows]


def test_the_shelling_of_the_market_is_told_as_the_reports_tell_it(rows):
    (row,) = rows

    assert {
        "type_of_violence": "3",
        "side_a": "فصيل لواء السفح",
        "side_b": "Civilians",
        "number_of_sources": "4",
        "source_original": "الدفاع المدني; فصيل لواء السفح; رئيس المجلس المحلي; مديرية الصحة في إدلب",
        "where_prec": "1",
        "country": "Syria",
        "region": "Middle East",
        "event_clarity": "1",
        "date_prec": "1",
        "deaths_a": "",
        "deaths_b": "",
        "deaths_civilians": "",
        "deaths_unknown": "5",
        "best": "5",
        "high": "8",
        "low": "5",
    } == of_columns(
        row, "type_of_violence", "side_a", "side_b", "number_of_sources", "source_original", "where_prec", "country",
        "region", "event_clarity", "date_prec", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
        "high", "low",
    )  # fmt: skip
    assert datetime(2024, 5, 13) == datetime.strptime(row["date_start"], "%Y-%m-%d %H:%M:%S.%f")


def test_what_does_not_qualify_stands_beside_with_the_reason(rows, tmp_path):
    told = [(row["type"], row["reason"]) for row in read(tmp_path / "ucdp.rejects.csv")]

    assert [("drone_attack", "no_death"), ("abduction", "not_violence")] == told


@pytest.mark.parametrize(
    "claims, reason",
    [
        ([*FIGHT, *killed(3)], None),
        (FIGHT, "deaths_unknown"),
        ([*FIGHT, *killed(0)], "no_death"),
        ([*FIGHT[1:], *killed(3)], "no_known_party"),
        ([party("actor", "unidentified"), *FIGHT[1:], *killed(3)], "no_known_party"),
        ([*FIGHT[:2], DAY, *killed(3)], "no_place"),
        ([*FIGHT[:3], *killed(3)], "no_date"),
        ([*FIGHT[:3], time("2020-01-01", "2024-01-01", "open"), *killed(3)], "time_too_coarse"),
    ],
)
def test_it_takes_deaths_between_known_parties(claims, reason):
    assert reason == why_none(case_of("clash", claims))


@pytest.mark.parametrize(
    "actor, target, violence",
    [
        ("state_forces", "rebel_group", 1),
        ("external_forces", "state_forces", 1),
        ("political_militia", "rebel_group", 2),
        ("political_militia", "civilians", 3),
        ("state_forces", "hospital", 3),
    ],
)
def test_the_type_of_violence_follows_from_who_fought_whom(actor, target, violence):
    assert violence == sides_of(case_of("clash", [party("actor", actor), party("target", target)])).violence


@pytest.mark.parametrize(
    "who, told",
    [
        ((), (None, None, None, 7)),
        ((("soldiers", 3), ("fighters", 2)), (3, 2, None, 2)),
        ((("civilians", 5), ("children", 2)), (None, None, 5, 2)),
        ((("women", 2),), (None, None, None, 7)),
    ],
)
def test_the_dead_are_of_a_side_as_far_as_the_words_tell(who, told):
    deaths = _deaths(case_of("clash", [*FIGHT, *killed(7, who=who)]))

    assert told == (deaths["deaths_a"], deaths["deaths_b"], deaths["deaths_civilians"], deaths["deaths_unknown"])
    assert 7 == deaths["best"] == sum(filter(None, told))


def test_soldiers_between_two_states_are_of_neither_side():
    sides = [party("actor", "state_forces", "الجيش"), party("target", "external_forces", "القوات")]
    deaths = _deaths(case_of("clash", [*sides, place(), DAY, *killed(3, who=(("soldiers", 3),))]))

    assert (None, None, 3) == (deaths["deaths_a"], deaths["deaths_b"], deaths["deaths_unknown"])


@pytest.mark.parametrize("point, cell", [((-46.75, 37.75), 62356), ((-90, -180), 1), ((90, 180), 259200)])
def test_the_cells_are_numbered_as_prio_numbers_them(point, cell):
    assert cell == grid_cell(*point)
