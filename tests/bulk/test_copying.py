"""The copies that are found in bulk are those that are found at once, where reports are named by their places."""

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest
from click.testing import CliRunner
from made_reports import make_reports
from made_run import make_run

from riwaya.bulk import copying, shelf
from riwaya.bulk.copying import PLACE, begin, do, finish, steps
from riwaya.bulk.folder import Folder
from riwaya.cli import main
from riwaya.reconciling.copies import find_copies, prints_of
from riwaya.records import VERSION, Document, Reading


def reading(id: str, text: str) -> Reading:
    return Reading(VERSION, Document(id, text, "0" * 64, publisher=f"صحيفة {id}"), (), (), (), ())


@pytest.fixture(scope="module")
def readings():
    """Readings of made reports, of which nobody read more than the text; some come more than sixteen times."""
    found = [reading(report.id, report.text) for report in make_reports(600)]
    long = max(found, key=lambda each: len(each.document.text))
    return [*found, *(reading(f"again-{number}", long.document.text + f" {number}") for number in range(40))]


@pytest.fixture
def small(monkeypatch):
    """Parts so small that every step has several."""
    for name, size in (("_TILE", 64), ("_PRINTS_OF", 150), ("_AT_ONCE", 1000)):
        monkeypatch.setattr(copying, name, size)
    monkeypatch.setattr(shelf, "_MOST_OPEN", 2)


def find_here(folder: Folder) -> None:
    """Does all steps in this process."""
    job = begin(folder)
    for tasks in steps(job):
        for task in tasks:
            job.path(task.step).mkdir(parents=True, exist_ok=True)
            do(job, task, 0, lambda told: None)
    finish(job)


def table(folder: Path, name: str) -> list[dict]:
    return pyarrow.parquet.read_table(folder / PLACE / "parts" / "000000" / f"{name}.parquet").to_pylist()


def test_the_copies_are_those_found_at_once(small, readings, tmp_path):
    find_here(make_run(tmp_path / "run", readings, shard=100))

    ids = {f"{at:06}": each.document.id for at, each in enumerate(readings)}
    at_once = find_copies({f"{at:06}": prints_of(each.document.text) for at, each in enumerate(readings)})
    found = {(each["a_document"], each["b_document"], each["share"]) for each in table(tmp_path / "run", "pairs")}
    assert {(ids[copy.a], ids[copy.b], copy.share) for copy in at_once} == found
    assert 60 < len(found)


def test_a_group_has_its_reports_with_their_publishers(readings, tmp_path):
    find_here(make_run(tmp_path / "run", readings))

    rows = table(tmp_path / "run", "groups")
    large = [row for row in rows if row["reports"] == max(row["reports"] for row in rows)]
    assert large[0]["reports"] == len(large) >= 41
    assert [True] + [False] * (len(large) - 1) == [row["first"] for row in large]
    assert all(row["share"] >= 0.5 for row in rows)
    assert {f"صحيفة {row['document']}" for row in rows} == {row["publisher"] for row in rows}


def test_a_report_that_comes_twice_is_a_copy_of_itself(readings, tmp_path):
    find_here(make_run(tmp_path / "run", [readings[0], readings[1], readings[0]], shard=1))

    rows = [(row["document"], row["shard"], row["first"]) for row in table(tmp_path / "run", "groups")]
    assert [(readings[0].document.id, 0, True), (readings[0].document.id, 2, False)] == rows


def test_texts_that_share_nothing_are_no_group(tmp_path):
    find_here(make_run(tmp_path / "run", [reading("a", "لا جديد اليوم."), reading("b", "")]))

    assert [] == table(tmp_path / "run", "groups")
    assert [] == table(tmp_path / "run", "pairs")


def test_letters_that_are_no_text_are_no_hindrance(readings, tmp_path):
    odd = replace(readings[0], document=replace(readings[0].document, publisher="x\ud800"))

    find_here(make_run(tmp_path / "run", [odd, readings[0]]))

    assert ["x?", readings[0].document.publisher] == [r["publisher"] for r in table(tmp_path / "run", "groups")]


def test_the_command_says_how_much_was_found(readings, tmp_path):
    make_run(tmp_path / "run", readings[:120], shard=50)

    done = CliRunner().invoke(main, ["bulk", "dedupe", str(tmp_path / "run"), "--workers", "2"])

    copies = find_copies({f"{at:06}": prints_of(each.document.text) for at, each in enumerate(readings[:120])})
    assert 0 == done.exit_code, done.output
    assert f"120 documents, {len(copies)} copies in " in done.stderr
    assert not (tmp_path / "run" / PLACE / "work").exists()
