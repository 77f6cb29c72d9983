"""Runs in bulk for tests: inputs, commands that can be killed, reports that do harm, and what came out."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from riwaya.bulk.folder import Folder, readings
from riwaya.exports.json import as_dict, to_json

ROOT = Path(__file__).resolve().parent.parent
PLACES = "كركوك حلب تعز إدلب الرقة مأرب الفلوجة درعا بعقوبة الحديدة".split()
DEADLY = "أنا تقرير يقتل من يقرأه"
SLOW = "أنا تقرير لا نهاية له"
SPOILT = "أنا تقرير يربك من يقرأه"
UNTAKEN = "أنا ملف يقتل من يفتحه"
_SPOIL = f"""
import os, signal, time
import riwaya.bulk.careful, riwaya.bulk.pieces, riwaya.bulk.shard as shard
from riwaya.inputs import incoming
read_document, find_documents_in = shard.read_document, shard.find_documents_in

def read_or_die(found, **more):
    if {DEADLY!r} in found.text:
        os.kill(os.getpid(), signal.SIGSEGV)
    while {SLOW!r} in found.text:
        time.sleep(0.1)
    if {SPOILT!r} in found.text:
        raise LookupError("no such word")
    return read_document(found, **more)

def find_or_die(piece, settings):
    for found in find_documents_in(piece, settings):
        if {UNTAKEN!r} in getattr(found, "text", ""):
            os._exit(9)
        yield found

shard.read_document = read_or_die
shard.find_documents_in = riwaya.bulk.careful.find_documents_in = find_or_die
"""


def reports(count: int, seed: int = 0) -> list[dict]:
    """So many short reports, each of its own."""
    chance = random.Random(seed)
    return [
        {
            "text": f"قال مصدر أمني في {chance.choice(PLACES)} إن {chance.randint(2, 90)} شخصا قتلوا أمس في قصف على "
            f"قرية قرب {chance.choice(PLACES)}، ونفى متحدث باسم الجيش ذلك. وهذا هو البيان رقم {number}.",
            "published": f"2024-01-{chance.randint(1, 28):02}",
            "publisher": "الصحيفة",
        }
        for number in range(count)
    ]


def write_lines(path: Path, records: list[dict]) -> Path:
    """A file of JSON Lines."""
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8")
    return path


def begin_run(*arguments: object, spoil: Path | None = None) -> subprocess.Popen:
    """A run of `riwaya bulk read` as a process of its own; with a folder `spoil`, in which some reports do harm."""
    path = [str(ROOT / "src"), str(ROOT / "tests")]
    if spoil is not None:
        spoil.mkdir(exist_ok=True)
        (spoil / "sitecustomize.py").write_text(_SPOIL, encoding="utf-8")
        path.insert(0, str(spoil))
    command = [sys.executable, "-m", "riwaya", "bulk", "read", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path), "PYTHONUTF8": "1"}
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run_bulk(*arguments: object, spoil: Path | None = None) -> tuple[int, str]:
    """The status of a run and what it says."""
    with begin_run(*arguments, spoil=spoil) as process:
        said = process.communicate(timeout=300)[1]
    return process.returncode, said


def below(process: int) -> list[int]:
    """The processes that a process began and that still run, and those that these began."""
    children = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):  # each thread has children of its own
        with suppress(OSError):
            children += map(int, task.read_text().split())
    return [found for each in children for found in (each, *below(each))]


def is_worker(process: int) -> bool:
    """Whether a process is one that was begun to work, and no keeper of books of Python's own."""
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
    return b"spawn_main" in command


def kill(process: int) -> None:
    """Kills a process, if it is there."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def written(folder: Path) -> dict[str, str]:
    """The SHA-256 of each table of a run."""
    found = sorted((folder / "shards").glob("*/*.parquet")) + sorted((folder / "shards").glob("*/rejects.jsonl"))
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def records_of(folder: Path) -> list[str]:
    """The records of a run that is finished, as `riwaya read` prints them."""
    return [to_json(as_dict(reading)) for reading in readings(folder)]


def refused_in(folder: Path) -> list[dict]:
    """What a run refused."""
    found = sorted((folder / "shards").glob("*/rejects.jsonl"))
    return [json.loads(line) for path in found for line in path.read_text(encoding="utf-8").splitlines()]


def attempts(folder: Path) -> list[int]:
    """The attempt at which each shard was done."""
    return [mark["attempt"] for mark in Folder(folder).marks()]


def wait_for(condition, seconds: float = 60) -> bool:
    """Whether something comes to hold in so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
