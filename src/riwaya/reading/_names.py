"""Whether words lie inside a longer name: of a channel, a body, a market town."""

from __future__ import annotations

from riwaya.knowledge.match import Lattice, mask_of

_NAMES = ("outlet_name", "party_name", "place_name")
_NAMED = mask_of(_NAMES)
_LONGEST_NAME = 6  # tokens


def is_inside_name(lattice: Lattice, first: int, last: int) -> bool:
    """Whether a listed name of several words holds these tokens and more."""
    cells, masks = lattice.cells, lattice.masks
    for start in range(max(0, first - _LONGEST_NAME), first + 1):
        if not masks[start] & _NAMED:
            continue
        for cls in _NAMES:
            for edge in cells[start].get(cls, ()):
                if edge.length > 1 and start + edge.length >= last and (start < first or edge.length > last - first):
                    return True
    return False
