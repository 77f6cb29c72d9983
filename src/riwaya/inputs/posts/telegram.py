"""Chats as Telegram Desktop exports them: one chat, or a whole account, in `result.json`.

Messages come one by one, so an export of any size needs the memory of one. A message with words is a document; one
that is only a picture is none, and an album is one document with its caption. What was forwarded is a post of whoever
wrote it. The file is JSON but for the control characters, which Telegram writes as `\\xHH`.

In the export of an account, talks between two people are passed over: to read one, export it by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO, Any

import ijson

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.events import TOO_DEEP, Building, first_line, walk
from riwaya.inputs.json.records import Record
from riwaya.inputs.json.values import raw_of, text_or_none
from riwaya.inputs.moments import from_epoch, from_iso
from riwaya.inputs.posts.segments import MARKS, Mark, marked_segments, struck_out, with_albums_joined
from riwaya.records import Forward, Moment, Pointer, PostId, Provenance

_PIECE = 1 << 16
_FIRST_YEAR = "2013"
"""Telegram's first; what it writes of earlier ones stands for "never"."""
_PRIVATE = ("personal_chat", "bot_chat", "replies", "verification_codes")
_LINKED = ("channel", "supergroup")
_PERSONAL = ("contact_information", "reactions")
"""Whom a message hands on with a telephone number, and who liked it; they are kept nowhere."""
_MEDIA = {"photo": "picture", "file": "file"}
_MEDIA_KINDS = {
    "video_file": "video",
    "video_message": "video",
    "animation": "video",
    "voice_message": "audio",
    "audio_file": "audio",
}


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat that messages stand in; `named` is what it called itself at this point of the export."""

    name: str | None = None
    kind: str = ""
    id: str | None = None
    named: str | None = None


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The messages of a chat, or of the channels and groups of an account."""
    yield from with_albums_joined(_messages(blob, settings))


# ---------------------------------------------------------------------------------------------------------- the stream


class MendedEscapes:
    """A stream of JSON in which `\\xHH`, which is none of JSON's escapes, is written `\\u00HH`."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._rest = b""

    def read(self, size: int = _PIECE) -> bytes:
        """The next stretch, none at the end; an escape is never cut in two."""
        if size == 0:
            return b""
        piece = self._rest + self._stream.read(size)
        if len(piece) == len(self._rest):
            self._rest = b""
            return piece
        cut = _cut_of(piece)
        whole, self._rest = piece[:cut], piece[cut:]
        if b"\\x" in whole:
            whole = _ESCAPE.sub(_mended, whole)
        return whole or self.read(size)


_ESCAPE = re.compile(rb"\\(?:x([0-9a-fA-F]{2})|.)", re.DOTALL)


_BEGUN = re.compile(rb"(?:x[0-9a-fA-F]?)?")


def _cut_of(piece: bytes) -> int:
    """Where an escape begins that the end of a stretch may cut in two; its length where none does."""
    for behind in range(3):
        end = len(piece) - behind
        backslashes = end - len(piece[:end].rstrip(b"\\"))
        if backslashes % 2 and _BEGUN.fullmatch(piece, end):  # they pair up from the left
            return end - 1
    return len(piece)


def _mended(escape: re.Match[bytes]) -> bytes:
    return rb"\u00" + escape[1] if escape[1] else escape[0]


def _messages(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """Each message as a document, empty ones too; services tell how a channel was renamed."""
    names: dict[str | None, str] = {}
    passed: set[str | None] = set()
    told = 0
    try:
        for chat, message, number in _walk(MendedEscapes(blob.stream)):
            if number < 0:
                passed.add(chat.id)
                continue
            told += 1
            where = f"{blob.name}, message {message.get('id', number) if isinstance(message, dict) else number}"
            if message is TOO_DEEP:
                yield Refusal(where, "JSON nested too deeply")
            elif not isinstance(message, dict):
                yield Refusal(where, "a message is an object", _alone(message, chat))
            elif message.get("type") == "service":
                title = message.get("title") or message.get("new_title")
                if message.get("action") in ("edit_group_title", "create_channel", "create_group") and title:
                    names[chat.id] = str(title)
            else:
                yield document_of(message, replace(chat, named=names.get(chat.id)), where, settings)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        yield Refusal(blob.name, f"the export breaks off after {told} messages: {first_line(error)}")
    if passed:
        yield Refusal(
            blob.name,
            f"{len(passed)} talks between two people were passed over: export one by itself to read it",
        )


def read_record(record: Record, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The messages of a chat that is one record, as one that was refused is handed back."""
    value = record.value
    messages = value.get("messages") if isinstance(value, dict) else None
    if not isinstance(messages, list):
        yield Refusal(record.where, "a chat has a list of messages", value)
        return
    name, kind, id, named = (text_or_none(value.get(key)) for key in ("name", "type", "id", "named"))
    chat = Chat(name, kind or "", id, named)
    for message in messages:
        if isinstance(message, dict):
            yield document_of(message, chat, record.where, settings)
        else:
            yield Refusal(record.where, "a message is an object", _alone(message, chat))


