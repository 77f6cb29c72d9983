"""The data is clean, and lint finds what is not: each planted fault is told once, with its file and line."""

from pathlib import Path

import pytest

from riwaya.knowledge.lint import POINTERS, lint
from riwaya.knowledge.load import DATA

FAMILY = """\
family: sizes
about: Words of size.
stage: numbers

words:
  size:
    big:
      - كبير
    small:
      - صغير
  thing:
    - بيت

rules:
  - id: size.of-thing
    pattern: $thing $size
    gives: {size: $size}
    examples:
      - text: رأيت بيت كبير هناك
        en: I saw a big house there.
        span: بيت كبير
    counterexamples:
      - text: رأيت بيت هناك
        en: I saw a house there.
        why: no size
"""
COUNTRIES = "code\tname_en\tnames_ar\nIQ\tIraq\tالعراق\nSD\tSudan\tالسودان\n"
REGIONS = "id\tcountry\tname_en\tnames_ar\nr:1\tIQ\tNineveh\tنينوى|محافظة نينوى\nr:2\tSD\tKassala\tكسلا\n"


@pytest.fixture
def told(tmp_path):
    """The faults of a small data folder, given as changes to the files above."""

    def run(changes: dict[str, str] | None = None) -> list[str]:
        files = {"ar/sizes.yaml": FAMILY, "places/countries.tsv": COUNTRIES, "places/regions.tsv": REGIONS}
        for name, text in files.items():
            for old, new in (changes or {}).items():
                text = text.replace(old, new, 1)
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [str(fault) for fault in lint(tmp_path).faults]

    return run


def test_the_data_has_no_faults():
    assert [] == [str(fault) for fault in lint().faults]


def test_clean_data_has_no_faults(told):
    assert [] == told()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"stage: numbers": "stage: nombers"}, "ar/sizes.yaml:3: unknown stage nombers (one of: numbers, "),
        ({"about: Words": "abuot: Words"}, "ar/sizes.yaml:2: unknown key abuot (one of: about, "),
        ({"stage: numbers": "stage: numbers\nstage: times"}, "ar/sizes.yaml:4: the key stage stands twice"),
        ({"      - صغير": "      - صغير\n      - صَغير"}, "ar/sizes.yaml:11: صَغير holds U+064E"),
        ({"      - صغير": "      - صغير\n      - ﺻغير"}, "ar/sizes.yaml:11: ﺻغير holds U+FEBB"),
        ({"    - بيت": "    - بيت\n    - بـيت"}, "ar/sizes.yaml:13: بـيت holds U+0640"),
        (
            {"      - كبير": "      - إبريق\n      - ابريق"},
            "ar/sizes.yaml:9: ابريق stands in size big already, on line 8",
        ),
        ({"    - بيت\n": "    - بيت # a house\n"}, "ar/sizes.yaml:12: a comment stands behind Arabic"),
        ({"      - كبير": "      [كبير, عظيم]"}, "ar/sizes.yaml:8: Arabic words stand side by side"),
        ({"big:\n      - كبير": "big: [كبير, عظيم]"}, "ar/sizes.yaml:7: Arabic words stand side by side"),
        ({"    - بيت\n": "    - بيت \n"}, "ar/sizes.yaml:12: white space at the end"),
        (
            {"pattern: $thing $size": "pattern: $thing $sise"},
            "ar/sizes.yaml:15: size.of-thing names the word class sise",
        ),
        ({"pattern: $thing $size": "pattern: $thing[past] $size"}, "ar/sizes.yaml:15: size.of-thing asks for past, a"),
        ({"pattern: $thing $size": "pattern: $thing ($size"}, "ar/sizes.yaml:16: unbalanced '('"),
        ({"{size: $size}": "{size: $width}"}, "ar/sizes.yaml:15: size.of-thing gives size from $width"),
        ({"        why: no size\n": ""}, "ar/sizes.yaml:23: a counterexample or known miss needs 'why'"),
        ({"why: no size": "why: no size\n        instead: size.none"}, "ar/sizes.yaml:23: size.none, which is to read"),
        ({"span: بيت كبير": "span: بيت صغير"}, "ar/sizes.yaml:19: the span بيت صغير is no part"),
        ({"رأيت بيت هناك": "رأيت بيت كبير هناك"}, "ar/sizes.yaml:23: size.of-thing has this text twice"),
        ({"SD\tSudan": "IQ\tSudan"}, "places/countries.tsv:3: the id IQ stands on line 2 already"),
        ({"SD\tSudan\t": "SD\t"}, "places/countries.tsv:3: 2 columns, not 3: code, name_en, names_ar"),
        ({"SD\tSudan": "SD\tالسودان"}, "places/countries.tsv:3: Arabic stands in another column"),
        ({"r:2\tSD": "r:2\tSS"}, "places/regions.tsv:3: the country SS stands in no row of places/countries.tsv"),
        ({"نينوى|": "نينوى||"}, "places/regions.tsv:2: an empty name"),
        ({"\tكسلا": "\tكـسلا"}, "places/regions.tsv:3: U+0640 is no plain letter"),
        ({"\tكسلا": "\t كسلا"}, "places/regions.tsv:3: a cell has white space"),
    ],
)
def test_a_planted_fault_is_told_with_file_and_line(told, changes, fault):
    assert [fault] == [line[: len(fault)] for line in told(changes) if line.startswith(fault)]


