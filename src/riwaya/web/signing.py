"""Tells who sends a request: by a session, which a browser holds in a cookie, or by a token, which a program shows."""

from __future__ import annotations

from starlette.requests import Request

from riwaya.store.people.audit import REFUSED, By
from riwaya.web.guarding import SESSION, cookie_name
from riwaya.web.roles import Role
from riwaya.web.seen import NOBODY, Desk, Person, address_of

_SCHEME = "bearer "


def identify(desk: Desk, request: Request, *, tokens: bool = False) -> Person:
    """Whoever sends a request; at a desk of one person it is that one.

    Tokens count where they are taken, and one that does not hold is nobody, whatever session comes with it.
    """
    if not desk.settings.team:
        return Person(desk.settings.user, Role.ADMIN)
    shown = request.headers.get("authorization", "")
    if tokens and shown[: len(_SCHEME)].lower() == _SCHEME:
        return _by_token(desk, shown[len(_SCHEME) :].strip())
    secret = session_of(desk, request)
    found = desk.store.people.session(secret) if secret else None
    return Person(found[1].name, found[1].role, found[1]) if found else NOBODY


def session_of(desk: Desk, request: Request) -> str:
    """The secret of the session that a browser holds, empty where it holds none."""
    return request.cookies.get(cookie_name(SESSION, desk.settings), "")


def note_refused(desk: Desk, person: Person, request: Request) -> None:
    """Notes in the audit that somebody who is signed in asked for what his role does not allow."""
    if person is not NOBODY:
        by = By(person.name, address_of(request))
        desk.store.people.note(by, REFUSED, f"{request.method} {request.url.path}")


def _by_token(desk: Desk, secret: str) -> Person:
    found = desk.store.people.token(secret)
    return Person(found[1].name, found[0].role, found[1]) if found else NOBODY
