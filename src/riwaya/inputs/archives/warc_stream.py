"""The bytes of a web archive and the records in them; what is broken is passed over up to the next record.

A reader of our own: fastwarc and warcio stop at the first fault (of seven kinds that we tried, fastwarc lost what came
after in five), while what an archive is kept for is that nothing of it gets lost.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from riwaya.errors import UnreadableInput
from riwaya.inputs.archives.guards import check_ratio
from riwaya.inputs.extras import need

MOST_RECORD = 32_000_000
"""Bytes of one record at most; films are longer, and are no reports."""
_MOST_HEADERS = 65_536
_BITE = 16_384
_ZSTD_BITE = 512
"""A frame of Zstandard gives at most 128 KB for every three bytes or so, and cannot be stopped on the way."""
_BEGINS = re.compile(rb"WARC/\d+\.\d+[ \t]*\r?\n")
_GLUED = re.compile(rb"WARC/\d+\.\d+[ \t]*\r?\n$")
_NEXT = re.compile(rb"WARC/\d\.\d[ \t]{0,8}\r?\n(?:WARC|Content)-")
_LONGEST_MARK = 32
_MOST_PUSHED = 4_000_000_000
"""Bytes that are read over again because of wrong lengths, in all: enough for any accident."""
_MOST_FAULTS = 10_000


class Record(NamedTuple):
    """A record: its number, where it begins in the file (None where it cannot be found again), headers in small
    letters, its bytes, and what is wrong with them, if anything."""

    number: int
    place: int | None
    headers: dict[str, str]
    block: bytes
    fault: str | None


class Broken(NamedTuple):
    """A stretch that is no record, or one that is not read: its number, why, and whether it was a whole record."""

    number: int
    reason: str
    whole: bool = False


def find_records(stream: IO[bytes], head: bytes) -> Iterator[Record | Broken]:
    """The records of an archive, with what is broken in its place."""
    source = _Source(stream, head)
    number, whole = 1, True
    while (found := _next(source, number)) is not None:
        # A stretch that is broken in many places is told once.
        if whole or isinstance(found, Record):
            yield found
            number += 1
        whole = isinstance(found, Record) or found.whole


def record_at(path: Path, at: int) -> Record | None:
    """The record at a place of a file; None where it is not there any more. Raises UnreadableInput, OSError."""
    with path.open("rb") as stream:
        head = stream.read(_LONGEST_MARK)
        stream.seek(0)
        source = _Source(stream, head)
        source.go_to(at)
        found = _next(source, 1)
    return found if isinstance(found, Record) else None


def _next(source: _Source, number: int) -> Record | Broken | None:
    """What comes next; None at the end."""
    source.skip_blank()
    place = source.place()
    line = source.line()
    if not line:
        if source.fault is None:
            return None
        broken = Broken(number, source.fault)
        source.recover()
        return broken
    if not _BEGINS.fullmatch(line):
        source.to_next()
        return Broken(number, "what stands here is no WARC record")
    return _record(source, number, place)


def _record(source: _Source, number: int, place: int | None) -> Record | Broken:
    """The record whose first line was read."""
    headers = _headers(source)
    length = headers.get("content-length", "") if headers is not None else ""
    if headers is None or not re.fullmatch(r"\d{1,18}", length):
        source.to_next()
        return Broken(number, "the headers of the record have no end" if headers is None else _no_length(length))
    if int(length) > MOST_RECORD:
        source.skip(int(length))
        return Broken(number, f"more than {MOST_RECORD // 1_000_000} MB in one record", whole=True)
    block = source.take(int(length))
    if len(block) == int(length) and source.at_record():
        return Record(number, place, headers, block, None)
    # Wrong lengths run into the next record, or stop before the end of this one.
    source.push(block)
    found = source.to_next(MOST_RECORD).rstrip(b"\r\n")
    return Record(
        number, None, headers, found, f"the record says that it has {int(length):,} bytes, but there are {len(found):,}"
    )


def _no_length(length: str) -> str:
    return f"the length of the record is {length[:40]!r}" if length else "the record tells no length"


def _headers(source: _Source) -> dict[str, str] | None:
    """The headers up to the blank line, names in small letters, the first of a name; None where they have no end."""
    headers: dict[str, str] = {}
    name, size = "", 0
    while line := source.line():
        if not line.strip():
            return headers
        if match := _GLUED.search(line):
            source.push(line[match.start() :])  # the headers were cut, and the next record follows at once
            return None
        size += len(line)
        if size > _MOST_HEADERS:
            return None
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[0] in " \t" and name:
            headers[name] += " " + text.strip()
            continue
        key, _, value = text.partition(":")
        name = key.strip().lower()
        headers.setdefault(name, value.strip())
    return None


# ------------------------------------------------------------------------------------------------------ bytes unpacked


class _Source:
    """The bytes of an archive, unpacked on the way. Where a compressed member is broken, `fault` says so."""

    def __init__(self, stream: IO[bytes], head: bytes) -> None:
        self.fault: str | None = None
        self._stream = stream
        self._ready = b""
        self._at = 0
        self._given = 0  # bytes unpacked up to the end of _ready
        self._taken = 0  # bytes taken from the stream
        self._pushed = self._faults = 0
        self._packed = b""
        self._before = b""
        self._member: Any = None
        self._starts: deque[tuple[int, int]] = deque()
        self._mark, self._new_member = _unpackers(head)
        if self._mark == _ZSTD:
            self._new_member = self._with_dictionary()

    # .................................................................................................. what is read

    def go_to(self, at: int) -> None:
        """Goes to a place of the file at which a record begins; nothing of the file may have been read."""
        self._stream.seek(at)
        self._packed, self._taken = b"", at

    def line(self) -> bytes:
        """The next line, or as much of it as may be one."""
        while True:
            end = self._ready.find(b"\n", self._at, self._at + _MOST_HEADERS)
            if end < 0 and len(self._ready) - self._at < _MOST_HEADERS and self._fill():
                continue
            if end < 0:
                end = min(len(self._ready), self._at + _MOST_HEADERS) - 1
            line, self._at = self._ready[self._at : end + 1], end + 1
            return line

    def take(self, size: int) -> bytes:
        """So many bytes, fewer at the end or at a fault."""
        pieces, missing = [], size
        while missing and (self._at < len(self._ready) or self._fill()):
            piece = self._ready[self._at : self._at + missing]
            self._at += len(piece)
            missing -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def push(self, data: bytes) -> None:
        """Puts bytes back, to be read again."""
        self._pushed += len(data)
        if self._pushed > _MOST_PUSHED:
            raise UnreadableInput("too many records tell wrong lengths: not read on")
        self._ready = data + self._ready[self._at :]
        self._at = 0

    def skip_blank(self) -> None:
        """Passes over what parts records."""
        while self._at < len(self._ready) or self._fill():
            if self._ready[self._at] not in b"\r\n":
                return
            self._at += 1

    def at_record(self) -> bool:
        """Whether a record may begin here, after no more than blank lines, or the file ends."""
        while len(self._ready) - self._at < _LONGEST_MARK and self._fill():
            pass
        follows = self._ready[self._at : self._at + _LONGEST_MARK]
        if follows.startswith(b"\r\n\r\n"):
            return True  # what parts records stands where it should, whatever comes then
        return not follows.strip(b"\r\n") or follows.lstrip(b"\r\n").startswith(b"WARC/")

    def to_next(self, keep: int = 0) -> bytes:
        """Goes to where the next record begins, and gives back so many of the bytes up to there."""
        kept: list[bytes] = []
        going = True
        while going:
            match = _NEXT.search(self._ready, self._at)
            end = match.start() if match else max(self._at, len(self._ready) - _LONGEST_MARK)
            stretch, self._at = self._ready[self._at : end], end
            going = match is None and self._fill()
            if match is None and not going:
                stretch, self._at = stretch + self._ready[end:], len(self._ready)
            kept.append(stretch[:keep])
            keep -= len(kept[-1])
        if self.fault is not None:
            self.recover()
        return b"".join(kept)

    def skip(self, size: int) -> None:
        """Passes over so many bytes, no farther than to where another record begins."""
        tail = b""
        while size > 0 and (self._at < len(self._ready) or self._fill()):
            stretch = tail + self._ready[self._at : self._at + size]
            step = len(stretch) - len(tail)
            self._at += step
            if match := _NEXT.search(stretch):
                self.push(stretch[match.start() :])
                return
            size -= step
            tail = stretch[-_LONGEST_MARK:]

    def place(self) -> int | None:
        """Where in the file the record begins that stands here; None inside a compressed member."""
        here = self._given - len(self._ready) + self._at
        if not self._mark:
            return here
        while self._starts and self._starts[0][0] < here:
            self._starts.popleft()
        return self._starts[0][1] if self._starts and self._starts[0][0] == here else None

    def recover(self) -> None:
        """Goes on after a fault, at the next member of the file."""
        self.fault = None
        self._faults += 1
        if self._faults > _MOST_FAULTS:
            raise UnreadableInput("the archive is broken in too many places: not read on")
        window = (self._before + self._packed)[1:]  # the first byte is where the broken one began
        self._before = b""
        while window:
            at = window.find(self._mark)
            if at >= 0:
                self._packed, self._member = window[at:], None
                return
            more = self._stream.read(_BITE)
            self._taken += len(more)
            window = (window[-3:] + more) if more else b""
        self._packed, self._member = b"", None

    # ................................................................................................ how it is got

    def _fill(self) -> bool:
        """Whether more bytes are ready than before."""
        if self.fault is not None:
            return False
        piece = self._more()
        if piece:
            self._ready = self._ready[self._at :] + piece
            self._at = 0
            self._given += len(piece)
        return bool(piece)

    def _more(self) -> bytes:
        if not self._mark:
            return self._stream.read(1 << 16)
        while True:
            if not self._packed and not self._feed():
                if self._member is not None:
                    self._member = None
                    self.fault = "the compressed file breaks off here"
                return b""
            if self._member is None and not self._begin():
                return b""
            piece = self._unpack()
            if piece or self.fault:
                return piece

    def _feed(self) -> bool:
        self._packed = self._stream.read(_BITE)
        self._taken += len(self._packed)
        return bool(self._packed)

    def _begin(self) -> bool:
        """Whether another member begins."""
        while len(self._packed) < 4 or not self._packed.strip(b"\0"):
            more = self._stream.read(_BITE)
            self._taken += len(more)
            if not more:
                break
            self._packed = self._packed.lstrip(b"\0") + more  # some programs pad a file with zeros
        if not self._packed.strip(b"\0"):
            self._packed = b""
            return False
        if not self._packed.startswith(self._mark):
            self.fault = "what stands here is no compressed record"
            return False
        while self._starts and self._starts[-1][0] == self._given:
            self._starts.pop()  # nothing came out of that one
        self._starts.append((self._given, self._taken - len(self._packed)))
        self._member = self._new_member()
        self._before = b""
        return True

    def _unpack(self) -> bytes:
        """What the bytes at hand give; where they are broken, `fault` is set."""
        member = self._member
        bite = self._packed if self._mark == _GZIP else self._packed[:_ZSTD_BITE]
        rest = self._packed[len(bite) :]
        try:
            piece: bytes = member.decompress(bite)
        except Exception as error:  # zstandard's own error has no name without it
            if not isinstance(error, zlib.error) and type(error).__name__ != "ZstdError":
                raise
            # It may have swallowed the beginning of the next before it was found to be broken; `_before` holds that.
            self._member = None
            self.fault = f"the compressed record is broken: {error}"
            return b""
        if member.eof:
            self._packed, self._member = member.unused_data + rest, None
        else:
            self._packed = getattr(member, "unconsumed_tail", b"") + rest
            self._before = (self._before + bite[: len(bite) + len(rest) - len(self._packed)])[-2 * _BITE :]
        check_ratio(self._given + len(piece), self._taken)
        return piece

    def _with_dictionary(self) -> Any:
        """What unpacks a frame of Zstandard, with the dictionary that stands first in the file, if one does."""
        zstandard = need("zstandard", "archives", "archives compressed by Zstandard")
        self._packed = self._stream.read(_BITE)
        self._taken = len(self._packed)
        dictionary = None
        if self._packed.startswith(_DICTIONARY):
            size = int.from_bytes(self._packed[4:8], "little")
            if size > 32_000_000:
                raise UnreadableInput("the dictionary of the compressed archive is too long")
            while len(self._packed) < 8 + size:
                more = self._stream.read(_BITE)
                if not more:
                    raise UnreadableInput("the dictionary of the compressed archive breaks off")
                self._taken += len(more)
                self._packed += more
            dictionary, self._packed = self._packed[8 : 8 + size], self._packed[8 + size :]
            if dictionary.startswith(_ZSTD):
                try:
                    dictionary = zstandard.ZstdDecompressor().decompress(dictionary, max_output_size=64_000_000)
                except zstandard.ZstdError as error:
                    raise UnreadableInput(f"the dictionary of the compressed archive is broken: {error}") from error
        known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        unpacker = zstandard.ZstdDecompressor(dict_data=known, max_window_size=1 << 27)
        return unpacker.decompressobj


_GZIP, _ZSTD, _DICTIONARY = b"\x1f\x8b\x08", b"(\xb5/\xfd", b"\x5d\x2a\x4d\x18"


class _GzipMember:
    """A member of a gzip file, unpacked no more than a stretch at a time."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        """Whether it has ended."""
        return self._unpacker.eof

    @property
    def unused_data(self) -> bytes:
        """What follows its end."""
        return self._unpacker.unused_data

    @property
    def unconsumed_tail(self) -> bytes:
        """What was handed in and is still to be unpacked."""
        return self._unpacker.unconsumed_tail

    def decompress(self, data: bytes, /) -> bytes:
        """What some more bytes give, a megabyte at most."""
        return self._unpacker.decompress(data, 1 << 20)


def _unpackers(head: bytes) -> tuple[bytes, Any]:
    """The mark of the members of a file that begins so, and what unpacks one; none where it is not compressed."""
    if head.startswith(_GZIP[:2]):
        return _GZIP, _GzipMember
    if head.startswith((_ZSTD, _DICTIONARY)):
        return _ZSTD, None
    return b"", None
