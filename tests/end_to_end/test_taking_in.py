"""How reports are taken in on the command line: formats, tables, what is refused and mended, leads, and paste."""

import io
import json
import zipfile

from click.testing import CliRunner

from riwaya.cli import main
from riwaya.store import open_store

REPORT = "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."


def run(*arguments: object, given: str | None = None):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given, catch_exceptions=False)


def documents(result):
    return [json.loads(line)["document"] for line in result.stdout.splitlines()]


def test_what_is_refused_is_mended_in_its_file_and_read_again(tmp_path):
    table, rejects = tmp_path / "a.csv", tmp_path / "rejects.jsonl"
    table.write_text(f"text,url,source\n{REPORT},https://a.example/1,وكالة\n,https://a.example/2,وكالة\n", "utf-8")
    first = run("read", table, "--rejects", rejects)

    [line] = rejects.read_text("utf-8").splitlines()
    assert {
        "where": f"{table}:3",
        "format": "table",
        "reason": "the record has no text: its keys are 'text', 'url', 'source'",
        "record": {"text": "", "url": "https://a.example/2", "source": "وكالة"},
    } == json.loads(line)
    assert (
        1,
        f"riwaya: 1 document read, 1 refused; what was refused is in {rejects}, to be mended and read again",
    ) == (
        first.exit_code,
        first.stderr.splitlines()[-1],
    )

    rejects.write_text(line.replace('"text": ""', f'"text": "{REPORT}"') + "\n", "utf-8")
    second = run("read", rejects)
    assert (0, [("https://a.example/2", "وكالة", REPORT)]) == (
        second.exit_code,
        [(each["url"], each["publisher"], each["text"]) for each in documents(second)],
    )


def test_a_document_that_makes_no_sense_is_handed_back_whole(tmp_path):
    table, rejects = tmp_path / "in.jsonl", tmp_path / "rejects.jsonl"
    record = {"text": REPORT, "published": "soon", "publisher": "وكالة"}
    table.write_text(json.dumps(record) + "\n", "utf-8")
    run("read", table, "--rejects", rejects)

    assert record == json.loads(rejects.read_text("utf-8"))["record"]


def test_what_is_refused_on_the_way_into_a_store_is_kept_too(tmp_path):
    table, rejects = tmp_path / "a.csv", tmp_path / "rejects.jsonl"
    table.write_text(f"text,url\n{REPORT},https://a.example/1\n,https://a.example/2\n", "utf-8")
    result = run("ingest", table, "--store", tmp_path / "s.db", "--rejects", rejects)

    assert 1 == len(result.stdout.splitlines())
    assert f"riwaya: 1 document kept, 1 refused; what was refused is in {rejects}" in result.stderr
    assert f"{table}:3" == json.loads(rejects.read_text("utf-8"))["where"]


def test_a_record_that_was_too_large_to_be_kept_is_told_to_be_mended_where_it_stands(tmp_path):
    file = tmp_path / "rejects.jsonl"
    file.write_text('{"where": "a.csv:7", "reason": "x", "record": null}\n', "utf-8")
    result = run("read", file)

    assert f"riwaya: {file}:1 (a.csv:7): no record of it was kept: mend it where it stands\n" in result.stderr


def test_a_file_of_what_was_refused_is_never_written_over(tmp_path):
    table, rejects = tmp_path / "a.csv", tmp_path / "rejects.jsonl"
    table.write_text(f"text,url\n{REPORT},\n", "utf-8")
    rejects.write_text("mended by hand", "utf-8")
    result = run("read", table, "--rejects", rejects)

    assert (2, "mended by hand") == (result.exit_code, rejects.read_text("utf-8"))
    assert f"{rejects} is there already" in result.stderr


def test_nothing_refused_leaves_no_file(tmp_path):
    table, rejects = tmp_path / "a.csv", tmp_path / "rejects.jsonl"
    table.write_text(f"text,url\n{REPORT},\n", "utf-8")

    assert (0, False, "") == ((result := run("read", table, "--rejects", rejects)).exit_code, rejects.exists(),
                              result.stderr)  # fmt: skip


def test_a_drafted_mapping_is_mended_and_read(tmp_path):
    table, mapping = tmp_path / "a.csv", tmp_path / "mine.toml"
    table.write_text(f"ما قيل;الرابط;رقم السطر\n{REPORT};https://a.example/1;9\n", "utf-8")
    drafted = run("columns", table).stdout

    assert drafted.splitlines()[-4:] == ["[columns]", '# "ما قيل" = ""', '"الرابط" = "url"', '# "رقم السطر" = ""']
    mapping.write_text(drafted.replace('# "ما قيل" = ""', '"ما قيل" = "text"'), "utf-8")
    [document] = documents(run("read", table, "--columns", mapping))
    assert (REPORT, "https://a.example/1") == (document["text"], document["url"])


