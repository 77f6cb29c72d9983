"""Runs the code in the docs and holds what it prints against what the pages say it prints.

    python tools/run_docs.py --check     tell what differs (exit 1 where something does)
    python tools/run_docs.py --write     write what is printed into the pages

A `python` block runs; a `text` block right after it is what it prints. The blocks of a page share their names.
In a `console` block each line after "$ " runs in a shell, and the lines below it are what it prints; a line "..."
stands for any lines, and output that is written anew is cut off where the page cut it off.
Each page has a store of its own, which RIWAYA_STORE names.
Blocks of other languages are there to be read.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\w*)\s*$")
WIDTH = "100"  # columns of the tables that pages show


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its lines, and where they stand (a half-open range of line indices)."""

    language: str
    first: int
    last: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a piece of code printed beside what the page says; `first` and `last` are the page's lines of it."""

    page: Path
    code: str
    first: int
    last: int
    expected: tuple[str, ...]
    actual: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the page says something else than was printed."""
        return not matches(self.expected, self.actual)

    def __str__(self) -> str:
        return "\n".join(
            [f"{self.page}:{self.first + 1}: {self.code}", *(f"  - {line}" for line in self.expected)]
            + [f"  + {line}" for line in self.actual]
        )


class BrokenCode(Exception):
    """Code in a page that failed, with the page, the line and the reason."""


def find_pages() -> list[Path]:
    """The pages that people write; docs/reference/rules is generated and holds no code."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")]
    return sorted(page for page in pages if "rules" not in page.relative_to(ROOT).parts)


def find_blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    blocks = []
    start, language = None, ""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if start is None and (fence := FENCE.match(line)):
            start, language = index + 1, fence[1]
        elif start is not None and line.rstrip() == "```":
            blocks.append(Block(language, start, index, tuple(lines[start:index])))
            start = None
    return blocks


def matches(expected: tuple[str, ...], actual: tuple[str, ...]) -> bool:
    """Whether the lines agree; an expected "..." stands for any lines, and space at the end of a line for nothing."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()) + r"\n" for line in expected)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in actual)) is not None


def run_page(page: Path) -> Iterator[Printed]:
    """Runs a page from top to bottom and yields each piece that says what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _run_blocks(page, {"RIWAYA_STORE": str(Path(folder) / "riwaya.db")})


def _run_blocks(page: Path, environment: dict[str, str]) -> Iterator[Printed]:
    text = page.read_text(encoding="utf-8")
    lines = text.split("\n")
    names: dict[str, object] = {"__name__": "__page__"}
    blocks = find_blocks(text)
    for block, after in pairwise([*blocks, None]):
        if block.language == "python":
            printed = run_python(page, block, names, environment)
            follows = after is not None and not "".join(lines[block.last + 1 : after.first - 1]).strip()
            if after is not None and after.language == "text" and follows:
                yield Printed(page, block.lines[-1], after.first, after.last, after.lines, printed)
        elif block.language == "console":
            yield from run_console(page, block, environment)


def run_python(page: Path, block: Block, names: dict[str, object], environment: dict[str, str]) -> tuple[str, ...]:
    """The lines that a python block prints."""
    out = io.StringIO()
    # Leading newlines make a traceback name the page's own lines.
    code = "\n" * block.first + "\n".join(block.lines)
    before = dict(os.environ)
    try:
        with contextlib.redirect_stdout(out), contextlib.chdir(ROOT):
            os.environ.update(environment)
            exec(compile(code, str(page), "exec"), names)
    except Exception as error:
        raise BrokenCode(f"{page}:{block.first + 1}: {type(error).__name__}: {error}") from error
    finally:
        os.environ.clear()
        os.environ.update(before)
    return tuple(out.getvalue().rstrip("\n").split("\n"))


def run_console(page: Path, block: Block, environment: dict[str, str]) -> Iterator[Printed]:
    """Each command of a console block that says what it prints; the others must only succeed."""
    commands = [index for index, line in enumerate(block.lines) if line.startswith("$ ")]
    for start, end in pairwise([*commands, len(block.lines)]):
        command, expected = block.lines[start][2:], block.lines[start + 1 : end]
        actual = run_command(page, block.first + start, command, environment)
        if expected and actual is not None:
            yield Printed(page, command, block.first + start + 1, block.first + end, expected, actual)


def run_command(page: Path, line: int, command: str, environment: dict[str, str]) -> tuple[str, ...] | None:
    """The lines that a command prints, or None where it is only looked at.

    `make test` would run the tests inside the tests, and what is not installed yet needs a network: make tells what it
    would do, so that a target which is gone is still found.
    """
    installed = (ROOT / ".venv" / ".ready").exists()
    dry = command.startswith("make ") and (command != "make example" or not installed)
    if dry:
        command = command.replace("make ", "make --dry-run ", 1)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    environment = {**inherited, **environment, "PATH": path, "COLUMNS": WIDTH, "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BrokenCode(f"{page}:{line + 1}: {command} ended with {done.returncode}\n{done.stderr}")
    return None if dry else tuple(done.stdout.rstrip("\n").split("\n"))


def write_page(page: Path) -> bool:
    """Puts what is printed into a page; True where that changed it."""
    stale = [printed for printed in run_page(page) if printed.differs]
    lines = page.read_text(encoding="utf-8").split("\n")
    for printed in reversed(stale):
        lines[printed.first : printed.last] = shorten(printed.actual, like=printed.expected)
    page.write_text("\n".join(lines), encoding="utf-8")
    return bool(stale)


def shorten(actual: tuple[str, ...], *, like: tuple[str, ...]) -> list[str]:
    """What was printed, cut off with "..." after as many lines as the page shows where it cuts off."""
    lines = [line.rstrip() for line in actual]
    cut = like.index("...") if "..." in like else 0
    return [*lines[:cut], "..."] if 0 < cut < len(lines) else lines


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--check", action="store_true", help="tell what differs")
    choice.add_argument("--write", action="store_true", help="write what is printed into the pages")
    parser.add_argument("pages", nargs="*", type=Path, help="only these pages")
    options = parser.parse_args()
    failed = False
    for page in [page.resolve() for page in options.pages] or find_pages():
        try:
            if options.write:
                if write_page(page):
                    print(f"wrote {page.relative_to(ROOT)}")
                continue
            stale = [printed for printed in run_page(page) if printed.differs]
        except BrokenCode as error:
            print(error, file=sys.stderr)
            failed = True
        else:
            failed = failed or bool(stale)
            for printed in stale:
                print(printed, file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
