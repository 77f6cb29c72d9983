"""What may be asked of a server, and when: its robots.txt, pauses between requests, and what it asks for itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from riwaya.errors import NotFetched
from riwaya.inputs.network.addresses import Place
from riwaya.inputs.network.fetch import Fetched
from riwaya.watching.listing import Listing
from riwaya.watching.robots import AGE, Robots, read_robots
from riwaya.watching.state import State

LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers of a server that may do better later."""
_HELD = frozenset({429, 503})
LONGEST_HOLD = timedelta(days=7)
"""What a server asks for with Retry-After is kept to up to this."""

Before = Callable[[Place], None]


class Courtesy:
    """Stands before every request, and waits, or raises NotFetched, where it may not be made.

    `ask` fetches the robots.txt of a server; it is given what is to stand before that request.
    """

    def __init__(
        self,
        listing: Listing,
        state: State,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
        ask: Callable[[Place, Before], Fetched],
    ) -> None:
        self._hosts = listing.hosts
        self._pause = listing.pause
        self._state = state
        self._clock = clock
        self._sleep = sleep
        self._ask = ask
        self._last: dict[str, datetime] = {}
        self._held: dict[str, datetime] = {}
        self._delays: dict[str, timedelta] = {}

    def before(self, place: Place) -> None:
        """Waits until a request may be made. Raises NotFetched where its host or the server's rules forbid it."""
        self._demand_listed(place)
        robots = self._robots(place)
        if not robots.allows(place.url):
            raise NotFetched(place.url, "robots.txt of the server does not allow it")
        self._wait(place)

    def free(self, host: str) -> datetime | None:
        """The moment from which a host may be asked; None where it may at once."""
        last = self._last.get(host)
        after = last + max(self._pause, self._delays.get(host, self._pause)) if last else None
        return max(filter(None, (after, self._held.get(host))), default=None)

    @property
    def longest_pause(self) -> timedelta:
        """The longest pause between two requests that any host has."""
        return max([self._pause, *self._delays.values()])

    def hold(self, host: str, fetched: Fetched) -> datetime | None:
        """Until when a server asks to be left alone, if it does, which counts for everything on its host."""
        wait = _retry_after(fetched.headers.get("retry-after"), self._clock())
        if wait is None or fetched.status not in _HELD:
            return None
        self._held[host] = self._clock() + min(wait, LONGEST_HOLD)
        return self._held[host]

    def _demand_listed(self, place: Place) -> None:
        if place.host not in self._hosts:
            raise NotFetched(place.url, f"{place.host} is not listed; `hosts` of a source lists it")

    def _wait(self, place: Place) -> None:
        """Waits until a host may be asked, and notes that it is asked now. Raises NotFetched where that is long."""
        now = self._clock()
        free = self.free(place.host)
        if free and free > now + self.longest_pause:
            told = f"{place.host} asks to be left alone until {free.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
            raise NotFetched(place.url, told, passing=True)
        if free and free > now:
            self._sleep((free - now).total_seconds())
        self._last[place.host] = self._clock()

    def _robots(self, place: Place) -> Robots:
        """The rules of a server, fetched where they are not known or a day old. Raises NotFetched without them."""
        known = self._state.robots(place.origin)
        if known is None or self._clock() - known[1] > AGE:
            known = (self._fetch_robots(place), self._clock())
            self._state.note_robots(place.origin, *known)
        robots = read_robots(known[0])
        self._delays[place.host] = robots.delay
        return robots

    def _fetch_robots(self, place: Place) -> str:
        """The text of a robots.txt, none where the server has none. Raises NotFetched where nobody can tell."""
        try:
            fetched = self._ask(place, self._before_robots)
        except NotFetched as error:
            raise NotFetched(place.url, f"robots.txt of the server is not to be had: {error}", passing=True) from None
        if fetched.status in LATER or fetched.status >= 500:
            self.hold(place.host, fetched)
            told = f"robots.txt of the server is not to be had: it answers {fetched.status}"
            raise NotFetched(place.url, told, passing=True)
        return fetched.body.decode("utf-8", "replace") if 200 <= fetched.status < 300 else ""

    def _before_robots(self, place: Place) -> None:
        self._demand_listed(place)
        self._wait(place)


def _retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long a server asks to wait, by its header: seconds, or a moment."""
    if value is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", value):
        return timedelta(seconds=int(value))
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(timedelta(0), (until if until.tzinfo else until.replace(tzinfo=UTC)) - now)
