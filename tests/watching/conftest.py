"""A watch over a server on this machine, with a time of its own that passes only while the watch waits."""

from __future__ import annotations

import io
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from riwaya.inputs.network.fetch import Client, agent_of
from riwaya.store import open_store
from riwaya.watching.listing import Listing, Watched
from riwaya.watching.watch import Tally, Watch
from servers import Server

START = datetime(2024, 1, 31, 12, tzinfo=UTC)


class Time:
    """A clock that stands still until somebody sleeps."""

    def __init__(self) -> None:
        self.now = START
        self.slept: list[float] = []

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


class Desk:
    """What a test needs to watch: a server, a folder, a store and a time; each run is a watch of its own."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.server = server
        self.time = Time()
        self.said: list[str] = []
        self.pause = timedelta(seconds=5)
        self.chance = random.Random(1)
        self.most_archive = 1_000_000

    def feed(self, path: str = "/feed", name: str = "agency", **options: object) -> Watched:
        """A feed on the server."""
        known = {"kind": "feed", "every": timedelta(minutes=15), "publisher": "الوكالة"}
        return Watched(**{"name": name, "url": self.server.url(path), **known, **options})

    def once(self, *watched: Watched) -> Tally:
        """Watches what is due, one time."""
        listing = Listing("desk@paper.test", self.pause, watched)
        client = Client(
            agent=agent_of(listing.contact),
            allowed=frozenset({"localhost", "paper.test", "agency.test"}),
            resolve=lambda host, port: ["127.0.0.1"],
            clock=self.time.clock,
        )
        self.said.clear()
        with (
            open_store(self.folder / "store.db", patience=0.1) as store,
            Watch(
                listing, self.folder / "watched", store, client, say=self.said.append, sleep=self.time.sleep,
                chance=self.chance, most_archive=self.most_archive,
            ) as watch,
        ):  # fmt: skip
            return watch.run(once=True)

    def start_anew(self) -> None:
        """Forgets everything that was fetched so far."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.server.asked.clear()

    def later(self, **options: float) -> None:
        """Lets time pass."""
        self.time.now += timedelta(**options)

    def texts(self) -> list[str]:
        """The texts in the store, in the order in which they came."""
        with open_store(self.folder / "store.db") as store:
            return [document.text for document in store.documents()]

    def archives(self) -> list[str]:
        """The files of the archives, by name."""
        return sorted(path.name for path in (self.folder / "watched").rglob("*.warc.gz"))

    def records(self) -> list[tuple[str, str, bytes]]:
        """What another program finds in the archives: the kind of each record, its url and its block."""
        found = []
        for path in sorted((self.folder / "watched").rglob("*.warc.gz")):
            for record in ArchiveIterator(io.BytesIO(path.read_bytes()), no_record_parse=True):
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                found.append((record.rec_type, url, record.raw_stream.read()))
        return found

    def answers_kept(self) -> list[tuple[str, str]]:
        """The answers in the archives: the kind of each record and the path that it is of."""
        base = self.server.url("")
        return [(kind, url.removeprefix(base)) for kind, url, _ in self.records() if kind in ("response", "revisit")]


@pytest.fixture
def desk(tmp_path):
    with Server() as server:
        yield Desk(tmp_path, server)
