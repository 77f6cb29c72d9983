"""Every fault of the data files at once: those that stop the compiler, and those that only a reader would stumble over.

Faults are what must not be; warnings are what somebody should look at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from riwaya.errors import Fault
from riwaya.knowledge.confidence import TABLE, read_confidence
from riwaya.knowledge.load import (
    BUILT_IN_CLASSES,
    DATA,
    LIST_FOLDERS,
    NAMED_TABLES,
    Family,
    RuleSource,
    compile_surfaces,
    line_of,
    read_families,
    read_lists,
)
from riwaya.knowledge.match import Choice, Element, Gap, Word, classes_of
from riwaya.knowledge.shelves import Surface
from riwaya.text.normalize import fold

CODE = Path(__file__).resolve().parent.parent
CLITICS = frozenset("w fa b k l s def suffix acc".split())
"""Features that any word may have in the text, whatever its class."""

POINTERS = (
    ("actors/actor_aliases.tsv", "id", ("actors/actors.tsv",)),
    ("ar/masdars.tsv", "verb_id", ("ar/verbs.tsv",)),
    ("ar/verb_forms.tsv", "verb_id", ("ar/verbs.tsv",)),
    ("ar/verbal_nouns.tsv", "verb_id", ("ar/verbs.tsv",)),
    ("places/curated.tsv", "admin1", ("places/regions.tsv",)),
    ("places/curated.tsv", "country", ("places/countries.tsv",)),
    ("places/pcodes.tsv", "id", ("places/regions.tsv",)),
    ("places/places.tsv", "admin1", ("places/regions.tsv",)),
    ("places/places.tsv", "country", ("places/countries.tsv",)),
    ("places/regions.tsv", "country", ("places/countries.tsv",)),
)
"""Columns whose values are first columns of other tables."""

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_NOT_PLAIN = re.compile(
    "[\u0640\ufb50-\ufdff\ufe70-\ufefc\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00a0\u00ad\ufeff\u064b-\u0650\u0652]"
)
_COMMENT_BEHIND_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f][^\n]*\\s#(\\s|$)")


class Lint(NamedTuple):
    """What is wrong with some data, and what looks odd; both by file and line."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    def under(self, paths: Iterable[str]) -> Lint:
        """What of it concerns these files or folders, given as paths below the data."""
        wanted = tuple(path.rstrip("/") for path in paths)

        def chosen(faults: Iterable[Fault]) -> tuple[Fault, ...]:
            return tuple(f for f in faults if any(f.path == path or f.path.startswith(f"{path}/") for path in wanted))

        return Lint(chosen(self.faults), chosen(self.warnings))


def lint(data: Path = DATA) -> Lint:
    """All faults of the files under a data folder."""
    faults: list[Fault] = []
    families = read_families(data, faults)
    surfaces = compile_surfaces(families, data, faults)
    lists = read_lists(data, faults)
    faults += _check_lines(data)
    faults += _check_words(families)
    faults += _check_lists(lists.words)
    faults += _check_rules(families)
    faults += _check_features(families, surfaces)
    faults += _check_tables(data)
    if data == DATA or (data / TABLE).exists():
        read_confidence(data, faults)
    warnings = _unused_classes(families) if data == DATA else ()
    return Lint(_sorted(faults), _sorted(warnings))


def _sorted(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(set(faults), key=lambda fault: (fault.path, fault.line, fault.message)))


# ---------------------------------------------------------------------------------------------------------------- words


def _check_lines(data: Path) -> Iterator[Fault]:
    """Arabic ends its line, so that no screen turns the line round; and a word stands on a line of its own."""
    for path in sorted((data / "ar").rglob("*.yaml")):
        name = path.relative_to(data).as_posix()
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except UnicodeDecodeError:
            continue  # told by whoever reads the file
        for number, line in enumerate(lines, 1):
            if _COMMENT_BEHIND_ARABIC.search(line) and not re.match(r"\s*(- )?text: ", line):
                yield Fault(name, number, "a comment stands behind Arabic: put it on the line above")
            if re.match(r"([^#]*:)?\s*\[", line) and _ARABIC.search(line):
                yield Fault(name, number, "Arabic words stand side by side: write one to a line")
            if "\r" in line or line != line.rstrip():
                yield Fault(name, number, "white space at the end of the line")


