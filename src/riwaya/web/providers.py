"""The OpenID provider of a desk, out of a file or the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from riwaya.errors import UsageError
from riwaya.web.roles import role_of
from riwaya.web.settings import Provider

_KEYS = ("issuer", "client_id", "client_secret", "label", "new_people")
_NEEDED = ("issuer", "client_id")
_PREFIX = "RIWAYA_OIDC_"


def provider_in(path: Path | None, environment: Mapping[str, str] = os.environ) -> Provider | None:
    """The provider that a TOML file names, or else the environment (RIWAYA_OIDC_ISSUER and so on), None where neither.

    The environment goes before the file, so that a secret need not stand in one. Raises UsageError for what is missing
    or not known, naming the file.
    """
    told = _told(path) if path else {}
    told |= {key: environment[f"{_PREFIX}{key.upper()}"] for key in _KEYS if environment.get(f"{_PREFIX}{key.upper()}")}
    if not told:
        return None
    where = str(path) if path else "the environment"
    if missing := [key for key in _NEEDED if key not in told]:
        raise UsageError(f"{where}: an OpenID provider needs {' and '.join(missing)}")
    new = told.get("new_people")
    return Provider(
        told["issuer"], told["client_id"], told.get("client_secret", ""), told.get("label", told["issuer"]),
        role_of(new) if new else None,
    )  # fmt: skip


def _told(path: Path) -> dict[str, str]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise UsageError(f"{path}: it is no TOML that can be read ({error})") from None
    for key, value in told.items():
        if key not in _KEYS:
            raise UsageError(f"{path}: {key!r} is not known; these are: {', '.join(_KEYS)}")
        if not isinstance(value, str):
            raise UsageError(f"{path}: {key} is a text, not {value!r}")
    return told
