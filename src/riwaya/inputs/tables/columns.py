"""What the columns of tables and the keys of JSON records stand for, whatever they are called.

The names that are known, in English and Arabic, stand in `data/inputs/columns.tsv`, the better one of a key first; a
caller may map others. Names are compared without case, spaces, strokes and the spelling of hamza. A name may mean
something else, or nothing, beside another that only the tables of one program have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from riwaya.inputs.blobs import Settings
from riwaya.knowledge.load import DATA
from riwaya.text.normalize import fold

KEYS = ("text", "summary", "title", "url", "published", "publisher", "author", "id", "retrieved", "language")
"""What a column may stand for. A summary is read where there is no text, and told to be one."""
POINTERS = ("archive", "picture", "page", "hash")
"""What a column may point to: where the report is archived, what it shows or cites, and the hash of what was kept."""
UNNAMED = "column "
"""What a column without a name is called, with its place behind."""
_NONE = "none"
_DEEPEST = 2


class Meaning(NamedTuple):
    """What a name stands for, beside which other (any where it is empty), and its place in the table."""

    key: str
    beside: str
    place: int


@lru_cache(maxsize=1)
def known_columns() -> Mapping[str, Sequence[Meaning]]:
    """The names that are known, folded, each with what it may stand for; `#` in a name is any number."""
    rows = (DATA / "inputs" / "columns.tsv").read_text(encoding="utf-8").splitlines()[1:]
    found: dict[str, list[Meaning]] = {}
    for place, (key, beside, name) in enumerate(row.split("\t") for row in rows):
        found.setdefault(fold_name(name), []).append(Meaning(key, fold_name(beside), place))
    return found


def _meaning(name: str, others: Iterable[str]) -> Meaning | None:
    """What a folded name stands for among the others of its table; None where it is not known."""
    known = known_columns()
    numbered, owner = re.sub(r" \d+$", " #", name), re.sub(r"\.(?:name|title)$", "", name)
    meanings = known.get(name) or known.get(numbered) or ()
    if not meanings:  # whoever is told of by an object with a name
        meanings = [each for each in known.get(owner, ()) if each.key in ("publisher", "author")]
    fitting = [each for each in meanings if not each.beside or each.beside in others]
    return max(fitting, default=None, key=lambda each: each.beside != "")


def fold_name(name: str) -> str:
    """The name of a column as it is compared; of several of one name, all are called so."""
    plain = re.sub(r"[\s_\-]+", " ", fold(name.strip().lstrip("\ufeff")).casefold()).strip()
    return re.sub(r" \(\d+\)$", "", plain)


def unique_names(names: Sequence[str]) -> list[str]:
    """The names of columns, of those that come twice the later ones numbered, of those without one their place."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        name = name.strip().lstrip("\ufeff") or f"{UNNAMED}{number}"
        found.append(name if name not in found else f"{name} ({number})")
    return found


def map_columns(names: Iterable[str], settings: Settings) -> dict[str, list[str]]:
    """For each key the columns that may stand for it, the best first; those that the caller mapped go before all."""
    return _mapped(tuple(names), settings.columns)


@lru_cache(maxsize=64)
def _mapped(names: tuple[str, ...], given: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """The same, kept, for the rows of a table all have the same columns."""
    asked = {fold_name(name): key for name, key in given}
    folded = [fold_name(name) for name in names]
    found: dict[str, list[tuple[int, int, str]]] = {}
    for number, (name, plain) in enumerate(zip(names, folded, strict=True)):
        if plain in asked:
            found.setdefault(asked[plain], []).append((-1, number, name))
        elif (meaning := _meaning(plain, folded)) and meaning.key != _NONE:
            found.setdefault(meaning.key, []).append((meaning.place, number, name))
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
            value = ", ".join(filter(None, map(_name_of, value)))
        if value is None or isinstance(value, bool | dict):
            continue
        if isinstance(value, float) and value == int(value):
            value = int(value)
        text = value.isoformat() if hasattr(value, "isoformat") else str(value)
        if text.strip():
            return text if whole else text.strip()
    return None


def address_of(written: str | None) -> str | None:
    """An address as it is written; None for what is none, such as the word that a sheet shows in its place."""
    return written if written and re.fullmatch(r"\S+[./]\S+", written) else None


def _name_of(value: Any) -> str:
    """What an item of a list is called: a string itself, an object by its name or title."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    return value if isinstance(value, str) else ""
