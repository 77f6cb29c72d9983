"""A workbook for people: incidents, accounts, claims, documents and sources, each a sheet, with links between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from riwaya.exports.claim_rows import account_rows, claim_rows, document_row, source_rows
from riwaya.exports.formats import Options
from riwaya.exports.incident_rows import incident_row
from riwaya.exports.lines import FSI, PDI
from riwaya.exports.material import Material, moment_of
from riwaya.exports.tabular import Row, table_named
from riwaya.exports.target import Target
from riwaya.exports.wording import Labels, Wording, labels_of
from riwaya.exports.workbook import Linked, Workbook
from riwaya.knowledge.load import DATA, Table
from riwaya.records import VERSION
from riwaya.showing.words import Words, words_of

SHEETS = ("incidents", "accounts", "claims", "documents", "sources")
"""The sheets behind the first, each a table of `data/exports`."""
_ISOLATES = str.maketrans("", "", FSI + PDI)


def write(material: Material, target: Target, options: Options) -> None:
    """Writes the workbook. Raises UsageError where openpyxl is missing, or a sheet would have too many rows."""
    words = words_of(options.language)
    headings = Headings(options.language)
    book = Workbook(right_to_left=words.direction == "rtl", title=words("sheet.title"))
    about = book.sheet(headings.of("sheet.about"), [words("sheet.title"), ""], [34, 100])
    places = _places(material, headings)
    for told in _about(material, words, headings, places, options):
        about.add(told)
    for name, rows in _rows(material, options).items():
        columns = table_named(name).columns
        sheet = book.sheet(
            headings.of(f"sheet.{name}"),
            [headings.of(column.name) for column in columns],
            [headings.width(column.name) for column in columns],
        )
        for row in rows:
            sheet.add(places.linked(name, column.name, row, headings) for column in columns)
    with target.open(target.file()) as out:
        book.save(out, moment_of(material))


def _rows(material: Material, options: Options) -> Mapping[str, Iterable[Row]]:
    wording = Wording(labels_of(options.language))
    return {
        "incidents": (incident_row(case, options) for case in material.cases()),
        "accounts": (row for case in material.cases() for row in account_rows(case)),
        "claims": (row for case in material.cases() for row in claim_rows(case, wording)),
        "documents": (document_row(reading.document) for reading in material.readings()),
        "sources": source_rows(material),
    }


class Headings:
    """What sheets and columns are called in a language, how wide columns are, and the words for what stands in them."""

    def __init__(self, language: str) -> None:
        self._column = f"heading_{language}"
        self._labels: Labels = labels_of(language)
        self._table = _headings()

    def of(self, name: str) -> str:
        """What a column, or `sheet.` and a sheet, is called."""
        return self._table.row(name)[self._column]

    def width(self, name: str) -> int:
        """How wide a column is, in letters."""
        return int(self._table.row(name)["width"])

    def value(self, column: str, value: Any) -> Any:
        """What stands in a cell: a word of the record in the words of the language, all else as it is."""
        kind = self._table.row(column)["label"]
        return self._labels.of(kind, value).translate(_ISOLATES) if kind and value else value


@cache
def _headings() -> Table:
    return Table(DATA / "exports" / "headings.tsv")


@dataclass(slots=True)
class Places:
    """Where in the workbook things stand: the row of each incident and document, and the first of each one's claims."""

    sheets: Mapping[str, str]
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def note(self, sheet: str, id: str, rows: int = 1) -> None:
        """Notes that the next rows of a sheet are those of a thing."""
        at = self.numbers.get(sheet, 0)
        self.rows[sheet, id] = at + 2
        self.numbers[sheet] = at + rows

    def linked(self, sheet: str, column: str, row: Row, headings: Headings) -> Any:
        """What stands in a cell, with where it leads to, if anywhere."""
        value = headings.value(column, row[column])
        if column in ("url", "evidence_url"):
            outside = str(value or "").startswith(("https://", "http://"))
            return Linked(value, str(value)) if outside else value
        goal = {
            ("incidents", "incident_id"): ("claims", row.get("incident_id")),
            ("accounts", "incident_id"): ("incidents", row.get("incident_id")),
            ("claims", "incident_id"): ("incidents", row.get("incident_id")),
            ("accounts", "account_id"): ("claims", row.get("account_id")),
            ("claims", "account_id"): ("accounts", row.get("account_id")),
            ("accounts", "document_id"): ("documents", row.get("document_id")),
            ("claims", "document_id"): ("documents", row.get("document_id")),
        }.get((sheet, column))
        at = self.rows.get((goal[0], str(goal[1]))) if goal else None
        return Linked(value, f"'{self.sheets[goal[0]]}'!A{at}", inside=True) if goal and at else value


def _places(material: Material, headings: Headings) -> Places:
    """Where everything will stand; the material is gone through once for it."""
    places = Places({name: headings.of(f"sheet.{name}") for name in SHEETS})
    for case in material.cases():
        places.note("incidents", case.id)
        claims = sum(len(account.claims) for _, account in case.accounts)
        if claims:
            places.rows["claims", case.id] = places.numbers.get("claims", 0) + 2
        for _, account in case.accounts:
            places.note("accounts", account.id)
            if account.claims:
                places.note("claims", account.id, len(account.claims))
    for reading in material.readings():
        places.note("documents", reading.document.id)
    return places


def _about(
    material: Material, words: Words, headings: Headings, places: Places, options: Options
) -> Iterator[tuple[Any, Any]]:
    """What the first sheet says: what this is, for whom, as of when, how much of what, and what each column is."""
    yield words("notice"), ""
    yield words("sheet.machine"), ""
    yield words("sheet.profile"), words(f"print.profile.{options.profile}")
    yield words("sheet.moment"), moment_of(material)
    yield words("sheet.version"), f"Riwaya {VERSION}"
    for name in SHEETS:
        number = places.numbers.get(name, 0)
        yield (
            Linked(headings.of(f"sheet.{name}"), f"'{headings.of(f'sheet.{name}')}'!A1", inside=True),
            (number if name != "sources" else None),
        )
    for name in SHEETS:
        yield None, None
        yield headings.of(f"sheet.{name}"), words("sheet.columns")
        for column in table_named(name).columns:
            said = f"{column.name}: {column.says}" if options.language == "en" else column.name
            yield headings.of(column.name), said
