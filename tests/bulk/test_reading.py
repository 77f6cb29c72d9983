"""`riwaya bulk read` gives what `riwaya read` gives, whatever the input is and however it is cut."""

import hashlib
import importlib.util
import json
import shutil
import zipfile
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from bulk_runs import written
from riwaya.bulk.folder import readings
from riwaya.bulk.running import begin, read_in_bulk
from riwaya.bulk.shard import Job, read_shard
from riwaya.bulk.tables import TABLES, columns_in
from riwaya.bulk.versions import versions
from riwaya.cli import main
from riwaya.errors import UnreadableInput, UsageError
from riwaya.exports.json import as_dict, to_json
from riwaya.exports.parquet_table import columns_of
from riwaya.inputs.readings import find_readings
from warcs import gzipped, http, record

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
    records = [
        {"text": f"{REPORTS[n % 4]} {n}", "published": f"2024-01-{n + 10}", "publisher": "الصحيفة"} for n in range(9)
    ]
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


def test_readings_of_a_folder_are_exported_as_those_of_a_file_are(lines, tmp_path):
    run("bulk", "read", lines, "--to", tmp_path / "run", "--workers", 1)
    (tmp_path / "readings.jsonl").write_text("".join(f"{line}\n" for line in read_lines(lines)))
    for name in ("run", "readings.jsonl"):
        wanted = ("--format", "claims-csv", "--profile", "internal")
        run("export", tmp_path / name, *wanted, "--to", tmp_path / f"{name}.csvs")

    of_run, of_file = ({p.name: p.read_bytes() for p in (tmp_path / f"{name}.csvs").iterdir()}
                       for name in ("run", "readings.jsonl"))  # fmt: skip
    assert of_run == of_file
    assert run("reconcile", tmp_path / "run").stdout == run("reconcile", tmp_path / "readings.jsonl").stdout


def test_everything_that_riwaya_read_takes_may_lie_in_a_folder(tmp_path, lines):
    given = tmp_path / "in"
    (given / "below").mkdir(parents=True)
    lines.rename(given / "a.jsonl")
    (given / "b.txt").write_text(REPORTS[0])
    (given / "below" / "c.csv").write_text(f"text,url\n{REPORTS[1]},https://a.example/1\n")
    (given / "d.warc.gz").write_bytes(gzipped(record(http(REPORTS[3].encode()))))
    with zipfile.ZipFile(given / "e.zip", "w") as archive:
        archive.writestr("f.txt", REPORTS[2])
    (given / "photo.jpg").write_bytes(b"\xff\xd8\xff and so on")
    options = ["--published", "2024-02-01", "--publisher", "وكالة", "--url", "https://b.example/"]

    assert 0 == run("bulk", "read", given, *options, "--to", tmp_path / "run", "--shard", 3, "--workers", 2).exit_code
    found = read_lines(given, *options)
    assert 14 == len(found)
    assert found == bulk_lines(tmp_path / "run")


def test_archives_that_tell_of_each_other_give_what_they_give_read_in_one_run(tmp_path):
    one, other, third = (f"https://news.example/{number}" for number in (1, 2, 3))
    again = {"kind": "revisit", "date": "2024-01-16T09:30:00Z"}
    digest = "WARC-Payload-Digest: sha1:ABC"
    page = http(REPORTS[0].encode())
    archives = {
        "a": [record(page, url=one, headers=(digest,)), record(http(REPORTS[1].encode()), url=other, number=2)],
        # Nothing new; new under another address; of a record that is nowhere.
        "b": [
            record(b"", url=one, number=3, headers=(digest,), **again),
            record(b"", url=third, number=4, headers=(digest,), **again),
            record(b"", url=one, number=5, headers=("WARC-Payload-Digest: sha1:NOWHERE",), **again),
            record(REPORTS[3].encode(), kind="conversion", url=one, number=6, content_type="text/plain",
                   headers=("WARC-Refers-To: <urn:uuid:00000000-0000-4000-8000-000000000001>",)),
        ],
        "c": [record(b"", url=third, number=7, headers=(digest,), **again)],
    }  # fmt: skip
    (tmp_path / "in").mkdir()
    for name, records in archives.items():
        (tmp_path / "in" / f"{name}.warc.gz").write_bytes(gzipped(*records))

    whole = run("read", tmp_path / "in", "--rejects", tmp_path / "rejects.jsonl", "--format", "jsonl")
    run("bulk", "read", tmp_path / "in", "--to", tmp_path / "run", "--shard", 1, "--workers", 2)

    assert 3 == len(list((tmp_path / "run" / "shards").iterdir()))
    assert 3 == len(whole.stdout.splitlines())
    assert whole.stdout.splitlines() == bulk_lines(tmp_path / "run")
    assert (tmp_path / "rejects.jsonl").read_text() == "".join(
        path.read_text() for path in sorted((tmp_path / "run" / "shards").glob("*/rejects.jsonl"))
    )


