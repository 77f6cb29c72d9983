"""The command line as people use it: reports go in, readings come out, and what cannot be read is told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from riwaya import __version__
from riwaya.cli import main
from riwaya.inputs.tables import records as records_of_json
from riwaya.knowledge.load import load_knowledge

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "kirkuk_rockets.txt"
REPORT = "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
READ = {"text": REPORT, "published": "2013-02-12"}


def run(*arguments: object, given: str | bytes | None = None) -> Result:
    """The outcome of a command within this process; its output is a pipe's, not a terminal's."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given, catch_exceptions=False)


def records(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def codes(record: dict) -> set[str]:
    return {issue["code"] for issue in record["issues"]}


@pytest.fixture
def write(tmp_path):
    """Writes a file of text, of bytes or of records, and gives its path."""

    def write(name: str, content: str | bytes | list) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, list):
            content = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


# ---------------------------------------------------------------------------------------------------------------- read


def test_a_report_gives_one_line_of_json_with_its_text_unchanged():
    result = run("read", EXAMPLE, "--published", "2024-01-15", "--publisher", "الصحيفة")
    [record] = records(result)

    assert 0 == result.exit_code
    assert ["riwaya", "document", "sources", "accounts", "incidents", "issues"] == list(record)
    assert EXAMPLE.read_text(encoding="utf-8") == record["document"]["text"]
    assert ("2024-01-15", "الصحيفة") == (record["document"]["published"], record["document"]["publisher"])
    assert record["accounts"]


def test_several_files_give_several_lines_in_their_order(write):
    first, second = write("b.txt", REPORT), write("a.txt", REPORT + " انتهى")

    texts = [record["document"]["text"] for record in records(run("read", first, second))]

    assert [REPORT, REPORT + " انتهى"] == texts


def test_a_folder_gives_its_text_and_record_files(write, tmp_path):
    write("in/b/two.txt", "اثنان")
    write("in/a.jsonl", [{"text": "واحد"}])
    write("in/picture.png", b"\x89PNG")

    assert ["واحد", "اثنان"] == [record["document"]["text"] for record in records(run("read", tmp_path / "in"))]


@pytest.mark.parametrize("given", [REPORT, json.dumps(READ), json.dumps(READ) + "\n" + json.dumps(READ) + "\n"])
def test_standard_input_may_be_a_text_or_records(given):
    texts = [record["document"]["text"] for record in records(run("read", "-", given=given))]

    assert [REPORT] * max(1, given.count("\n")) == texts


def test_a_record_says_what_it_knows_and_options_stand_in_where_it_does_not(write):
    path = write(
        "in.jsonl", [{**READ, "id": 7, "url": "u", "publisher": "أ", "title": "t", "other": [1]}, {"text": REPORT}]
    )
    known, unknown = (
        r["document"] for r in records(run("read", path, "--published", "2020-01-01", "--publisher", "ب", "--url", "v"))
    )

    assert ("7", "u", "أ", "t", "2013-02-12") == tuple(
        known[k] for k in ("id", "url", "publisher", "title", "published")
    )
    assert ("v", "ب", None, "2020-01-01") == tuple(unknown[k] for k in ("url", "publisher", "title", "published"))


