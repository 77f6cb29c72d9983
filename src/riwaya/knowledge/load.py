"""Reads the data files strictly, reports all their faults at once, and compiles them for reading.

YAML is read as strings only; unknown and doubled keys are faults; every fault names path and line. The outcome, a flat
table of surface forms and the rules, is kept under the fingerprint of the data (`kept.py`), so that a start costs one
read of one file, of which only what a text asks for is unpacked.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from riwaya.errors import Fault, KnowledgeError
from riwaya.knowledge.confidence import Confidence, read_confidence
from riwaya.knowledge.inflect import adjective_forms, noun_forms, peel, proclitic_features
from riwaya.knowledge.kept import Sections, keep, kept
from riwaya.knowledge.match import (
    Cell,
    Demands,
    Edge,
    Guard,
    Lattice,
    PatternError,
    Rule,
    Ruleset,
    classes_of,
    demands_of,
    mask_of,
    parse,
    taken_of,
)
from riwaya.knowledge.numerals import find_numerals
from riwaya.knowledge.shelves import SHELVES, Shelves, Surface, pack, shelf_of, unpack
from riwaya.records import VERSION, Document, Sentence, Token
from riwaya.text.normalize import fold

DATA = Path(__file__).resolve().parent.parent / "data"

STAGES = (
    "numbers", "times", "places", "actors", "weapons", "attribution", "events", "casualties", "outcomes", "modality",
    "accounts",
)  # fmt: skip
GUARD_PLACES = ("followed_by", "preceded_by", "holds", "followed_within", "preceded_within")
STATUSES = ("stable", "preview", "deprecated")
INFLECTIONS = ("none", "noun", "adjective", "verb")


# ---------------------------------------------------------------------------------------------------------- strict YAML


class Line(str):
    """A string of a data file that knows its line."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, text: str, line: int) -> Line:
        made = super().__new__(cls, text)
        made.line = line
        return made


def line_of(value: object, default: int = 1) -> int:
    """The line a value of a data file stands on."""
    if isinstance(value, Line):
        return value.line
    if isinstance(value, dict):
        return next((line_of(key, default) for key in value), default)
    if isinstance(value, list):
        return next((line_of(item, default) for item in value), default)
    return default


