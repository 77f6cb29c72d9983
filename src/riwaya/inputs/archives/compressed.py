"""One file in a compressed stream: gzip, bzip2, xz or Zstandard; what it holds is told by its own content."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
from collections.abc import Callable, Iterator
from typing import IO, Any

from riwaya.inputs.archives.guards import Guarded, deeper
from riwaya.inputs.blobs import Blob, Readable, Settings, blob_of
from riwaya.inputs.extras import need
from riwaya.inputs.incoming import Incoming, Refusal

_MOST_MEMORY = 1 << 27
"""Bytes of what came before that a compressed stream may go back to."""
_ENDING = re.compile(r"\.(?:gz|bz2|xz|zst|zstd)$", re.IGNORECASE)


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of what is inside. Raises UnreadableInput where the compressed bytes are broken or a bomb."""
    depth = deeper(blob)
    packed = _Counted(blob.stream)
    unpacked = _unpacker(blob.head, io.BufferedReader(packed, 1 << 16))
    stream = io.BufferedReader(Guarded(unpacked.read, lambda: packed.taken, "the compressed file"))
    name = _ENDING.sub("", blob.name)
    yield from settings.descend(blob_of(name, stream, known=blob.known, depth=depth))


def _unpacker(head: bytes, stream: IO[bytes]) -> Readable:
    """What gives the bytes inside a stream that begins so."""
    if head.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=stream)
    if head.startswith(b"BZh"):
        return bz2.BZ2File(stream)
    if head.startswith(b"\xfd7zXZ"):
        return Frames(stream, lambda: lzma.LZMADecompressor(memlimit=_MOST_MEMORY), lzma.LZMAError, limited=True)
    return zstd_stream(stream)


def zstd_stream(stream: IO[bytes]) -> Frames:
    """What a stream of Zstandard frames holds; unlike the library's own, it says where the last frame breaks off."""
    zstandard = need("zstandard", "archives", "Zstandard files")
    new = zstandard.ZstdDecompressor(max_window_size=_MOST_MEMORY).decompressobj
    return Frames(stream, new, zstandard.ZstdError)


class Frames:
    """What a stream of compressed frames holds, one after another, unpacked in small steps.

    `new` gives what unpacks a frame, and `fault` is what that raises; `limited` says that it can be stopped on the way.
    """

    def __init__(
        self, stream: IO[bytes], new: Callable[[], Any], fault: type[Exception], *, limited: bool = False
    ) -> None:
        self._stream, self._new, self._fault, self._limited = stream, new, fault, limited
        self._frame: Any = None
        self._packed = self._ready = b""

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes. Raises EOFError where a frame breaks off, and OSError where it is broken."""
        while not self._ready:
            if not self._packed and (self._frame is None or not self._limited or self._frame.needs_input):
                # A frame of Zstandard gives up to 128 KB for every few bytes and cannot be stopped, so it gets few.
                self._packed = self._stream.read(1 << 14 if self._limited else 512)
                if not self._packed:
                    if self._frame is not None:
                        raise EOFError
                    return b""
            self._frame = self._frame or self._new()
            try:
                self._ready = self._frame.decompress(self._packed, *([1 << 20] if self._limited else []))
            except self._fault as error:
                raise OSError(str(error)) from error
            self._packed = self._frame.unused_data if self._frame.eof else b""
            self._frame = None if self._frame.eof else self._frame
            if self._frame is None and self._limited:
                self._packed = self._packed.lstrip(b"\0")  # xz files may be padded
        piece, self._ready = (self._ready[:size], self._ready[size:]) if size >= 0 else (self._ready, b"")
        return piece

    def readline(self, size: int = -1, /) -> bytes:
        """Not asked for: whoever reads lines reads them from a buffer around this."""
        raise NotImplementedError


class _Counted(io.RawIOBase):
    """A stream that counts what was taken of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.taken = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills a buffer as far as there is something left."""
        piece = self._stream.read(min(len(buffer), 1 << 16))
        self.taken += len(piece)
        buffer[: len(piece)] = piece
        return len(piece)
