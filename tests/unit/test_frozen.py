"""Frozen records: they behave as frozen dataclasses do, whatever it takes to make them fast."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field

import pytest

from riwaya.frozen import frozen, replace


@frozen
class Saying:
    """A record with a default, and one that is made anew."""

    words: str
    start: int
    end: int | None = None
    marks: list[str] = field(default_factory=list)


SAYING = Saying("قال مصدر", 3, 11)


def test_a_record_shows_its_fields():
    assert repr(SAYING) == "Saying(words='قال مصدر', start=3, end=11, marks=[])"


def test_records_with_the_same_values_are_equal():
    assert Saying("قال مصدر", 3, 11) == SAYING
    assert Saying("قال مصدر", 3, 12) != SAYING
    assert ("قال مصدر", 3, 11, []) != SAYING


def test_records_with_the_same_values_have_one_hash():
    assert len({Saying("قال", 1, marks=()), Saying("قال", 1, marks=())}) == 1


def test_no_field_changes():
    with pytest.raises(FrozenInstanceError, match="start"):
        SAYING.start = 4
    with pytest.raises(FrozenInstanceError, match="end"):
        del SAYING.end
    with pytest.raises(FrozenInstanceError, match="other"):
        SAYING.other = 1


def test_what_is_made_anew_belongs_to_one_record():
    assert Saying("قال", 1).marks is not Saying("قال", 1).marks


def test_a_record_without_a_field_is_refused():
    with pytest.raises(TypeError, match=r"Saying\.__init__\(\) missing 1 required positional argument: 'start'"):
        Saying("قال")


@pytest.mark.parametrize("change", [replace, dataclasses.replace])
def test_a_changed_copy_leaves_the_record_as_it_was(change):
    assert change(SAYING, start=5, end=None) == Saying("قال مصدر", 5)
    assert Saying("قال مصدر", 3, 11) == SAYING


def test_a_change_of_no_field_is_refused():
    with pytest.raises(TypeError, match="stop"):
        replace(SAYING, stop=5)


def test_replacing_works_on_any_dataclass():
    @dataclasses.dataclass
    class Open:
        start: int

    assert replace(Open(1), start=2) == Open(2)


def test_a_record_is_a_dataclass_to_others():
    assert dataclasses.asdict(SAYING) == {"words": "قال مصدر", "start": 3, "end": 11, "marks": []}
    match SAYING:
        case Saying(words, start):
            assert (words, start) == ("قال مصدر", 3)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda record: pickle.loads(pickle.dumps(record))])
def test_a_record_copies_and_pickles(copied):
    again = copied(SAYING)
    assert again == SAYING
    assert type(again) is Saying
