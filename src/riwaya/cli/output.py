"""What the commands share of what they print: standard output, JSON, and how far a long run has come."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from riwaya.inputs.incoming import Refusal


def output() -> TextIO:
    """Standard output in UTF-8, whatever the locale; what UTF-8 cannot say (lone surrogates) is escaped."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return sys.stdout


def print_lines(records: Iterable[Any]) -> None:
    """Prints records as JSON, one a line, each as soon as it is there."""
    out = output()
    for record in records:
        out.write(_to_json(record, None) + "\n")
        out.flush()


def print_json(record: Any) -> None:
    """Prints a record as JSON, laid out to be read."""
    output().write(_to_json(record, 1) + "\n")


def print_list(records: Iterable[Any]) -> None:
    """Prints records as one list of JSON, laid out to be read, each as soon as it is there."""
    out = output()
    before = "[\n"
    for record in records:
        out.write(before + _to_json(record, 1))
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")


def _to_json(record: Any, indent: int | None) -> str:
    from riwaya.exports.json import to_json

    return to_json(record, indent)


def count(number: int, noun: str) -> str:
    """A number of things in words."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class Progress:
    """A line on a terminal that tells how far a long run has come; nothing where the output itself goes there."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty() and not sys.stdout.isatty()
        self._began = self._last = time.monotonic()
        self._dirty = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *raised: object) -> None:
        self.clear()

    def show(self, text: str) -> None:
        """Writes the line anew, five times a second at most."""
        now = time.monotonic()
        if self._shown and now - self._began > 1 and now - self._last > 0.2:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
            self._last, self._dirty = now, True

    def clear(self) -> None:
        """Takes the line away."""
        if self._dirty:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._dirty = False


def tell_passed_over(number: int) -> None:
    """Tells in a line how many pages, feeds and texts were passed over, where any were."""
    if number:
        click.echo(f"riwaya: {count(number, 'page')} without an Arabic letter passed over", err=True)


class Refused:
    """What a run refused: each is told on standard error as it comes, and written to a file where one is asked for."""

    def __init__(self, progress: Progress, path: Path | None) -> None:
        from riwaya.inputs.rejects import Rejects

        self.count = 0
        self._progress = progress
        self._path = path
        self._file = Rejects(path) if path is not None else None

    def __enter__(self) -> Refused:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, refusal: Refusal) -> None:
        """Tells a refusal."""
        self.count += 1
        self._progress.clear()
        click.echo(f"riwaya: {refusal}", err=True)
        if self._file is not None:
            self._file.add(refusal)

    def tell(self, done: str) -> None:
        """Tells in a line how many there were, beside what was done, where there were several or they are in a file."""
        if self.count < (1 if self._path else 2):
            return
        self._progress.clear()
        kept = f"; what was refused is in {self._path}, to be mended and read again" if self._path else ""
        click.echo(f"riwaya: {done}, {self.count} refused{kept}", err=True)
