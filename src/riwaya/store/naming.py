"""What somebody calls a happening, or a part of an incident, on the command line."""

from __future__ import annotations

from collections.abc import Iterable

from riwaya.errors import UsageError
from riwaya.store.grouping import Happening
from riwaya.store.store import Store


def find_happening(store: Store, name: str) -> Happening:
    """A happening by its name: its document, a stroke, and the incident of its reading, as in `3f2a9c/i1`.

    In place of the incident an account of it may stand. Raises UsageError where there is none of this name.
    """
    document, _, told = name.partition("/")
    if not told:
        raise UsageError(f"{name!r} names no happening, which is a document and an incident of it, such as 3f2a9c/i1")
    id = store.document(document).id
    reading = store.current([id])[id]
    if told in {incident.id for incident in reading.incidents}:
        return id, told
    for account in reading.accounts:
        if account.id == told and account.incident:
            return id, account.incident
    known = ", ".join(incident.id for incident in reading.incidents) or "none"
    raise UsageError(f"{name!r}: the document {id} tells of no such incident or account; its incidents are {known}")


def find_account(store: Store, name: str) -> tuple[str, str]:
    """An account by its name, such as `3f2a9c/a1`: its document's whole id, and its own."""
    document, _, account = name.partition("/")
    if not account:
        raise UsageError(f"{name!r} names no account, which is a document and an account of it, such as 3f2a9c/a1")
    return store.document(document).id, account


def find_part(store: Store, incident: str, names: Iterable[str]) -> tuple[Happening, ...]:
    """Happenings of an incident by their names, where a document alone stands for all that it tells of the incident."""
    found: set[Happening] = set()
    for name in names:
        if "/" in name:
            found.add(find_happening(store, name))
            continue
        id = store.document(name).id
        told = {happening for happening in store.incident(incident).happenings if happening[0] == id}
        if not told:
            raise UsageError(f"{name}: the document {id} tells nothing of the incident {incident}")
        found |= told
    return tuple(sorted(found))
