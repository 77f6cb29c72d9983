"""Groups accounts into incidents in which every value keeps the accounts that claim it. Decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from riwaya.frozen import replace
from riwaya.reconciling.between import Found, Holder, gather, holders_of, relate
from riwaya.reconciling.lines import find_origins
from riwaya.reconciling.sums import settle
from riwaya.records import (
    COUNT_FIELDS,
    FIELDS,
    Account,
    Claim,
    FieldValue,
    Incident,
    IncidentField,
    Relation,
    Source,
    whole_of,
)

_GENERAL = frozenset(("attack", "explosion", "interception", "destruction", "statement", "accusation"))
_STATUS = (
    ("disputed", frozenset(("disputes", "denies"))),
    ("updated", frozenset(("updates",))),
    ("refined", frozenset(("refines",))),
)


def group(
    accounts: Sequence[Account], sources: Sequence[Source], happenings: Sequence[int]
) -> tuple[tuple[Account, ...], tuple[Incident, ...]]:
    """The accounts with their incidents, and the incidents in the order in which the text first tells of them.

    `happenings[i]` numbers the happening that account `i` tells of.
    """
    members: dict[str, list[Account]] = {}
    ids: dict[int, str] = {}
    placed = []
    for account, happening in zip(accounts, happenings, strict=True):
        incident = ids.setdefault(happening, f"i{len(ids) + 1}")
        placed.append(replace(account, incident=incident))
        members.setdefault(incident, []).append(placed[-1])
    by_id = {source.id: source for source in sources}
    return tuple(placed), tuple(build(incident, told, by_id) for incident, told in members.items())


def build(
    incident_id: str,
    accounts: Sequence[Account],
    sources: dict[str, Source],
    texts: Mapping[str, str] | None = None,
    *,
    found: Found | None = None,
) -> Incident:
    """One incident out of its accounts (at least one).

    `texts` are those of several documents, so that copies are found among them; the id of an account then begins with
    that of its document and a stroke. `found` keeps what two values came to for other incidents out of these accounts.
    """
    origins = find_origins(accounts, sources, texts or {})
    lines = origins.names
    claims: dict[str, list[tuple[Holder, Claim]]] = {}
    for holder in holders_of(accounts, lines):
        for claim in holder.account.claims:
            claims.setdefault(claim.field, []).append((holder, claim))
    known = {} if found is None else found
    fields = {field: _field(field, claims[field], known) for field in FIELDS if field in claims}
    _deny_whole(accounts, lines, fields)
    return Incident(
        id=incident_id,
        type=_type(accounts),
        accounts=tuple([account.id for account in accounts]),
        background=all(account.background for account in accounts),
        independent_lines=len(origins.independent),
        fields=fields,
        lines=origins.independent,
    )


def _type(accounts: Sequence[Account]) -> str:
    asserting = [a.type for a in accounts if a.stance not in ("condemns", "no_claim")] or [a.type for a in accounts]
    counted = Counter(asserting)
    special = [t for t in counted if t not in _GENERAL]
    return whole_of(max(special or counted, key=lambda t: counted[t]), counted)


def _field(field: str, claims: Sequence[tuple[Holder, Claim]], found: Found) -> IncidentField:
    """What the accounts claim of one field."""
    values = gather(field, claims)
    relations = [Relation(a, b, verdict.relation, verdict.why) for a, b, verdict in relate(field, values, found)]
    if field in COUNT_FIELDS:
        relations = settle([(held.value, [each.account for each in held.holders]) for held in values], relations)
    told = tuple([FieldValue(held.value, tuple([each.account.id for each in held.holders])) for held in values])
    return IncidentField(_status(told, relations), told, tuple(relations))


def _status(values: Sequence[FieldValue], relations: Sequence[Relation]) -> str:
    kinds = {relation.relation for relation in relations}
    for status, of in _STATUS if kinds else ():
        if kinds & of:
            return status
    if not kinds and len(values) > 1:
        return "single"
    several = len({account for value in values for account in value.accounts}) > 1
    return "agreed" if several else "single"


def _held_by(accounts: Sequence[Account], told: IncidentField) -> list[int]:
    """The values of a field, as indices, that any of some accounts claims."""
    ids = {account.id for account in accounts}
    return [number for number, value in enumerate(told.claims) if not ids.isdisjoint(value.accounts)]


def _deny_whole(accounts: Sequence[Account], lines: Mapping[str, str], fields: dict[str, IncidentField]) -> None:
    """A denial that anything happened disputes every account that says it did, even where the two share no field."""
    denying = [a for a in accounts if a.stance == "denies"]
    asserting = [
        a
        for a in accounts
        if a.stance in ("asserts", "claims_responsibility", "accuses")
        and lines[a.id] not in {lines[d.id] for d in denying}
    ]
    if not denying or not asserting or any(f.status == "disputed" for f in fields.values()):
        return
    why = f"{lines[denying[0].id]} denies"
    for field in ("actor", "outcome", "target", "killed"):
        told = fields.get(field)
        said, denied = (_held_by(asserting, told), _held_by(denying, told)) if told else ([], [])
        if told and said and denied:
            relation = Relation(said[0], denied[0], "denies", f"{why} it")
            fields[field] = IncidentField("disputed", told.claims, (*told.relations, relation))
            return
    for field in ("actor", "target", "outcome", "killed", "injured", "weapon", "place", "happened"):
        told = fields.get(field)
        said = _held_by(asserting, told) if told else []
        if told and said:
            claims = (*told.claims, FieldValue(None, tuple(d.id for d in denying)))
            relation = Relation(said[0], len(claims) - 1, "denies", f"{why} that it happened")
            fields[field] = IncidentField("disputed", claims, (*told.relations, relation))
            return
