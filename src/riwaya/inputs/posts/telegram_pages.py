"""Pages of Telegram: a chat that Telegram Desktop exported as HTML, and the public preview of a channel (t.me/s/…).

Each message with words is a document. An export tells when a forwarded message was first sent, which its JSON does not.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement

from riwaya.inputs.arabic_letters import pass_over
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.moments import from_iso
from riwaya.inputs.pages.page import MOST_PAGE
from riwaya.inputs.pages.page_bytes import decode_page, parse_page
from riwaya.inputs.posts.segments import marked_segments, struck_out, with_albums_joined
from riwaya.inputs.posts.telegram_elements import classes_of, find, first, is_in, text_of, words_of
from riwaya.records import Forward, Issue, Moment, Pointer, PostId, Provenance

_KINDS = (("photo", "picture"), ("video", "video"), ("animated", "video"), ("voice", "audio"), ("audio", "audio"))
_ASIDE = ("tgme_widget_message_reply", "tgme_widget_message_link_preview")
_NOBODY = "Deleted Account"
"""What an export writes for whoever is no longer there."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The messages of a page. Raises UnreadableInput where it is too long or in no encoding."""
    data = blob.whole(MOST_PAGE)
    if pass_over([(data, blob.known.charset)], settings):
        return
    decoded = decode_page(data, blob.known.charset)
    root = parse_page(decoded.text).root
    shown = find(root, "tgme_widget_message")
    found = (_previewed(each, blob, settings) for each in shown) if shown else _exported(root, blob, settings)
    yield from with_albums_joined(found)
    if not shown and not find(root, "message"):
        yield Refusal(blob.name, "no messages in it")


@dataclass(frozen=True, slots=True)
class _Message:
    """What a page tells of a message; `words` is the element that they stand in, `raw` the whole of it."""

    raw: HtmlElement
    words: HtmlElement | None
    channel: str | None
    post: str | None
    publisher: str | None
    at: Moment | None
    author: str | None = None
    teller: Forward | None = None
    forwarded: Forward | None = None
    reply_to: str | None = None
    url: str | None = None
    pointers: tuple[Pointer, ...] = ()
    issues: tuple[Issue, ...] = ()


def _document(message: _Message, blob: Blob) -> Incoming:
    """A message as a document; its text is empty where it has no words."""
    text, marks = text_of(message.words) if message.words is not None else ("", [])
    channel, post = message.channel, message.post
    return Incoming(
        name=f"{blob.name}, message {post}",
        text=text,
        id=f"{channel}/{post}" if channel and post else post,
        url=message.url,
        publisher=message.publisher,
        published=message.at.at if message.at else None,
        segments=marked_segments(text, marks, message.forwarded or message.teller),
        provenance=Provenance(
            author=message.author,
            published=message.at,
            retrieved=blob.known.retrieved,
            completeness="whole",
            post=PostId("telegram", channel, post, message.reply_to),
            forwarded=message.forwarded,
            pointers=message.pointers,
        ),
        issues=(*message.issues, *struck_out(marks)),
        raw=etree.tostring(message.raw, encoding="utf-8", with_tail=False),
    )


# ---------------------------------------------------------------------------------------------------------- the export


def _exported(root: HtmlElement, blob: Blob, settings: Settings) -> Iterator[Incoming]:
    """The messages of an exported page. One that is joined is by whoever sent the one before, or passed it on."""
    chat = next((words_of(each) for head in find(root, "page_header") for each in find(head, "text")), None)
    sender: str | None = None
    origin = Forward(None)
    for message in find(root, "message"):
        body = next(iter(find(message, "body")), message)
        named = [each for each in find(body, "from_name") if not is_in(each, "forwarded", message)]
        sender = _name(named[0]) if named else sender
        passed = next((each for each in find(body, "forwarded") if "body" in classes_of(each)), None)
        if passed is not None and find(passed, "from_name"):
            origin = _first_sent(passed, settings)
        member = Forward(sender) if sender != chat else None
        signature = next((words_of(each) for each in find(body, "signature")), None)
        yield _document(
            _Message(
                message,
                next(iter(find(passed if passed is not None else body, "text")), None),
                chat,
                (message.get("id") or "").removeprefix("message") or None,
                chat or sender,
                _stamp(next(iter(find(body, "date")), None), settings),
                author=signature or (member.name if member else None),
                teller=member,
                forwarded=replace(origin, passed_by=(member.name,) if member else ()) if passed is not None else None,
                reply_to=_replied(body),
                pointers=_media(message),
            ),
            blob,
        )


