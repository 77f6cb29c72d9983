"""The values of a long JSON list one by one, each with the words that it was written in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

_BLANK = re.compile(r"[ \t\r\n]*")
_FIRST = 1 << 16


class Fault(NamedTuple):
    """What is the matter with a list at a value, which is left out."""

    reason: str


class Value(NamedTuple):
    """A value of a list, and how it is written."""

    value: Any
    written: str


def find_values(more: Callable[[int], str], *, most: int) -> Iterator[Value | Fault]:
    """The values of a list out of what gives its text piece by piece; none may have more than `most` letters.

    Where a value is broken the next is looked for by what parted those before, if a line ends in that.
    """
    text = _Text(more)
    if not text.take("["):
        yield Fault("no list")
        return
    parted = ""
    while not text.take("]"):
        found = text.value(most)
        yield found
        if isinstance(found, Fault) and not text.skip_to(parted):
            return
        before = text.blanks_and("," if isinstance(found, Value) else "")
        if before is None:
            if text.take("]"):
                break
            yield Fault("the list breaks off, or something stands in it that parts no values")
            return
        parted = before or parted
    if text.left():
        yield Fault("something stands behind the end of the list")


class _Text:
    """A text that is read on as far as it is needed, and forgotten behind the place that was come to."""

    def __init__(self, more: Callable[[int], str]) -> None:
        self._more = more
        self._text = ""
        self._over = False

    def _read(self, size: int) -> None:
        piece = self._more(size)
        self._over = not piece
        self._text += piece

    def left(self) -> bool:
        """Whether there is more than blanks."""
        while not self._over and not self._text.strip():
            if len(self._text) > _FIRST:
                self._text = ""
            self._read(_FIRST)
        return bool(self._text.strip())

    def take(self, sign: str) -> bool:
        """Goes past blanks and a sign, where it is next."""
        if not self.left():
            return False
        self._text = self._text[_end_of_blanks(self._text) :]
        if self._text[0] != sign:
            return False
        self._text = self._text[1:]
        return True

    def blanks_and(self, sign: str) -> str | None:
        """Goes past blanks, a sign, and blanks; what was gone past, None where the sign is not there."""
        if sign and not self.take(sign):
            return None
        self.left()
        end = _end_of_blanks(self._text)
        gone, self._text = self._text[:end], self._text[end:]
        return sign + gone if sign else ""

    def value(self, most: int) -> Value | Fault:
        """The value that is next, or what is the matter with it; then the place is not moved."""
        reason = "the list breaks off"
        while self.left():
            start = _end_of_blanks(self._text)
            try:
                value, end = json.JSONDecoder().raw_decode(self._text, start)
            except RecursionError:
                return Fault("JSON nested too deeply")
            except ValueError as error:
                reason = f"not JSON: {error}"
            else:
                # A number may go on in what was not read yet.
                if end < len(self._text) or self._over or not isinstance(value, int | float):
                    written = self._text[start:end]
                    self._text = self._text[end:]
                    return (
                        Value(value, written) if end - start <= most else Fault(f"a value of more than {most} letters")
                    )
            if self._over or len(self._text) - start > most:
                break
            self._read(max(_FIRST, len(self._text)))
        return Fault(reason)

    def skip_to(self, parted: str) -> bool:
        """Goes past a broken value to what follows the next that parts values; whether there is one."""
        if "\n" not in parted:
            return False
        mark = "}" + parted + "{"
        while (at := self._text.find(mark)) < 0:
            if self._over:
                return False
            self._text = self._text[-len(mark) :]
            self._read(_FIRST)
        self._text = self._text[at + len(mark) - 1 :]
        return True


def _end_of_blanks(text: str) -> int:
    match = _BLANK.match(text)
    return match.end() if match else 0
