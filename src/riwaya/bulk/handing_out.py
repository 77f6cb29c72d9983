"""Readings and the incidents that they were brought together to, as material for exports that need not fit in memory.

They are put on shelves in a folder of their own, from which each is taken when it is asked for. What stays in memory is
the id of each document and of each incident.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from riwaya.bulk.incident_tables import incidents_in
from riwaya.bulk.shelf import Shelf, ShelfWriter, compressed, decompressed
from riwaya.errors import UsageError
from riwaya.exports.json import as_dict
from riwaya.exports.material import Case, case_of
from riwaya.inputs.readings import reading_of
from riwaya.reconciling.clusters import Key
from riwaya.records import Reading


class Shelved:
    """Material of readings and of incidents, as `riwaya reconcile` prints them, both of them on the disk."""

    known_at: str | None = None

    def __init__(self, readings: Shelf, documents: Mapping[str, int], incidents: Shelf, ids: Iterable[str]) -> None:
        self._readings, self._incidents = readings, incidents
        self._number_of = dict(sorted(documents.items()))
        self._cases = sorted(range(len(incidents)), key=list(ids).__getitem__)

    def readings(self) -> Iterator[Reading]:
        """The readings, by the ids of their documents."""
        return map(self._reading, self._number_of)

    def cases(self) -> Iterator[Case]:
        """The incidents, by their ids. Raises UsageError where one names an account that no reading has."""
        return (self._case(decompressed(self._incidents[number])) for number in self._cases)

    def decisions(self) -> Iterator[dict[str, Any]]:
        """Nobody decided anything."""
        return iter(())

    def _reading(self, document: str) -> Reading:
        return reading_of(decompressed(self._readings[self._number_of[document]]))

    def _case(self, told: Mapping[str, Any]) -> Case:
        named = [(str(each["document"]), str(each["account"])) for each in told["accounts"]]
        documents = {document for document, _ in named} & self._number_of.keys()
        readings = {document: self._reading(document) for document in documents}
        happening_of = {
            (document, account.id): account.incident
            for document, reading in readings.items()
            for account in reading.accounts
        }
        if missing := [key for key in named if key not in happening_of]:
            raise UsageError(f"incident {told['id']} names {'/'.join(missing[0])}, which stands in no reading")
        happenings: set[Key] = {(key[0], happening) for key in named if (happening := happening_of[key])}
        return case_of(
            str(told["id"]),
            tuple(sorted(happenings)),
            readings,
            links=tuple(told.get("links", ())),
            amended=tuple(told.get("amended", ())),
        )


@contextmanager
def shelved(
    readings: Iterable[Reading], incidents: Iterable[Mapping[str, Any]], *, first: bool = False
) -> Iterator[Shelved]:
    """Readings, brought together as incidents say, for as long as the block lasts.

    Of a document that comes with two readings that differ the first stands, where `first` says so. Else that raises
    UsageError.
    """
    with tempfile.TemporaryDirectory(prefix="riwaya-") as folder:
        place = Path(folder)
        ids = _shelve_incidents(place / "incidents", incidents)
        documents = _shelve_readings(place / "readings", readings, first)
        with Shelf(place / "readings") as read, Shelf(place / "incidents") as grouped:
            yield Shelved(read, documents, grouped, ids)


def find_incidents(path: Path) -> Iterator[Mapping[str, Any]]:
    """The incidents in a file, as `riwaya reconcile` prints them, or in a folder of `riwaya bulk reconcile`.

    Raises UsageError where a line is no incident, and where the accounts of the folder were not brought together.
    """
    if path.is_dir():
        yield from incidents_in(path)
        return
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _incident_of(line, f"{path}:{number}")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None


def _incident_of(line: bytes, where: str) -> Mapping[str, Any]:
    try:
        told = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UsageError(f"{where}: not JSON") from None
    if not isinstance(told, dict) or not isinstance(told.get("accounts"), list) or "id" not in told:
        raise UsageError(f"{where}: not an incident, as `riwaya reconcile` prints them")
    if not all(isinstance(each, dict) and {"document", "account"} <= each.keys() for each in told["accounts"]):
        raise UsageError(f"{where}: the accounts of an incident name their `document` and `account`")
    return told


def _shelve_readings(path: Path, readings: Iterable[Reading], first: bool) -> dict[str, int]:
    """Puts readings on a shelf, and gives the place of that of each document."""
    number_of: dict[str, int] = {}
    digests: list[bytes] = []
    with ShelfWriter(path) as shelf:
        for reading in readings:
            document = reading.document.id
            before = number_of.setdefault(document, len(digests))
            if first and before < len(digests):
                continue
            record = compressed(as_dict(reading))
            digest = hashlib.sha256(record).digest()[:16]
            if before == len(digests):
                shelf.add(record)
                digests.append(digest)
            elif digest != digests[before]:
                raise UsageError(f"two readings of the document {document!r} that differ: give one of them")
    return number_of


def _shelve_incidents(path: Path, incidents: Iterable[Mapping[str, Any]]) -> list[str]:
    """Puts on a shelf what an export takes of incidents, and gives their ids."""
    ids = []
    with ShelfWriter(path) as shelf:
        for told in incidents:
            shelf.add(compressed({key: told[key] for key in ("id", "accounts", "links", "amended") if key in told}))
            ids.append(str(told["id"]))
    return ids
