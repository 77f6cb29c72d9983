"""Each trap that reports are known to hold has a test of its own: `traps.tsv` names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("traps.tsv")


def rows():
    """The rows of the table: the section of what readers have to stand, the trap, what holds it."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines[1:]]


@pytest.mark.parametrize(("section", "trap", "test"), rows(), ids=lambda cell: str(cell)[:40])
def test_what_holds_a_trap_is_there(section, trap, test):
    path, _, name = test.partition("::")

    assert re.fullmatch(r"[16](\.\d+)?|engines 3", section)
    assert trap == trap.strip() != ""
    if name:
        assert re.search(rf"^def {re.escape(name)}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    else:
        assert (ROOT / path).is_file()
        assert any((ROOT / f"{path}.{kind}.yaml").is_file() for kind in ("expected", "leads", "pasted"))


def test_the_table_is_in_the_order_of_its_sections():
    assert ["section", "trap", "test"] == TABLE.read_text(encoding="utf-8").splitlines()[0].split("\t")
    sections = [(not section[0].isdigit(), *map(int, re.findall(r"\d+", section))) for section, _, _ in rows()]
    assert sorted(sections) == sections
    assert len(set(rows())) == len(rows())
