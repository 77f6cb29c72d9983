"""Turns templates into answers. Everything that came from outside is text: templates escape all they are given."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from riwaya.records import VERSION
from riwaya.web.roles import Role
from riwaya.web.seen import Seen
from riwaya.web.views.evidence import stretches
from riwaya.web.views.graphic import describes, parts

HERE = Path(__file__).parent


@cache
def templates() -> Environment:
    """The templates of the pages, compiled once."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {"Role": Role, "version": VERSION}
    environment.filters |= {"describes": describes, "parts": parts, "stretches": stretches}
    return environment


def render(seen: Seen, template: str, /, status: int = 200, **given: Any) -> HTMLResponse:
    """A page out of a template, in the language of the request."""
    return HTMLResponse(rendered(seen, template, **given), status)


def rendered(seen: Seen, template: str, /, **given: Any) -> Markup:
    """What a template makes, to be put into a page."""
    shown = seen.shown
    context: dict[str, Any] = {
        "seen": seen,
        "shown": shown,
        "say": shown.words,
        "of": shown.of,
        "language": seen.language,
        "direction": shown.words.direction,
        "person": seen.person,
        "csrf": seen.token,
        "closes": seen.preferences.graphic == "closed",
    }
    return Markup(seen.desk.templates.get_template(template).render(context | given))


def go_to(seen: Seen, path: str) -> Response:
    """Sends the browser on to another page, which it is to get."""
    return RedirectResponse(seen.address(path), 303)
