"""Holds what a request sends to a size, whatever it says of its length."""

from __future__ import annotations

from contextlib import suppress

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 8_000_000
"""Bytes of a body; what is larger comes in by the command line."""


class TooLong(Exception):
    """A body goes on beyond what is taken."""


class Bounded:
    """An application that takes bodies up to a size, and answers 413 to longer ones."""

    def __init__(self, app: ASGIApp, most: int = MOST_BYTES) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands a request on, counting what it sends."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken, begun, ends = 0, False, False

        async def counted() -> Message:
            nonlocal taken, ends
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._most:
                ends = True
                raise TooLong
            return message

        async def sent(message: Message) -> None:
            nonlocal begun
            if begun or not ends:  # what is said of a body that was cut off is not what is wrong with it
                begun = True
                await send(message)

        with suppress(TooLong):
            await self._app(scope, counted, sent)
        if ends and not begun:
            told = f"this is longer than {self._most} bytes; take it in on the command line\n"
            await PlainTextResponse(told, 413)(scope, receive, send)
