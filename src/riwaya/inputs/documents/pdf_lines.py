"""Lines of a page of PDF out of its letters and where they stand, in the order in which they are read.

A PDF tells where each letter is drawn and not in which order it is read, and the libraries that we tried (pdfium,
pypdf, pdfminer's own layout) each give lines of Arabic with words, numbers or brackets turned around. So the order is
worked out from the places alone: a line as it is seen, from left to right, turned by the rules of text in two
directions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_BRACKETS = re.compile(r"[()\[\]{}«»‹›]")
_OPENING = "([{«‹"


NO_LETTER = "\ufffc"
"""Stands for a drawn sign that is no letter and yet takes room."""


class Glyph(NamedTuple):
    """A drawn letter (or the letters of a ligature), the box that it stands in, and its size."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, its text in reading order, with the box that it stands in and the size of its letters."""

    text: str
    x0: float
    x1: float
    y: float
    size: float

    @property
    def letters(self) -> int:
        """How many letters it has."""
        return sum(char.isalpha() for char in self.text)


def find_lines(glyphs: Sequence[Glyph], *, mirrored: bool) -> list[Line]:
    """The lines of a page, columns one after another, the right one first where the page is in Arabic.

    `mirrored` says that brackets are told as they look and not as they are meant (`brackets_vote`).
    """
    rows = [row for row in _rows(glyphs) if any(not glyph.text.isspace() for glyph in row)]
    parts = [_line(part, mirrored) for row in rows for part in _parts(row)]
    return [line for line in _in_columns(parts) if line.text.strip()]


def brackets_vote(glyphs: Sequence[Glyph]) -> int:
    """By how many lines more brackets are told as they look (above 0) than as they are meant (below).

    Programs write either; a line in Arabic that closes a bracket before it opens one tells which.
    """
    votes = 0
    for row in _rows(glyphs):
        text = _logical(row, mirrored=False)
        if _is_rtl(text) and (match := _BRACKETS.search(text)):
            votes += -1 if match[0] in _OPENING else 1
    return votes


# ------------------------------------------------------------------------------------------------------ rows and parts


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The letters that stand at one height, from the top of the page down, each row from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(_with_marks_at_height(glyphs), key=lambda each: -each.y):
        row = rows[-1] if rows else None
        if row and abs(row[0].y - glyph.y) <= 0.45 * min(row[0].size, glyph.size):
            row.append(glyph)
        else:
            rows.append([glyph])
    # A letter of no width stands at the left of the one it is drawn with, which is where it is told.
    return [sorted(row, key=_from_left) for row in rows]


def _with_marks_at_height(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The letters, with marks at the height of the letter that each stands on: some are drawn higher or lower."""
    letters = [glyph for glyph in glyphs if not _is_mark(glyph.text)]
    marks = [glyph for glyph in glyphs if _is_mark(glyph.text)]
    if not letters or len(letters) * len(marks) > _MOST_MARKS:
        return list(glyphs)
    return letters + [mark._replace(y=_height_for(mark, letters)) for mark in marks]


_MOST_MARKS = 30_000_000


def _height_for(mark: Glyph, letters: Sequence[Glyph]) -> float:
    middle = (mark.x0 + mark.x1) / 2

    def off(letter: Glyph) -> float:
        return abs(letter.y - mark.y) + 2 * max(letter.x0 - middle, middle - letter.x1, 0.0)

    best = min(letters, key=off)
    return best.y if off(best) < 1.5 * mark.size else mark.y


def _from_left(glyph: Glyph) -> tuple[float, float]:
    hair = 0.04 * glyph.size if glyph.x1 - glyph.x0 < 0.01 else 0.0  # places are rounded, and kerning moves letters
    return (glyph.x0 - hair, glyph.x1)


def _parts(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The stretches of a row between wide gaps: cells of a table, or columns."""
    part: list[Glyph] = []
    for glyph in row:
        if glyph.text.isspace():
            continue
        if part and glyph.x0 - max(each.x1 for each in part[-4:]) > 1.3 * glyph.size:
            yield part
            part = []
        part.append(glyph)
    if part:
        yield part


def _line(part: Sequence[Glyph], mirrored: bool) -> Line:
    return Line(
        _logical(part, mirrored=mirrored),
        part[0].x0,
        max(each.x1 for each in part),
        median(each.y for each in part),
        median(each.size for each in part),
    )


# ------------------------------------------------------------------------------------------------------ columns


def _in_columns(parts: Sequence[Line], depth: int = 0) -> list[Line]:
    """The parts of a page in the order in which they are read: across, or where it has columns, down each."""
    gutter = _gutter(parts) if depth < 4 else None
    if gutter is None:
        return [_joined(row) for row in _side_by_side(parts)]
    found: list[Line] = []
    right: list[Line] = []
    left: list[Line] = []
    for line in parts:
        if line.x0 < gutter < line.x1:
            found += _both(right, left, depth)
            right, left = [], []
            found.append(line)
        else:
            (right if line.x0 >= gutter else left).append(line)
    return found + _both(right, left, depth)


def _both(right: Sequence[Line], left: Sequence[Line], depth: int) -> list[Line]:
    """Two columns one after the other, the right one first in Arabic."""
    rtl = _is_rtl(" ".join(line.text for line in (*right, *left)))
    return [line for side in ((right, left) if rtl else (left, right)) for line in _in_columns(side, depth + 1)]


def _side_by_side(parts: Sequence[Line]) -> Iterator[list[Line]]:
    """The parts that stand at one height, from left to right."""
    row: list[Line] = []
    for line in parts:
        if row and abs(row[0].y - line.y) > 0.45 * min(row[0].size, line.size):
            yield sorted(row, key=lambda each: each.x0)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda each: each.x0)


