"""Writes docs/codebook: one page for each group of event types, from data/codebook/events.tsv.

python tools/build_codebook_pages.py            write them
python tools/build_codebook_pages.py --check    tell which are stale (exit 1 where one is)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from riwaya.knowledge.load import DATA
from riwaya.knowledge.pages import GENERATED, stale_pages, write_pages

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


def render(rows: list[Row]) -> dict[str, str]:
    """The pages by the name of their file."""
    pages = {"README.md": _index(rows)}
    for group, about in GROUPS.items():
        own = [row for row in rows if row["group"] == group]
        body = "\n".join(_entry(row) for row in own)
        pages[f"{group}.md"] = f"{GENERATED}\n# {group.capitalize()}\n\n{about}\n\n{body}"
    return pages


def _index(rows: list[Row]) -> str:
    lines = [GENERATED, "# The codebook", ""]
    lines += [f"{len(rows)} types of events in {len(GROUPS)} groups."]
    lines += ["Each stands for an event and a mode of PLOVER 2.0 and for an event and a sub-event of ACLED,"]
    lines += ["so that an export is a look-up. The definitions are our own."]
    lines += ["[The rules](../reference/rules/README.md) of the stage `events` tell which words give which type.", ""]
    lines += ["| type | group | PLOVER | ACLED |", "|---|---|---|---|"]
    for row in sorted(rows, key=lambda row: row["id"]):
        plover = " ".join(filter(None, (row["plover_event"], row["plover_mode"])))
        name = f"[{row['id']}]({row['group']}.md#{row['id']})"
        lines.append(f"| {name} | {row['group']} | {plover} | {row['acled_event']}: {row['acled_sub_event']} |")
    return "\n".join(lines) + "\n"


def _entry(row: Row) -> str:
    lines = [f"## {row['id']}", "", row["definition"], ""]
    lines.append(f"- Label: {row['label_en']}; {row['label_ar']}")
    lines.append(f"- PLOVER: {' '.join(filter(None, (row['plover_event'], row['plover_mode'])))}")
    lines.append(f"- ACLED: {row['acled_disorder']}; {row['acled_event']}: {row['acled_sub_event']}")
    if row["generic"] == "yes":
        lines.append("- General: a weapon or the words of the trigger narrow it to another type.")
    if row["means"]:
        lines.append(f"- A general attack becomes one by: {', '.join(row['means'].split(','))}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Writes the pages, or with --check tells which are stale; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing, tell which pages are stale")
    asked = parser.parse_args()
    pages = render(read_codebook())
    stale = stale_pages(pages, PAGES) if asked.check else write_pages(pages, PAGES)
    for name in stale:
        print(f"docs/codebook/{name} {'is stale' if asked.check else 'written'}")
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
