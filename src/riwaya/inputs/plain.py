"""Plain text: one report a file."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.inputs.arabic_letters import pass_over
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.text.documents import decode


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The text as one document. Raises UnreadableInput where it is too long, binary, or in no encoding we know."""
    data = blob.whole()
    if pass_over([(data, blob.known.charset)], settings):
        return
    decoded = decode(data, name="it")
    yield Incoming(
        blob.name, decoded.text, url=blob.known.url, publisher=blob.known.publisher, issues=decoded.issues, raw=data
    )
