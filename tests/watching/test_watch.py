"""What is watched is fetched politely, kept, and read into a store, and nothing else is fetched."""

import json
import os
import sqlite3
from datetime import timedelta

import pytest

from riwaya.errors import StoreError, UsageError
from riwaya.inputs.files import find_documents
from riwaya.store import open_store
from riwaya.store.store import Store
from riwaya.watching.archive import Archive
from riwaya.watching.state import State
from servers import ok, redirect, zipped

FIRST = "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
SECOND = "أعلن الجيش أن طائراته قصفت مستودع أسلحة في دير الزور أمس."
THIRD = "قال شهود إن سيارة مفخخة انفجرت في سوق شعبي."


def items(*texts: str, url: str | None = None, headers: tuple[str, ...] = ()) -> bytes:
    """The bytes of an answer with an item for each text."""
    records = [{"text": text, "published": "2024-01-31", **({"url": url} if url else {})} for text in texts]
    return ok(json.dumps(records), *headers, kind="application/json")


# ------------------------------------------------------------------------------------------------------ what is fetched


def test_a_feed_is_read_into_the_store_item_by_item_with_its_publisher(desk):
    desk.server.answers["/feed"] = items(FIRST, SECOND)

    tally = desk.once(desk.feed())

    with open_store(desk.folder / "store.db") as store:
        assert [("الوكالة", FIRST), ("الوكالة", SECOND)] == [(each.publisher, each.text) for each in store.documents()]
    assert (1, 2, 0) == (tally.fetched, tally.kept, tally.failed)
    assert ["/robots.txt", "/feed"] == desk.server.paths


def test_a_feed_is_not_asked_for_again_before_it_is_due(desk):
    desk.server.answers["/feed"] = [items(FIRST), items(FIRST, SECOND)]
    desk.once(desk.feed())

    desk.later(minutes=14)
    desk.once(desk.feed())
    assert 1 == desk.server.paths.count("/feed")

    desk.later(minutes=1)
    tally = desk.once(desk.feed())
    assert (2, 1, 1) == (desk.server.paths.count("/feed"), tally.kept, tally.held)
    assert [FIRST, SECOND] == desk.texts()


def test_one_that_is_watched_under_the_name_of_another_is_new(desk):
    desk.server.answers |= {"/feed": items(FIRST), "/other": items(SECOND)}
    desk.once(desk.feed())

    desk.once(desk.feed("/other"))

    assert [FIRST, SECOND] == desk.texts()


def test_a_server_is_asked_whether_anything_changed(desk):
    desk.server.answers["/feed"] = [
        items(FIRST, headers=('ETag: "a1"', "Last-Modified: Wed, 31 Jan 2024 11:00:00 GMT")),
        ok("", 'ETag: "a1"', status="304 Not Modified"),
        items(FIRST, SECOND),
    ]
    for _ in range(3):
        desk.once(desk.feed())
        desk.later(minutes=15)

    asked = [each.headers for each in desk.server.asked if each.path == "/feed"]
    assert [(None, None), ('"a1"', "Wed, 31 Jan 2024 11:00:00 GMT"), ('"a1"', "Wed, 31 Jan 2024 11:00:00 GMT")] == [
        (headers.get("if-none-match"), headers.get("if-modified-since")) for headers in asked
    ]
    assert [FIRST, SECOND] == desk.texts()


def test_a_validator_with_characters_of_another_kind_is_not_sent_back(desk):
    desk.server.answers["/feed"] = [ok(json.dumps([{"text": FIRST}]), 'ETag: "a\u00a01"'), items(SECOND)]
    desk.once(desk.feed())
    desk.later(minutes=15)
    desk.once(desk.feed())

    assert "if-none-match" not in desk.server.asked[-1].headers


def test_an_answer_that_broke_off_is_read_and_asked_for_anew(desk):
    cut = b'HTTP/1.1 200 OK\r\nETag: "a1"\r\nContent-Length: 9999\r\n\r\n' + FIRST[:40].encode()
    desk.server.answers["/page"] = [cut, ok(FIRST, 'ETag: "a1"')]
    page = desk.feed("/page", kind="page")

    desk.once(page)
    assert "9999 bytes were told" in desk.said[-1]
    desk.later(minutes=15)
    desk.once(page)

    assert "if-none-match" not in desk.server.asked[-1].headers
    with open_store(desk.folder / "store.db") as store:
        readings = store.current([each.id for each in store.documents()]).values()
    assert {FIRST[:40]: "cut", FIRST: None} == {
        each.document.text: each.document.provenance.completeness for each in readings
    }


