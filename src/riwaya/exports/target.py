"""Where an export goes: its files are written aside, looked at when all are whole, and then put in place together."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from riwaya.errors import UsageError

Look = Callable[[Path], None]
"""Looks at a file before it is put in place, and raises where it must not be."""


class Target:
    """Files of an export, which appear when the `with` block ends, or not at all where it ends by an error.

    `path` is a file, or for exports of several files a folder that is not there or empty. `look` is called with each
    file before any is put in place. Files are written in the folder where they go, so the last step is a renaming.
    """

    def __init__(self, path: Path, *, look: Look | None = None) -> None:
        self.path = path
        self._look = look
        self._aside: Path | None = None
        self._files: list[tuple[Path, Path]] = []

    def __enter__(self) -> Target:
        parent = self.path.absolute().parent
        if not parent.is_dir():
            raise UsageError(f"there is no folder {parent} to write to")
        self._aside = Path(tempfile.mkdtemp(prefix=".riwaya-", dir=parent))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        assert self._aside is not None
        try:
            if raised is None:
                self._put_in_place()
        finally:
            shutil.rmtree(self._aside, ignore_errors=True)

    @property
    def aside(self) -> Path:
        """The folder in which files are written before they are put in place."""
        if self._aside is None:
            raise RuntimeError("a target is written to in a `with` block")
        return self._aside

    def file(self) -> Path:
        """Where to write an export of one file."""
        return self._written(self.path)

    def beside(self, suffix: str) -> Path:
        """Where to write what goes beside an export of one file: its name with another suffix."""
        return self._written(self.path.with_name(self.path.stem + suffix))

    def member(self, name: str) -> Path:
        """Where to write a file of an export of several, by its path in the folder."""
        return self._written(self.path / name)

    @contextmanager
    def open(self, path: Path) -> Iterator[BinaryIO]:
        """A file of the export to write bytes to."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            yield stream

    def _written(self, place: Path) -> Path:
        aside = self.aside / f"{len(self._files)}-{place.name}"
        self._files.append((aside, place))
        return aside

    def _put_in_place(self) -> None:
        for aside, _ in self._files:
            if self._look is not None:
                self._look(aside)
        for aside, place in self._files:
            place.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(place)
