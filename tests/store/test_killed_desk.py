"""A desk that is killed while people write comes back whole: what it answered is there, all else is or is not."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from threading import Thread
from typing import NamedTuple

import pytest
from httpx2 import Client, HTTPError
from sqlalchemy import delete

from riwaya.store import open_store
from riwaya.store.people.audit import AT_THE_MACHINE, DECIDED, KEPT, find_acts
from riwaya.store.runs import reconcile_store
from riwaya.store.schema import overview_pairs, overview_terms, overviews, overviews_made, review_items
from riwaya.web.roles import Role
from stores import make_incoming
from web.conftest import PASSWORD, csrf_of, free_port, sign_in

KILLS = int(os.environ.get("RIWAYA_TEST_KILLS", "4"))
SEED = int(os.environ.get("RIWAYA_TEST_SEED", time.time_ns() % 1_000_000))
TOWNS = ("سرمين", "بنش", "أريحا", "الباب")
API = "/api/v1"
ANALYSTS = ("karim", "salma", "huda")


def report(town, dead):
    return f"قال الدفاع المدني إن {dead} مدنيين قتلوا أمس في قصف مدفعي على سوق بلدة {town} في سوريا."


class Told(NamedTuple):
    """A write that a client sent: who, how, its mark, what was sent, and the status of the answer if there was one."""

    who: str
    kind: str
    mark: str
    sent: dict
    status: int | None


class Analyst:
    """A client that decides and hands in at random, until the desk no longer answers."""

    def __init__(self, who, token, base, chance):
        self._who, self._chance = who, chance
        self._client = Client(base_url=base, headers={"authorization": f"Bearer {token}"}, timeout=30)
        self.told = []

    def write_on(self):
        with self._client:
            while not self.told or self.told[-1].status is not None:
                try:
                    path, kind, sent = self._draw()
                except (HTTPError, KeyError, IndexError):
                    return
                try:
                    status = self._client.post(f"{API}{path}", json=sent).status_code
                except HTTPError:
                    status = None
                self.told.append(Told(self._who, kind, sent.get("why") or sent["title"], sent, status))

    def _draw(self):
        """A write: its path, its kind, and what is sent, with a mark of its own."""
        mark = f"{self._who} {self._chance.getrandbits(60):x}"
        kind = self._chance.choice(("reject", "confirm", "amend", "note", "review", "undo", "withdraw", "document"))
        if kind == "document":
            return "/documents", kind, {"text": report(self._chance.choice(TOWNS), mark), "title": mark}
        listed = self._get("/incidents", limit=50)["incidents"]
        told = self._get(f"/incidents/{self._chance.choice(listed)['incident']}")
        sent = {"kind": kind, "why": mark, "seen": told["seen"]}
        if kind in ("reject", "confirm"):
            link = self._chance.choice(told["links"] or self._get("/suggestions")["suggestions"])
            sent["happenings"] = [[link[end]["document"], link[end]["incident"]] for end in ("a", "b")]
        elif kind == "amend":
            account = self._chance.choice(told["accounts"])
            sent |= {**account, "field": "motive", "values": [mark]}
        elif kind == "note":
            sent["incidents"] = [told["id"]]
        elif kind == "review":
            found = self._get("/review")
            sent |= {"item": self._chance.choice(found["items"])["id"], "state": "skipped", "seen": found["seen"]}
        elif kind == "undo":
            found = self._get("/decisions")
            sent |= {"decision": self._chance.choice(found["decisions"])["seq"], "seen": found["seen"]}
        else:
            sent["document"] = self._chance.choice(told["accounts"])["document"]
        return "/decisions", kind, sent

    def _get(self, path, **asked):
        return self._client.get(f"{API}{path}", params=asked).json()


class Visitor:
    """Somebody in a browser who signs in again and again, and hands in a report each time."""

    def __init__(self, base, chance):
        self._base, self._chance = base, chance
        self.told = []
        self.cookies = []

    def write_on(self):
        while not self.told or self.told[-1].status is not None:
            with Client(base_url=self._base, timeout=30) as browser:
                try:
                    if sign_in(browser, "visitor").status_code != 303:
                        return
                    self.cookies.append(dict(browser.cookies))
                    csrf = csrf_of(browser, "/en/read")
                except (HTTPError, TypeError):
                    return
                mark = f"visitor {self._chance.getrandbits(60):x}"
                text = report(self._chance.choice(TOWNS), mark)
                sent = {"csrf": csrf, "keep": "1", "title": mark, "text": text, "published": "2024-01-31"}
                try:
                    status = browser.post("/en/read", data=sent).status_code
                except HTTPError:
                    status = None
                self.told.append(Told("visitor", "page", mark, sent, status))


@contextmanager
def served(url):
    """A desk of a team in a process of its own, that answers; gives its address and the process."""
    port = free_port()
    command = [sys.executable, "-m", "riwaya", "serve", "--team", "--store", url, "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            base, ends = f"http://127.0.0.1:{port}", time.monotonic() + 90
            while process.poll() is None and time.monotonic() < ends:
                try:
                    with Client(base_url=base) as browser:
                        browser.get("/en/sign-in")
                    break
                except HTTPError:
                    time.sleep(0.05)
            yield base, process
        finally:
            process.kill()


def fill(url):
    """Puts reports and people into a store; gives the tokens of those who decide."""
    with open_store(url) as store:
        for number, town in enumerate(TOWNS):
            for dead in ("ثلاثة", "خمسة", "سبعة"):
                store.ingest(make_incoming(report(town, dead), publisher=f"paper {number} {dead}"))
        reconcile_store(store)
        store.renew_overviews()
        store.people.add("visitor", Role.ANALYST, password=PASSWORD)
        people = [store.people.add(name, Role.ANALYST, password=PASSWORD) for name in ANALYSTS]
        return {
            each.name: store.people.make_token(each, "t", Role.ANALYST, days=30, by=AT_THE_MACHINE) for each in people
        }


def check(url, told):
    """Holds what is kept against what was answered, and each thing against what belongs to it."""
    with open_store(url) as store:
        assert () == store.verify().faults
        made, rulings = store.decisions(), store.to_reconcile()
        documents = {each.title: each for each in store.documents(all=True)}
        kept = Counter(each.why for each in made) + Counter(name for name in documents if name)
        for each in told:
            wanted = (1,) if each.status in (200, 201, 303) else (0,) if each.status else (0, 1)
            assert kept[each.mark] in wanted, each

        placed = {each: incident.id for incident in store.incidents() for each in incident.happenings}
        for (a, b), together in rulings.ruled.items():
            if a in placed and b in placed:
                assert together == (placed[a] == placed[b]), (a, b, together)
        assert store.overviews_until() >= max((each.seq for each in made), default=0)

        assert sorted(str(each.seq) for each in made) == acts_of(store, DECIDED)
        assert sorted(each.id for each in documents.values() if each.title) == acts_of(store, KEPT)
        by_page = [documents[each.mark] for each in told if each.kind == "page" and each.mark in documents]
        told_of = {(each.id, i.id) for each in by_page for i in store.current([each.id])[each.id].incidents}
        assert told_of <= placed.keys() | {each for each in told_of if each[0] in store.withdrawn()}


def acts_of(store, kind):
    """What the entries of a kind in the audit are about."""
    with store._database.reading() as connection:
        return sorted(act.about for act in find_acts(connection, kind=kind))


def repeat(base, tokens, told, kept):
    """Sends again what nobody answered; each is done now, or told in words why it is not, or that it was done."""
    for each in told:
        if each.status is not None or each.kind == "page":
            continue
        path = "/documents" if each.kind == "document" else "/decisions"
        with Client(base_url=base, headers={"authorization": f"Bearer {tokens[each.who]}"}, timeout=60) as client:
            answer = client.post(f"{API}{path}", json=each.sent)
        assert answer.status_code in (201, 400, 404, 409), (each, answer.text)
        if each.kind == "document":
            assert ("held" if kept[each.mark] else "kept") == answer.json()["outcome"]
        elif kept[each.mark] and each.kind != "note":
            assert answer.status_code in (400, 404, 409), (each, answer.text)


def everything(store):
    """All that stands in short of the incidents."""
    with store._database.reading() as connection:
        tables = (overviews, overview_terms, overview_pairs, review_items)
        return [sorted(map(repr, connection.execute(table.select()))) for table in tables]


def made_anew(url):
    """All that would stand in short of the incidents if it were made now."""
    with open_store(url) as store:
        store.renew_overviews()
        there = everything(store)
        with store._database.writing() as connection:
            for table in (overviews, overview_terms, overview_pairs, review_items, overviews_made):
                connection.execute(delete(table))
        store.renew_overviews()
        return there, everything(store)


@pytest.mark.slow
def test_a_desk_that_is_killed_while_people_write_comes_back_whole(empty_url):
    print(f"RIWAYA_TEST_SEED={SEED}")
    chance, tokens = random.Random(SEED), fill(empty_url)
    told, left, cookies = [], [], []
    for number in range(KILLS + 1):
        with served(empty_url) as (base, process):
            with open_store(empty_url) as store:
                assert store.overviews_until() == store.head().seq
            demand_signed_in(base, cookies)
            repeat(base, tokens, left, marks_in(empty_url, left))
            told = [each for each in told if each not in left]  # a note that is sent again may stand there twice
            if number < KILLS:
                sent, cookies = write_and_kill(base, process, tokens, chance)
                told += sent
                left = [each for each in sent if each.status is None]
                check(empty_url, told)
    there, anew = made_anew(empty_url)
    assert there == anew


def write_and_kill(base, process, tokens, chance):
    """Has all write at once and kills the desk meanwhile; gives what they sent, and the sessions that began."""
    visitor = Visitor(base, random.Random(chance.random()))
    clients = [*(Analyst(who, tokens[who], base, random.Random(chance.random())) for who in ANALYSTS), visitor]
    threads = [Thread(target=each.write_on) for each in clients]
    for thread in threads:
        thread.start()
    time.sleep(chance.uniform(0.2, 4))
    process.kill()
    for thread in threads:
        thread.join(60)
    return [each for client in clients for each in client.told], visitor.cookies


def demand_signed_in(base, cookies):
    """Whoever was told that he is signed in still is."""
    for each in cookies:
        with Client(base_url=base, cookies=each) as browser:
            assert 200 == browser.get("/en/account").status_code


def marks_in(url, told):
    """How often each of some writes is kept."""
    with open_store(url) as store:
        kept = Counter(each.why for each in store.decisions())
        kept.update(each.title for each in store.documents(all=True) if each.title)
    return {each.mark: kept[each.mark] for each in told}


@pytest.mark.slow
def test_a_desk_that_is_killed_while_it_renews_what_is_told_in_short_comes_back_current(empty_url):
    print(f"RIWAYA_TEST_SEED={SEED}")
    chance = random.Random(SEED)
    fill(empty_url)
    cut_off = 0
    for number in range(KILLS // 2):
        with served(empty_url) as (_, process), open_store(empty_url) as store:
            for town in TOWNS:
                store.ingest(make_incoming(report(town, "تسعة"), publisher=f"late {number} {town}"))
            reconcile_store(store)
            time.sleep(chance.uniform(0, 2.5))
            process.kill()
            process.wait()
            assert () == store.verify().faults
            cut_off += store.overviews_until() < store.head().seq
        with served(empty_url), open_store(empty_url) as store:
            assert store.overviews_until() == store.head().seq
        there, anew = made_anew(empty_url)
        assert there == anew
    print(f"killed before it was current: {cut_off} of {KILLS // 2}")
