"""How often sources agree, differ and deny each other, over the fields of incidents that two of them tell of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from riwaya.errors import UsageError
from riwaya.exports.material import Case, Material, chain_of
from riwaya.records import IncidentField

VERDICTS = ("denies", "differs", "agrees")
"""What two sources do in a field, the weightiest first."""
BY = ("speaker", "outlet")
_OF_RELATION = {"denies": "denies", "disputes": "differs", "updates": "agrees", "refines": "agrees", "agrees": "agrees"}


@dataclass(frozen=True, slots=True)
class Agreements:
    """Sources, those of most incidents first, and for two of them (in this order) how often they did what."""

    names: tuple[str, ...]
    counts: Mapping[tuple[str, str], Mapping[str, int]]


def agreements_of(material: Material, *, by: str = "speaker", most: int = 12) -> Agreements:
    """How sources agree: those who assert (speaker) or those who publish (outlet), by name.

    A field of an incident counts once for two sources: as denied where one denies it, else as differing where any of
    their values are in dispute, else as agreeing. An update and a more precise value agree. Whoever is not named is no
    source that could be followed from one incident to another, and is left out. It does not say who is right.
    """
    if by not in BY:
        raise UsageError(f"sources are compared by {' or '.join(BY)}, not by {by!r}")
    counts: dict[tuple[str, str], Counter[str]] = {}
    told: Counter[str] = Counter()
    for case in material.cases():
        names = _names(case, by)
        told.update(set(names.values()))
        for field in case.incident.fields.values():
            for pair, verdict in _verdicts(field, names):
                counts.setdefault(pair, Counter())[verdict] += 1
    compared = {name for pair in counts for name in pair}
    first = sorted(compared, key=lambda name: (-told[name], name))[:most]
    ranks = {name: number for number, name in enumerate(first)}
    kept: dict[tuple[str, str], Counter[str]] = {}
    for pair, counted in counts.items():
        if ranks.keys() >= set(pair):
            a, b = sorted(pair, key=ranks.__getitem__)
            kept[a, b] = counted
    return Agreements(tuple(first), kept)


def _names(case: Case, by: str) -> dict[str, str]:
    """The source of each account of a case that has a name."""
    names = {}
    for document, account in case.accounts:
        chain = chain_of(case, document, account)
        name = chain.outlet if by == "outlet" else None if chain.speaker.anonymous else chain.speaker.name
        if name:
            names[account.id] = name
    return names


def _verdicts(field: IncidentField, names: Mapping[str, str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Two sources that tell of a field, and what they do in it, each two once."""
    who = [{names[account] for account in value.accounts if account in names} for value in field.claims]
    found: dict[tuple[str, str], set[str]] = {}

    def note(some: set[str], others: set[str], verdict: str) -> None:
        for a in some:
            for b in others - {a}:
                found.setdefault((min(a, b), max(a, b)), set()).add(verdict)

    for a, b in combinations(range(len(who)), 2):
        for each in field.relations:
            if {each.a, each.b} == {a, b}:
                note(who[a], who[b], _OF_RELATION[each.relation])
    for names_of_one in who:
        note(names_of_one, names_of_one, "agrees")
    for pair, verdicts in sorted(found.items()):
        yield pair, next(verdict for verdict in VERDICTS if verdict in verdicts)
