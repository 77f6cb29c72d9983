"""The queue of the review, from the keyboard and by buttons; and two people at one incident."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.runs import reconcile_store

from .conftest import REPORTS, serving

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
MORE = (
    ("صحيفة الضفة", "2024-02-02", "قال شاهد عيان أمس إن عشرين شخصًا قتـ.ـلوا في غارة جوية على بلدة خربطون قرب إدلب."),
    ("إذاعة الساحل", "2024-02-20", "قالت الشرطة إن تفجيرًا وقع الشهر الماضي في العراق."),
)


@pytest.fixture
def filled(tmp_path):
    """A store of its own with a dispute, broken words, a place that is not known and a vague day."""
    with open_store(tmp_path / "store.db") as store:
        for number, (publisher, day, text) in enumerate((*REPORTS, *MORE)):
            store.ingest(Incoming(f"{number}.txt", text, publisher=publisher, published=day))
        reconcile_store(store)
        store.renew_overviews()
        yield store


@pytest.fixture
def served(filled):
    with serving(filled) as address:
        yield address


def reasons_done(store):
    return sorted(item.reason for item in store.review_items(state="done").items)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_queue_shows_every_reason_with_its_words_and_actions(language, desk_of):
    for reason in ("dispute", "unread", "restored", "precision"):
        page = desk_of.get(f"/{language}/review?reason={reason}")
        assert 200 == page.status_code
        assert 'aria-keyshortcuts="A"' in page.text, reason
        assert re.search(r'class="[^"]*asked', page.text), reason


def test_restored_words_stand_under_the_raw_ones(desk_of):
    page = desk_of.get("/ar/review?reason=restored").text

    assert re.search(r"<ruby[^>]*asked[^>]*>قتـ.ـلوا<rt>قتلوا</rt></ruby>", page)


@pytest.mark.parametrize(("language", "told"), [("ar", "لا يروي هذا التقرير أي حادث"), ("en", "tells of no incident")])
def test_a_report_that_tells_of_no_incident_is_shown_with_what_stayed_unread_in_it(filled, desk_of, language, told):
    text = "افتتح في بلدة خربطون قرب إدلب سوق للخضار."
    kept = filled.ingest(Incoming("9.txt", text, publisher="جريدة الحي", published="2024-02-03"))
    filled.renew_overviews()
    [item] = [each for each in filled.review_items(reason="unread").items if each.about == kept.document]
    page = desk_of.get(f"/{language}/review?reason=unread&item={item.id}").text

    assert told in page
    assert f"/{language}/documents/{kept.document}" in page
    assert re.search(r'class="[^"]*asked[^"]*"[^>]*>بلدة خربطون', page)
    assert f"/{language}/incidents/#" not in page
    sent = desk_of.post(
        f"/{language}/decide",
        data={"csrf": re.search(r'name="csrf" value="(\w+)"', page)[1], "kind": "review", "item": item.id,
              "state": "rejected", "seen": str(filled.head().seq), "why": "a market opens"},
        follow_redirects=True,
    )  # fmt: skip
    assert 200 == sent.status_code
    assert "rejected" == filled.review_item(item.id).state


def test_an_item_that_is_gone_is_told_and_the_next_one_shown(desk_of):
    page = desk_of.get("/en/review?item=gone").text

    assert "That item is there no more" in page
    assert 'id="item-title"' in page


@pytest.mark.parametrize("query", ["state=lost", "reason=boredom"])
def test_a_queue_that_there_is_not_is_told(desk_of, query):
    assert 400 == desk_of.get(f"/en/review?{query}").status_code


@pytest.fixture
def desk_of(filled):
    from fastapi.testclient import TestClient

    from riwaya.web.app import make_app
    from riwaya.web.settings import Settings

    with TestClient(make_app(filled, Settings()), base_url="http://127.0.0.1:8321") as client:
        yield client


@pytest.mark.parametrize(("language", "width"), [("ar", 1440), ("en", 390)])
def test_an_item_is_accepted_and_taken_back_from_the_keyboard(look, served, filled, language, width):
    page = look(f"{served}/{language}/review?reason=dispute", width)
    assert width >= page.evaluate("document.documentElement.scrollWidth")
    expect(page.locator(".texts .raw .asked").first).to_be_visible()

    page.keyboard.press("a")
    page.keyboard.type(": a dispute, rn")  # while somebody types no key acts
    page.keyboard.press("Enter")
    page.wait_for_url("**did=**")
    assert ["dispute"] == reasons_done(filled)
    [made] = filled.decisions()
    assert ": a dispute, rn" == made.why

    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(page.locator(".items a").first).to_be_visible()
    page.wait_for_url(lambda url: "did=" in url and f"did={made.seq}" not in url)
    assert [] == reasons_done(filled)


def test_keys_of_an_arabic_keyboard_act_as_the_latin_letters_on_them(look, served, filled):
    page = look(f"{served}/ar/review")
    first = page.locator("#item-title").inner_text()
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ى', code: 'KeyN', bubbles: true}))")
    page.wait_for_url("**item=**")

    assert first != page.locator("#item-title").inner_text()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator('details[data-key="r"] input[name=why]')).to_be_focused()
    page.keyboard.press("Enter")  # a rejection needs a reason
    assert () == filled.decisions()


def test_two_people_at_one_incident_lose_nothing(browser, look, served, filled):
    [incident] = {item.incident for item in filled.review_items(reason="dispute").items}
    address = f"{served}/en/incidents/{incident}"
    salma = look(address)
    karim = browser.new_page()  # a page that is answered with the status 409 is an error to the console
    karim.goto(address)
    for page, why in ((salma, "another market"), (karim, "not the same shelling")):
        reject = page.locator("#links details.act", has_text="Reject the link").first
        reject.locator("summary").click()
        reject.locator("textarea").fill(why)
    salma.locator("#links details.act[open] button").click()
    salma.wait_for_url("**did=**")
    with karim.expect_response("**/decide") as answer:
        karim.locator("#links details.act[open] button").click()
    assert 409 == answer.value.status

    expect(karim.locator("h1")).to_have_text("Somebody decided meanwhile")
    expect(karim.locator("textarea[name=why]")).to_have_value("not the same shelling")
    expect(karim.locator(".detail")).to_contain_text("another market")
    assert ["another market"] == [made.why for made in filled.decisions()]
    karim.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_wrong_where_people_decide(browser, served, filled, theme):
    if not AXE.exists():
        pytest.skip("needs axe-core: make assets")
    item = filled.review_items(reason="dispute").items[0]
    document, account = item.told["accounts"][0]
    page = browser.new_page(bypass_csp=True, color_scheme=theme)
    for path in (
        "/ar/review",
        f"/en/incidents/{item.incident}",
        f"/ar/incidents/{item.incident}/amend?of={document}/{account}&field=killed",
        f"/en/documents/{document}",
    ):
        page.goto(served + path)
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        page.add_script_tag(path=AXE)
        assert [] == [each["id"] for each in page.evaluate("axe.run()")["violations"]], path
    page.close()
