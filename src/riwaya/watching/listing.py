"""The list of what is watched: a TOML file, read strictly, all its faults told with their lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from riwaya.errors import Fault, NotFetched, UsageError
from riwaya.inputs.moments import zone_of
from riwaya.inputs.network.addresses import place_of
from riwaya.inputs.network.fetch import agent_of

MOST_BYTES = 1_000_000
SHORTEST = timedelta(minutes=1)
"""No page is asked for more often."""
LEAST_PAUSE = timedelta(seconds=1)
"""Between two requests to a host."""
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed or a page that is watched: its name, url and kind, how often, and what its documents are told to be.

    With `follow` the pages that a feed links to are fetched too, where they are on a host that is listed.
    """

    name: str
    url: str
    kind: str
    every: timedelta
    publisher: str | None = None
    zone: str | None = None
    follow: bool = False
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What is watched, how whoever watches can be reached, and the least pause between two requests to a host."""

    contact: str
    pause: timedelta
    watched: tuple[Watched, ...]

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of all urls, and those that are listed beside them; nothing is fetched from another."""
        of_urls = {place_of(each.url).host for each in self.watched}
        return frozenset(of_urls.union(*(each.hosts for each in self.watched)))


def read_listing(path: Path) -> Listing:
    """The list in a file. Raises UsageError with all faults, each with its line."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    if len(data) > MOST_BYTES:
        raise UsageError(f"{path}: more than {MOST_BYTES // 1_000_000} MB is no list of sources")
    try:
        text = data.decode("utf-8")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}:{line}: it is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(_located(str(path), str(error))) from None
    checking = _Checking(str(path), text)
    listing = checking.listing(table)
    if checking.faults:
        raise UsageError("\n".join(map(str, sorted(checking.faults, key=lambda fault: fault.line))))
    return listing


def _located(path: str, message: str) -> str:
    """A fault of TOML with its line in front, where others have theirs."""
    match = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", message, re.DOTALL)
    return f"{path}:{match[2]}: {match[1]}" if match and match[2] else f"{path}: {message}"


class _Checking:
    """Takes the values out of a table and gathers what is wrong with them."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._lines: dict[tuple[int | None, str], int] | None = None
        self.faults: list[Fault] = []

    def listing(self, table: dict[str, Any]) -> Listing:
        """The list; where there are faults, with fillers in the place of what is wrong."""
        self._only(table, None, ("contact", "pause", "source"))
        contact = self._value(table, None, "contact", _contact, needed=True)
        pause = self._value(table, None, "pause", _pause) or timedelta(seconds=5)
        sources = table.get("source")
        if not isinstance(sources, list) or not sources or not all(isinstance(each, dict) for each in sources):
            self._fault(None, "source", "there is no [[source]] in it")
            return Listing("", pause, ())
        watched = tuple(self._watched(each, index) for index, each in enumerate(sources))
        self._once(watched)
        return Listing(contact or "", pause, watched)

    def _watched(self, table: dict[str, Any], index: int) -> Watched:
        keys = ("name", "url", "kind", "every", "publisher", "zone", "follow", "hosts")
        self._only(table, index, keys)
        kind = self._value(table, index, "kind", _kind, needed=True) or "feed"
        follow = bool(self._value(table, index, "follow", _flag))
        if follow and kind != "feed":
            self._fault(index, "follow", "only the links of a feed are followed")
        return Watched(
            name=self._value(table, index, "name", _name, needed=True) or "",
            url=self._value(table, index, "url", lambda value: place_of(_text(value)).url, needed=True) or "",
            kind=kind,
            every=self._value(table, index, "every", _every) or timedelta(hours=1),
            publisher=self._value(table, index, "publisher", _text),
            zone=self._value(table, index, "zone", _zone),
            follow=follow,
            hosts=self._value(table, index, "hosts", _hosts) or (),
        )

    def _value(
        self, table: dict[str, Any], index: int | None, key: str, check: Callable[[Any], Any], *, needed: bool = False
    ) -> Any:
        """The value of a key as `check` gives it; None where it is not there, or wrong."""
        if key not in table:
            if needed:
                self._fault(index, "", f"{key} is missing")
            return None
        try:
            return check(table[key])
        except NotFetched as error:
            self._fault(index, key, f"{key}: {error.why}")
        except (ValueError, UsageError) as error:
            self._fault(index, key, f"{key}: {error}")
        return None

    def _only(self, table: dict[str, Any], index: int | None, keys: tuple[str, ...]) -> None:
        for key in table:
            if key not in keys:
                self._fault(index, key, f"there is no key {key!r} here", keys)

    def _once(self, watched: tuple[Watched, ...]) -> None:
        """Each name and each url stands once: names tell files apart, and urls what was read before."""
        for key in ("name", "url"):
            seen: set[str] = set()
            for index, each in enumerate(watched):
                value = getattr(each, key)
                if value and value in seen:
                    self._fault(index, key, f"the {key} {value!r} stands in the list already")
                seen.add(value)

    def _fault(self, index: int | None, key: str, message: str, allowed: tuple[str, ...] = ()) -> None:
        if self._lines is None:
            self._lines = find_lines(self._text)
        line = self._lines.get((index, key)) or self._lines.get((index, "")) or 1
        self.faults.append(Fault(self._path, line, message, allowed))


