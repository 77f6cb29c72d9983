"""Web archives (WARC): the pages, feeds and files in them, each with its address and the moment it was fetched at.

Pictures, scripts and the like are passed over, as are answers of servers that are no documents (redirects). What was
retrieved again unchanged is told once for an address; under another address it is read again, and so it is where the
earlier record stands in an archive beside this one that is not read.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace

from riwaya.errors import UnreadableInput
from riwaya.inputs.archives.guards import deeper
from riwaya.inputs.archives.http_body import Answer, charset_in, read_answer
from riwaya.inputs.archives.originals import url_of
from riwaya.inputs.archives.revisits import find_original
from riwaya.inputs.archives.warc_stream import Broken, Record, find_records
from riwaya.inputs.archives.zips import show
from riwaya.inputs.blobs import HEAD, Blob, Known, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.looks import is_media
from riwaya.inputs.moments import from_any
from riwaya.records import Issue, Moment, Provenance

_PASSED = re.compile(
    r"image/|video/|audio/|font/|text/css|text/javascript|text/dns|application/(?:x-)?(?:javascript|ecmascript|json|font"
    r"|woff2?|wasm|octet-stream-font|manifest\+json|ld\+json|vnd\.ms-fontobject|dash\+xml|x-mpegurl|vnd\.apple\.mpegurl"
    r"|http|warc-fields|x-protobuf|opensearchdescription\+xml|x-shockwave-flash)$"
)
_OWN_NOTES = re.compile(r"(?:metadata|dns|whois):|urn:(?:pageinfo|text|thumbnail|thumb|view|fullpage):", re.IGNORECASE)
"""What crawlers note of their work, and what they made of a page that they keep beside it."""
_FOR_MACHINES = re.compile(
    r"/(?:robots|ads|app-ads|security|humans)\.txt$|/favicon\.ico$"
    r"|\.(?:js|css|map|woff2?|ttf|jpe?g|png|gif|webp|avif|svg|ico|mp[34]|m4[av]|webm)$"
)


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of an archive. What cannot be read of it is told by its record, and the next one is read."""
    depth = deeper(blob)
    if blob.path is not None:
        settings.originals.looked_into.add(blob.path)
    for record in find_records(blob.stream, blob.head):
        name = f"{blob.name}, record {record.number}"
        if isinstance(record, Broken):
            yield Refusal(name, record.reason)
            continue
        url = url_of(record.headers)
        name = f"{name} {show(url)}" if url else name
        try:
            yield from _read_record(record, url, name, blob, settings, depth)
        except UnreadableInput as error:
            yield Refusal(name, str(error))


def _read_record(
    record: Record, url: str | None, name: str, blob: Blob, settings: Settings, depth: int
) -> Iterator[Incoming | Refusal]:
    """The documents of one record."""
    originals = settings.originals
    kind = record.headers.get("warc-type", "").lower()
    if kind == "revisit":
        yield from _read_again(record, url, name, blob, settings, depth)
    elif kind in ("response", "resource") or (kind == "conversion" and not originals.holds(_refers_to(record))):
        if kind == "response" and not _is_web(record):
            return  # what was looked up of a name, and the like
        answer = _answer(record)
        if not _is_document(answer, url):
            originals.keep_passed(record.headers)
            return
        if not answer.body.strip(b" \t\r\n"):
            if fault := record.fault or answer.fault:
                yield Refusal(name, fault)
            return
        originals.keep(record.headers, blob.path, record.place)
        originals.keep_read(url, record.headers)
        yield from _read_answer(answer, record, url, name, settings, depth)


