"""Signing in, by a password or through a provider, and signing out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from starlette.responses import RedirectResponse, Response

from riwaya.store.people.people import NotSignedIn, SignedIn
from riwaya.web.going import local
from riwaya.web.guarding import PENDING, SESSION, cookie_name, new_session, set_cookie
from riwaya.web.oidc import NotVouchedFor, Pending, begin, finish
from riwaya.web.rendering import go_to, render
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import NOBODY, Seen, address_of
from riwaya.web.settings import Provider
from riwaya.web.signing import session_of
from riwaya.web.teams import demand_provider, demand_team, minutes_until

_LONGEST_NAME = 80
"""Characters of a name that the form shows again."""
_PATIENCE = 600
"""Seconds within which a provider has to vouch for somebody."""


@page("/sign-in", Role.NOBODY)
def sign_in_page(seen: Seen) -> Response:
    """The form to sign in; whoever is signed in goes on."""
    demand_team(seen)
    if seen.person is not NOBODY:
        return RedirectResponse(_next(seen, seen.query("next")), 303)
    return _form(seen, seen.query("next"))


@page("/sign-in", Role.NOBODY, method="POST")
def sign_in(seen: Seen) -> Response:
    """Signs somebody in by name and password, in a session of its own; what was held before it counts no more."""
    demand_team(seen)
    name, password, onwards = (seen.form.get(each, "") for each in ("name", "password", "next"))
    signed = seen.desk.store.people.sign_in(name, password, address=address_of(seen.request), agent=agent_of(seen))
    if isinstance(signed, NotSignedIn):
        return _refused(seen, signed.until, name, onwards)
    return _welcome(seen, signed, onwards)


@page("/sign-out", Role.READER, method="POST")
def sign_out(seen: Seen) -> Response:
    """Ends the session; the browser gets a secret that stands for nobody."""
    demand_team(seen)
    seen.desk.store.people.sign_out(session_of(seen.desk, seen.request), by=seen.by)
    response = go_to(seen, "/sign-in")
    set_cookie(response, seen.desk.settings, SESSION, new_session())
    return response


# ------------------------------------------------------------------------------------------------- through a provider


@page("/sign-in/provider", Role.NOBODY)
def to_provider(seen: Seen) -> Response:
    """Sends the browser to the provider. What ties its answer to this browser is held in a cookie."""
    pending = Pending.new(_next(seen, seen.query("next")))
    response = RedirectResponse(begin(demand_provider(seen), pending, _returns_to(seen)), 303)
    set_cookie(response, seen.desk.settings, PENDING, pending.told(), seconds=_PATIENCE)
    return response


@page("/sign-in/callback", Role.NOBODY)
def from_provider(seen: Seen) -> Response:
    """Signs in whom the provider vouches for."""
    provider, people, address = demand_provider(seen), seen.desk.store.people, address_of(seen.request)
    pending = Pending.of(seen.request.cookies.get(cookie_name(PENDING, seen.desk.settings), ""))
    seen = replace(seen, language=pending.onwards[1:3] if local(pending.onwards) else seen.language)
    if (until := people.waits(address=address)) is not None:
        return _refused(seen, until, "", pending.onwards)
    try:
        vouched = finish(provider, pending, seen.request.query_params, _returns_to(seen))
    except NotVouchedFor as error:
        people.refuse(f"{provider.issuer}: {error}", address=address)
        response = _form(seen, None, problem="provider_failed", status=403, detail=str(error))
    else:
        signed = people.sign_in_by(
            vouched.identity, vouched.name, new=provider.new, address=address, agent=agent_of(seen)
        )
        if isinstance(signed, SignedIn):
            response = _welcome(seen, signed, pending.onwards)
        else:
            response = _form(seen, None, problem="provider_unknown", status=403, detail=vouched.name)
    response.delete_cookie(cookie_name(PENDING, seen.desk.settings), path="/", secure=seen.desk.settings.secure)
    return response


def _returns_to(seen: Seen) -> str:
    """The address that the provider sends browsers back to: one for all languages, as it is registered there."""
    settings = seen.desk.settings
    scheme = "https" if settings.secure else "http"
    return f"{scheme}://{seen.request.headers['host']}/{settings.language}/sign-in/callback"


# ------------------------------------------------------------------------------------------------------------- answers


def agent_of(seen: Seen) -> str:
    """What the browser calls itself."""
    return seen.request.headers.get("user-agent", "")


def _next(seen: Seen, asked: str | None) -> str:
    return local(asked) or seen.address("/")


def _welcome(seen: Seen, signed: SignedIn, onwards: str) -> Response:
    held = session_of(seen.desk, seen.request)
    if held:
        seen.desk.store.people.forget_session(held)
    response = RedirectResponse(_next(seen, onwards), 303)
    set_cookie(response, seen.desk.settings, SESSION, signed.secret)
    return response


def _refused(seen: Seen, until: datetime | None, name: str, onwards: str) -> Response:
    if until is None:
        return _form(seen, onwards, problem="wrong", status=403, name=name)
    minutes, seconds = minutes_until(seen, until)
    response = _form(seen, onwards, problem="limited", status=429, name=name, minutes=minutes)
    response.headers["retry-after"] = str(seconds)
    return response


def _form(
    seen: Seen, onwards: str | None, *, problem: str = "", status: int = 200, name: str = "", minutes: int = 0,
    detail: str = "",
) -> Response:  # fmt: skip
    provider: Provider | None = seen.desk.settings.provider
    return render(
        seen, "sign_in.html", status, problem=problem, name=name[:_LONGEST_NAME], minutes=minutes,
        next=local(onwards) or "", provider=provider.label if provider else "", detail=detail,
    )  # fmt: skip
