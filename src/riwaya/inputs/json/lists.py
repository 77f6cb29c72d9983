"""The values of a long JSON list one by one, each with the words that it was written in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

_BLANK = re.compile(r"[ \t\r\n]*")
_PIECE = 1 << 16
_NESTING = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{},]', re.DOTALL)


class Fault(NamedTuple):
    """What is the matter with a list at a value, which is left out."""

    reason: str


class Value(NamedTuple):
    """A value of a list, and how it is written."""

    value: Any
    written: str


def find_values(more: Callable[[int], str], *, most: int) -> Iterator[Value | Fault]:
    """The values of a list out of what gives its text piece by piece; none may have more than `most` letters.

    Where a value is broken the next is looked for by what parted those before, if a line ends in that; else behind the
    brackets that the broken one closes.
    """
    text = _Text(more)
    if not text.take("["):
        yield Fault("no list")
        return
    parted = ""
    while not text.take("]"):
        found = text.value(most)
        yield found
        if isinstance(found, Fault):
            if not text.skip(parted, most):
                return
            continue
        before = text.blanks_and_comma()
        if before is None:
            if text.take("]"):
                break
            yield Fault("the list breaks off, or something stands in it that parts no values")
            return
        parted = before
    if text.left():
        yield Fault("something stands behind the end of the list")


class _Text:
    """A text that is read on as far as it is needed, and forgotten behind the place that was come to."""

    def __init__(self, more: Callable[[int], str]) -> None:
        self._more = more
        self._text = ""
        self._at = 0
        self._line, self._counted = 1, 0
        self._over = False

    def _read(self, size: int = _PIECE) -> None:
        """Reads on, and forgets what lies behind."""
        piece = self._more(size)
        self._over = not piece
        self._forget(piece)

    def _forget(self, piece: str = "") -> None:
        """Forgets what lies behind, and takes a piece on."""
        self._count()
        self._text, self._at, self._counted = self._text[self._at :] + piece, 0, 0

    def _count(self) -> int:
        """The line that the place is on."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def left(self) -> bool:
        """Goes past blanks; whether there is something behind them."""
        while True:
            self._at = _end_of_blanks(self._text, self._at)
            if self._at < len(self._text) or self._over:
                return self._at < len(self._text)
            self._read()

    def take(self, sign: str) -> bool:
        """Goes past blanks and a sign, where it is next."""
        if not self.left() or self._text[self._at] != sign:
            return False
        self._at += 1
        return True

    def blanks_and_comma(self) -> str | None:
        """Goes past blanks, a comma, and blanks; the comma with the blanks behind it, None where it is not there."""
        if not self.take(","):
            return None
        while (end := _end_of_blanks(self._text, self._at)) == len(self._text) and not self._over:
            if end - self._at > _PIECE:
                self.left()
                return ","
            self._read()
        gone, self._at = self._text[self._at : end], end
        return f",{gone}"

    def value(self, most: int) -> Value | Fault:
        """The value that is next, or what is the matter with it; then the place is not moved."""
        reason = "the list breaks off"
        while self.left():
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                return Fault("JSON nested too deeply")
            except json.JSONDecodeError as error:
                line = self._count() + self._text.count("\n", self._at, error.pos)
                reason = f"not JSON: {error.msg} in line {line}"
            except ValueError as error:  # a number with more digits than Python takes
                return Fault(f"not JSON: {error}")
            else:
                # A number may go on in what was not read yet.
                if end < len(self._text) or self._over or not isinstance(value, int | float):
                    written, self._at = self._text[self._at : end], end
                    return Value(value, written) if len(written) <= most else Fault(_too_long(most))
            if self._over:
                return Fault(reason)
            if len(self._text) - self._at > most:
                return Fault(_too_long(most))
            self._read(max(_PIECE, len(self._text) - self._at))
        return Fault(reason)

    def skip(self, parted: str, most: int) -> bool:
        """Goes past a broken value to the next one; whether there is one."""
        if self._at > _PIECE // 8:  # the next error of JSON would count all the lines before it
            self._forget()
        end = self._end_of_nesting(most)
        if "\n" in parted and (end is None or not self._text.startswith((parted, "]"), end)):
            return self._skip_to(parted)
        if end is None:
            return False
        self._at = end
        self.take(",")
        return self.left()

    def _skip_to(self, parted: str) -> bool:
        """Goes to what follows the next that parts objects as those before were parted."""
        mark = "}" + parted + "{"
        while (at := self._text.find(mark, self._at)) < 0:
            if self._over:
                return False
            self._at = max(self._at, len(self._text) - len(mark))
            self._read()
        self._at = at + len(mark) - 1
        return True

    def _end_of_nesting(self, most: int) -> int | None:
        """Where what parts values, or ends the list, follows the brackets that a broken value opens."""
        while len(self._text) - self._at <= most and not self._over:
            self._read(max(_PIECE, len(self._text) - self._at))
        opened: list[str] = []
        for found in _NESTING.finditer(self._text, self._at):
            sign = found[0]
            if sign in "[{":
                opened.append(sign)
            elif not opened and sign in ",]":
                return found.start()
            elif (start := _OPENS.get(sign)) in opened:
                while opened.pop() != start:
                    pass  # what was opened in between was never closed
        return None


_OPENS = {"]": "[", "}": "{"}
_DECODER = json.JSONDecoder()


def _too_long(most: int) -> str:
    return f"a value of more than {most} letters"


def _end_of_blanks(text: str, start: int) -> int:
    match = _BLANK.match(text, start)
    return match.end() if match else start
