"""What of an incident a person should look at, and why: disputes, low precision, restored words, parts left unread.

Each item tells what it rests on as a digest: where that stays the same, what a person found holds; where it changes,
the item is open again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from riwaya.records import Account, Incident, IncidentField, Reading, Span
from riwaya.store.decisions import AMEND, REVIEW, Decision
from riwaya.store.grouping import Happening, Weighed
from riwaya.store.log import digest_of

REASONS = ("dispute", "similar", "unread", "restored", "precision")
"""Why somebody should look, the weightiest first."""
OPEN, EDITED = "open", "edited"
CLOSED = ("accepted", "rejected", "skipped")
"""What a person says on looking: it holds, it does not, or it is set aside."""
DONE = ("accepted", "rejected", EDITED)

_RANKS = {"dispute": 80, "similar": 50, "unread": 40, "restored": 30, "precision": 20}
_HARM = frozenset(("killed", "injured", "actor", "outcome"))
"""Fields whose disputes are looked at before others."""
_VAGUE_PLACES = frozenset(("admin2", "admin1", "country", "sea", "unknown"))
_VAGUE_DAYS = frozenset(("week", "month", "season", "year", "open"))


class ReviewItem(NamedTuple):
    """Something to look at. `told` is what it shows, by its reason; `happenings` are those that it is about.

    Where a document tells of no incident, `incident` is empty, and the one of `happenings` is the document as a whole.

    `about` and `digest` tell it from others of its reason. `other` is a second incident. Of two items that of the
    greater `rank`, 0 to 99, is looked at first. `decision` is the number of the one that gave it its state.
    """

    id: str
    incident: str
    other: str | None
    reason: str
    about: str
    digest: str
    rank: int
    happenings: tuple[Happening, ...]
    told: dict[str, Any]
    state: str = OPEN
    decision: int | None = None

    def is_meant_by(self, decision: Decision) -> bool:
        """Whether a decision of a review is on this item."""
        told = decision.becomes
        return ((self.reason, self.about, self.digest) == (told["reason"], told["about"], told["digest"])) and not {
            subject.key for subject in decision.subjects
        }.isdisjoint(self.happenings)

    @property
    def amendable(self) -> frozenset[tuple[str, str, str]]:
        """What may be amended to settle it: documents, their accounts, and a field."""
        field = self.told.get("field")
        return frozenset((document, account, field) for document, account in self.told.get("accounts", ()) if field)


def state_of(item: ReviewItem, stand: Sequence[Decision]) -> tuple[str, int | None]:
    """The state that decisions give to an item, and the number of the one that does; the last counts."""
    for decision in reversed(stand):
        if decision.kind == REVIEW and item.is_meant_by(decision):
            return decision.becomes["state"], decision.seq
        if decision.kind == AMEND:
            [subject] = decision.subjects
            if (subject.document, decision.becomes["account"], decision.becomes["field"]) in item.amendable:
                return EDITED, decision.seq
    return OPEN, None


def items_of(
    id: str,
    happenings: Sequence[Happening],
    incident: Incident,
    accounts: Sequence[tuple[str, Account]],
    readings: Mapping[str, Reading],
) -> tuple[ReviewItem, ...]:
    """What of an incident should be looked at, all of it open. Names of accounts begin with their documents'."""
    found = [*_disputes(incident, accounts), *_vague(incident, accounts)]
    for document in dict.fromkeys(document for document, _ in happenings):
        own = [happening for happening in happenings if happening[0] == document]
        told = [account for of, account in accounts if of == document]
        found += _of_document(readings[document], own, told)
    return tuple(_item(id, None, incident.background, *each) for each in found)


def similar(incident: str, other: str, link: Weighed, *, background: bool) -> ReviewItem:
    """That two incidents may be one, and why."""
    about = f"{'/'.join(link.a)} {'/'.join(link.b)}"
    told = {"a": list(link.a), "b": list(link.b), "score": link.score, "reasons": list(link.reasons)}
    rank = _RANKS["similar"] + round(link.score * 20)
    return _item(incident, other, background, "similar", about, "", rank, (link.a, link.b), told)


