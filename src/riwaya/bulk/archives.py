"""What web archives that are read by several processes must know of each other.

A record may say that a page was retrieved again unchanged. Whether that is news, and where the page stands, hangs on
the archives that were read before. So the plan goes through all of them once in order, without reading what is in them,
and notes what is answered; whoever reads one of them later gives the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from riwaya.inputs.archives.originals import Originals, Place
from riwaya.inputs.archives.warc import read
from riwaya.inputs.blobs import Settings, open_blob

Notes = dict[str, list[Any]]
"""What was answered of one archive, in order: `old`, `held`, and `places`, each a path and a byte of it, or null."""


class _Noting(Originals):
    """Originals that note what they answer."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: Notes = {}

    def says_nothing_new(self, headers: Mapping[str, str]) -> bool:
        """Whether what a record refers to was handed on already."""
        answer = super().says_nothing_new(headers)
        self._note("old", answer)
        return answer

    def holds(self, number: str) -> bool:
        """Whether the record of an id was come by."""
        answer = super().holds(number)
        self._note("held", answer)
        return answer

    def resolve(self, look: Callable[[], Place | None]) -> Place | None:
        """Where the record stands that another one refers to."""
        place = look()
        self._note("places", [str(place.path), place.at] if place else None)
        return place

    def _note(self, name: str, answer: Any) -> None:
        self.notes.setdefault(name, []).append(answer)


class _Recalling(Originals):
    """Originals that answer what was noted."""

    def __init__(self, notes: Notes) -> None:
        super().__init__()
        self._notes: dict[str, Iterator[Any]] = {name: iter(answers) for name, answers in notes.items()}

    def says_nothing_new(self, headers: Mapping[str, str]) -> bool:
        """Whether what a record refers to was handed on already, by whichever process."""
        return bool(next(self._notes["old"]))

    def holds(self, number: str) -> bool:
        """Whether the record of an id was come by."""
        return bool(next(self._notes["held"]))

    def resolve(self, look: Callable[[], Place | None]) -> Place | None:
        """Where the record stands that another one refers to."""
        place = next(self._notes["places"])
        return Place(Path(place[0]), place[1]) if place else None


class Archives:
    """The web archives of a run, as they are gone through in order. One alone is not gone through."""

    def __init__(self) -> None:
        self._originals = _Noting()
        self._first: Path | None = None
        self._several = False

    def notes_of(self, path: Path, settings: Settings) -> Notes | None:
        """What is answered of the next archive; None where it asks nothing, or nothing of another one."""
        if not self._several:
            if self._first is None:
                self._first = path
                return None
            self._several = True
            self._go_through(self._first, settings)
        return self._go_through(path, settings) or None

    def _go_through(self, path: Path, settings: Settings) -> Notes:
        self._originals.notes = {}
        blob = open_blob(path)
        with blob.stream:
            for _ in read(blob, replace(settings, originals=self._originals, descend=lambda inside: iter(()))):
                pass
        return self._originals.notes


def originals_of(notes: Notes | None) -> Originals:
    """What to read an archive with, by what was noted of it."""
    return Originals() if notes is None else _Recalling(notes)
