"""Of two people at one incident the second is told what the first did, and loses nothing that he typed: every kind."""

import html
import re

import pytest
from fastapi.testclient import TestClient

from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.decisions import KINDS
from riwaya.store.runs import reconcile_store
from riwaya.web.app import make_app
from riwaya.web.settings import Settings

from .conftest import REPORTS

OTHER = "قالت الشرطة إن عبوة ناسفة انفجرت يوم الجمعة في مدينة الباب شمال حلب وأدت إلى مقتل مدني."
WHY = "as the list <of> the ministry says"
EARLIER = {"who": "huda", "why": "at first"}
SECOND = {"confirm", "reject", "merge", "split", "amend", "withdraw", "restore", "undo", "review"}
"""Kinds that rest on what was seen; a note says something and rests on nothing."""


class Case:
    """A store with an incident of three reports and one of another, and what the second person is about to send.

    `call` is what a program sends, `form` what a page does, both without who, why and what was seen.
    """

    def __init__(self, store, kind):
        self.store, self.kind = store, kind
        [self.whole] = [each for each in store.incidents() if len(each.happenings) > 1]
        [self.single] = [each for each in store.incidents() if len(each.happenings) == 1]
        self.document, self.account = self._toll()
        self.call, self.form = getattr(self, f"_{kind}")()
        self.seen = store.head().seq

    def decide_first(self):
        """What somebody else decides meanwhile on the same incident."""
        if self.kind == "review":
            item = self.call["item"]
            self.store.review(item, "accepted", who="karim", why="a typing error", seen=self.seen)
        else:
            self.store.amend(
                self.document, self.account, "killed", [6], who="karim", why="a typing error", seen=self.seen
            )

    def _toll(self):
        readings = self.store.current({document for document, _ in self.whole.happenings})
        return next(
            (document, account.id)
            for document, reading in sorted(readings.items())
            for account in reading.accounts
            for claim in account.claims
            if claim.field == "killed"
        )

    def _link(self):
        link = self.whole.links[0]
        return {"happenings": [link.a, link.b]}, {"a": "/".join(link.a), "b": "/".join(link.b)}

    _confirm = _reject = _link

    def _merge(self):
        return {"incidents": [self.whole.id, self.single.id]}, {"incident": self.whole.id, "other": self.single.id}

    def _split(self):
        part = self.whole.happenings[0]
        sent = {"incidents": [self.whole.id], "happenings": [part]}
        return sent, {"incident": self.whole.id, f"part:{'/'.join(part)}": "on"}

    def _amend(self):
        about = {"document": self.document, "account": self.account, "field": "motive"}
        return {**about, "values": ["ثأر <قديم>"]}, {**about, "v0.value": "ثأر <قديم>"}

    def _withdraw(self):
        return {"document": self.document}, {"document": self.document}

    def _restore(self):
        self.store.withdraw(self.document, seen=self.store.head().seq, **EARLIER)
        return self._withdraw()

    def _undo(self):
        made = self.store.amend(self.document, self.account, "motive", ["ثأر"], seen=self.store.head().seq, **EARLIER)
        return {"decision": made.seq}, {"decision": str(made.seq)}

    def _note(self):
        return {"incidents": [self.whole.id]}, {"incident": self.whole.id}

    def _review(self):
        item = self.store.review_items(incident=self.whole.id).items[0]
        return {"item": item.id, "state": "rejected"}, {"item": item.id, "state": "rejected"}


@pytest.fixture
def at(tmp_path):
    """A desk over a store of its own, and the store."""
    with open_store(tmp_path / "store.db") as store:
        for number, (publisher, day, text) in enumerate((*REPORTS, ("جريدة الحي", "2024-01-21", OTHER))):
            store.ingest(Incoming(f"{number}.txt", text, publisher=publisher, published=day))
        reconcile_store(store)
        store.renew_overviews()
        with TestClient(make_app(store, Settings(user="salma")), base_url="http://127.0.0.1:8321") as client:
            yield client, store


def last_of(store):
    made = store.decisions()[-1]
    return made.kind, made.who, made.why


