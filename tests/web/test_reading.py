"""Reading one report at the desk: what is pasted or uploaded is read at once, and kept only where that is asked for."""

import io
import re
import zipfile

import pytest
from fastapi.testclient import TestClient

from riwaya.store import open_store
from riwaya.web.app import make_app
from riwaya.web.bounding import MOST_BYTES
from riwaya.web.settings import Settings
from riwaya.web.views import taking

TEXT = "قال مصدر طبي إن خمسة مدنيين قتلوا أمس في قصف مدفعي على سوق بلدة سرمين في ريف إدلب."
BROKEN = "كتائب الوادي: استهد..فنا معس..ـكر الجيش قرب الحويجة فجر اليوم الاثنين."
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def empty(tmp_path):
    """A desk over a store that holds nothing yet, and the store."""
    with open_store(tmp_path / "store.db") as store:
        app = make_app(store, Settings())
        with TestClient(app, base_url="http://127.0.0.1:8321") as client:
            client.store = store
            yield client


def send(client, path="/en/read", files=(), **fields):
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/en/read").text)[1]
    return client.post(path, data={"csrf": token, **fields}, files=[("files", each) for each in files])


def test_a_pasted_report_is_read_with_its_chain_and_nothing_is_kept(empty):
    page = send(empty, text=TEXT, publisher="جريدة الصباح", published="2024-01-16")

    assert 200 == page.status_code
    assert '<li class="speaks"><bdi lang="ar">مصدر طبي</bdi>' in page.text
    assert '<q lang="ar" dir="rtl">خمسة مدنيين قتلوا</q>' in page.text
    assert "15 January 2024" in page.text
    assert 0 == empty.store.head().seq


def test_what_is_to_be_kept_is_kept_and_grouped_at_once(empty):
    send(empty, text=TEXT, publisher="جريدة الصباح", published="2024-01-16", keep="1")
    page = send(empty, text=TEXT.replace("خمسة", "سبعة"), publisher="قناة المدى", published="2024-01-16", keep="1")
    (incident,) = empty.store.incidents()

    assert 2 == len(incident.happenings)
    assert f"/en/incidents/{incident.id}" in page.text
    assert incident.id in empty.get("/en/").text


def test_broken_words_are_shown_as_they_stand_with_what_they_are_read_as(empty):
    page = send(empty, text=BROKEN, published="2024-05-13").text

    assert re.search(r"<ruby[^>]*>معس\.\.ـكر<rt>معسكر</rt></ruby>", page)


def test_what_could_not_be_read_is_listed_with_its_words(empty):
    page = send(empty, text=TEXT).text

    assert "<code>D03</code> no day of publication is known" in page


def test_a_file_with_several_documents_is_read_whole_and_what_is_refused_is_told(empty):
    lines = f'{{"text": "{TEXT}", "publisher": "أ"}}\n{{"text": 5}}\n{{"text": "{TEXT}", "publisher": "ب"}}\n'
    page = send(empty, files=[("reports.jsonl", lines.encode())], published="2024-01-16").text

    assert 2 == page.count('<section class="reading"')
    assert "reports.jsonl" in page[page.index('<section class="refused"') :]


def test_the_name_of_a_file_is_text_and_no_path(empty, tmp_path):
    (tmp_path / "secret.txt").write_text(TEXT, encoding="utf-8")
    page = send(empty, files=[(f"../{tmp_path.name}/secret.txt", b"\x00\x01"), (HOSTILE, b"\x00")]).text

    assert "خمسة مدنيين" not in page
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_what_is_in_an_archive_is_read_and_its_names_lead_nowhere(empty):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../outside.txt", TEXT)
    page = send(empty, files=[("reports.zip", packed.getvalue())], published="2024-01-16").text

    assert 1 == page.count('<section class="reading"')


def test_what_came_from_outside_shows_as_text(empty):
    page = send(empty, text=f"{TEXT} {HOSTILE}", publisher=HOSTILE, title=HOSTILE, url=f"https://x.example/{HOSTILE}")

    assert HOSTILE not in page.text


def test_a_form_that_is_too_big_is_refused_with_what_to_do(empty):
    page = send(empty, files=[("big.txt", b"x" * (MOST_BYTES + 1))])

    assert 413 == page.status_code
    assert "riwaya ingest" in page.text


def test_a_document_that_is_too_long_is_refused_with_what_to_do(empty):
    page = send(empty, files=[("long.txt", ("كلمة " * taking.MOST_TEXT).encode())])

    assert "riwaya ingest" in page.text
    assert '<section class="reading"' not in page.text


def test_more_documents_than_are_read_at_once_are_told(empty, monkeypatch):
    monkeypatch.setattr(taking, "MOST_DOCUMENTS", 2)
    lines = "".join(f'{{"text": "{TEXT}", "publisher": "{n}"}}\n' for n in range(3))
    page = send(empty, files=[("reports.jsonl", lines.encode())]).text

    assert 2 == page.count('<section class="reading"')
    assert "riwaya ingest" in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [({}, "there is nothing to read"), ({"text": TEXT, "published": "yesterday"}, "yesterday")],
)
def test_what_makes_no_sense_is_told_and_what_was_typed_stays(empty, fields, told):
    page = send(empty, **fields)

    assert 400 == page.status_code
    assert told in page.text
    assert fields.get("text", "") in page.text
