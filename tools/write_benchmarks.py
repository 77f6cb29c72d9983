"""Writes the tables and plots of docs/explanation/how-fast.md out of what `make bench` kept.

    python tools/write_benchmarks.py            write them
    python tools/write_benchmarks.py --check    tell whether the tables are stale (exit 1 where they are)

What was not measured is said to be so. The plots are drawn by matplotlib, and are the same for the same figures.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from marked_pages import fill, write

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "explanation" / "how-fast.md"
PLOTS = ROOT / "docs" / "explanation" / "how-fast"
_MISSING = "Not measured yet.\n"
_BLUE, _ORANGE, _GREY = "#1f5fa8", "#b0561d", "#888888"
Figures = Mapping[str, Any]


def load_results() -> dict[str, Any]:
    """What was kept of each part."""
    told: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return told


def rows(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A table whose first column is words and whose others are figures."""
    marks = ["---", *["--:"] * (len(head) - 1)]
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, marks, *lines))


# ----------------------------------------------------------------------------------------------------------- the tables


def render_reading(told: Figures) -> str:
    """Speed, start and memory."""
    rate, start, growth = told["rate"], told["start"], told["growth"]
    return rows(
        ("", ""),
        (
            (f"reports of {rate['words']:.0f} words, one core", f"**{rate['per_second']:.1f} a second**"),
            ("one of them, median", f"{rate['median_ms']:.1f} ms"),
            ("accounts in one", f"{rate['accounts']:.1f}"),
            ("from nothing to a first reading, median", f"**{1000 * start['median']:.0f} ms**"),
            ("memory of the process at its peak", f"**{rate['peak_mb']:.0f} MB**"),
            ("time grows with length from 1 KB to 1 MB to the power", f"**{growth['exponent']:.2f}**"),
            ("memory for a text of 1 MB", f"{growth['peak_mb']:.0f} MB"),
        ),
    )


def lengths_of(told: Figures) -> list[tuple[int, float]]:
    """Kilobytes and seconds, the shortest text first."""
    return sorted((int(size), seconds) for size, seconds in told["growth"]["seconds"].items())


def render_length(told: Figures) -> str:
    """Seconds against length."""
    lines = [(f"{size:,} KB", f"{seconds:.3f}", f"{size / seconds:,.0f}") for size, seconds in lengths_of(told)]
    return rows(("length", "seconds", "KB a second"), lines)


def render_encoder(told: Figures) -> str:
    """Reading beside a forward pass."""
    return rows(
        (f"{told['words']:.0f} words, {told['tokens']:.0f} tokens, one core", "ms a report"),
        (
            ("base-size encoder, forward pass", f"{told['encoder_ms']:.0f}"),
            ("Riwaya, accounts", f"{told['reading_ms']:.1f}"),
            ("times", f"**{told['ratio']:.0f}**"),
        ),
    )


def render_profile(told: Figures) -> str:
    """Where the time goes."""
    parts, functions = (
        sorted(told[name].items(), key=lambda each: -each[1])[:most] for name, most in (("parts", 10), ("functions", 5))
    )
    floor, limit = (told["calls"] * told[name] / 1e6 for name in ("ns_of_an_empty_call", "ns_of_a_lookup"))
    allowed = 5e6 / told["ns_a_call"]
    return (
        rows(("part of the code", "of the time"), [(f"`{name}`", f"{share:.1%}") for name, share in parts])
        + "\n"
        + rows(("function", "of the time"), [(f"`{name}`", f"{share:.1%}") for name, share in functions])
        + "\n"
        + rows(
            ("", ""),
            (
                ("a report", f"{told['ms']:.1f} ms"),
                ("calls of functions in it", f"{told['calls']:,}"),
                ("functions that are called", f"{told['functions_called']:,}"),
                ("a call, with what it does", f"{told['ns_a_call']:.0f} ns"),
                ("a call that does nothing", f"{told['ns_of_an_empty_call']:.0f} ns"),
                ("so many calls that do nothing", f"{floor:.1f} ms"),
                ("a look-up in a table of 32 MB by compiled code", f"{told['ns_of_a_lookup']:.1f} ns"),
                ("so many look-ups", f"{limit:.2f} ms"),
                ("what 5 ms would leave each of them", f"{5e6 / told['calls']:.0f} ns"),
                ("calls that 5 ms allow, as they are", f"{allowed:,.0f}"),
            ),
        )
    )


def render_formats(told: Figures) -> str:
    """Taking documents out of each format."""
    lines = [
        (
            name,
            f"{each['kilobytes']:.1f}",
            f"{each['letters']:.0f}",
            f"{each['taking_ms']:.2f}",
            f"{each['reading_ms']:.2f}",
        )
        for name, each in told["formats"].items()
    ]
    return (
        rows(("format", "kB each", "letters", "ms to take out", "ms to read"), lines)
        + f"\nTrafilatura alone takes {told['trafilatura_ms']:.2f} ms for the text of one of those pages.\n"
    )