def _first_sent(passed: HtmlElement, settings: Settings) -> Forward:
    """Whose message was passed on, and when it was first sent."""
    named = next(iter(find(passed, "from_name")))
    date = next(iter(find(named, "details")), None)
    stamp = _stamp(date, settings)
    return Forward(_name(named, without=date), at=stamp.at if stamp else None)


def _name(element: HtmlElement, without: HtmlElement | None = None) -> str | None:
    """A sender's name without the bot that helped to write."""
    name = re.sub(r" via @\w+$", "", words_of(element, without))
    return name if name and name != _NOBODY else None


def _replied(body: HtmlElement) -> str | None:
    links = (str(link.get("href") or "") for each in find(body, "reply_to") for link in each.iter("a"))
    return next((match[1] for link in links if (match := re.search(r"go_to_message(\d+)", link))), None)


_STAMP = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?")


def _stamp(date: HtmlElement | None, settings: Settings) -> Moment | None:
    """The moment of a date: day first, with the offset of the machine that exported where its version tells one."""
    if date is None:
        return None
    match = _STAMP.search(date.get("title") or "") or _STAMP.search(date.text or "")
    if not match:
        return None
    day, month, year, clock, offset = match.groups()
    at = from_iso(f"{year}-{month}-{day}T{clock}{offset or ''}", zone=settings.zone)
    return Moment(at, "post") if at else None


# --------------------------------------------------------------------------------------------------------- the preview


def _previewed(message: HtmlElement, blob: Blob, settings: Settings) -> Incoming:
    """A message of a channel's public preview."""
    handle, _, post = (message.get("data-post") or "").partition("/")
    channel = _number(message.get("data-view")) or handle
    inner = [each for each in find(message, "js-message_text") if not any(is_in(each, aside) for aside in _ASIDE)]
    time = next((each.get("datetime") for each in message.iter("time") if each.get("datetime")), None)
    at = from_iso(time, zone=settings.zone) if time else None
    passed_on = first(message, "tgme_widget_message_forwarded_from") is not None
    origin = first(message, "tgme_widget_message_forwarded_from_name")
    replied = first(message, "tgme_widget_message_reply")
    signed = first(message, "tgme_widget_message_from_author")
    owner = first(message, "tgme_widget_message_owner_name")
    meta = first(message, "tgme_widget_message_meta")
    edited = meta is not None and "edited" in words_of(meta).split()
    previews = [Pointer("page", each.get("href", "")) for each in find(message, "tgme_widget_message_link_preview")]
    return _document(
        _Message(
            message,
            inner[0] if inner else None,
            channel or None,
            post or None,
            words_of(owner) if owner is not None else handle or None,
            Moment(at, "post") if at else None,
            author=words_of(signed) if signed is not None else None,
            forwarded=_origin(origin) if origin is not None else Forward(None) if passed_on else None,
            reply_to=(replied.get("href") or "").rpartition("/")[2] or None if replied is not None else None,
            url=f"https://t.me/{handle}/{post}" if handle and post else None,
            pointers=(*_media(message), *(each for each in previews if each.url)),
            issues=(Issue("T04", None, None, "the post was edited, and the page does not tell when"),)
            if edited
            else (),
        ),
        blob,
    )


def _number(view: str | None) -> str | None:
    """The number of a channel out of what a preview sends back when a message is looked at; None where it has none."""
    try:
        told = json.loads(base64.urlsafe_b64decode((view or "") + "=="))
    except ValueError:
        return None
    number = told.get("c") if isinstance(told, dict) else None
    return str(-number) if isinstance(number, int) and number < 0 else None


def _origin(named: HtmlElement) -> Forward:
    """Whose message the preview says was passed on; a name without a link is one that hides itself."""
    url = named.get("href")
    path = re.fullmatch(r"https?://t\.me/(?:c/(?=\d))?([^/?#]+)/\d+.*", url or "")
    return Forward(_name(named), path[1] if path else None, url)


# --------------------------------------------------------------------------------------------------------------- media


def _media(message: HtmlElement) -> tuple[Pointer, ...]:
    """The pictures, films and files that a message shows, by their addresses."""
    found = []
    for link in message.iter("a"):
        names = " ".join(classes_of(link))
        if "media" not in names and "_wrap" not in names and "_player" not in names:
            continue
        if any(is_in(link, aside) for aside in _ASIDE):
            continue
        kind = next((kind for word, kind in _KINDS if word in names), "file")
        if url := link.get("href"):
            found.append(Pointer(kind, url))
    return tuple(dict.fromkeys(found))
