"""Web archives for tests, byte by byte."""

import gzip
import zlib

SHELLING = "قال مصدر طبي في مستشفى زمار إن ثلاثة مدنيين قُتلوا في قصف مدفعي على البلدة أمس الأحد."
SHELLING_BYTES = SHELLING.encode()
RAID = "أعلنت وزارة الدفاع أن طائراتها قصفت مخزنا للذخيرة قرب قرية الهضبة فجر الثلاثاء."


def http(body=SHELLING_BYTES, *, status="200 OK", content_type="text/plain; charset=utf-8", headers=()):
    """An answer of a server."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    block=None,
    *,
    kind="response",
    url="https://news.example/1",
    date="2024-01-15T09:30:00Z",
    length=None,
    headers=(),
    content_type="application/http; msgtype=response",
    number=1,
):
    """A record of a web archive."""
    block = http() if block is None else block
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        f"WARC-Date: {date}",
        *([f"WARC-Target-URI: {url}"] if url else []),
        f"Content-Type: {content_type}",
        *headers,
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def chunked(body, size=40):
    """A body in chunks, with an extension and a trailer."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(each), each) for each in pieces) + b"0\r\nX-Sum: 1\r\n\r\n"


def deflated(body):
    """A body packed by deflate without a head, as some servers send it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def gzipped(*records):
    """Records compressed one by one."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)
