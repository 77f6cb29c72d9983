"""What a server answered, out of the bytes that an archive kept: status, headers and the body as it was meant."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from riwaya.errors import UnreadableInput
from riwaya.inputs.archives.bodies import unpack
from riwaya.inputs.archives.compressed import zstd_stream
from riwaya.inputs.archives.guards import check_ratio
from riwaya.inputs.extras import need

MOST_BODY = 32_000_000
"""Bytes of a body at most, unpacked."""
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})[^\n]*(?:\n|$)")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{2,40})", re.IGNORECASE)
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]*)?\r?\n")


class Answer(NamedTuple):
    """An answer of a server; `fault` is what is wrong with its body, which is then as much of it as could be had."""

    status: int
    headers: dict[str, str]
    body: bytes
    fault: str | None

    @property
    def content_type(self) -> str | None:
        """The type that the server told, in small letters, without what follows it."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower() or None

    @property
    def charset(self) -> str | None:
        """The encoding that the server told."""
        return charset_in(self.headers.get("content-type", ""))


def charset_in(content_type: str) -> str | None:
    """The encoding that a content type tells."""
    match = _CHARSET.search(content_type)
    return match[1].lower() if match else None


def read_answer(block: bytes) -> Answer:
    """The answer in some bytes. Raises UnreadableInput where they are none, or its body is a bomb."""
    match = _STATUS.match(block)
    if not match:
        raise UnreadableInput("the record holds no answer of a server")
    end = re.compile(rb"\r?\n\r?\n").search(block, match.end() - 2)
    head, body = (block[match.end() : end.start()], block[end.end() :]) if end else (block[match.end() :], b"")
    headers = _headers(head)
    fault = None if end or int(match[1]) >= 300 else "the headers of the answer have no end"
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body, fault = _unchunked(body)
    elif re.fullmatch("[0-9]{1,14}", length := headers.get("content-length", "")):
        if len(body) < int(length):
            fault = f"the server told {int(length):,} bytes, but there are {len(body):,}"
        body = body[: int(length)] if not _was_unpacked(headers, body) else body
    body, packed_fault = _unpacked(body, headers.get("content-encoding", ""))
    if fault and packed_fault is None and headers.get("content-encoding") and _was_unpacked(headers, body):
        fault = None  # the length is that of the packed body, which the archive does not keep
    return Answer(int(match[1]), headers, body, fault or packed_fault)


def _headers(head: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in head[:65_536].decode("latin-1").splitlines():
        key, colon, value = line.partition(":")
        if colon:
            headers.setdefault(key.strip().lower(), value.strip())
    return headers


def _was_unpacked(headers: dict[str, str], body: bytes) -> bool:
    """Whether the archive keeps a body unpacked although the headers still say that it is packed."""
    coding = headers.get("content-encoding", "").lower()
    if "gzip" in coding:
        return not body.startswith(b"\x1f\x8b")
    return bool(coding) and _is_shown(body)


def _is_shown(body: bytes) -> bool:
    """Whether a body begins as a page, a feed or data do, which no packed one does."""
    return body[:200].lstrip()[:1] in (b"<", b"{")


def _unchunked(body: bytes) -> tuple[bytes, str | None]:
    """A body without the lengths between its chunks; as it is where it has none, for some archives take them out."""
    if not _CHUNK.match(body):
        return body, None
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(pieces), None
        piece = body[match.end() : match.end() + size]
        pieces.append(piece)
        at = match.end() + size
        if len(piece) < size:
            break
        if body[at : at + 2] == b"\r\n":
            at += 2
    if len(pieces) < 2 and body[:1] in b"<{":
        return body, None
    return b"".join(pieces), "the chunks of the body break off"


def _unpacked(body: bytes, codings: str) -> tuple[bytes, str | None]:
    """A body without its compressions, the last of them first; as it is where it is not compressed after all."""
    fault = None
    if _is_shown(body):
        return body, None
    for coding in reversed([each.strip().lower() for each in codings.split(",") if each.strip()][:3]):
        if coding in ("gzip", "x-gzip", "deflate"):
            if coding == "deflate" or body.startswith(b"\x1f\x8b"):
                body, cut = unpack(body, coding, most=MOST_BODY)
                fault = "the compressed body breaks off or is broken" if cut else fault
        elif coding == "br":
            body, fault = _brotli(body)
        elif coding == "zstd":
            if body.startswith(b"(\xb5/\xfd"):
                body, fault = _zstd(body)
        elif coding not in ("identity", "none", "utf-8"):
            raise UnreadableInput(f"the body is packed by {coding[:40]!r}, which is not read")
    return body, fault


def _brotli(body: bytes) -> tuple[bytes, str | None]:
    brotli = need("brotli", "archives", "bodies packed by Brotli")
    unpacker = brotli.Decompressor()
    try:
        return _gathered(_brotli_pieces(unpacker, body), len(body)), None if unpacker.is_finished() else "it breaks off"
    except brotli.error:
        return body, "the compressed body is broken"


def _brotli_pieces(unpacker: Any, body: bytes) -> Iterator[bytes]:
    yield unpacker.process(body, output_buffer_limit=1 << 20)
    while not unpacker.can_accept_more_data():
        yield unpacker.process(b"", output_buffer_limit=1 << 20)


def _zstd(body: bytes) -> tuple[bytes, str | None]:
    stream, size = zstd_stream(io.BytesIO(body)), 0
    pieces: list[bytes] = []
    try:
        while piece := stream.read():
            pieces.append(piece)
            size += len(piece)
            _check(size, len(body))
    except (EOFError, OSError):
        return b"".join(pieces), "the compressed body is broken or breaks off"
    return b"".join(pieces), None


def _gathered(pieces: Iterator[bytes], packed: int) -> bytes:
    found = []
    size = 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        _check(size, packed)
    return b"".join(found)


def _check(size: int, packed: int) -> None:
    """Raises UnreadableInput where so many bytes came out of so few that it is no report."""
    check_ratio(size, packed)
    if size > MOST_BODY:
        raise UnreadableInput(f"more than {MOST_BODY // 1_000_000} MB in one body")
