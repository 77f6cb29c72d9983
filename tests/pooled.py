"""Work for the tests of the pool of processes, which has to stand where processes can import it."""

import os
import signal
import time
from pathlib import Path

from riwaya.errors import UnreadableInput


def double(task, attempt, told):
    """Twice a number, after telling the number."""
    told(task)
    return 2 * task, attempt


def die_at_first(task, attempt, told):
    """Ends its process at the first attempts at odd numbers."""
    if task % 2 and attempt < 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return task, attempt


def die_always(task, attempt, told):
    """Ends its process."""
    os._exit(3)


def raise_at_first(task, attempt, told):
    """Raises something that nobody expected, at the first attempt."""
    if attempt == 0:
        raise ZeroDivisionError("by nothing")
    return task, attempt


def refuse(task, attempt, told):
    """Raises an error of ours."""
    raise UnreadableInput(f"{task} was changed")


def fill_the_disk(task, attempt, told):
    """Raises an error of the system."""
    raise OSError(28, "No space left on device", "/out")


def write_down(task, attempt, told):
    """Writes down which process is at it, and takes its time."""
    folder, number = task
    Path(folder, f"{os.getpid()}").touch()
    for step in range(200):
        time.sleep(0.01)
        told(step)
    Path(folder, f"done-{number}").touch()


class Remembering:
    """Counts its tasks: in one process it is one object."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, task, attempt, told):
        self.count += 1
        return self.count, os.getpid()
