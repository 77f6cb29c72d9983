"""What every answer bears and every request is held to: headers, host names, cookies, tokens against forged forms."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from riwaya.web.settings import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""What a browser may load: from here alone, and nothing that stands in a page itself."""
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer browsers do not tell the origin of our own forms
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
OVER_TLS: Mapping[str, str] = {"strict-transport-security": "max-age=31536000"}
"""What answers bear too where people reach the desk by HTTPS alone."""
SESSION, PENDING = "riwaya_session", "riwaya_pending"
"""The cookies of whoever looks at the pages, and of a sign-in that a provider has yet to vouch for."""
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))


def new_session() -> str:
    """A name for a session that nobody can guess."""
    return secrets.token_urlsafe(32)


def token_of(session: str) -> str:
    """The token that forms of a session bear; whoever does not know the session's secret cannot know it.

    It hangs on nothing else, so that all processes of a desk agree on it, and a desk that was started anew.
    """
    return hmac.new(session.encode("utf-8", "surrogatepass"), b"forms", hashlib.sha256).hexdigest()


def cookie_name(name: str, settings: Settings) -> str:
    """The whole name of a cookie: over HTTPS it has a beginning that no other host of the domain can set."""
    return f"__Host-{name}" if settings.secure else name


def set_cookie(response: Response, settings: Settings, name: str, value: str, *, seconds: int | None = None) -> None:
    """Has a browser hold a secret, out of reach of scripts and of what pages of others send."""
    response.set_cookie(
        cookie_name(name, settings), value, max_age=seconds, httponly=True, samesite="lax", secure=settings.secure,
        path="/",
    )  # fmt: skip


def sets_cookie(response: Response, settings: Settings, name: str) -> bool:
    """Whether an answer sets a cookie."""
    begins = f"{cookie_name(name, settings)}="
    return any(each.startswith(begins) for each in response.headers.getlist("set-cookie"))


def is_forged(request: Request, token: str, given: str) -> bool:
    """Whether a request that changes something does not come from a page of ours."""
    if request.method in SAFE_METHODS:
        return False
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        return True
    return not hmac.compare_digest(token.encode(), given.encode("utf-8", "surrogatepass"))


def is_known_host(request: Request, hosts: frozenset[str]) -> bool:
    """Whether a request is meant for us: a name that somebody else points at this machine is not ours."""
    host = request.headers.get("host", "")
    name = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return name.lower() in hosts
