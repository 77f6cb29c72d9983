"""Pieces and pairs found out of numbers are those that are found happening by happening."""

import random
from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from made_world import make_world

from riwaya.bulk import pairs
from riwaya.bulk.bins import Bins, write_bins
from riwaya.bulk.components import pieces_of
from riwaya.bulk.happenings import numbers_of, packed, unpacked
from riwaya.bulk.linking import LINK
from riwaya.bulk.shelf import Shelf, ShelfWriter
from riwaya.reconciling.candidates import Index
from riwaya.reconciling.clusters import pieces
from riwaya.reconciling.evidence import evidence_of


def all_evidence(accounts):
    return [each for reading in make_world(accounts).readings for each in evidence_of(reading)]


@pytest.mark.parametrize("seed", range(6))
def test_pieces_are_those_of_one_machine(seed):
    chance = random.Random(seed)
    count = 900
    near = int(3 + 9 * chance.random())
    links = [
        (a, b, chance.choice((0.1, 0.15, 0.2, 0.29, 0.3, 0.45, 0.5, 0.6, 0.75, 0.9, 0.97)))
        for a in range(count)
        for b in range(a + 1, min(count, a + near))
        if chance.random() < 2.2 / near
    ]
    both: defaultdict[tuple[str, str], dict[tuple[str, str], float]] = defaultdict(dict)
    for a, b, share in links:
        both[key(a)][key(b)] = both[key(b)][key(a)] = share
    rows = np.array(links, LINK)

    piece_of = pieces_of(count, lambda: np.array_split(rows, 3), np.zeros(count, bool))

    found = defaultdict(list)
    for happening, piece in enumerate(piece_of.tolist()):
        found[piece].append(key(happening))
    assert sorted(map(tuple, found.values())) == [each.members for each in pieces(map(key, range(count)), both)]
    assert all(key(piece) == members[0] for piece, members in found.items())


def key(number):
    return f"{number:04}", "i1"


@pytest.mark.parametrize("at_once", [7, 1_000_000])
def test_pairs_are_those_that_the_index_proposes(monkeypatch, at_once):
    monkeypatch.setattr(pairs, "_AT_ONCE", at_once)
    evidence = all_evidence(300)
    index, wanted = Index(), set()
    number = {each.key: at for at, each in enumerate(evidence)}
    for each in evidence:
        wanted |= {tuple(sorted((number[each.key], number[other.key]))) for other in index.add(each)}
    has, seeks = [], []
    for at, each in enumerate(evidence):
        having, seeking = numbers_of(each)
        has += [(one, at) for one in having]
        seeks += [(one, at) for one in seeking]
    documents = np.unique([each.document for each in evidence], return_inverse=True)[1]

    found = set()
    for part in pairs.pairs_of(np.array(has, pairs.KEY), np.array(seeks, pairs.KEY), documents):
        a, b = pairs.taken_apart(part)
        found |= set(zip(a.tolist(), b.tolist(), strict=True))

    assert wanted == found


def test_a_key_that_many_share_is_held_against_all():
    many = np.array([(5, at) for at in range(300)], pairs.KEY)

    found = np.unique(np.concatenate(list(pairs.pairs_of(many, many, np.arange(300)))))

    assert len(list(combinations(range(300), 2))) == len(found)


def test_evidence_comes_back_as_it_was():
    evidence = all_evidence(200)

    assert evidence == [unpacked(packed(each)) for each in evidence]


def test_bins_give_back_their_rows_in_order(tmp_path):
    rows = np.arange(10, dtype="<u8")
    write_bins(tmp_path / "bins", rows, rows % 3)

    bins = Bins(tmp_path / "bins", "<u8")

    assert [[0, 3, 6, 9], [1, 4, 7], [2, 5, 8], []] == [bins.rows(number).tolist() for number in range(4)]
    assert {0: 4, 1: 3, 2: 3} == bins.counts()


def test_a_shelf_gives_any_record(tmp_path):
    records = [b"one", b"", b"three" * 100]
    with ShelfWriter(tmp_path / "shelf") as shelf:
        for record in records:
            shelf.add(record)

    with Shelf(tmp_path / "shelf") as shelf:
        assert 3 == len(shelf)
        assert list(reversed(records)) == [shelf[2], shelf[1], shelf[0]]
