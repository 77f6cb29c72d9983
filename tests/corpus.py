"""What was read, as the files of the corpus write it, and cut to what they write of it."""

from __future__ import annotations

from typing import Any

from riwaya.exports.json import provenance_as_dict
from riwaya.inputs.incoming import Incoming


def told(document: Incoming) -> dict[str, Any]:
    """A document with all that its reader tells; a segment is [kind, words, author, published]."""
    told = {key: getattr(document, key) for key in ("name", "text", "id", "url", "publisher", "title", "published")}
    told["segments"] = [[s.kind, document.text[s.start : s.end], s.author, s.published] for s in document.segments]
    told["issues"] = [issue.code for issue in document.issues]
    told["provenance"] = provenance_as_dict(document.provenance) if document.provenance else None
    return told


def cut_to(wanted: Any, told: Any) -> Any:
    """What was found, cut to the keys that the expectation has."""
    if isinstance(wanted, dict) and isinstance(told, dict):
        return {key: cut_to(value, told.get(key)) for key, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(told, list) and len(wanted) == len(told):
        return [cut_to(one, other) for one, other in zip(wanted, told, strict=True)]
    return told
