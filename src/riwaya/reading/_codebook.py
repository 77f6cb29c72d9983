"""What the codebook says of event types, for the stages that join and count."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from riwaya.knowledge.load import Knowledge
from riwaya.records import Argument

VIOLENCE = "violence"
TALK = "talk"
CONTENTION = "contention"
HARMFUL = frozenset((VIOLENCE, "custody", CONTENTION))
"""Groups of types in which people come to harm."""


class Codebook:
    """What the codebook says of event types: their group, and whether a type is the general one of its group."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._table = knowledge.table("codebook/events.tsv")
        self._groups: dict[str, str] = {}
        self._by_means = {
            weapon: event_type
            for event_type in self._table
            for weapon in (self._table.row(event_type).get("means") or "").split(",")
            if weapon
        }

    def group(self, event_type: str) -> str:
        """The group of a type: violence, custody, contention, movement, talk, diplomacy, relief, measure."""
        if event_type not in self._groups:
            row = self._table.get(event_type)
            self._groups[event_type] = row["group"] if row else event_type
        return self._groups[event_type]

    def type_by_means(self, weapon: str) -> str | None:
        """The type that a weapon makes of a general attack, or None."""
        return self._by_means.get(weapon)

    def narrowed(self, event_type: str, arguments: Iterable[Argument]) -> str:
        """A general attack as the type that its one means makes it; any other type as it is."""
        if event_type != "attack":
            return event_type
        types = {self._by_means.get(a.value["id"]) for a in arguments if a.field == "weapon"}
        return (types.pop() if len(types) == 1 else None) or event_type

    def specific(self, types: Iterable[str]) -> str | None:
        """The first type that is no general one; an attack before the destruction that it did; or the first."""
        found = list(types)
        general = {"attack", "explosion", "destruction"} if "attack" in found else {"attack", "explosion"}
        return next((t for t in found if t not in general), next((t for t in found if t == "attack"), None)) or (
            found[0] if found else None
        )


@lru_cache(maxsize=4)
def codebook_of(knowledge: Knowledge) -> Codebook:
    """The codebook of some knowledge, made once."""
    return Codebook(knowledge)
