"""Folders that are there whole or not at all, whatever is killed while they are written."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def placed(place: Path) -> Iterator[Path]:
    """A folder to be written in the block, which is put in its place at the end; it is thrown away where it is there.

    What begins with a dot beside it is being written, or was when a process was killed.
    """
    aside = place.with_name(f".{place.name}-{uuid.uuid4().hex}")
    aside.mkdir(parents=True)
    try:
        yield aside
        for file in aside.iterdir():
            to_disk(file)
        to_disk(aside)
        try:
            aside.rename(place)
        except OSError:
            if not place.is_dir():
                raise
        else:
            to_disk(place.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def to_disk(path: Path) -> None:
    """Has a file or folder written out; where a system knows no such thing for folders, it is none of ours."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path) -> None:
    """Takes away what was being written in a folder when a process was killed."""
    for left in folder.glob(".*"):
        shutil.rmtree(left, ignore_errors=True)
