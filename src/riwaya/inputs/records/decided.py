"""What people decided, and how the machine grouped, as an export tells it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from riwaya.errors import UsageError
from riwaya.inputs.records.documents import LONGEST_ID, LONGEST_READER, moment_in
from riwaya.inputs.records.folder import Line, RecordsFolder
from riwaya.store.decisions import AMEND, CONFIRM, KINDS, MERGE, NOTE, REJECT, REVIEW, SPLIT, UNDO
from riwaya.store.review_items import CLOSED
from riwaya.store.values import check_value

_LONGEST_INCIDENT = 64
Subject = tuple[str, str, str | None]
"""A document, a happening of it (empty for the whole document), and which version made the reading that was seen."""


class Made(NamedTuple):
    """A decision as an export tells it; `undoes` is the number of the one that it takes back."""

    number: int
    at: str
    kind: str
    who: str
    why: str
    was: Any
    becomes: Any
    undoes: int | None
    subjects: tuple[Subject, ...]


class Run(NamedTuple):
    """The newest run: when it was, the version that grouped, and the weights."""

    at: str
    version: str
    weights: Mapping[str, Any]


def find_decisions(folder: RecordsFolder, readers: Collection[tuple[str, str]]) -> Iterator[Made]:
    """The decisions, in order. `readers` are the readings that there are, by document and version."""
    documents = {document for document, _ in readers}
    kinds: dict[int, str] = {}
    before = ""
    for number, line in enumerate(folder.lines("decisions.jsonl"), 1):
        made = _decision(line, number)
        if made.at < before:
            raise line.fault("it is dated before the one before it")
        for document, _, reader in made.subjects:
            if document not in documents or (reader is not None and (document, reader) not in readers):
                raise line.fault(f"it is about a reading of {document} that is not there")
        if (made.kind == UNDO) != (made.undoes is not None) or (made.undoes is not None and made.undoes not in kinds):
            raise line.fault("it takes back a decision that does not come before it, or none")
        kinds[number] = made.kind
        before = made.at
        yield made


def _decision(line: Line, number: int) -> Made:
    record = line.record
    if record.get("number") != number:
        raise line.fault(f"number must be {number}")
    kind = line.text("kind")
    if kind not in KINDS:
        raise line.fault(f"{kind!r} is no kind of decision; these are: {', '.join(KINDS)}")
    who, why = line.text("who"), line.text("why")
    if not who.strip() or not why.strip() or not _is_storable(who + why):
        raise line.fault("a decision says in plain text who made it and why")
    was, becomes, undoes = record.get("was"), record.get("becomes"), record.get("undoes")
    if undoes is not None and (isinstance(undoes, bool) or not isinstance(undoes, int)):
        raise line.fault("undoes must be a number, or null")
    made = Made(number, moment_in(line, "at"), kind, who, why, was, becomes, undoes, _subjects(line))
    if not _is_storable(json.dumps([was, becomes], ensure_ascii=False)) or not _makes_sense(line, made):
        raise line.fault(f"was and becomes are not those of a decision of the kind {kind}")
    return made


def _subjects(line: Line) -> tuple[Subject, ...]:
    listed = line.record.get("subjects")
    if not isinstance(listed, list) or not listed or not all(isinstance(each, dict) for each in listed):
        raise line.fault("subjects must be a list of objects")
    subjects = []
    for each in listed:
        subject = Line(line.where, each)
        happening = "" if each.get("incident") is None else subject.text("incident", LONGEST_ID)
        subjects.append((subject.text("document", LONGEST_ID), happening, subject.text_or_none("reader")))
    if len({subject[:2] for subject in subjects}) != len(subjects):
        raise line.fault("it is about one thing twice")
    return tuple(subjects)


def _makes_sense(line: Line, made: Made) -> bool:
    """Whether a decision says what those of its kind say, so that what follows from it can be worked out."""
    becomes = made.becomes
    if made.kind in (CONFIRM, REJECT):
        return isinstance(becomes, str) and len(made.subjects) == 2
    if made.kind == MERGE:
        return isinstance(becomes, dict) and _are_happenings(becomes.get("together"))
    if made.kind == SPLIT:
        apart = becomes.get("apart") if isinstance(becomes, dict) else None
        return isinstance(apart, list) and all(map(_are_happenings, apart))
    if made.kind == AMEND:
        return len(made.subjects) == 1 and all(_is_amended(line, each) for each in (made.was, becomes))
    if made.kind == NOTE:
        return isinstance(becomes, dict) and isinstance(becomes.get("incident"), str)
    if made.kind == REVIEW:
        keys = ("reason", "about", "digest", "state")
        told = isinstance(becomes, dict) and all(isinstance(becomes.get(key), str) for key in keys)
        return told and becomes["state"] in CLOSED
    return isinstance(becomes, str)


def _are_happenings(listed: Any) -> bool:
    return isinstance(listed, list) and bool(listed) and all(_is_pair(each) for each in listed)


def _is_pair(each: Any) -> bool:
    return isinstance(each, list) and len(each) == 2 and all(isinstance(part, str) for part in each)


def _is_amended(line: Line, told: Any) -> bool:
    if not isinstance(told, dict) or not isinstance(told.get("values"), list):
        return False
    if not all(isinstance(told.get(key), str) for key in ("account", "field")):
        return False
    try:
        for value in told["values"] if told is line.record["becomes"] else ():  # what was read says more of itself
            check_value(told["field"], value)
    except UsageError as error:
        raise line.fault(str(error)) from error
    return True


def find_run(folder: RecordsFolder) -> Run | None:
    """The newest run, or None."""
    found = None
    for line in folder.lines("kept/run.jsonl"):
        weights = line.record.get("weights")
        changes = weights.get("changes", {}) if isinstance(weights, dict) else None
        if found or not isinstance(changes, dict) or not all(_is_number(each) for each in changes.values()):
            raise line.fault("a run comes alone, and tells its weights")
        found = Run(moment_in(line, "at"), line.text("version", LONGEST_READER), line.record["weights"])
    return found


def find_members(folder: RecordsFolder, current: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The incident of each happening. `current` tells of each document which version made its current reading."""
    placed: set[tuple[str, str]] = set()
    for line in folder.lines("kept/members.jsonl"):
        document, happening = line.text("document"), line.text("happening", LONGEST_ID)
        if document not in current or (document, happening) in placed:
            raise line.fault(f"{document}/{happening} is in an incident already, or of no document that is there")
        placed.add((document, happening))
        incident = line.text("incident", _LONGEST_INCIDENT)
        yield {"document": document, "happening": happening, "incident": incident}


