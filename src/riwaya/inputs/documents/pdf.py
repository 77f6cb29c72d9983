"""PDF files that hold text: headline and paragraphs, without what stands on every page; no text is made of pictures."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.documents.lines import Lines
from riwaya.inputs.documents.pdf_lines import NO_LETTER, Glyph, Line, brackets_vote, find_lines
from riwaya.inputs.extras import need
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.records import Issue, Provenance

MOST_PDF = 25_000_000
"""Bytes of a file at most."""
MOST_PAGES = 300
"""Pages that are read of a file."""
MOST_GLYPHS = 2_000_000
MOST_UNPACKED = 200_000_000
"""Bytes that all streams of a file may unpack to."""
_STREAM = re.compile(rb"stream\r?\n")
_NO_LETTER = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_EDGE = 0.12


class _Page(NamedTuple):
    """The letters of a page, its height, and whether it shows pictures."""

    glyphs: list[Glyph]
    height: float
    pictures: bool


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The file as one document. Raises UnreadableInput where it is locked, broken, a scan or a bomb."""
    data = blob.whole(MOST_PDF)
    _check_streams(data)
    pages, issues = _pages(data)
    letters = sum(len(page.glyphs) for page in pages)
    if not letters:
        what = "its pages are pictures, as of a scan" if any(page.pictures for page in pages) else "it holds no text"
        raise UnreadableInput(f"{what}: have its text recognised first")
    strange = sum(_NO_LETTER.search(glyph.text) is not None for page in pages for glyph in page.glyphs)
    if 10 * strange > letters:
        raise UnreadableInput("its fonts do not tell which letters they draw: have its text recognised first")
    scanned = [str(n) for n, page in enumerate(pages, 1) if not page.glyphs and page.pictures]
    if scanned:
        issues.append(Issue("D10", None, None, f"pictures and no text on page {', '.join(scanned[:20])}"))
    if strange:
        issues.append(Issue("D11", None, None, f"{strange} signs that the fonts of the file do not name were left out"))
        pages = [page._replace(glyphs=[_named(glyph) for glyph in page.glyphs]) for page in pages]
    mirrored = sum(brackets_vote(page.glyphs) for page in pages) > 0
    paragraphs = _paragraphs([(page, find_lines(page.glyphs, mirrored=mirrored)) for page in pages])
    lines = Lines()
    head = _headline(paragraphs)
    for n, (text, _) in enumerate(paragraphs):
        lines.add(text, "headline" if n == head else None)
    yield Incoming(
        blob.name,
        lines.text,
        url=blob.known.url,
        publisher=blob.known.publisher,
        title=paragraphs[head][0] if head is not None else None,
        segments=lines.segments,
        provenance=Provenance(
            retrieved=blob.known.retrieved, completeness="cut" if scanned or len(pages) >= MOST_PAGES else "whole"
        ),
        issues=tuple(issues),
        raw=data,
    )


def _named(glyph: Glyph) -> Glyph:
    """A letter; of one that the fonts do not name, such as the stroke that stretches a line, only the place."""
    return glyph._replace(text=NO_LETTER) if _NO_LETTER.search(glyph.text) else glyph


def _check_streams(data: bytes) -> None:
    """Raises UnreadableInput where the streams unpack to more than any report has; the library would unpack all."""
    total = 0
    for match in _STREAM.finditer(data):
        piece: bytes = data[match.end() :]
        for _ in range(4):  # a stream may be packed in a packed one
            if piece[:1] not in (b"\x78", b"\x48", b"\x58", b"\x68", b"\x08", b"\x18", b"\x28", b"\x38"):
                break
            try:
                piece = zlib.decompressobj().decompress(piece, MOST_UNPACKED - total + 1)
            except zlib.error:
                break
            total += len(piece)
            if total > MOST_UNPACKED:
                raise UnreadableInput(f"it unpacks to more than {MOST_UNPACKED // 1_000_000} MB: not read")


def _pages(data: bytes) -> tuple[list[_Page], list[Issue]]:
    """The letters of the pages, and what is wrong with them."""
    need("pdfminer", "documents", "PDF files")
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    pages: list[_Page] = []
    issues: list[Issue] = []
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    total = 0
    try:
        for page in PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(data)))):
            interpreter.process_page(page)
            found = _page(device.get_result())
            pages.append(found)
            total += len(found.glyphs)
            if len(pages) >= MOST_PAGES or total > MOST_GLYPHS:
                issues.append(Issue("D08", None, None, f"only the first {len(pages)} pages were read"))
                break
    except PDFPasswordIncorrect as error:
        raise UnreadableInput("it is locked by a password") from error
    except Exception as error:  # on broken files the library fails in every way that Python knows
        what = str(error) or type(error).__name__
        if not any(page.glyphs for page in pages):
            raise UnreadableInput(f"the PDF file is broken: {what[:200]}") from error
        issues.append(Issue("D08", None, None, f"the file is broken after page {len(pages)}: {what[:200]}"))
    return pages, issues


