"""A run whose processes are killed at any moment, or that is killed itself, gives what an undisturbed run gives.

RIWAYA_KILLS says how often each is killed; the tests kill a few times, for each kill costs the start of processes.
"""

import os
import random
import time
from pathlib import Path

import pytest

from bulk_runs import (
    attempts,
    begin_run,
    below,
    is_worker,
    kill,
    records_of,
    reports,
    run_bulk,
    wait_for,
    write_lines,
    written,
)

KILLS = int(os.environ.get("RIWAYA_KILLS", "3"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc which processes there are"),
]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A file of reports, the folder of a run over it that nobody disturbed, and how long that took."""
    folder = tmp_path_factory.mktemp("undisturbed")
    path = write_lines(folder / "reports.jsonl", reports(80 * KILLS))
    began = time.monotonic()
    assert 0 == run_bulk(path, "--to", folder / "run", "--shard", 20, "--workers", 2)[0]
    return path, folder / "run", time.monotonic() - began


def assert_the_same(run, undisturbed):
    """Holds what a run wrote against what another wrote, file by file and record by record."""
    assert written(undisturbed) == written(run)
    assert records_of(undisturbed) == records_of(run)
    assert [] == list((run / "shards").glob(".*"))


def test_workers_that_are_killed_lose_nothing_and_double_nothing(undisturbed, tmp_path):
    path, whole, seconds = undisturbed
    chance = random.Random(KILLS)
    killed = 0
    with begin_run(path, "--to", tmp_path / "run", "--shard", 20, "--workers", 2) as process:
        while process.poll() is None and killed < KILLS:
            time.sleep(chance.uniform(0, seconds / (KILLS + 1)))
            if workers := list(filter(is_worker, below(process.pid))):
                kill(chance.choice(workers))
                killed += 1
        said = process.communicate(timeout=300)[1]

    assert 0 == process.returncode, said
    assert killed == KILLS
    assert said.count("is read again: its process was ended by SIGKILL") >= 1
    assert_the_same(tmp_path / "run", whole)


def test_a_run_that_is_killed_goes_on_where_it_was(undisturbed, tmp_path):
    path, whole, seconds = undisturbed
    chance = random.Random(KILLS)
    for _ in range(KILLS):
        with begin_run(path, "--to", tmp_path / "run", "--shard", 20, "--workers", 2) as process:
            time.sleep(chance.uniform(0.1, seconds / 2))
            workers = below(process.pid)
            kill(process.pid)
        if chance.random() < 0.5:  # a machine that goes takes all with it
            for each in workers:
                kill(each)

    status, said = run_bulk(path, "--to", tmp_path / "run", "--shard", 20, "--workers", 2)

    assert 0 == status, said
    assert_the_same(tmp_path / "run", whole)


def test_workers_of_a_run_that_was_killed_do_not_mix_with_those_of_the_next(undisturbed, tmp_path):
    path, whole, _ = undisturbed
    run = tmp_path / "run"
    with begin_run(path, "--to", run, "--shard", 20, "--workers", 2) as process:
        assert wait_for(lambda: len(list(run.glob("shards/.*"))) == 2)
        kill(process.pid)

    assert 0 == run_bulk(path, "--to", run, "--shard", 20, "--workers", 2)[0]
    assert_the_same(run, whole)
    assert {0} == set(attempts(run))


def test_a_run_that_is_stopped_ends_its_workers_and_goes_on(undisturbed, tmp_path):
    path, whole, _ = undisturbed
    run = tmp_path / "run"
    with begin_run(path, "--to", run, "--shard", 20, "--workers", 2) as process:
        assert wait_for(lambda: len(list(run.glob("shards/0*"))) >= 2)
        workers = list(filter(is_worker, below(process.pid)))
        process.terminate()
        said = process.communicate(timeout=60)[1]

    assert (1, "riwaya: stopped; the same command goes on\n") == (process.returncode, said)
    assert workers
    assert wait_for(lambda: not any(Path(f"/proc/{each}").exists() for each in workers), 10)
    assert 0 == run_bulk(path, "--to", run, "--shard", 20, "--workers", 2)[0]
    assert_the_same(run, whole)
