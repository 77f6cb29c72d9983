"""`riwaya export` as somebody types it."""

import json
from pathlib import Path

from click.testing import CliRunner

from riwaya.cli import main


def run(*args):
    return CliRunner().invoke(main, ["export", *map(str, args)])


def test_a_store_is_exported_the_same_twice(kept_reports, tmp_path):
    for name in ("one", "two"):
        ended = run("--store", kept_reports, "--format", "jsonl", "--profile", "internal", "--to", tmp_path / name)
        assert (0, "") == (ended.exit_code, ended.output)

    one, two = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "one", tmp_path / "two")
    )
    assert {Path("documents.jsonl"), Path("claims.jsonl"), Path("manifest.json")} < one.keys()
    assert one == two


def test_a_dry_run_writes_nothing(kept_reports, tmp_path):
    ended = run(
        "--store", kept_reports, "--format", "jsonl", "--profile", "internal", "--to", tmp_path / "out", "--dry-run"
    )

    assert 0 == ended.exit_code
    assert [] == list(tmp_path.iterdir())


def test_an_unknown_format_is_told_with_those_that_there_are(kept_reports):
    ended = run("--store", kept_reports, "--format", "docx", "--profile", "internal")

    assert 2 == ended.exit_code
    assert "there is no format 'docx' to export in; there are jsonl" in ended.output


def test_an_unknown_profile_is_told(kept_reports, tmp_path):
    ended = run("--store", kept_reports, "--format", "jsonl", "--profile", "press", "--to", tmp_path / "out")

    assert 2 == ended.exit_code
    assert "there is no profile 'press'" in ended.output


def test_a_line_that_is_no_reading_is_told_and_the_others_are_exported(readings, tmp_path):
    from riwaya.exports.json import as_dict, to_json

    file = tmp_path / "readings.jsonl"
    file.write_text(to_json(as_dict(readings[0])) + "\n{}\n", encoding="utf-8")

    ended = run(file, "--format", "jsonl", "--profile", "internal", "--to", tmp_path / "out")

    assert 1 == ended.exit_code
    assert "readings.jsonl:2: not a reading" in ended.output
    lines = (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert [readings[0].document.id] == [json.loads(line)["id"] for line in lines]
