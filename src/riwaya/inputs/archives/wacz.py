"""Web archive collections (WACZ): the WARC files in them, with the titles and the digests that the collection tells."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from riwaya.errors import UnreadableInput
from riwaya.inputs.archives.guards import deeper
from riwaya.inputs.archives.zips import MOST_ARCHIVE, Archive, Member, open_archive, read_member
from riwaya.inputs.blobs import Blob, Settings, open_blob
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.records import Issue

_MOST_LISTED = 64_000_000


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of the web archives in a collection. What is not as the collection says it is is told first."""
    depth = deeper(blob)
    with open_archive(blob) as archive:
        told = _package(archive)
        if isinstance(told, str):
            yield Refusal(f"{blob.name}, datapackage.json", told)
            told = {}
        if reason := _digest_fault(archive):
            yield Refusal(f"{blob.name}, datapackage-digest.json", reason)
        for path in sorted(told.keys() - {member.info.filename for member in archive.members}):
            yield Refusal(f"{blob.name}, {path[:200]}", "the collection tells of this file, but does not hold it")
        archives = [member for member in archive.members if member.info.filename.startswith("archive/")]
        for member in archive.members:
            digest = told.get(member.info.filename)
            if digest and member not in archives and not _is_as_told(archive, member, digest):
                yield Refusal(f"{blob.name}, {member.shown}", "its bytes are not those that the collection tells")
        titles = _titles(archive)
        if not archives:
            yield Refusal(blob.name, "no web archive in this collection")
        with tempfile.TemporaryDirectory() as folder:
            shelf = _Shelf(archive, Path(folder), blob, settings, depth)
            for member in archives:
                yield from _read_archive(shelf, member, told.get(member.info.filename), titles)


class _Shelf:
    """Where the archives of a collection are put one after another, so that records in them can be gone back to."""

    def __init__(self, archive: Archive, folder: Path, blob: Blob, settings: Settings, depth: int) -> None:
        self.archive, self.blob = archive, blob
        self._folder, self._settings, self._depth = folder, settings, depth
        self._left = MOST_ARCHIVE

    def read(self, member: Member) -> Iterator[Incoming | Refusal]:
        """The documents of an archive; where too much is on the shelf already, without going back in it."""
        name = f"{self.blob.name}, {member.shown}"
        self._left -= member.info.file_size
        if self._left < 0:
            yield from read_member(self.archive, member, self.blob, self._settings, self._depth)
            return
        path = self._folder / f"{len(list(self._folder.iterdir())):06}.warc.gz"
        fault = self._copy(member, path)
        copied = open_blob(path, name, known=self.blob.known)
        with copied.stream:
            if copied.head:
                yield from self._settings.descend(replace(copied, depth=self._depth))
        if fault:
            yield Refusal(name, fault)

    def _copy(self, member: Member, path: Path) -> str | None:
        """Copies a member as far as it can be read; what is wrong with it, if anything."""
        with path.open("wb") as copy:
            try:
                with self.archive.open(member) as stream:
                    shutil.copyfileobj(stream, copy, 1 << 20)
            except UnreadableInput as error:
                return str(error)
        return None


def _read_archive(
    shelf: _Shelf, member: Member, told: str | None, titles: dict[str, str]
) -> Iterator[Incoming | Refusal]:
    """The documents of one web archive, each with an issue where its bytes are not those that were packed."""
    altered = told is not None and not _is_as_told(shelf.archive, member, told)
    if altered:
        yield Refusal(
            f"{shelf.blob.name}, {member.shown}", "its bytes are not those that the collection tells; read all the same"
        )
    issue = Issue("D09", None, None, "the bytes of its archive are not those that the collection tells")
    for found in shelf.read(member):
        if isinstance(found, Incoming):
            found = replace(
                found,
                title=found.title or titles.get(found.url or ""),
                issues=(issue, *found.issues) if altered else found.issues,
            )
        yield found


def _package(archive: Archive) -> dict[str, str] | str:
    """The digests of the files by their paths, or what is wrong with the list of them."""
    package = _json(archive, "datapackage.json")
    if isinstance(package, str):
        return package
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list):
        return "it lists no files"
    return {
        each["path"]: each["hash"]
        for each in resources
        if isinstance(each, dict) and isinstance(each.get("path"), str) and isinstance(each.get("hash"), str)
    }


def _digest_fault(archive: Archive) -> str | None:
    """What is wrong with the digest of the list of files itself; None where it holds, or is not there."""
    member = archive.find("datapackage-digest.json")
    package = archive.find("datapackage.json")
    if member is None or package is None:
        return None
    told = _json(archive, "datapackage-digest.json")
    if isinstance(told, str):
        return told
    digest = told.get("hash") if isinstance(told, dict) else None
    if not isinstance(digest, str):
        return "it tells no digest"
    return None if _is_as_told(archive, package, digest) else "the list of files is not the one that it tells"


def _is_as_told(archive: Archive, member: Member, told: str) -> bool:
    """Whether a file has the digest that is told of it; one that we cannot work out, or a file that cannot be read to
    its end, counts as altered."""
    name, _, digest = told.partition(":")
    if name.lower() not in ("sha256", "md5", "sha1"):
        return False
    found = hashlib.new(name.lower(), usedforsecurity=False)
    try:
        with archive.open(member) as stream:
            while piece := stream.read(1 << 20):
                found.update(piece)
    except UnreadableInput:
        return False
    return found.hexdigest() == digest.lower()


def _json(archive: Archive, name: str) -> Any:
    """What a JSON file of the archive holds, or as a string what is wrong with it."""
    member = archive.find(name)
    if member is None:
        return "the collection has none"
    try:
        return json.loads(archive.whole(member, _MOST_LISTED))
    except UnreadableInput as error:
        return str(error)
    except (ValueError, RecursionError):
        return "it is no JSON"


def _titles(archive: Archive) -> dict[str, str]:
    """The titles of the pages by their addresses, as the lists of pages tell them."""
    titles: dict[str, str] = {}
    for member in archive.members:
        if not member.info.filename.startswith("pages/") or not member.info.filename.endswith(".jsonl"):
            continue
        try:
            lines = archive.whole(member, _MOST_LISTED).split(b"\n")
        except UnreadableInput:
            continue  # the titles are a help and no more
        for line in lines:
            page = _page(line)
            if isinstance(page.get("url"), str) and isinstance(page.get("title"), str) and page["title"].strip():
                titles.setdefault(page["url"], page["title"].strip())
    return titles


def _page(line: bytes) -> dict[str, Any]:
    try:
        page = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return page if isinstance(page, dict) else {}
