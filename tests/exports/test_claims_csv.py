"""Claims as a table: each can be followed to its words, its document and its incident."""

import json

import pytest

from cases import export, of_columns, read


@pytest.fixture
def folder(material, tmp_path):
    export(material, "claims-csv", tmp_path / "claims")
    return tmp_path / "claims"


@pytest.fixture
def claims(folder):
    return read(folder / "claims.csv")


def test_every_claim_of_every_account_has_a_row(claims, readings):
    told = sum(len(account.claims) for reading in readings for account in reading.accounts)

    assert told == len(claims) == len({row["claim_id"] for row in claims})


def test_the_words_of_a_claim_stand_where_it_says(claims, readings):
    texts = {reading.document.id: reading.document.text for reading in readings}

    for row in claims:
        assert row["words"] == texts[row["document_id"]][int(row["start"]) : int(row["end"])]


def test_a_claim_tells_who_says_it_through_whom_and_as_of_when(claims):
    row = next(row for row in claims if row["claim_id"] == "36e91ae692ae9af5/a2/0")

    assert {
        "account_id": "36e91ae692ae9af5/a2",
        "stance": "asserts",
        "as_of": "2024-05-13",
        "chain": "صحيفة البيدر > وكالة الضفاف للأنباء > مصدر أمني",
        "outlet": "صحيفة البيدر",
        "speaker": "مصدر أمني",
        "speaker_kind": "unnamed",
        "speaker_anonymous": "true",
        "field": "outcome",
        "value": "intercepted",
        "value_json": '"intercepted"',
        "words": "المسيّرتين أُسقطتا",
        "stands": "true",
    } == of_columns(
        row, "account_id", "stance", "as_of", "chain", "outlet", "speaker", "speaker_kind", "speaker_anonymous",
        "field", "value", "value_json", "words", "stands",
    )  # fmt: skip


def test_a_toll_that_was_told_anew_no_longer_stands(claims):
    tolls = [(row["low"], row["stands"]) for row in claims if row["field"] == "killed" and row["type"] == "shelling"]

    assert [("4", "false"), ("5", "true"), ("7", "false"), ("8", "true")] == sorted(tolls)


def test_what_is_only_denied_does_not_stand(claims):
    denied = [row["stands"] for row in claims if row["stance"] == "denies" and row["field"] == "actor"]

    assert ["false", "false"] == denied


def test_values_are_told_in_the_language_that_was_asked_for(material, tmp_path):
    export(material, "claims-csv", tmp_path / "claims", language="ar")

    told = {row["value"] for row in read(tmp_path / "claims" / "claims.csv") if row["field"] == "outcome"}
    assert {"اعتراض", "إصابة", "لا خسائر بشرية"} == told


def test_the_package_says_how_the_tables_hang_together(folder):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))

    keys = {each["name"]: each["schema"].get("foreignKeys") for each in package["resources"]}
    assert {
        "claims": [
            {"fields": ["incident_id"], "reference": {"resource": "incidents", "fields": ["incident_id"]}},
            {"fields": ["document_id"], "reference": {"resource": "documents", "fields": ["document_id"]}},
        ],
        "documents": None,
        "incidents": None,
    } == keys
