"""A case report: all that accounts say with the words behind it, in one file that needs nothing else."""

import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from pdfminer.high_level import extract_pages, extract_text

from riwaya.errors import UsageError
from riwaya.exports.formats import Options, format_named
from riwaya.exports.material import of_readings
from riwaya.exports.profiles import PROFILES, fit
from riwaya.exports.report import report_of
from riwaya.exports.report_pdf import _isolated
from riwaya.exports.target import Target
from riwaya.showing.words import words_of
from riwaya.store import open_store
from riwaya.store.handing_out import Kept

SHELLING = "shelling"


class Page(HTMLParser):
    """What a page of HTML holds: its elements, what it links to, what it says, and the ids in it."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.loads, self.ids, self.said, self._skips = set(), [], [], [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.tags.add(tag)
        self._skips = tag == "style"
        self.links += [told["href"]] if "href" in told else []
        self.loads += [told[name] for name in ("src", "srcset", "data", "poster", "action") if name in told]
        self.ids += [told["id"]] if "id" in told else []

    def handle_endtag(self, tag):
        self._skips = False

    def handle_data(self, data):
        if not self._skips:
            self.said.append(data)


def report(material, language="en"):
    return report_of(material, Options(language=language))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_report_loads_nothing_and_runs_nothing(material, language):
    text = report(material, language)
    page = Page(text)

    assert page.tags.isdisjoint({"script", "link", "img", "iframe", "object", "base", "form", "svg"})
    assert page.loads == []
    assert {"data:font/woff2;base64"} >= set(re.findall(r"url\(\"?([^,)]*)", text))
    assert "@import" not in text
    assert f'lang="{language}" dir="{words_of(language).direction}"' in text


def test_every_link_leads_into_the_report_or_to_a_document(material):
    page = Page(report(material))
    inside = {link.removeprefix("#") for link in page.links if link.startswith("#")}

    assert len(page.ids) == len(set(page.ids))
    assert inside <= set(page.ids)
    assert {reading.document.url for reading in material.readings()} == {
        link for link in page.links if not link.startswith("#")
    }


def test_every_claim_stands_in_a_report_with_its_words_its_place_and_the_hash_of_its_document(material):
    text = report(material)
    for case in material.cases():
        for document, account in case.accounts:
            assert case.readings[document].document.sha256 in text
            for claim in account.claims:
                assert f'<q lang="ar" dir="rtl">{claim.text}</q></td><td class="span" dir="ltr">{claim.start}–' in text


def test_what_a_document_says_of_itself_is_text_and_no_more(readings):
    hostile = '</style><script>alert(1)</script>"><img src=x>'
    first = readings[0]
    document = replace(first.document, title=hostile, publisher=hostile, url="javascript:alert(1)")
    page = Page(report(of_readings([replace(first, document=document)])))

    assert page.tags.isdisjoint({"script", "img"})
    assert "javascript:alert(1)" not in page.links
    assert hostile in page.said


def test_the_head_of_each_page_cannot_end_the_string_that_it_is():
    text = report(of_readings([]))

    assert re.search(r'@top-left \{ content: "[^"]*";', text)


def test_what_people_decided_stands_in_a_report_with_who_and_why(kept_reports, tmp_path):
    path = tmp_path / "decided.db"
    shutil.copy(kept_reports, path)
    clock = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with open_store(path, make=False, clock=lambda: clock) as store:
        told = next(each for each in Kept(store).cases() if each.incident.type == SHELLING)
        document, account = next(
            (d, a.id.rpartition("/")[2]) for d, a in told.accounts if any(c.field == "injured" for c in a.claims)
        )
        store.amend(
            document, account, "injured", [{"low": 12, "high": 12, "scope": "incident"}], who="سلمى", why="عُدّت مرتين",
            seen=store.incident(told.id).seen,
        )  # fmt: skip
        note = store.note(told.id, who="سلمى", why="يُسأل المستشفى")
        store.undo(note.seq, who="سلمى", why="سُئل", seen=store.incident(told.id).seen)
        whole, one = report(Kept(store)), report(Kept(store, incidents=[told.id]))
        fitted = [
            report(fit(Kept(store, incidents=[told.id]), profile, now="2026-04-01T00:00:00+00:00").material)
            for profile in PROFILES
        ]

    for text in (whole, one):
        said = "".join(Page(text).said)
        assert said.count("عُدّت مرتين") == 2  # among what was corrected, and in the history
        assert said.count("يُسأل المستشفى") == 1
        assert "<s>Comment</s> (taken back)" in text
        assert "2 March 2026 09:00 UTC" in said
    assert "✎" in one
    assert [("سلمى" in text, "taken back" in text) for text in fitted] == [
        (profile == "internal", True) for profile in PROFILES
    ]


def test_a_report_of_one_incident_is_named_after_it_and_one_of_several_lists_them(material, store):
    cases = list(material.cases())
    one = report(Kept(store, incidents=[cases[0].id]))

    assert "<title>Reports: shelling, Ariha, Idlib, 13 May 2024</title>" in one
    assert 'class="contents"' not in one
    assert report(material).count('href="#i') > 3
    assert "<title>3 incidents</title>" in report(material)


def test_two_reports_of_one_thing_are_the_same_to_the_byte(material, tmp_path):
    def written(name):
        with Target(tmp_path / name) as target:
            format_named("report").write(material, target, Options(language="ar"))
        return (tmp_path / name).read_bytes()

    assert written("a.html") == written("b.html")


def test_isolates_say_their_way_and_stand_between_marks_for_a_printer_that_looks_for_neither():
    page = '<bdi>قناة</bdi>, <bdi lang="en">Reuters</bdi> <bdi dir="ltr">12</bdi>'

    assert _isolated(page, "en") == (
        '\u200e<bdi dir="rtl">قناة</bdi>\u200e, \u200e<bdi dir="ltr" lang="en">Reuters</bdi>\u200e'
        ' \u200e<bdi dir="ltr">12</bdi>\u200e'
    )


def test_where_weasyprint_is_missing_the_error_says_what_installs_it(material, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(UsageError, match=r"pip install riwaya\[report\]"), Target(tmp_path / "a.pdf") as target:
        format_named("report-pdf").write(material, target, Options())


PRINT = """
import sys
from riwaya.exports.formats import Options, format_named
from riwaya.exports.target import Target
from riwaya.store import open_store
from riwaya.store.handing_out import Kept
with open_store(sys.argv[1], make=False) as store, Target(__import__("pathlib").Path(sys.argv[2])) as target:
    format_named("report-pdf").write(Kept(store), target, Options(language=sys.argv[3]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_pdf_is_the_same_to_the_byte_and_holds_the_appendix_on_pages_of_a4(kept_reports, tmp_path, language):
    pytest.importorskip("weasyprint")
    for seed in ("1", "2"):
        call = [sys.executable, "-c", PRINT, kept_reports, tmp_path / f"{seed}.pdf", language]
        subprocess.run(call, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    pdf = (tmp_path / "1.pdf").read_bytes()
    text = extract_text(io.BytesIO(pdf))

    assert pdf == (tmp_path / "2.pdf").read_bytes()
    assert {(595, 842)} == {(round(page.width), round(page.height)) for page in extract_pages(io.BytesIO(pdf))}
    with open_store(kept_reports, make=False) as store:
        assert all(reading.document.sha256 in text for reading in Kept(store).readings())


@pytest.mark.slow
def test_a_browser_asks_for_nothing_and_prints_the_appendix_too(material, tmp_path):
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    (tmp_path / "report.html").write_text(report(material, "ar"), encoding="utf-8")
    asked = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url.split(",")[0]))
        page.goto((tmp_path / "report.html").as_uri())
        text = extract_text(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        browser.close()

    assert {"data:font/woff2;base64"} >= set(asked[1:])
    assert all(reading.document.sha256 in text for reading in material.readings())
