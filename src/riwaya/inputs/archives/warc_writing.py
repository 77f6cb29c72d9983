"""Records of WARC 1.1 for what was fetched: the bytes of request and answer as they went over the wire.

Written here, for it is little: the libraries that write WARC parse the answer and write it anew, and these bytes are
to be those that came.
"""

from __future__ import annotations

import gzip
import hashlib
from base64 import b32encode
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from riwaya.records import VERSION

_HTTP = "application/http; msgtype="
_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
UNCHANGED = _PROFILES + "identical-payload-digest"
"""The same body as before."""
NOT_MODIFIED = _PROFILES + "server-not-modified"
"""The server says itself that nothing changed."""


class Earlier(NamedTuple):
    """An earlier answer that a new one is the same as: its url and moment, and how that is known."""

    url: str
    at: str
    profile: str


class Wire(NamedTuple):
    """What went over the wire for one url: when, to which address, the request and the answer.

    `cut` is why the answer ends too early, and `earlier` the one that it is the same as.
    """

    url: str
    at: datetime
    address: str
    request: bytes
    response: bytes
    cut: str | None = None
    earlier: Earlier | None = None

    @property
    def digest(self) -> str:
        """The digest of the body as it came, which is what other programs hold a payload's digest against."""
        return digest_of(self.response[len(_head(self.response)) :])


def digest_of(data: bytes) -> str:
    """A digest as WARC writes it."""
    return "sha1:" + b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")


def warc_of(wires: Sequence[Wire], agent: str) -> bytes:
    """A whole WARC file, not compressed: what made it, then each request with its answer."""
    return b"".join((info(agent, wires[0].at), *(record for wire in wires for record in records_of(wire))))


def packed(records: Iterable[bytes]) -> bytes:
    """Records as a compressed WARC has them, each a member of its own, so that each can be read alone."""
    return b"".join(gzip.compress(record, 6, mtime=0) for record in records)


def info(agent: str, at: datetime) -> bytes:
    """The record that begins a file: what made it."""
    lines = f"software: riwaya/{VERSION}\r\nformat: WARC file version 1.1\r\nhttp-header-user-agent: {agent}\r\n"
    return _record("warcinfo", {"WARC-Date": date_of(at), "Content-Type": "application/warc-fields"}, lines.encode())


def records_of(wire: Wire) -> tuple[bytes, bytes]:
    """The answer and the request for it; where the answer is one that was had before, its head and what it is like."""
    common = {"WARC-Target-URI": wire.url, "WARC-Date": date_of(wire.at), "WARC-IP-Address": wire.address}
    id = uuid4()
    headers = {**common, "Content-Type": _HTTP + "response"}
    block, kind = wire.response, "response"
    if wire.earlier is None or wire.earlier.profile == UNCHANGED:
        headers["WARC-Payload-Digest"] = wire.digest
    if wire.earlier is not None:
        kind, block = "revisit", _head(wire.response)
        headers |= {
            "WARC-Profile": wire.earlier.profile,
            "WARC-Refers-To-Target-URI": wire.earlier.url,
            "WARC-Refers-To-Date": wire.earlier.at,
        }
    elif wire.cut:
        headers["WARC-Truncated"] = wire.cut
    asked = {**common, "WARC-Concurrent-To": f"<{id.urn}>", "Content-Type": _HTTP + "request"}
    return _record(kind, headers, block, id), _record("request", asked, wire.request)


def date_of(at: datetime) -> str:
    """A moment as WARC writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _head(response: bytes) -> bytes:
    end = response.find(b"\r\n\r\n")
    return response if end < 0 else response[: end + 4]


def _record(kind: str, headers: dict[str, str], block: bytes, id: UUID | None = None) -> bytes:
    told = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<{(id or uuid4()).urn}>",
        **headers,
        "WARC-Block-Digest": digest_of(block),
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"
