"""What every answer bears and every request is held to: headers, host names, and tokens against forged forms."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request

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
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SESSION = "riwaya_session"
"""The cookie of whoever looks at the pages."""
LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]"))
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))


def new_session() -> str:
    """A name for a session that nobody can guess."""
    return secrets.token_urlsafe(32)


def token_of(secret: bytes, session: str) -> str:
    """The token that forms of a session bear; another page cannot know it."""
    return hmac.new(secret, session.encode(), hashlib.sha256).hexdigest()


def is_forged(request: Request, token: str, given: str) -> bool:
    """Whether a request that changes something does not come from a page of ours."""
    if request.method in SAFE_METHODS:
        return False
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        return True
    return not hmac.compare_digest(token, given)


def is_known_host(request: Request, hosts: frozenset[str]) -> bool:
    """Whether a request is meant for us: a name that somebody else points at this machine is not ours."""
    host = request.headers.get("host", "")
    name = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return name.lower() in hosts
