"""The formats that reports come in: how each is told by its content, and which file reads it.

Formats are asked in the order in which they stand here; the first that knows its own reads. Names and endings of files
tell nothing by themselves: a page saved as .txt is a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple, cast

from riwaya.errors import UnreadableInput, UsageError
from riwaya.inputs import looks
from riwaya.inputs.blobs import MOST_BYTES, Blob, Settings, too_long
from riwaya.inputs.extras import need
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.records import Record
from riwaya.inputs.publishers import with_publisher
from riwaya.inputs.tables import table_looks

Read = Callable[[Blob, Settings], Iterator[Incoming | Refusal]]
ReadRecord = Callable[[Record, Settings], Iterator[Incoming | Refusal]]


class Format(NamedTuple):
    """A format: its name, what it is, whether a blob is of it, and the module whose `read` reads it.

    `extra` is the part of the package that its module needs, where what reading plain text takes is not enough.
    """

    name: str
    about: str
    looks: Callable[[Blob], bool]
    home: str
    extra: str | None = None


FORMATS = (
    Format("rejects", "what was refused and written down by --rejects", looks.like_rejects, "rejects"),
    Format(
        "telegram-page",
        "a chat that Telegram exported as pages, or a channel's preview",
        looks.like_telegram_page,
        "posts.telegram_pages",
        "pages",
    ),
    Format(
        "telegram", "a chat or an account out of Telegram (result.json)", looks.like_telegram, "posts.telegram", "posts"
    ),
    Format(
        "telegram-lines",
        "messages of Telegram by its client libraries",
        looks.like_telegram_lines,
        "posts.telegram_lines",
    ),
    Format("x", "posts of X: its API, an archive, the lines of scrapers", looks.like_x, "posts.x"),
    Format("warc", "a web archive (WARC), plain or compressed", looks.like_warc, "archives.warc"),
    Format("wacz", "a collection of web archives (WACZ)", looks.like_wacz, "archives.wacz"),
    Format("pdf", "a PDF file with text in it", looks.like_pdf, "documents.pdf", "documents"),
    Format("docx", "a Word file (DOCX)", looks.like_docx, "documents.docx", "documents"),
    Format("feed", "a feed (RSS, Atom, JSON Feed)", looks.like_feed, "pages.feeds", "pages"),
    Format("zip", "a ZIP archive of other files", looks.like_zip, "archives.zips"),
    Format(
        "compressed",
        "one file compressed by gzip, bzip2, xz or Zstandard",
        looks.like_compressed,
        "archives.compressed",
    ),
    # What is saved from a place with pages of its own kind is asked before pages at large.
    Format("mhtml", "a web page saved in one file (MHTML)", looks.like_mhtml, "pages.mhtml", "pages"),
    Format("page", "a web page (HTML)", looks.like_page, "pages.page", "pages"),
    Format("reliefweb", "answers of ReliefWeb's API", table_looks.like_reliefweb, "tables.reliefweb"),
    Format("json", "a JSON record, a list of them, or JSON Lines", looks.like_json, "tables.records"),
    Format("workbook", "a workbook (XLSX)", table_looks.like_workbook, "tables.sheets", "tables"),
    Format("parquet", "a table in Parquet", table_looks.like_parquet, "tables.parquet", "tables"),
    Format("whatsapp", "a chat that WhatsApp exported as text", table_looks.like_whatsapp, "posts.whatsapp"),
    Format("gdelt", "a list of GDELT: addresses only, by `riwaya leads`", table_looks.like_gdelt, "tables.leads"),
    Format(
        "table", "a table as text: CSV, TSV, or with semicolons or bars", table_looks.like_table, "tables.delimited"
    ),
    Format("text", "plain text: one report", looks.like_text, "plain"),
)


def read_blob(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents in some bytes, whatever their format; what cannot be read comes as a refusal in its place."""
    try:
        form = format_of(blob, settings)
        if form is None:
            yield Refusal(blob.name, _unknown(blob))
            return
        # What is inside is told by its own content.
        inside = replace(settings, form=None, descend=lambda other: read_blob(other, inside))
        yield from handed_on(reader_of(form)(blob, replace(inside, form=settings.form)), form.name)
    except UnreadableInput as error:
        yield Refusal(blob.name, str(error))
    except OSError as error:  # a folder in the way, a disk that fails
        yield Refusal(blob.name, error.strerror or str(error))


def handed_on(found: Iterable[Incoming | Refusal], form: str) -> Iterator[Incoming | Refusal]:
    """What the reader of a format found, with what every document gets and every refusal tells."""
    for each in found:
        finished = _finished(each) if isinstance(each, Incoming) else each
        if isinstance(finished, Incoming) or finished.record is None or finished.form is not None:
            yield finished
        else:
            yield replace(finished, form=form)


def _finished(found: Incoming) -> Incoming | Refusal:
    """A document with its publisher; refused where it is longer than any report, which readers of posts let pass."""
    return Refusal(found.name, too_long()) if len(found.text) > MOST_BYTES else with_publisher(found)


def format_of(blob: Blob, settings: Settings) -> Format | None:
    """The format that some bytes are read as by the settings; None where it is not known."""
    # Where columns are mapped, what else would be a text is a table.
    mapped = bool(settings.columns) and not looks.like_json(blob) and table_looks.like_table(blob, settings=settings)
    return find_format(blob, settings.form or ("table" if mapped else None))


def find_format(blob: Blob, name: str | None = None) -> Format | None:
    """The format of some bytes, or the one of a name. Raises UsageError where there is none of the name."""
    if name is not None:
        return format_named(name)
    return next((form for form in FORMATS if form.looks(blob)), None)


def format_named(name: str) -> Format:
    """The format of a name. Raises UsageError where there is none."""
    for form in FORMATS:
        if form.name == name:
            return form
    raise UsageError(f"there is no format {name!r}; these are: {', '.join(form.name for form in FORMATS)}")


def reader_of(form: Format) -> Read:
    """What reads a format; its module comes in when asked for. Raises UnreadableInput where its extra is missing."""
    return cast("Read", _home_of(form).read)


def record_reader_of(form: Format) -> ReadRecord | None:
    """What reads one record of a format that comes by itself; None where it takes the file around it."""
    return cast("ReadRecord | None", getattr(_home_of(form), "read_record", None))


def _home_of(form: Format) -> Any:
    return need(f"riwaya.inputs.{form.home}", form.extra, form.about)


def _unknown(blob: Blob) -> str:
    kind = looks.known_kind(blob.head)
    known = ", ".join(form.about for form in FORMATS)
    return f"it is {kind}, which is not read" if kind else f"its format is not known; these are read: {known}"
