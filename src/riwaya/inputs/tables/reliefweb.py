"""Answers of ReliefWeb's API (version 2) in JSON: a report a document, of its languages those in Arabic letters too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.records import Record, records_of
from riwaya.inputs.json.values import objects, raw_of
from riwaya.inputs.moments import from_any
from riwaya.inputs.pages.html_text import text_of_html
from riwaya.records import Moment, Pointer, Provenance

MOST_ANSWER = 100_000_000
"""Bytes of one answer at most; it gives a thousand reports at a time."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The reports of answers."""
    for record in records_of(blob, most=MOST_ANSWER):
        yield from (record,) if isinstance(record, Refusal) else read_record(record, settings)


def read_record(record: Record, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The reports of an answer, or one that comes by itself."""
    answer = record.value
    reports = answer.get("data") if isinstance(answer, dict) else None
    if is_report(answer):
        yield report_of(answer, record.where, settings)
    elif not isinstance(reports, list):
        yield Refusal(record.where, "an answer of ReliefWeb has a list of data", answer)
    else:
        for number, report in enumerate(reports, 1):
            told = report.get("id", number) if isinstance(report, dict) else number
            yield report_of(report, f"{record.where}, report {told}", settings)


def is_report(record: Any) -> bool:
    """Whether a record is a report of ReliefWeb by itself."""
    return isinstance(record, dict) and isinstance(record.get("fields"), dict) and "id" in record


def report_of(report: Any, where: str, settings: Settings) -> Incoming | Refusal:
    """A report as a document; a refusal where it has no body."""
    fields = report.get("fields") if isinstance(report, dict) else None
    if not isinstance(fields, dict):
        return Refusal(where, "a report has fields", report)
    text = _body(fields)
    summary = None if text else _summary(fields)
    if not (text or summary):
        return Refusal(where, "the report has no body: ask for it with fields[include][]=body", report)
    dates = fields.get("date") if isinstance(fields.get("date"), dict) else {}
    assert isinstance(dates, dict)
    moments = {
        key: Moment(at, "record")
        if isinstance(dates.get(key), str) and (at := from_any(dates[key], zone=settings.zone))
        else None
        for key in ("original", "created", "changed")
    }
    published = moments["original"] or moments["created"]
    files = [each.get("url") for each in objects(fields.get("file"))]
    sources = [str(each["name"]) for each in objects(fields.get("source")) if each.get("name")]
    return Incoming(
        name=where,
        text=text or summary or "",
        id=str(fields.get("id") or report.get("id") or "") or None,
        url=_text(fields.get("url")) or _text(fields.get("url_alias")),
        publisher=", ".join(sources) or None,
        title=_text(fields.get("title")),
        published=published.at if published else None,
        provenance=Provenance(
            published=published,
            edited=moments["changed"] if moments["changed"] != published else None,
            completeness="whole" if text else "summary",
            pointers=tuple(Pointer("file", url) for url in files if isinstance(url, str) and url),
        ),
        raw=raw_of(report),
    )


def _body(fields: Mapping[str, Any]) -> str | None:
    """The words of a report; the body is Markdown, whose signs are no words, and the same as HTML has none of them."""
    html, text = fields.get("body-html"), fields.get("body")
    if isinstance(html, str) and html.strip():
        text = text_of_html(html)
    return text if isinstance(text, str) and text.strip() else None


def _summary(fields: Mapping[str, Any]) -> str | None:
    """What an editor wrote above a report that has no body of its own, such as a file."""
    headline = fields.get("headline")
    text = headline.get("summary") if isinstance(headline, dict) else None
    return text if isinstance(text, str) and text.strip() else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
