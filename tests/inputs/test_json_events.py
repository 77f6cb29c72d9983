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


def items_of(data: bytes):
    """The items of a list as they are put together from their events."""
    found, building = [], None
    for path, event, value in walk(io.BytesIO(data)):
        if building is None and path != "item":
            continue
        building = building or Building()
        if building.add(event, value):
            found.append(building.value)
            building = None
    return found


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
