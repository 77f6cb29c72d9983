"""Signing in through an OpenID provider (OpenID Connect Core 1.0, code flow with PKCE), by Authlib.

What ties an answer of the provider to the browser that asked (state, nonce, code verifier) is held by that browser in a
cookie out of reach of scripts, so that any process of a desk can take the answer.
"""

from __future__ import annotations

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from riwaya.errors import RiwayaError, StoreError
from riwaya.store.people.directory import Identity
from riwaya.web.settings import Provider, is_loopback

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures that only the provider can make: none that a shared secret or nothing at all makes."""
_SKEW = 60
"""Seconds that clocks may differ by."""
_KEPT = 3600
"""Seconds for which what a provider tells of itself is kept."""
_TIMEOUT = 10
_NAMES = ("preferred_username", "name", "email")
"""What a provider may tell of how somebody is called, the first that is there."""


class NotVouchedFor(RiwayaError):
    """The provider does not vouch for anybody, or not as it should; the message says why."""


class Vouched(NamedTuple):
    """Whom a provider vouches for, and how he is called there."""

    identity: Identity
    name: str


class Pending(NamedTuple):
    """A sign-in that a provider has yet to vouch for, and the page to go to then."""

    state: str
    nonce: str
    verifier: str
    onwards: str

    @classmethod
    def new(cls, onwards: str) -> Pending:
        """A fresh one."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), onwards)

    @classmethod
    def of(cls, told: str) -> Pending:
        """One out of a cookie; of a cookie that is none, one that nothing fits."""
        try:
            parts = json.loads(urlsafe_b64decode(told.encode()))
            return cls(*map(str, parts))
        except (ValueError, TypeError):
            return cls("", "", "", "")

    def told(self) -> str:
        """The content of a cookie."""
        return urlsafe_b64encode(json.dumps(list(self)).encode()).decode()


def begin(provider: Provider, pending: Pending, returns_to: str) -> str:
    """The address that the browser is sent to. Raises StoreError where the provider does not answer."""
    endpoint = _metadata(provider)["authorization_endpoint"]
    with _client(provider, returns_to) as client:
        address, _ = client.create_authorization_url(
            endpoint, state=pending.state, nonce=pending.nonce, code_verifier=pending.verifier
        )
    return str(address)


def finish(provider: Provider, pending: Pending, answer: Mapping[str, str], returns_to: str) -> Vouched:
    """Whom the provider vouches for by an answer. Raises NotVouchedFor where it does not, or not as it should."""
    if not pending.state or not hmac.compare_digest(pending.state.encode(), answer.get("state", "").encode()):
        raise NotVouchedFor("the answer is not to what this browser asked")
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise NotVouchedFor("the answer is of another provider")
    if "error" in answer or not answer.get("code"):
        raise NotVouchedFor(f"the provider says {answer.get('error', 'nothing')[:60]!r}")
    claims = _claims(provider, _token(provider, pending, answer["code"], returns_to), pending.nonce)
    name = next((str(claims[each]) for each in _NAMES if claims.get(each)), str(claims["sub"]))
    return Vouched(Identity(provider.issuer, str(claims["sub"])), name)


# --------------------------------------------------------------------------------------------------------- the provider


def _client(provider: Provider, returns_to: str) -> Any:
    from authlib.integrations.httpx_client import OAuth2Client

    return OAuth2Client(
        provider.client_id, provider.client_secret or None, scope="openid profile email", redirect_uri=returns_to,
        code_challenge_method="S256", timeout=_TIMEOUT, trust_env=False, follow_redirects=False,
        token_endpoint_auth_method="client_secret_basic" if provider.client_secret else "none",
    )  # fmt: skip


def _token(provider: Provider, pending: Pending, code: str, returns_to: str) -> Mapping[str, Any]:
    """What the provider gives for a code."""
    from authlib.integrations.base_client import OAuthError
    from httpx2 import HTTPError

    endpoint = _metadata(provider)["token_endpoint"]
    try:
        with _client(provider, returns_to) as client:
            token: Mapping[str, Any] = client.fetch_token(endpoint, code=code, code_verifier=pending.verifier)
    except (OAuthError, HTTPError, ValueError) as error:
        raise NotVouchedFor(f"the provider gives nothing for its code ({type(error).__name__})") from error
    if not isinstance(token.get("id_token"), str):
        raise NotVouchedFor("the provider tells nobody's identity")
    return token


def _claims(provider: Provider, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
    """What an ID token says, held to be signed by the provider, for this desk, in answer to this browser, and now."""
    from authlib.oidc.core import CodeIDToken
    from joserfc.errors import JoseError

    try:
        signed = _decoded(provider, token["id_token"])
        options: Any = {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
        }
        told = {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(signed.claims, signed.header, options, told)
        claims.validate(leeway=_SKEW)
    except (JoseError, ValueError, TypeError) as error:
        raise NotVouchedFor(f"the identity that the provider tells does not hold ({error})") from error
    return dict(claims)


def _decoded(provider: Provider, id_token: str) -> Any:
    """An ID token whose signature holds; the keys are asked for anew where it is signed by one that is not known."""
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError
    from joserfc.jwk import KeySet

    known = _known(provider)
    try:
        return jwt.decode(id_token, KeySet.import_key_set(known.keys()), algorithms=list(_ALGORITHMS))
    except InvalidKeyIdError:
        return jwt.decode(id_token, KeySet.import_key_set(known.keys(anew=True)), algorithms=list(_ALGORITHMS))


def _metadata(provider: Provider) -> Mapping[str, Any]:
    return _known(provider).metadata()


@cache
def _known(provider: Provider) -> _Known:
    return _Known(provider)


class _Known:
    """What a provider tells of itself, and its keys, kept for a while."""

    def __init__(self, provider: Provider) -> None:
        self._issuer = provider.issuer
        self._kept: dict[str, tuple[float, Any]] = {}

    def metadata(self) -> Mapping[str, Any]:
        """Its endpoints. Raises StoreError where it does not tell them, or calls itself otherwise."""
        demand_private(self._issuer)
        told: Mapping[str, Any] = self._asked(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != self._issuer:
            raise StoreError(f"the provider {self._issuer} calls itself {told.get('issuer')!r}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            demand_private(str(told.get(name)))
        return told

    def keys(self, *, anew: bool = False) -> Any:
        """The keys that it signs with."""
        return self._asked(self.metadata()["jwks_uri"], anew=anew)

    def _asked(self, url: str, *, anew: bool = False) -> Any:
        from httpx2 import Client, HTTPError

        asked, told = self._kept.get(url, (0.0, None))
        if told is not None and not anew and time.monotonic() - asked < _KEPT:
            return told
        try:
            with Client(timeout=_TIMEOUT, trust_env=False, follow_redirects=False) as client:
                told = client.get(url).raise_for_status().json()
        except (HTTPError, ValueError) as error:
            raise StoreError(f"the provider {self._issuer} does not answer ({type(error).__name__})") from error
        self._kept[url] = time.monotonic(), told
        return told


def demand_private(url: str) -> None:
    """Raises StoreError for an address of a provider that others on the way could read or change."""
    told = urlsplit(url)
    if told.scheme != "https" and not (told.scheme == "http" and is_loopback(told.hostname or "")):
        raise StoreError(f"the provider is asked by https alone, not at {url}")
