"""Servers on this machine that answer with whatever bytes a test wants, and keep what they were asked."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

CERTIFICATE = Path(__file__).parent / "inputs" / "fetch" / "certificate.pem"
KEY = CERTIFICATE.with_name("key.pem")

Answer = bytes | Callable[[socket.socket], None]


class Asked(NamedTuple):
    """A request that came: its path, its host, and its headers by their names in small letters."""

    path: str
    host: str
    headers: dict[str, str]


class Server:
    """A server that listens on 127.0.0.1 until it is closed.

    `answers` are by path, or by host and path; of a list, each is given once and the last from then on.
    """

    def __init__(self, answers: dict[str, Answer | list[Answer]] | None = None, *, tls: bool = False) -> None:
        self.answers = answers or {}
        self.asked: list[Asked] = []
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *raised: object) -> None:
        # A thread that waits in accept() is not woken by closing what it waits on.
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for sock in self._open:
            sock.close()

    def url(self, path: str = "/", host: str = "localhost") -> str:
        """The url of a path on this server."""
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [asked.path for asked in self.asked]

    def _listen(self) -> None:
        while True:
            try:
                sock, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(sock)
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with suppress(OSError):
            if self._tls:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(CERTIFICATE, KEY)
                sock = context.wrap_socket(sock, server_side=True)
                self._open.append(sock)
            with sock:
                head = b""
                while b"\r\n\r\n" not in head and (piece := sock.recv(4096)):
                    head += piece
                answer = self._answer(head.decode("latin-1"))
                if isinstance(answer, bytes):
                    sock.sendall(answer)
                    if isinstance(sock, ssl.SSLSocket):
                        sock.unwrap()
                else:
                    answer(sock)

    def _answer(self, head: str) -> Answer:
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
        path, host = first.split(" ")[1], headers.get("host", "")
        self.asked.append(Asked(path, host, headers))
        for key in (host.partition(":")[0] + path, path):
            answer = self.answers.get(key)
            if isinstance(answer, list):
                return answer.pop(0) if len(answer) > 1 else answer[0]
            if answer is not None:
                return answer
        return ok("not here", status="404 Not Found")


def ok(text: str | bytes, *headers: str, status: str = "200 OK", kind: str = "text/plain; charset=utf-8") -> bytes:
    """The bytes of a plain answer."""
    body = text.encode() if isinstance(text, str) else text
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(url: str, status: str = "302 Found") -> bytes:
    """An answer that leads elsewhere."""
    return ok("", f"Location: {url}", status=status)


def zipped(text: str | bytes, *headers: str) -> bytes:
    """The bytes of an answer that is packed."""
    return ok(
        gzip.compress(text.encode() if isinstance(text, str) else text, mtime=0), "Content-Encoding: gzip", *headers
    )
