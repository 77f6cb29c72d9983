"""The whole record as JSON Lines, a file for each kind of thing, and what another store needs to take it all in.

What the record does not tell, and only a store knows, stands in `kept/`: how documents came, what was read before, how
the machine grouped. It is there in an export of a store for oneself, and only there.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from riwaya.exports.formats import Options
from riwaya.exports.manifest import Manifest
from riwaya.exports.material import Material, holdings_of
from riwaya.exports.native_rows import decision_rows, incident_row, relation_rows, rows_of
from riwaya.exports.native_schemas import SCHEMAS, as_text
from riwaya.exports.target import Target
from riwaya.records import VERSION

if TYPE_CHECKING:
    from riwaya.store.holdings import Holdings

FORMAT = "riwaya-records/1"
"""The shape of the folder; one that a reader does not know, it refuses."""
TABLES = ("documents", "sources", "accounts", "claims", "incidents", "relations", "decisions")
"""The kinds of things, each with a file."""
KEPT = ("documents", "readings", "run", "members", "links")
"""What only a store knows, each with a file in `kept/`."""


def write(material: Material, target: Target, options: Options) -> None:
    """Writes a file of lines for each kind of thing, the schemas of them, what a store knows, and the manifest."""
    holdings = holdings_of(material) if options.profile == "internal" else None
    write_folder(Manifest(target), material, options, holdings)


def write_folder(manifest: Manifest, material: Material, options: Options, holdings: Holdings | None) -> None:
    """Writes it all into the folder of a manifest, with what a store knows beside where that is to go along."""
    incidents = _write_incidents(manifest, material)
    _write_readings(manifest, material, incidents)
    manifest.write_lines("decisions.jsonl", decision_rows(material.decisions()))
    for name, schema in SCHEMAS.items():
        manifest.write(f"schemas/{name}.schema.json", as_text(schema).encode())
    if holdings is not None:
        _write_holdings(manifest, holdings, originals=options.originals)
    manifest.close(_told(material, options, holdings))


def _told(material: Material, options: Options, holdings: Holdings | None) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "riwaya": VERSION,
        "profile": options.profile,
        "known_at": material.known_at,
        "store": None if holdings is None else "whole" if holdings.whole else "part",
        "originals": holdings is not None and options.originals,
    }


def _write_incidents(manifest: Manifest, material: Material) -> dict[str, str]:
    """Writes incidents and relations, and tells which incident each account is in."""
    incident_of: dict[str, str] = {}
    with manifest.lines("incidents.jsonl") as incidents, manifest.lines("relations.jsonl") as relations:
        for case in material.cases():
            incident_of |= dict.fromkeys((account.id for _, account in case.accounts), case.id)
            incidents.write(incident_row(case))
            for relation in relation_rows(case):
                relations.write(relation)
    return incident_of


def _write_readings(manifest: Manifest, material: Material, incidents: dict[str, str]) -> None:
    with ExitStack() as stack:
        documents, sources, accounts, claims = (
            stack.enter_context(manifest.lines(f"{name}.jsonl")) for name in TABLES[:4]
        )
        for reading in material.readings():
            rows = rows_of(reading, incidents)
            documents.write(rows.document)
            for out, listed in ((sources, rows.sources), (accounts, rows.accounts), (claims, rows.claims)):
                for row in listed:
                    out.write(row)


def _write_holdings(manifest: Manifest, holdings: Holdings, *, originals: bool) -> None:
    """Writes what a store knows, and the bytes that documents came in where they are not their text alone."""
    written: set[str] = set()
    with manifest.lines("kept/documents.jsonl") as out:
        for document in holdings.documents():
            sha256 = document["original"]
            out.write({**document, "original": sha256 if originals else None})
            if originals and sha256 != document["sha256"] and sha256 not in written:
                written.add(sha256)
                manifest.write(original_path(sha256), holdings.original(sha256), listed=False)
    manifest.write_lines("kept/readings.jsonl", holdings.readings())
    run = holdings.run()
    manifest.write_lines("kept/run.jsonl", [] if run is None else [run._asdict()])
    manifest.write_lines("kept/members.jsonl", holdings.members())
    manifest.write_lines("kept/links.jsonl", holdings.links())


def original_path(sha256: str) -> str:
    """Where an original stands in the folder."""
    return f"originals/{sha256[:2]}/{sha256}"
