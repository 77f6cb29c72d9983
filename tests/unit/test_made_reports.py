"""Made reports: each can be made by itself, and our readers take the files that they are written to."""

import gzip
import statistics

import pytest
from made_reports import BLOCK, make_report, make_reports, write

from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming


@pytest.fixture(scope="module")
def reports():
    return list(make_reports(2 * BLOCK))


def test_a_report_can_be_made_without_those_before_it(reports):
    assert reports[300:310] == list(make_reports(10, start=300))
    assert make_report(300, seed=2) != reports[300]


def test_no_text_comes_twice(reports):
    assert len({report.text for report in reports}) == len(reports)


def test_reports_are_as_long_as_those_of_the_press(reports):
    words = [len(report.text.split()) for report in reports]

    assert 17 <= min(words) and max(words) <= 640
    assert 100 <= statistics.median(words) <= 160
    assert max(words) > 450


def test_several_outlets_tell_of_one_happening_in_their_own_words(reports):
    told: dict[int, set[tuple[str, str]]] = {}
    for report in reports:
        for happening in report.happenings:
            told.setdefault(happening, set()).add((report.publisher, report.text))

    assert sum(len(each) > 3 for each in told.values()) > 20
    assert sum(not report.happenings for report in reports) > 20
    assert sum(len(report.happenings) == 2 for report in reports) > 5


def test_a_reprint_is_of_the_same_happenings_and_mostly_the_same_text(reports):
    by_id = {report.id: report for report in reports}
    reprints = [report for report in reports if report.reprints]

    assert len(reprints) > 20
    for reprint in reprints:
        original = by_id[reprint.reprints]
        assert original.happenings == reprint.happenings
        words = set(reprint.text.split())
        assert len(words & set(original.text.split())) > 0.7 * len(words)


def test_the_days_move_on():
    assert make_report(0).published < make_report(100_000).published < make_report(999_999).published < "2024"


@pytest.mark.parametrize("name", ["made.jsonl", "made.jsonl.gz", "made.parquet"])
def test_our_readers_take_what_is_written(reports, tmp_path, name):
    write(make_reports(40), tmp_path / name)

    read = list(find_documents([str(tmp_path / name)]))

    assert all(isinstance(each, Incoming) for each in read)
    assert [tuple(report[:6]) for report in reports[:40]] == [
        (each.id, each.url, each.publisher, each.title or "", each.published, each.text) for each in read
    ]


def test_the_truth_is_a_table_beside_them(reports, tmp_path):
    write(make_reports(60), tmp_path / "made.jsonl.gz", tmp_path / "truth.tsv")

    rows = [row.split("\t") for row in (tmp_path / "truth.tsv").read_text(encoding="utf-8").splitlines()]

    assert [(r.id, ",".join(map(str, r.happenings)), r.reprints or "") for r in reports[:60]] == [*map(tuple, rows)]
    assert 60 == len(gzip.decompress((tmp_path / "made.jsonl.gz").read_bytes()).splitlines())
