"""Material as it fits a profile, made as it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from riwaya.exports.material import Case, Material
from riwaya.exports.profiles.gazetteer import Gazetteer
from riwaya.exports.profiles.holding import Plan, is_hit, make_plan
from riwaya.exports.profiles.ids import Ids
from riwaya.exports.profiles.ledger import Ledger, Tally
from riwaya.exports.profiles.masking import Masker
from riwaya.exports.profiles.records import Around, Redactor
from riwaya.exports.profiles.rules import Profile
from riwaya.exports.profiles.words import words_of
from riwaya.knowledge.load import Knowledge
from riwaya.records import Incident, Reading

_AT_ONCE = 256
"""Readings that are kept as they were made, for an incident asks for those of its documents again."""


class Fitting:
    """Some material as it fits a profile at a moment."""

    def __init__(
        self, material: Material, profile: Profile, knowledge: Knowledge, tally: Tally, ledger: Ledger, *, now: str
    ) -> None:
        words = words_of(knowledge, profile)
        self._material = material
        self._profile = profile
        self._tally = tally
        self._ledger = ledger
        self._now = now
        self._ids = Ids()
        self._names = Masker(words, strict=False, sites=False)
        self._redactor = Redactor(profile, words, Gazetteer(knowledge), self._ids, tally, ledger)
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._made: dict[str, Reading] = {}

    @property
    def known_at(self) -> str | None:
        """The moment as of which it tells."""
        return self._material.known_at

    @cached_property
    def _plan(self) -> Plan:
        plan = make_plan(self._material, self._profile, self._ids, now=self._now)
        self._tally.held_back = len(plan.incidents)
        self._tally.documents_held_back = len(plan.documents)
        return plan

    def readings(self) -> Iterator[Reading]:
        """The readings, without those of documents that are held back, by the ids that their documents then have."""
        plan = self._plan
        kept = (each for each in self._material.readings() if each.document.id not in plan.documents)
        return (self._make(each) for each in kept)

    def cases(self) -> Iterator[Case]:
        """The incidents that are not held back."""
        held = self._plan.incidents
        for case in self._material.cases():
            if case.id not in held:
                with self._tally.once(f"incident {case.id}"):
                    made = self._case(case)
                yield made

    def decisions(self) -> Iterator[dict[str, Any]]:
        """What people decided on what is not held back."""
        for decision in self._material.decisions():
            if self._may_tell(decision):
                with self._tally.once(f"decision {decision['seq']}"):
                    made = self._redactor.mapping(decision, "decision", Around())
                yield made

    def _may_tell(self, decision: dict[str, Any]) -> bool:
        plan = self._plan
        for subject in decision["subjects"]:
            document, happening = subject["document"], subject["incident"]
            if document in plan.documents or (document, happening) in plan.hidden or self._ids.of(document) is None:
                return False
        return True

    # -------------------------------------------------------------------------------------------------- one reading

    def _about(self, reading: Reading) -> tuple[frozenset[str], frozenset[str]]:
        """The words of names that a document tells, and the names of those in office; remembers what must stay in."""
        id = reading.document.id
        if id not in self._known:
            text = reading.document.text
            names = self._names.names_in(text)
            masked = self._names.mask(text, names)
            for found in masked.gone:
                self._ledger.take(found.kind, text[found.start : found.end])
            for name in names:
                self._ledger.take("name", name)
            self._ledger.keep(masked.kept)
            self._known[id] = names, frozenset(masked.kept)
        return self._known[id]

    def _bodies_of(self, reading: Reading) -> frozenset[str]:
        """The names of the outlets and bodies that a document tells as its sources."""
        kinds = self._profile.bodies
        return frozenset(source.name for source in reading.sources if source.name and source.kind in kinds)

    def _persons_of(self, reading: Reading) -> frozenset[str]:
        """What the private persons are called that a document tells as its sources."""
        kinds = self._profile.private_sources - self._profile.bodies
        return frozenset(source.name for source in reading.sources if source.name and source.kind in kinds)

    def _made_of(self, reading: Reading) -> Reading:
        """A reading as it fits, made once where incidents ask for it one after the other."""
        id = reading.document.id
        if id not in self._made:
            if len(self._made) >= _AT_ONCE:
                del self._made[next(iter(self._made))]
            self._made[id] = self._make(reading)
        return self._made[id]

    def _make(self, reading: Reading) -> Reading:
        """A reading as it fits; what goes from it is counted once."""
        with self._tally.once(f"document {reading.document.id}"):
            return self._fit(reading)

    def _fit(self, reading: Reading) -> Reading:
        """A reading as it fits: without what it tells of incidents that are held back, and then without its text."""
        plan = self._plan
        id = reading.document.id
        names, kept = self._about(reading)  # of the whole text, also where it goes
        hidden = {incident.id for incident in reading.incidents if (id, incident.id) in plan.hidden}
        if hidden:
            reading = _without(reading, hidden)
        around = Around(names, kept, bodies=self._bodies_of(reading), persons=self._persons_of(reading))
        told = self._redactor.record(replace(reading, accounts=(), incidents=()), around)
        site_of = {each.id: (id, each.id) in plan.sites for each in reading.incidents}
        accounts = []
        for account in reading.accounts:
            hit = site_of.get(account.incident or "", is_hit(account, self._profile))
            accounts.append(self._redactor.record(account, replace(around, site=hit)))
        incidents = (self._redactor.record(each, replace(around, site=site_of[each.id])) for each in reading.incidents)
        made: Reading = replace(told, accounts=tuple(accounts), incidents=tuple(incidents))
        return made

    # -------------------------------------------------------------------------------------------------------- a case

    def _case(self, case: Case) -> Case:
        plan = self._plan
        known = [self._about(reading) for reading in case.readings.values()]
        names: frozenset[str] = frozenset().union(*(each[0] for each in known))
        kept: frozenset[str] = frozenset().union(*(each[1] for each in known))
        bodies = frozenset().union(*map(self._bodies_of, case.readings.values()))
        persons = frozenset().union(*map(self._persons_of, case.readings.values()))
        site = any(key in plan.sites for key in case.happenings)
        around = Around(names, kept, site, bodies=bodies, persons=persons)
        redactor = self._redactor
        of = self._ids.of
        incident: Incident = redactor.record(case.incident, around)
        with self._tally.not_again():
            accounts = tuple((of(document) or "", redactor.record(each, around)) for document, each in case.accounts)
        readings = {reading.document.id: reading for reading in map(self._made_of, case.readings.values())}
        links = tuple(
            redactor.mapping(link, "link", around)
            for link in case.links
            if not any((link[end]["document"], link[end]["incident"]) in plan.hidden for end in "ab")
        )
        return Case(
            incident,
            tuple((of(document) or "", of(happening) or "") for document, happening in case.happenings),
            accounts,
            readings,
            links,
            tuple(redactor.mapping(each, "amended", around) for each in case.amended),
            tuple(redactor.mapping(each, "decision", around) for each in case.history if self._may_tell(each)),
        )


def _without(reading: Reading, hidden: set[str]) -> Reading:
    """A reading without some of its incidents, and without the words, in which they are told too."""
    accounts = tuple(account for account in reading.accounts if account.incident not in hidden)
    named = {link.source for account in accounts for link in account.attribution}
    return replace(
        reading,
        document=replace(reading.document, text="", title=None, segments=(), restorations=()),
        sources=tuple(source for source in reading.sources if source.id in named),
        accounts=accounts,
        incidents=tuple(incident for incident in reading.incidents if incident.id not in hidden),
        issues=(),
    )