@pytest.mark.parametrize(
    "content", [json.dumps(READ), json.dumps([READ]), json.dumps(READ, indent=2), json.dumps(READ).encode("utf-16")]
)
def test_a_json_file_may_be_a_record_a_list_or_lines(write, content):
    assert [REPORT] == [r["document"]["text"] for r in records(run("read", write("in.json", content)))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_records_come_in_any_unicode(write, encoding):
    lines = "".join(json.dumps(READ, ensure_ascii=False) + "\r\n" for _ in range(3))

    assert [REPORT] * 3 == [
        r["document"]["text"] for r in records(run("read", write("in.jsonl", lines.encode(encoding))))
    ]


def test_a_bad_record_is_told_by_its_line_and_the_others_are_read(write):
    lines = [
        READ, "{oops", "[1]", {"id": "x"}, {"text": 3}, {**READ, "published": "soon"}, "", {**READ, "publisher": ["a"]},
        "[" * 100_000, READ,
    ]  # fmt: skip
    path = write("in.jsonl", lines)
    result = run("read", path)

    assert 1 == result.exit_code
    assert [REPORT, REPORT] == [record["document"]["text"] for record in records(result)]
    told = [line.removeprefix(f"riwaya: {path}:") for line in result.stderr.splitlines()]
    assert [
        "2: not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "3: a record is an object with a text, not a list",
        "4: the record has no text: its keys are 'id'",
        "5: the record has no text: its keys are 'text'",
        "6: published: 'soon' does not begin with a day such as 2024-01-31",
        "8: publisher must be a string, not a list",
        "9: JSON nested too deeply",
        "riwaya: 2 documents read, 7 refused",
    ] == told


def test_json_is_a_list_for_any_number_of_documents(write):
    assert [] == json.loads(run("read", write("none.jsonl", ""), "--format", "json").stdout)
    two = json.loads(run("read", write("two.jsonl", [READ, READ]), "--format", "json").stdout)
    assert [REPORT, REPORT] == [record["document"]["text"] for record in two]


def test_documents_come_one_by_one():
    """The first reading is out before the second record is in."""
    command = [sys.executable, "-m", "riwaya", "read", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        for number in range(3):
            process.stdin.write(json.dumps({"text": REPORT, "id": str(number)}) + "\n")
            process.stdin.flush()
            assert str(number) == json.loads(process.stdout.readline())["document"]["id"]
        process.stdin.close()
        assert 0 == process.wait(timeout=60)


@pytest.mark.skipif(os.name == "nt", reason="no pipes of this kind")
def test_a_reader_that_has_enough_is_no_error(write):
    path = write("many.jsonl", [READ] * 200)
    command = (
        f'"{sys.executable}" -m riwaya read "{path}" 2>"{path}.err" | head -1 >/dev/null; echo "${{PIPESTATUS[0]}}"'
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)

    assert ("0", "") == (done.stdout.strip(), Path(f"{path}.err").read_text())


# ----------------------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "D01"),
        (b" \n\t", "D01"),
        (b"Three civilians were killed.", "D02"),
        (REPORT.encode(), "D03"),
        (REPORT.encode().replace(b" ", b" \x07", 1), "D05"),
        (REPORT.encode("cp1256"), "D06"),
        (REPORT.encode()[:-2], "D06"),
        ("وزارت کشور آمار تازه‌ای را اعلام کرد و گفت که این پایان کار نیست".encode(), "D07"),
    ],
)
def test_an_odd_text_is_read_and_its_oddness_is_an_issue(write, content, code):
    path = write("in.txt", content)
    usual, strict = run("read", path), run("read", path, "--strict")

    assert code in codes(records(usual)[0])
    assert (0, 1) == (usual.exit_code, strict.exit_code)
    assert "riwaya: 1 document with issues\n" == strict.stderr


def test_a_lone_surrogate_is_kept_and_the_output_is_json_still(write):
    [record] = records(run("read", write("in.jsonl", [{"text": "\ud800 " + REPORT, "published": "2013-02-12"}])))

    assert "\ud800 " + REPORT == record["document"]["text"]
    assert {"D05"} == codes(record)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("in.txt", bytes(range(256)) * 20, "it is binary, not text"),
        ("in.txt", b"%PDF-1.7\n%\xe2\xe3", "the PDF file is broken"),
        ("in.txt", b"PK\x03\x04 and so on", "the archive cannot be opened"),
        ("in.txt", b"{\\rtf1 and so on", "it is an RTF file"),
        ("in.txt", "Trois civils ont été tués".encode("latin-1"), "it is neither UTF-8 (byte 17 is not) nor Arabic in"),
        ("in.txt", b"\xff\xfe\x41", "it says it is utf-16, but"),
        ("in.jsonl", b"\n \n", "no records in it"),
        ("in.json", b"17", "a record is an object with a text, not a number"),
    ],
)
def test_what_is_no_report_is_refused_with_the_reason(write, name, content, reason):
    path = write(name, content)
    result = run("read", path, write("good.txt", REPORT))

    assert [REPORT] == [record["document"]["text"] for record in records(result)]
    assert result.stderr.startswith(f"riwaya: {path}")
    assert reason in result.stderr
    assert 1 == result.exit_code


