"""Lists and answers of JSON: of any length, with what is broken in them told in its place."""

import io
import json
import time

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


@pytest.mark.parametrize("broken", ['{"a": oops}', "oops", '{"a": [1, 2}', '{"a": "x" "y"}', '["{", }]'])
def test_a_broken_value_on_the_line_of_others_is_told_and_the_next_is_read(broken):
    found = values(f'[{{"a": 1}}, {broken}, {{"b": [{{"c": 1}}, {{"d": 2}}]}}]')

    assert [{"a": 1}, {"b": [{"c": 1}, {"d": 2}]}] == [found[0].value, found[-1].value]
    assert 1 == sum(isinstance(each, Fault) for each in found)


def test_a_broken_value_at_the_end_is_all_that_is_told():
    found = values('[{"a": 1}, {"a": oops}]')

    assert [Value({"a": 1}, '{"a": 1}'), Fault("not JSON: Expecting value in line 1")] == found


def test_a_broken_value_is_told_with_the_line_of_the_file_that_it_stands_on():
    found = values("[" + ",\n".join([json.dumps("x" * 900)] * 400 + ["oops"]) + "]", size=5000)

    assert Fault("not JSON: Expecting value in line 401") == found[-1]


def test_broken_values_take_time_in_proportion_to_their_number():
    def seconds(many: int) -> float:
        began = time.process_time()
        found = values("[" + "a, " * many + '{"b": 1}]', size=1 << 16, most=5_000_000)
        assert (many + 1, {"b": 1}) == (len(found), found[-1].value)
        return time.process_time() - began

    assert seconds(200_000) < 9 * seconds(50_000)


def test_an_answer_on_one_line_and_lines_of_answers_are_read():
    answer = json.dumps({"articles": {"results": [{"body": REPORT}, {"body": REPORT}]}})

    assert ["in.json:1, record 1", "in.json:1, record 2"] == [each.name for each in read(answer)]
    assert [1, 1, 2, 2] == [int(each.name[8]) for each in read(f"{answer}\n{answer}\n")]


def test_a_record_without_words_that_has_a_list_in_it_is_told_as_one():
    record = {"url": "https://a.example", "pictures": [{"src": "a"}, {"src": "b"}]}

    assert [Refusal("in.json:1", "the record has no text: its keys are 'url', 'pictures'", record)] == read(
        json.dumps(record)
    )


def test_a_record_laid_out_over_lines_that_is_broken_is_told_once():
    [refused] = read('{\n "text": "' + REPORT + '",\n "url": oops,\n "id": "7"\n}\n')

    assert "in.json" == refused.name
    assert refused.reason.startswith("not JSON: Expecting value: line 3")


def test_a_broken_first_line_of_records_leaves_the_others():
    for broken in ('{"text": oops}', '{"text": "a', '{"text": "a"},'):
        refused, document = read(broken + "\n" + json.dumps({"text": REPORT}) + "\n")

        assert ("in.json:1", REPORT) == (refused.name, document.text)


def test_spoilt_bytes_in_a_record_of_a_list_are_told_with_it_alone():
    good = json.dumps({"text": REPORT * 3}, ensure_ascii=False).encode()
    spoilt = good[:-20] + b"\xd8" + good[-20:]
    found = read(b"[" + b", ".join([good, spoilt, good]) + b"]")

    assert [[], ["D06"], []] == [[issue.code for issue in each.issues] for each in found]
    assert [good, spoilt, good] == [each.raw for each in found]


def test_lines_in_utf_16_are_read_and_one_of_any_length_fills_no_memory():
    record = json.dumps({"text": REPORT}, ensure_ascii=False)
    text = f"{record}\n{'a' * 5_000_001}\n{record}\n"
    first, refused, second = read(text.encode("utf-16"))

    assert [REPORT, REPORT] == [first.text, second.text]
    assert "in.json:2" == refused.name
    assert "more than 5 MB" in refused.reason
