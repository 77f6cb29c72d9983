"""How formats look: what the first bytes of a file tell."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib

from riwaya.inputs.blobs import HEAD, Blob

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
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*\?>\s*)?(?:(?><!--.*?-->)\s*)*+"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article|main|section|header|div|table|p|h[1-6]|span|script|style|link|"
    rb"center|font|blockquote)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_HEAD = re.compile(rb"[A-Za-z-]{2,40}:[ \t]", re.ASCII)
_MIME = re.compile(rb"(?im)^content-type:\s*multipart/related\b")
_FIRST = 1_000
"""Bytes in which nearly everything that is read begins with something else than space."""
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


def text_head(blob: Blob, most: int = HEAD) -> str:
    """How a blob begins, in so many bytes, as text: UTF-16 by its mark, else UTF-8, what is not valid replaced."""
    encoding = "utf-16" if blob.head.startswith(_UTF_16) else "utf-8-sig"
    return blob.head[:most].decode(encoding, "replace")


def like_json(blob: Blob) -> bool:
    """Whether it begins as a JSON object or list does; by its name too, so that an empty one is told as what it is."""
    if known_kind(blob.head):
        return False
    named = blob.path is not None and blob.path.suffix.lower() in (".json", ".jsonl", ".ndjson")
    return named or _JSON.match(_json_head(blob)) is not None


def like_page(blob: Blob) -> bool:
    """Whether it begins as a web page does, in whatever encoding; a feed or another file of XML is none."""
    if known_kind(blob.head):
        return False
    head = blob.head.replace(b"\0", b"")[:8_000]
    if (blob.known.content_type or "").lower() in ("text/html", "application/xhtml+xml"):
        return re.search(rb"<[A-Za-z!]", head) is not None
    return _PAGE.match(head) is not None


def like_mhtml(blob: Blob) -> bool:
    """Whether it begins as a page that a browser saved with all its parts in one file."""
    head = blob.head[:8_000].lstrip()
    return _MAIL_HEAD.match(head) is not None and _MIME.search(head) is not None


def like_text(blob: Blob) -> bool:
    """Whether nothing tells that it is something else; a text in UTF-16 has its mark."""
    if blob.head.startswith(_UTF_16):
        return True
    return known_kind(blob.head) is None


_FEED = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?.{0,300}?\?>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE\s+(?!html)[^>\[]{0,300}"
    rb"(?:\[.{0,20000}?\]\s*)?>\s*){0,12}"
    rb"<(?:!DOCTYPE\s+)?(?:rss|(?:\w{1,20}:)?feed|rdf:RDF|channel)[\s>\[]",
    re.DOTALL,
)
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:(?:/|\\/){2}jsonfeed\.org(?:/|\\/)version')


def like_feed(blob: Blob) -> bool:
    """Whether it begins as a feed does: RSS, RDF, Atom, or JSON that says that it is one."""
    head = blob.head.replace(b"\0", b"")[:30_000]
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return _JSON_FEED.search(head) is not None
    return _FEED.match(head) is not None


# ------------------------------------------------------------------------------------------------------ archives

_WARC = re.compile(rb"\s*WARC/\d+\.\d+[ \t]*\r?\n")
_GZIP, _ZSTD, _ZSTD_DICTIONARY = b"\x1f\x8b", b"(\xb5/\xfd", b"\x5d\x2a\x4d\x18"
_PACKED = (_GZIP, _ZSTD, b"BZh", b"\xfd7zXZ\0")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def like_warc(blob: Blob) -> bool:
    """Whether it is a web archive, plain or compressed record by record; one with a dictionary cannot be another."""
    if blob.head.startswith(_ZSTD_DICTIONARY):
        return True
    return _WARC.match(_unpacked_head(blob.head)) is not None


def like_compressed(blob: Blob) -> bool:
    """Whether it is one file in a compressed stream."""
    return blob.head.startswith(_PACKED)


def like_zip(blob: Blob) -> bool:
    """Whether it is a ZIP archive of files, and no file of an office program, which is one too."""
    return blob.head.startswith(_ZIP) and not any(map(_OF_OFFICE.fullmatch, zip_names(blob)))


_OF_OFFICE = re.compile(
    r"\[Content_Types\]\.xml|mimetype|_rels/\.rels|(?:xl|word|ppt|docProps)/(?:[\w-]+/)*[\w-]+\.xml"
)
"""Any part of a file of an office program, for the one that says what it is may come last."""


def like_pdf(blob: Blob) -> bool:
    """Whether it is a PDF file; some begin with a few other bytes."""
    return b"%PDF-" in blob.head[:1024]


def like_docx(blob: Blob) -> bool:
    """Whether it is a Word file of our century."""
    return blob.head.startswith(_ZIP) and any(map(_OF_WORD.fullmatch, zip_names(blob)))


_OF_WORD = re.compile(r"word/(?:[\w-]+/)*[\w-]+\.xml")


def like_wacz(blob: Blob) -> bool:
    """Whether it is a collection of web archives: a ZIP archive with a list of its files and web archives in it."""
    names = zip_names(blob) if blob.head.startswith(_ZIP) else ()
    return "datapackage.json" in names and any(name.startswith("archive/") for name in names)


def zip_names(blob: Blob) -> tuple[str, ...]:
    """The names in a ZIP archive; where one cannot go back in its bytes, those at its beginning."""
    if blob.path is not None or blob.stream.seekable():
        try:
            if blob.path is not None:
                with zipfile.ZipFile(blob.path) as archive:
                    return tuple(archive.namelist())
            with zipfile.ZipFile(blob.stream) as archive:
                return tuple(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, LookupError, NotImplementedError):
            return ()  # reading it will tell what is the matter
        finally:
            if blob.path is None:
                blob.stream.seek(0)
    found = re.finditer(rb"PK\x03\x04.{22}(.)(.)..", blob.head, re.DOTALL)
    sizes = ((match.end(), match[1][0] + 256 * match[2][0]) for match in found)
    return tuple(blob.head[at : at + size].decode("utf-8", "replace") for at, size in sizes if size < 500)


def _unpacked_head(head: bytes) -> bytes:
    """How some bytes begin once they are unpacked; as they are where they are not packed."""
    if head.startswith(_GZIP):
        try:
            return zlib.decompressobj(31).decompress(head, 4096)
        except zlib.error:
            return b""
    if head.startswith(_ZSTD):
        try:
            import zstandard
        except ImportError:
            return b""
        try:
            return zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(io.BytesIO(head)).read(4096)
        except zstandard.ZstdError:
            return b""
    return head[:4096]


# ------------------------------------------------------------------------------------------------- posts of platforms

_CHAT = re.compile(
    r'"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|replies|verification_codes|'
    r'(?:private|public)_(?:group|supergroup|channel))"'
)
_ACCOUNT = re.compile(r'"(?:personal_information|frequent_contacts|other_data)"\s*:\s*\{')
# Patterns that begin with what is told are looked for ten times as fast as one for all of them.
_TELEGRAM_PAGES = (
    re.compile(rb"tgme_(?:widget_message|channel_info)"),
    re.compile(rb"class=\"page_wrap\"[^\0]{0,3000}?class=\"page_(?:header|body)"),
)
_TELEGRAM_LINE = re.compile(
    r'"(?:peer_id|fwd_from|forward_from_chat|forward_date|sender_chat|media_group_id|grouped_id)"\s*:'
)
_X_ARCHIVE = re.compile(r"\s*window\.YTD\.\w+\.part\d+\s*=")
_X_POST = re.compile(
    r'"(?:edit_history_tweet_ids|referenced_tweets|note_tweet|rawContent|renderedContent|retweetedTweet|quotedTweet)"'
    r"\s*:"
)


def like_telegram(blob: Blob) -> bool:
    """Whether it is JSON of Telegram Desktop: the kind of a chat stands near its head, or parts of an account."""
    head = _json_head(blob)
    return _CHAT.search(head, 0, 2000) is not None or _ACCOUNT.search(head) is not None


def like_telegram_page(blob: Blob) -> bool:
    """Whether it is a page of Telegram: a chat that its Desktop exported, or the public preview of a channel."""
    return like_page(blob) and any(pattern.search(blob.head) for pattern in _TELEGRAM_PAGES)


def like_telegram_lines(blob: Blob) -> bool:
    """Whether it is records with keys that only the client libraries of Telegram write."""
    head = _json_head(blob)
    return '"date"' in head and _TELEGRAM_LINE.search(head) is not None


def like_x(blob: Blob) -> bool:
    """Whether it is an archive of X, or JSON with keys that only its posts have, as its API or scrapers write them."""
    return _X_ARCHIVE.match(text_head(blob, _FIRST)) is not None or _X_POST.search(_json_head(blob)) is not None


def like_rejects(blob: Blob) -> bool:
    """Whether its first line is one of what was refused: its place, its reason and the record."""
    first = _json_head(blob).lstrip().partition("\n")[0]
    return all(f'"{key}":' in first for key in ("where", "reason", "record"))


def _json_head(blob: Blob) -> str:
    """How JSON begins, an object or a list; nothing where it is none."""
    begins = text_head(blob, _FIRST).lstrip()
    if begins and not begins.startswith(("{", "[")):
        return ""  # as pages do, of which there are most
    head = text_head(blob)
    return head if head.lstrip().startswith(("{", "[")) else ""
