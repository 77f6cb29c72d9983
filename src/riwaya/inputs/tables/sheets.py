"""Workbooks (XLSX): every sheet that names columns of reports in one of its first rows, row by row.

Days that a sheet counts in numbers are told as days. What formulas gave when the book was saved is what is read.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.moments import from_serial
from riwaya.inputs.tables.columns import UNNAMED, is_named, is_numbered, map_columns, unique_names
from riwaya.inputs.tables.rows import document_of

MOST_BOOK = 500_000_000
"""Bytes that the parts of a book may have when they are unpacked."""
MOST_FOLD = 200
"""How many times its size a part may become when it is unpacked, if it is larger than a few megabytes."""
_TITLE_ROWS = 10
"""Rows at the top of a sheet among which the names of the columns stand; titles stand above them."""
_EMPTY_ROWS = 1_000
"""Rows without a word after which a sheet is taken to be over, for some say that they have a million."""
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
"""A day as sheets count them; four digits are a year, and as a count they would be of before 1928."""
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, LookupError, EOFError, NotImplementedError)
"""What a damaged book raises, wherever the damage lies."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of the rows. Raises UnreadableInput where the book is damaged or too large."""
    with blob.seekable(MOST_BOOK) as stream:
        book = open_book(stream)
        named = False
        for sheet in book.worksheets:
            for found in _rows_of(sheet, f"{blob.name}, sheet {sheet.title}", settings):
                named = True
                yield found
        book.close()
        if not named:
            raise UnreadableInput("no sheet of it has a column that is known by its name: give yours with --columns")


def open_book(stream: IO[bytes]) -> Any:
    """A workbook whose rows can be gone through. Raises UnreadableInput where it is damaged or too large."""
    _check(stream)
    try:
        return openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except (*_BROKEN, InvalidFileException, SyntaxError) as error:  # the parser of XML has errors of syntax
        raise UnreadableInput(f"the workbook is damaged: {error}") from error


def _check(stream: IO[bytes]) -> None:
    """Raises UnreadableInput for a book that is no ZIP file, or unpacks to more than can be meant."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except _BROKEN as error:
        raise UnreadableInput(f"the workbook is damaged: {error}") from error
    if sum(part.file_size for part in parts) > MOST_BOOK:
        raise UnreadableInput(f"the workbook unpacks to more than {MOST_BOOK // 1_000_000} MB")
    for part in parts:
        if part.file_size > 5_000_000 and part.file_size > MOST_FOLD * max(part.compress_size, 1):
            raise UnreadableInput(f"{part.filename!r} in the workbook unpacks to {MOST_FOLD} times its size and more")
    stream.seek(0)


def _rows_of(sheet: Any, name: str, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of a sheet, none where its first rows name no columns of reports."""
    columns: list[str] | None = None
    empty = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            filled = [cell for cell in cells if cell is not None and str(cell).strip()]
            empty = 0 if filled else empty + 1
            if empty > _EMPTY_ROWS or (columns is None and number > _TITLE_ROWS):
                return
            if not filled:
                continue
            if columns is None and is_numbered(settings.columns):
                columns = [str(at) for at in range(1, len(cells) + 1)]
            if columns is None:
                names = [str(cell).strip() if cell is not None else "" for cell in cells]
                if is_named(names, settings):
                    columns = unique_names(names)
                continue
            yield document_of(_record_of(columns, cells, settings), f"{name}, row {number}", settings)
    except (*_BROKEN, TypeError, SyntaxError) as error:
        # The parser's own errors are SyntaxErrors; the other sheets may be whole.
        yield Refusal(name, f"the sheet is damaged: {error}")


def _record_of(columns: Sequence[str], cells: Sequence[Any], settings: Settings) -> dict[str, Any]:
    """The cells of a row as JSON has them: days and moments as text, those too that are counted in numbers."""
    mapped = map_columns(columns, settings)
    days = {name for key in ("published", "retrieved") for name in mapped.get(key, ())}
    record = {}
    for column, cell in zip(columns, cells, strict=False):
        if cell is None and column.startswith(UNNAMED):
            continue
        if hasattr(cell, "isoformat"):
            cell = cell.isoformat().removesuffix("T00:00:00")
        elif column in days and _SERIAL.fullmatch(str(cell)):
            cell = from_serial(float(cell)) or cell
        record[column] = cell
    return record
