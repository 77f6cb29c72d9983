"""Where decisions go: every form of the desk that decides sends them here, and comes back to what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.responses import RedirectResponse, Response

from riwaya.errors import DecidedMeanwhile, NotThere, UsageError
from riwaya.showing.countries import every_country
from riwaya.showing.evidence import evidence_of
from riwaya.store.decisions import Decision
from riwaya.store.runs import show
from riwaya.web.deciding import decide
from riwaya.web.rendering import render
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen
from riwaya.web.views.amending import forms_of

_OF_THE_DESK = frozenset(("csrf", "seen", "why"))


@page("/decide", Role.ANALYST, method="POST")
def keep_decision(seen: Seen) -> Response:
    """Keeps a decision; where it cannot be kept, what was typed stands in the page that says why."""
    try:
        decision = decide(seen.store, seen.form, who=seen.person.name)
    except (UsageError, DecidedMeanwhile) as error:
        return _again(seen, error)
    return RedirectResponse(_after(seen, decision), 303)


@page("/incidents/{id}/amend", Role.ANALYST)
def amend(seen: Seen) -> Response:
    """The form that says what an account (`of`, as document/account) really tells of a `field`."""
    told = show(seen.store, seen.path["id"])
    document, _, own = (seen.query("of") or "").partition("/")
    account = next((a for d, a in told.accounts if d == document and a.id == f"{document}/{own}"), None)
    if account is None:
        raise NotThere(f"there is no account {document}/{own} in this incident")
    field = seen.query("field") or ""
    number = next((n for n, claim in enumerate(account.claims) if claim.field == field), None)
    stands = [d for d in told.stored.amended if (d.subjects[0].document, d.becomes["account"]) == (document, own)]
    by = next((each for each in stands if each.becomes["field"] == field), None)
    read = [claim.value for claim in account.claims if claim.field == field]
    return render(
        seen, "amend.html", told=told, account=account, document=document, own=own, field=field, read=read, by=by,
        forms=forms_of(field, by.becomes["values"] if by else read), at=told.stored.seen, past=True,
        countries=every_country(seen.shown),
        back=_back(seen.query("back")),
        evidence=evidence_of(told.readings[document], account, number), cancel=_cancel(seen, told.stored.id),
    )  # fmt: skip


def _cancel(seen: Seen, incident: str) -> str:
    return _back(seen.query("back")) or seen.address(f"/incidents/{incident}")


def _again(seen: Seen, error: UsageError | DecidedMeanwhile) -> Response:
    """A page with all that was typed, what stopped it, and a form that sends it again."""
    meanwhile = isinstance(error, DecidedMeanwhile)
    form = _with_heir(seen.form, error)
    shown: dict[str, Any] = {"forms": []}
    if form.get("kind") == "amend" and form.get("field"):
        count = 1 + max((int(name[1]) for name in form if name[:1] == "v" and name[1:2].isdecimal()), default=0)
        shown["forms"] = forms_of(form["field"], [None] * (count - 1), form)
    typed = {name for each in shown["forms"] for name in (one.name for one in each)}
    hidden = {name: value for name, value in form.items() if name not in _OF_THE_DESK and name not in typed}
    return render(
        seen, "again.html", 409 if meanwhile else 400, meanwhile=meanwhile, error=str(error), hidden=hidden,
        why=form.get("why", ""), at=seen.store.head().seq, look=_look(seen, form), kind=form.get("kind", ""), **shown,
        countries=every_country(seen.shown),
    )  # fmt: skip


def _with_heir(form: Mapping[str, str], error: Exception) -> Mapping[str, str]:
    """A form in which an incident that is there no more gives way to the one that has all that it told of, if any."""
    if not isinstance(error, NotThere) or len(error.heirs) != 1:
        return form
    heir = error.heirs[0]
    return {
        name: heir if name in ("incident", "other") and error.name in value else value for name, value in form.items()
    }


def _look(seen: Seen, form: Mapping[str, str]) -> str:
    """Where what the decision is about can be looked at."""
    incident = form.get("incident")
    return _back(form.get("back")) or seen.address(f"/incidents/{incident}" if incident else "/")


def _after(seen: Seen, decision: Decision) -> str:
    """The page to go on with: where the form says, else the incident that it is about now."""
    back = _back(seen.form.get("back"))
    if not back:
        found = seen.store.incidents_of(subject.key for subject in decision.subjects)
        back = seen.address(f"/incidents/{min(found.values())}" if found else "/")
    return f"{back}{'&' if '?' in back else '?'}{urlencode({'did': decision.seq})}"


def _back(told: str | None) -> str:
    """A page of ours that a form says to go back to, without what was done last."""
    parts = urlsplit(told or "")
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return ""
    query = "&".join(each for each in parts.query.split("&") if each and not each.startswith("did="))
    return f"{parts.path}?{query}" if query else parts.path