def _gutter(parts: Sequence[Line]) -> float | None:
    """Where the gap between two columns of running text is, None where there are none."""
    best, least = None, len(parts)
    for place in sorted({round(line.x0 - 0.3 * line.size) for line in parts})[:400]:
        left = [line for line in parts if line.x1 <= place]
        right = [line for line in parts if line.x0 >= place]
        crossing = len(parts) - len(left) - len(right)
        if min(len(left), len(right)) >= 4 and crossing < least and _are_columns(left, right):
            best, least = float(place), crossing
    return best if best is not None and 3 * least < len(parts) else None


def _are_columns(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether two sets of lines are running text side by side, and no cells of a table."""
    beside = min(left[0].y, right[0].y) > max(left[-1].y, right[-1].y)
    return beside and median(x.letters for x in left) >= 14 and median(x.letters for x in right) >= 14


def _joined(row: Sequence[Line]) -> Line:
    """The parts of a row as one line, cells parted by tabs, from the right in Arabic."""
    rtl = _is_rtl(" ".join(line.text for line in row))
    text = "\t".join(line.text for line in (reversed(row) if rtl else row))
    return Line(text, row[0].x0, row[-1].x1, median(x.y for x in row), median(x.size for x in row))


# ------------------------------------------------------------------------------------------------------ reading order


def _is_rtl(text: str) -> bool:
    """Whether a line is read from the right: by most of its letters, by its numbers' company where it has none."""
    right = sum(unicodedata.bidirectional(char) in ("R", "AL") for char in text)
    left = sum(unicodedata.bidirectional(char) == "L" for char in text)
    return right > 0 and 2 * right >= left


def _logical(part: Sequence[Glyph], *, mirrored: bool) -> str:
    """The text of letters that are seen from left to right, in the order in which they are read."""
    pieces = _spaced(part)
    if not _is_rtl("".join(pieces)):
        return "".join(pieces).replace(NO_LETTER, "").strip()
    turned = [piece.translate(_MIRRORED) if mirrored else piece for piece in reversed(pieces)]
    text = "".join(_forward(turned))
    return re.sub(r" {2,}", " ", text.replace(NO_LETTER, "")).strip()


def _spaced(part: Sequence[Glyph]) -> list[str]:
    """The letters, marks with the letter that they stand on, with the spaces that only gaps tell."""
    pieces: list[str] = []
    boxes: list[Glyph] = []
    for glyph in part:
        if glyph.text.isspace():
            continue
        if _is_mark(glyph.text) and boxes:
            # A mark stands above its letter: the one whose box holds the middle of it, else the one to its right.
            continue
        if boxes and glyph.x0 - max(each.x1 for each in boxes[-3:]) > _SPACE * glyph.size:
            pieces.append(" ")
        pieces.append(glyph.text)
        boxes.append(glyph)
    return _with_marks(part, boxes, pieces)


_SPACE = 0.13
"""A gap of so much of the size of the letters parts words; spaces of fonts for Arabic are 0.2 of it and more."""


def _is_mark(text: str) -> bool:
    return all(unicodedata.category(char) == "Mn" for char in text)


def _with_marks(part: Sequence[Glyph], boxes: Sequence[Glyph], pieces: list[str]) -> list[str]:
    """The letters with each mark behind the letter that it stands on."""
    places = [n for n, piece in enumerate(pieces) if piece != " "]
    for mark in part:
        if not _is_mark(mark.text) or not boxes:
            continue
        middle = (mark.x0 + mark.x1) / 2
        best = min(range(len(boxes)), key=lambda n: _distance(boxes[n], middle))
        pieces[places[best]] += mark.text
    return pieces


def _distance(box: Glyph, x: float) -> float:
    return max(box.x0 - x, x - box.x1, 0.0) + 0.01 * abs((box.x0 + box.x1) / 2 - x)


_LATIN = re.compile(r"[^\W\d_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def _forward(turned: Sequence[str]) -> Iterator[str]:
    """Pieces read from the right, with what is read from the left among them, names in Latin and numbers, put right."""
    at = 0
    while at < len(turned):
        end = _run(turned, at)
        yield from (reversed(turned[at:end]) if end > at + 1 else turned[at : at + 1])
        at = max(end, at + 1)


def _run(turned: Sequence[str], at: int) -> int:
    """Where what is read from the left ends that begins here: letters in Latin with what is between, or a number."""
    end, n, latin = at, at, False
    while n < len(turned):
        piece = turned[n]
        if _LATIN.match(piece):
            latin, end = True, n + 1
        elif piece[0].isdigit():
            end = n + 1
        elif end == at or _BRACKETS.match(piece) or unicodedata.bidirectional(piece[0]) in ("R", "AL"):
            break
        elif not latin and (piece not in _IN_NUMBERS or n + 1 >= len(turned) or not turned[n + 1][0].isdigit()):
            if not _latin_follows(turned, n):
                break
        n += 1
    return end


_IN_NUMBERS = ".,:/٫٬"


def _latin_follows(turned: Sequence[str], n: int) -> bool:
    """Whether letters in Latin come next, as in Shahed-136, whose number is met first from the right."""
    following = turned[n + 1 : n + 2]
    return turned[n] in "-_'’" and bool(following) and _LATIN.match(following[0]) is not None
