"""In bulk pages without an Arabic letter are passed over as `riwaya read` passes them over, and counted."""

import json
import shutil

import pytest
from click.testing import CliRunner

from bulk_runs import records_of, written
from riwaya.bulk import careful, shard
from riwaya.bulk.folder import Folder
from riwaya.bulk.plan import Options
from riwaya.bulk.running import begin
from riwaya.bulk.shard import Job, read_shard
from riwaya.cli import main
from riwaya.inputs.blobs import PassedOver
from riwaya.inputs.incoming import Refusal
from warcs import gzipped, http, record

ENGLISH = "<html><body><h1>News</h1><p>The delegation arrived in the city yesterday.</p></body></html>"
ARABIC = "<html><body><h1>عاجل</h1><p>أصيب ثلاثة مدنيين في قصف مدفعي على قرية قرب حلب أمس، رقم {}.</p></body></html>"
DIGEST = "WARC-Payload-Digest: sha1:ABC"


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def page(text, number, **named):
    return record(
        http(text.encode(), content_type="text/html"), url=f"https://a.example/{number}", number=number, **named
    )


@pytest.fixture
def archives(tmp_path):
    """Three web archives: of both languages, of English alone, and of what was retrieved again."""
    folder = tmp_path / "in"
    folder.mkdir()
    again = {"kind": "revisit", "date": "2024-01-16T09:30:00Z", "headers": (DIGEST,)}
    held = {
        "a": [
            page(ENGLISH, 1, headers=(DIGEST,)),
            page(ARABIC.format(1), 2),
            page(ENGLISH, 3),
            page(ARABIC.format(2), 4),
        ],
        "b": [page(ENGLISH, number) for number in range(5, 9)],
        "c": [
            record(b"", url="https://a.example/1", number=9, **again),  # nothing new
            record(b"", url="https://a.example/9", number=10, **again),
            page(ARABIC.format(3), 11),
        ],
    }
    for name, records in held.items():
        (folder / f"{name}.warc.gz").write_bytes(gzipped(*records))
    return folder


def read_in_bulk(archives, folder, *options):
    return run("bulk", "read", archives, "--to", folder, "--shard", 1, "--workers", 1, *options)


def test_what_is_passed_over_in_bulk_is_what_is_passed_over_at_once(archives, tmp_path):
    at_once = run("read", archives, "--only-arabic", "--format", "jsonl")
    done = read_in_bulk(archives, tmp_path / "run", "--only-arabic")

    assert 0 == done.exit_code
    assert "riwaya: 7 pages without an Arabic letter passed over\n" == at_once.stderr
    assert "riwaya: 3 documents, " in done.stderr
    assert done.stderr.endswith("0 refused\nriwaya: 7 pages without an Arabic letter passed over\n")
    assert at_once.stdout.splitlines() == records_of(tmp_path / "run")


def test_the_marks_the_manifest_and_the_status_count_what_was_passed_over(archives, tmp_path):
    read_in_bulk(archives, tmp_path / "run", "--only-arabic")
    told = json.loads((tmp_path / "run" / "manifest.json").read_text())
    status = json.loads(run("bulk", "status", tmp_path / "run").stdout)
    table = run("bulk", "status", tmp_path / "run", "--format", "table").stdout

    assert [(2, 2), (0, 4), (1, 1)] == [(each["documents"], each["passed_over"]) for each in told["shards"]]
    assert [2, 4, 1] == [mark["passed_over"] for mark in Folder(tmp_path / "run").marks()]
    assert (3, 0, 7, True) == (told["documents"], told["refused"], told["passed_over"], told["options"]["only_arabic"])
    assert (3, 7) == (status["documents"], status["passed_over"])
    assert "passed_over           7\n" in table


def test_without_the_option_everything_is_read(archives, tmp_path):
    done = read_in_bulk(archives, tmp_path / "run")

    assert "passed over" not in done.stderr
    assert {"documents": 10, "passed_over": 0}.items() <= Folder(tmp_path / "run").status().counts.items()
    assert run("read", archives, "--format", "jsonl").stdout.splitlines() == records_of(tmp_path / "run")


