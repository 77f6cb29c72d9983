"""Pages of which parts are written out of figures, each between a mark with its name and `<!-- end -->`."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def fill(page: str, mark: str, parts: Mapping[str, str]) -> str:
    """The page with its parts of a mark written anew. Raises KeyError where it has one that nobody knows."""
    part = re.compile(rf"(<!-- {mark}: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
    return part.sub(lambda found: f"{found[1]}{parts[found[2]]}{found[3]}", page)


def write(path: Path, text: str, *, check: bool) -> int:
    """Writes a page where it is another; with `check` it only tells so, and 1 comes back, else 0."""
    if text == path.read_text(encoding="utf-8"):
        return 0
    name = path.relative_to(ROOT)
    if check:
        print(f"{name} is stale: run make docs", file=sys.stderr)
        return 1
    path.write_text(text, encoding="utf-8")
    print(f"wrote {name}")
    return 0
