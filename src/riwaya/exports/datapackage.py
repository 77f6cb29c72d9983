"""What goes beside tables so that programs can read them: a Frictionless Data Package of version 2.

It tells which files there are, their hashes and sizes, the columns with types and constraints, which column points to
which, out of whose reports they were made and for whom, and that they are claims.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from riwaya.exports.formats import CAVEAT, Options
from riwaya.exports.material import Material, moment_of
from riwaya.exports.tabular import Column, Table, Written
from riwaya.exports.target import Target
from riwaya.records import VERSION

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_package(
    tables: Sequence[Written],
    material: Material,
    target: Target,
    options: Options,
    *,
    name: str,
    says: str,
    in_folder: bool = False,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Writes the package of an export beside its file, or into its folder.

    `name` is that of the format; `more` is what else there is to tell of it.
    """
    place = target.member("datapackage.json") if in_folder else target.beside(".datapackage.json")
    with target.open(place) as out:
        described = describe(tables, material, options, name=name, says=says, more=more)
        out.write(json.dumps(described, ensure_ascii=False, indent=2).encode() + b"\n")


def describe(
    tables: Sequence[Written],
    material: Material,
    options: Options,
    *,
    name: str,
    says: str,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The descriptor of a package.

    `riwaya` in it tells the version that wrote it, the format and the profile: whom the export was made fit for.
    """
    moment = moment_of(material)
    sources = sorted({reading.document.publisher for reading in material.readings() if reading.document.publisher})
    return {
        "$schema": PROFILE,
        "name": name,
        "title": says,
        "description": CAVEAT,
        **({"created": moment} if moment else {}),
        **({"sources": [{"title": source} for source in sources]} if sources else {}),
        "riwaya": {"version": VERSION, "format": name, "profile": options.profile, **(more or {})},
        "resources": [_resource(written, tables) for written in tables],
    }


def _resource(written: Written, tables: Sequence[Written]) -> dict[str, Any]:
    dialect: dict[str, Any] = {"lineTerminator": "\r\n"} if written.options.crlf else {}
    if written.options.hxl:
        dialect["commentRows"] = [2]
    return {
        "name": written.table.name,
        "path": written.path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.bytes,
        "hash": f"sha256:{written.sha256}",
        **({"dialect": dialect} if dialect else {}),
        "schema": _schema(written.table, frozenset(each.table.name for each in tables)),
    }


def _schema(table: Table, present: frozenset[str]) -> dict[str, Any]:
    """The columns of a table; it points to those tables that are in the package too."""
    keys = [column.name for column in table.columns if column.key]
    pointing = [
        {"fields": [column.name], "reference": {"resource": to[0], "fields": [to[1]]}}
        for column in table.columns
        if (to := column.points_to) and to[0] in present
    ]
    return {
        "fields": [_field(column, alone=column.key and len(keys) == 1) for column in table.columns],
        "missingValues": [""],
        **({"primaryKey": keys} if keys else {}),
        **({"foreignKeys": pointing} if pointing else {}),
    }


def _field(column: Column, *, alone: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if alone:
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = [_typed(column, value) for value in column.values]
    return {
        "name": column.name,
        "type": column.type,
        "description": column.says,
        **({"constraints": constraints} if constraints else {}),
    }


def _typed(column: Column, value: str) -> str | int:
    return int(value) if column.type == "integer" else value
