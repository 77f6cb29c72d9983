"""Gives "the ship" the name that it was told by before; used by the accounts stage alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riwaya.frozen import replace
from riwaya.knowledge.match import Lattice, mask_of
from riwaya.records import Argument, EventMention

_QUOTE = mask_of(("quote_mark",))
_WHERE = mask_of(("place", "place_side", "place_relation", "ev_prep"))
_MOST_WORDS = 5
"""Words of a name."""


def with_ships_named(lattice: Lattice, events: Sequence[EventMention]) -> list[EventMention]:
    """The events; a ship that they tell of by the noun alone is the one that was named before, where one was."""
    named = list(_named(lattice))
    return [_with_name(lattice, event, named) for event in events] if named else list(events)


def _with_name(lattice: Lattice, event: EventMention, named: Sequence[tuple[int, int]]) -> EventMention:
    arguments = tuple(
        _renamed(lattice, argument, named) if _is_bare_ship(lattice, argument) else argument
        for argument in event.arguments
    )
    return event if arguments == event.arguments else replace(event, arguments=arguments)


def _is_bare_ship(lattice: Lattice, argument: Argument) -> bool:
    """Whether an argument is a ship told by one word with the article, and at most by where it was."""
    if argument.field != "target" or argument.value.get("kind") != "ship":
        return False
    if argument.last - argument.first > 1 and not lattice.masks[argument.first + 1] & _WHERE:
        return False
    return _noun(lattice, argument.first) is not None


def _renamed(lattice: Lattice, argument: Argument, named: Sequence[tuple[int, int]]) -> Argument:
    """The argument under the name that ships of its noun were told by before; itself where there were none or two."""
    noun = _noun(lattice, argument.first)
    before = [(first, last) for first, last in named if last <= argument.first and _noun(lattice, first) == noun]
    names = {lattice.text(first + 1, last): lattice.text(first, last) for first, last in before}
    if len(names) != 1:
        return argument
    return replace(argument, value={**argument.value, "name_ar": next(iter(names.values()))})


def _named(lattice: Lattice) -> Iterator[tuple[int, int]]:
    """The nouns with the article and a name in quotation marks behind, as tokens."""
    for at in range(len(lattice.tokens) - 2):
        if lattice.masks[at + 1] & _QUOTE and _noun(lattice, at) is not None:
            for last in range(at + 3, min(at + 3 + _MOST_WORDS, len(lattice.tokens))):
                if lattice.masks[last] & _QUOTE:
                    yield at, last + 1
                    break


def _noun(lattice: Lattice, at: int) -> str | None:
    """A noun without its article, where it has one and nothing but a preposition before it."""
    form = lattice.tokens[at].form
    for prefix in ("ال", "لل", "بال"):
        if form.startswith(prefix) and len(form) > len(prefix) + 2:
            return form[len(prefix) :]
    return None
