"""Workbooks whose cells hold what they are given and nothing that runs, the same to the byte when written again."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from riwaya.errors import UsageError
from riwaya.exports.extras import need

MOST_ROWS = 1_048_576
_MOST_LETTERS = 32_767
_MOST_LINKS = 65_530
_MOST_ADDRESS = 2_000
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_MOMENTS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH = "1980-01-01T00:00:00Z"


class Linked(NamedTuple):
    """A cell that leads somewhere: to an address of the web, or (`inside`) to a cell of the workbook, as 'sheet'!A1."""

    value: Any
    to: str
    inside: bool = False


class Sheet:
    """A sheet that rows are added to, below a row of headings that stays in sight and can be filtered by."""

    def __init__(self, sheet: Any, headings: Sequence[str], widths: Sequence[int]) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        self._sheet, self._columns, self._rows, self._links = sheet, len(headings), 0, 0
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.freeze_panes = "B2"
        looks = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="F3F1EA")}
        self._append(headings, alignment=Alignment(wrap_text=True, vertical="top"), **looks)

    def add(self, cells: Iterable[Any]) -> None:
        """Adds a row. Raises UsageError where a sheet holds no more."""
        if self._rows >= MOST_ROWS:
            raise UsageError(
                f"a sheet holds {MOST_ROWS} rows, and {self._sheet.title} would have more: choose fewer incidents"
                " with --since and --before, or export csv"
            )
        self._append(cells)

    def close(self) -> None:
        """Lets all rows be filtered by the columns."""
        from openpyxl.utils import get_column_letter

        self._sheet.auto_filter.ref = f"A1:{get_column_letter(self._columns)}{max(self._rows, 1)}"

    def _append(self, cells: Iterable[Any], **looks: Any) -> None:
        self._sheet.append([self._cell(value, looks) for value in cells])
        self._rows += 1

    def _cell(self, value: Any, looks: dict[str, Any]) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.worksheet.hyperlink import Hyperlink

        link = value if isinstance(value, Linked) else None
        plain = fitting(link.value if link else value)
        cell = WriteOnlyCell(self._sheet, value=plain)
        if isinstance(plain, str):
            cell.data_type = "s"  # text, whatever it begins with
            cell.quotePrefix = plain.startswith(_RUNS)  # and it stays text when somebody edits it
        for name, look in looks.items():
            setattr(cell, name, look)
        if link and self._links < _MOST_LINKS and len(link.to) <= _MOST_ADDRESS:
            self._links += 1
            where = {"location": link.to} if link.inside else {"target": link.to}
            cell.hyperlink = Hyperlink(ref="", **where)
            cell.font = Font(color="0F5D50", underline="single")
        return cell


def fitting(value: Any) -> Any:
    """A value as a cell can hold it: text without letters that no file of this kind may have, cut where it is too long.

    Nothing is an empty cell.
    """
    if not isinstance(value, str):
        return value
    text = _UNFIT.sub("\ufffd", value).replace("\r\n", "\n").replace("\r", "\n")
    return (text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1]}…") or None


class Workbook:
    """A workbook of sheets that run from right to left or the other way."""

    def __init__(self, *, right_to_left: bool, title: str) -> None:
        need("openpyxl", "tables", "a workbook")
        from openpyxl import Workbook as Written

        self._book = Written(write_only=True)
        self._right_to_left = right_to_left
        self._book.properties.creator = "Riwaya"
        self._book.properties.title = title
        self._sheets: list[Sheet] = []

    def sheet(self, title: str, headings: Sequence[str], widths: Sequence[int]) -> Sheet:
        """A new sheet, behind those that were made before."""
        made = self._book.create_sheet(title)
        made.sheet_view.rightToLeft = self._right_to_left
        self._sheets.append(Sheet(made, headings, widths))
        return self._sheets[-1]

    def save(self, out: BinaryIO, moment: str | None) -> None:
        """Writes the workbook, which says that it was made at a moment."""
        for sheet in self._sheets:
            sheet.close()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            self._book.save(path)
            with zipfile.ZipFile(path) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as settled:
                for name in made.namelist():
                    _settle(made, name, settled, (moment or _EPOCH).encode())


def _settle(made: zipfile.ZipFile, name: str, settled: zipfile.ZipFile, moment: bytes) -> None:
    """Copies a member of a workbook without the moment at which it was written."""
    fixed = zipfile.ZipInfo(name)  # of the first moment that a ZIP can tell
    fixed.compress_type = zipfile.ZIP_DEFLATED
    fixed.external_attr = 0o644 << 16
    if name == "docProps/core.xml":
        settled.writestr(fixed, _MOMENTS.sub(lambda found: found[1] + moment, made.read(name)))
        return
    with made.open(name) as source, settled.open(fixed, "w", force_zip64=False) as copy:
        while some := source.read(1 << 20):
            copy.write(some)
