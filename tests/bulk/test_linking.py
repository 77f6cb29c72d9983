"""What `bulk reconcile` brings together is what `reconcile` brings together, to the last reason."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_run import make_run
from made_world import make_world

from bulk_runs import below, is_worker, kill
from riwaya.bulk import linking, shelf
from riwaya.bulk.folder import Folder
from riwaya.bulk.incident_tables import incidents_in
from riwaya.bulk.reconciling import PLACE, begin, finish, steps
from riwaya.cli import main
from riwaya.errors import UsageError
from riwaya.exports.json import reconciled_as_dict
from riwaya.reconciling.reconcile import reconcile

KILLS = int(os.environ.get("RIWAYA_TEST_KILLS", "4"))


@pytest.fixture
def small(monkeypatch):
    """Parts so small that every step has several."""
    for name, size in (("_KEYS_OF", 100), ("TILE", 64), ("PAIRS", 500), ("HAPPENINGS", 50)):
        monkeypatch.setattr(linking, name, size)
    monkeypatch.setattr(shelf, "_MOST_OPEN", 3)


def link_here(folder: Folder) -> dict[str, dict]:
    """The incidents of a run by their ids, all steps done in this process."""
    job = begin(folder)
    for tasks in steps(job):
        for task in tasks:
            job.path(task.step).mkdir(parents=True, exist_ok=True)
            linking.do(job, task, 0, lambda told: None)
    finish(job)
    return by_id(incidents_in(folder.path))


def by_id(incidents) -> dict[str, dict]:
    return {each["id"]: each for each in incidents}


def expected(readings) -> dict[str, dict]:
    return by_id(map(reconciled_as_dict, reconcile(readings)))


def test_the_same_incidents_as_at_once(small, tmp_path):
    readings = make_world(500).readings

    found = link_here(make_run(tmp_path / "run", readings, shard=90))

    assert expected(readings) == found
    assert 3 < len(list((tmp_path / "run" / PLACE / "parts").iterdir()))


def test_how_a_run_was_cut_changes_nothing(tmp_path):
    readings = make_world(200).readings

    assert link_here(make_run(tmp_path / "whole", readings)) == link_here(
        make_run(tmp_path / "cut", reversed(readings), shard=17)
    )


def test_a_crowd_is_grouped_by_its_links_alone(small, tmp_path):
    first, *others = make_world(60).readings
    copies = [replace(first, document=replace(first.document, id=f"copy-{number:03}")) for number in range(90)]

    found = link_here(make_run(tmp_path / "run", [*copies, first, *others], shard=30))

    assert expected([first, *others, *copies]) == found
    assert 91 <= max(len({each["document"] for each in incident["accounts"]}) for incident in found.values())


def test_a_report_that_comes_twice_counts_once(small, tmp_path):
    readings = make_world(120).readings

    found = link_here(make_run(tmp_path / "run", [*readings, *readings[:40]], shard=25))

    assert expected(readings) == found


def test_two_readings_of_a_document_that_differ_are_refused(tmp_path):
    first, *others = make_world(30).readings
    other = replace(first, document=replace(first.document, publisher="صحيفة أخرى"))

    with pytest.raises(UsageError, match=f"two readings of the document '{first.document.id}' that differ"):
        link_here(make_run(tmp_path / "run", [first, *others, other], shard=10))


def test_the_first_of_two_readings_of_a_document_is_taken_where_that_is_asked_for(tmp_path):
    first, *others = make_world(30).readings
    other = replace(first, document=replace(first.document, publisher="صحيفة أخرى"))
    folder = make_run(tmp_path / "run", [first, *others, other, first], shard=10)
    refused = CliRunner().invoke(main, ["bulk", "reconcile", str(folder.path), "--workers", "1"])
    taken = folder.path / PLACE / "work" / "taken"
    kept = sorted(part.name for part in taken.iterdir())

    told = run_command("bulk", "reconcile", folder.path, "--first", "--workers", 1).stderr

    assert refused.exit_code == 2 and "take the first (--first)" in refused.stderr
    assert kept[:2] == ["000000", "000001"], "what was taken is there for the next time"
    assert "1 reading set aside" in told
    assert expected([first, *others]) == by_id(incidents_in(folder.path))
    assert json.loads((folder.path / PLACE / "manifest.json").read_bytes())["set_aside"] == 1


def test_what_was_begun_with_the_first_of_two_readings_is_not_ended_without(tmp_path):
    first, *others = make_world(30).readings
    other = replace(first, document=replace(first.document, publisher="صحيفة أخرى"))
    folder = make_run(tmp_path / "run", [first, *others, other], shard=10)
    job = begin(folder, first=True)
    for tasks in islice(steps(job), 2):
        for task in tasks:
            job.path(task.step).mkdir(parents=True, exist_ok=True)
            linking.do(job, task, 0, lambda told: None)

    with pytest.raises(UsageError, match="was begun with --first"):
        begin(folder)


def test_a_run_without_a_report_has_no_incidents(tmp_path):
    assert {} == link_here(make_run(tmp_path / "run", []))


def test_letters_that_are_no_text_are_kept_apart(tmp_path):
    first, *others = make_world(20).readings
    odd = replace(first, document=replace(first.document, id="odd-\ud800"))

    found = link_here(make_run(tmp_path / "run", [odd, *others]))

    assert set(expected([odd, *others])) == set(found)


def test_a_run_that_is_not_finished_is_not_linked(tmp_path):
    folder = make_run(tmp_path / "run", make_world(20).readings)
    (folder.path / "manifest.json").unlink()

    with pytest.raises(UsageError, match="this run is not finished"):
        begin(folder)


def test_what_was_begun_over_another_run_is_not_gone_on_with(tmp_path):
    folder = make_run(tmp_path / "run", make_world(20).readings)
    begin(folder)
    plan = folder.path / PLACE / "plan.json"
    plan.write_text(json.dumps(json.loads(plan.read_text()) | {"read": "another"}))

    with pytest.raises(UsageError, match="was begun otherwise: read differ"):
        begin(folder)


def test_the_command_links_and_says_how_much(tmp_path):
    readings = make_world(150).readings
    make_run(tmp_path / "run", readings, shard=50)

    done = CliRunner().invoke(main, ["bulk", "reconcile", str(tmp_path / "run"), "--workers", "2"])

    assert 0 == done.exit_code, done.output
    assert f"riwaya: {len(expected(readings))} incidents" in done.stderr
    assert expected(readings) == by_id(incidents_in(tmp_path / "run"))
    assert not (tmp_path / "run" / PLACE / "work").exists()


def test_an_export_takes_the_incidents_of_a_run(tmp_path):
    readings = make_world(60).readings
    folder = make_run(tmp_path / "run", readings)
    command = ["export", str(folder.path), "--format", "jsonl", "--profile", "internal", "--now", "2026-01-01", "--to"]
    CliRunner().invoke(main, [*command, str(tmp_path / "at-once")], catch_exceptions=False)
    link_here(folder)

    CliRunner().invoke(main, [*command, str(tmp_path / "linked"), "--incidents", str(folder.path)])

    files = sorted(path.relative_to(tmp_path / "at-once") for path in (tmp_path / "at-once").rglob("*.jsonl"))
    assert 5 < len(files)
    for file in files:
        assert (tmp_path / "at-once" / file).read_bytes() == (tmp_path / "linked" / file).read_bytes()


def test_an_export_says_that_a_run_was_not_linked(tmp_path):
    folder = make_run(tmp_path / "run", make_world(20).readings)
    command = ["export", str(folder.path), "--format", "jsonl", "--profile", "internal", "--to", str(tmp_path / "out")]

    done = CliRunner().invoke(main, [*command, "--incidents", str(folder.path)])

    assert 2 == done.exit_code
    assert "its accounts were not brought together; `riwaya bulk reconcile` does that" in done.stderr


def hash_of_tables(folder: Path) -> str:
    files = sorted((folder / PLACE / "parts").glob("*/*.parquet"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


COMMAND = [sys.executable, "-m", "riwaya", "bulk", "reconcile", "--workers", "2"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A run that was linked, and the hash of what came out."""
    folder = tmp_path_factory.mktemp("undisturbed")
    run = make_run(folder / "run", make_world(600).readings, shard=40).path
    shutil.copytree(run, folder / "linked")
    subprocess.run([*COMMAND, folder / "linked"], check=True)
    return run, hash_of_tables(folder / "linked")


