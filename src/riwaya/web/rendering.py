"""Turns templates into answers. Everything that came from outside is text: templates escape all they are given."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from riwaya.showing.templating import environment_of
from riwaya.web.roles import Role
from riwaya.web.seen import Seen

HERE = Path(__file__).parent


@cache
def templates() -> Environment:
    """The templates of the pages, compiled once."""
    environment = environment_of(HERE / "templates")
    environment.globals |= {"Role": Role}
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
