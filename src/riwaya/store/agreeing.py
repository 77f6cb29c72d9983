"""How the sources of an incident stand to each other, two by two: whether they agree, differ, or one denies the other.

What weighs most counts: two sources that agree on the place and tell other tolls differ. That one told a later figure
than the other says nothing of either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from riwaya.records import Account, Incident, IncidentField, Reading

VERDICTS = ("agrees", "differs", "denies")
"""From the least to the most weighty."""
_VERDICT_OF = {"agrees": 0, "refines": 0, "disputes": 1, "denies": 2}
_MOST = 300
"""Pairs of one incident that are kept, in their order: of 25 sources, all."""
_LONGEST = 200
"""Characters of a name; a source that is described in more is no name that comes again."""


class SourcePair(NamedTuple):
    """Two sources, by the ids of the actors that they are or by their names, in order, and one of `VERDICTS`."""

    a: str
    b: str
    relation: str


def pairs_of(
    incident: Incident, accounts: Sequence[tuple[str, Account]], readings: Mapping[str, Reading]
) -> tuple[SourcePair, ...]:
    """The sources of an incident that are named and tell of one field at least, two by two."""
    speakers = {account.id: _speaker(account, readings[document]) for document, account in accounts}
    worst: dict[tuple[str, str], int] = {}
    for field in incident.fields.values():
        for pair, verdict in _told(field, speakers):
            worst[pair] = max(verdict, worst.get(pair, 0))
    return tuple(SourcePair(*pair, VERDICTS[worst[pair]]) for pair in sorted(worst)[:_MOST])


def _speaker(account: Account, reading: Reading) -> str | None:
    """Who asserts an account; None where nobody names him."""
    if not account.attribution:
        return None
    id = account.attribution[-1].source.rpartition("/")[2]
    source = next((each for each in reading.sources if each.id == id), None)
    if source is None or source.anonymous:
        return None
    name = source.actor or source.name or ""
    return name if 0 < len(name) <= _LONGEST else None


def _told(field: IncidentField, speakers: Mapping[str, str | None]) -> Iterator[tuple[tuple[str, str], int]]:
    """Two sources who tell of a field, and how they stand to each other in it, as often as they do."""
    who = [{name for account in value.accounts if (name := speakers.get(account))} for value in field.claims]
    for names in who:
        yield from (((a, b), 0) for a, b in combinations(sorted(names), 2))
    for relation in field.relations:
        verdict = _VERDICT_OF.get(relation.relation)
        if verdict is not None:
            for a, b in product(who[relation.a], who[relation.b]):
                if a != b:
                    yield ((a, b) if a < b else (b, a)), verdict
