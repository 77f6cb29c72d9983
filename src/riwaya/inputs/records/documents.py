"""The documents of an export with all their readings, put together out of the rows of its files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from riwaya.errors import UnreadableInput
from riwaya.exports.json import as_dict
from riwaya.exports.native_rows import Rows, record_of
from riwaya.inputs.incoming import Incoming
from riwaya.inputs.readings import provenance_of, reading_of, segment_of
from riwaya.inputs.records.folder import Line, RecordsFolder
from riwaya.records import Issue, Reading

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")
LONGEST_ID = 16
LONGEST_READER = 64
"""Characters of the id of a thing and of the name of a version at most, as a store keeps them."""


class Made(NamedTuple):
    """A reading as an export tells it: which version made it, when, and the record without the text."""

    reader: str
    at: str
    reading: Reading
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Brought:
    """A document that an export brings, as it came to the store that it is from, and its readings, the current last."""

    id: str
    incoming: Incoming
    kept_at: str
    withdrawn: bool
    readings: tuple[Made, ...]


def find_brought(folder: RecordsFolder) -> Iterator[Brought]:
    """The documents of an export, by their ids. Raises UnreadableInput where something in it makes no sense."""
    told = _Coming(folder, "documents.jsonl", "id")
    parts = [_Coming(folder, f"{name}.jsonl", "document") for name in ("sources", "accounts", "claims")]
    readings = _Coming(folder, "kept/readings.jsonl", "document")
    before = ""
    for line in folder.lines("kept/documents.jsonl"):
        id = line.text("id", LONGEST_ID)
        if id <= before:
            raise line.fault("the documents are not sorted by their ids, or one comes twice")
        before = id
        current = told.of(id)
        record = _record(current[0], *(part.of(id) for part in parts)) if current else None
        yield _brought(folder, line, record, current[0] if current else line, readings.of(id))
    for coming in (told, *parts, readings):
        coming.demand_end()


class _Coming:
    """The lines of a file that is sorted by documents, taken document by document."""

    def __init__(self, folder: RecordsFolder, name: str, key: str) -> None:
        self._lines = folder.lines(name)
        self._key = key
        self._next = next(self._lines, None)

    def of(self, document: str) -> list[Line]:
        """The lines of a document, which come next or are none."""
        found = []
        while self._next is not None and self._next.record.get(self._key) == document:
            found.append(self._next)
            self._next = next(self._lines, None)
        return found

    def demand_end(self) -> None:
        """Raises UnreadableInput where lines are left."""
        if self._next is not None:
            raise self._next.fault("it is of no document of kept/documents.jsonl, or not in the order of their ids")


def _record(document: Line, sources: list[Line], accounts: list[Line], claims: list[Line]) -> dict[str, Any]:
    rows = Rows(document.record, *([line.record for line in lines] for lines in (sources, accounts, claims)))
    try:
        return record_of(rows)
    except (AttributeError, KeyError, TypeError) as error:
        raise document.fault(f"its sources, accounts and claims are not as the record has them ({error!r})") from error


def _brought(
    folder: RecordsFolder, line: Line, record: dict[str, Any] | None, told: Line, readings: list[Line]
) -> Brought:
    withdrawn = line.record.get("withdrawn") is True
    if withdrawn == (record is not None):
        raise line.fault("a document stands in documents.jsonl where it is not withdrawn, and only then")
    text = line.text("text") if record is None else record["document"].get("text")
    if not isinstance(text, str):
        raise told.fault("text must be a string")
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != line.text("sha256"):
        raise told.fault("its text has not the SHA-256 that is told of it")
    made = tuple(_made(each, record, text) for each in readings)
    if not made or [each.record.get("reading") is None for each in readings] != [False] * (len(made) - 1) + [
        not withdrawn
    ]:
        raise line.fault("its readings are not all there: the last is the current one, and stands in documents.jsonl")
    moments = [moment_in(line, "kept_at"), *(each.at for each in made)]
    if moments != sorted(moments):
        raise line.fault("it was read before it was kept, or its readings are not in order")
    incoming = _checked(line, lambda: _incoming(folder, line, text))
    return Brought(line.text("id"), incoming, moments[0], withdrawn, made)


def _incoming(folder: RecordsFolder, line: Line, text: str) -> Incoming:
    original = line.text_or_none("original")
    is_text = original is None or original == line.text("sha256")
    return Incoming(
        name=line.text("name"),
        text=text,
        id=line.text_or_none("given_id"),
        url=line.text_or_none("url"),
        publisher=line.text_or_none("publisher"),
        title=line.text_or_none("title"),
        published=line.text_or_none("published"),
        segments=tuple(map(segment_of, line.record.get("segments") or ())),
        provenance=provenance_of(line.record.get("provenance")),
        issues=tuple(Issue(**issue) for issue in line.record.get("noted") or ()),
        raw=None if is_text else folder.original(str(original), line),
    )


def _made(line: Line, current: dict[str, Any] | None, text: str) -> Made:
    own = line.record.get("reading")
    record = current if own is None else own
    if not isinstance(record, dict) or not isinstance(record.get("document"), dict):
        raise line.fault("reading must be a record, or null where the record stands in documents.jsonl")
    whole = {**record, "document": {**record["document"], "text": text}}
    reading = _checked(line, lambda: reading_of(whole))
    if fault := _odd(reading, line.text("document")):
        raise line.fault(fault)
    told = as_dict(reading) if own is None else whole
    told = {**told, "document": {key: value for key, value in told["document"].items() if key != "text"}}
    return Made(line.text("reader", LONGEST_READER), moment_in(line, "read_at"), reading, told)


def _checked(line: Line, make: Callable[[], Any]) -> Any:
    """What is made of a line; its faults are told with where it stands."""
    try:
        return make()
    except UnreadableInput as error:
        raise error if str(error).startswith(line.where) else line.fault(str(error)) from error
    except (TypeError, ValueError, RecursionError) as error:
        raise line.fault(f"it is not as the record has it: {error}") from error


def _odd(reading: Reading, document: str) -> str | None:
    """What of a reading cannot be, though each part of it is of the right kind."""
    if reading.document.id != document:
        return f"the reading is of {reading.document.id!r}"
    length = len(reading.document.text)
    sources = {source.id for source in reading.sources}
    happenings = {incident.id for incident in reading.incidents}
    accounts = [account.id for account in reading.accounts]
    if len(set(accounts)) != len(accounts):
        return "two of its accounts have one id"
    for account in reading.accounts:
        ends = [account.statement, account.trigger, *((claim.start, claim.end) for claim in account.claims)]
        if not all(0 <= start <= end <= length for start, end in ends):
            return f"{account.id}: a span lies outside the text"
        if not account.attribution or not sources.issuperset(link.source for link in account.attribution):
            return f"{account.id}: its chain names a source that is not there, or none"
        if account.incident is not None and account.incident not in happenings:
            return f"{account.id}: there is no happening {account.incident!r}"
        if max(len(account.id), len(account.incident or "")) > LONGEST_ID:
            return f"{account.id}: an id is longer than {LONGEST_ID} characters"
    return None


def moment_in(line: Line, key: str) -> str:
    """The moment under a key, as a log spells it. Raises UnreadableInput where there is none."""
    told = line.text(key)
    if not _MOMENT.fullmatch(told):
        raise line.fault(f"{key}: {told!r} is no moment as a log spells it")
    return told
