"""Incidents with their reports as a bag of the BagIt format 1.0 (RFC 8493), as a folder or a ZIP archive."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from riwaya.exports.case_files import Packed, deliver, files_in, hash_of, write_case
from riwaya.exports.formats import CAVEAT, Options
from riwaya.exports.material import Material, moment_of
from riwaya.exports.target import Target
from riwaya.records import VERSION

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write(material: Material, target: Target, options: Options) -> None:
    """Writes the bag: what it holds in `data/`, and beside it what tells of it and the hashes of both."""
    bag = target.aside / "bag"
    payload = bag / "data"
    payload.mkdir(parents=True)
    write_case(material, payload, options)
    files = [each._replace(path=f"data/{each.path}") for each in files_in(payload)]
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": _info(files, moment_of(material), options),
        "manifest-sha256.txt": _manifest(files),
    }
    for name, text in tags.items():
        _write(bag / name, text)
    _write(
        bag / "tagmanifest-sha256.txt",
        _manifest(Packed(name, len(text.encode()), hash_of(bag / name)) for name, text in tags.items()),
    )
    deliver(bag, target)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _manifest(files: Iterable[Packed]) -> str:
    return "".join(f"{each.sha256}  {each.path}\n" for each in sorted(files))


def _info(files: list[Packed], moment: str | None, options: Options) -> str:
    told = {
        "Bagging-Software": f"Riwaya {VERSION}",
        **({"Bagging-Date": moment[:10]} if moment else {}),
        "External-Description": f"{CAVEAT} This is not a forensic archive.",
        "Payload-Oxum": f"{sum(each.bytes for each in files)}.{len(files)}",
        "Riwaya-Profile": options.profile,
    }
    return "".join(f"{name}: {value}\n" for name, value in told.items())
