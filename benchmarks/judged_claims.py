"""Which claims of a reading hold, as far as documents with a known reading can tell.

A claim is judged by its own words and value, not by the company it keeps: it holds where the annotation of its
happening says the same. Where the annotation cannot tell, the claim is not judged.

    of a happening that is annotated    right where a value of the field agrees, wrong where there is one and none does
    of one that nobody annotated        right where it would be for an annotated one of such a type, else wrong;
                                        not judged where whether it is an incident is a matter of taste
    where the annotation is silent      wrong for killed and injured, which are always annotated, and for what a golden
                                        document says is not told; else not judged
    that no day is told                 right where the annotation gives none, wrong where the happening has one that
                                        no account was read with; else not judged

Golden documents know what each account claims. Development reports know one value for a happening, so a count there
also holds where the annotation of an account names it in words, and fields that they do not annotate are not judged.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from golden.documents import Golden, WantedClaim, WantedIncident
from golden.facts import TALK, Read, main_holds, pair_accounts, part_holds
from riwaya.records import COUNT_FIELDS

NO_DAY = "accounts.no-day-given"
Record = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """One claim of a reading, and whether it holds."""

    account: str
    claim: Record
    right: bool


# --------------------------------------------------------------------------------------------------- golden documents


def judge_golden(golden: Golden, record: Record) -> Iterator[Judged]:
    """The claims of a reading that a golden document can judge."""
    read = Read(record)
    pairs = pair_accounts(golden, read)
    wanted_of = {pairs[a.key]["id"]: (i, a) for i in golden.incidents for a in i.accounts if a.key in pairs}
    homes: dict[str, list[WantedIncident]] = {}
    for account in read.accounts:
        if account["id"] in wanted_of:
            homes.setdefault(account["incident"], []).append(wanted_of[account["id"]][0])
    news = any(not incident.background for incident in golden.incidents)
    arguable = set(golden.may_also) | (TALK if news else set())
    for account in read.accounts:
        incident, wanted = wanted_of.get(account["id"], (None, None))
        if incident is None and (around := homes.get(account["incident"])):
            incident = max(around, key=around.count)
        stray = incident is None
        if stray:
            if account["type"] in arguable:
                continue
            incident = next((i for i in golden.incidents if account["type"] in i.type.split("|")), None)
        for claim in account["claims"]:
            own = [c for c in wanted.claims if c.field == claim["field"]] if wanted else []
            told = [c for a in incident.accounts for c in a.claims if c.field == claim["field"]] if incident else []
            silent = bool(incident) and claim["field"] in (*incident.silent, *(wanted.silent if wanted else ()))
            right = holds_for_golden(claim, own, told, silent=silent, stray=stray)
            if right is not None:
                yield Judged(account["id"], claim, right)


def holds_for_golden(
    claim: Record, own: list[WantedClaim], told: list[WantedClaim], *, silent: bool, stray: bool
) -> bool | None:
    """Whether a claim holds; `own` are the wanted claims of its field and account, `told` those of the happening."""
    field = claim["field"]
    if claim["rule"] == NO_DAY:
        if own:
            return any(main_holds(want, claim) for want in own)
        return None if told or stray else True
    wanted = own if own and field in COUNT_FIELDS else [*own, *told]
    if any(main_holds(want, claim) and _is_there(want, claim) for want in wanted):
        return True
    known = stray or bool(wanted) or silent or field in COUNT_FIELDS
    return False if known else None


def _is_there(want: WantedClaim, claim: Record) -> bool:
    """Whether a place is resolved to the wanted country and region; any other claim is."""
    asked = {part: want.parts[part] for part in ("country", "admin1") if part in want.parts}
    return want.field not in ("place", "origin") or all(part_holds(part, value, claim) for part, value in asked.items())


# ------------------------------------------------------------------------------------------------- development reports

SLOTS = ("actor", "target", "weapon", "place", "happened", "outcome", "killed", "injured")


def load_scorer(folder: Path) -> ModuleType:
    """The scorer of the development reports, whose comparisons of slots judge the claims."""
    spec = importlib.util.spec_from_file_location("score_reports", folder / "score_reports.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def judge_report(scorer: ModuleType, gold: Any, record: Record) -> Iterator[Judged]:
    """The claims of a reading that the gold events of its report can judge."""
    events = gold.events.get(record["document"]["id"])
    if events is None:
        return
    reading = scorer.check_reading(scorer.Checker(), json.loads(json.dumps(record)), gold.docs)
    accounts = {account["id"]: account for account in record["accounts"]}
    pairs = scorer.pair_up(events, reading["incidents"], reading["places"])
    event_of = {number: events[at] for at, number in pairs.items()}
    for number, incident in enumerate(reading["incidents"]):
        event = event_of.get(number)
        talk = incident["type"] in scorer.TALK
        if event is None and events and (talk or incident["background"]):
            continue  # the gold names few of these
        alike = [e for e in events if scorer.type_fit(e, incident)] if event is None else [event]
        claims = [(a["id"], claim) for a in incident["accounts"] for claim in accounts[a["id"]]["claims"]]
        dated = any(claim["field"] == "happened" and claim["rule"] != NO_DAY for _, claim in claims)
        for account, claim in claims:
            verdicts = [holds_for_event(scorer, event, claim, reading["places"], dated=dated) for event in alike]
            right = any(verdicts) if event is None else verdicts[0]
            if right is not None and claim["field"] in SLOTS:
                yield Judged(account, claim, right)


def holds_for_event(scorer: ModuleType, event: Record, claim: Record, places: Any, *, dated: bool) -> bool | None:
    """Whether a claim holds for a gold event; `dated` says that some account of its happening was read with a day."""
    field, value = claim["field"], claim["value"]
    alone = {"accounts": [{"claims": [claim]}]}
    if field == "happened":
        if claim["rule"] == NO_DAY:
            return None if event["date"] and dated else not event["date"]
        day = event["date"]
        return bool(day) and scorer.slot_hit("date" if is_one_day(value) else "date_contains", day, alone, places)[0]
    if field in ("killed", "injured"):
        if value["scope"] != "incident":
            return None
        agrees = event[field] is not None and scorer.slot_hit(field, event[field], alone, places)[0]
        return bool(agrees or is_told(value, event["accounts"]))
    if field == "place":
        return _place_holds(scorer, event, claim, alone, places)
    if field not in SLOTS or event[field] in (None, "unknown"):
        return None
    if scorer.slot_hit(field, event[field], alone, places)[0]:
        return True
    argued = any(account["conflicts_with"] is not None for account in event["accounts"])
    return None if argued and field == "outcome" else False


def is_one_day(value: Record) -> bool:
    """Whether a time is a single day."""
    return bool(value["earliest"]) and value["earliest"][:10] == (value["latest"] or "")[:10]


def is_told(value: Record, accounts: Iterable[Record]) -> bool:
    """Whether the annotation of an account names the count."""
    words = " ".join(account["says"] or "" for account in accounts).casefold()
    numbers = {int(n) for n in re.findall(r"\d+", words)}
    numbers |= {n for n, word in enumerate(NUMBER_WORDS) if re.search(rf"\b{word}\b", words)}
    return bool(value["low"]) and bool({value["low"], value["high"], value["low"] - 1} & numbers)


NUMBER_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


def _place_holds(scorer: ModuleType, event: Record, claim: Record, alone: Record, places: Any) -> bool | None:
    """Whether a place is in the gold country and has its name or region; a whole country is vague, not wrong."""
    if event["place"] is None and event["admin"] is None:
        return None
    country = event["country"] and event["country"].upper()
    if country and claim["value"]["country"] != country:
        return False
    if claim["value"]["precision"] == "country":
        return bool(country)
    named = bool(event["place"]) and scorer.slot_hit("place", event["place"], alone, places)[0]
    in_region = bool(event["admin"]) and scorer.admin_agrees(event["admin"], alone, places)
    elsewhere = bool(event["admin"]) and bool(claim["value"]["admin1"]) and not in_region
    return (named or in_region) and not elsewhere
