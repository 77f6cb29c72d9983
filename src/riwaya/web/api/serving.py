"""What the routes of the API share: who may call them, how they answer, and what they say when they do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import JSONResponse, Response

from riwaya.errors import DecidedMeanwhile, NotThere, RiwayaError, StoreError, UnreadableInput, UsageError
from riwaya.exports.json import to_json
from riwaya.web.kept import unless_known
from riwaya.web.roles import Role
from riwaya.web.seen import NOBODY, Desk, Person, store_for
from riwaya.web.signing import note_refused

PREFIX = "/api/v1"
OBJECT = {"content": {"application/json": {"schema": {"type": "object"}}}}
PROBLEM = {
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["status", "title"],
                "properties": {"status": {"type": "integer"}, "title": {"type": "string"}},
            }
        }
    }
}
"""What is said where something is not done: its status, and why, in words."""


def route(
    router: APIRouter, method: str, path: str, role: Role, *, about: str, status: int = 200
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Makes a function answer a route to whoever has a role; no route of the API is made otherwise."""
    refused = {401: "nobody is signed in", 403: "the role does not allow it", 400: "the call makes no sense"}
    refused[503] = "the store does not answer"
    if "{" in path or method == "POST":
        refused[404] = "there is no such thing"
    if "{" in path:
        refused[405] = "the address, as it was shortened on its way (/.), is another, which takes another method"
    if method == "POST":
        refused |= {409: "somebody decided meanwhile", 413: "it is too long", 415: "it is no JSON"}
    told: dict[int | str, dict[str, Any]] = {status: {"description": about} | OBJECT}
    told |= {code: {"description": why} | PROBLEM for code, why in {**refused, 422: "a value cannot be read"}.items()}
    if method == "GET":
        told[304] = {"description": "nothing changed since the answer that has this ETag"}

    def make(answer: Callable[..., Any]) -> Callable[..., Any]:
        made = _at_one_moment(answer) if method == "GET" else answer
        router.add_api_route(
            path, made, methods=[method], status_code=status, summary=about, responses=told, response_class=Response,
            dependencies=[Depends(_needs(role)), *([Depends(_is_ours)] if method == "POST" else [])],
            openapi_extra={"x-role": role.word}, response_model=None,
        )  # fmt: skip
        return answer

    return make


def desk_of(request: Request) -> Desk:
    """The desk that a request is to, with the store as the caller has it."""
    desk: Desk = request.app.state.desk
    return replace(desk, store=store_for(desk, request))


def caller_of(request: Request) -> Person:
    """Whoever calls."""
    person: Person = request.app.state.identify(request)
    return person


AtDesk = Annotated[Desk, Depends(desk_of)]
Caller = Annotated[Person, Depends(caller_of)]


def _at_one_moment(answer: Callable[..., Any]) -> Callable[..., Any]:
    """A function that answers out of one moment of the store."""

    @wraps(answer)
    def make(*, desk: Desk, **given: Any) -> Any:
        with desk.store.at_one_moment():
            return answer(desk=desk, **given)

    return make


def _needs(role: Role) -> Callable[[Request, AtDesk, Person], None]:
    def check(request: Request, desk: AtDesk, person: Caller) -> None:
        if person.role < role:
            note_refused(desk, person, request)
            raise HTTPException(401 if person is NOBODY else 403, f"this takes the role {role.word}")

    return check


def _is_ours(request: Request) -> None:
    """Refuses what a page of somebody else may send on behalf of a person: forms, and what tells another origin."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "send JSON, with content-type: application/json")
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")
    if elsewhere or site not in (None, "same-origin", "none"):
        raise HTTPException(403, "this comes from a page of somebody else")


def answer(request: Request, record: Any, *, status: int = 200) -> Response:
    """A record as JSON with an ETag; nothing but the ETag where the caller has it already."""
    return unless_known(request, Response(to_json(record), status, media_type="application/json"))


def problem(status: int, title: str) -> JSONResponse:
    """Why something is not done, in words."""
    sendable = title.encode("utf-8", "backslashreplace").decode()  # half a character may stand in what a caller sent
    return JSONResponse({"status": status, "title": sendable}, status, media_type="application/problem+json")


def problem_of(error: RiwayaError) -> JSONResponse:
    """What an error of ours means to a caller."""
    if isinstance(error, DecidedMeanwhile):
        return problem(409, str(error))
    if isinstance(error, StoreError):
        return problem(503, str(error))
    if isinstance(error, NotThere):
        return problem(404, str(error))
    if isinstance(error, UsageError | UnreadableInput):
        return problem(400, str(error))
    return problem(500, str(error))
