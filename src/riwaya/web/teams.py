"""What pages ask of a desk of a team: that it is one, that a provider vouches for people, how long somebody waits."""

from __future__ import annotations

from datetime import UTC, datetime

from riwaya.errors import NotThere
from riwaya.store.people import directory
from riwaya.web.seen import Seen
from riwaya.web.settings import Provider


def demand_team(seen: Seen) -> None:
    """Raises UsageError at a desk of one person, who need not sign in."""
    if not seen.desk.settings.team:
        raise NotThere("there is no sign-in here: this desk is for whoever sits at its machine")


def demand_account(seen: Seen) -> directory.Person:
    """Who asks, among the people of a team. Raises UsageError at a desk of one person."""
    demand_team(seen)
    if seen.person.account is None:
        raise NotThere("there is no account of yours here")
    return seen.person.account


def demand_provider(seen: Seen) -> Provider:
    """The provider that vouches for people. Raises UsageError where there is none."""
    demand_team(seen)
    if seen.desk.settings.provider is None:
        raise NotThere("there is no provider here that vouches for people")
    return seen.desk.settings.provider


def minutes_until(seen: Seen, until: datetime) -> tuple[int, int]:
    """How long it is until a moment: whole minutes, one at least, and seconds."""
    now = datetime.fromisoformat(seen.store.now()).astimezone(UTC)
    seconds = max(1, int((until - now).total_seconds()) + 1)
    return -(-seconds // 60), seconds
