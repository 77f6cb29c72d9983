"""Readings out of JSON Lines, as `riwaya read` prints them.

Readings come one by one. What is no reading comes as a `Refusal` in its place, with the key that is wrong, and the next
one follows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from riwaya.errors import UnreadableInput
from riwaya.inputs.incoming import Refusal
from riwaya.records import (
    FIELDS,
    Account,
    Claim,
    Document,
    FieldValue,
    Forward,
    Incident,
    IncidentField,
    Issue,
    Joining,
    Line,
    Link,
    Moment,
    Pointer,
    PostId,
    Provenance,
    Reading,
    Relation,
    Restoration,
    Segment,
    Source,
    Span,
)


def find_readings(paths: Iterable[str], stdin: IO[bytes] | None = None) -> Iterator[Reading | Refusal]:
    """The readings in files of JSON Lines, in folders of `riwaya bulk read` and, for `-`, on standard input.

    Raises UsageError for a folder that is not finished.
    """
    for path in paths:
        if path == "-":
            yield from _from_stream(stdin, "standard input") if stdin else ()
            continue
        if is_of_bulk(path):
            from riwaya.bulk.folder import readings

            yield from readings(path)
            continue
        try:
            with Path(path).open("rb") as stream:
                yield from _from_stream(stream, path)
        except OSError as error:
            yield Refusal(path, error.strerror or str(error))


def is_of_bulk(path: str) -> bool:
    """Whether a path is a folder of `riwaya bulk read`, by the plan in it."""
    return (Path(path) / "plan.json").is_file()


def _from_stream(stream: IO[bytes], name: str) -> Iterator[Reading | Refusal]:
    found = False
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        found = True
        try:
            yield reading_of(json.loads(line.decode("utf-8-sig")))
        except UnicodeDecodeError:
            yield Refusal(f"{name}:{number}", "not UTF-8")
        except RecursionError:
            yield Refusal(f"{name}:{number}", "JSON nested too deeply")
        except UnreadableInput as error:
            yield Refusal(f"{name}:{number}", f"not a reading: {error}")
        except ValueError as error:
            yield Refusal(f"{name}:{number}", f"not JSON: {error}")
    if not found:
        yield Refusal(name, "no readings in it")


def reading_of(record: Any) -> Reading:
    """A reading out of its public record. Raises UnreadableInput with the key that is missing or of the wrong type."""
    whole = _Part(record, "")
    return Reading(
        riwaya=whole.text("riwaya"),
        document=_document(whole.part("document")),
        sources=tuple(map(_source, whole.parts("sources"))),
        accounts=tuple(map(_account, whole.parts("accounts"))),
        incidents=tuple(map(_incident, whole.parts("incidents"))),
        issues=tuple(map(_issue, whole.parts("issues"))),
    )


class _Part:
    """An object of a record, and where it stands in it; tells the key that is wrong."""

    __slots__ = ("_record", "_where")

    def __init__(self, record: Any, where: str) -> None:
        if not isinstance(record, Mapping):
            raise UnreadableInput(f"{where or 'the record'} must be an object")
        self._record = record
        self._where = where

    def _get(self, key: str, kind: type | tuple[type, ...], name: str) -> Any:
        value = self._record.get(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            where = f"{self._where}.{key}" if self._where else key
            raise UnreadableInput(f"{where} must be {name}" if key in self._record else f"{where} is missing")
        return value

    def text(self, key: str) -> str:
        """A string."""
        value: str = self._get(key, str, "a string")
        return value

    def text_or_none(self, key: str) -> str | None:
        """A string, or None where there is none."""
        return None if self._record.get(key) is None else self.text(key)

    def number(self, key: str) -> int:
        """A whole number."""
        value: int = self._get(key, int, "a whole number")
        return value

    def number_or_none(self, key: str) -> int | None:
        """A whole number, or None where there is none."""
        return None if self._record.get(key) is None else self.number(key)

    def share(self, key: str) -> float:
        """A number."""
        return float(self._get(key, (int, float), "a number"))

    def flag(self, key: str) -> bool:
        """True or false."""
        value: bool = self._get(key, bool, "true or false")
        return value

    def any(self, key: str) -> Any:
        """Whatever stands there."""
        return self._record.get(key)

    def part(self, key: str) -> _Part:
        """An object."""
        return _Part(self._get(key, dict, "an object"), f"{self._where}.{key}" if self._where else key)

    def parts(self, key: str) -> Iterator[_Part]:
        """The objects of a list."""
        where = f"{self._where}.{key}" if self._where else key
        for number, each in enumerate(self._get(key, list, "a list")):
            yield _Part(each, f"{where}[{number}]")

    def texts(self, key: str) -> tuple[str, ...]:
        """The strings of a list."""
        values = self._get(key, list, "a list")
        if not all(isinstance(value, str) for value in values):
            raise UnreadableInput(f"{self._where}.{key} must be a list of strings")
        return tuple(values)

    def texts_or_none(self, key: str) -> tuple[str | None, ...]:
        """The strings of a list in which some may be null."""
        values = self._get(key, list, "a list")
        if not all(value is None or isinstance(value, str) for value in values):
            raise UnreadableInput(f"{self._where}.{key} must be a list of strings and nulls")
        return tuple(values)


def _document(part: _Part) -> Document:
    return Document(
        id=part.text("id"),
        text=part.text("text"),
        sha256=part.text("sha256"),
        url=part.text_or_none("url"),
        publisher=part.text_or_none("publisher"),
        title=part.text_or_none("title"),
        published=part.text_or_none("published"),
        language=part.text("language"),
        segments=tuple(map(_segment, part.parts("segments"))),
        restorations=tuple(Restoration(*_span(p), p.text("read_as")) for p in part.parts("restorations")),
        provenance=provenance_of(part.any("provenance"), "document.provenance"),
        withheld=part.text_or_none("withheld"),
    )


def segment_of(record: Any) -> Segment:
    """A segment out of its record. Raises UnreadableInput with the key that is wrong."""
    return _segment(_Part(record, "segment"))


def _segment(part: _Part) -> Segment:
    return Segment(part.text("kind"), *_span(part), part.text_or_none("author"), part.text_or_none("published"))


def provenance_of(record: Any, where: str = "provenance") -> Provenance | None:
    """A provenance out of its record, None out of null. Raises UnreadableInput with the key that is wrong."""
    if record is None:
        return None
    part = _Part(record, where)
    return Provenance(
        author=part.text_or_none("author"),
        published=_moment(part, "published"),
        edited=_moment(part, "edited"),
        retrieved=_moment(part, "retrieved"),
        completeness=part.text_or_none("completeness"),
        post=_post(part),
        forwarded=_forwarded(part),
        pointers=tuple(Pointer(p.text("kind"), p.text("url")) for p in part.parts("pointers")),
        publisher_basis=part.text_or_none("publisher_basis"),
    )


def _post(part: _Part) -> PostId | None:
    if part.any("post") is None:
        return None
    post = part.part("post")
    return PostId(post.text("platform"), *map(post.text_or_none, ("channel", "post", "reply_to", "named")))


def _forwarded(part: _Part) -> Forward | None:
    if part.any("forwarded") is None:
        return None
    forwarded = part.part("forwarded")
    passed_by = forwarded.texts_or_none("passed_by") if forwarded.any("passed_by") is not None else ()
    name, channel, url, at = map(forwarded.text_or_none, ("name", "channel", "url", "at"))
    return Forward(name, channel, url, at, passed_by)


def _moment(part: _Part, key: str) -> Moment | None:
    if part.any(key) is None:
        return None
    told = part.part(key)
    return Moment(told.text("at"), told.text("basis"))


def _span(part: _Part) -> Span:
    return Span(part.number("start"), part.number("end"))


def _source(part: _Part) -> Source:
    return Source(
        part.text("id"),
        part.text_or_none("name"),
        part.text_or_none("name_en"),
        part.text("kind"),
        part.text_or_none("country"),
        part.text_or_none("actor"),
        part.flag("anonymous"),
    )


def _account(part: _Part) -> Account:
    return Account(
        id=part.text("id"),
        incident=part.text_or_none("incident"),
        type=part.text("type"),
        stance=part.text("stance"),
        modality=part.text("modality"),
        polarity=part.text("polarity"),
        background=part.flag("background"),
        as_of=part.text_or_none("as_of"),
        attribution=tuple(
            Link(p.text("source"), p.number_or_none("start"), p.number_or_none("end"))
            for p in part.parts("attribution")
        ),
        statement=_span(part.part("statement")),
        trigger=_span(part.part("trigger")),
        claims=tuple(map(_claim, part.parts("claims"))),
    )


def _claim(part: _Part) -> Claim:
    field = part.text("field")
    if field not in FIELDS:
        raise UnreadableInput(f"{field!r} is no field of a claim; these are: {', '.join(FIELDS)}")
    return Claim(
        field,
        part.any("value"),
        part.text("text"),
        *_span(part),
        part.text_or_none("rule"),
        part.share("confidence"),
    )


def _incident(part: _Part) -> Incident:
    fields = part.part("fields")
    return Incident(
        id=part.text("id"),
        type=part.text("type"),
        accounts=part.texts("accounts"),
        background=part.flag("background"),
        independent_lines=part.number("independent_lines"),
        fields={name: _field(fields.part(name)) for name in FIELDS if fields.any(name) is not None},
        lines=tuple(map(_line, part.parts("lines"))) if part.any("lines") is not None else (),
    )


def _line(part: _Part) -> Line:
    joined = tuple(Joining(p.text("a"), p.text("b"), p.text("why")) for p in part.parts("joined"))
    return Line(part.text("name"), part.texts("accounts"), joined)


def _field(part: _Part) -> IncidentField:
    return IncidentField(
        part.text("status"),
        tuple(FieldValue(p.any("value"), p.texts("accounts")) for p in part.parts("claims")),
        tuple(
            Relation(p.number("a"), p.number("b"), p.text("relation"), p.text("why")) for p in part.parts("relations")
        ),
    )


def _issue(part: _Part) -> Issue:
    return Issue(part.text("code"), part.number_or_none("start"), part.number_or_none("end"), part.text("message"))
