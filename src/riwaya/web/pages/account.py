"""One's own account: the password, the browsers in which one is signed in, the tokens of one's programs."""

from __future__ import annotations

from starlette.responses import Response

from riwaya.errors import UsageError
from riwaya.store.people.people import NotSignedIn
from riwaya.store.people.tokens import DAYS
from riwaya.web.guarding import SESSION, set_cookie
from riwaya.web.pages.signing import agent_of
from riwaya.web.rendering import go_to, render
from riwaya.web.roles import ROLES, Role, role_of
from riwaya.web.routes import page
from riwaya.web.seen import Seen
from riwaya.web.signing import session_of
from riwaya.web.teams import demand_account, minutes_until


@page("/account", Role.READER)
def account(seen: Seen) -> Response:
    """The account of whoever asks."""
    return _account(seen)


@page("/account/password", Role.READER, method="POST")
def change_password(seen: Seen) -> Response:
    """Changes the password for the old one; all other browsers are signed out."""
    person = demand_account(seen)
    if seen.form.get("new", "") != seen.form.get("again", ""):
        return _account(seen, 400, problem="unlike")
    people, by = seen.desk.store.people, seen.by
    try:
        changed = people.change_password(
            person, seen.form.get("old", ""), seen.form.get("new", ""), address=by.address, agent=agent_of(seen)
        )
    except UsageError:
        return _account(seen, 400, problem="weak")
    if isinstance(changed, NotSignedIn):
        if changed.until is None:
            return _account(seen, 403, problem="old_wrong")
        return _account(seen, 429, problem="limited", minutes=minutes_until(seen, changed.until)[0])
    response = go_to(seen, "/account?done=password")
    set_cookie(response, seen.desk.settings, SESSION, changed.secret)
    return response


@page("/account/tokens", Role.READER, method="POST")
def make_token(seen: Seen) -> Response:
    """Makes a token and shows it, this once."""
    person = demand_account(seen)
    days = seen.form.get("days", "")
    if not (days.isascii() and days.isdecimal() and len(days) < 5):
        raise UsageError(f"{days!r} is no number of days")
    role, name = role_of(seen.form.get("role", "")), seen.form.get("name", "")
    token = seen.desk.store.people.make_token(person, name, role, days=int(days), by=seen.by)
    return _account(seen, token=token)


@page("/account/tokens/{id:int}/revoke", Role.READER, method="POST")
def revoke_token(seen: Seen) -> Response:
    """Revokes one of one's tokens."""
    seen.desk.store.people.revoke_token(int(seen.path["id"]), demand_account(seen).id, by=seen.by)
    return go_to(seen, "/account?done=token")


@page("/account/sessions/{id}/end", Role.READER, method="POST")
def end_session(seen: Seen) -> Response:
    """Signs one of one's browsers out."""
    seen.desk.store.people.end_session(seen.path["id"], demand_account(seen).id, by=seen.by)
    return go_to(seen, "/account?done=session")


@page("/account/sign-out-everywhere", Role.READER, method="POST")
def sign_out_everywhere(seen: Seen) -> Response:
    """Signs all of one's browsers out, this one among them."""
    seen.desk.store.people.sign_out_everywhere(demand_account(seen).id, by=seen.by)
    return go_to(seen, "/sign-in")


def _account(seen: Seen, status: int = 200, *, problem: str = "", token: str = "", minutes: int = 0) -> Response:
    person, people = demand_account(seen), seen.desk.store.people
    held = people.session(session_of(seen.desk, seen.request))
    done = seen.query("done") or ""
    return render(
        seen, "account.html", status, account=person, problem=problem, token=token, minutes=minutes, days=DAYS,
        done=done if done in ("password", "token", "session") else "", here_id=held[0].id if held else "",
        sessions=people.sessions_of(person.id), tokens=people.tokens_of(person.id),
        roles=[word for word in ROLES if role_of(word) <= person.role],
    )  # fmt: skip
