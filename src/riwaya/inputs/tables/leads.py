"""Leads: addresses of reports in the lists of GDELT, and in tables that have titles and addresses and no text.

A lead tells where a report may stand, and when it was seen. What such lists say happened is a machine's reading of a
machine's translation, so none of it is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any, NamedTuple, cast

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.records import records_of
from riwaya.inputs.looks import like_compressed, like_json, like_zip
from riwaya.inputs.moments import from_any
from riwaya.inputs.tables.columns import KEYS, address_of, first_of, flattened, map_columns
from riwaya.inputs.tables.table_looks import gdelt_kind, like_table, table_encoding

MOST_LINE = 10_000_000
"""Bytes of a line at most; the longest of GDELT have some hundred thousand."""
_TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>", re.DOTALL)
_LANGUAGE = re.compile(r"srclc:(\w+)")
_ISO_639_1 = {"ara": "ar", "eng": "en", "fas": "fa", "per": "fa", "heb": "he", "fra": "fr", "tur": "tr", "kur": "ku"}


class Lead(NamedTuple):
    """An address, and what a list tells of what stands there; `seen` is when the list met it."""

    url: str
    seen: str | None = None
    publisher: str | None = None
    title: str | None = None
    language: str | None = None


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """One refusal: a list of GDELT has addresses, and no reports."""
    yield Refusal(blob.name, "it is a list of GDELT, which has addresses and no reports: `riwaya leads` gives those")


def find_leads(blob: Blob, settings: Settings) -> Iterator[Lead | Refusal]:
    """The leads of a list of GDELT (its graph, mentions, events, or list of files) or of a table with addresses."""
    kind = gdelt_kind(blob.head)
    if like_zip(blob) or like_compressed(blob):
        yield from _inside(blob, settings)
        return
    if like_json(blob):
        yield from _from_records(blob, settings)
        return
    if kind is None and not like_table(blob, leads=True, settings=settings):
        yield Refusal(blob.name, "neither a list of GDELT nor a table with a column of addresses")
        return
    if kind is None:
        yield from _from_table(blob, settings)
        return
    number, told = 0, set()
    while line := blob.stream.readline(MOST_LINE):
        number += 1
        lead = _from_line(line.decode("utf-8", "replace").rstrip("\r\n"), kind)
        if lead is not None and lead.url in told:
            continue  # the mentions of several events in one report
        if lead is not None:
            told.add(lead.url)
            yield lead
        elif line.strip() and not _is_citation(line, kind):
            yield Refusal(f"{blob.name}:{number}", f"no line of a list of GDELT's {kind}")


def _inside(blob: Blob, settings: Settings) -> Iterator[Lead | Refusal]:
    """The leads of the lists in an archive, of which the reader of archives makes out the files."""
    from riwaya.inputs.formats import format_named, reader_of

    def descend(inner: Blob) -> Iterator[Any]:
        return find_leads(inner, inside)

    inside = replace(settings, form=None, descend=descend)
    reader = reader_of(format_named("zip" if like_zip(blob) else "compressed"))
    try:
        yield from cast("Iterator[Lead | Refusal]", reader(blob, inside))
    except UnreadableInput as error:
        yield Refusal(blob.name, str(error))


def _from_line(line: str, kind: str) -> Lead | None:
    if kind == "files":
        parts = line.split(" ")
        return Lead(parts[2]) if len(parts) == 3 and parts[2].startswith("http") else None
    cells = line.split("\t")
    if kind == "graph" and len(cells) >= 5:
        translated, more = (*cells[25:27], "", "")[:2]
        title = _TITLE.search(more)
        return _lead(cells[4], cells[1], cells[3], unescape(title[1]) if title else None, translated)
    if kind == "mentions" and len(cells) >= 6 and cells[3] == "1":
        return _lead(cells[5], cells[2], cells[4], None, cells[14] if len(cells) > 14 else "")
    if kind == "events" and len(cells) in (58, 61):  # of the first version, and of the second
        return _lead(cells[-1], cells[-2], None, None, "")
    return None


def _is_citation(line: bytes, kind: str) -> bool:
    """Whether a line of GDELT is of what has no address: a broadcast, a journal, an abstract."""
    cells = line.split(b"\t")
    place = {"graph": 2, "mentions": 3}.get(kind)
    return place is not None and len(cells) > 5 and cells[place] not in (b"", b"1")


def _lead(url: str, seen: str, publisher: str | None, title: str | None, translated: str) -> Lead | None:
    if not re.match(r"https?://\S+$", url):
        return None
    told = _LANGUAGE.search(translated)
    language = _ISO_639_1.get(told[1], told[1]) if told else None
    at = f"{seen[:8]}T{seen[8:]}Z" if re.fullmatch(r"\d{14}", seen) else seen
    return Lead(url, from_any(at), publisher or None, title or None, language)


def _from_table(blob: Blob, settings: Settings) -> Iterator[Lead | Refusal]:
    """The rows of a table that has addresses."""
    from riwaya.inputs.tables.delimited import open_table

    _, rows = open_table(blob, settings, table_encoding(blob.head)[0])
    for line, record in rows:
        yield _of_row(record, f"{blob.name}:{line}", settings)


def _from_records(blob: Blob, settings: Settings) -> Iterator[Lead | Refusal]:
    """The records of JSON that have addresses."""
    for record in records_of(blob, most=MOST_LINE):
        yield record if isinstance(record, Refusal) else _of_row(record.value, record.where, settings)


def _of_row(record: Any, where: str, settings: Settings) -> Lead | Refusal:
    flat = flattened(record) if isinstance(record, dict) else {}
    columns = map_columns(flat, settings)
    values = {key: first_of(flat, columns.get(key, ())) for key in KEYS}
    url = address_of(values["url"])
    if url is None:
        return Refusal(where, "the row has no address", record)
    seen = values["retrieved"] or values["published"]
    at = from_any(seen, zone=settings.zone) if seen else None
    return Lead(url, at, values["publisher"], values["title"], values["language"])
