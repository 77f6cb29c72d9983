"""The gate of quality: floors only rise, and nobody changes the documents unnoticed."""

import importlib.util
import json
import sys

import pytest

from golden.documents import FOLDER

ROOT = FOLDER.parent.parent


def load_bench(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


quality = load_bench("quality")
errors = load_bench("quality_errors")

FLOORS = {
    "set": {"documents": 2, "fingerprint": "aa", "floors": {"facts": 80.0, "false alarms": 1.0}, "goals": {"facts": 90}}
}


def make_measured(facts=80.0, alarms=1.0, fingerprint="aa"):
    return quality.Measured({"facts": facts, "false alarms": alarms}, fingerprint, 2, 0.1, {})


def breaches(measured, floors=FLOORS):
    return list(quality.find_breaches("set", measured, floors))


def test_today_s_figures_break_nothing():
    assert [] == breaches(make_measured())


def test_better_figures_break_nothing():
    assert [] == breaches(make_measured(facts=81.0, alarms=0.0))


def test_a_figure_below_its_floor_is_a_breach():
    assert ["set: facts is 79.9, its floor 80.0"] == breaches(make_measured(facts=79.9))


def test_an_alarm_more_is_a_breach():
    assert ["set: false alarms is 2.0, its floor 1.0"] == breaches(make_measured(alarms=2.0))


def test_other_documents_are_a_breach():
    assert ["set: the documents are not those that the floors were set on; --update pins them"] == breaches(
        make_measured(fingerprint="bb")
    )


def test_a_figure_that_is_no_longer_measured_is_a_breach():
    measured = quality.Measured({"facts": 80.0}, "aa", 2, 0.1, {})

    assert ["set: false alarms is no longer measured"] == breaches(measured)


def test_a_set_without_floors_breaks_nothing():
    assert [] == breaches(make_measured(), {})


def test_an_update_raises_floors_and_pins_new_documents():
    floors = quality.raise_floors({"set": make_measured(facts=85.04, alarms=0.0, fingerprint="bb")}, FLOORS)

    assert {
        "documents": 2,
        "fingerprint": "bb",
        "floors": {"facts": 85.0, "false alarms": 0.0},
        "goals": {"facts": 90},
    } == floors["set"]


def test_an_update_refuses_to_lower_a_floor():
    with pytest.raises(quality.Refused, match=r"facts is 70\.0, its floor 80\.0"):
        quality.raise_floors({"set": make_measured(facts=70.0)}, FLOORS)


def test_an_update_lowers_a_floor_where_that_is_allowed():
    floors = quality.raise_floors({"set": make_measured(facts=70.0)}, FLOORS, allow_regression=True)

    assert 70.0 == floors["set"]["floors"]["facts"]


def test_many_small_losses_do_not_wear_a_floor_down():
    floors = quality.raise_floors({"set": make_measured(facts=79.96)}, FLOORS)

    assert 80.0 == floors["set"]["floors"]["facts"]


def test_an_update_leaves_sets_alone_that_are_not_here():
    both = FLOORS | {"other": FLOORS["set"]}

    assert both["other"] == quality.raise_floors({"set": make_measured(facts=90.0)}, both)["other"]


def test_the_fingerprint_is_of_texts_and_annotations_but_not_of_what_is_missed(tmp_path):
    (tmp_path / "a.txt").write_text("نص", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("why: first\n", encoding="utf-8")
    first = quality.fingerprint_golden(tmp_path)
    (tmp_path / "a.yaml").write_text("why: first\nknown_misses:\n  time:\n    - a/happened\n", encoding="utf-8")

    assert first == quality.fingerprint_golden(tmp_path)
    (tmp_path / "a.txt").write_text("نص آخر", encoding="utf-8")
    assert first != quality.fingerprint_golden(tmp_path)


def test_the_golden_documents_are_those_that_the_floors_were_set_on():
    pinned = json.loads(quality.FLOORS.read_text(encoding="utf-8"))["golden"]["fingerprint"]

    assert pinned == quality.fingerprint_golden(FOLDER), "python benchmarks/quality.py --only golden --update"


def test_every_goal_and_floor_names_a_figure_once():
    for pinned in quality.load_floors().values():
        assert set(pinned.get("goals", {})) <= set(pinned["floors"])


PRINTED = """riwaya reports: 2 documents
errors: slots.place (2)
    001: gold هنا; predicted nothing
    002: gold هناك; predicted ['غيره']
errors: types.exact (1)
    003: gold attack; predicted raid
end to end: incidents 1.0
"""


def test_errors_of_the_scorer_are_sorted_by_stage_and_manner():
    found = quality.find_errors(PRINTED)

    assert {
        "place": {
            "slots.place: nothing was read": ["001: gold هنا; predicted nothing"],
            "slots.place: another value was read": ["002: gold هناك; predicted ['غيره']"],
        },
        "event type": {"types.exact: attack was read as raid": ["003: gold attack; predicted raid"]},
    } == errors.sort_reports(found)


def test_each_miss_of_a_golden_document_is_counted_once():
    misses, follow = errors.sort_golden()
    listed = [line for manners in misses.values() for lines in manners.values() for line in lines]

    assert len(set(listed)) == len(listed)
    assert follow.total() >= 0
