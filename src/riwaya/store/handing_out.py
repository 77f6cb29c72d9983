"""What a store holds, as material for exports."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from riwaya.exports.material import Case
from riwaya.records import Reading
from riwaya.store.answers import Moment
from riwaya.store.database import at_once
from riwaya.store.decisions import Decision
from riwaya.store.holdings import Holdings
from riwaya.store.runs import Told, decision_as_dict, find_told, show, told_as_dict
from riwaya.store.store import Store

_AT_ONCE = 200
"""Readings in memory at once."""


class Kept:
    """What a store holds as of a moment: everything, or some incidents with the documents that tell of them.

    All of it tells of one state of the store, whatever is kept meanwhile.
    """

    def __init__(self, store: Store, *, at: Moment | None = None, incidents: Collection[str] | None = None) -> None:
        self._store = store
        self._until = store.until(at)
        self._wanted = None if incidents is None else sorted(set(incidents))

    @property
    def known_at(self) -> str | None:
        """The moment of the newest entry of the log behind it."""
        return self._store.newest(at=self._until)

    def holdings(self) -> Holdings:
        """What the store knows of it beside."""
        whole = self._store.holdings(at=self._until)
        return whole if self._wanted is None else whole.of(self._documents)

    def readings(self) -> Iterator[Reading]:
        """The current readings of the documents, by their ids."""
        ids = self._store.document_ids(at=self._until) if self._wanted is None else sorted(self._documents)
        for some in at_once(ids, _AT_ONCE):
            found = self._store.current(some, at=self._until)
            yield from (found[id] for id in some)

    def cases(self) -> Iterator[Case]:
        """The incidents, by their ids."""
        if self._wanted is None:
            told = find_told(self._store, at=self._until)
        else:
            told = (show(self._store, id, at=self._until) for id in self._wanted)
        return (case_of(each, history=self._history(each.stored.id)) for each in told)

    def decisions(self) -> Iterator[dict[str, Any]]:
        """What people decided, in order; of some incidents, what touches their documents.

        Each thing that a decision is about tells which version made the reading that the person saw.
        """
        made = self._store.decisions(at=self._until)
        if self._wanted is not None:
            documents = self._documents
            made = tuple(each for each in made if documents.intersection(s.document for s in each.subjects))
        seen = {subject.reading for each in made for subject in each.subjects if subject.reading is not None}
        readers = self._store.holdings(at=self._until).readers(seen)
        return (_decision(each, readers) for each in made)

    @cached_property
    def _documents(self) -> set[str]:
        """The documents that tell of the incidents that are asked for."""
        return {
            document for id in self._wanted or () for document, _ in self._store.incident(id, at=self._until).happenings
        }

    def _history(self, incident: str) -> tuple[Mapping[str, Any], ...]:
        """The decisions on one incident, where some are asked for; of all they are told by `decisions`."""
        if self._wanted is None:
            return ()
        decided = self._store.history(incident, at=self._until)
        return tuple(decision_as_dict(each.decision) | {"state": each.state} for each in decided)


def _decision(decision: Decision, readers: Mapping[int, str]) -> dict[str, Any]:
    told = decision_as_dict(decision)
    for subject, about in zip(decision.subjects, told["subjects"], strict=True):
        about["reader"] = None if subject.reading is None else readers[subject.reading]
    return told


def case_of(told: Told, *, history: tuple[Mapping[str, Any], ...] = ()) -> Case:
    """An incident of a store with what its accounts stand in."""
    printed = told_as_dict(told)
    return Case(
        replace(told.incident, id=told.stored.id),
        told.stored.happenings,
        told.accounts,
        told.readings,
        links=tuple(printed["links"]),
        amended=tuple(printed["amended"]),
        history=tuple(map(dict, history)),
    )
