"""Holds back what is younger than a profile lets out, and finds which happenings befell a place of shelter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from riwaya.exports.material import Case, Material
from riwaya.exports.profiles.ids import Ids
from riwaya.exports.profiles.places import is_site
from riwaya.exports.profiles.rules import Profile
from riwaya.records import Account, Reading
from riwaya.store.moments import in_utc

_END_OF_DAY = "T23:59:59+00:00"


@dataclass(slots=True)
class Plan:
    """What is held back, found in one pass over the material: incidents, happenings, whole documents.

    `hidden` are happenings of incidents that are held back in documents that tell of others too; `sites` those that
    befell a place where people live or find shelter.
    """

    incidents: set[str] = field(default_factory=set)
    hidden: set[tuple[str, str]] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    sites: set[tuple[str, str]] = field(default_factory=set)


def make_plan(material: Material, profile: Profile, ids: Ids, *, now: str) -> Plan:
    """What a profile holds back of some material at a moment; learns on the way what things are called."""
    plan = Plan()
    told_of: set[str] = set()
    told: set[str] = set()
    for case in material.cases():
        first = min(case.readings, default=None)
        ids.learn(case.id, case.readings[first].document.text if first else "")
        befell_site = any(is_hit(account, profile) for _, account in case.accounts)
        if befell_site:
            plan.sites.update(case.happenings)
        told_of.update(case.readings)
        if is_young(case, profile, befell_site=befell_site, now=now):
            plan.incidents.add(case.id)
            plan.hidden.update(case.happenings)
        else:
            told.update(case.readings)
    for reading in material.readings():
        _learn(reading, ids)
        id = reading.document.id
        young = is_younger((published_of(reading),), profile.hold, now)
        if (id in told_of and id not in told) or (id not in told_of and young):
            plan.documents.add(id)
    return plan


def _learn(reading: Reading, ids: Ids) -> None:
    document = reading.document
    ids.learn(document.id, document.text)
    for id in (
        *(source.id for source in reading.sources),
        *(account.id for account in reading.accounts),
        *(incident.id for incident in reading.incidents),
    ):
        if ids.of(id) is None:
            ids.learn(id, document.text)


def is_hit(account: Account, profile: Profile) -> bool:
    """Whether an account tells that a place where people live, are cared for or find shelter was hit."""
    return any(
        claim.field == "target" and isinstance(claim.value, Mapping) and is_site(claim.value, profile)
        for claim in account.claims
    )


def is_young(case: Case, profile: Profile, *, befell_site: bool, now: str) -> bool:
    """Whether an incident is held back: longer where it may still go on, or befell a place of shelter."""
    goes_on = befell_site or any(account.type in profile.in_progress for _, account in case.accounts)
    hours = profile.hold_in_progress if goes_on or case.incident.type in profile.in_progress else profile.hold
    days = [day for reading in case.readings.values() if (day := published_of(reading))]
    return is_younger(days or list(_days(case)), hours, now)


def is_younger(moments: list[str] | tuple[str | None, ...], hours: int, now: str) -> bool:
    """Whether the newest of some moments is less than so many hours ago; where none is known, nobody can say not."""
    known = [moment for each in moments if each and (moment := _moment(each))]
    if not known:
        return True
    held_since = datetime.fromisoformat(now) - timedelta(hours=hours)
    return max(known) > held_since


def published_of(reading: Reading) -> str | None:
    """When a document was published, as far as anything tells: else when it was first taken down."""
    provenance = reading.document.provenance
    moments = (provenance.edited, provenance.published, provenance.retrieved) if provenance else ()
    told = [reading.document.published, *(moment.at for moment in moments[:2] if moment)]
    known = [each for each in told if each and _moment(each)]
    if known:
        return max(known, key=in_utc)
    retrieved = provenance.retrieved if provenance else None
    return retrieved.at if retrieved else None


def _days(case: Case) -> Iterator[str]:
    """The last days on which an incident may have happened."""
    told = case.incident.fields.get("happened")
    for value in told.values if told else ():
        if isinstance(value, Mapping) and value.get("latest"):
            yield str(value["latest"])


def _moment(text: str) -> datetime | None:
    """A moment; of a day its end, and of one without an offset as in UTC."""
    try:
        moment = datetime.fromisoformat(text if len(text) > 10 else text + _END_OF_DAY)
    except ValueError:
        return None
    return moment if moment.tzinfo else datetime.fromisoformat(moment.isoformat() + "+00:00")
