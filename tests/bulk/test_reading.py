"""`riwaya bulk read` gives what `riwaya read` gives, whatever the input is and however it is cut."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from riwaya.bulk.folder import readings
from riwaya.cli import main
from riwaya.exports.json import as_dict, to_json
from riwaya.inputs.readings import find_readings

REPORTS = [
    "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب.",
    "أعلنت الشرطة في كركوك إصابة شخصين بانفجار عبوة ناسفة، ونفى متحدث وقوع قتلى.",
    "لا جديد اليوم.",
    "نقلت وكالة عن شهود عيان أن طائرة مسيرة استهدفت معسكرا قرب تعز فجر الأحد.",
]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def read_lines(*arguments: object) -> list[str]:
    return run("read", *arguments, "--format", "jsonl").stdout.splitlines()


def bulk_lines(folder: Path) -> list[str]:
    return [to_json(as_dict(reading)) for reading in readings(folder)]


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A file of JSON Lines with ten reports, one of them twice."""
    path = tmp_path / "reports.jsonl"
    records = [{"text": REPORTS[n % 4], "published": f"2024-01-{n + 10}", "publisher": "الصحيفة"} for n in range(9)]
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in [*records, records[0]]))
    return path


def test_a_file_read_in_shards_gives_what_it_gives_read_at_once(lines, tmp_path):
    done = run("bulk", "read", lines, "--to", tmp_path / "run", "--shard", 3, "--workers", 2)

    assert 0 == done.exit_code, done.output
    assert 4 == len(list((tmp_path / "run" / "shards").iterdir()))
    assert read_lines(lines) == bulk_lines(tmp_path / "run")


def test_the_folder_is_taken_where_readings_are(lines, tmp_path):
    run("bulk", "read", lines, "--to", tmp_path / "run", "--shard", 4, "--workers", 1)

    assert 10 == sum(1 for _ in find_readings([str(tmp_path / "run")]))
