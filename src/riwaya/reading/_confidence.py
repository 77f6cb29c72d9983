"""What stands around a claim that tells how sure it is; the model of `knowledge.confidence` makes a share of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from riwaya.knowledge.confidence import Around, Confidence
from riwaya.knowledge.match import Lattice, mask_of
from riwaya.records import COUNT_FIELDS, Argument, EventMention, PlaceMention

_GENERAL = frozenset(("attack", "explosion", "statement", "accusation"))
_PLACE = mask_of(("place",))


class Setting(NamedTuple):
    """The account that a claim stands in: the number of its happening, whether it is history, whether it is quoted."""

    happening: int
    background: bool
    quoted: bool


class Weigher:
    """Weighs the claims of one document. `key` tells what makes two values of a field one and the same."""

    def __init__(
        self,
        lattice: Lattice,
        model: Confidence,
        events: Sequence[EventMention],
        home: Sequence[int],
        key: Callable[[str, Any], Any],
    ) -> None:
        self._lattice = lattice
        self._model = model
        self._told: defaultdict[tuple[int, str, Any], int] = defaultdict(int)
        self._values: defaultdict[tuple[int, str], int] = defaultdict(int)
        self._fields: defaultdict[int, int] = defaultdict(int)
        for number, event in enumerate(events):
            at = home[number]
            for field, value in {(a.field, key(a.field, a.value)) for a in event.arguments}:
                told = at, field, value
                self._fields[at] += not self._values[at, field]
                self._values[at, field] += not self._told[told]
                self._told[told] += 1
        self._happenings = math.log(max(1, len({at for at in home if at >= 0})))
        self._arounds: dict[tuple[int, int, Setting], Around] = {}

    def weigh(self, argument: Argument, key: tuple[str, Any], event: EventMention, setting: Setting) -> float:
        """How sure a claim is that an event makes in an account; `key` is its field and what its value is known as."""
        told = setting.happening, argument.field
        again = self._told[setting.happening, *key]
        own = {
            f"field.{argument.field}": 1.0,
            "rule": 10 * (argument.confidence - 0.8),
            "said_again": math.log(max(1, again)),
            "rivals": math.log(max(1, self._values[told])),
            "one_word": float(argument.last - argument.first == 1),
        }
        own.update(self._of_value(argument))
        return self._model.of(own, self._around(event, setting))

    def no_day(self, event: EventMention, setting: Setting) -> float:
        """How sure the claim is that an account with this leading event tells no day."""
        return self._model.of({"no_day": 1.0}, self._around(event, setting))

    def _around(self, event: EventMention, setting: Setting) -> Around:
        """What stands around every claim that an event makes; it is looked at once."""
        key = event.first, event.last, setting
        found = self._arounds.get(key)
        if found is not None:
            return found
        sentence = self._lattice.sentence_at(event.first)
        circumstances = {
            "base": 1.0,
            "fields": math.log1p(self._fields[setting.happening]),
            "happenings": self._happenings,
            "late": event.first / max(1, len(self._lattice.tokens)),
            "points_back": float(event.anaphoric),
            "general": float(event.type in _GENERAL),
            "unreal": float(event.modality != "actual" or event.polarity != "affirmed"),
            "background": float(setting.background),
            "headline": float(sentence is not None and sentence.segment == "headline"),
            "quoted": float(setting.quoted),
        }
        found = self._arounds[key] = Around(circumstances)
        return found

    def _of_value(self, argument: Argument) -> dict[str, float]:
        """What the value itself tells."""
        value = argument.value
        if argument.field in ("actor", "target"):
            return {"people": float(value["kind"] == "civilians")}
        if argument.field in ("place", "origin"):
            unknown = value["precision"] == "unknown"
            return {"not_listed": float(unknown), "candidates": math.log(self._candidates(argument.first))}
        if argument.field == "happened":
            longer = value["earliest"] != value["latest"] and value["grain"] != "part_of_day"
            return {"not_one_day": float(longer), "part_of_day": float(value["grain"] == "part_of_day")}
        if argument.field in COUNT_FIELDS:
            return {"open_ended": float(value["low"] != value["high"])}
        return {}

    def _candidates(self, token: int) -> int:
        """How many places the name that begins at a token may stand for."""
        if not self._lattice.masks[token] & _PLACE:
            return 1
        found = (edge.mention for edge in self._lattice.at(token, "place"))
        return max((len(m.candidates) for m in found if isinstance(m, PlaceMention)), default=1) or 1
