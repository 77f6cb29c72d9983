"""The clients of `desk.py`, in a process of their own: each asks a page, waits for it, thinks, and asks the next one.

They speak just enough HTTP to take little of the processors that they share with the desk: one connection each, which
is kept, answers of a told length, a cookie. Anything but an answer of 200 ends the run, for it would be timed as one.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

Ask = tuple[str, str]
"""A kind and an address."""


class Answer(NamedTuple):
    """What was asked, how many seconds the answer took to its last byte, and how many bytes it has."""

    kind: str
    address: str
    seconds: float
    size: int


class Client:
    """Somebody at a browser."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._cookie = ""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, ask: Ask) -> Answer:
        """An answer, timed from the first byte that is sent."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        kind, address = ask
        head = f"GET {address} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nAccept-Encoding: gzip\r\n"
        begins = time.perf_counter()
        writer.write(f"{head}{self._cookie}\r\n".encode())
        told = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, *lines = told.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers["content-length"]))
        took = time.perf_counter() - begins
        if " 200 " not in f"{status} ":
            raise RuntimeError(f"{address} is answered with {status}: {body[:200]!r}")
        if "set-cookie" in headers:
            self._cookie = f"Cookie: {headers['set-cookie'].partition(';')[0]}\r\n"
        return Answer(kind, address, took, len(body))


async def ask_all(host: str, port: int, asks: Sequence[Sequence[Ask]], *, seconds: float, pause: float) -> list[Answer]:
    """What clients are answered in a stretch of time, each asking what stands in its list, and again from the top.

    They wait `pause` seconds from an answer to the next question, half more or less, or not at all.
    """
    ends = time.perf_counter() + seconds

    async def go(number: int, own: Sequence[Ask]) -> list[Answer]:
        client, answers, draw = Client(host, port), [], random.Random(number)
        await asyncio.sleep(draw.random() * pause)
        at = 0
        while not answers or time.perf_counter() < ends:
            answers.append(await client.ask(own[at % len(own)]))
            at += 1
            if pause:
                await asyncio.sleep(draw.uniform(0.5, 1.5) * pause)
        return answers

    every = await asyncio.gather(*(go(number, own) for number, own in enumerate(asks)))
    return [answer for own in every for answer in own]


def main() -> None:
    """Takes what to do as JSON, and gives the answers as JSON with the processor time that asking took."""
    given = json.load(sys.stdin)
    answers = asyncio.run(ask_all(**given))
    json.dump({"answers": answers, "processor": time.process_time()}, sys.stdout)


if __name__ == "__main__":
    main()
