"""Records out of tables and JSON as documents, whatever their columns are called.

The names that are known, in English and Arabic, stand in `data/inputs/columns.tsv`, the better one of a key first; a
caller may map others. Names are compared without case, spaces, strokes and the spelling of hamza.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from riwaya.inputs.blobs import MOST_BYTES, Settings, too_long
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.moments import from_any, from_visible
from riwaya.knowledge.load import DATA
from riwaya.records import Issue, Moment, Provenance
from riwaya.text.normalize import fold

KEYS = ("text", "summary", "title", "url", "published", "publisher", "author", "id", "retrieved", "language")
"""What a column may stand for. A summary is read where there is no text, and told to be one."""
_DEEPEST = 2


@lru_cache(maxsize=1)
def known_columns() -> Mapping[str, str]:
    """The names that are known, folded, in the order of the table, each with the key that it stands for."""
    rows = (DATA / "inputs" / "columns.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {fold_name(name): key for key, name in (row.split("\t") for row in rows)}


def fold_name(name: str) -> str:
    """The name of a column as it is compared; of several of one name, all are called so."""
    plain = re.sub(r"[\s_\-]+", " ", fold(name.strip().lstrip("\ufeff")).casefold()).strip()
    return re.sub(r" \(\d+\)$", "", plain)


def map_columns(names: Iterable[str], settings: Settings) -> dict[str, list[str]]:
    """For each key the columns that may stand for it, the best first; those that the caller mapped go before all."""
    return _mapped(tuple(names), settings.columns)


@lru_cache(maxsize=64)
def _mapped(names: tuple[str, ...], given: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """The same, kept, for the rows of a table all have the same columns."""
    asked = {fold_name(name): key for name, key in given}
    known = known_columns()
    order = {name: number for number, name in enumerate(known)}
    found: dict[str, list[tuple[int, int, str]]] = {}
    for number, name in enumerate(names):
        folded = fold_name(name)
        if folded in asked:
            found.setdefault(asked[folded], []).append((-1, number, name))
        elif folded in known:
            found.setdefault(known[folded], []).append((order[folded], number, name))
    return {key: [name for _, _, name in sorted(each)] for key, each in found.items()}


def is_named(names: Iterable[str], settings: Settings) -> bool:
    """Whether some names are of columns of a table of reports: a text among them, or a title and an address."""
    mapped = map_columns(names, settings)
    return "text" in mapped or "summary" in mapped


def has_addresses(names: Iterable[str], settings: Settings) -> bool:
    """Whether some names are of columns of a list of addresses: with a title, a day or a publisher beside them."""
    mapped = map_columns(names, settings)
    return "url" in mapped and len(mapped) > 1


def is_numbered(columns: Iterable[tuple[str, str]]) -> bool:
    """Whether a mapping is of a table without a row of names: all its columns are numbers."""
    names = [name for name, _ in columns]
    return bool(names) and all(name.isdigit() for name in names)


def document_of(
    record: Mapping[str, Any],
    where: str,
    settings: Settings,
    *,
    raw: bytes | None = None,
    issues: tuple[Issue, ...] = (),
) -> Incoming | Refusal:
    """A record as a document; a refusal where it has no words."""
    flat = flattened(record)
    columns = map_columns(flat, settings)
    values = {key: first_of(flat, columns.get(key, ()), whole=key in ("text", "summary")) for key in KEYS}
    text = values["text"] or values["summary"]
    if not text:
        names = ", ".join(map(repr, record)) or "none"
        return Refusal(where, f"the record has no text: its keys are {names}", dict(record))
    if len(text) > MOST_BYTES:
        return Refusal(where, too_long())
    published, fault = _moment(values["published"], settings)
    retrieved, _ = _moment(values["retrieved"], settings)
    if fault:
        issues = (*issues, Issue("D12", None, None, fault))
    return Incoming(
        name=where,
        text=text,
        id=values["id"],
        url=values["url"],
        publisher=values["publisher"],
        title=values["title"],
        published=published,
        provenance=Provenance(
            author=values["author"],
            published=Moment(published, "record") if published else None,
            retrieved=Moment(retrieved, "record") if retrieved else None,
            completeness="whole" if values["text"] else "summary",
        ),
        issues=issues,
        raw=raw if raw is not None else json.dumps(record, ensure_ascii=False, default=str).encode("utf-8", "replace"),
    )


def flattened(record: Mapping[str, Any], before: str = "", depth: int = 0) -> dict[str, Any]:
    """The values of a record by their names, those of objects inside it with a dot."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping) and depth < _DEEPEST:
            found |= flattened(value, f"{before}{name}.", depth + 1)
        else:
            found[f"{before}{name}"] = value
    return found


def first_of(values: Mapping[str, Any], names: Iterable[str], *, whole: bool = False) -> str | None:
    """The first of some columns that holds something, as text; `whole`, with the blanks around it."""
    for name in names:
        value = values[name]
        if isinstance(value, list):
            value = ", ".join(str(each) for each in value if isinstance(each, str))
        if value is None or isinstance(value, bool | dict):
            continue
        if isinstance(value, float) and value == int(value):
            value = int(value)
        text = value.isoformat() if hasattr(value, "isoformat") else str(value)
        if text.strip():
            return text if whole else text.strip()
    return None


def _moment(written: str | None, settings: Settings) -> tuple[str | None, str | None]:
    """The day or moment of a column, and what to say where it holds none that can be read."""
    if written is None:
        return None, None
    found = from_any(written, zone=settings.zone) or from_visible(written, zone=settings.zone)
    return found, None if found else f"no day can be read in {written[:80]!r}"
