"""The tables of data/actors hold together: ids, kinds, letters, and names that point to one party."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from riwaya.knowledge.load import DATA, Table
from riwaya.text.normalize import fold

ACTORS = DATA / "actors"
COLUMNS = {
    "actors.tsv": "id kind source_kind country parent valid_from valid_to context name_en latin names_ar",
    "actor_aliases.tsv": "id loaded context note names_ar",
    "outlets.tsv": "id kind country needs name_en latin names_ar",
    "heads.tsv": "id role kind source_kind anonymous number gender name_ar",
    "attributes.tsv": "id gives name_ar",
    "titles.tsv": "id kind source_kind name_ar",
    "people.tsv": "id role_en country source_kind party valid_from valid_to name_en names_ar",
    "demonyms.tsv": "id country identity loaded context number gender case form_ar",
    "roles.tsv": "id kind source_kind name_en pattern_note gender noun_ar",
    "capitals_as_governments.tsv": "country id kind source_kind names_ar",
}
ONE_ROW_AN_ID = ("actors.tsv", "outlets.tsv", "heads.tsv", "attributes.tsv", "titles.tsv", "people.tsv", "roles.tsv")
ACTOR_KINDS = frozenset(
    """state_forces rebel_group political_militia identity_militia external_forces civilians protesters rioters private
    unidentified""".split()
)
TARGET_KINDS = frozenset("official journalist medic".split())
SOURCE_KINDS = frozenset(
    """outlet agency official ministry government military armed_group organisation monitor hospital party witness
    unnamed document post""".split()
)
ALLOWED = {
    ("actors.tsv", "kind"): ACTOR_KINDS,
    ("actors.tsv", "source_kind"): SOURCE_KINDS,
    ("actors.tsv", "context"): {"", "country", "exact"},
    ("actor_aliases.tsv", "loaded"): {"yes", "no"},
    ("actor_aliases.tsv", "context"): {"", "country", "exact", "shared", "IL+PS+LB"},
    ("actor_aliases.tsv", "note"): {"short", "self", "opponents", "supporters"},
    ("outlets.tsv", "kind"): {"agency", "outlet"},
    ("outlets.tsv", "needs"): {"", "head", "always"},
    ("heads.tsv", "role"): {"source", "actor", "both"},
    ("heads.tsv", "kind"): ACTOR_KINDS | TARGET_KINDS | {""},
    ("heads.tsv", "source_kind"): SOURCE_KINDS | {""},
    ("heads.tsv", "anonymous"): {"yes", "no", "maybe"},
    ("titles.tsv", "kind"): {"honorific", "rank", "office"},
    ("titles.tsv", "source_kind"): SOURCE_KINDS,
    ("people.tsv", "source_kind"): SOURCE_KINDS,
    ("demonyms.tsv", "loaded"): {"yes", "no"},
    ("demonyms.tsv", "context"): {"", "country"},
    ("demonyms.tsv", "number"): {"sg", "du", "pl"},
    ("demonyms.tsv", "gender"): {"m", "f"},
    ("demonyms.tsv", "case"): {"", "nom", "obl"},
    ("roles.tsv", "kind"): ACTOR_KINDS,
    ("roles.tsv", "source_kind"): SOURCE_KINDS,
    ("capitals_as_governments.tsv", "kind"): ACTOR_KINDS,
    ("capitals_as_governments.tsv", "source_kind"): SOURCE_KINDS,
}
WORDS = re.compile(r"[ء-غف-ي0-9.]+( [ء-غف-ي0-9.]+)*")
LATIN = re.compile(r"[!-~]([ -~]*[!-~])?")
ID = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
DAY = re.compile(r"(1[89]|20)\d\d(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?)?")
PARTISAN = re.compile(r"\b(?:العدو|الاحتلال|العدوان|مرتزقة|عصابات|عصابة|فلول|الإرهابي|الإرهابية|الصهيوني)\b")


def rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table with their lines."""
    lines = (ACTORS / name).read_text(encoding="utf-8").removesuffix("\n").split("\n")
    columns = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        yield number, dict(zip(columns, line.split("\t"), strict=True))


def names_of(row: dict[str, str]) -> list[str]:
    """The Arabic names of a row: its last cell."""
    return list(row.values())[-1].split("|")


def generated(party: str) -> bool:
    """Whether an id is one that a country and a role make, such as IQ.army."""
    country, _, role = party.partition(".")
    return len(country) == 2 and country.isupper() and role in Table(ACTORS / "roles.tsv")


