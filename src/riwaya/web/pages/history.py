"""What people did: their decisions, which everybody sees, and the audit, of which each sees what is about himself."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from starlette.responses import Response

from riwaya.showing.sentence import sentence
from riwaya.store.decisions import KINDS as DECISIONS
from riwaya.store.trail import ACTS, before_in
from riwaya.web.rendering import render
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen
from riwaya.web.views.history import line_of

_LIMIT = 50


@page("/history", Role.READER)
def history(seen: Seen) -> Response:
    """Decisions and entries of the audit, the newest first; those who administer the desk see all of it."""
    all_of_it = seen.may(Role.ADMIN)
    who, kind = seen.query("who"), seen.query("kind")
    found = seen.store.trail(
        who=who, kind=kind, own=None if all_of_it else seen.person.name, before=before_in(seen.query("before")),
        limit=_LIMIT,
    )  # fmt: skip
    happenings = [subject.key for step in found.steps for subject in getattr(step.done, "subjects", ())]
    incidents = seen.store.incidents_of(key for key in happenings if key[1])
    lines = [line_of(step, incidents, addresses=all_of_it) for step in found.steps]
    query = {name: value for name, value in (("who", who), ("kind", kind)) if value}
    onwards = urlencode(query | {"before": str(found.next)}) if found.next else ""
    return render(
        seen, "history.html", lines=lines, sentences=_sentences(seen, {id for line in lines for id in line.incidents}),
        who=who or "", kind=kind or "", decisions=DECISIONS, acts=ACTS, all_of_it=all_of_it,
        next=f"{seen.address('/history')}?{onwards}" if onwards else "", from_start=not seen.query("before"),
    )  # fmt: skip


def _sentences(seen: Seen, ids: Iterable[str]) -> dict[str, str]:
    """A sentence on each incident; its id where it is not in short yet."""
    found = seen.store.overviews_of(sorted(ids))
    told = {id: sentence(seen.shown, each.type, each.card["values"]) for id, each in found.items()}
    return {id: told.get(id, id) for id in ids}
