"""What every stream out of an archive is held to: how deep it may stand, how much may come out of how little."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import DEEPEST, Blob

FREE_BYTES = 64_000_000
"""So much may come out of a compressed stream whatever went in."""
MOST_RATIO = 200
"""Beyond that, more than so many bytes for each that went in are a bomb; text in Arabic gives fewer than twenty."""
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,  # of which NotImplementedError is one
    ValueError,
    LookupError,
    MemoryError,
)
"""What the libraries raise where packed bytes are broken."""


def deeper(blob: Blob) -> int:
    """The depth of what is inside a blob. Raises UnreadableInput where that is too deep."""
    if blob.depth >= DEEPEST:
        raise UnreadableInput(f"archives in archives, more than {DEEPEST} deep")
    return blob.depth + 1


def check_ratio(given: int, taken: int) -> None:
    """Raises UnreadableInput where so few bytes gave so many that they can only be meant to fill the memory."""
    if given > FREE_BYTES and given > MOST_RATIO * max(taken, 1):
        raise UnreadableInput(f"a compressed file of {taken:,} bytes unpacks to more than {given:,}: not read on")


class Guarded(io.RawIOBase):
    """What is unpacked out of something, with its faults told in our words and its ratio watched.

    `read` gives up to so many bytes, `taken` the packed bytes that went in so far, and `what` is what to call it.
    """

    def __init__(self, read: Callable[[int], bytes], taken: Callable[[], int], what: str) -> None:
        self._read, self._taken, self._what = read, taken, what
        self._given = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills a buffer as far as there is something left. Raises UnreadableInput where the bytes are broken."""
        try:
            piece = self._read(min(len(buffer), 1 << 20))
        except EOFError as error:
            raise UnreadableInput(f"{self._what} breaks off") from error
        except FAULTS as error:
            raise UnreadableInput(f"{self._what} is broken: {error}") from error
        self._given += len(piece)
        check_ratio(self._given, self._taken())
        buffer[: len(piece)] = piece
        return len(piece)
