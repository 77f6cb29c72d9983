"""Writes small archives and collections of our own, byte by byte, in the ways in which crawlers write them:

    PYTHONPATH=src:tests python tests/inputs/warc/make_small.py

What comes out of each was written by hand beside it.
"""

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import brotli
import zstandard

from warcs import chunked, gzipped, http, record

HERE = Path(__file__).parent
PAGE = (
    '<!doctype html><html lang="ar"><head><meta charset="{charset}"><title>{title} | راديو الجبل</title>'
    '<meta property="og:site_name" content="راديو الجبل"></head>'
    "<body><h1>{title}</h1><p>{one}</p><p>{two}</p></body></html>"
)
CONVOY = PAGE.format(
    charset="utf-8",
    title="استهداف قافلة إغاثة على طريق الجبل",
    one="قال سائقون إن مسلحين أطلقوا النار على قافلة إغاثة على طريق الجبل ظهر الخميس.",
    two="وأوضح الهلال الأحمر أن شاحنتين احترقتا ولم يصب أحد من المتطوعين.",
)
DENIAL = PAGE.format(
    charset="windows-1256",
    title="الجيش ينفي استهداف القافلة",
    one="نفى متحدث باسم الجيش أن تكون قواته أطلقت النار على قافلة الإغاثة.",
    two="وقال إن الطريق خارج نطاق انتشار وحداته منذ أسبوع.",
)
BRIDGE = PAGE.format(
    charset="utf-8",
    title="قصف يقطع جسر القرية الوحيد",
    one="قطع قصف ليلي الجسر الوحيد المؤدي إلى القرية، بحسب رئيس المجلس المحلي.",
    two="وطالب الأهالي بفتح ممر لإخراج المرضى.",
)
FEED = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>راديو الجبل</title>'
    "<item><title>هدنة ليوم واحد</title><link>https://jabal.example/n/4</link>"
    "<pubDate>Fri, 12 Jan 2024 08:00:00 +0200</pubDate>"
    "<description>اتفق الطرفان على هدنة ليوم واحد لإجلاء الجرحى.</description></item></channel></rss>"
)
HTML, DIGEST = "text/html; charset=utf-8", "WARC-Payload-Digest: sha1:CONVOY"
REQUEST = record(b"GET /n/1 HTTP/1.1\r\n\r\n", kind="request", content_type="application/http; msgtype=request")
INFO = record(b"software: crawler\r\n", kind="warcinfo", url=None, content_type="application/warc-fields")


def page(text: str, url: str, date: str, *more: str, packed=None, headers=()) -> bytes:
    """A record of a page; `packed` is its body where that is not its text in UTF-8."""
    body = text.encode() if packed is None else packed
    return record(http(body, content_type=HTML, headers=headers), url=url, date=date, headers=more)


def plain() -> bytes:
    """As GNU Wget and archives of the first years write them: not compressed, with what else a crawler keeps."""
    first = page(CONVOY, "https://jabal.example/n/1", "2024-01-11T13:00:00Z", DIGEST)
    style = record(http(b"p { color: red }", content_type="text/css"), url="https://jabal.example/style.css")
    gone = record(http(b"<p>gone</p>", status="410 Gone", content_type=HTML), url="https://jabal.example/n/0")
    note = record(
        "نص محفوظ دون خادم: عاد المعتقلون إلى بيوتهم.".encode(),
        kind="resource",
        url="<urn:note:7>",
        content_type="text/plain; charset=utf-8",
        date="2024-01-11T13:05:00Z",
    )
    again = record(
        b"", kind="revisit", url="https://jabal.example/n/1?ref=x", date="2024-01-12T13:00:00Z", headers=[DIGEST]
    )
    return INFO + REQUEST + first + style + gone + note + again


def packed() -> bytes:
    """Compressed record by record, with bodies as servers send them."""
    legacy = http(DENIAL.encode("cp1256"), content_type="text/html; charset=windows-1256")
    return gzipped(
        INFO,
        record(legacy, url="https://jabal.example/n/2", date="2024-01-11T16:30:00Z"),
        page(
            CONVOY,
            "https://jabal.example/n/1",
            "2024-01-11T16:31:00Z",
            packed=chunked(gzip.compress(CONVOY.encode())),
            headers=["Transfer-Encoding: chunked", "Content-Encoding: gzip"],
        ),
        page(
            BRIDGE,
            "https://jabal.example/n/3",
            "2024-01-11T16:32:00Z",
            packed=brotli.compress(BRIDGE.encode()),
            headers=["Content-Encoding: br"],
        ),
    )


