"""The log of a store: one entry for each thing kept, each holding the hash of the one before.

Whoever changes, removes or swaps an entry breaks the chain from there on. What is kept is hashed as JSON in one
canonical spelling: keys sorted, no spaces, ASCII with escapes.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select

from riwaya.errors import UsageError
from riwaya.store.schema import log

NOTHING = "0" * 64
"""The hash before the first entry."""


class Entry(NamedTuple):
    """An entry of the log, in the order of its columns."""

    seq: int
    at: str
    kind: str
    subject: str
    digest: str
    before: str
    hash: str


def canonical(content: Any) -> bytes:
    """The one spelling of some content as JSON."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def digest_of(content: Any) -> str:
    """The SHA-256 of content in its canonical spelling, in hex."""
    return hashlib.sha256(canonical(content)).hexdigest()


def hash_of(entry: Entry) -> str:
    """The hash that an entry should have, the hash before it included."""
    return digest_of([entry.seq, entry.at, entry.kind, entry.subject, entry.digest, entry.before])


def last(connection: Connection) -> Entry | None:
    """The newest entry, or None where nothing is kept yet."""
    row = connection.execute(select(log).order_by(log.c.seq.desc()).limit(1)).first()
    return Entry(*row) if row else None


def find_entry(connection: Connection, seq: int) -> Entry | None:
    """An entry by its number, or None."""
    row = connection.execute(select(log).where(log.c.seq == seq)).first()
    return Entry(*row) if row else None


def append(connection: Connection, kind: str, subject: str | None, content: Any, *, now: datetime) -> Entry:
    """Adds an entry for some content; to be called within a writing transaction.

    Without a subject the entry's own number is its subject. A clock that goes back does not take the log with it.
    """
    before = last(connection)
    seq = before.seq + 1 if before else 1
    at = max(moment(now), before.at) if before else moment(now)
    entry = Entry(seq, at, kind, subject or str(seq), digest_of(content), before.hash if before else NOTHING, "")
    entry = entry._replace(hash=hash_of(entry))
    connection.execute(insert(log).values(entry._asdict()))
    return entry


def moment(of: datetime) -> str:
    """A moment as the log spells it: in UTC, to the microsecond."""
    return of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def known_until(connection: Connection, at: str | date | datetime | int | None) -> int:
    """The number of the last entry of a moment; a day counts to its end, a time without a zone is in UTC.

    The number of an entry stands for itself. None asks for now. Raises UsageError for text that is no moment.
    """
    if isinstance(at, int):
        return at
    asked = select(func.coalesce(func.max(log.c.seq), 0))
    if at is not None:
        asked = asked.where(log.c.at <= _end_of(at))
    return int(connection.scalar(asked) or 0)


def _end_of(at: str | date | datetime) -> str:
    try:
        if isinstance(at, str):
            at = date.fromisoformat(at) if len(at) == 10 else datetime.fromisoformat(at)
    except ValueError:
        message = f"{at!r} is no moment: give a day such as 2024-01-31, or a time such as 2024-01-31T18:00+02:00"
        raise UsageError(message) from None
    if not isinstance(at, datetime):
        return f"{at.isoformat()}T23:59:59.999999Z"
    try:
        return moment(at if at.tzinfo else at.replace(tzinfo=UTC))
    except OverflowError:
        raise UsageError(f"{at.isoformat()} is no moment of the years 1 to 9999 in UTC") from None
