"""What people did at a desk: signed in, were refused, changed roles, took data out.

The entries are a chain of their own, each holding the hash of the one before, as those of the log do. They are not in
the log, for what is known of incidents hangs on its newest entry: it would be out of date whenever somebody signs in.
No entry holds a password, a token, or a name that somebody typed and nobody has, which may be a password too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, insert, or_, select

from riwaya.store.database import OF_PEOPLE, take_turn
from riwaya.store.log import NOTHING, digest_of, moment
from riwaya.store.schema import audit

SIGNED_IN, SIGN_IN_REFUSED, SIGN_IN_LIMITED = "signed_in", "sign_in_refused", "sign_in_limited"
SIGNED_OUT, SESSION_ENDED = "signed_out", "session_ended"
PERSON_ADDED, ROLE_CHANGED, PERSON_DISABLED, PERSON_ENABLED = "added", "role_changed", "disabled", "enabled"
PASSWORD_CHANGED, TOKEN_MADE, TOKEN_REVOKED = "password_changed", "token_made", "token_revoked"
REFUSED, KEPT, EXPORTED, DECIDED = "refused", "kept", "exported", "decided"
KINDS = (
    SIGNED_IN, SIGN_IN_REFUSED, SIGN_IN_LIMITED, SIGNED_OUT, SESSION_ENDED, PERSON_ADDED, ROLE_CHANGED,
    PERSON_DISABLED, PERSON_ENABLED, PASSWORD_CHANGED, TOKEN_MADE, TOKEN_REVOKED, REFUSED, KEPT, EXPORTED, DECIDED,
)  # fmt: skip
"""What an entry may tell of.

`kept` names a document that came in at the desk, and `decided` the number of a decision, which tells the rest itself.
"""
_LONGEST = 500
"""Characters that an entry says of what it is about."""


class By(NamedTuple):
    """Who does something, and from which address; neither is known of somebody who signs in, or at a command line."""

    who: str = ""
    address: str = ""


AT_THE_MACHINE = By()
"""Whoever sits at the machine of the store, at its command line."""


class Act(NamedTuple):
    """An entry, in the order of its columns."""

    seq: int
    at: str
    who: str
    kind: str
    about: str
    address: str
    before: str
    hash: str


def hash_of_act(act: Act) -> str:
    """The hash that an entry should have, the hash before it included."""
    return digest_of(list(act[:-1]))


def note(connection: Connection, by: By, kind: str, about: str = "", *, now: datetime) -> Act:
    """Adds an entry, within a transaction that writes."""
    take_turn(connection, OF_PEOPLE)
    row = connection.execute(select(audit).order_by(audit.c.seq.desc()).limit(1)).first()
    last = Act(*row) if row else Act(0, "", "", "", "", "", "", NOTHING)
    told = about if len(about) <= _LONGEST else f"{about[: _LONGEST - 1]}…"
    act = Act(last.seq + 1, max(moment(now), last.at), by.who, kind, told, by.address, last.hash, "")
    act = act._replace(hash=hash_of_act(act))
    connection.execute(insert(audit).values(act._asdict()))
    return act


def find_acts(
    connection: Connection,
    *,
    who: str | None = None,
    kind: str | None = None,
    own: str | None = None,
    before: int | None = None,
    newest: int = 0,
    but: str | None = None,
) -> Iterator[Act]:
    """The entries in order; or the `newest` so many before one, the last first, of a person or of a kind.

    With `own` only those that a person made, or that tell of attempts to sign in by his name; without the kind `but`.
    """
    asked = select(audit).order_by(audit.c.seq)
    if own is not None:
        asked = asked.where(or_(audit.c.who == own, and_(audit.c.who == "", audit.c.about == own)))
    for column, value in ((audit.c.who, who), (audit.c.kind, kind)):
        if value is not None:
            asked = asked.where(column == value)
    if but is not None:
        asked = asked.where(audit.c.kind != but)
    if before is not None:
        asked = asked.where(audit.c.seq < before)
    if newest:
        asked = asked.order_by(None).order_by(audit.c.seq.desc()).limit(newest)
    with connection.execute(asked.execution_options(yield_per=500)) as rows:
        for row in rows:
            yield Act(*row)
