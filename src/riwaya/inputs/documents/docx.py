"""Word files (DOCX): headline, paragraphs, tables, notes, and the heads and feet of their pages as boilerplate."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from riwaya.errors import UnreadableInput
from riwaya.inputs.archives.zips import Archive, open_archive
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.documents.lines import Lines
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.xml import parse_xml
from riwaya.records import Provenance

MOST_DOCX = 50_000_000
"""Bytes of a file at most, its pictures among them."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_OLD_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_SAID = frozenset("del moveFrom instrText delText delInstrText rPrChange pPrChange rt".split())
"""What was struck out, moved away, and the commands of fields: no words of the document as it stands."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The file as one document. Raises UnreadableInput where it is broken, or holds no text."""
    data = blob.whole(MOST_DOCX)
    with open_archive(Blob(blob.name, BytesIO(data), data[:64], None, blob.known, blob.depth)) as archive:
        body = _part(archive, "word/document.xml")
        if body is None:
            raise UnreadableInput("it is a Word file without a text in it")
        styles = _heading_styles(_part(archive, "word/styles.xml"))
        lines = Lines()
        for line in _edges(archive, "header"):
            lines.add(line, "boilerplate")
        headline = _add_body(lines, body, styles)
        for name in ("footnotes", "endnotes"):
            for line in _notes(_part(archive, f"word/{name}.xml")):
                lines.add(line)
        for line in _edges(archive, "footer"):
            lines.add(line, "boilerplate")
    if not lines.text:
        raise UnreadableInput("it holds no text")
    yield Incoming(
        blob.name,
        lines.text,
        url=blob.known.url,
        publisher=blob.known.publisher,
        title=headline,
        segments=lines.segments,
        provenance=Provenance(retrieved=blob.known.retrieved, completeness="whole"),
        raw=data,
    )


def _part(archive: Archive, name: str) -> Any:
    """The tree of a part of the file, None where it has none."""
    member = archive.find(name)
    if member is None:
        return None
    data = archive.whole(member).replace(_STRICT[1:-1].encode(), _W[1:-1].encode())
    return parse_xml(data, extra="documents", what="Word files")


def _heading_styles(styles: Any) -> frozenset[str]:
    """The ids of the styles of titles and first headings, whatever the language of the program that wrote them."""
    found = {"Title", "Heading1"}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name = style.find(f"{_W}name")
        if name is not None and (name.get(f"{_W}val") or "").lower() in ("title", "heading 1"):
            found.add(style.get(f"{_W}styleId") or "")
    return frozenset(found)


def _add_body(lines: Lines, body: Any, styles: frozenset[str]) -> str | None:
    """Puts the text behind the others; gives back the headline, where a style tells it."""
    headline = None
    before = 0
    for block in _blocks(body):
        if block.tag == f"{_W}tbl":
            for row in _rows(block):
                lines.add(row)
            continue
        said = _text(block)
        if headline is None and before < 6 and _style(block) in styles and said.strip():
            headline = " ".join(said.split())
            lines.add(headline, "headline")
        else:
            for line in said.split("\n"):
                lines.add(line.strip())
        before += bool(said.strip())
        for box in _boxes(block):
            for line in _block_lines(box):
                lines.add(line)
    return headline


def _blocks(element: Any) -> Iterator[Any]:
    """The paragraphs and tables under an element, in order, whatever is wrapped around them."""
    ahead = [iter(element)]
    while ahead:
        child = next(ahead[-1], None)
        if child is None:
            ahead.pop()
        elif child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif isinstance(child.tag, str) and _name(child) not in _NOT_SAID and child.tag != _OLD_FALLBACK:
            ahead.append(iter(child))


def _block_lines(element: Any) -> Iterator[str]:
    """The lines of all paragraphs and tables under an element."""
    for block in _blocks(element):
        if block.tag == f"{_W}tbl":
            yield from _rows(block)
        else:
            yield from (line.strip() for line in _text(block).split("\n"))


def _rows(table: Any) -> Iterator[str]:
    """The rows of a table, a line for each, cells parted by tabs; a table in a cell is read in its place."""
    for row in table.iterfind(f"{_W}tr"):
        cells = [cell for cell in row.iterfind(f".//{_W}tc") if _is_own(cell, row)]
        yield "\t".join(" ".join(filter(None, _block_lines(cell))) for cell in cells).rstrip("\t")


def _is_own(cell: Any, row: Any) -> bool:
    """Whether a cell is of this row and not of a table inside it."""
    return next((each for each in cell.iterancestors(f"{_W}tr")), None) is row


def _text(paragraph: Any) -> str:
    """The words of a paragraph, without text boxes in it, with its breaks as line ends."""
    pieces: list[str] = []
    ahead = [iter(paragraph)]
    while ahead:
        child = next(ahead[-1], None)
        if child is None:
            ahead.pop()
            continue
        name = _name(child)
        if name in _NOT_SAID or name in ("txbxContent", "p") or child.tag == _OLD_FALLBACK or _is_hidden(child):
            continue
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag in _SIGNS:
            pieces.append(_SIGNS[child.tag])
        elif child.tag != f"{_W}pPr" and child.tag != f"{_W}rPr":
            ahead.append(iter(child))
    return "".join(pieces)


_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def _is_hidden(run: Any) -> bool:
    """Whether a run is not shown, as what a converter left behind."""
    if run.tag != f"{_W}r":
        return False
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false", "off")


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph, each once: old programs get a copy of them."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if next(box.iterancestors(_OLD_FALLBACK), None) is None:
            yield box


def _style(paragraph: Any) -> str | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val") if style is not None else None


def _notes(notes: Any) -> Iterator[str]:
    """The notes, a line for each; the lines that part them from the text are none."""
    for note in notes if notes is not None else ():
        if note.get(f"{_W}type") is None:
            yield " ".join(filter(None, _block_lines(note)))


def _edges(archive: Archive, kind: str) -> Iterator[str]:
    """The lines of the heads or feet of the pages, each once; numbers of pages are none."""
    seen: set[str] = set()
    names = sorted(member.info.filename for member in archive.members)
    for name in [name for name in names if name.startswith(f"word/{kind}") and name.endswith(".xml")][:12]:
        part = _part(archive, name)
        for line in _block_lines(part) if part is not None else ():
            if line not in seen and any(char.isalpha() for char in line):
                yield line
            seen.add(line)


def _name(element: Any) -> str:
    """The name of an element without its namespace; none for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
