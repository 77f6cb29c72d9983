"""Chats that WhatsApp exports as text: a line opens with the moment and the sender, and a message may have many lines.

The first number of a day is the day, as phones in Arabic write it, unless only the other order makes a date. The hours
are those of the phone that exported.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.moments import from_visible
from riwaya.inputs.tables.table_looks import WHATSAPP, table_encoding
from riwaya.knowledge.load import DATA
from riwaya.records import Moment, PostId, Provenance, Segment
from riwaya.text.documents import fold_digits
from riwaya.text.normalize import fold

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
        text = words_of(message.lines)
        if not _plain(text):
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


@lru_cache(maxsize=1)
def _own_words() -> dict[str, frozenset[str]]:
    """What WhatsApp itself writes in the place of a message or beside one, folded, by its kind."""
    rows = (DATA / "inputs" / "whatsapp.tsv").read_text(encoding="utf-8").splitlines()[1:]
    found: dict[str, set[str]] = {}
    for kind, words in (row.split("\t") for row in rows):
        found.setdefault(kind, set()).add(fold(words).casefold())
    return {kind: frozenset(words) for kind, words in found.items()}


def words_of(lines: Sequence[str]) -> str:
    """The words of a message, without what WhatsApp says in their place: that there was a picture, or was a message."""
    own = _own_words()
    first = _plain(lines[0]) if lines else ""
    if any(first.endswith(words) for words in own["attached"]) or _BRACKETS.fullmatch(first):
        lines = lines[1:]  # the file comes first, and its caption below it
    text = "\n".join(lines).strip()
    for words in own["edited"]:
        if fold(text).casefold().endswith(words) and text.endswith(">"):
            text = text[: text.rindex("<")].rstrip()
    return "" if _plain(text) in own["message"] else text


_BRACKETS = re.compile(r"<[^<>\n]{3,120}>")


def _plain(text: str) -> str:
    return fold(_INVISIBLE.sub("", text)).casefold().strip()


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
