"""The command that serves the desk: serve."""

from __future__ import annotations

import click

from riwaya.cli.options import store_option
from riwaya.cli.output import Progress


@click.command("serve")
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="The port to listen at.")
def serve_command(store: str, host: str, port: int) -> None:
    """Serve the desk: pages to look, compare and decide, over a store.

    Without anything more it answers to this machine alone, and whoever sits at it may do everything.

    Ends with 0 when stopped; with 2 where the call makes no sense.
    """
    import uvicorn

    from riwaya.store import open_store
    from riwaya.web.app import make_app
    from riwaya.web.settings import Settings

    with open_store(store, make=True) as opened:
        with Progress() as progress:
            opened.renew_overviews(told=lambda done, of: progress.show(f"{done} of {of} incidents looked at"))
        click.echo(f"riwaya: the desk is at http://{host}:{port}/", err=True)
        uvicorn.run(make_app(opened, Settings(host=host, port=port)), host=host, port=port, log_level="warning")


COMMANDS = (serve_command,)