def test_a_table_without_names_is_mapped_by_numbers(tmp_path):
    table, mapping = tmp_path / "a.csv", tmp_path / "mine.toml"
    table.write_text(f"2013-02-12|{REPORT}|وكالة\n2013-02-13|{REPORT}|قناة\n", "utf-8")
    mapping.write_text('[columns]\n1 = "published"\n2 = "text"\n3 = "publisher"\n', "utf-8")

    assert [("2013-02-12", "وكالة"), ("2013-02-13", "قناة")] == [
        (each["published"], each["publisher"]) for each in documents(run("read", table, "--columns", mapping))
    ]


def test_a_mapping_with_faults_is_told_with_each_of_them(tmp_path):
    mapping = tmp_path / "mine.toml"
    mapping.write_text('colums = 1\n[columns]\n"a" = "words"\n', "utf-8")
    result = run("read", "-", "--columns", mapping, given=REPORT)

    assert 2 == result.exit_code
    assert "there is nothing but [columns], and this has 'colums'" in result.stderr
    assert "'a' stands for 'words', which is none of text, summary" in result.stderr


def test_a_format_and_a_zone_that_are_not_known_are_mistakes_of_the_call():
    for arguments in (("--as", "stone"), ("--zone", "Mars/Base")):
        result = run("read", "-", *arguments, given=REPORT)
        assert (2, True) == (result.exit_code, f"{arguments[1]!r}" in result.stderr)


def test_a_format_that_is_said_is_not_found_out():
    [document] = documents(run("read", "-", "--as", "text", given=f"text,url\n{REPORT},x\n"))

    assert f"text,url\n{REPORT},x\n" == document["text"]


def test_a_zone_is_that_of_hours_without_one(tmp_path):
    table = tmp_path / "a.csv"
    table.write_text(f"text,date\n{REPORT},2013-02-12 18:30\n", "utf-8")

    [document] = documents(run("read", table, "--zone", "Asia/Baghdad"))
    assert "2013-02-12T18:30+03:00" == document["published"]


def test_formats_are_listed_with_what_they_take():
    listed = [json.loads(line) for line in run("formats").stdout.splitlines()]

    assert {"name": "workbook", "about": "a workbook (XLSX)", "extra": "tables", "installed": True} in listed
    assert "text" == listed[-1]["name"]


def test_leads_are_read_out_of_a_compressed_list_of_gdelt(tmp_path):
    packed = io.BytesIO()
    line = (
        "7\t20240115093000\t20240115094500\t1\tpaper.example\thttps://paper.example/2\t3" + "\t" * 8 + "srclc:ara;x\t"
    )
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20240115094500.translation.mentions.CSV", f"{line}\nbroken\n")
    file = tmp_path / "20240115094500.translation.mentions.CSV.zip"
    file.write_bytes(packed.getvalue())
    result = run("leads", file)

    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"url": "https://paper.example/2", "seen": "2024-01-15T09:45:00+00:00", "publisher": "paper.example",
         "title": None, "language": "ar"}
    ]  # fmt: skip
    assert 1 == result.exit_code
    assert "no line of a list of GDELT's mentions" in result.stderr


def test_what_is_pasted_is_read_with_what_is_said_of_it():
    result = run("paste", "--url", "https://t.example/1", "--at", "2013-02-12 18:30", "--zone", "+03:00", "--channel",
                 "قناة الميدان", "--author", "مراسل الميدان", given=REPORT)  # fmt: skip

    [document] = documents(result)
    assert (REPORT, "قناة الميدان", "2013-02-12T18:30+03:00") == (
        document["text"], document["publisher"], document["published"]
    )  # fmt: skip
    assert [{"kind": "post", "start": 0, "end": len(REPORT), "author": "مراسل الميدان",
             "published": "2013-02-12T18:30+03:00"}] == document["segments"]  # fmt: skip
    assert "given" == document["provenance"]["published"]["basis"]


def test_what_is_pasted_into_a_store_is_kept_as_it_was_pasted(tmp_path):
    result = run("paste", "--store", tmp_path / "s.db", "--publisher", "وكالة", "--at", "2013-02-12", given=REPORT)

    id, outcome = result.stdout.split()
    with open_store(tmp_path / "s.db") as store:
        assert ("kept", REPORT.encode()) == (outcome, store.original(id))


def test_nothing_pasted_and_a_moment_that_is_none_are_mistakes_of_the_call():
    assert 2 == run("paste", given=" \n").exit_code
    assert "no day can be read in 'soon'" in run("paste", "--at", "soon", given=REPORT).stderr
