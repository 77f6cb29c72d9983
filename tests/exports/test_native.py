"""The record as JSON Lines: every line fits its schema, and the rows of a reading put together are the reading."""

import hashlib
import json

import pytest
from jsonschema import Draft202012Validator

from golden.documents import load_golden
from riwaya.exports.formats import Options
from riwaya.exports.json import as_dict
from riwaya.exports.material import of_readings
from riwaya.exports.native import TABLES, write
from riwaya.exports.native_rows import record_of, rows_of
from riwaya.exports.native_schemas import SCHEMAS
from riwaya.exports.profiles import PROFILES, fit
from riwaya.exports.target import Target
from riwaya.pipeline import read


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def exported(material, folder, **options):
    with Target(folder) as target:
        write(material, target, Options(**options))
    return folder


def misfits(folder):
    """The lines that do not fit the schemas that lie beside them."""
    found = []
    for name in TABLES:
        schema = json.loads((folder / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        for number, line in enumerate(lines_of(folder / f"{name}.jsonl"), 1):
            found += [f"{name}:{number}{error.json_path}: {error.message}" for error in validator.iter_errors(line)]
    return found


def test_every_line_of_the_demonstration_fits_its_schema(material, tmp_path):
    folder = exported(material, tmp_path / "out")

    assert [] == misfits(folder)
    assert [12, 3] == [len(lines_of(folder / f"{name}.jsonl")) for name in ("documents", "incidents")]


@pytest.mark.parametrize("profile", PROFILES[1:])
def test_every_line_that_a_profile_lets_out_fits_its_schema(material, tmp_path, profile):
    fitted = fit(material, profile, now="2030-01-01T00:00:00+00:00")

    folder = exported(fitted.material, tmp_path / "out", profile=profile)

    assert [] == misfits(folder)
    assert {profile} == {document["withheld"] for document in lines_of(folder / "documents.jsonl")}


def test_a_schema_refuses_what_the_record_does_not_have(material, tmp_path):
    folder = exported(material, tmp_path / "out")
    claim = next(each for each in lines_of(folder / "claims.jsonl") if each["field"] == "killed")
    validator = Draft202012Validator(SCHEMAS["claims"])

    assert validator.is_valid(claim)
    for spoilt in ({"field": "mood"}, {"value": {"low": 3}}, {"confidence": 2}, {"verified": True}, {"start": None}):
        assert not validator.is_valid(claim | spoilt)


@pytest.mark.slow
def test_every_line_of_the_golden_readings_fits_its_schema(tmp_path, knowledge):
    readings = [
        read(each.text, published=each.published, publisher=each.publisher, id=each.name, knowledge=knowledge)
        for each in load_golden()
    ]

    assert [] == misfits(exported(of_readings(readings), tmp_path / "out"))


def test_rows_put_together_are_the_reading(readings):
    for reading in readings:
        record = json.loads(json.dumps(as_dict(reading)))
        assert record == json.loads(json.dumps(record_of(rows_of(reading, {}))))


def test_a_relation_names_the_claims_that_it_is_between(material, tmp_path):
    folder = exported(material, tmp_path / "out")
    claims = {claim["id"]: claim for claim in lines_of(folder / "claims.jsonl")}
    relations = lines_of(folder / "relations.jsonl")

    assert {"disputes", "denies", "updates"} <= {each["relation"] for each in relations}
    for each in relations:
        for end in (each["a"], each["b"]):
            assert {each["field"]} == {claims[id]["field"] for id in end["claims"]}
        assert (each["later"] is None) == (each["relation"] != "updates")


def test_accounts_and_claims_name_their_incident(material, tmp_path):
    folder = exported(material, tmp_path / "out")
    of_incidents = {
        f"{each['document']}/{each['account']}": incident["id"]
        for incident in lines_of(folder / "incidents.jsonl")
        for each in incident["accounts"]
    }

    accounts = {account["id"]: account["incident"] for account in lines_of(folder / "accounts.jsonl")}
    assert of_incidents == {id: incident for id, incident in accounts.items() if incident}
    assert all(accounts[each["account"]] == each["incident"] for each in lines_of(folder / "claims.jsonl"))


def test_the_manifest_tells_of_every_file(material, tmp_path):
    folder = exported(material, tmp_path / "out")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))

    listed = {each["path"]: each for each in manifest["files"]}
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    originals = {name for name in there if name.startswith("originals/")}
    assert set(listed) == set(there) - originals - {"manifest.json"}
    for name, each in listed.items():
        data = there[name].read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (each["bytes"], each["sha256"])
    assert all(hashlib.sha256(there[name].read_bytes()).hexdigest() == name[-64:] for name in originals)
    assert "These are claims found in sources, not findings." == manifest["note"]


def test_what_a_store_knows_goes_only_to_oneself(material, held, tmp_path):
    for folder in (
        exported(material, tmp_path / "public", profile="public"),
        exported(held, tmp_path / "held"),
    ):
        assert not (folder / "kept").exists()
        assert not (folder / "originals").exists()
    assert (exported(material, tmp_path / "own") / "originals").exists()
    assert not (exported(material, tmp_path / "texts", originals=False) / "originals").exists()
