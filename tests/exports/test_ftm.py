"""Entities and statements of FollowTheMoney, read back by its own library where that is installed (`make model`)."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import BytesIO

import pytest

from builders import TEXT, make_account, make_claim, make_count, make_document, make_reading, make_source
from riwaya.exports.formats import Options, format_named
from riwaya.exports.ftm_entities import entities_of, schema_of
from riwaya.exports.ftm_statements import Statement, dataset_of
from riwaya.exports.material import of_readings
from riwaya.exports.target import Target
from riwaya.records import Incident, Moment, PostId, Provenance


@pytest.fixture(scope="module")
def library():
    return pytest.importorskip("followthemoney", reason="followthemoney is not installed: make model")


def written(material, name, folder, **options):
    format_ = format_named(name)
    path = folder / f"out{format_.suffix}"
    with Target(path) as target:
        format_.write(material, target, Options(**options))
    return path


def entities(material, folder, **options):
    return [json.loads(line) for line in written(material, "ftm", folder, **options).read_bytes().splitlines()]


def rows(material, folder, **options):
    with written(material, "ftm-statements", folder, **options).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def two_tolls(**document):
    """Material of one document in which two sources tell how many were killed."""
    accounts = [
        make_account("a1", [make_claim("killed", make_count(3))], chain=("s0", "s1")),
        make_account("a2", [make_claim("killed", make_count(5), words="المعسكر")], chain=("s0", "s2")),
    ]
    sources = [
        make_source(name="صحيفة"),
        make_source("s1", name="الوزارة", name_en="The Ministry", kind="ministry", country="SY"),
        make_source("s2", name="مصدر أمني", kind="unnamed", anonymous=True),
    ]
    reading = make_reading(accounts, [Incident("i1", "attack", ("a1", "a2"), False, 2, {})], sources)
    return of_readings([replace(reading, document=make_document(**document))])


def of_schema(found, schema):
    return [each for each in found if each["schema"] == schema]


# ------------------------------------------------------------------------------------------------------------- library


def test_the_library_takes_every_entity(material, library, tmp_path):
    for entity in entities(material, tmp_path):
        schema = library.model.get(entity["schema"])

        assert set(entity["properties"]) <= set(schema.properties)
        assert set(schema.required) <= set(entity["properties"]) or "Document" in schema.names
        assert schema.validate(entity) is None
        proxy = library.model.get_proxy(entity, cleaned=False)
        assert entity["properties"] == {prop.name: proxy.get(prop) for prop in proxy.iterprops()}


def test_what_an_entity_points_to_is_there_and_is_what_it_should_be(material, library, tmp_path):
    found = entities(material, tmp_path)
    schema = {each["id"]: library.model.get(each["schema"]) for each in found}

    assert len(found) == len(schema)
    for entity in found:
        for prop in schema[entity["id"]].properties.values():
            if prop.type.name == "entity" and not prop.stub:
                for value in entity["properties"].get(prop.name, ()):
                    assert schema[value].is_a(prop.range), (entity["schema"], prop.name)


def test_the_library_takes_every_statement_and_reckons_the_same_ids(material, library, tmp_path):
    from followthemoney.statement.serialize import read_csv_statements

    statements = list(read_csv_statements(BytesIO(written(material, "ftm-statements", tmp_path).read_bytes())))

    assert len(rows(material, tmp_path)) == len(statements)
    for each in statements:
        prop = library.model.get(each.schema).properties[each.prop]
        assert each.id == each.generate_key()
        assert (each.prop_type, True) == (prop.type.name, prop.type.validate(each.value))


def test_a_post_is_a_message_with_its_sender(library, tmp_path):
    provenance = Provenance(post=PostId("telegram", "1", "2"), retrieved=Moment("2024-01-16T10:00:00Z", "fetch"))

    (message,) = of_schema(entities(two_tolls(provenance=provenance), tmp_path), "Message")

    assert library.model.get("Message").validate(message) is None
    assert ["2024-01-16T10:00:00"] == message["properties"]["retrievedAt"]
    assert {"bodyText", "sender"} <= set(message["properties"])


def test_every_schema_of_the_table_is_one_of_the_model(library):
    from riwaya.exports.codes import codebook

    kinds = list(codebook("ftm_schemas"))

    assert {"LegalEntity", "Organization", "PublicBody", "Person"} == {schema_of(kind) for kind in kinds}
    assert all(library.model.get(schema_of(kind)).is_a("LegalEntity") for kind in kinds)


# ------------------------------------------------------------------------------------------------------- what is told


def test_an_incident_is_an_event_with_what_stands(material, tmp_path):
    events = of_schema(entities(material, tmp_path), "Event")

    assert ["shelling, Ariha", "drone attack, Al Hawijah", "abduction, Barah"] == [
        each["properties"]["name"][0] for each in events
    ]
    told = events[0]["properties"]
    assert (["2024-05-13"], ["sy"], ["shelling", "denied"]) == (told["startDate"], told["country"], told["keywords"])
    assert "These are claims found in sources, not findings." == told["notes"][0]
    assert "killed: 5 to 8, as of 2024-05-14" == told["notes"][1]


def test_a_dispute_is_a_note_that_tells_who_says_what(tmp_path):
    (note,) = of_schema(entities(two_tolls(), tmp_path), "Note")

    assert ["In dispute: killed"] == note["properties"]["name"]
    assert ["3: الوزارة\n5: مصدر أمني"] == note["properties"]["description"]


def test_two_sources_that_differ_have_statements_of_their_own(tmp_path):
    told = [row for row in rows(two_tolls(), tmp_path) if row["value"].startswith("killed: ") and row["original_value"]]

    assert [("killed: 3", "ثلاثة"), ("killed: 5", "المعسكر")] == [(row["value"], row["original_value"]) for row in told]
    assert 2 == len({row["dataset"] for row in told})
    assert told[0]["dataset"].startswith("the_ministry_")
    assert {"2024-01-15"} == {row["first_seen"] for row in told}


def test_a_party_is_one_entity_wherever_it_is_named_and_whom_nobody_names_is_of_its_document(tmp_path):
    first, second = (of_readings([*two_tolls(id=id).readings()]) for id in ("d1", "d2"))
    both = of_readings([*first.readings(), *second.readings()])

    parties = [each for each in entities(both, tmp_path) if each["schema"] in ("PublicBody", "LegalEntity")]

    names = [each["properties"]["name"][0] for each in parties]
    assert ["PublicBody"] == [each["schema"] for each in parties if each["properties"]["name"][0] == "الوزارة"]
    assert (1, 2) == (names.count("الوزارة"), names.count("مصدر أمني"))


def test_what_is_withheld_is_in_no_entity(tmp_path):
    (reading,) = two_tolls(text="").readings()
    claims = replace(reading.accounts[0].claims[0], text="█████")
    hidden = replace(reading, accounts=(replace(reading.accounts[0], claims=(claims,)), reading.accounts[1]))

    found = entities(of_readings([hidden]), tmp_path)

    assert [] == of_schema(found, "Mention")
    assert "bodyText" not in of_schema(found, "Article")[0]["properties"]
    assert not any("█" in json.dumps(each, ensure_ascii=False) for each in found)


def test_mentions_have_the_words_of_the_document(tmp_path):
    mentions = of_schema(entities(two_tolls(), tmp_path), "Mention")

    assert {TEXT[0:4]} == {each["properties"]["name"][0] for each in mentions}


def test_no_cell_of_a_statement_is_run_by_a_spreadsheet():
    cells = Statement("e1", "Event", "notes", "=HYPERLINK(1)", "riwaya", "Riwaya", words="+1").cells()

    assert ["'=HYPERLINK(1)", "'+1"] == [cells[5], cells[9]]


def test_a_source_without_a_latin_name_is_known_by_its_id():
    assert "source_0123abcd" == dataset_of("0123abcdef", None) == dataset_of("0123abcdef", "»")


@pytest.mark.parametrize("name", ["ftm", "ftm-statements"])
def test_it_is_the_same_from_a_store_and_from_its_readings_and_when_it_is_written_again(name, material, held, tmp_path):
    found = []
    for number, each in enumerate((material, material, held)):
        folder = tmp_path / str(number)
        folder.mkdir()
        found.append(written(each, name, folder).read_bytes())

    assert found[0] == found[1] == found[2]


def test_links_lead_to_a_desk_that_is_told(material):
    (event, *_) = (
        each for each in entities_of(material, Options(base="https://desk.example")) if each.schema == "Event"
    )

    assert [f"https://desk.example/incidents/{event.properties['recordId'][0]}"] == event.properties["sourceUrl"]
