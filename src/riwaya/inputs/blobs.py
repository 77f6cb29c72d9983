"""Bytes under a name, as files, archives and standard input hand them to the readers of formats."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from riwaya.errors import UnreadableInput
from riwaya.inputs.archives.originals import Originals
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.records import Moment

HEAD = 65_536
"""Bytes at the beginning by which a format is told."""
MOST_BYTES = 5_000_000
"""A document of more bytes is no report; it is refused rather than left to fill the memory."""
DEEPEST = 3
"""Archives inside archives, at most."""


def too_long(most: int = MOST_BYTES) -> str:
    """What to say of a document of more bytes than are read of one."""
    return f"more than {most // 1_000_000} MB in one document: split it, or give JSON Lines, one document a line"


@dataclass(frozen=True, slots=True)
class Known:
    """What whoever held some bytes knows of them, an archive or a server; None where it does not tell."""

    url: str | None = None
    publisher: str | None = None
    retrieved: Moment | None = None
    content_type: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes under a name; `head` is how they begin, and `stream` gives all of them once, the head among them.

    `path` is the file that they are, where they are one. `depth` counts the archives around them.
    """

    name: str
    stream: IO[bytes] = field(repr=False)
    head: bytes = field(repr=False)
    path: Path | None = None
    known: Known = Known()
    depth: int = 0

    def whole(self, most: int = MOST_BYTES) -> bytes:
        """All the bytes. Raises UnreadableInput where there are more than `most`."""
        data = self.stream.read(most + 1)
        if len(data) > most:
            raise UnreadableInput(too_long(most))
        return data

    @contextmanager
    def seekable(self, most: int | None = None) -> Iterator[IO[bytes]]:
        """The bytes as a file in which one can go back: the file itself, or a copy on disk that goes when it is closed.

        Raises UnreadableInput where a copy would take more than `most` bytes.
        """
        if self.path is not None:
            yield self.stream
            return
        import tempfile  # few need it, and it brings much along

        with tempfile.SpooledTemporaryFile(max_size=MOST_BYTES) as copy:
            taken = 0
            while piece := self.stream.read(1 << 20):
                taken += len(piece)
                if most is not None and taken > most:
                    raise UnreadableInput(f"more than {most // 1_000_000} MB")
                copy.write(piece)
            copy.seek(0)
            yield copy


class Readable(Protocol):
    """What gives bytes a stretch or a line at a time."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes, none at the end."""
        ...

    def readline(self, size: int = -1, /) -> bytes:
        """A line, or so many bytes of it."""
        ...


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, first: bytes, rest: Readable) -> None:
        self._first = first
        # What is there already, where the stream can tell: the next record may be long in coming.
        self._more: Callable[[int], bytes] = getattr(rest, "read1", rest.read)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills a buffer as far as there is something at hand."""
        if self._first:
            taken, self._first = self._first[: len(buffer)], self._first[len(buffer) :]
        else:
            taken = self._more(len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)


def open_blob(path: Path, name: str | None = None, *, known: Known = Known()) -> Blob:
    """A file as a blob; whoever asks closes its stream. Raises OSError."""
    stream = path.open("rb")
    try:
        head = stream.read(HEAD)
        if stream.seekable():
            stream.seek(0)
            return Blob(name or str(path), stream, head, path, known)
        return blob_of(name or str(path), stream, head=head, known=known)
    except BaseException:
        stream.close()
        raise


def blob_of(
    name: str,
    stream: Readable,
    *,
    head: bytes = b"",
    known: Known = Known(),
    depth: int = 0,
) -> Blob:
    """A stream as a blob; `head` is what was read of it already."""
    while len(head) < HEAD and (piece := stream.readline(HEAD - len(head))):
        head += piece
        if head.startswith(b"{") and head.endswith((b"}\n", b"}\r\n")):
            break  # a record is enough to tell by, and whoever writes them one by one wants them read so
    return Blob(name, io.BufferedReader(_Rejoined(head, stream)), head, None, known, depth)


@dataclass(slots=True)
class PassedOver:
    """How many pages, feeds and texts were passed over, since they hold no Arabic letter."""

    count: int = 0

    def add(self) -> None:
        """Counts one."""
        self.count += 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What a caller asks of the readers.

    `zone` is the zone that moments without one are in, and in which those in UTC are told (an IANA name or an offset);
    `columns` maps the columns of tables to the keys of a record; `form` is the name of a format that is not to be
    found out. `only_arabic` passes over pages, feeds and texts that cannot hold an Arabic letter, before they are read,
    and calls `passed_over` for each. `descend` reads what is inside something else, such as the pages in an archive.
    `originals` is what web archives of one run held so far.
    """

    zone: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    form: str | None = None
    only_arabic: bool = False
    passed_over: Callable[[], None] = field(default=lambda: None, repr=False, compare=False)
    descend: Callable[[Blob], Iterator[Incoming | Refusal]] = field(default=lambda blob: iter(()), repr=False)
    originals: Originals = field(default_factory=Originals, repr=False, compare=False)
