"""How values stand to each other is said in its order: which figure is the later one, and who denies whom."""

import pytest

from riwaya.showing.matrix import matrix_of
from riwaya.showing.relations import relations_of
from riwaya.store import open_store
from riwaya.store.runs import find_told
from riwaya.web.demo import fill


@pytest.fixture(scope="module")
def shelling(tmp_path_factory):
    """An incident whose toll rose from four to seven to eight, and whose wounded from 11 to 19 to 23."""
    with open_store(tmp_path_factory.mktemp("updating") / "store.db") as store:
        fill(store)
        return next(told for told in find_told(store) if told.incident.type == "shelling")


def states(told, field):
    row = next(row for row in matrix_of(told).rows if row.field == field)
    return {said.value["low"]: said.state for cell in row.cells for said in cell}


def test_figures_that_were_told_anew_are_superseded_and_the_last_one_stands(shelling):
    assert {11: "superseded", 19: "superseded", 23: "agrees"} == states(shelling, "injured")


def test_the_last_figure_of_one_source_may_be_in_dispute_with_that_of_another(shelling):
    assert {4: "superseded", 7: "superseded", 8: "differs", 5: "differs"} == states(shelling, "killed")


def test_the_figures_of_a_source_stand_in_the_order_in_which_they_were_published(shelling):
    row = next(row for row in matrix_of(shelling).rows if row.field == "killed")

    assert [4, 7, 8] == [said.value["low"] for said in row.cells[0]]


def test_an_update_names_the_later_figure_first(shelling):
    updates = [each for each in relations_of(shelling, matrix_of(shelling)) if each.relation == "updates"]

    assert {(19, 11), (23, 11), (23, 19)} == {
        (each.a["low"], each.b["low"]) for each in updates if each.field == "injured"
    }


def test_whoever_denies_is_named_before_whom_he_denies(shelling):
    denials = [each for each in relations_of(shelling, matrix_of(shelling)) if each.relation == "denies"]

    assert denials
    assert {("فصيل لواء السفح",)} == {tuple(voice.name for voice in each.a_voices) for each in denials}
