"""A store: what was read, what the machine made of it, and what people decided, kept for good.

Everything is added and nothing is changed. So each question can be asked as of a past moment (`at`): a day, which
counts to its end, or a time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection

from riwaya.errors import UsageError
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.records.folder import RecordsFolder
from riwaya.knowledge.load import Knowledge, load_knowledge
from riwaya.reconciling.clusters import sorted_pair
from riwaya.reconciling.reconcile import IncidentLink, Reconciled
from riwaya.records import VERSION, Reading, Source
from riwaya.store import (
    documents,
    finding,
    grouping,
    joining,
    keeping,
    migrate,
    overviews,
    reviewing,
    searching,
    source_names,
    verifying,
)
from riwaya.store.answers import Hit, Moment, StoredIncident, StoredLink, Suggestion, ToReconcile
from riwaya.store.database import PATIENCE, Database, address_of, at_once
from riwaya.store.deciding import Deciding
from riwaya.store.decisions import Decision, find_decisions
from riwaya.store.decisions import amended as find_amended
from riwaya.store.documents import StoredDocument, StoredReading
from riwaya.store.finding import (
    EVERYTHING,
    Agreement,
    Asked,
    Counted,
    Drawn,
    Found,
    Grain,
    Place,
    Span,
    StoredOverview,
)
from riwaya.store.grouping import Happening
from riwaya.store.history import Decided, find_decided, find_history
from riwaya.store.holdings import Holdings
from riwaya.store.keeping import Kept
from riwaya.store.log import NOTHING, find_entry, known_until, last, moment
from riwaya.store.memory import Memory
from riwaya.store.people.audit import DECIDED, KEPT, By, note
from riwaya.store.reader import reader
from riwaya.store.regrouping import is_of_groups, regroup, regroup_since
from riwaya.store.review_items import ReviewItem
from riwaya.store.reviewing import FoundItems, ItemState
from riwaya.store.rulings import Rulings, find_rulings, find_withdrawn
from riwaya.store.suggesting import find_suggested
from riwaya.store.taking_in import TakenIn, take_in
from riwaya.store.trail import Before, Trail, find_trail
from riwaya.store.verifying import Head, Verified
from riwaya.store.weights import Weights, find_weights, fit_weights
from riwaya.text.search import Plurals, pair_plurals

if TYPE_CHECKING:
    from riwaya.store.people.people import People

_Answer = TypeVar("_Answer")
_AT_ONCE = 500
"""Incidents whose links are in memory at once."""


class Store:
    """A store that is open; close it, or open it in a `with` block.

    Its methods raise StoreError where the database cannot be reached, is full or is locked; then nothing was kept.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._memory = Memory()
        self._made = Memory()  # apart, so that whoever makes something may wait for answers
        self._address: str | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the database."""
        self._database.close()

    def acting_from(self, address: str) -> Store:
        """The same store, which notes in the audit that decisions came from an address."""
        acting = copy(self)  # what it remembers is remembered for all
        acting._address = address
        return acting

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """A stretch in which all that is asked, by this thread, is answered as of one moment.

        What is kept within it shows only after it.
        """
        with self._database.at_one_moment():
            yield

    @property
    def name(self) -> str:
        """The path or address of the store, without a password."""
        return self._database.name

    @cached_property
    def people(self) -> People:
        """Who may use a desk over the store, who is signed in, and what they did."""
        from riwaya.store.people.people import People  # hashing passwords takes what only a desk needs

        return People(self._database, self._clock)

    # ------------------------------------------------------------------------------------------------------- documents

    def ingest(self, incoming: Incoming, *, knowledge: Knowledge | None = None) -> Kept | Refusal:
        """Reads a document and keeps it with its reading, at once and as a whole; a refusal where it makes no sense.

        What is held already is not kept twice. Where another version of Riwaya or of its data read it, this reading
        is added.
        """
        return keeping.keep(self._database, incoming, knowledge=knowledge, reader=reader(), clock=self._clock)

    def ingest_all(
        self, incomings: Iterable[Incoming | Refusal], *, knowledge: Knowledge | None = None, ahead: bool = True
    ) -> Iterator[Kept | Refusal]:
        """What becomes of each document, one by one and in their order; refusals are handed on.

        What is held already is passed over quickly, hundreds at once. Without `ahead` each is taken as soon as it
        comes, which those who hand in documents as they happen want.
        """
        return keeping.keep_all(
            self._database, incomings, knowledge=knowledge, reader=reader(), clock=self._clock, ahead=ahead
        )

    def hand_in(
        self, incomings: Iterable[Incoming], *, by: By, join: bool = True, knowledge: Knowledge | None = None
    ) -> tuple[Kept | Refusal, ...]:
        """Reads documents that somebody hands in at a desk, and keeps them with what follows, at once and as a whole.

        With `join` they are grouped with what is held near them, as `join` does. The audit tells who handed in what is
        new.
        """
        read = [(each, keeping.read_by_id(each, knowledge=knowledge)) for each in incomings]
        with self._database.writing() as connection:
            now = self._clock()
            outcomes = tuple(
                told
                if isinstance(told, Refusal)
                else keeping.keep_read(connection, each, told, reader=reader(), now=now)
                for each, told in read
            )
            kept = [each for each in outcomes if isinstance(each, Kept)]
            if join:
                joining.join(connection, [each.document for each in kept], now=now)
                overviews.renew_within(connection)
            for each in kept:
                if each.outcome == "kept":
                    note(connection, by, KEPT, each.document, now=now)
            return outcomes

    def read_again(self, *, knowledge: Knowledge | None = None) -> Iterator[Kept | Refusal]:
        """Reads every document that this version has not read yet; earlier readings and all decisions stay."""
        with self._database.reading() as connection:
            ids = [each.id for each in documents.find_documents(connection, known_until(connection, None))]
        for id in ids:
            yield keeping.read_again(self._database, id, knowledge=knowledge, reader=reader(), clock=self._clock)

    def documents(self, *, at: Moment | None = None, all: bool = False) -> Iterator[StoredDocument]:
        """The documents in the order in which they came; with `all` also those that somebody withdrew."""
        with self._database.reading() as connection:
            until = known_until(connection, at)
            without = frozenset() if all else find_withdrawn(connection, until)
            yield from documents.find_documents(connection, until, without)

    def document_ids(self, *, at: Moment | None = None) -> tuple[str, ...]:
        """The ids of the documents that are not withdrawn, sorted."""
        with self._database.reading() as connection:
            until = known_until(connection, at)
            return tuple(sorted(set(documents.find_ids(connection, until)) - find_withdrawn(connection, until)))

    def holdings(self, *, at: Moment | None = None) -> Holdings:
        """What the store knows beside the records that it hands out, for another store to take in."""
        return Holdings(self._database, self.until(at))

    def take_in(self, folder: Path, *, documents_only: bool = False) -> TakenIn:
        """Takes in what another store exported as JSON Lines for itself, all together or not at all.

        That is everything, into a store that is empty; or with `documents_only` the documents that are not held yet.
        Raises UnreadableInput where something in the folder is wrong, and UsageError where this store cannot take it.
        """
        return take_in(self._database, RecordsFolder(folder), documents_only=documents_only, now=self._clock())

    def until(self, at: Moment | None = None) -> int:
        """The number of the last entry of the log as of a moment. What is asked as of it tells of one state."""
        with self._database.reading() as connection:
            return known_until(connection, at)

    def withdrawn(self, *, at: Moment | None = None) -> frozenset[str]:
        """The ids of the documents that somebody withdrew."""
        with self._database.reading() as connection:
            return find_withdrawn(connection, known_until(connection, at))

    def document(self, id: str, *, at: Moment | None = None) -> StoredDocument:
        """A document by its id, the beginning of it, or the id that its record had; also one that is withdrawn.

        Raises UsageError where there is none, or more than one.
        """
        with self._database.reading() as connection:
            return documents.find_document(connection, id, known_until(connection, at))

    def versions(self, id: str, *, at: Moment | None = None) -> tuple[StoredDocument, ...]:
        """The other documents that have the text of one, or are from its address: what was copied or published anew."""
        with self._database.reading() as connection:
            until = known_until(connection, at)
            return documents.find_versions(connection, documents.find_document(connection, id, until), until)

    def original(self, id: str) -> bytes:
        """The bytes that a document came in."""
        with self._database.reading() as connection:
            document = documents.find_document(connection, id, known_until(connection, None))
            return documents.find_original(connection, document.original)

    def readings(self, id: str, *, at: Moment | None = None) -> tuple[StoredReading, ...]:
        """All readings of a document, the current one last."""
        with self._database.reading() as connection:
            until = known_until(connection, at)
            return documents.find_readings(connection, documents.find_document(connection, id, until).id, until)

    def current(self, ids: Collection[str], *, at: Moment | None = None) -> dict[str, Reading]:
        """The current readings of some documents, each by the document's whole id."""
        with self._database.reading() as connection:
            return documents.find_current_of(connection, ids, known_until(connection, at))

    # ------------------------------------------------------------------------------------------------------- incidents

    def to_reconcile(self, *, at: Moment | None = None) -> ToReconcile:
        """The current readings of all documents that are not withdrawn, and what people decided of their happenings."""
        with self._database.reading() as connection:
            until = known_until(connection, at)
            rulings = find_rulings(connection, until)
            current = tuple(documents.find_current(connection, until, rulings.withdrawn))
            weights = find_weights(connection, until)
            return ToReconcile(until, current, rulings.together, rulings.lost, weights)

    def weights(self, *, at: Moment | None = None) -> Weights:
        """What is added to the weights that ship, as of the newest run."""
        with self._database.reading() as connection:
            return find_weights(connection, known_until(connection, at))

    def fit_weights(self) -> Weights:
        """What the decisions that stand would have added to the weights that ship; a run puts it in force.

        Raises UsageError where they are too few.
        """
        with self._database.reading() as connection:
            return fit_weights(connection, known_until(connection, None))

    def save_run(
        self,
        incidents: Iterable[Reconciled],
        *,
        seen: int,
        weights: Mapping[str, Any],
        version: str = VERSION,
        whole: bool = True,
        others: Iterable[IncidentLink] = (),
    ) -> int:
        """Keeps what the machine grouped, and gives the number of the run.

        `seen` is that of what it was given by `to_reconcile`. A run that is not `whole` tells of some incidents, each
        with all its happenings, and leaves the others as they were. `others` are links that it weighed and did not
        follow. What people decided meanwhile shows all the same: it is grouped anew at once. Raises UsageError where a
        happening stands in two incidents.
        """
        with self._database.writing() as connection:
            now = self._clock()
            run = grouping.save(
                connection,
                (each.group for each in incidents),
                version=version,
                weights=weights,
                whole=whole,
                seen=seen,
                others=others,
                now=now,
            )
            regroup_since(connection, seen, now=now)
            return run

    def join(self, ids: Collection[str]) -> dict[Happening, str]:
        """Groups new documents with what is held near them at once, and gives the incident of each happening of theirs.

        All else stays as it was until the next run over everything.
        """
        with self._database.writing() as connection:
            joining.join(connection, ids, now=self._clock())
            return joining.find_joined(connection, ids)

    def joined(self, ids: Collection[str]) -> dict[Happening, str]:
        """The incidents of the happenings that some documents tell of."""
        with self._database.reading() as connection:
            return joining.find_joined(connection, ids)

    def incidents(self, *, at: Moment | None = None) -> tuple[StoredIncident, ...]:
        """The incidents, by their ids."""
        with self._database.reading() as connection:
            return tuple(self._incidents(connection, known_until(connection, at), None))

    def each_incident(self, *, at: Moment | None = None) -> Iterator[StoredIncident]:
        """The incidents, by their ids, some in memory at a time."""
        with self._database.reading() as connection:
            yield from self._incidents(connection, known_until(connection, at), None)

    def incident(self, id: str, *, at: Moment | None = None) -> StoredIncident:
        """An incident. Raises UsageError where there is none of this id."""
        with self._database.reading() as connection:
            for incident in self._incidents(connection, known_until(connection, at), id):
                return incident
            raise grouping.no_incident(connection, id, known_until(connection, at))

    def incidents_of(self, happenings: Iterable[Happening], *, at: Moment | None = None) -> dict[Happening, str]:
        """The ids of the incidents that some happenings are in; what no run has seen is in none."""
        with self._database.reading() as connection:
            return grouping.incidents_of(connection, known_until(connection, at), sorted(set(happenings)))

    def suggestions(self, *, at: Moment | None = None) -> tuple[Suggestion, ...]:
        """Links that runs weighed and did not follow, the likeliest first, one between each two incidents.

        What somebody decided on is not suggested, nor what is between two incidents that somebody holds apart.
        """
        with self._database.reading() as connection:
            until = known_until(connection, at)
            is_kept = at is None and overviews.is_current(connection)
            found = reviewing.find_suggested(connection) if is_kept else find_suggested(connection, until)
            return tuple(
                Suggestion((one, other), StoredLink(*link, "suggested", None), until) for link, one, other in found
            )

    def _incidents(self, connection: Connection, until: int, id: str | None) -> Iterator[StoredIncident]:
        if id is None:
            found: Iterable[grouping.Grouped] = grouping.stream_grouped(connection, until)
            near = None
        else:
            found = grouping.find_grouped(connection, until, [id])
            near = {document for grouped in found for document, _ in grouped.happenings}
        rulings = find_rulings(connection, until, near=near)
        for some in at_once(found, _AT_ONCE):
            yield from self._stored(connection, some, rulings, until)

    def _stored(
        self, connection: Connection, found: Sequence[grouping.Grouped], rulings: Rulings, until: int
    ) -> Iterator[StoredIncident]:
        amended = tuple(find_amended(rulings.stand).values())
        weighed = grouping.find_links(connection, found)
        for grouped in found:
            links = []
            for link in weighed.get(grouped.id, ()):
                rule = rulings.pairs.get(sorted_pair(link.a, link.b))
                state = "suggested" if rule is None else "confirmed" if rule.together else "rejected"
                links.append(StoredLink(*link, state, rule.decision if rule else None))
            happenings = tuple(each for each in grouped.happenings if each[0] not in rulings.withdrawn)
            if happenings:
                about = tuple(each for each in amended if each.subjects[0].key in happenings)
                yield StoredIncident(grouped.id, grouped.run, happenings, tuple(links), about, until)

    def known_since(self, ids: Collection[str]) -> dict[str, str]:
        """When some documents were published as far as they tell, else kept, in UTC; by their whole ids."""
        with self._database.reading() as connection:
            return documents.known_since(connection, ids)

    # ------------------------------------------------------------------------------------------------------- overviews

    def renew_overviews(self, *, told: Callable[[int, int], None] = lambda done, of: None) -> int:
        """Brings the incidents in short up to date with what was kept and decided, and tells how many were made.

        `told` is called as it goes on, with how many were looked at and of how many.
        """
        return overviews.renew(self._database, told=told)

    def overviews(
        self, asked: Asked = EVERYTHING, *, after: Place | None = None, limit: int = 50, counted: bool = True
    ) -> Found:
        """The incidents in short that are asked for, in their order, from behind a place in it.

        How many match is not said where they need not be `counted`.
        """

        def find(connection: Connection) -> Found:
            return finding.find(connection, asked, after=after, limit=limit, counted=counted)

        return self._remembered(("list", asked, after, limit, counted), find)

    def overview(self, id: str) -> StoredOverview | None:
        """One incident in short, or None."""
        with self._database.reading() as connection:
            return finding.find_one(connection, id)

    def overviews_of(self, ids: Sequence[str]) -> dict[str, StoredOverview]:
        """Incidents in short by their ids, as far as they are there."""
        with self._database.reading() as connection:
            return finding.find_some(connection, ids)

    def on_map(self, asked: Asked) -> Drawn:
        """The places of the incidents asked for, each with how many are there and how they are told."""
        return self._remembered(("map", asked), lambda connection: finding.draw(connection, asked))

    def known_span(self, asked: Asked) -> Span:
        """When the first report on the incidents asked for came, and when the last one did."""
        return self._remembered(("span", asked), lambda connection: finding.find_span(connection, asked))

    def counts(self, asked: Asked, by: str) -> dict[str, dict[str, int]]:
        """How many incidents there are by month, type, country, publisher, source, actor, field in dispute or issue."""
        return self._remembered(("counts", asked, by), lambda connection: finding.count_by(connection, asked, by))

    def remembered(self, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
        """What is made out of the incidents in short, such as a drawing: made once until the store changes.

        `make` is called where it is not remembered; it may ask this store, but not for what is remembered so.
        """
        with self._database.reading() as connection:
            seq = overviews.current(connection)
        return make() if seq is None else self._made.recall(seq, key, make)

    def _remembered(self, key: Hashable, ask: Callable[[Connection], _Answer]) -> _Answer:
        """An answer out of the incidents in short: the one given before, as long as the log has not gone on since."""
        with self._database.reading() as connection:
            seq = overviews.current(connection)
            return ask(connection) if seq is None else self._memory.recall(seq, key, lambda: ask(connection))

    def history(self, incident: str, *, at: Moment | None = None) -> tuple[Decided, ...]:
        """The decisions on an incident and on its documents, in order, each with how it stands.

        Raises UsageError where there is none of this id.
        """
        with self._database.reading() as connection:
            until = known_until(connection, at)
            grouped = grouping.find_grouped(connection, until, [incident])
            if not grouped:
                raise grouping.no_incident(connection, incident, until)
            return find_history(connection, grouped[0].happenings, until)

    # ---------------------------------------------------------------------------------------------------------- review

    def review_items(
        self,
        *,
        state: ItemState = "open",
        reason: str | None = None,
        incident: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> FoundItems:
        """What a person should look at, the weightiest first: in a state, of a reason, of an incident; from behind one.

        They are as new as the overviews. Raises UsageError for a state or a reason that there is not.
        """
        with self._database.reading() as connection:
            return reviewing.find(connection, state=state, reason=reason, incident=incident, after=after, limit=limit)

    def review_item(self, id: str) -> ReviewItem:
        """An item of the review. Raises UsageError where there is none of this id."""
        with self._database.reading() as connection:
            return reviewing.find_one(connection, id)

    def review_counts(self, state: ItemState = "open") -> dict[str, int]:
        """How many items of the review there are in a state, by reason."""
        return self._remembered(("to review", state), lambda connection: reviewing.count(connection, state))

    def over_time(self, asked: Asked, grain: Grain) -> tuple[Counted, ...]:
        """How many incidents asked for began in each year, month or day, by type and standing."""
        with self._database.reading() as connection:
            return finding.count_over(connection, asked, grain)

    def first_and_last_day(self, asked: Asked = EVERYTHING) -> tuple[str, str] | None:
        """The days on which the first and the last of the incidents asked for began; None where there are none."""
        with self._database.reading() as connection:
            return finding.days_of(connection, asked)

    def agreement(self, asked: Asked = EVERYTHING, *, limit: int = 15) -> tuple[Agreement, ...]:
        """The sources that tell most often of one incident, two by two, and how often they agree, differ and deny."""
        with self._database.reading() as connection:
            return finding.count_pairs(connection, asked, limit=limit)

    def source_names(self, ids: Collection[str]) -> dict[str, Source]:
        """A source for each of some ids of actors that incidents are found by, with the names that it has in a text."""
        with self._database.reading() as connection:
            return source_names.find_sources(connection, ids, known_until(connection, None))

    def overviews_until(self) -> int:
        """The last entry of the log that the incidents in short tell of."""
        with self._database.reading() as connection:
            return overviews.made_until(connection)

    # ------------------------------------------------------------------------------------------------------- decisions

    def decisions(self, *, at: Moment | None = None) -> tuple[Decision, ...]:
        """All decisions in order, those that were taken back among them."""
        with self._database.reading() as connection:
            return find_decisions(connection, known_until(connection, at))

    def trail(
        self, *, who: str | None = None, kind: str | None = None, own: str | None = None, before: Before | None = None,
        limit: int = 50,
    ) -> Trail:  # fmt: skip
        """What people did, decisions and entries of the audit together, the newest first.

        With `own` only those entries of the audit that have to do with one person.
        """
        with self._database.reading() as connection:
            return find_trail(connection, who=who, kind=kind, own=own, before=before, limit=limit)

    def lost(self, *, at: Moment | None = None) -> tuple[Decision, ...]:
        """The decisions that stand and whose happenings no words tell of any more."""
        with self._database.reading() as connection:
            return find_rulings(connection, known_until(connection, at)).lost

    def decision(self, seq: int) -> Decided | None:
        """A decision by its number with how it stands, or None."""
        with self._database.reading() as connection:
            return find_decided(connection, seq, known_until(connection, None))

    def confirm(self, a: Happening, b: Happening, *, who: str, why: str, seen: int) -> Decision:
        """Says that two happenings are one incident.

        As with every decision, `seen` is what the person had before him (`StoredIncident.seen`, `head().seq`), and
        DecidedMeanwhile is raised where somebody decided on the same incident since then. Raises UsageError where it
        would contradict what stands.
        """
        return self._decide(who, why, seen, lambda deciding: deciding.link(a, b, together=True))

    def reject(self, a: Happening, b: Happening, *, who: str, why: str, seen: int) -> Decision:
        """Says that two happenings are not one incident. Raises as `confirm` does."""
        return self._decide(who, why, seen, lambda deciding: deciding.link(a, b, together=False))

    def merge(self, incidents: Iterable[str], *, who: str, why: str, seen: int) -> Decision:
        """Says that some incidents are one. Raises as `confirm` does."""
        return self._decide(who, why, seen, lambda deciding: deciding.merge(tuple(incidents)))

    def split(self, incident: str, part: Iterable[Happening], *, who: str, why: str, seen: int) -> Decision:
        """Says that some happenings of an incident are not that of the others. Raises as `confirm` does."""
        return self._decide(who, why, seen, lambda deciding: deciding.split(incident, tuple(part)))

    def amend(
        self, document: str, account: str, field: str, values: Iterable[Any], *, who: str, why: str, seen: int
    ) -> Decision:
        """Says which values an account really tells of a field, none where it tells nothing of it.

        What the machine read stays, and what follows from it in the incident too; both are shown. Raises as `confirm`
        does, and UsageError for a value that the record does not know.
        """
        return self._decide(who, why, seen, lambda deciding: deciding.amend(document, account, field, tuple(values)))

    def withdraw(self, document: str, *, who: str, why: str, seen: int) -> Decision:
        """Takes a document out of what is listed, searched and grouped; it stays in the store. Raises as `confirm`."""
        return self._decide(who, why, seen, lambda deciding: deciding.withdraw(document))

    def restore(self, document: str, *, who: str, why: str, seen: int) -> Decision:
        """Brings a document back that was withdrawn. Raises as `confirm` does."""
        return self._decide(who, why, seen, lambda deciding: deciding.withdraw(document, back=True))

    def note(self, incident: str, *, who: str, why: str) -> Decision:
        """Keeps what somebody has to say of an incident, `why` being all of it. It changes nothing, and stands in
        nobody's way. Raises UsageError where there is no such incident."""
        return self._decide(who, why, None, lambda deciding: deciding.note(incident))

    def review(self, item: str, state: str, *, who: str, why: str, seen: int) -> Decision:
        """Says of an item of the review that it holds (accepted), that it does not (rejected), or sets it aside
        (skipped). Raises as `confirm` does, and UsageError where there is no such item."""
        return self._decide(who, why, seen, lambda deciding: deciding.review(item, state))

    def undo(self, decision: int, *, who: str, why: str, seen: int) -> Decision:
        """Takes a decision back, which may itself have taken one back. Raises as `confirm` does."""
        return self._decide(who, why, seen, lambda deciding: deciding.undo(decision))

    def _decide(self, who: str, why: str, seen: int | None, make: Callable[[Deciding], Decision]) -> Decision:
        """Keeps a decision, and groups what it touches anew in the same transaction.

        `seen` is None where it does not matter what the person had before him.
        """
        if "\0" in who or "\0" in why:
            raise UsageError("a NUL character stands in the name or in the reason, which no database keeps")
        with self._database.writing() as connection:
            now = self._clock()
            decision = make(Deciding(connection, who=who, why=why, seen=seen, now=now))
            if is_of_groups(connection, decision):
                regroup(connection, decision, now=now)
            overviews.renew_within(connection)
            if self._address is not None:
                note(connection, By(decision.who, self._address), DECIDED, str(decision.seq), now=now)
            return decision

    # ---------------------------------------------------------------------------------------------- search, log, verify

    def search(
        self,
        query: str,
        *,
        at: Moment | None = None,
        since: str | None = None,
        before: str | None = None,
        publisher: str | None = None,
        limit: int = 20,
    ) -> tuple[Hit, ...]:
        """The documents that hold all words of a query in any of their forms, those with the very words first.

        `since` and `before` are days of publication, the second no longer included. Raises UsageError for a query
        without a word.
        """
        asked = searching.ask(query, _plurals())
        with self._database.reading() as connection:
            until = known_until(connection, at)
            found = searching.search(
                connection, asked, until=until, without=find_withdrawn(connection, until), since=since,
                before=before, publisher=publisher, limit=limit,
            )  # fmt: skip
            ids = {each.document for each in found}
            by_id = documents.find_documents_of(connection, ids, until)
            restored = documents.find_restorations(connection, ids, until)
            hits = []
            for each in found:
                document = by_id[each.document]
                spans = searching.find_spans(asked, document.text, restored[document.id])
                hits.append(Hit(document, each.exact, spans, searching.cut(document.text, spans)))
            return tuple(hits)

    def search_ids(self, query: str, *, limit: int = 20) -> tuple[str, ...]:
        """The ids of the documents that `search` finds, in its order: quicker, for their texts are not looked into."""
        asked = searching.ask(query, _plurals())
        with self._database.reading() as connection:
            until = known_until(connection, None)
            without = find_withdrawn(connection, until)
            found = searching.search(connection, asked, until=until, without=without, limit=limit)
            return tuple(each.document for each in found)

    def renew_search(self) -> int:
        """Makes the words of all documents ready to be searched anew, and tells of how many documents."""
        with self._database.writing() as connection:
            count = 0
            for reading in documents.find_current(connection, known_until(connection, None)):
                keeping.keep_words(connection, reading)
                count += 1
            return count

    def head(self) -> Head:
        """The newest entry of the log. Noted down elsewhere, it shows later whether anything before it was changed."""
        with self._database.reading() as connection:
            entry = last(connection)
            return Head(entry.seq, entry.hash) if entry else Head(0, NOTHING)

    def newest(self, *, at: Moment | None = None) -> str | None:
        """When the newest entry of the log was made, as of a moment, in UTC; None where nothing is kept yet."""
        with self._database.reading() as connection:
            entry = find_entry(connection, known_until(connection, at))
            return entry.at if entry else None

    def verify(self, *, noted: Head | None = None) -> Verified:
        """Holds everything kept against the log, and the log against itself and a head that was noted down, if any."""
        with self._database.reading() as connection:
            return verifying.verify(connection, noted)

    def now(self) -> str:
        """The moment that something kept now would bear."""
        return moment(self._clock())


@cache
def _plurals() -> Plurals:
    table = load_knowledge().table("ar/plurals.tsv")
    return pair_plurals(table.row(key)["forms_ar"].split("|") for key in table)


def open_store(
    url: str | Path,
    *,
    make: bool = True,
    patience: float = PATIENCE,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Store:
    """Opens a store: a file, or `postgresql://user@host/name`.

    With `make` one that is not there is made, and one of an older version brought up to date; without, StoreError is
    raised. `patience` is how many seconds a write waits for others.
    """
    address = address_of(url)
    if not make and address.get_backend_name() == "sqlite" and not Path(str(address.database)).exists():
        raise UsageError(f"there is no store {url}; `riwaya ingest` makes one")
    database = Database(address, patience=patience)
    try:
        migrate.ready(database, make=make)
    except BaseException:
        database.close()
        raise
    return Store(database, clock=clock)