def _alone(message: Any, chat: Chat) -> dict[str, Any]:
    """A message as a chat of its own, so that where it stood is not lost."""
    return {"name": chat.name, "type": chat.kind, "id": chat.id, "named": chat.named, "messages": [message]}


def _walk(stream: MendedEscapes) -> Iterator[tuple[Chat, Any, int]]:
    """The messages of all chats in their order, each with its chat and its number in it (negative: passed over)."""
    chat = Chat()
    number = 0
    account = False
    building: Building | None = None
    for prefix, event, value in walk(stream):
        if building is not None:
            if building.add(event, value):
                yield chat, building.value, number
                building = None
            continue
        if prefix.endswith("messages.item"):
            number += 1
            if account and chat.kind in _PRIVATE:
                if event == "start_map":
                    yield chat, None, -number
            elif event in ("start_map", "start_array"):
                building = Building()
                building.add(event, value)
            else:
                yield chat, value, number
        elif event == "start_map" and prefix in ("", "chats.list.item", "left_chats.list.item"):
            chat, number, account = Chat(), 0, prefix != ""
        elif event in ("string", "number") and _OF_CHAT.fullmatch(prefix):
            key = prefix.rpartition(".")[2]
            chat = replace(chat, **{"kind" if key == "type" else key: str(value)})


_OF_CHAT = re.compile(r"(?:(?:left_)?chats\.list\.item\.)?(?:name|type|id)")


# ------------------------------------------------------------------------------------------------------------ messages


def document_of(message: Mapping[str, Any], chat: Chat, where: str, settings: Settings) -> Incoming | Refusal:
    """A message as a document, its text empty where it has no words; a refusal where its parts make no sense."""
    known = {key: value for key, value in message.items() if key not in _PERSONAL}
    try:
        text, marked = _text_of(message.get("text") or message.get("text_entities"))
    except UnreadableInput as error:
        return Refusal(where, str(error), _alone(known, chat))
    id = text_or_none(message.get("id"))
    sent = _moment(message, "date", settings)
    sender = text_or_none(message.get("from"))
    saved = chat.kind == "saved_messages"
    member = Forward(sender) if sender != chat.name and "channel" not in chat.kind and not saved else None
    passed_on = _forward(message, member)
    # Whoever saves a post for himself tells nothing by it, nor does the moment at which he did.
    publisher, teller = _saved(message, passed_on) if saved else (_chat_name(chat, sender), passed_on or member)
    linked = chat.id is not None and id is not None and any(kind in chat.kind for kind in _LINKED)
    return Incoming(
        name=where,
        text=text,
        id=f"{chat.id}/{id}" if chat.id else id,
        url=f"https://t.me/c/{chat.id}/{id}" if linked else None,
        publisher=publisher,
        published=sent.at if sent and not saved else None,
        segments=marked_segments(text, marked, teller),
        provenance=Provenance(
            author=text_or_none(message.get("author")) or (member.name if member else None),
            published=None if saved else sent,
            edited=_moment(message, "edited", settings),
            retrieved=sent if saved else None,
            completeness="whole",
            post=PostId(
                "telegram",
                chat.id or channel_number(message.get("from_id")),
                id,
                _replied(message),
                chat.named if chat.named != chat.name else None,
            ),
            forwarded=passed_on,
            pointers=_pointers(message),
        ),
        issues=struck_out(marked),
        raw=raw_of(known),
    )


