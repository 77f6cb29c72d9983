"""The page of an incident: the table of its accounts, how they stand to each other, and the words behind any of it."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from starlette.responses import Response

from riwaya.errors import NotThere, UsageError
from riwaya.records import Account
from riwaya.showing.citing import Citing
from riwaya.showing.decisions import Entry, entry_of, history_of
from riwaya.showing.evidence import Evidence, evidence_of
from riwaya.showing.matrix import matrix_of
from riwaya.showing.printing import sheet_of
from riwaya.showing.relations import relations_of
from riwaya.showing.sentence import sentence
from riwaya.showing.shown import GRAPHIC
from riwaya.showing.telling import Corrected, corrected_in
from riwaya.showing.tolls import charts_of
from riwaya.store.answers import StoredLink
from riwaya.store.runs import Told, amended_as_dict, show
from riwaya.web.packing import packed
from riwaya.web.rendering import render
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen

_LINKS = 20
"""Links that are shown at once."""


@page("/incidents/{id}", Role.READER)
def incident(seen: Seen) -> Response:
    """An incident; with `said` also the words behind a claim, so that a claim has an address."""
    told = _told(seen)
    matrix = matrix_of(told, _corrected(told))
    said = seen.query("said")
    fields = told.incident.fields
    values = {name: field.claims[0].value for name, field in fields.items() if field.claims}
    return render(
        seen, "incident.html", told=told, charts=charts_of(told, matrix),
        sentence=sentence(seen.shown, told.incident.type, values), known_at=seen.query("known_at"),
        disputed=[name for name, field in fields.items() if field.status == "disputed"], matrix=matrix,
        relations=relations_of(told, matrix),
        said=said, evidence=_evidence(told, said) if said else None,
        changed=max((r.document.published or "" for r in told.readings.values()), default=""),
        steps=_steps(seen, told.stored.id), past=_is_past(seen),
        suggested=_suggested(seen, told.stored.id), incident=told.stored.id, at=told.stored.seen, back="",
        history=history_of(seen.shown, seen.store.history(told.stored.id, at=seen.query("at"))), done=done(seen),
        links=_links(seen, told), kept=_kept(seen),
        citing=_citing(seen, told.stored.id), citing_words=_citing(seen, told.stored.id, said),
    )  # fmt: skip


@page("/incidents/{id}/evidence", Role.READER)
def evidence(seen: Seen) -> Response:
    """The words behind a claim, by themselves: what the page of the incident puts beside the table."""
    said = seen.query("said")
    if said is None:
        raise UsageError("which claim is asked for? Give said=document/account or said=document/account/number")
    told = _told(seen)
    return render(
        seen, "_evidence.html", told=told, said=said, evidence=_evidence(told, said), past=_is_past(seen),
        kept=_kept(seen), citing_words=_citing(seen, told.stored.id, said),
    )  # fmt: skip


class Links(NamedTuple):
    """Some of the links of an incident: the number of the first, and where those before and behind begin, if any."""

    shown: tuple[StoredLink, ...]
    first: int
    before: int | None
    after: int | None


def _links(seen: Seen, told: Told) -> Links:
    """The links that are shown at once: each has two forms, and an incident of a hundred reports has a hundred."""
    asked, number = seen.query("links") or "", len(told.stored.links)
    first = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0
    first = min(first, max(0, number - 1)) // _LINKS * _LINKS
    shown = told.stored.links[first : first + _LINKS]
    after = first + _LINKS if first + _LINKS < number else None
    return Links(shown, first, first - _LINKS if first else None, after)


def done(seen: Seen) -> Entry | None:
    """What was decided last, where the address tells (`did`), so that it can be taken back at once."""
    number = seen.query("did") or ""
    found = seen.store.decision(int(number)) if number.isascii() and number.isdecimal() and len(number) < 16 else None
    return entry_of(seen.shown, found) if found else None


def _is_past(seen: Seen) -> bool:
    """Whether it is looked at as it was, where nothing is decided."""
    return bool(seen.query("at") or seen.query("known_at"))


def _kept(seen: Seen) -> str:
    """The part of a query that says as of when an incident is looked at, to stand before what else is asked."""
    return "".join(f"{name}={quote(value)}&" for name in ("at", "known_at") if (value := seen.query(name)))


def _citing(seen: Seen, id: str, said: str | None = None) -> Citing:
    """How an incident, or what is said in it, is cited: by an address that shows it as it is now for good."""
    at = seen.query("at") or seen.store.newest() or ""
    query = {"at": at, "known_at": seen.query("known_at"), "said": said}
    told = urlencode({name: value for name, value in query.items() if value}, safe="/:")
    address = seen.request.url.replace(path=seen.address(f"/incidents/{id}"), query=told, fragment="")
    return Citing(seen.shown, str(address), seen.shown.day(seen.store.now()))


def _suggested(seen: Seen, id: str) -> list[dict[str, Any]]:
    """The incidents that may be the same, each with the item of the review that says why."""
    if _is_past(seen):
        return []
    items = seen.store.review_items(reason="similar", incident=id, limit=20).items
    others = {item.id: (item.other or id) if item.incident == id else item.incident for item in items}
    short = seen.store.overviews_of(sorted(set(others.values())))
    return [
        {"item": item, "incident": each.incident, "sentence": sentence(seen.shown, each.type, each.card["values"])}
        for item in items
        if (each := short.get(others[item.id]))
    ]


@page("/incidents/{id}/print", Role.READER)
def on_paper(seen: Seen) -> Response:
    """An incident to be printed: all that its page shows, and the words behind every value as an appendix.

    Descriptions of violence to bodies are printed where the person has them shown, or asks for it (`graphic`).
    """
    told = _told(seen)
    graphic = seen.query("graphic") or seen.preferences.graphic
    if graphic not in GRAPHIC:
        raise UsageError(f"graphic descriptions are {' or '.join(GRAPHIC)}, not {graphic!r}")
    other = GRAPHIC[GRAPHIC[0] == graphic]
    decided = history_of(seen.shown, seen.store.history(told.stored.id, at=seen.query("at")))
    page = render(
        seen, "print.html",
        sheet=sheet_of(told, told.stored.id, seen.shown, corrected=_corrected(told), history=reversed(decided)),
        known_at=seen.query("known_at"), at=seen.query("at"), now=seen.store.now(), paper=True,
        closes=graphic == "closed", other_print=f"?{urlencode({**seen.request.query_params, 'graphic': other})}",
    )  # fmt: skip
    return packed(seen.request, page)


def _corrected(told: Told) -> Corrected:
    """What people corrected in an incident."""
    return corrected_in(map(amended_as_dict, told.stored.amended))


def _told(seen: Seen) -> Told:
    """The incident that is asked for, as of a moment of the store (`at`), or of what was published (`known_at`)."""
    return show(seen.store, seen.path["id"], at=seen.query("at"), published_by=seen.query("known_at"))


def _steps(seen: Seen, id: str) -> list[dict[str, Any]]:
    """The moments at which reports came, and what each changed; nothing where there was but one."""
    overview = seen.store.overview(id)
    steps: list[dict[str, Any]] = overview.card["steps"] if overview else []
    return steps if len(steps) > 1 else []


def _evidence(told: Told, said: str) -> Evidence:
    """The words that `said` names: a document, an account of it, and the number of a claim of that."""
    document, _, rest = said.partition("/")
    name, _, number = rest.partition("/")
    account: Account | None = next((a for d, a in told.accounts if a.id == f"{document}/{name}"), None)
    if account is None or (number and not number.isdecimal()):
        raise NotThere(f"there is no claim {said!r} in this incident")
    return evidence_of(told.readings[document], account, int(number) if number else None)
