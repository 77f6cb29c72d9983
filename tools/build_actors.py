"""Build src/riwaya/data/actors/demonyms.tsv: every form of the adjectives of countries and peoples.

    pip install -e '.[data]'
    python tools/build_actors.py            write the table
    python tools/build_actors.py --check    tell whether it is stale (exit 1 where it is)

Sources: arwikicats (MIT) for the adjectives of 180 countries and their plurals, Babel for the codes of their names.
Hand-made: demonym_additions.tsv beside this file; it adds spellings, peoples, faiths and parties, and goes first.
The other tables of that folder are written by hand. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

TOOLS = Path(__file__).resolve().parent
ADDITIONS = TOOLS / "demonym_additions.tsv"
DEMONYMS = TOOLS.parent / "src" / "riwaya" / "data" / "actors" / "demonyms.tsv"
COLUMNS = ("id", "country", "identity", "loaded", "context", "number", "gender", "case", "form_ar")

# Names of countries that arwikicats writes otherwise than Babel does.
OTHER_NAMES = {
    "palestine": "PS", "turkey": "TR", "bosnia and herzegovina": "BA", "czech republic": "CZ", "macedonia": "MK",
    "republic of ireland": "IE", "myanmar": "MM", "macau": "MO",
}  # fmt: skip
# Adjectives of arwikicats that we spell or split otherwise: see the additions.
LEFT_OUT = frozenset({"ivorian", "timorese", "cape verdean", "swazi", "korean", "congolese", "bengali"})


class Lemma(NamedTuple):
    """An adjective of a country or a people: its masculine singular, and the plurals that are not sound."""

    id: str
    country: str
    identity: str
    loaded: str
    context: str
    masculine: str
    plurals: tuple[str, ...]


class Form(NamedTuple):
    """One form of a lemma with its number, gender and case; case is empty where the form serves for all."""

    number: str
    gender: str
    case: str
    text: str


def forms_of(masculine: str, plurals: Iterable[str]) -> Iterator[Form]:
    """All forms of an adjective, without the article: both genders, three numbers, two cases, and the plurals given."""
    yield Form("sg", "m", "", masculine)
    yield Form("sg", "f", "", _ended(masculine, "ة"))
    yield Form("du", "m", "nom", _ended(masculine, "ان"))
    yield Form("du", "m", "obl", _ended(masculine, "ين"))
    yield Form("du", "f", "nom", _ended(masculine, "تان"))
    yield Form("du", "f", "obl", _ended(masculine, "تين"))
    yield Form("pl", "m", "nom", _ended(masculine, "ون"))
    yield Form("pl", "m", "obl", _ended(masculine, "ين"))
    yield Form("pl", "f", "", _ended(masculine, "ات"))
    for plural in plurals:
        yield Form("pl", "m", "", plural)


def _ended(phrase: str, ending: str) -> str:
    """A phrase with an ending on its last word, and on each earlier one that is an adjective in -ي too."""
    words = phrase.split(" ")
    return " ".join(w + ending if n == len(words) - 1 or w.endswith("ي") else w for n, w in enumerate(words))


def read_additions(path: Path) -> list[Lemma]:
    """The hand-made lemmas, in the order of their file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if tuple(lines[0].split("\t")) != ("id", "country", "identity", "loaded", "context", "form_ar"):
        raise SystemExit(f"{path}: unknown columns {lines[0]!r}")
    lemmas = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != 6:
            raise SystemExit(f"{path}:{number}: {len(cells)} cells, not 6")
        lemma_id, country, identity, loaded, context, names = cells
        masculine, *plurals = names.split("|")
        lemmas.append(Lemma(lemma_id, country, identity, loaded, context, masculine, tuple(plurals)))
    return lemmas


def read_arwikicats() -> list[Lemma]:
    """The adjectives of today's countries in arwikicats."""
    from babel import Locale

    codes = {name.lower(): code for code, name in Locale("en").territories.items() if len(code) == 2} | OTHER_NAMES
    # The file is read from where it lies: the package is not imported, as that runs code we have no use for.
    table = Path(str(distribution("arwikicats").locate_file("ArWikiCats/jsons/nationalities/nationalities_data.json")))
    raw = json.loads(table.read_text(encoding="utf-8"))
    lemmas: dict[tuple[str, str], Lemma] = {}
    for english, entry in raw.items():
        code = codes.get(entry["en"].lower())
        if code and english not in LEFT_OUT:
            masculine, plural = entry["male"], entry["males"]
            broken = () if plural == _ended(masculine, "ون") else (plural,)
            lemmas.setdefault((code, masculine), Lemma(code, code, "", "no", "", masculine, broken))
    return list(lemmas.values())


def render(lemmas: Iterable[Lemma]) -> str:
    """The table: one form a line, sorted, each form of an id once for each number, gender and case."""
    rows: dict[tuple[str, str, Form], tuple[str, ...]] = {}
    for lemma in lemmas:
        for form in forms_of(lemma.masculine, lemma.plurals):
            row = (*lemma[:5], *form)
            rows.setdefault((lemma.id, lemma.identity, form), row)
    body = sorted(rows.values(), key=lambda row: (row[0], row[8], row[5:8]))
    return "".join("\t".join(row) + "\n" for row in (COLUMNS, *body))


def main() -> int:
    """Write the table, or check it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="exit 1 where the table is stale, write nothing")
    asked = parser.parse_args()
    text = render([*read_additions(ADDITIONS), *read_arwikicats()])
    if asked.check:
        fresh = DEMONYMS.exists() and DEMONYMS.read_text(encoding="utf-8") == text
        print(f"{DEMONYMS.name} is {'fresh' if fresh else 'stale'}")
        return 0 if fresh else 1
    DEMONYMS.write_text(text, encoding="utf-8")
    print(f"{DEMONYMS.name}: {text.count(chr(10)) - 1} forms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
