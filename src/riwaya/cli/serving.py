"""The command that serves the desk: serve."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riwaya.cli.options import store_option
from riwaya.cli.output import Progress

if TYPE_CHECKING:
    from riwaya.web.settings import Settings


@click.command("serve")
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="The port to listen at.")
@click.option("--team", is_flag=True, help="Ask people to sign in; `riwaya people add` adds them.")
@click.option("--hostname", "hostnames", multiple=True, metavar="NAME", help="A name by which people reach the desk.")
@click.option("--plain-http", is_flag=True, help="People reach it without TLS, and others on the way can listen.")
@click.option("--proxy", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Whose X-Forwarded-For holds.")
@click.option(
    "--oidc",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="TOML that names an OpenID provider which vouches for people.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
def serve_command(
    store: str, host: str, port: int, team: bool, hostnames: tuple[str, ...], plain_http: bool, proxy: str,
    oidc: Path | None, workers: int,
) -> None:  # fmt: skip
    """Serve the desk: pages to look, compare and decide, over a store.

    Without anything more it answers to this machine alone, and whoever sits at it may do everything. With --team people
    sign in, and it may listen elsewhere, behind a proxy that speaks TLS.

    Ends with 0 when stopped; with 2 where the call makes no sense.
    """
    from riwaya.store import open_store
    from riwaya.store.people.roles import Role
    from riwaya.web.providers import provider_in
    from riwaya.web.serving import serve
    from riwaya.web.settings import Settings, bracketed, demand_safe

    settings = Settings(
        team=team, host=host, port=port, hostnames=frozenset(hostnames), secure=bool(hostnames) and not plain_http,
        provider=provider_in(oidc),
    )  # fmt: skip
    demand_safe(settings)
    with open_store(store, make=True) as opened:
        with Progress() as progress:
            opened.renew_overviews(told=lambda done, of: progress.show(f"{done} of {of} incidents looked at"))
        if team:
            _warn(settings, any(person.role == Role.ADMIN for person in opened.people.all()))
        name = f"https://{sorted(hostnames)[0]}" if settings.secure else f"http://{bracketed(host)}:{port}"
        click.echo(f"riwaya: the desk is at {name}/", err=True)
        serve(opened, store, settings, proxy=proxy, workers=workers)


def _warn(settings: Settings, has_admin: bool) -> None:
    """Says what a desk of a team lacks."""
    if not has_admin:
        click.echo("riwaya: nobody administers this desk yet; `riwaya people add NAME --role admin`", err=True)
    if settings.hostnames and not settings.secure:
        click.echo("riwaya: without TLS whoever is on the way reads passwords and reports", err=True)


COMMANDS = (serve_command,)
