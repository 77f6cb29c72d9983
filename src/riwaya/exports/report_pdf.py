"""The case report as PDF, made of the same page by WeasyPrint."""

from __future__ import annotations

import re
from typing import Any

from riwaya.errors import UsageError
from riwaya.exports.extras import need
from riwaya.exports.formats import Options
from riwaya.exports.material import Material
from riwaya.exports.report import report_of
from riwaya.exports.target import Target

_ISOLATE = re.compile(r"<bdi([^>]*)>([^<]*)</bdi>")
_STRONG = re.compile(r"([A-Za-z\u00c0-\u024f\u0370-\u052f])|([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])")
_MARKS = {"ar": "\u200f", "en": "\u200e"}
"""Letters without a shape that run as the page of a language does."""


def write(material: Material, target: Target, options: Options) -> None:
    """Writes the report. Raises UsageError where WeasyPrint is missing, or the Pango that it sets letters with."""
    weasyprint = _weasyprint()
    page = weasyprint.HTML(
        string=_isolated(report_of(material, options), options.language), url_fetcher=_only_what_is_inside
    )
    with target.open(target.file()) as out:
        page.write_pdf(out, pdf_tags=True)


def _weasyprint() -> Any:
    try:
        return need("weasyprint", "report", "a report as PDF")
    except OSError as error:
        raise UsageError(
            "a report as PDF takes the library Pango from the system (Debian and Ubuntu: "
            f"apt-get install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install pango): {error}"
        ) from error


def _only_what_is_inside(url: str, *_: Any, **__: Any) -> Any:
    """Hands out what the page itself holds; nothing is fetched for a report."""
    if not url.startswith("data:"):
        raise ValueError(f"a report loads nothing from elsewhere, such as {url[:80]}")
    return _weasyprint().default_url_fetcher(url)


def _isolated(page: str, language: str) -> str:
    """A page whose isolates stand by themselves also for WeasyPrint, which takes them for ordinary text.

    Each says which way it runs, and stands between marks that run as the page does.
    """

    def marked(found: re.Match[str]) -> str:
        strong = _STRONG.search(found[2])
        way = "" if strong is None or "dir=" in found[1] else ' dir="ltr"' if strong[1] else ' dir="rtl"'
        return f"{_MARKS[language]}<bdi{way}{found[1]}>{found[2]}</bdi>{_MARKS[language]}"

    return _ISOLATE.sub(marked, page)