def with_dictionary() -> bytes:
    """Compressed by Zstandard with a dictionary, as some crawlers do; the last record breaks off."""
    known = zstandard.ZstdCompressionDict(CONVOY.encode() * 3, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    packer = zstandard.ZstdCompressor(dict_data=known)
    data = known.as_bytes()
    feed = http(FEED.encode(), content_type="application/rss+xml")
    records = [
        page(BRIDGE, "https://jabal.example/n/3", "2024-01-12T07:00:00Z"),
        record(feed, url="https://jabal.example/rss", date="2024-01-12T07:01:00Z"),
        page(CONVOY[:-40], "https://jabal.example/n/1", "2024-01-12T07:02:00Z", "WARC-Truncated: length"),
    ]
    first = b"\x5d\x2a\x4d\x18" + len(data).to_bytes(4, "little") + data
    return first + b"".join(map(packer.compress, records))


def days() -> tuple[bytes, bytes]:
    """Two days of one crawl: on the second the server says that nothing changed."""
    first = page(BRIDGE, "https://jabal.example/n/3", "2024-01-13T07:00:00Z", "WARC-Payload-Digest: sha1:BRIDGE")
    refers = ["WARC-Refers-To-Target-URI: https://jabal.example/n/3", "WARC-Refers-To-Date: 2024-01-13T07:00:00Z"]
    head = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    again = record(head, kind="revisit", url="https://jabal.example/n/3", date="2024-01-14T07:00:00Z", headers=refers)
    refers = ["WARC-Refers-To-Target-URI: https://jabal.example/n/99", "WARC-Refers-To-Date: 2023-12-01T00:00:00Z"]
    lost = record(head, kind="revisit", url="https://jabal.example/n/99", date="2024-01-14T07:01:00Z", headers=refers)
    return gzipped(INFO, first), gzipped(INFO, again, lost)


def collection(archives: dict[str, bytes], pages: list[dict[str, str]], *, digests: bool = True) -> bytes:
    """A collection with some archives and a list of pages; without `digests`, those told are of something else."""
    lines = [json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"})]
    files = {f"archive/{name}": data for name, data in archives.items()}
    files["pages/pages.jsonl"] = "\n".join([*lines, *map(json.dumps, pages)]).encode()
    resources = [
        {"path": path, "bytes": len(data), "hash": "sha256:" + digest(data if digests else b"")}
        for path, data in files.items()
    ]
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}).encode()
    files["datapackage.json"] = package
    files["datapackage-digest.json"] = json.dumps(
        {"path": "datapackage.json", "hash": "sha256:" + digest(package)}
    ).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for path, data in files.items():
            file.writestr(zipfile.ZipInfo(path, (2024, 1, 15, 0, 0, 0)), data)
    return buffer.getvalue()


def digest(data: bytes) -> str:
    """Its SHA-256."""
    return hashlib.sha256(data).hexdigest()


def main():
    bare = CONVOY.replace("<title>استهداف قافلة إغاثة على طريق الجبل | راديو الجبل</title>", "").replace("h1>", "p>")
    first, second = days()
    listed = [{"id": "1", "url": "https://jabal.example/n/1", "ts": "2024-01-11T13:00:00Z", "title": "القافلة"}]
    again = record(
        b"",
        kind="revisit",
        url="https://jabal.example/a/3",
        date="2024-01-14T09:00:00Z",
        headers=["WARC-Payload-Digest: sha1:BRIDGE"],
    )
    titled = gzipped(page(bare, "https://jabal.example/n/1", "2024-01-11T13:00:00Z"))
    files = {
        "plain.warc": plain(),
        "packed.warc.gz": packed(),
        "dictionary.warc.zst": with_dictionary(),
        "day-2024-01-13.warc.gz": first,
        "day-2024-01-14.warc.gz": second,
        "titles.wacz": collection({"data.warc.gz": titled}, listed),
        "two.wacz": collection({"rec-0.warc.gz": first, "rec-1.warc.gz": gzipped(again)}, []),
        "altered.wacz": collection({"data.warc.gz": first}, listed, digests=False),
    }
    for name, data in files.items():
        (HERE / name).write_bytes(data)


if __name__ == "__main__":
    main()
