"""Fills a store with the reports of the demonstration: twelve, of our own writing, on three invented happenings."""

from __future__ import annotations

from collections.abc import Callable

from riwaya.inputs.blobs import Settings, open_blob
from riwaya.inputs.formats import read_blob
from riwaya.knowledge.load import DATA
from riwaya.store.runs import reconcile_store
from riwaya.store.store import Store

REPORTS = DATA / "demo" / "reports.json"
"""The reports, as a list of records that `riwaya read` takes too."""


def fill(store: Store, *, told: Callable[[int], None] = lambda read: None) -> int:
    """Reads the reports into a store, brings them together, and gives the number of incidents.

    `told` is called with how many reports were read. What the store holds already is not kept twice.
    """
    blob = open_blob(REPORTS, REPORTS.name)
    with blob.stream:
        for number, _ in enumerate(store.ingest_all(read_blob(blob, Settings()), ahead=False), start=1):
            told(number)
    incidents = reconcile_store(store)
    store.renew_overviews()
    return len(incidents)
