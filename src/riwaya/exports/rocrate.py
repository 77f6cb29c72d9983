"""Incidents with their reports as an RO-Crate 1.1, as a folder or a ZIP archive: a folder whose files are described."""

from __future__ import annotations

import json
from mimetypes import guess_type
from typing import Any

from riwaya.exports.case_files import Packed, deliver, files_in, write_case
from riwaya.exports.formats import CAVEAT, Options
from riwaya.exports.material import Material, moment_of
from riwaya.exports.target import Target
from riwaya.records import VERSION

METADATA = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_TYPES = {".jsonl": "application/jsonl", ".csv": "text/csv", ".md": "text/markdown", ".txt": "text/plain"}
_RIGHTS = "The texts and files of reports are their publishers'; they are here as evidence of what was said."
_SAYS = {
    "README.md": "What this package is, in English and in Arabic",
    "annotations.jsonl": "A Web Annotation for each claim",
    "custody.csv": "Of each report its files, its address, when it was published, retrieved and kept",
    "records/manifest.json": "The files of records with their lines and hashes",
}


def write(material: Material, target: Target, options: Options) -> None:
    """Writes the crate: its files, and the metadata that describe each of them."""
    crate = target.aside / "crate"
    crate.mkdir()
    write_case(material, crate, options)
    described = describe(files_in(crate), _addresses(material), moment_of(material), options)
    text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    (crate / METADATA).write_bytes(text.encode())
    deliver(crate, target)


def _addresses(material: Material) -> dict[str, list[str]]:
    """The addresses of the reports, by the files that hold their texts."""
    found: dict[str, set[str]] = {}
    for reading in material.readings():
        if reading.document.url:
            found.setdefault(f"archive/{reading.document.sha256}.txt", set()).add(reading.document.url)
    return {name: sorted(urls) for name, urls in found.items()}


def describe(
    files: list[Packed], addresses: dict[str, list[str]], moment: str | None, options: Options
) -> dict[str, Any]:
    """The metadata of a crate with some files."""
    parts = [_file(each, addresses.get(each.path, [])) for each in files]
    dataset = {
        "@id": "./",
        "@type": "Dataset",
        "name": "A case package of Riwaya",
        "description": f"{CAVEAT} This is not a forensic archive. Made for the profile {options.profile}.",
        **({"datePublished": moment} if moment else {}),
        "license": {"@id": "#rights"},
        "hasPart": [{"@id": each["@id"]} for each in parts],
    }
    action = {
        "@id": "#export",
        "@type": "CreateAction",
        "name": "Export",
        "instrument": {"@id": "#riwaya"},
        "result": {"@id": "./"},
        **({"endTime": moment} if moment else {}),
    }
    head = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _SPECIFICATION},
        "about": {"@id": "./"},
    }
    rights = {"@id": "#rights", "@type": "CreativeWork", "name": "Rights", "description": _RIGHTS}
    tool = {"@id": "#riwaya", "@type": "SoftwareApplication", "name": "Riwaya", "version": VERSION}
    return {"@context": f"{_SPECIFICATION}/context", "@graph": [head, dataset, *parts, rights, action, tool]}


def _file(packed: Packed, addresses: list[str]) -> dict[str, Any]:
    suffix = packed.path[packed.path.rfind(".") :]
    kind = _TYPES.get(suffix) or guess_type(packed.path)[0] or "application/octet-stream"
    return {
        "@id": packed.path,
        "@type": "File",
        "name": _SAYS.get(packed.path, packed.path),
        "encodingFormat": kind,
        "contentSize": str(packed.bytes),
        "sha256": packed.sha256,
        **({"isBasedOn": addresses} if addresses else {}),
    }
