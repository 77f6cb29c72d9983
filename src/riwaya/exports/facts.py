"""What an incident comes to in one row, for layouts that keep one value a field.

Nothing is decided: which value stands in a row follows from a rule that is told here, and whoever writes a row says
beside it what else is told and by how many. A value that was told anew since does not stand, nor does one that a person
corrected; what the person says instead does. Who only denies, threatens or plans tells of nobody who acted, of nobody
harmed and of no hit: such values of theirs do not stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from riwaya.exports.material import Case, claim_id
from riwaya.exports.updating import superseded_in
from riwaya.records import COUNT_FIELDS, Account, FieldValue, IncidentField

_NARROWNESS = {
    "place": ("exact", "locality", "near", "admin2", "admin1", "sea", "country", "unknown"),
    "happened": ("minute", "part_of_day", "day", "week", "month", "season", "year", "open"),
}
"""Of precisions and grains, the narrowest first."""
_OPEN = "9999-12-31"
"""Stands for a last day that is open."""


class Value(NamedTuple):
    """A value of a field that stands: who tells it (accounts, `document/account`), by which claims, and by a person."""

    value: Any
    accounts: tuple[str, ...]
    claims: tuple[str, ...]
    amended: bool = False


class Figure(NamedTuple):
    """The least and the most that stands of a count, None where it is open or nobody tells, and as of which day.

    `claims` are those that it rests on. `as_of` is the latest day that any of them speaks from.
    """

    low: int | None
    high: int | None
    as_of: str | None
    claims: tuple[str, ...]


NO_FIGURE = Figure(None, None, None, ())


def standing(case: Case, name: str) -> tuple[Value, ...]:
    """The values of a field that stand, in the order of the record; none where nobody tells one."""
    field = case.incident.fields.get(name)
    corrected = _corrected(case, name)
    told = tuple(_as_read(case, name, field, corrected)) if field else ()
    return (*told, *_by_people(corrected))


def _as_read(
    case: Case, name: str, field: IncidentField, corrected: Mapping[str, Mapping[str, Any]]
) -> Iterator[Value]:
    gone = superseded_in(case, field)
    claims = claims_by_account(case, name)
    undone = {account.id for _, account in case.accounts if not tells_as_done(account)}
    for number, told in enumerate(field.claims):
        out = undone if is_of_a_deed(name, told.value) else ()
        accounts = tuple(account for account in told.accounts if account not in corrected and account not in out)
        if number in gone or told.value is None or not accounts:
            continue
        yield Value(told.value, accounts, claims_telling(claims, FieldValue(told.value, accounts)))


Claims = Mapping[str, tuple[tuple[str, Any], ...]]
"""The claims of a field by their accounts, each with its id and its value."""


def claims_telling(claims: Claims, told: FieldValue) -> tuple[str, ...]:
    """The claims behind a value that accounts tell: of each those that say it, else all that it has of the field."""
    found: list[str] = []
    for account in told.accounts:
        of_field = claims.get(account, ())
        found += [id for id, value in of_field if _same(value, told.value)] or [id for id, _ in of_field]
    return tuple(found)


def tells_as_done(account: Account) -> bool:
    """Whether an account tells of something as done, and not to deny, doubt, threaten or plan it."""
    done = account.stance not in ("denies", "doubts", "threatens", "plans")
    return done and account.modality in ("actual", "possible") and account.polarity == "affirmed"


def is_told_as_done(case: Case) -> bool:
    """Whether any account of an incident tells of it as done."""
    return any(tells_as_done(account) for _, account in case.accounts)


def is_of_a_deed(name: str, value: Any) -> bool:
    """Whether a value says that something was done or suffered; that nobody was harmed says none."""
    if name in COUNT_FIELDS and isinstance(value, dict):
        return value.get("high") != 0
    return name == "actor" or (name == "outcome" and value in ("hit", "damage"))


def _same(claimed: Any, told: Any) -> bool:
    """Whether the value of a claim is that of an incident, which may say more of it, such as as of when."""
    if isinstance(claimed, dict) and isinstance(told, dict):
        return all(told.get(key) == value for key, value in claimed.items())
    return bool(claimed == told)


def claims_by_account(case: Case, name: str) -> Claims:
    """The claims of a field of an incident."""
    return {
        account.id: tuple(
            (claim_id(account, number), claim.value)
            for number, claim in enumerate(account.claims)
            if claim.field == name
        )
        for _, account in case.accounts
    }


def _corrected(case: Case, name: str) -> dict[str, Mapping[str, Any]]:
    """What people say that accounts tell of a field, by the account."""
    return {f"{each['document']}/{each['account']}": each for each in case.amended if each["field"] == name}


def _by_people(corrected: Mapping[str, Mapping[str, Any]]) -> Iterator[Value]:
    for account, each in sorted(corrected.items()):
        for value in each["values"]:
            yield Value(value, (account,), (), amended=True)


def breadth(name: str, value: Any) -> int:
    """How wide a place or a time is, the narrowest least; the same for all values of other fields."""
    order = _NARROWNESS.get(name, ())
    key = "precision" if name == "place" else "grain"
    told = value.get(key) if order and isinstance(value, dict) else None
    return order.index(told) if told in order else len(order)


def best(case: Case, name: str) -> Value | None:
    """The value of a field that a row shows, None where none stands.

    The narrowest place or time, of those the one that most accounts tell, of those the first; what a person says before
    what was read.
    """

    def rank(value: Value) -> tuple[bool, int, int]:
        return not value.amended, breadth(name, value.value), -len(value.accounts)

    return min(standing(case, name), key=rank, default=None)


def told_with(case: Case, name: str, value: Value) -> tuple[Value, ...]:
    """The other values of a field that an account tells which tells this one, as of two who acted together."""
    return tuple(each for each in standing(case, name) if each != value and set(each.accounts) & set(value.accounts))


def figure(case: Case, name: str) -> Figure:
    """The least and the most that stands of a count of the incident itself; tolls over time or of an area are none."""
    told = [each for each in standing(case, name) if (each.value.get("scope") or "incident") == "incident"]
    if not told:
        return NO_FIGURE
    lows = [each.value["low"] for each in told if each.value.get("low") is not None]
    highs = [each.value.get("high") for each in told]
    high = None if None in highs else max(number for number in highs if number is not None)
    as_of = max((day for each in told for day in _days(case, each)), default=None)
    return Figure(min(lows, default=None), high, as_of, tuple(id for each in told for id in each.claims))


def _days(case: Case, value: Value) -> Iterator[str]:
    """The days that a figure speaks from: its own, else those of the accounts that tell it."""
    if day := value.value.get("as_of"):
        yield str(day)
        return
    as_of = {account.id: account.as_of for _, account in case.accounts}
    yield from (day for account in value.accounts if (day := as_of.get(account)))


def span_of_days(case: Case) -> tuple[str | None, str | None]:
    """The first day and the last that stand of when it happened, None where one is open or not told.

    A time that holds a narrower one that stands, as a month holds a day of it, widens nothing.
    """
    told = {(str(v["earliest"] or "")[:10], str(v["latest"] or _OPEN)[:10]) for v in _times(case)}
    narrow = [a for a in told if not any(a != b and a[0] <= b[0] and b[1] <= a[1] for b in told)]
    first, last = min((a[0] for a in narrow), default=""), max((a[1] for a in narrow), default=_OPEN)
    return first or None, None if last == _OPEN else last


def _times(case: Case) -> Iterator[Mapping[str, Any]]:
    return (each.value for each in standing(case, "happened"))


def disputed_fields(case: Case) -> tuple[str, ...]:
    """The fields that the accounts dispute, or that somebody denies, in the order of the record."""
    return tuple(
        name
        for name, field in case.incident.fields.items()
        if field.status == "disputed" or any(each.relation == "denies" for each in field.relations)
    )


def status_of(case: Case) -> str:
    """How an incident stands: denied, disputed, reviewed (a person decided on it) or reported. Nothing is confirmed."""
    fields: Sequence[IncidentField] = tuple(case.incident.fields.values())
    if any(relation.relation == "denies" for field in fields for relation in field.relations):
        return "denied"
    if any(field.status == "disputed" for field in fields):
        return "disputed"
    return "reviewed" if case.reviewed else "reported"
