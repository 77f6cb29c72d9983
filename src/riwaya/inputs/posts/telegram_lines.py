"""Messages of Telegram as its client libraries write them (Telethon, Pyrogram): lines of JSON, or a list.

Their spans count the halves of UTF-16, and they tell of what was passed on when it was first posted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from riwaya.inputs.blobs import MOST_BYTES, Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.records import Record, records_of
from riwaya.inputs.json.values import text_or_none
from riwaya.inputs.moments import from_any
from riwaya.inputs.posts.segments import marked_segments, marks_of_units, struck_out
from riwaya.records import Forward, Moment, PostId, Provenance

_MARKS = {
    "messageentitystrike": "strikethrough",
    "strikethrough": "strikethrough",
    "messageentityblockquote": "blockquote",
    "blockquote": "blockquote",
}
_PREFIX = "-100"
"""What client libraries write before the ids of channels; an export of Telegram Desktop does not."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The messages with words; those that only show something, and those of the service, are passed over."""
    for record in records_of(blob, most=MOST_BYTES):
        yield from (record,) if isinstance(record, Refusal) else read_record(record, settings)


def read_record(record: Record, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The message of a record, where it has words."""
    message = record.value
    if not isinstance(message, dict):
        yield Refusal(record.where, "a message is an object", message)
        return
    found = [message[key] for key in ("message", "text", "caption") if message.get(key)]
    if not found:
        return
    if not isinstance(found[0], str):
        yield Refusal(record.where, "the words of a message are a string", message)
    elif found[0].strip():
        yield _document(found[0], message, record, settings)


def _document(text: str, message: Mapping[str, Any], record: Record, settings: Settings) -> Incoming:
    id = text_or_none(message.get("id"))
    chat = _object(message.get("chat")) or _object(message.get("sender_chat"))
    channel = _peer(message.get("peer_id")) or _bare(text_or_none(chat.get("id")))
    handle = text_or_none(chat.get("username")) or text_or_none(message.get("channel_username"))
    linked = f"https://t.me/c/{channel}/{id}" if channel and _is_channel(message, chat) else None
    published = _moment(message.get("date"), settings)
    member = _member(message, chat)
    forwarded = _forward(message, settings)
    if forwarded and member:
        forwarded = replace(forwarded, passed_by=(member.name,))
    marks = marks_of_units(text, message.get("entities") or message.get("caption_entities"), _MARKS)
    return Incoming(
        name=record.where,
        text=text,
        id=f"{channel}/{id}" if channel else id,
        url=f"https://t.me/{handle}/{id}" if handle else linked,
        publisher=_name_of(chat) or text_or_none(message.get("channel")) or handle,
        published=published.at if published else None,
        segments=marked_segments(text, marks, forwarded or member),
        provenance=Provenance(
            author=text_or_none(message.get("post_author"))
            or text_or_none(message.get("author_signature"))
            or (member.name if member else None),
            published=published,
            # What nobody sees as edited had its buttons or its count of likes changed.
            edited=None if message.get("edit_hide") is True else _moment(message.get("edit_date"), settings),
            completeness="whole",
            post=PostId("telegram", channel, id, _reply(message)),
            forwarded=forwarded,
        ),
        issues=(*record.issues, *struck_out(marks)),
        raw=record.raw,
    )


def _is_channel(message: Mapping[str, Any], chat: Mapping[str, Any]) -> bool:
    return "channel_id" in _object(message.get("peer_id")) or (text_or_none(chat.get("id")) or "").startswith(_PREFIX)


def _forward(message: Mapping[str, Any], settings: Settings) -> Forward | None:
    """Whose message was passed on, by Telethon's header or by Pyrogram's keys."""
    if header := _object(message.get("fwd_from")):
        origin = header.get("from_id")
        by_user = isinstance(origin, dict) and "user_id" in origin
        channel, post = None if by_user else _peer(origin), text_or_none(header.get("channel_post"))
        url = f"https://t.me/c/{channel}/{post}" if channel and post else None
        at = _moment(header.get("date"), settings)
        return Forward(
            text_or_none(header.get("from_name")) or text_or_none(header.get("post_author")), channel, url, _at(at)
        )
    at = _moment(message.get("forward_date"), settings)
    if origin := _object(message.get("forward_from_chat")):
        handle, post = text_or_none(origin.get("username")), text_or_none(message.get("forward_from_message_id"))
        url = f"https://t.me/{handle}/{post}" if handle and post else None
        return Forward(text_or_none(origin.get("title")), _bare(text_or_none(origin.get("id"))), url, _at(at))
    if writer := _object(message.get("forward_from")):
        return Forward(_name_of(writer), None, None, _at(at))
    name = text_or_none(message.get("forward_sender_name")) or ""
    return Forward(name or None, at=_at(at)) if name or at else None


def _member(message: Mapping[str, Any], chat: Mapping[str, Any]) -> Forward | None:
    """The member of a group who sent a message, by a name where the record has one; None where it speaks itself."""
    for key in ("from_user", "sender_chat"):
        if sender := _object(message.get(key)):
            return Forward(_name_of(sender)) if sender.get("id") != chat.get("id") else None
    from_id = _peer(message.get("from_id"))
    return Forward(None) if from_id and from_id != _peer(message.get("peer_id")) else None


def _name_of(sender: Mapping[str, Any]) -> str | None:
    """What somebody, or a channel, goes by."""
    name = " ".join(filter(None, map(text_or_none, map(sender.get, ("title", "first_name", "last_name")))))
    return name or text_or_none(sender.get("username"))


def _at(moment: Moment | None) -> str | None:
    return moment.at if moment else None


def _reply(message: Mapping[str, Any]) -> str | None:
    """The message that one replies to, with its chat where that is another."""
    header = _object(message.get("reply_to"))
    found = (header.get("reply_to_msg_id"), message.get("reply_to_message_id"), message.get("reply_to_msg_id"))
    id = next(filter(None, map(text_or_none, found)), None)
    peer = _peer(header.get("reply_to_peer_id"))
    return f"{peer}/{id}" if id and peer and peer != _peer(message.get("peer_id")) else id


def _peer(value: Any) -> str | None:
    """The id of a peer, which is a number or an object with one id of some kind."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("channel_id", "chat_id", "user_id") if key in value), None)
    return _bare(text_or_none(value))


def _bare(id: str | None) -> str | None:
    return id.removeprefix(_PREFIX) if id else None


def _moment(value: Any, settings: Settings) -> Moment | None:
    at = from_any(str(value), zone=settings.zone) if isinstance(value, str | int | float) else None
    return Moment(at, "post") if at else None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
