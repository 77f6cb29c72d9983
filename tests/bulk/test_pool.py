"""The pool of processes does every task once, whoever of them is killed."""

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

import pooled
from riwaya.bulk import pool
from riwaya.bulk.pool import MOST_ATTEMPTS, PoolFailed, run
from riwaya.errors import UnreadableInput


def results(work, tasks, *, workers=2):
    return sorted(event.value for event in run(work, tasks, workers=workers) if event.kind == "done")


def test_every_task_is_done_once_and_tells_how_far_it_is():
    events = list(run(pooled.double, range(20), workers=3))

    assert [(2 * n, 0) for n in range(20)] == sorted(e.value for e in events if e.kind == "done")
    assert list(range(20)) == sorted(e.value for e in events if e.kind == "told")
    assert list(range(20)) == sorted(e.task for e in events if e.kind == "done")


def test_no_tasks_need_no_process():
    assert [] == list(run(pooled.double, [], workers=2))


def test_a_process_does_one_task_after_the_other():
    counts = defaultdict(list)
    for count, process in results(pooled.Remembering(), range(12)):
        counts[process].append(count)

    assert len(counts) <= 2
    assert all(found == list(range(1, len(found) + 1)) for found in counts.values())


def test_a_process_that_did_many_tasks_is_replaced(monkeypatch):
    monkeypatch.setattr(pool, "MOST_TASKS", 3)
    found = results(pooled.Remembering(), range(8), workers=1)

    assert [1, 1, 1, 2, 2, 2, 3, 3] == [count for count, _ in found]
    assert len({process for _, process in found}) == 3


def test_what_a_process_was_at_that_was_killed_is_done_again():
    events = list(run(pooled.die_at_first, range(6), workers=2))

    assert [(n, 2 if n % 2 else 0) for n in range(6)] == sorted(e.value for e in events if e.kind == "done")
    again = [event for event in events if event.kind == "again"]
    assert sorted([1, 3, 5] * 2) == sorted(event.task for event in again)
    assert {"its process was ended by SIGKILL"} == {event.value for event in again}


def test_what_raises_something_unexpected_is_done_again(capfd):
    events = list(run(pooled.raise_at_first, [7], workers=1))

    assert [("again", "it raised ZeroDivisionError: by nothing"), ("done", (7, 1))] == [
        (e.kind, e.value) for e in events
    ]


def test_a_task_that_always_ends_its_process_ends_the_run():
    with pytest.raises(
        PoolFailed, match=f"in {MOST_ATTEMPTS} attempts; the last time its process ended with the status 3"
    ):
        list(run(pooled.die_always, [1], workers=2))


def test_errors_of_ours_and_of_the_system_are_raised_where_the_run_is():
    with pytest.raises(UnreadableInput, match="1 was changed"):
        list(run(pooled.refuse, [1], workers=1))
    with pytest.raises(OSError, match="No space left"):
        list(run(pooled.fill_the_disk, [1], workers=1))


def is_there(process: int) -> bool:
    """Whether a process runs; one that ended and whom nobody asked for is none."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition) -> bool:
    """Waits half a minute at most."""
    end = time.monotonic() + 30
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_whoever_goes_no_further_ends_the_processes(tmp_path):
    events = run(pooled.write_down, [(str(tmp_path), n) for n in range(4)], workers=2)
    next(events)
    events.close()

    assert not any(is_there(int(each.name)) for each in tmp_path.iterdir())


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc which processes there are")
@pytest.mark.parametrize("signalled", [signal.SIGKILL, signal.SIGTERM])
def test_where_whoever_began_them_is_killed_the_processes_end_by_themselves(tmp_path, signalled):
    code = (
        "import pooled\n"
        "from riwaya.bulk.pool import run\n"
        "if __name__ == '__main__':\n"
        f"    list(run(pooled.write_down, [({str(tmp_path)!r}, n) for n in range(4)], workers=2))\n"
    )
    script = tmp_path.with_suffix(".py")
    script.write_text(code)
    with subprocess.Popen(
        [sys.executable, script], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ) as ours:
        assert wait_until(lambda: sum(each.name.isdecimal() for each in tmp_path.iterdir()) == 2)
        ours.send_signal(signalled)
    processes = [int(each.name) for each in tmp_path.iterdir() if each.name.isdecimal()]

    assert wait_until(lambda: not any(map(is_there, processes)))
    assert not list(tmp_path.glob("done-*"))
