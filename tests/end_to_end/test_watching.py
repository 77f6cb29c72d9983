"""Watching from the command line, in a process of its own: once, as a plan, and killed in the middle of a request."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from riwaya.store import open_store
from servers import Server, ok
from stores import run_riwaya

TEXT = "قال مصدر أمني إن {} مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
PATHS = ("/a", "/b", "/c")


def item(number: int) -> bytes:
    return ok(json.dumps([{"text": TEXT.format(number), "published": "2024-01-31"}]))


@pytest.fixture
def server():
    with Server({path: item(number) for number, path in enumerate(PATHS, 3)}) as server:
        yield server


@pytest.fixture
def sources(tmp_path, server):
    """A list of three feeds on one server."""
    text = 'contact = "desk@paper.test"\npause = "1s"\n'
    for path in PATHS:
        text += f'\n[[source]]\nname = "{path[1:]}"\nurl = "{server.url(path)}"\nkind = "feed"\nevery = "1h"\n'
    file = tmp_path / "sources.toml"
    file.write_text(text, encoding="utf-8")
    return file


def arguments(sources: Path) -> list[str]:
    folder = sources.parent
    return ["watch", str(sources), "--store", str(folder / "store.db"), "--files", str(folder / "watched"),
            "--once", "--allow-host", "localhost"]  # fmt: skip


def texts(sources: Path) -> list[str]:
    with open_store(sources.parent / "store.db") as store:
        return [document.text for document in store.documents()]


def test_what_is_due_is_fetched_and_the_second_time_nothing_is(sources, server):
    first = run_riwaya(*arguments(sources))
    second = run_riwaya(*arguments(sources))

    assert (0, 0) == (first.returncode, second.returncode), first.stderr
    assert "3 read, 0 unchanged, 0 failed; 3 documents kept, 0 held already, 0 refused" in first.stderr
    assert "0 read, 0 unchanged, 0 failed; 0 documents kept" in second.stderr
    assert ["/robots.txt", *PATHS] == server.paths


@pytest.mark.slow
def test_it_ends_with_one_where_something_was_not_fetched(sources, server):
    server.answers["/b"] = ok("", status="404 Not Found")

    done = run_riwaya(*arguments(sources))

    assert 1 == done.returncode
    assert f"b: {server.url('/b')}: the server answers 404 Not Found; again at " in done.stderr


def test_a_plan_is_told_without_fetching_or_making_anything(sources, server):
    done = run_riwaya(*arguments(sources), "--dry-run")

    assert 0 == done.returncode
    assert f"b: feed {server.url('/b')} now, then every 1h\n" in done.stdout
    assert "hosts: localhost; of each robots.txt first\n" in done.stdout
    assert ([], ["sources.toml"]) == (server.asked, sorted(path.name for path in sources.parent.iterdir()))


def test_a_plan_tells_when_what_was_fetched_is_due_again(sources):
    run_riwaya(*arguments(sources))

    assert "/b at 20" in run_riwaya(*arguments(sources), "--dry-run").stdout


@pytest.mark.slow
def test_a_plan_tells_how_many_pages_wait(sources, server):
    sources.write_text(sources.read_text(encoding="utf-8") + "follow = true\n", encoding="utf-8")
    server.answers["/c"] = ok(json.dumps([{"text": TEXT.format(5), "url": server.url("/gone")}]))
    server.answers["/gone"] = ok("", status="502 Bad Gateway")
    run_riwaya(*arguments(sources))

    plan = run_riwaya(*arguments(sources), "--dry-run").stdout

    assert "c: and the pages it links to, where their host is listed; 1 page now\n" in plan


def test_a_list_with_faults_is_a_mistake_of_the_call(sources):
    sources.write_text(sources.read_text(encoding="utf-8").replace("1h", "1y"), encoding="utf-8")

    done = run_riwaya(*arguments(sources))

    assert 2 == done.returncode
    assert f"{sources}:8: every: it must be a time such as" in done.stderr
    assert f"{sources}:20: every: it must be a time such as" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("sent", [0, 60], ids=["before the answer", "within the answer"])
def test_a_watch_that_is_killed_goes_on_where_it_was(sources, server, sent):
    reached = []

    def answer_half(sock: socket.socket) -> None:
        sock.sendall(item(4)[:sent])
        reached.append(True)
        time.sleep(30)

    server.answers["/b"] = answer_half
    command = [sys.executable, "-m", "riwaya", *arguments(sources)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONUTF8": "1"})
    until = time.monotonic() + 100
    while not reached and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert reached

    server.answers["/b"] = item(4)
    done = run_riwaya(*arguments(sources))

    assert 0 == done.returncode, done.stderr
    assert ["/robots.txt", "/a", "/b", "/b", "/c"] == server.paths
    assert [TEXT.format(number) for number in (3, 4, 5)] == texts(sources)
    kept = [
        record.rec_headers.get_header("WARC-Target-URI")
        for path in sorted((sources.parent / "watched").rglob("*.warc.gz"))
        for record in ArchiveIterator(io.BytesIO(path.read_bytes()))
        if record.rec_type == "response"
    ]
    assert sorted(server.url(path) for path in ("/robots.txt", *PATHS)) == sorted(kept)
