"""Writes the tables of docs/explanation/a-year-of-news.md out of what was measured and what is known of the crawls.

    python tools/write_plan.py            write them
    python tools/write_plan.py --check    tell whether they are stale (exit 1 where they are)

Every figure is an expression over other figures: facts of `benchmarks/crawls.tsv`, rates of `benchmarks/rates.json`,
and figures before it. The page shows the expression with its values, so what it says cannot be other than what it
shows. What rests on a rate that nobody measured is not known.
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import operator
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import LinearRegression, linear_regression
from typing import Any, NamedTuple

from marked_pages import fill, write

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "a-year-of-news.md"
RATES = ROOT / "benchmarks" / "rates.json"
FACTS = ROOT / "benchmarks" / "crawls.tsv"
_SIGNS: dict[type[ast.operator], tuple[str, Callable[[float, float], float]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("−", operator.sub),
    ast.Mult: ("×", operator.mul),
    ast.Div: ("÷", operator.truediv),
}


class Known(NamedTuple):
    """A figure that others rest on; no value where nobody measured it."""

    value: float | None
    unit: str = ""


class Step(NamedTuple):
    """A figure that follows from others: its name, what it is, its unit, and how it follows."""

    name: str
    says: str
    unit: str
    how: str


STEPS: dict[str, tuple[Step, ...]] = {
    "pages": (
        Step("files_a_day", "files a day", "files a day", "(last_serial - first_serial) / serial_days"),
        Step("files", "files a year", "files", "files_a_day * year_days"),
        Step("crawl_gb", "bytes a year", "GB", "files * file_gb"),
        Step(
            "earlier_gb",
            "to hold it against: the mean of six years before",
            "GB",
            "all_tib * 1099.511627776 / all_years",
        ),
        Step(
            "pages",
            "pages a year",
            "pages",
            "(documents_march + documents_april + documents_may) / (31 + 30 + 31) * year_days",
        ),
        Step("pages_a_file", "pages a file", "pages a file", "pages / files"),
        Step("share", "of them in Arabic (two years in one figure)", "%", "arabic / pages * 100"),
        Step("other", "pages in other languages", "pages", "pages - arabic"),
        Step("arabic_bytes", "bytes of an Arabic article", "bytes", "arabic_kb * 1000 / arabic"),
        Step("arabic_words", "words of it, at twelve bytes a word", "words", "arabic_bytes / 12"),
    ),
    "without": (
        Step("unpack", "take archives apart", "core-hours", "crawl_gb * 1000000 / record_kb / records_a_second / 3600"),
        Step("text_arabic", "text of pages in Arabic", "core-hours", "arabic * text_ms / 1000 / 3600"),
        Step("text_other", "text of pages in other languages", "core-hours", "other * text_ms / 1000 / 3600"),
        Step("read_arabic", "read what is in Arabic", "core-hours", "arabic / reports_a_second / 3600"),
        Step("read_other", "read what is not", "core-hours", "other * other_ms / 1000 / 3600"),
        Step("write", "write tables, at most", "core-hours", "pages * tables_ms / 1000 / 3600"),
        Step("pool", "hand documents out", "core-hours", "pages * pool_ms / 1000 / 3600"),
    ),
    "total": (
        Step(
            "all_without",
            "all of it",
            "core-hours",
            "unpack + text_arabic + text_other + read_arabic + read_other + write + pool",
        ),
        Step(
            "longer",
            "were all pages as long as those of the whole web, by scripts and styles",
            "core-hours",
            "all_without + pages * (text_long_ms - text_ms) / 1000 / 3600",
        ),
        Step("money_without", "money", "USD", "all_without * core_price"),
        Step("clock_without", "hours by the clock", "hours", "all_without / cores"),
        Step("fetch", "hours to fetch the archives", "hours", "crawl_gb * 8 / gigabits / 3600"),
        Step("minutes", "minutes that an archive takes on one core", "minutes", "all_without * 60 / files"),
        Step("memory_gb", "memory of all workers", "GB", "worker_mb * cores / 1000"),
    ),
    "sieved": (
        Step("sieve", "pass over pages in other languages", "core-hours", "other * sieve_ms / 1000 / 3600"),
        Step("write_arabic", "write tables", "core-hours", "arabic * (tables_ms + pool_ms) / 1000 / 3600"),
        Step("all_sieved", "all of it", "core-hours", "unpack + sieve + text_arabic + read_arabic + write_arabic"),
        Step("money_sieved", "money", "USD", "all_sieved * core_price"),
        Step("clock_sieved", "hours by the clock", "hours", "all_sieved / cores"),
        Step("gained", "times less than without it", "times", "all_without / all_sieved"),
        Step("disk_gb", "tables", "GB", "arabic * arabic_bytes * table_bytes / report_bytes / 1000000000"),
    ),
    "linking": (
        Step("happenings", "happenings", "happenings", "arabic * happenings_a_page"),
        Step("a_day", "incidents a day", "incidents a day", "happenings / tellings / year_days"),
        Step("pairs_each", "pairs a happening", "pairs a happening", "pairs_always + pairs_more * a_day"),
        Step("pairs", "pairs", "pairs", "happenings * pairs_each"),
        Step("all_pairs", "pairs, were every two held together", "pairs", "happenings * happenings / 2"),
        Step("spared", "of them, one in so many is looked at", "", "all_pairs / pairs"),
        Step("score", "score them", "core-hours", "pairs * pair_us / 1000000 / 3600"),
        Step("take", "take up what all pages tell, at most", "core-hours", "arabic * take_ms / 1000 / 3600"),
        Step("parts", "all else of linking", "core-hours", "happenings * part_ms / 1000 / 3600"),
        Step("copies", "find copies", "core-hours", "arabic * copies_ms / 1000 / 3600"),
        Step("all_linking", "all of it", "core-hours", "score + take + parts + copies"),
        Step("link_gb", "memory in one process", "GB", "happenings * link_kb / 1000000"),
        Step("link_mb", "memory of a process in bulk, beside its part", "MB", "happenings * 12 / 1000000"),
        Step(
            "work_gb",
            "disk while it works",
            "GB",
            "arabic * (take_kb + copies_kb) / 1000000 + pairs * 8 / 1000000000",
        ),
    ),
    "larger": (
        Step("read_larger", "read what is in Arabic", "core-hours", "read_arabic * larger"),
        Step("fetch_larger", "hours to fetch the archives", "hours", "fetch * larger"),
        Step("happenings_larger", "happenings", "happenings", "happenings * larger"),
        Step("each_larger", "pairs a happening", "pairs a happening", "pairs_always + pairs_more * a_day * larger"),
        Step("pairs_larger", "pairs", "pairs", "happenings_larger * each_larger"),
        Step("score_larger", "score them", "core-hours", "pairs_larger * pair_us / 1000000 / 3600"),
        Step("list_larger", "list of pairs on the disk", "GB", "pairs_larger * 8 / 1000000000"),
        Step("link_gb_larger", "memory in one process", "GB", "link_gb * larger"),
        Step("overtakes", "times larger, scoring takes as long as reading", "times", "read_arabic / score"),
    ),
    "whole-web": (
        Step("main_share", "Arabic among the pages of a crawl", "%", "main_arabic / main_pages * 100"),
        Step("main_kb", "bytes of a page in the archive", "kB", "main_files * 1000000 / main_pages"),
        Step("unpacked_kb", "and unpacked", "kB", "may_tib * 1099511627.776 / may_pages"),
        Step("main_gb", "bytes of the Arabic pages, fetched one by one", "GB", "main_arabic * main_kb / 1000000"),
        Step(
            "main_hours",
            "read them",
            "core-hours",
            "main_arabic * (text_ms + 1000 / reports_a_second + tables_ms + pool_ms) / 1000 / 3600",
        ),
        Step("main_money", "money", "USD", "main_hours * core_price"),
    ),
}


def load_facts() -> list[dict[str, str]]:
    """What is known of the crawls, and what is assumed."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def load_rates() -> dict[str, Any]:
    """What was measured, and what was not."""
    told: dict[str, Any] = json.loads(RATES.read_text(encoding="utf-8"))
    return told