def known_parties() -> frozenset[str]:
    return frozenset(row["id"] for _, row in rows("actors.tsv"))


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_table_has_its_columns_and_every_row_fills_them(name: str) -> None:
    header = (ACTORS / name).read_text(encoding="utf-8").partition("\n")[0]
    assert COLUMNS[name].split() == header.split("\t")
    assert [] == [number for number, row in rows(name) if not list(row.values())[-1]]


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_line_is_latin_first_and_arabic_last(name: str) -> None:
    wrong = []
    for number, row in rows(name):
        *others, names = row.values()
        wrong += [(number, cell) for cell in others if cell and not LATIN.fullmatch(cell)]
        wrong += [(number, text) for text in names.split("|") if not WORDS.fullmatch(text)]
    assert [] == wrong


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_no_name_stands_twice_in_a_row(name: str) -> None:
    twice = []
    for number, row in rows(name):
        counts = Counter(fold(text) for text in names_of(row))
        twice += [(number, text) for text, count in counts.items() if count > 1]
    assert [] == twice


@pytest.mark.parametrize("name", ONE_ROW_AN_ID)
def test_an_id_has_one_row(name: str) -> None:
    counts = Counter(row["id"] for _, row in rows(name))
    assert [] == [party for party, count in counts.items() if count > 1]


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_an_id_is_plain_letters(name: str) -> None:
    assert [] == [row["id"] for _, row in rows(name) if not ID.fullmatch(row["id"])]


@pytest.mark.parametrize(("name", "column"), sorted(ALLOWED))
def test_a_cell_holds_an_allowed_value(name: str, column: str) -> None:
    assert [] == [(n, row[column]) for n, row in rows(name) if row[column] not in ALLOWED[name, column]]


@pytest.mark.parametrize("name", ["actors.tsv", "people.tsv"])
def test_times_are_iso_days_in_order(name: str) -> None:
    wrong = []
    for number, row in rows(name):
        first, last = row["valid_from"], row["valid_to"]
        if any(day and not DAY.fullmatch(day) for day in (first, last)) or (last and first[: len(last)] > last):
            wrong.append((number, first, last))
    assert [] == wrong


def test_a_parent_is_an_actor_or_a_generated_party() -> None:
    known = known_parties()
    parents = [(n, row["parent"]) for n, row in rows("actors.tsv") if row["parent"]]
    assert [] == [(n, parent) for n, parent in parents if parent not in known and not generated(parent)]


@pytest.mark.parametrize(
    ("name", "column"), [("actor_aliases.tsv", "id"), ("people.tsv", "party"), ("capitals_as_governments.tsv", "id")]
)
def test_a_party_named_elsewhere_is_an_actor_or_a_generated_party(name: str, column: str) -> None:
    known = known_parties()
    named = [(n, row[column]) for n, row in rows(name) if row[column]]
    assert [] == [(n, party) for n, party in named if party not in known and not generated(party)]


def test_an_alias_belongs_to_a_row_of_actors() -> None:
    assert [] == sorted({row["id"] for _, row in rows("actor_aliases.tsv")} - known_parties())


def test_a_sound_plural_is_listed_in_both_cases() -> None:
    plain = re.compile("(?=.{6})[^ ]+ون")
    missing = []
    for table in ("actors.tsv", "actor_aliases.tsv"):
        for number, row in rows(table):
            names = set(names_of(row))
            missing += [(number, n) for n in names if plain.fullmatch(n) and f"{n[:-2]}ين" not in names]
    assert [] == missing


def test_two_parties_share_a_name_only_where_both_say_that_it_needs_context() -> None:
    owners: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for table in ("actors.tsv", "actor_aliases.tsv"):
        for _, row in rows(table):
            for text in names_of(row):
                owners[fold(text)][row["id"]].add(row["context"])
    shared = {name: parties for name, parties in owners.items() if len(parties) > 1}
    assert {} == {name: sorted(parties) for name, parties in shared.items() if any("" in c for c in parties.values())}


def test_a_name_marked_as_shared_is_shared() -> None:
    marked: dict[str, set[str]] = defaultdict(set)
    for _, row in rows("actor_aliases.tsv"):
        if row["context"] == "shared":
            for text in names_of(row):
                marked[fold(text)].add(row["id"])
    assert [] == sorted(name for name, parties in marked.items() if len(parties) == 1)


def test_our_own_names_for_actors_are_not_partisan() -> None:
    said = [(row["id"], names_of(row)[0]) for _, row in rows("actors.tsv")]
    assert [] == [(party, name) for party, name in said if PARTISAN.search(name)]


