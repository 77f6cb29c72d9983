"""Fetches what is watched when it is due, one request at a time, keeps what came and reads it into a store."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from riwaya.errors import NotFetched, StoreError
from riwaya.inputs.archives.warc_writing import NOT_MODIFIED, UNCHANGED, Earlier, Wire, date_of, records_of
from riwaya.inputs.blobs import Settings
from riwaya.inputs.formats import find_format
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.looks import is_url
from riwaya.inputs.network.addresses import Place, place_of
from riwaya.inputs.network.fetch import Client, Fetched, blob_for, documents_of, fetch
from riwaya.inputs.publishers import without_publisher_of_address
from riwaya.store.keeping import Kept
from riwaya.store.store import Store
from riwaya.watching.archive import MOST_BYTES, Archive
from riwaya.watching.courtesy import LATER, Courtesy
from riwaya.watching.listing import Listing, Watched
from riwaya.watching.state import Page, State, Visit

LONGEST_WAIT = timedelta(days=1)
"""After failures, a url that is watched is tried again within this time, unless its server asks for more."""
PAGE_WAIT = timedelta(minutes=10)
"""Before a page behind a link is tried for the second time."""
MOST_TRIES = 5
"""How often such a page is tried."""
MOST_LINKS = 500
"""Links that are followed of one answer."""


class Job(NamedTuple):
    """Something to fetch: a watched url, or a page that it linked to."""

    watched: Watched
    page: Page | None
    ready: datetime

    @property
    def url(self) -> str:
        """What is fetched."""
        return self.page.url if self.page else self.watched.url


@dataclass(slots=True)
class Tally:
    """What a watch has come by so far."""

    fetched: int = 0
    unchanged: int = 0
    kept: int = 0
    held: int = 0
    refused: int = 0
    failed: int = 0

    def add(self, other: Tally) -> None:
        """Counts what another has counted too."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


