"""Over our own reports and over made ones `riwaya bulk read` gives the records of `riwaya read`, to the byte."""

from pathlib import Path

import pytest
from made_reports import make_reports, write

from bulk_runs import ROOT, records_of, run_bulk
from riwaya.exports.json import as_dict, to_json
from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming, read_document
from riwaya.inputs.publishers import with_known

DAY = "2024-01-15"


def read_all(*paths: Path) -> list[str]:
    found = [each for each in find_documents(map(str, paths)) if isinstance(each, Incoming)]
    return [to_json(as_dict(read_document(with_known(each, {"published": DAY})))) for each in found]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".jsonl", ".parquet", ".jsonl.gz"])
def test_made_reports_give_the_same_records_in_bulk(tmp_path, suffix):
    path = tmp_path / f"reports{suffix}"
    write(make_reports(250, start=1000), path)

    run_bulk(path, "--to", tmp_path / "run", "--shard", 60, "--workers", 2, "--published", DAY)

    records = records_of(tmp_path / "run")
    assert 250 == len(records)
    assert read_all(path) == records


@pytest.mark.slow
def test_our_own_reports_give_the_same_records_in_bulk(tmp_path):
    folders = [ROOT / "examples", ROOT / "tests" / "golden"]

    run_bulk(*folders, "--to", tmp_path / "run", "--shard", 20, "--workers", 2, "--published", DAY)

    records = records_of(tmp_path / "run")
    assert len(records) > 50
    assert read_all(*folders) == records
