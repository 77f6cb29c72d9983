"""Archives of what was written: the same files give the same bytes, whenever and wherever they were packed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

_FIXED = (1980, 1, 1, 0, 0, 0)
"""The date of what is in an archive: the first that the format knows."""
_PIECE = 1 << 20


def paths_in(folder: Path) -> list[str]:
    """The files of a folder, as paths within it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def pack(folder: Path, paths: Iterable[str], out: BinaryIO, *, within: str = "") -> None:
    """Writes files of a folder as a ZIP archive, where they lie in a folder `within`, if one is named."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(f"{within}/{path}" if within else path, date_time=_FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            entry.file_size = (folder / path).stat().st_size
            with (folder / path).open("rb") as stream, archive.open(entry, "w") as packed:
                while piece := stream.read(_PIECE):
                    packed.write(piece)
