"""Keeps the incidents in short up to date while a desk is served, with what others ingest, group and decide."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from riwaya.errors import StoreError
from riwaya.store.store import Store

EVERY = 2.0
"""Seconds between two looks at the log; a look is a query where nothing was kept since."""


@contextmanager
def following(store: Store, every: float = EVERY) -> Iterator[None]:
    """Follows the log of a store beside whatever is done in the block.

    A store that does not answer is asked again the next time: whoever looks at a page is told of it there.
    """
    ends = threading.Event()

    def follow() -> None:
        while not ends.wait(every):
            with suppress(StoreError):
                store.renew_overviews()

    thread = threading.Thread(target=follow, name="riwaya-following", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join()
