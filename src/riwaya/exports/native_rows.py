"""The record taken apart into rows of one kind each, and put together again.

Ids are those of the record with the document before them: `document/s0`, `document/a1`, and the first claim of that
account `document/a1/0`. Where an account is in an incident over documents, it and its claims name that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from riwaya.exports.facts import claims_by_account, claims_telling
from riwaya.exports.json import as_dict, grouped_as_dict
from riwaya.exports.material import Case
from riwaya.exports.updating import in_order
from riwaya.records import IncidentField, Reading, Relation

Row = dict[str, Any]


class Rows(NamedTuple):
    """A reading as rows: its document with all that is of it alone, its sources, accounts and claims."""

    document: Row
    sources: list[Row]
    accounts: list[Row]
    claims: list[Row]


def rows_of(reading: Reading, incidents: Mapping[str, str]) -> Rows:
    """The rows of a reading; `incidents` tells which incident over documents each account is in."""
    return rows_of_record(as_dict(reading), incidents)


def rows_of_record(record: Row, incidents: Mapping[str, str]) -> Rows:
    """The rows of a reading out of its record, as `riwaya read` prints it."""
    document = record["document"] | {
        "riwaya": record["riwaya"],
        "happenings": record["incidents"],
        "issues": record["issues"],
    }
    name = document["id"]
    sources = [{**source, "id": f"{name}/{source['id']}", "document": name} for source in record["sources"]]
    accounts, claims = [], []
    for account in record["accounts"]:
        id = f"{name}/{account['id']}"
        own = {"document": name, "incident": incidents.get(id)}
        told = {key: value for key, value in account.items() if key not in ("id", "incident", "claims")}
        chain = [{**link, "source": f"{name}/{link['source']}"} for link in account["attribution"]]
        accounts.append({"id": id, **own, "happening": account["incident"], **told, "attribution": chain})
        claims += [
            {"id": f"{id}/{number}", **own, "account": id, **claim} for number, claim in enumerate(account["claims"])
        ]
    return Rows(document, sources, accounts, claims)


def record_of(rows: Rows) -> Row:
    """The record that rows were taken from, as `riwaya read` prints it."""
    document = {key: value for key, value in rows.document.items() if key not in ("riwaya", "happenings", "issues")}
    claims: dict[str, list[Row]] = {account["id"]: [] for account in rows.accounts}
    for claim in rows.claims:
        claims[claim["account"]].append(_without(claim, "id", "document", "incident", "account"))
    return {
        "riwaya": rows.document["riwaya"],
        "document": document,
        "sources": [{**_without(source, "document"), "id": _own(source["id"])} for source in rows.sources],
        "accounts": [_account(account, claims[account["id"]]) for account in rows.accounts],
        "incidents": rows.document["happenings"],
        "issues": rows.document["issues"],
    }


def _account(row: Row, claims: list[Row]) -> Row:
    chain = [{**link, "source": _own(link["source"])} for link in row["attribution"]]
    told = _without(row, "document", "happening")
    return {**told, "id": _own(row["id"]), "incident": row["happening"], "attribution": chain, "claims": claims}


def _without(row: Row, *keys: str) -> Row:
    return {key: value for key, value in row.items() if key not in keys}


def _own(id: str) -> str:
    """The id of a thing within its document."""
    return id.partition("/")[2]


def incident_row(case: Case) -> Row:
    """An incident as `riwaya reconcile` prints one, with what people say that its accounts really tell."""
    accounts = ((document, _own(account.id)) for document, account in case.accounts)
    return grouped_as_dict(case.incident, accounts, case.links) | {"amended": list(case.amended)}


def relation_rows(case: Case) -> Iterator[Row]:
    """How the values that the claims of an incident give stand to each other, with the claims that give them."""
    for name, field in case.incident.fields.items():
        claims = claims_by_account(case, name) if field.relations else {}
        for number, relation in enumerate(field.relations):
            ends = {
                end: {"value": told.value, "claims": list(claims_telling(claims, told))}
                for end, told in (("a", field.claims[relation.a]), ("b", field.claims[relation.b]))
            }
            own = {"id": f"{case.id}/{name}/{number}", "incident": case.id, "field": name}
            told = {"relation": relation.relation, "why": relation.why}
            yield {**own, **told, **ends, "later": _later(case, field, relation)}


def _later(case: Case, field: IncidentField, relation: Relation) -> str | None:
    """Which of two values updates the other: a or b, None where neither does."""
    if relation.relation != "updates":
        return None
    return "a" if in_order(case, field, relation)[1] == relation.a else "b"


def decision_rows(decisions: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Decisions, each numbered by its place among them; one that takes another back names it by that number."""
    numbers: dict[int, int] = {}
    for number, decision in enumerate(decisions, 1):
        numbers[decision["seq"]] = number
        told = {key: decision[key] for key in ("at", "kind", "who", "why", "was", "becomes")}
        undoes = None if decision["undoes"] is None else numbers.get(decision["undoes"])
        yield {"number": number, **told, "undoes": undoes, "subjects": list(decision["subjects"])}
