"""How far a confidence can be believed: of the claims given 0.8, do eight in ten hold?

    python benchmarks/calibration.py                 the weights that ship, on the documents that are here
    python benchmarks/calibration.py --eval DIR      the same with another folder of reports and their scorer
    python benchmarks/calibration.py --plot OUT.svg  draw it

The weights were fitted on the golden documents and the development reports, so only other documents measure them;
`tools/fit_confidence.py` tells how well they do on documents that were left out of a fit.
"""

from __future__ import annotations

import argparse
import copy
import math
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
EVAL = ROOT.parent / "shared" / "eval"
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

from judged_claims import Judged, judge_golden, judge_report, load_scorer  # noqa: E402

import riwaya  # noqa: E402
from golden.documents import load_golden  # noqa: E402
from riwaya.knowledge.confidence import Around  # noqa: E402
from riwaya.knowledge.load import load_knowledge  # noqa: E402

BINS = 10


class Point(NamedTuple):
    """A judged claim: its set, the group of documents on one happening that it comes from, its circumstances."""

    set: str
    group: str
    field: str
    around: dict[str, float]
    right: bool


class Rated(NamedTuple):
    """A share that was given to a claim, whether the claim holds, and the group of documents it comes from."""

    given: float
    right: bool
    group: str


class Bin(NamedTuple):
    """Claims given about the same share: the mean of it, how many hold and the interval of that, how many they are."""

    given: float
    held: float
    low: float
    high: float
    claims: int


class Noted:
    """Stands in for the model while claims are collected: notes their circumstances, and gives them numbers."""

    def __init__(self) -> None:
        self.rows: list[dict[str, float]] = []

    def of(self, circumstances: Mapping[str, float], around: Around | None = None) -> float:
        """The number of the row that holds these circumstances."""
        self.rows.append({**circumstances, **(around.circumstances if around else {})})
        return float(len(self.rows) - 1)


def collect(folder: Path, *, only: Sequence[str] = ("golden", "reports")) -> list[Point]:
    """Every claim that a document with a known reading can judge; reports are left out where they are not there."""
    known = copy.copy(load_knowledge())
    noted = Noted()
    known.confidence = noted  # type: ignore[assignment]

    def read(text: str, **about: str | None) -> dict[str, object]:
        return riwaya.as_dict(riwaya.read(text, knowledge=known, **about))  # type: ignore[arg-type]

    def points(name: str, group: str, judged: Iterable[Judged]) -> Iterator[Point]:
        for one in judged:
            around = noted.rows[int(one.claim["confidence"])]
            yield Point(name, group, one.claim["field"], around, one.right)

    out: list[Point] = []
    if "golden" in only:
        for golden in load_golden():
            record = read(golden.text, published=golden.published, publisher=golden.publisher, id=golden.name)
            out += points("golden", golden.name, judge_golden(golden, record))
    if "reports" in only and (folder / "score_reports.py").exists():
        scorer = load_scorer(folder)
        gold = scorer.Gold(folder / "reports")
        clusters = gold.clusters()
        for given in gold.make_input():
            record = read(given["text"], published=given["published"], id=given["id"])
            group = clusters.get(given["id"], given["id"])
            out += points("reports", f"report {group}", judge_report(scorer, gold, record))
    return out


# ------------------------------------------------------------------------------------------------------------ measuring


