"""Lists and answers of JSON: of any length, with what is broken in them told in its place."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.lists import Fault, Value, find_values

REPORT = "سقطت قذيفة قرب السوق."
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) |
                      st.dictionaries(st.text(), inner), max_leaves=8)  # fmt: skip


def values(text: str, size: int = 7, most: int = 1000):
    stream = io.StringIO(text)
    return list(find_values(lambda _: stream.read(size), most=most))


def read(data: str | bytes):
    data = data.encode() if isinstance(data, str) else data
    return list(read_blob(blob_of("in.json", io.BytesIO(data)), Settings()))


@given(st.lists(VALUES), st.sampled_from([None, 1]), st.integers(1, 50))
def test_a_list_gives_what_json_gives_however_it_comes_in_pieces(whole, indent, size):
    found = values(json.dumps(whole, indent=indent), size, 10_000)

    assert whole == [json.loads(each.written) for each in found] == [each.value for each in found]


def test_a_broken_value_is_told_and_the_next_on_a_line_of_its_own_is_read():
    found = values('[\n {"a": 1},\n {"a": oops},\n {"b": [{"c": 1}, {"d": 2}]}\n]')

    assert [Value({"a": 1}, '{"a": 1}'), Value({"b": [{"c": 1}, {"d": 2}]}, '{"b": [{"c": 1}, {"d": 2}]}')] == [
        each for each in found if isinstance(each, Value)
    ]
    assert isinstance(found[1], Fault)
    assert found[1].reason.startswith("not JSON: Expecting value")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[{"a": 1}', "the list breaks off, or something stands in it that parts no values"),
        ('[{"a": 1} {"a": 2}]', "the list breaks off, or something stands in it that parts no values"),
        ('[{"a": 1}] {"a": 2}', "something stands behind the end of the list"),
        ('[{"a": 1},', "the list breaks off"),
        (f'[{{"a": 1}}, "{"x" * 2000}"]', "a value of more than 1000 letters"),
    ],
)
def test_what_is_the_matter_with_a_list_is_told_behind_what_was_read(text, reason):
    found = values(text, size=100_000)

    assert [{"a": 1}] == [each.value for each in found[:1] if isinstance(each, Value)]
    assert Fault(reason) == found[-1]


def test_a_list_longer_than_a_document_may_be_is_read_with_the_bytes_of_each_record():
    record = json.dumps({"text": REPORT, "id": "x", "more": "y" * 100_000}, ensure_ascii=False)
    found = read("[" + ", ".join([record] * 60) + "]")

    assert 60 == len(found)
    assert {(REPORT, record.encode())} == {(each.text, each.raw) for each in found}


def test_an_answer_with_one_list_of_records_in_it_is_read():
    answer = {"articles": {"page": 1, "results": [{"body": REPORT, "lang": "ara"}, {"uri": "7"}]}}
    document, refused = read(json.dumps(answer, indent=1))

    assert (REPORT, "in.json, record 1") == (document.text, document.name)
    assert Refusal("in.json, record 2", "the record has no text: its keys are 'uri'", {"uri": "7"}) == refused


def test_a_list_in_utf_16_and_one_in_a_legacy_encoding_are_read():
    text = "[\n" + json.dumps({"text": REPORT}, ensure_ascii=False) + "\n]"

    for encoding, codes in (("utf-16", []), ("cp1256", ["D06"])):
        [document] = read(text.encode(encoding))
        assert isinstance(document, Incoming)
        assert (REPORT, codes) == (document.text, [issue.code for issue in document.issues])
