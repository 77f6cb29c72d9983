"""The encodings that pages and their servers say they are in."""

from __future__ import annotations

import codecs
import re

_TOLD = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{3,40})|<\?xml[^>]{0,80}encoding=[\"']([\w.:-]+)", re.I
)
_TOLD_WITHIN = 16_384
"""Bytes in which a page must tell its encoding; browsers look no farther than 1,024, pages are sloppier."""


def told_inside(data: bytes) -> list[str]:
    """What a page calls the encoding that it is in, as often as it tells one."""
    return [(match[1] or match[2]).decode("ascii", "replace") for match in _TOLD.finditer(data[:_TOLD_WITHIN])]


def codec_of(name: str | None) -> str | None:
    """Python's name of an encoding for text; None where there is none."""
    try:
        info = codecs.lookup(name.strip("\"' ")) if name else None
    except (LookupError, ValueError):
        return None
    return info.name if info and getattr(info, "_is_text_encoding", True) else None
