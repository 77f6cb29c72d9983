"""The page on speed says what was measured, and says so where something was not."""

import copy
import json
import re

import bench
import pytest

import write_benchmarks
from write_benchmarks import TABLES, load_results, render, rows


@pytest.fixture
def results():
    return copy.deepcopy(load_results())


def test_the_page_says_what_is_kept(results):
    page = write_benchmarks.PAGE.read_text(encoding="utf-8")

    assert render(page, results) == page, "run make docs"


def test_another_figure_makes_another_page(results):
    page = write_benchmarks.PAGE.read_text(encoding="utf-8")
    results["reading"]["figures"]["rate"]["per_second"] *= 2

    assert render(page, results) != page


def test_what_was_not_measured_is_said_to_be_so(results):
    page = write_benchmarks.PAGE.read_text(encoding="utf-8")
    del results["encoder"]

    assert "<!-- bench: encoder -->\nNot measured yet.\n<!-- end -->" in render(page, results)


def test_every_table_has_its_place_on_the_page():
    page = write_benchmarks.PAGE.read_text(encoding="utf-8")

    assert set(re.findall("<!-- bench: ([a-z-]+) -->", page)) == {*TABLES, "machines"}


def test_every_part_tells_when_and_on_what_it_was_measured(results):
    for name, each in results.items():
        assert name in (*bench.PARTS, "million")
        assert each["machine"]["python"] and each["machine"]["processor"] and each["versions"]["riwaya"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", each["day"]) and each["took_s"] >= 0


def test_every_drawing_on_the_page_is_there():
    page = write_benchmarks.PAGE.read_text(encoding="utf-8")

    drawn = re.findall(r"\]\(how-fast/(\w+)\.svg\)", page)
    assert set(drawn) == set(write_benchmarks.DRAWN)
    for name in drawn:
        assert (write_benchmarks.PLOTS / f"{name}.svg").read_text(encoding="utf-8").count("<path") > 3


def test_a_part_is_kept_beside_the_others(tmp_path):
    path = tmp_path / "results.json"
    bench.keep("reading", {"figures": 1}, path)
    bench.keep("desk", {"figures": 2}, path)

    assert json.loads(path.read_text()) == {"reading": {"figures": 1}, "desk": {"figures": 2}}


def test_what_is_measured_is_told_with_the_machine():
    told = bench.measured(lambda: {"seconds": 1})

    assert told["figures"] == {"seconds": 1}
    assert told["machine"]["processors"] >= 1 and told["versions"]["code"]


def test_a_table_is_as_wide_as_its_head():
    assert rows(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --: |\n| 1 | 2 |\n"