def test_a_huge_document_is_refused_without_filling_the_memory(write):
    path = write("huge.txt", b"")
    with path.open("r+b") as file:
        file.truncate(100_000_000)
    result = run("read", path)

    assert (
        f"riwaya: {path}: more than 5 MB in one document: split it, or give JSON Lines, one document a line\n"
        == result.stderr
    )
    assert 1 == result.exit_code


def test_a_huge_line_is_refused_and_the_next_is_read(write, monkeypatch):
    monkeypatch.setattr(records_of_json, "MOST_BYTES", 1000)
    path = write("in.jsonl", [READ, {"text": "ا" * 5000}, {"text": "ا" * 900}, READ])
    result = run("read", path)

    assert [REPORT, REPORT] == [record["document"]["text"] for record in records(result)]
    assert [f"riwaya: {path}:2", f"riwaya: {path}:3", "riwaya: 2 documents read, 2 refused"] == [
        line.partition(": more")[0] for line in result.stderr.splitlines()
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["read"], "Missing argument 'PATH...'"),
        (["read", "nowhere.txt"], "there is no nowhere.txt"),
        (["read", "-", "--published", "soon"], "'soon' does not begin with a day such as 2024-01-31"),
        (["read", "-", "--format", "xml"], "'xml' is not one of 'table', 'json', 'jsonl'"),
        (["explain", "nowhere.txt"], "there is no nowhere.txt"),
        (["rules", "nothing.of-this-name"], "no rule is called nothing.of-this-name"),
        (["lint", "/"], "neither a data folder"),
        (["reed"], "No such command 'reed'"),
    ],
)
def test_a_call_that_makes_no_sense_ends_with_2_and_says_why(arguments, message):
    result = run(*arguments, given="")

    assert 2 == result.exit_code
    assert message in result.stderr
    assert "" == result.stdout


def test_a_missing_file_is_told_before_anything_is_read(write):
    result = run("read", write("good.txt", REPORT), "nowhere.txt")

    assert (2, "") == (result.exit_code, result.stdout)


