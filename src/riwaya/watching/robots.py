"""What a server's robots.txt allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from protego import Protego

AGENT = "riwaya"
"""The name by which a robots.txt can address us."""
AGE = timedelta(days=1)
"""How long a robots.txt is held to be what it was."""
MOST_BYTES = 512_000
"""Bytes that are read of one, as RFC 9309 asks for."""
LONGEST_DELAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of a server, as they are meant for us."""

    _rules: Protego

    def allows(self, url: str) -> bool:
        """Whether a url may be fetched."""
        return bool(self._rules.can_fetch(url, AGENT))

    @property
    def delay(self) -> timedelta:
        """The pause that is asked for between two requests; none where nothing is said of it."""
        seconds = self._rules.crawl_delay(AGENT) or 0.0
        return min(timedelta(seconds=max(0.0, min(seconds, 1e6))), LONGEST_DELAY)


@lru_cache(maxsize=256)
def read_robots(text: str) -> Robots:
    """The rules in a robots.txt; of an empty one, those that allow everything."""
    return Robots(Protego.parse(text[:MOST_BYTES]))
