"""Bodies of HTTP as they were before they were packed, within limits on size and ratio."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from riwaya.errors import UnreadableInput

MOST_RATIO = 100
"""Times its packed size that a body may have; pages and feeds come to 30 at most."""
FREE = 1_000_000
"""Bytes up to which the ratio does not count."""
_PIECE = 1 << 16
_GZIP, _ZLIB, _RAW = 31, 15, -15
"""What zlib calls the three wrappings that a deflated body comes in."""


class Unpacked(NamedTuple):
    """A body, and whether it breaks off."""

    data: bytes
    cut: bool


def unpack(body: bytes, coding: str, *, most: int) -> Unpacked:
    """A body without its content coding (`gzip`, `deflate`, several with commas between them, or none).

    Raises UnreadableInput where it is packed otherwise, is not what it says, or holds more than `most` bytes or than
    its ratio allows.
    """
    cut = False
    for name in reversed([each.strip().lower() for each in coding.split(",")]):
        if name in ("", "identity"):
            continue
        if name not in ("gzip", "x-gzip", "deflate"):
            raise UnreadableInput(f"the body is packed by {name!r}, which was not asked for and is not read")
        unpacked = _inflate(body, _wrapping(body, name), most)
        body, cut = unpacked.data, cut or unpacked.cut
    return Unpacked(body, cut)


def _wrapping(body: bytes, name: str) -> int:
    if name != "deflate":
        return _GZIP
    # Half the world sends deflated bytes without the wrapping that the standard asks for.
    return _ZLIB if body[:1] and body[0] & 15 == 8 and int.from_bytes(body[:2]) % 31 == 0 else _RAW


def _inflate(packed: bytes, wrapping: int, most: int) -> Unpacked:
    """The bytes of a packed body, all members of it; what breaks off is given as far as it goes."""
    allowed = min(most, max(FREE, len(packed) * MOST_RATIO))
    data, rest, whole = bytearray(), packed, False
    while rest:
        member = zlib.decompressobj(wrapping)
        try:
            while not member.eof and (piece := member.decompress(rest, _PIECE)):
                data += piece
                rest = member.unconsumed_tail
                if len(data) > allowed:
                    raise UnreadableInput(_too_much(len(packed), allowed, most))
        except zlib.error as error:
            if not data:
                raise UnreadableInput(f"the body is not packed as it says: {error}") from None
            return Unpacked(bytes(data), not whole)  # what follows a whole member is padding, else it is damaged
        if not member.eof:
            return Unpacked(bytes(data), True)
        whole, rest = True, member.unused_data if wrapping == _GZIP else b""
    return Unpacked(bytes(data), bool(packed) and not whole)


def _too_much(packed: int, allowed: int, most: int) -> str:
    if allowed == most:
        return f"the body unpacks to more than {most // 1_000_000} MB"
    return f"the body of {packed} bytes unpacks to more than {MOST_RATIO} times that"