def test_reading_opens_no_socket():
    code = (
        "import sys\n"
        "def watch(event, args):\n"
        "    if event.startswith('socket.'):\n"
        "        raise SystemExit(f'{event} {args}')\n"
        "sys.addaudithook(watch)\n"
        "import riwaya\n"
        f"assert riwaya.read({REPORT!r}, published='2013-02-12').accounts\n"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


# ------------------------------------------------------------------------------------------------- explain, rules, lint


@pytest.mark.parametrize("arguments", [[REPORT], ["-"]])
def test_explain_names_the_rules_that_fired_with_their_words(arguments):
    result = run("explain", *arguments, "--published", "2013-02-12", given=REPORT)
    fired = records(result)

    assert 0 == result.exit_code
    assert {"stage": "times", "rule": "time.day-word", "text": "أمس"}.items() <= next(
        record for record in fired if record["stage"] == "times" and record["why_not"] is None
    ).items()
    assert all(REPORT[record["start"] : record["end"]] == record["text"] for record in fired)
    assert any(record["why_not"] for record in fired)


def test_explain_takes_a_text_that_is_too_long_for_a_path():
    assert records(run("explain", f"{REPORT} " * 100))


def test_explain_can_leave_out_what_nearly_fired():
    assert all(record["why_not"] is None for record in records(run("explain", REPORT, "--no-near")))


def test_explain_as_a_table_shows_each_sentence_with_its_rules(write):
    result = run("explain", write("in.txt", REPORT + "\n\nعاد الهدوء إلى المدينة."), "--format", "table")

    assert "time.day-word" in result.stdout
    assert "عاد الهدوء إلى المدينة." in result.stdout
    assert "\x1b" not in result.stdout


def test_rules_lists_each_rule_on_a_line():
    lines = run("rules").stdout.splitlines()

    assert any(line.split()[:2] == ["time.day-word", "times"] for line in lines)
    assert len(lines) == len({line.split()[0] for line in lines})


def test_rules_shows_one_with_its_examples():
    shown = run("rules", "time.day-word").stdout

    assert shown.startswith("# time.day-word\n")
    assert "Reads:" in shown
    assert "Leaves alone:" in shown


def test_rules_writes_pages_and_tells_which_are_stale(tmp_path):
    folder = tmp_path / "rules"
    missing = run("rules", "--check", folder)
    assert (1, True) == (missing.exit_code, "README.md is stale" in missing.stderr)

    assert 0 == run("rules", "--write", folder).exit_code
    assert (0, "") == (run("rules", "--check", folder).exit_code, run("rules", "--check", folder).stderr)

    (folder / "times-days.md").write_text("old", encoding="utf-8")
    (folder / "gone.md").write_text("of a family that is gone", encoding="utf-8")
    stale = run("rules", "--check", folder)
    assert (1, "gone.md is stale: run make docs\ntimes-days.md is stale: run make docs\n") == (
        stale.exit_code,
        stale.stderr,
    )
    run("rules", "--write", folder)
    assert not (folder / "gone.md").exists()


def test_lint_tells_all_faults_of_a_folder_at_once(write, tmp_path):
    write("data/ar/x.yaml", "family: x\nabout: y\nwords:\n  a:\n    - كلمة\n    - كـلمة\nwhat: z\n")
    result = run("lint", tmp_path / "data")

    assert 1 == result.exit_code
    assert ["ar/x.yaml:6", "ar/x.yaml:6", "ar/x.yaml:7"] == [
        line.partition(": ")[0] for line in result.stdout.splitlines()
    ]
    assert "riwaya: 3 faults, 0 warnings\n" == result.stderr


def test_lint_of_a_folder_in_order_is_silent(write, tmp_path):
    write("data/ar/x.yaml", "family: x\nabout: y\nwords:\n  a:\n    - كلمة\n")

    result = run("lint", tmp_path / "data")

    assert (0, "", "") == (result.exit_code, result.stdout, result.stderr)


# ------------------------------------------------------------------------------------------------------------- start-up


def test_the_version_is_told_without_loading_a_stage():
    code = (
        "import sys\n"
        "from riwaya.cli import main\n"
        "try:\n    main(['--version'])\n"
        "except SystemExit:\n    pass\n"
        "print([name for name in ('riwaya.pipeline', 'riwaya.knowledge', 'rich', 'yaml') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert f"riwaya {__version__}\n[]\n" == done.stdout


def test_a_file_is_read_into_a_pipe_without_what_that_does_not_need(write):
    load_knowledge()  # which leaves it compiled for those who come after
    path = write("report.txt", REPORT)
    heavy = ("rich", "yaml", "ssl", "http.client", "tempfile", "sqlalchemy", "fastapi", "lxml", "pandas", "pyarrow")
    code = (
        "import sys\n"
        "from riwaya.cli import main\n"
        f"try:\n    main(['read', {str(path)!r}, '--format', 'jsonl'])\n"
        "except SystemExit:\n    pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")

    assert "[]\n" == done.stderr
    assert json.loads(done.stdout)["accounts"]


@pytest.mark.parametrize("command", [None, *main.commands])
def test_every_command_explains_itself(command):
    result = run(*([command] if command else []), "--help")

    assert 0 == result.exit_code
    assert result.stdout.startswith("Usage: ")