class Watch:
    """A watch over a list, with a folder for its archives and what it remembers, and a store for the documents.

    `say` is told what happens, a line each time. `most_archive` are the bytes after which a further archive is begun.
    """

    def __init__(
        self,
        listing: Listing,
        folder: Path,
        store: Store,
        client: Client,
        *,
        say: Callable[[str], None],
        sleep: Callable[[float], None],
        chance: random.Random,
        most_archive: int = MOST_BYTES,
    ) -> None:
        self._listing = listing
        self._folder = folder
        self._store = store
        self._say = say
        self._sleep = sleep
        self._chance = chance
        self._clock = client.clock
        self._client = client
        self._state = State(folder)
        self._courtesy = Courtesy(listing, self._state, client.clock, sleep, self._fetch_robots)
        self._archive = Archive(folder, self._state, client.agent, most=most_archive)
        self.tally = Tally()

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *raised: object) -> None:
        self._state.close()

    # ---------------------------------------------------------------------------------------------------- what is next

    def run(self, *, once: bool = False) -> Tally:
        """Fetches what is due, again and again; with `once` what is due now, each url one time.

        Raises StoreError where the archives cannot be written; what is not in the store is tried again later.
        """
        done: set[str] = set()
        while (job := self._next(done)) is not None:
            now = self._clock()
            if job.ready > now:
                if once and job.ready > now + self._courtesy.longest_pause:
                    break
                self._sleep((job.ready - now).total_seconds())
            done |= {job.url} if once else set()
            try:
                self._do(job)
            except (OSError, sqlite3.Error) as error:
                raise StoreError(f"{self._folder}: what was fetched cannot be kept: {error}") from None
        return self.tally

    def jobs(self) -> list[Job]:
        """What there is to fetch, the next first; of what is ready, watched urls go before the pages behind them."""
        now = self._clock()
        found = []
        for watched in self._listing.watched:
            visit = self._state.visit(watched.name, watched.url)
            found.append(Job(watched, None, self._ready(watched.url, visit.due or now, now)))
        following = {each.name: each for each in self._listing.watched if each.follow}
        for page in self._state.waiting(following):
            found.append(Job(following[page.name], page, self._ready(page.url, page.due, now)))
        return sorted(found, key=lambda job: (job.ready, job.page is not None))

    def _next(self, done: set[str]) -> Job | None:
        return next((job for job in self.jobs() if job.url not in done), None)

    def _ready(self, url: str, due: datetime, now: datetime) -> datetime:
        return max(filter(None, (due, self._courtesy.free(place_of(url).host), now)))

    # ------------------------------------------------------------------------------------------------------ one request

    def _do(self, job: Job) -> None:
        """Fetches something, keeps it, reads it, and notes that it is done."""
        visit = self._state.visit(job.watched.name, job.watched.url)
        client = replace(
            self._client, before=self._courtesy.before, after=lambda wire: self._keep(job.watched.name, wire)
        )
        try:
            fetched = fetch(job.url, client, _conditions(visit) if job.page is None else {})
        except NotFetched as error:
            why = error.why if error.url == job.url else str(error)
            self._fail(job, why, None if error.passing or job.page is None else "given_up")
            return
        if fetched.status == 304 and job.page is None:
            self._unchanged(job, visit, "not modified")
        elif not 200 <= fetched.status < 300:
            self._refused(job, fetched)
        elif job.page is None and fetched.wires[-1].digest == visit.digest:
            self._unchanged(job, visit, "the same as before")
        else:
            try:
                self._read(job, fetched)
            except StoreError as error:  # another is long in writing, or the server of the store is down
                self._fail(job, f"not kept: {error}", None)

    def _fetch_robots(self, place: Place, before: Callable[[Place], None]) -> Fetched:
        """What a server answers to be asked for its rules, kept beside what is watched on it."""
        name = next((each.name for each in self._listing.watched if place_of(each.url).host == place.host), "robots")
        client = replace(self._client, before=before, after=lambda wire: self._keep(name, wire))
        return fetch(place.origin + "/robots.txt", client)

    def _keep(self, name: str, wire: Wire) -> None:
        """Puts a request and its answer into the archive; of an answer that was had before, its head alone."""
        kept = self._state.kept(wire.url)
        status = wire.response[9:12]
        if kept and status == b"304":
            wire = wire._replace(earlier=Earlier(wire.url, kept[1], NOT_MODIFIED))
        elif kept and kept[0] == wire.digest and wire.cut is None:
            wire = wire._replace(earlier=Earlier(wire.url, kept[1], UNCHANGED))
        self._archive.append(name, wire.at, records_of(wire))
        if wire.earlier is None and status == b"200" and wire.cut is None:
            self._state.note_kept(wire.url, wire.digest, date_of(wire.at))

    # -------------------------------------------------------------------------------------------- what became of it

    def _read(self, job: Job, fetched: Fetched) -> None:
        """Reads what came into the store, and notes the pages that it links to."""
        watched = job.watched
        if job.page is None and watched.kind == "feed" and (form := _no_feed(fetched)):
            self._fail(job, f"the answer is no feed but {form}", None)
            return
        tally = Tally(fetched=1)
        links: dict[str, None] = {}
        settings = Settings(zone=watched.zone)
        for each in documents_of(fetched, settings, name=job.url, publisher=watched.publisher):
            if isinstance(each, Incoming) and each.url:
                links[each.url] = None
            outcome = each if isinstance(each, Refusal) else self._ingest(each, watched)
            if isinstance(outcome, Refusal):
                tally.refused += 1
                self._say(f"{watched.name}: {outcome}")
            elif outcome.outcome == "kept":
                tally.kept += 1
            else:
                tally.held += 1
        self._done(job, fetched, links)
        self.tally.add(tally)
        told = f"{tally.kept} kept, {tally.held} held already, {tally.refused} refused"
        self._say(f"{watched.name}: {job.url}: {told}{'; ' + fetched.fault if fetched.fault else ''}")

    def _ingest(self, incoming: Incoming, watched: Watched) -> Kept | Refusal:
        if watched.publisher:
            incoming = replace(without_publisher_of_address(incoming), publisher=watched.publisher)
        return self._store.ingest(incoming)

    def _done(self, job: Job, fetched: Fetched, links: dict[str, None]) -> None:
        now = self._clock()
        with self._state.at_once():
            if job.page is not None:
                self._state.note_page(job.url, "kept", now, 0)
                return
            etag, modified = (_clean(fetched.headers.get(name)) for name in ("etag", "last-modified"))
            if fetched.cut:
                etag = modified = None  # what broke off is asked for anew
            digest = None if fetched.cut else fetched.wires[-1].digest
            due = now + job.watched.every
            self._state.note_visit(job.watched.name, Visit(job.watched.url, etag, modified, digest, due, 0))
            if job.watched.follow:
                self._add_pages(job.watched, links, now)

    def _add_pages(self, watched: Watched, links: dict[str, None], now: datetime) -> None:
        """Notes the pages behind links that are on a listed host; how many are not is told."""
        listed, others = [], set()
        for link in links:
            try:
                place = place_of(link) if is_url(link) else None
            except NotFetched:
                place = None
            if place is not None and place.host in self._listing.hosts:
                listed.append(place.url)
            else:
                others.add(place.host if place else link[:80])
        self._state.add_pages(watched.name, listed[:MOST_LINKS], now)
        if others:
            self._say(f"{watched.name}: links to what is not listed are not followed: {', '.join(sorted(others)[:5])}")

    def _unchanged(self, job: Job, visit: Visit, how: str) -> None:
        due = self._clock() + job.watched.every
        self._state.note_visit(job.watched.name, visit._replace(due=due, failures=0))
        self.tally.unchanged += 1
        self._say(f"{job.watched.name}: {job.url}: {how}")

    def _refused(self, job: Job, fetched: Fetched) -> None:
        """What to do with an answer that is no document: later again, or, for a page behind a link, not at all."""
        hold = self._courtesy.hold(place_of(fetched.url).host, fetched)
        later = fetched.status in LATER or job.page is None
        told = f"the server answers {fetched.status} {fetched.reason}".rstrip()
        self._fail(job, told, None if later else "given_up", hold)

    def _fail(self, job: Job, why: str, state: str | None, hold: datetime | None = None) -> None:
        """Notes that a request failed, and when it is tried again: after a time that doubles and is not quite even."""
        now = self._clock()
        visit = self._state.visit(job.watched.name, job.watched.url)
        failures = (job.page.failures if job.page else visit.failures) + 1
        first = PAGE_WAIT if job.page else job.watched.every
        wait = min(first * 2 ** min(failures - 1, 20), max(first, LONGEST_WAIT)) * self._chance.uniform(1.0, 1.25)
        due = max(now + wait, hold or now)
        if job.page is None:
            self._state.note_visit(job.watched.name, visit._replace(due=due, failures=failures))
        else:
            state = state or ("given_up" if failures >= MOST_TRIES else "waiting")
            self._state.note_page(job.url, state, due, failures)
        self.tally.failed += 1
        then = "given up" if state == "given_up" else f"again at {due.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        self._say(f"{job.watched.name}: {job.url}: {why}; {then}")


def _conditions(visit: Visit) -> dict[str, str]:
    """The headers that ask for an answer only where something changed."""
    told = {"If-None-Match": visit.etag, "If-Modified-Since": visit.modified}
    return {name: value for name, value in told.items() if value}


def _clean(value: str | None) -> str | None:
    """What a server wants to be told back, where that is a line of plain characters."""
    return value if value and re.fullmatch(r"[ -~]{1,500}", value) else None


def _no_feed(fetched: Fetched) -> str | None:
    """What an answer is that should be a feed and is a page or plain text, as servers send that are in trouble."""
    form = find_format(blob_for(fetched, name=fetched.url))
    return form.about if form is not None and form.name in ("page", "mhtml", "text") else None
