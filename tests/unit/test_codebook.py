"""The codebook: one row for each event type, in the words of the record and of two other codebooks."""

import pytest

import build_codebook_pages as pages
from riwaya.knowledge.load import DATA
from riwaya.knowledge.pages import stale_pages
from riwaya.records import EVENT_TYPES

ROWS = [line.split("\t") for line in (DATA / "codebook" / "events.tsv").read_text(encoding="utf-8").splitlines()]
COLUMNS, BODY = ROWS[0], [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
GROUPS = {"violence", "custody", "contention", "movement", "talk", "diplomacy", "relief", "measure"}
PLOVER = {
    "AGREE": "", "CONSULT": "visit third-party multilateral phone", "SUPPORT": "", "CONCEDE": "", "COOPERATE": "",
    "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign", "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege", "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize", "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional",
}  # fmt: skip
ACLED = {
    "Battles": "Armed clash|Government regains territory|Non-state actor overtakes territory",
    "Explosions/Remote violence": "Chemical weapon|Air/drone strike|Suicide bomb|Shelling/artillery/missile attack"
    "|Remote explosive/landmine/IED|Grenade",
    "Violence against civilians": "Sexual violence|Attack|Abduction/forced disappearance",
    "Protests": "Peaceful protest|Protest with intervention|Excessive force against protesters",
    "Riots": "Violent demonstration|Mob violence",
    "Strategic developments": "Agreement|Arrests|Change to group/activity|Disrupted weapons use"
    "|Headquarters or base established|Looting/property destruction|Non-violent transfer of territory|Other",
}
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
