"""Pages that a browser saved in one file with all their parts (MHTML, .mht)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from riwaya.errors import UnreadableInput
from riwaya.inputs.arabic_letters import pass_over
from riwaya.inputs.blobs import Blob, Known, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.moments import from_mail
from riwaya.inputs.pages.embeds import Frame
from riwaya.inputs.pages.facts import clean_url
from riwaya.inputs.pages.page import read_page
from riwaya.inputs.pages.page_bytes import decode_page, parse_page
from riwaya.inputs.pages.saved import MOST_FRAMES
from riwaya.records import Moment

MOST_MHTML = 60_000_000
"""Bytes of such a file at most; pictures and scripts are most of it."""
_MOST_PARTS = 4_000
_PAGES = ("text/html", "application/xhtml+xml")


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of the page. Raises UnreadableInput where the file holds none."""
    data = blob.whole(MOST_MHTML)
    whole = message_from_bytes(data)
    pages = [part for part in _parts(whole) if part.get_content_type() in _PAGES]
    root = _root(whole, pages)
    if root is None:
        raise UnreadableInput("it holds no page: the file was cut, or only its parts were saved")
    if pass_over(((_bytes_of(part), part.get_content_charset()) for part in pages), settings):
        return
    decoded = decode_page(_bytes_of(root), root.get_content_charset())
    frames = _Frames([part for part in pages if part is not root][:MOST_FRAMES])
    known = _known(whole, root, blob.known, settings.zone)
    yield from read_page(
        decoded.text, replace(blob, known=known), settings, raw=data, issues=decoded.issues, frames=frames.find
    )


def _parts(whole: Message) -> list[Message]:
    parts = []
    for part in whole.walk():
        parts.append(part)
        if len(parts) >= _MOST_PARTS:
            break
    return parts


def _root(whole: Message, pages: list[Message]) -> Message | None:
    """The part that is the page itself: the one that the file names as its start or its address, else the first."""
    start = str(whole.get_param("start") or "").strip("<>")
    address = str(whole.get("Snapshot-Content-Location") or "")
    for part in pages:
        if start and str(part.get("Content-ID") or "").strip("<> ") == start:
            return part
    for part in pages:
        if address and part.get("Content-Location") == address:
            return part
    return pages[0] if pages else None


def _bytes_of(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _known(whole: Message, root: Message, known: Known, zone: str | None) -> Known:
    """What the file tells of where and when it was saved, behind what is known already."""
    address = clean_url(str(whole.get("Snapshot-Content-Location") or root.get("Content-Location") or ""))
    saved = from_mail(str(whole.get("Date") or ""), zone=zone)
    return replace(
        known, url=known.url or address, retrieved=known.retrieved or (Moment(saved, "file") if saved else None)
    )


class _Frames:
    """The pages inside the frames of a page, each read when it is asked for."""

    def __init__(self, parts: list[Message]) -> None:
        self._parts: dict[str, Message] = {}
        for part in parts:
            if number := str(part.get("Content-ID") or "").strip("<> "):
                self._parts[f"cid:{number}"] = part
            if address := part.get("Content-Location"):
                self._parts.setdefault(str(address), part)

    def find(self, address: str) -> Frame | None:
        """The page of a frame, None where the file does not hold it."""
        part = self._parts.get(address)
        if part is None:
            return None
        try:
            root = parse_page(decode_page(_bytes_of(part), part.get_content_charset()).text).root
            return Frame(root, clean_url(str(part.get("Content-Location") or "")))
        except UnreadableInput:
            return None
