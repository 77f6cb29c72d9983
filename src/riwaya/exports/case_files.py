"""What a case package holds, whatever it is packed as: texts, originals, records, annotations, and who had what when.

Everything is written into a folder of its own first, for what is packed tells the hash of each of its files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from riwaya.exports.annotations import write as write_annotations
from riwaya.exports.formats import Options
from riwaya.exports.manifest import Manifest
from riwaya.exports.material import Material, holdings_of, moment_of
from riwaya.exports.native import write_folder
from riwaya.exports.packing import pack, paths_in
from riwaya.exports.tabular import Row, table_named, write_csv
from riwaya.exports.target import Target
from riwaya.knowledge.load import DATA
from riwaya.records import VERSION, Document

_PIECE = 1 << 20


class Packed(NamedTuple):
    """A file of a package: its path in it, its length, and its SHA-256."""

    path: str
    bytes: int
    sha256: str


def write_case(material: Material, folder: Path, options: Options) -> None:
    """Writes all that a package holds into a folder that is there."""
    with Target(folder / "records") as target:
        write_folder(Manifest(target), material, options, None)
    with Target(folder / "annotations.jsonl") as target:
        write_annotations(material, target, options)
    with Target(folder) as target:
        kept = _write_originals(material, target, options)
        write_csv(_custody(material, target, kept), table_named("custody"), target, options, member="custody.csv")
        with target.open(target.member("README.md")) as out:
            out.write(readme(material, options).encode())


class _Kept(NamedTuple):
    """What a store knows of a document: when it came, and the file of what it came in."""

    at: str
    original: str | None


def _write_originals(material: Material, target: Target, options: Options) -> dict[str, _Kept]:
    """Writes the bytes that documents came in, and tells of each what a store knows; nothing where none is behind."""
    holdings = holdings_of(material) if options.profile == "internal" else None
    kept: dict[str, _Kept] = {}
    written: set[str] = set()
    for document in holdings.documents() if holdings else ():
        sha256 = document["original"]
        name = None
        if options.originals and sha256 != document["sha256"] and not document["withdrawn"]:
            name = f"originals/{sha256}"
            if holdings and sha256 not in written:
                written.add(sha256)
                with target.open(target.member(name)) as out:
                    out.write(holdings.original(sha256))
        kept[document["id"]] = _Kept(document["kept_at"], name)
    return kept


def _custody(material: Material, target: Target, kept: dict[str, _Kept]) -> Iterator[Row]:
    """What is told of each document, whose text is written on the way."""
    written: set[str] = set()
    for reading in material.readings():
        document = reading.document
        own = kept.get(document.id)
        told = document.provenance
        archived = next((each.url for each in told.pointers if each.kind == "archive"), None) if told else None
        yield {
            "document_id": document.id,
            "text": _write_text(document, target, written),
            "original": own.original if own else None,
            "url": document.url,
            "publisher": document.publisher,
            "published": document.published,
            "retrieved": told.retrieved.at if told and told.retrieved else None,
            "kept_at": own.at if own else None,
            "archived": archived,
        }


def _write_text(document: Document, target: Target, written: set[str]) -> str | None:
    """Writes the text of a document, and tells in which file; none where a profile holds it back."""
    if document.withheld is not None or not document.text:
        return None
    data = document.text.encode("utf-8", "surrogatepass")
    name = f"archive/{hashlib.sha256(data).hexdigest()}.txt"
    if name not in written:
        written.add(name)
        with target.open(target.member(name)) as out:
            out.write(data)
    return name


def readme(material: Material, options: Options) -> str:
    """What a package says of itself, in English and in Arabic."""
    moment = moment_of(material)
    text = (DATA / "exports" / "case_readme.md").read_text(encoding="utf-8")
    told = {"VERSION": VERSION, "PROFILE": options.profile, "MOMENT": moment or "-"}
    for name, value in told.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def files_in(folder: Path) -> list[Packed]:
    """The files of a folder with their hashes, by their paths."""
    return [Packed(path, (folder / path).stat().st_size, hash_of(folder / path)) for path in paths_in(folder)]


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    hashed = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            hashed.update(piece)
    return hashed.hexdigest()


def deliver(folder: Path, target: Target) -> None:
    """Hands the files of a folder over to an export: as they are, or as one ZIP archive where its name ends so."""
    if target.path.suffix.lower() != ".zip":
        for path in paths_in(folder):
            (folder / path).replace(target.member(path))
        return
    with target.open(target.file()) as out:
        pack(folder, paths_in(folder), out, within=target.path.stem)
