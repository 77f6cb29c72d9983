"""Writes docs/codebook: one page for each group of event types, from data/codebook/events.tsv and the rules.

python tools/build_codebook_pages.py            write them
python tools/build_codebook_pages.py --check    tell which are stale (exit 1 where one is)
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from riwaya.knowledge.load import DATA, Family, read_families
from riwaya.knowledge.pages import GENERATED, page_of, stale_pages, write_pages

PAGES = Path(__file__).resolve().parent.parent / "docs" / "codebook"
Row = dict[str, str]
GROUPS = {
    "violence": "Force that harms people or things, or takes a place.",
    "custody": "People are taken, held or let go.",
    "contention": "People demand something together, and what is done to them.",
    "movement": "Forces or people go from one place to another.",
    "talk": "Words that are an act by themselves.",
    "diplomacy": "Fighting is to stop, or parties talk.",
    "relief": "People are helped.",
    "measure": "A government or body punishes by law or trade.",
}


def read_codebook() -> list[Row]:
    """The rows of the codebook, in the order of their file."""
    lines = (DATA / "codebook" / "events.tsv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:]]


def rules_by_type(families: Iterable[Family]) -> dict[str, list[tuple[str, str]]]:
    """For each event type, the rules that give it by their words, each with the page that tells them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for family in families:
        for source in family.rules if family.stage == "events" else ():
            for told in {e.expects["type"] for e in source.examples if "type" in e.expects}:
                found.setdefault(told, []).append((source.rule.id, page_of(family)))
    return found


def render(rows: list[Row], rules: dict[str, list[tuple[str, str]]]) -> dict[str, str]:
    """The pages by the name of their file."""
    pages = {"README.md": _index(rows)}
    for group, about in GROUPS.items():
        own = [row for row in rows if row["group"] == group]
        body = "\n".join(_entry(row, rules.get(row["id"], [])) for row in own)
        pages[f"{group}.md"] = f"{GENERATED}\n# {group.capitalize()}\n\n{about}\n\n{body}"
    return pages


def _index(rows: list[Row]) -> str:
    lines = [GENERATED, "# The codebook", ""]
    lines += [f"{len(rows)} types of events in {len(GROUPS)} groups."]
    lines += ["Each stands for an event and a mode of PLOVER 2.0 and for an event and a sub-event of ACLED,"]
    lines += ["so that an export is a look-up. The definitions are our own.", ""]
    lines += ["| type | group | PLOVER | ACLED |", "|---|---|---|---|"]
    for row in sorted(rows, key=lambda row: row["id"]):
        plover = " ".join(filter(None, (row["plover_event"], row["plover_mode"])))
        name = f"[{row['id']}]({row['group']}.md#{row['id']})"
        lines.append(f"| {name} | {row['group']} | {plover} | {row['acled_event']}: {row['acled_sub_event']} |")
    return "\n".join(lines) + "\n"


def _entry(row: Row, rules: list[tuple[str, str]]) -> str:
    lines = [f"## {row['id']}", "", row["definition"], ""]
    lines.append(f"- Label: {row['label_en']}; {row['label_ar']}")
    lines.append(f"- PLOVER: {' '.join(filter(None, (row['plover_event'], row['plover_mode'])))}")
    lines.append(f"- ACLED: {row['acled_event']}: {row['acled_sub_event']}")
    if row["generic"] == "yes":
        lines.append("- General: a weapon or the words of the trigger narrow it to another type.")
    if row["means"]:
        lines.append(f"- A general attack becomes one by: {', '.join(row['means'].split(','))}")
    if rules:
        named = (f"[{rule}](../reference/rules/{page})" for rule, page in rules)
        lines.append(f"- Rules with an example: {', '.join(named)}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Writes the pages, or with --check tells which are stale; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing, tell which pages are stale")
    asked = parser.parse_args()
    pages = render(read_codebook(), rules_by_type(read_families(DATA, [])))
    stale = stale_pages(pages, PAGES) if asked.check else write_pages(pages, PAGES)
    for name in stale:
        print(f"docs/codebook/{name} {'is stale' if asked.check else 'written'}")
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
