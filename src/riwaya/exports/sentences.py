"""An incident in one sentence of plain English: what, where and when, who says what, and what is disputed."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.exports.facts import best, disputed_fields, is_of_a_deed, span_of_days
from riwaya.exports.lines import clean
from riwaya.exports.material import Case, chain_of
from riwaya.exports.wording import Wording, labels_of
from riwaya.records import COUNT_FIELDS, Account

_TOLD = ("outcome", *COUNT_FIELDS)
"""Fields that a sentence tells of each account; whom somebody accuses, it tells too."""


def sentence_of(case: Case) -> str:
    """The sentence; names are as the reports have them."""
    labels = labels_of("en")
    reports = f"{len(case.readings)} report{'s' if len(case.readings) > 1 else ''}"
    head = f"{labels.of('type', case.incident.type).capitalize()}{_where(case)}{_when(case)}"
    history = ", told as history" if case.incident.background else ""
    told = "; ".join(dict.fromkeys(_told(case, Wording(labels))))
    disputed = ", ".join(labels.of("field", name) for name in disputed_fields(case))
    against = f"; accounts differ on: {disputed}" if disputed else ""
    return clean(f"{head}{history}, in {reports}: {told}{against}.")


def _where(case: Case) -> str:
    place = best(case, "place")
    if place is None:
        return ""
    told = Wording(labels_of("en")).value("place", place.value)
    return f" {told}" if place.value.get("precision") == "near" else f" at {told}"


def _when(case: Case) -> str:
    first, last = span_of_days(case)
    if first is None or last is None:
        return f", until {last}" if last else f", since {first}" if first else ""
    return f" on {first}" if first == last else f" between {first} and {last}"


def _told(case: Case, wording: Wording) -> Iterator[str]:
    stances = labels_of("en")
    for document, account in case.accounts:
        chain = chain_of(case, document, account)
        speaker = wording.source(chain.speaker, publisher=len(chain.sources) == 1)
        said = ", ".join(_values(account, wording))
        if account.stance == "denies":
            yield f"{speaker} denies it{f' and says: {said}' if said else ''}"
        else:
            yield f"{speaker} {stances.of('stance', account.stance)}{f' ({said})' if said else ''}"


def _values(account: Account, wording: Wording) -> Iterator[str]:
    """What an account says in words; of who denies only what he says instead, not what he denies."""
    told = _TOLD if account.stance != "accuses" else ("actor", *_TOLD)
    for claim in account.claims:
        if claim.field in told and not (account.stance == "denies" and is_of_a_deed(claim.field, claim.value)):
            value = wording.value(claim.field, claim.value)
            yield value if claim.field == "outcome" else f"{labels_of('en').of('field', claim.field)}: {value}"
