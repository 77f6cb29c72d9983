"""A cluster of Spark brings together what one machine brings together, whoever of it is killed.

`make cluster` installs what it takes.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_run import make_run
from made_world import make_world

from bulk_runs import ROOT, below, kill, wait_for
from riwaya.bulk.incident_tables import incidents_in
from riwaya.bulk.reconciling import PLACE
from riwaya.cli import main
from riwaya.exports.json import reconciled_as_dict
from riwaya.reconciling.reconcile import reconcile

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed: make cluster"),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java"),
]
CLUSTER = ("--master", "local-cluster[2,1,1024]")


def command_of(run: Path) -> list[str]:
    return [sys.executable, "-m", "riwaya", "bulk", "reconcile", str(run), *CLUSTER]


def begin(run: Path, *options: str) -> subprocess.Popen:
    """The linking of a run on a cluster, as a process of its own."""
    env = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    return subprocess.Popen([*command_of(run), *options], env=env, stderr=subprocess.PIPE, text=True)


def expected(readings) -> dict[str, dict]:
    return {each.incident.id: reconciled_as_dict(each) for each in reconcile(readings)}


def found_in(run: Path) -> dict[str, dict]:
    return {each["id"]: each for each in incidents_in(run)}


def executors(process: int) -> list[int]:
    """The machines of Java below a process that work for a cluster."""
    told = {each: Path(f"/proc/{each}/cmdline") for each in below(process)}
    return [each for each, path in told.items() if path.exists() and b"CoarseGrainedExecutor" in path.read_bytes()]


def test_a_cluster_makes_the_same_incidents(tmp_path):
    readings = make_world(400).readings
    run = make_run(tmp_path / "run", [*readings, *readings[:20]], shard=100).path

    with begin(run) as process:
        said = process.communicate(timeout=900)[1]

    assert 0 == process.returncode, said
    assert expected(readings) == found_in(run)
    assert f"riwaya: {len(expected(readings))} incidents" in said
    assert not (run / PLACE / "work").exists()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc which processes there are")
def test_a_cluster_that_is_killed_in_part_or_whole_goes_on(tmp_path):
    readings = make_world(150).readings
    run = make_run(tmp_path / "run", readings, shard=40).path
    work = run / PLACE / "work"

    with begin(run) as process:
        assert wait_for(lambda: (work / "happenings" / "_SUCCESS").exists(), 600), process.communicate()[1]
        kill(executors(process.pid)[0])
        assert wait_for(lambda: (work / "pieces" / "_SUCCESS").exists(), 600), process.communicate()[1]
        everybody = [process.pid, *below(process.pid)]
        for each in everybody:
            kill(each)
    kept = (work / "pieces" / "_SUCCESS").stat().st_mtime_ns
    with begin(run) as process:
        assert wait_for(lambda: (work / "groups" / "_SUCCESS").exists(), 600), process.communicate()[1]
        assert kept == (work / "pieces" / "_SUCCESS").stat().st_mtime_ns
        said = process.communicate(timeout=900)[1]

    assert 0 == process.returncode, said
    assert expected(readings) == found_in(run)


def test_two_readings_of_a_document_that_differ_are_refused_by_a_cluster_too(tmp_path):
    first, *others = make_world(30).readings
    other = type(first)(first.riwaya, first.document, first.sources, (), (), ())
    run = make_run(tmp_path / "run", [first, *others, other], shard=10).path

    with begin(run) as process:
        said = process.communicate(timeout=900)[1]

    assert 2 == process.returncode
    assert f"two readings of the document '{first.document.id}' that differ" in said

    with begin(run, "--first") as process:
        said = process.communicate(timeout=900)[1]

    assert 0 == process.returncode and "1 reading set aside" in said
    assert expected([first, *others]) == found_in(run)


def test_what_one_machine_began_is_not_ended_by_a_cluster(tmp_path):
    run = make_run(tmp_path / "run", make_world(20).readings).path
    done = CliRunner().invoke(main, ["bulk", "reconcile", str(run), "--workers", "1"])
    assert 0 == done.exit_code
    (run / PLACE / "manifest.json").unlink()

    with begin(run) as process:
        said = process.communicate(timeout=300)[1]

    assert 2 == process.returncode
    assert "was begun otherwise: way differ" in said
