"""The command that shows what the desk is: demo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riwaya.cli.output import Progress, count
from riwaya.errors import UsageError

if TYPE_CHECKING:
    from socket import socket

    from riwaya.store.store import Store

_HOST = "127.0.0.1"


@click.command("demo")
@click.option("--store", metavar="PATH", help="Keep the reports in this store, rather than in one that goes away.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port to listen at; else any that is free.")
@click.option("--browser/--no-browser", default=True, show_default=True, help="Open the desk in a browser.")
def demo_command(store: str | None, port: int, browser: bool) -> None:
    """Show the desk over twelve reports on three incidents.

    Outlets, groups and happenings are invented; the reports are read, brought together and served by what reads any
    others. Nothing is fetched, and the store goes away at the end unless --store names one.

    Ends with 0 when stopped; with 2 where the call makes no sense.
    """
    import webbrowser

    import uvicorn

    from riwaya.web.app import make_app
    from riwaya.web.demo import fill
    from riwaya.web.settings import Settings

    with _listening(port) as listening, _opened(store) as opened:
        with Progress() as progress:
            incidents = fill(opened, told=lambda read: progress.show(f"{count(read, 'report')} read"))
        address = f"http://{_HOST}:{listening.getsockname()[1]}/"
        click.echo(f"riwaya: {count(incidents, 'incident')}; the desk is at {address} (Ctrl+C ends it)", err=True)
        if browser:
            webbrowser.open(address)  # it waits in the queue of the socket until the desk answers
        app = make_app(opened, Settings(host=_HOST, port=port))
        with suppress(KeyboardInterrupt):  # Ctrl+C is how it ends
            uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


@contextmanager
def _listening(port: int) -> Iterator[socket]:
    """A socket at a port of this machine; raises UsageError where the port is taken."""
    import socket as sockets

    with sockets.socket() as made:
        made.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
        try:
            made.bind((_HOST, port))
        except OSError as error:
            raise UsageError(f"port {port} cannot be listened at: {error.strerror}") from error
        made.listen(128)
        yield made


@contextmanager
def _opened(path: str | None) -> Iterator[Store]:
    """The store of a path, or one that goes away."""
    from tempfile import TemporaryDirectory

    from riwaya.store import open_store

    if path is not None:
        with open_store(path) as opened:
            yield opened
        return
    with TemporaryDirectory(prefix="riwaya-demo-") as folder, open_store(Path(folder) / "demo.db") as opened:
        yield opened


COMMANDS = (demo_command,)
