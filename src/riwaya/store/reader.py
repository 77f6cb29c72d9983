"""The name of what reads: the version of Riwaya, and a digest of its code and data."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from riwaya.records import VERSION

_READS = ("data", "knowledge", "reading", "reconciling", "text", "pipeline.py", "records.py")
"""What of the package has a say in a reading."""


@cache
def reader() -> str:
    """Such as `0.1.0+1a2b3c4d5e6f`: another one where a rule, a word or a line of code is another."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for name in _READS:
        whole = package / name
        files = (
            sorted(p for p in whole.rglob("*") if p.suffix in (".py", ".yaml", ".tsv")) if whole.is_dir() else [whole]
        )
        for path in files:
            digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{VERSION}+{digest.hexdigest()[:12]}"
