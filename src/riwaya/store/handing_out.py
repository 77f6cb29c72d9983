"""What a store holds, as material for exports."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from riwaya.exports.material import Case
from riwaya.records import Reading
from riwaya.store.answers import Moment
from riwaya.store.runs import Told, decision_as_dict, find_told, show, told_as_dict
from riwaya.store.store import Store

_AT_ONCE = 500
"""Readings in memory at once."""


class Kept:
    """What a store holds as of a moment: everything, or some incidents with the documents that tell of them."""

    def __init__(self, store: Store, *, at: Moment | None = None, incidents: Collection[str] | None = None) -> None:
        self._store = store
        self._at = at
        self._wanted = None if incidents is None else sorted(set(incidents))

    @property
    def known_at(self) -> str | None:
        """The moment of the newest entry of the log behind it."""
        return self._store.newest(at=self._at)

    def readings(self) -> Iterator[Reading]:
        """The current readings of the documents, by their ids."""
        if self._wanted is None:
            ids = sorted(document.id for document in self._store.documents(at=self._at))
        else:
            ids = sorted({document for case in self.cases() for document in case.readings})
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            found = self._store.current(some, at=self._at)
            yield from (found[id] for id in some)

    def cases(self) -> Iterator[Case]:
        """The incidents, by their ids."""
        if self._wanted is None:
            told = find_told(self._store, at=self._at)
        else:
            told = (show(self._store, id, at=self._at) for id in self._wanted)
        return (case_of(each, history=self._history(each.stored.id)) for each in told)

    def decisions(self) -> Iterator[dict[str, Any]]:
        """What people decided, in order; of some incidents, what touches their documents."""
        made = self._store.decisions(at=self._at)
        if self._wanted is not None:
            documents = {document for case in self.cases() for document in case.readings}
            made = tuple(each for each in made if documents.intersection(s.document for s in each.subjects))
        return map(decision_as_dict, made)

    def _history(self, incident: str) -> tuple[Mapping[str, Any], ...]:
        """The decisions on one incident, where some are asked for; of all they are told by `decisions`."""
        if self._wanted is None:
            return ()
        decided = self._store.history(incident, at=self._at)
        return tuple(decision_as_dict(each.decision) | {"state": each.state} for each in decided)


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
