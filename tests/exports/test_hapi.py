"""The layout of HDX HAPI's conflict events, read by the columns and codes that it publishes."""

import json
from datetime import date

import pytest

from builders import make_claim, make_count
from cases import DAY, case_of, export, of_columns, party, place, read, time
from riwaya.exports.cells import Cells
from riwaya.exports.hapi import Cell, Sum, _rows, cells_of
from riwaya.exports.material import Held
from riwaya.knowledge.load import DATA, Table

THEIRS = (
    "location_code,has_hrp,in_gho,provider_admin1_name,provider_admin2_name,admin1_code,admin1_name,admin2_code,"
    "admin2_name,admin_level,event_type,events,fatalities,reference_period_start,reference_period_end,dataset_hdx_id,"
    "resource_hdx_id,warning,error"
).split(",")
HIT = [party("target", "market"), place(), DAY]


@pytest.fixture
def rows(material, tmp_path):
    export(material, "hapi", tmp_path / "hapi.csv")
    return read(tmp_path / "hapi.csv")


def told(cells, smallest):
    sums = {Cell("SYR", "Idlib", "", "2024-05", type): Sum(events) for type, events in cells.items()}
    counted = Cells(smallest)
    return {row["event_type"]: row["events"] for row in _rows(sums, counted)}, counted.suppressed


def test_the_columns_are_theirs_in_their_order_behind_their_mark(rows, tmp_path):
    assert (tmp_path / "hapi.csv").read_bytes().startswith(b"\xef\xbb\xbflocation_code,")
    assert THEIRS == list(rows[0])


def test_every_code_is_one_of_theirs(rows):
    for row in rows:
        assert row["event_type"] in ("civilian_targeting", "demonstration", "political_violence")
        assert row["admin_level"] in ("0", "1", "2")
        start, end = map(date.fromisoformat, (row["reference_period_start"], row["reference_period_end"]))
        assert (1, start.year, start.month) == (start.day, end.year, end.month)
        assert 1 <= int(row["events"])


def test_the_months_of_the_reports_are_summed_by_region(rows):
    names = ("location_code", "admin1_code", "admin1_name", "event_type", "events", "fatalities")

    assert [
        ["IRQ", "IQG13", "Kirkuk", "political_violence", "1", "0"],
        ["SDN", "SD13", "North Kordofan", "civilian_targeting", "1", ""],
        ["SDN", "SD13", "North Kordofan", "political_violence", "1", ""],
        ["SYR", "SY07", "Idleb", "civilian_targeting", "1", "5"],
        ["SYR", "SY07", "Idleb", "political_violence", "1", "5"],
    ] == [list(of_columns(row, *names).values()) for row in rows]


def test_a_sum_of_which_nobody_told_is_empty_and_says_so(rows):
    (row,) = (row for row in rows if row["location_code"] == "SDN" and row["event_type"] == "political_violence")

    assert ("", "1 of 1 events have no count of the dead") == (row["fatalities"], row["warning"])


@pytest.mark.parametrize(
    "claims, found",
    [
        (HIT, ("political_violence", "civilian_targeting")),
        ([party("target", "military_base"), place(), DAY], ("political_violence",)),
        ([party("target", "market"), DAY], "no_country"),
        ([party("target", "market"), place()], "no_month"),
        ([party("target", "market"), place(), time("2024-05-30", "2024-06-02", "day")], "no_month"),
    ],
)
def test_an_incident_counts_where_its_country_and_its_month_are_told(claims, found):
    cells = cells_of(case_of("shelling", claims))

    assert found == (cells if isinstance(cells, str) else tuple(cell.type for cell in cells))


@pytest.mark.parametrize(
    "told_place, levels",
    [
        (place(), ("Idlib", "")),
        (place("admin2", kind="district", name_en="Ariha district"), ("Idlib", "Ariha district")),
        (place("country", admin1=None, admin1_en=None, kind="country"), ("", "")),
    ],
)
def test_an_incident_counts_once_at_the_narrowest_level_that_is_told(told_place, levels):
    cells = cells_of(case_of("shelling", [party("target", "military_base"), told_place, DAY]))

    assert [levels] == [(cell.admin1, cell.admin2) for cell in cells]


def test_threats_and_talks_count_in_no_cell():
    assert "told_as_not_done" == cells_of(case_of("shelling", HIT, stance="threatens"))
    assert "other_type" == cells_of(case_of("negotiation", HIT))


@pytest.mark.parametrize(
    "cells, smallest, rows, suppressed",
    [
        ({"political_violence": 5}, 3, {"political_violence": 5}, 0),
        ({"political_violence": 2}, 3, {}, 1),
        ({"political_violence": 9, "civilian_targeting": 4}, 3, {"political_violence": 9, "civilian_targeting": 4}, 0),
        ({"political_violence": 5, "civilian_targeting": 4}, 3, {"political_violence": 5}, 1),
        ({"political_violence": 4, "civilian_targeting": 4}, 3, {"political_violence": 4, "civilian_targeting": 4}, 0),
        ({"political_violence": 9, "civilian_targeting": 2}, 3, {"political_violence": 9}, 1),
    ],
)
def test_a_cell_that_is_too_small_is_not_told_nor_can_it_be_reckoned(cells, smallest, rows, suppressed):
    assert (rows, suppressed) == told(cells, smallest)


def test_the_package_tells_how_much_is_left_out_and_never_which(tmp_path):
    cases = [case_of("shelling", HIT), case_of("shelling", [*HIT, make_claim("killed", make_count(3))])]
    apart = [case_of("shelling", [DAY])]
    material = Held(dict(cases[0].readings), [*cases, *apart])

    export(material, "hapi", tmp_path / "hapi.csv", cells=Cells(3))

    package = json.loads((tmp_path / "hapi.datapackage.json").read_text(encoding="utf-8"))
    assert ({"no_country": 1}, 2) == (package["riwaya"]["left_out"], package["riwaya"]["suppressed"])
    assert [] == read(tmp_path / "hapi.csv")


def test_each_p_code_is_of_its_country_and_stands_once():
    codes = Table(DATA / "places" / "pcodes.tsv")
    found = [codes.row(id)["pcode"] for id in codes]

    assert len(found) == len(set(found))
    assert [] == [id for id in codes if codes.row(id)["pcode"][:2] != id[2:4]]
