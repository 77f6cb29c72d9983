"""The docs are true: their code runs and prints what they say, their links lead somewhere, their lists are fresh."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import run_docs
import write_reference
from riwaya.errors import ISSUE_CODES
from run_docs import ROOT, BrokenCode, Printed, find_blocks, find_pages, matches, run_page

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PAGES = [page.relative_to(ROOT).as_posix() for page in find_pages()]
REFERENCE = ROOT / "docs" / "reference"


@pytest.mark.parametrize("name", PAGES)
def test_the_code_in_a_page_runs_and_prints_what_the_page_says(name):
    stale = [str(printed) for printed in run_page(ROOT / name) if printed.differs]

    assert not stale, "make docs writes what is printed:\n" + "\n".join(stale)


@pytest.mark.parametrize("name", PAGES)
def test_the_links_of_a_page_lead_somewhere(name):
    page = ROOT / name
    targets = [target.split("#")[0] for target in LINK.findall(page.read_text(encoding="utf-8"))]
    inside = [target for target in targets if target and not re.match(r"[a-z]+:", target)]

    assert [] == [target for target in inside if not (page.parent / target).exists()]


def test_every_page_can_be_reached_from_the_readme():
    reached, open_pages = set(), [ROOT / "README.md"]
    while open_pages:
        page = open_pages.pop()
        if page in reached:
            continue
        reached.add(page)
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            path = (page.parent / target.split("#")[0]).resolve()
            if path.is_dir():
                open_pages += path.glob("*.md")
            elif path.suffix == ".md" and path.exists():
                open_pages.append(path)

    assert [] == [name for name in PAGES if ROOT / name not in reached]


@pytest.mark.parametrize("name", write_reference.PAGES)
def test_a_generated_page_is_fresh(name):
    assert write_reference.PAGES[name]() == (REFERENCE / name).read_text(encoding="utf-8"), "run make docs"


def test_the_pages_of_rules_are_fresh():
    command = [Path(sys.executable).with_name("riwaya"), "rules", "--check", REFERENCE / "rules"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, f"run make docs\n{done.stdout}{done.stderr}"


def test_every_issue_code_belongs_to_a_family():
    assert {code[0] for code in ISSUE_CODES} <= set(write_reference.FAMILIES)


def test_every_issue_that_the_code_raises_is_in_the_table():
    source = ROOT / "src" / "riwaya"
    raised = re.compile(r"""\bIssue\(\s*(?:code=)?["']([A-Z]\d\d)["']""")
    codes = {code for path in source.rglob("*.py") for code in raised.findall(path.read_text(encoding="utf-8"))}

    assert codes <= set(ISSUE_CODES)


# The runner itself: it has to be able to say no.


@pytest.fixture
def page(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "page.md"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_what_a_python_block_prints_is_held_against_the_text_below_it(page):
    path = page("```python\nx = 2\n```\n\n```python\nprint(x)\nprint(x + 1)\n```\n\n```text\n2\n4\n```\n")

    assert [Printed(path, "print(x + 1)", 10, 12, ("2", "4"), ("2", "3"))] == list(run_page(path))
    assert next(run_page(path)).differs


def test_a_console_block_without_commands_is_only_read(page):
    assert [] == list(run_page(page("```console\nriwaya\n```\n")))


def test_a_text_block_further_down_is_no_output(page):
    assert [] == list(run_page(page("```python\nprint(1)\n```\n\nAnd then:\n\n```text\n2\n```\n")))


def test_what_a_command_prints_is_held_against_the_lines_below_it(page):
    path = page("```console\n$ echo one\none\n$ echo two\n2\n```\n")

    assert [False, True] == [printed.differs for printed in run_page(path)]


@pytest.mark.parametrize(
    "text", ["```python\n1 / 0\n```\n", "```console\n$ false\n```\n", "```console\n$ make nothing\n```\n"]
)
def test_code_that_fails_is_told(page, text):
    with pytest.raises(BrokenCode, match=r"page\.md:2: "):
        list(run_page(page(text)))


def test_stale_output_is_written_anew_and_the_rest_of_the_page_kept(page):
    path = page("One.\n\n```console\n$ echo a; echo b\nc\n```\n\nTwo.\n")

    assert run_docs.write_page(path)
    assert "One.\n\n```console\n$ echo a; echo b\na\nb\n```\n\nTwo.\n" == path.read_text(encoding="utf-8")
    assert not run_docs.write_page(path)


def test_output_that_a_page_cuts_off_stays_cut_off(page):
    path = page("```console\n$ seq 9\n0\n0\n...\n```\n")

    assert run_docs.write_page(path)
    assert "```console\n$ seq 9\n1\n2\n...\n```\n" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        (("a", "b"), ("a", "b"), True),
        (("a", "b"), ("a  ", "b"), True),
        (("a", "b"), ("a",), False),
        (("a", "..."), ("a", "b", "c"), True),
        (("...", "c"), ("a", "b", "c"), True),
        (("a", "...", "c"), ("a", "c"), True),
        (("a", "...", "d"), ("a", "b", "c"), False),
        (("a.c",), ("abc",), False),
    ],
)
def test_three_dots_stand_for_any_lines(expected, actual, same):
    assert same == matches(expected, actual)


def test_a_block_knows_its_lines():
    blocks = find_blocks("x\n```yaml\na: 1\n```\n```\nb\nc\n```\n")

    assert [("yaml", 2, 3), ("", 5, 7)] == [(block.language, block.first, block.last) for block in blocks]
