"""The application: the pages of the table, the API, the files that pages load, and what guards them all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import FastAPI
from starlette.convertors import Convertor, register_url_convertor
from starlette.middleware.base import RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from riwaya.errors import RiwayaError
from riwaya.showing.words import LANGUAGES
from riwaya.store.store import Store
from riwaya.web import guarding, pages
from riwaya.web.api.application import make_application
from riwaya.web.assets import Assets
from riwaya.web.bounding import MOST_BYTES, Bounded
from riwaya.web.forms import TooMuch, form_of
from riwaya.web.refusing import problem_page, refused, turn_away
from riwaya.web.rendering import templates
from riwaya.web.routes import PAGES, Page
from riwaya.web.seen import Desk, Seen
from riwaya.web.settings import Settings
from riwaya.web.signing import identify


class _Language(Convertor[str]):
    """A language of the desk, as the first part of an address."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("language", _Language())


_SIDE_BY_SIDE = 4
"""Pages that a process makes at a time: Python runs one of them and the database the others, and what is begun is
finished sooner."""


def make_app(store: Store, settings: Settings) -> FastAPI:
    """The desk over a store."""
    pages.load()
    assets = Assets()
    environment = templates().overlay()
    environment.globals |= {"asset": assets.address, "has_asset": assets.has}
    desk = Desk(store, settings, environment)
    app = make_application(desk, partial(identify, desk, tokens=True))
    app.add_middleware(Bounded)
    headers = {**guarding.HEADERS, **(guarding.OVER_TLS if settings.secure else {})}

    @app.middleware("http")
    async def guard(request: Request, call_next: RequestResponseEndpoint) -> Response:
        if not guarding.is_known_host(request, settings.hosts):
            response: Response = PlainTextResponse("this desk answers to its own names alone\n", 421)
        else:
            response = await call_next(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("cache-control", "no-store")
        return response

    @app.get("/", include_in_schema=False)
    async def root(request: Request) -> Response:
        return RedirectResponse(f"/{_preferred(request, settings.language)}/", 303)

    app.mount("/static", assets.files())
    turns = CapacityLimiter(_SIDE_BY_SIDE)
    for each in PAGES:
        app.router.routes.append(
            Route(f"/{{language:language}}{each.path}", _endpoint(desk, each, turns), methods=[each.method])
        )
    return app


def _endpoint(desk: Desk, page: Page, turns: CapacityLimiter) -> Callable[[Request], Awaitable[Response]]:
    """What answers a page: asks who it is, holds forms to their token, and runs the page beside the event loop."""
    cookie = guarding.cookie_name(guarding.SESSION, desk.settings)

    async def answer(request: Request) -> Response:
        session = request.cookies.get(cookie) or guarding.new_session()
        if page.shows:
            response = await run_sync(_shown, desk, page, request, session, limiter=turns)
        else:
            seen = await run_sync(_seen, desk, request, session)
            if seen.person.role < page.role:
                response = await run_sync(turn_away, seen)
            elif page.method == "POST":
                response = await _answered_form(page, seen)
            else:
                response = await run_sync(_answered, page, seen)
        if cookie not in request.cookies and not guarding.sets_cookie(response, desk.settings, guarding.SESSION):
            guarding.set_cookie(response, desk.settings, guarding.SESSION, session)
        return response

    return answer


def _seen(desk: Desk, request: Request, session: str) -> Seen:
    person = identify(desk, request)
    return Seen(desk, request, request.path_params["language"], person, token=guarding.token_of(session))


def _shown(desk: Desk, page: Page, request: Request, session: str) -> Response:
    """What a page answers that only shows, out of one moment of the store."""
    seen = _seen(desk, request, session)
    if seen.person.role < page.role:
        return turn_away(seen)
    try:
        with seen.store.at_one_moment():
            return page.answer(seen)
    except RiwayaError as error:
        return problem_page(seen, error)


async def _answered_form(page: Page, seen: Seen) -> Response:
    """What a page answers to a form, which is taken from whoever may send it, and held to its token."""
    try:
        form = await form_of(seen.request)
    except TooMuch:
        return refused(seen, 413, "too_much", most=seen.shown.digits(MOST_BYTES // 1_000_000))
    if guarding.is_forged(seen.request, seen.token, form.fields.get("csrf", "")):
        return refused(seen, 403, "forged")
    return await run_sync(_answered, page, replace(seen, form=form.fields, files=form.files))


def _answered(page: Page, seen: Seen) -> Response:
    try:
        return page.answer(seen)
    except RiwayaError as error:
        return problem_page(seen, error)


def _preferred(request: Request, otherwise: str) -> str:
    """The language that a browser asks for first among ours."""
    asked = request.headers.get("accept-language", "")
    for part in asked.split(","):
        language = part.split(";")[0].strip()[:2].lower()
        if language in LANGUAGES:
            return language
    return otherwise
