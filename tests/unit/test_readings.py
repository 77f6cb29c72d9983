"""Readings out of their public record: what went out comes in again as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import make_reading
from riwaya import UnreadableInput, as_dict, read
from riwaya.inputs.readings import reading_of
from riwaya.records import Forward, Moment, Pointer, PostId, Provenance, Segment

TEXT = "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
WHOLE = Provenance(
    author="مراسل",
    published=Moment("2024-01-15T09:30:00+03:00", "json_ld"),
    edited=Moment("2024-01-15T11:00:00+03:00", "meta"),
    retrieved=Moment("2024-01-16T00:00:00Z", "archive"),
    completeness="whole",
    post=PostId("telegram", "channel5", "12", "11", "قناة أخرى"),
    forwarded=Forward("قناة", "channel9", "https://t.me/other/7", "2024-01-15T06:00:00Z", ("عضو", None)),
    pointers=(Pointer("x", "https://x.com/a/status/1"),),
    publisher_basis="address",
)


def test_a_reading_with_all_that_its_file_told_comes_back_as_it_was():
    reading = read(
        TEXT, published="2024-01-15", segments=[Segment("post", 0, 10, "قناة", "2024-01-14")], provenance=WHOLE
    )

    assert reading == reading_of(json.loads(json.dumps(as_dict(reading))))
    assert WHOLE == reading.document.provenance


_TEXTS = st.none() | st.text(max_size=5)


@given(
    st.builds(
        Provenance,
        author=_TEXTS,
        published=st.none() | st.builds(Moment, st.text(max_size=5), st.text(max_size=5)),
        completeness=_TEXTS,
        post=st.none() | st.builds(PostId, st.text(max_size=5), _TEXTS, _TEXTS, _TEXTS),
        forwarded=st.none() | st.builds(Forward, _TEXTS, _TEXTS, _TEXTS, _TEXTS, st.tuples(_TEXTS)),
        pointers=st.tuples(st.builds(Pointer, st.text(max_size=5), st.text(max_size=5))),
        publisher_basis=_TEXTS,
    )
)
def test_any_provenance_comes_back_as_it_was(provenance):
    record = json.loads(json.dumps(as_dict(make_reading(provenance=provenance))))

    assert provenance == reading_of(record).document.provenance


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (7, "document.provenance must be an object"),
        ({"author": 7}, "provenance.author must be a string"),
        ({"published": {"at": "2024-01-15"}, "pointers": []}, "provenance.published.basis is missing"),
    ],
)
def test_a_provenance_that_is_none_is_told_by_its_key(wrong, says):
    record = as_dict(make_reading())
    record["document"]["provenance"] = wrong

    with pytest.raises(UnreadableInput, match=says):
        reading_of(record)
