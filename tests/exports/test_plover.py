"""The record of the PLOVER draft, read by the names and codes that its manual has."""

import json
from datetime import date

import pytest

from builders import make_claim, make_count
from cases import DAY, case_of, export, party, place, read
from codebooks import PLOVER
from riwaya.exports.plover import record_of, why_none

AUXILIARY = {"historical", "future", "hypothetical", "negation"}
QUADS = {1: "AGREE CONSULT SUPPORT CONCEDE", 2: "COOPERATE AID RETREAT", 3: "REQUEST ACCUSE REJECT THREATEN",
         4: "PROTEST SANCTION MOBILIZE COERCE ASSAULT"}  # fmt: skip
SECTORS = set(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)
CONTEXTS = set(
    """military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic
    legal reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality
    diplomatic territory peacekeeping health asylum migration disasters natural_resource environment technology
    terrorism cbrn cyber misinformation crime corruption illegal_drugs trafficking""".split()
)
FIELDS = set(
    """id date actor event has_event time enddate endtime recipient event_loc event_text quad_code event_scale mode
    context link text text_info size cite_info coder coded_date coded_time comment""".split()
)


@pytest.fixture
def records(material, tmp_path):
    export(material, "plover", tmp_path / "plover.jsonl")
    return [json.loads(line) for line in (tmp_path / "plover.jsonl").read_text(encoding="utf-8").splitlines()]


def record(type, claims, **account):
    case = case_of(type, claims, **account)
    return record_of(case, *case.accounts[0])


def test_every_field_and_code_is_one_of_the_drafts(records):
    for each in records:
        (event,) = each["event"]
        assert {"id", "date", "actor", "event"} <= set(each) <= FIELDS | {"riwaya"}
        date.fromisoformat(each["date"])
        assert set(each["mode"]) <= set(PLOVER[event].split()) | AUXILIARY
        assert event in QUADS[each["quad_code"]].split()
        assert {party["sector"] for party in each["actor"] + each.get("recipient", [])} <= SECTORS
        assert set(each.get("context", ())) <= CONTEXTS
        assert set(each.get("size", ())) <= {"dead", "injured", "arrested"}


def test_an_account_is_a_record_and_its_incident_ties_them(records, held):
    accounts = {case.id: [account.id for _, account in case.accounts] for case in held.cases()}

    told = {}
    for each in records:
        told.setdefault(each["link"], []).append(each["id"])
    assert accounts == told


def test_a_denial_is_the_event_with_the_mode_of_negation_and_says_whom_it_stands_against(records):
    denial = next(each for each in records if each["id"] == "e121d6f2dd1e6e70/a1")

    assert (["ASSAULT"], ["heavy-weapons", "negation"]) == (denial["event"], denial["mode"])
    assert [
        {"field": "actor", "relation": "denies", "accounts": ["e121d6f2dd1e6e70/a2", "f0e25253fff5cd3f/a2"]},
        {"field": "target", "relation": "denies", "accounts": ["eaea3aa3849805c3/a1", "f0e25253fff5cd3f/a1"]},
    ] == denial["riwaya"]["disputes"]


def test_the_place_is_told_with_its_id_and_its_resolution(records):
    shelling = next(each for each in records if each["id"] == "c247e5e7d3dc43e1/a1")

    assert {
        "extracted_place": "مدينة أريحا",
        "resolved_place": "Ariha",
        "geonameid": 172994,
        "lat": 35.8137,
        "lon": 36.6096,
        "city": "Ariha",
        "province": "Idlib",
        "country": "Syria",
        "country_code": "SY",
        "cc3": "SYR",
        "resolution": 4,
    } == shelling["event_loc"]
    assert {"dead": 4, "injured": 11} == shelling["size"]


def test_no_text_is_passed_on_but_where_it_stands(records, readings):
    texts = {reading.document.id: reading.document.text for reading in readings}

    for each in records:
        assert "text" not in each
        statement = texts[each["riwaya"]["document"]][each["text_info"]["start"] : each["text_info"]["end"]]
        assert each["event_text"][0] in statement


def test_both_sides_of_a_clash_are_actors_and_nobody_is_the_recipient():
    told = record("clash", [party("actor", "state_forces"), party("target", "rebel_group"), DAY])

    assert ["MIL", "REB"] == [each["sector"] for each in told["actor"]]
    assert "recipient" not in told


def test_a_threat_of_an_attack_is_no_attack():
    told = record("missile_attack", [DAY], stance="threatens")

    assert (["THREATEN"], ["violence"], 3) == (told["event"], told["mode"], told["quad_code"])


def test_what_nobody_tells_is_left_out():
    told = record("shelling", [DAY])

    assert [] == told["actor"]
    assert {"recipient", "event_loc", "size", "context"}.isdisjoint(told)
    assert {"dead": 0} == record("shelling", [DAY, make_claim("killed", make_count(0))])["size"]


def test_without_a_day_of_its_own_the_day_that_an_account_speaks_from_stands():
    assert "2024-01-15" == record("shelling", [place()])["date"]


def test_what_has_no_day_at_all_is_told_beside(material, tmp_path):
    export(material, "plover", tmp_path / "plover.jsonl")

    assert [] == read(tmp_path / "plover.rejects.csv")
    assert why_none(case_of("shelling", [place()])) is None


def test_codes_for_every_kind_are_the_drafts():
    from riwaya.exports.codes import codebook

    kinds = codebook("kinds")
    assert {kinds.row(id)["plover_sector"] for id in kinds} <= SECTORS | {""}
    assert [] == [id for id in kinds if not kinds.row(id)["why"]]
