"""The words of a file that was written, of whatever kind it is, in all spellings in which something may hide there."""

from __future__ import annotations

import html
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_PAIR = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_PUNY = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)
_ASIDE = re.compile(r"^\d+-")
_LINES = 512
"""Lines that are looked at together."""


def texts_in(path: Path) -> Iterator[tuple[str, str]]:
    """The stretches of text of a file, each with where in it they stand; its own name is the first."""
    yield "its name", _ASIDE.sub("", path.name)
    with path.open("rb") as stream:
        yield from _texts_of(stream, path.name, path)


def _texts_of(stream: BinaryIO, name: str, path: Path | None) -> Iterator[tuple[str, str]]:
    head = stream.read(16)
    stream.seek(0)
    if head.startswith(b"PK\x03\x04"):
        yield from _of_zip(stream)
    elif head.startswith(b"PAR1"):
        yield from _of_parquet(stream)
    elif head.startswith(b"SQLite format 3\x00"):
        yield from _of_sqlite(stream, path)
    elif head.startswith(b"%PDF"):
        yield from _of_pdf(stream)
    elif head.startswith(b"\x1f\x8b"):
        import gzip

        yield from _texts_of(io.BytesIO(gzip.decompress(stream.read())), name, None)
    else:
        yield from _of_lines(stream)


def _of_lines(stream: BinaryIO) -> Iterator[tuple[str, str]]:
    lines: list[str] = []
    for number, line in enumerate(stream, 1):
        lines.append(line.decode("utf-8", "replace"))
        if len(lines) == _LINES:
            yield from _spellings(f"about line {number}", "".join(lines))
            lines = []
    yield from _spellings("its end", "".join(lines))


def _spellings(where: str, text: str) -> Iterator[tuple[str, str]]:
    """A text as it stands, and as it reads where what is escaped in it is undone."""
    yield where, text
    if "\\u" in text:
        undone = _PAIR.sub(
            lambda pair: chr(0x10000 + ((int(pair[1], 16) & 0x3FF) << 10) + (int(pair[2], 16) & 0x3FF)), text
        )
        yield where, _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), undone)
    if "&" in text:
        yield where, html.unescape(text)
    if "%" in text:
        yield where, unquote(text)
    for puny in _PUNY.findall(text):
        try:
            yield where, puny.encode("ascii").decode("idna")
        except UnicodeError:
            continue


def _of_zip(stream: BinaryIO) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(stream) as archive:
        yield "its comment", archive.comment.decode("utf-8", "replace")
        for member in archive.infolist():
            yield from _spellings("the name of a file in it", member.filename)
            with archive.open(member) as inner:
                for where, text in _texts_of(io.BytesIO(inner.read()), member.filename, None):
                    yield f"{member.filename}, {where}", text


def _of_parquet(stream: BinaryIO) -> Iterator[tuple[str, str]]:
    from pyarrow import parquet

    file = parquet.ParquetFile(stream)
    for key, value in (file.metadata.metadata or {}).items():
        if key != b"ARROW:schema":
            yield from _spellings(
                "its metadata", f"{key.decode('utf-8', 'replace')} {value.decode('utf-8', 'replace')}"
            )
    for batch in file.iter_batches():
        for row in batch.to_pylist():
            yield from _spellings("a row", "\n".join(_strings(row)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    elif value is not None:
        yield str(value)


def _of_sqlite(stream: BinaryIO, path: Path | None) -> Iterator[tuple[str, str]]:
    connection = sqlite3.connect(":memory:") if path is None else sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    with connection:
        if path is None:
            connection.deserialize(stream.read())
        tables = [
            row[0] for row in connection.execute("select name from sqlite_master where type in ('table', 'view')")
        ]
        for table in tables:
            yield from _spellings("the name of a table", table)
            quoted = table.replace('"', '""')
            try:
                for row in connection.execute(f'select * from "{quoted}"'):
                    yield from _spellings(f"the table {table}", "\n".join(_strings(list(row))))
            except sqlite3.OperationalError:
                continue
    connection.close()


def _of_pdf(stream: BinaryIO) -> Iterator[tuple[str, str]]:
    try:
        from pdfminer.high_level import extract_pages
        from pdfminer.layout import LTTextContainer
    except ImportError:
        return
    for number, page in enumerate(extract_pages(io.BytesIO(stream.read())), 1):
        for box in page:
            if isinstance(box, LTTextContainer):
                yield f"page {number}", box.get_text()