# -------------------------------------------------------------------------------------------------------------- robots


def test_what_robots_txt_does_not_allow_is_not_fetched_and_told(desk):
    desk.server.answers |= {"/robots.txt": ok("User-agent: riwaya\nDisallow: /feed\n"), "/feed": items(FIRST)}

    tally = desk.once(desk.feed())

    assert (["/robots.txt"], 1) == (desk.server.paths, tally.failed)
    assert "robots.txt of the server does not allow it" in desk.said[-1]


def test_rules_for_others_are_not_ours_and_the_longest_rule_counts(desk):
    rules = "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /a*\nAllow: /a/feed$\n"
    desk.server.answers |= {"/robots.txt": ok(rules), "/a/feed": items(FIRST), "/a/b": items(SECOND)}

    desk.once(desk.feed("/a/feed"), desk.feed("/a/b", "other"))

    assert [FIRST] == desk.texts()


def test_robots_txt_is_asked_for_once_a_day(desk):
    desk.server.answers["/feed"] = items(FIRST)
    for _ in range(30):
        desk.once(desk.feed())
        desk.later(hours=1)

    assert 2 == desk.server.paths.count("/robots.txt")


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"])
def test_nothing_is_fetched_while_robots_txt_is_not_to_be_had(desk, status):
    desk.server.answers |= {"/robots.txt": [ok("", status=status), ok("")], "/feed": items(FIRST)}

    desk.once(desk.feed())
    assert ["/robots.txt"] == desk.server.paths
    assert f"it answers {status[:3]}" in desk.said[-1]

    desk.later(hours=2)
    desk.once(desk.feed())
    assert [FIRST] == desk.texts()


def test_a_server_without_robots_txt_allows_everything(desk):
    desk.server.answers |= {"/robots.txt": ok("Disallow: /", status="404 Not Found"), "/feed": items(FIRST)}

    desk.once(desk.feed())

    assert [FIRST] == desk.texts()


def test_a_redirect_to_what_robots_txt_does_not_allow_is_not_followed(desk):
    desk.server.answers |= {
        "/robots.txt": ok("User-agent: *\nDisallow: /secret\n"),
        "/feed": redirect("/secret"),
        "/secret": items(FIRST),
    }

    desk.once(desk.feed())

    assert "/secret" not in desk.server.paths


# ------------------------------------------------------------------------------------------------------ pauses, waiting


def test_there_is_a_pause_between_two_requests_to_a_host(desk):
    desk.server.answers |= {"/feed": items(FIRST), "/other": items(SECOND)}

    desk.once(desk.feed(), desk.feed("/other", "other"))

    assert [5.0, 5.0] == desk.time.slept  # robots.txt, pause, one, pause, the other


def test_the_pause_that_a_server_asks_for_is_kept(desk):
    desk.server.answers |= {"/robots.txt": ok("User-agent: *\nCrawl-delay: 30\n"), "/feed": items(FIRST)}

    desk.once(desk.feed())

    assert [30.0] == desk.time.slept


def test_hosts_do_not_wait_for_each_other(desk):
    desk.server.answers |= {"/feed": items(FIRST), "/other": items(SECOND)}

    desk.once(desk.feed(), desk.feed("/other", "other", url=desk.server.url("/other", "paper.test")))

    assert ["localhost", "localhost", "paper.test", "paper.test"] == [
        asked.host.partition(":")[0] for asked in desk.server.asked
    ]
    assert 2 == len(desk.time.slept)


def test_failures_wait_longer_each_time_and_not_evenly(desk):
    desk.server.answers["/feed"] = ok("", status="500 Internal Server Error")
    waits = []
    for _ in range(9):
        before = desk.time.now
        desk.once(desk.feed())
        state = State(desk.folder / "watched")
        visit = state.visit("agency", desk.server.url("/feed"))
        state.close()
        waits.append((visit.due - before) / timedelta(minutes=15))
        desk.time.now = visit.due

    assert all(2**n <= wait <= 2**n * 1.26 for n, wait in enumerate(waits[:6]))
    assert len({wait / 2**n for n, wait in enumerate(waits[:6])}) == 6
    assert all(96 <= wait <= 121 for wait in waits[7:])  # a day, and a quarter


