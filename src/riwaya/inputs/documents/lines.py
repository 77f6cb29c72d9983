"""A text put together line by line, with what is known of its lines."""

from __future__ import annotations

from riwaya.records import Segment


class Lines:
    """A text that grows by lines, and the segments that are known of it."""

    def __init__(self) -> None:
        self.text = ""
        self._segments: list[Segment] = []

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The lines whose kind is known."""
        return tuple(self._segments)

    def add(self, line: str, kind: str | None = None, author: str | None = None, published: str | None = None) -> None:
        """Puts a line behind the others; one without words is left out."""
        if not line.strip():
            return
        start = len(self.text) + 1 if self.text else 0
        self.text = f"{self.text}\n{line}" if self.text else line
        if kind:
            self._segments.append(Segment(kind, start, len(self.text), author, published))
