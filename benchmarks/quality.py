"""How well Riwaya reads: figures over documents with a known reading, held against floors that only rise.

    python benchmarks/quality.py                   every set that is here; exit 1 where a floor is broken
    python benchmarks/quality.py --only golden     one set (golden, reports, gsr, seed), or several
    python benchmarks/quality.py --errors 5        misses by stage and cause, the first five of each
    python benchmarks/quality.py --update          raise the floors to today's figures and pin new documents
    python benchmarks/quality.py --update --allow-regression    lower them too; say why in the changelog

The golden documents in tests/golden are always here. The other sets are public or development data with scorers of
their own; they are used where the folder that `--eval` names is there, and left alone where it is not.
docs/explanation/measuring-quality.md tells what each set can show and what it cannot.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "benchmarks" / "floors.json"
EVAL = ROOT.parent / "shared" / "eval"
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

import riwaya  # noqa: E402
from golden.documents import FOLDER, Golden, load_golden  # noqa: E402
from golden.facts import Fact, hold  # noqa: E402

Figures = dict[str, float]

TOLERANCE = 0.05
"""Figures are rounded to one decimal; what is below half of that is no loss."""

FALLING = ("false alarms", "false disputes", "contract violations", "crashes")
"""Figures that are better when they are lower: their floor is a ceiling."""

SCORED = {"types.exact": "type", "incidents.background flag": "background flag"}
SCORED |= {
    f"slots.{slot}": slot
    for slot in (
        "actor target weapon weapon_count place place_admin place_country date outcome killed injured as_of".split()
    )
}
SCORED |= {"accounts.innermost": "innermost source", "accounts.chain": "full chain", "accounts.stance": "stance"}

DETECTION = {
    "D1": "strict: yes vs easy+difficult no",
    "D2": "easy:   yes vs easy no",
    "D3": "majority: accept>reject vs accept<reject (total>=2, ties dropped)",
    "D4": "leave-one-vote-out, votes>=3 (same scale as `human`)",
}


class Refused(Exception):
    """Floors that may not be written as asked."""


@dataclass(frozen=True)
class Measured:
    """The figures of one set, the fingerprint of its documents, and its misses for the report of errors."""

    figures: Figures
    fingerprint: str
    documents: int
    seconds: float
    errors: dict[str, list[str]]


# ----------------------------------------------------------------------------------------------------------- the sets


def measure_golden(_: Path) -> Measured:
    """The golden documents: how many of the facts that a person reads are read, over all and by stage."""
    start = time.perf_counter()
    documents = load_golden()
    facts = {golden.name: hold(golden.name) for golden in documents}
    figures = golden_figures(documents, facts)
    errors = {name: [fact.name for fact in found if not fact.held] for name, found in facts.items()}
    return Measured(figures, fingerprint_golden(FOLDER), len(documents), time.perf_counter() - start, errors)


def golden_figures(documents: Iterable[Golden], facts: dict[str, tuple[Fact, ...]]) -> Figures:
    """The share of facts that hold, in per cent, and how many incident-free documents raise an alarm."""
    every = [fact for found in facts.values() for fact in found]
    figures = {"facts": share(every)}
    for stage in sorted({fact.stage for fact in every} - {"false alarm"}):
        figures[stage] = share([fact for fact in every if fact.stage == stage])
    quiet = [golden.name for golden in documents if not golden.incidents]
    figures["false alarms"] = float(sum(not all(fact.held for fact in facts[name]) for name in quiet))
    return figures


def share(facts: list[Fact]) -> float:
    """How many facts hold, in per cent."""
    return 100 * sum(fact.held for fact in facts) / len(facts) if facts else 100.0


def fingerprint_golden(folder: Path) -> str:
    """A hash of every text and its annotation, without the known misses: so nobody changes the exam unnoticed."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.txt"), *folder.glob("*.yaml")]):
        content = path.read_text(encoding="utf-8").split("\nknown_misses:\n")[0].rstrip()
        digest.update(f"{path.name}\n{content}\n".encode())
    return digest.hexdigest()[:16]


def measure_reports(folder: Path) -> Measured:
    """The development reports, by their own scorer."""
    start = time.perf_counter()
    scorer = folder / "score_reports.py"
    made = run(scorer, "--make-input")
    inputs = [json.loads(line) for line in made.splitlines()]
    with tempfile.TemporaryDirectory() as place:
        pred = Path(place, "pred.jsonl")
        crashes = write_readings(pred, inputs)
        scored = json.loads(run(scorer, str(pred), "--json"))
        printed = run(scorer, str(pred), "--errors", "9999")
    return Measured(
        report_figures(scored) | {"crashes": float(len(crashes))},
        fingerprint(folder / "reports" / "gold.jsonl", text=made),
        len(inputs),
        time.perf_counter() - start,
        find_errors(printed) | {"crashes": crashes},
    )


