"""How tables, lists of records and chats look: what their first bytes tell."""

from __future__ import annotations

import codecs
import csv
import re

from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.looks import known_kind, text_head, zip_names
from riwaya.inputs.tables.columns import has_addresses, is_named, is_numbered, map_columns
from riwaya.records import Issue

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
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
        if is_numbered(settings.columns):
            names = [str(number) for number in range(1, len(names) + 1)]
        named = is_named(names, settings) or (leads and has_addresses(names, settings))
        mapped = sum(len(each) for each in map_columns(names, settings).values())
        if named and (mapped >= least or settings.columns):
            return True
    return False


_LONGEST_HEAD = 5_000
"""Letters of the names of a table's columns at most."""


def like_workbook(blob: Blob) -> bool:
    """Whether it is a ZIP file with the parts of a workbook."""
    return blob.head.startswith(b"PK\x03\x04") and any(name.startswith("xl/") for name in zip_names(blob))


def like_parquet(blob: Blob) -> bool:
    """Whether it has the mark of Parquet."""
    return blob.head.startswith(b"PAR1")


_RELIEFWEB = re.compile(r'"href"\s*:\s*"https?:\\?/\\?/api\.reliefweb\.int|"fields"\s*:\s*\{')


def like_reliefweb(blob: Blob) -> bool:
    """Whether it is an answer of ReliefWeb: a list of data with fields."""
    head = text_head(blob)
    return head.lstrip().startswith("{") and '"data"' in head and _RELIEFWEB.search(head) is not None


WHATSAPP = re.compile(
    r"(?P<bracket>\[)?(?P<day>\d{1,4}(?P<parted>[/.-])\d{1,2}(?P=parted)\d{2,4})(?:\s?هـ?)?(?P<comma>[,،]?)\s"
    r"(?P<clock>\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?(?:[AaPp]\.?\s?[Mm]\.?|[صم](?:باح|ساء)?[\u0627\u064b]{0,2}))?)"
    r"(?P<closed>(?(bracket)\]|(?:\s[-–]|:)(?=\s)))\s?"
)
"""How a line opens that begins a message of WhatsApp: a day, an hour, and a bracket, a dash or a colon behind them."""
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
