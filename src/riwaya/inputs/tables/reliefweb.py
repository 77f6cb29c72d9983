"""Answers of ReliefWeb's API (version 2) in JSON: a report a document, of its languages those in Arabic letters too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.values import objects, raw_of
from riwaya.inputs.moments import from_any
from riwaya.inputs.pages.html_text import text_of_html
from riwaya.records import Moment, Pointer, Provenance

MOST_ANSWER = 100_000_000
"""Bytes of one answer at most; it gives a thousand reports at a time."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The reports of an answer. Raises UnreadableInput where it is too long."""
    data = blob.whole(MOST_ANSWER)
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError) as error:
        yield Refusal(blob.name, f"not JSON: {error}")
        return
    reports = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(reports, list):
        yield Refusal(blob.name, "an answer of ReliefWeb has a list of data")
        return
    for number, report in enumerate(reports, 1):
        where = f"{blob.name}, report {report.get('id', number) if isinstance(report, dict) else number}"
        yield report_of(report, where, settings)


def is_report(record: Any) -> bool:
    """Whether a record is a report of ReliefWeb by itself."""
    return isinstance(record, dict) and isinstance(record.get("fields"), dict) and "id" in record


def report_of(report: Any, where: str, settings: Settings) -> Incoming | Refusal:
    """A report as a document; a refusal where it has no body."""
    fields = report.get("fields") if isinstance(report, dict) else None
    if not isinstance(fields, dict):
        return Refusal(where, "a report has fields", report)
    # The body is Markdown, whose signs are no words of the report; the same as HTML has none of them.
    html, text = fields.get("body-html"), fields.get("body")
    if isinstance(html, str) and html.strip():
        text = text_of_html(html)
    if not isinstance(text, str) or not text.strip():
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
        text=text,
        id=str(fields.get("id") or report.get("id") or "") or None,
        url=_text(fields.get("url")) or _text(fields.get("url_alias")),
        publisher=", ".join(sources) or None,
        title=_text(fields.get("title")),
        published=published.at if published else None,
        provenance=Provenance(
            published=published,
            edited=moments["changed"] if moments["changed"] != published else None,
            completeness="whole",
            pointers=tuple(Pointer("file", url) for url in files if isinstance(url, str) and url),
        ),
        raw=raw_of(report),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