def test_partisan_names_are_marked_as_loaded() -> None:
    unmarked = [
        (row["id"], text)
        for _, row in rows("actor_aliases.tsv")
        if row["loaded"] == "no"
        for text in names_of(row)
        if PARTISAN.search(text)
    ]
    assert [] == unmarked


def test_an_outlet_whose_one_name_is_a_common_word_needs_a_head() -> None:
    needs = {row["id"]: row["needs"] for _, row in rows("outlets.tsv")}
    assert "head" == needs["LB.akhbar"]
    assert "head" == needs["IR.fars"]
    assert "" == needs["GB.reuters"]


def test_two_outlets_share_a_name_only_where_both_need_a_head() -> None:
    owners: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for _, row in rows("outlets.tsv"):
        for text in names_of(row):
            owners[fold(text)].append((row["id"], row["needs"]))
    assert {} == {
        name: owned for name, owned in owners.items() if len(owned) > 1 and any(not needs for _, needs in owned)
    }


@pytest.mark.parametrize("name", ["heads.tsv", "roles.tsv"])
@pytest.mark.parametrize("column", ["number", "gender"])
def test_number_and_gender_are_told_of_each_name(name: str, column: str) -> None:
    allowed = {"number": {"sg", "pl", "coll"}, "gender": {"m", "f"}}[column]
    wrong = []
    for number, row in rows(name):
        if column in row:
            told = row[column].split("|")
            if len(told) != len(names_of(row)) or not allowed.issuperset(told):
                wrong.append((number, row[column], names_of(row)))
    assert [] == wrong


def test_a_head_that_can_be_a_source_has_a_kind_of_source() -> None:
    assert [] == [row["id"] for _, row in rows("heads.tsv") if row["role"] == "source" and not row["source_kind"]]


def test_what_an_attribute_gives_is_a_field_and_a_value() -> None:
    values = {
        "source_kind": SOURCE_KINDS,
        "kind": ACTOR_KINDS,
        "anonymous": {"yes", "no"},
        "relation": frozenset(
            "close loyal allied supported part believed linked opposed pledged led exclusive".split()
        ),
        "rank": {"senior", "junior"},
        "time": {"former", "current", "acting"},
        "plural": {"several"},
        "scope": frozenset("joint central supreme national general regional interim independent social".split()),
    }
    wrong = []
    for number, row in rows("attributes.tsv"):
        field, _, value = row["gives"].partition("=")
        if value not in values.get(field, ()):
            wrong.append((number, row["gives"]))
    assert [] == wrong


def test_a_metonym_stands_for_a_role() -> None:
    roles = Table(ACTORS / "roles.tsv")
    notes = [row["pattern_note"] for _, row in rows("roles.tsv") if row["pattern_note"].startswith("metonym=")]
    assert notes
    assert [] == [note for note in notes if note.removeprefix("metonym=") not in roles]


def test_a_demonym_has_both_genders_and_three_numbers() -> None:
    told: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for _, row in rows("demonyms.tsv"):
        told[row["id"], row["identity"]].add((row["number"], row["gender"]))
    every = {(number, gender) for number in ("sg", "du", "pl") for gender in ("m", "f")}
    assert [] == sorted(key for key, forms in told.items() if forms != every)


@pytest.mark.parametrize(
    ("form", "country"),
    [("عراقيين", "IQ"), ("أميركيتان", "US"), ("أمريكية", "US"), ("أتراك", "TR"), ("فلسطينيون", "PS"), ("سعودي", "SA")],
)
def test_a_form_in_use_tells_its_country(form: str, country: str) -> None:
    assert country in {row["country"] for _, row in rows("demonyms.tsv") if row["form_ar"] == form}


def test_every_country_of_the_region_has_a_demonym_and_a_seat_of_government() -> None:
    region = set("IQ SY LB PS IL YE SD LY IR TR US RU EG SA AE JO".split())
    assert set() == region - {row["country"] for _, row in rows("demonyms.tsv")}
    assert set() == region - {row["country"] for _, row in rows("capitals_as_governments.tsv")}
    assert set() == region - {row["country"] for _, row in rows("actors.tsv")}


def test_tables_end_with_a_newline_and_hold_no_blank_line() -> None:
    for name in COLUMNS:
        text = Path(ACTORS / name).read_text(encoding="utf-8")
        assert text.endswith("\n") and "\n\n" not in text and "\r" not in text, name