def read_yaml(path: Path, name: str, faults: list[Fault]) -> Any:
    """A YAML file as dicts, lists and `Line`s. Doubled keys and syntax errors go to `faults`."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

    def build(node: yaml.Node) -> Any:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return Line(node.value, line)
        if isinstance(node, yaml.SequenceNode):
            return [build(child) for child in node.value]
        out: dict[Line, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                faults.append(Fault(name, key_node.start_mark.line + 1, "a key must be a plain string"))
                continue
            key = Line(key_node.value, key_node.start_mark.line + 1)
            if key in out:
                faults.append(Fault(name, key.line, f"the key {key!s} stands twice"))
            out[key] = build(value_node)
        return out

    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=loader)
    except UnicodeDecodeError as error:
        faults.append(Fault(name, 1, f"not UTF-8: {error}"))
        return {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(Fault(name, mark.line + 1 if mark else 1, f"not YAML: {getattr(error, 'problem', error)}"))
        return {}
    return {} if root is None else build(root)


# ---------------------------------------------------------------------------------------------------- families of rules


class Example(NamedTuple):
    """A sentence a rule must read, with what it must find; or, with `why`, one it must leave alone."""

    text: str
    en: str
    expects: dict[str, str]
    why: str | None
    instead: str | None
    line: int


class RuleSource(NamedTuple):
    """A rule as written, with its examples."""

    rule: Rule
    status: str
    why: str | None
    heir: str | None
    examples: tuple[Example, ...]
    counterexamples: tuple[Example, ...]
    known_misses: tuple[Example, ...]
    line: int


class Family(NamedTuple):
    """A data file of rules and words: what it is about, its stage, its words by class and value, its rules."""

    path: str
    name: str
    about: str
    stage: str | None
    as_of: str
    words: dict[str, dict[str, list[str]]]
    options: dict[str, dict[str, str]]
    rules: tuple[RuleSource, ...]
    templates: tuple[Example, ...]


_FAMILY_KEYS = frozenset("family about stage codebook as_of classes words rules templates".split())
_RULE_KEYS = frozenset("id status pattern exceptions gives why heir examples counterexamples known_misses".split())
_CLASS_KEYS = {"inflect": INFLECTIONS, "gender": ("m", "f"), "peel": ("yes", "no"), "about": ()}
_WORD_CLASS = re.compile(r"[a-z][a-z0-9_]*$")
_RULE_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9-]+)+$")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_BAD_LETTERS = re.compile(
    "[\t\n\u0640\ufb50-\ufdff\ufe70-\ufefc\u200b-\u200f\u202a-\u202e\u2066-\u2069\u064b-\u0650\u0652]"
)


def read_family(path: Path, name: str, faults: list[Fault], *, stages: tuple[str, ...] = STAGES) -> Family | None:
    """One YAML file of words and rules as a `Family`; faults are collected. `stages` are those it may be of."""
    raw = read_yaml(path, name, faults)
    if not isinstance(raw, dict):
        faults.append(Fault(name, 1, "a data file must be a mapping"))
        return None
    for key in raw:
        if key not in _FAMILY_KEYS:
            faults.append(Fault(name, key.line, f"unknown key {key!s}", tuple(sorted(_FAMILY_KEYS))))
    family = raw.get("family")
    if not isinstance(family, str):
        faults.append(Fault(name, 1, "the key 'family' is missing"))
        return None
    stage = raw.get("stage")
    if stage is not None and stage not in stages:
        faults.append(Fault(name, line_of(stage), f"unknown stage {stage!s}", stages))
    if not isinstance(raw.get("about"), str):
        faults.append(Fault(name, family.line if isinstance(family, Line) else 1, "the key 'about' is missing"))
    words = _read_words(raw.get("words", {}), name, faults)
    options = _read_options(raw.get("classes", {}), words, name, faults)
    rules = []
    for number, item in enumerate(raw.get("rules", []) or []):
        rule = _read_rule(item, str(family), str(stage or ""), number, name, faults)
        if rule:
            rules.append(rule)
    if rules and stage is None:
        faults.append(Fault(name, 1, "a file with rules needs the key 'stage'", stages))
    templates = tuple(_read_examples(raw.get("templates", []), name, faults, need_why=False, need_en=True))
    return Family(
        name,
        str(family),
        str(raw.get("about", "")),
        stage and str(stage),
        str(raw.get("as_of", "2013-02-12")),
        words,
        options,
        tuple(rules),
        templates,
    )


def _read_words(raw: Any, name: str, faults: list[Fault]) -> dict[str, dict[str, list[str]]]:
    out: dict[str, dict[str, list[str]]] = {}
    if not isinstance(raw, dict):
        faults.append(Fault(name, line_of(raw), "'words' must map word classes to lists"))
        return out
    for cls, value in raw.items():
        if not _WORD_CLASS.match(cls):
            faults.append(Fault(name, cls.line, f"{cls!s} is no name of a word class (a-z, 0-9, _)"))
            continue
        groups = value if isinstance(value, dict) else {Line("", cls.line): value}
        kept: dict[str, list[str]] = {}
        for key, items in groups.items():
            if not isinstance(items, list) or not all(isinstance(item, Line) for item in items):
                faults.append(Fault(name, key.line, f"the words of {cls!s} must be a list of strings, one to a line"))
                continue
            for item in items:
                if bad := _BAD_LETTERS.search(item):
                    faults.append(
                        Fault(
                            name,
                            item.line,
                            f"{item!s} holds U+{ord(bad[0]):04X}: write plain letters, without vowel signs or tatweel",
                        )
                    )
            kept[str(key)] = items
        out[str(cls)] = kept
    return out


def _read_options(raw: Any, words: dict[str, Any], name: str, faults: list[Fault]) -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    if not isinstance(raw, dict):
        faults.append(Fault(name, line_of(raw), "'classes' must map word classes to options"))
        return out
    for cls, options in raw.items():
        if cls not in words:
            faults.append(Fault(name, cls.line, f"options for the class {cls!s}, which has no words in this file"))
        if not isinstance(options, dict):
            faults.append(Fault(name, cls.line, f"the options of {cls!s} must be a mapping"))
            continue
        for key, value in options.items():
            if key not in _CLASS_KEYS:
                faults.append(Fault(name, key.line, f"unknown option {key!s}", tuple(sorted(_CLASS_KEYS))))
            elif _CLASS_KEYS[key] and value not in _CLASS_KEYS[key]:
                faults.append(Fault(name, line_of(value, key.line), f"{key!s} cannot be {value!s}", _CLASS_KEYS[key]))
        out[str(cls)] = {str(k): str(v) for k, v in options.items()}
    return out


def _read_rule(raw: Any, family: str, stage: str, order: int, name: str, faults: list[Fault]) -> RuleSource | None:
    if not isinstance(raw, dict):
        faults.append(Fault(name, line_of(raw), "a rule must be a mapping"))
        return None
    line = line_of(raw)
    for key in raw:
        if key not in _RULE_KEYS:
            faults.append(Fault(name, key.line, f"unknown key {key!s} in a rule", tuple(sorted(_RULE_KEYS))))
    rule_id = raw.get("id")
    if not isinstance(rule_id, str) or not _RULE_ID.match(rule_id):
        faults.append(
            Fault(name, line_of(rule_id, line), f"a rule needs an id such as stage.what-it-finds, not {rule_id!r}")
        )
        return None
    status = str(raw.get("status", "stable"))
    if status not in STATUSES:
        faults.append(Fault(name, line_of(raw.get("status"), line), f"unknown status {status}", STATUSES))
    pattern = _pattern(raw.get("pattern"), rule_id, name, line, faults)
    guards = []
    for item in raw.get("exceptions", []) or []:
        guard = _read_guard(item, name, line, faults)
        if guard:
            guards.append(guard)
    gives = raw.get("gives", {})
    if not isinstance(gives, dict) or not all(isinstance(v, Line) for v in gives.values()):
        faults.append(Fault(name, line_of(gives, line), f"'gives' of {rule_id} must map names to strings"))
        gives = {}
    examples = tuple(_read_examples(raw.get("examples", []), name, faults, need_why=False))
    counter = tuple(_read_examples(raw.get("counterexamples", []), name, faults, need_why=True))
    misses = tuple(_read_examples(raw.get("known_misses", []), name, faults, need_why=True))
    if status != "deprecated":
        if not examples:
            faults.append(Fault(name, line, f"{rule_id} has no example"))
        if not counter:
            faults.append(Fault(name, line, f"{rule_id} has no counterexample"))
    rule = Rule(
        str(rule_id),
        family,
        stage,
        pattern,
        demands_of(parse(pattern) if pattern else ()),
        given := {str(k): str(v) for k, v in gives.items()},
        taken_of(given),
        tuple(guards),
        order,
    )
    why, heir = raw.get("why"), raw.get("heir")
    return RuleSource(rule, status, why and str(why), heir and str(heir), examples, counter, misses, line)


def _pattern(raw: Any, owner: str, name: str, line: int, faults: list[Fault]) -> str:
    """A pattern that can be parsed, or an empty one."""
    if not isinstance(raw, Line):
        faults.append(Fault(name, line, f"{owner} has no pattern"))
        return ""
    if _ARABIC.search(raw):
        faults.append(Fault(name, raw.line, f"the pattern of {owner} holds Arabic: patterns name word classes"))
        return ""
    try:
        parse(str(raw))
    except PatternError as error:
        faults.append(Fault(name, raw.line, str(error)))
        return ""
    return str(raw)


def _read_guard(raw: Any, name: str, line: int, faults: list[Fault]) -> Guard | None:
    if not isinstance(raw, dict):
        faults.append(Fault(name, line_of(raw, line), "an exception must be a mapping"))
        return None
    where = [key for key in raw if key in GUARD_PLACES]
    for key in raw:
        if key not in (*GUARD_PLACES, "id", "why"):
            faults.append(Fault(name, key.line, f"unknown key {key!s} in an exception", (*GUARD_PLACES, "id", "why")))
    if len(where) != 1 or "id" not in raw or "why" not in raw:
        faults.append(Fault(name, line_of(raw, line), "an exception needs an id, a why and one place", GUARD_PLACES))
        return None
    pattern = _pattern(raw[where[0]], f"the exception {raw['id']}", name, line, faults)
    return Guard(str(raw["id"]), str(where[0]), pattern, str(raw["why"]))


def _read_examples(
    raw: Any, name: str, faults: list[Fault], *, need_why: bool, need_en: bool = True
) -> Iterator[Example]:
    for item in raw or []:
        if not isinstance(item, dict) or not isinstance(item.get("text"), Line):
            faults.append(Fault(name, line_of(item), "an example needs a text"))
            continue
        line = item["text"].line
        if need_en and "en" not in item:
            faults.append(Fault(name, line, "an example needs 'en', its meaning in English"))
        if need_why and "why" not in item:
            faults.append(Fault(name, line, "a counterexample or known miss needs 'why'"))
        expects = {}
        for key, value in item.items():
            if key in ("text", "en", "why", "instead"):
                continue
            if not isinstance(value, Line):
                faults.append(Fault(name, key.line, f"{key!s} of an example must be a string"))
                continue
            expects[str(key)] = str(value)
        why, instead = item.get("why"), item.get("instead")
        yield Example(
            str(item["text"]), str(item.get("en", "")), expects, why and str(why), instead and str(instead), line
        )


# ---------------------------------------------------------------------------------------------------------- long tables


class NamedTable(NamedTuple):
    """A TSV whose last column holds names: the class its names get in the lexicon, and how they inflect."""

    path: str
    cls: str
    inflect: str = "none"


NAMED_TABLES = (
    NamedTable("places/places.tsv", "place_name"),
    NamedTable("places/regions.tsv", "place_name"),
    NamedTable("places/curated.tsv", "place_name"),
    NamedTable("places/countries.tsv", "place_name"),
    NamedTable("places/common_words.tsv", "place_common"),
    NamedTable("actors/actors.tsv", "party_name"),
    NamedTable("actors/actor_aliases.tsv", "party_name"),
    NamedTable("actors/outlets.tsv", "outlet_name"),
    NamedTable("actors/heads.tsv", "party_head", "noun"),
    NamedTable("actors/attributes.tsv", "party_attribute", "adjective"),
    NamedTable("actors/titles.tsv", "title"),
    NamedTable("actors/people.tsv", "person_name"),
    NamedTable("actors/demonyms.tsv", "demonym"),
    NamedTable("actors/roles.tsv", "role_noun"),
    NamedTable("actors/capitals_as_governments.tsv", "government_name"),
)


class Table:
    """A TSV table: rows by the value of the first column, split only when asked for."""

    def __init__(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else [""]
        self.columns = tuple(lines[0].split("\t"))
        self._lines: dict[str, str] = {}
        for line in lines[1:]:
            if line:
                self._lines.setdefault(line.partition("\t")[0], line)

    def __contains__(self, key: str) -> bool:
        return key in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def row(self, key: str) -> dict[str, str]:
        """The row with this first column, as a dict of its columns; raises KeyError where there is none."""
        return dict(zip(self.columns, self._lines[key].split("\t"), strict=False))

    def get(self, key: str) -> dict[str, str] | None:
        """The row with this first column, or None."""
        return self.row(key) if key in self._lines else None

    def column(self, name: str) -> dict[str, str]:
        """The values of a column by those of the first."""
        return {key: self.row(key)[name] for key in self}


# ------------------------------------------------------------------------------------------------------------ compiling


def compile_surfaces(
    families: Iterable[Family], data: Path, faults: list[Fault], *, tables: Iterable[NamedTable] = NAMED_TABLES
) -> dict[str, list[Surface]]:
    """Every surface phrase (folded words joined by a space) with the entries it may be."""
    out: dict[str, dict[Surface, None]] = {}
    verbs = _verb_forms(data)

    def add(phrase: str, surface: Surface) -> None:
        folded = " ".join(fold(phrase).split())
        if folded:
            out.setdefault(folded, {})[surface] = None

    for family in families:
        for cls, groups in family.words.items():
            options = family.options.get(cls, {})
            for value, items in groups.items():
                for item in items:
                    try:
                        for phrase, features in expand(
                            str(item), options.get("inflect", "none"), options.get("gender", "m"), verbs
                        ):
                            add(phrase, (cls, value or fold(item), str(item), features))
                    except LookupError as error:
                        faults.append(Fault(family.path, line_of(item), str(error.args[0])))
    for table in tables:
        path = data / table.path
        if not path.exists():
            continue
        try:
            rows = path.read_text(encoding="utf-8").split("\n")
        except UnicodeDecodeError as error:
            faults.append(Fault(table.path, 1, f"not UTF-8: {error}"))
            continue
        columns = rows[0].split("\t")
        for row in rows[1:]:
            cells = row.split("\t")
            if len(cells) != len(columns):
                continue
            features = " ".join(
                f"{key}={cell}"
                for key, cell in zip(columns[1:-1], cells[1:-1], strict=True)
                if cell and key in _FEATURE_COLUMNS
            )
            names = cells[-1].split("|")
            by_column = dict(zip(columns, cells, strict=True))
            numbers = _each(by_column.get("number", ""), names)
            genders = _each(by_column.get("gender", ""), names)
            for place, text in enumerate(names):
                if table.inflect == "none" or not text:
                    told = f"{features} {numbers[place]} {genders[place]}"
                    add(text, (table.cls, cells[0], names[0], " ".join(told.split())))
                else:
                    number = numbers[place] or ("pl" if place and table.inflect == "noun" else "")
                    gender = genders[place] or "m"
                    for phrase, more in expand(text, table.inflect, gender, verbs, plural=number == "pl"):
                        add(phrase, (table.cls, cells[0], names[0], f"{features} {more}".strip()))
    return {phrase: list(surfaces) for phrase, surfaces in out.items()}


_FEATURE_COLUMNS = frozenset("id needs kind role loaded context".split())


def _each(cell: str, names: list[str]) -> list[str]:
    """A cell that tells something of each name (`sg|pl`), name by name; one value alone tells it of the first."""
    told = cell.split("|")
    return told if len(told) == len(names) else [*told[:1], *[""] * (len(names) - 1)]


def expand(
    phrase: str, inflect: str, gender: str, verbs: dict[str, list[tuple[str, str]]], *, plural: bool = False
) -> Iterator[tuple[str, str]]:
    """The surface forms of a word or phrase with their features; raises LookupError for a verb that has no paradigm.

    Of a phrase the first word inflects; where all later words are adjectives that agree with it in the form written
    (no article, the ending of its gender), they inflect with it, so that a dual of both is found.
    """
    first, _, rest = phrase.partition(" ")
    if inflect == "verb":
        forms = verbs.get(fold(first))
        if not forms:
            raise LookupError(f"{first} is not in ar/verbs.tsv, so it has no forms")
        for form, features in forms:
            yield (f"{form} {rest}" if rest else form), features
    elif inflect == "none":
        yield phrase, ""
    elif plural:
        yield from (
            (form + (f" {rest}" if rest else ""), " ".join(sorted(feats | {"pl"})))
            for form, feats in _plural_forms(first)
        )
    else:
        forms_of_first = noun_forms(first, gender=gender) if inflect == "noun" else adjective_forms(first)
        for form, feats in forms_of_first.items():
            for tail in _agreeing(rest, feats) if rest else ("",):
                yield (f"{form} {tail}" if tail else form), " ".join(sorted(feats))


def _plural_forms(word: str) -> Iterator[tuple[str, frozenset[str]]]:
    """A plural as it is listed, with the other case of a sound masculine one."""
    yield fold(word), frozenset({"pl"})
    if word.endswith("ون"):
        yield fold(word[:-2] + "ين"), frozenset({"pl"})
        yield fold(word[:-1]), frozenset({"pl", "construct"})
        yield fold(word[:-2] + "ي"), frozenset({"pl", "construct"})


def _agreeing(rest: str, feats: frozenset[str]) -> Iterator[str]:
    """The later words of a phrase as they stand beside its first word in a form with these features."""
    yield rest
    words = rest.split(" ")
    if any(word.startswith("ال") for word in words) or "construct" in feats or not feats & {"du", "pl"}:
        return
    options = []
    for word in words:
        base = word[:-1] if word.endswith("ة") else word
        options.append(
            [
                form
                for form, f in adjective_forms(base).items()
                if f & feats & {"du", "pl"} and f & feats & {"m", "f"} and "construct" not in f
            ]
        )
    for combination in zip(*options, strict=False):
        yield " ".join(combination)


def _verb_forms(data: Path) -> dict[str, list[tuple[str, str]]]:
    """Folded lemma to its forms, each with features: past present jussive, p1 p3, m f, sg du pl, active passive."""
    lemmas: dict[str, list[str]] = {}
    table = data / "ar" / "verbs.tsv"
    forms_file = data / "ar" / "verb_forms.tsv"
    if not table.exists() or not forms_file.exists():
        return {}
    for row in table.read_text(encoding="utf-8").split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) > 1:
            lemmas.setdefault(cells[0], []).append(fold(cells[-1]))
    out: dict[str, list[tuple[str, str]]] = {}
    for row in forms_file.read_text(encoding="utf-8").split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) < 3:
            continue
        tense, person, gender, number, voice = cells[1:6]
        features = " ".join(
            f for f in (tense, f"p{person}" if person.isdigit() else person, gender, number, voice) if f and f != "-"
        )
        for lemma in lemmas.get(cells[0], ()):
            out.setdefault(lemma, []).append((cells[-1], features))
    return out


def _third_person(data: Path) -> frozenset[str]:
    """The folded forms of the third person of all listed verbs."""
    forms = (pair for each in _verb_forms(data).values() for pair in each)
    return frozenset(fold(form) for form, features in forms if "p3" in features.split())


LIST_FOLDERS = ("inputs", "restore", "text")
"""Folders of `data/ar` whose files are plain word lists for the text layer, without classes and rules."""


class Lists(NamedTuple):
    """The word lists of the text layer: words by list, and the letters that each look-alike sign may stand for."""

    words: dict[str, list[str]]
    signs: dict[str, list[str]]


def read_lists(data: Path, faults: list[Fault]) -> Lists:
    """The files of `LIST_FOLDERS`; each holds one mapping `words` of names to lists."""
    lists = Lists({}, {})
    for folder in LIST_FOLDERS:
        for path in sorted((data / "ar" / folder).glob("*.yaml")):
            name = path.relative_to(data).as_posix()
            raw = read_yaml(path, name, faults)
            groups = raw.get("words") if isinstance(raw, dict) else None
            if not isinstance(groups, dict) or len(raw) != 1:
                faults.append(Fault(name, 1, "a file of word lists holds one key, 'words'"))
                continue
            into = lists.signs if path.stem == "lookalikes" else lists.words
            for key, items in groups.items():
                if key in into:
                    faults.append(Fault(name, key.line, f"the list {key!s} is defined in another file too"))
                if not isinstance(items, list) or not all(isinstance(item, Line) for item in items):
                    faults.append(Fault(name, key.line, f"{key!s} must be a list of strings, one to a line"))
                    continue
                into[str(key)] = [str(item) for item in items]
    return lists


class Compiled(NamedTuple):
    """What compiling gives: the phrases with their surfaces, the rules and words, the lists of the text layer."""

    shelves: Shelves
    verb_forms: frozenset[str]
    families: list[Family]
    lists: Lists


def read_families(data: Path, faults: list[Fault]) -> list[Family]:
    """Every YAML file under `data/ar` (and `data/local` of the user, if any), in the order of their paths."""
    paths = [path for path in sorted((data / "ar").rglob("*.yaml")) if path.parent.name not in LIST_FOLDERS]
    found = [read_family(path, path.relative_to(data).as_posix(), faults) for path in paths]
    families = [family for family in found if family]
    _check_across(families, faults, whole=len(families) == len(paths))
    return families


def _check_across(families: list[Family], faults: list[Fault], *, whole: bool) -> None:
    """Faults that only show across files: ids and classes defined twice; where the families are whole, classes and
    heirs that nobody defines.
    """
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    classes: dict[str, str] = {}
    for family in families:
        if family.name in names:
            faults.append(Fault(family.path, 1, f"the family {family.name} stands in {names[family.name]} too"))
        names[family.name] = family.path
        for cls, groups in family.words.items():
            if cls in classes:
                faults.append(
                    Fault(
                        family.path,
                        line_of(next(iter(groups.values()), []), 1),
                        f"the class {cls} is defined in {classes[cls]} too",
                    )
                )
            classes[cls] = family.path
        for source in family.rules:
            for rule_id in (source.rule.id, *(guard.id for guard in source.rule.guards)):
                if rule_id in ids:
                    faults.append(Fault(family.path, source.line, f"the id {rule_id} stands in {ids[rule_id]} too"))
                ids[rule_id] = family.path
    if not whole:
        return  # what an unread file defines is not known; to miss it in all others would bury its fault
    known = set(classes) | {table.cls for table in NAMED_TABLES} | BUILT_IN_CLASSES
    for family in families:
        for source in family.rules:
            used = classes_of(source.rule.elements) | frozenset(
                c for guard in source.rule.guards for c in classes_of(guard.elements)
            )
            for cls in sorted(used - known):
                faults.append(
                    Fault(
                        family.path, source.line, f"{source.rule.id} names the word class {cls}, which no file defines"
                    )
                )
            if source.heir and source.heir not in ids:
                faults.append(Fault(family.path, source.line, f"the heir {source.heir} of {source.rule.id} is no rule"))


BUILT_IN_CLASSES = frozenset(
    """digits comma stop colon semicolon quote_mark open close dash question url handle hashtag latin
    numeral date_digits day_digits clock_digits number time place party weapon source_mention event""".split()
)
"""Classes that no file defines: marks and kinds of tokens, and the mentions that stages add."""


def compile_data(data: Path = DATA) -> Compiled:
    """Reads and checks all data; raises KnowledgeError with every fault."""
    faults: list[Fault] = []
    families = read_families(data, faults)
    surfaces = compile_surfaces(families, data, faults)
    lists = read_lists(data, faults)
    if faults:
        raise KnowledgeError(tuple(faults))
    return Compiled(pack(surfaces), _third_person(data), families, lists)


# -------------------------------------------------------------------------------------------------------------- lexicon


class _Start(NamedTuple):
    """A way to read a word as the first of longer phrases: its key, the words that may follow, its clitics."""

    key: str
    seconds: set[str]
    features: frozenset[str]
    depth: int


class _Word(NamedTuple):
    """What the lexicon knows of a word: its cell, the mask of that, and the longer phrases it may begin.

    `seconds` are the words that go on with any of these, without their article where they may have one.
    """

    cell: Cell
    mask: int
    starts: tuple[_Start, ...]
    seconds: AbstractSet[str]


class Lexicon:
    """Surface phrases and their entries; lays edges over tokens."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._unpacked = bytearray(SHELVES)  # a mark for each shelf that is in the following already
        self._phrases: dict[str, str] = {}  # phrases with their surfaces, packed as they are on the shelves
        self._seconds: defaultdict[str, set[str]] = defaultdict(set)  # the words that may follow the first of a phrase
        self._more: set[str] = set()  # two words and more that a longer phrase begins with
        self._features: dict[str, frozenset[str]] = {}
        self.word = lru_cache(maxsize=60_000)(self._word)
        self.knows = lru_cache(maxsize=60_000)(self._knows)
        self._edges = lru_cache(maxsize=20_000)(self._edges_of)

    def __contains__(self, form: str) -> bool:
        """Whether a folded word is known, whole or with its clitics peeled."""
        return self.knows(form)

    def _knows(self, form: str) -> bool:
        return self._is_listed(form) or any(self._is_listed(p.stem) for p in peel(form))

    def values(self, phrase: str, cls: str) -> list[str]:
        """The values that a folded phrase has as a class, as it stands in the data."""
        surfaces = self._phrases[phrase] if self._is_listed(phrase) else ""
        return [value for found, value, _, _ in unpack(surfaces) if found == cls]

    def _is_listed(self, phrase: str) -> bool:
        self._take_down(phrase.partition(" ")[0])
        return phrase in self._phrases

    def _take_down(self, word: str) -> None:
        """Unpacks the shelf of the phrases that begin with a word."""
        number = shelf_of(word)
        if self._unpacked[number]:
            return
        for phrase, surfaces in self._shelves.take(number):
            self._phrases[phrase] = surfaces
            first, _, rest = phrase.partition(" ")
            if rest:
                second, _, more = rest.partition(" ")
                self._seconds[first].add(second)
                at = len(first) + 1 + len(second) if more else -1
                while at >= 0:
                    self._more.add(phrase[:at])
                    at = phrase.find(" ", at + 1)
        self._unpacked[number] = 1  # last, so that another thread never takes half a shelf for a whole one

    def _feature_set(self, features: str) -> frozenset[str]:
        found = self._features.get(features)
        if found is None:
            found = self._features[features] = frozenset(features.split())
        return found

    def _keys(self, form: str) -> list[tuple[str, frozenset[str], int]]:
        """The keys a word may be looked up by, with clitic features and how much was peeled."""
        keys: list[tuple[str, frozenset[str], int]] = [(form, frozenset(), 0)]
        for analysis in peel(form):
            if analysis.stem == form and not analysis.proclitics and not analysis.article:
                continue
            feats = set(proclitic_features(analysis.proclitics))
            depth = len(analysis.proclitics) + (analysis.enclitic not in ("", "A"))  # an accusative ending is no clitic
            if analysis.article:
                feats.add("def")
            if analysis.enclitic:
                feats.add("acc" if analysis.enclitic == "A" else "suffix")
            keys.append((analysis.stem, frozenset(feats), depth))
            if analysis.article:  # names are listed with their article: الأنبار in وبالأنبار
                keys.append(
                    (
                        "ال" + analysis.stem,
                        frozenset(feats - {"def"}),
                        depth,
                    )
                )
        if form.endswith("ه"):  # ta marbuta written as ha
            keys.extend((key[:-1] + "ة", feats, depth + 1) for key, feats, depth in list(keys) if key.endswith("ه"))
        return keys

    def _edges_of(self, phrase: str, length: int, feats: frozenset[str], depth: int) -> tuple[Edge, ...]:
        self._take_down(phrase.partition(" ")[0])
        return tuple(
            Edge(length, cls, value, lemma, self._feature_set(features) | feats, depth)
            for cls, value, lemma, features in unpack(self._phrases.get(phrase, ""))
        )

    def _word(self, form: str) -> _Word:
        """The edges of a word alone, and the keys that longer phrases may go on from."""
        found: dict[str, list[Edge]] = {}
        starts = []
        for key, feats, depth in self._keys(form):
            for edge in self._edges(key, 1, feats, depth):
                found.setdefault(edge.cls, []).append(edge)
            if key in self._seconds:
                starts.append(_Start(key, self._seconds[key], feats, depth))
        cell = {}
        for cls, edges in found.items():
            least = min(edge.depth for edge in edges)
            cell[cls] = tuple(dict.fromkeys(edge for edge in edges if edge.depth == least))
        seconds = starts[0].seconds if len(starts) == 1 else frozenset[str]().union(*(s.seconds for s in starts))
        return _Word(cell, mask_of(cell), tuple(starts), seconds)

    def _inner(self, form: str) -> tuple[str, ...]:
        """The shapes in which a later word of a phrase may stand in the table: as it is, or without the article."""
        return (form, form[2:]) if form.startswith("ال") and len(form) > 4 else (form,)

    def lay(self, document: Document, tokens: tuple[Token, ...], sentences: tuple[Sentence, ...]) -> Lattice:
        """The lattice of a document."""
        cells: list[Cell] = []
        masks: list[int] = []
        long: set[int] = set()
        for at, token in enumerate(tokens):
            if token.kind == "word":
                cell, mask, starts, seconds = self.word(token.form)
                if starts and at + 1 < len(tokens) and _goes_on(tokens[at + 1], seconds):
                    longer = self._phrases_from(starts, tokens, at)
                    long.add(at)
                    cell, mask = _with_longer(cell, longer), mask | mask_of(edge.cls for edge in longer)
            else:
                cell, mask = self._hashtag(token.form) if token.kind == "hashtag" else _mark(token.kind, token.form)
            cells.append(cell)
            masks.append(mask)
        lattice = Lattice(document, tokens, sentences, tuple(cells), tuple(masks), frozenset(long))
        return lattice.with_edges(find_numerals(document.text, tokens, cells, masks))

    def _hashtag(self, form: str) -> tuple[Cell, int]:
        words = form.lstrip("#").replace("_", " ").strip()
        found: dict[str, tuple[Edge, ...]] = {"hashtag": (Edge(1, "hashtag", words, words, frozenset()),)}
        if " " in words:
            for edge in self._edges(words, 1, frozenset(), 0):
                found[edge.cls] = (*found.get(edge.cls, ()), edge)
        else:
            found |= self.word(words).cell
        return found, mask_of(found)

    def _phrases_from(self, starts: tuple[_Start, ...], tokens: tuple[Token, ...], at: int) -> list[Edge]:
        """The edges of two words and more that begin at a token, which is not the last."""
        seconds = self._inner(tokens[at + 1].form)
        found: list[Edge] = []
        for start in starts:
            if start.seconds.isdisjoint(seconds):
                continue  # so it is with most first words, for a few of them are very frequent
            paths = [start.key]
            end = at + 1
            while paths and end < len(tokens) and tokens[end].kind in _IN_PHRASES:
                longer = []
                for path in paths:
                    for shape in self._inner(tokens[end].form):
                        phrase = f"{path} {shape}"
                        if phrase in self._phrases:
                            found.extend(self._edges(phrase, end + 1 - at, start.features, start.depth))
                        if phrase in self._more:
                            longer.append(phrase)
                paths = longer
                end += 1
        return list(dict.fromkeys(found))


