"""Frozen records with slots, as `dataclass(frozen=True, slots=True)` makes them, at a quarter of the price.

A reading makes hundreds of records, and the guard that keeps a frozen dataclass from changing has to be stepped around
for each field of each of them. Here it is stepped around once: while it is made, a record is of a twin class without
the guard. For `fields`, `asdict`, `replace` and patterns the records are dataclasses like any other; they copy and
pickle.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Record = TypeVar("Record")
_Method = Callable[..., Any]
_turn_into = object.__dict__["__class__"].__set__  # what assigning to `__class__` does, past any guard


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Record]) -> type[Record]:
    """The class as a frozen record: its annotations are its fields, in order. It inherits from nothing."""
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    twin = type(f"_Open{cls.__name__}", (), {"__slots__": made.__match_args__})
    for name in _METHODS:
        setattr(made, name, vars(_Methods)[name])
    made._twin = twin
    made._values = staticmethod(_values(made.__match_args__))
    made.__init__ = _making(fields(made), made, twin)
    return made  # type: ignore[no-any-return]


def replace(record: Record, **values: Any) -> Record:
    """A record like this one but for these fields, at a third of the price of `dataclasses.replace`."""
    replacing = getattr(record, "__replace__", None) or partial(dataclasses.replace, record)
    return replacing(**values)  # type: ignore[no-any-return]


class _Methods:
    """What every frozen record can do."""

    __match_args__: tuple[str, ...]
    _twin: type
    _values: Callable[[Any], tuple[Any, ...]]

    def __repr__(self) -> str:
        values = zip(self.__match_args__, self._values(self), strict=True)
        return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in values)})"

    def __eq__(self, other: object) -> bool:
        return self._values(self) == self._values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values(self))

    def __setattr__(self, name: str, value: Any) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return self.__class__, self._values(self)

    def __replace__(self, **changes: Any) -> Any:
        made: Any = self.__class__
        made.__replace__ = _replacing(made, made._twin)  # written when it is first asked for, as few are
        return made.__replace__(self, **changes)


_METHODS = ("__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__reduce__", "__replace__")


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of these fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _making(told: tuple[Field[Any], ...], made: type, twin: type) -> _Method:
    """The `__init__` of a record, which makes it as its twin and turns it into what it is."""
    known: dict[str, Any] = {"_made": made, "_twin": twin, "_turn_into": _turn_into, "_missing": MISSING}
    arguments, lines = [], []
    for each in told:
        name = value = each.name
        if each.default is not MISSING:
            known[f"_default_{name}"] = each.default
            arguments.append(f"{name}=_default_{name}")
        elif each.default_factory is not MISSING:
            known[f"_new_{name}"] = each.default_factory
            arguments.append(f"{name}=_missing")
            value = f"_new_{name}() if {name} is _missing else {name}"
        else:
            arguments.append(name)
        lines.append(f"self.{name} = {value}")
    lines = ["_turn_into(self, _twin)", *lines, "self.__class__ = _made"]
    return _written("__init__", f"self, {', '.join(arguments)}", lines, known)


def _replacing(made: Any, twin: type) -> _Method:
    """The `__replace__` of a record: a copy of it with other values for the fields that are given."""
    known: dict[str, Any] = {"_made": made, "_twin": twin, "_new": object.__new__, "_same": object()}
    names = made.__match_args__
    lines = [f"made.{name} = self.{name} if {name} is _same else {name}" for name in names]
    lines = ["made = _new(_twin)", *lines, "made.__class__ = _made", "return made"]
    return _written("__replace__", f"self, *, {', '.join(f'{name}=_same' for name in names)}", lines, known)


def _written(name: str, arguments: str, lines: list[str], known: dict[str, Any]) -> _Method:
    """A method of a record from the lines of its source."""
    exec(f"def {name}({arguments}): {'; '.join(lines)}", known)
    method: _Method = known[name]
    method.__qualname__ = f"{known['_made'].__qualname__}.{name}"
    return method
