"""The codebook: one row for each event type, in the words of the record and of two other codebooks."""

import pytest

import build_codebook_pages as pages
from codebooks import ACLED, PLOVER
from riwaya.knowledge.load import DATA
from riwaya.knowledge.pages import stale_pages
from riwaya.records import EVENT_TYPES

ROWS = [line.split("\t") for line in (DATA / "codebook" / "events.tsv").read_text(encoding="utf-8").splitlines()]
COLUMNS, BODY = ROWS[0], [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
GROUPS = {"violence", "custody", "contention", "movement", "talk", "diplomacy", "relief", "measure"}
WEAPONS = set(
    """drone aircraft rocket missile ballistic_missile cruise_missile mortar artillery ied car_bomb suicide_vest mine
    grenade small_arms sniper air_defence chemical blade unspecified""".split()
)


def test_every_event_type_has_one_row():
    assert sorted(row["id"] for row in BODY) == sorted(EVENT_TYPES)


def test_the_arabic_label_stands_last():
    assert COLUMNS[-1] == "label_ar"
    assert [row["id"] for row in BODY if not row["label_ar"]] == []


@pytest.mark.parametrize("row", BODY, ids=[row["id"] for row in BODY])
def test_a_row_speaks_the_words_of_both_codebooks(row):
    assert row["group"] in GROUPS
    assert row["generic"] in ("yes", "no")
    assert row["plover_event"] in PLOVER
    assert row["plover_mode"] in ("", *PLOVER[row["plover_event"]].split())
    assert row["acled_event"] in ACLED
    assert row["acled_sub_event"] in ACLED[row["acled_event"]].split("|")
    assert row["definition"].endswith(".")


def test_each_weapon_makes_at_most_one_type():
    means = [weapon for row in BODY for weapon in row["means"].split(",") if weapon]

    assert set(means) <= WEAPONS
    assert len(means) == len(set(means))


def test_the_pages_are_fresh():
    rendered = pages.render(pages.read_codebook())

    assert () == stale_pages(rendered, pages.PAGES), "python tools/build_codebook_pages.py writes them"


def test_every_group_has_a_page_that_tells_its_types():
    rendered = pages.render(pages.read_codebook())

    for row in pages.read_codebook():
        assert f"## {row['id']}\n" in rendered[f"{row['group']}.md"]