def _read_again(
    record: Record, url: str | None, name: str, blob: Blob, settings: Settings, depth: int
) -> Iterator[Incoming | Refusal]:
    """What a record says was retrieved again: passed over where it was read under that address, else read again."""
    originals = settings.originals
    if originals.says_nothing_new(record.headers) or not _is_document(_head_of(record), url):
        return
    earlier = find_original(record, blob.path, originals)
    if earlier is None:
        where = record.headers.get("warc-refers-to-target-uri", url or "").strip("<>")
        at = record.headers.get("warc-refers-to-date")
        yield Refusal(name, f"the same as {where}{f' of {at}' if at else ''}, whose record is not at hand")
        return
    answer = _answer(earlier)
    if not _is_document(answer, url):
        return
    originals.keep_read(url, earlier.headers)
    # The bytes are the earlier ones, the address and the moment are its own.
    yield from _read_answer(answer, record, url, name, settings, depth)


def _read_answer(
    answer: Answer, record: Record, url: str | None, name: str, settings: Settings, depth: int
) -> Iterator[Incoming | Refusal]:
    """The documents of a body, told by its own content."""
    if answer.status >= 300:
        if answer.status >= 400:
            yield Refusal(name, f"the server answered {answer.status}, which is no report")
        return
    at = from_any(record.headers.get("warc-date", ""), zone=settings.zone)
    retrieved = Moment(at, "archive") if at else None
    known = Known(url, None, retrieved, answer.content_type, answer.charset)
    inside = Blob(name, io.BytesIO(answer.body), answer.body[:HEAD], None, known, depth)
    faults = [Issue("D08", None, None, fault) for fault in (record.fault, answer.fault) if fault]
    if truncated := record.headers.get("warc-truncated"):
        faults.append(Issue("D08", None, None, f"the archive kept only a part of it: {truncated[:40]}"))
    if _is_altered(record):
        faults.append(Issue("D09", None, None, "its bytes are not those that the digest of its record tells"))
    for found in settings.descend(inside):
        yield _with(found, retrieved, faults) if isinstance(found, Incoming) else found


def _with(incoming: Incoming, retrieved: Moment | None, issues: list[Issue]) -> Incoming:
    """A document with what the archive knows of it."""
    provenance = incoming.provenance or Provenance()
    if retrieved and provenance.retrieved is None:
        provenance = replace(provenance, retrieved=retrieved)
    if any(issue.code == "D08" for issue in issues):
        provenance = replace(provenance, completeness="cut")
    return replace(incoming, provenance=provenance, issues=(*issues, *incoming.issues))


def _refers_to(record: Record) -> str:
    return record.headers.get("warc-refers-to", "")


def _is_web(record: Record) -> bool:
    return (
        record.headers.get("content-type", "application/http").lower().replace(" ", "").startswith("application/http")
    )


def _answer(record: Record) -> Answer:
    """What a record holds as an answer of a server; what was kept without one is as if it had been answered well."""
    if record.headers.get("warc-type", "").lower() == "response" or record.block.startswith(b"HTTP/"):
        return read_answer(record.block)
    content_type = record.headers.get("content-type", "")
    return Answer(
        200, {"content-type": content_type} if charset_in(content_type) or content_type else {}, record.block, None
    )


def _head_of(record: Record) -> Answer:
    """The headers of an answer whose body is not kept."""
    try:
        return read_answer(record.block)
    except UnreadableInput:
        return Answer(200, {}, b"", None)


def _is_document(answer: Answer, url: str | None) -> bool:
    """Whether an answer may hold something to read: no picture, script or font, and not what only machines ask for."""
    if answer.content_type and _PASSED.match(answer.content_type):
        return False
    if url and (_OWN_NOTES.match(url) or _FOR_MACHINES.search(re.split("[?#]", url, maxsplit=1)[0])):
        return False
    return not is_media(answer.body[:16])


def _is_altered(record: Record) -> bool:
    """Whether the bytes of a record are others than those of its digest, where it has one that we can work out."""
    name, _, told = record.headers.get("warc-block-digest", "").partition(":")
    if record.fault or name.lower() not in ("sha1", "sha256", "md5") or not told:
        return False
    digest = hashlib.new(name.lower(), record.block, usedforsecurity=False).digest()
    return told.lower().rstrip("=") not in (digest.hex(), base64.b32encode(digest).decode().lower().rstrip("="))
