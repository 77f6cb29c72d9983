"""One request and its answer over a connection to an address that was checked before, within limits.

The answer is kept byte for byte as it came, for an archive; http.client takes it apart.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, cast

from riwaya.errors import NotFetched
from riwaya.inputs.network.addresses import Place

Connect = Callable[[tuple[str, int], float], socket.socket]
"""A connection to an address and a port, made within so many seconds; raises OSError."""
_PIECE = 1 << 16
_AFTERWARDS = 0.2
"""Seconds that are waited for bytes beyond the length that was told."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may take: bytes of its head and body, seconds to connect, without a byte, and in all.

    `pace` is the least bytes a second that a body may come with, once `grace` seconds have passed.
    """

    head: int = 64_000
    body: int = 25_000_000
    unpacked: int = 50_000_000
    connect: float = 10.0
    silence: float = 20.0
    whole: float = 60.0
    pace: int = 200
    grace: float = 5.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer: the bytes of both as they went over the wire, and what the answer says.

    `body` is still packed where `headers` say so. `fault` is what is wrong with its length, and `cut` says that it
    broke off.
    """

    place: Place
    address: str
    request: bytes = field(repr=False)
    response: bytes = field(repr=False)
    status: int
    reason: str
    headers: http.client.HTTPMessage = field(repr=False)
    body: bytes = field(repr=False)
    cut: bool = False
    fault: str | None = None


def exchange(
    place: Place,
    addresses: Sequence[str],
    headers: Mapping[str, str],
    *,
    limits: Limits,
    tls: ssl.SSLContext | None = None,
    connect: Connect = socket.create_connection,
) -> Exchange:
    """The answer of a server to a GET, from the first of the addresses that takes the connection.

    Raises NotFetched where none does, or the answer is no HTTP, breaks a limit, or does not come.
    """
    request = _request(place, headers)
    deadline = time.monotonic() + limits.whole
    sock, address = _connect(place, addresses, limits, deadline, connect)
    try:
        if place.scheme == "https":
            # An end that the server did not tell is one that somebody between may have made.
            sock = (tls or ssl.create_default_context()).wrap_socket(
                sock, server_hostname=place.host, suppress_ragged_eofs=False
            )
        sock.sendall(request)
        answer = _Answer(sock, limits, deadline)
        response = http.client.HTTPResponse(cast("socket.socket", answer), method="GET")
        response.begin()
        answer.in_body()
        body, cut, fault = _body(response, answer, limits)
    except ssl.SSLCertVerificationError as error:
        raise NotFetched(place.url, f"the certificate of the server is not valid: {error.verify_message}") from None
    except _OverLimit as error:
        raise NotFetched(place.url, str(error), passing=error.passing) from None
    except http.client.HTTPException as error:
        raise NotFetched(place.url, f"the server does not answer as HTTP asks: {_told(error)}", passing=True) from None
    except (OSError, ValueError) as error:
        raise NotFetched(place.url, f"the connection failed: {_told(error)}", passing=True) from None
    finally:
        sock.close()
    told = (response.status, response.reason, response.headers)
    return Exchange(place, address, request, bytes(answer.taken), *told, body, cut, fault)


