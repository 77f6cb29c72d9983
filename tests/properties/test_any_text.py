"""What holds for every text, however odd: spans lie in it, references lead somewhere, and nothing raises."""

import json
from functools import partial

import pytest
from hypothesis import example, given, settings

import riwaya
from riwaya import records
from riwaya.exports.json import as_dict
from strategies import texts

TEXTS = texts()


@pytest.fixture(scope="module")
def read(knowledge):
    return partial(riwaya.read, published="2024-01-15", publisher="الصحيفة", knowledge=knowledge)


@given(TEXTS)
@example("")
@example(" \n ")
@example("plain English")
def test_every_span_lies_in_the_text_and_a_claim_quotes_it(read, text):
    reading = read(text)

    spans = [(s.start, s.end) for s in (*reading.document.segments, *reading.document.restorations)]
    for account in reading.accounts:
        spans += [account.statement, account.trigger]
        spans += [(link.start, link.end) for link in account.attribution if link.start is not None]
        spans += [(claim.start, claim.end) for claim in account.claims]
        assert [text[claim.start : claim.end] for claim in account.claims] == [claim.text for claim in account.claims]
    spans += [(issue.start, issue.end) for issue in reading.issues if issue.start is not None]
    assert [] == [(start, end) for start, end in spans if not 0 <= start <= end <= len(text)]


@given(TEXTS)
def test_every_reference_leads_somewhere(read, text):
    reading = read(text)
    sources = [source.id for source in reading.sources]
    accounts = [account.id for account in reading.accounts]

    assert len(set(sources)) == len(sources)
    assert len(set(accounts)) == len(accounts)
    assert {link.source for account in reading.accounts for link in account.attribution} <= set(sources)
    # Every account is in exactly one incident, the one that it names.
    members = [(member, incident.id) for incident in reading.incidents for member in incident.accounts]
    assert sorted((account.id, account.incident) for account in reading.accounts) == sorted(members)
    for incident in reading.incidents:
        for field in incident.fields.values():
            assert all(value.accounts and set(value.accounts) <= set(incident.accounts) for value in field.claims)
            indices = {index for relation in field.relations for index in (relation.a, relation.b)}
            assert indices <= set(range(len(field.claims)))


@given(TEXTS)
def test_every_word_of_the_record_is_in_its_vocabulary(read, text):
    reading = read(text)

    assert {segment.kind for segment in reading.document.segments} <= records.SEGMENT_KINDS
    for account in reading.accounts:
        assert account.type in records.EVENT_TYPES
        assert account.stance in records.STANCES
        assert account.modality in records.MODALITIES
        assert account.polarity in records.POLARITIES
        assert {claim.field for claim in account.claims} <= set(records.FIELDS)
        assert account.attribution, "the publisher at least stands in every chain"


@given(TEXTS)
def test_reading_changes_nothing_and_repeats_to_the_same(read, text):
    first, second = read(text), read(text)

    assert text == first.document.text
    assert first == second


@given(TEXTS)
def test_a_reading_can_be_written_as_json(read, text):
    written = json.dumps(as_dict(read(text)), ensure_ascii=True)

    assert text == json.loads(written)["document"]["text"]


@given(TEXTS)
def test_no_text_at_all_makes_explaining_raise(knowledge, text):
    fired = riwaya.explain(text, published="2024-01-15", knowledge=knowledge)

    assert all(0 <= each.start < each.end <= len(text) for each in fired)


@pytest.mark.slow
@settings(max_examples=2000)
@given(TEXTS)
def test_no_text_at_all_makes_reading_raise(read, text):
    assert text == read(text).document.text