def follow(facts: list[dict[str, str]], rates: Mapping[str, Any]) -> dict[str, Known]:
    """Every figure by its name."""
    known = {fact["name"]: Known(float(fact["value"]), fact["unit"]) for fact in facts}
    known |= {name: Known(rate["value"], rate["unit"]) for name, rate in rates["rates"].items()}
    line = fit_pairs(rates)
    known["pairs_always"] = Known(line.intercept, "pairs a happening")
    known["pairs_more"] = Known(line.slope, "pairs more for an incident a day")
    for step in (step for steps in STEPS.values() for step in steps):
        if step.name in known:
            raise ValueError(f"there are two figures called {step.name}")
        known[step.name] = Known(value_of(_tree(step.how), known), step.unit)
    return known


def fit_pairs(rates: Mapping[str, Any]) -> LinearRegression:
    """The line through the simulated pairs a happening against incidents a day."""
    simulated = rates["pairs"]["by_incidents_a_day"]
    return linear_regression([int(per_day) for per_day in simulated], list(simulated.values()))


def _tree(how: str) -> ast.expr:
    return ast.parse(how, mode="eval").body


def value_of(tree: ast.expr, known: Mapping[str, Known]) -> float | None:
    """What an expression of names, numbers and the four signs comes to; None where a part of it is not known."""
    match tree:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Name(id=name):
            return known[name].value
        case ast.BinOp(left=left, op=op, right=right):
            one, other = value_of(left, known), value_of(right, known)
            return None if one is None or other is None else _SIGNS[type(op)][1](one, other)
    raise ValueError(f"no arithmetic: {ast.unparse(tree)}")


