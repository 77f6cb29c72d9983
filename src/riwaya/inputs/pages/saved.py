"""What a browser notes in a page that it saves, and the pages in its frames that it saves in a folder beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from riwaya.errors import UnreadableInput
from riwaya.inputs.moments import from_any
from riwaya.inputs.pages.embeds import Frame, Frames
from riwaya.inputs.pages.page_bytes import decode_page, parse_page
from riwaya.inputs.pages.part_folders import folder_of

MOST_FRAMES = 40
"""Frames of a page that are read at most."""
_MOST_FRAME = 5_000_000


class Note(NamedTuple):
    """From where and when a browser saved a page; None where it does not say."""

    url: str | None
    at: str | None


_NOTE = re.compile(
    r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->|Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\n]+))?"
)


def find_note(text: str) -> Note:
    """What a browser notes at the top of a page that it saves."""
    match = _NOTE.search(text, 0, 4_000)
    if not match:
        return Note(None, None)
    url = match[1] or match[2]
    at = None
    if match[3]:
        at = from_any(match[3].strip()) or from_any(_script_date(match[3].strip()))
    return Note(url if url.startswith("http") else None, at)


def _script_date(text: str) -> str:
    """A date as JavaScript writes it (Mon Jan 15 2024 09:30:12 GMT+0300 (…)) in the order of mail."""
    match = re.match(r"\w{3} (\w{3}) (\d\d) (\d{4}) ([\d:]{8}) GMT([+-]\d{4})", text)
    return f"{match[2]} {match[1]} {match[3]} {match[4]} {match[5]}" if match else text


def frames_beside(page: Path | None) -> Frames:
    """The pages inside the frames of a saved page, out of the folder beside it; none where there is no such folder."""
    folder = folder_of(page) if page else None
    if page is None or folder is None:
        return lambda address: None
    home, left = page.parent, iter(range(MOST_FRAMES))
    return lambda address: _frame_at(home, folder, address) if next(left, None) is not None else None


_FRAME = re.compile(rb"<i?frame\b", re.IGNORECASE)


def has_frames_beside(page: Path | None, data: bytes) -> bool:
    """Whether a page has frames and a folder beside it, so that not all of its text may stand in its own bytes."""
    return page is not None and folder_of(page) is not None and _FRAME.search(data) is not None


def _frame_at(home: Path, folder: Path, address: str) -> Frame | None:
    """The page of a frame, where its address leads into the folder of parts and nowhere else."""
    try:
        file = (home / unquote(address)).resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            return None
        with file.open("rb") as stream:
            text = decode_page(stream.read(_MOST_FRAME)).text
        return Frame(parse_page(text).root, find_note(text).url)
    except (OSError, ValueError, UnreadableInput):
        return None
