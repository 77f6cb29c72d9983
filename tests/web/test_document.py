"""The page of a document: its words with what is read in them, how it came, and where it belongs."""

import re

import pytest
from fastapi.testclient import TestClient

from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.web.app import make_app
from riwaya.web.settings import Settings

TEXT = "قال مصدر طبي إن خمسة مدنيين قتلوا أمس في قصف مدفعي على سوق بلدة سرمين في ريف إدلب."


@pytest.fixture
def asked(tmp_path):
    """Keeps reports, and asks the page of the last of them."""
    with (
        open_store(tmp_path / "store.db") as store,
        TestClient(make_app(store, Settings()), base_url="http://127.0.0.1:8321") as client,
    ):

        def ask(*texts, language="en", **known):
            kept = [store.ingest(Incoming("report.txt", text, published="2024-01-16", **known)) for text in texts]
            store.join([each.document for each in kept])
            store.renew_overviews()
            return client.get(f"/{language}/documents/{kept[-1].document}").text

        yield ask


def test_the_claims_of_a_document_are_underlined_in_its_text(asked):
    page = asked(TEXT)
    whole = re.search(r'<div class="raw whole".*?</div>', page, re.DOTALL)[0]

    assert TEXT == re.sub(r"<sup.*?</sup>|<[^>]+>", "", whole).strip()
    assert re.search(r'<mark class="claim-0">خمسة مدنيين قتلوا<sup', whole)


def test_each_account_leads_to_its_incident(asked):
    page = asked(TEXT)
    (address,) = set(re.findall(r'class="of-incident" href="/en/incidents/(i\w+)\?said=', page))

    assert f'<a class="button" href="/en/incidents/{address}">Reports: shelling' in page


def test_an_address_that_was_published_anew_leads_to_what_stood_there_before(asked):
    page = asked(TEXT, TEXT.replace("خمسة", "سبعة"), url="https://x.example/1")

    assert 1 == page.count("the same address, another text")


def test_a_copy_in_another_paper_is_named(asked):
    asked(TEXT, publisher="جريدة الصباح")
    page = asked(TEXT, publisher="قناة المدى")

    assert re.search(r"جريدة الصباح</bdi></a> · [^<]* · the same text", page)


def test_the_evidence_of_a_claim_leads_to_the_whole_document(desk):
    incident = re.search(r"/incidents/(i\w+)", desk.get("/en/").text)[1]
    page = desk.get(f"/en/incidents/{incident}").text
    said = re.search(r'class="said-value[^>]* href="(\?said=[^"#]+)#', page)[1].replace("&amp;", "&")
    address = re.search(r'href="(/en/documents/\w+)#(a\d+)"', desk.get(f"/en/incidents/{incident}{said}").text)

    assert f'id="{address[2]}"' in desk.get(address[1]).text


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_document_that_is_not_there_is_told_as_such(desk, language):
    assert 404 == desk.get(f"/{language}/documents/nothing").status_code
