"""Reads what somebody pastes or uploads, within bounds, and keeps nothing of it."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore

from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming, Refusal, read_document
from riwaya.inputs.pasting import pasted
from riwaya.inputs.publishers import with_known
from riwaya.records import Reading
from riwaya.web.forms import Upload

MOST_DOCUMENTS = 50
"""Documents that are read at once."""
MOST_TEXT = 100_000
"""Characters of one of them: a report of a newspaper has 5,000."""
SECONDS = 20.0
"""How long reading goes on; what is left then is not read."""
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: documents with their readings, what was refused, and why something was left unread, if it was.

    `left` is many (documents), time, or None.
    """

    read: tuple[tuple[Incoming, Reading], ...]
    refused: tuple[Refusal, ...]
    left: str | None = None


def take(text: str, known: Mapping[str, str], files: Sequence[Upload]) -> Taken:
    """Reads a text and files; `known` (publisher, published, url, title) is what whoever hands them in says of them.

    An url and a title are those of the text, or of a file that holds one document. Raises UsageError where something
    that is said makes no sense.
    """
    with _AT_ONCE:
        return _read(_documents(text, known, files))


def _documents(text: str, known: Mapping[str, str], files: Sequence[Upload]) -> Iterator[Incoming | Refusal]:
    if text.strip():
        yield pasted(
            text.encode("utf-8", "replace"),
            at=known.get("published"),
            publisher=known.get("publisher"),
            url=known.get("url"),
            title=known.get("title"),
        )
    shared = {name: known[name] for name in ("publisher", "published") if name in known}
    for file in files:
        blob = blob_of(file.name, io.BytesIO(file.data))
        found = read_blob(blob, Settings())
        first, second = next(found, None), next(found, None)
        own = known if second is None and len(files) == 1 and not text.strip() else shared
        for each in (first, second):
            if each is not None:
                yield with_known(each, own) if isinstance(each, Incoming) else each
        for each in found:
            yield with_known(each, shared) if isinstance(each, Incoming) else each


def _read(documents: Iterator[Incoming | Refusal]) -> Taken:
    read: list[tuple[Incoming, Reading]] = []
    refused: list[Refusal] = []
    until = time.monotonic() + SECONDS
    for each in documents:
        if len(read) + len(refused) == MOST_DOCUMENTS or time.monotonic() > until:
            return Taken(tuple(read), tuple(refused), "time" if time.monotonic() > until else "many")
        if isinstance(each, Incoming) and len(each.text) > MOST_TEXT:
            each = Refusal(each.name, f"more than {MOST_TEXT:,} characters; `riwaya ingest` takes it")
        reading = read_document(each) if isinstance(each, Incoming) else each
        if isinstance(reading, Refusal):
            refused.append(reading)
        elif isinstance(each, Incoming):
            read.append((each, reading))
    return Taken(tuple(read), tuple(refused))
