import itertools

from proposing import masked_texts, reconciled, world_of

import riwaya


def test_a_perfect_proposer_would_hardly_make_better_incidents_than_blocking():
    world = world_of(600)
    blocking, perfect = reconciled(world, ()), reconciled(world, world.true)

    assert blocking.proposed < perfect.proposed == blocking.proposed | world.true
    assert 0 <= perfect.f1 - blocking.f1 < 0.002


def test_pairs_that_are_proposed_besides_are_weighed_like_all_others():
    world = world_of(60)
    every = set(itertools.combinations(sorted(each.key for each in world.happenings), 2))
    told = reconciled(world, every)

    assert {pair for pair in every if pair[0][0] != pair[1][0]} == told.proposed
    assert told.f1 > 0.9


def test_counts_figures_and_endings_are_no_words_to_be_alike_by():
    reading = riwaya.read("قصف الجيش قرية قرب حلب يوم 12 شباط، وقتل ثلاثة مدنيين.", published="2013-02-13")

    assert ["قصف الجيش قرية قرب حلب يوم شباط، وقتل ."] == list(masked_texts(reading))


def test_where_much_of_what_is_told_is_not_read_a_proposer_would_find_something():
    world = world_of(600, lost=0.3)
    blocking, perfect = reconciled(world, ()), reconciled(world, world.true)

    assert perfect.f1 - blocking.f1 > 0.005