def report_figures(scored: dict[str, Any]) -> Figures:
    """The rows that matter of what score_reports.py --json tells, in per cent."""
    figures = {"score": scored["score"], "score end to end": scored["score_end_to_end"]}
    names = {
        "with negatives": "incidents F1",
        "headline": "headline incidents F1",
        "background": "background incidents F1",
    }
    figures |= {name: 100 * scored["incidents"][key]["F1"] for key, name in names.items()}
    figures |= {name: 100 * scored["rows"][key]["rate"] for key, name in SCORED.items() if key in scored["rows"]}
    conflicts, told = scored["incidents"]["conflicts"], scored["facts"]
    figures["disputes found"] = 100 * conflicts["R"]
    figures["false disputes"] = 100 * told["false disputes"] / max(1, told["events without conflict"])
    figures["false alarms"] = float(told["negatives flagged"])
    figures["contract violations"] = float(scored["contract"]["violations"])
    return figures


def find_errors(printed: str) -> dict[str, list[str]]:
    """The errors that score_reports.py lists, by row."""
    errors: dict[str, list[str]] = {}
    row = None
    for line in printed.splitlines():
        if line.startswith("errors: "):
            row = line.removeprefix("errors: ").rsplit(" (", 1)[0]
            errors[row] = []
        elif row and line.startswith("    "):
            errors[row].append(line.strip())
        else:
            row = None
    return errors


def measure_gsr(folder: Path) -> Measured:
    """The public gold standard, development part, by its own scorer: detection and spans."""
    start = time.perf_counter()
    scorer = folder / "gsr_eval.py"
    made = run(scorer, "items")
    inputs = [json.loads(line) for line in made.splitlines()]
    with tempfile.TemporaryDirectory() as place:
        readings, events = Path(place, "readings.jsonl"), Path(place, "events.jsonl")
        crashes = write_readings(readings, inputs)
        events.write_text(run(scorer, "from-readings", str(readings)), encoding="utf-8")
        scored = json.loads(run(scorer, "score", str(events), "--json", "--boot", "2"))
    figures = gsr_figures(scored) | {"crashes": float(len(crashes))}
    return Measured(figures, fingerprint(text=made), len(inputs), time.perf_counter() - start, {"crashes": crashes})


def gsr_figures(scored: dict[str, Any]) -> Figures:
    """D1 to D4 and the mean of the spans for attacks and protests, in per cent."""
    figures = {}
    for name, kind in (("attack", "ASSAULT"), ("protest", "PROTEST")):
        for short, long in DETECTION.items():
            figures[f"{name} {short}"] = 100 * scored[f"{kind} detection"][long]["F1"]
        figures[f"{name} spans"] = 100 * scored[f"{kind} spans (label yes, >=2 coders)"]["mean3"]["system"]
    return figures


def measure_seed(folder: Path) -> Measured:
    """The report that the project began with: how many of its checks hold."""
    start = time.perf_counter()
    home = folder.parent / "seed"
    text = (home / "report.txt").read_text(encoding="utf-8")
    published = json.loads((home / "expected.json").read_text(encoding="utf-8"))["published"]
    record = riwaya.as_dict(riwaya.read(text, published=published))
    printed = run(folder / "check_seed.py", given=json.dumps(record, ensure_ascii=False), may_fail=True)
    held, _, total = printed.splitlines()[-1].removeprefix("seed: ").removesuffix(" checks").partition(" of ")
    failed = [line.removeprefix("fails: ") for line in printed.splitlines() if line.startswith("fails: ")]
    figures = {"checks": 100 * int(held) / int(total)}
    mark = fingerprint(home / "expected.json", home / "report.txt")
    return Measured(figures, mark, 1, time.perf_counter() - start, {"checks": failed})


def run(script: Path, *arguments: str, given: str | None = None, may_fail: bool = False) -> str:
    """What a scorer prints."""
    command = [sys.executable, "-X", "utf8", str(script), *arguments]
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, encoding="utf-8", check=not may_fail)
    return done.stdout


def write_readings(path: Path, inputs: Iterable[dict[str, Any]]) -> list[str]:
    """Writes a file with the reading of each input; tells the crashes, whose inputs have none.

    A reader must never raise because of a text, so each crash is a bug: it is counted, and the others are scored.
    """
    crashes = []
    with path.open("w", encoding="utf-8") as file:
        for given in inputs:
            try:
                reading = riwaya.read(
                    given["text"], published=given.get("published"), publisher=given.get("publisher"), id=given["id"]
                )
            except Exception as error:
                at = traceback.extract_tb(error.__traceback__)[-1]
                crashes.append(f"{given['id']}: {error!r} at {Path(at.filename).name}:{at.lineno}")
                continue
            file.write(json.dumps(riwaya.as_dict(reading), ensure_ascii=False) + "\n")
    return crashes


