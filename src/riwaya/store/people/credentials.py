"""Passwords and secrets: how they are made, judged, kept and compared.

A password is kept as its hash by Argon2id with the parameters of RFC 9106 for machines with little memory (64 MiB).
A secret of a session or a token is long and random, so that its SHA-256 is enough.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from riwaya.errors import UsageError

SHORTEST, LONGEST = 12, 200
"""Characters of a password. Length is what makes one hard to guess; no kinds of characters are asked for."""
LONGEST_TYPED = 1000
"""Characters of a password as it is typed, however its letters are composed; what is longer is not looked at."""
_AT_ONCE = BoundedSemaphore(2)  # hashes that are worked out at the same time: each takes 64 MiB
_LEAST_SORTS = 5  # different characters of a password


def hash_password(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _hasher().hash(_spelt(password))


def is_password(kept: str | None, password: str) -> bool:
    """Whether a password is the one that a hash was made of; takes as long where nothing is kept."""
    with _AT_ONCE:
        try:
            _hasher().verify(kept or _nobodys(), _spelt(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _hasher().check_needs_rehash(kept)


def demand_good(password: str, name: str) -> None:
    """Raises UsageError for a password that is easily guessed, with what to do."""
    spelt = _spelt(password) if len(password) <= LONGEST_TYPED else ""
    if not SHORTEST <= len(spelt) <= LONGEST:
        raise UsageError(f"a password has {SHORTEST} to {LONGEST} characters; several words in a row are easily kept")
    if len(set(spelt)) < _LEAST_SORTS or _spelt(name).casefold() in spelt.casefold():
        raise UsageError("this password is easily guessed: it repeats a few characters, or holds the name")


def make_password() -> str:
    """A password of 100 random bits, in groups that are easily typed."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def make_secret() -> str:
    """A secret of 256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of_secret(secret: str) -> str:
    """What is kept of a secret: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _spelt(password: str) -> str:
    """A password in one spelling, however the keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    """A hash that no password fits, for names that nobody has."""
    return _hasher().hash(secrets.token_urlsafe(32))
