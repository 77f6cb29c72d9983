"""Reports in a ZIP archive: each member is told by its own content, as a file in a folder is.

Names in an archive are only shown, never used: nothing is written under them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import IO, NamedTuple

from riwaya.errors import UnreadableInput
from riwaya.inputs.archives.guards import FAULTS, Guarded, deeper
from riwaya.inputs.blobs import HEAD, Blob, Known, Settings, blob_of
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.looks import is_media

MOST_MEMBERS = 100_000
"""Members of an archive at most."""
MOST_ARCHIVE = 8_000_000_000
"""Bytes of an archive at most that does not stand in a file of its own, and is copied to look into it."""
_SMALL = 32_000_000
"""A member of fewer bytes is held in memory, so that one can go back in it."""
_ASIDE = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^./]|Thumbs\.db$|desktop\.ini$)")
_MEMBER = "this file of the archive"
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


class Member(NamedTuple):
    """A file in an archive: the name to show, and what the directory of the archive says of it."""

    shown: str
    info: zipfile.ZipInfo


class Archive(NamedTuple):
    """A ZIP archive that is open."""

    file: zipfile.ZipFile
    members: tuple[Member, ...]

    def find(self, name: str) -> Member | None:
        """The first member of a name."""
        return next((member for member in self.members if member.info.filename == name), None)

    def open(self, member: Member) -> IO[bytes]:
        """The bytes of a member as a stream. Raises UnreadableInput where they are locked, broken or a bomb."""
        if member.info.flag_bits & 1:
            raise UnreadableInput("it is locked by a password")
        try:
            stream = self.file.open(member.info)
        except FAULTS as error:
            raise UnreadableInput(f"{_MEMBER} is broken: {error}") from error
        return io.BufferedReader(_Member(stream, member.info.compress_size))

    def whole(self, member: Member, most: int = _SMALL) -> bytes:
        """All bytes of a member. Raises UnreadableInput where there are more than `most`, or they cannot be read."""
        with self.open(member) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise UnreadableInput(f"more than {most // 1_000_000} MB in {member.shown}")
        return data


@contextmanager
def open_archive(blob: Blob) -> Iterator[Archive]:
    """The archive that a blob is. Raises UnreadableInput where it is broken or has too many members."""
    with blob.seekable(MOST_ARCHIVE) as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except FAULTS as error:
            raise UnreadableInput(f"the archive cannot be opened: {error}") from error
        with archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_MEMBERS:
                raise UnreadableInput(f"more than {MOST_MEMBERS:,} files in one archive")
            _check_overlap(infos)
            yield Archive(archive, tuple(Member(show(info.filename), info) for info in infos))


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of the members, in the order of the archive; what is a picture, film or sound is passed over."""
    depth = deeper(blob)
    with open_archive(blob) as archive:
        if not archive.members:
            yield Refusal(blob.name, "no file in this archive")
        for member in archive.members:
            if not _ASIDE.search(member.info.filename):
                yield from read_member(archive, member, blob, settings, depth)


def read_member(
    archive: Archive, member: Member, blob: Blob, settings: Settings, depth: int, known: Known | None = None
) -> Iterator[Incoming | Refusal]:
    """The documents of one member."""
    name = f"{blob.name}, {member.shown}"
    try:
        with archive.open(member) as stream:
            if member.info.file_size <= _SMALL:
                data = stream.read(_SMALL + 1)
                if len(data) > _SMALL:
                    raise UnreadableInput("it is longer than the archive says")
                inside = Blob(name, io.BytesIO(data), data[:HEAD], None, known or blob.known, depth)
            else:
                inside = blob_of(name, stream, known=known or blob.known, depth=depth)
            if not is_media(inside.head):
                yield from settings.descend(inside)
    except UnreadableInput as error:
        yield Refusal(name, str(error))


def show(name: str) -> str:
    """The name of a member as it may be shown: without what would move a cursor or turn the line around."""
    shown = _NOT_SHOWN.sub("?", name)
    return shown if len(shown) <= 200 else shown[:100] + "\u2026" + shown[-99:]


def _check_overlap(infos: list[zipfile.ZipInfo]) -> None:
    """Raises UnreadableInput where two members are the same bytes, as in archives that unpack to more than a disk."""
    places = sorted((info.header_offset, info.compress_size) for info in infos)
    for (start, size), (following, _) in pairwise(places):
        if start + size > following:
            raise UnreadableInput("files of the archive overlap, as in a bomb: not read")


class _Member(Guarded):
    """A member, guarded; closing it lets the archive go on."""

    def __init__(self, stream: IO[bytes], packed: int) -> None:
        super().__init__(stream.read, lambda: packed, _MEMBER)
        self._stream = stream

    def close(self) -> None:
        """Lets the archive go on."""
        self._stream.close()
        super().close()
