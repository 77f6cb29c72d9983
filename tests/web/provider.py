"""A small OpenID provider of our own, really served: discovery, keys, authorisation, tokens (code flow with PKCE)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT, SECRET = "riwaya-desk", "between desk and provider"


@cache
def _key() -> RSAKey:
    """A key that takes a while to make."""
    return RSAKey.generate_key(2048, {"kid": "k1"})


class OpenIdProvider:
    """What the provider knows, and how it may misbehave.

    `claims` are put over those of its ID tokens, None taking one away; `signs` may be a foreign key, or none.
    """

    def __init__(self) -> None:
        self.keys = {"k1": _key()}
        self.signs: tuple[str, Any] = ("RS256", self.keys["k1"])
        self.person = {"sub": "42", "preferred_username": "Salma"}
        self.claims: dict[str, Any] = {}
        self.issuer = ""
        self.calls_itself: str | None = None
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}

    def rotate(self) -> None:
        """Signs by another key from now on, and tells only that one."""
        self.keys = {"k2": ECKey.generate_key("P-256", {"kid": "k2"})}
        self.signs = ("ES256", self.keys["k2"])

    def authorise(self, query: dict[str, str]) -> str:
        """Where a browser is sent whose person agreed."""
        assert (query["client_id"], query["response_type"]) == (CLIENT, "code")
        assert query["code_challenge_method"] == "S256" and "openid" in query["scope"].split()
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def give(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """What is given for a code, once, to the desk that it was made for and that shows its verifier."""
        asked = self._codes.pop(form.get("code", ""), None)
        shown = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or shown != f"{CLIENT}:{SECRET}"
            or _base64(challenge) != asked["code_challenge"]
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return None
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}

    def id_token(self, nonce: str) -> str:
        """An ID token, with whatever is put over its claims."""
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce}
        claims = {key: value for key, value in (usual | self.person | self.claims).items() if value is not None}
        algorithm, key = self.signs
        if algorithm in ("none", "HS256"):
            return _by_hand(algorithm, claims, key)
        header = {"alg": algorithm, "kid": key.kid} if key.kid else {"alg": algorithm}
        return jwt.encode(header, claims, key, algorithms=[algorithm])

    def told(self) -> dict[str, Any]:
        """What it tells of itself."""
        return {
            "issuer": self.calls_itself or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def public(self) -> bytes:
        """Its public key, which everybody can have."""
        return self.keys["k1"].as_pem(private=False)


def _by_hand(algorithm: str, claims: dict[str, Any], key: bytes | None) -> str:
    """A token that no library would make: unsigned, or signed by a public key as if it were a shared secret."""
    parts = [_base64(json.dumps(part).encode()) for part in ({"alg": algorithm, "kid": "k1"}, claims)]
    signature = hmac.new(key, ".".join(parts).encode(), hashlib.sha256).digest() if key else b""
    return ".".join((*parts, _base64(signature)))


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _handler(provider: OpenIdProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *told: object) -> None:
            pass

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            provider.asked.append(address.path)
            if address.path == "/.well-known/openid-configuration":
                self._json(provider.told())
            elif address.path == "/keys":
                self._json(KeySet(list(provider.keys.values())).as_dict(private=False))
            else:
                self.send_response(302)
                self.send_header("location", provider.authorise(dict(parse_qsl(address.query))))
                self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {key: values[-1] for key, values in parse_qs(body).items()}
            given = provider.give(form, self.headers.get("authorization", ""))
            self._json(given or {"error": "invalid_grant"}, 200 if given else 400)

        def _json(self, record: Any, status: int = 200) -> None:
            body = json.dumps(record).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


@contextmanager
def openid_provider() -> Iterator[OpenIdProvider]:
    """A provider that is served at an address of this machine."""
    provider = OpenIdProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()
    thread.join()
