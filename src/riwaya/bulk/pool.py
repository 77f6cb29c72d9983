"""A pool of processes that loses nothing where one of them is killed.

The processes share nothing: each has a pipe of its own, so that none can leave a lock behind. One that ends on the way
is replaced, and what it was at is done again with the next number of attempt. One that did many tasks is replaced too,
so that it gives back what it took for words that it met. Where whoever began the pool is killed, its processes end with
what they are at.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from riwaya.errors import RiwayaError

Task = TypeVar("Task")
Result = TypeVar("Result")
MOST_ATTEMPTS = 10
"""Attempts at a task; one that fails as often cannot be done."""
MOST_TASKS = 100
"""Tasks that a process does before another takes its place. One that read half a million reports in shards of a
thousand had grown from 285 MB to 369, slower and slower; a new one is there in a second.
"""


Work = Callable[[Task, int, Callable[[Any], None]], Result]
"""What is done with a task: a function at the top of a module, or an object of one, which goes to the processes.

It gets the task, the number of the attempt, counted from 0, and a function that tells whoever waits how far it is.
"""


@dataclass(frozen=True, slots=True)
class Event(Generic[Task]):
    """Something that happened to a task: `done` with its result, `told` with what its process tells, or `again`.

    Of what is done again `value` is the reason: how its process ended, or what it raised.
    """

    kind: str
    task: Task
    value: Any = None


class PoolFailed(RiwayaError):
    """A task cannot be done, however often it is tried."""


def run(work: Work[Task, Result], tasks: Iterable[Task], *, workers: int) -> Generator[Event[Task], None, None]:
    """Does all tasks in so many processes, and tells what happens as it does; results come in the order of their ends.

    Tasks are taken as they are needed. What RiwayaError or OSError a task raises ends the run and is raised here, and
    any other error counts as an end of its process. Where the caller goes no further, the processes are ended.
    Raises PoolFailed where a task was tried too often.
    """
    with _Pool(work, workers) as pool:
        yield from pool.run(iter(tasks))


class _Worker(Generic[Task]):
    """A process, its pipe, and the task that it is at."""

    def __init__(self, context: Any, work: Work[Task, Any]) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=False)
        with _without_interrupt():
            self.process.start()
        theirs.close()
        self.task: Task | None = None
        self.attempt = 0
        self.done = 0

    def give(self, task: Task, attempt: int) -> None:
        """Gives it a task."""
        self.task, self.attempt = task, attempt
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it ended, which its pipe tells
            self.pipe.send((task, attempt))

    def end(self) -> str:
        """Ends it, if it is still there, and tells how it ended."""
        self.pipe.close()
        if self.process.is_alive():
            self.process.join(timeout=0.2)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        code = self.process.exitcode or 0
        self.process.close()
        if code < 0:
            return f"its process was ended by {signal.Signals(-code).name}"
        return f"its process ended with the status {code}"


class _Pool(Generic[Task, Result]):
    def __init__(self, work: Work[Task, Result], workers: int) -> None:
        self._work = work
        self._most = workers
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker[Task]] = []
        self._again: deque[tuple[Task, int]] = deque()

    def __enter__(self) -> _Pool[Task, Result]:
        return self

    def __exit__(self, *raised: object) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.end()

    def run(self, tasks: Iterator[Task]) -> Iterator[Event[Task]]:
        self._give_out(tasks)
        while at := {worker.pipe: worker for worker in self._workers if worker.task is not None}:
            for pipe in wait(list(at)):
                yield from self._hear(at[pipe])
            self._give_out(tasks)

    def _give_out(self, tasks: Iterator[Task]) -> None:
        """Gives each process that is free something to do, and begins processes as long as there is something."""
        free = [worker for worker in self._workers if worker.task is None]
        while free or len(self._workers) < self._most:
            if self._again:
                task, attempt = self._again.popleft()
            else:
                try:
                    task, attempt = next(tasks), 0
                except StopIteration:
                    return
            if free:
                worker = free.pop()
            else:
                worker = _Worker(self._context, self._work)
                self._workers.append(worker)
            worker.give(task, attempt)

    def _hear(self, worker: _Worker[Task]) -> Iterator[Event[Task]]:
        """What a process tells, or its end."""
        task = worker.task
        assert task is not None
        try:
            kind, value = worker.pipe.recv()
        except (EOFError, OSError):  # also within a message
            self._workers.remove(worker)
            yield from self._try_again(task, worker.attempt, worker.end())
            return
        if kind == "told":
            yield Event("told", task, value)
            return
        worker.task = None
        if kind == "done":
            worker.done += 1
            if worker.done == MOST_TASKS:
                self._workers.remove(worker)
                worker.end()
            yield Event("done", task, value)
        elif kind == "raised":
            raise value
        else:
            yield from self._try_again(task, worker.attempt, value)

    def _try_again(self, task: Task, attempt: int, reason: str) -> Iterator[Event[Task]]:
        if attempt + 1 >= MOST_ATTEMPTS:
            raise PoolFailed(f"{task} could not be done in {MOST_ATTEMPTS} attempts; the last time {reason}")
        self._again.append((task, attempt + 1))
        yield Event("again", task, reason)


@contextlib.contextmanager
def _without_interrupt() -> Iterator[None]:
    """Processes that are begun here do not end by Ctrl+C, which whoever began them gets too, and ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)


def _serve(pipe: Connection, work: Work[Any, Any]) -> None:
    """Does the tasks that come through a pipe, as the process that is begun for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()

    def told(value: Any) -> None:
        if os.getppid() != parent:
            os._exit(0)
        pipe.send(("told", value))

    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):  # whoever began it was ended
        while True:
            task, attempt = pipe.recv()
            try:
                answer = ("done", work(task, attempt, told))
            except (EOFError, BrokenPipeError, ConnectionResetError):
                raise
            except (RiwayaError, OSError) as error:
                answer = ("raised", _sendable(error))
            except BaseException as error:
                answer = ("failed", f"it raised {type(error).__name__}: {error}")
            pipe.send(answer)
    os._exit(0)


def _sendable(error: Exception) -> Exception:
    """An error as it goes through a pipe; one that cannot be made again over there as what it says."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RiwayaError(str(error))
    return error