def test_one_that_answers_again_is_asked_as_often_as_before(desk):
    desk.server.answers["/feed"] = [ok("", status="500 Oh"), items(FIRST), items(SECOND)]

    desk.once(desk.feed())
    desk.later(minutes=20)
    desk.once(desk.feed())
    desk.later(minutes=15)
    desk.once(desk.feed())

    assert [FIRST, SECOND] == desk.texts()


@pytest.mark.parametrize("after", ["7200", "Wed, 31 Jan 2024 14:00:05 GMT"])
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_server_that_asks_to_be_left_alone_is(desk, after, status):
    desk.server.answers |= {
        "/feed": [ok("", f"Retry-After: {after}", status=status), items(FIRST)],
        "/b": items(SECOND),
    }

    desk.once(desk.feed(), desk.feed("/b", "b"))
    assert ["/robots.txt", "/feed"] == desk.server.paths  # nor is anything else on the host

    desk.later(minutes=115)
    desk.once(desk.feed())
    assert "/feed" not in desk.server.paths[2:]

    desk.later(minutes=6)
    desk.once(desk.feed())
    assert FIRST in desk.texts()


def test_a_redirect_to_a_server_that_asks_to_be_left_alone_holds_nothing_up(desk):
    elsewhere = desk.server.url("/c", "paper.test")
    desk.server.answers |= {
        "/feed": ok("", "Retry-After: 7200", status="503 Service Unavailable"),
        "/b": redirect(desk.server.url("/feed")),
    }

    desk.once(desk.feed(), desk.feed("/b", "b", url=elsewhere.replace("/c", "/b")))

    assert "localhost asks to be left alone until 2024-01-31 14:00 UTC" in desk.said[-1]
    assert sum(desk.time.slept) < 60


def test_what_is_watched_goes_on_though_one_of_it_fails(desk):
    desk.server.answers["/feed"] = items(FIRST)

    tally = desk.once(desk.feed("/gone", "gone"), desk.feed())

    assert ([FIRST], 1, 1) == (desk.texts(), tally.failed, tally.fetched)
    assert any("the server answers 404 Not Found; again at 2024-01-31 12:" in line for line in desk.said)


# ------------------------------------------------------------------------------------------------- nothing but the list


def test_a_redirect_to_a_host_that_is_not_listed_is_not_followed_and_told(desk):
    desk.server.answers |= {"/feed": redirect(desk.server.url("/b", "paper.test")), "/b": items(FIRST)}

    desk.once(desk.feed())
    assert ["/robots.txt", "/feed"] == desk.server.paths
    assert "paper.test is not listed; `hosts` of a source lists it" in desk.said[-1]

    desk.later(hours=1)
    desk.once(desk.feed(hosts=("paper.test",)))
    assert [FIRST] == desk.texts()


def test_links_are_not_followed_unless_it_is_said(desk):
    desk.server.answers |= {"/feed": items(FIRST, url=desk.server.url("/a")), "/a": ok(SECOND)}

    desk.once(desk.feed())

    assert "/a" not in desk.server.paths


def test_the_pages_behind_the_links_of_a_feed_are_fetched_once_where_it_is_said(desk):
    desk.server.answers |= {"/feed": items(FIRST, url=desk.server.url("/a#top")), "/a": ok(SECOND)}

    tally = desk.once(desk.feed(follow=True))
    desk.later(hours=1)
    desk.once(desk.feed(follow=True))

    assert ([FIRST, SECOND], 2) == (desk.texts(), tally.kept)
    assert 1 == desk.server.paths.count("/a")
    with open_store(desk.folder / "store.db") as store:
        page = list(store.documents())[1]
        assert ("الوكالة", desk.server.url("/a")) == (page.publisher, page.url)


def test_links_to_hosts_that_are_not_listed_are_told_and_not_followed(desk):
    desk.server.answers |= {"/feed": items(FIRST, url=desk.server.url("/a", "paper.test")), "/a": ok(SECOND)}

    desk.once(desk.feed(follow=True))

    assert "/a" not in desk.server.paths
    assert "agency: links to what is not listed are not followed: paper.test" in desk.said


def test_a_page_behind_a_link_that_is_gone_is_given_up_and_one_in_trouble_is_tried_again(desk):
    linked = ((FIRST, "/a"), (SECOND, "/b"))
    desk.server.answers |= {
        "/feed": ok(json.dumps([{"text": text, "url": desk.server.url(path)} for text, path in linked])),
        "/b": [ok("", status="502 Bad Gateway"), ok(THIRD)],
    }
    for _ in range(4):
        desk.once(desk.feed(follow=True))
        desk.later(hours=1)

    assert (1, 2) == (desk.server.paths.count("/a"), desk.server.paths.count("/b"))
    assert [FIRST, SECOND, THIRD] == desk.texts()


