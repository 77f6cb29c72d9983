"""What an export is made of: documents as they were read, incidents with their accounts, and what people decided.

It comes as a stream and in a stable order, so that two exports of one thing are the same to the byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

from riwaya.exports.json import links_of
from riwaya.reconciling.clusters import Key
from riwaya.reconciling.reconcile import assemble, reconcile
from riwaya.records import Account, Claim, Incident, Reading, Source
from riwaya.store.moments import in_utc

if TYPE_CHECKING:
    from riwaya.store.holdings import Holdings


@dataclass(frozen=True, slots=True)
class Case:
    """An incident with all that its accounts stand in.

    `happenings` are the incidents of readings that it brings together; accounts come with their documents, and they
    and their sources are named `document/account` and `document/source`. `links` are as `riwaya reconcile` prints them,
    `amended` and `history` as a store tells what people decided of it; `history` also tells of notes and of what was
    taken back. `readings` are those of its documents, by id.
    """

    incident: Incident
    happenings: tuple[Key, ...]
    accounts: tuple[tuple[str, Account], ...]
    readings: Mapping[str, Reading]
    links: tuple[dict[str, Any], ...] = ()
    amended: tuple[dict[str, Any], ...] = ()
    history: tuple[dict[str, Any], ...] = ()

    @property
    def id(self) -> str:
        """The id of the incident."""
        return self.incident.id

    @property
    def reviewed(self) -> bool:
        """Whether a decision of a person stands on it."""
        return bool(self.amended) or any(link.get("state") != "suggested" for link in self.links)


class Chain(NamedTuple):
    """Who tells an account: the publisher first, who asserts last; `outlet` is who published it, as it calls itself."""

    sources: tuple[Source, ...]
    outlet: str | None

    @property
    def speaker(self) -> Source:
        """Who asserts it."""
        return self.sources[-1]


class Material(Protocol):
    """What is exported. Each of its streams may be asked for more than once."""

    @property
    def known_at(self) -> str | None:
        """The moment as of which it tells: that of the newest entry behind it, in UTC; None where it has no log."""

    def readings(self) -> Iterator[Reading]:
        """The readings of all documents, by the ids of the documents."""

    def cases(self) -> Iterator[Case]:
        """The incidents, by their ids."""

    def decisions(self) -> Iterator[dict[str, Any]]:
        """What people decided, in order."""


@runtime_checkable
class OfStore(Protocol):
    """Material that a store hands out, for oneself: what the store knows beside goes with it."""

    def holdings(self) -> Holdings | None:
        """What the store knows of it beside the record; None where no store is behind it."""


def holdings_of(material: Material) -> Holdings | None:
    """What a store knows of material beside the record; None where there is no store, or a profile is between."""
    return material.holdings() if isinstance(material, OfStore) else None


class Held:
    """Material that is held in memory: readings, and the incidents that they tell of."""

    known_at: str | None = None

    def __init__(self, readings: Mapping[str, Reading], cases: Iterable[Case]) -> None:
        self._readings = dict(sorted(readings.items()))
        self._cases = sorted(cases, key=lambda case: case.id)

    def readings(self) -> Iterator[Reading]:
        """The readings, by the ids of their documents."""
        return iter(self._readings.values())

    def cases(self) -> Iterator[Case]:
        """The incidents, by their ids."""
        return iter(self._cases)

    def decisions(self) -> Iterator[dict[str, Any]]:
        """Nobody decided anything."""
        return iter(())


class Chosen:
    """Of some material what may have happened between two days, the second no longer included, and its documents."""

    def __init__(self, material: Material, since: str | None, before: str | None) -> None:
        self._material = material
        self._since, self._before = since, before

    @property
    def known_at(self) -> str | None:
        """The moment as of which the whole of it tells."""
        return self._material.known_at

    def holdings(self) -> Holdings | None:
        """What a store knows of it."""
        whole = holdings_of(self._material)
        return whole if whole is None or self._documents is None else whole.of(self._documents)

    def readings(self) -> Iterator[Reading]:
        """The readings of the documents that tell of what is chosen; all where no day is asked for."""
        wanted = self._documents
        return (each for each in self._material.readings() if wanted is None or each.document.id in wanted)

    @cached_property
    def _documents(self) -> set[str] | None:
        """The documents that tell of what is chosen; None where no day is asked for, and so all do."""
        if not (self._since or self._before):
            return None
        return {document for case in self.cases() for document in case.readings}

    def cases(self) -> Iterator[Case]:
        """The incidents that are chosen."""
        return (case for case in self._material.cases() if is_within(case.incident, self._since, self._before))

    def decisions(self) -> Iterator[dict[str, Any]]:
        """What people decided."""
        return self._material.decisions()


def of_readings(readings: Iterable[Reading]) -> Held:
    """Readings with their accounts brought together. Raises UsageError where two of one document differ."""
    listed = list(readings)
    by_document = {reading.document.id: reading for reading in listed}
    cases = (
        case_of(each.incident.id, each.happenings, by_document, links=tuple(links_of(each)))
        for each in reconcile(listed)
    )
    return Held(by_document, cases)


def case_of(
    id: str,
    happenings: tuple[Key, ...],
    readings: Mapping[str, Reading],
    *,
    links: tuple[dict[str, Any], ...] = (),
    amended: tuple[dict[str, Any], ...] = (),
    history: tuple[dict[str, Any], ...] = (),
) -> Case:
    """An incident of some happenings, sorted, with what its accounts stand in."""
    incident, accounts = assemble(happenings, readings)
    own = {document: readings[document] for document, _ in happenings}
    return Case(replace(incident, id=id), happenings, accounts, own, links, amended, history)


def chain_of(case: Case, document: str, account: Account) -> Chain:
    """Who tells an account of a case."""
    reading = case.readings[document]
    sources = {f"{document}/{source.id}": source for source in reading.sources}
    return Chain(tuple(sources[link.source] for link in account.attribution), reading.document.publisher)


def claims_of(case: Case) -> Iterator[tuple[str, str, Account, Claim]]:
    """All claims of a case: the id of each, its document, its account, and itself, in the order of the accounts."""
    for document, account in case.accounts:
        for number, claim in enumerate(account.claims):
            yield claim_id(account, number), document, account, claim


def claim_id(account: Account, number: int) -> str:
    """The id of a claim of an account by its place in it; that of an account of a case tells its document too."""
    return f"{account.id}/{number}"


def is_within(incident: Incident, since: str | None, before: str | None) -> bool:
    """Whether an incident may have happened between two days, the second no longer included.

    One whose day no account tells is within as far as its last possible day goes.
    """
    told = incident.fields["happened"].values if "happened" in incident.fields else ()
    days = [((value["earliest"] or "")[:10], (value["latest"] or "9999")[:10]) for value in told] or [("", "9999")]
    return any(
        (not since or latest >= since[:10]) and (not before or earliest < before[:10]) for earliest, latest in days
    )


def moment_of(material: Material) -> str | None:
    """The moment as of which material tells, in UTC: that of its log, else of the newest of its documents.

    A day stands for its beginning, and a moment whose offset is not told is taken for one in UTC.
    """
    if material.known_at:
        return material.known_at
    newest = max((in_utc(told) for each in material.readings() if (told := each.document.published)), default=None)
    if newest is None or newest.endswith("Z"):
        return newest
    return f"{newest}T00:00:00Z" if len(newest) == 10 else f"{newest}Z"