def render_reconciling(told: Figures) -> str:
    """Reconciling against size."""
    lines = [
        (
            f"{each['accounts']:,}",
            f"{each['seconds']:.1f}",
            f"{each['memory']:.0f}",
            f"{each['f1']:.3f}",
            f"{1000 * each['add']:.1f}",
        )
        for each in told["sizes"]
    ]
    return (
        rows(("accounts", "seconds", "MB", "F1 of pairs", "ms for a document more"), lines)
        + f"\nTime grows with the number to the power **{told['exponent']:.2f}**.\n"
    )


def render_linkage(told: Figures) -> str:
    """Reconciling beside a library."""
    names = {"riwaya": "Riwaya", "splink": "Splink"}
    lines = [
        (
            f"{names[way]}, {each['accounts']:,.0f} accounts",
            f"{each['seconds']:.1f}",
            f"{each['megabytes']:.0f}",
            f"{each['precision']:.3f}",
            f"{each['recall']:.3f}",
            f"{each['f1']:.3f}",
        )
        for way, sizes in told.items()
        for each in sorted(sizes.values(), key=lambda each: float(each["accounts"]))
    ]
    return rows(("", "seconds of one core", "MB", "precision", "recall", "F1 of pairs"), lines)


def render_desk(told: Figures) -> str:
    """How long people wait."""
    head = f"Over {told['accounts']:,} accounts of a made world, in a file of SQLite:\n\n"
    lines = []
    for each in told["rounds"]:
        how = f"{each['pause']:g} s between answer and question" if each["pause"] else "without a pause"
        for kind, times in each["by_kind"].items():
            if times["answers"]:
                lines.append((f"{kind}, {how}", f"{times['answers']:,}", f"{times['p50']:.0f}", f"{times['p95']:.0f}"))
    return head + rows(("", "answers", "p50, ms", "p95, ms"), lines)


def render_bulk(told: Figures) -> str:
    """Bulk beside a plain pool."""
    names = {"plain": "a plain pool", "bulk": "`riwaya bulk read`"}
    lines = [
        (
            f"{names[how]}, {each['count']:,} reports",
            f"{each['count'] / each[how]['seconds']:.1f}",
            f"{1000 * each[how]['processors'] / each['count']:.2f}",
            f"{each[how]['megabytes']:.0f}",
        )
        for each in told["counts"]
        for how in names
    ]
    clock = told["counts"][-1]["bulk"]["seconds"] / told["counts"][-1]["plain"]["seconds"] - 1
    return (
        rows((f"{told['workers']} processes", "reports a second", "ms of processors each", "MB a process"), lines)
        + f"\nBulk takes **{clock:.1%}** more by the clock, for what it checks and writes.\n"
    )


def render_million(told: Figures) -> str:
    """A long run from its beginning to its end."""
    counts, tenths = told["counts"], told["ms_a_report_by_tenths"]
    lines = [
        ("reports", f"{counts['documents']:,}"),
        ("accounts", f"{counts['accounts']:,}"),
        ("claims", f"{counts['claims']:,}"),
        ("refused", f"{counts['refused']:,}"),
        ("by the clock", f"{told['seconds'] / 60:.1f} minutes"),
        ("reports a second", f"**{counts['documents'] / told['seconds']:.1f}**"),
        ("ms of a process a report, the fastest and the slowest tenth", f"{min(tenths):.2f} and {max(tenths):.2f}"),
        ("time grows with the number to the power", f"**{told['exponent']:.2f}**"),
        ("tables", f"{told['gigabytes']:.2f} GB"),
    ]
    if linked := told.get("linked"):
        lines += [
            ("incidents, linked", f"{linked['incidents']:,}"),
            ("links", f"{linked['links']:,}"),
            ("relations", f"{linked['relations']:,}"),
        ]
    return rows(("", ""), lines)


def render_machines(results: Figures) -> str:
    """What each part was measured on, and when."""
    lines = []
    for name, each in results.items():
        machine, versions = each["machine"], each["versions"]
        where = (
            f"{machine['processor']}; {machine['processors']} processors, {machine['gigabytes']} GB, "
            f"{machine['system']}, Python {machine['python']}"
        )
        beside = ", ".join(f"{key} {value}" for key, value in versions.items() if key not in ("knowledge", "code"))
        lines.append((name, each["day"], f"{each['load_before']:.1f}", where, beside))
    return rows(("part", "day", "load before", "machine", "versions"), lines)


