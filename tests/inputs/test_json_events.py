"""Events of JSON: the same paths as ijson tells, without its memory for what is nested deeply."""

import io
import json

import ijson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.inputs.json.events import TOO_DEEP, Building, walk

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=3), inner, max_size=3),
    max_leaves=20,
)


def items_in(stream):
    """The items of a list as they are put together from their events, one by one."""
    building = None
    for path, event, value in walk(stream):
        if building is None and path != "item":
            continue
        building = building or Building()
        if building.add(event, value):
            yield building.value
            building = None


def items_of(data: bytes):
    """All items of a list."""
    return list(items_in(io.BytesIO(data)))


@given(VALUES)
def test_the_paths_are_those_that_ijson_tells(value):
    data = json.dumps(value).encode()

    assert list(ijson.parse(io.BytesIO(data), use_float=True)) == list(walk(io.BytesIO(data)))


@given(st.lists(VALUES, max_size=4))
def test_the_items_of_a_list_come_one_by_one(values):
    assert values == items_of(json.dumps(values).encode())


@pytest.mark.parametrize("depth", [101, 50_000])
def test_what_is_nested_too_deeply_is_told_in_its_place(depth):
    data = f"[1, {'[' * depth}{']' * depth}, 2]".encode()

    assert [1, TOO_DEEP, 2] == items_of(data)


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_json_of_nothing_but_brackets_is_not_gone_through_to_its_end(opening):
    stream = io.BytesIO(b"[1, " + opening * 1_200_000)

    found = items_in(stream)

    assert 1 == next(found)
    with pytest.raises(ijson.JSONError, match="nested more than 1,000,000 deep"):
        next(found)
    assert stream.read(1)


def test_a_text_without_end_is_not_read_on():
    stream = io.BytesIO(b'[1, "' + b"a" * 70_000_000)

    found = items_in(stream)

    assert 1 == next(found)
    with pytest.raises(ijson.JSONError, match="a text of more than 32 MB"):
        next(found)


@pytest.mark.parametrize("piece", ["a", "\\u0642"], ids=["letter", "escape"])
def test_a_long_text_is_gone_through_a_few_times_at_most(piece):
    data = b'["' + piece.encode() * (12_000_000 // len(piece)) + b'"]'
    reads = []

    class Counted(io.BytesIO):
        def read(self, size=-1, /):
            reads.append(size)
            return super().read(size)

    (text,) = items_in(Counted(data))

    assert 12_000_000 // len(piece) == len(text)
    assert len(reads) < 15
