"""A desk shows what others ingest and group while it is served."""

import time

from riwaya import StoreError
from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.runs import reconcile_store
from riwaya.web.following import following
from web.conftest import REPORTS


def wait_for(store, count):
    """Waits until a store lists so many incidents, a few seconds at most."""
    ends = time.monotonic() + 10
    while len(store.overviews().overviews) != count and time.monotonic() < ends:
        time.sleep(0.02)
    return len(store.overviews().overviews)


def ingest(store, report):
    publisher, day, text = report
    store.ingest(Incoming("a.txt", text, publisher=publisher, published=day))
    reconcile_store(store)


def test_what_another_process_keeps_is_listed_soon(tmp_path):
    with open_store(tmp_path / "store.db") as desk, open_store(tmp_path / "store.db") as other, following(desk, 0.02):
        before = wait_for(desk, 0)
        ingest(other, REPORTS[0])

        assert [0, 1] == [before, wait_for(desk, 1)]


def test_a_store_that_does_not_answer_once_is_asked_again(tmp_path, monkeypatch):
    with open_store(tmp_path / "store.db") as desk:
        ingest(desk, REPORTS[0])
        renew, failed = desk.renew_overviews, []

        def fail_once(**options):
            if not failed:
                failed.append(True)
                raise StoreError("locked")
            return renew(**options)

        monkeypatch.setattr(desk, "renew_overviews", fail_once)
        with following(desk, 0.02):
            assert 1 == wait_for(desk, 1)
        assert failed