def fingerprint(*paths: Path, text: str = "") -> str:
    """A hash of files and text."""
    digest = hashlib.sha256(text.encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


SETS: dict[str, tuple[Callable[[Path], Measured], str]] = {
    "golden": (measure_golden, ""),
    "reports": (measure_reports, "score_reports.py"),
    "gsr": (measure_gsr, "gsr_eval.py"),
    "seed": (measure_seed, "check_seed.py"),
}
"""Each set with what measures it and the file that must be there for it."""


# ------------------------------------------------------------------------------------------------------------- floors


def worse(name: str, value: float, floor: float) -> bool:
    """Whether a figure is on the wrong side of its floor."""
    return value > floor + TOLERANCE if name in FALLING else value < floor - TOLERANCE


def find_breaches(name: str, measured: Measured, floors: dict[str, Any]) -> Iterator[str]:
    """What breaks the floors of a set: documents that are others than those pinned, figures that are worse."""
    pinned = floors.get(name)
    if not pinned:
        return
    if pinned["fingerprint"] != measured.fingerprint:
        yield f"{name}: the documents are not those that the floors were set on; --update pins them"
    for figure, floor in pinned["floors"].items():
        if figure not in measured.figures:
            yield f"{name}: {figure} is no longer measured"
        elif worse(figure, measured.figures[figure], floor):
            yield f"{name}: {figure} is {measured.figures[figure]:.1f}, its floor {floor:.1f}"


def raise_floors(
    found: dict[str, Measured], floors: dict[str, Any], *, allow_regression: bool = False
) -> dict[str, Any]:
    """The floors with today's figures. Raises Refused where one would be lowered and that is not allowed."""
    lowered = [
        breach
        for name, measured in found.items()
        for breach in find_breaches(name, measured, floors)
        if not breach.endswith("--update pins them")
    ]
    if lowered and not allow_regression:
        raise Refused(
            "floors only rise; --allow-regression lowers them, and the changelog says why:\n" + "\n".join(lowered)
        )
    out = dict(floors)
    for name, measured in found.items():
        before = floors.get(name, {})
        figures = {figure: round(value, 1) for figure, value in measured.figures.items()}
        if not allow_regression:
            # Within the tolerance a figure may be a little worse than its floor, which stays.
            for figure, floor in before.get("floors", {}).items():
                better = min if figure in FALLING else max
                figures[figure] = better(figures[figure], floor)
        out[name] = {"documents": measured.documents, "fingerprint": measured.fingerprint, "floors": figures}
        if "goals" in before:
            out[name]["goals"] = before["goals"]
    return out


def load_floors(path: Path = FLOORS) -> dict[str, Any]:
    """The floors by set."""
    floors: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return floors


# -------------------------------------------------------------------------------------------------------- the command


def render(name: str, measured: Measured, floors: dict[str, Any]) -> str:
    """The figures of a set as a table, beside floors and goals."""
    pinned = floors.get(name, {})
    lines = [
        f"{name}: {measured.documents} documents, {measured.seconds:.1f} s",
        f"{'':28}{'now':>8}{'floor':>8}{'goal':>8}",
    ]
    for figure, value in measured.figures.items():
        floor, goal = pinned.get("floors", {}).get(figure), pinned.get("goals", {}).get(figure)
        mark = "  worse" if floor is not None and worse(figure, value, floor) else ""
        cells = "".join(f"{cell:>8.1f}" if cell is not None else f"{'':>8}" for cell in (value, floor, goal))
        lines.append(f"  {figure:26}{cells}{mark}")
    return "\n".join(lines)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(SETS), help="these sets alone")
    parser.add_argument("--eval", type=Path, default=EVAL, help="the folder of the other sets and their scorers")
    parser.add_argument("--errors", type=int, metavar="N", help="misses by stage and cause, the first N of each")
    parser.add_argument("--json", action="store_true", help="figures for a program")
    parser.add_argument("--update", action="store_true", help="raise the floors to today's figures")
    parser.add_argument("--allow-regression", action="store_true", help="with --update, lower floors too")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    floors = load_floors()
    found: dict[str, Measured] = {}
    for name, (measure, needs) in SETS.items():
        if options.only and name not in options.only:
            continue
        if needs and not (options.eval / needs).exists():
            print(f"{name}: not here, left out", file=sys.stderr)
            continue
        found[name] = measure(options.eval)
        if not options.json:
            print(render(name, found[name], floors), end="\n\n", flush=True)
    if options.json:
        print(json.dumps({name: measured.figures for name, measured in found.items()}, ensure_ascii=False, indent=1))
    if options.errors is not None:
        from quality_errors import render_errors

        print(render_errors(found, options.errors))
    if options.update:
        try:
            floors = raise_floors(found, floors, allow_regression=options.allow_regression)
        except Refused as refused:
            print(refused, file=sys.stderr)
            return 1
        FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"floors of {', '.join(found)} written")
        return 0
    breaches = [breach for name, measured in found.items() for breach in find_breaches(name, measured, floors)]
    print(*breaches, sep="\n", file=sys.stderr)
    return bool(breaches)


if __name__ == "__main__":
    sys.exit(main())