def unread_in(reading: Reading) -> ReviewItem:
    """What stayed unread in a document that tells of no incident."""
    document = reading.document.id
    issues = [[i.code, i.start, i.end, i.message] for i in reading.issues]
    told = {"document": document, "issues": issues}
    rests_on = [issue[:3] for issue in issues]
    return _item("", None, False, "unread", document, rests_on, _RANKS["unread"], [(document, "")], told)


_Found = tuple[str, str, Any, int, Sequence[Happening], dict[str, Any]]
"""Reason, what about, what it rests on, rank, happenings, and what it shows."""


def _item(
    incident: str,
    other: str | None,
    background: bool,
    reason: str,
    about: str,
    rests_on: Any,
    rank: int,
    happenings: Sequence[Happening],
    told: dict[str, Any],
) -> ReviewItem:
    """An item; what is told as history is looked at last."""
    id = digest_of([incident, reason, about])[:16]
    rank = rank // 10 if background else rank
    return ReviewItem(
        id, incident, other, reason, about, digest_of(rests_on), rank, tuple(sorted(set(happenings))), told
    )


def _disputes(incident: Incident, accounts: Sequence[tuple[str, Account]]) -> Iterator[_Found]:
    """The fields on which accounts are at odds, each with the values that are."""
    for name, field in incident.fields.items():
        if field.status != "disputed":
            continue
        at_odds = sorted({end for r in field.relations if r.relation in ("disputes", "denies") for end in (r.a, r.b)})
        values = [field.claims[number] for number in at_odds] or list(field.claims)
        told = {
            "field": name,
            "values": [value.value for value in values],
            "accounts": _names(account for value in values for account in value.accounts),
        }
        rests_on = sorted(digest_of(value.value) for value in values)
        rank = _RANKS["dispute"] + (5 if name in _HARM else 0)
        yield "dispute", name, rests_on, rank, _happenings(told["accounts"], accounts), told


def _vague(incident: Incident, accounts: Sequence[tuple[str, Account]]) -> Iterator[_Found]:
    """The place, and the day, where nobody tells it closely."""
    for name, key, vague, less in (("place", "precision", _VAGUE_PLACES, 0), ("happened", "grain", _VAGUE_DAYS, 5)):
        field: IncidentField | None = incident.fields.get(name)
        if field is None or not all(value.get(key) in vague for value in field.values):
            continue
        told = {
            "field": name,
            "values": list(field.values),
            "accounts": _names(account for value in field.claims for account in value.accounts),
        }
        rests_on = sorted(map(digest_of, field.values))
        yield "precision", name, rests_on, _RANKS["precision"] - less, _happenings(told["accounts"], accounts), told


def _of_document(reading: Reading, own: Sequence[Happening], told: Sequence[Account]) -> Iterator[_Found]:
    """The restored words and the unread parts of a document that an incident has to do with.

    What no account of the document holds belongs to the first happening that it tells of.
    """
    document = reading.document.id
    first = bool(reading.incidents) and (document, reading.incidents[0].id) in own
    mine = [account.statement for account in told]
    all_of_it = [account.statement for account in reading.accounts]

    def belongs(start: int | None, end: int | None) -> bool:
        if start is not None and end is not None:
            if _lies_in(Span(start, end), mine):
                return True
            if _lies_in(Span(start, end), all_of_it):
                return False
        return first

    words = [[r.start, r.end, r.read_as] for r in reading.document.restorations if belongs(r.start, r.end)]
    if words:
        shown = {"document": document, "words": words}
        yield "restored", document, words, _RANKS["restored"], own, shown
    issues = [[i.code, i.start, i.end, i.message] for i in reading.issues if belongs(i.start, i.end)]
    if issues:
        shown = {"document": document, "issues": issues}
        yield "unread", document, [issue[:3] for issue in issues], _RANKS["unread"], own, shown


def _lies_in(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)


def _names(accounts: Iterator[str]) -> list[list[str]]:
    """Accounts, each once, as a document and the name that it has there."""
    return [list(name.split("/", 1)) for name in sorted(set(accounts))]


def _happenings(named: Sequence[Sequence[str]], accounts: Sequence[tuple[str, Account]]) -> list[Happening]:
    """The happenings that some accounts are of."""
    wanted = {"/".join(name) for name in named}
    return [(document, account.incident) for document, account in accounts if account.id in wanted and account.incident]
