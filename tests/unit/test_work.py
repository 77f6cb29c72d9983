"""Reading does not come to do more work than it did, unnoticed; what it does is counted, not timed."""

import json

import pytest
import work


def test_reading_does_no_more_work_than_is_kept():
    allowed = work.kept()
    if allowed is None:
        pytest.skip(f"no figure is kept for Python {work.VERSION}: `make work` keeps one")

    calls = work.measure()

    assert not work.is_more(calls, allowed), (
        f"{calls:,} calls a report, where {allowed:,} are kept: "
        "find what came to be asked of every word (cProfile tells); if it is worth it, `make work` keeps the figure"
    )


def test_twice_the_work_is_more_than_is_let_pass():
    reports = work.make_reports(2)

    def read_twice(text: str) -> object:
        return work.read(text), work.read(text)

    once, twice = work.count_calls(reports), work.count_calls(reports, read_twice)

    assert work.is_more(twice, once)
    assert not work.is_more(once, once)


def test_the_same_reports_take_the_same_work():
    reports = work.make_reports(2)

    assert work.count_calls(reports) == work.count_calls(reports)


def test_a_figure_is_kept_beside_those_of_other_versions(tmp_path, monkeypatch):
    monkeypatch.setattr(work, "KEPT", tmp_path / "work.json")
    monkeypatch.setattr(work, "VERSION", "3.98")
    work.keep(70_000)
    monkeypatch.setattr(work, "VERSION", "3.99")
    work.keep(60_000)

    assert 60_000 == work.kept()
    assert {"calls_a_report": {"3.98": 70_000, "3.99": 60_000}} == json.loads(work.KEPT.read_text(encoding="utf-8"))
