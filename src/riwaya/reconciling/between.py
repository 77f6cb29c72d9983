"""The weightiest relation between two values of a field, over all the accounts that hold them.

A hundred accounts that say five and a hundred that say seven are ten thousand pairs, of which most differ in nothing
that a comparison looks at. So voices that are alike are compared once, and what else two accounts tell is asked only
where it could still change what is found.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from riwaya.reconciling.bearings import MAY_MAKE, bear
from riwaya.reconciling.compare import Order, alike, compare_in_order, one_value, order_of, plain
from riwaya.reconciling.sums import MOST_VALUES, tells_nearer
from riwaya.reconciling.verdicts import Verdict, Voice
from riwaya.records import COUNT_FIELDS, Account, Claim

_WEIGHT = {"denies": 4, "disputes": 3, "updates": 2, "refines": 1, "agrees": 0}
_Weighed = tuple[Verdict | None, tuple[int, str]]
"""A verdict, and what it is held against others by."""
_LIGHTEST = (-1, "")


class Holder(NamedTuple):
    """An account that holds a value: its voice, and by what it is told first."""

    account: Account
    voice: Voice
    order: Order


class Held(NamedTuple):
    """A value, how it is spelled (empty where it stands alone), and the accounts that hold it."""

    value: Any
    spelled: str
    holders: list[Holder]


Found = dict[Hashable, Verdict | None]
"""What was found between values, by these and by whoever holds them, for incidents out of the same accounts."""


def holders_of(accounts: Iterable[Account], lines: Mapping[str, str]) -> Iterator[Holder]:
    """Accounts with their voices; `lines` are the names of the lines that they go back to."""
    for account in accounts:
        document = account.id.rpartition("/")[0]
        voice = Voice(lines[account.id], account.as_of, account.stance, account.polarity, document)
        yield Holder(account, voice, order_of(voice))


def gather(field: str, claims: Iterable[tuple[Holder, Claim]]) -> list[Held]:
    """The values of a field in the order in which they are first told, each once for all who hold it in one stance."""
    values: list[tuple[Any, list[Holder]]] = []
    for holder, claim in claims:
        for value, holders in values[-MOST_VALUES:]:
            if holders[0].voice.stance == holder.voice.stance and one_value(field, value, claim.value):
                if holder is not holders[-1]:
                    holders.append(holder)
                break
        else:
            values.append((claim.value, [holder]))
    several = len(values) > 1
    return [Held(value, repr(value) if several else "", holders) for value, holders in values]


def relate(field: str, values: Sequence[Held], found: Found) -> Iterator[tuple[int, int, Verdict]]:
    """How each two values of a field stand to each other, as far as they have to do with one another.

    Looks up in `found` what was found before, and adds what is found.
    """
    if len(values) < 2:
        return
    told_by = [(held.spelled, *((h.account.id, h.voice.line) for h in held.holders[:MOST_VALUES])) for held in values]
    for b in range(len(values)):
        for a in range(max(0, b - MOST_VALUES), b):
            key = (field, told_by[a], told_by[b])
            if key not in found:
                found[key] = _between(field, values[a], values[b])
            if verdict := found[key]:
                yield a, b, verdict


def _between(field: str, a: Held, b: Held) -> Verdict | None:
    """The weightiest relation between two values; of two of one weight, that of the later reason by its letters."""
    best, heaviest = None, _LIGHTEST
    first_by_value = plain(a.spelled) <= plain(b.spelled)
    compared: dict[Hashable, _Weighed] = {}
    for one in a.holders[:MOST_VALUES]:
        for other in b.holders[:MOST_VALUES]:
            in_order = one.order < other.order or (one.order == other.order and first_by_value)
            key = (in_order, alike(field, a.value, b.value, one.voice, other.voice))
            if key not in compared:
                told = (a.value, b.value, one.voice, other.voice)
                if not in_order:
                    told = (b.value, a.value, other.voice, one.voice)
                compared[key] = _weighed(compare_in_order(field, *told))
            verdict, weight = compared[key]
            if weight <= heaviest if verdict else field not in MAY_MAKE:
                continue
            verdict, weight = _weighed(_borne_out(field, a.value, b.value, one, other, verdict))
            if weight > heaviest:
                best, heaviest = verdict, weight
    return best


def _weighed(verdict: Verdict | None) -> _Weighed:
    return (verdict, (_WEIGHT[verdict.relation], plain(verdict.why))) if verdict else (None, _LIGHTEST)


def _borne_out(field: str, a: Any, b: Any, one: Holder, other: Holder, verdict: Verdict | None) -> Verdict | None:
    """The relation of two values in the light of what else their accounts tell."""
    one_line = one.voice.line == other.voice.line
    verdict = bear(field, a, b, one.account, other.account, verdict, one_line=one_line)
    if verdict is None or field not in COUNT_FIELDS or verdict.relation not in ("disputes", "updates") or one is other:
        return verdict
    lesser = verdict.relation == "updates"
    if tells_nearer(one.account, field, a, b, lesser=lesser) or tells_nearer(other.account, field, b, a, lesser=lesser):
        return None
    return verdict