def _text_of(value: Any) -> tuple[str, list[Mark]]:
    """The words of a message, and what is marked in them: struck out, or quoted, with its span."""
    if value is None:
        return "", []
    if isinstance(value, str):
        return value, []
    if not isinstance(value, list):
        raise UnreadableInput("text must be a string or a list of strings and objects")
    text = ""
    marked = []
    for part in value:
        words = part.get("text") if isinstance(part, dict) else part
        if words is not None and not isinstance(words, str):
            raise UnreadableInput("text must be a string or a list of strings and objects with a text")
        start, text = len(text), text + (words or "")
        if isinstance(part, dict) and part.get("type") in MARKS:
            marked.append(Mark(part["type"], start, len(text)))
    return text, marked


def _moment(message: Mapping[str, Any], key: str, settings: Settings) -> Moment | None:
    """When a message was sent or last edited: by the seconds of UTC, else by the local time of the export."""
    at = None
    if (seconds := message.get(f"{key}_unixtime")) is not None:
        at = from_epoch(str(seconds), zone=settings.zone)
    if at is None and isinstance(local := message.get(key), str):
        at = from_iso(local, zone=settings.zone)
    return Moment(at, "post") if at and at >= _FIRST_YEAR else None


def _forward(message: Mapping[str, Any], member: Forward | None) -> Forward | None:
    """Whose post a message passes on, and which member of a group does; a name that is hidden stays None."""
    for key in ("forwarded_from", "saved_from"):
        if key in message:
            id = channel_number(message.get("forwarded_from_id"))
            return Forward(text_or_none(message[key]), id, passed_by=(member.name,) if member else ())
    return None


def channel_number(id: Any) -> str | None:
    """The number of a channel by the id that an export writes (`channel123`); None for a user, who is no channel."""
    text = text_or_none(id) or ""
    return text.removeprefix("channel") if re.fullmatch(r"channel\d+", text) else None


def _replied(message: Mapping[str, Any]) -> str | None:
    """The message that one replies to, with its chat where that is another."""
    id, peer = text_or_none(message.get("reply_to_message_id")), text_or_none(message.get("reply_to_peer_id"))
    if id is None or peer is None:
        return id
    return f"{channel_number(peer) or peer}/{id}"


def _chat_name(chat: Chat, sender: str | None) -> str | None:
    """What a chat is called; one without a name is its sender's, unless it is a group, which has many."""
    return chat.name or (None if "group" in chat.kind else sender)


def _saved(message: Mapping[str, Any], passed_on: Forward | None) -> tuple[str | None, Forward | None]:
    """Where a message was saved from, which published it, and whose post it was there if it was another's."""
    found_at = text_or_none(message.get("saved_from"))
    if passed_on is None or "saved_from" not in message or passed_on.name == found_at:
        return passed_on.name if passed_on else None, None
    return found_at, passed_on


def _pointers(message: Mapping[str, Any]) -> tuple[Pointer, ...]:
    """The files that a message shows, by their place in the export; what was not exported has none."""
    found = []
    for key, kind in _MEDIA.items():
        path = message.get(key)
        if isinstance(path, str) and path and not path.startswith("("):
            found.append(Pointer(_MEDIA_KINDS.get(str(message.get("media_type")), kind), path))
    return tuple(found)