def test_letters_that_are_no_text_come_out_as_they_went_in(tmp_path):
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({"text": f"{REPORTS[0]} \ud800", "title": "\udfff"}) + "\n" + json.dumps({"text": "أ"}))
    run("bulk", "read", path, "--to", tmp_path / "run", "--workers", 1)

    assert "\\ud800" in read_lines(path)[0]
    assert read_lines(path) == bulk_lines(tmp_path / "run")


def test_what_is_refused_is_kept_with_its_reason_as_rejects_are(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text(
        f'{json.dumps({"text": REPORTS[0]})}\n{{"no": "text"}}\nbroken\n{json.dumps({"text": REPORTS[1]})}\n'
    )
    run("read", path, "--rejects", tmp_path / "rejects.jsonl")

    done = run("bulk", "read", path, "--to", tmp_path / "run", "--shard", 3, "--workers", 1)

    assert 1 == done.exit_code
    assert "2 documents, " in done.stderr and "2 refused; what was refused is in " in done.stderr
    kept = "".join(p.read_text() for p in sorted((tmp_path / "run" / "shards").glob("*/rejects.jsonl")))
    assert (tmp_path / "rejects.jsonl").read_text() == kept


def test_a_list_of_files_names_the_inputs(lines, tmp_path):
    (tmp_path / "list.txt").write_text(f"# archives\n{lines}\n\n{lines}\n")

    run("bulk", "read", "--files", tmp_path / "list.txt", "--to", tmp_path / "run", "--workers", 1)

    assert 2 * read_lines(lines) == bulk_lines(tmp_path / "run")


# ------------------------------------------------------------------------------------------------------- what is kept


def test_the_tables_are_those_of_an_export_with_where_each_document_stands(lines, tmp_path):
    run("bulk", "read", lines, "--to", tmp_path / "run", "--shard", 4, "--workers", 1)
    shards = tmp_path / "run" / "shards"
    tables = {name: f"'{shards}/*/{name}.parquet'" for name in TABLES}

    with duckdb.connect() as database:
        [(documents, ids)] = database.execute(
            f"select count(*), count(distinct id) from {tables['documents']}"
        ).fetchall()
        [(told,)] = database.execute(
            f"select count(*) from {tables['documents']} d join {tables['accounts']} a using (shard, row)"
            " where a.document = d.id"
        ).fetchall()
        issues = database.execute(f"select shard, row, code, message from {tables['issues']} order by all").fetchall()
    records = [json.loads(line) for line in bulk_lines(tmp_path / "run")]

    assert (10, 9) == (documents, ids)
    assert sum(len(record["accounts"]) for record in records) == told > 0
    expected = [(n // 4, n % 4, i["code"], i["message"]) for n, record in enumerate(records) for i in record["issues"]]
    assert sorted(expected) == issues
    for name in ("sources", "accounts", "claims"):
        assert ["shard", "row", *columns_of(name)] == list(columns_in(name))


def test_the_manifest_tells_what_was_read_by_what_and_the_hash_of_each_file(lines, tmp_path):
    folder = tmp_path / "run"
    run("bulk", "read", lines, "--to", folder, "--shard", 4, "--workers", 1, "--zone", "Asia/Baghdad")
    told = json.loads((folder / "manifest.json").read_text())

    assert ("riwaya-bulk/1", versions(), "Asia/Baghdad") == (told["format"], told["versions"], told["options"]["zone"])
    assert {"files": 1, "bytes": lines.stat().st_size} == {key: told["inputs"][key] for key in ("files", "bytes")}
    assert hashlib.sha256((folder / "plan.jsonl").read_bytes()).hexdigest() == told["inputs"]["plan"]
    assert (10, 0) == (told["documents"], told["refused"])
    assert [4, 4, 2] == [shard["documents"] for shard in told["shards"]]
    for shard in told["shards"]:
        for file in shard["files"]:
            written = (folder / "shards" / f"{shard['shard']:06}" / file["path"]).read_bytes()
            assert (len(written), hashlib.sha256(written).hexdigest()) == (file["bytes"], file["sha256"])


def test_a_run_gives_the_same_bytes_each_time(lines, tmp_path):
    for name in ("a", "b"):
        run("bulk", "read", lines, "--to", tmp_path / name, "--shard", 4, "--workers", 2)

    assert written(tmp_path / "a") == written(tmp_path / "b")


def test_the_status_tells_what_is_done_of_a_run(lines, tmp_path):
    run("bulk", "read", lines, "--to", tmp_path / "run", "--shard", 4, "--workers", 1)
    whole = run("bulk", "status", tmp_path / "run")
    (tmp_path / "run" / "manifest.json").unlink()
    shutil.rmtree(tmp_path / "run" / "shards" / "000001")
    part = run("bulk", "status", tmp_path / "run")

    assert (0, 1) == (whole.exit_code, part.exit_code)
    told = [json.loads(each.stdout) for each in (whole, part)]
    assert [(3, 3, True, 10), (3, 2, False, 6)] == [
        (t["shards"], t["done"], t["finished"], t["documents"]) for t in told
    ]


# -------------------------------------------------------------------------------------------------------- going on


def test_a_run_goes_on_without_its_inputs_being_named_and_reads_no_shard_again(lines, tmp_path):
    folder = tmp_path / "run"
    run("bulk", "read", lines, "--to", folder, "--shard", 4, "--workers", 1, "--publisher", "وكالة")
    before = written(folder)
    (folder / "manifest.json").unlink()
    shutil.rmtree(folder / "shards" / "000001")
    kept = (folder / "shards" / "000002" / "shard.json").stat()

    assert 0 == run("bulk", "read", "--to", folder, "--workers", 1).exit_code
    assert before == written(folder)
    assert kept == (folder / "shards" / "000002" / "shard.json").stat()


def test_a_run_that_is_finished_is_not_made_again(lines, tmp_path):
    run("bulk", "read", lines, "--to", tmp_path / "run", "--workers", 1)
    before = (tmp_path / "run" / "manifest.json").stat()

    assert 0 == run("bulk", "read", lines, "--to", tmp_path / "run", "--workers", 1).exit_code
    assert before == (tmp_path / "run" / "manifest.json").stat()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda path: ([path, "--publisher", "أخرى"], None), "--publisher was None and is 'أخرى'"),
        (lambda path: ([path, "--as", "json"], None), "--as was None and is 'json'"),
        (lambda path: ([path, "--shard", "7"], None), "a shard was of 4 documents and is of 7"),
        (lambda path: ([path], path.read_text() + "\n"), "reports.jsonl was changed"),
        (lambda path: ([path, path], None), "reports.jsonl came to it"),
    ],
    ids=["publisher", "format", "shard", "content", "more"],
)
def test_a_run_is_not_gone_on_with_by_another_plan(lines, tmp_path, change, told):
    run("bulk", "read", lines, "--to", tmp_path / "run", "--shard", 4, "--workers", 1)
    arguments, content = change(lines)
    if content is not None:
        lines.write_text(content)

    done = run("bulk", "read", *arguments, "--to", tmp_path / "run", "--workers", 1)

    assert 2 == done.exit_code
    assert "was begun otherwise" in done.stderr and told in done.stderr.replace("\n", " ")


