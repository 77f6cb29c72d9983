"""The words of the desk: every key that code and templates use is there, in both languages, with the same gaps."""

import re
from pathlib import Path

import riwaya.web
from riwaya.showing.words import tables

HERE = Path(riwaya.web.__file__).parent.parent
ROWS = {key: table.row(key) for table in tables() for key in table}
GAP = re.compile(r"\{(\w+)\}")


def test_every_key_has_words_in_both_languages_with_the_same_gaps():
    for key, row in ROWS.items():
        assert row["label_en"] and row["label_ar"], key
        gaps = {language: set(GAP.findall(row[f"label_{language}"])) for language in ("en", "ar")}
        assert gaps["ar"] <= gaps["en"] and gaps["en"] - gaps["ar"] <= {"number"}, key


def test_every_key_that_is_spelt_out_in_a_page_is_in_the_table():
    used = set()
    for path in (*HERE.rglob("*.html"), *HERE.rglob("*.py")):
        used |= set(re.findall(r"""(?:\bsay|\bwords)\("([\w.]+)"[,)]""", path.read_text(encoding="utf-8")))

    assert used
    assert set() == {key for key in used if key not in ROWS}


def test_no_key_stands_in_two_tables():
    assert len(ROWS) == sum(len(table) for table in tables())
