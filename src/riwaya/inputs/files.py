"""Documents out of files, folders and standard input, whatever their format.

Documents come one by one, so a file of a million records needs the memory of one. What cannot be read comes as a
`Refusal` in its place, with the reason, and the next one follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from glob import has_magic
from pathlib import Path
from typing import IO, TYPE_CHECKING

from riwaya.inputs.archives.originals import Originals
from riwaya.inputs.blobs import Settings, blob_of, open_blob
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.looks import is_media, is_url
from riwaya.inputs.pages.part_folders import is_part

if TYPE_CHECKING:
    from riwaya.inputs.network.fetch import Client


def find_documents(
    paths: Iterable[str],
    stdin: IO[bytes] | None = None,
    settings: Settings = Settings(),  # noqa: B008
    client: Client | None = None,
) -> Iterator[Incoming | Refusal]:
    """The documents of files, of all files under folders, of patterns (`*.html`), of urls, and of `-`, standard input.

    In folders, what is hidden, what is a picture, film or sound, and what is a part of a page that a browser saved is
    passed over. `client` tells how a url is fetched.
    """
    settings = replace(settings, originals=Originals())
    for path in paths:
        if path == "-":
            yield from read_blob(blob_of("standard input", stdin), settings) if stdin else ()
        elif is_url(path):
            from riwaya.inputs.network.fetch import Client, read_url

            yield from read_url(path, settings, client or Client())
        else:
            files = find_readable(path)
            if not files:
                yield Refusal(path, "no file to read in this folder")
            for file in files:
                yield from read_file(file, settings)


def find_readable(path: str) -> list[Path]:
    """The files that are read of a path, sorted: in a folder no pictures, films and parts of pages."""
    files = find_files(path)
    if not Path(path).is_dir():
        return files
    return [file for file in files if not is_part(file, Path(path)) and not _is_aside(file)]


def find_files(path: str) -> list[Path]:
    """The files that a path stands for, sorted: all in a folder, those of a pattern, else the path itself."""
    if Path(path).is_dir():
        return sorted(
            file
            for file in Path(path).rglob("*")
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
        )
    if has_magic(path) and not _exists(path):
        pattern = Path(path)
        return sorted(
            file for file in Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))) if file.is_file()
        )
    return [Path(path)]


def find_missing(paths: Iterable[str]) -> list[str]:
    """Those paths that stand for nothing at all."""
    return [
        path
        for path in paths
        if path != "-" and not is_url(path) and not _exists(path) and not (has_magic(path) and find_files(path))
    ]


def _exists(path: str) -> bool:
    """Whether there is such a file or folder; what is too long for a path is none."""
    try:
        return Path(path).exists()
    except OSError:
        return False


def _is_aside(file: Path) -> bool:
    """Whether a file is a picture, film or sound, or an empty one."""
    try:
        with file.open("rb") as stream:
            head = stream.read(16)
    except OSError:
        return False  # reading it will tell what is the matter
    return is_media(head)


def read_file(path: Path, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of a file, whatever its format."""
    try:
        blob = open_blob(path)
    except OSError as error:
        yield Refusal(str(path), error.strerror or str(error))
        return
    with blob.stream:
        yield from read_blob(blob, settings)