def test_a_run_is_not_gone_on_with_by_another_version(lines, tmp_path, monkeypatch):
    run("bulk", "read", lines, "--to", tmp_path / "run", "--shard", 4, "--workers", 1)
    monkeypatch.setattr("riwaya.bulk.plan.versions", lambda: {**versions(), "riwaya": "9.9.9"})

    done = run("bulk", "read", lines, "--to", tmp_path / "run", "--workers", 1)

    assert 2 == done.exit_code
    assert "riwaya was '0.1.0' and is '9.9.9'" in done.stderr


def test_an_input_that_changes_while_it_is_read_ends_the_run(lines, tmp_path):
    folder = begin([str(lines)], tmp_path / "run", records=4)
    lines.write_text(lines.read_text().replace("كركوك", "بغداد"))

    with pytest.raises(UnreadableInput, match="it was changed since the run began"):
        read_in_bulk(folder, workers=1)
    assert not folder.is_finished


def test_two_at_once_do_not_work_at_one_run(lines, tmp_path):
    folder = begin([str(lines)], tmp_path / "run")

    with folder.locked(), pytest.raises(UsageError, match="somebody else is at this run"):
        read_in_bulk(folder, workers=1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-"], "standard input cannot be read twice"),
        (["https://a.example/"], "cannot be read twice, so not in bulk"),
        (["nothing.txt"], "there is no nothing.txt"),
        ([], "no run was begun in"),
    ],
)
def test_what_cannot_be_read_in_bulk_is_told_at_once(tmp_path, arguments, told):
    done = run("bulk", "read", *arguments, "--to", tmp_path / "run")

    assert 2 == done.exit_code
    assert told in done.stderr


