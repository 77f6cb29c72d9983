"""What readers of formats hand on: documents to be read, and what could not be taken in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from riwaya.errors import RiwayaError
from riwaya.knowledge.load import Knowledge
from riwaya.pipeline import read
from riwaya.records import Issue, Provenance, Reading, Segment


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document to be read: its text, what is known of it, where it came from, and what was odd about its bytes.

    `segments` are those that its format tells, such as the headline of a page and the posts in it. `raw` is the bytes
    that it came in: of a file with one document all of them, of a file of records those of the record (what
    is in UTF-16 or a legacy encoding, in UTF-8; of a row, and of a record inside an answer, its JSON).
    """

    name: str
    text: str
    id: str | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    segments: tuple[Segment, ...] = ()
    provenance: Provenance | None = None
    issues: tuple[Issue, ...] = ()
    raw: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What cannot be read: the file, with the line or record where there are such, and why.

    `record` is what was refused, ready for JSON, where it is small enough to be mended by hand and handed in again, and
    `form` the name of the format that it is a record of.
    """

    name: str
    reason: str
    record: Any = None
    form: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


def read_document(incoming: Incoming, *, knowledge: Knowledge | None = None) -> Reading | Refusal:
    """The reading of a document, with the issues of its bytes; a refusal where what is said of it makes no sense."""
    try:
        reading = read(
            incoming.text,
            published=incoming.published,
            publisher=incoming.publisher,
            url=incoming.url,
            title=incoming.title,
            id=incoming.id,
            segments=incoming.segments,
            provenance=incoming.provenance,
            knowledge=knowledge,
        )
    except RiwayaError as error:
        return Refusal(incoming.name, str(error), record_of(incoming))
    return replace(reading, issues=(*incoming.issues, *reading.issues)) if incoming.issues else reading


def record_of(incoming: Incoming) -> dict[str, str]:
    """A document as a record of JSON, which can be mended and read again."""
    told = {key: getattr(incoming, key) for key in ("id", "url", "publisher", "title", "published", "text")}
    return {key: value for key, value in told.items() if value is not None}
