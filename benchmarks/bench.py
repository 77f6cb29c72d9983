"""All that Riwaya measures of its speed, kept with the machine and the versions that it was measured on: `make bench`.

    python benchmarks/bench.py                      every part, into benchmarks/results.json
    python benchmarks/bench.py reading encoder      these parts; what is kept of the others stays
    python benchmarks/bench.py --to other.json      kept elsewhere
    python benchmarks/bench.py million --run RUN    a run in bulk that was read and linked before

Each part is a benchmark that stands beside this file and can be run by itself. They run one after the other, so nothing
else should run meanwhile; how busy the machine was before each is kept with it. Only figures of one part and one
machine may be held against each other. What needs a library that is not installed is left out, and told.
`tools/write_benchmarks.py` draws what is kept and writes the page in the docs.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE)]

from filled_store import fill  # noqa: E402
from made_world import make_world  # noqa: E402

from riwaya.bulk.versions import versions  # noqa: E402
from riwaya.store import open_store  # noqa: E402

RESULTS = HERE / "results.json"
LIBRARIES = ("numpy", "pyarrow", "lxml", "trafilatura", "sqlalchemy", "splink", "duckdb", "torch")
DESK_ACCOUNTS = 30_000
NEEDS = {"encoder": "torch", "linkage": "splink"}


def told_by(script: str, *arguments: str) -> Any:
    """What a benchmark tells as JSON."""
    done = subprocess.run(
        [sys.executable, str(HERE / script), *arguments, "--json"], check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)


def desk() -> Any:
    """How long people wait at a desk over a made world in a file of SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world.db"
        with open_store(str(path)) as store:
            fill(store, make_world(DESK_ACCOUNTS).readings)
        command = [sys.executable, "-m", "riwaya", "reconcile", "--store", str(path), "--format", "json"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return {
            "accounts": DESK_ACCOUNTS,
            "rounds": told_by("desk.py", str(path), "--seconds", "45", "--serve=--workers=2"),
        }


PARTS: dict[str, Callable[[], Any]] = {
    "reading": lambda: told_by("speed.py"),
    "profile": lambda: told_by("profiling.py"),
    "encoder": lambda: told_by("encoder.py"),
    "formats": lambda: told_by("formats.py"),
    "reconciling": lambda: told_by("scale.py", "1000", "3000", "10000", "30000", "100000"),
    "linkage": lambda: told_by("linkage.py"),
    "desk": desk,
    "bulk": lambda: told_by("bulk.py"),
}


def machine() -> dict[str, Any]:
    """What it runs on."""
    return {
        "processor": processor(),
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "gigabytes": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def processor() -> str:
    """The name of the processor, with family and model where Linux tells them."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    told = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return f"{told.get('model name', platform.machine())}, family {told.get('cpu family')}, model {told.get('model')}"


def libraries() -> dict[str, str]:
    """The versions of what is measured, and of what is measured beside it, as far as it is installed."""
    found = {"riwaya": versions()["riwaya"], "knowledge": versions()["knowledge"][:12], "code": versions()["code"][:12]}
    for name in LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def measured(part: Callable[[], Any]) -> dict[str, Any]:
    """The figures of a part, with when and on what they were measured."""
    load, began = os.getloadavg()[0] if hasattr(os, "getloadavg") else None, time.monotonic()
    figures = part()
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": libraries(),
        "load_before": load,
        "took_s": round(time.monotonic() - began),
        "figures": figures,
    }


def keep(name: str, told: dict[str, Any], path: Path) -> None:
    """Puts a part beside those that are kept."""
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept[name] = told
    kept = dict(sorted(kept.items()))
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> int:
    """Measures, and keeps what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join((*PARTS, "million")))
    parser.add_argument("--to", type=Path, default=RESULTS, metavar="FILE")
    parser.add_argument("--run", type=Path, metavar="FOLDER", help="the run in bulk of the part million")
    given = parser.parse_args()
    parts = dict(PARTS)
    if given.run:
        parts["million"] = lambda: told_by("million.py", str(given.run))
    if wrong := [name for name in given.parts if name not in parts]:
        parser.error(f"no part {', '.join(wrong)}: there are {', '.join(parts)}")
    for name in given.parts or parts:
        needs = NEEDS.get(name)
        if needs and importlib.util.find_spec(needs) is None:
            print(f"{name}: left out, for {needs} is not installed: pip install {needs}", flush=True)
            continue
        print(f"{name} …", end=" ", flush=True)
        told = measured(parts[name])
        keep(name, told, given.to)
        print(f"{told['took_s']} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
