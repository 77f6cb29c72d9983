"""What it costs to read a web archive from its bytes to accounts on one core, and where the time goes.

    python benchmarks/archives.py             a table
    python benchmarks/archives.py --json      the same figures for a program

The archive holds the pages of `benchmarks/pages.py`, each packed by its server and in chunks, compressed record by
record. Each stage is timed with all before it, and what is told is the difference. Compare figures only of one machine.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from pages import KILOBYTES, padded_pages  # noqa: E402

import warcs  # noqa: E402
from riwaya.inputs.archives.http_body import read_answer  # noqa: E402
from riwaya.inputs.archives.warc_stream import Record, find_records  # noqa: E402
from riwaya.inputs.blobs import Settings, blob_of  # noqa: E402
from riwaya.inputs.formats import read_blob  # noqa: E402
from riwaya.inputs.incoming import Incoming, read_document  # noqa: E402
from riwaya.inputs.pages.page_bytes import decode_page  # noqa: E402

STAGES = ("records", "bodies", "text of pages", "accounts")
_LATIN = {code: ord("a") + code % 26 for code in (*range(0x600, 0x700), *range(0xFB50, 0xFEFD))}


def make_archive(kilobytes: int = KILOBYTES, change: Callable[[bytes], bytes] = bytes) -> bytes:
    """The pages, made so long and changed, as an archive that is compressed record by record."""
    headers = ["Content-Encoding: gzip", "Transfer-Encoding: chunked"]
    records = []
    for number, (_, page) in enumerate(padded_pages(kilobytes), 1):
        body = warcs.chunked(gzip.compress(change(page)), 4096)
        block = warcs.http(body, content_type="text/html", headers=headers)
        records.append(warcs.record(block, url=f"https://news.example/{number}", number=number))
    return warcs.gzipped(*records)


def in_another_language(page: bytes) -> bytes:
    """A page in UTF-8 with Latin letters in place of all characters of Arabic."""
    return decode_page(page).text.translate(_LATIN).replace("windows-1256", "utf-8").encode()


def blocks(data: bytes) -> list[bytes]:
    """The bytes of the records."""
    return [record.block for record in find_records(io.BytesIO(data), data[:100]) if isinstance(record, Record)]


def documents(data: bytes, settings: Settings = Settings()) -> list[Incoming]:  # noqa: B008
    """The documents of the archive."""
    found = read_blob(blob_of("crawl.warc.gz", io.BytesIO(data)), settings)
    return [each for each in found if isinstance(each, Incoming)]


def runs(data: bytes) -> tuple[Callable[[], Any], ...]:
    """The stages, each with all before it."""
    return (
        lambda: blocks(data),
        lambda: [read_answer(block) for block in blocks(data)],
        lambda: documents(data),
        lambda: [read_document(document) for document in documents(data)],
    )


def measure(rounds: int) -> dict[str, Any]:
    """Milliseconds a page for each stage, and pages a second for the whole."""
    data = make_archive()
    found = documents(data)
    pages = len(blocks(data))
    totals = []
    for run in runs(data):
        run()
        start = time.process_time()
        for _ in range(rounds):
            run()
        totals.append(1000 * (time.process_time() - start) / (rounds * pages))
    each = dict(zip(STAGES, (after - before for before, after in pairwise([0.0, *totals])), strict=True))
    return {
        "pages": pages,
        "documents": len(found),
        "kilobytes": len(data) / 1000 / pages,
        "letters": sum(len(document.text) for document in found) / len(found),
        "milliseconds": each,
        "pages_a_second": 1000 / totals[-1],
    }


def render(figures: dict[str, Any]) -> str:
    """The figures as a table."""
    size, letters = figures["kilobytes"], figures["letters"]
    lines = [f"{figures['pages']} pages of {size:.0f} kB in the archive, texts of {letters:.0f} letters; one core:"]
    total = sum(figures["milliseconds"].values())
    lines += [f"  {name:14} {value:7.2f} ms  {value / total:4.0%}" for name, value in figures["milliseconds"].items()]
    lines.append(f"{figures['pages_a_second']:.0f} pages a second from the bytes of an archive to accounts")
    return "\n".join(lines)


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description="what it costs to read a web archive")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    figures = measure(asked.rounds)
    print(json.dumps(figures) if asked.json else render(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
