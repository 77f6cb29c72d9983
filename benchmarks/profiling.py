"""Where the time of reading goes: the parts of the code, the functions that take most, and how many calls there are.

    python benchmarks/profiling.py             tables
    python benchmarks/profiling.py --json      the same figures for a program

The reports are those of `speed.py`. Shares are of the time within functions as cProfile tells it, which makes calls
dearer than they are; so the milliseconds are taken without it. Two costs are measured beside. So many calls cannot take
less in Python than so many that do nothing. And were each of them but one look-up in a table that lies in no cache near
the processor, by compiled code, the machine itself would set the limit.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import speed
import work

import riwaya

PACKAGE = Path(riwaya.__file__).resolve().parent
EMPTY = 1_000_000
TABLE = 2**22
"""Numbers of 8 bytes in a table of 32 MB, which is more than the caches near a core hold."""
MOST = 12


def measure() -> dict[str, Any]:
    """Milliseconds and calls a report, shares of parts and functions, nanoseconds of a call that does nothing."""
    reports = work.make_reports()
    entries = work.profiled(reports)
    ms = speed.least(lambda: [work.read(text) for text in reports]) / len(reports)
    whole = sum(entry.inlinetime for entry in entries)
    functions: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for entry in entries:
        name, part = _named(entry.code)
        functions[name] += entry.inlinetime
        parts[part] += entry.inlinetime
    table, places = np.arange(TABLE), np.random.default_rng(speed.SEED).integers(0, TABLE, EMPTY)
    calls = sum(entry.callcount for entry in entries) // len(reports)
    return {
        "ms": ms,
        "calls": calls,
        "ns_a_call": 1e6 * ms / calls,
        "ns_of_an_empty_call": 1e6 * speed.least(_empty_calls) / EMPTY,
        "ns_of_a_lookup": 1e6 * speed.least(lambda: table.take(places)) / EMPTY,
        "functions_called": len(entries),
        "functions": {name: seconds / whole for name, seconds in functions.most_common(MOST)},
        "parts": {name: seconds / whole for name, seconds in parts.most_common()},
    }


def _empty_calls() -> None:
    def nothing(one: object) -> None:
        return None

    for _ in range(EMPTY):
        nothing(None)


def _named(code: Any) -> tuple[str, str]:
    """A function as it is told, and the part of the code that it belongs to."""
    if isinstance(code, str):
        return code.strip("<>"), "built in"
    path = Path(code.co_filename)
    if not path.is_relative_to(PACKAGE):
        return f"{path.stem}.{code.co_qualname}", "built in"
    module = path.relative_to(PACKAGE).with_suffix("")
    return f"{'.'.join(module.parts)}.{code.co_qualname}", "/".join(module.parts[:2])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="the figures for a program")
    given = parser.parse_args()
    speed.on_one_core()
    figures = measure()
    if given.json:
        print(json.dumps(figures))
        return
    print(f"{figures['ms']:.1f} ms a report, {figures['calls']:,} calls of {figures['ns_a_call']:.0f} ns each;")
    print(f"a call that does nothing takes {figures['ns_of_an_empty_call']:.0f} ns,")
    print(f"a look-up in a large table by compiled code {figures['ns_of_a_lookup']:.1f} ns\n")
    for name in ("parts", "functions"):
        for told, share in figures[name].items():
            print(f"  {share:6.1%}  {told}")
        print()


if __name__ == "__main__":
    main()
