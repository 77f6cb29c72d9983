"""Posts of platforms: what is marked in their words, whose words they are, and which of them are one album."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.records import Forward, Issue, Moment, Segment

_ALBUM_SECONDS = 1
"""The messages of an album are sent within a second of each other; no export says that they are one."""


class Mark(NamedTuple):
    """A stretch of a post that its author marked: `strikethrough`, taken back, or `blockquote`, the words of others."""

    kind: str
    start: int
    end: int


MARKS = {"strikethrough": "boilerplate", "blockquote": "quote"}
"""The kinds of marks, each with the kind of segment that whole lines of it are."""


def marked_segments(text: str, marks: Iterable[Mark], teller: Forward | None) -> tuple[Segment, ...]:
    """What is known of the lines of a post: those struck out, those quoted, and all others as the words of `teller`.

    `teller` is whoever wrote what somebody else hands on, if anybody, and a name that is hidden is None; without a
    teller only the marked lines are known.
    """
    whole = list(_whole_lines(text, marks))
    if teller is None:
        return tuple(whole)
    told = [Segment("post", start, end, teller.name, teller.at) for start, end in _between(text, whole)]
    struck = [segment for segment in whole if segment.kind == "boilerplate"]
    return tuple(sorted((*told, *struck), key=lambda segment: segment.start))


def _whole_lines(text: str, marks: Iterable[Mark]) -> Iterator[Segment]:
    """Marks that fill whole lines, as segments."""
    ended = 0
    for kind, start, end in sorted(marks, key=lambda mark: mark.start):
        start, end = _trimmed(text, max(start, ended), end)
        if start >= end or kind not in MARKS:
            continue
        before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
        if not before.strip() and not after.strip():
            yield Segment(MARKS[kind], start, end)
            ended = end


def _between(text: str, known: Iterable[Segment]) -> Iterator[tuple[int, int]]:
    """The stretches around what is struck out; quotations stay within the words around them."""
    at = 0
    for segment in (*known, None):
        if segment is not None and segment.kind != "boilerplate":
            continue
        start, end = _trimmed(text, at, segment.start if segment else len(text))
        if start < end:
            yield start, end
        at = segment.end if segment else len(text)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the space at its ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def struck_out(marks: Iterable[Mark]) -> tuple[Issue, ...]:
    """An issue for each stretch that its author struck out."""
    return tuple(
        Issue("T03", mark.start, mark.end, "the author struck these words out")
        for mark in marks
        if mark.kind == "strikethrough" and mark.start < mark.end
    )


# ----------------------------------------------------------------------------------------------------------- UTF-16


def marks_of_units(text: str, entities: Any, kinds: Mapping[str, str]) -> list[Mark]:
    """The marks that entities tell, whose offset and length count the halves of UTF-16 as Telegram's own do.

    `kinds` are the names of the kinds of entities that are marks, each with the kind of the mark.
    """
    found = []
    for entity in entities if isinstance(entities, list) else ():
        if not isinstance(entity, dict):
            continue
        kind = kinds.get(str(entity.get("_") or entity.get("type")).rpartition(".")[2].lower())
        start, length = entity.get("offset"), entity.get("length")
        if kind and isinstance(start, int) and isinstance(length, int) and start >= 0 <= length:
            found.append(Mark(kind, code_point(text, start), code_point(text, start + length)))
    return found


def code_point(text: str, unit: int) -> int:
    """Which code point of a text stands at an offset in UTF-16; the end of the text for one behind it."""
    if text.isascii():
        return min(unit, len(text))
    halves = text.encode("utf-16-le", "surrogatepass")[: 2 * unit]
    return len(halves.decode("utf-16-le", "ignore"))


# -------------------------------------------------------------------------------------------------------------- albums


def with_albums_joined(found: Iterable[Incoming | Refusal]) -> Iterator[Incoming | Refusal]:
    """Messages with words, each with the media of the whole album that it is of; those without words are left out."""
    waiting: Incoming | None = None
    for each in found:
        joined = _joined(waiting, each) if isinstance(each, Incoming) else None
        if joined is None and waiting is not None and waiting.text.strip():
            yield waiting
        waiting = joined or (each if isinstance(each, Incoming) else None)
        if isinstance(each, Refusal):
            yield each
    if waiting is not None and waiting.text.strip():
        yield waiting


def _joined(before: Incoming | None, after: Incoming) -> Incoming | None:
    """Two messages as one where they are of one album: media of one sender and time, one of them with words at most."""
    if before is None or before.provenance is None or after.provenance is None:
        return None
    one, other = before.provenance, after.provenance
    words = before.text.strip(), after.text.strip()
    if all(words) or (words[0] and not one.pointers) or (words[1] and not other.pointers):
        return None  # what has neither words nor a file shows something that was not exported
    if (before.publisher, one.author, one.forwarded) != (after.publisher, other.author, other.forwarded):
        return None
    if one.post is None or other.post is None or one.post.channel != other.post.channel:
        return None
    if not _within_a_second(one.published or one.retrieved, other.published or other.retrieved):
        return None
    told = after if words[1] else before
    assert told.provenance is not None
    return replace(told, provenance=replace(told.provenance, pointers=(*one.pointers, *other.pointers)))


def _within_a_second(one: Moment | None, other: Moment | None) -> bool:
    if one is None or other is None:
        return False
    a, b = datetime.fromisoformat(one.at), datetime.fromisoformat(other.at)
    return (a.tzinfo is None) == (b.tzinfo is None) and abs((a - b).total_seconds()) <= _ALBUM_SECONDS
