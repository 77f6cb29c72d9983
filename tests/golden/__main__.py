"""Shows where the reading of golden documents differs from what a person read in them, field by field.

    PYTHONPATH=tests python -m golden                  what is missed and not known to be, what is read by now
    PYTHONPATH=tests python -m golden --known          the known misses too
    PYTHONPATH=tests python -m golden --misses         new misses as known_misses, to be looked through and pasted
    PYTHONPATH=tests python -m golden --promote        take what is read by now out of known_misses
    PYTHONPATH=tests python -m golden kirkuk-post …    only these documents

Exit status 1 where a fact outside known_misses does not hold or a known miss is read.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable

from golden.documents import FOLDER, Golden, load_golden
from golden.facts import Fact, hold


def show(golden: Golden, facts: Iterable[Fact], known: bool) -> list[str]:
    """The lines that tell how one document differs."""
    lines = []
    for fact in facts:
        mark = find_mark(golden, fact)
        if mark and (known or mark != "known"):
            lines.append(f"  {mark} {fact.name}: wanted {fact.wanted}; read {fact.read}")
    return lines


def find_mark(golden: Golden, fact: Fact) -> str | None:
    """How a fact stands to the known misses; nothing for one that holds, or that follows from a missing account."""
    if fact.held:
        return "READ " if fact.name in golden.missed else None
    return None if fact.follows else "known" if fact.name in golden.missed else "MISS "


def render_misses(misses: dict[str, list[str]]) -> list[str]:
    """Misses by cause as a block of known_misses."""
    lines = [
        line for cause, names in misses.items() if names for line in (f"  {cause}:", *(f"    - {n}" for n in names))
    ]
    return ["known_misses:", *lines] if lines else []


def new_misses(golden: Golden, facts: Iterable[Fact]) -> dict[str, list[str]]:
    """The misses that are not known, by stage."""
    stages: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        if find_mark(golden, fact) == "MISS ":
            stages[fact.stage].append(fact.name)
    return stages


def promote(golden: Golden, facts: Iterable[Fact]) -> tuple[int, int]:
    """Takes the known misses that hold by now out of the file; how many, and how many it puts in for them.

    Put in are the misses of an account that is found by now: they were hidden behind the miss of the account itself.
    """
    facts = tuple(facts)
    read = {fact.name for fact in facts if fact.held} & golden.missed
    if not read:
        return 0, 0
    misses = {cause: [name for name in names if name not in read] for cause, names in golden.known_misses.items()}
    found = {name.removesuffix("/found") for name in read if name.endswith("/found")}
    homes = {incident.key for incident in golden.incidents if found & {account.key for account in incident.accounts}}
    added = 0
    for stage, names in new_misses(golden, facts).items():
        shown = [name for name in names if name.split("/")[0] in found | homes]
        misses.setdefault(stage, []).extend(shown)
        added += len(shown)
    path = FOLDER / f"{golden.name}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = lines[: lines.index("known_misses:")]
    path.write_text("\n".join([*kept, *render_misses(misses)]) + "\n", encoding="utf-8")
    return len(read), added


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="documents, or patterns of their names (all)")
    parser.add_argument("--known", action="store_true", help="list the known misses too")
    parser.add_argument("--misses", action="store_true", help="print misses in the form of known_misses")
    parser.add_argument("--promote", action="store_true", help="take out the known misses that are read by now")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    chosen = [g for g in load_golden() if not options.names or any(re.search(name, g.name) for name in options.names)]
    total = held = differing = 0
    for golden in chosen:
        facts = hold(golden.name)
        total, held = total + len(facts), held + sum(fact.held for fact in facts)
        if options.promote:
            taken, added = promote(golden, facts)
            if taken:
                print(f"{golden.name}: {taken} known misses are read by now, {added} came out from behind them")
            continue
        lines = render_misses(new_misses(golden, facts)) if options.misses else show(golden, facts, options.known)
        if lines:
            print(f"{golden.name} ({golden.why})", *lines, sep="\n")
        differing += sum(find_mark(golden, fact) not in (None, "known") for fact in facts)
    known = sum(len(golden.missed) for golden in chosen)
    print(
        f"golden: {len(chosen)} documents, {held} of {total} facts hold, {known} misses known, "
        f"{differing} facts differ from that"
    )
    return bool(differing) and not options.promote and not options.misses


if __name__ == "__main__":
    sys.exit(main())
