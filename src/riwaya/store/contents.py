"""What of each thing kept its entry in the log vouches for: the content that is hashed, out of rows of the tables.

The same functions serve whoever keeps a thing and whoever verifies it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from riwaya.store.log import digest_of

Row = Mapping[str, Any]
_LATER = ("segments", "provenance")


def of_original(data: bytes) -> dict[str, Any]:
    """The content of an original: its checksum and its length in bytes."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def of_document(row: Row) -> dict[str, Any]:
    """The content of a document: all that is known of it, its text by checksum."""
    content = {key: row[key] for key in row if key not in ("seq", "text", *_LATER)}
    # A column that came later stands in the content only where it says something, so that what was kept before holds.
    content |= {key: row[key] for key in _LATER if row.get(key) is not None}
    return content | {"text": hashlib.sha256(row["text"]).hexdigest()}


def of_reading(row: Row, accounts: Iterable[Row]) -> dict[str, Any]:
    """The content of a reading and of the columns of its accounts."""
    told = [{key: each[key] for key in each if key != "reading"} for each in accounts]
    return {
        "document": row["document"],
        "reader": row["reader"],
        "reading": hashlib.sha256(row["reading"].encode()).hexdigest(),
        "accounts": digest_of(sorted(told, key=lambda each: each["account"])),
    }


def of_run(row: Row, members: Iterable[Row], links: Iterable[Row]) -> dict[str, Any]:
    """The content of a run: its weights, the incident of each happening, and the links with their reasons."""
    grouped = [[each["document"], each["happening"], each["reading"], each["incident"]] for each in members]
    weighed = [[each[key] for key in each if key != "run"] for each in links]
    return {
        "version": row["version"],
        "weights": row["weights"],
        "whole": row["whole"],
        "seen": row["seen"],
        "members": digest_of(sorted(grouped)),
        "links": digest_of(sorted(weighed)),
    }


def of_decision(row: Row, subjects: Iterable[Row]) -> dict[str, Any]:
    """The content of a decision: who, why, from what to what, and what it is about."""
    about = [[each["document"], each["happening"], each["reading"]] for each in subjects]
    content = {key: row[key] for key in row if key != "seq"}
    return content | {"subjects": sorted(about, key=lambda each: each[:2])}
