"""The first version of the API: incidents, documents, searches, decisions, and the reading of a text."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from riwaya.errors import UsageError
from riwaya.exports.json import as_dict
from riwaya.inputs.incoming import Incoming, Refusal, read_document
from riwaya.inputs.pasting import pasted
from riwaya.store.answers import Hit
from riwaya.store.people.audit import By
from riwaya.store.review_items import CLOSED, REASONS
from riwaya.store.reviewing import STATES as ITEM_STATES
from riwaya.store.runs import decision_as_dict, find_decided, show, suggestion_as_dict, told_as_dict
from riwaya.web.api.serving import AtDesk, Caller, answer, route
from riwaya.web.asking import ORDERS, STATES, asked_in, place_in, told_place
from riwaya.web.roles import Role
from riwaya.web.seen import address_of

_MOST_TEXT = 1_000_000
"""Characters of a text that is read at once."""
router = APIRouter()

Limit = Annotated[int, Query(ge=1, le=200, description="as many at most")]
Moment = Annotated[str | None, Query(max_length=40, description="as it was known at a day or a moment")]
Id = Annotated[str, Path(max_length=200)]


class Filter(BaseModel):
    """What incidents are asked for."""

    model_config = ConfigDict(extra="forbid")
    q: str | None = Field(
        None,
        max_length=400,
        description="words that their reports hold, in any spelling; or names of places and actors in Latin letters",
    )
    type: list[str] = Field([], max_length=40, description="types of the codebook")
    country: str | None = Field(None, max_length=2, description="ISO 3166 alpha-2")
    actor: str | None = Field(None, max_length=300, description="an actor's id, or its name where it has none")
    source: str | None = Field(None, max_length=300, description="the id or the name of a source in the chain")
    publisher: str | None = Field(None, max_length=300)
    disputed: str | None = Field(None, max_length=20, description="a field in dispute")
    since: str | None = Field(None, max_length=10, description="a day on or after which it may have happened")
    before: str | None = Field(None, max_length=10, description="a day before which it may have happened")
    known_at: str | None = Field(None, max_length=40, description="what had been published by a day or a moment")
    state: Literal[STATES] | None = None  # type: ignore[valid-type]
    lines: int = Field(0, ge=0, le=9999, description="the least number of independent lines")
    background: bool = Field(False, description="with what is only told as history")
    order: Literal[ORDERS] = "changed"  # type: ignore[valid-type]
    after: str | None = Field(None, max_length=200, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=200)


class Text(BaseModel):
    """A report as somebody hands it in."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=_MOST_TEXT)
    title: str | None = Field(None, max_length=1000)
    publisher: str | None = Field(None, max_length=300)
    url: str | None = Field(None, max_length=4000)
    published: str | None = Field(None, max_length=40, description="a day or a moment in ISO 8601")


class Decision(BaseModel):
    """A decision: its kind, what it is about, why, and what was before the person (`seen` of the answer)."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["confirm", "reject", "merge", "split", "amend", "withdraw", "restore", "undo", "note", "review"]
    why: str = Field(min_length=1, max_length=4000)
    seen: int = Field(ge=0, le=2**53)
    happenings: list[tuple[str, str]] = Field([], max_length=500, description="two to confirm or reject, some to split")
    incidents: list[str] = Field([], max_length=100, description="those to merge, the one to split or note on")
    document: str | None = Field(None, max_length=200, description="to amend, withdraw or restore")
    account: str | None = Field(None, max_length=40, description="to amend")
    field: str | None = Field(None, max_length=40, description="to amend")
    values: list[Any] = Field([], max_length=50, description="to amend: the values, as the record has them")
    decision: int | None = Field(None, ge=0, le=2**53, description="to undo")
    item: str | None = Field(None, max_length=40, description="to review: the id of the item")
    state: Literal[CLOSED] | None = Field(None, description="to review: what was found")  # type: ignore[valid-type]


# ------------------------------------------------------------------------------------------------------------ incidents


@route(router, "GET", "/incidents", Role.READER, about="Incidents in short, page by page")
def list_incidents(request: Request, desk: AtDesk, asked: Annotated[Filter, Query()]) -> Response:
    """Those that a filter lets through; `next` is to be handed in as `after`, `matches` is null beyond a thousand."""
    query = {name: str(value) for name, value in asked.model_dump(exclude={"type", "after", "limit"}).items() if value}
    found = desk.store.overviews(
        asked_in(desk.store, query, asked.type), after=place_in(asked.after), limit=asked.limit
    )
    record = {"incidents": [asdict(each) for each in found.overviews], "matches": found.matches}
    return answer(request, record | {"next": told_place(found.next)})


@route(router, "GET", "/incidents/{id}", Role.READER, about="An incident, as `riwaya show` prints it")
def get_incident(request: Request, desk: AtDesk, id: Id, at: Moment = None) -> Response:
    """An incident with its fields, relations, links, and `seen` for decisions; `at` is a moment of the store."""
    return answer(request, told_as_dict(show(desk.store, id, at=at)))


@route(router, "GET", "/incidents/{id}/readings", Role.READER, about="The readings behind an incident")
def get_readings(request: Request, desk: AtDesk, id: Id, at: Moment = None) -> Response:
    """The whole record of every document that the incident rests on."""
    told = show(desk.store, id, at=at)
    return answer(request, {"readings": [as_dict(reading) for _, reading in sorted(told.readings.items())]})


@route(router, "GET", "/suggestions", Role.READER, about="Incidents that may be one, the likeliest first")
def list_suggestions(request: Request, desk: AtDesk, limit: Limit = 50, at: Moment = None) -> Response:
    """Links that were weighed and not followed, each with its reasons."""
    return answer(
        request, {"suggestions": [suggestion_as_dict(each) for each in desk.store.suggestions(at=at)[:limit]]}
    )


@route(router, "GET", "/review", Role.READER, about="What a person should look at, the weightiest first")
def list_review(
    request: Request,
    desk: AtDesk,
    state: Literal[ITEM_STATES] = "open",  # type: ignore[valid-type]
    reason: Literal[REASONS] | None = None,  # type: ignore[valid-type]
    after: Annotated[str | None, Query(max_length=40)] = None,
    limit: Limit = 50,
) -> Response:
    """Items with their reasons; `next` is to be handed in as `after`, `seen` back with a decision."""
    seen = desk.store.head().seq
    found = desk.store.review_items(state=state, reason=reason, after=after, limit=limit)
    return answer(request, {"items": [each._asdict() for each in found.items], "next": found.next, "seen": seen})


# ------------------------------------------------------------------------------------------------------------ documents


@route(router, "GET", "/documents/{id}", Role.READER, about="A document's current reading: the public record")
def get_document(request: Request, desk: AtDesk, id: Id, at: Moment = None) -> Response:
    """The record that `riwaya read` prints, by the document's id or the beginning of it."""
    document = desk.store.document(id, at=at)
    return answer(request, as_dict(desk.store.current([document.id], at=at)[document.id]))