def _page(layout: Any) -> _Page:
    from pdfminer.layout import LTChar, LTContainer, LTFigure, LTImage

    glyphs: list[Glyph] = []
    pictures = False
    ahead = [layout]
    while ahead:
        for item in ahead.pop():
            if isinstance(item, LTChar):
                # A baseline, so that marks and letters of one line stand at one height.
                glyphs.append(Glyph(item.get_text(), item.x0, item.x1, item.matrix[5], max(item.size, 1.0)))
            elif isinstance(item, LTImage):
                pictures = True
            elif isinstance(item, LTContainer):
                pictures = pictures or (isinstance(item, LTFigure) and not len(item))
                ahead.append(item)
    return _Page([glyph for glyph in glyphs if glyph.text], layout.height, pictures)


# ------------------------------------------------------------------------------------------------------ paragraphs


def _paragraphs(pages: Sequence[tuple[_Page, list[Line]]]) -> list[tuple[str, float]]:
    """The paragraphs, each with the size of its letters; what stands at the edge of every page is left out."""
    furniture = _furniture(pages)
    lines = [
        (number, line)
        for number, (page, found) in enumerate(pages)
        for line in found
        if not (_is_at_edge(page, line) and _key(line) in furniture)
    ]
    leading = _leading([line for _, line in lines])
    usual = median(line.size for _, line in lines) if lines else 0.0
    found: list[tuple[str, float]] = []
    before: tuple[int, Line] | None = None
    for number, line in lines:
        if (
            found
            and before is not None
            and _goes_on(before, (number, line), lines, leading if line.size < 1.1 * usual else 1.3 * leading)
        ):
            text, size = found[-1]
            found[-1] = (f"{text} {line.text}", size)
        else:
            found.append((line.text, line.size))
        before = (number, line)
    return found


def _is_at_edge(page: _Page, line: Line) -> bool:
    return not page.height * _EDGE < line.y < page.height * (1 - _EDGE)


def _key(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def _furniture(pages: Sequence[tuple[_Page, list[Line]]]) -> set[str]:
    """What stands at the top or bottom of most pages, whatever its number."""
    if len(pages) < 2:
        return {"0", "- 0 -"}
    counts = Counter(key for page, lines in pages for key in {_key(x) for x in lines if _is_at_edge(page, x)})
    return {"0", "- 0 -"} | {key for key, count in counts.items() if count >= 2 and 2 * count >= len(pages)}


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance between lines, in sizes of their letters."""
    steps = [
        (a.y - b.y) / max(b.size, 1.0)
        for a, b in pairwise(lines)
        if 0.9 * b.size < a.y - b.y < 3.5 * b.size and abs(a.size - b.size) < 1
    ]
    return min(median(steps), 2.2) if steps else 1.5


_ENDED = re.compile(r"[.!?\u061f:\u00bb\")]$")
_BULLET = re.compile(r"[\u2022\u25cf\u25aa\u2013*-]\s|\d{1,2}[.)-]\s")


def _goes_on(
    before: tuple[int, Line], here: tuple[int, Line], lines: Sequence[tuple[int, Line]], leading: float
) -> bool:
    """Whether a line goes on with the paragraph of the line before it: near it, as large, and that one was full."""
    (page, above), (number, line) = before, here
    if "\t" in above.text or "\t" in line.text or abs(above.size - line.size) > 0.08 * above.size:
        return False
    if _BULLET.match(line.text):
        return False
    step = above.y - line.y
    if page == number and 0 < step and step > 1.15 * leading * line.size:
        return False
    if (page != number or step < 0) and _ENDED.search(above.text):
        return False
    same = [x for n, x in lines if n == page and abs(x.size - above.size) < 1 and x.x0 < above.x1 and x.x1 > above.x0]
    width = max(x.x1 for x in same) - min(x.x0 for x in same)
    rtl = abs(above.x1 - max(x.x1 for x in same)) <= abs(above.x0 - min(x.x0 for x in same))
    room = above.x0 - min(x.x0 for x in same) if rtl else max(x.x1 for x in same) - above.x1
    # A line that left room for the next word was the last of its paragraph.
    return room <= (0.06 if _ENDED.search(above.text) else 0.2) * width


def _headline(paragraphs: Sequence[tuple[str, float]]) -> int | None:
    """The paragraph in clearly larger letters than the others, where it is among the first, else None."""
    if len(paragraphs) < 2:
        return None
    usual = median(size for text, size in paragraphs for _ in range(1 + len(text) // 40))
    first = paragraphs[:6]
    best = max(range(len(first)), key=lambda n: (first[n][1], -n))
    text, size = first[best]
    return best if size > 1.15 * usual and 8 < len(text) < 300 else None
