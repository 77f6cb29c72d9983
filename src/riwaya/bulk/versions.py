"""What reads: the version of Riwaya, and a digest of its rules, its words and its code that reads.

A run is finished by what began it. Two machines that give the same digest read every report alike.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from riwaya.knowledge.load import DATA
from riwaya.records import VERSION

_PACKAGE = DATA.parent
_READS = ("text", "knowledge", "reading", "reconciling", "inputs")
_SUFFIXES = (".py", ".yaml", ".tsv", ".toml", ".txt", ".json")


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """The version of Riwaya, and the SHA-256 of the knowledge and of the code that reads, by what stands in them."""
    code = [_PACKAGE / "pipeline.py", _PACKAGE / "records.py"]
    code += [path for name in _READS for path in (_PACKAGE / name).rglob("*.py")]
    knowledge = [path for path in DATA.rglob("*") if path.suffix in _SUFFIXES]
    return {"riwaya": VERSION, "knowledge": _digest(knowledge), "code": _digest(code)}


def _digest(paths: list[Path]) -> str:
    hashed = hashlib.sha256()
    for name, path in sorted((path.relative_to(_PACKAGE).as_posix(), path) for path in paths):
        # Ends of lines differ where Git was told to change them.
        content = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        hashed.update(f"{name} {content}\n".encode())
    return hashed.hexdigest()