def find_bins(rated: Sequence[Rated], bins: int = BINS) -> list[Bin]:
    """Bins of as many claims each, from the least to the most confident; chance parts those of one share."""
    ordered = sorted(random.Random(0).sample(rated, len(rated)), key=lambda r: r.given)
    out = []
    for n in range(bins):
        part = ordered[n * len(ordered) // bins : (n + 1) * len(ordered) // bins]
        if part:
            held = sum(r.right for r in part)
            given = sum(r.given for r in part) / len(part)
            out.append(Bin(given, held / len(part), *wilson(held, len(part)), len(part)))
    return out


def wilson(held: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    z, share = 1.96, held / of
    middle, half = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def calibration_error(rated: Sequence[Rated]) -> float:
    """The expected calibration error: how far off the bins are, by the number of their claims."""
    return sum(b.claims * abs(b.given - b.held) for b in find_bins(rated)) / max(1, len(rated))


def brier(rated: Sequence[Rated]) -> float:
    """The mean square of what a share is off; lower is better, and 0.25 is what knowing nothing gives."""
    return sum((r.given - r.right) ** 2 for r in rated) / max(1, len(rated))


def interval(
    rated: Sequence[Rated], figure: Callable[[Sequence[Rated]], float], times: int = 400
) -> tuple[float, float]:
    """The 95 % interval of a figure, drawing groups of documents again and again."""
    by_group: dict[str, list[Rated]] = {}
    for one in rated:
        by_group.setdefault(one.group, []).append(one)
    groups, dice = sorted(by_group), random.Random(1)
    drawn = sorted(
        figure([one for group in dice.choices(groups, k=len(groups)) for one in by_group[group]]) for _ in range(times)
    )
    return drawn[int(0.025 * times)], drawn[int(0.975 * times)]


def unavoidable(rated: Sequence[Rated], times: int = 200) -> float:
    """The calibration error that the same shares would show if they were true: so few claims scatter."""
    dice = random.Random(2)
    draws = ([Rated(r.given, dice.random() < r.given, r.group) for r in rated] for _ in range(times))
    return sum(map(calibration_error, draws)) / times


class Figures(NamedTuple):
    """How well some claims were rated."""

    claims: int
    held: float
    ece: float
    low: float
    high: float
    scatter: float
    brier: float


def measure(rated: Sequence[Rated]) -> Figures:
    """The figures of some rated claims."""
    held = sum(r.right for r in rated) / max(1, len(rated))
    low, high = interval(rated, calibration_error)
    return Figures(len(rated), held, calibration_error(rated), low, high, unavoidable(rated), brier(rated))


def table(rows: Mapping[str, Figures]) -> str:
    """The figures as a table of Markdown."""
    out = [
        "| claims | how many | hold | ECE | 95 % interval | from scatter alone | Brier |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, f in rows.items():
        cells = (
            name,
            f"{f.claims}",
            f"{f.held:.2f}",
            f"{f.ece:.3f}",
            f"{f.low:.3f} to {f.high:.3f}",
            f"{f.scatter:.3f}",
        )
        out.append(f"| {' | '.join(cells)} | {f.brier:.3f} |")
    return "\n".join(out)


# -------------------------------------------------------------------------------------------------------------- drawing

SIDE, LEFT, TOP = 400, 64, 40
COLOURS = ("#1f5fa8", "#b0561d")


def draw(series: Mapping[str, Sequence[Bin]], title: str) -> str:
    """A reliability plot as SVG: for each bin the share given and the share that holds, with its interval."""
    names = list(series)
    height = TOP + SIDE + 64 + 34 * len(names)

    def x(share: float) -> float:
        return LEFT + SIDE * share

    def y(share: float) -> float:
        return TOP + SIDE * (1 - share)

    box = f'viewBox="0 0 {LEFT + SIDE + 24} {height}"'
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="sans-serif" font-size="12" role="img">',
        f"<title>{title}</title>",
        f'<rect width="100%" height="100%" fill="#fff"/><text x="{LEFT}" y="22" font-size="14">{title}</text>',
    ]
    for n in range(11):
        share, dark = n / 10, "#888" if n in (0, 10) else "#e4e4e4"
        out.append(
            f'<path d="M{x(share):.1f} {y(0):.1f}V{y(1):.1f}M{x(0):.1f} {y(share):.1f}H{x(1):.1f}" stroke="{dark}"/>'
        )
        if n % 2 == 0:
            out.append(f'<text x="{x(share):.1f}" y="{y(0) + 16:.1f}" text-anchor="middle">{share:.1f}</text>')
            out.append(f'<text x="{x(0) - 6:.1f}" y="{y(share) + 4:.1f}" text-anchor="end">{share:.1f}</text>')
    out.append(f'<path d="M{x(0):.1f} {y(0):.1f}L{x(1):.1f} {y(1):.1f}" stroke="#888" stroke-dasharray="5 4"/>')
    out.append(
        f'<text x="{x(0.5):.1f}" y="{y(0) + 36:.1f}" text-anchor="middle">confidence given (mean of the bin)</text>'
    )
    turned = f'transform="translate(18 {y(0.5):.1f}) rotate(-90)"'
    out.append(f'<text {turned} text-anchor="middle">share of claims that hold</text>')
    for number, name in enumerate(names):
        colour, bins = COLOURS[number % len(COLOURS)], series[name]
        line = "L".join(f"{x(b.given):.1f} {y(b.held):.1f}" for b in bins)
        out.append(f'<path d="M{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        for b in bins:
            out.append(f'<path d="M{x(b.given):.1f} {y(b.low):.1f}V{y(b.high):.1f}" stroke="{colour}"/>')
            out.append(
                f'<circle cx="{x(b.given):.1f}" cy="{y(b.held):.1f}" r="4" fill="{colour}"><title>'
                f"{b.claims} claims given {b.given:.2f}: {b.held:.2f} hold</title></circle>"
            )
        below = TOP + SIDE + 58 + 34 * number
        counts = ", ".join(str(b.claims) for b in bins)
        out.append(f'<circle cx="{LEFT + 4}" cy="{below - 4}" r="4" fill="{colour}"/>')
        out.append(f'<text x="{LEFT + 14}" y="{below}">{name}</text>')
        out.append(
            f'<text x="{LEFT + 14}" y="{below + 15}" font-size="10" fill="#555">claims in each bin: {counts}</text>'
        )
    return "\n".join([*out, "</svg>"]) + "\n"


# ---------------------------------------------------------------------------------------------------------- the command


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=EVAL, help="the folder of the reports and their scorer")
    parser.add_argument("--only", nargs="+", choices=("golden", "reports"), default=("golden", "reports"))
    parser.add_argument("--plot", type=Path, metavar="OUT.svg", help="draw it too")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    points = collect(options.eval, only=options.only)
    model = load_knowledge().confidence
    rated = {"all": [Rated(model.of(p.around), p.right, p.group) for p in points]}
    for name in sorted({p.set for p in points}):
        rated[name] = [r for r, p in zip(rated["all"], points, strict=True) if p.set == name]
    print(table({name: measure(some) for name, some in rated.items()}))
    if options.plot:
        options.plot.write_text(draw({"weights that ship": find_bins(rated["all"])}, "Reliability"), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
