"""The formats that things are exported in: what each is called, what it is for, and which module writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module

from riwaya.errors import UsageError
from riwaya.exports.cells import Cells
from riwaya.exports.material import Material
from riwaya.exports.target import Target

CAVEAT = "These are claims found in sources, not findings."
"""What every export says of itself."""


@dataclass(frozen=True, slots=True)
class Options:
    """How somebody wants an export.

    `language` is en or ar, for what people read. `bom` and `crlf` are for spreadsheets that want them; `hxl` adds a row
    of HXL tags below the heads. `base` is where the desk stands that links lead to; without it they are relative.
    `profile` is the one that the material was made to fit, which packages tell. `originals` says whether the bytes that
    documents came in go along where the format takes them and the profile lets them. `cells` say which cells of an
    aggregate are too small to be told.
    """

    language: str = "en"
    bom: bool = False
    crlf: bool = False
    hxl: bool = False
    base: str = ""
    profile: str = "internal"
    cells: Cells = field(default_factory=Cells)
    originals: bool = True


Write = Callable[[Material, Target, Options], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the suffix of its file (a folder of files where it is empty), and what it is for.

    `module` is the one in `riwaya.exports` whose `write` writes it; `extra` is what it takes beside Riwaya itself.
    """

    name: str
    suffix: str
    says: str
    module: str
    extra: str | None = None

    @property
    def write(self) -> Write:
        """What writes it."""
        write: Write = import_module(f"riwaya.exports.{self.module}").write
        return write


FORMATS = {
    each.name: each
    for each in (
        Format("jsonl", "", "Everything, as JSON Lines: what `riwaya import` takes back", "native"),
        Format("acled", ".csv", "A row an incident in the columns of ACLED, then ours", "acled"),
        Format("annotations", ".jsonl", "A Web Annotation a claim: which words of which text say it", "annotations"),
        Format("bagit", "", "A case package as a bag: reports, records and hashes; a folder, or .zip", "bagit"),
        Format("claims-csv", "", "Tables of claims with words and chains, of documents and of incidents", "claims_csv"),
        Format("csv", ".csv", "A row an incident, with what stands in each field and who tells it", "incidents_csv"),
        Format("ftm", ".ftm.json", "Entities of FollowTheMoney, for Aleph", "ftm"),
        Format("ftm-statements", ".statements.csv", "The same, a row a value with who tells it", "ftm_statements"),
        Format("geojson", ".geojson", "A map: a feature an incident, as narrow as its place is told", "geojson"),
        Format("geoparquet", ".parquet", "The same map as a table for programs, in Parquet", "geoparquet", "tables"),
        Format("hapi", ".csv", "Incidents and dead by month and region in the columns of HDX HAPI", "hapi"),
        Format("kml", ".kml", "The same map for Google Earth and its like", "kml"),
        Format("parquet", "", "Everything as tables for programs, in Parquet", "parquet", "tables"),
        Format("plover", ".jsonl", "A record an account in the layout of the PLOVER draft, JSON Lines", "plover"),
        Format("report", ".html", "A case report for people, to be read and printed", "report", "report"),
        Format("report-pdf", ".pdf", "The same as PDF", "report_pdf", "report"),
        Format("rocrate", "", "The same as an RO-Crate; a folder, or .zip", "rocrate"),
        Format("ucdp", ".csv", "A row a deadly incident in the columns of UCDP GED, then ours", "ucdp"),
        Format("xlsx", ".xlsx", "A workbook for people, in their language, with links inside", "xlsx", "tables"),
    )
}


def format_named(name: str) -> Format:
    """The format of a name. Raises UsageError where there is none."""
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r} to export in; there are {', '.join(FORMATS)}")
    return FORMATS[name]
