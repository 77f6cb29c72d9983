"""Sorts misses by stage and by how they went wrong, so that the next hour goes where it pays.

`benchmarks/quality.py --errors N` prints it. A miss of an account that was not found is counted once, as that; what
followed from it is counted beside.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from golden.documents import load_golden
from golden.facts import Fact, hold

if TYPE_CHECKING:
    from quality import Measured

NOTHING = re.compile(r"no claim|none|\(the publisher\)|no dispute|silence|$")

# The rows of score_reports.py by the stage that answers for them.
ROWS = {
    "incidents.missed": "event type",
    "incidents.unmatched": "grouping",
    "incidents.false alarm": "false alarm",
    "incidents.background flag": "background",
    "types.exact": "event type",
    "slots.actor": "actor",
    "slots.target": "actor",
    "slots.weapon": "weapon",
    "slots.weapon_count": "weapon",
    "slots.place": "place",
    "slots.place_admin": "place",
    "slots.place_country": "place",
    "slots.date": "time",
    "slots.as_of": "time",
    "slots.outcome": "outcome",
    "slots.killed": "casualties",
    "slots.injured": "casualties",
    "accounts.innermost": "attribution",
    "accounts.chain": "attribution",
    "accounts.stance": "stance",
    "conflicts.missed": "disputes",
    "conflicts.false": "disputes",
}
TWICE = frozenset(("slots.date_contains", "types.coarse", "crashes"))
"""Rows that say again what another row says, or that are told apart."""


def find_manner(fact: Fact) -> str:
    """How a fact was missed: nothing was read, too much, or another value."""
    kind = fact.name.split("/")[1].split(".")[0]
    if kind == "found":
        return re.sub(r" (at|stand at) .*", r" \1 others", fact.read)
    if kind in ("sources", "counts", "nothing-else", "silent", "undisputed"):
        return "too much was read"
    if kind == "apart":
        return "two happenings were made one"
    if kind == "together":
        return "one happening was split" if ", 0 not found" in fact.read else "accounts of it were not found"
    if kind == "type":
        return f"{fact.wanted} was read as {fact.read}"
    if kind in ("stance", "modality", "background"):
        return f"{kind} {fact.wanted} was read as {fact.read}"
    return "nothing was read" if NOTHING.match(fact.read) else "another value was read"


def sort_golden() -> tuple[dict[str, dict[str, list[str]]], Counter[str]]:
    """The misses of the golden documents by stage and manner, and how many follow from an account not found."""
    misses: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    follow: Counter[str] = Counter()
    for golden in load_golden():
        for fact in hold(golden.name):
            if fact.follows:
                follow[fact.stage] += 1
            elif not fact.held:
                line = f"{golden.name} {fact.name}: wanted {fact.wanted}; read {fact.read[:160]}"
                misses[fact.stage][find_manner(fact)].append(line)
    return misses, follow


def sort_reports(errors: dict[str, list[str]]) -> dict[str, dict[str, list[str]]]:
    """The errors that score_reports.py lists, by stage and row, a row by whether anything was read."""
    misses: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row, lines in errors.items():
        if row in TWICE:
            continue
        for line in lines:
            if row in ("types.exact", "accounts.stance"):
                gold, _, read = line.partition("; predicted ")
                manner = f"{row}: {gold.split(' gold ')[-1].split(' (')[0]} was read as {read}"
            elif line.endswith(("; predicted nothing", "; predicted []")):
                manner = f"{row}: nothing was read"
            else:
                manner = f"{row}: another value was read" if row.startswith(("slots", "accounts")) else row
            misses[ROWS.get(row, "other")][manner].append(line)
    return misses


def render_sorted(title: str, misses: dict[str, dict[str, list[str]]], follow: Counter[str], first: int) -> list[str]:
    """A table of stages, the most missed first, each with its manners and examples."""
    total = sum(len(lines) for manners in misses.values() for lines in manners.values())
    out = [f"{title}: {total} misses" + (f", {follow.total()} more follow from accounts not found" if follow else "")]
    for stage, manners in sorted(misses.items(), key=lambda item: -sum(map(len, item[1].values()))):
        behind = f" (and {follow[stage]} that follow)" if follow[stage] else ""
        out.append(f"  {stage}: {sum(map(len, manners.values()))}{behind}")
        for manner, lines in sorted(manners.items(), key=lambda item: -len(item[1])):
            out.append(f"    {len(lines):4} {manner}")
            out += [f"           {line}" for line in lines[:first]]
    return out


def render_causes(first: int) -> list[str]:
    """The causes that the annotations name for what they know to be missed, the commonest first."""
    causes: dict[str, list[str]] = defaultdict(list)
    for golden in load_golden():
        for cause, names in golden.known_misses.items():
            causes[cause] += [f"{golden.name} {name}" for name in names]
    out = ["known misses by cause"]
    for cause, names in sorted(causes.items(), key=lambda item: -len(item[1])):
        out.append(f"    {len(names):4} {cause}")
        out += [f"           {name}" for name in names[:first]]
    return out


def render_errors(found: dict[str, Measured], first: int) -> str:
    """The report of errors over the sets that were measured."""
    out: list[str] = []
    for name, measured in found.items():
        if crashes := measured.errors.get("crashes"):
            out += [f"{name}: {len(crashes)} crashes", *(f"    {crash}" for crash in crashes), ""]
    if "golden" in found:
        misses, follow = sort_golden()
        out += [*render_sorted("golden", misses, follow, first), "", *render_causes(first), ""]
    if "reports" in found:
        out += [*render_sorted("reports", sort_reports(found["reports"].errors), Counter(), first), ""]
    if "seed" in found:
        out += ["seed", *(f"    {check}" for check in found["seed"].errors["checks"])]
    return "\n".join(out)
