"""Rows of numbers in a file, put into numbered bins, so that whoever works at one bin reads no other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

_HEAD = 8


def write_bins(path: Path, rows: numpy.ndarray[Any, Any], bins: numpy.ndarray[Any, Any]) -> None:
    """Writes rows, each into the bin whose number stands in its place; those of a bin keep their order."""
    import numpy as np

    order = np.argsort(bins, kind="stable")
    numbers, counts = np.unique(bins, return_counts=True)
    with path.open("xb") as out:
        out.write(np.array([len(numbers)], "<i8").tobytes())
        out.write(numbers.astype("<i8").tobytes())
        out.write(np.cumsum(counts).astype("<i8").tobytes())
        out.write(rows[order].tobytes())


class Bins:
    """A file of bins; `rows` is what `numpy` calls the kind of its rows."""

    def __init__(self, path: Path, rows: Any) -> None:
        import numpy as np

        self._path = path
        self._rows = np.dtype(rows)
        count = int(np.fromfile(path, "<i8", 1)[0])
        self.numbers = np.fromfile(path, "<i8", count, offset=_HEAD)
        self._ends = np.fromfile(path, "<i8", count, offset=_HEAD + 8 * count)
        self._begin = _HEAD + 16 * count

    def counts(self) -> dict[int, int]:
        """How many rows each bin has, of those that have any."""
        import numpy as np

        return dict(zip(self.numbers.tolist(), np.diff(self._ends, prepend=0).tolist(), strict=True))

    def rows(self, number: int) -> numpy.ndarray[Any, Any]:
        """The rows of a bin."""
        import numpy as np

        at = int(np.searchsorted(self.numbers, number))
        if at == len(self.numbers) or self.numbers[at] != number:
            return np.empty(0, self._rows)
        begin = int(self._ends[at - 1]) if at else 0
        offset = self._begin + begin * self._rows.itemsize
        return np.fromfile(self._path, self._rows, int(self._ends[at]) - begin, offset=offset)

    def all(self) -> numpy.ndarray[Any, Any]:
        """The rows of all bins, one bin after the other."""
        import numpy as np

        return np.fromfile(self._path, self._rows, offset=self._begin)
