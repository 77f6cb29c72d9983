"""How formats look: what the first bytes of a file tell."""

from __future__ import annotations

import codecs
import io
import csv
import re
import zipfile
import zlib

from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.columns import has_addresses, is_named, map_columns
from riwaya.records import Issue

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
    return _MIME.search(head) is not None and _MAIL_HEAD.match(head) is not None


def like_text(blob: Blob) -> bool:
    """Whether nothing tells that it is something else; a text in UTF-16 has its mark."""
    if blob.head.startswith(_UTF_16):
        return True
    return known_kind(blob.head) is None


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
    return blob.head.startswith(_ZIP) and not _OFFICE & set(zip_names(blob))


_OFFICE = {"[Content_Types].xml", "xl/workbook.xml", "word/document.xml", "ppt/presentation.xml", "mimetype"}


def like_pdf(blob: Blob) -> bool:
    """Whether it is a PDF file; some begin with a few other bytes."""
    return b"%PDF-" in blob.head[:1024]


def like_docx(blob: Blob) -> bool:
    """Whether it is a Word file of our century."""
    return blob.head.startswith(_ZIP) and "word/document.xml" in zip_names(blob)


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
_PLAIN = Settings()
DELIMITERS = ",\t;|"
"""What parts the columns of tables."""


def table_encoding(head: bytes) -> tuple[str, tuple[Issue, ...]]:
    """The encoding of a long text by its first bytes, and an issue where it was guessed."""
    if head.startswith(_UTF_16):
        return "utf-16", ()
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # what is cut at its end is no fault
    except UnicodeDecodeError:
        return "cp1256", (Issue("D06", None, None, "the encoding was guessed: windows-1256"),)
    return "utf-8-sig", ()


def like_table(blob: Blob, *, leads: bool = False, settings: Settings = _PLAIN) -> bool:
    """Whether its first line names columns of reports (or of addresses), parted in one of the ways of tables."""
    if known_kind(blob.head):
        return False
    encoding, _ = table_encoding(blob.head)
    first = next(iter(blob.head.decode(encoding, "replace").splitlines()), "")
    if len(first) > _LONGEST_HEAD:
        return False
    # One word that is also the name of a column may begin a text; two are a table, and so is what is called one.
    least = 1 if blob.path is not None and blob.path.suffix.lower() in (".csv", ".tsv", ".tab") else 2
    for names in (next(csv.reader([first], delimiter=each), []) for each in DELIMITERS if each in first):
        named = is_named(names, settings) or (leads and has_addresses(names, settings))
        mapped = sum(len(each) for each in map_columns(names, settings).values())
        if named and (mapped >= least or settings.columns):
            return True
    return False


_LONGEST_HEAD = 5_000
"""Letters of the names of a table's columns at most."""


def like_workbook(blob: Blob) -> bool:
    """Whether it is a ZIP file with the parts of a workbook."""
    return blob.head.startswith(b"PK\x03\x04") and (b"xl/" in blob.head or b"spreadsheetml" in blob.head)


def like_parquet(blob: Blob) -> bool:
    """Whether it has the mark of Parquet."""
    return blob.head.startswith(b"PAR1")


_RELIEFWEB = re.compile(r'"href"\s*:\s*"https?:\\?/\\?/api\.reliefweb\.int|"fields"\s*:\s*\{')


def like_reliefweb(blob: Blob) -> bool:
    """Whether it is an answer of ReliefWeb: a list of data with fields."""
    head = text_head(blob)
    return head.lstrip().startswith("{") and '"data"' in head and _RELIEFWEB.search(head) is not None


WHATSAPP = re.compile(
    r"\[?(?P<day>\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4})[,،]?\s"
    r"(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?:\s?[صمAaPp]\.?[Mm]?\.?)?)\]?\s?(?:- )?"
)
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def like_whatsapp(blob: Blob) -> bool:
    """Whether its first lines open as those of a chat that WhatsApp exported: a day, an hour, and a sender."""
    lines = [_MARKS.sub("", line).translate(_ARABIC_DIGITS) for line in text_head(blob).splitlines()[:20]]
    opened = [line for line in lines if (match := WHATSAPP.match(line)) and ": " in line[match.end() :]]
    return bool(lines) and WHATSAPP.match(lines[0]) is not None and len(opened) >= 1


_ARABIC_DIGITS = {base + n: str(n) for base in (0x0660, 0x06F0) for n in range(10)}


_GRAPH = re.compile(rb"\d{14}-(?:T?\d+)\t\d{14}\t")
_MENTIONS = re.compile(rb"\d+\t\d{14}\t\d{14}\t[1-6]\t")
_EVENTS = re.compile(rb"\d+\t\d{8}\t\d{6}\t\d{4}\t\d{4}\.\d+\t")
_FILES = re.compile(rb"\d+ [0-9a-f]{32} https?://\S+\s")


def gdelt_kind(head: bytes) -> str | None:
    """Which of GDELT's lists some bytes begin: its graph, mentions, events, or list of files; None for none of them."""
    shapes = (("graph", _GRAPH), ("mentions", _MENTIONS), ("events", _EVENTS), ("files", _FILES))
    return next((kind for kind, shape in shapes if shape.match(head)), None)


def like_gdelt(blob: Blob) -> bool:
    """Whether it is one of GDELT's lists."""
    return gdelt_kind(blob.head) is not None
