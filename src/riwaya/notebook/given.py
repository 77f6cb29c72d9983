"""What is handed to frames and plots: readings, a store, or what is exported, as material."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from riwaya.errors import UsageError
from riwaya.exports.material import Material, of_readings
from riwaya.records import Reading

if TYPE_CHECKING:
    from riwaya.store.store import Store

Given: TypeAlias = "Reading | Iterable[Reading] | Material | Store | Path | str"
"""A reading, several of them, material of exports, a store, or where one is: a file, or `postgresql://…`."""


@contextmanager
def material_of(given: Given) -> Iterator[Material]:
    """What is handed in as material. Readings are brought together; a store that is opened for it is closed again.

    Raises UsageError for what is none of these, StoreError for a store that cannot be opened.
    """
    if isinstance(given, str | Path):
        from riwaya.store import open_store

        with open_store(given, make=False) as store:
            yield _kept(store)
    elif hasattr(given, "cases"):
        yield cast("Material", given)
    elif hasattr(given, "to_reconcile"):
        yield _kept(cast("Store", given))
    else:
        yield of_readings(_readings(given))


def _kept(store: Store) -> Material:
    from riwaya.store.handing_out import Kept

    return Kept(store)


def _readings(given: object) -> list[Reading]:
    listed: list[Reading] = list(given) if isinstance(given, Iterable) else [cast("Reading", given)]
    odd = next((each for each in listed if not isinstance(each, Reading)), None)
    if odd is not None:
        raise UsageError(f"frames are made of readings, material or a store, not of {type(odd).__name__}")
    return listed
