"""How fast the desk answers many people at once, and what memory it takes: `riwaya serve`, asked over HTTP.

    python benchmarks/desk.py STORE                        a file, or postgresql://user@host/name
    python benchmarks/desk.py STORE --serve="--workers=2"  served with more options
    python benchmarks/desk.py STORE --json                 the same figures for a program

Twenty clients ask what `desk_asks.py` draws, each the next thing when the one before is answered: first without a
pause, which is as much as the machine can do, then with two seconds between, as people read. The desk runs in processes
of its own, and so do the clients; they share the machine. Each answer is timed from the question to the last byte.
What a process works out once until the store changes, such as the figures of the dashboard, is asked for before that.
Memory is the sum over the desk's processes at its peak: RSS counts what they share in each of them, PSS once.

The share of the processors that others took meanwhile is told too: where it is not near nothing, measure again.
A store of the size of interest is made by `made_world.py`, `filled_store.py` and `riwaya reconcile`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shlex
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desk_asks import KINDS, Asks, look_into

from riwaya.store import open_store

HERE = Path(__file__).resolve().parent
_HOST = "127.0.0.1"
_TICK = os.sysconf("SC_CLK_TCK")
_ASKED = 3000
"""Addresses that are drawn for each client."""
_BEFORE = 6
"""Questions of each kind that are asked before it is timed, so that each process of the desk has answered some."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long answers took, in milliseconds, and how large they were, in kB."""

    answers: int
    p50: float
    p95: float
    p99: float
    max: float
    mean_size: float
    max_size: float


@dataclass(frozen=True, slots=True)
class Round:
    """What came out of asking for a while; processor times are shares of one core, memory is in MB."""

    pause: float
    a_second: float
    by_kind: dict[str, Times]
    desk: float
    clients: float
    others: float
    rss: float
    pss: float
    slowest: list[tuple[int, str]]


# ------------------------------------------------------------------------------------------------------------- the desk