def test_all_faults_are_told_together(told):
    found = told({"stage: numbers": "stage: nombers", "    - بيت\n": "    - بيت \n", "r:2\tSD": "r:2\tSS"})

    assert 3 == len(found)


def test_a_file_that_is_no_yaml_hides_its_own_fault_under_no_others(told, tmp_path):
    told()
    other = FAMILY[: FAMILY.index("rules:")].replace("family: sizes", "family: colours").replace("size:", "colour:")
    (tmp_path / "ar" / "colours.yaml").write_text(other.replace("words:", "words: ["), encoding="utf-8")
    rules = FAMILY.replace("$thing $size", "$thing $colour").replace("{size: $size}", "{size: big}")
    (tmp_path / "ar" / "sizes.yaml").write_text(rules, encoding="utf-8")

    assert {"ar/colours.yaml"} == {fault.path for fault in lint(tmp_path).faults}


def test_the_same_rule_under_two_names_is_told(told):
    again = FAMILY[FAMILY.index("  - id:") :].replace("size.of-thing", "size.again")

    assert any(
        "size.of-thing has the pattern and exceptions of size.again" in line
        for line in told({"rules:\n": f"rules:\n{again}"})
    )


def test_a_file_that_is_no_text_is_told_and_the_others_are_read(told, tmp_path):
    told()
    (tmp_path / "places" / "curated.tsv").write_bytes(b"id\tnames_ar\nx\t\xff\xfe\n")
    (tmp_path / "ar" / "odd.yaml").write_bytes(b"family: \xff")

    assert ["ar/odd.yaml", "places/curated.tsv"] == sorted({fault.path for fault in lint(tmp_path).faults})


def test_faults_can_be_told_of_some_files_alone():
    found = lint().under(["ar/numbers", "places/places.tsv"])

    assert all(f.path.startswith(("ar/numbers/", "places/places.tsv")) for f in (*found.faults, *found.warnings))


@pytest.mark.parametrize(("table", "column", "to"), POINTERS)
def test_a_pointer_that_lint_follows_is_there(table, column, to):
    assert column in (DATA / table).read_text(encoding="utf-8").partition("\n")[0].split("\t")
    assert all(Path(DATA / path).exists() for path in to)


def test_words_that_pages_show_are_spelt_as_people_spell_them(tmp_path):
    rows = "key\tlabel_ar\tlabel_en\ncomma\t، \t, \ncounted\tمُحصًى\tcounted\n"
    for name in ("web/words.tsv", "places/words.tsv"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(rows, encoding="utf-8")

    assert {"places/words.tsv"} == {fault.path for fault in lint(tmp_path).faults if fault.path.endswith("words.tsv")}
