"""Descriptions of violence to bodies: what the desk takes for one; it closes them until somebody opens them."""

import re

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from riwaya.inputs.incoming import Incoming
from riwaya.knowledge.examples import Check, Examples, find_checks
from riwaya.records import Restoration, Span
from riwaya.showing.graphic import descriptions, graphic, lattice_of, parts
from riwaya.store import open_store
from riwaya.web.app import make_app
from riwaya.web.settings import Settings
from web.conftest import csrf_of, serving

CHECKS = list(find_checks(graphic().families))
TOLD = "قال الدفاع المدني إن ثلاثة مدنيين قتلوا أمس الاثنين في قصف مدفعي على سوق بلدة سرمين في ريف إدلب."
DESCRIBED = "وأضاف أن الفرق جمعت أشلاء الضحايا من بين الركام."
AFTER = "وأصيب عشرة مدنيين آخرين في القصف نفسه."
TEXT = f"{TOLD} {DESCRIBED} {AFTER}"
TITLE = "جثث متفحمة في سوق سرمين"
CLOSED = re.compile(r'<details class="veil"><summary[^>]*>[^<]*</summary>(.*?)</details>', re.DOTALL)


@pytest.fixture(scope="module")
def examples() -> Examples:
    return Examples(graphic(), lambda text, day: lattice_of(text), {})


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store with a report that describes what bodies looked like, in its text and in its title."""
    with open_store(tmp_path_factory.mktemp("graphic") / "store.db") as store:
        kept = store.ingest(Incoming("1.txt", TEXT, title=TITLE, publisher="جريدة الصباح", published="2024-01-16"))
        store.join([kept.document])
        store.renew_overviews()
        yield store


@pytest.fixture
def client(store):
    with TestClient(make_app(store, Settings()), base_url="http://127.0.0.1:8321") as client:
        yield client


def pages_of(store):
    """The pages that show the words of a report: its own, that of its incident with the words, and the paper."""
    incident = store.incidents()[0]
    document = incident.happenings[0][0]
    return {
        "document": f"documents/{document}",
        "evidence": f"incidents/{incident.id}?said={document}/a1",
        "paper": f"incidents/{incident.id}/print",
    }


def without_tags(html):
    return re.sub(r"<sup.*?</sup>|<[^>]+>", "", html)


# ---------------------------------------------------------------------------------------------------- what describes


@pytest.mark.parametrize("check", CHECKS, ids=[check.name for check in CHECKS])
def test_the_words_keep_their_promises(check: Check, examples: Examples):
    failure = examples.run(check)

    if failure:
        pytest.fail(str(failure), pytrace=False)


@pytest.mark.parametrize(
    "text",
    [
        "قتل ثلاثة مدنيين في قصف ليلة رأس السنة",
        "مدت المنظمات يد العون إلى سكان البلدة",
        "نفت الذراع السياسي للحركة مسؤوليتها عن الهجوم",
        "قطعت القوات الطريق المؤدية إلى مدينة رأس العين",
        "انتشل الدفاع المدني 12 جثة من تحت الأنقاض",
        "أيدت المحكمة حكم الإعدام في حق خمسة متهمين",
        "أصيب المصور برصاصة في كتفه",
    ],
)
def test_figures_of_speech_and_plain_tolls_stay_open(text):
    assert () == descriptions(text)


def test_only_the_sentence_that_describes_is_closed():
    assert [(False, f"{TOLD} "), (True, DESCRIBED), (False, f" {AFTER}")] == list(parts(TEXT))


def test_of_a_sentence_the_clauses_that_describe_are_closed_and_the_toll_before_them_stays():
    toll, described, after = "قتل سبعة مدنيين في القصف، ", "ووصلت إلى المشفى جثث متفحمة", "، كما قالت المديرية"

    assert [(False, toll), (True, described), (False, after)] == list(parts(toll + described + after))


def test_a_stop_inside_a_number_or_an_address_ends_no_sentence():
    text = "جمعت الفرق أشلاء من مساحة 2.5 كيلومتر كما ذكر موقع www.x.example أمس"

    assert (Span(0, len(text)),) == descriptions(text)


def test_words_that_were_broken_up_count_as_they_are_read():
    text = "جمعت الفرق أ.ش.ل.اء القتلى"
    broken = Restoration(11, 19, "أشلاء")

    assert () == descriptions(text)
    assert (Span(0, len(text)),) == descriptions(text, (broken,))


# ------------------------------------------------------------------------------------------------------- how it shows


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("name", ["document", "evidence"])
def test_a_description_is_closed_in_its_place_and_nothing_of_the_text_is_lost(client, store, language, name):
    page = client.get(f"/{language}/{pages_of(store)[name]}").text
    raw = re.search(r'<div class="raw.*?</div>', page, re.DOTALL)[0]

    assert [DESCRIBED] == [without_tags(closed) for closed in CLOSED.findall(raw)]
    assert TEXT == without_tags(re.sub(r"<summary.*?</summary>", "", raw)).strip()


def test_a_title_that_describes_stands_neither_in_the_tab_nor_open_on_the_page(client, store):
    page = client.get(f"/en/{pages_of(store)['document']}").text

    assert "<title>جريدة الصباح – Riwaya</title>" in page
    assert TITLE not in CLOSED.sub("", page)
    assert TITLE in page


def test_what_is_only_read_is_closed_too(client):
    page = client.post("/en/read", data={"csrf": csrf_of(client, "/en/read"), "text": TEXT, "published": "2024-01-16"})
    result = page.text[page.text.index('id="result"') :]

    assert [DESCRIBED] == [without_tags(closed) for closed in CLOSED.findall(result)]


def test_paper_leaves_descriptions_out_and_says_so_unless_they_are_asked_for(client, store):
    path = f"/en/{pages_of(store)['paper']}"
    closed, shown = client.get(path).text, client.get(f"{path}?graphic=shown").text

    assert "are left out of this print" in closed and '<details class="veil">' not in closed
    assert [False, True] == [TITLE in page for page in (closed, shown)]
    assert 'href="?graphic=shown"' in closed and 'href="?graphic=closed"' in shown
    assert 400 == client.get(f"{path}?graphic=somehow").status_code


def test_who_wants_to_see_everything_at_once_says_so_in_the_settings(client, store):
    path = f"/en/{pages_of(store)['document']}"
    client.post("/en/settings", data={"csrf": csrf_of(client, "/en/"), "graphic": "shown", "back": "/en/"})
    page = client.get(path).text
    client.cookies.delete("riwaya_prefs")

    assert [] == CLOSED.findall(page)
    assert f"<bdi>{TITLE}</bdi>" in page
    assert CLOSED.findall(client.get(path).text)


# ------------------------------------------------------------------------------------------------------- in a browser


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_description_is_opened_by_a_key_with_and_without_script(browser, store, language, script):
    with serving(store) as address:
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(f"{address}/{language}/{pages_of(store)['document']}")
        words = page.locator(".raw .veiled")
        expect(words).to_be_hidden()

        page.locator(".raw .veil summary").focus()
        page.keyboard.press("Enter")
        expect(words).to_be_visible()
        context.close()