def test_a_page_in_trouble_is_given_up_after_five_times(desk):
    desk.server.answers |= {"/feed": items(FIRST, url=desk.server.url("/a")), "/a": ok("", status="502 Bad Gateway")}
    for _ in range(12):
        desk.once(desk.feed(follow=True))
        desk.later(hours=6)

    assert 5 == desk.server.paths.count("/a")


def test_a_page_that_stands_where_a_feed_should_be_is_no_document(desk):
    desk.server.answers["/feed"] = ok("<!DOCTYPE html><title>Wait</title><p>Checking your browser", kind="text/html")

    tally = desk.once(desk.feed())

    assert ([], 1) == (desk.texts(), tally.failed)
    assert "the answer is no feed but " in desk.said[-1]


def test_a_page_is_watched_and_read_again_when_it_changes(desk):
    desk.server.answers["/page"] = [ok(FIRST), ok(FIRST), ok(SECOND)]
    page = desk.feed("/page", kind="page")
    for _ in range(3):
        desk.once(page)
        desk.later(minutes=15)

    assert [FIRST, SECOND] == desk.texts()


# ------------------------------------------------------------------------------------------------------------- archives


def test_every_request_is_kept_in_an_archive_of_its_source_and_day(desk):
    desk.server.answers |= {"/feed": redirect("/b"), "/b": zipped(json.dumps([{"text": FIRST}]))}

    desk.once(desk.feed())
    desk.later(days=1)
    desk.once(desk.feed())

    assert ["agency-2024-01-31.warc.gz", "agency-2024-02-01.warc.gz"] == desk.archives()
    first = desk.records()[:7]
    assert ["warcinfo"] + ["response", "request"] * 3 == [kind for kind, *_ in first]
    assert zipped(json.dumps([{"text": FIRST}])) == first[5][2]
    assert b"(+desk@paper.test)" in first[6][2]


def test_an_archive_is_read_as_any_other(desk):
    desk.server.answers["/feed"] = [ok(FIRST), ok(FIRST), ok(SECOND)]
    for _ in range(3):
        desk.once(desk.feed(kind="page"))
        desk.later(minutes=15)

    [path] = (desk.folder / "watched").rglob("*.warc.gz")

    assert [FIRST, SECOND] == [each.text for each in find_documents([str(path)])]


def test_what_did_not_change_is_kept_as_what_it_is_the_same_as(desk):
    desk.server.answers["/feed"] = [
        ok(json.dumps([{"text": FIRST}]), 'ETag: "a1"'),
        ok(json.dumps([{"text": FIRST}])),
        ok("", status="304 Not Modified"),
        items(SECOND),
    ]
    tallies = []
    for _ in range(4):
        tallies.append(desk.once(desk.feed()))
        desk.later(minutes=15)

    assert [(1, 0), (0, 1), (0, 1), (1, 0)] == [(tally.fetched, tally.unchanged) for tally in tallies]
    assert ["response", "revisit", "revisit", "response"] == [
        kind for kind, path in desk.answers_kept() if path == "/feed"
    ]
    assert [FIRST, SECOND] == desk.texts()


def test_an_answer_that_is_refused_is_kept_too(desk):
    desk.server.answers["/feed"] = ok("no", status="500 Internal Server Error")

    desk.once(desk.feed())

    assert [("response", "/robots.txt"), ("response", "/feed")] == desk.answers_kept()


def test_an_end_that_was_cut_short_is_taken_off_before_anything_is_added(desk):
    desk.server.answers["/feed"] = [items(FIRST), items(SECOND)]
    desk.once(desk.feed())
    [path] = (desk.folder / "watched").rglob("*.warc.gz")
    with path.open("ab") as stream:
        stream.write(path.read_bytes()[:77] * 100)

    desk.later(minutes=15)
    desk.once(desk.feed())

    assert [("response", "/robots.txt"), ("response", "/feed"), ("response", "/feed")] == desk.answers_kept()


def test_a_file_that_no_watch_wrote_is_left_alone(desk):
    desk.server.answers["/feed"] = items(FIRST)
    other = desk.folder / "watched" / "agency" / "agency-2024-01-31.warc.gz"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"mine")

    desk.once(desk.feed())

    assert b"mine" == other.read_bytes()
    assert ["agency-2024-01-31-2.warc.gz", "agency-2024-01-31.warc.gz"] == desk.archives()


