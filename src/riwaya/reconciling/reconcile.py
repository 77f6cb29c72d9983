"""Many readings, one incident: groups the accounts of many documents by the happening they tell of.

A happening of a document is never taken apart; it is only brought together with those of other documents.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from riwaya.errors import UsageError
from riwaya.frozen import frozen, replace
from riwaya.reconciling.between import Found
from riwaya.reconciling.candidates import Index
from riwaya.reconciling.channels import names_of_channels, with_channel_named
from riwaya.reconciling.clusters import (
    MOST_TOGETHER,
    NOTHING_RULED,
    Key,
    Pair,
    Piece,
    average_link,
    pieces,
    sorted_pair,
    strongest_links,
    unsettled,
)
from riwaya.reconciling.evidence import Evidence, evidence_of
from riwaya.reconciling.incidents import build
from riwaya.reconciling.links import LIKELY, PRIOR, SHIPPED, Changes, Reason, score, share_of, weigh
from riwaya.records import Account, Incident, Link, Reading

_LOOSE = 0.1
"""Share from which a link is kept."""
CUT = 0.45
"""Average share at which two groups of happenings are one incident."""
_SUGGESTED = 0.25
"""Share from which a link between two incidents is shown to people."""
_ONE_DOCUMENT = 0.02
"""Share of two happenings of one document: it tells them apart."""
WEIGHTS = {"prior": PRIOR, "likely": LIKELY, "loose": _LOOSE, "cut": CUT, "one document": _ONE_DOCUMENT}
"""What a run rests on beside the weights of the evidence, which the version tells."""


@frozen
class IncidentLink:
    """Why two happenings are held to be one: their keys, the share, the reasons, and whether somebody confirmed it."""

    a: Key
    b: Key
    score: float
    reasons: tuple[Reason, ...]
    state: str = "suggested"


class Group(NamedTuple):
    """Happenings that are held to be one incident: its id, they, and the links that hold them together."""

    id: str
    happenings: tuple[Key, ...]
    links: tuple[IncidentLink, ...]


@frozen
class Reconciled:
    """An incident over documents.

    `happenings` are the incidents of the readings that it brings together, as document and incident; `accounts` are its
    accounts as document and account, and in `incident` they are named `document/account`. `links` are the fewest and
    strongest that hold it together, and say why.
    """

    incident: Incident
    happenings: tuple[Key, ...]
    accounts: tuple[tuple[str, str], ...]
    links: tuple[IncidentLink, ...]

    @property
    def group(self) -> Group:
        """What it brings together, without what that tells."""
        return Group(self.incident.id, self.happenings, self.links)


def reconcile(readings: Iterable[Reading], *, ruled: Mapping[Pair, bool] = NOTHING_RULED) -> tuple[Reconciled, ...]:
    """The incidents of some readings, each account in exactly one, sorted by the first happening of each.

    The order of the readings changes nothing, and one that comes twice counts once. `ruled` holds what people decided:
    of pairs of happenings in sorted order, whether they are one incident; no weight overturns it. Raises UsageError
    where two readings of one document (by its id) differ: which of them should stand?
    """
    reconciler = Reconciler(ruled=ruled)
    reconciler.add(readings)
    return reconciler.incidents()


class Reconciler:
    """Readings and the incidents that they tell of, kept up to date as readings come and people decide.

    With `only` some of their happenings are grouped, and the others are left out. `changes` are added to the weights of
    the evidence.
    """

    def __init__(
        self,
        *,
        ruled: Mapping[Pair, bool] = NOTHING_RULED,
        changes: Changes = SHIPPED,
        only: Collection[Key] | None = None,
    ) -> None:
        self._only = only
        self._changes = changes
        self._readings: dict[str, Reading] = {}
        self._known: dict[Key, Evidence] = {}
        self._index = Index()
        self._links: defaultdict[Key, dict[Key, float]] = defaultdict(dict)
        self._ruled: dict[Pair, bool] = {}
        self._partners: defaultdict[Key, set[Key]] = defaultdict(set)
        self._piece_of: dict[Key, Piece] = {}
        self._group_of: dict[Key, tuple[Key, ...]] = {}
        self._incidents: dict[tuple[Key, ...], Reconciled] = {}
        for pair, together in ruled.items():
            self._rule(pair, together)

    def add(self, readings: Iterable[Reading]) -> tuple[Reconciled, ...]:
        """Takes readings in; gives back the incidents that are new or changed by them, sorted.

        A reading that is there already changes nothing. Raises UsageError where one differs from the reading of the
        same document that is there, and then takes in those before it.
        """
        return tuple(self._incident(group) for group in self.group(readings))

    def group(self, readings: Iterable[Reading]) -> list[tuple[Key, ...]]:
        """Takes readings in as `add` does, and gives the groups of happenings that are new or changed by them, sorted.

        It makes no incidents of them, which takes most of the time of `add`.
        """
        fresh: list[Key] = []
        try:
            for reading in readings:
                fresh += self._take_in(reading)
        finally:
            changed = self._group({*fresh, *self._joined(fresh)})
        return changed

    def remove(self, document: str) -> tuple[Reconciled, ...]:
        """Takes a document out; gives back the incidents that are changed by that, sorted.

        Raises UsageError where no such document is there.
        """
        if document not in self._readings:
            raise UsageError(f"no document {document!r} is there to be taken out")
        touched: set[Key] = set()
        told = [(document, incident.id) for incident in self._readings.pop(document).incidents]
        gone = [key for key in told if key in self._known]
        for key in gone:
            self._index.remove(self._known.pop(key))
            touched.update(self._piece_of.pop(key).members)
            for other in self._links.pop(key, {}):
                del self._links[other][key]
                touched.add(other)
            self._incidents.pop(self._group_of.pop(key), None)
        for key in touched.difference(gone):
            touched |= unsettled(key, self._links)
        return tuple(self._incident(group) for group in self._group(touched.difference(gone)))

    def rule(self, ruled: Mapping[Pair, bool]) -> tuple[Reconciled, ...]:
        """Puts what people decided in the place of what they had decided; gives back what is changed by it, sorted."""
        changed = {pair for pair in {*ruled, *self._ruled} if ruled.get(pair) != self._ruled.get(pair)}
        touched: set[Key] = set()
        for pair in changed:
            for key in pair:
                touched.update(self._piece_of[key].members if key in self._piece_of else ())
            self._rule(pair, ruled.get(pair))
            for key in pair:
                touched |= unsettled(key, self._links) if key in self._known else set()
        return tuple(self._incident(group) for group in self._group(touched))

    def incidents(self) -> tuple[Reconciled, ...]:
        """All incidents, sorted by the first happening of each."""
        return tuple(self._incident(group) for group in sorted(set(self._group_of.values())))

    def groups(self) -> tuple[Group, ...]:
        """What all incidents bring together, sorted by the first happening of each."""
        return tuple(
            Group(incident_id(group), group, self._reasons(group)) for group in sorted(set(self._group_of.values()))
        )

    def suggestions(self) -> tuple[IncidentLink, ...]:
        """The strongest link between each two incidents that come near each other and were not joined, likeliest first.

        What people decided is none, neither by itself nor by way of what they hold together.
        """
        best: dict[tuple[tuple[Key, ...], tuple[Key, ...]], tuple[float, Pair]] = {}
        for a, near in self._links.items():
            for b, share in near.items():
                if a < b and share >= _SUGGESTED and self._group_of[a] != self._group_of[b]:
                    one, other = sorted((self._group_of[a], self._group_of[b]))
                    best[one, other] = max(best.get((one, other), (0.0, (a, b))), (share, (a, b)))
        apart = {
            tuple(sorted((self._group_of[a], self._group_of[b])))
            for (a, b), together in self._ruled.items()
            if not together and a in self._known and b in self._known
        }
        found = [self._reason(*pair) for groups, (_, pair) in best.items() if groups not in apart]
        return tuple(sorted(found, key=lambda link: (-link.score, link.a, link.b)))

    def _take_in(self, reading: Reading) -> list[Key]:
        """The happenings of a reading, linked with those that are known."""
        document = reading.document.id
        known = self._readings.setdefault(document, reading)
        if known is not reading:
            if known != reading:
                raise UsageError(f"two readings of the document {document!r} that differ: give one of them")
            return []
        happenings = [each for each in evidence_of(reading) if self._only is None or each.key in self._only]
        for evidence in happenings:
            self._known[evidence.key] = evidence
            for other in self._index.add(evidence):
                self._link(evidence.key, other.key, share_of(score(evidence, other, self._changes)))
            for partner in self._partners.get(evidence.key, ()):
                if partner in self._known:
                    self._link(evidence.key, partner, 0.0)
        return [evidence.key for evidence in happenings]

    def _link(self, a: Key, b: Key, share: float) -> None:
        """Keeps a share that is worth it, or that somebody ruled."""
        together = self._ruled.get(sorted_pair(a, b))
        share = share if together is None else float(together)
        if share >= _LOOSE:
            self._links[a][b] = self._links[b][a] = share

    def _rule(self, pair: Pair, together: bool | None) -> None:
        """Takes a decision on a pair in, or back where it is None, and links the two anew."""
        a, b = pair
        if together is None:
            del self._ruled[pair]
            self._partners[a].discard(b)
            self._partners[b].discard(a)
        else:
            self._ruled[pair] = together
            self._partners[a].add(b)
            self._partners[b].add(a)
        if a in self._known and b in self._known:
            self._links[a].pop(b, None)
            self._links[b].pop(a, None)
            self._link(a, b, self._share(a, b))

    def _joined(self, keys: Iterable[Key]) -> set[Key]:
        """The members of the pieces that new happenings belong to by their links."""
        found: set[Key] = set()
        for key in keys:
            for other, share in self._links.get(key, {}).items():
                piece = self._piece_of.get(other)
                if piece and share >= piece.rung:
                    found.update(piece.members)
        return found

    def _group(self, touched: Collection[Key]) -> list[tuple[Key, ...]]:
        """Groups some happenings anew, whole pieces of them; the groups that were not there before, sorted."""
        before = {self._group_of[key] for key in touched if key in self._group_of}
        groups: set[tuple[Key, ...]] = set()
        for piece in pieces(sorted(touched), self._links):
            self._piece_of |= dict.fromkeys(piece.members, piece)
            shares, ruled = self._shares(piece.members), self._ruled_in(piece.members)
            groups |= {tuple(each) for each in average_link(piece.members, shares, CUT, ruled)}
        for group in before - groups:
            self._incidents.pop(group, None)
        for group in groups:
            self._group_of |= dict.fromkeys(group, group)
        return sorted(groups - before)

    def _ruled_in(self, members: Sequence[Key]) -> dict[Pair, bool]:
        """What people decided of pairs among the members."""
        if not self._ruled:
            return {}
        inside = set(members)
        pairs = {sorted_pair(key, other) for key in members for other in inside & self._partners.get(key, set())}
        return {pair: self._ruled[pair] for pair in pairs}

    def _shares(self, members: Sequence[Key]) -> dict[Pair, float]:
        """The shares of what hangs together: of every two, or of those that are linked where they are many."""
        if len(members) > MOST_TOGETHER:
            inside = set(members)
            return {
                (a, b): self._links[a][b] for a in members for b in inside.intersection(self._links.get(a, ())) if a < b
            }
        return {pair: self._share(*pair) for pair in combinations(members, 2)}

    def _share(self, a: Key, b: Key) -> float:
        if a[0] == b[0]:
            return _ONE_DOCUMENT
        linked = self._links.get(a, {}).get(b)
        return share_of(score(self._known[a], self._known[b], self._changes)) if linked is None else linked

    def _incident(self, group: tuple[Key, ...]) -> Reconciled:
        if group not in self._incidents:
            self._incidents[group] = self._reconciled(group)
        return self._incidents[group]

    def _reconciled(self, group: tuple[Key, ...]) -> Reconciled:
        incident, accounts = assemble(group, self._readings)
        names = tuple((document, account.id.partition("/")[2]) for document, account in accounts)
        return Reconciled(incident, group, names, self._reasons(group))

    def _reasons(self, group: tuple[Key, ...]) -> tuple[IncidentLink, ...]:
        shares = {(a, b): share for a in group for b, share in self._links.get(a, {}).items() if a < b}
        return tuple(self._reason(a, b) for a, b in strongest_links(group, shares))

    def _reason(self, a: Key, b: Key) -> IncidentLink:
        weighed = weigh(self._known[a], self._known[b], self._changes)
        state = "confirmed" if self._ruled.get((a, b)) else "suggested"
        return IncidentLink(a, b, round(weighed.share, 3), weighed.reasons, state)


def assemble(
    happenings: Sequence[Key], readings: Mapping[str, Reading], *, found: Found | None = None
) -> tuple[Incident, tuple[tuple[str, Account], ...]]:
    """The incident that some happenings, sorted, are held to be, and its accounts, each with its document.

    In both, accounts and sources are named `document/account` and `document/source`. Where several incidents out of the
    same readings are asked for, `found` keeps what is found of two values, so that it is worked out once.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for document, happening in happenings:
        wanted[document].add(happening)
    accounts = [
        (document, _renamed(account, document))
        for document in sorted(wanted)
        for account in readings[document].accounts
        if account.incident in wanted[document]
    ]
    names = names_of_channels(readings[document].document for document in wanted)
    sources = {
        f"{document}/{source.id}": with_channel_named(source, readings[document].document, names)
        for document in wanted
        for source in readings[document].sources
    }
    texts = {document: readings[document].document.text for document in wanted}
    return build(incident_id(happenings), [account for _, account in accounts], sources, texts, found=found), tuple(
        accounts
    )


def incident_id(happenings: Sequence[Key]) -> str:
    """The id of an incident of some happenings, sorted: that of the first, for others may come to it."""
    return "i" + hashlib.sha256("\n".join(happenings[0]).encode()).hexdigest()[:12]


def _renamed(account: Account, document: str) -> Account:
    """An account with names that tell its document too."""
    chain = tuple(Link(f"{document}/{link.source}", link.start, link.end) for link in account.attribution)
    return replace(account, id=f"{document}/{account.id}", attribution=chain)