def shown(tree: ast.expr, known: Mapping[str, Known]) -> str:
    """An expression with its values in place of the names."""
    match tree:
        case ast.BinOp(left=left, op=op, right=right):
            tight, last = not isinstance(op, ast.Add | ast.Sub), isinstance(op, ast.Sub | ast.Div)
            before = _bracketed(left, tight and _is_sum(left), known)
            behind = _bracketed(right, (tight and _is_sum(right)) or (last and isinstance(right, ast.BinOp)), known)
            return f"{before} {_SIGNS[type(op)][0]} {behind}"
        case ast.Name(id=name):
            return told(known[name])
    return f"{value_of(tree, known):,}"


def _is_sum(tree: ast.expr) -> bool:
    return isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add | ast.Sub)


def _bracketed(tree: ast.expr, wanted: bool, known: Mapping[str, Known]) -> str:
    return f"({shown(tree, known)})" if wanted else shown(tree, known)


def told(figure: Known) -> str:
    """A figure in words: four digits are enough, but what was counted is told as it was."""
    if figure.value is None:
        return "not measured"
    value = figure.value
    if value != int(value) or abs(value) >= 1e12:
        rounded = float(f"{value:.4g}")
        text = f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"
    else:
        text = f"{int(value):,}"
    return f"{text} {figure.unit}".strip()


def render_steps(name: str, known: Mapping[str, Known]) -> str:
    """A table of figures, each with how it follows."""
    rows = [
        f"| {step.says} | **{told(known[step.name])}** | {shown(_tree(step.how), known)} |\n" for step in STEPS[name]
    ]
    return "| | | follows from |\n|---|--:|---|\n" + "".join(rows)


def render_most(known: Mapping[str, Known]) -> str:
    """What all of it takes with `--only-arabic` and without, and which step takes most, by the figures."""
    fetch, clock = known["fetch"].value or 0, known["clock_without"].value or 0
    waits = "the line, not for the processors" if fetch > clock else "the processors without it"
    return (
        f"Reading a year takes {told(known['all_sieved'])} with `--only-arabic`, which are "
        f"{told(known['money_sieved'])}, and {told(known['all_without'])} without, which are "
        f"{told(known['money_without'])}. Linking it takes {told(known['all_linking'])} more.\n"
        f"With the option most of the core-hours go into one step: **{_largest('all_sieved', known)}** of them; "
        f"without it into another: **{_largest('all_without', known)}**.\n"
        f"By the clock one waits for {waits}.\n"
    )


