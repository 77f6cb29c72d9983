"""Serves a desk over HTTP: in this process, or in several that listen at one address."""

from __future__ import annotations

import gc
import signal
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess

import uvicorn

from riwaya.errors import StoreError
from riwaya.knowledge.load import load_knowledge
from riwaya.store import open_store
from riwaya.store.latin_names import find_named
from riwaya.store.store import Store
from riwaya.web.app import make_app
from riwaya.web.following import following
from riwaya.web.settings import Settings

_LOOKS = 0.5
"""Seconds between two looks at whether a process is there."""
_NO_STORE = 3
"""How a process ends that cannot open the store."""


def serve(store: Store, url: str, settings: Settings, *, proxy: str, workers: int = 1) -> None:
    """Serves a desk over an open store until it is stopped, and follows the log of the store meanwhile.

    `url` is where the store is, for processes that open it themselves where there are several `workers`: they share
    what lives in the store, and each remembers answers of its own. One that ends is started anew.
    """
    with following(store):
        if workers == 1:
            _server(store, settings, proxy).run()
            return
        with uvicorn.Config(_no_app, host=settings.host, port=settings.port).bind_socket() as listening:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            _watch(workers, partial(_started, listening, url, settings, proxy))


def _server(store: Store, settings: Settings, proxy: str) -> uvicorn.Server:
    """What serves a store; what is there by then is not gone through again whenever memory is tidied up."""
    app = make_app(store, settings)
    load_knowledge()  # so that whoever asks first does not wait for it
    find_named("Aleppo")
    gc.collect()
    gc.freeze()
    return uvicorn.Server(
        uvicorn.Config(
            app, host=settings.host, port=settings.port, log_level="warning",
            server_header=False, proxy_headers=settings.team, forwarded_allow_ips=proxy,
        )
    )  # fmt: skip


def _watch(workers: int, start: Callable[[], BaseProcess]) -> None:
    """Keeps some processes running until this one is stopped, which ends them. Raises StoreError where one cannot."""
    running = [start() for _ in range(workers)]
    while True:
        for number, process in enumerate(running):
            process.join(_LOOKS)
            if process.exitcode == _NO_STORE:
                raise StoreError("a process of the desk could not open the store")
            if process.exitcode is not None:
                running[number] = start()


def _started(listening: socket.socket, url: str, settings: Settings, proxy: str) -> BaseProcess:
    """A process that serves too; it is ended when this one ends."""
    process = get_context("spawn").Process(target=_work, args=(listening, url, settings, proxy), daemon=True)
    process.start()
    return process


def _work(listening: socket.socket, url: str, settings: Settings, proxy: str) -> None:
    try:
        store = open_store(url, make=False)
    except StoreError:
        sys.exit(_NO_STORE)
    with store:
        server = _server(store, settings, proxy)
        threading.Thread(target=_outlived, args=(server,), daemon=True).start()
        server.run(sockets=[listening])


def _outlived(server: uvicorn.Server) -> None:
    """Ends a server when the process that started it is gone, however that ended."""
    if parent := parent_process():
        parent.join()
        server.should_exit = True


async def _no_app(*_: object) -> None:
    """Stands where an application is asked for and none is served."""
