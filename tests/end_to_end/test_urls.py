"""Urls on the command line: fetched where they are asked for, from where it is allowed, and kept."""

import json

from click.testing import CliRunner

from riwaya.cli import main
from riwaya.store import open_store
from servers import Server, ok

REPORT = "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_a_url_is_read_as_a_file_is():
    with Server({"/a": ok(REPORT)}) as server:
        result = run("read", server.url("/a"), "--allow-host", "LOCALHOST", "--published", "2013-02-12")

    [reading] = [json.loads(line) for line in result.stdout.splitlines()]
    assert (0, server.url("/a")) == (result.exit_code, reading["document"]["url"])
    assert "fetch" == reading["document"]["provenance"]["retrieved"]["basis"]
    assert reading["accounts"]


def test_a_url_inside_the_network_is_told_and_what_comes_after_it_is_read(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(REPORT, encoding="utf-8")
    with Server({"/a": ok(REPORT)}) as server:
        result = run("read", server.url("/a"), file)

    assert (1, 1, []) == (result.exit_code, len(result.stdout.splitlines()), server.asked)
    assert f"riwaya: {server.url('/a')}: localhost is at " in result.stderr
    assert "--allow-host localhost" in result.stderr


def test_a_contact_that_makes_no_sense_is_a_mistake_of_the_call():
    result = run("read", "http://localhost/", "--contact", "a\nb")

    assert 2 == result.exit_code
    assert "cannot be told as a contact" in result.stderr


def test_what_is_fetched_into_a_store_is_kept_with_all_that_went_over_the_wire(tmp_path):
    with Server({"/a": ok(REPORT)}) as server:
        result = run("ingest", server.url("/a"), "--allow-host", "localhost", "--contact", "desk@paper.test",
                     "--store", tmp_path / "s.db", "--published", "2013-02-12")  # fmt: skip

    [kept] = [json.loads(line) for line in result.stdout.splitlines()]
    with open_store(tmp_path / "s.db") as store:
        original = store.original(kept["document"])
    assert original.startswith(b"WARC/1.1")
    assert b"(+desk@paper.test)" in original
    assert ok(REPORT) in original