def _with_longer(cell: Cell, longer: list[Edge]) -> Cell:
    """The cell of a word with the longer phrases that begin at it."""
    cell = dict(cell)
    for edge in longer:
        cell[edge.cls] = tuple(sorted((edge, *cell.get(edge.cls, ())), key=lambda e: (-e.length, e.depth)))
    return cell


_IN_PHRASES = ("word", "number")


def _goes_on(token: Token, seconds: AbstractSet[str]) -> bool:
    """Whether a token may be the second of a phrase: so few are that it is asked before all else."""
    form = token.form
    return (form in seconds or (form.startswith("ال") and form[2:] in seconds)) and token.kind in _IN_PHRASES


_MARK_OF = {
    "،": "comma", ",": "comma", ".": "stop", "…": "stop", ":": "colon", "؛": "semicolon", ";": "semicolon",
    "؟": "question", "?": "question", "!": "question",
    '"': "quote_mark", "«": "quote_mark", "»": "quote_mark", "“": "quote_mark", "”": "quote_mark", "„": "quote_mark",
    "'": "quote_mark", "(": "open", "[": "open", ")": "close", "]": "close",
    "-": "dash", "–": "dash", "—": "dash", "ـ": "dash", "/": "dash",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _mark(kind: str, form: str) -> tuple[Cell, int]:
    """The cell of a token that is no word, and its mask."""
    if kind == "number":
        cls = "digits"
    elif kind == "punct":
        cls = _MARK_OF.get(form) or _MARK_OF.get(form[:1], "")
    else:
        cls = kind
    return ({cls: (Edge(1, cls, form, form, frozenset()),)}, mask_of((cls,))) if cls else ({}, 0)


# ------------------------------------------------------------------------------------------------------------ knowledge


class Knowledge:
    """Everything the program knows: the lexicon, the rules by stage, the tables."""

    def __init__(self, compiled: Compiled, data: Path = DATA) -> None:
        self.data = data
        self.families = compiled.families
        self.lists = compiled.lists
        self.lexicon = Lexicon(compiled.shelves)
        self.verb_forms = compiled.verb_forms
        """The folded forms of the third person of all listed verbs: what may be a verb though no rule names it."""
        self._rulesets: dict[str, Ruleset] = {}
        self._tables: dict[str, Table] = {}

    def rules(self, stage: str) -> Ruleset:
        """The rules of a stage, compiled once. Deprecated rules are left out."""
        if stage not in self._rulesets:
            chosen = [
                s.rule
                for family in self.families
                for s in family.rules
                if s.rule.stage == stage and s.status != "deprecated"
            ]
            self._rulesets[stage] = Ruleset(r._replace(order=n) for n, r in enumerate(chosen))
        return self._rulesets[stage]

    @cached_property
    def confidence(self) -> Confidence:
        """The model that tells how sure a claim is. Raises KnowledgeError where its table has faults."""
        faults: list[Fault] = []
        model = read_confidence(self.data, faults)
        if faults:
            raise KnowledgeError(tuple(faults))
        return model

    def table(self, path: str) -> Table:
        """A TSV table under data/, such as `places/regions.tsv`; empty where there is no such file."""
        if path not in self._tables:
            self._tables[path] = Table(self.data / path)
        return self._tables[path]

    def words(self, cls: str) -> dict[str, list[str]]:
        """The words of a class as they stand in the data, by value."""
        groups = next((family.words[cls] for family in self.families if cls in family.words), {})
        return {value: [str(word) for word in words] for value, words in groups.items()}


def fingerprint(data: Path = DATA) -> str:
    """A digest of the version, the data files and the code that compiles them (names, sizes, times of change).

    It is another where the machine writes numbers the other way round.
    """
    digest = hashlib.sha256(f"{VERSION} {sys.byteorder}\n".encode())
    here = Path(__file__).parent
    code = (*(here / name for name in _COMPILING), here.parent / "text" / "normalize.py")
    for path in (*sorted(p for p in data.rglob("*") if p.suffix in (".yaml", ".tsv")), *code):
        about = path.stat()
        digest.update(f"{path.name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:32]


_COMPILING = ("load.py", "inflect.py", "kept.py", "match.py", "shelves.py")


@lru_cache(maxsize=4)
def load_knowledge(data: Path = DATA) -> Knowledge:
    """The knowledge under a data folder, as kept where that is fresh. Raises KnowledgeError with every fault."""
    mark = fingerprint(data)
    compiled = _from_sections(kept(mark))
    if compiled is None:
        compiled = compile_data(data)
        keep(mark, _to_sections(compiled))
    return Knowledge(compiled, data)


def _from_sections(sections: Sections | None) -> Compiled | None:
    if sections is None:
        return None
    start, _ = sections.bounds["shelves"]
    tables = sections.json("tables")
    return Compiled(
        Shelves(sections.raw, array("I", sections.bytes("bounds")), start),
        frozenset(sections.text("verb_forms").split("\n")),
        [_family_from(family) for family in tables["families"]],
        Lists(*tables["lists"]),
    )


def _to_sections(compiled: Compiled) -> dict[str, bytes]:
    """What was compiled, as sections of text; the long tables not as JSON, which takes ten times as long to read."""
    tables = {
        "families": [_family_to(family) for family in compiled.families],
        "lists": compiled.lists,
    }
    return {
        "shelves": compiled.shelves.packed,
        "bounds": compiled.shelves.bounds.tobytes(),
        "verb_forms": "\n".join(sorted(compiled.verb_forms)).encode(),
        "tables": json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode(),
    }


def _family_to(family: Family) -> dict[str, Any]:
    """A family to be kept: words and rules, without the examples that only tests and pages need."""
    return {
        "path": family.path, "name": family.name, "about": family.about, "stage": family.stage, "as_of": family.as_of,
        "words": family.words,
        "rules": [
            {"id": s.rule.id, "status": s.status, "pattern": s.rule.pattern, "demands": s.rule.demands,
             "gives": s.rule.gives, "order": s.rule.order, "guards": s.rule.guards}
            for s in family.rules
        ],
    }  # fmt: skip


def _family_from(raw: dict[str, Any]) -> Family:
    rules = []
    for r in raw["rules"]:
        openers, every, some = r["demands"]
        demands = Demands(tuple(openers), tuple(every), tuple(map(tuple, some)))
        guards = tuple(Guard(*guard) for guard in r["guards"])
        rule = Rule(
            r["id"],
            raw["name"],
            raw["stage"],
            r["pattern"],
            demands,
            r["gives"],
            taken_of(r["gives"]),
            guards,
            r["order"],
        )
        rules.append(RuleSource(rule, r["status"], None, None, (), (), (), 1))
    return Family(
        raw["path"], raw["name"], raw["about"], raw["stage"], raw["as_of"], raw["words"], {}, tuple(rules), ()
    )