def _check_words(families: Iterable[Family]) -> Iterator[Fault]:
    """Words that stand twice in a class once they are folded."""
    for family in families:
        for cls, groups in family.words.items():
            for value, words in groups.items():
                seen: dict[str, int] = {}
                for word in words:
                    plain = " ".join(fold(word).split())
                    if plain in seen:
                        where = f"{cls} {value}".strip()
                        yield Fault(
                            family.path, line_of(word), f"{word!s} stands in {where} already, on line {seen[plain]}"
                        )
                    seen.setdefault(plain, line_of(word))
                    if word != word.strip() or "  " in word or not plain:
                        yield Fault(family.path, line_of(word), f"{word!r} has stray spaces")


def _check_lists(lists: dict[str, list[str]]) -> Iterator[Fault]:
    """Words that stand twice in a list of the text layer, letter for letter: those lists may tell spellings apart."""
    for name, words in lists.items():
        for word in sorted({word for word in words if words.count(word) > 1}):
            yield Fault(f"ar/{'|'.join(LIST_FOLDERS)}", 1, f"{word} stands twice in the list {name}")


# ---------------------------------------------------------------------------------------------------------------- rules


def _check_rules(families: Iterable[Family]) -> Iterator[Fault]:
    """Rules that say the same twice, give what they do not take, or point to rules that are not there."""
    sources = [(family, source) for family in families for source in family.rules]
    ids = {source.rule.id for _, source in sources}
    same: dict[tuple[object, ...], str] = {}
    for family, source in sources:
        rule = source.rule
        alike = (rule.stage, rule.pattern, tuple((g.where, g.pattern) for g in rule.guards))
        if alike in same and source.status != "deprecated":
            yield Fault(family.path, source.line, f"{rule.id} has the pattern and exceptions of {same[alike]}")
        same.setdefault(alike, rule.id)
        taken = _names_of(rule.elements)
        for key, value in rule.gives.items():
            if value.startswith("$") and value[1:] not in taken:
                message = f"{rule.id} gives {key} from {value}, which its pattern does not take"
                yield Fault(family.path, source.line, message, tuple(sorted(taken)))
        yield from _check_examples(family, source, ids)


