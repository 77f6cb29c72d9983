"""A report that somebody pasted, with what he says of it."""

from __future__ import annotations

from riwaya.errors import UsageError
from riwaya.inputs.blobs import MOST_BYTES, too_long
from riwaya.inputs.incoming import Incoming
from riwaya.inputs.moments import from_any, from_visible
from riwaya.records import Moment, Provenance, Segment
from riwaya.text.documents import decode


def pasted(
    data: bytes,
    *,
    url: str | None = None,
    at: str | None = None,
    zone: str | None = None,
    publisher: str | None = None,
    channel: str | None = None,
    author: str | None = None,
    title: str | None = None,
) -> Incoming:
    """The report as a document. With a channel it is a post on it, by its author, where one is named.

    Raises UsageError where both a channel and a publisher are given, or what is said of it cannot be read.
    """
    if channel and publisher:
        raise UsageError("a post on a channel has no publisher beside it: give --channel or --publisher")
    if len(data) > MOST_BYTES:
        raise UsageError(too_long())
    decoded = decode(data, name="what was pasted")
    text = decoded.text
    published = _moment(at, zone)
    segments = (Segment("post", 0, len(text), author, published),) if channel and author else ()
    return Incoming(
        name="what was pasted",
        text=text,
        url=url,
        publisher=channel or publisher,
        title=title,
        published=published,
        segments=segments,
        provenance=Provenance(
            author=author,
            published=Moment(published, "given") if published else None,
        ),
        issues=decoded.issues,
        raw=data,
    )


def _moment(at: str | None, zone: str | None) -> str | None:
    if at is None:
        return None
    found = from_any(at, zone=zone) or from_visible(at, zone=zone)
    if found is None:
        raise UsageError(f"no day can be read in {at!r}: write 2024-01-31, or 2024-01-31T18:30")
    return found
