"""What it costs to take documents out of each format, beside what it costs to read them into accounts; one core.

    python benchmarks/formats.py             a table
    python benchmarks/formats.py --json      the same figures for a program

The same made reports (`benchmarks/made_reports.py`) stand in a file of each format. Pages, and archives of pages, are
those of `benchmarks/pages.py`, made as long as real ones by their scripts and styles, and the page reader alone is
timed on the same pages: trafilatura, which a user would take for the text of a page, without its day, title or author.
Word files, PDF files and saved pages are those of the tests. Times are those of the processor, the best of some rounds.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import openpyxl  # noqa: E402
import pyarrow  # noqa: E402
import pyarrow.parquet  # noqa: E402
import trafilatura  # noqa: E402
from archives import make_archive  # noqa: E402
from made_reports import COLUMNS, Report, make_reports  # noqa: E402
from pages import padded_pages  # noqa: E402
from speed import least, on_one_core  # noqa: E402

from riwaya.inputs.blobs import Settings, blob_of  # noqa: E402
from riwaya.inputs.formats import read_blob  # noqa: E402
from riwaya.inputs.incoming import Incoming, read_document  # noqa: E402

REPORTS = 300
ROUNDS = 3
Made = list[tuple[str, bytes]]
"""Files under their names."""


def texts(reports: Sequence[Report]) -> Made:
    """A file of plain text each."""
    return [(f"{each.id}.txt", each.text.encode()) for each in reports]


def json_lines(reports: Sequence[Report]) -> Made:
    """JSON Lines."""
    lines = (json.dumps(each.record(), ensure_ascii=False) for each in reports)
    return [("reports.jsonl", "".join(f"{line}\n" for line in lines).encode())]


def json_list(reports: Sequence[Report]) -> Made:
    """One list in JSON."""
    return [("reports.json", json.dumps([each.record() for each in reports], ensure_ascii=False).encode())]


def table(reports: Sequence[Report]) -> Made:
    """CSV."""
    written = io.StringIO(newline="")
    rows = csv.DictWriter(written, COLUMNS)
    rows.writeheader()
    rows.writerows(each.record() for each in reports)
    return [("reports.csv", written.getvalue().encode())]


def workbook(reports: Sequence[Report]) -> Made:
    """A workbook."""
    book, written = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    sheet.append(COLUMNS)
    for each in reports:
        sheet.append(list(each.record().values()))
    book.save(written)
    return [("reports.xlsx", written.getvalue())]


def parquet(reports: Sequence[Report]) -> Made:
    """Parquet."""
    written = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([each.record() for each in reports]), written)
    return [("reports.parquet", written.getvalue())]


def zipped(reports: Sequence[Report]) -> Made:
    """Plain texts in a ZIP archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in texts(reports):
            archive.writestr(name, data)
    return [("reports.zip", written.getvalue())]