def find_lines(text: str) -> dict[tuple[int | None, str], int]:
    """The line on which each key begins, by the number of its source (None: before the first); under "" its header.

    The parser tells no lines, so it is given the text a line more at a time, from the last header on.
    """
    lines = text.split("\n")
    found: dict[tuple[int | None, str], int] = {}
    source, start, whole = -1, 0, 0
    for number in range(1, len(lines) + 1):
        if whole == number - 1 and lines[number - 1].lstrip().startswith("["):
            start = number - 1
            if re.match(r"\s*\[\[\s*source\s*\]\]", lines[start]):
                source += 1
                found[(source, "")] = number
        try:
            table = tomllib.loads("\n".join(lines[start:number]))
        except tomllib.TOMLDecodeError:
            continue
        index = source if source >= 0 else None
        inner = table["source"][-1] if isinstance(table.get("source"), list) and source >= 0 else table
        for key in inner if isinstance(inner, dict) else ():
            found.setdefault((index, key), whole + 1)
        whole = number
    return found


# -------------------------------------------------------------------------------------------------------------- values


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it must be a string that is not empty")
    return value.strip()


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("it must be true or false")
    return value


def _kind(value: Any) -> str:
    if value not in ("feed", "page"):
        raise ValueError('it must be "feed" or "page"')
    return str(value)


def _name(value: Any) -> str:
    name = _text(value)
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?", name):
        raise ValueError("it names files, so it must be of small Latin letters, digits and hyphens, 60 at most")
    return name


def _contact(value: Any) -> str:
    contact = _text(value)
    agent_of(contact)
    return contact


def _zone(value: Any) -> str:
    zone = _text(value)
    zone_of(zone)
    return zone


def _hosts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("it must be a list of hosts")
    return tuple(_host(each) for each in value)


def _host(value: Any) -> str:
    name = _text(value)
    try:
        place = place_of(f"https://{name}/")
    except NotFetched as error:
        raise ValueError(f"{name!r} is no host: {error.why}") from None
    if place.target != "/" or place.port != 443:
        raise ValueError(f"{name!r} is no host: give the name alone")
    return place.host


def _every(value: Any) -> timedelta:
    return _duration(value, SHORTEST)


def _pause(value: Any) -> timedelta:
    return _duration(value, LEAST_PAUSE)


def _duration(value: Any, least: timedelta) -> timedelta:
    match = re.fullmatch(r"(\d{1,5})\s?([smhd])", value) if isinstance(value, str) else None
    if not match:
        raise ValueError('it must be a time such as "30s", "15m", "2h" or "1d"')
    duration = timedelta(**{_UNITS[match[2]]: int(match[1])})
    if duration < least:
        raise ValueError(f"it is shorter than {least.total_seconds():g} seconds")
    return duration
