"""Finds the words that tell an event: its trigger with what belongs to it, or the killing that it brought."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from riwaya.knowledge.match import Lattice, mask_of
from riwaya.reading._event_parts import VIOLENT, Draft

_BROUGHT_BY = frozenset(("at", "with", "means", "time"))
"""The parts a strike plays in a clause whose news is that people died: they were killed in it, by it, after it."""
_MAY_KILL = frozenset(("strike", "deed", "launching", "clash", "explode", "launch", "fall", "act", "reach"))
_FARTHEST = 40
"""How many words before a strike those may be told whom it killed."""
_KILLED = ("killed", "injured")
_HARM = mask_of(("harm_verb", "harm_masdar", "meeting"))
_WALLS = mask_of(("stop", "semicolon", "colon", "complementizer"))
_LEADS = mask_of(("ev_lead_to",))
_CARRIERS = mask_of(("ev_do", "ev_suffer"))
_COUNTS = mask_of(("number", "numeral", "digits"))
_MOST_COUNTS = 2


def words_of(lattice: Lattice, draft: Draft, first: int, triggers: AbstractSet[int]) -> tuple[int, int]:
    """The words that tell an event of the sentence that begins at `first`, where `triggers` are those of its events."""
    return _killing(lattice, draft, first, triggers) or _with_what_belongs(lattice, draft)


def _killing(lattice: Lattice, draft: Draft, first: int, triggers: AbstractSet[int]) -> tuple[int, int] | None:
    """The word that tells who died in a strike that is only how they died: five people were killed in a raid."""
    trigger = draft.trigger
    if draft.type not in VIOLENT or trigger.frame not in _MAY_KILL:
        return None
    if not (draft.prep in _BROUGHT_BY or _is_when(lattice, trigger.first)):
        return None
    found: dict[str, tuple[int, int]] = {}
    for at in range(trigger.first - 1, max(first, trigger.first - _FARTHEST) - 1, -1):
        mask = lattice.masks[at]
        if mask & _WALLS or mask & _LEADS or at in triggers:
            break
        if mask & _HARM and (harm := _harm(lattice, at)) is not None:
            found[harm] = (at, at + 1)
    return next((found[harm] for harm in _KILLED if harm in found), None)


def _harm(lattice: Lattice, at: int) -> str | None:
    """What happened to people by a word, or None where it did not or was told as the outcome of something else."""
    cell = lattice.cells[at]
    before = lattice.cells[at - 1] if at else {}
    if "md_not" in before:
        return None
    if "meeting" in cell:
        return "killed"
    verbs = [edge for edge in cell.get("harm_verb", ()) if "past" in edge.features]
    nouns = [e for e in cell.get("harm_masdar", ()) if not e.features & {"def", "b", "l"}] if not verbs else []
    return next((edge.value for edge in (*verbs, *nouns) if edge.value in _KILLED), None)


def _is_when(lattice: Lattice, at: int) -> bool:
    """Whether a clause about the time of something else begins right before a word: they died when it went off."""
    return bool(at) and "ev_when" in lattice.cells[at - 1]


def _with_what_belongs(lattice: Lattice, draft: Draft) -> tuple[int, int]:
    """The trigger with its light verb before it and what it wants right behind it: fired missiles, blew himself up."""
    first, last = draft.trigger.first, draft.trigger.last
    if first and lattice.masks[first - 1] & _CARRIERS and draft.carried:
        first -= 1
    skip = draft.trigger.skip
    if skip is not None and skip[0] == last:
        return first, skip[1]
    if lattice.at(last, "ev_self"):
        return first, last + lattice.at(last, "ev_self")[0].length
    if draft.trigger.frame in ("launch", "launching"):
        at, end = last, min(last + _MOST_COUNTS, len(lattice.tokens))
        while at < end and lattice.masks[at] & _COUNTS:
            at += 1
        last = max((a.last for a in draft.arguments if a.field == "weapon" and last <= a.first <= at), default=last)
    return first, last
