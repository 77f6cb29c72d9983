"""Chats that WhatsApp exports as text: a line opens with the moment and the sender, and a message may have many lines.

Whether days or months come first is told by the whole chat, which is read once before; where it does not tell, days do,
as phones in Arabic write them, and an issue says so. The hours are those of the phone that exported. Senders whom it
knows only by their numbers stay without a name, for a telephone number is kept nowhere.
"""

from __future__ import annotations

import codecs
import mimetypes
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, NamedTuple

from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.posts.whatsapp_lines import (
    INVISIBLE,
    Habits,
    Opening,
    habits_of,
    openings_of,
    own_words,
    plain,
    tells_of_chat,
)
from riwaya.inputs.tables.table_looks import table_encoding
from riwaya.records import Issue, Moment, Pointer, PostId, Provenance, Segment

MOST_MESSAGE = 5_000_000
_MEDIA = {"image": "picture", "video": "video", "audio": "audio"}


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The messages with words, each by its sender; what WhatsApp says itself is passed over."""
    encoding, issues = table_encoding(blob.head)
    with blob.seekable() as stream:
        habits = habits_of(_lines(stream, encoding))
        stream.seek(0)
        chat = _chat(blob, habits)
        for message in _messages(_lines(stream, encoding), habits, chat):
            where = f"{blob.name}:{message.line}"
            if message.size > MOST_MESSAGE:
                yield Refusal(where, "a message of more than 5 MB")
                continue
            words = words_of([message.opening.words or "", *message.more])
            if plain(words.text):
                yield _document(message, words, where, chat, habits, settings, issues)


def _lines(stream: IO[bytes], encoding: str) -> Iterator[str]:
    return codecs.iterdecode(iter(lambda: stream.readline(MOST_MESSAGE), b""), encoding, "replace")


def _chat(blob: Blob, habits: Habits) -> str | None:
    """What a chat is called: by the name of its file, or of the archive that it came in, else as the chat tells it."""
    parts = blob.path.parts[-1:] if blob.path else re.split(r"[/\\]", blob.name)
    for part in reversed(parts):
        stem = INVISIBLE.sub("", re.sub(r"\.(?:txt|zip).*", "", part)).strip()
        before = next((words for words in own_words()["file"] if stem.casefold().startswith(words.casefold())), None)
        if before is not None and (name := stem[len(before) :].strip(" -")):
            return name
    if habits.named:
        return habits.named
    return blob.path.stem if blob.path and plain(blob.path.stem) != _UNNAMED else None


_UNNAMED = "_chat"
"""What iPhones call the file of every chat."""


# ---------------------------------------------------------------------------------------------------------- one message


@dataclass(slots=True)
class _Message:
    """A message while its lines come; `size` counts all their letters, of which no more than may be are held."""

    line: int
    opening: Opening
    more: list[str] = field(default_factory=list)
    size: int = 0


def _messages(lines: Iterable[str], habits: Habits, chat: str | None) -> Iterator[_Message]:
    """The messages of people, with the line on which each begins."""
    message: _Message | None = None
    for number, line, opening in openings_of(lines, habits):
        if opening is None:
            if message is not None:
                message.size += len(line)
                if message.size <= MOST_MESSAGE:
                    message.more.append(line)
            continue
        if message is not None:
            yield message
        by_somebody = opening.words is not None and not _is_of_chat(opening, {chat, habits.named})
        message = _Message(number, opening, size=len(line)) if by_somebody else None
    if message is not None:
        yield message


def _is_of_chat(opening: Opening, names: Collection[str | None]) -> bool:
    """Whether WhatsApp tells of the chat: iPhones write that as a message of the chat itself, behind a mark."""
    by_chat = opening.sender is not None and opening.sender in names
    return by_chat and opening.marked and tells_of_chat(opening.words or "")


def _document(
    message: _Message,
    words: Words,
    where: str,
    chat: str | None,
    habits: Habits,
    settings: Settings,
    issues: tuple[Issue, ...],
) -> Incoming:
    opening = message.opening
    at = habits.moment(opening, zone=settings.zone)
    guessed = habits.guessed(opening)
    told = (
        *issues,
        *((Issue("T04", None, None, "the message was edited, and the chat does not tell when"),) * words.edited),
        *((Issue("T05", None, None, "nothing in the chat tells days from months: the day was taken first"),) * guessed),
    )
    return Incoming(
        where,
        words.text,
        publisher=chat,
        published=at,
        segments=(Segment("post", 0, len(words.text), opening.sender, at),),
        provenance=Provenance(
            author=opening.sender,
            published=Moment(at, "assumed" if guessed else "post") if at else None,
            completeness="whole",
            post=PostId("whatsapp", chat, str(message.line)),
            pointers=words.pointers,
        ),
        issues=told,
        raw="\n".join([opening.head + (opening.words or ""), *message.more]).encode("utf-8", "replace").rstrip(),
    )


# ------------------------------------------------------------------------------------------------------------ its words


class Words(NamedTuple):
    """The words of a message, the files that came with it, and whether it was edited."""

    text: str
    pointers: tuple[Pointer, ...] = ()
    edited: bool = False


def words_of(lines: Sequence[str]) -> Words:
    """The words of a message, without what WhatsApp says in their place: that there was a picture, or was a message."""
    pointers: tuple[Pointer, ...] = ()
    if lines and (attached := _attached(plain(lines[0]), INVISIBLE.sub("", lines[0]).strip())) is not None:
        pointers = (Pointer(_kind_of(attached), attached),) if attached else ()
        lines = lines[1:]  # the file comes first, and its caption below it
    text = "\n".join(lines).strip()
    edited = text.endswith(">") and plain(text).endswith(own_words()["edited"])
    if edited:
        text = text[: text.rindex("<")].rstrip("\u200e\u200f \t")
    caption, mark, placed = text.rpartition("\u200e")
    if mark and _stands_for_message(placed):
        text = caption.rstrip()
    return Words("" if _stands_for_message(text) else text, pointers, edited)


def _stands_for_message(text: str) -> bool:
    return plain(text).strip("<>") in own_words()["message"]


def _attached(folded: str, line: str) -> str | None:
    """The file that a line says came with a message, empty where it was left out; None for a line that says no such."""
    if match := re.fullmatch(r"<([^<>:]+):\s?([^<>]+)>", line):
        return match[2] if plain(match[1]) in own_words()["attaching"] else None
    if before := next((words for words in own_words()["attached"] if folded.endswith(words)), None):
        return line[: -len(before)].strip()
    return "" if folded.endswith(own_words()["omitted"]) else None


def _kind_of(file: str) -> str:
    """The kind of a file by its name."""
    guessed = mimetypes.guess_type(file, strict=False)[0] or ""
    return _MEDIA.get(guessed.partition("/")[0], "file")
