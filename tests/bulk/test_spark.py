"""On a cluster of several processes a run gives what it gives on one machine, whoever of them is killed.

RIWAYA_KILLS says how often each is killed; the tests kill a few times, for each kill costs the start of a machine of
Java. `make cluster` installs what they take.
"""

import importlib.util
import os
import random
import shutil
import time
from pathlib import Path

import pytest

from bulk_runs import (
    DEADLY,
    SLOW,
    attempts,
    begin_run,
    below,
    kill,
    records_of,
    refused_in,
    reports,
    run_bulk,
    wait_for,
    write_lines,
    written,
)

KILLS = int(os.environ.get("RIWAYA_KILLS", "2"))
CLUSTER = ("--master", "local-cluster[2,1,1024]")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed: make cluster"),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java"),
]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A file of reports, and the folder of a run over it by processes of this machine."""
    folder = tmp_path_factory.mktemp("undisturbed")
    path = write_lines(folder / "reports.jsonl", reports(400 * KILLS))
    assert 0 == run_bulk(path, "--to", folder / "run", "--shard", 25, "--workers", 2)[0]
    return path, folder / "run"


def assert_the_same(run, undisturbed):
    """Holds what a run wrote against what another wrote, file by file and record by record."""
    assert written(undisturbed) == written(run)
    assert records_of(undisturbed) == records_of(run)
    assert [] == list((run / "shards").glob(".*"))


def told_by(process: int) -> bytes:
    """The command of a process."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def executors(process: int) -> list[int]:
    """The machines of Java below a process that work for a cluster."""
    return [each for each in below(process) if b"CoarseGrainedExecutorBackend" in told_by(each)]


def python_workers(process: int) -> list[int]:
    """The processes of Python that read for a cluster, but for those that begin them."""
    daemons = [each for each in below(process) if b"pyspark" in told_by(each) and b"daemon" in told_by(each)]
    return [each for daemon in daemons for each in below(daemon)]


def done_in(run: Path) -> int:
    return len(list(run.glob("shards/0*/shard.json")))


def wait_until_done(process, run, shards, victims=lambda process: True):
    """Waits until so many shards are done and somebody is there to be killed; fails where the run ends before."""
    reached = wait_for(lambda: process.poll() is not None or (done_in(run) >= shards and victims(process.pid)), 300)
    assert reached and process.poll() is None, process.communicate()[1]


def test_a_cluster_gives_what_one_machine_gives(undisturbed, tmp_path):
    path, whole = undisturbed

    status, said = run_bulk(path, "--to", tmp_path / "run", "--shard", 25, *CLUSTER)

    assert 0 == status, said
    assert_the_same(tmp_path / "run", whole)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc which processes there are")
@pytest.mark.parametrize("victims", [executors, python_workers])
def test_workers_of_a_cluster_that_are_killed_lose_nothing_and_double_nothing(undisturbed, tmp_path, victims):
    path, whole = undisturbed
    run = tmp_path / "run"
    chance = random.Random(KILLS)
    of = len(list((whole / "shards").iterdir()))
    with begin_run(path, "--to", run, "--shard", 25, *CLUSTER) as process:
        killed = 0
        for number in range(KILLS):
            # Moments at which so many shards are done, spread over the run, and a little later.
            moment = of * number // (KILLS + 1)
            wait_until_done(process, run, moment, victims)
            time.sleep(chance.uniform(0, 1.5))
            if found := victims(process.pid):
                kill(chance.choice(found))
                killed += 1
        said = process.communicate(timeout=600)[1]

    assert 0 == process.returncode, said
    assert KILLS == killed
    assert_the_same(run, whole)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc which processes there are")
def test_a_run_on_a_cluster_that_is_killed_goes_on_where_it_was(undisturbed, tmp_path):
    path, whole = undisturbed
    run = tmp_path / "run"
    chance = random.Random(KILLS)
    of = len(list((whole / "shards").iterdir()))
    for number in range(KILLS):
        moment = of * number // (KILLS + 1)
        with begin_run(path, "--to", run, "--shard", 25, *CLUSTER) as process:
            wait_until_done(process, run, moment + 1)
            time.sleep(chance.uniform(0, 1.5))
            others = below(process.pid)
            kill(process.pid)
        if chance.random() < 0.5:  # a machine that goes takes all with it
            for each in others:
                kill(each)
    before = done_in(run)

    status, said = run_bulk(path, "--to", run, "--shard", 25, *CLUSTER)

    assert 0 == status, said
    assert 0 < before < of
    assert_the_same(run, whole)


def test_what_was_begun_on_a_cluster_is_ended_on_one_machine(undisturbed, tmp_path):
    path, whole = undisturbed
    run = tmp_path / "run"
    with begin_run(path, "--to", run, "--shard", 25, *CLUSTER) as process:
        assert wait_for(lambda: done_in(run) >= 2, 300)
        process.terminate()
        said = process.communicate(timeout=120)[1]

    assert 1 == process.returncode, said
    assert "riwaya: stopped; the same command goes on" in said
    assert 0 == run_bulk("--to", run, "--workers", 2)[0]
    assert_the_same(run, whole)


def test_reports_that_end_their_process_or_take_too_long_are_refused_on_a_cluster_too(tmp_path):
    records = reports(40)
    records[5], records[31] = {"text": DEADLY}, {"text": SLOW}
    path = write_lines(tmp_path / "reports.jsonl", records)
    run = tmp_path / "run"

    status, said = run_bulk(path, "--to", run, "--shard", 10, "--limit", 5, *CLUSTER, spoil=tmp_path / "spoil")

    assert 1 == status, said
    assert [f"{path}:6", f"{path}:32"] == [each["where"] for each in refused_in(run)]
    assert [2, 0, 0, 2] == attempts(run)
    assert 38 == len(records_of(run))


def test_an_input_that_changes_meanwhile_ends_the_run_on_a_cluster_too(undisturbed, tmp_path):
    path = write_lines(tmp_path / "reports.jsonl", reports(200))
    run = tmp_path / "run"
    with begin_run(path, "--to", run, "--shard", 100, *CLUSTER) as process:
        assert wait_for(lambda: (run / "plan.json").exists())
        path.write_text(path.read_text(encoding="utf-8").replace("الصحيفة", "الجريدة"), encoding="utf-8")
        said = process.communicate(timeout=300)[1]

    assert 1 == process.returncode
    assert "it was changed since the run began" in said
    assert not (run / "manifest.json").exists()
