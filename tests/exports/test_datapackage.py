"""The package beside a table, as a program reads it that knows the standard."""

import json
from dataclasses import replace

import frictionless
import pytest
from click.testing import CliRunner

from cases import export
from riwaya.cli import main
from riwaya.exports.datapackage import PROFILE
from riwaya.exports.formats import CAVEAT
from riwaya.exports.material import Held, moment_of


def faults_of(path):
    """What frictionless finds wrong with a package and the files it names, and what it warns of."""
    report = frictionless.Package(str(path)).validate()
    warnings = [*report.warnings, *(warning for task in report.tasks for warning in task.warnings)]
    return report.flatten(["type", "rowNumber", "fieldName", "note"]), warnings


@pytest.mark.parametrize("name", ["acled", "csv", "hapi", "ucdp"])
@pytest.mark.parametrize("options", [{}, {"bom": True}, {"crlf": True}, {"hxl": True}, {"bom": True, "hxl": True}])
def test_a_program_that_knows_the_standard_finds_no_fault(material, tmp_path, name, options):
    export(material, name, tmp_path / "table.csv", **options)

    assert ([], []) == faults_of(tmp_path / "table.datapackage.json")


@pytest.mark.parametrize("name", ["acled", "csv", "hapi", "ucdp"])
def test_what_is_made_fit_for_the_public_is_a_whole_package_too(kept_reports, tmp_path, name):
    where = ("--store", str(kept_reports), "--to", str(tmp_path / "table.csv"))
    ended = CliRunner().invoke(main, ["export", "--format", name, "--profile", "public", *where])

    assert 0 == ended.exit_code
    assert ([], []) == faults_of(tmp_path / "table.datapackage.json")


@pytest.mark.parametrize("options", [{}, {"hxl": True, "bom": True, "crlf": True}])
def test_the_tables_of_a_folder_hang_together(material, tmp_path, options):
    export(material, "claims-csv", tmp_path / "claims", **options)

    assert ([], []) == faults_of(tmp_path / "claims" / "datapackage.json")


def test_a_claim_without_its_document_is_found(material, tmp_path):
    export(material, "claims-csv", tmp_path / "claims")
    table = tmp_path / "claims" / "documents.csv"
    table.write_text("".join(table.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")

    faults, _ = faults_of(tmp_path / "claims" / "datapackage.json")

    assert "foreign-key" in {type for type, *_ in faults}


def test_a_table_that_was_changed_since_is_found(material, tmp_path):
    export(material, "csv", tmp_path / "incidents.csv")
    table = tmp_path / "incidents.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("reported", "Reported", 1) + "\n", encoding="utf-8")

    faults, _ = faults_of(tmp_path / "incidents.datapackage.json")

    assert {"hash-count", "byte-count"} <= {type for type, *_ in faults}


def test_a_package_says_what_it_holds_and_for_whom(material, tmp_path):
    export(material, "csv", tmp_path / "incidents.csv", profile="partner")

    told = json.loads((tmp_path / "incidents.datapackage.json").read_text(encoding="utf-8"))

    assert (PROFILE, "csv", CAVEAT) == (told["$schema"], told["name"], told["description"])
    assert {"version": "0.1.0", "format": "csv", "profile": "partner"} == told["riwaya"]
    assert "2026-03-01T12:00:00.000000Z" == told["created"]
    assert ["incident_id"] == told["resources"][0]["schema"]["primaryKey"]
    outlets = ["جريدة المفترق", "صحيفة البيدر", "صدى القرى", "قناة السنديان", "وكالة الضفاف للأنباء"]
    assert [{"title": outlet} for outlet in outlets] == told["sources"]


@pytest.mark.parametrize(
    "published, moment",
    [
        ("2024-05-14", "2024-05-14T00:00:00Z"),
        ("2024-05-14T20:15:00+03:00", "2024-05-14T17:15:00Z"),
        ("2024-05-14T20:15:00", "2024-05-14T20:15:00Z"),
        (None, None),
    ],
)
def test_what_has_no_log_is_of_its_newest_document(readings, published, moment):
    told = replace(readings[0], document=replace(readings[0].document, published=published))

    assert moment == moment_of(Held({told.document.id: told}, ()))