@route(router, "GET", "/search", Role.READER, about="Documents that hold some words, whatever the spelling")
def search(
    request: Request, desk: AtDesk, q: Annotated[str, Query(min_length=1, max_length=400)], limit: Limit = 20,
    at: Moment = None,
) -> Response:  # fmt: skip
    """The documents, best first, each with where the words stand in its text."""
    hits = desk.store.search(q, at=at, limit=limit)
    return answer(request, {"documents": [_hit(hit) for hit in hits]})


def _hit(hit: Hit) -> dict[str, Any]:
    """What is known of a document that was found, without its text, and where the words stand in it."""
    told = {name: value for name, value in hit.document._asdict().items() if name not in ("text", "original", "name")}
    return told | {"words": [span._asdict() for span in hit.spans], "stretch": hit.stretch._asdict()}


@route(router, "POST", "/read", Role.READER, about="Read a text; nothing is kept")
def read_text(request: Request, desk: AtDesk, given: Text) -> Response:
    """The public record of a text."""
    reading = read_document(_incoming(given))
    if isinstance(reading, Refusal):
        raise UsageError(reading.reason)
    return answer(request, as_dict(reading))


@route(router, "POST", "/documents", Role.ANALYST, about="Read a text and keep it", status=201)
def keep_text(request: Request, desk: AtDesk, caller: Caller, given: Text) -> Response:
    """What became of it: kept, or held already. `riwaya reconcile` brings it together with others."""
    [kept] = desk.store.hand_in([_incoming(given)], by=By(caller.name, address_of(request)), join=False)
    if isinstance(kept, Refusal):
        raise UsageError(kept.reason)
    return answer(request, kept._asdict(), status=201)


def _incoming(given: Text) -> Incoming:
    data = given.text.encode("utf-8", "surrogatepass")
    return pasted(data, url=given.url, at=given.published, publisher=given.publisher, title=given.title)


# ------------------------------------------------------------------------------------------------------------ decisions


@route(router, "GET", "/decisions", Role.READER, about="What people decided, in order")
def list_decisions(request: Request, desk: AtDesk, at: Moment = None) -> Response:
    """Every decision with whether it stands; `seen` is to be handed back with one that undoes another."""
    decided, seen = find_decided(desk.store, at=at)
    return answer(
        request, {"decisions": [decision_as_dict(e.decision) | {"state": e.state} for e in decided], "seen": seen}
    )


@route(router, "POST", "/decisions", Role.ANALYST, about="Decide", status=201)
def decide(request: Request, desk: AtDesk, caller: Caller, given: Decision) -> Response:
    """Keeps a decision in the name of whoever calls; it shows at once."""
    return answer(request, decision_as_dict(_decide(desk, caller.name, given)), status=201)


def _decide(desk: AtDesk, who: str, given: Decision) -> Any:
    store = desk.store
    told: Any = {"who": who, "why": given.why, "seen": given.seen}
    pairs = given.happenings
    if given.kind in ("confirm", "reject"):
        if len(pairs) != 2:
            raise UsageError(f"to {given.kind} takes two happenings, each a document and an incident of its reading")
        return (store.confirm if given.kind == "confirm" else store.reject)(pairs[0], pairs[1], **told)
    if given.kind == "merge":
        return store.merge(given.incidents, **told)
    if given.kind == "split":
        return store.split(_one("incidents", given.incidents), pairs, **told)
    if given.kind == "note":
        return store.note(_one("incidents", given.incidents), who=who, why=given.why)
    if given.kind == "review":
        return store.review(_given("item", given.item), _given("state", given.state), **told)
    if given.kind == "undo":
        return store.undo(_given("decision", given.decision), **told)
    document = store.document(_given("document", given.document)).id
    if given.kind == "amend":
        account, field = _given("account", given.account), _given("field", given.field)
        return store.amend(document, account, field, given.values, **told)
    return (store.withdraw if given.kind == "withdraw" else store.restore)(document, **told)


def _one(name: str, values: list[str]) -> str:
    if len(values) != 1:
        raise UsageError(f"one of {name} is to be given, not {len(values)}")
    return values[0]


def _given(name: str, value: Any) -> Any:
    if value is None:
        raise UsageError(f"{name} is to be given for this")
    return value
