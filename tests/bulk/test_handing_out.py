"""Readings and incidents on the disk are the same material as those in memory."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from made_world import make_world

from riwaya.bulk.handing_out import find_incidents, shelved
from riwaya.cli import main
from riwaya.errors import UsageError
from riwaya.exports.json import as_dict, reconciled_as_dict, to_json
from riwaya.exports.material import of_readings
from riwaya.reconciling.reconcile import reconcile


@pytest.fixture(scope="module")
def readings():
    """The readings of a made world, in no order."""
    return make_world(80).readings[::-1]


@pytest.fixture(scope="module")
def printed(readings):
    """Their incidents, as they are printed."""
    return [json.loads(to_json(reconciled_as_dict(each))) for each in reconcile(readings)]


def test_what_is_on_the_disk_is_what_would_be_in_memory(readings, printed):
    held = of_readings(readings)

    with shelved(iter(readings), iter(printed)) as material:
        assert list(held.readings()) == list(material.readings())
        assert list(held.cases()) == list(material.cases())
        assert list(held.cases()) == list(material.cases()), "it may be asked for again"
        assert [] == list(material.decisions())


def test_nothing_to_hand_out_is_no_fault():
    with shelved([], []) as material:
        assert [] == [*material.readings(), *material.cases()]


def test_an_account_that_no_reading_has_is_named(readings):
    document = readings[0].document.id
    for wrong in ("nowhere/a1", f"{document}/a999"):
        named = dict(zip(("document", "account"), wrong.split("/"), strict=True))

        with (
            shelved(readings, [{"id": "i1", "accounts": [named]}]) as material,
            pytest.raises(UsageError, match=f"incident i1 names {wrong}, which stands in no reading"),
        ):
            list(material.cases())


def test_a_document_that_comes_twice_with_one_reading_is_one(readings, printed):
    with shelved([*readings, *readings], printed) as material:
        assert len(readings) == len(list(material.readings()))


def test_of_two_readings_that_differ_the_first_stands_where_that_is_said(readings, printed):
    other = replace(readings[0], riwaya="another version")

    with shelved([*readings, other], printed, first=True) as material:
        assert readings[0] in list(material.readings())
    with (
        pytest.raises(UsageError, match=f"two readings of the document '{other.document.id}' that differ"),
        shelved([*readings, other], printed),
    ):
        pass


def test_letters_that_are_no_text_come_back(readings):
    document = replace(readings[0].document, title="\ud83d")

    with shelved([replace(readings[0], document=document)], []) as material:
        assert ["\ud83d"] == [each.document.title for each in material.readings()]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not JSON"),
        ("[1]", "not an incident"),
        ('{"id": "i1"}', "not an incident"),
        ('{"id": "i1", "accounts": ["d/a1"]}', "name their `document` and `account`"),
    ],
)
def test_a_line_that_is_no_incident_is_named(tmp_path, line, told):
    path = tmp_path / "incidents.jsonl"
    path.write_text('{"id": "i0", "accounts": []}\n\n' + line, encoding="utf-8")

    with pytest.raises(UsageError, match=f"{path.name}:3: .*{told}"):
        list(find_incidents(path))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"nothing\.jsonl"):
        list(find_incidents(tmp_path / "nothing.jsonl"))


def test_an_export_of_files_is_the_same_whether_its_incidents_are_given_or_found(tmp_path, readings, printed):
    (tmp_path / "readings.jsonl").write_text("".join(to_json(as_dict(each)) + "\n" for each in readings), "utf-8")
    (tmp_path / "incidents.jsonl").write_text("".join(to_json(each) + "\n" for each in printed), "utf-8")
    command = ["export", str(tmp_path / "readings.jsonl"), "--format", "csv", "--profile", "internal"]

    found = CliRunner().invoke(main, [*command, "--now", "2026-01-01"])
    given = CliRunner().invoke(
        main, [*command, "--now", "2026-01-01", "--incidents", str(tmp_path / "incidents.jsonl")]
    )

    assert 0 == given.exit_code, given.output
    assert len(printed) < found.stdout.count("\n")
    assert found.stdout == given.stdout