def _request(place: Place, headers: Mapping[str, str]) -> bytes:
    lines = [f"GET {place.target} HTTP/1.1", f"Host: {place.authority}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode("latin-1")


def _connect(
    place: Place, addresses: Sequence[str], limits: Limits, deadline: float, connect: Connect
) -> tuple[socket.socket, str]:
    """A connection to one of the addresses themselves: no name is looked up again, and no proxy is asked."""
    why = "there is no address"
    for address in addresses:
        left = min(limits.connect, deadline - time.monotonic())
        if left <= 0:
            break
        try:
            sock = connect((address, place.port), left)
        except OSError as error:
            why = _told(error)
            continue
        sock.settimeout(max(0.001, min(limits.silence, deadline - time.monotonic())))
        return sock, address
    raise NotFetched(place.url, f"no connection to {place.authority}: {why}", passing=True)


def _told(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "nothing came for too long"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


class _OverLimit(Exception):
    """A limit that an answer broke; `passing` where it may do better later."""

    def __init__(self, why: str, *, passing: bool = False) -> None:
        self.passing = passing
        super().__init__(why)


class _Answer(io.RawIOBase):
    """The bytes of an answer as they come, kept, and held to the limits; to http.client it is the socket."""

    def __init__(self, sock: socket.socket, limits: Limits, deadline: float) -> None:
        self._sock, self._limits, self._deadline = sock, limits, deadline
        self._most, self._what = limits.head, "head"
        self._began: float | None = None
        self.taken = bytearray()
        self.broke = False
        self._stream = io.BufferedReader(self)

    def makefile(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        """The stream that http.client reads."""
        return self._stream

    def tell(self) -> int:
        """How many bytes came; the stream takes from it those that nobody took yet."""
        return len(self.taken)

    def readable(self) -> bool:
        """Yes."""
        return True

    def in_body(self) -> None:
        """From here on the bytes are those of the body."""
        # Chunks have lines of their own around them: a twentieth more, where they are of a sensible size.
        self._most, self._what = len(self.taken) + self._limits.body + self._limits.body // 20, "body"
        self._began = time.monotonic()

    def place_of_reading(self) -> int:
        """How many bytes were taken out of the stream so far; more of them may have come."""
        return self._stream.tell()

    def goes_on_after(self, end: int) -> bool:
        """Whether bytes come after so many, though the connection was to be closed then."""
        if len(self.taken) > end:
            return True
        self._sock.settimeout(_AFTERWARDS)
        try:
            return bool(self._sock.recv(1))
        except OSError:
            return False

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills a buffer with what came. Raises _OverLimit, TimeoutError."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self._too_long()
        self._sock.settimeout(min(self._limits.silence, left))
        try:
            got = self._sock.recv_into(buffer)
        except TimeoutError:
            if left > self._limits.silence:
                raise
            raise self._too_long() from None
        except (ConnectionError, ssl.SSLEOFError):
            if self._what == "head":
                raise
            # An end like any other to whoever reads on, so that what came before it is not lost.
            self.broke, got = True, 0
        self.taken += buffer[:got]
        if len(self.taken) > self._most:
            limit = self._limits.head if self._what == "head" else self._limits.body
            raise _OverLimit(f"the {self._what} of the answer is longer than {limit} bytes")
        self._hold_pace()
        return got

    def _too_long(self) -> _OverLimit:
        return _OverLimit(f"the answer took more than {self._limits.whole:g} seconds", passing=True)

    def _hold_pace(self) -> None:
        if self._began is None:
            return
        passed = time.monotonic() - self._began
        if passed > self._limits.grace and len(self.taken) < passed * self._limits.pace:
            raise _OverLimit(f"the answer came at less than {self._limits.pace} bytes a second", passing=True)


def _body(response: http.client.HTTPResponse, answer: _Answer, limits: Limits) -> tuple[bytes, bool, str | None]:
    """The body, whether it broke off, and what is wrong with its length."""
    told = response.length
    begins = answer.place_of_reading()
    body = bytearray()
    try:
        while piece := response.read(_PIECE):
            body += piece
            if len(body) > limits.body:
                raise _OverLimit(f"the body of the answer is longer than {limits.body} bytes")
    except http.client.IncompleteRead as error:
        return bytes(body + error.partial), True, "it ends within a chunk"
    if told is not None and len(body) < told:
        return bytes(body), True, f"{told} bytes were told and {len(body)} came"
    if told is not None and answer.goes_on_after(begins + told):
        return bytes(body), True, f"{told} bytes were told and more came"
    return bytes(body), answer.broke, "the connection broke" if answer.broke else None
