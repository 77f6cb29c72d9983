"""Files that are made to do harm, or are harmed. What must come of reading each stands in `hostile.expected.yaml`."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple

import brotli
import zstandard

import warcs
from warcs import RAID, SHELLING, http, record

MB = 1_000_000
TEXT = SHELLING.encode()
PAGE = f"<!doctype html><html><body><h1>قصف على زمار</h1><p>{SHELLING}</p><p>{RAID}</p></body></html>"


class Hostile(NamedTuple):
    """A file: its name, and what makes it."""

    name: str
    make: Callable[[], bytes]


FILES: list[Hostile] = []


def hostile(name):
    """Puts the function below among the files."""

    def keep(make):
        add(name, make)
        return make

    return keep


def add(name, make):
    """Puts what makes a file among the files."""
    FILES.append(Hostile(name, make))


def zipped(*members, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def zeros(packer, size, *, first=b"", byte=b"\0"):
    """So many bytes of one kind, compressed."""
    piece = byte * MB
    packed = [packer.compress(first)]
    packed += [packer.compress(piece) for _ in range(size // MB)]
    return b"".join(packed) + packer.flush()


def gzip_packer():
    return zlib.compressobj(9, zlib.DEFLATED, 31)


# ------------------------------------------------------------------------------------------------------ compressed


add("gzip-bomb", lambda: zeros(gzip_packer(), 300 * MB))
add(
    "gzip-bomb-of-records",
    lambda: zeros(gzip_packer(), 300 * MB, first=b'{"text": "', byte=b"a"),
)
add("gzip-bomb-of-newlines", lambda: zeros(gzip_packer(), 300 * MB, byte=b"\n"))
add("gzip-bomb-in-members", lambda: gzip.compress(b"\0" * MB) * 300)
add("bzip2-bomb", lambda: zeros(bz2.BZ2Compressor(), 300 * MB))
add("xz-bomb", lambda: zeros(lzma.LZMACompressor(preset=1), 300 * MB))
add("zstandard-bomb", lambda: zstandard.compress(b"\0" * (300 * MB)))
add("zstandard-window", lambda: b"\x28\xb5\x2f\xfd\x00\xff" + b"\xff" * 40)
add(
    "xz-of-more-memory-than-there-is",
    lambda: b"\xfd7zXZ\0\0\x04" + b"\xe6\xd6\xb4F" + b"\x02\0!\x01(\0\0\0" + b"\xff" * 40,
)


@hostile("gzip-in-gzip")
def _():
    data = TEXT
    for _ in range(20):
        data = gzip.compress(data)
    return data


@hostile("gzip-with-a-name-without-end")
def _():
    return b"\x1f\x8b\x08\x08\0\0\0\0\0\x03" + b"a" * (5 * MB)


add("gzip-with-a-wrong-sum", lambda: gzip.compress(TEXT)[:-8] + b"\0" * 8)
add("gzip-with-garbage-behind", lambda: gzip.compress(TEXT) + b"garbage")
add("gzip-of-nothing", lambda: gzip.compress(b""))
add("gzip-mark-alone", lambda: b"\x1f\x8b")
add("bzip2-mark-alone", lambda: b"BZh9")
add("xz-mark-alone", lambda: b"\xfd7zXZ\0")
add("zstandard-mark-alone", lambda: b"\x28\xb5\x2f\xfd")
for place in (12, 40, 90):
    add(
        f"gzip-cut-at-{place}",
        lambda place=place: gzip.compress(TEXT * 3)[:place],
    )
    add(
        f"bzip2-cut-at-{place}",
        lambda place=place: bz2.compress(TEXT * 3)[:place],
    )
    add(f"xz-cut-at-{place}", lambda place=place: lzma.compress(TEXT * 3)[:place])


# ------------------------------------------------------------------------------------------------------ ZIP


@hostile("zip-bomb")
def _():
    return zipped(("bomb.txt", b"\0" * (300 * MB)), ("report.txt", TEXT))


@hostile("zip-bomb-of-many-members")
def _():
    return zipped(*((f"{n}.txt", b" " * (4 * MB)) for n in range(60)))


@hostile("zip-in-zip")
def _():
    data = zipped(("report.txt", TEXT))
    for n in range(40):
        data = zipped((f"{n}.zip", data))
    return data


@hostile("zip-of-one-member-told-many-times")
def _():
    archive = zipped(("a.txt", b"a" * MB))
    directory = archive[archive.index(b"PK\x01\x02") : archive.rindex(b"PK\x05\x06")]
    start = archive.index(b"PK\x01\x02")
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 5000, 5000, len(directory) * 5000, start, 0)
    return archive[:start] + directory * 5000 + tail


@hostile("zip-of-too-many-members")
def _():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for n in range(100_002):
            archive.writestr(f"{n}", b"")
    return buffer.getvalue()


@hostile("zip-whose-member-is-longer-than-told")
def _():
    data = bytearray(zipped(("a.txt", TEXT * 100)))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


@hostile("zip-whose-member-is-shorter-than-told")
def _():
    data = bytearray(zipped(("a.txt", TEXT)))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (2**31).to_bytes(4, "little")
    return bytes(data)


def changed(data, mark, offset, new):
    """Bytes with some others at a distance from a mark."""
    at = data.index(mark) + offset
    return data[:at] + new + data[at + len(new) :]


ONE = zipped(("a.txt", TEXT))
add("zip-locked", lambda: changed(changed(ONE, b"PK\x01\x02", 8, b"\1"), b"PK\x03\x04", 6, b"\1"))
add(
    "zip-packed-in-an-unknown-way",
    lambda: changed(ONE, b"PK\x01\x02", 10, b"\x63"),
)
add(
    "zip-with-two-names-for-a-member",
    lambda: changed(ONE, b"PK\x03\x04", 30, b"b"),
)
add("zip-with-a-directory-elsewhere", lambda: changed(ONE, b"PK\x05\x06", 16, b"\xff\xff\xff\x7f"))
add("zip-with-a-million-entries-told", lambda: changed(ONE, b"PK\x05\x06", 8, b"\xff\xff\xff\xff"))
add("zip-behind-other-bytes", lambda: b"PK\x03\x04 " + ONE)
add(
    "zip-with-names-that-lead-out",
    lambda: zipped(("../../../../tmp/out.txt", TEXT), ("/etc/cron.d/x", TEXT)),
)
add("zip-with-names-that-turn-around", lambda: zipped(("\u202etxt.exe\u2066", TEXT), ("a\x1b[2Jb", TEXT)))
add("zip-with-a-long-name", lambda: zipped(("a" * 65_000, TEXT)))
for place in (4, 30, 60, 120, len(ONE) - 22, len(ONE) - 5):
    add(f"zip-cut-at-{place}", lambda place=place: ONE[:place])


# ------------------------------------------------------------------------------------------------------ WARC

GOOD = record(url="https://news.example/good")


def between(*records):
    """Records between two good ones."""
    return GOOD + b"".join(records) + record(http(RAID.encode()), url="https://news.example/last")


add("warc-length-of-a-petabyte", lambda: between(record(length=10**15)))
add("warc-length-below-zero", lambda: between(record(length=-1)))
add("warc-length-of-many-digits", lambda: between(record(length="9" * 5000)))
add(
    "warc-lengths-into-the-next",
    lambda: b"".join(record(url=f"https://n.example/{n}", length=30 * MB) for n in range(300)),
)
add("warc-mark-a-million-times", lambda: b"WARC/1.0\r\n" * MB)
add(
    "warc-headers-without-end",
    lambda: between(b"WARC/1.1\r\n" + b"X: y\r\n" * MB),
)
add("warc-a-header-of-ten-megabytes", lambda: between(b"WARC/1.1\r\nX: " + b"y" * (10 * MB)))
add(
    "warc-http-headers-without-end",
    lambda: between(record(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500_000)),
)
add(
    "warc-chunk-of-a-petabyte",
    lambda: between(record(http(b"ffffffffffff\r\n" + TEXT, headers=["Transfer-Encoding: chunked"]))),
)
add(
    "warc-a-million-chunks",
    lambda: between(record(http(b"1\r\n \r\n" * MB + b"0\r\n\r\n", headers=["Transfer-Encoding: chunked"]))),
)
add(
    "warc-gzip-body-bomb",
    lambda: between(record(http(gzip.compress(b"\0" * (100 * MB)), headers=["Content-Encoding: gzip"]))),
)
add(
    "warc-zstandard-body-bomb",
    lambda: between(record(http(zstandard.compress(b"\0" * (100 * MB)), headers=["Content-Encoding: zstd"]))),
)
add(
    "warc-brotli-body-bomb",
    lambda: between(record(http(brotli.compress(b"\0" * (100 * MB), quality=5), headers=["Content-Encoding: br"]))),
)
add(
    "warc-codings-in-codings",
    lambda: between(record(http(TEXT, headers=["Content-Encoding: " + "gzip, " * 500 + "gzip"]))),
)
add(
    "warc-gzip-record-bomb",
    lambda: (
        gzip.compress(GOOD) + zeros(gzip_packer(), 600 * MB, first=b"WARC/1.0\r\nContent-Length: 600000000\r\n\r\n")
    ),
)
add("warc-gzip-marks", lambda: gzip.compress(GOOD) + b"\x1f\x8b\x08" * 200_000)
add("warc-nothing-but-nulls-behind", lambda: GOOD + b"\0" * (20 * MB))
add(
    "warc-revisits-in-a-circle",
    lambda: b"".join(
        record(
            b"",
            kind="revisit",
            url=f"https://n.example/{n}",
            headers=[f"WARC-Refers-To-Target-URI: https://n.example/{1 - n}"],
        )
        for n in (0, 1)
    ),
)
add(
    "warc-fifty-thousand-records",
    lambda: b"".join(record(b"x", kind="metadata", content_type="a/b") for _ in range(50_000)) + GOOD,
)
add("warc-address-that-turns-around", lambda: between(record(url="https://n.example/\u202e\x1b[2J\x07")))
add("warc-address-that-is-none", lambda: between(record(url="http://[::1/%%%\\\\")))
add("warc-date-that-is-none", lambda: between(record(date="9999-99-99T99:99:99Z")))


NO_DIGIT = "Content-Length: \u00b2".encode("latin-1")
add("warc-gzip-nothing-but-nulls-behind", lambda: gzip.compress(GOOD) + b"\0" * (60 * MB))
add("warc-gzip-nulls-between", lambda: gzip.compress(GOOD) + b"\0" * (20 * MB) + gzip.compress(GOOD))
add(
    "warc-a-length-that-is-no-digit",
    lambda: between(record(b"HTTP/1.1 200 OK\r\n" + NO_DIGIT + b"\r\n\r\n" + TEXT)),
)


@hostile("warc-in-warc")
def _():
    inside = record()
    for n in range(10):
        inside = record(http(gzip.compress(inside), content_type="application/warc"), url=f"https://n.example/{n}")
    return between(inside)


for place in (5, 60, 200, 300, 420, 500):
    add(f"warc-cut-at-{place}", lambda place=place: (GOOD + GOOD)[:place])
    add(f"warc-gzip-cut-at-{place}", lambda place=place: warcs.gzipped(GOOD, GOOD)[:place])


# ------------------------------------------------------------------------------------------------------ JSON and text

RECORD = json.dumps({"text": SHELLING}).encode()
add("json-nested", lambda: b"[" * MB)
add("json-of-nothing-but-brackets", lambda: b"[" * (100 * MB))
add("json-brackets-behind-records", lambda: b"[" + RECORD + b",\n" + RECORD + b",\n" + b"[" * (100 * MB))
add("json-objects-nested", lambda: b'{"text": ' * 500_000)
add(
    "json-nested-in-a-line-between",
    lambda: RECORD + b"\n" + b'{"a":' * 200_000 + b"\n" + RECORD,
)
add(
    "json-a-number-of-many-digits",
    lambda: RECORD + b'\n{"text": ' + b"1" * 100_000 + b"}\n" + RECORD,
)
add(
    "json-a-line-of-thirty-megabytes",
    lambda: RECORD + b'\n{"text": "' + b"a" * (30 * MB) + b'"}\n' + RECORD,
)
add("json-not-numbers", lambda: RECORD + b'\n{"text": NaN}\n' + RECORD)
add("json-the-key-twice", lambda: b'{"text": "a", "text": ' + json.dumps(SHELLING).encode() + b"}")
add("json-lone-surrogates", lambda: b'{"text": "\\ud800\\udc00 \\ud800 ' + TEXT + b'"}')
add("json-in-half-of-a-utf-16-character", lambda: RECORD.decode().encode("utf-16")[:-1])
add("json-cut", lambda: RECORD[:-5])
add("json-a-million-empty-lines", lambda: b"\n" * MB + RECORD)
add("text-of-nulls", lambda: b"\0" * MB)
add("text-with-a-null", lambda: TEXT + b"\0")
add("text-in-two-encodings", lambda: TEXT + SHELLING.encode("cp1256"))
add("text-that-turns-around", lambda: ("\u202e" + SHELLING + "\u2066" * 1000).encode())
add("text-of-marks", lambda: ("ق" + "\u064b" * 100_000).encode())
add("text-of-escapes", lambda: TEXT + b"\x1b[2J\x1b]0;x\x07")
add("text-a-mark-of-utf-16-alone", lambda: b"\xff\xfe")
add("text-a-mark-of-utf-8-alone", lambda: b"\xef\xbb\xbf")
add("text-longer-than-a-document", lambda: b"a " * (4 * MB))
add("nothing", lambda: b"")


# ------------------------------------------------------------------------------------------------------ PDF


def pdf(*objects):
    """A PDF file of objects, from number 1 on; the first is the catalog."""
    body = b"".join(b"%d 0 obj %s endobj\n" % (n, each) for n, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def one_page(content, more=b"", extra=()):
    """A PDF file with one page of a content."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>%s>>/Contents 5 0 R>>" % more
    return pdf(CATALOG, PAGES, page, FONT, content, *extra)


