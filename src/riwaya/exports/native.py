"""The whole record as JSON Lines, a file for each kind of thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from riwaya.exports.formats import Options
from riwaya.exports.json import as_dict, grouped_as_dict, to_json
from riwaya.exports.material import Case, Material
from riwaya.exports.target import Target


def write(material: Material, target: Target, options: Options) -> None:
    """Writes readings.jsonl, incidents.jsonl and decisions.jsonl."""
    _write_lines(target, "readings.jsonl", map(as_dict, material.readings()))
    _write_lines(target, "incidents.jsonl", map(_incident, material.cases()))
    _write_lines(target, "decisions.jsonl", material.decisions())


def _incident(case: Case) -> dict[str, Any]:
    accounts = ((document, account.id.partition("/")[2]) for document, account in case.accounts)
    return grouped_as_dict(case.incident, accounts, case.links) | {"amended": list(case.amended)}


def _write_lines(target: Target, name: str, records: Iterable[dict[str, Any]]) -> None:
    with target.open(target.member(name)) as out:
        for record in records:
            out.write(to_json(record).encode() + b"\n")