TABLES: dict[str, tuple[str, Callable[[Figures], str]]] = {
    "reading": ("reading", render_reading),
    "length": ("reading", render_length),
    "encoder": ("encoder", render_encoder),
    "profile": ("profile", render_profile),
    "formats": ("formats", render_formats),
    "reconciling": ("reconciling", render_reconciling),
    "linkage": ("linkage", render_linkage),
    "desk": ("desk", render_desk),
    "bulk": ("bulk", render_bulk),
    "million": ("million", render_million),
}


def render(page: str, results: Figures) -> str:
    """The page with its tables written anew."""
    parts = {
        name: draw(results[part]["figures"]) if part in results else _MISSING for name, (part, draw) in TABLES.items()
    }
    parts["machines"] = render_machines(results)
    return fill(page, "bench", parts)


# ------------------------------------------------------------------------------------------------------------ the plots


def draw_length(axes: Any, told: Figures) -> None:
    """Seconds against length, both by powers of ten, beside what is linear."""
    _beside_linear(axes, lengths_of(told), "reading")
    axes.set(xlabel="KB of text", title="Time against length")


def _beside_linear(axes: Any, points: Sequence[tuple[int, float]], name: str) -> None:
    sizes, seconds = zip(*points, strict=True)
    axes.loglog(sizes, seconds, "o-", color=_BLUE, label=name)
    axes.loglog(sizes, [seconds[-1] * size / sizes[-1] for size in sizes], "--", color=_GREY, label="linear")
    axes.set(ylabel="seconds")
    axes.legend(frameon=False)


def draw_formats(axes: Any, told: Figures) -> None:
    """Taking out and reading, one bar each."""
    formats = {name: each for name, each in told["formats"].items() if name != "PDF"}
    names = list(formats)[::-1]
    taking = [formats[name]["taking_ms"] for name in names]
    axes.barh(names, taking, color=_ORANGE, label="taking it out")
    axes.barh(names, [formats[name]["reading_ms"] for name in names], left=taking, color=_BLUE, label="reading it")
    axes.set(xlabel="ms a document (PDF apart)", title="From a file to accounts")
    axes.legend(frameon=False)


def draw_reconciling(axes: Any, told: Figures) -> None:
    """Seconds against accounts."""
    _beside_linear(axes, [(each["accounts"], each["seconds"]) for each in told["sizes"]], "reconciling")
    axes.set(xlabel="accounts", title="Reconciling against size")


def draw_desk(axes: Any, told: Figures) -> None:
    """Half of the answers, and nineteen of twenty, for people who read before they ask again."""
    people = next((each for each in told["rounds"] if each["pause"]), told["rounds"][0])
    kinds = {kind: each for kind, each in people["by_kind"].items() if each["answers"]}
    names = list(kinds)[::-1]
    axes.barh(names, [kinds[name]["p95"] for name in names], color="#b9cfe8", label="p95")
    axes.barh(names, [kinds[name]["p50"] for name in names], color=_BLUE, label="p50")
    axes.set(xlabel="ms", title="Twenty people at a desk")
    axes.legend(frameon=False)


def draw_million(axes: Any, told: Figures) -> None:
    """Reports that were read, against the time that went by."""
    minutes = [seconds / 60 for seconds, _ in told["read_after_s"]]
    reports = [documents for _, documents in told["read_after_s"]]
    axes.plot(minutes, reports, color=_BLUE)
    axes.set(xlabel="minutes", ylabel="reports read", title="A long run in bulk")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")


DRAWN: dict[str, tuple[str, Callable[[Any, Figures], None]]] = {
    "length": ("reading", draw_length),
    "formats": ("formats", draw_formats),
    "reconciling": ("reconciling", draw_reconciling),
    "desk": ("desk", draw_desk),
    "million": ("million", draw_million),
}


def draw_all(results: Figures) -> None:
    """Draws each plot of which there are figures."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    # Letters stay letters, and the same figures give the same file.
    mpl.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "riwaya", "font.family": "sans-serif", "font.size": 10}
    mpl.rcParams |= {"axes.spines.top": False, "axes.spines.right": False}
    PLOTS.mkdir(exist_ok=True)
    for name, (part, draw) in DRAWN.items():
        if part not in results:
            continue
        figure, axes = pyplot.subplots(figsize=(6.4, 3.8), layout="constrained")
        draw(axes, results[part]["figures"])
        figure.savefig(PLOTS / f"{name}.svg", metadata={"Date": None})
        pyplot.close(figure)
        print(f"drew {(PLOTS / f'{name}.svg').relative_to(ROOT)}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; tell whether the page is stale")
    check = parser.parse_args().check
    results = load_results()
    stale = write(PAGE, render(PAGE.read_text(encoding="utf-8"), results), check=check)
    if not check:
        draw_all(results)
    return stale


if __name__ == "__main__":
    sys.exit(main())