@pytest.mark.parametrize(("before", "now"), [([], ["--only-arabic"]), (["--only-arabic"], [])], ids=["on", "off"])
def test_a_run_is_not_gone_on_with_where_the_option_is_another(archives, tmp_path, before, now):
    read_in_bulk(archives, tmp_path / "run", *before)

    done = read_in_bulk(archives, tmp_path / "run", *now)

    assert 2 == done.exit_code
    assert f"--only-arabic was {bool(before)} and is {bool(now)}" in " ".join(done.stderr.split())


def test_a_run_that_is_gone_on_with_counts_what_it_would_have_counted(archives, tmp_path):
    folder = tmp_path / "run"
    read_in_bulk(archives, folder, "--only-arabic")
    before = written(folder)
    (folder / "manifest.json").unlink()
    shutil.rmtree(folder / "shards" / "000001")

    assert 0 == run("bulk", "read", "--to", folder, "--workers", 1).exit_code
    assert before == written(folder)
    assert 7 == json.loads((folder / "manifest.json").read_text())["passed_over"]


def test_a_run_of_before_there_was_the_option_is_gone_on_with(archives, tmp_path):
    folder = tmp_path / "run"
    read_in_bulk(archives, folder)
    (folder / "manifest.json").unlink()
    shutil.rmtree(folder / "shards" / "000001")
    for path in [folder / "plan.json", *folder.glob("shards/*/shard.json")]:
        told = json.loads(path.read_text())
        told.pop("passed_over", None)
        told.get("options", {}).pop("only_arabic", None)
        path.write_text(json.dumps(told))

    assert 0 == read_in_bulk(archives, folder).exit_code
    assert 0 == json.loads((folder / "manifest.json").read_text())["passed_over"]
    assert 2 == read_in_bulk(archives, folder, "--only-arabic").exit_code


def test_documents_that_are_read_one_by_one_are_counted_the_same(archives, tmp_path):
    plain, apart = (
        begin([str(archives)], tmp_path / name, options=Options(only_arabic=True), records=10) for name in "ab"
    )
    marks = [
        read_shard(Job(str(folder.shards_path), folder.plan.options), next(folder.shards()), attempt)
        for folder, attempt in ((plain, 0), (apart, shard.PLAIN))
    ]

    assert [(3, 7), (3, 7)] == [(mark["documents"], mark["passed_over"]) for mark in marks]


def test_each_page_that_is_passed_over_has_the_time_of_a_document(archives, tmp_path, monkeypatch):
    """An archive of a million pages in English takes longer than any document may."""
    told = []
    monkeypatch.setattr(shard, "alarm", told.append)
    folder = begin([str(archives / "b.warc.gz")], tmp_path / "run", options=Options(only_arabic=True))
    read_shard(Job(str(folder.shards_path), folder.plan.options, 30), next(folder.shards()))

    assert [30, 30, 30, 30, 30, 0] == told


class _Told:
    """A process that tells what was written down; None where it ends."""

    def __init__(self, *processes):
        self._processes = iter(processes)

    def begin(self, piece, done):
        self._left = iter(next(self._processes))

    def next(self):
        told = next(self._left)
        if told is None:
            raise careful._Ended("ended the process with SIGSEGV")
        return told


@pytest.mark.parametrize(
    ("processes", "count"),
    [
        ([[("at", 1, 3), ("found", 1, 3), None], [("at", 2, 5), ("found", 2, 5), ("end", None, 9)]], 9),
        ([[("at", 1, 3), ("found", 1, 3), None], [None]], 3),
    ],
    ids=["gone on", "given up"],
)
def test_a_page_is_counted_once_where_a_process_ends_and_another_goes_on(archives, tmp_path, processes, count):
    folder = begin([str(archives)], tmp_path / "run")
    piece = next(folder.shards()).pieces[0]
    passed_over = PassedOver(10)
    found = list(careful._read_piece(piece, _Told(*processes), passed_over))

    assert 10 + count == passed_over.count
    assert 2 == len(found)
    assert isinstance(found[-1], Refusal) == (count == 3)
