"""Lines for a terminal that hold Arabic: each right-to-left run in an isolate, so the frame around it stands still.

Arabic runs stand in Unicode isolates (FSI … PDI), so a terminal that knows right-to-left text shows each run in its own
direction and leaves the rest alone. Whatever a document holds that could move the cursor or turn the line is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

FSI, PDI = "\u2068", "\u2069"
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RTL_RUN = re.compile(f"{_RTL.pattern}(?:[^A-Za-z\n]*{_RTL.pattern})?")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")


def clean(text: str) -> str:
    """Text of others made safe to print: white space as one space, no escapes, no marks that turn the line round."""
    return _UNSAFE.sub("\ufffd", _TURNING.sub("", " ".join(text.split())))


def isolated(text: str) -> str:
    """Text of others, safe to print, in an isolate where it holds right-to-left letters."""
    text = clean(text)
    return f"{FSI}{text}{PDI}" if _RTL.search(text) else text


def with_isolates(text: str) -> str:
    """A sentence of our own that quotes others: each right-to-left run in it in an isolate of its own."""
    return _RTL_RUN.sub(lambda run: f"{FSI}{run[0]}{PDI}", clean(text))


def squeezed(text: str) -> str:
    """Text safe to print, its white space as single spaces, those at its edges kept."""
    return _UNSAFE.sub("\ufffd", _TURNING.sub("", re.sub(r"\s+", " ", text)))


def in_isolate(words: Text) -> Text:
    """Words in an isolate."""
    return Text.assemble(FSI, words, PDI)


def wrapped(words: Text, width: int) -> list[Text]:
    """The lines of a text that fit in so many columns, broken at spaces, longer words anywhere."""
    lines = words.wrap(Console(width=width), width, overflow="fold")  # wrapping needs a console, not its file
    for line in lines:
        line.rstrip()
    return list(lines)


def right_to_left(words: Text, width: int, most: int) -> Iterator[Text]:
    """Lines of Arabic at the right edge, each an isolate, for a terminal turns every line round by itself."""
    lines = wrapped(words, width)
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = wrapped(lines[-1], width - 2)[0].append(" …")
    for line in lines:
        padding = " " * max(0, 3 + width - line.cell_len)
        yield Text.assemble(padding, in_isolate(line))


def folded(line: Text, width: int, indent: int = 0) -> Iterator[Text]:
    """A line of our own, folded, later lines indented; an isolate that is broken is closed and opened again."""
    if line.cell_len <= width:
        yield line
        return
    for number, part in enumerate(rejoined(wrapped(line, width - indent))):
        yield Text.assemble(" " * indent if number else "", part)


def hanging(label: Text, value: Text, width: int) -> Iterator[Text]:
    """A label, and its value beside it, later lines below the value's first."""
    edge = cell_len(label.plain)
    for number, part in enumerate(rejoined(wrapped(value, width - edge))):
        yield Text.assemble(label if not number else " " * edge, part)


def rejoined(lines: Iterable[Text]) -> Iterator[Text]:
    """Lines in which every isolate is closed where it was opened."""
    open_ = False
    for line in lines:
        before = FSI if open_ else ""
        for mark in line.plain:
            open_ = mark == FSI or (open_ and mark != PDI)
        yield Text.assemble(before, line, PDI if open_ else "")
