"""What is shown of an incident: its accounts with their documents, and what people corrected in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from riwaya.exports import updating
from riwaya.records import Incident


class Telling(updating.Telling, Protocol):
    """An incident, the accounts that tell it with their documents, and the readings of those."""

    @property
    def incident(self) -> Incident:
        """The incident."""


class Correction(NamedTuple):
    """What a person says that an account of a document really tells of a field; who, when, and why.

    No values say that it tells nothing of it.
    """

    document: str
    account: str
    field: str
    values: tuple[Any, ...]
    who: str
    at: str
    why: str


Corrected = Mapping[tuple[str, str, str], Correction]
"""Corrections by the document, the account and the field."""
NOTHING: Corrected = {}


def corrected_in(amended: Iterable[Mapping[str, Any]]) -> Corrected:
    """The corrections that `riwaya show` and exports print; of two of one value the later counts."""
    found = {}
    for each in amended:
        key = (str(each["document"]), str(each["account"]), str(each["field"]))
        decided = each["decided"]
        found[key] = Correction(*key, tuple(each["values"]), decided["by"], decided["at"], decided["why"])
    return found
