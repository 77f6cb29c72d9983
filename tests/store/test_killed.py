"""An ingest that is killed at any moment loses nothing and doubles nothing, and is simply made again."""

import json
import os
import random
import subprocess
import sys
import time

import pytest

from riwaya.store import open_store
from stores import SHELLING, run_riwaya


def write_reports(path, count):
    """A file of so many short reports, each of its own."""
    records = ({"text": f"{SHELLING} وقال إن عددهم {number}.", "published": "2024-01-31"} for number in range(count))
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def ingest_and_kill(url, path, chance):
    """Kills an ingest at once, while it starts, or behind a document that it kept; gives the ids it said it kept."""
    command = [sys.executable, "-m", "riwaya", "ingest", str(path), "--store", url]
    said = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUTF8": "1"}) as process:
        if chance.random() < 0.25:
            time.sleep(chance.uniform(0, 1.2))
        else:
            for line in process.stdout:
                said.append(line)
                if '"kept"' in line:
                    break
            time.sleep(chance.uniform(0, 0.1))
        process.kill()
        said += process.stdout.readlines()
    outcomes = [json.loads(line) for line in said if line.endswith("}\n")]
    return {each["document"] for each in outcomes if each["outcome"] == "kept"}


@pytest.mark.slow
@pytest.mark.parametrize("times", [5, 50])
def test_an_ingest_that_is_killed_loses_nothing_and_doubles_nothing(empty_url, tmp_path, times):
    path = tmp_path / "reports.jsonl"
    write_reports(path, 12 * times)
    chance = random.Random(times)
    said: set[str] = set()

    for _ in range(times):
        said |= ingest_and_kill(empty_url, path, chance)
        with open_store(empty_url) as store:
            kept = [document.id for document in store.documents()]
            verified = store.verify()
        assert () == verified.faults
        assert len(kept) == len(set(kept)) == verified.counted["reading"]
        assert said <= set(kept)

    assert 0 == run_riwaya("ingest", path, "--store", empty_url).returncode
    with open_store(empty_url) as store:
        verified = store.verify()
        texts = [document.text for document in store.documents()]
        found = store.search("قصف", limit=1000)
    assert () == verified.faults
    assert 12 * times == len(texts) == len(set(texts)) == len(found)
    assert [12 * times] * 3 == [verified.counted[kind] for kind in ("original", "document", "reading")]


def test_an_export_of_a_channel_that_was_killed_half_way_is_taken_up_where_it_was(empty_url, tmp_path):
    path = tmp_path / "result.json"
    sent = [
        {
            "id": number,
            "type": "message",
            "date_unixtime": str(1706600000 + 60 * number),
            "text": f"{SHELLING} {number}",
        }
        | ({"forwarded_from": "مرصد السهل"} if number % 3 == 0 else {"photo": "a.jpg"})
        for number in range(1, 25)
    ]
    chat = {"name": "قناة", "type": "public_channel", "id": 5, "messages": sent}
    path.write_text(json.dumps(chat, ensure_ascii=False), encoding="utf-8")

    said = ingest_and_kill(empty_url, path, random.Random(2))
    again = run_riwaya("ingest", path, "--store", empty_url, "--format", "jsonl")

    outcomes = [json.loads(line) for line in again.stdout.splitlines()]
    assert said <= {each["document"] for each in outcomes if each["outcome"] == "held"}
    with open_store(empty_url) as store:
        posts = [each.given_id for each in store.documents()]
        assert () == store.verify().faults
    assert [f"5/{number}" for number in range(1, 25)] == sorted(posts, key=lambda post: int(post[2:]))


def test_two_ingests_of_the_same_reports_at_once_keep_each_once(empty_url, tmp_path):
    path = tmp_path / "reports.jsonl"
    write_reports(path, 20)
    command = [sys.executable, "-m", "riwaya", "ingest", str(path), "--store", empty_url]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]

    assert ["", ""] == [errors for _, errors in said]
    outcomes = [json.loads(line)["outcome"] for out, _ in said for line in out.splitlines()]
    assert (20, 20) == (outcomes.count("kept"), outcomes.count("held"))
    with open_store(empty_url) as store:
        assert 20 == len(list(store.documents()))
        assert () == store.verify().faults
