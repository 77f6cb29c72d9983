"""How formats look: what the first bytes of a file tell."""

from __future__ import annotations

import codecs
import re

from riwaya.inputs.blobs import Blob

_OTHER = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"(\xb5/\xfd", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture, film or sound"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound"),
    (b"\x1a\x45\xdf\xa3", "a film"),
    (b"{\\rtf", "an RTF file"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_MEDIA = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF|OggS|ID3|\x1a\x45\xdf\xa3|....ftyp", re.DOTALL)
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{\]"])')
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_url(text: str) -> bool:
    """Whether a path is a url that can be fetched."""
    return text[:8].lower().startswith(("http://", "https://"))


def known_kind(head: bytes) -> str | None:
    """What some bytes are by their mark, in words, where it is none of the formats that are read."""
    if _MEDIA.match(head):
        return "a picture, film or sound"
    return next((kind for mark, kind in _OTHER if head.startswith(mark)), None)


def is_media(head: bytes) -> bool:
    """Whether some bytes are a picture, a film or a sound, as they lie beside the text of an export."""
    return _MEDIA.match(head) is not None


def text_head(blob: Blob) -> str:
    """How a blob begins, as text: UTF-16 by its mark, else UTF-8, what is not valid replaced."""
    encoding = "utf-16" if blob.head.startswith(_UTF_16) else "utf-8-sig"
    return blob.head.decode(encoding, "replace")


def like_json(blob: Blob) -> bool:
    """Whether it begins as a JSON object or list does; by its name too, so that an empty one is told as what it is."""
    if known_kind(blob.head):
        return False
    named = blob.path is not None and blob.path.suffix.lower() in (".json", ".jsonl", ".ndjson")
    return named or _JSON.match(text_head(blob)) is not None


def like_text(blob: Blob) -> bool:
    """Whether nothing tells that it is something else; a text in UTF-16 has its mark."""
    if blob.head.startswith(_UTF_16):
        return True
    return known_kind(blob.head) is None
