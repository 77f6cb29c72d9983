"""Keeps what was compiled in a file that is checked before it is believed, in the cache folder of the user.

The file says what it is of, and the digest of what follows; behind that come named sections of plain text and JSON, so
that no reading of it runs anything. A file that is damaged, of other data or another version, of another user, or that
others may write to is as good as none: what it would have held is compiled anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

_MAGIC = b"riwaya knowledge 2\n"
_MOST_FILES = 4  # of the data of several versions or folders
_WRITABLE_BY_OTHERS = 0o022


class Sections(NamedTuple):
    """The sections of a file by name: where each begins and ends in its bytes."""

    raw: bytes
    bounds: dict[str, tuple[int, int]]

    def bytes(self, name: str) -> bytes:
        """A section as it is. Raises KeyError."""
        first, last = self.bounds[name]
        return self.raw[first:last]

    def text(self, name: str) -> str:
        """A section of text. Raises KeyError and UnicodeDecodeError."""
        return self.bytes(name).decode("utf-8")

    def json(self, name: str) -> Any:
        """What a section of JSON holds. Raises KeyError and ValueError."""
        return json.loads(self.text(name))


def cache_folder() -> Path:
    """Where compiled knowledge is kept: RIWAYA_CACHE, or the user's cache folder."""
    if asked := os.environ.get("RIWAYA_CACHE"):
        return Path(asked)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "riwaya"


def kept(mark: str) -> Sections | None:
    """The sections kept under a fingerprint, or None where there are none to be believed."""
    try:
        with _path(mark).open("rb") as file:
            raw = file.read() if _is_ours(os.fstat(file.fileno())) else b""
    except OSError:
        return None
    body = len(_MAGIC) + 64
    if not raw.startswith(_MAGIC) or hashlib.sha256(raw[body:]).hexdigest().encode() != raw[len(_MAGIC) : body]:
        return None
    about, at = raw[body : raw.index(b"\n", body)], raw.index(b"\n", body) + 1
    head = json.loads(about)
    if head["mark"] != mark:
        return None
    bounds = {}
    for name, length in head["sections"].items():
        bounds[name] = (at, at + length)
        at += length
    return Sections(raw, bounds)


def keep(mark: str, sections: Mapping[str, bytes]) -> None:
    """Keeps sections under a fingerprint. A folder that may not be written to costs time, not results."""
    about = {"mark": mark, "sections": {name: len(section) for name, section in sections.items()}}
    body = b"".join((json.dumps(about).encode(), b"\n", *sections.values()))
    path = _path(mark)
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.touch(mode=0o600)
        part.write_bytes(_MAGIC + hashlib.sha256(body).hexdigest().encode() + body)
        part.replace(path)
        files = [each for pattern in ("knowledge-*.txt", "knowledge-*.json") for each in path.parent.glob(pattern)]
        for old in sorted(files, key=lambda each: each.stat().st_mtime, reverse=True)[_MOST_FILES:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _path(mark: str) -> Path:
    return cache_folder() / f"knowledge-{mark}.txt"


def _is_ours(about: os.stat_result) -> bool:
    """Whether a file is the user's own or the system's, and nobody else's to write to, as far as the system tells."""
    if not hasattr(os, "geteuid"):
        return True
    return about.st_uid in (0, os.geteuid()) and not about.st_mode & _WRITABLE_BY_OTHERS