def stream(data, head=b""):
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), head, data)


WORDS = b"BT /F 12 Tf 50 700 Td (Three people died in the village) Tj ET"
add("pdf-pages-in-a-circle", lambda: pdf(CATALOG, b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"))
add(
    "pdf-a-form-that-draws-itself",
    lambda: one_page(
        stream(b"/X Do"),
        b"/XObject<</X 6 0 R>>",
        [stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")],
    ),
)
add(
    "pdf-an-index-before-itself",
    lambda: b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
)
add("pdf-a-length-that-is-itself", lambda: one_page(b"<</Length 5 0 R>>stream\n" + WORDS + b"\nendstream"))
add(
    "pdf-a-length-of-a-petabyte",
    lambda: one_page(b"<</Length 999999999999999>>stream\n" + WORDS + b"\nendstream"),
)
add(
    "pdf-a-bomb",
    lambda: one_page(stream(zlib.compress(b" " * (300 * MB)), b"/Filter/FlateDecode")),
)
add(
    "pdf-a-bomb-in-a-bomb",
    lambda: one_page(stream(zlib.compress(zlib.compress(b" " * (300 * MB))), b"/Filter[/FlateDecode/FlateDecode]")),
)
add("pdf-lists-in-lists", lambda: one_page(stream(b"[" * 200_000 + WORDS)))
add("pdf-objects-in-objects", lambda: pdf(b"<</Type/Catalog/Pages " + b"<</A " * 100_000, PAGES))
add("pdf-a-million-of-nothing", lambda: one_page(stream(b"q Q " * 300_000 + WORDS)))
add(
    "pdf-letters-outside-the-page",
    lambda: one_page(stream(b"BT /F 1e30 Tf -1e30 1e30 Td (Three people died) Tj ET")),
)
add("pdf-text-without-a-font", lambda: one_page(stream(b"BT (Three people died) Tj ET")))
add("pdf-a-font-that-is-a-number", lambda: one_page(stream(WORDS), b"/Font 7"))
for place in (9, 50, 200, 400, 480):
    add(f"pdf-cut-at-{place}", lambda place=place: one_page(stream(WORDS))[:place])


# ------------------------------------------------------------------------------------------------------ Word

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body, head=""):
    """A Word file with a body."""
    text = f"{head}<w:document {WORD}><w:body>{body}</w:body></w:document>"
    return zipped(("[Content_Types].xml", "<Types/>"), ("word/document.xml", text))


def para(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
add("word-bomb", lambda: zipped(("word/document.xml", b"<w:document>" + b" " * (300 * MB))))
add(
    "word-billion-laughs",
    lambda: word(para(f"{SHELLING} &l11;"), f'<!DOCTYPE x [<!ENTITY l0 "x">{LAUGHS}]>'),
)
add(
    "word-a-file-beside-it",
    lambda: word(para(f"{SHELLING} &f;"), '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
)
add("word-tables-in-tables", lambda: word("<w:tbl><w:tr><w:tc>" * 50_000))
add(
    "word-tables-in-tables-to-the-limit",
    lambda: word("<w:tbl><w:tr><w:tc>" * 80 + para(SHELLING) + "</w:tc></w:tr></w:tbl>" * 80),
)
add("word-a-million-paragraphs", lambda: word("<w:p/>" * MB + para(SHELLING)))
add("word-without-a-text", lambda: zipped(("word/document.xml", "")))
add("word-of-nulls", lambda: zipped(("word/document.xml", b"\0" * 1000)))
add(
    "sheet-bomb",
    lambda: zipped(
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", "<workbook/>"),
        ("xl/worksheets/sheet1.xml", b" " * (300 * MB)),
    ),
)


# ------------------------------------------------------------------------------------------------------ feeds


def feed(inside, head=""):
    return f"{head}<rss version='2.0'><channel><title>و</title>{inside}</channel></rss>".encode()


ITEM = f"<item><title>قصف على زمار</title><description>{SHELLING}</description></item>"
add(
    "feed-billion-laughs",
    lambda: feed(f"<item><title>&l11;</title></item>{ITEM}", f'<!DOCTYPE rss [<!ENTITY l0 "x">{LAUGHS}]>'),
)
add(
    "feed-one-entity-many-times",
    lambda: feed(
        "<item><title>" + "&a;" * 50_000 + f"</title></item>{ITEM}", f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>'
    ),
)
add(
    "feed-a-file-beside-it",
    lambda: feed(f"<item><title>&f;</title></item>{ITEM}", '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
)
add("feed-a-dtd-elsewhere", lambda: feed(ITEM, '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">'))
add(
    "feed-a-parameter-entity",
    lambda: feed(ITEM, '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'),
)
add(
    "feed-an-include",
    lambda: feed(ITEM + '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'),
)
add("feed-nested", lambda: feed("<a>" * 100_000))
add("feed-nested-behind-an-item", lambda: feed(ITEM + "<a>" * 100_000))
add("feed-nested-between-items", lambda: feed(ITEM + "<a>" * 5_000 + "</a>" * 5_000 + ITEM))
add("feed-a-hundred-thousand-items", lambda: feed("<item/>" * 100_000 + ITEM))
add(
    "feed-attributes",
    lambda: feed(ITEM).replace(b"<rss ", b"<rss " + b" ".join(b"a%d='1'" % n for n in range(100_000)) + b" "),
)
add("feed-a-title-of-thirty-megabytes", lambda: feed(f"<item><title>{'a' * (30 * MB)}</title></item>{ITEM}"))
add("feed-cdata-without-end", lambda: feed(ITEM + "<item><title><![CDATA[قصف"))
add("feed-in-an-encoding-that-is-none", lambda: feed(ITEM, '<?xml version="1.0" encoding="x-none"?>'))
add("feed-in-utf-7", lambda: feed(ITEM, '<?xml version="1.0" encoding="utf-7"?>'))
add("feed-with-nulls", lambda: feed(ITEM).replace(b"<item>", b"<item>\0"))
add(
    "feed-html-nested",
    lambda: feed(f"<item><description>{'&lt;div&gt;' * 100_000}{SHELLING}</description></item>{ITEM}"),
)
add("feed-json-nested", lambda: b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 200_000)
add(
    "feed-json-of-other-things",
    lambda: b'{"version": "https://jsonfeed.org/version/1", "items": [1, null, {"title": ["x"]}, {"id": 1e400}]}',
)
for place in (30, 60, 100, 150):
    add(f"feed-cut-at-{place}", lambda place=place: feed(ITEM)[:place])


# ------------------------------------------------------------------------------------------------------ pages


def page(inside, head=""):
    return f"<!doctype html><html><head>{head}</head><body>{inside}</body></html>".encode()


STORY = f"<article><h1>قصف على زمار</h1><p>{SHELLING}</p><p>{RAID}</p></article>"
add("page-nested", lambda: page("<div>" * 200_000 + STORY))
add("page-nested-behind-the-story", lambda: page(STORY + "<div>" * 200_000))
add("page-nested-tables", lambda: page("<table><tr><td>" * 20_000 + STORY))
add("page-nested-quotes", lambda: page("<blockquote class='twitter-tweet'>" * 5_000 + STORY))
add("page-half-a-million-elements", lambda: page("<b></b>" * 500_000 + STORY))
add(
    "page-half-a-million-breaks",
    lambda: page(f"<article><h1>قصف على زمار</h1><p>{SHELLING}{'<br>' * 500_000}{RAID}</p></article>"),
)
add("page-attributes", lambda: page("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">" + STORY))
add("page-a-comment-without-end", lambda: page(STORY + "<!--" + "a" * MB))
add("page-a-script-without-end", lambda: page(STORY + "<script>" + "a" * MB))
add("page-a-picture-in-it", lambda: page(STORY + f'<img src="data:image/png;base64,{"A" * (10 * MB)}">'))
add(
    "page-json-nested",
    lambda: page(STORY, '<script type="application/ld+json">' + '{"a":' * 100_000 + "</script>"),
)
add(
    "page-json-numbers",
    lambda: page(STORY, '<script type="application/ld+json">{"a": ' + "1" * 100_000 + "}</script>"),
)
add(
    "page-json-of-other-things",
    lambda: page(
        STORY,
        '<script type="application/ld+json">{"@type": 7, "headline": {"a": []}, "datePublished": [null]}</script>',
    ),
)
add("page-entities", lambda: page("&lt;" * 500_000 + STORY))
add("page-a-number-that-is-no-character", lambda: page("&#xffffffff;&#0;&#xd800;" + STORY))
add("page-in-another-encoding-than-it-says", lambda: page(STORY, '<meta charset="utf-16">'))
add("page-in-two-encodings", lambda: page(STORY) + RAID.encode("cp1256"))
add("page-with-nulls", lambda: page(STORY).replace(b"<p>", b"<\0p>\0"))
add("page-that-turns-around", lambda: page(STORY.replace("قصف", "\u202eقصف\u2066")))
add("page-frames-of-itself", lambda: page(STORY + '<iframe src=""></iframe>' * 10_000))
add(
    "page-addresses-that-are-none",
    lambda: page(
        STORY + '<a href="http://[">x</a><iframe src="http://[::1"></iframe>', '<link rel="canonical" href="http://[x">'
    ),
)
add(
    "page-moments-that-are-none",
    lambda: page(STORY, '<meta property="article:published_time" content="' + "9" * 100_000 + '">'),
)
add(
    "page-of-one-long-word",
    lambda: page(f"<article><h1>قصف على زمار</h1><p>{SHELLING}</p><p>{'ق' * MB}</p></article>"),
)
MAIL = 'From: <Saved>\r\nContent-Type: multipart/related; boundary="{}"\r\n\r\n'
PART = "--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE + "\r\n"
add("mhtml-without-its-end", lambda: (MAIL.format("x") + PART).encode())
add("mhtml-with-another-boundary", lambda: (MAIL.format("y") + PART).encode())
add("mhtml-of-many-parts", lambda: (MAIL.format("x") + PART + "--x\r\n\r\n" * 100_000).encode())
add("mhtml-nested", lambda: "".join(MAIL.format(n) + f"--{n}\r\n" for n in range(500)).encode())
add(
    "mhtml-in-broken-base64",
    lambda: (
        MAIL.format("x")
        + "--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + "A" * 1001
        + "!"
    ).encode(),
)


# ------------------------------------------------------------------------------------------------------ tables


HEAD = "النص,الرابط\n"
ROW = f"{SHELLING},https://n.example/1\n"
add("table-a-quote-without-end", lambda: (HEAD + ROW + '"' + "a\n" * (4 * MB)).encode())
add("table-a-quote-without-end-before-rows", lambda: (HEAD + ROW + '"' + ROW * 240_000).encode())
add("table-a-quote-without-end-on-a-line", lambda: (HEAD + ROW + '"' + "a" * (100 * MB)).encode())
add("table-a-field-of-ten-megabytes", lambda: (HEAD + ROW + "a" * (10 * MB) + ",x\n" + ROW).encode())
add("table-of-a-hundred-thousand-columns", lambda: (HEAD.strip() + ",a" * 100_000 + "\n" + ROW).encode())
add(
    "table-rows-of-all-lengths",
    lambda: (HEAD + "".join("," * n + "\n" for n in range(2_000)) + ROW).encode(),
)
add("table-with-nulls", lambda: (HEAD + ROW.replace("قصف", "قص\0ف") + ROW).encode())
add("table-in-two-encodings", lambda: HEAD.encode() + ROW.encode() + ROW.encode("cp1256"))
add("table-of-delimiters", lambda: b",;|\t" * MB)
add("table-of-formulas", lambda: (HEAD + '=HYPERLINK("http://127.0.0.1:9/"),x\n' + ROW).encode())
add("table-half-a-million-empty-rows", lambda: (HEAD + "\n" * 500_000 + ROW).encode())

SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOOK = f'<workbook {SHEET} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    "</Types>"
)


def linked(kind, target):
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}"><Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>'


def sheet(inside, head=""):
    """A workbook with one sheet."""
    return zipped(
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", linked("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", linked("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", f"{head}<worksheet {SHEET}>{inside}</worksheet>"),
    )


def cells(*texts, row=1):
    said = "".join(
        f'<c r="{chr(65 + n)}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(texts)
    )
    return f'<row r="{row}">{said}</row>'


TABLE = cells("النص", "الرابط") + cells(SHELLING, "https://n.example/1", row=2)
add(
    "sheet-as-wide-and-long-as-can-be",
    lambda: sheet(f'<dimension ref="A1:XFD1048576"/><sheetData>{TABLE}</sheetData>'),
)
add(
    "sheet-a-cell-at-the-far-end",
    lambda: sheet(f"<sheetData>{TABLE}{cells(SHELLING, row=1_048_576)}</sheetData>"),
)
add(
    "sheet-a-cell-beyond-the-end",
    lambda: sheet(f'<sheetData>{TABLE}<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row></sheetData>'),
)
add(
    "sheet-billion-laughs",
    lambda: sheet(
        f"<sheetData>{cells('النص')}{cells('&l11;', row=2)}</sheetData>", f'<!DOCTYPE x [<!ENTITY l0 "x">{LAUGHS}]>'
    ),
)
add(
    "sheet-a-file-beside-it",
    lambda: sheet(
        f"<sheetData>{cells('النص')}{cells('&f;', row=2)}</sheetData>",
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    ),
)
add("sheet-rows-of-a-bomb", lambda: sheet("<sheetData>" + "<row/>" * (20 * MB) + "</sheetData>"))
add("sheet-without-its-part", lambda: zipped(("[Content_Types].xml", TYPES), ("xl/workbook.xml", BOOK)))


# ------------------------------------------------------------------------------------------------------ posts


def chat(*messages):
    """An export of a channel by Telegram's program."""
    said = ",".join(messages)
    return f'{{"name": "قناة", "type": "public_channel", "id": 1, "messages": [{said}]}}'.encode()


POST = json.dumps(
    {
        "id": 1,
        "type": "message",
        "date_unixtime": "1705300000",
        "from_id": "channel1",
        "text": SHELLING,
        "text_entities": [],
    }
)
add("chat-cut", lambda: chat(POST, POST.replace('"id": 1', '"id": 2'))[:-60])
add(
    "chat-entities-nested",
    lambda: chat(POST, '{"id": 2, "type": "message", "text": ' + "[" * 100_000 + "]" * 100_000 + "}"),
)
add(
    "chat-of-other-things",
    lambda: chat(
        POST,
        "1",
        "null",
        "[]",
        '{"id": {}, "type": [], "text": 7}',
        '{"id": 3, "type": "message", "date_unixtime": "x", "text": [null, {"text": null}]}',
    ),
)
add("chat-bytes-that-are-no-json", lambda: chat(POST, POST.replace("قصف", "\\x1f"), POST))
add("chat-a-moment-of-many-digits", lambda: chat(POST.replace("1705300000", "9" * 5000)))
add(
    "chat-a-hundred-thousand-messages-of-nothing",
    lambda: chat(*['{"id": 1, "type": "service"}'] * 100_000, POST),
)
add("chat-a-list-without-end", lambda: chat(POST)[:-2] + b"," + POST.encode() + b",")
add(
    "chat-a-text-of-thirty-megabytes",
    lambda: chat(POST, json.dumps({"id": 2, "type": "message", "text": "a" * (30 * MB)}), POST),
)
add("chat-of-brackets", lambda: chat(POST)[:-2] + b"," + b"[" * (100 * MB))
add("chat-of-braces", lambda: chat(POST)[:-2] + b"," + b'{"a":' * (20 * MB))
LINE = json.dumps({"id": 1, "date": "2024-01-15T10:00:00+00:00", "message": SHELLING, "peer_id": {"channel_id": 1}})
SCRAPED = json.dumps({"id": 1, "rawContent": SHELLING, "user": {"username": "a"}, "url": "https://x.com/a/status/1"})
add("chat-lines-of-brackets", lambda: f"[{LINE},".encode() + b"[" * (100 * MB))
add("posts-of-brackets", lambda: f"[{SCRAPED},".encode() + b"[" * (100 * MB))
