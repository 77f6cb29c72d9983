"""Days and moments as documents tell them, so that they can be compared as text."""

from __future__ import annotations

from datetime import UTC, datetime


def in_utc(told: str) -> str:
    """A moment with an offset in UTC; a day, and a moment without one, or outside the years of UTC, as it is."""
    try:
        at = datetime.fromisoformat(told)
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at.tzinfo else told
    except (ValueError, OverflowError):
        return told


def end_of(moment: str) -> str:
    """A moment, or a day to its end, for a comparison with what `in_utc` gives."""
    return in_utc(moment) if len(moment) > 10 else f"{moment}T99"