def fields_of(page):
    """What the form of a page that decides would send as it stands, but for what is chosen and typed in large."""
    form = page.rpartition('/en/decide"')[2].partition("</form>")[0]
    found = re.findall(r'<input(?=[^>]*\bname="([^"]+)")(?=[^>]*\bvalue="([^"]*)")', form)
    typed = re.findall(r'<textarea[^>]*\bname="([^"]+)"[^>]*>([^<]*)</textarea>', form)
    return {name: html.unescape(value) for name, value in (*found, *typed)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_that_comes_second_is_told_who_came_first_and_decides_anew(at, kind):
    client, store = at
    case = Case(store, kind)
    case.decide_first()
    sent = {"kind": kind, "why": WHY, "seen": case.seen, **case.call}
    before = len(store.decisions())
    answer = client.post("/api/v1/decisions", json=sent)

    if kind in SECOND:
        assert (409, before) == (answer.status_code, len(store.decisions()))
        assert "karim" in answer.json()["title"]
        assert "a typing error" in answer.json()["title"]
        answer = client.post("/api/v1/decisions", json=sent | {"seen": store.head().seq})
    assert 201 == answer.status_code, answer.text
    assert (kind, "salma", WHY) == last_of(store)


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_comes_second_at_a_page_finds_there_who_came_first_and_all_that_he_typed(at, kind):
    client, store = at
    case = Case(store, kind)
    case.decide_first()
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/en/review").text)[1]
    sent = {"csrf": token, "kind": kind, "why": WHY, "seen": str(case.seen), **case.form}
    before = len(store.decisions())
    answer = client.post("/en/decide", data=sent, follow_redirects=False)

    if kind in SECOND:
        assert (409, before) == (answer.status_code, len(store.decisions()))
        assert "karim" in answer.text
        assert "a typing error" in answer.text
        again = fields_of(answer.text)
        assert sent | {"seen": str(store.head().seq)} == again | {"csrf": token}
        answer = client.post("/en/decide", data=again, follow_redirects=False)
    assert 303 == answer.status_code, answer.text
    assert (kind, "salma", WHY) == last_of(store)


@pytest.mark.parametrize("kind", ["note", "split", "merge"])
def test_whoever_decides_on_an_incident_that_went_into_another_goes_on_with_that_one(at, kind):
    client, store = at
    case = Case(store, kind)
    form = case.form
    if kind == "merge":
        kept = store.ingest(Incoming("9.txt", OTHER.replace("الباب", "اعزاز"), publisher="x", published="2024-02-20"))
        reconcile_store(store)
        [third] = store.incidents_of([(kept.document, "i1")]).values()
        form = {"incident": third, "other": case.whole.id}
    store.merge((case.whole.id, case.single.id), who="karim", why="one", seen=store.head().seq)
    [heir] = store.incidents_of(case.single.happenings).values()
    assert case.whole.id != heir
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/en/review").text)[1]
    sent = {"csrf": token, "kind": kind, "why": WHY, "seen": str(store.head().seq), **form}
    answer = client.post("/en/decide", data=sent, follow_redirects=False)

    assert 400 == answer.status_code
    assert f"what it told of is in {heir}" in html.unescape(answer.text)
    again = fields_of(answer.text)
    assert WHY == again["why"]
    assert heir in (again["incident"], again.get("other"))
    assert 303 == client.post("/en/decide", data=again, follow_redirects=False).status_code
    assert (kind, "salma", WHY) == last_of(store)


@pytest.mark.parametrize("kind", sorted(SECOND - {"review"}))
def test_what_happens_at_another_incident_is_in_nobodys_way(at, kind):
    client, store = at
    case = Case(store, kind)
    if kind == "merge":
        pytest.skip("it is about both")
    [(document, _)] = case.single.happenings
    account = store.current([document])[document].accounts[0].id
    store.amend(document, account, "motive", ["ثأر"], who="karim", why="seen", seen=case.seen)

    answer = client.post("/api/v1/decisions", json={"kind": kind, "why": WHY, "seen": case.seen, **case.call})
    assert 201 == answer.status_code, answer.text
