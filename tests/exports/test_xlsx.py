"""A workbook for people: each cell says what the record does, nothing in it runs, and its links lead where they say."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from riwaya.errors import UsageError
from riwaya.exports import workbook, xlsx
from riwaya.exports.formats import Options, format_named
from riwaya.exports.material import of_readings
from riwaya.exports.tabular import table_named
from riwaya.exports.target import Target
from riwaya.exports.workbook import fitting
from riwaya.exports.xlsx import SHEETS, Headings

HOSTILE = '=HYPERLINK("https://example.org","x")'
BASE = "https://desk.example"


def written(material, path, language="en"):
    with Target(path) as target:
        format_named("xlsx").write(material, target, Options(language=language, base=BASE))
    return path


def expected(material, name, language):
    """The rows of a sheet as cells hold them, the headings first."""
    headings, columns = Headings(language), table_named(name).names
    yield tuple(headings.of(column) for column in columns)
    for row in xlsx._rows(material, Options(language=language, base=BASE))[name]:
        yield tuple(fitting(headings.value(column, row[column])) for column in columns)


@pytest.fixture(scope="module")
def hostile(kept_reports):
    """Readings whose words would run in a spreadsheet, with a letter that no workbook can hold."""
    from riwaya.store import open_store
    from riwaya.store.handing_out import Kept

    with open_store(kept_reports, make=False) as store:
        first = next(iter(Kept(store).readings()))
    document = replace(first.document, title=HOSTILE, publisher="+1\x02\ufffe", url="javascript:alert(1)")
    return of_readings([replace(first, document=document)])


@pytest.mark.parametrize("language", ["ar", "en"])
def test_cells_hold_what_the_rows_say(material, tmp_path, language):
    book = openpyxl.load_workbook(written(material, tmp_path / "book.xlsx", language))

    assert [Headings(language).of(f"sheet.{name}") for name in ("about", *SHEETS)] == book.sheetnames
    for name in SHEETS:
        sheet = book[Headings(language).of(f"sheet.{name}")]
        assert list(expected(material, name, language)) == list(sheet.iter_rows(values_only=True)), name


def test_a_sheet_runs_as_its_language_does_keeps_its_head_in_sight_and_can_be_filtered(material, tmp_path):
    for language, way in (("ar", True), ("en", False)):
        book = openpyxl.load_workbook(written(material, tmp_path / f"{language}.xlsx", language))
        for sheet in book.worksheets:
            assert sheet.sheet_view.rightToLeft == way
            assert sheet.freeze_panes == "B2"
            assert sheet.auto_filter.ref == sheet.dimensions


def test_the_first_sheet_says_that_these_are_claims_for_whom_and_as_of_when(material, tmp_path):
    book = openpyxl.load_workbook(written(material, tmp_path / "book.xlsx"))
    told = dict(book["About"].iter_rows(values_only=True))

    assert "These are claims found in sources, not findings." in told
    assert ("internal", "2026-03-01T12:00:00.000000Z") == (told["Profile"], told["As the material stood on"])
    assert (3, 12) == tuple(
        next(number for name, number in book["About"].iter_rows(values_only=True) if name == sheet)
        for sheet in ("Incidents", "Documents")
    )


def test_nothing_in_a_workbook_runs(hostile, tmp_path):
    path = written(hostile, tmp_path / "book.xlsx")
    with zipfile.ZipFile(path) as members:
        parts = {name: members.read(name).decode() for name in members.namelist()}
    sheet = openpyxl.load_workbook(path)["Documents"]
    title = next(cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value == HOSTILE)

    assert not any(re.search(r"<(?:\w+:)?f[ >]", text) for name, text in parts.items() if "worksheets" in name)
    assert not any(re.search("vba|external|macro|connection", name, re.IGNORECASE) for name in parts)
    assert ("s", True) == (title.data_type, title.quotePrefix)
    assert "+1\ufffd\ufffd" in [cell.value for cell in sheet[2]]
    assert all(cell.hyperlink is None for cell in sheet[2])


def test_links_lead_to_what_they_are_named_after_and_to_the_evidence(material, tmp_path):
    book = openpyxl.load_workbook(written(material, tmp_path / "book.xlsx"))
    inside, outside = 0, set()
    for name in ("Incidents", "Accounts", "Claims", "Documents"):
        for cell in (cell for row in book[name].iter_rows(min_row=2) for cell in row if cell.hyperlink):
            if cell.hyperlink.location:
                sheet, _, goal = cell.hyperlink.location.replace("'", "").partition("!")
                assert cell.value in [each.value for each in book[sheet][goal[1:]]]
                inside += 1
            else:
                outside.add(cell.hyperlink.target)

    assert inside > 100
    assert outside == {reading.document.url for reading in material.readings()} | {
        f"{BASE}/incidents/{case.id}" for case in material.cases()
    }


def test_a_workbook_is_the_same_to_the_byte_and_knows_no_clock(material, tmp_path):
    first, second = (written(material, tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    with zipfile.ZipFile(io.BytesIO(first)) as members:
        dates = {member.date_time for member in members.infolist()}
        moments = set(re.findall(r">(\d{4}-\d\d-\d\dT[^<]*)<", members.read("docProps/core.xml").decode()))

    assert first == second
    assert {(1980, 1, 1, 0, 0, 0)} == dates
    assert {"2026-03-01T12:00:00.000000Z"} == moments


def test_text_that_no_cell_can_hold_is_cut_and_said_to_be():
    assert fitting("ا" * 40_000) == "ا" * 32_766 + "…"


def test_more_rows_than_a_sheet_holds_are_refused(material, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)

    with pytest.raises(UsageError, match="--since"):
        written(material, tmp_path / "book.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_every_column_has_a_heading_in_both_languages():
    for name in SHEETS:
        for language in ("ar", "en"):
            headings = [Headings(language).of(column) for column in table_named(name).names]
            assert all(headings), name
            assert len(headings) == len(set(headings)), (name, language)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "en"])
def test_libreoffice_reads_every_cell_as_it_was_written(material, hostile, tmp_path, language):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("needs LibreOffice: apt-get install libreoffice-calc")
    for number, each in enumerate((material, hostile)):
        path = written(each, tmp_path / f"book{number}.xlsx", language)
        form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
        call = [office, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to", form]
        told = subprocess.run([*call, "--outdir", tmp_path, path], check=True, capture_output=True, text=True)

        assert "Error" not in told.stdout + told.stderr
        for name in SHEETS:
            read = tmp_path / f"book{number}-{Headings(language).of(f'sheet.{name}')}.csv"
            rows = list(csv.reader(io.StringIO(read.read_text(encoding="utf-8"), newline="")))
            assert [[as_shown(cell) for cell in row] for row in expected(each, name, language)] == rows, name


def as_shown(cell):
    """A cell as LibreOffice writes its content."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    return "" if cell is None else str(cell)
