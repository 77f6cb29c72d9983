"""The commands of the store, each in a process of its own."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest

from stores import AIRSTRIKE, SHELLING, run_riwaya


@pytest.fixture
def reports(tmp_path):
    """A folder of two reports, and a third that cannot be read."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(SHELLING, encoding="utf-8")
    record = {"text": AIRSTRIKE, "published": "2024-01-31", "publisher": "الصحيفة", "id": "n-1"}
    (folder / "b.jsonl").write_text(json.dumps(record) + "\nnothing\n", encoding="utf-8")
    return folder


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_reports_are_kept_verified_and_found(empty_url, reports):
    kept = run_riwaya("ingest", reports, "--store", empty_url, "--published", "2024-01-31")
    again = run_riwaya(
        "ingest", reports / "a.txt", "--store", empty_url, "--published", "2024-01-31", "--format", "table"
    )
    verified = run_riwaya("verify", "--store", empty_url)
    found = run_riwaya("search", "الطائرة", "مستودعات", "--store", empty_url)

    assert 1 == kept.returncode
    assert [("kept", "a.txt"), ("kept", "b.jsonl:1")] == [
        (k["outcome"], k["name"].rpartition("/")[2]) for k in lines(kept)
    ]
    assert "b.jsonl:2: not JSON" in kept.stderr
    assert (0, "0 documents kept, 0 read again, 1 held already, 0 refused\n") == (
        again.returncode,
        again.stdout,
    )
    held, head = verified.stdout.splitlines()
    assert (0, "2 originals, 2 documents, 2 readings, 0 runs, 0 decisions") == (verified.returncode, held)
    assert head.startswith("head 6:")
    [hit] = lines(found)
    assert ("n-1", "الصحيفة") == (hit["document"]["given_id"], hit["document"]["publisher"])
    assert "طائراته" == AIRSTRIKE[hit["words"][0]["start"] : hit["words"][0]["end"]]


def test_a_changed_byte_ends_verify_with_1_and_a_line_that_says_where(tmp_path, reports):
    store = tmp_path / "s.db"
    run_riwaya("ingest", reports / "a.txt", "--store", store)
    with sqlite3.connect(store) as connection:
        connection.execute("DROP TRIGGER originals_not_changed")
        connection.execute("UPDATE originals SET bytes = CAST('x' AS BLOB)")
    connection.close()

    done = run_riwaya("verify", "--store", store)

    assert (1, "riwaya: 2 faults\n") == (done.returncode, done.stderr)
    missing, original = done.stdout.splitlines()[:2]
    assert "trigger originals_not_changed: it is missing or switched off, so rows could be changed" == missing
    assert original.endswith("it is not as it was kept: its content does not match entry 1 of the log")


def test_a_head_that_was_noted_is_held_against_the_log(tmp_path, reports):
    store = tmp_path / "s.db"
    run_riwaya("ingest", reports / "a.txt", "--store", store)
    head = run_riwaya("verify", "--store", store).stdout.splitlines()[-1].removeprefix("head ")

    assert 0 == run_riwaya("verify", "--store", store, "--noted", head).returncode
    assert (
        "log 9: missing, though it was noted down"
        in run_riwaya("verify", "--store", store, "--noted", f"9:{'0' * 64}").stdout
    )
    assert 2 == run_riwaya("verify", "--store", store, "--noted", "9").returncode


@pytest.mark.parametrize("command", [["verify"], ["search", "قصف"], ["ingest", "--again"]])
def test_a_store_that_is_not_there_is_told_and_not_made(tmp_path, command):
    done = run_riwaya(*command, "--store", tmp_path / "none.db")

    assert 2 == done.returncode
    assert "there is no store" in done.stderr
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("store", "told"),
    [
        (
            "mysql://root@localhost/x",
            "a store is a file or postgresql://user@host/name, not 'mysql://root@localhost/x'",
        ),
        ("postgresql://nobody@127.0.0.1:1/none", "no PostgreSQL answers there"),
    ],
)
def test_what_is_no_store_is_told_in_a_line(store, told):
    done = run_riwaya("verify", "--store", store)

    assert 0 != done.returncode
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_told(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database, and long enough to be told apart from one" * 20, encoding="utf-8")

    done = run_riwaya("verify", "--store", path)

    assert (1, f"Error: the store {path}: this is no SQLite file, so no store\n") == (done.returncode, done.stderr)


def test_the_environment_names_the_store(tmp_path, reports, monkeypatch):
    monkeypatch.setenv("RIWAYA_STORE", str(tmp_path / "env.db"))

    assert 0 == run_riwaya("ingest", reports / "a.txt").returncode
    assert 0 == run_riwaya("search", "قصفت").returncode
    assert (tmp_path / "env.db").exists()


def test_a_search_that_finds_nothing_ends_with_1_and_one_without_words_with_2(tmp_path, reports):
    store = tmp_path / "s.db"
    run_riwaya("ingest", reports / "a.txt", "--store", store)

    nothing = run_riwaya("search", "زلزال", "--store", store)

    assert (1, "") == (nothing.returncode, nothing.stdout)
    assert 2 == run_riwaya("search", "؟!", "--store", store).returncode


def test_nothing_of_a_store_is_loaded_to_read_a_report():
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from riwaya.cli import main\n"
        "print(CliRunner().invoke(main, ['read', '-'], input='قصف').exit_code)\n"
        "print([name for name in ('sqlalchemy', 'alembic', 'riwaya.store') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert "0\n[]\n" == done.stdout
