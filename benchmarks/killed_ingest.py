"""Kills an ingest of an export again and again, and measures what is lost or doubled once it has come to its end.

    python benchmarks/telegram_export.py write export.json --megabytes 20 --longest 2
    python benchmarks/killed_ingest.py export.json --store killed.db
    python benchmarks/killed_ingest.py export.json --store postgresql://postgres@127.0.0.1:5432/killed

The store must be empty. The moments of killing are drawn: while the program starts, while it passes over what is held,
and behind any number of documents that it keeps.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.keeping import document_id


def ingest(path: Path, store: str, most: int | None, wait: float) -> tuple[set[str], bool]:
    """Ingests until it has kept `most` documents and a wait in seconds is over, or to its end where `most` is None.

    Gives the ids of those that it said it kept, and whether it came to its end.
    """
    command = [sys.executable, "-m", "riwaya", "ingest", str(path), "--store", store, "--format", "jsonl"]
    kept: set[str] = set()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        if most == 0:
            time.sleep(wait)
        else:
            for line in process.stdout:
                outcome = json.loads(line)
                if outcome["outcome"] == "kept":
                    kept.add(outcome["document"])
                if len(kept) == most:
                    time.sleep(wait)
                    break
        if most is not None:
            os.kill(process.pid, signal.SIGKILL)
        process.stdout.close()
        ended = process.wait() == 0
    return kept, ended


def measure(path: Path, store: str, kills: int, seed: int) -> dict[str, Any]:
    """What an ingest that was killed so many times takes, and what it lost or doubled."""
    ids = [document_id(each) for each in find_documents([str(path)]) if isinstance(each, Incoming)]
    chance = random.Random(seed)
    began = time.monotonic()
    said: list[str] = []
    for number in range(kills):
        most = 0 if number % 4 == 3 else chance.randrange(1, 2 * len(ids) // kills)
        kept, ended = ingest(path, store, most, chance.uniform(0, 4 if most == 0 else 0.1))
        said += kept
        if ended:
            break
    kept, _ = ingest(path, store, None, 0)
    took = time.monotonic() - began
    said += kept
    with open_store(store) as opened:
        held = [document.id for document in opened.documents()]
        verified = opened.verify()
    return {
        "megabytes": round(path.stat().st_size / 1e6, 1),
        "documents": len(ids),
        "kills": kills,
        "seconds": round(took),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3),
        "lost": len(set(ids) - set(held)) + len(set(said) - set(held)),
        "doubled": len(held) - len(set(held)) + len(said) - len(set(said)) + verified.counted["reading"] - len(held),
        "faults": len(verified.faults),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--store", required=True)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(json.dumps(measure(asked.path, asked.store, asked.kills, asked.seed)))


if __name__ == "__main__":
    main()
