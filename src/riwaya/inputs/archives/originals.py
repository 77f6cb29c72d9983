"""Which documents of web archives were come by in one run, so that what was retrieved again is resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

MOST_KEPT = 300_000
"""Records that are remembered; what is the same as a later one is told as not at hand."""


class Place(NamedTuple):
    """Where a record stands: in which file, and at which of its bytes."""

    path: Path
    at: int


class Originals:
    """Records of documents by their id, the digest of what they hold, and their address and moment."""

    def __init__(self) -> None:
        self._places: dict[str, Place | None] = {}
        self._read: set[tuple[str | None, str]] = set()
        self._passed: set[str] = set()
        self._kept = 0
        self.looked_into: set[Path] = set()
        self.bytes_beside = 0

    def keep(self, headers: Mapping[str, str], path: Path | None, at: int | None) -> None:
        """Remembers a record, and where it stands if it can be read there again."""
        if self._kept < MOST_KEPT:
            self._kept += 1
            place = Place(path, at) if path is not None and at is not None else None
            for name in _names(headers):
                self._places[name] = self._places.get(name) or place

    def keep_read(self, url: str | None, names: Mapping[str, str]) -> None:
        """Remembers that what a record holds was handed on under an address."""
        if len(self._read) < 3 * MOST_KEPT:
            self._read.update((url, name) for name in ("", *_names(names)))

    def keep_passed(self, headers: Mapping[str, str]) -> None:
        """Remembers a record that is no document, as pictures are, which come again and again."""
        if len(self._passed) < MOST_KEPT and (digest := digest_of(headers)):
            self._passed.add(digest)

    def says_nothing_new(self, headers: Mapping[str, str]) -> bool:
        """Whether what a record refers to was handed on under the record's own address, or is no document."""
        url = url_of(headers)
        names = list(_names_of_earlier(headers)) or [""]
        return digest_of(headers) in self._passed or any((url, name) in self._read for name in names)

    def holds(self, number: str) -> bool:
        """Whether the record of an id was come by."""
        return number in self._places

    def resolve(self, look: Callable[[], Place | None]) -> Place | None:
        """Where the record stands that another one refers to, by a look at the archives that are at hand."""
        return look()

    def find(self, headers: Mapping[str, str]) -> Place | None:
        """Where the record stands that another one refers to."""
        return next((place for name in _names_of_earlier(headers) if (place := self._places.get(name))), None)


def _names(headers: Mapping[str, str]) -> Iterator[str]:
    """What others may call a record."""
    names = (headers.get("warc-record-id"), digest_of(headers), _fetch(url_of(headers), headers.get("warc-date")))
    yield from filter(None, names)


def _names_of_earlier(headers: Mapping[str, str]) -> Iterator[str]:
    """What a record calls the one that it is the same as, the surest name first."""
    url = headers.get("warc-refers-to-target-uri", "").strip("<>") or url_of(headers)
    names = (headers.get("warc-refers-to"), digest_of(headers), _fetch(url, headers.get("warc-refers-to-date")))
    yield from filter(None, names)


def url_of(headers: Mapping[str, str]) -> str | None:
    """The address of what a record holds; old versions of the format put it between angle brackets."""
    return headers.get("warc-target-uri", "").strip("<>") or None


def digest_of(headers: Mapping[str, str]) -> str:
    """The digest of what a record holds; empty where none is told."""
    return headers.get("warc-payload-digest", "").lower()


def _fetch(url: str | None, at: str | None) -> str | None:
    return f"{url} {at}" if url and at else None
