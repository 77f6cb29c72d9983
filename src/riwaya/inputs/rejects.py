"""What was refused, kept in a file of JSON Lines, which can be mended and read again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

from riwaya.errors import UsageError
from riwaya.inputs.incoming import Refusal

MOST_LINE = 1_000_000
"""Letters of a line at most; of a record that takes more, only the place and the reason are written."""
KEYS = frozenset(("where", "reason", "record"))
"""The keys of what was refused, and no others: a record with them is one out of such a file."""


class Rejects:
    """A file of what was refused: where, why, and the record, as far as it is small. It is made with the first one.

    Raises UsageError where the file is there already, for it may hold what somebody has mended.
    """

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise UsageError(f"{path} is there already: give another name for what is refused, or take it away")
        self._path = path
        self._stream: IO[str] | None = None

    def close(self) -> None:
        """Ends the file."""
        if self._stream is not None:
            self._stream.close()

    def add(self, refusal: Refusal) -> None:
        """Writes a refusal down. Raises UsageError where the file cannot be written."""
        try:
            if self._stream is None:
                self._stream = self._path.open("x", encoding="utf-8", errors="backslashreplace", newline="\n")
            told = {"where": refusal.name, "reason": refusal.reason, "record": refusal.record}
            line = json.dumps(told, ensure_ascii=False, default=str)
            if len(line) > MOST_LINE:
                line = json.dumps(told | {"record": None}, ensure_ascii=False)
            self._stream.write(f"{line}\n")
            self._stream.flush()
        except OSError as error:
            raise UsageError(f"what is refused cannot be written to {self._path}: {error.strerror}") from error


def is_rejected(record: Any) -> bool:
    """Whether a record is one out of a file of what was refused."""
    return isinstance(record, dict) and record.keys() == KEYS
