"""The page of a document: its text with what is read in it, how it came here, and the incidents that it tells of."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import Response

from riwaya.showing.marked import marked
from riwaya.showing.sentence import sentence
from riwaya.web.pages.incident import done
from riwaya.web.rendering import render
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen


@page("/documents/{id}", Role.READER)
def document(seen: Seen) -> Response:
    """A document by its id, or the beginning of it."""
    at, seen_at = seen.query("at"), seen.store.head().seq
    stored = seen.store.document(seen.path["id"], at=at)
    readings = seen.store.readings(stored.id, at=at)
    current = readings[-1].reading
    happenings = [(stored.id, incident.id) for incident in current.incidents]
    placed = {happening: id for (_, happening), id in seen.store.incidents_of(happenings, at=at).items()}
    return render(
        seen, "document.html", stored=stored, whole=marked(current), readings=readings, placed=placed,
        versions=seen.store.versions(stored.id, at=at), incidents=_sentences(seen, placed.values()),
        withdrawn=stored.id in seen.store.withdrawn(at=at), seen_at=seen_at, at=seen_at, back=seen.request.url.path,
        done=done(seen),
    )  # fmt: skip


def _sentences(seen: Seen, ids: Iterable[str]) -> dict[str, str]:
    """What some incidents are, in a sentence each."""
    wanted = sorted(set(ids))
    short = seen.store.overviews_of(wanted)
    told = {id: sentence(seen.shown, each.type, each.card["values"]) for id, each in short.items()}
    return {id: told.get(id, id) for id in wanted}
