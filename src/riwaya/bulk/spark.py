"""Reads the shards of a run on a cluster of Spark, which only says which machine reads which shard.

A shard is read by the same function as on one machine and written to the same folder, which all machines must see under
one path. So what Spark loses it gives out again, and a run that was killed goes on, on a cluster or on one machine.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from riwaya.bulk.folder import Folder
from riwaya.bulk.plan import shard_of
from riwaya.bulk.running import Progress, Told, going_on
from riwaya.bulk.shard import LIMIT, Job, mark_in, read_shard
from riwaya.bulk.versions import versions
from riwaya.errors import RiwayaError, UsageError

FAILURES = 8
"""Attempts at a shard before Spark gives up, unless its settings say otherwise."""
_LOCAL = re.compile(r"local(?:\[(?P<threads>\d+|\*)\])?")
_EVERY = 1.0
"""Seconds between two looks at which shards are done."""


def read_on_spark(
    folder: Folder, *, master: str | None = None, limit: int = LIMIT, told: Told = lambda stage: None
) -> None:
    """Reads what is left of a run on the cluster of a master, or on that of `spark-submit`, and writes its manifest.

    Raises UsageError where pyspark is not installed or no master is named, where another version of Riwaya began the
    run, and RiwayaError where another is on one of the machines or an input was changed since.
    """
    with going_on(folder) as left:
        lines = [shard.as_line() for shard in left]
        if not lines:
            return
        work = partial(_read, Job(str(folder.shards_path), folder.plan.options, limit), dict(folder.plan.versions))
        with _context(master) as context, _watched(folder, told):
            faults = context.parallelize(lines, len(lines)).map(work).filter(bool).collect()
        if faults:
            raise RiwayaError(faults[0])


def _read(job: Job, expected: Mapping[str, str], line: str) -> str:
    """Reads a shard on whatever machine this is; gives what no other machine could mend, nothing where it is done."""
    from pyspark import TaskContext

    if versions() != expected:
        return "another version of Riwaya or of its data is on a machine of the cluster than the one that began the run"
    context = TaskContext.get()
    try:
        read_shard(job, shard_of(line), context.attemptNumber() if context else 0)
    except RiwayaError as error:
        return str(error)
    return ""


@contextmanager
def _context(master: str | None) -> Iterator[Any]:
    """The context of Spark: the one that is there, else one for the block."""
    try:
        from pyspark import SparkConf, SparkContext
    except ImportError:
        raise UsageError("work on a cluster takes pyspark: pip install 'riwaya[spark]'") from None

    # Spark would take the python3 of the path, in which Riwaya need not be installed.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    SparkContext._ensure_initialized()  # before that a SparkConf does not know what spark-submit was told
    conf = SparkConf().setIfMissing("spark.app.name", "riwaya bulk")
    conf.setIfMissing("spark.task.maxFailures", str(FAILURES))
    conf.setIfMissing("spark.ui.showConsoleProgress", "false")
    if master is not None:
        conf.setMaster(_with_retries(master))
    if not conf.contains("spark.master"):
        raise UsageError("no cluster is named: give its address with --master, or run it by spark-submit")
    ours = SparkContext._active_spark_context is None
    context = SparkContext.getOrCreate(conf)
    try:
        yield context
    finally:
        with suppress(Exception):  # where a call to Java was broken off by Ctrl+C, the next one may fail
            context.cancelAllJobs()
        if ours:
            with suppress(Exception):
                context.stop()


@contextmanager
def session(master: str | None) -> Iterator[Any]:
    """A session for tables on the cluster of a master, or on that of `spark-submit`. Raises as `read_on_spark` does."""
    with _context(master) as context:
        from pyspark.sql import SparkSession

        yield SparkSession(context)


def _with_retries(master: str) -> str:
    """A master of threads of this machine, which tries a task once only unless it is told otherwise."""
    local = _LOCAL.fullmatch(master)
    return f"local[{local['threads'] or '*'},{FAILURES}]" if local else master


@contextmanager
def _watched(folder: Folder, told: Told) -> Iterator[None]:
    """Tells how far a run is while the block goes on, by the shards that come into its folder."""
    ended = threading.Event()
    watching = threading.Thread(target=_watch, args=(folder, Progress(folder, told), ended), daemon=True)
    watching.start()
    try:
        yield
    finally:
        ended.set()
        watching.join()


def _watch(folder: Folder, progress: Progress, ended: threading.Event) -> None:
    seen = folder.done()
    while not ended.wait(_EVERY):
        for number in sorted(folder.done() - seen):
            seen.add(number)
            if (mark := mark_in(folder.place(number))) is not None:
                progress.done(number, mark["documents"] + mark["refused"])