def find_links(folder: RecordsFolder) -> Iterator[dict[str, Any]]:
    """The links, as rows of a store."""
    before: tuple[str, ...] = ()
    for line in folder.lines("kept/links.jsonl"):
        ends = tuple(_end(line, end, key) for end in ("a", "b") for key in ("document", "happening"))
        score, reasons = line.record.get("score"), line.record.get("reasons")
        if (
            not isinstance(score, int | float)
            or isinstance(score, bool)
            or not isinstance(reasons, list)
            or not all(map(_is_reason, reasons))
        ):
            raise line.fault("a link has a score, and reasons with about, weight and why")
        if ends <= before:
            raise line.fault("the links are not sorted by their ends, or one comes twice")
        before = ends
        names = ("a_document", "a_happening", "b_document", "b_happening")
        yield {
            **dict(zip(names, ends, strict=True)),
            "score": float(score),
            "reasons": json.dumps(reasons, ensure_ascii=False),
        }


def _end(line: Line, end: str, key: str) -> str:
    told = line.record.get(end)
    if not isinstance(told, dict):
        raise line.fault(f"{end} must be an object with document and happening")
    return Line(line.where, told).text(key, LONGEST_ID)


def _is_number(told: Any) -> bool:
    return isinstance(told, int | float) and not isinstance(told, bool)


def _is_reason(told: Any) -> bool:
    return (
        isinstance(told, dict)
        and _is_number(told.get("weight"))
        and all(isinstance(told.get(key), str) and _is_storable(told[key]) for key in ("about", "why"))
    )


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def check_rest(folder: RecordsFolder) -> None:
    """Holds the files that are only made out of the others against the manifest. Raises UnreadableInput."""
    for name in ("incidents.jsonl", "relations.jsonl"):
        for _ in folder.lines(name):
            pass