def feed(reports: Sequence[Report]) -> Made:
    """A feed (RSS) with whole texts in it."""
    items = "".join(
        f"<item><title>{escape(each.title)}</title><link>{escape(each.url)}</link>"
        f"<pubDate>{format_datetime(datetime.fromisoformat(each.published).replace(tzinfo=UTC))}</pubDate>"
        f"<content:encoded>{escape(''.join(f'<p>{escape(part)}</p>' for part in each.text.splitlines()))}"
        "</content:encoded></item>"
        for each in reports
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    channel = "<title>وكالة المرج</title><link>https://marj.example/</link><description>أخبار</description>"
    return [("agency.rss", f"{head}<channel>{channel}{items}</channel></rss>".encode())]


def telegram(reports: Sequence[Report]) -> Made:
    """A channel out of Telegram."""
    messages = [
        {
            "id": number,
            "type": "message",
            "date": f"{each.published[:10]}T12:00:00",
            "from": "مرصد المرج",
            "from_id": "channel1500000001",
            "text": each.text,
            "text_entities": [],
        }
        for number, each in enumerate(reports, 1)
    ]
    told = {"name": "مرصد المرج", "type": "public_channel", "id": 1_500_000_001, "messages": messages}
    return [("result.json", json.dumps(told, ensure_ascii=False).encode())]


def whatsapp(reports: Sequence[Report]) -> Made:
    """A chat out of WhatsApp."""
    lines = (
        f"{int(each.published[8:10])}/{int(each.published[5:7])}/{each.published[:4]}، 6:05 م - أبو رعد: {each.text}"
        for each in reports
    )
    return [("chat.txt", "\n".join(lines).encode())]


def posts(reports: Sequence[Report]) -> Made:
    """Posts of X as a scraper writes them."""
    user = {"_type": "snscrape.modules.twitter.User", "username": "marj_r", "displayname": "مرصد المرج", "id": 11}
    lines = (
        json.dumps(
            {
                "_type": "snscrape.modules.twitter.Tweet",
                "url": f"https://twitter.com/marj_r/status/{16 * 10**17 + number}",
                "date": f"{each.published[:10]}T05:20:14+00:00",
                "content": each.text,
                "id": 16 * 10**17 + number,
                "user": user,
                "lang": "ar",
            },
            ensure_ascii=False,
        )
        for number, each in enumerate(reports, 1)
    )
    return [("posts.jsonl", "".join(f"{line}\n" for line in lines).encode())]


def pages() -> Made:
    """Pages as long as real ones."""
    return [(f"{name}.html", data) for name, data in padded_pages()]


def kept(pattern: str) -> Made:
    """The files of the tests that a pattern finds."""
    return [(path.name, path.read_bytes()) for path in sorted((ROOT / "tests" / "inputs").glob(pattern))]


def make_files(reports: int) -> dict[str, Made]:
    """The files of each format."""
    made = list(make_reports(reports, start=10_000))
    return {
        "plain texts": texts(made),
        "JSON Lines": json_lines(made),
        "JSON list": json_list(made),
        "CSV": table(made),
        "workbook": workbook(made),
        "Parquet": parquet(made),
        "ZIP of texts": zipped(made),
        "feed": feed(made),
        "Telegram": telegram(made),
        "WhatsApp": whatsapp(made),
        "X": posts(made),
        "pages": pages(),
        "web archive of pages": [("crawl.warc.gz", make_archive())],
        "saved pages (MHTML)": kept("mhtml/*.mhtml"),
        "Word": kept("docx/*.docx"),
        "PDF": kept("pdf/*.pdf"),
    }


def take(files: Made) -> list[Incoming]:
    """The documents in some files."""
    settings = Settings()
    found = [each for name, data in files for each in read_blob(blob_of(name, io.BytesIO(data)), settings)]
    return [each for each in found if isinstance(each, Incoming)]


def measure(reports: int, rounds: int) -> dict[str, Any]:
    """For each format: documents, kB and letters of one, and the milliseconds to take it out and to read it."""
    told = {}
    for name, files in make_files(reports).items():
        documents = take(files)
        if not documents:
            raise RuntimeError(f"{name}: no document")
        taking = least(lambda files=files: take(files), rounds + 1) / len(documents)
        reading = least(lambda documents=documents: [read_document(each) for each in documents], 2) / len(documents)
        told[name] = {
            "documents": len(documents),
            "kilobytes": sum(len(data) for _, data in files) / 1000 / len(documents),
            "letters": sum(len(each.text) for each in documents) / len(documents),
            "taking_ms": taking,
            "reading_ms": reading,
        }
    made = pages()
    alone = least(lambda: [trafilatura.extract(data) for _, data in made], rounds + 1) / len(made)
    return {"formats": told, "trafilatura_ms": alone}


def render(figures: dict[str, Any]) -> str:
    """The figures as a table."""
    lines = [f"{'':24}{'documents':>10}{'kB each':>9}{'letters':>9}{'ms to take':>12}{'ms to read':>12}"]
    lines += [
        f"{name:24}{each['documents']:>10}{each['kilobytes']:>9.1f}{each['letters']:>9.0f}"
        f"{each['taking_ms']:>12.2f}{each['reading_ms']:>12.2f}"
        for name, each in figures["formats"].items()
    ]
    return "\n".join([*lines, "", f"trafilatura alone on the same pages: {figures['trafilatura_ms']:.2f} ms"])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true", help="the figures for a program")
    given = parser.parse_args()
    on_one_core()
    figures = measure(given.reports, given.rounds)
    print(json.dumps(figures) if given.json else render(figures))


if __name__ == "__main__":
    main()