@contextmanager
def served(store: str, options: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A desk over a store, in a process of its own; gives its port and the number of the process."""
    with socket.socket() as free:
        free.bind((_HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "riwaya", "serve", "--store", store, "--port", str(port), *options]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield port, process.pid
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while True:
        with suppress(OSError), urllib.request.urlopen(f"http://{_HOST}:{port}/static/icon.svg", timeout=60):
            return
        if process.poll() is not None:
            raise RuntimeError(f"the desk ended with {process.returncode}")
        time.sleep(0.2)


class Watched:
    """The processes of a desk: their processor time, and their memory at its peak while they are watched."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.rss = self.pss = 0.0
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._ends.set()
        self._thread.join()

    def processor(self) -> float:
        """Seconds that the processes took so far."""
        return sum(_processor_of(pid) for pid in self._all())

    def _watch(self) -> None:
        while not self._ends.wait(1.0):
            told = [_memory_of(pid) for pid in self._all()]
            self.rss = max(self.rss, sum(rss for rss, _ in told))
            self.pss = max(self.pss, sum(pss for _, pss in told))

    def _all(self) -> list[int]:
        found = [self._pid]
        for pid in found:
            with suppress(OSError):
                for children in Path(f"/proc/{pid}/task").glob("*/children"):
                    found += map(int, children.read_text().split())
        return found


def _memory_of(pid: int) -> tuple[float, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    told = {name: value for name, _, value in (line.partition(":") for line in lines)}
    return tuple(int(told[name].split()[0]) * 1.024e-3 for name in ("Rss", "Pss"))  # type: ignore[return-value]


def _processor_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _all_processors() -> float:
    """Seconds that all processors of the machine worked so far."""
    user, nice, system, _, _, irq, softirq, steal, *_ = map(int, Path("/proc/stat").read_text().split()[1:11])
    return (user + nice + system + irq + softirq + steal) / _TICK


# ---------------------------------------------------------------------------------------------------------- the clients


def ask(port: int, asks: list[list[tuple[str, str]]], *, seconds: float, pause: float) -> dict[str, Any]:
    """What clients are answered; see `desk_clients.py`."""
    given = {"host": _HOST, "port": port, "asks": asks, "seconds": seconds, "pause": pause}
    command = [sys.executable, str(HERE / "desk_clients.py")]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def measure(port: int, pid: int, asks: list[list[tuple[str, str]]], *, seconds: float, pause: float) -> Round:
    """Has clients ask for a while."""
    with Watched(pid) as watched:
        began, desk, every = time.perf_counter(), watched.processor(), _all_processors()
        told = ask(port, asks, seconds=seconds, pause=pause)
        took = time.perf_counter() - began
        desk, every = (watched.processor() - desk) / took, (_all_processors() - every) / took
    clients = told["processor"] / took
    answers = told["answers"]
    by_kind = {kind: times_of([each for each in answers if each[0] == kind]) for kind in KINDS}
    slowest = sorted(((round(1000 * each[2]), each[1]) for each in answers), reverse=True)[:8]
    return Round(
        pause, len(answers) / took, {"all": times_of(answers)} | by_kind, desk, clients, every - desk - clients,
        watched.rss, watched.pss, slowest,
    )  # fmt: skip


def times_of(answers: Sequence[Sequence[Any]]) -> Times:
    """The times and sizes of some answers."""
    if not answers:
        return Times(0, 0, 0, 0, 0, 0, 0)
    took = sorted(1000 * each[2] for each in answers)
    sizes = [each[3] / 1000 for each in answers]

    def at(share: float) -> float:
        return took[min(len(took) - 1, int(share * len(took)))]

    return Times(len(took), at(0.5), at(0.95), at(0.99), took[-1], sum(sizes) / len(sizes), max(sizes))


def render(told: Round) -> str:
    """A round as a table."""
    how = f"{told.pause:g} s between an answer and the next question" if told.pause else "without a pause"
    told_of = f"{how}: {told.a_second:.0f} answers a second; memory {told.pss:.0f} MB (PSS), {told.rss:.0f} MB (RSS)"
    cores = f"cores: the desk {told.desk:.2f}, the clients {told.clients:.2f}, others {told.others:.2f}"
    lines = [
        told_of,
        cores,
        f"{'':16}{'answers':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8} ms{'mean':>8}{'max':>8} kB",
    ]
    lines += [
        f"{kind:16}{each.answers:8}{each.p50:8.0f}{each.p95:8.0f}{each.p99:8.0f}{each.max:8.0f}   "
        f"{each.mean_size:8.1f}{each.max_size:8.1f}"
        for kind, each in told.by_kind.items()
    ]
    return "\n".join([*lines, *(f"  {took} ms {address}" for took, address in told.slowest)])


def main() -> None:
    """Measures, and prints what came out."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("store")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pauses", type=float, nargs="+", default=[0.0, 2.0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--serve", default="", metavar="OPTIONS", help="more options for riwaya serve")
    parser.add_argument("--json", action="store_true", help="the figures for a program")
    given = parser.parse_args()
    draw = random.Random(given.seed)
    with open_store(given.store, make=False) as store:
        store.renew_overviews()  # a fresh store has none, and addresses are drawn from them
        asks = Asks(look_into(store, draw), draw)
    told = []
    with served(given.store, shlex.split(given.serve)) as (port, pid):
        ask(port, [[(kind, asks.of(kind))] for kind in KINDS for _ in range(_BEFORE)], seconds=0, pause=0)
        for pause in given.pauses:
            drawn = [[asks.one() for _ in range(_ASKED)] for _ in range(given.clients)]
            told.append(measure(port, pid, drawn, seconds=given.seconds, pause=pause))
            if not given.json:
                print(render(told[-1]), flush=True)
    if given.json:
        print(json.dumps([asdict(each) for each in told], indent=2))


if __name__ == "__main__":
    main()