@pytest.mark.slow
def test_what_is_killed_goes_on_and_ends_alike(undisturbed, tmp_path):
    run, expected = undisturbed
    shutil.copytree(run, tmp_path / "run")
    chance = random.Random(1)

    for _ in range(KILLS):
        with subprocess.Popen([*COMMAND, tmp_path / "run"], start_new_session=True) as process:
            time.sleep(chance.uniform(0.5, 4))
            os.killpg(process.pid, signal.SIGKILL)
    subprocess.run([*COMMAND, tmp_path / "run"], check=True)

    assert expected == hash_of_tables(tmp_path / "run")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc which processes there are")
def test_what_a_worker_was_at_that_is_killed_is_done_again(undisturbed, tmp_path):
    run, expected = undisturbed
    shutil.copytree(run, tmp_path / "run")
    chance, killed = random.Random(2), 0

    with subprocess.Popen([*COMMAND, tmp_path / "run"]) as process:
        while process.poll() is None:
            time.sleep(chance.uniform(0.2, 1))
            workers = list(filter(is_worker, below(process.pid)))
            if workers and killed < KILLS:
                kill(chance.choice(workers))
                killed += 1

    assert 0 == process.returncode
    assert 0 < killed
    assert expected == hash_of_tables(tmp_path / "run")


def test_the_status_tells_how_far_the_linking_is(small, tmp_path):
    folder = make_run(tmp_path / "run", make_world(120).readings, shard=20)
    assert "reconciled" not in status_of(tmp_path / "run")
    job = begin(folder)
    taken = next(steps(job))
    job.path("taken").mkdir(parents=True)
    for task in taken[:2]:
        linking.do(job, task, 0, lambda told: None)
    (job.path("taken") / ".000002-aside").mkdir()
    part = status_of(tmp_path / "run")

    run_command("bulk", "reconcile", tmp_path / "run", "--workers", "1")
    run_command("bulk", "dedupe", tmp_path / "run", "--workers", "1")
    whole = status_of(tmp_path / "run")

    assert len(taken) > 2 and part["reconciled"] == {"finished": False, "parts": {"taken": 2}}
    assert whole["reconciled"]["finished"] and whole["reconciled"]["incidents"] == len(list(incidents_in(folder.path)))
    assert whole["copies"]["finished"] and whole["copies"]["documents"] == whole["documents"]
    shown = run_command("bulk", "status", tmp_path / "run", "--format", "table").stdout
    assert f"\nreconciled\nincidents  {whole['reconciled']['incidents']:>12,}\n" in shown


def status_of(run: Path) -> dict:
    return json.loads(run_command("bulk", "status", run).stdout)


def run_command(*arguments):
    done = CliRunner().invoke(main, [*map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done
