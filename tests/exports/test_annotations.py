"""Claims as Web Annotations, read as linked data, and held against the texts that they are about."""

from __future__ import annotations

import json
from dataclasses import replace

import pyld.jsonld
import pytest

from builders import TEXT, make_account, make_claim, make_count, make_document, make_reading, make_source
from riwaya.exports.annotations import CONTEXT, annotations_of, check
from riwaya.exports.formats import Options, format_named
from riwaya.exports.target import Target

OA = "http://www.w3.org/ns/oa#"
LINK = {"@type": "@id"}
NUMBER = {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"}
MOMENT = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
# What the words of an annotation stand for, as the vocabulary of the W3C tells: those of them that we use. Its own
# document is not in the project, and no package of a registry was found that holds it.
WORDS = {
    "id": "@id",
    "type": "@type",
    **{
        name: f"{OA}{name}"
        for name in """Annotation SpecificResource TextualBody TextQuoteSelector TextPositionSelector TimeState
        classifying describing tagging exact prefix suffix""".split()
    },
    "Software": "http://www.w3.org/ns/activitystreams#Application",
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    **{name: {"@id": f"{OA}has{name.capitalize()}", **LINK} for name in ("body", "target", "source", "selector")},
    "state": {"@id": f"{OA}hasState", **LINK},
    "cached": {"@id": f"{OA}cachedSource", **LINK},
    "creator": {"@id": "http://purl.org/dc/terms/creator", **LINK},
    "name": "http://xmlns.com/foaf/0.1/name",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    **{name: {"@id": f"{OA}{name}", **NUMBER} for name in ("start", "end")},
    **{name: {"@id": f"{OA}{name}", **MOMENT} for name in ("sourceDate", "sourceDateStart", "sourceDateEnd")},
}


def claimed(words="ثلاثة", text=TEXT, **document):
    """The annotation of one claim of a document."""
    claim = make_claim("killed", make_count(3), text=text, words=words)
    reading = make_reading([make_account(claims=[claim])], [], [make_source()])
    (annotation,) = annotations_of(replace(reading, document=make_document(text, **document)))
    return annotation


def selectors(annotation):
    return {each["type"]: each for each in annotation["target"]["selector"]}


@pytest.fixture
def jsonld():
    """A reader of linked data that knows the words of the vocabulary and fetches nothing."""

    def load(url, options):
        assert url == CONTEXT
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": WORDS}}

    before = pyld.jsonld.get_document_loader()
    pyld.jsonld.set_document_loader(load)
    yield pyld.jsonld
    pyld.jsonld.set_document_loader(before)


def test_each_claim_of_the_store_has_an_annotation_that_stands_where_it_says(material, tmp_path):
    path = tmp_path / "claims.jsonl"
    with Target(path) as target:
        format_named("annotations").write(material, target, Options())
    annotations = [json.loads(line) for line in path.read_bytes().splitlines()]

    texts = {f"urn:sha256:{each.document.sha256}": each.document.text for each in material.readings()}
    claims = [
        (f"{each.document.id}/{account.id}/{number}", claim.field, claim.text)
        for each in material.readings()
        for account in each.accounts
        for number, claim in enumerate(account.claims)
    ]
    told = [json.loads(each["body"][1]["value"]) for each in annotations]
    quotes = [selectors(each)["TextQuoteSelector"]["exact"] for each in annotations]
    assert claims == [(each["claim"], each["field"], quote) for each, quote in zip(told, quotes, strict=True)]
    assert len(annotations) == len({each["id"] for each in annotations})
    assert {"exact"} == {check(each, texts[each["target"]["state"]["cached"]]) for each in annotations}


def test_an_annotation_is_linked_data_and_no_word_of_it_is_unknown(material, jsonld):
    for annotation in (each for reading in material.readings() for each in annotations_of(reading)):
        (data,) = jsonld.expand(annotation)

        assert [f"{OA}Annotation"] == data["@type"]
        (target,) = data[f"{OA}hasTarget"]
        assert [{"@id": annotation["target"]["source"]}] == target[f"{OA}hasSource"]
        kinds = {kind for selector in target[f"{OA}hasSelector"] for kind in selector["@type"]}
        assert {f"{OA}TextQuoteSelector", f"{OA}TextPositionSelector"} == kinds
        assert annotation == jsonld.compact(data, CONTEXT)


def test_the_words_are_told_with_those_around_them_and_with_their_place():
    start = TEXT.index("ثلاثة")

    assert {
        "TextQuoteSelector": {
            "type": "TextQuoteSelector",
            "exact": "ثلاثة",
            "prefix": TEXT[start - 32 : start],
            "suffix": TEXT[start + 5 : start + 37],
        },
        "TextPositionSelector": {"type": "TextPositionSelector", "start": start, "end": start + 5},
    } == selectors(claimed())


def test_places_count_characters_also_behind_one_that_takes_two_units():
    assert 1 + TEXT.index("ثلاثة") == selectors(claimed(text="🔴" + TEXT))["TextPositionSelector"]["start"]


def test_a_letter_keeps_its_vowel_sign():
    annotation = claimed(words="ثلاث", text="وقُتل ثلاثُ نساء")

    assert "ثلاثُ" == selectors(annotation)["TextQuoteSelector"]["exact"]


def test_what_was_changed_before_the_words_has_moved_them_and_they_are_not_looked_for():
    annotation = claimed(sha256="f" * 64)

    assert "exact" == check(annotation, TEXT)
    assert "exact" == check(annotation, TEXT + " وأضافت الوزارة.")
    assert "moved" == check(annotation, "عاجل: " + TEXT)
    assert "moved" == check(annotation, TEXT.replace("ثلاثة", "أربعة"))
    assert "moved" == check(annotation, "")


def test_like_words_at_the_place_among_others_are_not_the_words():
    start = TEXT.index("ثلاثة")

    assert "moved" == check(claimed(sha256="f" * 64), "س" * start + TEXT[start:])


def test_of_a_text_that_is_withheld_only_the_place_and_the_hash_are_told():
    claim = make_claim("killed", make_count(3))
    reading = make_reading([make_account(claims=[claim])], [], [make_source()])

    for text in ("", TEXT.replace("ثلاثة", "█████")):
        hidden = replace(claim, text="█████") if text else claim
        shown = replace(reading, document=make_document(text), accounts=(make_account(claims=[hidden]),))
        (annotation,) = annotations_of(shown)
        assert ["TextPositionSelector"] == list(selectors(annotation))
        assert "moved" == check(annotation, TEXT)


def test_words_that_are_taken_out_beside_the_claim_are_not_told_around_it():
    text = TEXT.replace("المعسكر", "███████")

    annotation = claimed(text=text)

    assert " وقتل " == selectors(annotation)["TextQuoteSelector"]["prefix"]


@pytest.mark.parametrize(
    ("published", "state"),
    [
        ("2024-05-13T21:05:00+03:00", {"sourceDate": "2024-05-13T18:05:00Z"}),
        ("2024-05-13", {"sourceDateStart": "2024-05-13T00:00:00Z", "sourceDateEnd": "2024-05-13T23:59:59Z"}),
        (None, {}),
    ],
)
def test_when_the_text_was_so_is_told_as_far_as_it_is_known(published, state):
    told = claimed(published=published)["target"]["state"]

    assert {"type": "TimeState", "cached": f"urn:sha256:{'0' * 64}", **state} == told


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "https://a.example/a b", "https://a.example/<x>"])
def test_what_is_no_address_is_named_by_its_hash(url):
    assert f"urn:sha256:{'0' * 64}" == claimed(url=url)["target"]["source"]
