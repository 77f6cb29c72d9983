"""Pages spoilt at random: whatever becomes of them, what comes out is a document that can be read, or a refusal."""

import io
import random

import pytest

from inputs.pages.layouts import all_pages
from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming, Refusal, read_document

PAGES = [page.data for page in all_pages()]
PIECES = [
    *(b"<", b">", b'"', b"&#0;", b"\0", b"&#xd800;", b"\x05", b"\xff\xfe", b"<!--", b"<br>", "﴿".encode()),
    *(b"<div>", b"</div>", b"<table>", b"<h1>", b"<svg>", b"<math><p>", b"<select>", b"<script>", b"<frameset>"),
    *(b'<blockquote class="twitter-tweet">', b'<time datetime="x">', b'<iframe src="//[">', b"<amp-twitter>"),
    b'<base href="http://[x">',
]


def spoil(chance: random.Random) -> bytes:
    """A page with stretches taken out, doubled, exchanged with those of another, and odd pieces put in."""
    data = bytearray(chance.choice(PAGES))
    for _ in range(chance.randrange(1, 30)):
        at = chance.randrange(len(data))
        to = at + chance.randrange(1, 400)
        change = chance.randrange(5)
        if change == 0:
            data[at:to] = b" "
        elif change == 1:
            data[at:at] = data[at:to]
        elif change == 2:
            data[at] = chance.randrange(256)
        elif change == 3:
            data[at:at] = chance.choice(PIECES)
        else:
            data[at:to] = chance.choice(PAGES)[at:to] or b" "
    return bytes(data)


@pytest.mark.parametrize("seed", range(60))
def test_a_spoilt_page_is_read_or_refused(seed):
    data = spoil(random.Random(seed))
    found = list(read_blob(blob_of("page", io.BytesIO(data)), Settings()))

    assert found
    for document in found:
        if isinstance(document, Incoming):
            assert document.text.strip()
            assert not isinstance(read_document(document), Refusal)
        else:
            assert document.reason
