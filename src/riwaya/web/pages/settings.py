"""What a person prefers: digits, names of months, light or dark, and whether graphic descriptions are closed."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from riwaya.showing.shown import DIGITS, GRAPHIC, MONTHS, THEMES
from riwaya.web.going import local
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen

_A_YEAR = 31_536_000


@page("/settings", Role.NOBODY, method="POST")
def keep_settings(seen: Seen) -> Response:
    """Keeps what a person prefers in a cookie, and goes back to the page that he was on."""
    told = [
        seen.form.get(name, "") if seen.form.get(name) in known else getattr(seen.preferences, name)
        for name, known in (("digits", DIGITS), ("months", MONTHS), ("theme", THEMES), ("graphic", GRAPHIC))
    ]
    secure = seen.desk.settings.secure
    response = RedirectResponse(local(seen.form.get("back", "")) or seen.address("/"), 303)
    response.set_cookie(
        "riwaya_prefs", ".".join(told), max_age=_A_YEAR, samesite="strict", httponly=True, path="/", secure=secure
    )
    return response