def test_processes_of_this_machine_and_a_cluster_do_not_go_together(lines, tmp_path):
    done = run("bulk", "read", lines, "--to", tmp_path / "run", "--workers", 2, "--master", "local[2]")

    assert (2, False) == (done.exit_code, (tmp_path / "run").exists())
    assert "--workers" in done.stderr


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is not None, reason="pyspark is installed")
def test_without_spark_it_is_told_what_installs_it(lines, tmp_path):
    done = run("bulk", "read", lines, "--to", tmp_path / "run", "--master", "local[2]")

    assert 2 == done.exit_code
    assert "pip install 'riwaya[spark]'" in done.stderr.replace("\n", " ")


def test_a_folder_of_something_else_is_left_alone(lines, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "letter.txt").write_text("x")

    done = run("bulk", "read", lines, "--to", tmp_path / "run")

    assert (2, ["letter.txt"]) == (done.exit_code, [each.name for each in (tmp_path / "run").iterdir()])
    assert "is no folder of a run, and not empty: letter.txt" in done.stderr


def test_a_folder_that_is_not_finished_is_not_taken_for_readings(lines, tmp_path):
    begin([str(lines)], tmp_path / "run")

    done = run("reconcile", tmp_path / "run")

    assert 2 == done.exit_code
    assert "this run is not finished" in done.stderr


def test_of_two_that_wrote_one_shard_the_first_is_kept(lines, tmp_path, monkeypatch):
    monkeypatch.setattr("riwaya.bulk.shard._EVERY", -1)
    folder = begin([str(lines)], tmp_path / "run", records=20)
    [shard] = folder.shards()
    job = Job(str(folder.shards_path), folder.plan.options)

    def overtake(documents: int) -> None:
        if documents == 5:
            read_shard(job, shard, attempt=1)

    assert 1 == read_shard(job, shard, told=overtake)["attempt"]
    assert ["000000"] == [each.name for each in folder.shards_path.iterdir()]
    assert 10 == sum(1 for _ in folder.readings())


def test_a_shard_that_cannot_be_written_leaves_nothing(lines, tmp_path, monkeypatch):
    monkeypatch.setattr("riwaya.bulk.shard._EVERY", -1)
    folder = begin([str(lines)], tmp_path / "run", records=20)
    [shard] = folder.shards()

    def fail(documents: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        read_shard(Job(str(folder.shards_path), folder.plan.options), shard, told=fail)
    assert [] == list(folder.shards_path.iterdir())