def test_a_day_goes_on_in_a_further_file_where_one_is_full(desk):
    desk.most_archive = 500
    desk.server.answers["/feed"] = [items(FIRST), items(SECOND), items(THIRD)]
    for _ in range(3):
        desk.once(desk.feed())
        desk.later(minutes=15)

    assert [f"agency-2024-01-31{number}.warc.gz" for number in ("-2", "-3", "-4", "")] == desk.archives()
    assert ["response"] * 4 == [kind for kind, _ in desk.answers_kept()]


def test_only_one_watch_works_in_a_folder(desk):
    state = State(desk.folder / "watched")
    try:
        with pytest.raises(UsageError, match="another watch is at work in"):
            State(desk.folder / "watched")
    finally:
        state.close()


def test_a_file_that_is_not_what_a_watch_remembers_is_told(desk):
    (desk.folder / "watched").mkdir()
    (desk.folder / "watched" / "watch.db").write_bytes(b"not a database" * 100)

    with pytest.raises(UsageError, match="is not what a watch remembers"):
        State(desk.folder / "watched")


# ---------------------------------------------------------------------------------------------------- stopped half way


def test_what_the_store_could_not_take_is_fetched_again_later(desk):
    desk.server.answers["/feed"] = ok(json.dumps([{"text": FIRST}]), 'ETag: "a1"')
    with open_store(desk.folder / "store.db"):
        pass
    other = sqlite3.connect(desk.folder / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        tally = desk.once(desk.feed())
    finally:
        other.close()

    assert (1, []) == (tally.failed, desk.texts())
    assert "not kept: " in desk.said[-1]
    desk.later(hours=1)
    desk.once(desk.feed())
    assert [FIRST] == desk.texts()
    assert "if-none-match" not in desk.server.asked[-1].headers


def test_a_watch_that_cannot_keep_what_it_fetches_ends_and_says_why(desk):
    desk.server.answers["/feed"] = items(FIRST)
    (desk.folder / "watched").mkdir()
    (desk.folder / "watched" / "agency").write_text("in the way", encoding="utf-8")

    with pytest.raises(StoreError, match="what was fetched cannot be kept: "):
        desk.once(desk.feed())
    assert [] == desk.texts()


class Killed(BaseException):
    """Stands for the end of a process: nothing catches it."""


@pytest.fixture
def killing(monkeypatch):
    """Ends a watch at the so manieth of its steps: before it, or right after it."""
    left = {"steps": 0}

    def pass_on() -> None:
        left["steps"] -= 1
        if left["steps"] == 0:
            raise Killed

    def watched(step):
        def counted(*args, **kwargs):
            pass_on()
            outcome = step(*args, **kwargs)
            pass_on()
            return outcome

        return counted

    for owner, names in (
        (State, ("note_visit", "add_pages", "note_page", "note_robots", "note_kept", "note_length")),
        (Archive, ("append",)),
        (Store, ("ingest",)),
    ):
        for name in names:
            monkeypatch.setattr(owner, name, watched(getattr(owner, name)))
    # Here the records are written, and not yet noted.
    monkeypatch.setattr("riwaya.watching.archive.os.fsync", watched(os.fsync))
    return left


@pytest.mark.parametrize("stride", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_a_watch_that_is_killed_at_any_step_loses_nothing_and_asks_for_little_again(desk, killing, stride):
    desk.server.answers |= {
        "/feed": items(FIRST, url=desk.server.url("/a")),
        "/a": ok(SECOND),
        "/other": items(THIRD),
    }
    watched = (desk.feed(follow=True), desk.feed("/other", "other"))
    kills = 0
    for steps in range(1, 200, stride):
        killing["steps"] = steps
        try:
            desk.once(*watched)
        except Killed:
            kills += 1
            asked = list(desk.server.paths)
            killing["steps"] = 0
            desk.once(*watched)
            assert len(desk.server.paths) - len(asked) <= 4 - len(set(asked)) + 1
            assert sorted([FIRST, SECOND, THIRD]) == sorted(desk.texts())
            assert {"/robots.txt", "/feed", "/a", "/other"} == {path for _, path in desk.answers_kept()}
            assert ["agency-2024-01-31.warc.gz", "other-2024-01-31.warc.gz"] == desk.archives()
            desk.start_anew()
        else:
            break

    assert kills > 30 // stride
