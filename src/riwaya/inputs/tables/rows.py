"""Rows of tables and records of JSON as documents, by what their columns stand for."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from riwaya.inputs.blobs import MOST_BYTES, Settings, too_long
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.moments import from_any, from_visible
from riwaya.inputs.pages.html_text import text_of_html
from riwaya.inputs.tables.columns import KEYS, POINTERS, address_of, first_of, flattened, map_columns
from riwaya.records import Issue, Moment, Pointer, Provenance

_CLOCK = re.compile(r"\d{1,2}[:٫]\d\d(?::\d\d(?:\.\d+)?)?\s*[^\d\n]{0,20}(?:[+-]\d\d:?\d\d)?")
_ADDRESS = re.compile(r"""https?://[^\s"'<>()]+[^\s"'<>().,;]""")
_TAGS = re.compile(
    r"</(?:p|div|span|a|b|strong|em|i|u|ul|ol|li|h[1-6]|blockquote|td)\s*>|<br\s*/?>|<p[\s>]", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")


def document_of(
    record: Mapping[str, Any],
    where: str,
    settings: Settings,
    *,
    raw: bytes | None = None,
    issues: tuple[Issue, ...] = (),
) -> Incoming | Refusal:
    """A record as a document; a refusal where it has no words."""
    flat = flattened(record)
    columns = map_columns(flat, settings)
    values = {key: first_of(flat, columns.get(key, ()), whole=key in ("text", "summary")) for key in KEYS}
    url = address_of(values["url"])
    text = words_of(values["text"] or values["summary"] or "")
    if not text.strip():
        names = ", ".join(map(repr, record)) or "none"
        return Refusal(where, f"the record has no text: its keys are {names}", dict(record))
    if len(text) > MOST_BYTES:
        return Refusal(where, too_long())
    published, fault = _moment(flat, columns.get("published", ()), settings)
    retrieved, _ = _moment(flat, columns.get("retrieved", ()), settings)
    if fault:
        issues = (*issues, Issue("D12", None, None, fault))
    return Incoming(
        name=where,
        text=text,
        id=values["id"],
        url=url,
        publisher=values["publisher"],
        title=words_of(values["title"]) if values["title"] else None,
        published=published,
        provenance=Provenance(
            author=values["author"],
            published=Moment(published, "record") if published else None,
            retrieved=Moment(retrieved, "record") if retrieved else None,
            completeness="whole" if values["text"] else "summary",
            pointers=tuple(_pointers(flat, columns, url)),
        ),
        issues=issues,
        raw=raw if raw is not None else json.dumps(record, ensure_ascii=False, default=str).encode("utf-8", "replace"),
    )


# ------------------------------------------------------------------------------------------------------------ words


def has_markup(text: str) -> bool:
    """Whether the words of a column are written in HTML, or with its entities."""
    tagged = "<" in text and _TAGS.search(text) is not None
    return tagged or ("&" in text and _ENTITY.search(text) is not None)


def words_of(text: str) -> str:
    """The words of a column, which editors of reports often keep as HTML; entities are read once."""
    if not has_markup(text):
        return text
    return text_of_html(text) if _TAGS.search(text) else html.unescape(text)


# ------------------------------------------------------------------------------------------------------------ moments


def _moment(flat: Mapping[str, Any], names: Sequence[str], settings: Settings) -> tuple[str | None, str | None]:
    """The day or moment that some columns tell together, and what to say where they hold none that can be read.

    The first that tells a day is believed; its hour may stand in another column, alone or behind the same day.
    """
    written = list(_each(flat, names))
    days = [found for text in written if (found := _read(text, settings))]
    if not days:
        return None, f"no day can be read in {written[0][:80]!r}" if written else None
    day = days[0]
    if len(day) > len("2024-01-15"):
        return day, None
    clocks = [text for text in written if _CLOCK.fullmatch(text)]
    joined = [found for text in clocks if (found := _read(f"{day} {text}", settings)) and found.startswith(day)]
    return next((each for each in (*joined, *days) if len(each) > len(day) and each.startswith(day)), day), None


def _read(text: str, settings: Settings) -> str | None:
    return from_any(text, zone=settings.zone) or from_visible(text, zone=settings.zone)


def _each(flat: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    """What stands in each of some columns, as text."""
    for name in names:
        if text := first_of(flat, [name]):
            yield text


# ------------------------------------------------------------------------------------------------------------ pointers


def _pointers(flat: Mapping[str, Any], columns: Mapping[str, Sequence[str]], url: str | None) -> Iterator[Pointer]:
    """Where else the report is kept, what it shows, and the hashes of what was kept, each once."""
    told = {url}
    for kind in POINTERS:
        for text in _each(flat, columns.get(kind, ())):
            found = re.split(r"[\s,;]+", text) if kind == "hash" else _ADDRESS.findall(text) or [text]
            for each in found:
                if each and each not in told:
                    told.add(each)
                    yield Pointer(kind, each)
