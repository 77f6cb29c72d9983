"""Chats that WhatsApp exports as text: a line opens with the moment and the sender, and a message may have many lines.

The first number of a day is the day, as phones in Arabic write it, unless only the other order makes a date. The hours
are those of the phone that exported.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.moments import from_visible
from riwaya.inputs.table_looks import WHATSAPP, table_encoding
from riwaya.records import Moment, PostId, Provenance, Segment
from riwaya.text.documents import fold_digits

MOST_MESSAGE = 5_000_000
_INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class _Message(NamedTuple):
    line: int
    day: str
    clock: str
    sender: str
    lines: list[str]


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The messages with words, each by its sender; what WhatsApp says itself has no sender and is passed over."""
    encoding, issues = table_encoding(blob.head)
    pieces = iter(lambda: blob.stream.readline(MOST_MESSAGE), b"")
    lines = codecs.iterdecode(pieces, encoding, "replace")
    chat = re.sub(r"\.\w+$", "", blob.path.name) if blob.path else None
    for message in _messages(lines):
        where = f"{blob.name}:{message.line}"
        text = "\n".join(message.lines).strip()
        plain = _INVISIBLE.sub("", text)
        if not plain or _PLACEHOLDER.fullmatch(plain):
            continue
        if len(text) > MOST_MESSAGE:
            yield Refusal(where, "a message of more than 5 MB")
            continue
        at = from_visible(f"{_with_century(message.day)} {message.clock}", zone=settings.zone)
        yield Incoming(
            where,
            text,
            publisher=chat,
            published=at,
            segments=(Segment("post", 0, len(text), message.sender, at),),
            provenance=Provenance(
                author=message.sender,
                published=Moment(at, "post") if at else None,
                completeness="whole",
                post=PostId("whatsapp", chat, str(message.line)),
            ),
            issues=issues,
            raw=f"[{message.day}, {message.clock}] {message.sender}: {text}".encode("utf-8", "replace"),
        )


_PLACEHOLDER = re.compile(
    r"<[^<>\n]{3,60}>|\u200e?(?:image|video|audio|sticker|document|GIF) omitted"
    r"|(?:\S+ )?(?:تم )?(?:استبعاد|إدراج) (?:الوسائط|الصورة|الفيديو|الملصق)",
    re.IGNORECASE,
)


def _with_century(day: str) -> str:
    """A day whose year has four digits; phones write two in many lands."""
    return re.sub(r"(?<=\D)(\d\d)$", r"20\1", day)


def _messages(lines: Iterable[str]) -> Iterator[_Message]:
    """The messages with a sender, with the line on which each begins."""
    open_: _Message | None = None
    for number, line in enumerate(lines, 1):
        match = WHATSAPP.match(fold_digits(_INVISIBLE.sub("", line)))
        if match is None:
            if open_ is not None:
                open_.lines.append(line.rstrip("\r\n"))
            continue
        if open_ is not None:
            yield open_
        sender, _, words = _INVISIBLE.sub("", line)[match.end() :].partition(": ")
        body = line.partition(": ")[2] if words else ""
        open_ = _Message(number, match["day"], match["clock"], sender.strip(), [body.rstrip("\r\n")]) if words else None
    if open_ is not None:
        yield open_