def _check_examples(family: Family, source: RuleSource, ids: set[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for example in (*source.examples, *source.counterexamples, *source.known_misses):
        if example.text in seen:
            yield Fault(family.path, example.line, f"{source.rule.id} has this text twice: {example.text}")
        seen.add(example.text)
        if example.instead and example.instead not in ids:
            message = f"{example.instead}, which is to read a counterexample of {source.rule.id}, is no rule"
            yield Fault(family.path, example.line, message)
        span = example.expects.get("span")
        if span and span not in example.text and source.status != "deprecated":
            yield Fault(family.path, example.line, f"the span {span} is no part of its text")
    if source.status == "deprecated" and not source.heir:
        yield Fault(family.path, source.line, f"{source.rule.id} is deprecated and names no heir")


def _names_of(elements: Iterable[Element]) -> frozenset[str]:
    """The names under which a pattern keeps what it takes."""
    names: set[str] = set()
    for element in elements:
        if isinstance(element, Word):
            names.add(element.name or element.cls)
        elif isinstance(element, Gap):
            names.add(element.name)
        else:
            names |= {name for option in element.options for name in _names_of(option)}
    return frozenset(names)


def _check_features(families: Iterable[Family], surfaces: dict[str, list[Surface]]) -> Iterator[Fault]:
    """Features that a pattern asks of a class none of whose words can have them."""
    features: dict[str, set[str]] = {}
    for found in surfaces.values():
        for cls, _, _, told in found:
            if told:
                features.setdefault(cls, set()).update(told.split())
    for family in families:
        for source in family.rules:
            for elements in (source.rule.elements, *(guard.elements for guard in source.rule.guards)):
                for word in _words_of(elements):
                    if word.cls in BUILT_IN_CLASSES:  # mentions have the features that their stages give them
                        continue
                    known = CLITICS | features.get(word.cls, set())
                    for odd in sorted((word.needs | word.bars) - known):
                        message = f"{source.rule.id} asks for {odd}, a feature that no word of {word.cls} has"
                        yield Fault(family.path, source.line, message, tuple(sorted(known)))


def _words_of(elements: Iterable[Element]) -> Iterator[Word]:
    for element in elements:
        if isinstance(element, Word):
            yield element
        elif isinstance(element, Choice):
            for option in element.options:
                yield from _words_of(option)


def _unused_classes(families: Iterable[Family]) -> Iterator[Fault]:
    """Classes that no pattern names, nor any line of the code."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CODE.rglob("*.py")))
    named = set(re.findall(r"[a-z][a-z0-9_]*", code))
    for family in families:
        for source in family.rules:
            for elements in (source.rule.elements, *(guard.elements for guard in source.rule.guards)):
                named |= classes_of(elements)
    for family in families:
        for cls, groups in family.words.items():
            if cls not in named:
                line = next((line_of(words[0]) for words in groups.values() if words), 1)
                yield Fault(family.path, line, f"the class {cls} is named by no rule and by no line of code")


# --------------------------------------------------------------------------------------------------------------- tables


def _check_tables(data: Path) -> Iterator[Fault]:
    """Tables: the columns of each row, ids, references between tables, letters, rows and names that stand twice."""
    ids: dict[str, frozenset[str]] = {}

    def ids_of(path: str) -> frozenset[str]:
        if path not in ids:
            ids[path] = frozenset(cells[0] for _, cells in _rows(data / path))
        return ids[path]

    for path in sorted(data.rglob("*.tsv")):
        name = path.relative_to(data).as_posix()
        try:
            path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            yield Fault(name, 1, f"not UTF-8: {error}")
            continue
        yield from _check_table(path, name, ids_of)
    for table in NAMED_TABLES:
        if data == DATA and not (data / table.path).exists():
            yield Fault(table.path, 1, "this table is named in the code and is not there")


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table behind its first line, with their line numbers."""
    if path.exists():
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        for number, line in enumerate(lines[1:], 2):
            if line or number < len(lines):
                yield number, line.split("\t")


def _check_table(path: Path, name: str, ids_of: Callable[[str], frozenset[str]]) -> Iterator[Fault]:
    text = path.read_text(encoding="utf-8")
    columns = text.partition("\n")[0].split("\t")
    if len(set(columns)) != len(columns) or not all(columns):
        yield Fault(name, 1, "the columns need names, each of its own")
    pointers = {columns.index(col): to for table, col, to in POINTERS if table == name and col in columns}
    unique = columns[0] in ("id", "code") and 0 not in pointers and "identity" not in columns
    ids: dict[str, int] = {}
    rows: dict[str, int] = {}
    for number, cells in _rows(path):
        if len(cells) != len(columns):
            yield Fault(name, number, f"{len(cells)} columns, not {len(columns)}: {', '.join(columns)}")
            continue
        line = "\t".join(cells)
        if line in rows:
            yield Fault(name, number, f"this row stands on line {rows[line]} already")
        rows.setdefault(line, number)
        if unique and cells[0] in ids:
            yield Fault(name, number, f"the id {cells[0]} stands on line {ids[cells[0]]} already")
        ids.setdefault(cells[0], number)
        for place, tables in pointers.items():
            if cells[place] and not any(cells[place] in ids_of(table) for table in tables):
                yield Fault(
                    name, number, f"the {columns[place]} {cells[place]} stands in no row of {' or '.join(tables)}"
                )
        if not name.startswith(_FOR_READERS):
            yield from _check_cells(name, number, columns, cells)


_FOR_READERS = ("web/", "labels.tsv", "exports/headings.tsv")
"""Where words stand that pages and sheets show to people; nothing is looked for by them, so people spell them."""


def _check_cells(name: str, number: int, columns: list[str], cells: list[str]) -> Iterator[Fault]:
    if bad := _NOT_PLAIN.search("\t".join(cells)):
        yield Fault(name, number, f"U+{ord(bad[0]):04X} is no plain letter: no vowel signs, tatweel or invisible marks")
    if any(_ARABIC.search(cell) for cell in cells[:-1]):
        yield Fault(name, number, "Arabic stands in another column than the last")
    if any(cell != cell.strip() for cell in cells):
        yield Fault(name, number, "a cell has white space around it")
    if columns[-1].endswith("_ar") and not all(name.strip() for name in cells[-1].split("|")):
        yield Fault(name, number, "an empty name")
