"""Fits the weights of data/confidence.tsv on documents with a known reading, and measures them on documents left out.

    python tools/fit_confidence.py            measure: fit without some documents, rate their claims, in turn
    python tools/fit_confidence.py --write    then fit on all of them, and write the table, the plot and the page

The golden documents are always here. The development reports are used where the folder that `--eval` names is there;
without them a fit sees the golden documents alone, and `--write` wants to be told so. Weights are written, no words.
The fit is a logistic regression with a ridge, by Newton's steps. Documents on one happening are left out together.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests")]

from calibration import EVAL, Figures, Point, Rated, collect, draw, find_bins, measure, table  # noqa: E402

from riwaya.knowledge.confidence import CIRCUMSTANCES, COLUMNS, MADE, TABLE, Confidence, logistic  # noqa: E402
from riwaya.knowledge.load import DATA  # noqa: E402
from riwaya.records import FIELDS  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "confidence.md"
PLOT = ROOT / "docs" / "explanation" / "confidence.svg"
BEGIN, END = "<!-- written by `make calibrate` -->\n", "<!-- end -->\n"
RIDGE = 2.0
"""The penalty on the square of a weight. It keeps rare circumstances small; half or twice as much changes little."""
FOLDS = 10
ENOUGH = 20
"""Claims of a field that make its line worth a look."""


def fit(points: Sequence[Point]) -> dict[str, float]:
    """The weights under which the claims that hold are likeliest, each of the sign that it may have.

    Where a weight comes out with another sign, it is nought and the rest is fitted again.
    """
    names = [name for name in CIRCUMSTANCES if any(point.around.get(name) for point in points)]
    while True:
        weights = newton(points, names)
        wrong = {
            name
            for name, weight in weights.items()
            if (CIRCUMSTANCES[name].way == "up" and weight < 0) or (CIRCUMSTANCES[name].way == "down" and weight > 0)
        }
        if not wrong:
            return {name: weights.get(name, 0.0) for name in CIRCUMSTANCES}
        names = [name for name in names if name not in wrong]


def newton(points: Sequence[Point], names: Sequence[str]) -> dict[str, float]:
    """The weights of a logistic regression with a ridge; the first, of every claim, is not held down."""
    index = {name: n for n, name in enumerate(names)}
    rows = [[(index[name], x) for name, x in point.around.items() if x and name in index] for point in points]
    ridge = [0.0 if name == "base" else RIDGE for name in names]
    weights = [0.0] * len(names)
    for _ in range(50):
        slope = [-r * w for r, w in zip(ridge, weights, strict=True)]
        curve = [[r if n == m else 0.0 for m in range(len(names))] for n, r in enumerate(ridge)]
        for row, point in zip(rows, points, strict=True):
            share = logistic(sum(weights[n] * x for n, x in row))
            for n, x in row:
                slope[n] += x * (point.right - share)
                for m, other in row:
                    curve[n][m] += x * other * share * (1 - share)
        step = solve(curve, slope)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-7:
            break
    return dict(zip(names, weights, strict=True))


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of linear equations, by elimination with pivots."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for n in range(size):
        pivot = max(range(n, size), key=lambda m: abs(rows[m][n]))
        rows[n], rows[pivot] = rows[pivot], rows[n]
        for m in range(n + 1, size):
            factor = rows[m][n] / rows[n][n]
            if factor:
                rows[m] = [a - factor * b for a, b in zip(rows[m], rows[n], strict=True)]
    out = [0.0] * size
    for n in reversed(range(size)):
        out[n] = (rows[n][size] - sum(rows[n][m] * out[m] for m in range(n + 1, size))) / rows[n][n]
    return out


# ------------------------------------------------------------------------------------------------------------ measuring


def rate(model: Confidence, points: Iterable[Point]) -> list[Rated]:
    """Points with the share that a model gives them."""
    return [Rated(model.of(point.around), point.right, point.group) for point in points]


def left_out(points: Sequence[Point]) -> list[tuple[Point, Rated]]:
    """Every point with the share that a fit gives it which saw neither its document nor another on its happening."""
    groups = sorted({point.group for point in points})
    fold_of = {group: n % FOLDS for n, group in enumerate(groups)}
    out = []
    for fold in range(FOLDS):
        seen = [point for point in points if fold_of[point.group] != fold]
        unseen = [point for point in points if fold_of[point.group] == fold]
        if seen and unseen:
            out += list(zip(unseen, rate(Confidence(fit(seen)), unseen), strict=True))
    return out


def constant(point: Point) -> Rated:
    """The share that a claim had before there were weights: what its rule says of itself."""
    return Rated(0.5 if point.around.get("no_day") else 0.8 + point.around["rule"] / 10, point.right, point.group)


def rows_of(points: Sequence[Point], rated: Sequence[tuple[Point, Rated]]) -> dict[str, Figures]:
    """The figures that the page shows: over all, by set, from one set to the other, and of constants."""
    rows = {"documents left out": measure([r for _, r in rated])}
    sets = sorted({point.set for point in points})
    if len(sets) > 1:
        rows |= {f"of them {name}": measure([r for p, r in rated if p.set == name]) for name in sets}
        for name in sets:
            model = Confidence(fit([p for p in points if p.set != name]))
            rows[f"{name}, from a fit without them"] = measure(rate(model, [p for p in points if p.set == name]))
    rows["constants of rules, for comparison"] = measure([constant(point) for point in points])
    return rows


def table_of_fields(rated: Sequence[tuple[Point, Rated]]) -> str:
    """For each field that enough claims are of, the share they were given and the share that holds."""
    lines = ["| field | claims | given | hold |", "|---|--:|--:|--:|"]
    for name in FIELDS:
        some = [r for p, r in rated if p.field == name]
        if len(some) >= ENOUGH:
            given, held = sum(r.given for r in some) / len(some), sum(r.right for r in some) / len(some)
            lines.append(f"| `{name}` | {len(some)} | {given:.2f} | {held:.2f} |")
    return "\n".join(lines)


# -------------------------------------------------------------------------------------------------------------- writing


def write_weights(points: Sequence[Point], weights: dict[str, float], today: date) -> None:
    """Writes the table of weights."""
    sets = []
    for name in sorted({point.set for point in points}):
        some = [point for point in points if point.set == name]
        sets.append(f"{len(some)} claims of {len({point.group for point in some})} happenings in {name}")
    made = dict(zip(MADE, ("tools/fit_confidence.py", today.isoformat(), ", ".join(sets)), strict=True))
    lines = ["\t".join(COLUMNS), *(f"{name}\t\t{value}" for name, value in made.items())]
    lines += [f"{name}\t{weights[name] + 0:.4f}\t{CIRCUMSTANCES[name].about}" for name in CIRCUMSTANCES]
    (DATA / TABLE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_page(tables: Sequence[str], weights: dict[str, float]) -> None:
    """Writes the figures and the weights into their place in the page."""
    moved = {name: weight for name, weight in weights.items() if abs(weight) >= 0.005 and name != "base"}
    lines = ["| circumstance | weight | |", "|---|--:|---|"]
    lines += [
        f"| `{name}` | {weight:+.2f} | {CIRCUMSTANCES[name].about} |"
        for name, weight in sorted(moved.items(), key=lambda item: -item[1])
    ]
    parts = [f"![reliability plot]({PLOT.name})", *tables, "\n".join(lines)]
    written = f"{BEGIN}\n" + "\n\n".join(parts) + f"\n\n{END}"
    text = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.S)
    PAGE.write_text(pattern.sub(lambda _: written, text), encoding="utf-8")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=EVAL, help="the folder of the reports and their scorer")
    parser.add_argument("--write", action="store_true", help="write the table, the plot and the page")
    parser.add_argument("--golden-alone", action="store_true", help="write them without reports too")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    points = collect(options.eval)
    if not any(point.set == "reports" for point in points):
        print(f"no reports in {options.eval}: the golden documents alone", file=sys.stderr)
        if options.write and not options.golden_alone:
            print("the weights that ship know more; --golden-alone replaces them all the same", file=sys.stderr)
            return 2
    rated = left_out(points)
    tables = [table(rows_of(points, rated)), table_of_fields(rated)]
    print(*tables, sep="\n\n", end="\n\n")
    weights = fit(points)
    if not options.write:
        print(*(f"{weight:+.3f} {name}" for name, weight in weights.items()), sep="\n")
        return 0
    write_weights(points, weights, date.today())
    bins = {
        "confidence, on documents left out of the fit": find_bins([r for _, r in rated]),
        "constants of rules, for comparison": find_bins([constant(point) for point in points]),
    }
    PLOT.write_text(draw(bins, "Of the claims given a confidence, how many hold?"), encoding="utf-8")
    write_page(tables, weights)
    return 0


if __name__ == "__main__":
    sys.exit(main())
