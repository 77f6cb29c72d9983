"""The phrases that the lexicon knows, on shelves by their first words: a start unpacks none of them, a text a few.

A phrase stands on its shelf with its surfaces. All phrases of one first word stand on one shelf, so that what may go on
from a word is known as soon as that is unpacked.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

Surface = tuple[str, str, str, str]
"""What a phrase may be: class, value, lemma, features."""

SHELVES = 1 << 14


class Shelves(NamedTuple):
    """Packed phrases. `bounds` tell where each shelf begins and where the last ends, from `start` in `packed` on."""

    packed: bytes
    bounds: array[int]
    start: int = 0

    def take(self, number: int) -> Iterator[tuple[str, str]]:
        """The phrases of a shelf, each with its surfaces still packed."""
        first, last = self.bounds[number : number + 2]
        text = self.packed[self.start + first : self.start + last].decode("utf-8")
        for line in text.split("\n") if text else ():
            phrase, _, surfaces = line.partition("\v")
            yield phrase, surfaces


def pack(phrases: Mapping[str, Sequence[Surface]]) -> Shelves:
    """The phrases on shelves. They and their surfaces hold no tabs and no ends of lines."""
    lines: list[list[str]] = [[] for _ in range(SHELVES)]
    for phrase, surfaces in phrases.items():
        lines[shelf_of(phrase.partition(" ")[0])].append("\v".join((phrase, *map("\t".join, surfaces))))
    shelves = ["\n".join(each).encode("utf-8") for each in lines]
    bounds = array("I", [0])
    for shelf in shelves:
        bounds.append(bounds[-1] + len(shelf))
    return Shelves(b"".join(shelves), bounds)


def unpack(surfaces: str) -> list[Surface]:
    """The surfaces of a phrase."""
    return [_surface(*packed.split("\t")) for packed in surfaces.split("\v")] if surfaces else []


def _surface(cls: str, value: str, lemma: str, features: str) -> Surface:
    return cls, value, lemma, features


def shelf_of(word: str) -> int:
    """The shelf of the phrases that begin with a word. Texts may hold lone surrogates, which no phrase does."""
    return crc32(word.encode("utf-8", "surrogatepass")) % SHELVES
