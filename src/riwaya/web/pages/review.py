"""The review: one queue of what a person should look at, each with its reason, to be settled from the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from riwaya.errors import UsageError
from riwaya.showing.decisions import history_of
from riwaya.showing.sentence import sentence
from riwaya.store.review_items import REASONS, ReviewItem
from riwaya.store.reviewing import STATES
from riwaya.web.pages.incident import done
from riwaya.web.rendering import render
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen
from riwaya.web.views.reviewing import card_of

_LISTED = 25


@page("/review", Role.READER)
def review(seen: Seen) -> Response:
    """The queue, and the item that is looked at: the one that is asked for, else the first."""
    at = seen.store.head().seq
    state, reason = seen.query("state") or "open", seen.query("reason")
    listed = seen.store.review_items(state=state, reason=reason, after=seen.query("after"), limit=_LISTED)  # type: ignore[arg-type]
    chosen, gone = _chosen(seen, listed.items)
    following = _after(seen, chosen, state, reason) if chosen else None

    def to(**asked: str | None) -> str:
        return _address(seen, {"state": state, "reason": reason, **asked})

    return render(
        seen, "review.html", at=at, state=state, reason=reason, items=_rows(seen, listed.items),
        more=listed.next, counts=seen.store.review_counts(state), reasons=REASONS, states=STATES, gone=gone,  # type: ignore[arg-type]
        chosen=_looked_at(seen, chosen) if chosen else None, done=done(seen), queue=True,
        to=to, following=following, back=to(item=following, came=chosen.id if chosen else None),
        here_back=to(item=chosen.id if chosen else None), undo_back=to(item=seen.query("came")),
    )  # fmt: skip


def _chosen(seen: Seen, listed: tuple[ReviewItem, ...]) -> tuple[ReviewItem | None, bool]:
    """The item that is looked at, and whether the one that was asked for is there no more."""
    first = listed[0] if listed else None
    asked = seen.query("item")
    if asked is None:
        return first, False
    try:
        return seen.store.review_item(asked), False
    except UsageError:
        return first, True


def _after(seen: Seen, item: ReviewItem, state: str, reason: str | None) -> str | None:
    """The item that comes behind another in the queue; behind the last one comes the first."""
    for start in (item.id, None):
        found = seen.store.review_items(state=state, reason=reason, after=start, limit=2).items  # type: ignore[arg-type]
        others = [each.id for each in found if each.id != item.id]
        if others:
            return others[0]
    return None


def _address(seen: Seen, query: dict[str, str | None]) -> str:
    """An address in the queue; the state that is open need not be told."""
    told = urlencode({name: value for name, value in query.items() if value and (name, value) != ("state", "open")})
    return seen.address(f"/review?{told}" if told else "/review")


def _rows(seen: Seen, items: Sequence[ReviewItem]) -> list[dict[str, Any]]:
    """Lines of the queue."""
    told = _sentences(seen, [item.incident for item in items if item.incident])
    return [{"item": item, "sentence": told.get(item.incident) or _document(seen, item)} for item in items]


def _looked_at(seen: Seen, item: ReviewItem) -> dict[str, Any]:
    """All that is shown of the item that is looked at."""
    readings = seen.store.current({document for document, _ in item.happenings})
    told = _sentences(seen, [id for id in (item.incident, item.other) if id])
    return {
        "card": card_of(item, readings),
        "sentence": told.get(item.incident) or _document(seen, item),
        "other": told[item.other] if item.other else None,
        "history": history_of(seen.shown, seen.store.history(item.incident) if item.incident else ()),
    }


def _document(seen: Seen, item: ReviewItem) -> str:
    """What the document is called that an item is about which has no incident."""
    document = seen.store.document(item.about)
    return document.title or document.publisher or document.id


def _sentences(seen: Seen, incidents: Sequence[str]) -> dict[str, str]:
    """What some incidents are, in a sentence each; the id of one that is no more."""
    short = seen.store.overviews_of(incidents)
    return {id: id for id in incidents} | {
        id: sentence(seen.shown, each.type, each.card["values"]) for id, each in short.items()
    }
