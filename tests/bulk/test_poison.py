"""A report that ends the process which reads it, takes too long or confuses it is refused, and all others are read."""

import signal

import pytest

from bulk_runs import DEADLY, SLOW, SPOILT, UNTAKEN, attempts, records_of, refused_in, reports, run_bulk, write_lines
from riwaya.exports.json import as_dict, to_json
from riwaya.inputs.incoming import Incoming, read_document

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="the system sends no alarms")


def lines_of(records):
    return [to_json(as_dict(read_document(Incoming("", **record)))) for record in records]


def with_one(text, *, count=12, at=5):
    """Reports of which one has another text."""
    records = reports(count)
    records[at] = {"id": "7", "text": text, "published": "2024-01-09"}
    return records, records[:at] + records[at + 1 :]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "limit", "reason"),
    [
        (DEADLY, 60, "reading it ended the process with SIGSEGV"),
        (SLOW, 3, "reading it took longer than 3 seconds"),
        (SPOILT, 60, "reading it raised LookupError: no such word"),
    ],
    ids=["deadly", "slow", "spoilt"],
)
def test_a_report_that_cannot_be_read_is_refused_and_all_others_are_read(tmp_path, text, limit, reason):
    records, others = with_one(text)
    path = write_lines(tmp_path / "reports.jsonl", records)
    run = tmp_path / "run"

    status, said = run_bulk(path, "--to", run, "--shard", 4, "--workers", 2, "--limit", limit, spoil=tmp_path / "spoil")

    assert 1 == status
    assert "11 documents" in said and "1 refused" in said
    [refused] = refused_in(run)
    assert (f"{path}:6", reason, records[5]) == (refused["where"], refused["reason"], refused["record"])
    assert lines_of(others) == records_of(run)
    assert [0, 2, 0] == attempts(run)


@pytest.mark.slow
def test_two_reports_that_end_their_process_are_both_refused(tmp_path):
    records = reports(6)
    for at in (0, 1, 5):
        records[at] = {"text": f"{DEADLY} {at}"}
    path = write_lines(tmp_path / "reports.jsonl", records)

    run_bulk(path, "--to", tmp_path / "run", "--workers", 1, spoil=tmp_path / "spoil")

    assert [f"{path}:1", f"{path}:2", f"{path}:6"] == [each["where"] for each in refused_in(tmp_path / "run")]
    assert lines_of(records[2:5]) == records_of(tmp_path / "run")


@pytest.mark.slow
def test_of_a_file_that_cannot_be_taken_in_the_rest_is_refused_and_other_files_are_read(tmp_path):
    bad = write_lines(tmp_path / "a.jsonl", with_one(UNTAKEN, count=6, at=2)[0])
    good = write_lines(tmp_path / "b.jsonl", reports(3, seed=1))

    run_bulk(bad, good, "--to", tmp_path / "run", "--workers", 1, spoil=tmp_path / "spoil")

    [refused] = refused_in(tmp_path / "run")
    assert str(bad) == refused["where"]
    assert (
        "taking it in ended the process with the status 9 behind 2 documents of it; the rest of it is not read"
        == refused["reason"]
    )
    assert lines_of(reports(6)[:2] + reports(3, seed=1)) == records_of(tmp_path / "run")


@pytest.mark.slow
def test_what_was_refused_is_read_once_what_stood_in_its_way_is_mended(tmp_path):
    records, _ = with_one(DEADLY)
    path = write_lines(tmp_path / "reports.jsonl", records)
    run_bulk(path, "--to", tmp_path / "run", "--workers", 1, spoil=tmp_path / "spoil")
    [rejects] = (tmp_path / "run" / "shards").glob("*/rejects.jsonl")

    assert (0, 0) == (
        run_bulk(rejects, "--to", tmp_path / "again", "--workers", 1)[0],
        len(refused_in(tmp_path / "again")),
    )
    assert lines_of([records[5]]) == records_of(tmp_path / "again")
