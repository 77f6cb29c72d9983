"""What stands in JSON of any size, event by event, in memory that does not grow with how deeply it is nested.

ijson's own walk keeps the path of every level, so a file of nothing but brackets would fill the memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol

import ijson

DEEPEST = 100
"""Levels of a record that are read; those of real exports have a dozen."""
_MOST_LEVELS = 1_000_000
"""Levels at which nothing is read on: going through a file of nothing but brackets would take minutes."""
_NAMED = 20
"""Levels whose path is told; what stands deeper has that of the level above."""
_MOST_TEXT = 32_000_000
"""Bytes of a text or number at which nothing is read on."""
_PIECE = 1 << 16


class _TooDeep:
    """What a record that is nested too deeply is read as."""


TOO_DEEP: Final = _TooDeep()


class Stream(Protocol):
    """What gives bytes a stretch at a time."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes, none at the end."""
        ...


def walk(stream: Stream) -> Iterator[tuple[str, str, Any]]:
    """The events of a stream of JSON, each with the path of where it stands, as `ijson.parse` gives them.

    Raises ijson's JSONError where it is broken, or so deep or long in one place that it can only be meant to do harm.
    """
    paths = [""]
    stretches = _Stretches(stream)
    for event, value in ijson.basic_parse(stretches, use_float=True, buf_size=_PIECE):
        stretches.told = True
        path = paths[-1]
        if event == "map_key":
            # The key takes the place of the one before it in its object.
            path = paths[-2]
            if len(paths) <= _NAMED:
                paths[-1] = f"{path}.{value}" if path else value
            yield path, event, value
        elif event == "start_map":
            yield path, event, value
            paths.append(path)
        elif event == "start_array":
            yield path, event, value
            paths.append((f"{path}.item" if path else "item") if len(paths) < _NAMED else path)
        elif event in ("end_map", "end_array"):
            paths.pop()
            yield paths[-1], event, value
        else:
            yield path, event, value
        if len(paths) > _MOST_LEVELS:
            raise ijson.JSONError(f"nested more than {_MOST_LEVELS:,} deep")


class _Stretches:
    """A stream that gives twice as much each time as long as no event comes of it.

    The parser goes through a text from its beginning whenever it gets more of it, which for a long one would not end.
    """

    def __init__(self, stream: Stream) -> None:
        self.told = False
        self._stream = stream
        self._size, self._untold = _PIECE, 0

    def read(self, size: int = -1, /) -> bytes:
        """The next stretch, none at the end. Raises ijson's JSONError where no event comes of too many bytes."""
        if size == 0:
            return self._stream.read(0)
        if self._untold > _MOST_TEXT:
            raise ijson.JSONError(f"a text of more than {_MOST_TEXT // 1_000_000} MB")
        self._size, self._untold = (_PIECE, 0) if self.told else (2 * self._size, self._untold)
        self.told = False
        piece = self._stream.read(self._size)
        self._untold += len(piece)
        return piece


class Building:
    """A value that is put together from its events; `value` is TOO_DEEP where it is nested too deeply."""

    def __init__(self) -> None:
        self._builder: Any = ijson.common.ObjectBuilder()
        self._depth = 0
        self._deep = False

    def add(self, event: str, value: Any) -> bool:
        """Takes an event; true where it is the last one of the value."""
        if event in ("end_map", "end_array"):
            self._depth -= 1
        if not self._deep:
            self._builder.event(event, value)
        if event in ("start_map", "start_array"):
            self._depth += 1
            self._deep = self._deep or self._depth > DEEPEST
        return self._depth == 0

    @property
    def value(self) -> Any:
        """What was put together."""
        return TOO_DEEP if self._deep else self._builder.value


def first_line(error: Exception) -> str:
    """What an error of a parser says, without the excerpt that follows."""
    said = str(error).strip()
    return said.splitlines()[0] if said else type(error).__name__