def _largest(total: str, known: Mapping[str, Known]) -> str:
    """The step of a sum that takes most, and its share of it."""
    steps = {step.name: step for group in STEPS.values() for step in group}
    parts = [node.id for node in ast.walk(_tree(steps[total].how)) if isinstance(node, ast.Name)]
    hours = {steps[part].says: known[part].value or 0 for part in parts}
    most = max(hours, key=hours.__getitem__)
    return f"{most}, {hours[most] / sum(hours.values()):.0%}"


def render_pairs(rates: Mapping[str, Any]) -> str:
    """The simulated pairs, beside the line that the figures above go by."""
    line, simulated = fit_pairs(rates), rates["pairs"]["by_incidents_a_day"]
    rows = [
        f"| {per_day} | {pairs:.1f} | {line.intercept + line.slope * int(per_day):.1f} |\n"
        for per_day, pairs in simulated.items()
    ]
    return "| incidents a day | pairs a happening | by the line |\n|--:|--:|--:|\n" + "".join(rows)


def render_towns(rates: Mapping[str, Any]) -> str:
    """The simulated pairs where as much happens in fewer towns."""
    simulated = rates["pairs"]["by_towns_at_40_a_day"]
    return "| towns | pairs a happening |\n|--:|--:|\n" + "".join(
        f"| {int(towns):,} | {pairs:.1f} |\n" for towns, pairs in simulated.items()
    )


def render_facts(facts: list[dict[str, str]]) -> str:
    """What is known of the crawls."""
    rows = [f"| {_fact(fact)} | {fact['year']} | {_link(fact)} |\n" for fact in facts if fact["kind"] != "assumed"]
    return "| | | year | |\n|---|--:|---|---|\n" + "".join(rows)


def render_assumed(facts: list[dict[str, str]]) -> str:
    """What nobody knows, or everybody has other."""
    return "| | |\n|---|--:|\n" + "".join(f"| {_fact(fact)} |\n" for fact in facts if fact["kind"] == "assumed")


def _fact(fact: Mapping[str, str]) -> str:
    says = f"[{fact['says']}]({fact['source']})" if fact["kind"] == "assumed" and _is_address(fact) else fact["says"]
    return f"{says} | {told(Known(float(fact['value']), fact['unit']))}"


def _is_address(fact: Mapping[str, str]) -> bool:
    return fact["source"].startswith("https:")


def _link(fact: Mapping[str, str]) -> str:
    return f"[{fact['kind']}]({fact['source']})" if _is_address(fact) else fact["kind"]


def render_rates(rates: Mapping[str, Any]) -> str:
    """What was measured, with how and when."""
    rows = []
    for rate in rates["rates"].values():
        how = f"{rate['measured']}, {rate['day']}" if rate["measured"] else "nobody yet"
        rows.append(f"| {rate['says']} | {told(Known(rate['value'], rate['unit']))} | {how} |\n")
    table = "| | | measured by |\n|---|--:|---|\n" + "".join(rows)
    table = re.sub(r"docs/([\w/-]+\.md)", r"[\1](../\1)", re.sub(r"(python benchmarks/\w+\.py)", r"`\1`", table))
    return f"On {rates['machine']}.\n\n{table}"


def render(page: str, facts: list[dict[str, str]], rates: Mapping[str, Any]) -> str:
    """The page with its tables written anew."""
    known = follow(facts, rates)
    parts = {name: render_steps(name, known) for name in STEPS} | {
        "facts": render_facts(facts),
        "assumed": render_assumed(facts),
        "rates": render_rates(rates),
        "most": render_most(known),
        "pairs-simulated": render_pairs(rates),
        "towns": render_towns(rates),
    }
    return fill(page, "plan", parts)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; tell whether the page is stale")
    check = parser.parse_args().check
    text = render(PAGE.read_text(encoding="utf-8"), load_facts(), load_rates())
    return write(PAGE, text, check=check)


if __name__ == "__main__":
    sys.exit(main())
